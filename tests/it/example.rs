//! The first example, whose result is kept in `output/` so that it can be seen where the code is hosted.

use assert_cmd::Command;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn output_holds_what_the_program_writes_for_the_first_example() {
    let folder = tempfile::tempdir().unwrap();
    let example = root().join("examples/karabakh.md");
    Command::cargo_bin("reportmap").unwrap().arg("map").arg(example).arg("-o").arg(folder.path()).assert().success();
    let mut written: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    let mut kept: Vec<_> = std::fs::read_dir(root().join("output")).unwrap().map(|e| e.unwrap().file_name()).collect();
    // A program without the web map writes the rest.
    kept.retain(|name| cfg!(feature = "web") || name != "map.html");
    written.sort();
    kept.sort();
    assert_eq!(written, kept, "run: cargo run --release -- map examples/karabakh.md");
    for name in written {
        let fresh = std::fs::read(folder.path().join(&name)).unwrap();
        let old = std::fs::read(root().join("output").join(&name)).unwrap();
        assert!(
            fresh == old,
            "output/{} is not what the program writes; run: cargo run --release -- map examples/karabakh.md",
            name.display()
        );
    }
}

#[test]
fn the_same_report_gives_the_same_bytes_again() {
    let run = || {
        let output =
            Command::cargo_bin("reportmap").unwrap().arg("analyze").args(crate::output::examples()).output().unwrap();
        assert!(output.status.success());
        output.stdout
    };
    assert!(run() == run());
}

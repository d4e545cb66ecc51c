//! The picture of `map --picture`, and the one in the README.

use assert_cmd::Command;
use std::path::Path;

#[test]
fn the_picture_of_the_readme_is_what_the_program_draws() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let (png, svg) = (folder.path().join("map.png"), folder.path().join("map.svg"));
    let mut command = Command::cargo_bin("reportmap").unwrap();
    command.arg("map").arg(root.join("examples/karabakh.md")).arg("-o").arg(folder.path().join("output"));
    command.arg("--picture").arg(&png).arg("--picture").arg(&svg).assert().success();
    let drawn = std::fs::read(png).unwrap();
    let kept = std::fs::read(root.join("docs/karabakh-map.png")).unwrap();
    assert!(drawn == kept, "run: cargo run -- map examples/karabakh.md --picture docs/karabakh-map.png");
    let svg = std::fs::read_to_string(svg).unwrap();
    for words in ["Khojavend (Martuni)", "disputed border or ceasefire line", "have not been verified", "20 km"] {
        assert!(svg.contains(words), "{words}");
    }
}

//! What the program itself writes for the examples.

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The examples, in the order of their names.
pub fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md") && !path.ends_with("README.md"));
    paths.sort();
    paths
}

/// The folder that `reportmap map examples/*.md` writes, made once; `None` when there are no examples.
pub fn folder() -> Option<PathBuf> {
    static MADE: OnceLock<Option<tempfile::TempDir>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let examples = examples();
        if examples.is_empty() {
            eprintln!("skipped: there are no examples");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        Command::cargo_bin("reportmap")
            .unwrap()
            .arg("map")
            .args(&examples)
            .arg("-o")
            .arg(folder.path())
            .assert()
            .success();
        Some(folder)
    });
    made.as_ref().map(|folder| folder.path().to_owned())
}

/// The GeoJSON files in that folder; none when there are no examples.
pub fn layers() -> Vec<PathBuf> {
    let Some(folder) = folder() else { return Vec::new() };
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "geojson"));
    paths.sort();
    assert!(paths.iter().any(|path| path.ends_with("incidents.geojson")), "{paths:?}");
    paths
}

/// Says that a test is skipped and why; fails when the variable asks that it be run.
pub fn skip(variable: &str, why: &str) {
    assert!(std::env::var_os(variable).is_none(), "{variable} is set and {why}");
    eprintln!("skipped: {why}");
}

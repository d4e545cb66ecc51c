//! A real QGIS opens every layer: one geometry kind, valid geometries, one type a column, no value lost.

use crate::{fixture, output};
use reportmap::write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Debian's QGIS is seen by the system's Python only.
const PYTHON: &str = "/usr/bin/python3";

/// The exit status by which the check says that there is no QGIS.
const NO_QGIS: i32 = 77;

fn assert_opens(paths: &[PathBuf]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/qgis/check_layers.py");
    let checked = Command::new(PYTHON).arg(script).args(paths).env("QT_QPA_PLATFORM", "offscreen").output();
    let Ok(checked) = checked else {
        return output::skip("REPORTMAP_REQUIRE_QGIS", "there is no /usr/bin/python3: apt-get install python3-qgis");
    };
    if checked.status.code() == Some(NO_QGIS) {
        return output::skip("REPORTMAP_REQUIRE_QGIS", "python3-qgis is not there: apt-get install python3-qgis");
    }
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}\n{}", String::from_utf8_lossy(&checked.stderr));
    let found: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(found.as_object().map(serde_json::Map::len), Some(paths.len()), "{said}");
}

#[test]
fn qgis_opens_the_layers_of_made_up_reports() {
    let folder = tempfile::tempdir().unwrap();
    let analyses = [fixture::shelling(), fixture::storm()];
    let mut paths = write::folder(folder.path(), &fixture::files(&analyses)).unwrap();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "geojson"));
    assert_opens(&paths);
}

#[test]
fn qgis_opens_layers_without_features() {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = write::folder(folder.path(), &fixture::files(&[])).unwrap();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "geojson"));
    assert_opens(&paths);
}

#[test]
fn qgis_opens_the_layers_of_the_examples() {
    let paths = output::layers();
    if !paths.is_empty() {
        assert_opens(&paths);
    }
}

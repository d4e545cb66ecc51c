//! `--obfuscate` and `--redact`: what is withheld stands in no file.

use crate::cli::reportmap;
use std::fs;

const STORY: &str = "KUPIANSK, May 14 - Shells fell on the town of Kupiansk on Friday, killing three people, mayor Quentin Besedin said. \
    The clinic at 49.71063, 37.61555 was hit as well, Besedin told reporters.";

#[test]
fn what_is_withheld_stands_in_no_file_of_the_map() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("note.txt"), STORY).unwrap();
    let arguments =
        ["map", "note.txt", "--published", "2024-05-14", "--redact", "--obfuscate", "4000", "--also", "kml", "-q"];
    let ran =
        reportmap().current_dir(folder.path()).args(arguments).env("REPORTMAP_OBFUSCATE_KEY", "k").output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let out = folder.path().join("output");
    for entry in fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for secret in ["Besedin", "Quentin", "49.71063", "37.61555", "49.7106"] {
            let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
            assert!(!found, "{} holds {secret}", path.display());
        }
    }
    let analysis = fs::read_to_string(out.join("analysis.jsonl")).unwrap();
    assert!(
        analysis.contains("\"obfuscated_m\":4000") && analysis.contains("\"redacted\":true") && analysis.contains('█')
    );
    let incidents = fs::read_to_string(out.join("incidents.geojson")).unwrap();
    assert!(incidents.contains("Shelling/artillery"), "{incidents}");
}

#[test]
fn moving_without_a_key_is_said_and_no_radius_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("note.txt"), STORY).unwrap();
    let ran =
        reportmap().current_dir(folder.path()).args(["analyze", "note.txt", "--obfuscate", "4000"]).output().unwrap();
    assert!(String::from_utf8_lossy(&ran.stderr).contains("--obfuscate-key"));
    let ran =
        reportmap().current_dir(folder.path()).args(["analyze", "note.txt", "--obfuscate", "-3"]).output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
}

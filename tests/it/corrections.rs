//! `reportmap correct` and `--corrections`, as a user runs them.

use crate::cli::reportmap;
use serde_json::Value;
use std::path::Path;
use std::process::Output;

const STORY: &str = "Shells fell on the town of Martuni on Friday, officials in Baku said. Nobody in Toki was hurt.";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    reportmap().current_dir(folder).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("note.txt"), STORY).unwrap();
    let ran = run(folder.path(), &["map", "note.txt", "--published", "2020-10-24", "--quiet"]);
    assert!(ran.status.success(), "{}", said(&ran));
    folder
}

fn features(folder: &Path, layer: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join("output").join(format!("{layer}.geojson"))).unwrap();
    let read: Value = serde_json::from_str(&text).unwrap();
    read["features"].as_array().unwrap().clone()
}

#[test]
fn a_map_is_put_right_once_and_for_all() {
    let folder = folder();
    let at = folder.path();
    let id = features(at, "incidents")[0]["properties"]["id"].as_str().unwrap().to_owned();
    for arguments in [
        vec!["correct", "--name", "Martuni", "place", "--place", "geonames:616438", "--by", "rd"],
        vec!["correct", "--name", "Toki", "place", "--at", "47.2,39.7", "--by", "rd"],
        vec!["correct", "--incident", &id, "verify", "--by", "editor"],
        vec![
            "correct",
            "--report",
            "note",
            "add-incident",
            "Attack",
            "--at",
            "47.2,39.7",
            "--day",
            "2020-10-23",
            "--by",
            "rd",
        ],
    ] {
        let ran = run(at, &arguments);
        assert!(ran.status.success(), "{arguments:?}: {}", said(&ran));
    }
    for _ in 0..2 {
        let ran = run(at, &["map", "note.txt", "--published", "2020-10-24", "--corrections", "corrections.jsonl"]);
        assert!(ran.status.success() && !said(&ran).contains("of no use"), "{}", said(&ran));
    }
    let incidents = features(at, "incidents");
    let shelled = incidents.iter().find(|f| f["properties"]["place_id"] == "geonames:616438").unwrap();
    assert_eq!(
        (&shelled["properties"]["verified"], &shelled["properties"]["corrected_by"]),
        (&true.into(), &"editor".into())
    );
    assert!(
        incidents.iter().any(|f| f["properties"]["sub_event_type"] == "Attack" && f["properties"]["verified"] == true)
    );
    let toki = features(at, "places").into_iter().find(|f| f["properties"]["surface"] == "Toki").unwrap();
    assert_eq!(toki["geometry"]["coordinates"], serde_json::json!([47.2, 39.7]));
    let brief = std::fs::read_to_string(at.join("output/brief.md")).unwrap();
    assert!(brief.contains("Verified by editor, 20"), "{brief}");
    let table = std::fs::read_to_string(at.join("output/incidents.csv")).unwrap();
    assert!(table.contains("#meta+corrected_by") && table.contains("editor"));
}

#[test]
fn what_cannot_be_corrected_is_refused_and_leaves_no_line() {
    let folder = folder();
    for (arguments, told) in [
        (vec!["correct", "--incident", "nix", "verify"], "no incident nix"),
        (vec!["correct", "--report", "nix", "--span", "1-4", "drop"], "no report nix"),
        (vec!["correct", "drop"], "--name"),
        (vec!["correct", "--name", "Toki", "place", "--place", "geonames:99999999999"], "gazetteer has no place"),
        (vec!["correct", "--name", "Toki", "place"], "place --place ID, or place --at LON,LAT"),
        (vec!["correct", "--name", "Toki", "place", "--at", "200,10"], "longitude and latitude"),
        (vec!["correct", "--name", "Toki", "type", "War"], "incident"),
    ] {
        let ran = run(folder.path(), &arguments);
        assert!(!ran.status.success() && said(&ran).contains(told), "{arguments:?}: {}", said(&ran));
    }
    assert!(!folder.path().join("corrections.jsonl").exists());
}

#[test]
fn corrections_of_no_use_and_in_conflict_are_told_with_their_lines() {
    let folder = folder();
    let lines = "{\"name\":\"Oslo\",\"action\":\"drop\"}\n{\"name\":\"Toki\",\"action\":\"drop\"}\n{\"name\":\"Toki\",\"action\":\"place\",\"lon\":47.2,\"lat\":39.7}\n";
    std::fs::write(folder.path().join("c.jsonl"), lines).unwrap();
    let ran = run(folder.path(), &["analyze", "note.txt", "--corrections", "c.jsonl"]);
    let told = said(&ran);
    assert!(told.contains("c.jsonl:1: drop of “Oslo” in all reports was of no use"), "{told}");
    assert!(told.contains("c.jsonl:2: drop of “Toki” in all reports is decided otherwise in c.jsonl:3"), "{told}");
    std::fs::write(folder.path().join("c.jsonl"), "{\"name\":\"Toki\",\"action\":\"place\",\"lon\":47.2}\n").unwrap();
    let ran = run(folder.path(), &["map", "note.txt", "--corrections", "c.jsonl", "-o", "other"]);
    assert_eq!(ran.status.code(), Some(3));
    assert!(said(&ran).contains("c.jsonl:1: “lon” and “lat” go together") && !folder.path().join("other").exists());
}

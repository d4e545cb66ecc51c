//! Hostile and broken inputs, more than two hundred of them, among good ones: nothing panics, nothing hangs, nothing is lost.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The whole run may take so long in a build for debugging; by itself it takes a few seconds in a release.
const LIMIT: Duration = Duration::from_secs(400);

const PLACES: [&str; 6] = ["Kupiansk", "Goma", "Idlib", "Mopti", "Derna", "Kaduna"];

/// The inputs with good ones among them, before, between and behind.
fn inputs(folder: &Path) -> PathBuf {
    let inputs = folder.join("inputs");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/make.py");
    let made = Command::new("python3").arg(script).arg(&inputs).output().expect("the generator needs python3");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let count: usize = String::from_utf8_lossy(&made.stdout).trim().parse().unwrap();
    assert!(count >= 200, "only {count} hostile inputs");
    for (number, place) in PLACES.iter().enumerate() {
        let name = format!("{:03}-good-{place}.txt", number * 40);
        let text =
            format!("Gunmen attacked a village near {place} on Friday, killing {} people, police said.", number + 4);
        fs::write(inputs.join(name), text).unwrap();
    }
    inputs
}

#[test]
fn nothing_panics_nothing_hangs_and_nothing_good_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = inputs(folder.path());
    let program = assert_cmd::cargo::cargo_bin("reportmap");
    let begun = Instant::now();
    // Under a limit of memory where the system has one: a bomb that goes off is an error.
    let script = format!(
        "ulimit -v 6000000; exec '{}' analyze '{}' --published 2024-05-14 --rejects rejects.jsonl",
        program.display(),
        inputs.display()
    );
    let ran = Command::new("bash").current_dir(folder.path()).args(["-c", &script]).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(1), "{}", said.lines().last().unwrap_or_default());
    assert!(begun.elapsed() < LIMIT, "it took {:?}", begun.elapsed());
    assert!(!said.contains("panicked") && !said.contains("a fault of this program"), "{said}");
    let lines = String::from_utf8(ran.stdout).unwrap();
    let analyses: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for place in PLACES {
        let good = analyses.iter().find(|a| a["id"].as_str().unwrap().ends_with(&format!("good-{place}")));
        let incidents = good.unwrap_or_else(|| panic!("{place} is lost"))["incidents"].as_array().unwrap();
        assert_eq!(incidents.len(), 1, "{place}: {incidents:?}");
    }
    // Each file gave a report or is named with the reason.
    let rejects = fs::read_to_string(folder.path().join("rejects.jsonl")).unwrap();
    let named: BTreeSet<String> = rejects
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).unwrap()["input"].as_str().map(str::to_owned))
        .collect();
    let stems: BTreeSet<String> = analyses.iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect();
    let skipped = said.contains("left out");
    for entry in fs::read_dir(&inputs).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let read = stems.iter().any(|id| {
            name.starts_with(id.as_str()) || name.split_once('-').is_some_and(|(number, _)| id.starts_with(number))
        });
        let rejected = named.iter().any(|input| input.ends_with(&name));
        // Records of feeds, tables and archives have ids of their own.
        let many =
            [".jsonl", ".json", ".csv", ".tsv", ".rss", ".atom", ".warc", ".gz"].iter().any(|e| name.ends_with(e));
        assert!(read || rejected || many || skipped, "{name} is neither read nor named");
    }
    assert!(named.len() > 50, "only {} inputs are named as broken", named.len());
    assert!(!Path::new("/tmp/evil").exists(), "an archive wrote outside of itself");
}

//! `reportmap evaluate`: the measures on a small corpus whose figures can be reckoned by hand.

use crate::cli::reportmap;
use serde_json::Value;
use std::path::Path;

/// Four annotations: found and right; found 400 km off; missed; without a position.
const GOLD: &str = r#"{"id":"a","text":"Fires in Baku and Ganja, none in Sheki or Atlantis.","toponyms":[{"start":9,"end":13,"lat":40.38,"lon":49.89},{"start":18,"end":23,"lat":40.68,"lon":46.36},{"start":33,"end":38,"lat":41.19,"lon":47.17},{"start":42,"end":50,"lat":null,"lon":null}]}
"#;

/// What was found: three annotations, one of them with too long a span, and one stretch too many; a body is no claim.
const PREDICTIONS: &str = r#"{"id":"a","toponyms":[{"start":9,"end":13,"role":"literal","place":{"id":"geonames:587084","lat":40.38,"lon":49.89}},{"start":15,"end":23,"role":"literal","place":{"id":"x:1","lat":40.68,"lon":50.36}},{"start":0,"end":5,"role":"literal","place":null},{"start":42,"end":50,"role":"literal","place":null},{"start":33,"end":38,"role":"organization","place":null}]}
"#;

fn write(folder: &Path, name: &str, content: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn json(arguments: &[&str]) -> Value {
    let ran = reportmap().args(arguments).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    serde_json::from_slice(&ran.stdout).unwrap()
}

#[test]
fn the_measures_are_those_that_one_reckons_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let (gold, found) = (write(folder.path(), "g.jsonl", GOLD), write(folder.path(), "p.jsonl", PREDICTIONS));
    let found = json(&["evaluate", &gold, "--predictions", &found, "--format", "json"]);
    let measures = &found[0]["measures"];
    // Two of four spans are the same, three overlap, of four predictions.
    assert_eq!(measures["exact"]["f1"], 0.5);
    assert_eq!(measures["overlap"]["recall"], 0.75);
    // Of the two found that have a position one is right; three have a position in all.
    assert_eq!(measures["acc161"], 0.5);
    assert_eq!(measures["acc161_all"], 1.0 / 3.0);
    // The annotation without a position is taken out of what was found as well.
    assert_eq!(measures["e2e161"]["precision"], 1.0 / 3.0);
    // All three that have a position are names of the gazetteer.
    assert_eq!(
        (found[0]["coverage"]["placed"].as_u64(), found[0]["coverage"]["strict"].as_f64()),
        (Some(3), Some(1.0))
    );
    let kinds = &found[0]["errors"]["kinds"];
    for (kind, many) in [("role", 1), ("spurious", 1), ("too_far", 1), ("missed", 0)] {
        assert_eq!(kinds[kind].as_u64().unwrap_or(0), many, "{kind} in {kinds}");
    }
}

#[test]
fn a_run_that_is_compared_with_itself_changed_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let gold = write(folder.path(), "g.jsonl", GOLD);
    let before = reportmap().args(["evaluate", &gold, "--format", "json"]).output().unwrap().stdout;
    let before = write(folder.path(), "before.json", &String::from_utf8(before).unwrap());
    let ran = reportmap().args(["evaluate", &gold, "--compare", &before]).output().unwrap();
    let said = String::from_utf8(ran.stdout).unwrap();
    assert!(said.contains("0 mended") && said.contains("0 broken") && said.contains("+0.0"), "{said}");
}

#[test]
fn given_the_mentions_only_the_places_can_be_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let gold = write(folder.path(), "g.jsonl", GOLD);
    let found = json(&["evaluate", &gold, "--given-mentions", "--format", "json"]);
    assert_eq!(found[0]["measures"]["exact"]["precision"], 1.0);
    assert_eq!(found[0]["measures"]["acc161_all"], 1.0);
}

#[test]
fn a_corpus_that_cannot_be_read_is_named_and_the_others_are_measured() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (write(folder.path(), "g.jsonl", GOLD), write(folder.path(), "bad.jsonl", "{\"id\":3}\n"));
    let ran = reportmap().args(["evaluate", &bad, &good]).output().unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("bad.jsonl:1"));
    assert!(String::from_utf8_lossy(&ran.stdout).contains("end to end"));
}

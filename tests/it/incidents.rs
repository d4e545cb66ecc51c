//! Incidents on reports that nothing was fitted on, and the words of a user's own.

use assert_cmd::Command;
use reportmap::Geoparser;
use reportmap::evaluate::{Coded, evaluate_incidents};
use serde_json::Value;
use std::path::Path;

/// 87 reports, 134 incidents; the floors are what the project promises (docs/accuracy.md has the figures).
#[test]
fn incidents_of_reports_never_seen_are_as_good_as_promised() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/incidents.txt");
    let coded = Coded::read(&path).unwrap();
    let geoparser = Geoparser::new();
    let analyses: Vec<_> = coded.reports.iter().map(|report| geoparser.analyze(&report.report)).collect();
    let measures = evaluate_incidents(&coded, &analyses);
    assert!(measures.docs >= 60 && measures.negatives >= 20, "{} {}", measures.docs, measures.negatives);
    assert!(measures.found.f1 >= 0.80, "incidents: {:?}", measures.found);
    assert!(measures.sub_type >= 0.85, "sub-event types: {}", measures.sub_type);
    assert!(measures.date >= 0.90, "days: {}", measures.date);
    assert!(measures.claims.f1 >= 0.80, "claims and denials: {:?}", measures.claims);
    assert!(measures.false_reports <= 0.04, "reports of nothing with an incident: {}", measures.false_reports);
}

fn analyzed(arguments: &[&str], text: &str) -> Value {
    let mut command = Command::cargo_bin("reportmap").unwrap();
    let output = command.arg("analyze").args(arguments).arg("-").write_stdin(text).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn words_and_actors_of_the_users_own_take_part() {
    let folder = tempfile::tempdir().unwrap();
    let (events, actors) = (folder.path().join("events.csv"), folder.path().join("actors.csv"));
    std::fs::write(
        &events,
        "trigger,kind,sub_event_type,strength\nzorch,verb,Shelling/artillery/missile attack,strong\n",
    )
    .unwrap();
    std::fs::write(&actors, "name,known_as,country,kind\nNight Owls,Night Owls Brigade,UA,militia\n").unwrap();
    let text = "The Night Owls zorched the town of Chasiv Yar on Monday, killing three people.";
    let plain = analyzed(&["--published", "2024-05-08"], text);
    assert!(
        plain["incidents"]
            .as_array()
            .unwrap()
            .iter()
            .all(|i| i["sub_event_type"] != "Shelling/artillery/missile attack")
    );
    let files = ["--events", events.to_str().unwrap(), "--actors", actors.to_str().unwrap()];
    let with = analyzed(&[&["--published", "2024-05-08"], &files[..]].concat(), text);
    let incident = &with["incidents"][0];
    assert_eq!(incident["sub_event_type"], "Shelling/artillery/missile attack", "{with}");
    let party = &incident["parties"][0];
    assert_eq!((&party["known_as"], &party["country"]), (&"Night Owls Brigade".into(), &"UA".into()), "{incident}");
    assert_eq!(party["kind"], "militia");
}

#[test]
fn a_table_that_is_wrong_is_an_error_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("actors.csv");
    std::fs::write(&file, "name,known_as,country,kind\nOwls,Owls,UA,birds\n").unwrap();
    let output = Command::cargo_bin("reportmap")
        .unwrap()
        .args(["analyze", "-", "--actors"])
        .arg(&file)
        .write_stdin("Nothing happened.")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("line 2") && said.contains("birds"), "{said}");
}

/// The same event in two reports: one row with both, unless it is asked otherwise.
#[test]
fn what_several_reports_tell_is_shown_once() {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports.jsonl");
    std::fs::write(
        &reports,
        concat!(
            "{\"id\":\"a\",\"published\":\"2023-05-09\",\"source\":\"Daily\",\"text\":\"A missile hit a market in Kramatorsk on Monday, killing 4 people, the governor said.\"}\n",
            "{\"id\":\"b\",\"published\":\"2023-05-10\",\"source\":\"Wire\",\"text\":\"On Monday a missile struck a market in Kramatorsk, killing seven people, rescuers said.\"}\n",
        ),
    )
    .unwrap();
    let rows = |arguments: &[&str]| {
        let out = folder.path().join(format!("out{}", arguments.len()));
        let mut command = Command::cargo_bin("reportmap").unwrap();
        command.arg("map").arg(&reports).args(arguments).arg("-o").arg(&out).assert().success();
        let text = std::fs::read_to_string(out.join("incidents.geojson")).unwrap();
        let layer: Value = serde_json::from_str(&text).unwrap();
        layer["features"].as_array().unwrap().iter().map(|f| f["properties"].clone()).collect::<Vec<_>>()
    };
    let (merged, apart) = (rows(&[]), rows(&["--no-merge"]));
    assert_eq!((merged.len(), apart.len()), (1, 2), "{merged:?}");
    let row = &merged[0];
    assert_eq!((&row["report_count"], &row["sources"]), (&2.into(), &"Daily; Wire".into()));
    let deaths = ["fatalities_low", "fatalities_best", "fatalities_high"].map(|name| row[name].as_i64());
    assert_eq!(deaths, [Some(4), Some(7), Some(7)]);
}

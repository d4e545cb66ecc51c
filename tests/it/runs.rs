//! Runs over many reports: stopped and gone on with, killed at any moment, two at once, on a full disk; what failed and what was
//! told before.

use crate::cli::reportmap;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const PLACES: [&str; 8] = ["Kupiansk", "Goma", "Idlib", "Mopti", "Sake", "Derna", "Izmir", "Kaduna"];

/// So many reports, each with an incident and words of its own.
fn reports(count: usize) -> String {
    let line = |n: usize| {
        let text = format!(
            "Gunmen attacked a village near {} on Friday, killing {} people, officials of district {n} said. \
             A road of {} kilometres was closed.",
            PLACES[n % PLACES.len()],
            n % 17 + 2,
            n + 3
        );
        json!({"id": format!("r{n:04}"), "text": text, "published": "2024-05-14"}).to_string() + "\n"
    };
    (0..count).map(line).collect()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    reportmap().current_dir(folder).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file of a folder with its bytes, hidden ones too; the GeoPackage is the same for the same reports like all others.
fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|e| e.unwrap().path());
    entries.map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&p).unwrap())).collect()
}

fn program() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("reportmap"));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn a_run_that_is_killed_goes_on_without_loss_or_doubling() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("many.jsonl"), reports(900)).unwrap();
    let whole = run(folder.path(), &["analyze", "many.jsonl", "-o", "whole.jsonl", "-q"]);
    assert!(whole.status.success(), "{}", said(&whole));
    let wanted = fs::read(folder.path().join("whole.jsonl")).unwrap();
    assert_eq!(wanted.iter().filter(|b| **b == b'\n').count(), 900);
    let journal = folder.path().join(".reportmap-run.jsonl-out.jsonl");
    // Stopped later and later, until it is done; each time it begins where the last one was.
    let (mut stops, mut before) = (0, 0);
    for n in 0..200_u64 {
        let arguments = ["analyze", "many.jsonl", "-o", "out.jsonl", "--resume"];
        let mut child = program().current_dir(folder.path()).args(arguments).spawn().unwrap();
        let mut waited = Duration::ZERO;
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            if waited > Duration::from_millis(120 + 20 * n) {
                child.kill().unwrap();
                child.wait().unwrap();
                break None;
            }
            std::thread::sleep(Duration::from_millis(5));
            waited += Duration::from_millis(5);
        };
        if status.is_some_and(|s| s.success()) {
            break;
        }
        stops += 1;
        // Killed between taking its place and its end, it is whole.
        if let Ok(out) = fs::read(folder.path().join("out.jsonl")) {
            assert!(out == wanted, "half an output has taken its place");
            fs::remove_file(&journal).unwrap_or_default();
            break;
        }
        let size = fs::metadata(&journal).map_or(0, |m| m.len());
        assert!(size >= before, "a stopped run lost what an earlier one had done: {size} after {before} bytes");
        before = size;
    }
    assert!(stops > 0, "the run was never stopped");
    assert!(
        fs::read(folder.path().join("out.jsonl")).unwrap() == wanted,
        "a run with {stops} stops differs from one without"
    );
    assert!(!journal.exists());
}

#[test]
fn a_line_that_was_cut_is_done_anew() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("many.jsonl"), reports(40)).unwrap();
    run(folder.path(), &["analyze", "many.jsonl", "-o", "whole.jsonl", "-q"]);
    let wanted = fs::read_to_string(folder.path().join("whole.jsonl")).unwrap();
    // A journal is what a killed run leaves: its settings, then analyses, the last one cut.
    let mut child = program()
        .current_dir(folder.path())
        .args(["analyze", "-", "-o", "out.jsonl"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(800));
    let path = folder.path().join(".reportmap-run.jsonl-out.jsonl");
    let head = fs::read_to_string(&path).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let lines: Vec<&str> = wanted.lines().collect();
    let half: String = lines[3].chars().take(lines[3].len() / 2).collect();
    fs::write(&path, format!("{head}{}\n{}\n{}\n{half}", lines[0], lines[1], lines[2])).unwrap();
    let ran = run(folder.path(), &["analyze", "many.jsonl", "-o", "out.jsonl", "--resume"]);
    assert!(said(&ran).contains("3 reports were done by the run that was stopped"), "{}", said(&ran));
    assert_eq!(fs::read_to_string(folder.path().join("out.jsonl")).unwrap(), wanted);
    // Other options are another run.
    fs::write(&path, format!("{head}{}\n", lines[0])).unwrap();
    let ran =
        run(folder.path(), &["analyze", "many.jsonl", "-o", "out.jsonl", "--resume", "--published", "2024-05-15"]);
    assert!(!ran.status.success() && said(&ran).contains("without --resume"), "{}", said(&ran));
}

#[test]
fn killed_at_any_moment_the_earlier_map_stands_or_the_new_one_does() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("one.jsonl"), reports(3)).unwrap();
    fs::write(at.join("two.jsonl"), reports(5)).unwrap();
    let made = |name: &str| {
        let ran = run(at, &["map", &format!("{name}.jsonl"), "-o", name, "-q"]);
        assert!(ran.status.success(), "{}", said(&ran));
        all(&at.join(name))
    };
    let one = made("one");
    let begun = std::time::Instant::now();
    let two = made("two");
    let length = u64::try_from(begun.elapsed().as_millis()).unwrap();
    let kills = std::env::var("REPORTMAP_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(8_u64);
    let mut killed = 0;
    for n in 0..kills {
        let out = at.join("out");
        run(at, &["map", "one.jsonl", "-o", "out", "-q"]);
        let mut child = program().current_dir(at).args(["map", "two.jsonl", "-o", "out"]).spawn().unwrap();
        // Spread over the second half of a run, in which it writes; a round each over the whole of it.
        let moment = if n % 4 == 0 { n * 7919 % length } else { length / 2 + n * 7919 % (length / 2) };
        std::thread::sleep(Duration::from_millis(moment));
        killed += u64::from(child.kill().is_ok() && !child.wait().unwrap().success());
        let stands = all(&out);
        for (name, bytes) in stands.iter().filter(|(name, _)| !name.starts_with('.')) {
            assert!(one.get(name) == Some(bytes) || two.get(name) == Some(bytes), "round {n}: {name} is half of one");
        }
        assert!(one.keys().all(|name| stands.contains_key(name)), "round {n}: a file is gone");
        // The next run sweeps away what the killed one has left.
        run(at, &["map", "two.jsonl", "-o", "out", "-q"]);
        assert!(all(&out) == two, "round {n}: {:?}", all(&out).keys());
    }
    assert!(killed > 0, "no run was killed");
}

#[test]
fn no_two_runs_write_into_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("one.jsonl"), reports(3)).unwrap();
    // The first one waits for its reports and holds the folder.
    let mut first =
        program().current_dir(folder.path()).args(["map", "-", "-o", "out"]).stdin(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    let second = run(folder.path(), &["map", "one.jsonl", "-o", "out"]);
    assert_eq!(second.status.code(), Some(3));
    assert!(said(&second).contains("another run of reportmap writes into out"), "{}", said(&second));
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(run(folder.path(), &["map", "one.jsonl", "-o", "out", "-q"]).status.success());
}

#[test]
fn what_fails_is_named_in_rejects_and_the_rest_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let broken = format!("{}{{\"id\": \"no text\"}}\nnot json\n{}", reports(1), reports(3).lines().nth(2).unwrap());
    fs::write(folder.path().join("many.jsonl"), broken).unwrap();
    fs::write(folder.path().join("bytes.txt"), [0_u8, 159, 146, 150, 0, 1, 2]).unwrap();
    fs::write(folder.path().join("empty.md"), "  \n").unwrap();
    let inputs = ["many.jsonl", "bytes.txt", "empty.md", "missing.txt"];
    let ran = run(folder.path(), &[&["map"], &inputs[..], &["-o", "out", "-q"]].concat());
    assert_eq!(ran.status.code(), Some(1));
    let lines = fs::read_to_string(folder.path().join("out/rejects.jsonl")).unwrap();
    let rejects: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let named: Vec<(&str, Option<u64>)> =
        rejects.iter().map(|r| (r["input"].as_str().unwrap(), r["line"].as_u64())).collect();
    assert_eq!(
        named,
        [
            ("many.jsonl", Some(2)),
            ("many.jsonl", Some(3)),
            ("bytes.txt", None),
            ("empty.md", None),
            ("missing.txt", None)
        ]
    );
    assert!(rejects.iter().all(|r| r["reason"].as_str().unwrap().len() > 10), "{lines}");
    assert_eq!(fs::read_to_string(folder.path().join("out/analysis.jsonl")).unwrap().lines().count(), 2);
    // The same from analyze, and a map without a fault says so.
    let ran = run(folder.path(), &["analyze", "many.jsonl", "--rejects", "r.jsonl", "-q"]);
    assert_eq!(
        (ran.status.code(), fs::read_to_string(folder.path().join("r.jsonl")).unwrap().lines().count()),
        (Some(1), 2)
    );
    fs::write(folder.path().join("good.jsonl"), reports(2)).unwrap();
    run(folder.path(), &["map", "good.jsonl", "-o", "out", "-q"]);
    assert_eq!(fs::read(folder.path().join("out/rejects.jsonl")).unwrap(), b"");
}

#[test]
fn a_reprint_is_linked_and_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let first: Value = serde_json::from_str(reports(1).trim()).unwrap();
    let text = first["text"].as_str().unwrap();
    let reprint = json!({"id": "paper", "text": text.to_uppercase(), "published": "2024-05-15"});
    fs::write(folder.path().join("two.jsonl"), format!("{}{reprint}\n", reports(1))).unwrap();
    let features = |layer: &str| -> Vec<Value> {
        let read = fs::read_to_string(folder.path().join(format!("out/{layer}.geojson"))).unwrap();
        serde_json::from_str::<Value>(&read).unwrap()["features"].as_array().unwrap().clone()
    };
    let ran = run(folder.path(), &["map", "two.jsonl", "-o", "out"]);
    assert!(said(&ran).contains("1 of the reports tell what an earlier one tells"), "{}", said(&ran));
    let incidents = features("incidents");
    assert_eq!((incidents.len(), &incidents[0]["properties"]["report_count"]), (1, &json!(1)));
    let reports: Vec<Value> =
        features("reports").into_iter().map(|f| f["properties"]["duplicate_of"].clone()).collect();
    assert!(reports.contains(&json!("r0000")) && reports.contains(&Value::Null), "{reports:?}");
    run(folder.path(), &["map", "two.jsonl", "-o", "out", "--keep-duplicates"]);
    assert!(features("reports").iter().all(|f| f["properties"]["duplicate_of"].is_null()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_folder_to_read_only_leave_the_earlier_map() {
    // /dev/full takes nothing: the system's own full disk.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("one.jsonl"), reports(2)).unwrap();
    let out = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = program();
    let child = command.current_dir(folder.path()).args(["analyze", "one.jsonl"]).stdout(out).stderr(Stdio::piped());
    let ran = child.output().unwrap();
    assert_eq!(ran.status.code(), Some(3));
    assert!(said(&ran).contains("standard output"), "{}", said(&ran));
    // A limit on the size of files stands for a disk that fills while the map is written.
    run(folder.path(), &["map", "one.jsonl", "-o", "out", "-q"]);
    let before = all(&folder.path().join("out"));
    fs::write(folder.path().join("two.jsonl"), reports(9)).unwrap();
    let program = assert_cmd::cargo::cargo_bin("reportmap");
    let script = format!("ulimit -f 200; trap '' XFSZ; exec '{}' map two.jsonl -o out", program.display());
    let ran = Command::new("bash").current_dir(folder.path()).args(["-c", &script]).output().unwrap();
    assert_eq!(ran.status.code(), Some(3), "{}", said(&ran));
    assert!(said(&ran).contains("the disk has room"), "{}", said(&ran));
    let mut after = all(&folder.path().join("out"));
    after.retain(|name, _| !name.starts_with(".reportmap-run"));
    assert!(before == after, "{:?}", after.keys());
}

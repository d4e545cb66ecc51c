//! The program as a user meets it: exit statuses, wrong input, what it says and what it leaves behind.

use assert_cmd::Command;
use std::path::Path;

pub fn reportmap() -> Command {
    Command::cargo_bin("reportmap").unwrap()
}

struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let run = Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) };
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    run
}

const GOOD: &str = "Shells fell on the town of Martuni in the Karabakh region on Friday.";

fn write(folder: &Path, name: &str, content: &[u8]) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// Maps one good report beside a bad one: the good one is done, the bad one is named, the status is 1.
fn beside_a_good_one(name: &str, content: &[u8], says: &str) {
    let folder = tempfile::tempdir().unwrap();
    let good = write(folder.path(), "good.txt", GOOD.as_bytes());
    let bad = write(folder.path(), name, content);
    let out = folder.path().join("out");
    let both = run(reportmap().arg("map").args([&bad, &good]).arg("-o").arg(&out));
    assert_eq!(both.status, 1, "{}", both.stderr);
    assert!(both.stderr.contains(name) && both.stderr.contains(says), "{}", both.stderr);
    let analyses = std::fs::read_to_string(out.join("analysis.jsonl")).unwrap();
    assert_eq!(analyses.lines().count(), 1);
    assert!(analyses.contains("geonames:146969"));
    let alone = folder.path().join("alone");
    let only = run(reportmap().arg("map").arg(&bad).arg("-o").arg(&alone));
    assert_eq!(only.status, 3, "{}", only.stderr);
    assert!(!alone.exists(), "nothing half-written");
}

#[test]
fn an_empty_file_is_named_and_the_others_are_done() {
    beside_a_good_one("empty.txt", b"", "empty");
}

#[test]
fn a_binary_file_is_named_and_the_others_are_done() {
    let bytes: Vec<u8> = (0..4096u32).map(|i| (i * 7 % 256) as u8).collect();
    beside_a_good_one("picture.txt", &bytes, "text");
}

#[test]
fn fifty_megabytes_in_one_line_are_named_and_the_others_are_done() {
    beside_a_good_one("long.txt", &b"Baku ".repeat(10_000_000), "MB");
}

#[test]
fn a_missing_file_is_named_and_the_others_are_done() {
    let folder = tempfile::tempdir().unwrap();
    let good = write(folder.path(), "good.txt", GOOD.as_bytes());
    let both = run(reportmap().arg("analyze").arg(folder.path().join("no_such.txt")).arg(good));
    assert_eq!(both.status, 1);
    assert!(both.stderr.contains("no_such.txt"), "{}", both.stderr);
    assert_eq!(both.stdout.lines().count(), 1);
}

#[test]
fn broken_utf_8_is_read_and_noted() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "broken.txt", b"Shells fell on Martuni \xff near \xc5\x9eu\xc5\x9fa.");
    let done = run(reportmap().arg("analyze").arg(path));
    assert_eq!(done.status, 0, "{}", done.stderr);
    let analysis: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert!(analysis["notes"][0].as_str().unwrap().contains("UTF-8"), "{analysis}");
    assert_eq!(analysis["toponyms"][0]["surface"], "Martuni");
}

#[test]
fn a_folder_of_what_people_have_is_read_as_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<!DOCTYPE html><html lang=\"en\"><head><meta property=\"article:published_time\" content=\"2020-10-24\"></head>\
                <body><nav>London</nav><p>Shells fell on Martuni.</p></body></html>";
    write(folder.path(), "a.html", page.as_bytes());
    write(folder.path(), "b.csv", b"Headline;Date;Body\nFlood;2023-09-12;Floods hit Derna.\nFire;2023-09-13;\n");
    write(
        folder.path(),
        "c.eml",
        b"From: a@b.example\r\nSubject: S\r\nDate: Sat, 24 Oct 2020 11:00:00 +0400\r\n\r\nA bomb exploded in Goma.",
    );
    write(folder.path(), "d.json", br#"[{"text": "An earthquake struck Izmir.", "id": 7}]"#);
    write(
        folder.path(),
        "e.rss",
        b"<rss version=\"2.0\"><channel><title>T</title><item><title>Clashes in Idlib</title></item></channel></rss>",
    );
    let done = run(reportmap().arg("analyze").arg(folder.path()));
    assert_eq!(done.status, 1, "{}", done.stderr);
    assert!(done.stderr.contains("b.csv: line 3: is empty"), "{}", done.stderr);
    let read: Vec<String> = done
        .stdout
        .lines()
        .map(|line| {
            let analysis: serde_json::Value = serde_json::from_str(line).unwrap();
            format!("{} {} {}", analysis["id"], analysis["published"], analysis["toponyms"][0]["surface"])
        })
        .collect();
    let expected = [
        r#""a" "2020-10-24" "Martuni""#,
        r#""b-1" "2023-09-12" "Derna""#,
        r#""c" "2020-10-24" "Goma""#,
        r#""7" null "Izmir""#,
        r#""e-1" null "Idlib""#,
    ];
    assert_eq!(read, expected);
}

#[test]
fn columns_of_a_table_can_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let table = write(folder.path(), "t.tsv", "когда\tчто\n2023-09-12\tFloods hit Derna.\n".as_bytes());
    let done = run(reportmap().args(["analyze", "--text-column", "что", "--published-column", "когда"]).arg(table));
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert!(done.stdout.contains("\"published\":\"2023-09-12\""), "{}", done.stdout);
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let good = write(folder.path(), "good.txt", GOOD.as_bytes());
    let in_the_way = write(folder.path(), "file", b"");
    let failed = run(reportmap().arg("map").arg(&good).arg("-o").arg(in_the_way.join("out")));
    assert_eq!(failed.status, 3);
    assert!(failed.stderr.contains("-o"), "{}", failed.stderr);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn wrong_usage_ends_with_status_2() {
    for arguments in [
        &["frobnicate"][..],
        &["map"],
        &["map", "a.txt", "--published", "yesterday"],
        &["resolve", "Baku", "--near", "north"],
    ] {
        assert_eq!(run(reportmap().args(arguments)).status, 2, "{arguments:?}");
    }
}

#[test]
fn a_date_given_by_the_user_dates_the_incidents() {
    let dated = |arguments: &[&str]| {
        let text = "Azerbaijani forces clashed with Armenian forces in the Karabakh region on Friday.";
        let done = run(reportmap().arg("analyze").arg("-").args(arguments).write_stdin(text));
        let analysis: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
        analysis["incidents"][0]["date_start"].clone()
    };
    assert_eq!(dated(&["--published", "2020-10-24"]), "2020-10-23");
    assert_eq!(dated(&[]), serde_json::Value::Null);
}

#[test]
fn resolve_prints_ranked_candidates_in_each_format() {
    let table = run(reportmap().args(["resolve", "Martouni"])).stdout;
    assert!(table.contains("geonames:146969") && table.contains("exact"), "{table}");
    let json: serde_json::Value =
        serde_json::from_str(&run(reportmap().args(["resolve", "Martuni", "--format", "json"])).stdout).unwrap();
    assert!(json.to_string().contains("geonames:146969"));
    let geojson = run(reportmap().args(["resolve", "Martuni", "--format", "geojson"])).stdout;
    assert_eq!(crate::rfc7946::violations(geojson.as_bytes()), [] as [String; 0]);
}

#[test]
fn resolve_uses_the_context() {
    let first = |context: &str| {
        let out = run(reportmap().args(["resolve", "Martuni", "--format", "json", "--context", context])).stdout;
        let ids: Vec<usize> =
            ["geonames:146969", "geonames:616438"].iter().map(|id| out.find(id).unwrap_or(usize::MAX)).collect();
        ids[0] < ids[1]
    };
    assert!(first("Shells fell on the town in the Karabakh region."));
    assert!(!first("The road along Lake Sevan to Gavar in Armenia was closed."));
}

#[test]
fn an_unknown_name_is_said_to_be_unknown() {
    let unknown = run(reportmap().args(["resolve", "Zzyxqqfoo"]));
    assert_ne!(unknown.status, 0);
    assert!(unknown.stderr.contains("Zzyxqqfoo") || unknown.stdout.contains("Zzyxqqfoo"));
}

#[test]
fn a_users_gazetteer_adds_places() {
    let folder = tempfile::tempdir().unwrap();
    let mine = write(folder.path(), "mine.csv", b"name,lon,lat\nCamp Zeta,46.5,39.9\n");
    let out = run(reportmap().args(["resolve", "Camp Zeta", "--gazetteer"]).arg(&mine)).stdout;
    assert!(out.contains("user:1"), "{out}");
    let bad = write(folder.path(), "bad.csv", b"name,lon\nCamp Zeta,46.5\n");
    let failed = run(reportmap().args(["resolve", "Camp Zeta", "--gazetteer"]).arg(&bad));
    assert_eq!(failed.status, 3);
    assert!(failed.stderr.contains("bad.csv") && failed.stderr.contains("lat"), "{}", failed.stderr);
}

#[test]
fn a_position_is_looked_up_in_its_areas() {
    let out = run(reportmap().args(["gazetteer", "at", "46.75,39.82"])).stdout;
    assert!(out.contains("Nagorno-Karabakh") && out.contains("Azerbaijan"), "{out}");
}

#[test]
fn every_command_has_help_with_an_example() {
    for command in ["map", "analyze", "resolve", "gazetteer"] {
        let help = run(reportmap().args([command, "--help"]));
        assert_eq!(help.status, 0);
        assert!(help.stdout.contains(&format!("reportmap {command}")), "{command}");
    }
}

#[test]
fn records_of_json_lines_fail_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let lines = format!(
        "{{\"id\":\"a\",\"text\":\"{GOOD}\",\"published\":\"2020-10-24\"}}\n{{\"id\":\"b\"}}\n{{broken\n{{\"id\":\"c\",\"text\":\"Fire in Baku.\"}}\n"
    );
    let path = write(folder.path(), "reports.jsonl", lines.as_bytes());
    let done = run(reportmap().arg("analyze").arg(path));
    assert_eq!(done.status, 1);
    assert_eq!(done.stdout.lines().count(), 2);
    for place in ["reports.jsonl", "2", "3"] {
        assert!(done.stderr.contains(place), "{}", done.stderr);
    }
}

//! `reportmap gazetteer`: importing, using and comparing gazetteers, with the real program.

use crate::cli::reportmap;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Villages of a made-up valley in the form of GeoNames; the fourth row is wrong.
const DUMP: &str = "\
900001\tOstvelm\tOstvelm\tОствельм\t39.80\t46.90\tP\tPPL\tAZ\t\t\t\t\t\t700\t\t\t\t2024-01-01
900002\tKhar Velm\tKhar Velm\t\t39.82\t46.95\tP\tPPL\tAZ\t\t\t\t\t\t0\t\t\t\t2024-01-01
900003\tVelm Bridge\tVelm Bridge\t\t39.81\t46.92\tS\tBDG\tAZ\t\t\t\t\t\t0\t\t\t\t2024-01-01
900004\tNowhere\tNowhere\t\tsouth\t46.92\tP\tPPL\tAZ\t\t\t\t\t\t0\t\t\t\t2024-01-01
";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: &str) -> PathBuf {
        fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(self.0.path()).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn run(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> (i32, String, String) {
    let mut command = reportmap();
    command.arg("gazetteer");
    arguments.iter().for_each(|argument| {
        command.arg(argument.as_ref());
    });
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn imported(folder: &Folder) -> PathBuf {
    let dump = folder.write("velm.txt", DUMP);
    let output = folder.path("velm.rmg");
    let (status, stdout, stderr) = run(&[&"import", &dump, &"-o", &output]);
    assert_eq!(status, 1, "{stderr}");
    assert!(stdout.contains("3 places") && stdout.contains("1 rows were rejected"), "{stdout}");
    output
}

#[test]
fn an_imported_gazetteer_takes_part_in_maps() {
    let folder = Folder::new();
    let gazetteer = imported(&folder);
    assert_eq!(folder.names(), ["velm.rmg", "velm.rmg.rejected.tsv", "velm.txt"]);
    let rejected = fs::read_to_string(folder.path("velm.rmg.rejected.tsv")).unwrap();
    assert!(rejected.contains("velm.txt\tline\t4\tlatitude is \"south\""), "{rejected}");
    let report =
        folder.write("report.txt", "Shells fell on the village of Ostvelm near Martuni in Karabakh on Friday.");
    let output = reportmap().arg("analyze").arg(&report).arg("--gazetteer").arg(&gazetteer).output().unwrap();
    let analysis: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: Vec<&Value> =
        analysis["toponyms"].as_array().unwrap().iter().filter(|t| t["surface"] == "Ostvelm").collect();
    assert_eq!(found[0]["place"]["id"], "geonames:900001", "{analysis}");
    assert_eq!(analysis["provenance"]["gazetteer"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_in_a_file_is_told_and_checked() {
    let folder = Folder::new();
    let gazetteer = imported(&folder);
    let (status, stdout, _) = run(&[&"info", &"--gazetteer", &gazetteer, &"--verify"]);
    assert_eq!(status, 0);
    assert!(stdout.contains("velm.txt  geonames       3") && stdout.contains("CC BY 4.0"), "{stdout}");
    let (_, stdout, _) = run(&[&"info", &"--gazetteer", &gazetteer, &"--format", &"json"]);
    let layers: Value = serde_json::from_str(&stdout).unwrap();
    let source = &layers[0]["about"]["sources"][0];
    assert_eq!(source["sha256"], sha256(DUMP.as_bytes()), "{source}");
    assert!(source.get("fetched_at").is_none(), "no clock goes into an index of local files: {source}");
    let mut bytes = fs::read(&gazetteer).unwrap();
    let last = bytes.len() - 200;
    bytes[last] ^= 1;
    fs::write(&gazetteer, bytes).unwrap();
    for arguments in [&["info", "--verify"][..], &["search", "Ostvelm"], &["at", "46.9,39.8"]] {
        let mut command = reportmap();
        let output = command.arg("gazetteer").args(arguments).arg("--gazetteer").arg(&gazetteer).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?} {stderr}");
        assert!(stderr.contains("damaged between the bytes") && !stderr.contains("panicked"), "{stderr}");
    }
    let cut = fs::read(&gazetteer).unwrap();
    fs::write(&gazetteer, &cut[..cut.len() / 2]).unwrap();
    let (status, _, stderr) = run(&[&"search", &"Ostvelm", &"--gazetteer", &gazetteer]);
    assert!(status == 3 && stderr.contains("bytes long and was"), "{stderr}");
}

#[test]
fn ids_of_two_places_and_places_within_themselves_are_found() {
    let folder = Folder::new();
    let table = folder.write(
        "list.csv",
        "id,name,lon,lat,parents,other_ids\nl:1,Ostvelm,46.9,39.8,l:2,\nl:1,Westvelm,46.2,39.8,,wikidata:Q1\nl:2,Velmland,46.5,39.8,l:1,wikidata:Q1\n",
    );
    // A list that is used must give each place its own id; one that is checked is told all that is wrong with it.
    let (status, _, stderr) = run(&[&"search", &"Ostvelm", &"--gazetteer", &table]);
    assert!(status == 3 && stderr.contains("two places have the id \"l:1\""), "{stderr}");
    let output = folder.path("list.rmg");
    let (status, stdout, stderr) = run(&[&"import", &table, &"-o", &output]);
    assert!(status == 1 && stdout.contains("2 rows were rejected"), "{stdout} {stderr}");
    for file in [&table, &output] {
        let (status, stdout, stderr) = run(&[&"check", &"--gazetteer", file, &"--only"]);
        assert_eq!(status, 1, "{stderr}");
        assert!(stdout.contains("duplicate id: 2\n  l:1#2 Westvelm has the id l:1 of l:1 Ostvelm, too"), "{stdout}");
        assert!(stdout.contains("has the id wikidata:Q1 of"), "{stdout}");
        assert!(
            stdout.contains("circle in the hierarchy: 1\n  l:1 Ostvelm → l:2 Velmland → l:1 Ostvelm\n"),
            "{stdout}"
        );
    }
}

#[test]
fn an_export_is_imported_again() {
    let folder = Folder::new();
    let gazetteer = imported(&folder);
    let table = folder.path("velm.csv");
    let (status, _, stderr) = run(&[&"export", &"--only", &"--class", &"P", &"--gazetteer", &gazetteer, &"-o", &table]);
    assert_eq!(status, 0, "{stderr}");
    let text = fs::read_to_string(&table).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains("geonames:900001,Ostvelm,,46.9,39.8,AZ,"), "{text}");
    let again = folder.path("again.rmg");
    let (status, stdout, stderr) = run(&[&"import", &table, &"-o", &again]);
    assert!(status == 0 && stdout.contains("2 places"), "{stdout} {stderr}");
    let (status, stdout, _) = run(&[&"diff", &gazetteer, &again]);
    assert_eq!(status, 1);
    assert!(stdout.contains("added: 0") && stdout.contains("- geonames:900003 Velm Bridge"), "{stdout}");
    assert_eq!(run(&[&"diff", &gazetteer, &gazetteer]).0, 0);
    let (_, stdout, _) = run(&[&"export", &"--only", &"--gazetteer", &gazetteer, &"--format", &"geojson"]);
    let features: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(features["features"].as_array().unwrap().len(), 3);
}

#[test]
fn a_check_finds_what_is_doubtful() {
    let folder = Folder::new();
    let list = folder.write(
        "list.csv",
        "id,name,lon,lat,country,names\na,Velm,46.90,39.80,AZ,\nb,Karvelm,47.20,39.80,AZ,Velm\nc,Lost,2.35,48.85,AZ,\n",
    );
    let (status, stdout, stderr) = run(&[&"check", &"--only", &"--gazetteer", &list]);
    assert_eq!(status, 1, "{stderr}");
    assert!(stdout.contains("outside its country: 1\n  c Lost is of AZ and lies in FR"), "{stdout}");
}

#[test]
fn a_killed_import_leaves_no_gazetteer() {
    let folder = Folder::new();
    let row = "Velm\tVelm\tVelmvelm\t39.8\t46.9\tP\tPPL\tAZ\t\t\t\t\t\t0\t\t\t\t2024-01-01\n";
    let dump: String = (1..60_000).map(|id| format!("{id}\t{row}")).collect();
    let dump = folder.write("dump.txt", &dump);
    let output = folder.path("out.rmg");
    let program = assert_cmd::cargo::cargo_bin("reportmap");
    let mut child = std::process::Command::new(program)
        .args(["gazetteer", "import", "--quiet"])
        .arg(&dump)
        .arg("-o")
        .arg(&output)
        .spawn()
        .unwrap();
    let started = Instant::now();
    while started.elapsed() < Duration::from_millis(150) && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(10));
    }
    if child.try_wait().unwrap().is_none() {
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!exists(&output), "{:?}", folder.names());
    }
}

fn exists(path: &Path) -> bool {
    path.try_exists().unwrap()
}

#[test]
fn names_are_found_while_they_are_typed_and_filters_say_so() {
    let folder = Folder::new();
    let gazetteer = imported(&folder);
    let json: [&dyn AsRef<std::ffi::OsStr>; 4] = [&"--gazetteer", &gazetteer, &"--format", &"json"];
    let with = |arguments: &[&dyn AsRef<std::ffi::OsStr>]| run(&[arguments, &json].concat());
    let (status, stdout, stderr) = with(&[&"search", &"--prefix", &"Ostv"]);
    assert_eq!(status, 0, "{stderr}");
    let answers: Value = serde_json::from_str(&stdout).unwrap();
    let first = &answers[0]["candidates"][0];
    assert_eq!((&first["id"], &first["match"]), (&"geonames:900001".into(), &"prefix".into()), "{first}");
    for filter in [["--class", "A"], ["--bbox", "0,0,1,1"], ["--country", "VA"]] {
        let (status, _, stderr) = with(&[&"search", &"Ostvelm", &filter[0], &filter[1]]);
        assert_eq!(status, 1, "{filter:?}");
        assert!(stderr.contains(&format!("try it without {}", filter[0])), "{stderr}");
    }
    let (_, stdout, _) = with(&[&"at", &"46.9,39.9"]);
    let places: Value = serde_json::from_str(&stdout).unwrap();
    let near = places.as_array().unwrap().iter().find(|place| place["id"] == "geonames:900001").unwrap();
    // The position lies due north of the village.
    assert_eq!((&near["bearing_deg"], &near["km"]), (&0.0.into(), &11.1.into()), "{near}");
}

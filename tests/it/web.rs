//! The web map in a real Chromium: no request, no complaint, every control, accessible, inert whatever a report says.
//! `tests/web/` holds what is done there; pictures of it stay in `target/tmp/web/`.

use crate::{fixture, output};
use assert_cmd::Command as Program;
use jiff::ToSpan;
use reportmap::Analysis;
use reportmap::basemap::Basemap;
use reportmap::gazetteer::{Gazetteer, Level};
use reportmap::geography::{LonLat, Metres, Shape};
use reportmap::incident::{Incident, Status};
use reportmap::layer::{self, Making};
use reportmap::merge::Merging;
use reportmap::recognize::Role;
use reportmap::write::{self, Publication};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

const REQUIRE: &str = "REPORTMAP_REQUIRE_BROWSER";

/// One browser at a time: several on one machine make each other miss their moments.
static TURN: Mutex<()> = Mutex::new(());

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where pages and pictures of a case are kept.
fn kept(case: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("web").join(case);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a script of `tests/web/` over a page; `None` where there is no browser.
fn node(script: &str, arguments: &[&str], case: &str, page: &Path) -> Option<Output> {
    let scripts = root().join("tests/web");
    let chromium = std::env::var("REPORTMAP_CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let missing = match () {
        () if !Path::new(&chromium).exists() => Some("there is no Chromium: apt-get install chromium"),
        () if !scripts.join("node_modules").exists() => Some("playwright-core is not there: npm ci in tests/web"),
        () => None,
    };
    if let Some(why) = missing {
        output::skip(REQUIRE, why);
        return None;
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let ran = Command::new("node")
        .arg(scripts.join(script))
        .args(arguments)
        .arg(page)
        .env("REPORTMAP_SHOTS", kept(case))
        .env("REPORTMAP_GEOJSON", page.with_file_name("incidents.geojson"))
        .output();
    match ran {
        Ok(ran) => Some(ran),
        Err(_) => {
            output::skip(REQUIRE, "there is no Node: apt-get install nodejs");
            None
        }
    }
}

/// Runs the checks of a case over a page.
fn check(case: &str, page: &Path) {
    if let Some(ran) = node("check.mjs", &[case], case, page) {
        let (said, errors) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert!(ran.status.success(), "{said}\n{errors}\npictures: {}", kept(case).display());
        assert!(said.contains("ok "), "some check was run: {said}\n{errors}");
    }
}

/// The page of a folder that the program writes for some reports.
fn mapped(case: &str, reports: &[PathBuf]) -> PathBuf {
    let folder = kept(case).join("output");
    let mut program = Program::cargo_bin("reportmap").unwrap();
    program.arg("map").args(reports).arg("-o").arg(&folder).assert().success();
    folder.join(write::WEB_MAP)
}

/// The page of some analyses and their texts.
fn page(case: &str, analyses: &[Analysis], texts: &BTreeMap<String, String>) -> PathBuf {
    let gazetteer = Gazetteer::embedded();
    let making = Making { merging: Merging::Apart, ..Making::default() };
    let layers = layer::layers_of(&analyses, &making, &gazetteer, |_| {});
    let basemap = Basemap::around(&gazetteer, layers.bounds());
    let publication = Publication { layers: &layers, analyses: &analyses, texts, basemap: &basemap };
    let path = kept(case).join(write::WEB_MAP);
    std::fs::write(&path, write::web_map(&publication).unwrap()).unwrap();
    path
}

fn texts(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    all.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect()
}

/// The block of data of a page.
fn data(page: &Path) -> serde_json::Value {
    let page = std::fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once(r#"<script type="application/json" id="data">"#).unwrap();
    let (block, _) = rest.split_once("</script>").unwrap();
    serde_json::from_str(block).unwrap()
}

#[test]
fn the_page_holds_what_the_reports_say_word_for_word() {
    let page = mapped("words", &output::examples());
    let data = data(&page);
    let beside = std::fs::read_to_string(page.with_file_name("incidents.geojson")).unwrap();
    let beside: serde_json::Value = serde_json::from_str(&beside).unwrap();
    let features = beside["features"].as_array().unwrap();
    assert_eq!(data["incidents"]["count"], features.len());
    let lines = std::fs::read_to_string(page.with_file_name("analysis.jsonl")).unwrap();
    let analyses: Vec<Analysis> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (said, feature) in data["incidents_said"].as_array().unwrap().iter().zip(features) {
        let said = said.as_array().unwrap();
        assert!(!said.is_empty(), "every incident is told by a report: {feature}");
        for one in said {
            let at = one["report"].as_u64().unwrap() as usize;
            let text: Vec<char> = data["reports"][at]["text"].as_str().unwrap().chars().collect();
            let there = analyses[at].incidents.iter().flat_map(|i| &i.evidence).map(|e| e.text.as_str());
            let there: Vec<&str> = there.collect();
            for words in one["evidence"].as_array().unwrap() {
                let (start, end) = (words[0].as_u64().unwrap() as usize, words[1].as_u64().unwrap() as usize);
                let words: String = text[start..end].iter().collect();
                assert!(there.contains(&words.as_str()), "{words}");
            }
        }
        let claims: usize = said.iter().filter_map(|one| one["claims"].as_array()).map(Vec::len).sum();
        assert!(claims as u64 >= feature["properties"]["claim_count"].as_u64().unwrap(), "no claim is lost: {feature}");
    }
}

#[test]
fn every_control_of_the_first_example_does_what_it_says() {
    let page = mapped("example", &[root().join("examples/karabakh.md")]);
    let size = std::fs::metadata(&page).unwrap().len();
    assert!(size < 2_500_000, "a small report is a page of less than 2.5 MB: {size}");
    check("example", &page);
}

#[test]
fn several_reports_are_a_list_to_choose_from() {
    check("several", &mapped("several", &output::examples()));
}

#[test]
fn reports_that_tell_of_nothing_say_so() {
    let quiet = fixture::empty("quiet");
    check("empty", &page("empty", &[quiet], &texts(&[("quiet", "Nothing happened, nowhere.\n")])));
}

#[test]
fn a_map_without_reports_says_so() {
    check("none", &page("none", &[], &BTreeMap::new()));
}

#[test]
fn a_storm_on_the_antimeridian_is_drawn_whole() {
    let text = "near Taveuni the storm came ashore, far from the test region.\n";
    check("antimeridian", &page("antimeridian", &[fixture::storm()], &texts(&[("storm", text)])));
}

/// What somebody would write who wants the page to do something.
const HOSTILE: &str = "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">\
    <!--<svg/onload=alert(1)> ${alert(1)} {{data}} &lt;b&gt; \u{202e}gpj.exe\u{2066} \u{2028} __proto__";

#[test]
fn whatever_a_report_says_nothing_runs() {
    let hostile = hostile();
    let text = format!("# {HOSTILE}\n\n{HOSTILE} {}\n\njavascript:alert(1)\n", "W".repeat(10_000));
    check("hostile", &page("hostile", &[hostile], &texts(&[("__proto__", &text)])));
}

/// An analysis with hostile words in every place that has words.
fn hostile() -> Analysis {
    let words = || HOSTILE.to_owned();
    let mut analysis = fixture::shelling();
    let long = format!("{HOSTILE}{}", "\u{1f600}".repeat(10_000));
    analysis.id = "__proto__".to_owned();
    analysis.title = Some(words());
    analysis.source = Some("constructor".to_owned());
    analysis.url = Some("javascript:document.title='run'".to_owned());
    analysis.language = Some("\"><script>".to_owned());
    analysis.notes = vec![words()];
    for toponym in &mut analysis.toponyms {
        toponym.surface = words();
        toponym.evidence = vec![words()];
        if let Some(place) = &mut toponym.place {
            place.name.clone_from(&long);
            place.admin1 = Some(words());
            place.country = Some("<b".to_owned());
        }
        for other in &mut toponym.alternatives {
            other.name.clone_from(&long);
        }
    }
    for (i, incident) in analysis.incidents.iter_mut().enumerate() {
        incident.id = format!("__proto__{i}; {HOSTILE}");
        incident.event_type = ["constructor", "__proto__", HOSTILE][i % 3].to_owned();
        incident.sub_event_type = words();
        incident.place_name = incident.at().map(|_| long.clone());
        incident.actors = vec![words(), "=cmd|' /C calc'!A0".to_owned()];
        incident.claimed_by = vec![words()];
        incident.date_phrase = Some(words());
        for claim in &mut incident.claims {
            (claim.speaker, claim.speaker_role, claim.cue, claim.quote) = (words(), words(), words(), long.clone());
        }
        for evidence in &mut incident.evidence {
            evidence.text.clone_from(&long);
        }
    }
    for asset in &mut analysis.infrastructure {
        (asset.name, asset.kind, asset.status_by) = (long.clone(), words(), vec![words()]);
    }
    analysis
}

/// Many incidents, the same every time: towns that attract more than others, over a year, in reports of ten.
fn crowd(count: usize) -> (Vec<Analysis>, BTreeMap<String, String>) {
    let types = [
        ("Battles", "Armed clash"),
        ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
        ("Violence against civilians", "Attack"),
        ("Protests", "Peaceful protest"),
        ("Riots", "Mob violence"),
        ("Natural hazard", "Flood"),
    ];
    let statuses = [Status::Reported, Status::Claimed, Status::Disputed, Status::Reported, Status::Confirmed];
    let mut seed = 20_201_024u64;
    let mut random = move || {
        // Knuth's MMIX generator: enough to scatter points, and the same everywhere.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as f64 / f64::from(1u32 << 31)
    };
    let towns: Vec<LonLat> = (0..400).map(|_| LonLat::new(22.0 + 16.0 * random(), 4.0 + 18.0 * random())).collect();
    let (mut analyses, mut texts) = (Vec::new(), BTreeMap::new());
    for report in 0..count.div_ceil(10) {
        let id = format!("report-{report:05}");
        let (mut analysis, mut text) = (fixture::empty(&id), String::new());
        for i in 0..10.min(count - report * 10) {
            let town = (random() * random() * towns.len() as f64) as usize;
            let (event_type, sub_event_type) = types[(random() * random() * types.len() as f64) as usize % types.len()];
            let words = format!("On that day something was reported from town {town}, by people who were there");
            let start = text.chars().count();
            text.push_str(&words);
            text.push_str(". Nothing more was known of it by the evening.\n\n");
            let at = LonLat::new(towns[town].lon + 0.2 * random(), towns[town].lat + 0.2 * random());
            let place = fixture::place(&format!("town:{town}"), &format!("Town {town}"), towns[town], Level::Place);
            let surface = format!("town {town}");
            let offset = start + words.find(&surface).unwrap();
            analysis.toponyms.push(fixture::toponym(offset, &surface, Role::Literal, Some(place), None));
            let day = (random() > 0.1).then(|| jiff::civil::date(2023, 4, 15) + ((random() * 365.0) as i64).days());
            let located = random() > 0.05;
            analysis.incidents.push(Incident {
                event_type: event_type.to_owned(),
                sub_event_type: sub_event_type.to_owned(),
                lat: located.then_some(at.lat),
                lon: located.then_some(at.lon),
                geometry: located.then(|| Shape::point(at)),
                place_name: located.then(|| format!("Town {town}")),
                place_id: located.then(|| reportmap::gazetteer::PlaceId(format!("town:{town}"))),
                precision_m: located.then_some(Metres(2_000.0)),
                date_start: day,
                date_end: day,
                status: statuses[(random() * statuses.len() as f64) as usize],
                confidence: 0.5 + 0.5 * random(),
                ..fixture::incident(&format!("{id}-{i}"), start, &words)
            });
        }
        analysis.title = Some(format!("Report {report} of the day"));
        analysis.source = Some(format!("Desk {}", report % 7));
        analysis.published = Some(jiff::civil::date(2024, 4, 15));
        analyses.push(analysis);
        texts.insert(id, text);
    }
    (analyses, texts)
}

#[test]
fn ten_thousand_incidents_stay_smooth() {
    let (analyses, texts) = crowd(10_000);
    check("crowd", &page("crowd", &analyses, &texts));
}

/// The figures of docs/web-map.md: `cargo test --test it web::figures -- --ignored --nocapture`.
#[test]
#[ignore = "measures, for docs/web-map.md"]
fn figures_of_interaction() {
    for count in [100, 1_000, 10_000, 100_000] {
        let (analyses, texts) = crowd(count);
        let page = page(&format!("crowd-{count}"), &analyses, &texts);
        if let Some(ran) = node("measure.mjs", &[], "figures", &page) {
            println!("{count}\t{}", String::from_utf8_lossy(&ran.stdout).trim());
            assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        }
    }
}

#[test]
fn the_same_reports_give_the_same_page() {
    let texts = texts(&[("storm", "near Taveuni the storm came ashore")]);
    let [one, two] = ["same-1", "same-2"].map(|case| std::fs::read(page(case, &[fixture::storm()], &texts)).unwrap());
    assert!(one == two);
}

#[test]
fn open_on_a_machine_without_a_screen_is_a_note() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("note.txt");
    std::fs::write(&report, "Shells fell on the town of Martuni in the Karabakh region.").unwrap();
    let mut program = Program::cargo_bin("reportmap").unwrap();
    program.args(["map", "--open", "-o"]).arg(folder.path().join("out")).arg(&report).env("PATH", "");
    let ran = program.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
    assert!(ran.status.success());
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(said.contains("note: cannot open") && said.contains("map.html"), "{said}");
    assert!(folder.path().join("out/map.html").exists());
}

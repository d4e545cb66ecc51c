//! A real QGIS opens the project: every layer, its looks, its times, its relations and tips; the map and the page are drawn.

use crate::{fixture, many, output};
use reportmap::analysis::Analysis;
use reportmap::geography::{LonLat, Metres, Shape};
use reportmap::incident::{Certainty, Claim, Incident, Stance, Status};
use reportmap::text::Span;
use reportmap::write;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Debian's QGIS is seen by the system's Python only.
const PYTHON: &str = "/usr/bin/python3";

/// The exit status by which the check says that there is no QGIS.
const NO_QGIS: i32 = 77;

/// Where the pictures stay, for people to look at.
fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What QGIS makes of the project in a folder; `None` when there is no QGIS.
fn opened(folder: &Path, name: &str) -> Option<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/qgis/check_project.py");
    let project = folder.join("reportmap.qgz");
    // Far from UTC, so that a day that is read as a moment shows.
    let mut check = Command::new(PYTHON);
    check.arg(script).arg(project).arg(pictures().join(name)).env("TZ", "America/New_York");
    let checked = check.output();
    let Ok(checked) = checked else {
        output::skip("REPORTMAP_REQUIRE_QGIS", "there is no /usr/bin/python3: apt-get install python3-qgis");
        return None;
    };
    if checked.status.code() == Some(NO_QGIS) {
        output::skip("REPORTMAP_REQUIRE_QGIS", "python3-qgis is not there: apt-get install python3-qgis");
        return None;
    }
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    Some(serde_json::from_slice(&checked.stdout).unwrap())
}

/// The project over made-up analyses, as QGIS sees it.
fn made(analyses: &[Analysis], name: &str) -> Option<Value> {
    let folder = tempfile::tempdir().unwrap();
    write::folder(folder.path(), &fixture::files(analyses)).unwrap();
    opened(folder.path(), name)
}

fn layer<'a>(found: &'a Value, title: &str) -> &'a Value {
    let layers = found["layers"].as_array().unwrap();
    layers.iter().find(|layer| layer["title"] == title).unwrap_or_else(|| panic!("no layer {title}: {layers:#?}"))
}

/// What holds for every project.
fn assert_sound(found: &Value) {
    for layer in found["layers"].as_array().unwrap() {
        let title = layer["title"].as_str().unwrap();
        let ground = layer["table"].as_str().unwrap().starts_with("basemap");
        assert_eq!(layer["valid"], true, "{title}");
        assert_eq!(layer["sound"], true, "{title} has a geometry that crosses itself");
        assert_eq!(layer["read_only"], ground, "{title}");
        let table = layer["geometry"] == "NoGeometry";
        assert_eq!(layer["renderer"].is_null(), table, "{title}");
        assert!(table || layer["crs"] == "EPSG:4326", "{title}: {}", layer["crs"]);
        let id = layer["id"].as_str().unwrap();
        assert_eq!(id.rsplit('_').next().map(str::len), Some(12), "QGIS has given {title} another id: {id}");
    }
    assert_eq!(found["bad_expressions"], serde_json::json!([]));
    assert_eq!(found["requests"], serde_json::json!([]), "QGIS asked for something over the network");
    assert_eq!(found["map"]["errors"], serde_json::json!([]));
    let page = &found["page"];
    assert_eq!((&page["exported"], &page["maps"], &page["scale_bars"]), (&true.into(), &1.into(), &1.into()));
    assert!(page["legend"].as_array().is_some_and(|rows| !rows.is_empty()), "{page}");
    for relation in ["incidents_claims", "incidents_sources", "incidents_exposed"] {
        assert_eq!(found["relations"][relation]["valid"], true, "{relation}");
    }
}

#[test]
fn the_project_opens_styled_labelled_timed_and_related() {
    let Some(found) = made(&[fixture::shelling(), fixture::storm()], "made-up") else { return };
    assert_sound(&found);
    assert_eq!(found["title"], "What 2 reports tell, 2026-03-04");
    // Karabakh, and Fiji over the antimeridian: a map of the world, true to area, around the Pacific.
    assert_eq!(found["crs"], "EPSG:8859");
    let incidents = layer(&found, "Incidents");
    assert_eq!((&incidents["features"], &incidents["located"]), (&4.into(), &3.into()));
    assert_eq!((&incidents["renderer"], &incidents["labels"]), (&"pointDisplacement".into(), &true.into()));
    assert_eq!(incidents["temporal"], serde_json::json!(["date_start", "date_end"]));
    assert_eq!(incidents["aliases"]["date_start"], "First day");
    assert_eq!(incidents["fields"]["date_start"], "Date");
    let tabs = ["What", "Where", "Who", "Claims", "Told by", "Sources", "Exposed infrastructure", "More", "Origin"];
    assert_eq!(incidents["tabs"], serde_json::json!(tabs));
    assert_eq!(found["relations"]["incidents_claims"]["related"], 2);
    assert_eq!(found["relations"]["incidents_sources"]["related"], 4);
    let groups = [
        "What reports tell",
        "Infrastructure",
        "Places",
        "Tables",
        "Basemap: the window in detail",
        "Basemap: the world",
    ];
    assert_eq!(found["groups"], serde_json::json!(groups));
}

#[test]
fn each_frame_shows_what_happened_on_its_day_and_what_has_no_day() {
    let day = |id: &str, first, last| Incident {
        lat: Some(39.8),
        lon: Some(47.1),
        geometry: Some(Shape::point(LonLat::new(47.1, 39.8))),
        date_start: first,
        date_end: last,
        ..fixture::incident(id, 0, "It happened.")
    };
    let date = |day| Some(jiff::civil::date(2026, 3, day));
    let incidents = vec![
        day("days#1", date(1), date(1)),
        day("days#2", date(2), date(3)),
        day("days#3", date(4), date(4)),
        day("days#4", None, None),
    ];
    let Some(found) = made(&[Analysis { incidents, ..fixture::empty("days") }], "days") else { return };
    let time = serde_json::json!(["2026-03-01T00:00:00Z", "2026-03-05T00:00:00Z", 1.0, "days"]);
    assert_eq!(found["time"], time);
    let counts = serde_json::json!({"2026-03-01": 2, "2026-03-02": 2, "2026-03-03": 2, "2026-03-04": 2});
    assert_eq!(found["days"], counts);
}

/// What a hostile report may say anywhere.
const HOSTILE: &str = "<script>alert('x')</script><img src=x onerror=\"alert(1)\"> [% env('HOME') %] & more";

fn hostile() -> Analysis {
    let claim = |stance| Claim {
        speaker: HOSTILE.to_owned(),
        speaker_role: "government".to_owned(),
        stance,
        certainty: Certainty::Possible,
        cue: "said".to_owned(),
        quote: HOSTILE.to_owned(),
        span: Span::new(0, HOSTILE.chars().count()),
    };
    let at = LonLat::new(47.1, 39.8);
    Analysis {
        title: Some(HOSTILE.to_owned()),
        source: Some(HOSTILE.to_owned()),
        url: Some("javascript:alert(1)//https://example.org".to_owned()),
        published: Some(jiff::civil::date(2026, 3, 4)),
        incidents: vec![Incident {
            lat: Some(at.lat),
            lon: Some(at.lon),
            geometry: Some(Shape::point(at)),
            geo_precision: Some(1),
            precision_m: Some(Metres(9_000.0)),
            place_name: Some(HOSTILE.to_owned()),
            status: Status::Disputed,
            claims: vec![claim(Stance::Asserts), claim(Stance::Denies)],
            claimed_by: vec![HOSTILE.to_owned()],
            denied_by: vec![HOSTILE.to_owned()],
            ..fixture::incident("hostile#1", 0, HOSTILE)
        }],
        ..fixture::empty("hostile")
    }
}

#[test]
fn a_hostile_report_stays_text_in_tips_and_on_the_page() {
    let Some(found) = made(&[hostile()], "hostile") else { return };
    assert_sound(&found);
    assert_eq!(found["title"], HOSTILE);
    let tip = layer(&found, "Incidents")["tips"][0].as_str().unwrap();
    let shown = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt; \
                 [% env(&#39;HOME&#39;) %] &amp; more";
    // The place, the quote, two claims with speaker, words and source, the report with its source.
    assert_eq!(tip.matches(shown).count(), 10, "{tip}");
    for alive in ["<script", "<img", "href=", "onerror=\""] {
        assert!(!tip.contains(alive), "{alive} in {tip}");
    }
    let labels: Vec<&str> = found["page"]["labels"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(labels.iter().any(|label| HOSTILE.starts_with(label.trim_end_matches('…'))), "{labels:?}");
    assert!(
        labels.iter().any(|label| label.starts_with("Sources: ") && label.contains("[% env('HOME') %]")),
        "{labels:?}"
    );
    let home = std::env::var("HOME").unwrap_or_else(|_| "/root".to_owned());
    assert!(labels.iter().all(|label| !label.contains(&home)), "{labels:?}");
}

#[test]
fn a_tip_tells_both_sides_and_where_they_are_told() {
    let mut analysis = fixture::shelling();
    analysis.url = Some("https://example.org/a?b=1&c=2".to_owned());
    let Some(found) = made(&[analysis], "shelling") else { return };
    let tip = layer(&found, "Incidents")["tips"][0].as_str().unwrap();
    for part in [
        "<b>Says so</b><div><b>northern ministry</b> asserts: “the town was shelled” <i>(Test desk)</i></div>",
        "<b>Denies it</b><div><b>southern ministry</b> denies: “no shell was fired” <i>(Test desk)</i></div>",
        "<blockquote>“the town was shelled”</blockquote>",
        "<div>2026-03-03</div>",
        "<div>Deaths: dozens</div>",
        "<div><a href=\"https://example.org/a?b=1&amp;c=2\">Shells and talks</a>, Test desk, 2026-03-04</div>",
    ] {
        assert!(tip.contains(part), "no {part} in {tip}");
    }
}

#[test]
fn the_geopackage_alone_opens_styled_and_tells_what_it_knows() {
    let Some(found) = made(&[fixture::shelling()], "alone") else { return };
    let alone = &found["alone"];
    assert_eq!((&alone["renderer"], &alone["labels"]), (&"pointDisplacement".into(), &true.into()));
    assert_eq!(alone["alias"], "First day");
    // Without the project there are no relations: the names that the incident itself holds.
    let tip = alone["tips"][0].as_str().unwrap();
    assert!(tip.contains("<b>Says so</b><div>northern ministry</div>"), "{tip}");
    assert!(tip.contains("<b>Denies it</b><div>southern ministry</div>"), "{tip}");
    assert!(!tip.contains("[%"), "{tip}");
}

/// The picture of docs/qgis.md is this one.
#[test]
fn the_project_that_is_kept_for_the_first_example_is_drawn() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("output");
    let Some(found) = opened(&kept, "karabakh") else { return };
    assert_sound(&found);
    assert_eq!(found["title"], "Shelling of Martuni alleged as envoys meet in Washington");
    let days = serde_json::json!({
        "2020-10-17": 4, "2020-10-18": 3, "2020-10-19": 3, "2020-10-20": 3,
        "2020-10-21": 3, "2020-10-22": 3, "2020-10-23": 5, "2020-10-24": 4
    });
    assert_eq!(found["days"], days, "six incidents, three of them without a day");
    let legend: Vec<&str> = found["page"]["legend"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for row in ["- Battles", "- Disputed: one side claims, another denies", "- Disputed border or ceasefire line"] {
        assert!(legend.contains(&row), "{legend:?}");
    }
    assert!(!legend.contains(&"- Riots"), "nothing is listed that is not drawn: {legend:?}");
}

#[test]
fn the_projects_of_the_examples_are_drawn() {
    let Some(folder) = output::folder() else { return };
    if let Some(found) = opened(&folder, "examples") {
        assert_sound(&found);
    }
}

#[test]
fn a_dense_map_hides_no_incident() {
    let Some(found) = made(&many::war(400), "dense") else { return };
    assert_sound(&found);
    let incidents = layer(&found, "Incidents");
    // Two of them are one event.
    assert_eq!((&incidents["features"], &incidents["located"]), (&399.into(), &399.into()));
    assert_eq!(found["crs"], "EPSG:3857");
    // Sixty days, a day a frame.
    assert_eq!(&found["time"].as_array().unwrap()[2..], [Value::from(1.0), Value::from("days")]);
}

#[test]
fn a_project_without_reports_opens_too() {
    let Some(found) = made(&[], "nothing") else { return };
    assert_eq!(found["crs"], "EPSG:8857");
    assert!(found["layers"].as_array().unwrap().iter().all(|layer| layer["valid"] == true));
}

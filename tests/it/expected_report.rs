//! A real report with what a careful reader expects of it, kept beside the repository. In a plain clone there is none.

use jiff::civil::Date;
use reportmap::geography::{LonLat, distance};
use reportmap::incident::{Incident, Stance};
use reportmap::recognize::Role;
use reportmap::{Analysis, Geoparser, report::Report};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn shared() -> Option<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/reports");
    let expected = std::fs::read_to_string(folder.join("karabakh-2020-10.expected.json")).ok();
    if expected.is_none() {
        eprintln!("skipped: ../shared/reports/karabakh-2020-10.expected.json is not there");
    }
    Some((folder.join("karabakh-2020-10.txt"), serde_json::from_str(&expected?).unwrap()))
}

fn analyzed(path: &Path, published: Option<&str>) -> Analysis {
    let mut report = Report::new("karabakh", std::fs::read_to_string(path).unwrap());
    if let Some(day) = published {
        report = report.published_on(day.parse().unwrap());
    }
    Geoparser::new().analyze(&report)
}

fn within(at: LonLat, expected: &Value) -> bool {
    let there = LonLat::new(expected["lon"].as_f64().unwrap(), expected["lat"].as_f64().unwrap());
    distance(at, there).as_km().0 <= expected["tolerance_km"].as_f64().unwrap()
}

#[test]
fn every_expected_toponym_has_its_role_and_its_place() {
    let Some((path, expected)) = shared() else { return };
    let analysis = analyzed(&path, Some("2020-10-24"));
    for wanted in expected["toponyms"].as_array().unwrap() {
        let (start, end) = (wanted["start"].as_u64().unwrap() as usize, wanted["end"].as_u64().unwrap() as usize);
        let found = analysis.toponyms.iter().find(|t| t.span.start == start && t.span.end == end);
        let found = found.unwrap_or_else(|| panic!("no toponym at {start}..{end} for {wanted}"));
        assert_eq!(found.role.name(), wanted["role"], "{wanted}");
        if let Some(id) = wanted["place"]["id"].as_str() {
            assert_eq!(found.place.as_ref().map(|p| p.id.0.as_str()), Some(id), "{wanted}");
        }
        if wanted["place"].is_object() {
            assert!(within(found.place.as_ref().unwrap().at, &wanted["place"]), "{found:?}");
        }
    }
}

#[test]
fn no_government_organisation_document_or_person_gets_a_pin() {
    let Some((path, expected)) = shared() else { return };
    let analysis = analyzed(&path, Some("2020-10-24"));
    for name in expected["not_places"].as_array().unwrap().iter().filter_map(Value::as_str) {
        let pinned = analysis.toponyms.iter().find(|t| t.role.locates() && t.surface.contains(name));
        assert!(pinned.is_none(), "{pinned:?}");
    }
    assert!(analysis.toponyms.iter().filter(|t| !t.role.locates()).all(|t| t.geometry.is_none()));
    let literal = |name: &str| analysis.toponyms.iter().any(|t| t.surface == name && t.role == Role::Literal);
    assert!(!literal("Baku") && !literal("Yerevan") && !literal("Minsk") && !literal("Helsinki"));
}

fn matches(incident: &Incident, wanted: &Value) -> bool {
    let evidence = &wanted["evidence"];
    let (start, end) = (evidence["start"].as_u64().unwrap() as usize, evidence["end"].as_u64().unwrap() as usize);
    incident.event_type == wanted["event_type"]
        && incident.evidence.iter().any(|e| e.span.start < end && start < e.span.end)
}

fn assert_incident(incident: &Incident, wanted: &Value) {
    let alternatives = wanted["sub_event_alternatives"].as_array().cloned().unwrap_or_default();
    assert!(
        wanted["sub_event_type"] == *incident.sub_event_type
            || alternatives.iter().any(|a| *a == *incident.sub_event_type),
        "{incident:?}"
    );
    assert!(within(incident.at().unwrap(), wanted), "{incident:?}");
    assert_eq!(u64::from(incident.geo_precision.unwrap()), wanted["geo_precision"].as_u64().unwrap());
    if let Some(code) = wanted["where_prec"].as_u64() {
        assert_eq!(u64::from(incident.where_prec.unwrap()), code);
    }
    assert_eq!(serde_json::to_value(incident.status).unwrap(), wanted["status"]);
    for (found, key) in [(&incident.claimed_by, "claimed_by"), (&incident.denied_by, "denied_by")] {
        assert_eq!(serde_json::to_value(found).unwrap(), wanted[key], "{incident:?}");
    }
    let day = |date: Option<Date>| date.map(|d| d.to_string());
    let dates = wanted["date"].as_str().map(|d| d.split_once('/').unwrap_or((d, d)));
    assert_eq!(day(incident.date_start).as_deref(), dates.map(|d| d.0));
    assert_eq!(day(incident.date_end).as_deref(), dates.map(|d| d.1));
    if wanted["geometry"] == "line" {
        assert!(matches!(incident.geometry.as_ref().unwrap().geometry(), geo::Geometry::MultiLineString(_)));
    }
}

#[test]
fn every_expected_incident_is_there_and_nothing_else() {
    let Some((path, expected)) = shared() else { return };
    let analysis = analyzed(&path, Some("2020-10-24"));
    let all = expected["incidents"].as_array().unwrap();
    for wanted in all.iter().filter(|w| w["optional"] != true) {
        let found = analysis.incidents.iter().find(|i| matches(i, wanted));
        assert_incident(found.unwrap_or_else(|| panic!("no incident for {wanted}")), wanted);
    }
    for incident in &analysis.incidents {
        assert!(all.iter().any(|wanted| matches(incident, wanted)), "nothing of the kind is reported: {incident:?}");
    }
}

#[test]
fn without_a_date_no_date_is_made_up() {
    let Some((path, _)) = shared() else { return };
    let analysis = analyzed(&path, None);
    assert!(analysis.incidents.len() >= 3);
    assert!(
        analysis.incidents.iter().all(|i| i.date_start.is_none() && i.date_end.is_none() && i.time_precision.is_none())
    );
    assert!(analysis.incidents.iter().any(|i| i.date_phrase.is_some()));
}

#[test]
fn the_pipelines_are_undamaged_and_at_risk() {
    let Some((path, expected)) = shared() else { return };
    let analysis = analyzed(&path, Some("2020-10-24"));
    let wanted = &expected["infrastructure"][0];
    let found = analysis.infrastructure.iter().find(|i| i.kind == "pipeline").unwrap();
    assert_eq!(serde_json::to_value(found.status).unwrap(), wanted["status"]);
    assert_eq!(serde_json::to_value(found.also).unwrap(), wanted["also"]);
    assert_eq!(serde_json::to_value(&found.status_by).unwrap(), wanted["status_by"]);
    assert_eq!(serde_json::to_value(&found.concern_by).unwrap(), wanted["concern_by"]);
    let ids: Vec<&str> = found.asset_ids.iter().map(|id| id.0.as_str()).collect();
    for id in ["pipeline:btc", "pipeline:wrep", "pipeline:scp"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    let allowed = ["pipeline:btc", "pipeline:wrep", "pipeline:scp", "pipeline:nrep", "pipeline:tanap"];
    assert!(ids.iter().all(|id| allowed.contains(id)), "{ids:?}");
    assert!(found.nearest_incident_km.is_some());
    assert!(found.claims.iter().any(|c| c.stance == Stance::Concern && c.speaker == "Azerbaijan"));
}

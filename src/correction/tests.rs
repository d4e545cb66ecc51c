//! What a person decides, from the line to the analysis.

use super::*;
use crate::Geoparser;
use crate::analysis::Analysis;
use crate::report::Report;
use crate::resolve::Toponym;
use proptest::prelude::*;

const STORY: &str = "Shells fell on the town of Martuni on Friday, officials in Baku said. Nobody in Toki was hurt.";

fn analysed(lines: &str) -> (Analysis, Vec<String>) {
    let corrections = Corrections::parse("c.jsonl", lines).unwrap();
    let geoparser = Geoparser::new().with_corrections(corrections);
    let mut report = Report::new("a", STORY);
    report.published = Some((jiff::civil::date(2020, 10, 24), crate::report::DateSource::Option));
    let analysis = geoparser.analyze(&report);
    let unused = geoparser.corrections().unused().into_iter().map(|(whence, _)| whence.to_owned()).collect();
    (analysis, unused)
}

fn named<'a>(analysis: &'a Analysis, surface: &str) -> Option<&'a Toponym> {
    analysis.toponyms.iter().find(|t| t.surface == surface)
}

#[test]
fn an_incident_moves_with_its_place() {
    let (before, _) = analysed("");
    assert_eq!(before.incidents[0].place_id.as_ref().unwrap().0, "geonames:146969");
    // The other Martuni, in Armenia; once by its span, once by its name in all reports.
    for target in [r#""report":"a","start":27,"end":34"#, r#""name":"martuni""#] {
        let (after, unused) = analysed(&format!(
            r#"{{{target},"action":"place","place":"geonames:616438","by":"rd","at":"2026-11-26"}}"#
        ));
        let toponym = named(&after, "Martuni").unwrap();
        assert_eq!(toponym.place.as_ref().unwrap().id.0, "geonames:616438");
        assert!(toponym.checked.verified && toponym.alternatives.iter().any(|a| a.id.0 == "geonames:146969"));
        let incident = &after.incidents[0];
        assert_eq!(incident.place_id.as_ref().unwrap().0, "geonames:616438");
        assert_eq!(incident.country.as_deref(), Some("AM"));
        assert_eq!((incident.checked.corrected_by.as_deref(), incident.checked.verified), (Some("rd"), false));
        assert!(unused.is_empty() && after.focus.iter().any(|f| f.place_id.0 == "geonames:616438"));
    }
}

#[test]
fn a_village_that_nobody_knows_can_be_put_on_the_map() {
    let (after, unused) = analysed(r#"{"name":"Toki","action":"place","lon":47.2,"lat":39.7,"by":"rd"}"#);
    let place = named(&after, "Toki").unwrap().place.clone().unwrap();
    assert_eq!((place.at.lon, place.at.lat, place.country.as_deref()), (47.2, 39.7, Some("AZ")));
    assert!(unused.is_empty() && after.unresolved.iter().all(|u| u.surface != "Toki"));
}

#[test]
fn what_is_no_place_locates_nothing() {
    let (after, _) = analysed(r#"{"report":"a","start":27,"end":34,"action":"drop"}"#);
    assert!(named(&after, "Martuni").is_none());
    assert!(after.incidents.iter().all(|i| i.place_id.as_ref().is_none_or(|id| id.0 != "geonames:146969")));
    let (after, _) = analysed(r#"{"name":"Baku","action":"role","role":"metonym"}"#);
    assert_eq!(named(&after, "Baku").unwrap().role, Role::Metonym);
}

#[test]
fn incidents_are_typed_moved_verified_dropped_and_added() {
    let (before, _) = analysed("");
    let id = &before.incidents[0].id;
    let (typed, _) = analysed(&format!(
        "{{\"incident\":\"{id}\",\"action\":\"type\",\"sub_event_type\":\"Air/drone strike\",\"by\":\"rd\"}}\n{{\"incident\":\"{id}\",\"action\":\"verify\"}}"
    ));
    let incident = &typed.incidents[0];
    assert_eq!(
        (incident.sub_event_type.as_str(), incident.event_type.as_str()),
        ("Air/drone strike", "Explosions/Remote violence")
    );
    assert!(incident.checked.verified);
    let (moved, _) = analysed(&format!(
        r#"{{"incident":"{id}","action":"place","lon":46.75,"lat":39.82,"place_name":"Stepanakert"}}"#
    ));
    assert_eq!((moved.incidents[0].lon, moved.incidents[0].place_name.as_deref()), (Some(46.75), Some("Stepanakert")));
    let (dropped, _) = analysed(&format!(r#"{{"incident":"{id}","action":"drop"}}"#));
    assert!(dropped.incidents.is_empty());
    let (added, unused) = analysed(
        r#"{"report":"a","start":70,"end":94,"action":"add_incident","sub_event_type":"Attack","place":"geonames:587084","date_start":"2020-10-23","killed":2,"by":"rd"}"#,
    );
    let new = added.incidents.iter().find(|i| i.sub_event_type == "Attack").unwrap();
    assert_eq!((new.country.as_deref(), new.fatalities.as_ref().map(|f| f.best)), (Some("AZ"), Some(2)));
    assert_eq!(new.evidence[0].text, "Nobody in Toki was hurt.");
    assert!(new.checked.verified && unused.is_empty());
}

#[test]
fn a_correction_of_an_incident_holds_when_its_place_was_put_right() {
    let (before, _) = analysed("");
    let incident = &before.incidents[0];
    let span = incident.evidence[0].span;
    let (after, unused) = analysed(&format!(
        "{{\"incident\":\"{}\",\"start\":{},\"end\":{},\"action\":\"verify\",\"by\":\"rd\"}}\n{{\"name\":\"Martuni\",\"action\":\"place\",\"place\":\"geonames:616438\"}}",
        incident.id, span.start, span.end
    ));
    assert!(after.incidents[0].checked.verified && after.incidents[0].id != incident.id && unused.is_empty());
}

#[test]
fn what_fits_nothing_and_what_contradicts_is_told() {
    let (_, unused) = analysed(
        "\n{\"report\":\"b\",\"start\":0,\"end\":4,\"action\":\"drop\"}\n{\"incident\":\"a-00\",\"action\":\"verify\"}\n{\"name\":\"Martuni\",\"action\":\"place\",\"place\":\"geonames:0\"}",
    );
    assert_eq!(unused, ["c.jsonl:2", "c.jsonl:3", "c.jsonl:4"]);
    let two = Corrections::parse("c.jsonl", "{\"name\":\"Paris\",\"action\":\"drop\"}\n{\"name\":\"PARIS\",\"action\":\"place\",\"place\":\"geonames:4717560\"}").unwrap();
    let conflicts = two.conflicts();
    assert_eq!(
        (conflicts.len(), conflicts[0].overruled.as_str(), conflicts[0].holds.as_str()),
        (1, "c.jsonl:1", "c.jsonl:2")
    );
    let same = "{\"name\":\"Paris\",\"action\":\"drop\"}\n{\"name\":\"Paris\",\"action\":\"drop\"}";
    assert!(Corrections::parse("c.jsonl", same).unwrap().conflicts().is_empty());
}

#[test]
fn a_wrong_line_is_named_with_what_would_be_right() {
    for (line, told) in [
        ("{}", "action"),
        (r#"{"report":"a","start":4,"end":4,"action":"drop"}"#, "before its start"),
        (r#"{"report":"a","start":0,"end":4,"action":"role","role":"town"}"#, "no role"),
        (r#"{"report":"a","start":0,"end":4,"action":"place","lon":4}"#, "go together"),
        (r#"{"report":"a","start":0,"end":4,"action":"place","lon":4,"lat":95}"#, "no longitude and latitude"),
        (r#"{"start":0,"end":4,"action":"drop"}"#, "“report”"),
        (r#"{"name":"X","incident":"y","action":"drop"}"#, "one target"),
        (r#"{"incident":"y","action":"type","sub_event_type":"War"}"#, "“War” is no sub-event type"),
        (r#"{"name":"X","action":"move"}"#, "“move” is no action"),
        (r#"{"name":"X","action":"drop","plcae":"y"}"#, "plcae"),
        (r#"{"report":"a","action":"add_incident","sub_event_type":"Attack","date_end":"2020-01-01"}"#, "date_start"),
    ] {
        let error = Corrections::parse("c.jsonl", &format!("\n{line}")).unwrap_err().to_string();
        assert!(error.starts_with("c.jsonl:2: ") && error.contains(told), "{line}: {error}");
    }
}

proptest! {
    #[test]
    fn a_line_is_read_as_it_is_written(start in 0_usize..50, length in 1_usize..9, name in "[A-Z][a-z]{2,8}", which in 0..6, killed in proptest::option::of(0_u64..900)) {
        let span = Span::new(start, start + length);
        let pin = Pin { place: Some(PlaceId("geonames:1".to_owned())), at: Some(LonLat::new(1.5, -2.25)), name: Some(name.clone()) };
        let days = Some((jiff::civil::date(2020, 1, 2), jiff::civil::date(2020, 1, 3)));
        let new = NewIncident { sub_event_type: "Attack".to_owned(), pin: Some(pin.clone()), days, evidence: Some(span), actors: vec![name.clone()], killed, injured: None };
        let (target, decision) = match which {
            0 => (Target::Span(span), Decision::Place(pin)),
            1 => (Target::Name(name.clone()), Decision::Role(None)),
            2 => (Target::Name(name.clone()), Decision::Role(Some(Role::Demonym))),
            3 => (Target::Incident { id: name.clone(), evidence: Some(span) }, Decision::Type("Flood".to_owned())),
            4 => (Target::Report, Decision::AddIncident(Box::new(new))),
            _ => (Target::Span(span), Decision::Verify),
        };
        let correction = Correction { report: Some("r".to_owned()), target, decision, by: Some(name), at: None, note: None };
        prop_assert_eq!(Correction::from_line(&correction.to_line()), Ok(correction));
    }

    #[test]
    fn no_correction_makes_an_analysis_panic(start in 0_usize..120, length in 1_usize..60, action in "place|drop|verify|role") {
        let line = format!(r#"{{"report":"a","start":{start},"end":{},"action":"{action}","role":"literal","place":"geonames:587084"}}"#, start + length);
        let (analysis, _) = analysed(&line);
        let chars = STORY.chars().count();
        prop_assert!(analysis.toponyms.iter().all(|t| t.span.end <= chars));
    }
}

//! What is withheld is in no string and at no point of what is published.

use super::*;
use crate::Geoparser;
use crate::geography::{LonLat, distance};
use crate::report::Report;
use proptest::prelude::*;

const STORY: &str = "Shells fell on the town of Martuni on Friday, mayor Anna Grigoryan said. \"Nobody warned us,\" Grigoryan told reporters. \
    The clinic at 39.7950, 47.1117 was hit as well. Armenia's defence ministry denied it.";

fn withheld(withheld: &Withheld) -> (Analysis, Analysis, String) {
    let geoparser = Geoparser::new();
    let mut report = Report::new("a", STORY);
    let before = geoparser.analyze(&report);
    let (mut after, people) = (before.clone(), geoparser.people(&report));
    withheld.apply(&mut after, &mut report.text, &people);
    (before, after, report.text)
}

fn moved(metres: f64, key: &str) -> Withheld {
    Withheld { points: Some(Moved { within: Metres(metres), key: key.to_owned() }), names: false }
}

#[test]
fn a_name_stands_nowhere_and_offsets_hold() {
    let (before, after, text) = withheld(&Withheld { names: true, ..Withheld::default() });
    let all = serde_json::to_string(&after).unwrap();
    assert!(!all.contains("Grigoryan") && !all.contains("Anna") && !text.contains("Grigoryan"), "{all}");
    assert_eq!(text.chars().count(), STORY.chars().count());
    assert!(after.incidents[0].claimed_by[0].contains('█'), "{:?}", after.incidents[0].claimed_by);
    for toponym in &after.toponyms {
        let there: String = text.chars().skip(toponym.span.start).take(toponym.span.len()).collect();
        assert_eq!(there, toponym.surface);
    }
    assert_eq!(after.incidents.len(), before.incidents.len());
    assert!(after.provenance.redacted && after.notes.iter().any(|n| n.contains("--redact")));
}

#[test]
fn points_move_within_the_radius_and_the_same_place_to_the_same_point() {
    let (before, after, text) = withheld(&moved(5_000.0, "secret"));
    let (_, again, _) = withheld(&moved(5_000.0, "secret"));
    let (_, other, _) = withheld(&moved(5_000.0, "another"));
    assert_eq!(after, again);
    let at = |a: &Analysis| a.incidents.iter().filter_map(crate::incident::Incident::at).collect::<Vec<LonLat>>();
    assert!(at(&after) != at(&other) && !at(&before).is_empty());
    for (old, new) in at(&before).into_iter().zip(at(&after)) {
        let off = distance(old, new);
        assert!(off > Metres(900.0) && off <= Metres(5_001.0), "{off:?}");
    }
    let place =
        |a: &Analysis| a.toponyms.iter().find(|t| t.surface == "Martuni").and_then(|t| t.place.clone()).unwrap().at;
    assert!(at(&after).contains(&place(&after)), "the place and what happened there lie apart");
    let all = serde_json::to_string(&after).unwrap();
    assert!(!all.contains("39.795") && !all.contains("47.1117") && !text.contains("39.7950"), "{all}");
    assert!(
        after.incidents.iter().all(|i| i.precision_m.is_none_or(|p| p >= Metres(5_000.0) || i.where_prec > Some(2)))
    );
    assert_eq!(after.provenance.obfuscated_m, Some(Metres(5_000.0)));
    // A country's point says nothing of anybody.
    let country =
        |a: &Analysis| a.toponyms.iter().find(|t| t.surface == "Armenia").and_then(|t| t.place.clone()).unwrap().at;
    assert_eq!(country(&before), country(&after));
}

proptest! {
    #[test]
    fn no_text_is_made_longer_or_shorter(text in "\\PC{0,120}", start in 0_usize..100, length in 0_usize..40) {
        let mut blotted = text.clone();
        super::strings::blot_spans(&mut blotted, &[Span::new(start, start + length)]);
        prop_assert_eq!(blotted.chars().count(), text.chars().count());
    }
}

#[test]
fn rather_one_name_too_many_than_one_too_few() {
    for (source, secrets) in [
        ("The nurse Alma Reyes hid in Goma. Reyes said shells fell on Sake.", &["Alma", "Reyes"][..]),
        ("Shells fell on Sake, Mayor Zyx Qorro said. Qorro denied it.", &["Zyx", "Qorro"]),
        ("Wekesa, 34, was shot in Goma. \"They came at night,\" Wekesa told reporters.", &["Wekesa"]),
        ("Gunmen attacked Sake on Friday, Colonel Jean-Luc Mbarga said.", &["Mbarga", "Luc"]),
    ] {
        let geoparser = Geoparser::new();
        let mut report = Report::new("a", source);
        let mut analysis = geoparser.analyze(&report);
        let people = geoparser.people(&report);
        Withheld { names: true, ..Withheld::default() }.apply(&mut analysis, &mut report.text, &people);
        let all = format!("{} {}", report.text, serde_json::to_string(&analysis).unwrap());
        for secret in secrets {
            assert!(!all.contains(secret), "{secret} in {all}");
        }
        assert!(report.text.contains("Sake") || report.text.contains("Goma"), "{}", report.text);
    }
}

//! What a user put right, as reports to learn from: a `corrections.jsonl` and the reports that it speaks of.

use crate::Geoparser;
use crate::correction::{Correction, Corrections, Decision, Target};
use crate::evaluate::{Gold, GoldMark, GoldReport, GoldToponym, Meant};
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::geography::LonLat;
use crate::recognize::Role;
use crate::report::Report;
use crate::text::Span;

/// The reports that a person has corrected, annotated with what the geoparser finds in them where nobody said otherwise; and
/// the corrections that fit no report.
pub fn corrected<'c>(
    reports: &[Report],
    corrections: &'c Corrections,
    geoparser: &Geoparser,
) -> (Gold, Vec<&'c Correction>) {
    let mut gold = Gold { name: "corrections".to_owned(), reports: Vec::new(), rejected: Vec::new() };
    let marked: Vec<(&Correction, Span)> = corrections.iter().filter_map(|c| Some((c, lesson(c)?))).collect();
    let mut used = vec![false; marked.len()];
    for report in reports {
        let length = report.text.chars().count();
        let mut own: Vec<(&Correction, Span)> = Vec::new();
        for ((correction, span), used) in marked.iter().zip(&mut used) {
            if correction.report.as_ref() == Some(&report.id) && span.end <= length {
                *used = true;
                own.push((correction, *span));
            }
        }
        if !own.is_empty() {
            gold.reports.push(one(report, &own, geoparser));
        }
    }
    let unused = marked.iter().zip(used).filter(|(_, used)| !used).map(|((c, _), _)| *c).collect();
    (gold, unused)
}

/// The span that a correction teaches about; incidents and names everywhere teach nothing of one.
fn lesson(correction: &Correction) -> Option<Span> {
    match (&correction.target, &correction.decision) {
        (Target::Span(span), Decision::Place(_) | Decision::Drop | Decision::Role(_)) => Some(*span),
        _ => None,
    }
}

fn one(report: &Report, own: &[(&Correction, Span)], geoparser: &Geoparser) -> GoldReport {
    let mut out = GoldReport { report: report.clone(), toponyms: Vec::new(), marks: Vec::new() };
    let surface = |span: Span| report.text.chars().skip(span.start).take(span.end - span.start).collect::<String>();
    let mut add = |span: Span, meant: Meant, at: Option<LonLat>| {
        let surface = surface(span);
        out.marks.push(GoldMark { span, surface: surface.clone(), meant });
        if meant.is_reference() {
            out.toponyms.push(GoldToponym { span, surface, at });
        }
    };
    let found = geoparser.analyze(report).toponyms;
    for toponym in found.iter().filter(|t| !own.iter().any(|(_, span)| span.overlaps(t.span))) {
        // Not a name, but a way to say where: the names in it are annotated by themselves.
        if matches!(toponym.role, Role::Coordinate | Role::Relative) {
            continue;
        }
        add(toponym.span, meant(toponym.role), toponym.place.as_ref().map(|p| p.at));
    }
    for (correction, span) in own {
        let before = found.iter().find(|t| t.span.overlaps(*span));
        let at = before.and_then(|t| t.place.as_ref()).map(|p| p.at);
        match &correction.decision {
            Decision::Role(Some(role)) => add(*span, meant(*role), at),
            Decision::Place(pin) => {
                let known = pin.place.as_ref().and_then(|id| point(geoparser.gazetteer(), id));
                let meant =
                    if before.is_some_and(|t| t.role == Role::Metonym) { Meant::Metonym } else { Meant::Literal };
                add(*span, meant, pin.at.or(known));
            }
            _ => add(*span, Meant::Other, None),
        }
    }
    out.toponyms.sort_by_key(|t| t.span.start);
    out.marks.sort_by_key(|m| m.span.start);
    out
}

fn meant(role: Role) -> Meant {
    match role {
        Role::Literal | Role::Coordinate | Role::Relative => Meant::Literal,
        Role::Metonym => Meant::Metonym,
        Role::Demonym => Meant::Demonym,
        Role::Organization => Meant::Organization,
        Role::Document => Meant::Document,
    }
}

fn point(gazetteer: &Gazetteer, id: &PlaceId) -> Option<LonLat> {
    gazetteer.place(gazetteer.by_id(id)?).map(|view| view.at())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(text: &str, lines: &str) -> (Gold, usize) {
        let corrections = Corrections::parse("c.jsonl", lines).unwrap();
        let (gold, unused) = corrected(&[Report::new("a", text)], &corrections, &Geoparser::new());
        (gold, unused.len())
    }

    #[test]
    fn a_persons_word_stands_before_what_was_found() {
        let (gold, unused) = learned(
            "Fires near Paris on Friday. Talks in Baku failed.",
            r#"{"report":"a","start":11,"end":16,"action":"place","place":"geonames:4717560","by":"rd"}"#,
        );
        let at: Vec<_> =
            gold.reports[0].toponyms.iter().map(|t| (t.surface.as_str(), t.at.unwrap().lat.round())).collect();
        // Paris in Texas as was said, Baku as was found.
        assert_eq!(at, [("Paris", 34.0), ("Baku", 40.0)]);
        assert_eq!(unused, 0);
    }

    #[test]
    fn what_is_no_place_is_a_lesson_too() {
        let (gold, _) = learned("Talks in Baku failed.", r#"{"report":"a","start":9,"end":13,"action":"drop"}"#);
        assert!(gold.reports[0].toponyms.is_empty());
        assert_eq!(gold.reports[0].marks[0].meant, Meant::Other);
    }

    #[test]
    fn a_correction_of_another_report_is_told() {
        for line in [
            r#"{"report":"b","start":0,"end":4,"action":"drop"}"#,
            r#"{"report":"a","start":0,"end":4000,"action":"drop"}"#,
        ] {
            let (gold, unused) = learned("Talks in Baku failed.", line);
            assert_eq!((gold.reports.len(), unused), (0, 1), "{line}");
        }
    }
}

//! What a user put right, as reports to learn from: a `corrections.jsonl` and the reports that it speaks of.

use crate::Geoparser;
use crate::evaluate::{Gold, GoldMark, GoldReport, GoldToponym, Meant};
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::geography::LonLat;
use crate::recognize::Role;
use crate::report::Report;
use crate::text::Span;
use serde::Deserialize;

/// What a person decided on a stretch of a report: a line of `corrections.jsonl`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Correction {
    /// The report's id.
    pub report: String,
    /// The first code point.
    pub start: usize,
    /// Behind the last one.
    pub end: usize,
    /// What was decided.
    #[serde(flatten)]
    pub decision: Decision,
}

/// What may be decided.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Decision {
    /// It names this place.
    Place {
        /// The place's id in the gazetteer; may be left out where a position is given.
        place: Option<String>,
        /// Degrees east.
        lon: Option<f64>,
        /// Degrees north.
        lat: Option<f64>,
    },
    /// It is no place.
    Drop,
    /// It is a place name with this role: `literal`, `metonym`, `demonym`, `organization` or `document`.
    Role {
        /// The role's name.
        role: String,
    },
}

/// Why corrections cannot be learned from.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CorrectionError {
    /// A line is no correction.
    #[error(
        "{path}:{line}: {problem}; expected {{\"report\", \"start\", \"end\", \"action\": \"place\" | \"drop\" | \"role\", …}}"
    )]
    Line {
        /// The file.
        path: String,
        /// Its line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
}

impl Correction {
    /// Reads the lines of a file; `path` is for the messages.
    ///
    /// # Errors
    ///
    /// When a line is no correction.
    pub fn parse(path: &str, content: &str) -> Result<Vec<Self>, CorrectionError> {
        let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let wrong = |line: usize, problem: String| CorrectionError::Line { path: path.to_owned(), line, problem };
        lines
            .map(|(number, line)| {
                let read: Self = serde_json::from_str(line).map_err(|e| wrong(number + 1, e.to_string()))?;
                match &read.decision {
                    Decision::Role { role } if Meant::from_name(role).is_none() => {
                        Err(wrong(number + 1, format!("“{role}” is no role")))
                    }
                    Decision::Place { place: None, lon, lat } if lon.is_none() || lat.is_none() => {
                        Err(wrong(number + 1, "a place needs its id, or lon and lat".to_owned()))
                    }
                    _ if read.start >= read.end => Err(wrong(number + 1, "it ends before it starts".to_owned())),
                    _ => Ok(read),
                }
            })
            .collect()
    }
}

/// The reports that a person has corrected, annotated with what the geoparser finds in them where nobody said otherwise; and
/// the corrections that fit no report.
pub fn corrected(reports: &[Report], corrections: &[Correction], geoparser: &Geoparser) -> (Gold, Vec<Correction>) {
    let mut gold = Gold { name: "corrections".to_owned(), reports: Vec::new(), rejected: Vec::new() };
    let mut used = vec![false; corrections.len()];
    for report in reports {
        let length = report.text.chars().count();
        let own: Vec<&Correction> = corrections
            .iter()
            .zip(&mut used)
            .filter(|(correction, _)| correction.report == report.id && correction.end <= length)
            .map(|(correction, used)| {
                *used = true;
                correction
            })
            .collect();
        if !own.is_empty() {
            gold.reports.push(one(report, &own, geoparser));
        }
    }
    let unused = corrections.iter().zip(used).filter(|(_, used)| !used).map(|(c, _)| c.clone()).collect();
    (gold, unused)
}

fn one(report: &Report, own: &[&Correction], geoparser: &Geoparser) -> GoldReport {
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
    let spans: Vec<Span> = own.iter().map(|c| Span::new(c.start, c.end)).collect();
    for toponym in found.iter().filter(|t| !spans.iter().any(|span| span.overlaps(t.span))) {
        let meant = match toponym.role {
            Role::Literal => Meant::Literal,
            Role::Metonym => Meant::Metonym,
            Role::Demonym => Meant::Demonym,
            Role::Organization => Meant::Organization,
            Role::Document => Meant::Document,
            // Not a name, but a way to say where: the names in it are annotated by themselves.
            Role::Coordinate | Role::Relative => continue,
        };
        add(toponym.span, meant, toponym.place.as_ref().map(|p| p.at));
    }
    for (correction, span) in own.iter().zip(spans) {
        let before = found.iter().find(|t| t.span.overlaps(span));
        let at = before.and_then(|t| t.place.as_ref()).map(|p| p.at);
        match &correction.decision {
            Decision::Drop => add(span, Meant::Other, None),
            Decision::Role { role } => add(span, Meant::from_name(role).unwrap_or(Meant::Other), at),
            Decision::Place { place, lon, lat } => {
                let stated = lon.zip(*lat).map(|(lon, lat)| LonLat::new(lon, lat)).filter(|at| at.is_valid());
                let known = place.as_deref().and_then(|id| point(geoparser.gazetteer(), id));
                let meant =
                    if before.is_some_and(|t| t.role == Role::Metonym) { Meant::Metonym } else { Meant::Literal };
                add(span, meant, stated.or(known));
            }
        }
    }
    out.toponyms.sort_by_key(|t| t.span.start);
    out.marks.sort_by_key(|m| m.span.start);
    out
}

fn point(gazetteer: &Gazetteer, id: &str) -> Option<LonLat> {
    gazetteer.place(gazetteer.by_id(&PlaceId(id.to_owned()))?).map(|view| view.at())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(text: &str, lines: &str) -> (Gold, Vec<Correction>) {
        let corrections = Correction::parse("c.jsonl", lines).unwrap();
        corrected(&[Report::new("a", text)], &corrections, &Geoparser::new())
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
        assert_eq!(unused, []);
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
            assert_eq!((gold.reports.len(), unused.len()), (0, 1), "{line}");
        }
    }

    #[test]
    fn a_wrong_line_is_named() {
        for line in [
            "{}",
            r#"{"report":"a","start":4,"end":4,"action":"drop"}"#,
            r#"{"report":"a","start":0,"end":4,"action":"role","role":"town"}"#,
            r#"{"report":"a","start":0,"end":4,"action":"place","lon":4}"#,
        ] {
            let error = Correction::parse("c.jsonl", &format!("\n{line}")).unwrap_err();
            assert!(error.to_string().starts_with("c.jsonl:2: "), "{error}");
        }
    }
}

//! Fits the judge of incidents: a logistic regression on coded reports.

use super::logistic::{Climb, Lesson, fit};
use crate::Geoparser;
use crate::evaluate::{Coded, CodedReport};
use crate::fitted::Logistic;
use crate::incident::{Context, IncidentExample, incident_examples};
use crate::text::Text;
use rayon::prelude::*;

const CLIMB: Climb = Climb { bits: 18, rounds: 30, rate: 0.05, shrink: 2e-4 };

/// The bytes of a judge, fitted on coded reports; `None` when no word of theirs could be an event.
pub fn fit_incidents(coded: &[&CodedReport], geoparser: &Geoparser) -> Option<Vec<u8>> {
    let all: Vec<Vec<(IncidentExample, bool)>> = coded.par_iter().map(|report| lessons(report, geoparser)).collect();
    let lessons: Vec<Lesson<'_>> = all
        .iter()
        .flatten()
        .map(|(example, is)| Lesson { features: &example.features, is: *is, weight: 1.0 })
        .collect();
    (!lessons.is_empty()).then(|| Logistic::encode(&fit(&lessons, CLIMB)))
}

/// All reports of some corpora.
pub fn coded_reports(corpora: &[Coded]) -> Vec<&CodedReport> {
    corpora.iter().flat_map(|coded| &coded.reports).collect()
}

/// The candidates of a report and whether they are what its coder saw. One that repeats what is coded elsewhere in the report
/// is neither: it is no second incident, and no false one.
fn lessons(report: &CodedReport, geoparser: &Geoparser) -> Vec<(IncidentExample, bool)> {
    let text = Text::new(report.report.text.clone());
    let (found, places) = geoparser.places(&report.report, &text);
    let context =
        Context { report: &report.report.id, published: report.report.published.map(|(date, _)| date), judge: None };
    let examples = incident_examples(&text, &found, &places, context);
    let coded = |example: &IncidentExample, inside: bool| {
        report.incidents.iter().any(|gold| {
            let fits = gold.types.contains(&example.sub_event_type);
            gold.words.is_some_and(|words| {
                let here = example.sentence.overlaps(words);
                if inside { (here && fits) || example.span.overlaps(words) } else { fits }
            })
        })
    };
    let told = examples.into_iter().map(|example| {
        let is = coded(&example, true);
        let repeats = !is && coded(&example, false);
        (example, is, repeats)
    });
    told.filter(|(_, _, repeats)| !repeats).map(|(example, is, _)| (example, is)).collect()
}

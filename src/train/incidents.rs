//! Fits the judge of incidents: a logistic regression on coded reports.

use super::logistic::{Climb, Lesson, fit};
use crate::Geoparser;
use crate::evaluate::{Coded, CodedReport};
use crate::incident::{Context, IncidentExample, Judge, incident_examples};
use crate::text::{Span, Text};
use rayon::prelude::*;

const CLIMB: Climb = Climb { bits: 18, rounds: 30, rate: 0.05, shrink: 2e-4 };

/// The bytes of a judge, fitted on coded reports; `None` when no word of theirs could be an event.
pub fn fit_incidents(coded: &[&CodedReport], geoparser: &Geoparser) -> Option<Vec<u8>> {
    let all: Vec<Vec<Reading>> = coded.par_iter().map(|report| readings(report, geoparser)).collect();
    let all: Vec<&Reading> = all.iter().flatten().collect();
    if all.is_empty() {
        return None;
    }
    let learnt = |of: fn(&Reading) -> Option<bool>| {
        let lessons: Vec<Lesson<'_>> = all
            .iter()
            .filter_map(|reading| Some(Lesson { features: &reading.example.features, is: of(reading)?, weight: 1.0 }))
            .collect();
        fit(&lessons, CLIMB)
    };
    let happened = learnt(|reading| (!reading.repeats).then_some(reading.happened));
    let kind = learnt(|reading| (!reading.repeats).then_some(reading.fits));
    Some(Judge::encode(&happened, &kind))
}

/// All reports of some corpora.
pub fn coded_reports(corpora: &[Coded]) -> Vec<&CodedReport> {
    corpora.iter().flat_map(|coded| &coded.reports).collect()
}

/// A candidate with what its coder says of it.
struct Reading {
    example: IncidentExample,
    /// Its sentence reports an incident of this type.
    fits: bool,
    /// That, or it stands in the coder's words, which are of another type.
    happened: bool,
    /// It repeats what is coded elsewhere in the report: no second incident, and no false one.
    repeats: bool,
}

fn readings(report: &CodedReport, geoparser: &Geoparser) -> Vec<Reading> {
    let text = Text::new(report.report.text.clone());
    let (found, places) = geoparser.places(&report.report, &text);
    let published = report.report.published.map(|(date, _)| date);
    let context = Context { report: &report.report.id, published, judge: None };
    let read = incident_examples(&text, &found, &places, context).into_iter().map(|example| {
        let coded = |test: &dyn Fn(bool, Span) -> bool| {
            report.incidents.iter().any(|gold| {
                let same = gold.types.contains(&example.sub_event_type);
                gold.words.is_some_and(|words| test(same, words))
            })
        };
        let fits = coded(&|same, words| same && example.sentence.overlaps(words));
        let happened = fits || coded(&|_, words| example.span.overlaps(words));
        let repeats = !happened && coded(&|same, _| same);
        Reading { fits, happened, repeats, example }
    });
    read.collect()
}

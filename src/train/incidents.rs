//! Fits the judge of incidents: a logistic regression on coded reports.

use super::logistic::{Climb, Lesson, fit};
use crate::Geoparser;
use crate::evaluate::{Coded, CodedIncident, CodedReport};
use crate::incident::{Context, IncidentExample, Judge, incident_examples};
use crate::text::{Span, Text};
use rayon::prelude::*;
use regex::Regex;
use std::sync::LazyLock;

const CLIMB: Climb = Climb { bits: 18, rounds: 30, rate: 0.05, shrink: 1e-3, rare: 3 };

/// The bytes of a judge, fitted on coded reports; `None` when no word of theirs could be an event.
pub fn fit_incidents(coded: &[&CodedReport], geoparser: &Geoparser) -> Option<Vec<u8>> {
    // News comes as stories and as single lines, with a day and without: each sentence is learnt alone as well.
    let alone: Vec<CodedReport> = coded.iter().flat_map(|report| sentences_alone(report)).collect();
    let every: Vec<(&CodedReport, f32)> =
        coded.iter().map(|report| (*report, 1.0)).chain(alone.iter().map(|report| (report, ALONE))).collect();
    let all: Vec<(Vec<Reading>, f32)> =
        every.par_iter().map(|(report, weight)| (readings(report, geoparser), *weight)).collect();
    let all: Vec<(&Reading, f32)> =
        all.iter().flat_map(|(readings, weight)| readings.iter().map(|reading| (reading, *weight))).collect();
    if all.is_empty() {
        return None;
    }
    let learnt = |of: fn(&Reading) -> Option<bool>| {
        let lessons: Vec<Lesson<'_>> = all
            .iter()
            .filter_map(|(reading, weight)| {
                Some(Lesson { features: &reading.example.features, is: of(reading)?, weight: *weight })
            })
            .collect();
        fit(&lessons, CLIMB)
    };
    let happened = learnt(|reading| (!reading.repeats).then_some(reading.happened));
    let kind = learnt(|reading| (!reading.repeats).then_some(reading.fits));
    Some(Judge::encode(&happened, &kind))
}

/// How much a sentence alone counts beside its report.
const ALONE: f32 = 0.05;

/// Each sentence of a report as a report of its own: once as it is, and once without its day and its report's.
fn sentences_alone(report: &CodedReport) -> Vec<CodedReport> {
    let text = Text::new(report.report.text.clone());
    let mut out = Vec::new();
    for sentence in text.sentences() {
        let span = text.span_of(sentence.tokens.clone());
        let inside: Vec<&CodedIncident> =
            report.incidents.iter().filter(|i| i.words.is_some_and(|words| span.overlaps(words))).collect();
        // The others are kept without their words: what repeats them is no lesson.
        let others = report.incidents.iter().filter(|i| !inside.contains(i));
        let others: Vec<CodedIncident> = others.map(|i| CodedIncident { words: None, ..i.clone() }).collect();
        let source = text.slice(span);
        for dated in [true, false] {
            let told = if dated { source.to_owned() } else { undated(source) };
            if !dated && told == source {
                continue;
            }
            let mut alone = report.report.clone();
            alone.text = told;
            alone.published = alone.published.filter(|_| dated);
            let whole = Some(Span::new(0, alone.text.chars().count()));
            let inside = inside.iter().map(|i| CodedIncident { words: whole, ..(*i).clone() });
            let incidents = inside.chain(others.iter().cloned()).collect();
            out.push(CodedReport { report: alone, incidents });
        }
    }
    out
}

/// A sentence without the words that tell its day.
fn undated(sentence: &str) -> String {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?x)\s(?:(?:late|early)\s)?on\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{1,2}\s[A-Z][a-z]+(?:\s\d{4})?)
              (?:\s(?:morning|afternoon|evening|night))?|\s(?:yesterday|overnight|today|this\smorning|last\snight)",
        )
        .ok()
    });
    DAY.as_ref().map_or_else(|| sentence.to_owned(), |day| day.replace_all(sentence, "").into_owned())
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
    let context = Context { report: &report.report.id, published, judge: None, vocabulary: None };
    let read = incident_examples(&text, &found, &places, context).into_iter().map(|example| {
        let coded = |test: &dyn Fn(bool, Span) -> bool| {
            report.incidents.iter().any(|gold| {
                let same = gold.types.contains(&example.sub_event_type);
                gold.words.is_some_and(|words| test(same, words))
            })
        };
        let fits = coded(&|same, words| same && example.sentence.overlaps(words));
        // In a sentence alone every trigger stands in the coder's words, and only the type tells.
        let happened = fits || coded(&|_, words| words.len() < text.len() && example.span.overlaps(words));
        let repeats = !happened && report.incidents.iter().any(|gold| gold.types.contains(&example.sub_event_type));
        Reading { fits, happened, repeats, example }
    });
    read.collect()
}

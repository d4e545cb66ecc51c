//! Which of the words that could report an event do: what the model says of each, and how sure it must be.

use super::Trigger;
use crate::incident::candidates::{self, Candidate};
use crate::incident::incident::{Considered, Evidence, Reason};
use crate::incident::judge::{Setting, Verdict};
use crate::incident::scene::Scene;
use crate::incident::{Context, locate};
use std::ops::Range;

/// From this probability on a candidate is believed.
const BELIEVED: f64 = 0.5;
/// … where its sentence tells nothing else.
const UNTOLD: f64 = 0.8;
/// … and in a report of several sentences of which none is this sure: it may be about something else altogether.
const DOUBT: f64 = 0.7;
/// See [`DOUBT`].
const SURE: f64 = 0.9;
/// See [`DOUBT`].
const SEVERAL: usize = 3;

/// The candidates that the model believes.
pub(super) fn believed<'a>(scene: &Scene<'a>, context: Context<'_>) -> Vec<Trigger<'a>> {
    let mut best: Vec<(Candidate<'_>, Verdict)> = Vec::new();
    for (candidate, verdict) in judged(scene, context) {
        // Of several readings of a trigger the likeliest type holds.
        match best.last_mut().filter(|(last, _)| candidate.tokens.start < last.tokens.end) {
            Some(last) => {
                let happened = last.1.happened.max(verdict.happened);
                if last.1.kind < verdict.kind {
                    *last = (candidate, verdict);
                }
                last.1.happened = happened;
            }
            None => best.push((candidate, verdict)),
        }
    }
    let doubt = doubt(scene, best.iter().map(|(_, verdict)| verdict));
    best.into_iter()
        .filter(|(candidate, verdict)| {
            verdict.happened >= bar(scene, candidate).max(doubt) && !is_history(scene, candidate, context)
        })
        .map(|(candidate, verdict)| Trigger {
            tokens: candidate.tokens.clone(),
            said: vec![scene.text.slice(scene.text.span_of(candidate.tokens.clone())).to_owned()],
            candidate,
            verdict,
            also: Vec::new(),
        })
        .collect()
}

/// Years before its report from which on an event is history: `In 1999 a quake near Izmit killed more than 17,000 people`.
const HISTORY: i16 = 5;

/// Whether a candidate happened so long before its report that it is told for comparison.
fn is_history(scene: &Scene<'_>, candidate: &Candidate<'_>, context: Context<'_>) -> bool {
    let last = scene.when(&candidate.tokens).and_then(|when| when.days).map(|(_, last)| last.year());
    last.zip(context.published).is_some_and(|(last, published)| last + HISTORY <= published.year())
}

/// How likely every candidate of a report must be.
fn doubt<'v>(scene: &Scene<'_>, mut verdicts: impl Iterator<Item = &'v Verdict>) -> f64 {
    let sure = verdicts.any(|verdict| verdict.happened >= SURE);
    if sure || scene.text.sentences().len() < SEVERAL { 0.0 } else { DOUBT }
}

/// How likely a candidate must be: more where its sentence tells neither where nor when nor what it did to anybody.
fn bar(scene: &Scene<'_>, candidate: &Candidate<'_>) -> f64 {
    let sentence = scene.sentence(candidate.tokens.start);
    let told = scene.toponyms_in(sentence.clone()).any(|t| t.role.locates())
        || locate::unknown(scene, &candidate.tokens).is_some()
        || scene.when(&candidate.tokens).is_some_and(|when| sentence.contains(&when.tokens.start))
        || scene.tolls_in(&sentence).next().is_some();
    if told { BELIEVED } else { UNTOLD }
}

/// All candidates with what the judge says of them.
fn judged<'a>(scene: &Scene<'a>, context: Context<'_>) -> Vec<(Candidate<'a>, Verdict)> {
    let all = candidates::find(scene);
    let Some(model) = context.judge().filter(|_| !all.is_empty()) else { return Vec::new() };
    let setting = Setting::new(scene, context.published);
    let verdicts: Vec<Verdict> =
        all.iter().enumerate().map(|(number, one)| setting.verdict(one, &all[..number], &model)).collect();
    all.into_iter().zip(verdicts).collect()
}

/// What was considered, and what spoke for it and against it.
pub(in crate::incident) fn considered(scene: &Scene<'_>, context: Context<'_>) -> Vec<Considered> {
    let all: Vec<(Candidate<'_>, Verdict)> = judged(scene, context);
    let Some(model) = context.judge() else { return Vec::new() };
    let setting = Setting::new(scene, context.published);
    let doubt = doubt(scene, all.iter().map(|(_, verdict)| verdict));
    let candidates: Vec<Candidate<'_>> = all.iter().map(|(candidate, _)| candidate.clone()).collect();
    let told = all.iter().enumerate().map(|(number, (candidate, verdict))| {
        let span = scene.text.span_of(candidate.tokens.clone());
        let phrase = |range: &Option<Range<usize>>| {
            range.clone().filter(|r| !r.is_empty()).map(|r| scene.text.slice(scene.text.span_of(r)).to_owned())
        };
        let reasons = setting.reasons(candidate, &candidates[..number], &model);
        Considered {
            trigger: Evidence { span, text: scene.text.slice(span).to_owned() },
            sub_event_type: candidate.event().sub_event_type.clone(),
            rule: format!("{}: {}", candidate.form.name(), candidate.row.trigger),
            subject: phrase(&candidate.subject),
            object: phrase(&candidate.object),
            probability: crate::geography::decimals(verdict.happened, 3),
            type_probability: crate::geography::decimals(verdict.kind, 3),
            believed: verdict.happened >= bar(scene, candidate).max(doubt) && !is_history(scene, candidate, context),
            reasons: reasons
                .into_iter()
                .filter(|(_, weight)| weight.abs() >= 0.05)
                .map(|(reason, weight)| Reason {
                    reason: reason.to_owned(),
                    weight: crate::geography::decimals(weight, 2),
                })
                .collect(),
        }
    });
    told.collect()
}

//! What the judge learns from: the candidates of coded reports with their features.

use super::Context;
use super::candidates::{self, Candidate};
use super::judge::Setting;
use super::scene::Scene;
use crate::recognize::Recognized;
use crate::resolve::Resolved;
use crate::text::{Span, Text};

/// A candidate and what the model reads of it.
#[derive(Debug, Clone)]
pub struct IncidentExample {
    /// Where its trigger stands.
    pub span: Span,
    /// The sentence it stands in.
    pub sentence: Span,
    /// The sub-event type that it would be.
    pub sub_event_type: String,
    /// Its features.
    pub features: Vec<u32>,
}

/// The candidates of a report, for fitting.
pub fn incident_examples(
    text: &Text,
    found: &Recognized,
    places: &Resolved,
    context: Context<'_>,
) -> Vec<IncidentExample> {
    let scene = Scene::new(text, found, places, context);
    let setting = Setting::new(&scene, context.published);
    let all: Vec<Candidate<'_>> = candidates::find(&scene);
    let example = |number: usize, candidate: &Candidate<'_>| IncidentExample {
        span: text.span_of(candidate.tokens.clone()),
        sentence: text.span_of(scene.sentence(candidate.tokens.start)),
        sub_event_type: candidate.event().sub_event_type.clone(),
        features: setting.features(candidate, &all[..number]),
    };
    all.iter().enumerate().map(|(number, candidate)| example(number, candidate)).collect()
}

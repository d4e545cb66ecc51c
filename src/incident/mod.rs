//! Incidents: what is reported to have happened, who says so and who denies it.
//!
//! Owns the coding of events, claims, dates, casualties and the state of infrastructure, by tables in `lexicon/` and the words
//! around them; takes the places as `resolve` gave them. No text, no fact: what is negated, planned, hypothetical or long past
//! makes no incident, and a relative date without the report's own stays open. A first version: its inside can be deepened
//! behind [`code`].

mod actors;
mod by_hand;
mod candidates;
mod casualties;
mod claims;
mod clock;
mod coder;
mod dates;
mod examples;
mod grammar;
#[expect(clippy::module_inception, reason = "the stage is named after its main type")]
mod incident;
mod inflection;
mod infrastructure;
mod judge;
mod lexicon;
mod locate;
mod parties;
mod scene;
mod sides;
mod site;
#[cfg(test)]
mod tests;
mod triggers;
mod unreal;
mod vocabulary;

pub use actors::ActorKind;
pub(crate) use by_hand::{Told, added, is_sub_event_type, place_at, set_type};
pub(crate) use claims::status as status_of;
pub use examples::{IncidentExample, incident_examples};
pub use incident::{
    AssetStatus, Certainty, Claim, Clock, Considered, Count, Evidence, Findings, Incident, Infrastructure, Party,
    PartySide, Reason, Stance, Status,
};
pub(crate) use incident::{each_once, each_once_by};

pub use judge::Judge;
pub use vocabulary::{Vocabulary, VocabularyError};

use crate::gazetteer::Gazetteer;
use crate::recognize::Recognized;
use crate::resolve::Resolved;
use crate::text::Text;

/// What the coder needs to know of a report besides its text.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The report's id: part of the ids of its incidents.
    pub report: &'a str,
    /// The report's date; without one no relative date is resolved.
    pub published: Option<jiff::civil::Date>,
    /// What tells events from words that only could be one; `None` for the model inside the program.
    pub judge: Option<Judge<'a>>,
    /// Words of the user's own.
    pub vocabulary: Option<&'a Vocabulary>,
}

impl<'a> Context<'a> {
    /// The judge that was given, or the one inside the program.
    fn judge(&self) -> Option<Judge<'a>> {
        match self.judge {
            Some(judge) => Some(judge),
            None => judge::shipped(),
        }
    }
}

/// Finds the incidents and the infrastructure of a report. A report that reports nothing gives none.
pub fn code(
    text: &Text,
    found: &Recognized,
    places: &Resolved,
    context: Context<'_>,
    gazetteer: &Gazetteer,
) -> Findings {
    let scene = scene::Scene::new(text, found, places, context);
    let mut incidents = coder::incidents(&scene, context);
    let mut infrastructure = infrastructure::find(&scene, gazetteer);
    site::locate(&mut incidents, &infrastructure, gazetteer);
    clock::set(text, places, &mut incidents, gazetteer);
    infrastructure::measure(&mut infrastructure, &incidents, gazetteer);
    Findings { incidents, infrastructure }
}

/// Measures again how far each asset is from the incidents, when those were changed.
pub(crate) fn measure(findings: &mut Findings, gazetteer: &Gazetteer) {
    infrastructure::measure(&mut findings.infrastructure, &findings.incidents, gazetteer);
}

/// Every word of a report that could report an event, with what spoke for it and against it.
pub fn explain(text: &Text, found: &Recognized, places: &Resolved, context: Context<'_>) -> Vec<Considered> {
    coder::considered(&scene::Scene::new(text, found, places, context), context)
}

//! Several reports together: the incident that more than one of them tells becomes one event with all its sources.
//!
//! Two incidents of different reports are one event when all of this holds:
//!
//! 1. **what**: the same sub-event type, or one leaves the other's open (`sub_event_candidates`);
//! 2. **when**: both are dated, each within [`SPAN`] days, and their days meet;
//! 3. **where**: both are in the same town or within [`NEAR`] of each other; of a region or a whole country, where much may
//!    happen on one day, only when they also share a party;
//! 4. **who**: where both name who acts, they share one, by its one name or by its words; in a battle, whoever fights.
//!    Hazards have no parties.
//!
//! An event takes at most one incident of each report: what one report tells apart stays apart. What is undated or unlocated
//! stays alone. Nothing is lost: claims, quotes, parties and ranges of figures of all sources are kept, and each source keeps
//! its incident.

mod group;
mod join;
#[cfg(test)]
mod tests;

use crate::analysis::{Analyses, Analysis};
use crate::geography::Metres;
use crate::incident::Incident;
pub(crate) use group::{Groups, Telling};

/// How far apart two points of one event may be: across a town.
pub const NEAR: Metres = Metres(5_000.0);
/// An incident that may lie in more days than this is dated too loosely to be told from others.
pub const SPAN: i32 = 3;

/// Whether incidents of several reports are brought together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Merging {
    /// One event for all reports that tell it.
    #[default]
    Together,
    /// One event for each incident of each report.
    Apart,
}

/// A report that tells an event.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The report.
    pub analysis: &'a Analysis,
    /// What it tells.
    pub incident: &'a Incident,
}

/// An incident as all its reports tell it.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// What follows from all sources; the incident itself where there is one source.
    pub incident: Incident,
    /// At least one, in the order of the reports.
    pub sources: Vec<Source<'a>>,
}

impl<'a> Event<'a> {
    /// What some reports tell, brought together; `None` without sources.
    pub(crate) fn of(sources: Vec<Source<'a>>) -> Option<Self> {
        Some(Self { incident: join::joined(&sources)?, sources })
    }

    /// The source whose place, words and id the event has.
    pub fn main(&self) -> Option<Source<'a>> {
        self.sources.iter().find(|source| source.incident.id == self.incident.id).copied()
    }
}

/// Analyses by their ids, so that what follows is the same in whatever order they come.
pub fn in_order(analyses: &[Analysis]) -> Vec<&Analysis> {
    let mut sorted: Vec<&Analysis> = analyses.iter().collect();
    sorted.sort_by(|a, b| (&a.id, &a.provenance.text_sha256).cmp(&(&b.id, &b.provenance.text_sha256)));
    sorted
}

/// The numbers of analyses in the order of [`in_order`].
pub(crate) fn order(analyses: &dyn Analyses) -> Vec<usize> {
    let head = |number| analyses.head(number).map(|head| (head.id, head.provenance.text_sha256, number));
    let mut sorted: Vec<_> = (0..analyses.count()).filter_map(head).collect();
    sorted.sort_unstable();
    sorted.into_iter().map(|(_, _, number)| number).collect()
}

/// The events of some analyses in order ([`in_order`]), in the order of their first incidents. A report that only tells again what
/// another of them tells ([`Analysis::duplicate_of`]) is no further source.
pub fn events<'a>(analyses: &[&'a Analysis], merging: Merging) -> Vec<Event<'a>> {
    let mut groups = Groups::default();
    for (report, analysis) in analyses.iter().enumerate().filter(|(_, a)| a.duplicate_of.is_none()) {
        groups.add(report, &analysis.incidents, merging);
    }
    let source = |(report, number): &Telling| {
        let analysis = analyses.get(*report as usize).copied()?;
        Some(Source { analysis, incident: analysis.incidents.get(*number as usize)? })
    };
    let events = groups.into_told().into_iter().filter_map(|told| Event::of(told.iter().filter_map(source).collect()));
    events.collect()
}

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

mod join;
#[cfg(test)]
mod tests;

use crate::analysis::Analysis;
use crate::geography::{Metres, distance};
use crate::incident::{Incident, Party, PartySide};
use std::collections::BTreeMap;

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

/// The events of some analyses in order ([`in_order`]), in the order of their first incidents. A report that only tells again what
/// another of them tells ([`Analysis::duplicate_of`]) is no further source.
pub fn events<'a>(analyses: &[&'a Analysis], merging: Merging) -> Vec<Event<'a>> {
    let mut groups: Vec<Vec<Source<'a>>> = Vec::new();
    let mut by_cell: BTreeMap<Cell, Vec<usize>> = BTreeMap::new();
    for analysis in analyses.iter().filter(|a| a.duplicate_of.is_none()) {
        for incident in &analysis.incidents {
            let source = Source { analysis, incident };
            let cell = Cell::of(incident).filter(|_| merging == Merging::Together);
            let around = cell.iter().flat_map(Cell::around).filter_map(|cell| by_cell.get(&cell)).flatten();
            let known = around.copied().filter(|group| groups.get(*group).is_some_and(|g| belongs(&source, g))).min();
            let group = match known {
                Some(group) => group,
                None => {
                    groups.push(Vec::new());
                    groups.len() - 1
                }
            };
            if let Some(sources) = groups.get_mut(group) {
                sources.push(source);
            }
            if let Some(cell) = cell {
                let here = by_cell.entry(cell).or_default();
                if !here.contains(&group) {
                    here.push(group);
                }
            }
        }
    }
    groups.into_iter().filter_map(|sources| Some(Event { incident: join::joined(&sources)?, sources })).collect()
}

/// Where and of what an incident is, roughly: only what lies in one cell or the next can be one event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    event_type: String,
    /// Tenths of a degree; a tenth of latitude is 11 km, more than [`NEAR`].
    row: i32,
    /// As many parts of the circle of latitude, each wider than [`NEAR`] up to 60° north and south.
    column: i32,
}

impl Cell {
    /// `None` for what cannot be merged: undated, loosely dated, unlocated.
    fn of(incident: &Incident) -> Option<Self> {
        let (first, last) = incident.date_start.zip(incident.date_end)?;
        let at = incident.at().filter(|at| at.is_valid() && (last - first).get_days() < SPAN)?;
        let tenth = |degrees: f64| (degrees * 10.0).floor() as i32;
        Some(Self { event_type: incident.event_type.clone(), row: tenth(at.lat), column: tenth(at.lon) })
    }

    /// The cell itself and those beside it; nearer the poles more columns are as near.
    fn around(&self) -> impl Iterator<Item = Self> + '_ {
        let wide = if self.row.abs() > 600 { 4 } else { 1 };
        (-1..=1).flat_map(move |row| {
            (-wide..=wide).map(move |column| Self {
                event_type: self.event_type.clone(),
                row: self.row + row,
                column: (self.column + column + 1800).rem_euclid(3600) - 1800,
            })
        })
    }
}

/// Whether a source tells the event of a group: it agrees with each that tells it, and its report does not tell it yet.
fn belongs(source: &Source<'_>, group: &[Source<'_>]) -> bool {
    group.iter().all(|known| !std::ptr::eq(known.analysis, source.analysis) && is_one(known.incident, source.incident))
}

/// The rule; see the head of this module.
fn is_one(one: &Incident, two: &Incident) -> bool {
    let shared = shares_party(one, two);
    is_one_type(one, two)
        && is_one_time(one, two)
        && is_one_place(one, two, shared == Some(true))
        && shared != Some(false)
}

fn is_one_type(one: &Incident, two: &Incident) -> bool {
    one.sub_event_type == two.sub_event_type
        || one.sub_event_candidates.contains(&two.sub_event_type)
        || two.sub_event_candidates.contains(&one.sub_event_type)
}

fn is_one_time(one: &Incident, two: &Incident) -> bool {
    let (Some(a), Some(b)) = (one.date_start.zip(one.date_end), two.date_start.zip(two.date_end)) else { return false };
    a.0 <= b.1 && b.0 <= a.1
}

fn is_one_place(one: &Incident, two: &Incident, shares_party: bool) -> bool {
    let (Some(a), Some(b)) = (one.at(), two.at()) else { return false };
    let town = |i: &Incident| i.geo_precision.is_some_and(|precision| precision <= 2);
    if town(one) && town(two) {
        one.place_id == two.place_id || distance(a, b) <= NEAR
    } else {
        one.place_id == two.place_id && shares_party
    }
}

/// Whether two incidents have a party in common: one who acts, or in a battle, which both sides fight, any; `None` when one
/// of them names none.
fn shares_party(one: &Incident, two: &Incident) -> Option<bool> {
    let battle = one.event_type == "Battles";
    let of = |incident: &'_ Incident| -> Vec<Party> {
        let counts = |p: &&Party| p.side == PartySide::Actor || (battle && p.kind.is_some());
        incident.parties.iter().filter(counts).cloned().collect()
    };
    let (one, two) = (of(one), of(two));
    if one.is_empty() || two.is_empty() {
        return None;
    }
    let same = |a: &Party, b: &Party| match (&a.known_as, &b.known_as) {
        (Some(a), Some(b)) => a == b,
        _ => shares_word(&a.name, &b.name),
    };
    Some(one.iter().any(|a| two.iter().any(|b| same(a, b))))
}

/// `gunmen` and `unknown gunmen`.
fn shares_word(one: &str, two: &str) -> bool {
    let fold = crate::gazetteer::names::fold;
    let (one, two) = (fold(one), fold(two));
    let mut words = one.split(' ').filter(|word| word.len() > 2);
    words.any(|word| two.split(' ').any(|other| other == word))
}

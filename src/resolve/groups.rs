//! One name, one place in a report: mentions with the same name are decided together.

use super::Setting;
use super::candidates::{Candidate, candidates};
use super::context::Context;
use super::rank::Weights;
use crate::gazetteer::names::transliteration_key;
use crate::gazetteer::{Gazetteer, Level, MatchKind};
use crate::recognize::{Mention, Role};
use crate::text::Text;
use std::collections::{BTreeMap, BTreeSet};

/// Mentions with the same name and kind of role, and the places they may mean.
#[derive(Debug)]
pub(super) struct Group {
    /// Indexes of its mentions.
    pub mentions: Vec<usize>,
    /// Its candidates, likeliest first.
    pub candidates: Vec<Candidate>,
}

/// The groups of a report.
#[derive(Debug)]
pub(super) struct Groups {
    pub all: Vec<Group>,
    by_mention: BTreeMap<usize, usize>,
}

impl Groups {
    /// The candidates of a mention, likeliest first.
    pub fn of(&self, mention: usize) -> &[Candidate] {
        self.by_mention.get(&mention).and_then(|g| self.all.get(*g)).map_or(&[], |g| &g.candidates)
    }
}

/// Rounds of letting the groups inform each other: after the third, nothing of note changes.
const ROUNDS: usize = 3;

/// Weighs all groups of a report.
pub(super) fn decide(text: &Text, mentions: &[Mention], setting: &Setting<'_>, gazetteer: &Gazetteer) -> Groups {
    let weights = setting.weights;
    let mut groups = gather(text, mentions, weights, gazetteer);
    for group in &mut groups.all {
        weigh_alone(mentions, group, weights, gazetteer);
        weights.settle(&mut group.candidates);
    }
    for round in 1..=ROUNDS {
        let context = Context::new(text, mentions, &groups, setting, gazetteer);
        for (number, group) in groups.all.iter_mut().enumerate() {
            for candidate in &mut group.candidates {
                candidate.score = context.weigh(number, &group.mentions, candidate, &mut |_| {});
            }
            weights.settle(&mut group.candidates);
            // What spoke for the winner, told once.
            if round == ROUNDS
                && let Some(top) = group.candidates.first_mut()
            {
                let mut notes = Vec::new();
                context.weigh(number, &group.mentions, top, &mut |note| notes.push(note.to_string()));
                top.evidence.append(&mut notes);
            }
        }
    }
    drop_far_typings(&mut groups, gazetteer);
    groups
}

/// People from whom on a town is so well known that it is meant by a misspelt name alone.
const KNOWN: u64 = 100_000;

/// A name that no place carries may be a misspelt one, of a country that the report names another place of, or of a place that
/// everybody knows: otherwise it is a village that the gazetteer lacks rather than a town across the world.
fn drop_far_typings(groups: &mut Groups, gazetteer: &Gazetteer) {
    let typed = |matched: MatchKind| !matches!(matched, MatchKind::Exact | MatchKind::Prefix);
    let sure = |group: &&Group| group.candidates.first().is_some_and(|top| !typed(top.matched));
    let countries: BTreeSet<[u8; 2]> =
        groups.all.iter().filter(sure).filter_map(|group| group.candidates.first()?.country).collect();
    let near = |candidate: &Candidate| {
        if countries.is_empty() {
            let people = gazetteer.place(candidate.place).and_then(|view| view.population()).unwrap_or_default();
            candidate.level < Level::Admin2 || people >= KNOWN
        } else {
            candidate.country.is_none_or(|country| countries.contains(&country))
        }
    };
    for group in &mut groups.all {
        group.candidates.retain(|candidate| !typed(candidate.matched) || near(candidate));
    }
}

fn gather(text: &Text, mentions: &[Mention], weights: &Weights, gazetteer: &Gazetteer) -> Groups {
    let mut out = Groups { all: Vec::new(), by_mention: BTreeMap::new() };
    let mut known: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        if mention.role == Role::Coordinate {
            continue;
        }
        // A demonym and a place may be spelt alike and mean two things; so may a name and its part in a relative place.
        // "Atlanta, Georgia" says which Georgia it means, and nothing of another one elsewhere in the report.
        let held = index.checked_sub(1).map(|p| &mentions[p]).filter(|p| {
            p.tokens.end + 1 == mention.tokens.start
                && text.slice(text.span_of(p.tokens.end..mention.tokens.start)) == ","
        });
        let listed = text.tokens().get(mention.tokens.end).is_some_and(|t| text.word(t) == "and");
        let held = held.filter(|_| !listed).map_or("", |p| text.slice(p.span));
        let key = if mention.relation.is_some() {
            format!("{} {index}", text.slice(mention.span))
        } else {
            transliteration_key(text.slice(mention.span))
        };
        let number = *known.entry((format!("{key}|{held}"), mention.role == Role::Demonym)).or_insert_with(|| {
            out.all.push(Group { mentions: Vec::new(), candidates: Vec::new() });
            out.all.len() - 1
        });
        out.by_mention.insert(index, number);
        let group = &mut out.all[number];
        // A name that nothing was found for is not looked for again.
        let hopeless = mention.candidates.is_empty() && !group.mentions.is_empty() && group.candidates.is_empty();
        group.mentions.push(index);
        if !hopeless {
            merge(&mut group.candidates, candidates(text, mention, weights, gazetteer));
        }
    }
    out
}

/// Spellings of one name may have candidates of their own: all are weighed, each by its best match.
fn merge(known: &mut Vec<Candidate>, more: Vec<Candidate>) {
    for candidate in more {
        match known.iter_mut().find(|k| k.place == candidate.place) {
            Some(same) if same.prior < candidate.prior => *same = candidate,
            Some(_) => {}
            None => known.push(candidate),
        }
    }
}

/// What the words beside the mentions say, whatever else the report names.
fn weigh_alone(mentions: &[Mention], group: &mut Group, weights: &Weights, gazetteer: &Gazetteer) {
    let stated: Vec<_> = group.mentions.iter().filter_map(|m| mentions[*m].stated).collect();
    for candidate in &mut group.candidates {
        let Some(view) = gazetteer.place(candidate.place) else { continue };
        if let Some(class) = stated.first() {
            let weight = weights.of_class(*class, candidate, &view);
            if weight > 0.0 {
                candidate.evidence.push(format!("stated class {}", class.letter()));
            }
            candidate.prior += weight;
        }
        candidate.score = candidate.prior;
    }
}

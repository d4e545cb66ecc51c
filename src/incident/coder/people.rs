//! Whose dead and wounded: figures go to the incident of their clause, of their sentence, or to the one told before.

use super::Coded;
use crate::incident::Context;
use crate::incident::candidates;
use crate::incident::casualties::{self, Toll};
use crate::incident::incident::{Count, Evidence};
use crate::incident::lexicon::{LEXICON, Tally};
use crate::incident::scene::Scene;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many sentences behind an incident its casualties are still looked for.
const LATER: usize = 3;

/// Counts people by the incident that they belong to: the nearest trigger of the sentence, its clause first; a sentence that
/// only counts belongs to the incident before it. A figure that is given again widens the range and is not added.
pub(super) fn count(scene: &Scene<'_>, all: &[Range<usize>], incidents: &mut [Coded], context: Context<'_>) {
    let everything = 0..scene.text.tokens().len();
    let mut own: BTreeMap<usize, Vec<&Toll>> = BTreeMap::new();
    let mut after: Vec<(usize, &Toll)> = Vec::new();
    for toll in scene.tolls_in(&everything) {
        let sentence = scene.sentence(toll.word.start);
        let first = all.partition_point(|t| t.start < sentence.start);
        let here = || all.iter().enumerate().skip(first).take_while(|(_, t)| t.start < sentence.end);
        let clause = scene.clause(toll.word.start);
        let far = |trigger: &Range<usize>| {
            let other = if clause.contains(&trigger.start) { 0 } else { 30 };
            trigger.start.abs_diff(toll.word.start) + other
        };
        match here().min_by_key(|(_, t)| far(t)).filter(|_| !is_recalled(scene, toll, incidents)) {
            Some((number, _)) => own.entry(number).or_default().push(toll),
            None if is_aside(scene, &sentence, context) => {}
            None => after.push((scene.text.sentence_of(toll.word.start), toll)),
        }
    }
    for (number, tolls) in own {
        // One trigger has an incident at each place of a list: a number goes where it stands.
        for (coded, tolls) in by_place(scene, &all[number], incidents, &tolls) {
            for tally in TALLIES {
                if let Some(count) = casualties::sum(tolls.iter().copied(), tally) {
                    widen(coded.incident.tally(tally), count);
                }
            }
        }
    }
    for (sentence, toll) in after {
        let tokens = scene.sentence(toll.word.start);
        let when = scene.when(&toll.word).and_then(|when| when.days);
        let before = |i: &Coded| {
            let told = i.incident.evidence.iter().rev().map(|e| e.span);
            told.into_iter().find(|span| {
                let at = scene.text.sentence_of(scene.text.token_at(span.start));
                at < sentence && sentence - at <= LATER
            })
        };
        // "Nearly 40 have been killed since 27 September" counts more than one day.
        let another = |i: &Coded| {
            let days = i.incident.date_start.zip(i.incident.date_end);
            let several = when.is_some_and(|(first, last)| first.tomorrow().is_ok_and(|next| next < last));
            days.is_none() && several
                || days.zip(when).is_some_and(|((from, to), (first, last))| {
                    last < from || to < first || first < from && (to < last || several && to == last)
                })
        };
        let here = |i: &Coded| {
            let place = i.incident.place_id.as_ref();
            let mut named = scene.toponyms_in(tokens.clone()).filter(|t| t.role.locates());
            place.is_some() && named.any(|t| t.place.as_ref().map(|p| &p.id) == place)
        };
        let near = |i: &&mut Coded| before(i).is_some() && !another(i);
        let last = incidents.iter_mut().filter(near).max_by_key(|i| (here(i), may_count(i, toll.tally), before(i)));
        if let Some(incident) = last.map(|coded| &mut coded.incident) {
            let known = incident.tally(toll.tally);
            match known {
                // "The toll later rose to 17": what was known before is no other account.
                Some(count) if toll.total && toll.count.best >= count.best => *known = Some(toll.count.clone()),
                _ => widen(known, toll.count.clone()),
            }
            let (span, text) = scene.quote(scene.sentence(toll.word.start));
            if !incident.evidence.iter().any(|e| e.span == span) {
                incident.evidence.push(Evidence { span, text });
            }
        }
    }
}

/// Whether an incident is of a kind that has such figures: nobody dies of a drone that was shot down, or of a truce, where an
/// attack was told beside it.
fn may_count(coded: &Coded, tally: Tally) -> bool {
    let harmless =
        coded.incident.event_type == "Strategic developments" || coded.incident.sub_event_type == "Power outage";
    !(harmless && matches!(tally, Tally::Killed | Tally::Injured | Tally::Missing))
}

/// "At least five were killed in the strikes": the figure is of what was told before.
fn is_recalled(scene: &Scene<'_>, toll: &Toll, incidents: &[Coded]) -> bool {
    let sentence = scene.sentence(toll.word.start);
    let told = incidents.iter().any(|i| i.triggers.values().next().is_some_and(|end| *end <= sentence.start));
    let event = |t: usize| {
        matches!(
            scene.word(t),
            "attack"
                | "attacks"
                | "strike"
                | "strikes"
                | "blast"
                | "explosion"
                | "shelling"
                | "bombing"
                | "raid"
                | "raids"
                | "ambush"
                | "clashes"
                | "violence"
                | "crash"
                | "accident"
                | "barrage"
        )
    };
    let behind = toll.word.end..sentence.end.min(toll.word.end + RECALLED);
    let own = |t: usize| incidents.iter().any(|i| i.triggers.range(..=t).next_back().is_some_and(|(_, end)| t < *end));
    told && behind.into_iter().any(|t| event(t) && !own(t) && scene.word(t - 1) == "the" && scene.word(t - 2) == "in")
}

/// Tokens from a figure to the event that it is of.
const RECALLED: usize = 8;

/// The incidents of a trigger, each with the counts of its own place; what names no place of theirs is of the first.
fn by_place<'c, 't>(
    scene: &Scene<'_>,
    trigger: &Range<usize>,
    incidents: &'c mut [Coded],
    tolls: &[&'t Toll],
) -> Vec<(&'c mut Coded, Vec<&'t Toll>)> {
    let mut out: Vec<(&mut Coded, Vec<&Toll>)> = incidents
        .iter_mut()
        .filter(|i| i.triggers.get(&trigger.start) == Some(&trigger.end))
        .map(|coded| (coded, Vec::new()))
        .collect();
    let listed = tolls.iter().any(|toll| toll.elliptic);
    for toll in tolls {
        let sentence = scene.sentence(toll.word.start);
        let place =
            scene.toponyms_in(toll.word.end..sentence.end).find(|t| t.role.locates()).and_then(|t| t.place.as_ref());
        let of = |coded: &Coded| place.is_some_and(|p| coded.incident.place_id.as_ref() == Some(&p.id));
        let at = out.iter().position(|(coded, _)| listed && of(coded)).unwrap_or(0);
        if let Some((_, list)) = out.get_mut(at) {
            list.push(toll);
        }
    }
    out
}

const TALLIES: [Tally; 5] = [Tally::Killed, Tally::Injured, Tally::Missing, Tally::Displaced, Tally::Arrested];

/// Sentences whose figures are of other days.
fn is_aside(scene: &Scene<'_>, sentence: &Range<usize>, context: Context<'_>) -> bool {
    candidates::is_old(scene, sentence.clone(), context.published)
        || scene.has(&LEXICON.past, sentence.clone())
        || scene.has(&LEXICON.negation, sentence.clone())
}

/// A first figure is taken; another one widens the range, and the first stays the one to use.
fn widen(known: &mut Option<Count>, other: Count) {
    match known {
        None => *known = Some(other),
        Some(count) => {
            count.low = count.low.min(other.low);
            count.high = count.high.max(other.high);
        }
    }
}

//! One event told by several words: the likeliest of a clause holds, and what it brings with it is part of it.

use super::Trigger;
use crate::incident::lexicon::{EventType, LEXICON};
use crate::incident::scene::Scene;
use std::ops::Range;

/// What a natural hazard makes collapse or burst is its consequence, and no incident of its own.
pub(super) fn without_consequences<'a>(mut all: Vec<Trigger<'a>>) -> Vec<Trigger<'a>> {
    if all.iter().any(|t| t.candidate.event().event_type == "Natural hazard") {
        all.retain(|t| t.candidate.event().sub_event_type != "Structural collapse");
    }
    all
}

/// In one clause, the likelier event wins; the others are its words too.
pub(super) fn merged<'a>(scene: &Scene<'_>, all: Vec<Trigger<'a>>) -> Vec<Trigger<'a>> {
    let mut out: Vec<Trigger> = Vec::new();
    for trigger in all {
        let clause = scene.clause(trigger.tokens.start);
        let one = |known: &Trigger<'_>| {
            clause.contains(&known.tokens.start) && may_be_one(known, &trigger) && !is_apart(scene, known, &trigger)
        };
        // They stand in text order.
        let mut here = out.iter_mut().rev().take_while(|known| known.tokens.start >= clause.start);
        match here.find(|known| one(known)) {
            Some(known) => {
                let mut said = std::mem::take(&mut known.said);
                said.extend(trigger.said.iter().cloned());
                let mut also = std::mem::take(&mut known.also);
                let likelier = trigger.verdict.kind > known.verdict.kind;
                if brings(scene, &trigger, known) || likelier && !brings(scene, known, &trigger) {
                    also.insert(0, known.candidate.clone());
                    *known = trigger;
                } else {
                    also.push(trigger.candidate);
                }
                (known.said, known.also) = (said, also);
            }
            None => out.push(trigger),
        }
    }
    out
}

/// "A boat sank off Lampedusa and a plane crashed in Kathmandu": `and` joins two that have each their own place, unless one
/// subject does both; so does `in response to`.
fn is_apart(scene: &Scene<'_>, one: &Trigger<'_>, two: &Trigger<'_>) -> bool {
    let (first, second) = if one.tokens.start < two.tokens.start { (one, two) } else { (two, one) };
    let clause = scene.clause(first.tokens.start);
    let joins = |t: &usize| {
        matches!(scene.word(*t), "and" | "after" | "following" | "response" | "retaliation" | "reprisal" | "revenge")
    };
    let Some(and) = (first.tokens.end..second.tokens.start).rev().find(joins) else {
        return false;
    };
    let places = |range: Range<usize>| {
        let there = scene.toponyms_in(range).filter(|t| t.role.locates());
        there.filter_map(|t| t.place.as_ref().map(|p| p.id.clone())).collect::<Vec<_>>()
    };
    // "clashed in Hajin and the village of Susah": a list is one event at several places.
    let (here, there) = (places(first.tokens.end..and), places(second.tokens.start..clause.end));
    let shared = and + 1 == second.tokens.start && second.candidate.verb.is_some();
    !shared && !here.is_empty() && !there.is_empty() && there.iter().all(|place| !here.contains(place))
}

/// "Fighters blew up the dam, flooding villages": somebody's act brings the flood, and is what happened; so does a missile that
/// cuts the power.
fn brings(scene: &Scene<'_>, act: &Trigger<'_>, hazard: &Trigger<'_>) -> bool {
    let somebody = act.candidate.subject.as_ref().is_some_and(|s| scene.classes(s.clone()).meets(LEXICON.persons));
    let natural = |t: &Trigger<'_>| t.candidate.event().event_type == "Natural hazard";
    let any = |t: &Trigger<'_>| t.candidate.event().event_type.ends_with("hazard");
    let strikes = |t: &Trigger<'_>| {
        t.candidate.event().event_type == "Explosions/Remote violence" && t.candidate.subject.is_some()
    };
    let technological = hazard.candidate.event().event_type == "Technological hazard";
    !any(act) && (somebody && natural(hazard) || strikes(act) && technological)
}

/// A flood and its landslide are two; shelling and the fighting it is part of are one.
fn may_be_one(one: &Trigger<'_>, other: &Trigger<'_>) -> bool {
    let (one, other) = (one.candidate.event(), other.candidate.event());
    let hazard = |e: &EventType| e.event_type.ends_with("hazard") || e.event_type == "Health";
    let technological = |e: &EventType| e.event_type == "Technological hazard";
    let one_water = [one, other].iter().all(|e| matches!(e.sub_event_type.as_str(), "Flood" | "Flash Flood"));
    one.sub_event_type == other.sub_event_type
        || one_water
        || (!hazard(one) && !hazard(other))
        || (hazard(one) != hazard(other) && one.event_type != "Protests" && other.event_type != "Protests")
        || technological(one)
        || technological(other)
}

//! What is told twice is one incident: the same day, place and type, a heading, a definite noun, a side's word of its own deed.

use super::{Coded, Trigger};
use crate::geography::Metres;
use crate::incident::claims;
use crate::incident::incident::{Claim, Evidence, Incident, Party, PartySide, Stance, each_once};
use crate::incident::lexicon::{EventType, LEXICON};
use crate::incident::scene::Scene;
use crate::incident::{grammar, sides};
use std::ops::Range;

/// One incident is one day (or interval) × one place × one type: what agrees in these, or leaves them open, is the same.
pub(super) fn is_same(known: &Coded, other: &Coded) -> bool {
    let told = !known.assumed && !other.assumed;
    let heading = known.heading && !other.heading;
    let (known, other) = (&known.incident, &other.incident);
    let place = known.place_id == other.place_id || other.place_id.is_none() || known.place_id.is_none();
    let day = match (known.date_start, other.date_start) {
        _ if heading => true,
        (Some(a), Some(b)) => a <= other.date_end.unwrap_or(b) && b <= known.date_end.unwrap_or(a),
        _ => true,
    };
    let kind = known.sub_event_type == other.sub_event_type;
    // A hazard is one event however many towns it hits; each town of a shelling is an incident.
    let wide = known.event_type == "Natural hazard" || (heading && known.event_type == "Health");
    let under = heading && known.country.is_some() && known.country == other.country;
    // "MEXICO: Gunfight in Culiacán" over a fight in one of its districts.
    let near =
        heading && known.at().zip(other.at()).is_some_and(|(a, b)| crate::geography::distance(a, b) <= Metres(HEADED));
    let place = (place && (wide || !are_apart(known, other))) || near;
    let hazard = wide && (under || place || is_wider(known, other) || is_wider(other, known));
    // What another side claims without saying where is a claim of its own.
    let claimed =
        known.claimed_by == other.claimed_by || (told && known.place_id == other.place_id && known.place_id.is_some());
    kind && day && (place || hazard) && (claimed || wide)
}

/// Whether one is at a place that no gazetteer has and the other at another: that may lie in an area, but it is no other town.
fn are_apart(one: &Incident, two: &Incident) -> bool {
    let unknown = |i: &Incident| i.place_id.is_none() && i.place_name.is_some();
    let apart = |named: &Incident, other: &Incident| {
        unknown(named)
            && if other.place_id.is_some() {
                other.geo_precision.is_some_and(|precision| precision < AREA)
            } else {
                other.place_name.is_some() && other.place_name != named.place_name
            }
    };
    apart(one, two) || apart(two, one)
}

/// The precision of ACLED from which on an incident is in an area.
const AREA: u8 = 3;

/// Metres from the place of a heading to what the text tells of it.
const HEADED: f64 = 50_000.0;

/// Whether a sentence belongs to a line at the head of a report that has no end: `KENYA: Drought Situation Report (10 October 2022)`.
pub(super) fn is_heading(scene: &Scene<'_>, sentence: &Range<usize>) -> bool {
    let text = scene.text.as_str();
    // No line longer than a heading is looked through: a report of a single line asks this of each incident.
    let end_of_line = text.bytes().take(HEADING + 1).position(|byte| byte == b'\n');
    let Some(line) = end_of_line.and_then(|end| text.get(..end)) else { return false };
    let end = scene.text.tokens().get(sentence.end.saturating_sub(1)).map_or(0, |t| t.bytes.end);
    end <= line.len() && !line.trim_end().ends_with(['.', '!', '?', '"', '”', '…'])
}

/// The most bytes of a heading.
const HEADING: usize = 160;
/// Sentences behind an incident in which a definite noun still means it.
const RECALLED: usize = 2;

/// The tokens of the sentences before that of a trigger in which what it comes back to was told last.
pub(super) fn reach(scene: &Scene<'_>, trigger: &Trigger<'_>) -> Range<usize> {
    let here = scene.text.sentence_of(trigger.tokens.start);
    let first = scene.text.sentences().get(here.saturating_sub(RECALLED)).map_or(0, |s| s.tokens.start);
    first..scene.sentence(trigger.tokens.start).start
}

/// Whether a trigger only comes back to a known incident: `confirmed the blast` behind a suicide bombing, or what the side that
/// acted says of its deed: `An Israeli air strike … The Israeli military said it had hit a command centre`.
pub(super) fn recalls(scene: &Scene<'_>, trigger: &Trigger<'_>, reach: &Range<usize>, known: &Coded) -> bool {
    let Some(last) = known.triggers.keys().next_back().copied().filter(|last| reach.contains(last)) else {
        return false;
    };
    let (here, there) = (scene.text.sentence_of(trigger.tokens.start), scene.text.sentence_of(last));
    let Some(kind) = LEXICON.named(&known.incident.sub_event_type) else { return false };
    let event = trigger.candidate.event();
    if !(claims::is_akin(kind, event) || is_its_blast(kind, event)) {
        return false;
    }
    let clause = scene.clause(trigger.tokens.start);
    // "… at the ship because its owner trades with Israel" names no other place of the deed.
    let reason = (trigger.tokens.end..clause.end).find(|t| scene.word(*t) == "because").unwrap_or(clause.end);
    let elsewhere = scene
        .toponyms_in(clause.start..reason)
        .any(|t| t.role.locates() && t.place.as_ref().is_some_and(|p| known.incident.place_id.as_ref() != Some(&p.id)));
    let other_day = scene.when(&trigger.tokens).and_then(|w| w.days).is_some_and(|(from, to)| {
        known.incident.date_start.zip(known.incident.date_end).is_none_or(|(a, b)| to < a || b < from)
    });
    if elsewhere || other_day {
        return false;
    }
    let phrase = grammar::noun_phrase(scene, &trigger.tokens);
    let article = phrase.start.checked_sub(1).map_or("", |t| scene.word(t));
    let bare = phrase.start == trigger.tokens.start;
    let definite = trigger.candidate.verb.is_none() && bare && matches!(article, "the" | "this" | "that");
    definite && scene.has(&LEXICON.confirm, scene.sentence(trigger.tokens.start).start..trigger.tokens.start)
        || is_own_word(scene, trigger, known, here == there + 1)
}

/// "the blast", "the fire": what a bomb, a strike or a raid made.
fn is_its_blast(deed: &EventType, event: &EventType) -> bool {
    matches!(event.sub_event_type.as_str(), "Explosion" | "Fire")
        && matches!(
            deed.event_type.as_str(),
            "Battles" | "Explosions/Remote violence" | "Violence against civilians" | "Technological hazard" | "Riots"
        )
}

/// "said it had …" in the next sentence, by the side that acted, of a violent deed; or of one whose actor was not told.
fn is_own_word(scene: &Scene<'_>, trigger: &Trigger<'_>, known: &Coded, next: bool) -> bool {
    let Some(verb) = &trigger.candidate.verb else { return false };
    let pronoun = matches!(scene.word(verb.start.wrapping_sub(1)), "it" | "they" | "he")
        || matches!(scene.word(verb.start.wrapping_sub(2)), "its" | "their" | "his");
    let violent = matches!(
        known.incident.event_type.as_str(),
        "Battles" | "Explosions/Remote violence" | "Violence against civilians"
    );
    let clause = scene.clause(trigger.tokens.start);
    pronoun && violent && {
        let actors = sides::of(scene, std::slice::from_ref(&trigger.candidate), &clause);
        let known_actor =
            |p: &Party| known.incident.parties.iter().any(|k| k.side == p.side && claims::is_one_side(k, p));
        let unnamed = !known.incident.parties.iter().any(|k| k.side == PartySide::Actor && k.kind.is_some());
        actors
            .iter()
            .any(|p| p.side == PartySide::Actor && (next && known_actor(p) || unnamed && is_definite(scene, trigger)))
    }
}

/// "had fired at the ship", "had shot it down": what was struck has been named.
fn is_definite(scene: &Scene<'_>, trigger: &Trigger<'_>) -> bool {
    let end = trigger.tokens.end;
    let strikes = matches!(
        trigger.candidate.event().event_type.as_str(),
        "Explosions/Remote violence" | "Violence against civilians"
    );
    let named = |t: usize| matches!(scene.word(t), "the" | "it" | "them" | "both");
    strikes && (named(end) || scene.word(end) == "at" && named(end + 1))
}

/// Adds what is told anew of an incident. Whose own deed it is confirms it, where another side told it before.
pub(super) fn recall(known: &mut Coded, mut other: Coded) {
    let told = known.incident.claims.iter().any(|c| c.stance == Stance::Asserts) || known.outright;
    for claim in &mut other.incident.claims {
        let again = known.incident.claims.iter().any(|c| c.speaker == claim.speaker);
        if claim.stance == Stance::Asserts && told && !again {
            claim.stance = Stance::Confirms;
        }
    }
    known.triggers.extend(other.triggers);
    let incident = &mut known.incident;
    incident.triggers = each_once(incident.triggers.drain(..).chain(other.incident.triggers));
    add_evidence(incident, other.incident.evidence);
    add_claims(incident, other.incident.claims);
}

/// Whether one is only known by a country or region where the other is known by a town.
fn is_wider(one: &Incident, other: &Incident) -> bool {
    one.geo_precision > other.geo_precision && one.country == other.country
}

pub(super) fn join(one: &mut Coded, two: Coded) {
    one.outright |= two.outright;
    one.assumed &= two.assumed;
    let heading = one.heading && !two.heading;
    one.heading &= two.heading;
    one.triggers.extend(two.triggers);
    let (known, other) = (&mut one.incident, two.incident);
    let better = match (known.geo_precision, other.geo_precision) {
        (None, Some(_)) => true,
        (Some(a), Some(b)) => b < a || (heading && b == a),
        _ => false,
    };
    if better {
        (known.lat, known.lon, known.geometry) = (other.lat, other.lon, other.geometry);
        (known.place_id, known.place_name, known.country, known.admin1) =
            (other.place_id, other.place_name, other.country, other.admin1);
        (known.geo_precision, known.where_prec, known.precision_m) =
            (other.geo_precision, other.where_prec, other.precision_m);
    }
    if (known.date_start.is_none() || heading) && other.date_start.is_some() {
        (known.date_start, known.date_end, known.time_precision) =
            (other.date_start, other.date_end, other.time_precision);
        known.date_phrase = other.date_phrase;
    } else {
        known.date_phrase = known.date_phrase.take().or(other.date_phrase);
    }
    known.hedged |= other.hedged;
    known.confidence = known.confidence.max(other.confidence);
    known.actors = each_once(known.actors.drain(..).chain(other.actors));
    known.targets = each_once(known.targets.drain(..).chain(other.targets));
    known.parties = each_once(known.parties.drain(..).chain(other.parties));
    known.triggers = each_once(known.triggers.drain(..).chain(other.triggers));
    add_evidence(known, other.evidence);
    add_claims(known, other.claims);
}

fn add_evidence(known: &mut Incident, more: Vec<Evidence>) {
    for evidence in more {
        if known.evidence.last() != Some(&evidence) {
            known.evidence.push(evidence);
        }
    }
}

/// So many of the last claims are compared with a new one: what is quoted again is quoted soon.
const QUOTED: usize = 64;

fn add_claims(known: &mut Incident, claims: Vec<Claim>) {
    for claim in claims {
        // What one says of one thing in the same words is one claim, however far it is quoted.
        let same = |c: &Claim| {
            c.speaker == claim.speaker
                && (c.span == claim.span || c.stance == claim.stance && c.span.overlaps(claim.span))
        };
        if known.claims.iter().rev().take(QUOTED).any(same) {
            continue;
        }
        let by = match claim.stance {
            Stance::Asserts => Some(&mut known.claimed_by),
            Stance::Denies => Some(&mut known.denied_by),
            _ => None,
        };
        if let Some(by) = by.filter(|by| !by.contains(&claim.speaker)) {
            by.push(claim.speaker.clone());
        }
        known.claims.push(claim);
    }
}

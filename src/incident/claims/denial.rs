//! Denials: of what, and whether they deny the event at all.

use super::claim;
use super::reply::unverified;
use super::speaker::is_speaker;
use crate::incident::candidates::Candidate;
use crate::incident::incident::{Certainty, Claim, Stance};
use crate::incident::lexicon::{EventType, LEXICON};
use crate::incident::parties;
use crate::incident::scene::Scene;
use crate::incident::triggers::Outcome;
use std::ops::Range;

/// Denials in the same sentence behind the trigger: `which was denied by X`, `but X denies this`, `; X rejected it`.
pub(super) fn denials(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    trigger: &Range<usize>,
    between: impl Fn(usize) -> bool,
) -> Vec<Claim> {
    let mut out: Vec<Claim> = scene
        .phrases(&LEXICON.deny, trigger.end..sentence.end)
        .filter(|(verb, ())| !between(verb.start))
        .filter_map(|(verb, ())| {
            let by = scene.word(verb.end) == "by";
            let speaker = if by { parties::after(scene, verb.end + 1)? } else { parties::before(scene, verb.start)? };
            let speaker = behind_charge(scene, speaker);
            is_speaker(scene, &speaker).then(|| {
                let clause = scene.clause(verb.start);
                claim(scene, speaker, verb, Stance::Denies, Certainty::Certain, clause)
            })
        })
        .collect();
    if out.is_empty() && !between(sentence.end) {
        out.extend(unverified(scene, trigger.end..sentence.end));
    }
    out
}

/// `…; the army confirmed that both pilots had died`: a confirmation behind a semicolon of the event's own sentence.
pub(super) fn confirmations(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    trigger: &Range<usize>,
    between: impl Fn(usize) -> bool,
) -> Vec<Claim> {
    let Some(mark) = (trigger.end..sentence.end).find(|t| scene.written(*t) == ";") else { return Vec::new() };
    scene
        .phrases(&LEXICON.confirm, mark + 1..sentence.end)
        .filter(|(verb, ())| {
            !between(verb.start)
                && matches!(scene.word(verb.start), "confirmed" | "confirms" | "admitted" | "acknowledged")
        })
        .filter_map(|(verb, ())| {
            let speaker = parties::before(scene, verb.start).filter(|s| s.start > mark && is_speaker(scene, s))?;
            Some(claim(scene, speaker, verb, Stance::Confirms, Certainty::Certain, mark + 1..sentence.end))
        })
        .collect()
}

/// `…, a charge Yerevan rejected`: the noun that names what was said is no part of who denies it.
fn behind_charge(scene: &Scene<'_>, speaker: Range<usize>) -> Range<usize> {
    let charge = matches!(
        scene.word(speaker.start),
        "charge"
            | "charges"
            | "claim"
            | "claims"
            | "allegation"
            | "allegations"
            | "accusation"
            | "accusations"
            | "account"
            | "something"
            | "assertion"
            | "version"
    );
    if !charge || speaker.len() < 2 {
        return speaker;
    }
    let article = usize::from(matches!(scene.word(speaker.start + 1), "the" | "a" | "an"));
    speaker.start + 1 + article..speaker.end
}

/// Whether what is denied is no event: `denied that any aid was withheld`, `denied backing the rebels`.
pub(super) fn denies_another(
    scene: &Scene<'_>,
    event: &Candidate<'_>,
    verb: &Range<usize>,
    sentence: &Range<usize>,
) -> bool {
    let word = |t: usize| scene.word(t);
    let joins = |t: usize| matches!(scene.written(t), "-" | "‑");
    let tells = |range: Range<usize>| {
        let mut all = range.into_iter().flat_map(|t| LEXICON.triggers.at(t, sentence.end, &word, &joins));
        all.any(|told| match told.row.outcome {
            Outcome::Type(kind) => is_akin(&LEXICON.types[kind], event.event()),
            Outcome::OfClass | Outcome::Territory => true,
        })
    };
    // "denied that …", "denied a report that …": what follows is denied, and nothing before it, unless it says so.
    let that = (verb.end..(verb.end + 5).min(sentence.end)).find(|t| scene.word(*t) == "that");
    // "rejects that: the device was old" denies what was said.
    let that = that.filter(|that| {
        *that == verb.end && !scene.word(that + 1).is_empty()
            || matches!(
                scene.word(that - 1),
                "report"
                    | "reports"
                    | "claim"
                    | "claims"
                    | "allegation"
                    | "allegations"
                    | "rumour"
                    | "rumours"
                    | "rumors"
            )
    });
    if let Some(that) = that {
        let rest = that + 1..sentence.end;
        // "that they had done it", "that this was so", "that anybody was hurt".
        let refers = rest.clone().any(|t| match scene.word(t) {
            "this" | "responsible" | "involved" | "anyone" | "anybody" | "anything" | "there" => true,
            "it" => scene.word(t + 1).is_empty(),
            _ => false,
        });
        return !refers && !tells(rest.clone()) || is_other_day(scene, event, &rest);
    }
    let rest = verb.end + 1..sentence.end;
    match (scene.word(verb.end), scene.word(verb.end + 1)) {
        ("any", "link" | "links" | "connection" | "connections" | "ties" | "contact") => true,
        // "denied rumours of sabotage" behind a fire.
        ("rumours" | "rumors" | "reports" | "talk" | "suggestions" | "speculation", "of") => !tells(rest),
        ("losing" | "abandoning" | "leaving" | "ceding" | "retreating", _) => !is_of_ground(event),
        (gerund, _) if gerund.ends_with("ing") => {
            // "denied possessing such weapons, let alone using them": of what was told.
            let refers = rest.clone().any(|t| matches!(scene.word(t), "them" | "such" | "it"));
            !refers
                && !matches!(gerund, "being" | "having" | "doing" | "carrying" | "anything")
                && !tells(verb.end..verb.end + 1)
        }
        _ => false,
    }
}

/// Whether an event is about who holds a place.
pub(super) fn is_of_ground(event: &Candidate<'_>) -> bool {
    let kind = event.event().sub_event_type.as_str();
    kind.ends_with("territory") || kind == "Non-violent transfer of territory"
}

/// Whether what is denied is said to have been on another day.
fn is_other_day(scene: &Scene<'_>, event: &Candidate<'_>, denied: &Range<usize>) -> bool {
    let days = |trigger: &Range<usize>| scene.when(trigger).filter(|when| when.days.is_some());
    let known = days(&event.tokens).and_then(|when| when.days);
    let told = days(&(denied.end.saturating_sub(1)..denied.end));
    let told = told.filter(|when| denied.contains(&when.tokens.start)).and_then(|when| when.days);
    known.zip(told).is_some_and(|((from, to), (first, last))| last < from || to < first)
}

/// Whether a denial of the one may be of the other: violence of any kind is; an agreement is only an agreement.
pub(in crate::incident) fn is_akin(one: &EventType, other: &EventType) -> bool {
    let group = |event: &'_ EventType| match (event.event_type.as_str(), event.sub_event_type.as_str()) {
        ("Strategic developments", "Arrests" | "Looting/property destruction") => None,
        ("Strategic developments", _) | ("Protests", _) => Some(event.sub_event_type.clone()),
        ("Natural hazard" | "Technological hazard" | "Health", _) => Some(event.event_type.clone()),
        _ => None,
    };
    group(one) == group(other)
}

/// Whether what is denied is said to have been at a place that the event's sentence does not name.
pub(super) fn is_elsewhere(
    scene: &Scene<'_>,
    verb: &Range<usize>,
    sentence: &Range<usize>,
    told: &Range<usize>,
) -> bool {
    let id = |t: &crate::resolve::Toponym| t.place.as_ref().map(|p| p.id.clone());
    let here: Vec<_> = scene.toponyms_in(told.clone()).filter_map(id).collect();
    // "rejected the accusation and alleged in turn that … in Y": what comes after another verb is not denied.
    let end = scene.phrase(&LEXICON.say, verb.end..sentence.end).map_or(sentence.end, |(next, ())| next.start);
    let that = (verb.end..end).any(|t| scene.word(t) == "that");
    let end = if that { end } else { end.min((verb.end..end).find(|t| scene.word(*t) == "and").unwrap_or(end)) };
    let mut denied = scene.toponyms_in(verb.end..end).filter(|t| t.role.locates()).filter_map(id).peekable();
    denied.peek().is_some() && !denied.any(|place| here.contains(&place))
}

/// Whether a sentence begins with a quotation that denies: `"He is not with us," said the police`.
pub(super) fn denies_in_quotes(scene: &Scene<'_>, verb: &Range<usize>, sentence: &Range<usize>) -> bool {
    let quote = |t: usize| matches!(scene.written(t), "\"" | "“" | "”");
    let closed = quote(verb.start.saturating_sub(1)) || quote(verb.start.saturating_sub(2));
    quote(sentence.start)
        && closed
        && (sentence.start + 1..verb.start.min(sentence.start + 9)).any(|t| is_denial(scene, t))
}

/// Whether what is said begins with a denial: `says that none of its men …`, `said nobody had been shot at`.
pub(super) fn denies_all(scene: &Scene<'_>, verb: &Range<usize>, sentence: &Range<usize>) -> bool {
    let start = verb.end + usize::from(scene.word(verb.end) == "that");
    (start..(start + 5).min(sentence.end)).any(|t| {
        matches!(scene.word(t), "no" | "none" | "not" | "nobody" | "never" | "nothing" | "neither")
            || scene.word(t) == "n't"
    })
}

/// Words that deny at the head of what somebody says.
pub(super) fn is_denial(scene: &Scene<'_>, token: usize) -> bool {
    matches!(
        scene.word(token),
        "no" | "none" | "not" | "nobody" | "never" | "nothing" | "lies" | "lie" | "nonsense" | "untrue" | "false"
    ) || scene.word(token).ends_with("n't")
}

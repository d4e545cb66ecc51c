//! What happened: the phrases that report an event, without those that deny, plan, remember or only resemble one.

use super::lexicon::{Event, LEXICON};
use super::scene::Scene;
use jiff::civil::Date;
use std::ops::Range;

/// A phrase that reports an event.
#[derive(Debug, Clone)]
pub(super) struct Trigger {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it reports.
    pub event: Event,
    /// Whether the event was done to what stands before it: `the town was shelled`.
    pub passive: bool,
}

/// The triggers of a report, in text order.
pub(super) fn triggers(scene: &Scene<'_>, published: Option<Date>) -> Vec<Trigger> {
    let mut out = Vec::new();
    for sentence in scene.text.sentences() {
        let range = sentence.tokens.clone();
        if is_past(scene, range.clone(), published) {
            continue;
        }
        let blocked: Vec<Range<usize>> =
            scene.phrases(&LEXICON.block, range.clone()).map(|(tokens, ())| tokens).collect();
        for (tokens, event) in scene.phrases(&LEXICON.events, range.clone()) {
            let is_blocked = blocked.iter().any(|b| b.start < tokens.end && tokens.start < b.end);
            if is_blocked || !happened(scene, &tokens, event) {
                continue;
            }
            let passive = event.is_verb
                && tokens.start > range.start
                && matches!(before_adverbs(scene, tokens.start), "was" | "were" | "been" | "being");
            out.push(Trigger { tokens, event: event.clone(), passive });
        }
    }
    out
}

fn before_adverbs<'s>(scene: &'s Scene<'_>, token: usize) -> &'s str {
    let mut at = token;
    while at > 0
        && matches!(scene.word(at - 1), "again" | "also" | "heavily" | "repeatedly" | "reportedly" | "then" | "badly")
    {
        at -= 1;
    }
    at.checked_sub(1).map_or("", |t| scene.word(t))
}

/// Whether the phrase says that it did happen.
fn happened(scene: &Scene<'_>, tokens: &Range<usize>, event: &Event) -> bool {
    let clause = scene.clause(tokens.start);
    let before = clause.start..tokens.start;
    // What negates or plans stands close before: "did not shell", "a need to end the fighting".
    let near = before.end.saturating_sub(7).max(before.start)..before.end;
    if scene.has(&LEXICON.negation, near.clone()) && !is_repelled(scene, tokens) {
        return false;
    }
    if scene.has(&LEXICON.unreal, before.clone()) {
        return false;
    }
    if event.is_verb {
        return is_finite(scene, tokens, event);
    }
    // A relative clause about the past of a thing ("the truce, which …") or a noun in a list of topics reports nothing.
    let sentence = scene.sentence(tokens.start);
    let is_caption = !has_verb(scene, sentence.clone());
    let rest = tokens.end..clause.end;
    let occurs = scene.has(&LEXICON.occurs, rest.clone()) || scene.has(&LEXICON.occurs, near);
    let modifies = matches!(
        scene.word(tokens.start.saturating_sub(1)),
        "following" | "since" | "despite" | "amid" | "about" | "over"
    ) && tokens.start > 0
        || scene.phrase(&LEXICON.unreal, rest.start..(rest.start + 4).min(rest.end)).is_some();
    let accused = scene.text.tokens().get(before.start).is_some()
        && (before.clone()).any(|t| matches!(scene.word(t), "accused" | "accuses" | "accusing"));
    (is_caption || occurs) && !modifies && !accused && !is_background(scene, tokens)
}

/// "the violence of last year", "since the start of the clashes": `start of`, `wake of` and the like before a noun.
fn is_background(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    let words = [2, 3].map(|back| tokens.start.checked_sub(back).map_or("", |t| scene.word(t)));
    let one = tokens.start.checked_sub(1).map_or("", |t| scene.word(t));
    matches!(
        one,
        "previous" | "earlier" | "past" | "former" | "renewed" | "ongoing" | "continuing" | "agreed" | "existing"
    ) && !is_signed(scene, tokens)
        || words.iter().any(|w| {
            matches!(
                *w,
                "start"
                    | "wake"
                    | "aftermath"
                    | "since"
                    | "end"
                    | "history"
                    | "respect"
                    | "implementation"
                    | "cessation"
                    | "terms"
            )
        })
}

fn is_signed(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    (tokens.start.saturating_sub(4)..tokens.start).any(|t| matches!(scene.word(t), "signed" | "reached"))
}

/// "repelled an attack" is fighting that took place though the attack failed.
fn is_repelled(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    matches!(scene.word(tokens.start), "repelled" | "repulsed" | "beat" | "intercepted" | "unexploded")
}

/// A verb form that stands as a predicate: not an infinitive ("to bomb" is another form), not an adjective before a noun
/// ("the bombed village"), not in `if`.
fn is_finite(scene: &Scene<'_>, tokens: &Range<usize>, event: &Event) -> bool {
    let before = tokens.start.checked_sub(1).map_or("", |t| scene.word(t));
    let one_word = tokens.len() == 1;
    let attributive = one_word && matches!(before, "the" | "a" | "an" | "its" | "their" | "his" | "of" | "by");
    // "struck" and "hit" alone mean a blow only where a place or people are struck; a sudden thing strikes by itself.
    let vague = matches!(
        scene.word(tokens.start),
        "struck"
            | "attacked"
            | "collapsed"
            | "exploded"
            | "burst"
            | "raided"
            | "withdrew"
            | "detained"
            | "arrested"
            | "fought"
            | "demolished"
            | "looted"
    );
    let clause = scene.clause(tokens.start);
    let anchored = scene.toponyms_in(clause.clone()).any(|t| t.role.locates()) || scene.has(&LEXICON.armed, clause);
    let hazard = event.sub_event_type == "Shelling/artillery/missile attack" && is_hazard_subject(scene, tokens);
    !attributive && (!vague || anchored) && !hazard && before != "to"
}

/// "An earthquake struck", "the storm hit".
fn is_hazard_subject(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    let clause = scene.clause(tokens.start);
    scene
        .phrases(&LEXICON.events, clause.start..tokens.start)
        .any(|(_, e)| e.event_type == "Natural hazard" || e.event_type == "Technological hazard")
        || (matches!(scene.word(tokens.start), "struck" | "was" | "were")
            && !scene.has(&LEXICON.armed, clause.clone())
            && !clause.clone().any(|t| {
                matches!(
                    scene.word(t),
                    "missile"
                        | "missiles"
                        | "shell"
                        | "shells"
                        | "rocket"
                        | "rockets"
                        | "bomb"
                        | "bombs"
                        | "drone"
                        | "drones"
                        | "artillery"
                )
            }))
}

/// Whether a sentence has a predicate at all; captions and headlines may have none.
fn has_verb(scene: &Scene<'_>, range: Range<usize>) -> bool {
    range.clone().any(|t| {
        matches!(
            scene.word(t),
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "will"
                | "would"
                | "can"
                | "could"
                | "may"
                | "be"
                | "been"
                | "said"
                | "says"
        ) || (scene.word(t).len() > 4 && scene.word(t).ends_with("ed") && scene.word(t) != "united")
    }) || scene.has(&LEXICON.occurs, range)
}

/// Sentences about what lies long back: no incident, whatever they name.
pub(super) fn is_past(scene: &Scene<'_>, range: Range<usize>, published: Option<Date>) -> bool {
    if scene.has(&LEXICON.past, range.clone()) {
        return true;
    }
    let years: Vec<i16> = range
        .filter(|t| scene.written(*t).len() == 4)
        .filter_map(|t| scene.written(t).parse().ok())
        .filter(|y| (1500..2100).contains(y))
        .collect();
    match published {
        Some(day) => {
            years.iter().any(|y| *y < day.year() - 1) || years.iter().any(|y| *y < day.year()) && years.len() > 1
        }
        // Without a date of the report the latest year it names is as good as now.
        None => {
            let latest = scene.latest_year();
            years.iter().any(|y| latest.is_some_and(|l| *y < l - 1)) || years.len() > 1
        }
    }
}

//! Who says so and who denies it (source-relative factuality, after FactBank: Saurí and Pustejovsky 2009).

use super::incident::{Certainty, Claim, Stance, Status};
use super::lexicon::LEXICON;
use super::parties;
use super::scene::Scene;
use std::ops::Range;

/// The claims about what a range of tokens in one sentence reports, in text order. `others` are the other events of the report:
/// a denial belongs to the event it stands nearest to.
pub(super) fn of(scene: &Scene<'_>, trigger: &Range<usize>, others: &[Range<usize>]) -> Vec<Claim> {
    let sentence = scene.sentence(trigger.start);
    let certainty = certainty(scene, scene.clause(trigger.start));
    let mut out: Vec<Claim> = Vec::new();
    if let Some((speaker, verb)) = speaker(scene, &sentence, trigger) {
        let denies = scene.has(&LEXICON.deny, verb.clone());
        let stance = if denies { Stance::Denies } else { Stance::Asserts };
        let clause = scene.clause(trigger.start);
        let quoted = speaker.start.min(clause.start)..clause.end.max(verb.end);
        out.push(claim(scene, speaker, verb, stance, certainty, quoted));
    }
    let between = |at: usize| {
        others
            .iter()
            .any(|o| trigger.end <= o.start && o.end <= at && scene.clause(o.start) != scene.clause(trigger.start))
    };
    out.extend(denials(scene, &sentence, trigger, between));
    if !between(sentence.end) {
        out.extend(next_sentence(scene, &sentence));
    }
    out.sort_by_key(|c| c.span);
    out
}

/// The status that follows from the claims.
pub(super) fn status(claims: &[Claim]) -> Status {
    let has = |stance: Stance| claims.iter().any(|c| c.stance == stance);
    let asserters = claims.iter().filter(|c| c.stance == Stance::Asserts).count();
    match (asserters > 0, has(Stance::Denies), has(Stance::Confirms)) {
        (true, true, _) => Status::Disputed,
        (false, true, _) => Status::Denied,
        (true, false, true) => Status::Confirmed,
        (true, false, false) => Status::Claimed,
        (false, false, true) => Status::Confirmed,
        (false, false, false) => Status::Reported,
    }
}

fn certainty(scene: &Scene<'_>, clause: Range<usize>) -> Certainty {
    match scene.phrase(&LEXICON.hedge, clause) {
        Some((tokens, ()))
            if matches!(
                scene.word(tokens.start),
                "likely" | "probably" | "appears" | "appeared" | "believed" | "apparently"
            ) =>
        {
            Certainty::Probable
        }
        Some(_) => Certainty::Possible,
        None => Certainty::Certain,
    }
}

/// Speaker and verb that govern the trigger: `X said that …`, `according to X`, `…, X said`.
fn speaker(scene: &Scene<'_>, sentence: &Range<usize>, trigger: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    if let Some(found) = according(scene, sentence) {
        return Some(found);
    }
    let verbs: Vec<Range<usize>> = scene
        .phrases(&LEXICON.say, sentence.clone())
        .map(|(tokens, ())| tokens)
        .chain(scene.phrases(&LEXICON.deny, sentence.clone()).map(|(tokens, ())| tokens))
        .collect();
    // The nearest verb of saying before the trigger, with no full clause between that would end its reach.
    let before = verbs.iter().filter(|v| v.end <= trigger.start && reaches(scene, v, trigger)).max_by_key(|v| v.start);
    if let Some(verb) = before {
        let subject = parties::before(scene, verb.start)?;
        return is_speaker(scene, &subject).then(|| (subject, verb.clone()));
    }
    // "…, the ministry said" at the end.
    let after =
        verbs.iter().filter(|v| v.start >= trigger.end && !scene.has(&LEXICON.deny, (*v).clone())).find(|v| {
            let subject = parties::before(scene, v.start);
            let tail = sentence.end.saturating_sub(v.end) <= 6;
            tail && subject.is_some_and(|s| s.start > trigger.end && is_boundary(scene, s.start))
        })?;
    let subject = parties::before(scene, after.start)?;
    is_speaker(scene, &subject).then(|| (subject, after.clone()))
}

fn according(scene: &Scene<'_>, sentence: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let at = sentence.clone().find(|t| scene.word(*t) == "according" && scene.word(t + 1) == "to")?;
    Some((parties::after(scene, at + 2)?, at..at + 2))
}

/// A comma or a quotation mark stands before the subject of a verb that closes a sentence.
fn is_boundary(scene: &Scene<'_>, start: usize) -> bool {
    (1..=3).any(|back| start.checked_sub(back).is_some_and(|t| matches!(scene.written(t), "," | "\"" | "”")))
}

/// A verb of saying reaches to the end of its sentence, unless a new main clause starts: `; `, or `, and X` with a subject.
fn reaches(scene: &Scene<'_>, verb: &Range<usize>, trigger: &Range<usize>) -> bool {
    !(verb.end..trigger.start)
        .any(|t| scene.written(t) == ";" || (scene.written(t) == "," && scene.word(t + 1) == "but"))
}

/// A pronoun or a number speaks for nobody that can be named.
fn is_speaker(scene: &Scene<'_>, subject: &Range<usize>) -> bool {
    !subject.clone().all(|t| {
        matches!(
            scene.word(t),
            "he" | "she"
                | "it"
                | "they"
                | "who"
                | "which"
                | "we"
                | "i"
                | "one"
                | "others"
                | "there"
                | ""
                | "this"
                | "that"
        )
    })
}

/// Denials in the same sentence behind the trigger: `which was denied by X`, `but X denies this`, `; X rejected it`.
fn denials(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    trigger: &Range<usize>,
    between: impl Fn(usize) -> bool,
) -> Vec<Claim> {
    scene
        .phrases(&LEXICON.deny, trigger.end..sentence.end)
        .filter(|(verb, ())| !between(verb.start))
        .filter_map(|(verb, ())| {
            let by = scene.word(verb.end) == "by";
            let speaker = if by { parties::after(scene, verb.end + 1)? } else { parties::before(scene, verb.start)? };
            is_speaker(scene, &speaker).then(|| {
                let clause = scene.clause(verb.start);
                claim(scene, speaker, verb, Stance::Denies, Certainty::Certain, clause)
            })
        })
        .collect()
}

/// A denial or confirmation that opens the next sentence and refers back: `Baku denied it.`, `Armenia rejected the report.`
fn next_sentence(scene: &Scene<'_>, sentence: &Range<usize>) -> Vec<Claim> {
    let next = scene.sentence(sentence.end);
    if next.start != sentence.end || next.is_empty() {
        return Vec::new();
    }
    let refers = |end: usize| {
        (end..(end + 4).min(next.end)).any(|t| {
            matches!(
                scene.word(t),
                "it" | "this"
                    | "that"
                    | "report"
                    | "reports"
                    | "claim"
                    | "claims"
                    | "attack"
                    | "accusation"
                    | "charge"
                    | "involvement"
                    | "responsibility"
            )
        })
    };
    let head = next.start..(next.start + 9).min(next.end);
    let found = scene
        .phrase(&LEXICON.deny, head.clone())
        .map(|(verb, ())| (verb, Stance::Denies))
        .or_else(|| scene.phrase(&LEXICON.confirm, head).map(|(verb, ())| (verb, Stance::Confirms)));
    let Some((verb, stance)) = found.filter(|(verb, _)| refers(verb.end)) else { return Vec::new() };
    let Some(speaker) = parties::before(scene, verb.start).filter(|s| is_speaker(scene, s)) else { return Vec::new() };
    vec![claim(scene, speaker, verb, stance, Certainty::Certain, next)]
}

fn claim(
    scene: &Scene<'_>,
    speaker: Range<usize>,
    verb: Range<usize>,
    stance: Stance,
    certainty: Certainty,
    quoted: Range<usize>,
) -> Claim {
    let (span, quote) = scene.quote(quoted);
    Claim {
        speaker_role: parties::speaker_role(scene, speaker.clone()).to_owned(),
        speaker: parties::name(scene, speaker),
        stance,
        certainty,
        cue: scene.text.slice(scene.text.span_of(verb)).to_owned(),
        quote,
        span,
    }
}

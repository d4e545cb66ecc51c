//! Who counts the dead: `Five customers were killed, a hospital official said`, `Police put the death toll at 16; the mayor spoke of
//! nine`. Whoever gives the figures of an event says that it happened.

use super::claim;
use super::speaker::{antecedent, closing, heading, is_noun, is_passive, spoken_by};
use crate::incident::casualties::Toll;
use crate::incident::grammar;
use crate::incident::incident::{Certainty, Claim, Stance};
use crate::incident::lexicon::{LEXICON, Tally};
use crate::incident::parties;
use crate::incident::scene::Scene;
use std::ops::Range;

/// The accounts in a sentence that tells no event of its own, one for each part of it between semicolons.
pub(super) fn accounts(scene: &Scene<'_>, sentence: &Range<usize>) -> Vec<Claim> {
    let mut out = Vec::new();
    let mut start = sentence.start;
    while start < sentence.end {
        let end = (start..sentence.end).find(|t| scene.written(*t) == ";").unwrap_or(sentence.end);
        out.extend(account(scene, sentence, &(start..end)));
        start = end + 1;
    }
    out
}

/// What somebody says of how many were killed or hurt.
fn account(scene: &Scene<'_>, sentence: &Range<usize>, part: &Range<usize>) -> Vec<Claim> {
    let Some(toll) = toll(scene, part) else { return Vec::new() };
    let Some((speaker, verb)) = who(scene, sentence, part, &toll) else { return Vec::new() };
    // "warned that an assault could leave thousands dead" is no account.
    let between = verb.end.min(toll.end)..toll.start.max(verb.start);
    if scene.has(&LEXICON.unreal, between.clone()) || between.into_iter().any(|t| grammar::is_modal(scene.word(t))) {
        return Vec::new();
    }
    let tell = |one| claim(scene, one, verb.clone(), Stance::Asserts, Certainty::Certain, part.clone());
    parties::each(scene, speaker).into_iter().map(tell).collect()
}

/// The words that count the dead, the injured and the missing of an event; who fled, fled from more than one.
fn toll(scene: &Scene<'_>, part: &Range<usize>) -> Option<Range<usize>> {
    let harmed =
        |toll: &&Toll| toll.count.best > 0 && matches!(toll.tally, Tally::Killed | Tally::Injured | Tally::Missing);
    let counted = scene.tolls_in(part).find(harmed).map(|toll| toll.word.clone());
    let harm = |t: &usize| matches!(scene.word(*t), "injuries" | "wounds" | "survivors" | "bodies");
    let none = part.clone().any(|t| matches!(scene.word(t), "no" | "nobody" | "none"));
    counted.or_else(|| part.clone().find(harm).filter(|_| !none).map(|t| t..t + 1))
}

/// Who gives a figure, and the verb.
fn who(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    part: &Range<usize>,
    toll: &Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
    let verbs: Vec<Range<usize>> = scene
        .phrases(&LEXICON.say, part.clone())
        .chain(scene.phrases(&LEXICON.figure, part.clone()))
        .map(|(verb, ())| verb)
        .filter(|verb| !is_passive(scene, verb) && !is_noun(scene, verb))
        .collect();
    if let Some(verb) = verbs.iter().find(|verb| verb.end <= toll.end) {
        if is_pronoun(scene, verb) {
            return antecedent(scene, sentence).map(|speaker| (speaker, verb.clone()));
        }
        return spoken_by(scene, part, verb).map(|speaker| (speaker, verb.clone()));
    }
    if let Some(verb) = verbs.iter().find(|verb| is_pronoun(scene, verb)) {
        return antecedent(scene, sentence).map(|speaker| (speaker, verb.clone()));
    }
    closing(scene, part, toll, &verbs).or_else(|| heading(scene, part, toll))
}

/// `it put the toll at nine`, `…, she said`.
fn is_pronoun(scene: &Scene<'_>, verb: &Range<usize>) -> bool {
    matches!(scene.word(verb.start.wrapping_sub(1)), "he" | "she" | "it" | "they")
}

//! The light grammar around a verb or a noun: its voice, its subject, its object.
//!
//! No parser: noun phrases are read from the words between verbs, marks and prepositions. That is right for most sentences of
//! news, which are plain, and a wrong border costs a class of a word and no more.

use super::lexicon::LEXICON;
use super::scene::Scene;
use crate::text::TokenKind;
use std::ops::Range;

/// How a verb stands in its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verb {
    /// Where its auxiliaries and adverbs begin.
    pub start: usize,
    /// Whether what stands before it suffers the action.
    pub passive: bool,
    /// Whether a modal, an infinitive or a negation stands in its group.
    pub modal: bool,
    /// See `modal`.
    pub infinitive: bool,
    /// See `modal`.
    pub negated: bool,
    /// Whether it is set for a day to come: `soldiers are to be flown in`.
    pub planned: bool,
}

/// Auxiliaries, negations and adverbs that stand between subject and verb.
fn is_auxiliary(word: &str) -> bool {
    is_be(word)
        || is_modal(word)
        || matches!(
            word,
            "has" | "have" | "had" | "having" | "did" | "does" | "do" | "not" | "never" | "to" | "t" | "n't"
        )
        || is_adverb(word)
}

fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being" | "got" | "gets" | "get")
}

pub(super) fn is_modal(word: &str) -> bool {
    matches!(
        word,
        "will" | "would" | "can" | "could" | "may" | "might" | "shall" | "should" | "must" | "wouldn" | "couldn"
    )
}

fn is_adverb(word: &str) -> bool {
    matches!(
        word,
        "also"
            | "again"
            | "later"
            | "then"
            | "still"
            | "just"
            | "even"
            | "once"
            | "twice"
            | "now"
            | "already"
            | "since"
            | "all"
            | "both"
            | "yesterday"
            | "today"
            | "overnight"
            | "apparently"
            | "ever"
    ) || (word.len() > 4 && word.ends_with("ly") && word != "family" && word != "july" && word != "assembly")
}

/// How the verb at a token stands; `participle` when its form cannot be a past.
pub(super) fn verb(scene: &Scene<'_>, token: usize, end: usize) -> Verb {
    let sentence = scene.sentence(token);
    let mut out =
        Verb { start: token, passive: false, modal: false, infinitive: false, negated: false, planned: false };
    // "gang-raped": what is joined to a verb is no subject.
    if token >= sentence.start + 2 && scene.written(token - 1) == "-" {
        out.start = token - 2;
    }
    while out.start > sentence.start && is_auxiliary(scene.word(out.start - 1)) {
        out.start -= 1;
        match scene.word(out.start) {
            "not" | "never" | "n't" => out.negated = true,
            "t" => out.negated |= scene.written(out.start.saturating_sub(1)).ends_with(['\'', '’']),
            "to" => out.infinitive = true,
            word if is_be(word) => out.passive = true,
            word if is_modal(word) => out.modal = true,
            _ => {}
        }
    }
    let group = out.start..token;
    out.planned = group.clone().any(|t| scene.word(t) == "to" && t > group.start && is_be(scene.word(t - 1)));
    // "a convoy ambushed by rebels".
    out.passive |= scene.word(end) == "by";
    out
}

/// Articles and prepositions: behind them a noun stands and no finite verb, and no name goes over them.
pub(super) fn opens_noun(word: &str) -> bool {
    matches!(word, "the" | "a" | "an" | "of" | "in" | "on" | "at" | "by" | "with" | "for" | "from")
}

/// Whether a token ends a noun phrase.
fn parts(scene: &Scene<'_>, token: usize) -> bool {
    let word = scene.word(token);
    if word.is_empty() {
        return scene.kind(token) == Some(TokenKind::Punctuation)
            && !matches!(scene.written(token), "-" | "–" | "\"" | "“" | "”" | "'" | "’" | ".");
    }
    is_be(word)
        || is_modal(word)
        || matches!(
            word,
            "has"
                | "have"
                | "had"
                | "that"
                | "which"
                | "who"
                | "whom"
                | "whose"
                | "when"
                | "where"
                | "while"
                | "because"
                | "after"
                | "before"
                | "until"
                | "but"
                | "as"
                | "if"
                | "although"
                | "though"
                | "whereas"
                | "since"
                | "he"
                | "she"
                | "it"
                | "they"
                | "there"
                | "say"
                | "said"
                | "says"
        )
        || is_finite(scene, token)
}

/// Whether a token is the past of a verb and no adjective before a noun.
fn is_finite(scene: &Scene<'_>, token: usize) -> bool {
    let word = scene.word(token);
    LEXICON.is_past_verb(word)
        && !token.checked_sub(1).is_some_and(|t| {
            // "Turkish-backed factions".
            let joined = scene.written(t) == "-" && scene.text.tokens().get(token).is_some_and(|t| !t.spaced);
            joined
                || matches!(
                    scene.word(t),
                    "the" | "a" | "an" | "its" | "their" | "his" | "of" | "heavily" | "newly" | "two" | "three"
                )
        })
}

/// The noun phrase before a verb: its subject in the active voice. A verb that shares its subject with the verb before it
/// (`stormed the village and shot seven men`) takes that one's.
pub(super) fn before(scene: &Scene<'_>, verb_start: usize) -> Range<usize> {
    let sentence = scene.sentence(verb_start);
    // The town of a dateline does nothing.
    let sentence =
        scene.dateline_end(&sentence).filter(|text| *text <= verb_start).unwrap_or(sentence.start)..sentence.end;
    if let Some(speaks) = said_of_itself(scene, verb_start).filter(|speaks| *speaks > sentence.start) {
        return before(scene, group_start(scene, speaks, sentence.start));
    }
    let mut end = verb_start;
    for _ in 0..3 {
        // "who attacked": what the relative clause hangs on.
        while end > sentence.start && matches!(scene.word(end - 1), "who" | "which" | "that" | "and") {
            end -= 1;
        }
        while end > sentence.start && scene.written(end - 1) == "," {
            end -= 1;
        }
        let start = (sentence.start..end).rev().find(|t| parts(scene, *t)).map_or(sentence.start, |t| t + 1);
        let joined = (start..end).any(|t| scene.kind(t) == Some(TokenKind::Word) && !is_auxiliary(scene.word(t)));
        let shares = end < verb_start && scene.word(end) == "and" || scene.word(verb_start.saturating_sub(1)) == "and";
        if joined && !(shares && is_finite_at(scene, start)) {
            // "killed three rangers and gunmen wounded …": what an earlier verb has as its object is no subject of this one.
            let own = (start..end).rev().find(|t| scene.word(*t) == "and").filter(|_| is_finite_at(scene, start));
            return own.map_or(start, |and| and + 1)..end;
        }
        // An earlier verb ends here: its subject stands before it.
        match start.checked_sub(1).filter(|t| *t > sentence.start && is_finite(scene, *t)) {
            Some(verb) => end = group_start(scene, verb, sentence.start),
            None => return start..end,
        }
    }
    sentence.start..end.max(sentence.start)
}

/// The verb of saying of `the navy said it had sunk …`: who speaks is who acts.
fn said_of_itself(scene: &Scene<'_>, verb_start: usize) -> Option<usize> {
    let pronoun = verb_start.checked_sub(1).filter(|t| matches!(scene.word(*t), "it" | "they" | "he" | "she"))?;
    let behind = if scene.word(pronoun.checked_sub(1)?) == "that" { pronoun - 1 } else { pronoun };
    behind.checked_sub(1).filter(|t| scene.has(&LEXICON.say, *t..t + 1))
}

fn is_finite_at(scene: &Scene<'_>, start: usize) -> bool {
    start > 0 && is_finite(scene, start - 1)
}

fn group_start(scene: &Scene<'_>, verb: usize, from: usize) -> usize {
    let mut start = verb;
    while start > from && is_auxiliary(scene.word(start - 1)) {
        start -= 1;
    }
    start
}

/// The noun phrase behind a verb: its object in the active voice.
pub(super) fn behind(scene: &Scene<'_>, end: usize) -> Range<usize> {
    let sentence = scene.sentence(end.saturating_sub(1));
    let last = (end..sentence.end).find(|t| {
        parts(scene, *t)
            || matches!(
                scene.word(*t),
                "in" | "at"
                    | "near"
                    | "on"
                    | "from"
                    | "with"
                    | "by"
                    | "during"
                    | "outside"
                    | "along"
                    | "across"
                    | "over"
                    | "for"
                    | "amid"
                    | "through"
                    | "under"
                    | "around"
                    | "late"
                    | "early"
                    | "killing"
                    | "wounding"
                    | "injuring"
                    | "leaving"
            ) && *t > end
    });
    end..last.unwrap_or(sentence.end)
}

/// Who did it, behind a passive: `by two gunmen`; or what it was done with, when that is a weapon: `attacked with drones`.
pub(super) fn agent(scene: &Scene<'_>, end: usize) -> Option<Range<usize>> {
    let sentence = scene.sentence(end.saturating_sub(1));
    let reach = sentence.end.min(end + 14);
    let within = || (end..reach).take_while(|t| !matches!(scene.written(*t), "," | ";"));
    let behind_word = |t: usize| Some(behind(scene, t + 1)).filter(|phrase| !phrase.is_empty());
    if let Some(by) = within().find(|t| scene.word(*t) == "by") {
        return behind_word(by);
    }
    let with = within().find(|t| matches!(scene.word(*t), "with" | "using"))?;
    behind_word(with).filter(|phrase| scene.classes(phrase.clone()).meets(LEXICON.class("weapon")))
}

/// The phrase that a noun closes: `RSF drone` before `attack`; with the words that `by` and `of` tie to it.
pub(super) fn noun_phrase(scene: &Scene<'_>, noun: &Range<usize>) -> Range<usize> {
    let sentence = scene.sentence(noun.start);
    let from = noun.start.saturating_sub(6).max(sentence.start);
    let start = (from..noun.start)
        .rev()
        .find(|t| {
            parts(scene, *t)
                || matches!(
                    scene.word(*t),
                    "in" | "on"
                        | "at"
                        | "from"
                        | "to"
                        | "by"
                        | "with"
                        | "the"
                        | "a"
                        | "an"
                        | "and"
                        | "after"
                        | "during"
                )
        })
        .map_or(from, |t| t + 1);
    start..noun.end
}

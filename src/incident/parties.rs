//! Who speaks and who acts: noun phrases beside verbs.

use super::lexicon::LEXICON;
use super::scene::Scene;
use crate::recognize::{PartyKind, Role};
use crate::text::TokenKind;
use std::ops::Range;

/// The noun phrase that ends just before a token: the subject of a verb there.
pub(super) fn before(scene: &Scene<'_>, verb: usize) -> Option<Range<usize>> {
    let sentence = scene.sentence(verb);
    let mut end = verb;
    // Adverbs and auxiliaries between subject and verb.
    while end > sentence.start && (is_auxiliary(scene.word(end - 1)) || is_adverb(scene.written(end - 1))) {
        end -= 1;
    }
    // "X, which nobody recognises, says": the subject stands before the insertion.
    if end > sentence.start && scene.written(end - 1) == "," {
        let inner = end - 1;
        let open = (sentence.start..inner).rev().find(|t| scene.written(*t) == ",")?;
        if !matches!(scene.word(open + 1), "which" | "who" | "whom" | "where") && inner - open > 8 {
            return None;
        }
        end = open;
    }
    // "The ministry said … and denied …": both verbs have one subject.
    // "Police confirmed the attacks and said …".
    if end > sentence.start && scene.word(end - 1) == "and" {
        let earlier = sentence.start..end - 1;
        let tables = [&LEXICON.say, &LEXICON.confirm, &LEXICON.deny];
        let first =
            tables.into_iter().filter_map(|table| scene.phrase(table, earlier.clone())).map(|(t, ())| t.start).min();
        if first.is_some() || scene.has(&LEXICON.deny, verb..verb + 1) {
            return first.and_then(|said| before(scene, said));
        }
        // "Officers appeared on television and declared": so have any two verbs.
        let from = scene.dateline_end(&sentence).unwrap_or(sentence.start);
        let verb = (from + 1..end - 1).find(|t| LEXICON.is_past_verb(scene.word(*t)) && is_predicate(scene, *t));
        if let Some(verb) = verb {
            return before(scene, verb);
        }
    }
    let start = (sentence.start..end).rev().find(|t| stops(scene, *t, end)).map_or(sentence.start, |t| t + 1);
    if is_relative(scene, start, &(sentence.start..end)) {
        return before(scene, start - 1);
    }
    let start = scene.dateline_end(&sentence).map_or(start, |text| start.max(text.min(end)));
    trim(scene, start..end)
}

/// Whether a past form is the verb of its clause: `officers appeared on`, and not `the injured men` or `a house burned by`.
fn is_predicate(scene: &Scene<'_>, verb: usize) -> bool {
    let next = scene.word(verb + 1);
    let subject = scene.classes(verb - 1..verb).meets(LEXICON.persons) || is_name(scene, verb - 1);
    subject && next != "by" && scene.kind(verb + 1) == Some(TokenKind::Word)
}

/// Whether a relative clause opens before a token: `a brigade that holds the village said`, and not `said that residents fled`.
fn is_relative(scene: &Scene<'_>, start: usize, within: &Range<usize>) -> bool {
    let Some(head) = start.checked_sub(2).filter(|head| *head >= within.start && start < within.end) else {
        return false;
    };
    let verb = scene.word(start);
    let present = verb.len() > 3 && verb.ends_with('s') && !verb.ends_with("ss");
    matches!(scene.word(start - 1), "that" | "who" | "which")
        && (LEXICON.is_past_verb(verb) || is_verb_like(verb) || present)
        && !scene.classes(start..start + 1).meets(LEXICON.persons)
        && !is_verb_like(scene.word(head))
        && ![&LEXICON.say, &LEXICON.deny, &LEXICON.confirm].iter().any(|table| scene.has(table, head..head + 1))
        && scene.kind(head) == Some(TokenKind::Word)
}

/// Each of those who speak together: `a clan elder and a nurse`, `witnesses and residents`, and one `Oil and Gas Company`.
pub(super) fn each(scene: &Scene<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let shared = range.end > range.start && scene.word(range.end - 1) == "both";
    let range = range.start..range.end - usize::from(shared);
    let Some(and) = (range.start + 1..range.end.saturating_sub(1)).rev().find(|t| scene.word(*t) == "and") else {
        return vec![range];
    };
    let determined = matches!(
        scene.word(and + 1),
        "a" | "an" | "the" | "its" | "his" | "her" | "their" | "several" | "some" | "two" | "three" | "other"
    );
    let person = |t: usize| {
        let word = scene.word(t);
        (word.ends_with('s') || matches!(word, "police")) && scene.classes(t..t + 1).meets(LEXICON.persons)
    };
    let places = |range: Range<usize>| {
        let span = scene.text.span_of(range.clone());
        scene.toponyms_in(range).any(|t| t.span == span)
    };
    let (one, other) = (range.start..and, and + 1..range.end);
    let plural = person(and - 1) && other.clone().any(person);
    if !(determined || plural || places(one.clone()) && places(other.clone())) {
        return vec![range];
    }
    [one, other].into_iter().filter_map(|part| trim(scene, part)).collect()
}

/// The noun phrase that starts at a token: the agent of `denied by`, the name after `according to`.
pub(super) fn after(scene: &Scene<'_>, token: usize) -> Option<Range<usize>> {
    let sentence = scene.sentence(token);
    let end = (token..sentence.end)
        .find(|t| {
            (scene.kind(*t) == Some(TokenKind::Punctuation) && !is_inner(scene, *t))
                || is_verb_like(scene.word(*t))
                || !is_acronym(scene, *t)
                    && matches!(
                        scene.word(*t),
                        "who" | "which" | "that" | "on" | "in" | "as" | "while" | "but" | "late" | "early"
                    )
        })
        .unwrap_or(sentence.end);
    trim(scene, token..end)
}

/// "WHO" is no pronoun.
pub(super) fn is_acronym(scene: &Scene<'_>, token: usize) -> bool {
    let written = scene.written(token);
    written.len() > 1 && written.chars().all(char::is_uppercase)
}

fn is_inner(scene: &Scene<'_>, token: usize) -> bool {
    let spaced = |t: usize| scene.text.tokens().get(t).is_some_and(|token| token.spaced);
    // "4 July 2021 – Inhabitants reported": a dash between spaces parts.
    if matches!(scene.written(token), "-" | "–") && spaced(token) && spaced(token + 1) {
        return false;
    }
    matches!(scene.written(token), "-" | "–" | "\"" | "“" | "”" | "'" | "’" | ".")
}

fn stops(scene: &Scene<'_>, token: usize, end: usize) -> bool {
    let word = scene.word(token);
    match word {
        _ if is_acronym(scene, token) => false,
        // "Armenia and Azerbaijan said" has two subjects; "…, and the ministry said" starts anew.
        "and" | "or" => {
            token + 1 < end
                && (scene.written(token.saturating_sub(1)) == ","
                    || !is_name(scene, token + 1)
                    || !is_name(scene, token.saturating_sub(1)))
        }
        "that" | "but" | "while" | "because" | "after" | "before" | "as" | "when" | "where" | "which" | "who"
        | "if" | "although" | "though" | "whereas" | "since" | "than" | "so" => true,
        "" => scene.kind(token) == Some(TokenKind::Punctuation) && !is_inner(scene, token),
        _ => is_verb_like(word),
    }
}

fn is_name(scene: &Scene<'_>, token: usize) -> bool {
    scene.written(token).chars().next().is_some_and(char::is_uppercase)
}

/// Words that are no part of a noun phrase.
fn is_verb_like(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "might"
            | "did"
            | "does"
            | "do"
            | "not"
            | "said"
            | "says"
            | "say"
            | "told"
            | "denied"
            | "denies"
            | "deny"
            | "claimed"
            | "claims"
            | "claim"
            | "rejected"
            | "added"
            | "clashed"
            | "shelled"
            | "hit"
            | "bombed"
            | "killed"
            | "struck"
            | "they"
            | "he"
            | "she"
            | "it"
            | "there"
            | "this"
    )
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "have"
            | "had"
            | "also"
            | "later"
            | "again"
            | "however"
            | "since"
            | "now"
            | "meanwhile"
            | "was"
            | "were"
            | "is"
            | "are"
            | "been"
            | "being"
            | "itself"
    )
}

/// `firmly`, `subsequently`: by its ending, in small letters.
pub(super) fn is_adverb(written: &str) -> bool {
    written.len() > 5
        && written.ends_with("ly")
        && written.starts_with(char::is_lowercase)
        && !matches!(written, "family" | "assembly" | "supply" | "monopoly" | "anomaly")
}

/// A noun phrase without determiners and quotes around it.
pub(super) fn trimmed(scene: &Scene<'_>, range: Range<usize>) -> Option<Range<usize>> {
    trim(scene, range)
}

/// Without determiners, quotes and leading prepositional words; `None` when nothing is left.
fn trim(scene: &Scene<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let (mut start, mut end) = (range.start, range.end);
    // "08:15 A hospital director": the hour of a live blog.
    if scene.kind(start) == Some(TokenKind::Number) && is_name(scene, start + 1) && start + 1 < end {
        start += 1;
    }
    while start < end
        && (scene.kind(start) == Some(TokenKind::Punctuation)
            || matches!(
                scene.word(start),
                "the"
                    | "a"
                    | "an"
                    | "its"
                    | "his"
                    | "her"
                    | "their"
                    | "both"
                    | "and"
                    | "but"
                    | "meanwhile"
                    | "also"
                    | "some"
                    | "however"
                    | "or"
            ))
    {
        start += 1;
    }
    while end > start
        && (scene.kind(end - 1) == Some(TokenKind::Punctuation)
            || matches!(
                scene.word(end - 1),
                "also"
                    | "and"
                    | "earlier"
                    | "later"
                    | "yesterday"
                    | "today"
                    | "monday"
                    | "tuesday"
                    | "wednesday"
                    | "thursday"
                    | "friday"
                    | "saturday"
                    | "sunday"
                    | "on"
            ))
    {
        end -= 1;
    }
    (start < end && end - start <= 14).then_some(start..end)
}

/// The name of a party as the output gives it.
pub(super) fn name(scene: &Scene<'_>, range: Range<usize>) -> String {
    let text = scene.text.slice(scene.text.span_of(range));
    text.replace(['"', '“', '”'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What kind of speaker it is.
pub(super) fn speaker_role(scene: &Scene<'_>, range: Range<usize>) -> &'static str {
    let has = |words: &[&str]| range.clone().any(|t| words.contains(&scene.word(t)));
    if scene.has(&LEXICON.nonstate, range.clone()) {
        return "armed_group";
    }
    if has(&["forces", "army", "military", "troops", "general", "staff", "air", "navy", "commander"]) {
        return "military";
    }
    if has(&[
        "ministry",
        "government",
        "minister",
        "president",
        "department",
        "kremlin",
        "authorities",
        "republic",
        "embassy",
    ]) {
        return "government";
    }
    if has(&[
        "police",
        "officials",
        "official",
        "mayor",
        "governor",
        "prosecutor",
        "prosecutors",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "administration",
        "rescuers",
        "firefighters",
    ]) {
        return "official";
    }
    if has(&["residents", "resident", "witnesses", "witness", "villagers", "locals", "survivors", "activists"]) {
        return "witness";
    }
    if has(&["media", "agency", "newspaper", "reuters", "tass", "television", "journalists", "reporters"]) {
        return "media";
    }
    let span = scene.text.span_of(range.clone());
    if scene.toponyms_in(range).any(|t| t.role == Role::Metonym || t.role == Role::Literal) {
        return "government";
    }
    match scene.found.names.iter().find(|n| n.span.overlaps(span)).map(|n| n.kind) {
        Some(PartyKind::Organization) => "organization",
        Some(PartyKind::Person) => "official",
        None => "unknown",
    }
}

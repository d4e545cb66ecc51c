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
    }
    let start = (sentence.start..end).rev().find(|t| stops(scene, *t, end)).map_or(sentence.start, |t| t + 1);
    let start = scene.dateline_end(&sentence).map_or(start, |text| start.max(text.min(end)));
    trim(scene, start..end)
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

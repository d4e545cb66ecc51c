//! Persons and organisations: names that are no places, though a place may stand inside them.

use super::lexicon::{LEXICON, List, is_given_name};
use super::mention::{NamedParty, PartyKind};
use super::reader::Reader;
use crate::text::TokenKind;
use std::ops::Range;

/// Finds persons and organisations, in the order of the text; they do not overlap.
pub(super) fn find(reader: &Reader<'_>) -> Vec<NamedParty> {
    let mut out: Vec<NamedParty> = Vec::new();
    let mut token = 0;
    while token < reader.len() {
        let found = organization(reader, token)
            .map(|r| (r, PartyKind::Organization))
            .or_else(|| person(reader, token).map(|r| (r, PartyKind::Person)));
        match found {
            Some((range, kind)) => {
                token = range.end;
                out.push(NamedParty { span: reader.text.span_of(range), kind });
            }
            None => token += 1,
        }
    }
    out
}

fn organization(reader: &Reader<'_>, token: usize) -> Option<Range<usize>> {
    if !reader.is_capital(token) {
        return None;
    }
    let first = reader.word(token);
    // A named pipeline or plant is no town either: `Kirkuk–Ceyhan pipeline`, `Zaporizhzhia Nuclear Power Plant`.
    let assets = reader.gazetteer.asset_names().get(first).into_iter().flatten().map(|name| &name.words);
    let listed = LEXICON.organizations.get(first).into_iter().flatten().chain(assets);
    let longest = listed.filter_map(|name| matches_words(reader, token, name)).max();
    longest.map(|end| token..end).or_else(|| headed(reader, token)).or_else(|| tailed(reader, token))
}

/// The end of a name of several words that starts at a token; punctuation between the words is passed over.
fn matches_words(reader: &Reader<'_>, token: usize, name: &[String]) -> Option<usize> {
    let mut at = token;
    for (number, word) in name.iter().enumerate() {
        while number > 0
            && reader.kind(at) == Some(TokenKind::Punctuation)
            && matches!(reader.written(at), "-" | "‑" | "–" | "\"" | "”" | "“")
        {
            at += 1;
        }
        if reader.word(at) != word || !(reader.is_capital(at) || is_small(word)) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Words that names of bodies and assets write small: `the Kirkuk oil field`.
fn is_small(word: &str) -> bool {
    matches!(word, "of" | "for" | "and" | "in" | "the" | "group" | "al" | "el") || LEXICON.asset_words.contains(word)
}

/// `Bank of England`, `Organization for Security and Cooperation in Europe`, `University of Texas at Austin`.
fn headed(reader: &Reader<'_>, token: usize) -> Option<Range<usize>> {
    if !(reader.is_on(token, List::OrganizationHead) || reader.is_on(token, List::DocumentAfter))
        || !matches!(reader.word(token + 1), "of" | "for" | "on" | "in")
    {
        return None;
    }
    let (mut end, mut at) = (token, token + 1);
    while reader.same_sentence(token, at) {
        if reader.is_capital(at) {
            end = at + 1;
        } else if !matches!(reader.word(at), "of" | "for" | "on" | "in" | "and" | "the" | "at") {
            break;
        }
        at += 1;
    }
    // A `head` alone is no name, and "Department of Defense in Washington" ends before a place one is in.
    (end > token + 2).then_some(token..end)
}

/// How many tokens the name of a body may have.
const LONGEST: usize = 9;

/// `Kenya Ports Authority`, `Yerevan State University`, `Bangladesh Foreigners Act`: capitals that end in a word for a body or a
/// paper, and that the gazetteer does not have as a whole (`West Bank`).
fn tailed(reader: &Reader<'_>, token: usize) -> Option<Range<usize>> {
    let small = |at: usize| matches!(reader.word(at), "of" | "for" | "&" | "de" | "del") && reader.is_capital(at + 1);
    let joined = |at: usize| matches!(reader.written(at), "-" | "–" | "&") && reader.is_capital(at + 1);
    // Headlines in capitals have no names of their own.
    if reader.is_shouted(token) && reader.is_shouted(token + 1)
        || is_opening(reader.word(token))
        || reader.is_title(token)
    {
        return None;
    }
    let mut end = None;
    for at in token + 1..token + LONGEST {
        if !reader.same_sentence(token, at) || !(reader.is_capital(at) || small(at) || joined(at)) {
            break;
        }
        if reader.is_on(at, List::OrganizationAfter) || reader.is_on(at, List::DocumentAfter) {
            end = Some(at + 1);
        }
    }
    // One word before the last is left to the roles, which ask what it is.
    let end = end.filter(|end| *end > token + 2)?;
    let known = reader.names_at(token).iter().any(|m| m.tokens.end >= end);
    (!known).then_some(token..end)
}

/// Words that open a sentence and no name.
pub(super) fn is_opening(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "to"
            | "of"
            | "and"
            | "but"
            | "as"
            | "if"
            | "when"
            | "while"
            | "after"
            | "before"
            | "since"
            | "its"
            | "his"
            | "her"
            | "their"
            | "our"
            | "this"
            | "that"
            | "these"
            | "under"
            | "with"
            | "both"
            | "all"
            | "some"
            | "former"
            | "senior"
    )
}

/// A given name or a title, then capitals: `Josep Borrell`, `President Aliyev`.
fn person(reader: &Reader<'_>, token: usize) -> Option<Range<usize>> {
    let mut start = token;
    let titled = reader.is_title(token);
    while reader.is_title(start) {
        start += 1;
    }
    if !reader.is_capital(start) {
        return None;
    }
    let mut end = start;
    while reader.is_capital(end) && reader.same_sentence(token, end) && !(end > start && reader.is_title(end)) {
        end += 1;
        if matches!(reader.word(end), "al" | "el" | "bin" | "ibn" | "van" | "von" | "de" | "da" | "del" | "la")
            && (reader.is_capital(end + 1) || reader.is_capital(end + 2))
        {
            end += 1;
        }
        if reader.written(end) == "-" && !reader.spaced(end) && reader.is_capital(end + 1) {
            end += 1;
        }
    }
    // "Henry County", "Jordan River".
    if reader.is_on(end - 1, List::PlaceWord) {
        return None;
    }
    let given = reader.is_first_name(start) && (end - start >= 2 || titled) || is_given_and_surname(reader, start, end);
    // "Governor Texas" is nobody; a title makes a person of names that are no well-known place.
    let known = reader.names_at(start).iter().any(|m| m.tokens.end == end && is_large(reader, m));
    let named = given || (titled && end > start && !known && !is_role_phrase(reader, token, start));
    named.then_some(start..end)
}

/// `Austin Phiri`, `Florence Karimova`: a given name of many, and one or two capitals behind it that are no word of places,
/// bodies and papers. Names that are places as a whole (`Virginia Beach`) and that something is in (`in Paris Monday`) are not.
fn is_given_and_surname(reader: &Reader<'_>, start: usize, end: usize) -> bool {
    let last = end.saturating_sub(1);
    let other = [List::OrganizationAfter, List::DocumentAfter, List::PlaceWord, List::Noun, List::Title, List::Verb];
    let plain = |token: usize| {
        let lists = reader.lists(token);
        !other.iter().any(|list| lists.has(*list)) && !is_calendar(reader.word(token)) && !reader.is_shouted(token)
    };
    (2..=3).contains(&(end - start))
        && is_given_name(reader.word(start))
        && !is_opening(reader.word(start))
        && (start + 1..end).all(plain)
        && plain(end)
        && !reader.is_shouted(start)
        && !(start > 0 && reader.is_on(start - 1, List::Locative))
        && reader.before(start, 1) != "of"
        && !(start..end).any(|token| reader.names_at(token).iter().any(|m| m.tokens.end > token + 1))
        && !reader.names_at(last).iter().any(|m| m.tokens.end > end)
}

fn is_calendar(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

/// "Secretary of State", "Foreign Minister": a title may be followed by no name at all.
fn is_role_phrase(reader: &Reader<'_>, first: usize, start: usize) -> bool {
    start == first || reader.is_on(start, List::OrganizationAfter)
}

fn is_large(reader: &Reader<'_>, found: &crate::gazetteer::NameMatch) -> bool {
    use crate::gazetteer::Level;
    found.places(reader.gazetteer).iter().filter_map(|(place, _)| reader.gazetteer.place(*place)).any(|view| {
        matches!(view.level(), Level::Country | Level::Admin1 | Level::Continent)
            || view.population().unwrap_or(0) > 100_000
    })
}

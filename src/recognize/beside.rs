//! Relative places that stand beside the names they are made of: `near X`, `the outskirts of X`, `between X and Y`, `the X–Y
//! highway`, `off X`. The names stay mentions of their own: a reader looks for X on the map, and X is what a gazetteer knows.

use super::coordinates::codes::short_at_end;
use super::lexicon::LEXICON;
use super::mention::{Mention, Relation, Role};
use super::reader::Reader;
use crate::text::Span;
use std::ops::Range;

/// How sure such a place is, given its names.
const CONFIDENCE: f64 = 0.85;
/// Words of a description between a preposition and the name: `near the small eastern town of X`.
const DESCRIPTION: usize = 5;

/// Finds them, in order of the names they are made of.
pub(super) fn find(reader: &Reader<'_>, mentions: &[Mention]) -> Vec<Mention> {
    let mut out = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        // Whatever the name does in its sentence, a code before it makes it a place.
        if let Some((tokens, code)) = plus_code(reader, mention) {
            let relation = (Relation::PlusCode { code }, vec![mention.span]);
            out.push(beside(reader, mention, tokens, Role::Coordinate, relation));
        }
        if mention.role != Role::Literal {
            continue;
        }
        let pair = mentions
            .get(index + 1)
            .filter(|next| next.role == Role::Literal && reader.same_sentence(mention.tokens.start, next.tokens.start));
        let two = pair.and_then(|next| Some((between(reader, mention, next)?, next)));
        let found = match two {
            Some(((tokens, relation), next)) => Some((tokens, relation, vec![mention.span, next.span])),
            None => one(reader, mention).map(|(tokens, relation)| (tokens, relation, vec![mention.span])),
        };
        if let Some((tokens, relation, anchors)) = found {
            out.push(beside(reader, mention, tokens, Role::Relative, (relation, anchors)));
        }
    }
    out
}

fn beside(
    reader: &Reader<'_>,
    name: &Mention,
    tokens: Range<usize>,
    role: Role,
    relation: (Relation, Vec<Span>),
) -> Mention {
    Mention {
        span: reader.text.span_of(tokens.clone()),
        tokens,
        role,
        confidence: CONFIDENCE * name.confidence,
        stated: None,
        relation: Some(relation),
        coordinate: None,
        within: None,
        candidates: Vec::new(),
    }
}

/// `5GJ7+CC X`: the code before the name.
fn plus_code(reader: &Reader<'_>, mention: &Mention) -> Option<(Range<usize>, String)> {
    let name = reader.text.tokens().get(mention.tokens.start)?.bytes.start;
    let source = reader.text.as_str().get(..name)?;
    let code = short_at_end(source)?;
    let tokens = reader.text.tokens();
    let first = tokens.partition_point(|t| t.bytes.end <= code.start);
    Some((first..mention.tokens.end, source.get(code)?.to_owned()))
}

/// `between X and Y`, `the road from X to Y`, `the X–Y highway`.
fn between(reader: &Reader<'_>, one: &Mention, two: &Mention) -> Option<(Range<usize>, Relation)> {
    let (start, gap, end) = (one.tokens.start, one.tokens.end..two.tokens.start, two.tokens.end);
    if gap.len() != 1 {
        return None;
    }
    let (before, joint) = (reader.before(start, 1), reader.word(gap.start));
    if matches!(reader.written(gap.start), "-" | "–" | "—" | "‑" | "/") || joint == "to" {
        // A road that is named by its ends; "from X to Y" alone is a journey.
        if is_road(reader.word(end)) && before != "from" {
            let from = start - usize::from(before == "the");
            return Some((from..end + 1, road(reader.word(end))));
        }
    }
    let tied = match before {
        "between" => joint == "and",
        "from" => joint == "to",
        "linking" | "connecting" | "joining" => matches!(joint, "and" | "to" | "with"),
        _ => return None,
    };
    if !tied {
        return None;
    }
    // "the main road between X and Y", "the highway linking X with Y".
    let noun = start.checked_sub(2).filter(|at| is_road(reader.word(*at)));
    match noun {
        Some(at) => Some((at..end, road(reader.word(at)))),
        None if before == "between" && !ties_parties(reader.before(start, 2)) => {
            Some((start - 1..end, Relation::Between))
        }
        None => None,
    }
}

fn road(word: &str) -> Relation {
    Relation::Road { rail: matches!(word, "railway" | "railroad" | "rail" | "track" | "tracks") }
}

fn is_road(word: &str) -> bool {
    matches!(
        word,
        "road"
            | "highway"
            | "motorway"
            | "freeway"
            | "expressway"
            | "route"
            | "corridor"
            | "railway"
            | "railroad"
            | "rail"
            | "track"
            | "tracks"
    )
}

/// What is between two parties, and lies nowhere: `talks between Geneva and Bern`.
fn ties_parties(word: &str) -> bool {
    LEXICON.relations.contains(word)
        || matches!(word, "match" | "game" | "final" | "tie" | "derby" | "rivalry" | "flight" | "flights" | "choice")
}

/// `near X`, `outside X`, `the outskirts of X`, `off X`.
fn one(reader: &Reader<'_>, mention: &Mention) -> Option<(Range<usize>, Relation)> {
    let name = mention.tokens.start;
    let (start, relation) = lead(reader, name).or_else(|| lead(reader, described_from(reader, name)))?;
    reader.same_sentence(start, name).then_some((start..mention.tokens.end, relation))
}

/// The words before a name or its description that say how something lies to it, and where they start.
fn lead(reader: &Reader<'_>, noun: usize) -> Option<(usize, Relation)> {
    let (one, two) = (reader.before(noun, 1), reader.before(noun, 2));
    let (words, relation) = match (two, one) {
        (_, "near" | "outside") => (1, Relation::Near),
        ("close" | "next" | "adjacent", "to") | ("outside" | "vicinity", "of") => (2, Relation::Near),
        ("far", "from") if reader.before(noun, 3) == "not" => (3, Relation::Near),
        ("outskirts" | "suburbs" | "edge" | "edges" | "fringes" | "environs", "of") => (2, Relation::Outskirts),
        ("approaches", "to") => (2, Relation::Outskirts),
        (_, "offshore") => (1, Relation::Off),
        // "was called off Friday", "set off Baghdad": only what lies or sails is off a place.
        (before, "off") if is_at_sea(before) || is_number(reader, noun) => (1, Relation::Off),
        _ => return None,
    };
    Some((noun.checked_sub(words)?, relation))
}

fn is_at_sea(word: &str) -> bool {
    matches!(
        word,
        "waters"
            | "sea"
            | "sank"
            | "sunk"
            | "capsized"
            | "ship"
            | "ships"
            | "vessel"
            | "vessels"
            | "boat"
            | "boats"
            | "tanker"
            | "tankers"
            | "just"
            | "anchored"
            | "island"
            | "islands"
            | "hijacked"
            | "seized"
            | "struck"
            | "attacked"
            | "drowned"
            | "disappeared"
            | "rescued"
            | "intercepted"
            | "miles"
            | "km"
            | "kilometres"
            | "kilometers"
    )
}

fn is_number(reader: &Reader<'_>, noun: usize) -> bool {
    noun.checked_sub(2).is_some_and(|at| reader.kind(at) == Some(crate::text::TokenKind::Number))
}

/// Where the description of a name starts: the article of `the small eastern town of X`; the name where it has none.
fn described_from(reader: &Reader<'_>, name: usize) -> usize {
    if reader.before(name, 1) == "the" {
        return name - 1;
    }
    let class = reader.before(name, 1) == "of" && LEXICON.place_words.contains_key(reader.before(name, 2));
    if !class {
        return name;
    }
    let first = name.saturating_sub(DESCRIPTION + 2);
    let article = (first..name - 2).rev().find(|at| matches!(reader.word(*at), "the" | "a"));
    article.filter(|at| (*at..name).all(|t| !reader.word(t).is_empty())).unwrap_or(name - 2)
}

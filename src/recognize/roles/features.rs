//! What tells a place from who acts there: the words around, what the name may be, where in its sentence it stands, what the
//! rules say and what the report is about.

use super::super::lexicon::{LEXICON, List};
use super::super::mention::{Mention, Role};
use super::super::reader::Reader;
use crate::fitted::{hash, mix};
use crate::gazetteer::{Level, NameKind};
use crate::text::TokenKind;
use std::ops::Range;

/// What is the same for all mentions of a report.
pub(super) struct Setting {
    /// Whether it tells of matches and scores.
    sport: bool,
}

/// So many words of sport make a report one of sport.
const SPORT: usize = 3;

impl Setting {
    pub fn new(reader: &Reader<'_>) -> Self {
        let words = (0..reader.len()).filter(|t| LEXICON.sport.contains(reader.word(*t)));
        Self { sport: words.take(SPORT).count() == SPORT }
    }
}

/// The features of a mention to which the rules gave a role. What is around is what is around all that is joined to it: `around`
/// are the tokens from the first of them to the last.
pub(super) fn features(
    reader: &Reader<'_>,
    setting: &Setting,
    mention: &Mention,
    rule: (Role, f64),
    around: &Range<usize>,
) -> Vec<u32> {
    let (start, end) = (around.start, around.end);
    let many = *around != mention.tokens;
    let name = mention.tokens.start;
    let word = |token: usize| if reader.same_sentence(start, token) { text(reader, token) } else { 1 };
    let back = |count: usize| start.checked_sub(count).map_or(1, word);
    // "the Netherlands", "both Armenia and …": what is before the small word counts.
    let article = usize::from(matches!(reader.before(start, 1), "the" | "both"));
    let (left, far) = (back(1 + article), back(2 + article));
    let owned = reader.kind(end) == Some(TokenKind::Possessive);
    let ahead = end + usize::from(owned);
    let (right, next) = (word(ahead), word(ahead + 1));
    let level = level(reader, mention);
    let ruled = (rule.0 == Role::Metonym) as u64 * 32 + (rule.1 * 20.0) as u64;
    let opens = u64::from(reader.starts_sentence(start)) + 2 * u64::from(reader.starts_line(start));
    let sport = u64::from(setting.sport);
    let own = u64::from(owned) * 2 + u64::from(many);
    let shape = next_shape(reader, start, ahead);
    let (left_lists, right_lists) =
        (lists(reader, start, start.checked_sub(1 + article)), lists(reader, start, Some(ahead)));
    let verb = verb_ahead(reader, start, ahead);
    let (head, preposition) = governor(reader, start - article.min(start));

    let mut out = Vec::with_capacity(48);
    let mut push = |template: u64, parts: &[u64]| {
        let mut code = template.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for part in parts {
            code = mix(code, *part);
        }
        out.push((code >> 32) as u32);
    };
    push(1, &[]);
    push(2, &[ruled]);
    push(3, &[ruled, level]);
    push(4, &[left]);
    push(5, &[far, left]);
    push(6, &[right, u64::from(owned)]);
    push(7, &[right, next]);
    push(8, &[level]);
    push(9, &[level, left]);
    push(10, &[level, right]);
    push(11, &[left, right]);
    push(12, &[level, opens, shape]);
    push(13, &[opens, shape]);
    push(14, &[shape, left]);
    push(15, &[verb, opens]);
    push(16, &[verb]);
    push(17, &[head, preposition]);
    push(18, &[preposition, level]);
    push(19, &[sport, level, opens]);
    push(20, &[sport, left]);
    push(21, &[sport, right]);
    push(22, &[own, level]);
    push(23, &[own, ruled]);
    push(24, &[hash(reader.word(name).as_bytes())]);
    push(25, &[u64::from(reader.is_shouted(name)), opens, level]);
    push(26, &[next]);
    push(27, &[far]);
    push(28, &[left_lists, right_lists]);
    push(29, &[sport, preposition, shape]);
    push(30, &[level, preposition, shape]);
    for bit in 0..LISTS {
        if left_lists >> bit & 1 == 1 {
            push(31, &[bit]);
            push(32, &[bit, level]);
        }
        if right_lists >> bit & 1 == 1 {
            push(33, &[bit, u64::from(owned)]);
            push(34, &[bit, level]);
        }
    }
    out
}

/// How many word lists there are.
const LISTS: u64 = 14;

/// … and how many of them are the recogniser's first ones; the model was fitted without the list of stop names behind.
const SHARED: u32 = 10;

fn lists(reader: &Reader<'_>, start: usize, token: Option<usize>) -> u64 {
    let Some(token) = token.filter(|t| reader.same_sentence(start, *t)) else { return 1 << 13 };
    let word = reader.word(token);
    let has = |list: &crate::text::WordSet, bit: u32| u64::from(list.contains(word)) << bit;
    u64::from(reader.lists(token).first(SHARED))
        | has(&LEXICON.addressed, 10)
        | has(&LEXICON.happens, 11)
        | has(&LEXICON.before_government, 12)
}

fn text(reader: &Reader<'_>, token: usize) -> u64 {
    let word = reader.word(token);
    if reader.kind(token) == Some(TokenKind::Number) {
        return 2;
    }
    hash(if word.is_empty() { reader.written(token) } else { word }.as_bytes())
}

/// What a name may be, the most telling first.
fn level(reader: &Reader<'_>, mention: &Mention) -> u64 {
    let views = || mention.candidates.iter().filter_map(|(place, kind)| Some((reader.gazetteer.place(*place)?, *kind)));
    let strong = || views().filter(|(_, kind)| *kind != NameKind::Alternate);
    let any = |wanted: Level| strong().any(|(view, _)| view.level() == wanted);
    let short = u64::from(views().any(|(_, kind)| kind == NameKind::Abbreviation));
    let people = strong().filter_map(|(view, _)| view.population()).max().unwrap_or(0);
    let code = if any(Level::Country) {
        1
    } else if strong().any(|(view, _)| view.feature_code() == "PPLC") {
        2
    } else if any(Level::Admin1) {
        3
    } else if any(Level::Continent) || any(Level::Region) {
        4
    } else if any(Level::Admin2) {
        5
    } else if any(Level::Place) {
        6 + u64::from(people > 50_000) + u64::from(people > 500_000)
    } else if mention.candidates.is_empty() {
        9
    } else {
        10
    };
    code * 2 + short
}

/// The look of what follows: a verb's ending, a capital, a mark.
fn next_shape(reader: &Reader<'_>, start: usize, token: usize) -> u64 {
    if !reader.same_sentence(start, token) {
        return 0;
    }
    match reader.kind(token) {
        Some(TokenKind::Word) if reader.is_capital(token) => 1,
        Some(TokenKind::Word) => {
            let word = reader.word(token);
            let ends = |tail: &str| word.len() > tail.len() + 1 && word.ends_with(tail);
            if ends("ed") {
                2
            } else if ends("ing") {
                3
            } else if ends("s") && !ends("ss") {
                4
            } else if ends("ly") {
                5
            } else {
                6
            }
        }
        Some(TokenKind::Number) => 7,
        Some(TokenKind::Possessive) => 8,
        Some(TokenKind::Punctuation) => 9 + reader.written(token).bytes().next().map_or(0, u64::from),
        None => 0,
    }
}

/// The first word of a few ahead that is a verb of governments or of places.
fn verb_ahead(reader: &Reader<'_>, start: usize, from: usize) -> u64 {
    (from..from + 4)
        .take_while(|t| reader.same_sentence(start, *t))
        .find(|t| {
            let word = reader.word(*t);
            reader.is_on(*t, List::Verb)
                || LEXICON.happens.contains(word)
                || (word.len() > 4 && word.ends_with("ed") && !reader.is_capital(*t))
        })
        .map_or(0, |t| hash(reader.word(t).as_bytes()))
}

/// The preposition that a name hangs on, over what is listed before it, and the word that the preposition hangs on.
fn governor(reader: &Reader<'_>, start: usize) -> (u64, u64) {
    const PREPOSITIONS: [&str; 22] = [
        "in", "at", "near", "from", "to", "of", "for", "with", "by", "on", "against", "between", "into", "over",
        "than", "around", "across", "outside", "through", "toward", "towards", "beyond",
    ];
    for back in 1..6 {
        let Some(token) = start.checked_sub(back).filter(|t| reader.same_sentence(start, *t)) else { break };
        if PREPOSITIONS.contains(&reader.word(token)) {
            let head = token.checked_sub(1).filter(|t| reader.same_sentence(start, *t));
            return (head.map_or(1, |t| text(reader, t)), hash(reader.word(token).as_bytes()));
        }
        let passes = reader.is_capital(token) || matches!(reader.written(token), "," | "and" | "or" | "the" | "&");
        if !passes {
            break;
        }
    }
    (0, 0)
}

//! Casualties: how many were killed, injured, are missing, displaced or arrested, in digits and in words.
//!
//! Each count is a number with the people it counts (`two policemen and four members of the gang`), tied to a word that says
//! what became of them (`lexicon/casualty_words.csv`). Animals, houses and days are counted as well in such sentences, and are
//! no casualties (`lexicon/people_words.csv`).

use super::grammar;
use super::incident::Count;
use super::lexicon::{LEXICON, Side, Tally};
use super::scene::Scene;
use crate::recognize::Role;
use crate::text::TokenKind;
use std::ops::Range;

/// A count of people and what became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Toll {
    /// What became of them.
    pub tally: Tally,
    /// How many.
    pub count: Count,
    /// The word that says so.
    pub word: Range<usize>,
    /// Whether it is a total that somebody gives: `put the toll at five`.
    pub total: bool,
    /// Whether the number leaves its verb to the one before: `six were killed in A and two in B`.
    pub elliptic: bool,
}

/// The counts in a range of tokens, in text order.
pub(super) fn of(scene: &Scene<'_>, range: Range<usize>) -> Vec<Toll> {
    let mut out: Vec<Toll> = Vec::new();
    for (word, (tally, side)) in scene.phrases(&LEXICON.casualties, range.clone()) {
        let count = match side {
            Side::Adjacent => adjacent(scene, &word, &range),
            Side::Toll => toll(scene, &word, &range),
            Side::Before => subject(scene, &word),
            Side::Behind => object(scene, word.end, &range),
            Side::Both => {
                let verb = grammar::verb(scene, word.start, word.end);
                let behind = || object(scene, word.end, &range);
                if verb.passive { subject(scene, &word) } else { behind().or_else(|| subject(scene, &word)) }
            }
        };
        let negated =
            word.start.checked_sub(1).is_some_and(|t| matches!(scene.word(t), "not" | "no" | "nobody" | "never"));
        let Some(count) = count.filter(|_| !negated) else { continue };
        // "left 12 people dead": the same people said twice are one count.
        let same = out.iter().any(|t| t.tally == *tally && t.count == count && word.start.abs_diff(t.word.start) < 6);
        if !same {
            out.push(Toll { tally: *tally, count, word: word.clone(), total: *side == Side::Toll, elliptic: false });
            out.extend(elliptic(scene, *tally, word.end, range.end));
        }
    }
    out
}

/// Tokens between a word that tells what became of people and a place that lists more of them.
const LISTED: usize = 12;

/// `… in Goma, two in Bukavu and one near Uvira`: numbers that share the verb before them, each with its place.
fn elliptic(scene: &Scene<'_>, tally: Tally, from: usize, end: usize) -> Vec<Toll> {
    let mut out = Vec::new();
    let mut at = from;
    while let Some((word, count, behind)) = (at..end.min(at + LISTED)).find_map(|t| share(scene, t, end)) {
        out.push(Toll { tally, count, word, total: false, elliptic: true });
        at = behind;
    }
    out
}

/// `and two in Bukavu` at a token: the number's tokens, the count, and the token behind the place.
fn share(scene: &Scene<'_>, token: usize, end: usize) -> Option<(Range<usize>, Count, usize)> {
    let joins = scene.word(token) == "and" || scene.written(token) == ",";
    // A place stands before it, which the first number is of.
    let placed = |end: usize| scene.toponyms_in(scene.sentence(token)).find(|t| scene.tokens_of(t).end == end);
    if !joins || placed(token).filter(|t| t.role.locates()).is_none() {
        return None;
    }
    let first =
        token + 1 + usize::from(scene.word(token + 1) == "and") + usize::from(scene.word(token + 1) == "another");
    let read = number(scene, first)?;
    let locative = |t: usize| matches!(scene.word(t), "in" | "at" | "near");
    let at = read.end + usize::from(is_person(scene, read.end) || matches!(scene.word(read.end), "others" | "more"));
    let place = scene.toponyms_in(at + 1..end).next().filter(|_| locative(at))?;
    let tokens = scene.tokens_of(place);
    let near = place.role.locates()
        && (at + 1..tokens.start).all(|t| matches!(scene.word(t), "the" | "nearby" | "neighbouring"));
    near.then_some((first..read.end, read.count, tokens.end))
}

/// All counts of one kind together; one that gives a total takes the place of its parts.
pub(super) fn sum<'t>(tolls: impl Iterator<Item = &'t Toll>, tally: Tally) -> Option<Count> {
    let all: Vec<&Toll> = tolls.filter(|t| t.tally == tally).collect();
    if let Some(total) = all.iter().find(|t| t.total) {
        return Some(total.count.clone());
    }
    all.into_iter().map(|t| t.count.clone()).reduce(|a, b| Count {
        low: a.low.saturating_add(b.low),
        best: a.best.saturating_add(b.best),
        high: a.high.saturating_add(b.high),
        stated: a.stated.or(b.stated),
    })
}

/// `12 people were killed`, `three of whom died`: the people before the word.
fn subject(scene: &Scene<'_>, word: &Range<usize>) -> Option<Count> {
    let verb = grammar::verb(scene, word.start, word.end);
    let mut phrase = grammar::before(scene, verb.start);
    // "11 people, including five children, were killed": all of them.
    // "Eight people, all women and children, died".
    if matches!(
        scene.word(phrase.start),
        "including" | "among" | "all" | "most" | "mostly" | "mainly" | "many" | "some" | "half" | "both"
    ) && scene.written(phrase.start.saturating_sub(1)) == ","
        && phrase.start > scene.sentence(word.start).start + 1
    {
        phrase = grammar::before(scene, phrase.start - 1);
    }
    people(scene, phrase.clone()).or_else(|| {
        // "seven of whom have died", "three did not survive".
        let near = verb.start.saturating_sub(5).max(scene.sentence(word.start).start)..verb.start;
        near.clone().rev().find_map(|t| bare(scene, t, verb.start))
    })
}

/// `killed 12 people`, `killing a shepherd and his son`: the people behind the word.
fn object(scene: &Scene<'_>, from: usize, range: &Range<usize>) -> Option<Count> {
    people(scene, from..range.end.min(from + 24))
}

/// `12 dead`, `23 bodies`, `with the loss of 22 lives`: the number stands right before the word.
fn adjacent(scene: &Scene<'_>, word: &Range<usize>, range: &Range<usize>) -> Option<Count> {
    let before = word.start.saturating_sub(8).max(range.start)..word.start;
    // "leaving a shepherd and his son dead", "left 27 people dead".
    let left = before
        .clone()
        .rev()
        .find(|t| matches!(scene.word(*t), "left" | "leaving" | "leaves" | "found" | "were" | "was"));
    if scene.word(word.start) == "dead"
        && let Some(start) = left
        && let Some(count) = people(scene, start + 1..word.start)
    {
        return Some(count);
    }
    let near = word.start.saturating_sub(3).max(range.start)..word.start;
    near.rev().find_map(|t| {
        let read = number(scene, t)?;
        let gap = read.end..word.start;
        let plain = gap.clone().all(|t| !matches!(scene.word(t), "" | "of" | "in") && !is_counted_thing(scene, t));
        (gap.len() <= 2 && plain).then_some(read.count)
    })
}

/// `put the toll at five`, `the death toll rose to 31`.
fn toll(scene: &Scene<'_>, word: &Range<usize>, range: &Range<usize>) -> Option<Count> {
    let reach = word.end..range.end.min(word.end + 8);
    let at =
        reach.clone().find(|t| matches!(scene.word(*t), "at" | "to" | "of" | "is" | "as" | "stands" | "reached"))?;
    (at + 1..reach.end).find_map(|t| Some(number(scene, t)?.count))
}

/// A number that is read, and the token behind it.
struct Read {
    count: Count,
    end: usize,
}

/// A list of people: `two policemen and four members`, `a father and his two sons`, `dozens`.
fn people(scene: &Scene<'_>, range: Range<usize>) -> Option<Count> {
    let mut total: Option<Count> = None;
    let mut token = range.start;
    while token < range.end {
        let word = scene.word(token);
        let comma = scene.written(token.saturating_sub(1)) == ",";
        // "killing nine gendarmes, a security source said": who tells it closes the list.
        if total.is_some() && comma && is_told_by(scene, token, range.end) {
            break;
        }
        let starts = total.is_none() || comma || matches!(scene.word(token.saturating_sub(1)), "and" | "or");
        match item(scene, token, range.end).filter(|_| starts) {
            Some(read) => {
                token = read.end;
                total = Some(match total {
                    None => read.count,
                    Some(sum) => Count {
                        low: sum.low + read.count.low,
                        best: sum.best + read.count.best,
                        high: sum.high + read.count.high,
                        stated: sum.stated.or(read.count.stated),
                    },
                });
            }
            None => {
                // Another verb or a clause of its own ends the list.
                let ends = matches!(scene.written(token), ";" | ":" | "—" | "(")
                    || matches!(
                        word,
                        "when" | "while" | "after" | "before" | "who" | "which" | "but" | "as" | "including"
                    )
                    || (total.is_some() && LEXICON.is_past_verb(word));
                let injured = total.is_some() && is_other_fate(scene, token, range.end);
                if ends || injured {
                    break;
                }
                token += 1;
            }
        }
    }
    total
}

/// Whether a verb of saying follows up to the next comma: `a security source and an elected official told the agency`.
fn is_told_by(scene: &Scene<'_>, from: usize, end: usize) -> bool {
    let clause = (from..end).take(TOLD).take_while(|t| !matches!(scene.written(*t), "," | ";"));
    let mut said = clause.filter(|t| scene.has(&LEXICON.say, *t..*t + 1));
    said.next().is_some()
}

/// Tokens from a comma to the verb of saying that closes a sentence.
const TOLD: usize = 14;

/// `… and wounding 30`: what follows counts others.
fn is_other_fate(scene: &Scene<'_>, token: usize, end: usize) -> bool {
    scene.phrase(&LEXICON.casualties, token..(token + 1).min(end)).is_some()
}

/// One item of a list of people.
fn item(scene: &Scene<'_>, token: usize, end: usize) -> Option<Read> {
    let word = scene.word(token);
    if matches!(word, "a" | "an" | "one" | "his" | "her" | "its" | "another" | "the") {
        // "a dozen people", "another three".
        if let Some(read) = number(scene, token).filter(|_| word != "one") {
            return counted(scene, read, end);
        }
        if word != "one" {
            let next = token + 1;
            if let Some(read) = number(scene, next).filter(|_| word != "the" || scene.word(next) == "two") {
                return counted(scene, read, end);
            }
        }
        let head = (token + 1..end.min(token + 7))
            .take_while(|t| !scene.word(*t).is_empty() || scene.written(*t) == "-")
            .take_while(|t| {
                !matches!(scene.word(*t), "and" | "in" | "at" | "on" | "from" | "was" | "were" | "who" | "for")
            })
            .find(|t| is_person(scene, *t) && !is_plural(scene.word(*t)) || is_national(scene, *t))?;
        // The head of its phrase: "a bus driver" is one, "a prison cell" none.
        let last = !is_thing_ahead(scene, head + 1);
        let one = Count { low: 1, best: 1, high: 1, stated: None };
        return last.then_some(Read { count: one, end: head + 1 });
    }
    counted(scene, number(scene, token)?, end)
}

/// A number with what it counts, when that is people.
fn counted(scene: &Scene<'_>, read: Read, end: usize) -> Option<Read> {
    let mut at = read.end;
    if scene.word(at) == "of" && matches!(scene.word(at + 1), "them" | "whom" | "those" | "the") {
        return Some(Read { end: at + 2, ..read });
    }
    let limit = end.min(read.end + 7);
    while at < limit {
        let word = scene.word(at);
        if is_counted_thing(scene, at) {
            return None;
        }
        if is_person(scene, at) {
            return Some(Read { end: at + 1, ..read });
        }
        let stops = (word.is_empty() && !matches!(scene.written(at), "-" | "–" | "'" | "’"))
            || matches!(
                word,
                "and"
                    | "in"
                    | "at"
                    | "on"
                    | "when"
                    | "were"
                    | "was"
                    | "had"
                    | "have"
                    | "by"
                    | "near"
                    | "after"
                    | "during"
                    | "more"
                    | "others"
            );
        if stops {
            break;
        }
        at += 1;
    }
    // "killing five", "12 were killed", "dozens".
    let bare = at == read.end || scene.word(read.end) == "more" || scene.word(read.end) == "others";
    bare.then_some(Read { end: at.max(read.end), ..read })
}

/// A bare number that stands for people: `three did not survive`.
fn bare(scene: &Scene<'_>, token: usize, limit: usize) -> Option<Count> {
    let read = number(scene, token)?;
    let rest = read.end..limit;
    let plain = rest.clone().all(|t| {
        matches!(
            scene.word(t),
            "of" | "them" | "whom" | "others" | "more" | "have" | "has" | "had" | "later" | "did" | "not" | "people"
        )
    });
    plain.then_some(read.count)
}

fn is_person(scene: &Scene<'_>, token: usize) -> bool {
    LEXICON.people.get(scene.word(token)).is_some_and(|kind| kind == "person")
        || (scene.classes(token..token + 1).meets(LEXICON.persons) && !LEXICON.people.contains_key(scene.word(token)))
}

/// `one Palestinian was …`: a demonym with nothing behind it that it could belong to.
fn is_national(scene: &Scene<'_>, token: usize) -> bool {
    let demonym = scene.toponyms_in(token..token + 1).any(|t| t.role == Role::Demonym);
    demonym
        && (scene.kind(token + 1) == Some(TokenKind::Punctuation) && scene.written(token + 1) != "-"
            || matches!(
                scene.word(token + 1),
                "" | "was" | "were" | "is" | "has" | "had" | "who" | "and" | "dead" | "died"
            ))
}

fn is_counted_thing(scene: &Scene<'_>, token: usize) -> bool {
    LEXICON.people.get(scene.word(token)).is_some_and(|kind| kind != "person")
        || matches!(scene.written(token), "%" | "°")
}

fn is_thing_ahead(scene: &Scene<'_>, token: usize) -> bool {
    is_counted_thing(scene, token)
        || matches!(
            scene.word(token),
            "station" | "camp" | "post" | "van" | "convoy" | "cell" | "house" | "quarter" | "centre" | "bus"
        )
}

fn is_plural(word: &str) -> bool {
    (word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us"))
        || matches!(word, "men" | "women" | "children" | "people" | "policemen")
}

/// A number at a token, with the words that bound it.
fn number(scene: &Scene<'_>, token: usize) -> Option<Read> {
    let before: Vec<&str> = (token.saturating_sub(3)..token).map(|t| scene.word(t)).collect();
    let (value, end, stated) = value(scene, token)?;
    // A magnitude, a year, a time, an age or a rank counts no people.
    let next = scene.word(end);
    if matches!(next, "percent" | "am" | "pm" | "km" | "year" | "years")
        || matches!(scene.written(end), "%" | "°" | ":")
    {
        return None;
    }
    if matches!(
        before.last(),
        Some(&("age" | "aged" | "magnitude" | "number" | "group" | "in" | "since" | "route" | "kilo"))
    ) && !matches!(next, "people" | "others")
    {
        return None;
    }
    let is_date = super::dates::is_month(next) || before.last().is_some_and(|w| super::dates::is_month(w));
    if is_date {
        return None;
    }
    let most = matches!(before.as_slice(), [.., "up", "to"] | [.., "most"] | [.., "many", "as"]);
    // "between three and five", "12 to 15".
    let between = before.last() == Some(&"between") && scene.word(end) == "and";
    if (between || matches!(scene.word(end), "to" | "or") || matches!(scene.written(end), "-" | "–"))
        && let Some((other, after, _)) =
            self::value(scene, end + 1).filter(|(other, ..)| *other > value && *other < value.saturating_mul(20))
    {
        return Some(Read { count: Count { low: value, best: value, high: other, stated: None }, end: after });
    }
    // What is at least so many may be more; no figure says how many.
    let (low, high) = if most { (1, value) } else { (value, value) };
    Some(Read { count: Count { low, best: value, high, stated }, end })
}

/// Whether a number stands at a token, in digits or words, or a vague one.
pub(super) fn is_number(scene: &Scene<'_>, token: usize) -> bool {
    value(scene, token).is_some()
}

/// The value of a number in digits or words, the token behind it, and the words when they are vague.
fn value(scene: &Scene<'_>, token: usize) -> Option<(u64, usize, Option<String>)> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let word = scene.word(token);
    let written = scene.written(token).replace([',', '\u{202f}', '\u{a0}'], "");
    if scene.kind(token) == Some(TokenKind::Number)
        || written.bytes().all(|b| b.is_ascii_digit()) && !written.is_empty()
    {
        let value: u64 = written.parse().ok()?;
        let next = scene.word(token + 1);
        let is_year = written.len() == 4
            && (1900..2100).contains(&value)
            && !scene.written(token).contains(',')
            && !is_person(scene, token + 1);
        if is_year {
            return None;
        }
        // "30 thousand".
        let scale = match next {
            "thousand" => 1000,
            "hundred" => 100,
            _ => return Some((value, token + 1, None)),
        };
        return Some((value.saturating_mul(scale), token + 2, None));
    }
    let vague = |n: u64, end: usize| {
        Some((n, end, Some(scene.text.slice(scene.text.span_of(token..end)).trim_end_matches(" of").to_owned())))
    };
    match (word, scene.word(token + 1)) {
        ("half", "a") if scene.word(token + 2) == "dozen" => return Some((6, token + 3, None)),
        ("a", "dozen") => return Some((12, token + 2, None)),
        ("a", "hundred") => return Some((100, token + 2, None)),
        ("a", "couple") => return Some((2, token + 2 + usize::from(scene.word(token + 2) == "of"), None)),
        // ACLED's reading of vague words.
        ("a", "few") => return vague(3, token + 2),
        ("several" | "few", "dozen") => return vague(36, token + 2),
        ("several" | "few", "hundred") => return vague(300, token + 2),
        ("several" | "many" | "few", _) => return vague(3, token + 1),
        ("dozens" | "scores", next) => return vague(12, token + 1 + usize::from(next == "of")),
        ("hundreds", next) => return vague(100, token + 1 + usize::from(next == "of")),
        ("thousands", next) => return vague(1000, token + 1 + usize::from(next == "of")),
        _ => {}
    }
    let ones = |w: &str| ONES.iter().position(|n| *n == w).map(|n| n as u64);
    let mut end = token + 1;
    let mut value = match (ones(word), TENS.iter().position(|n| *n == word)) {
        (Some(n), _) if n > 0 => n,
        (_, Some(tens)) => {
            let tens = (tens as u64 + 2) * 10;
            let hyphen = usize::from(scene.written(end) == "-");
            match ones(scene.word(end + hyphen)).filter(|n| (1..10).contains(n)) {
                Some(n) => {
                    end += hyphen + 1;
                    tens + n
                }
                None => tens,
            }
        }
        _ => return None,
    };
    match scene.word(end) {
        "hundred" => (value, end) = (value * 100, end + 1),
        "thousand" => (value, end) = (value * 1000, end + 1),
        "dozen" => (value, end) = (value * 12, end + 1),
        _ => {}
    }
    Some((value, end, None))
}

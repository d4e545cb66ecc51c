//! Relative places: `the border with Iran`, `12 km north of Sloviansk`, `northern Ethiopia`, `the coast of Libya`.

use super::mention::{Mention, Relation, Role};
use super::reader::Reader;
use crate::gazetteer::NameKind;
use std::ops::Range;

/// Turns mentions that a relation holds together into one relative mention each.
pub(super) fn combine(reader: &Reader<'_>, mentions: &mut Vec<Mention>) {
    let mut index = 0;
    while index < mentions.len() {
        match relation_at(reader, mentions, index) {
            Some((inner, tokens, relation)) => {
                let anchors = mentions[inner.clone()].iter().map(|m| m.span).collect();
                let mut whole = mentions[index].clone();
                whole.candidates = mentions[inner.clone()].iter().flat_map(|m| m.candidates.clone()).collect();
                whole.span = reader.text.span_of(tokens.clone());
                whole.tokens = tokens;
                whole.role = Role::Relative;
                whole.confidence = 0.85;
                whole.relation = Some((relation, anchors));
                mentions.splice(inner.clone(), [whole]);
                index = inner.start + 1;
            }
            None => index += 1,
        }
    }
}

type Combined = (Range<usize>, Range<usize>, Relation);

/// The mentions from `index` on that make a relative place, its tokens, and the relation.
fn relation_at(reader: &Reader<'_>, mentions: &[Mention], index: usize) -> Option<Combined> {
    let mention = &mentions[index];
    if matches!(mention.role, Role::Organization | Role::Document | Role::Relative) {
        return None;
    }
    border(reader, mentions, index).or_else(|| {
        if mention.role == Role::Demonym {
            return None;
        }
        direction(reader, mention)
            .or_else(|| distance(reader, mention))
            .or_else(|| coast(reader, mention))
            .or_else(|| part(reader, mention))
            .map(|(tokens, relation)| (index..index + 1, tokens, relation))
    })
}

/// `border with X`, `border between X and Y`, `X–Y border`, `X's border with Y`, `X border`.
fn border(reader: &Reader<'_>, mentions: &[Mention], index: usize) -> Option<Combined> {
    let mention = &mentions[index];
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    let next = mentions.get(index + 1);
    let is_border = |token: usize| matches!(reader.word(token), "border" | "borders" | "frontier");
    if reader.before(start, 1) == "with" && start >= 2 && is_border(start - 2) {
        let owner = index
            .checked_sub(1)
            .filter(|i| mentions[*i].tokens.end + 1 == start - 2 && reader.written(start - 3) != ",");
        return Some(match owner {
            Some(owner) => (owner..index + 1, mentions[owner].tokens.start..end, Relation::Border),
            None => (index..index + 1, start - 2..end, Relation::Border),
        });
    }
    if let Some(next) = next.filter(|n| reader.same_sentence(start, n.tokens.start)) {
        let between = end..next.tokens.start;
        let after = reader.over_quote(next.tokens.end);
        let hyphen = between.len() == 1 && matches!(reader.written(end), "-" | "–" | "—" | "‑" | "/");
        if hyphen && is_border(after) {
            return Some((index..index + 2, start..after + 1, Relation::Border));
        }
        let and = between.len() == 1 && reader.word(end) == "and";
        if and && matches!(reader.before(start, 1), "between" | "of") && start >= 2 && is_border(start - 2) {
            return Some((index..index + 2, start - 2..next.tokens.end, Relation::Border));
        }
    }
    // "the Iranian border", "the Iran border": the other side is left to the context.
    if is_border(end)
        && reader.before(start, 1) == "the"
        && reader.same_sentence(start, end)
        && !is_guard(reader.word(end + 1))
    {
        return Some((index..index + 1, start..end + 1, Relation::Border));
    }
    None
}

/// `the Syrian border guards`, `border town` are no border.
fn is_guard(word: &str) -> bool {
    matches!(
        word,
        "guard"
            | "guards"
            | "police"
            | "patrol"
            | "service"
            | "force"
            | "forces"
            | "town"
            | "towns"
            | "city"
            | "village"
            | "villages"
            | "crossing"
            | "region"
            | "area"
            | "control"
    )
}

/// `12 km north of X`, `south of X`; degrees clockwise from north.
fn direction(reader: &Reader<'_>, mention: &Mention) -> Option<(Range<usize>, Relation)> {
    let start = mention.tokens.start;
    if reader.before(start, 1) != "of" {
        return None;
    }
    let (bearing, first) = compass_before(reader, start.checked_sub(1)?)?;
    // "the north of X" and "in the north of X" lie inside X: `part` has them.
    if matches!(reader.before(first, 1), "the" | "in") && stated_km(reader, first).is_none() {
        return None;
    }
    let (km, from) = stated_km(reader, first).map_or((None, first), |(km, from)| (Some(km), from));
    Some((from..mention.tokens.end, Relation::Direction { bearing, km }))
}

/// `12 km from X`, `about 5 miles outside X`.
fn distance(reader: &Reader<'_>, mention: &Mention) -> Option<(Range<usize>, Relation)> {
    let start = mention.tokens.start;
    if !matches!(reader.before(start, 1), "from" | "outside" | "off") {
        return None;
    }
    let (km, from) = stated_km(reader, start - 1).or_else(|| {
        let away = start >= 2 && reader.before(start, 2) == "away";
        away.then(|| stated_km(reader, start - 2)).flatten()
    })?;
    Some((from..mention.tokens.end, Relation::Distance { km }))
}

/// `the coast of X`, `off the coast of X`.
fn coast(reader: &Reader<'_>, mention: &Mention) -> Option<(Range<usize>, Relation)> {
    let start = mention.tokens.start;
    let coast = reader.before(start, 1) == "of"
        && matches!(reader.before(start, 2), "coast" | "shore" | "shores" | "coastline");
    coast.then(|| (start - 2..mention.tokens.end, Relation::Coast))
}

/// `northern X`, `central X`, `the north of X`, `the northern part of X`, `X's north`.
fn part(reader: &Reader<'_>, mention: &Mention) -> Option<(Range<usize>, Relation)> {
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    // A name that already says it (`North Korea`, `Western Sahara`) is matched as a whole and never comes here.
    if mention.candidates.iter().all(|(_, kind)| *kind == NameKind::AfterPlace) {
        return None;
    }
    let one = reader.before(start, 1);
    if let Some(bearing) = adjective(one) {
        return Some((start - 1..end, Relation::Part { bearing }));
    }
    if one == "of" {
        let two = reader.before(start, 2);
        if let Some(bearing) = compass(two) {
            let the = matches!(reader.before(start, 3), "the" | "in");
            return the.then(|| (start - 2..end, Relation::Part { bearing: Some(bearing) }));
        }
        if matches!(two, "part" | "parts" | "areas" | "regions" | "half" | "coast")
            && let Some(bearing) = adjective(reader.before(start, 3))
        {
            return Some((start - 3..end, Relation::Part { bearing }));
        }
    }
    let possessive = reader.kind(end) == Some(crate::text::TokenKind::Possessive);
    let side = possessive.then(|| compass(reader.word(end + 1))).flatten()?;
    Some((start..end + 2, Relation::Part { bearing: Some(side) }))
}

/// The compass point that ends just before a token, and where its words start: `north`, `north-east`, `south west`.
fn compass_before(reader: &Reader<'_>, end: usize) -> Option<(f64, usize)> {
    let last = end.checked_sub(1)?;
    let one = compass(reader.word(last))?;
    let hyphen = last >= 2 && reader.written(last - 1) == "-";
    let other = if hyphen { last.checked_sub(2) } else { last.checked_sub(1) };
    match other.and_then(|at| Some((at, compass(reader.word(at))?))) {
        Some((at, first)) if one != first => Some((mean_bearing(first, one), at)),
        _ => Some((one, last)),
    }
}

fn mean_bearing(a: f64, b: f64) -> f64 {
    let turn = (b - a + 540.0).rem_euclid(360.0) - 180.0;
    (a + turn / 2.0).rem_euclid(360.0)
}

fn compass(word: &str) -> Option<f64> {
    Some(match word {
        "north" => 0.0,
        "northeast" => 45.0,
        "east" => 90.0,
        "southeast" => 135.0,
        "south" => 180.0,
        "southwest" => 225.0,
        "west" => 270.0,
        "northwest" => 315.0,
        _ => return None,
    })
}

/// `northern`, `central`: the side, `None` inside for the middle.
fn adjective(word: &str) -> Option<Option<f64>> {
    if matches!(word, "central" | "middle") {
        return Some(None);
    }
    compass(word.strip_suffix("ern")?).map(Some)
}

/// A length that ends just before a token, in kilometres, and where its words start: `12 km`, `about 5 miles`.
fn stated_km(reader: &Reader<'_>, end: usize) -> Option<(f64, usize)> {
    let unit = end.checked_sub(1)?;
    // "60 nautical miles west of", of 1,852 m each (BIPM, The International System of Units, 8th edition, table 8).
    let nautical = matches!(reader.word(unit), "mile" | "miles") && reader.before(unit, 1) == "nautical";
    let (factor, unit) = match reader.word(unit) {
        "mile" | "miles" if nautical => (1.852, unit - 1),
        "nm" | "nmi" => (1.852, unit),
        other => (kilometres(other)?, unit),
    };
    let number = unit.checked_sub(1)?;
    // "12-km": the hyphen stands between.
    let number = if reader.written(number) == "-" { number.checked_sub(1)? } else { number };
    let value = reader.written(number).replace(',', "").parse::<f64>().ok().or_else(|| spelt(reader.word(number)))?;
    (value.is_finite() && value >= 0.0).then_some((value * factor, number))
}

/// What a unit on land comes to.
fn kilometres(unit: &str) -> Option<f64> {
    Some(match unit {
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" | "kms" => 1.0,
        "mile" | "miles" | "mi" => 1.609_344,
        "m" | "meters" | "metres" => 0.001,
        _ => return None,
    })
}

fn spelt(word: &str) -> Option<f64> {
    const NUMBERS: [&str; 21] = [
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
        "twenty",
    ];
    NUMBERS.iter().position(|n| *n == word).map(|n| n as f64)
}

//! Numbers without hemispheres: with labels (`lat 40.18, lon 44.51`), or two decimal numbers, latitude first as maps and
//! reports write them, where their form or the words before them say that they are coordinates.

use super::angle::{Angle, decimals, position};
use super::degrees::{angle, written};
use super::signs::Signs;
use super::words::{Cue, SPACE, any_of, counts, cue};
use super::{Found, Position, scan};
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// Decimals that a pair needs when nothing announces it: 0.001° are 111 m, and prices have two.
const ENOUGH: i32 = 3;
/// … where three could be groups of thousands: `12.345, 67.890` people in many languages. Brackets, a minus or a comma without
/// space say that they are none.
const ENOUGH_IF_GROUPED: i32 = 4;
/// … where both are below ten, as rates of exchange are, and no bracket holds them.
const ENOUGH_IF_SMALL: i32 = 5;
/// … where both carry a degree sign (temperatures have one decimal), or behind `at (`.
const ENOUGH_IF_SIGNED: i32 = 2;

/// Finds labelled numbers and decimal pairs.
pub(super) fn find(source: &str, signs: Signs, out: &mut Vec<Found>) {
    if signs.label {
        scan(source, &LABELLED, labelled, out);
    }
    if signs.pair {
        scan(source, &PAIR, pair, out);
    }
}

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    let (lat, lon) = (any_of("latitude"), any_of("longitude"));
    let one = |number: u8| {
        let sides = ["north", "south", "east", "west"].map(any_of);
        let [north, south, east, west] = sides;
        format!(
            r#"(?:(?P<lat{number}>{lat})|(?P<lon{number}>{lon}))["']?{SPACE}{{0,2}}(?:[:=]|is|of)?{SPACE}{{0,2}}["']?(?P<sign{number}>[+−–-])?{}(?:{SPACE}?(?:(?P<back{number}>{south}|{west})|{north}|{east}))?["']?"#,
            angle(number)
        )
    };
    let gap = r"[ \t\r\n\u{a0}]{0,6}(?:[,;/|&]|and)?[ \t\r\n\u{a0}]{0,6}";
    Regex::new(&format!(r#"{}{gap}["']?{}"#, one(1), one(2))).expect("tested")
});

fn labelled(_: &str, found: &Captures<'_>) -> Option<Position> {
    let one = |number: u8| {
        let sign = found.name(&format!("sign{number}")).is_some_and(|s| s.as_str() != "+");
        let back = found.name(&format!("back{number}")).is_some();
        Some(written(found, number)?.negative(sign || back))
    };
    match (found.name("lat1"), found.name("lon2"), found.name("lon1"), found.name("lat2")) {
        (Some(_), Some(_), _, _) => position(one(1)?, one(2)?),
        (_, _, Some(_), Some(_)) => position(one(2)?, one(1)?),
        _ => None,
    }
}

static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    let degree = any_of("degree");
    let number = r"[+−–-]?[0-9]{1,3}[.,][0-9]{1,15}";
    Regex::new(&format!(
        r"(?P<first>{number})(?P<deg1>{SPACE}?{degree})?(?P<gap>{SPACE}{{0,2}}[,;/]{SPACE}{{0,2}}|{SPACE}{{1,2}})(?P<second>{number})(?P<deg2>{SPACE}?{degree})?"
    ))
    .expect("tested")
});

fn pair(source: &str, found: &Captures<'_>) -> Option<Position> {
    let whole = found.get(0)?;
    let (first, second) = (found.name("first")?.as_str(), found.name("second")?.as_str());
    if first.contains(',') != second.contains(',') {
        return None;
    }
    // A geo URI that was not taken lies on another globe: "geo:37.786971,-122.399677;crs=Moon-2011".
    if is_behind(source, whole.start(), "geo:") {
        return None;
    }
    let cue = cue(source, whole.start());
    let taken = if cue == Cue::None { speaks_for_itself(source, found) } else { !counts(source, whole.end()) };
    if !taken {
        return None;
    }
    let (first, second) = (Angle::signed(first)?, Angle::signed(second)?);
    if cue == Cue::LonFirst { position(second, first) } else { position(first, second) }
}

/// Whether a pair that nothing announces has the form of coordinates, and is no list, price or measure.
fn speaks_for_itself(source: &str, found: &Captures<'_>) -> bool {
    let text = |name: &str| found.name(name).map_or("", |g| g.as_str());
    let exact = decimals(text("first")).min(decimals(text("second")));
    let range = found.get(0).map_or(0..0, |whole| whole.range());
    exact >= needed(source, found)
        && !is_priced(source, range.start)
        && !is_listed(source, range.clone())
        && !counts(source, range.end)
}

/// How many decimals a pair needs that nothing announces.
fn needed(source: &str, found: &Captures<'_>) -> i32 {
    let text = |name: &str| found.name(name).map_or("", |g| g.as_str());
    let (first, second, gap) = (text("first"), text("second"), text("gap"));
    let start = found.get(0).map_or(0, |whole| whole.start());
    let bracketed = is_bracketed(source, start);
    let loose = gap.len() > 1;
    let signed = [first, second].iter().any(|n| n.starts_with(['-', '−', '–']));
    if found.name("deg1").is_some() && found.name("deg2").is_some() || bracketed && is_behind(source, start - 1, "at ")
    {
        ENOUGH_IF_SIGNED
    } else if !bracketed && [first, second].iter().all(|n| n.find(['.', ',']) == Some(1)) {
        ENOUGH_IF_SMALL
    } else if first.contains(',') || !gap.contains([',', ';']) || (loose && !bracketed && !signed) {
        ENOUGH_IF_GROUPED
    } else {
        ENOUGH
    }
}

/// Whether these letters, of any case, stand before.
fn is_behind(source: &str, start: usize, letters: &str) -> bool {
    let before = start.checked_sub(letters.len()).and_then(|from| source.get(from..start));
    before.is_some_and(|before| before.eq_ignore_ascii_case(letters))
}

/// Whether a bracket opens before: one byte.
fn is_bracketed(source: &str, start: usize) -> bool {
    source.get(..start).unwrap_or_default().ends_with(['(', '['])
}

/// Whether a sign of a currency, a version or a number stands before.
fn is_priced(source: &str, start: usize) -> bool {
    let before = source.get(..start).unwrap_or_default().trim_end_matches(' ');
    before.ends_with(['$', '€', '£', '¥', '₽', '₺', '#', '№', '=', '<', '>', '≈', '±', '*', '×'])
}

/// Whether another decimal number stands before or behind, so that the pair is a part of a list.
fn is_listed(source: &str, range: Range<usize>) -> bool {
    let before = source.get(..range.start).unwrap_or_default().trim_end_matches(' ');
    let item = before.strip_suffix(',').unwrap_or(before);
    let number = item.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let number = item.get(number.len()..).unwrap_or_default();
    // The number of an item or a day stands without decimals and comma: "18 48.0158, 37.8028".
    let ahead =
        item.ends_with(|c: char| c.is_ascii_digit()) && (item.len() < before.len() || number.contains(['.', ',']));
    let behind = source.get(range.end..).unwrap_or_default();
    let next = behind.trim_start_matches([' ', ',']);
    let digits = next.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(next.len());
    let decimal = digits > 0 && next.get(digits..).is_some_and(|r| r.starts_with(['.', ',']));
    ahead || (decimal && next.len() < behind.len())
}

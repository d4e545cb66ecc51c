//! Names of days and months, and counting by them.

use jiff::Span as Stretch;
use jiff::civil::{Date, Weekday};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month by its name or its usual abbreviation, in small letters.
pub(super) fn month(word: &str) -> Option<i8> {
    let short =
        matches!(word, "jan" | "feb" | "mar" | "apr" | "jun" | "jul" | "aug" | "sep" | "sept" | "oct" | "nov" | "dec");
    let position = MONTHS.iter().position(|m| *m == word || (short && m.starts_with(word.get(..3).unwrap_or("?"))));
    position.and_then(|i| i8::try_from(i + 1).ok())
}

/// A day of the week by its name or its usual abbreviation, in small letters.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// So many days later, or earlier when negative.
pub(super) fn plus(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Stretch::new().try_days(days).ok()?).ok()
}

/// So many months earlier.
pub(super) fn months_before(day: Date, months: i64) -> Option<Date> {
    day.checked_sub(Stretch::new().try_months(months).ok()?).ok()
}

/// The last such day of the week up to a day.
pub(super) fn last_weekday(wanted: Weekday, day: Date) -> Option<Date> {
    (0..7).filter_map(|back| plus(day, -back)).find(|d| d.weekday() == wanted)
}

/// The Monday of a day's week (ISO 8601).
pub(super) fn monday(day: Date) -> Option<Date> {
    last_weekday(Weekday::Monday, day)
}

/// Feasts with a fixed day: day and month.
pub(super) fn feast(first: &str, second: &str) -> Option<(i8, i8)> {
    Some(match (first, second) {
        ("christmas", "day") => (25, 12),
        ("christmas", "eve") => (24, 12),
        ("boxing", "day") => (26, 12),
        ("new", "year") => (1, 1),
        _ => return None,
    })
}

/// A number in digits or in words up to twenty; `a` is one.
pub(super) fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 21] = [
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
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let spelt = WORDS.iter().position(|w| *w == word).and_then(|n| i64::try_from(n).ok());
    spelt.or_else(|| word.parse().ok().filter(|n| (0..1000).contains(n)))
}

/// A number of order: `second`, `4th`.
pub(super) fn ordinal(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] = [
        "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    let spelt = WORDS.iter().position(|w| *w == word && !w.is_empty()).and_then(|n| i64::try_from(n).ok());
    let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
    spelt.or_else(|| (digits.len() + 2 == word.len()).then(|| digits.parse().ok()).flatten())
}

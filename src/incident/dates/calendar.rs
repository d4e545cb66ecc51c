//! Names of days and months, and counting by them.

use jiff::Span as Stretch;
use jiff::civil::{Date, Weekday};

/// The number of a month by its name or its usual abbreviation, in small letters.
pub(super) fn month(word: &str) -> Option<i8> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sep" | "sept" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
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
    Some(match word {
        "zero" => 0,
        "one" | "a" | "an" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        _ => return word.parse().ok().filter(|n| (0..1000).contains(n)),
    })
}

/// A number of order: `second`, `4th`.
pub(super) fn ordinal(word: &str) -> Option<i64> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        _ => {
            let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
            return (digits.len() + 2 == word.len()).then(|| digits.parse().ok()).flatten();
        }
    })
}

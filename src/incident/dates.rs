//! When: dates that the text states, and relative ones resolved against the report's own date. None is made up.

use super::scene::Scene;
use jiff::Span as Stretch;
use jiff::civil::{Date, Weekday};
use std::ops::Range;

/// A time as the text gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct When {
    /// The tokens that say it.
    pub tokens: Range<usize>,
    /// First and last day; `None` when the report has no date to count from.
    pub days: Option<(Date, Date)>,
    /// ACLED: 1 the day, 2 within a week, 3 within a month.
    pub precision: u8,
    /// Whether it is a night, which belongs to two days.
    night: bool,
}

/// The times stated in a range of tokens.
pub(super) fn all(scene: &Scene<'_>, range: Range<usize>, published: Option<Date>) -> Vec<When> {
    let mut out = Vec::new();
    let mut token = range.start;
    while token < range.end {
        match at(scene, token, range.end, published) {
            Some(when) => {
                token = when.tokens.end.max(token + 1);
                out.push(when);
            }
            None => token += 1,
        }
    }
    out
}

/// The time of an event: the nearest one of its clause, else of its sentence. A night takes the day that its sentence states.
pub(super) fn of(scene: &Scene<'_>, trigger: &Range<usize>, published: Option<Date>) -> Option<When> {
    let sentence = scene.sentence(trigger.start);
    let clause = scene.clause(trigger.start);
    let stated = all(scene, sentence, published);
    let distance = |when: &When| when.tokens.start.abs_diff(trigger.start);
    let inside = stated.iter().filter(|w| clause.start <= w.tokens.start && w.tokens.end <= clause.end);
    let nearest = inside.min_by_key(|w| distance(w)).or_else(|| stated.iter().min_by_key(|w| distance(w)))?;
    let mut when = nearest.clone();
    if when.night {
        let day = stated.iter().filter(|w| !w.night).filter_map(|w| w.days).map(|(_, last)| last).next();
        let last = day.or(published);
        when.days = last.and_then(|d| Some((d.yesterday().ok()?, d)));
    }
    Some(when)
}

fn at(scene: &Scene<'_>, token: usize, end: usize, published: Option<Date>) -> Option<When> {
    iso(scene, token)
        .or_else(|| day_month(scene, token, published))
        .or_else(|| month_day(scene, token, published))
        .or_else(|| weekday(scene, token, published))
        .or_else(|| ago(scene, token, published))
        .or_else(|| words(scene, token, published))
        .filter(|w| w.tokens.end <= end)
}

fn when(tokens: Range<usize>, days: Option<(Date, Date)>, precision: u8) -> When {
    When { tokens, days, precision, night: false }
}

fn one(day: Option<Date>) -> Option<(Date, Date)> {
    day.map(|d| (d, d))
}

fn iso(scene: &Scene<'_>, token: usize) -> Option<When> {
    if scene.written(token).len() != 4 || scene.written(token + 1) != "-" || scene.written(token + 3) != "-" {
        return None;
    }
    let number = |at: usize| scene.written(at).parse::<i16>().ok();
    let date =
        Date::new(number(token)?, i8::try_from(number(token + 2)?).ok()?, i8::try_from(number(token + 4)?).ok()?)
            .ok()?;
    Some(when(token..token + 5, Some((date, date)), 1))
}

fn month(word: &str) -> Option<i8> {
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
    if word.len() < 3 {
        return None;
    }
    let short =
        matches!(word, "jan" | "feb" | "mar" | "apr" | "jun" | "jul" | "aug" | "sep" | "sept" | "oct" | "nov" | "dec");
    MONTHS
        .iter()
        .position(|m| *m == word || (short && m.starts_with(word.get(..3).unwrap_or_default())))
        .and_then(|i| i8::try_from(i + 1).ok())
}

/// A day without its year is the last such day up to the report's date; without that there is no year, and no date.
fn dated(day: i8, month: i8, year: Option<i16>, published: Option<Date>) -> Option<(Date, Date)> {
    if let Some(year) = year {
        return one(Date::new(year, month, day).ok());
    }
    let published = published?;
    let this = Date::new(published.year(), month, day).ok()?;
    one(if this <= published { Some(this) } else { Date::new(published.year() - 1, month, day).ok() })
}

fn year(scene: &Scene<'_>, token: usize) -> Option<(i16, usize)> {
    let at = if scene.written(token) == "," { token + 1 } else { token };
    let year: i16 = scene.written(at).parse().ok()?;
    ((1900..2100).contains(&year) && scene.written(at).len() == 4).then_some((year, at + 1))
}

fn day(scene: &Scene<'_>, token: usize) -> Option<i8> {
    let text = scene
        .word(token)
        .trim_end_matches("st")
        .trim_end_matches("nd")
        .trim_end_matches("rd")
        .trim_end_matches("th")
        .to_owned();
    text.parse().ok().filter(|d| (1..=31).contains(d))
}

/// `23 October 2020`, `23 October`.
fn day_month(scene: &Scene<'_>, token: usize, published: Option<Date>) -> Option<When> {
    let (day, month) = (day(scene, token)?, month(scene.word(token + 1))?);
    let (year, end) = year(scene, token + 2).map_or((None, token + 2), |(y, end)| (Some(y), end));
    Some(when(token..end, dated(day, month, year, published), 1))
}

/// `October 23, 2020`, `Oct. 23`; a month and a year alone.
fn month_day(scene: &Scene<'_>, token: usize, published: Option<Date>) -> Option<When> {
    let month =
        month(scene.word(token)).filter(|_| scene.written(token).chars().next().is_some_and(char::is_uppercase))?;
    if let Some(day) = day(scene, token + 1) {
        let (year, end) = year(scene, token + 2).map_or((None, token + 2), |(y, end)| (Some(y), end));
        return Some(when(token..end, dated(day, month, year, published), 1));
    }
    let (year, end) = year(scene, token + 1)?;
    let first = Date::new(year, month, 1).ok()?;
    Some(when(token..end, Some((first, first.last_of_month())), 3))
}

/// `Friday`, `last Friday`: the last such day up to the report's date.
fn weekday(scene: &Scene<'_>, token: usize, published: Option<Date>) -> Option<When> {
    let last = usize::from(matches!(scene.word(token), "last" | "past"));
    let wanted = match scene.word(token + last) {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    };
    if matches!(scene.word(token.saturating_sub(1)), "next" | "until" | "by") {
        return None;
    }
    let start = if matches!(scene.word(token.saturating_sub(1)), "on" | "late" | "early" | "since") && token > 0 {
        token - 1
    } else {
        token
    };
    let day = published.and_then(|mut day| {
        for _ in 0..7 {
            if day.weekday() == wanted {
                return Some(day);
            }
            day = day.yesterday().ok()?;
        }
        None
    });
    let end = token + last + 1;
    let mut out = when(start..end, one(day), 1);
    out.night = scene.word(end) == "night" && scene.word(start) != "since";
    if out.night {
        // "Friday night" begins on the Friday.
        out.night = false;
        out.days = day.and_then(|d| Some((d, d.tomorrow().ok()?)));
        out.tokens.end = end + 1;
    }
    Some(out)
}

/// `a week ago`, `three days ago`, `about a month ago`.
fn ago(scene: &Scene<'_>, token: usize, published: Option<Date>) -> Option<When> {
    if scene.word(token + 2) != "ago" {
        return None;
    }
    let count = match scene.word(token) {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "ten" => 10,
        word => word.parse::<i64>().ok().filter(|n| (0..1000).contains(n))?,
    };
    let (span, precision) = match scene.word(token + 1) {
        "hour" | "hours" => (Stretch::new().try_days(0).ok()?, 1),
        "day" | "days" => (Stretch::new().try_days(count).ok()?, 1),
        "week" | "weeks" => (Stretch::new().try_weeks(count).ok()?, 2),
        "month" | "months" => (Stretch::new().try_months(count).ok()?, 3),
        _ => return None,
    };
    let day = published.and_then(|p| p.checked_sub(span).ok());
    let day = if scene.word(token + 1).starts_with("hour") { None } else { day };
    Some(when(token..token + 3, one(day), precision))
}

/// `yesterday`, `today`, `overnight`, `last night`, `during the night`, `this morning`, `last week`, `last month`.
fn words(scene: &Scene<'_>, token: usize, published: Option<Date>) -> Option<When> {
    let back = |days: i64| published.and_then(|p| p.checked_sub(Stretch::new().try_days(days).ok()?).ok());
    let night = |end: usize| Some(When { tokens: token..end, days: None, precision: 1, night: true });
    match (scene.word(token), scene.word(token + 1), scene.word(token + 2)) {
        ("yesterday", ..) => Some(when(token..token + 1, one(back(1)), 1)),
        ("today" | "tonight", ..) => Some(when(token..token + 1, one(published), 1)),
        ("this", "morning" | "afternoon" | "evening", _) => Some(when(token..token + 2, one(published), 1)),
        ("overnight", ..) => night(token + 1),
        ("last", "night", _) => night(token + 2),
        ("during" | "in" | "on" | "through" | "throughout", "the", "night") => night(token + 3),
        ("at", "night", _) => night(token + 2),
        ("last" | "past", "week", _) => Some(when(token..token + 2, back(7).zip(back(1)), 2)),
        ("last" | "past", "month", _) => {
            let first = published
                .and_then(|p| p.checked_sub(Stretch::new().try_months(1).ok()?).ok())
                .map(|d| d.first_of_month());
            Some(when(token..token + 2, first.map(|d| (d, d.last_of_month())), 3))
        }
        ("in" | "since", year, _) if year.len() == 4 => {
            let number: i16 = year.parse().ok().filter(|y| (1900..2100).contains(y))?;
            Some(When {
                tokens: token..token + 2,
                days: Date::new(number, 1, 1).ok().zip(Date::new(number, 12, 31).ok()),
                precision: 3,
                night: false,
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::Recognized;
    use crate::resolve::Resolved;
    use crate::text::Text;
    use jiff::civil::date;

    fn days(source: &str, published: Option<Date>) -> Vec<Option<(Date, Date)>> {
        let (text, found, places) = (Text::new(source), Recognized::default(), Resolved::default());
        let scene = Scene::new(&text, &found, &places);
        all(&scene, 0..text.tokens().len(), published).into_iter().map(|w| w.days).collect()
    }

    const SATURDAY: Option<Date> = Some(date(2020, 10, 24));

    #[test]
    fn a_weekday_is_the_last_one_up_to_the_report() {
        let friday = date(2020, 10, 23);
        assert_eq!(days("It happened on Friday.", SATURDAY), [Some((friday, friday))]);
        assert_eq!(days("It happened on Saturday.", SATURDAY), [Some((date(2020, 10, 24), date(2020, 10, 24)))]);
    }

    #[test]
    fn without_a_date_of_the_report_nothing_is_made_up() {
        for source in ["on Friday", "yesterday", "a week ago", "on 6 February", "last month"] {
            assert_eq!(days(source, None), [None], "{source}");
        }
    }

    #[test]
    fn a_full_date_needs_no_report() {
        let day = Some((date(2023, 2, 6), date(2023, 2, 6)));
        for source in ["on 6 February 2023", "on February 6, 2023", "on 2023-02-06", "on Feb. 6, 2023"] {
            assert_eq!(days(source, None), [day], "{source}");
        }
    }

    #[test]
    fn a_day_without_a_year_is_never_in_the_future() {
        assert_eq!(days("on 30 December", SATURDAY), [Some((date(2019, 12, 30), date(2019, 12, 30)))]);
    }

    #[test]
    fn weeks_and_months_ago_are_counted_back() {
        assert_eq!(days("a week ago", SATURDAY), [Some((date(2020, 10, 17), date(2020, 10, 17)))]);
        assert_eq!(days("last month", SATURDAY), [Some((date(2020, 9, 1), date(2020, 9, 30)))]);
    }
}

//! Phrases that tell a time, read at a token: `on Friday`, `a week ago`, `since 27 September`, `the same evening`.

use super::super::scene::Scene;
use super::calendar::{feast, last_weekday, monday, month, months_before, number, ordinal, plus, weekday};
use jiff::civil::Date;
use std::ops::Range;

/// What a phrase says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub tokens: Range<usize>,
    pub value: Value,
    /// ACLED: 1 the day, 2 within a week, 3 within a month; 4 is longer.
    pub precision: u8,
    /// Whether it began then and goes on: `since Friday`.
    pub since: bool,
    /// Whether it is a night, which belongs to two days.
    pub night: bool,
}

/// The days that a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// These, first and last.
    Days(Date, Date),
    /// So many days from the day that the text told last: `the following day` is one, `the same day` none.
    FromLast(i64),
    /// An hour: of the day that the paragraph told last, else of the report's.
    Hour,
    /// A time that nothing tells the day of, as the report has no date.
    Open,
}

impl Value {
    fn day(day: Option<Date>) -> Self {
        Self::span(day, day)
    }

    fn span(first: Option<Date>, last: Option<Date>) -> Self {
        first.zip(last).map_or(Self::Open, |(first, last)| Self::Days(first, last))
    }
}

/// A reader of one text with its report's date.
#[derive(Clone, Copy)]
pub(super) struct Reader<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub published: Option<Date>,
}

impl Reader<'_, '_> {
    /// The phrase that starts at a token.
    pub fn at(&self, token: usize, end: usize) -> Option<Phrase> {
        if !may_open(self.word(token)) {
            return None;
        }
        let since = matches!(self.word(token), "since" | "from") && self.word(token + 1) != "the";
        let from = token + usize::from(since);
        let read = if since { self.since(from) } else { None };
        let mut phrase = read
            .or_else(|| self.range(from))
            .or_else(|| self.iso(from))
            .or_else(|| self.numeric(from))
            .or_else(|| self.day_month(from))
            .or_else(|| self.month_first(from))
            .or_else(|| self.weekday(from))
            .or_else(|| self.clock(from))
            .or_else(|| self.ago(from))
            .or_else(|| self.last(from))
            .or_else(|| self.feast(from))
            .or_else(|| self.this(from))
            .or_else(|| self.told(from))?;
        if since {
            phrase.tokens.start = token;
            phrase.since = phrase.since || self.word(token) == "since";
        }
        (phrase.tokens.end <= end).then_some(phrase)
    }

    fn word(&self, token: usize) -> &str {
        self.scene.word(token)
    }

    fn words(&self, token: usize) -> (&str, &str, &str) {
        (self.word(token), self.word(token + 1), self.word(token + 2))
    }

    fn made(tokens: Range<usize>, value: Value, precision: u8) -> Phrase {
        Phrase { tokens, value, precision, since: false, night: false }
    }

    fn back(&self, days: i64) -> Option<Date> {
        plus(self.published?, -days)
    }

    /// A part of the day behind a day, passed over: `Friday evening`.
    fn over_part(&self, token: usize) -> usize {
        let part = |t: usize| {
            matches!(
                self.word(t),
                "morning" | "afternoon" | "evening" | "night" | "lunchtime" | "noon" | "midday" | "dawn" | "dusk"
            )
        };
        let early = matches!(self.word(token), "early" | "late");
        if early && part(token + 1) {
            token + 2
        } else if part(token) {
            token + 1
        } else {
            token
        }
    }

    /// `since Friday`, `since March`, `since early June`, `since then`: from the start of what follows.
    fn since(&self, token: usize) -> Option<Phrase> {
        let (one, two, _) = self.words(token);
        if one == "then" {
            let mut phrase = Self::made(token..token + 1, Value::FromLast(0), 1);
            phrase.since = true;
            return Some(phrase);
        }
        if is_hour(one) || (one == "this" && is_hour(two)) {
            let end = token + 1 + usize::from(one == "this");
            return Some(Self::made(token..end, Value::day(self.published), 1));
        }
        let part = matches!(one, "early" | "mid" | "late");
        let hyphen = usize::from(part && self.scene.written(token + 1) == "-");
        let at = token + usize::from(part) + hyphen;
        let number = month(self.word(at)).filter(|_| is_capital(self.scene.written(at)))?;
        if two.parse::<i8>().is_ok_and(|d| (1..=31).contains(&d)) && !part {
            return None;
        }
        let (year, end) = self.year(at + 1).map_or((None, at + 1), |(y, end)| (Some(y), end));
        let day = match one {
            "mid" => 15,
            "late" => 21,
            _ => 1,
        };
        let mut phrase = Self::made(token..end, Value::day(self.dated(day, number, year)), 3);
        phrase.since = true;
        Some(phrase)
    }

    /// `between 18 and 21 July`, `18–21 July`, `from Thursday to Sunday`, `from 1 to 28 January`.
    fn range(&self, token: usize) -> Option<Phrase> {
        let lead = usize::from(self.word(token) == "between");
        let first = token + lead;
        let joint = |t: usize| {
            matches!(self.word(t), "and" | "to" | "until" | "till") || matches!(self.scene.written(t), "-" | "–" | "—")
        };
        if let Some(one) = weekday(self.word(first)) {
            let at = self.over_part(first + 1);
            // "on Tuesday and Wednesday".
            let both = self.before(token) == "on" && weekday(self.word(at + 1)).is_some();
            if joint(at) && (lead == 1 || self.before(token) == "from" || self.word(at) != "and" || both) {
                let second = at + 1 + usize::from(self.word(at + 1) == "on");
                let two = weekday(self.word(second))?;
                let last = self.published.and_then(|p| last_weekday(two, p));
                let start = last.and_then(|l| last_weekday(one, l));
                return Some(Self::made(token..self.over_part(second + 1), Value::span(start, last), 2));
            }
            return None;
        }
        let (day, at) = (self.day(first)?, first + 1);
        // "28 January to 3 February".
        let own = month(self.word(at));
        let at = at + usize::from(own.is_some());
        if !joint(at) {
            return None;
        }
        let (other, number) = (self.day(at + 1)?, month(self.word(at + 2))?);
        let (year, end) = self.year(at + 3).map_or((None, at + 3), |(y, end)| (Some(y), end));
        let last = self.dated(other, number, year);
        let start = last.and_then(|l| {
            let wanted = own.unwrap_or(l.month());
            let same = Date::new(l.year(), wanted, day).ok()?;
            if same <= l { Some(same) } else { Date::new(l.year() - 1, wanted, day).ok() }
        });
        Some(Self::made(token..end, Value::span(start, last), 2))
    }

    fn before(&self, token: usize) -> &str {
        token.checked_sub(1).map_or("", |t| self.word(t))
    }

    fn iso(&self, token: usize) -> Option<Phrase> {
        let written = |t: usize| self.scene.written(t);
        if written(token).len() != 4 || written(token + 1) != "-" || written(token + 3) != "-" {
            return None;
        }
        let (month, day) = (written(token + 2).parse().ok()?, written(token + 4).parse().ok()?);
        let date = Date::new(written(token).parse().ok()?, month, day).ok()?;
        Some(Self::made(token..token + 5, Value::Days(date, date), 1))
    }

    /// `23.10.2020`, `23/10/2020`: the day first, where only that can be; the month first is read when the day cannot be.
    fn numeric(&self, token: usize) -> Option<Phrase> {
        let written = self.scene.written(token);
        if !written.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let parts: Vec<&str> = written.split(['.', '/']).collect();
        let (parts, end) = match parts.as_slice() {
            [day, month, year] => ([*day, *month, *year], token + 1),
            _ => {
                let mark = self.scene.written(token + 1);
                if !matches!(mark, "." | "/") || self.scene.written(token + 3) != mark {
                    return None;
                }
                ([written, self.scene.written(token + 2), self.scene.written(token + 4)], token + 5)
            }
        };
        let [one, two, year] = parts;
        let year: i16 = year.parse().ok().filter(|y| (1900..2100).contains(y))?;
        let (one, two): (i8, i8) = (one.parse().ok()?, two.parse().ok()?);
        let date = Date::new(year, two, one).or_else(|_| Date::new(year, one, two)).ok()?;
        // Which of the two is the month nobody can tell: the day stays open within the month.
        let sure = one > 12 || two > 12 || one == two || written.contains('.') || self.scene.written(token + 1) == ".";
        sure.then(|| Self::made(token..end, Value::Days(date, date), 1))
    }

    fn day(&self, token: usize) -> Option<i8> {
        let text = self.word(token);
        // "the third of July".
        if let Some(day) = ordinal(text).filter(|_| self.word(token + 1) == "of") {
            return i8::try_from(day).ok();
        }
        let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
        let ending = text.get(digits.len()..).unwrap_or_default();
        matches!(ending, "" | "st" | "nd" | "rd" | "th")
            .then(|| digits.parse().ok())
            .flatten()
            .filter(|d| (1..=31).contains(d))
    }

    fn year(&self, token: usize) -> Option<(i16, usize)> {
        let at = token + usize::from(self.scene.written(token) == ",");
        let written = self.scene.written(at);
        let year: i16 = written.parse().ok()?;
        ((1900..2100).contains(&year) && written.len() == 4).then_some((year, at + 1))
    }

    /// A day without its year is the last such day up to the report's date; without that there is no year, and no date.
    fn dated(&self, day: i8, month: i8, year: Option<i16>) -> Option<Date> {
        if let Some(year) = year {
            return Date::new(year, month, day).ok();
        }
        let published = self.published?;
        let this = Date::new(published.year(), month, day).ok()?;
        if this <= published { Some(this) } else { Date::new(published.year() - 1, month, day).ok() }
    }

    /// `23 October 2020`, `the 23rd of October`, `23 October`.
    fn day_month(&self, token: usize) -> Option<Phrase> {
        let day = self.day(token)?;
        let of = usize::from(self.word(token + 1) == "of");
        let number = month(self.word(token + 1 + of))?;
        let next = token + 2 + of;
        let (year, end) = self.year(next).map_or((None, next), |(y, end)| (Some(y), end));
        Some(Self::made(token..end, Value::day(self.dated(day, number, year)), 1))
    }

    /// `October 23, 2020`, `Oct. 23`; `October 2020`, `in October`, `early October`.
    fn month_first(&self, token: usize) -> Option<Phrase> {
        let part = matches!(self.word(token), "early" | "mid" | "late");
        let at = token + usize::from(part) + usize::from(part && self.scene.written(token + 1) == "-");
        let number = month(self.word(at)).filter(|_| is_capital(self.scene.written(at)))?;
        let dot = usize::from(self.scene.written(at + 1) == ".");
        if let Some(day) = self.day(at + 1 + dot).filter(|_| !part) {
            let next = at + 2 + dot;
            let (year, end) = self.year(next).map_or((None, next), |(y, end)| (Some(y), end));
            return Some(Self::made(token..end, Value::day(self.dated(day, number, year)), 1));
        }
        let year = self.year(at + 1);
        let named = year.is_some() || part || matches!(self.before(token), "in" | "during" | "of" | "last" | "by");
        if !named {
            return None;
        }
        let (year, end) = year.map_or((None, at + 1), |(y, end)| (Some(y), end));
        let first = self.dated(1, number, year);
        let last = first.map(|d| d.last_of_month());
        let (from, to) = match self.word(token) {
            "early" => (1, 10),
            "mid" => (11, 20),
            "late" => (21, 31),
            _ => (1, 31),
        };
        let day = |d: i8| first.zip(last).and_then(|(f, l)| Date::new(f.year(), f.month(), d.min(l.day())).ok());
        let cut =
            |d: Date| self.published.filter(|p| *p < d && p.month() == d.month() && p.year() == d.year()).unwrap_or(d);
        Some(Self::made(token..end, Value::span(day(from), day(to).map(cut)), 3))
    }

    /// `Friday`, `last Friday`, `Friday night`: the last such day up to the report's date.
    fn weekday(&self, token: usize) -> Option<Phrase> {
        let lead = matches!(self.word(token), "last" | "past" | "this");
        let at = token + usize::from(lead);
        let wanted = weekday(self.word(at)).filter(|_| is_capital(self.scene.written(at)))?;
        if matches!(self.before(token), "next" | "coming" | "every" | "each") {
            return None;
        }
        let end = self.over_part(at + 1);
        // "Monday last week", "Monday of last week".
        let of = usize::from(self.word(end) == "of");
        let week = self.word(end + of) == "last" && self.word(end + of + 1) == "week";
        let behind = week || self.word(end) == "last" && self.word(end + 1) != "week";
        let day = self.published.and_then(|p| {
            let day = last_weekday(wanted, p)?;
            let this_week = Some(day) >= monday(p);
            let back = week && this_week || lead && self.word(token) == "last" && day == p;
            if back { plus(day, -7) } else { Some(day) }
        });
        let end = if week { end + of + 2 } else { end + usize::from(behind) };
        Some(Self::made(token..end, Value::day(day), 1))
    }

    /// `at 02:40`, `4:48 PM`, `around 10 a.m.`: an hour without a day.
    fn clock(&self, token: usize) -> Option<Phrase> {
        let written = |t: usize| self.scene.written(t);
        let number = |t: usize, most: u8, digits: Range<usize>| {
            let text = written(t);
            digits.contains(&text.len()) && text.parse::<u8>().is_ok_and(|n| n <= most)
        };
        let half = |t: usize| matches!(self.word(t), "am" | "pm" | "a.m" | "p.m" | "a.m." | "p.m.");
        if !number(token, 23, 1..3) {
            return None;
        }
        let minutes = written(token + 1) == ":" && number(token + 2, 59, 2..3);
        let end = token + if minutes { 3 } else { 1 };
        let led = matches!(self.before(token), "at" | "around" | "about" | "by" | "from" | "since" | "until")
            || self.scene.starts_sentence(token) && written(end) != "-";
        if half(end) {
            return Some(Self::made(token..end + 1, Value::Hour, 1));
        }
        (minutes && led).then(|| Self::made(token..end, Value::Hour, 1))
    }

    /// `a week ago`, `three days ago`, `some two months ago`; `two days earlier`, `an hour later`.
    fn ago(&self, token: usize) -> Option<Phrase> {
        let count = number(self.word(token))?;
        let unit = self.word(token + 1).trim_end_matches('s');
        let (what, end) = (self.word(token + 2), token + 3);
        if matches!(what, "earlier" | "before" | "later" | "after") {
            let sign = if matches!(what, "earlier" | "before") { -1 } else { 1 };
            let days = match unit {
                "minute" | "hour" => 0,
                "day" => count,
                "week" => count.checked_mul(7)?,
                _ => return None,
            };
            // "two days after the election" counts from something else.
            let counts = what != "after" && !(what == "before" && !self.word(end).is_empty() && unit != "day");
            return counts.then(|| Self::made(token..end, Value::FromLast(sign * days), 1));
        }
        if what != "ago" {
            return None;
        }
        let (day, precision) = match unit {
            "minute" => (self.published, 1),
            // Half a day ago may have been yesterday.
            "hour" => (self.published.filter(|_| count <= 6), 1),
            "day" => (self.back(count), 1),
            "week" => (self.back(count.checked_mul(7)?), 2),
            "month" => (self.published.and_then(|p| months_before(p, count)), 3),
            _ => return None,
        };
        Some(Self::made(token..end, Value::day(day), precision))
    }

    /// `yesterday`, `last week`, `last month`, `in the past 24 hours`, `for the fourth day`, `in the past five days`.
    fn last(&self, token: usize) -> Option<Phrase> {
        let (one, two, three) = self.words(token);
        let made = |end: usize, value: Value, precision: u8| Some(Self::made(token..end, value, precision));
        match (one, two) {
            ("the", "day") if three == "before" && self.word(token + 3) == "yesterday" => {
                made(token + 4, Value::day(self.back(2)), 1)
            }
            ("the", "night") if three == "before" && self.word(token + 3) == "last" => {
                made(token + 4, Value::span(self.back(2), self.back(1)), 1)
            }
            ("yesterday", _) => made(self.over_part(token + 1), Value::day(self.back(1)), 1),
            ("last" | "past" | "previous", "week") if self.before(token) == "the" || one == "past" => {
                made(token + 2, Value::span(self.back(7), self.published), 2)
            }
            ("last", "week") => {
                let start = self.published.and_then(monday).and_then(|m| plus(m, -7));
                made(token + 2, Value::span(start, start.and_then(|s| plus(s, 6))), 2)
            }
            ("last" | "past", "month") => {
                let first = self.published.and_then(|p| months_before(p, 1)).map(|d| d.first_of_month());
                made(token + 2, Value::span(first, first.map(|d| d.last_of_month())), 3)
            }
            ("last" | "past", "weekend") => {
                let start = self.published.and_then(monday).and_then(|m| plus(m, -2));
                made(token + 2, Value::span(start, start.and_then(|s| plus(s, 1))), 2)
            }
            // The night is that of the day before, as coders of news have it.
            ("last", "night") => made(token + 2, Value::day(self.back(1)), 1),
            ("last" | "past", _) if self.before(token) == "the" || one == "past" => {
                let count = number(two)?;
                let days = match three.trim_end_matches('s') {
                    "hour" => (count + 23) / 24,
                    "day" => count,
                    "week" => count.checked_mul(7)?,
                    _ => return None,
                };
                made(token + 3, Value::span(self.back(days), self.published), 2)
            }
            ("for", "the") => {
                let count = ordinal(three)?;
                let unit = self.word(token + 3);
                let days =
                    if matches!(unit, "day" | "consecutive" | "straight" | "night") { count - 1 } else { return None };
                made(token + 4, Value::span(self.back(days), self.published), 2)
            }
            _ => None,
        }
    }

    fn feast(&self, token: usize) -> Option<Phrase> {
        let (one, two, three) = self.words(token);
        let (day, number) = feast(one, two)?;
        // "New Year's Day", "New Year's Eve", and neither "a new year".
        if one == "new" {
            let owned = token + 2 + usize::from(three.is_empty() || three == "s");
            let what = self.word(owned);
            let (day, number) = match what {
                "day" => (day, number),
                "eve" => (31, 12),
                _ => return None,
            };
            return Some(Self::made(token..owned + 1, Value::day(self.dated(day, number, None)), 1));
        }
        Some(Self::made(token..token + 2, Value::day(self.dated(day, number, None)), 1))
    }

    /// `today`, `this week`, `overnight`, `at the weekend`.
    fn this(&self, token: usize) -> Option<Phrase> {
        let (one, two, three) = self.words(token);
        let night = |end: usize| Some(Phrase { night: true, ..Self::made(token..end, Value::Open, 1) });
        let made = |end: usize, value: Value, precision: u8| Some(Self::made(token..end, value, precision));
        let today = Value::day(self.published);
        match (one, two, three) {
            ("today" | "tonight", ..) => made(token + 1, today, 1),
            ("this", "morning" | "afternoon" | "evening" | "noon" | "lunchtime", _) => made(token + 2, today, 1),
            ("this", "week", _) => made(token + 2, Value::span(self.published.and_then(monday), self.published), 2),
            ("this", "month", _) => {
                made(token + 2, Value::span(self.published.map(|p| p.first_of_month()), self.published), 3)
            }
            ("start" | "beginning", "of", "the" | "this") if self.word(token + 3) == "month" => {
                made(token + 4, Value::span(self.published.map(|p| p.first_of_month()), self.published), 3)
            }
            ("this", "weekend", _) | ("at" | "over" | "on", "the", "weekend") => {
                // The last Saturday and Sunday up to the report.
                let sunday = self.published.and_then(|p| last_weekday(jiff::civil::Weekday::Saturday, p));
                made(token + 2 + usize::from(one != "this"), Value::span(sunday, sunday.and_then(|s| plus(s, 1))), 2)
            }
            ("overnight", ..) => night(token + 1),
            ("during" | "in" | "through" | "throughout", "the", "night") => night(token + 3),
            ("at", "night", _) => night(token + 2),
            ("in" | "since", year, _) if year.len() == 4 => {
                let number: i16 = year.parse().ok().filter(|y| (1900..2100).contains(y))?;
                made(token + 2, Value::span(Date::new(number, 1, 1).ok(), Date::new(number, 12, 31).ok()), LONGER)
            }
            _ => None,
        }
    }

    /// What counts from the day told last: `the same day`, `that evening`, `the following morning`, `the day before`.
    fn told(&self, token: usize) -> Option<Phrase> {
        let (one, two, three) = self.words(token);
        let part = |word: &str| {
            matches!(word, "day" | "morning" | "afternoon" | "evening" | "night" | "date" | "hour" | "weekend")
        };
        let made = |end: usize, days: i64| Some(Self::made(token..end, Value::FromLast(days), 1));
        match (one, two, three) {
            ("the", "same", what) | ("that", "same", what) if part(what) => made(token + 3, 0),
            ("that", what, _) if part(what) => made(token + 2, 0),
            ("later" | "earlier", "that", what) if part(what) => made(token + 3, 0),
            ("later" | "earlier", "in", "the") if self.word(token + 3) == "day" => made(token + 4, 0),
            ("the", "following" | "next", what) if part(what) => made(token + 3, 1),
            ("the", "previous" | "preceding", what) if part(what) => made(token + 3, -1),
            ("the", what, "before") if part(what) => made(token + 3, -1),
            ("the", what, "after") if part(what) => made(token + 3, 1),
            ("hours" | "minutes", "later" | "earlier" | "before", _) => made(token + 2, 0),
            ("hours" | "minutes", "after", "that" | "this") => made(token + 3, 0),
            ("within", "the", "hour") | ("within", "hours" | "minutes", _) => {
                made(token + 2 + usize::from(two == "the"), 0)
            }
            ("in", "the", "morning" | "afternoon" | "evening") => made(token + 3, 0),
            // "at dawn on Saturday" is told by the Saturday.
            ("by" | "at" | "before" | "around" | "shortly", what, next) if is_hour(what) && next != "on" => {
                made(token + 2, 0)
            }
            _ => None,
        }
    }
}

/// Whether any phrase starts with a word: most words of a text start none.
fn may_open(word: &str) -> bool {
    matches!(
        word,
        "since"
            | "from"
            | "between"
            | "early"
            | "mid"
            | "late"
            | "last"
            | "past"
            | "previous"
            | "this"
            | "yesterday"
            | "for"
            | "christmas"
            | "boxing"
            | "new"
            | "today"
            | "tonight"
            | "start"
            | "beginning"
            | "at"
            | "over"
            | "on"
            | "overnight"
            | "during"
            | "in"
            | "through"
            | "throughout"
            | "the"
            | "that"
            | "later"
            | "earlier"
            | "hours"
            | "minutes"
            | "within"
            | "by"
            | "before"
            | "around"
            | "shortly"
    ) || word.starts_with(|c: char| c.is_ascii_digit())
        || number(word).is_some()
        || ordinal(word).is_some()
        || month(word).is_some()
        || weekday(word).is_some()
}

/// Less exact than ACLED's scale tells.
const LONGER: u8 = 4;

fn is_hour(word: &str) -> bool {
    matches!(
        word,
        "dawn"
            | "noon"
            | "dusk"
            | "daybreak"
            | "midnight"
            | "sunrise"
            | "sunset"
            | "midday"
            | "nightfall"
            | "morning"
            | "evening"
            | "afternoon"
    )
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

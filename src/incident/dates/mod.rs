//! When: dates that the text states, and relative ones resolved against the report's own date. None is made up.
//!
//! A text tells its days once and then speaks of `the same evening` and `the day before`: the times of a report are read in
//! order, each knowing the one before it. The day on which somebody said something is no day of what happened.

mod calendar;
mod phrase;

use super::lexicon::LEXICON;
use super::scene::Scene;
use crate::resolve::Toponym;
use calendar::plus;
use jiff::civil::Date;
use phrase::{Phrase, Reader, Value};
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
    /// Whether it is only when somebody spoke: `said on Monday`.
    said: bool,
    /// Whether it is an hour, whose day other words of the sentence tell.
    hour: bool,
}

/// The times of a report in text order.
#[derive(Debug, Clone, Default)]
pub(super) struct Timeline {
    all: Vec<When>,
    published: Option<Date>,
}

/// Tokens between a verb of saying and its own time: `told reporters in Geneva on Monday`.
const SAYING: usize = 6;

impl Timeline {
    /// Reads the times of a report.
    pub fn new(scene: &Scene<'_>, published: Option<Date>) -> Self {
        let reader = Reader { scene, published };
        let mut all: Vec<When> = Vec::new();
        for sentence in scene.text.sentences() {
            let range = sentence.tokens.clone();
            // The day of a dateline is the report's, and of nothing that it tells.
            let mut token = scene.dateline_end(&range).unwrap_or(range.start);
            while token < range.end {
                match reader.at(token, range.end) {
                    Some(phrase) => {
                        token = phrase.tokens.end.max(token + 1);
                        let when = resolved(scene, &phrase, &all, published);
                        all.push(when);
                    }
                    None => token += 1,
                }
            }
        }
        Self { all, published }
    }

    fn within(&self, range: &Range<usize>) -> impl Iterator<Item = &When> {
        let first = self.all.partition_point(|w| w.tokens.start < range.start);
        let rest = self.all.get(first..).unwrap_or_default();
        rest.iter().take_while(|w| w.tokens.start < range.end).filter(|w| w.tokens.end <= range.end)
    }

    /// The time of an event: the nearest one of its clause, else of its sentence, else the one day of the sentence before. A night
    /// takes the day that its sentence states.
    pub fn of(&self, scene: &Scene<'_>, trigger: &Range<usize>) -> Option<When> {
        let (sentence, clause) = (scene.sentence(trigger.start), scene.clause(trigger.start));
        let distance = |when: &&When| {
            // What follows an event mostly is its time; what stands before it may be another's.
            if when.tokens.start >= trigger.end {
                when.tokens.start - trigger.end
            } else {
                trigger.start.saturating_sub(when.tokens.end)
            }
        };
        let own = |range: &Range<usize>, hour: bool| {
            self.within(range).filter(|w| !w.said && w.hour == hour).min_by_key(distance)
        };
        let told = |hour: bool| own(&clause, hour).or_else(|| own(&sentence, hour));
        let stated = told(false).or_else(|| told(true).filter(|w| w.days.is_some()));
        let Some(mut when) = stated.cloned() else { return self.told_before(scene, &sentence) };
        if when.night {
            let day = self
                .within(&sentence)
                .filter(|w| !w.night && !w.said)
                .filter_map(|w| w.days)
                .map(|(_, last)| last)
                .next();
            let last = day.or(self.published);
            when.days = last.and_then(|d| Some((d.yesterday().ok()?, d)));
        }
        Some(when)
    }

    /// The one day of the sentence before in the same paragraph, where that tells one only and this sentence none: a story goes on,
    /// unless it goes to another country.
    fn told_before(&self, scene: &Scene<'_>, sentence: &Range<usize>) -> Option<When> {
        let number = scene.text.sentence_of(sentence.start);
        let here = scene.text.sentences().get(number)?.paragraph;
        let before = scene.text.sentences().get(number.checked_sub(1)?).filter(|s| s.paragraph == here)?;
        let mut told = self.within(&before.tokens).filter(|w| !w.said && !w.hour);
        let one = told.next().filter(|w| w.precision == 1 && !w.night && w.days.is_some_and(|(a, b)| a == b))?;
        if told.next().is_some() || self.within(sentence).next().is_some() {
            return None;
        }
        let country = |t: &'_ Toponym| t.place.as_ref().and_then(|p| p.country.clone());
        let there = |range: &Range<usize>| scene.toponyms_in(range.clone()).filter(|t| t.role.locates());
        let then: Vec<String> = there(&before.tokens).filter_map(country).collect();
        let mut now = there(sentence).filter_map(country).peekable();
        if !then.is_empty() && now.peek().is_some() && !now.any(|country| then.contains(&country)) {
            return None;
        }
        // Nobody says that it was that very day.
        Some(When { precision: 2, ..one.clone() })
    }
}

/// Whether a folded word names a month.
pub(super) fn is_month(word: &str) -> bool {
    calendar::month(word).is_some()
}

/// The days of a phrase, counted from the report's date or from what was told before it.
fn resolved(scene: &Scene<'_>, phrase: &Phrase, before: &[When], published: Option<Date>) -> When {
    let last = before.iter().rev().find(|w| !w.said && (w.days.is_some() || w.night));
    let told = last.and_then(|w| w.days.or_else(|| published.and_then(|p| Some((p.yesterday().ok()?, p)))));
    let days = match phrase.value {
        Value::Days(first, last) => Some((first, last)),
        Value::FromLast(days) => match told {
            Some((first, last)) if days == 0 => Some((first, last)),
            Some((first, last)) => {
                Some(if days < 0 { first } else { last }).and_then(|d| plus(d, days)).map(|d| (d, d))
            }
            None => published.and_then(|p| plus(p, days)).map(|d| (d, d)),
        },
        Value::Hour => {
            let here = scene.paragraph(phrase.tokens.start);
            let same = last.is_some_and(|w| scene.paragraph(w.tokens.start) == here);
            // "4:48 PM: …" heads an entry of a live blog; any other hour may be of any day.
            let opens = here.is_some() && phrase.tokens.start.checked_sub(1).is_none_or(|t| scene.paragraph(t) != here);
            told.filter(|_| same).or_else(|| published.filter(|_| opens).map(|p| (p, p)))
        }
        Value::Open => None,
    };
    let days =
        if phrase.since { days.and_then(|(first, _)| Some((first, published.filter(|p| *p >= first)?))) } else { days };
    When {
        tokens: phrase.tokens.clone(),
        days,
        precision: if phrase.since { phrase.precision.max(2) } else { phrase.precision },
        night: phrase.night,
        hour: phrase.value == Value::Hour,
        said: is_of_saying(scene, phrase.tokens.start),
    }
}

/// Whether a time belongs to the verb of saying before it: `said on Monday that …`.
fn is_of_saying(scene: &Scene<'_>, token: usize) -> bool {
    let sentence = scene.sentence(token);
    let from = token.saturating_sub(SAYING).max(sentence.start);
    // "56 cases were confirmed between 1 and 7 June" is no statement.
    let counted = |tokens: &Range<usize>| {
        matches!(scene.word(tokens.start), "confirmed" | "recorded" | "registered" | "reported" | "counted")
            && matches!(scene.word(tokens.start.wrapping_sub(1)), "were" | "was" | "been" | "newly" | "also")
            && (sentence.start..tokens.start).any(|t| {
                matches!(scene.word(t), "case" | "cases" | "death" | "deaths" | "infections" | "patients" | "outbreak")
            })
    };
    let verb = |list| {
        scene.phrases(list, from..token).filter(|(tokens, ())| !counted(tokens)).map(|(tokens, ())| tokens.end).last()
    };
    let last = [verb(&LEXICON.say), verb(&LEXICON.deny), verb(&LEXICON.confirm)].into_iter().flatten().max();
    // "said on Monday", "told reporters in Geneva on Monday", and no event between.
    let passes = |t: usize| {
        matches!(
            scene.word(t),
            "on" | "late"
                | "early"
                | "earlier"
                | "in"
                | "a"
                | "statement"
                | "reporters"
                | "journalists"
                | "parliament"
                | "lawmakers"
                | "the"
                | "briefing"
                | "afp"
                | "reuters"
                | "here"
                | "at"
                | "news"
                | "conference"
                | "by"
                | "state"
                | "television"
                | "and"
        ) || scene.classes(t..t + 1).meets(super::lexicon::Classes::PLACE)
    };
    last.is_some_and(|end| (end..token).all(passes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::Recognized;
    use crate::resolve::Resolved;
    use crate::text::Text;
    use jiff::civil::date;

    fn context(published: Option<Date>) -> crate::incident::Context<'static> {
        crate::incident::Context { report: "test", published, judge: None, vocabulary: None }
    }

    fn days(source: &str, published: Option<Date>) -> Vec<Option<(Date, Date)>> {
        let (text, found, places) = (Text::new(source), Recognized::default(), Resolved::default());
        let scene = Scene::new(&text, &found, &places, context(published));
        Timeline::new(&scene, published).all.into_iter().map(|w| w.days).collect()
    }

    fn on(month: i8, day: i8) -> Option<(Date, Date)> {
        Some((date(2020, month, day), date(2020, month, day)))
    }

    fn from_to(first: (i8, i8), last: (i8, i8)) -> Option<(Date, Date)> {
        Some((date(2020, first.0, first.1), date(2020, last.0, last.1)))
    }

    /// A Saturday.
    const SATURDAY: Option<Date> = Some(date(2020, 10, 24));

    #[test]
    fn a_weekday_is_the_last_one_up_to_the_report() {
        assert_eq!(days("It happened on Friday.", SATURDAY), [on(10, 23)]);
        assert_eq!(days("It happened on Saturday.", SATURDAY), [on(10, 24)]);
        assert_eq!(days("It happened late on Friday night.", SATURDAY), [on(10, 23)]);
        assert_eq!(days("It happened on Monday last week.", SATURDAY), [on(10, 12)]);
    }

    #[test]
    fn without_a_date_of_the_report_nothing_is_made_up() {
        for source in
            ["on Friday", "yesterday", "a week ago", "on 6 February", "last month", "this week", "since Monday"]
        {
            assert_eq!(days(source, None), [None], "{source}");
        }
    }

    #[test]
    fn a_full_date_needs_no_report() {
        let day = Some((date(2023, 2, 6), date(2023, 2, 6)));
        for source in [
            "on 6 February 2023",
            "on February 6, 2023",
            "on 2023-02-06",
            "on Feb. 6, 2023",
            "on the 6th of February 2023",
            "on 06.02.2023",
        ] {
            assert_eq!(days(source, None), [day], "{source}");
        }
    }

    #[test]
    fn a_date_that_may_be_two_is_none() {
        assert_eq!(days("on 06/02/2023", SATURDAY), []);
        assert_eq!(days("on 25/02/2023", None), [Some((date(2023, 2, 25), date(2023, 2, 25)))]);
    }

    #[test]
    fn a_day_without_a_year_is_never_in_the_future() {
        assert_eq!(days("on 30 December", SATURDAY), [Some((date(2019, 12, 30), date(2019, 12, 30)))]);
    }

    #[test]
    fn weeks_and_months_ago_are_counted_back() {
        assert_eq!(days("a week ago", SATURDAY), [on(10, 17)]);
        assert_eq!(days("three days ago", SATURDAY), [on(10, 21)]);
        assert_eq!(days("last month", SATURDAY), [from_to((9, 1), (9, 30))]);
        assert_eq!(days("last week", SATURDAY), [from_to((10, 12), (10, 18))]);
        assert_eq!(days("this week", SATURDAY), [from_to((10, 19), (10, 24))]);
        assert_eq!(days("in the past 24 hours", SATURDAY), [from_to((10, 23), (10, 24))]);
    }

    #[test]
    fn what_goes_on_since_a_day_lasts_to_the_report() {
        assert_eq!(days("since Monday", SATURDAY), [from_to((10, 19), (10, 24))]);
        assert_eq!(days("since 27 September", SATURDAY), [from_to((9, 27), (10, 24))]);
        assert_eq!(days("since early October", SATURDAY), [from_to((10, 1), (10, 24))]);
    }

    #[test]
    fn an_hour_is_of_the_day_told_last_in_its_paragraph() {
        assert_eq!(days("Two drones hit the port at 02:40.", SATURDAY), [None]);
        assert_eq!(days("4:48 PM: A tornado is on the ground.", SATURDAY), [on(10, 24)]);
        assert_eq!(days("It burned on Tuesday. At 9 p.m. it rained.", SATURDAY), [on(10, 20), on(10, 20)]);
        assert_eq!(days("It burned on Tuesday.\n\n21:15: It rained.", SATURDAY), [on(10, 20), on(10, 24)]);
        assert_eq!(days("They won 3:11 in extra time.", SATURDAY), []);
        assert_eq!(days("Two drones hit the port at 02:40.", None), [None]);
    }

    #[test]
    fn days_are_told_in_words() {
        assert_eq!(days("on the third of July", SATURDAY), [on(7, 3)]);
        assert_eq!(days("the day before yesterday", SATURDAY), [on(10, 22)]);
        assert_eq!(days("It burned on Tuesday and Wednesday.", SATURDAY), [from_to((10, 20), (10, 21))]);
    }

    #[test]
    fn ranges_and_months_are_intervals() {
        for source in ["between 18 and 21 July", "18–21 July", "from 18 to 21 July"] {
            assert_eq!(days(source, SATURDAY), [from_to((7, 18), (7, 21))], "{source}");
        }
        assert_eq!(days("from Tuesday to Thursday", SATURDAY), [from_to((10, 20), (10, 22))]);
        assert_eq!(days("in April", SATURDAY), [from_to((4, 1), (4, 30))]);
    }

    #[test]
    fn a_text_counts_from_the_day_it_told_last() {
        assert_eq!(days("It burned on Tuesday. It rained the same evening.", SATURDAY), [on(10, 20), on(10, 20)]);
        assert_eq!(days("It burned on Tuesday. The following day it rained.", SATURDAY), [on(10, 20), on(10, 21)]);
        assert_eq!(days("It burned on Tuesday. Two days earlier it had rained.", SATURDAY), [on(10, 20), on(10, 18)]);
        let day = "It burned on Tuesday night. Earlier in the day it had rained.";
        assert_eq!(days(day, SATURDAY).last(), Some(&on(10, 20)));
    }

    #[test]
    fn the_day_of_a_statement_is_no_day_of_the_event() {
        let (text, found, places) = (
            Text::new("The army said on Monday that it had retaken Bara."),
            Recognized::default(),
            Resolved::default(),
        );
        let scene = Scene::new(&text, &found, &places, context(SATURDAY));
        let timeline = Timeline::new(&scene, SATURDAY);
        assert!(timeline.of(&scene, &(8..9)).is_none());
    }
}

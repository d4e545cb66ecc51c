//! Dates as headers and datelines write them: a full date with its year, or none.

use jiff::civil::Date;

/// English month names by their first three letters; `Sept.` and full names begin with them.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const FULL_MONTHS: [&str; 12] = [
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
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a stated date: `2020-10-24`, with or without a time behind it, `24 October 2020`, `Oct. 24th, 2020`,
/// `Sat, 24 Oct 2020 10:00:00 GMT`, `24.10.2020`. A date whose day and month could be changed round (`10/11/2020`) gives
/// `None`, and so does one without a year.
///
/// ```
/// use reportmap::report::parse_date;
/// assert_eq!(parse_date("Feb. 3, 2023").unwrap().to_string(), "2023-02-03");
/// assert_eq!(parse_date("10/11/2020"), None);
/// assert_eq!(parse_date("24 October"), None);
/// ```
pub fn parse_date(text: &str) -> Option<Date> {
    find_date(text).map(|(_, date, _)| date)
}

/// The first full date of a text: what stands before it, the date, what stands behind it.
pub(super) fn find_date(text: &str) -> Option<(&str, Date, &str)> {
    let words = words(text);
    words.iter().enumerate().find_map(|(index, word)| {
        let (date, last) = date_at(text, &words[index..])?;
        let before = text.get(..word.start)?;
        Some((before, date, text.get(last.end..)?))
    })
}

/// A run of letters or digits.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Word { text: text.get(from..at).unwrap_or_default(), start: from, end: at });
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The date that begins with the first of these words, and the last word it takes.
fn date_at<'t>(text: &str, words: &[Word<'t>]) -> Option<(Date, Word<'t>)> {
    let [first, second, rest @ ..] = words else { return None };
    // The "of" of "24th of October 2020".
    let (second, rest) = match rest {
        [next, rest @ ..] if second.text == "of" => (next, rest),
        _ => (second, rest),
    };
    let third = rest.first()?;
    let joint = text.get(first.end..second.start)?;
    let next_joint = text.get(second.end..third.start)?;
    if let (Some(day), Some(month), Some(year)) = (day(first.text), month(second.text), year(third.text)) {
        return written(joint, next_joint).then(|| date(year, month, day, *third))?;
    }
    if let (Some(month), Some(day), Some(year)) = (month(first.text), day(second.text), year(third.text)) {
        return written(joint, next_joint).then(|| date(year, month, day, *third))?;
    }
    let (a, b) = (number(first.text)?, number(second.text)?);
    match (joint, next_joint) {
        ("-", "-") | ("/", "/") | (".", ".") if first.text.len() == 4 => {
            let (day, last) = iso_day(third)?;
            date(i16::try_from(a).ok()?, i8::try_from(b).ok()?, day, last)
        }
        // Day first where points part the numbers, as in the countries that write so.
        (".", ".") => date(year(third.text)?, i8::try_from(b).ok()?, i8::try_from(a).ok()?, *third),
        // 10/24/2020 can only be one day; 10/11/2020 can be two and is none.
        ("/", "/") if a > 12 || a == b => date(year(third.text)?, i8::try_from(b).ok()?, i8::try_from(a).ok()?, *third),
        ("/", "/") if b > 12 => date(year(third.text)?, i8::try_from(a).ok()?, i8::try_from(b).ok()?, *third),
        _ => None,
    }
}

/// The day at the head of `24T10` in `2020-10-24T10:00:00Z`.
fn iso_day<'t>(word: &Word<'t>) -> Option<(i8, Word<'t>)> {
    let digits = word.text.split(['T', 't']).next()?;
    let day = (digits.len() <= 2).then(|| digits.parse().ok())??;
    let end = word.start + digits.len();
    Some((day, Word { text: word.text.get(..digits.len())?, start: word.start, end }))
}

fn date<'t>(year: i16, month: i8, day: i8, last: Word<'t>) -> Option<(Date, Word<'t>)> {
    Some((Date::new(year, month, day).ok()?, last))
}

/// Whether only spaces, a comma or the point of an abbreviation stand between the parts of a written date.
fn written(first: &str, second: &str) -> bool {
    [first, second].iter().all(|joint| {
        !joint.is_empty() && joint.chars().all(|c| matches!(c, ' ' | ',' | '.' | '-' | '\u{a0}' | 'o' | 'f'))
    })
}

fn number(word: &str) -> Option<u16> {
    (word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok())?
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| number(word))?.filter(|y| (1800..=2200).contains(y)).and_then(|y| i16::try_from(y).ok())
}

fn day(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    (digits.len() <= 2).then(|| number(digits))?.filter(|d| (1..=31).contains(d)).and_then(|d| i8::try_from(d).ok())
}

fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    let index = FULL_MONTHS.iter().position(|m| *m == lower).or_else(|| match lower.as_str() {
        "sept" => Some(8),
        _ => MONTHS.iter().position(|m| *m == lower),
    })?;
    i8::try_from(index + 1).ok()
}

/// Whether a word names a day of the week, whole or shortened to three letters or more.
pub(super) fn is_weekday(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&lower))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iso(text: &str) -> Option<String> {
        parse_date(text).map(|d| d.to_string())
    }

    #[test]
    fn the_usual_ways_to_write_a_date_are_read() {
        for text in [
            "2020-10-24",
            "2020-10-24T10:00:00Z",
            "2020-10-24 10:00",
            "2020/10/24",
            "24 October 2020",
            "24th of October, 2020",
            "October 24, 2020",
            "Oct. 24, 2020",
            "Sat, 24 Oct 2020 10:00:00 GMT",
            "24.10.2020",
            "24/10/2020",
            "10/24/2020",
            "24-Oct-2020",
        ] {
            assert_eq!(iso(text).as_deref(), Some("2020-10-24"), "{text}");
        }
        assert_eq!(iso("Sept. 11, 2023").as_deref(), Some("2023-09-11"));
    }

    #[test]
    fn what_is_no_full_date_or_could_be_two_is_none() {
        for text in [
            "24 October",
            "October 2020",
            "10/11/2020",
            "2020-13-40",
            "30 February 2020",
            "1234567",
            "",
            "in 1991–94",
            "May 2020 100",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn weekdays_are_known_by_their_short_names() {
        assert!(is_weekday("Sat") && is_weekday("wednesday") && !is_weekday("sa") && !is_weekday("Satellite"));
    }

    proptest! {
        #[test]
        fn every_date_is_read_back(year in 1800i16..2200, month in 1i8..=12, day in 1i8..=28) {
            let date = Date::new(year, month, day).unwrap();
            prop_assert_eq!(parse_date(&date.to_string()), Some(date));
            prop_assert_eq!(parse_date(&date.strftime("%d %B %Y").to_string()), Some(date));
        }

        #[test]
        fn any_text_is_taken(text in "(?s).{0,80}|[0-9/. -]{0,30}") {
            let _ = parse_date(&text);
        }
    }
}

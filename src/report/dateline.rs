//! The date that a report states in its own first lines. Only a full date with its year counts: none is made up.

use super::date::{find_date, is_weekday};
use jiff::civil::Date;

/// So many lines with words in them are looked at: a headline, a byline, a place and a date stand in the first six.
const LINES: usize = 6;
/// A place and its country, at most so many characters, stand before the date of a dateline.
const PLACE: usize = 60;
/// Words that stand before the date of publication on a line of its own.
const LABELS: [&str; 9] = [
    "published",
    "published on",
    "publication date",
    "date",
    "posted",
    "posted on",
    "issued",
    "report date",
    "dateline",
];

/// The date of the dateline, where the text has one.
pub(super) fn find(text: &str) -> Option<Date> {
    text.lines().filter(|line| line.chars().any(char::is_alphanumeric)).take(LINES).find_map(date_of_line)
}

fn date_of_line(line: &str) -> Option<Date> {
    // Long lines are paragraphs; a dateline is at their head.
    let head: String = line.chars().take(160).collect();
    let (before, date, after) = find_date(&head)?;
    let before = before.trim_matches(mark_up);
    // The day of the week belongs to the date.
    let before = match before.rsplit_once(|c: char| !c.is_alphanumeric()) {
        Some((rest, last)) if is_weekday(last) => rest.trim_matches(mark_up),
        None if is_weekday(before) => "",
        _ => before,
    };
    let after = after.trim_matches(mark_up);
    let alone = is_time(after);
    let dateline = opens_text(after) && !before.is_empty();
    let stated = (alone && (before.is_empty() || is_label(before))) || (alone || dateline) && is_place(before);
    stated.then_some(date)
}

/// Emphasis, headings and quotes of Markdown, brackets, and what parts a place from a date.
fn mark_up(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '#' | '>' | '|' | ',' | ';' | '(' | '[')
}

fn is_label(before: &str) -> bool {
    let label = before.trim_end_matches([':', ' ', '*', '_']).to_lowercase();
    LABELS.contains(&label.as_str())
}

/// Whether what is behind the date is nothing, or the time of the day.
fn is_time(after: &str) -> bool {
    let after = after.trim_start_matches(['T', 't']).trim_end_matches([')', ']', '.']);
    let is_zone = |word: &str| matches!(word, "GMT" | "UTC" | "Z" | "AM" | "PM" | "am" | "pm" | "at");
    after.len() <= 20
        && after.split([' ', ',', '|', '\u{a0}']).filter(|w| !w.is_empty()).all(|word| {
            is_zone(word)
                || word.trim_end_matches('Z').chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-'))
                    && word.contains([':', '.', '+'])
        })
}

/// Whether a dash, perhaps behind an agency in brackets, opens the text: `(AP) —`, `–`, `--`.
fn opens_text(after: &str) -> bool {
    let agency = after.split_once(')').filter(|(inside, _)| inside.chars().count() <= 40 && !inside.contains('.'));
    // The opening bracket is trimmed off as mark-up.
    [Some(after), agency.map(|(_, rest)| rest)].into_iter().flatten().map(str::trim_start).any(|rest| {
        rest.starts_with(['–', '—', '―']) || rest.starts_with("--") || rest.starts_with("- ") || rest.starts_with(": ")
    })
}

/// Whether it reads like `BAKU`, `KYIV, Ukraine`, `Port-au-Prince`, `GAZA/JERUSALEM`: each word is written large, but for
/// short ones inside (`Rio de Janeiro`), and no sentence begins so.
fn is_place(before: &str) -> bool {
    let mut words = before.split([' ', ',', '/', '-', '\u{a0}']).filter(|w| !w.is_empty()).peekable();
    let count = words.clone().count();
    // A date in a sentence has a preposition before it: "On 3 May 2020 –".
    let sentence = ["On", "In", "By", "Since", "From", "Until", "After", "Before", "At", "The", "It"];
    let starts =
        words.peek().is_some_and(|w| w.chars().next().is_some_and(char::is_uppercase) && !sentence.contains(w));
    starts
        && count <= 6
        && before.chars().count() <= PLACE
        && words.all(|w| {
            w.chars().next().is_some_and(|c| !c.is_lowercase() && !c.is_ascii_digit()) || w.chars().count() <= 3
        })
        && !before.contains([':', ';', '“', '"', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iso(text: &str) -> Option<String> {
        find(text).map(|d| d.to_string())
    }

    #[test]
    fn datelines_of_agencies_are_read() {
        for text in [
            "BAKU, 24 October 2020 – Shells fell on the town.",
            "BAKU, Azerbaijan, Oct. 24, 2020 (AP) — Shells fell.",
            "Paris, Oct 24, 2020 (AFP) - Shells fell.",
            "Truce fails\n\nGENEVA/BAKU, October 24, 2020 (Reuters) – Shells fell.",
            "Port-au-Prince, 24 October 2020: Roads are shut.",
            "# Truce fails\n\n*Published: 2020-10-24*\n\nShells fell.",
            "**Date:** 24 October 2020\n\nShells fell.",
            "Truce fails\n24 October 2020\nShells fell.",
            "Truce fails\nSaturday, 24 October 2020, 10:30 UTC\nShells fell.",
            "Posted on October 24, 2020 at 10:30\n\nShells fell.",
            "Tbilisi, 24 October 2020\n\nShells fell.",
            "Published 2020-10-24T10:30:00Z\r\nShells fell.",
        ] {
            assert_eq!(iso(text).as_deref(), Some("2020-10-24"), "{text}");
        }
    }

    #[test]
    fn no_date_is_made_up() {
        for text in [
            "KYIV, Oct. 24 (Reuters) – Shells fell.",
            "Shells fell on the town on 24 October 2020, the ministry said.",
            "On 24 October 2020 – the day of the truce – shells fell.",
            "The war ended on 12 May 1994.",
            "Saturday\n\nShells fell.",
            "Shells fell.\n\na\n\nb\n\nc\n\nd\n\ne\n\n24 October 2020",
            "The truce of 24 October 2020 – the second one – did not hold.",
            "",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in "(?s).{0,120}|[A-Z, 0-9a-z(–)\n]{0,80}") {
            let _ = find(&text);
        }
    }
}

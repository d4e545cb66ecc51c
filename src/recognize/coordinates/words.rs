//! The words and signs of coordinates, and what may stand around them.

use regex::Regex;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../lexicon/coordinates.csv");

/// White space within a notation, as a class of a regular expression; lines may break there.
pub(super) const SPACE: &str = r"[ \t\r\n\u{a0}\u{2009}\u{202f}]";

/// How far before a number the words that announce it are looked for, in bytes.
const WINDOW: usize = 64;

static ROWS: LazyLock<Vec<csv::StringRecord>> =
    LazyLock::new(|| csv::Reader::from_reader(TABLE.as_bytes()).into_records().filter_map(Result::ok).collect());

/// The words of one kind, longest first.
pub(super) fn of_kind(kind: &str) -> Vec<&'static str> {
    let own = ROWS.iter().filter(|row| row.get(1) == Some(kind));
    let mut words: Vec<&str> = own.filter_map(|row| row.get(0)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The words of one kind as an alternative of a regular expression: single letters as they are, words in any case.
pub(super) fn any_of(kind: &str) -> String {
    let words = of_kind(kind).into_iter().map(|word| {
        let escaped = regex::escape(word).replace(' ', &format!("{SPACE}?"));
        if word.chars().count() > 1 { format!("(?i:{escaped})") } else { escaped }
    });
    format!("(?:{})", words.collect::<Vec<_>>().join("|"))
}

/// What announces coordinates, at the end of a window.
static CUE: LazyLock<Regex> = LazyLock::new(|| {
    let (cue, lat, lon) = (any_of("cue"), any_of("latitude"), any_of("longitude"));
    // Well-known text and GeoJSON (RFC 7946 §3.1.1) have the longitude first.
    let formats = r#"(?i:point) ?[Zz]? ?\(|"coordinates" ?: ?\["#;
    let both = format!(r"{lat}[ /,&-]{{1,3}}{lon}|(?P<lon_first>{lon}[ /,&-]{{1,3}}{lat}|{formats})");
    Regex::new(&format!(r"(?:^|[^\p{{L}}0-9])(?:{both}|{cue})[^0-9.!?]{{0,24}}$")).expect("tested")
});

static GRID_CUE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?:^|[^\p{{L}}0-9]){}[^0-9.!?]{{0,24}}$", any_of("grid"))).expect("tested"));

static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^{SPACE}{{0,2}}[°º]?(?:{}(?:[^\p{{L}}0-9]|$)|[%‰])", any_of("unit"))).expect("tested")
});

/// What the words before a number say of the coordinates that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// Nothing.
    None,
    /// That they are coordinates.
    Coordinates,
    /// … and that the longitude stands first.
    LonFirst,
}

/// What announces the number that starts at this byte.
pub(super) fn cue(source: &str, start: usize) -> Cue {
    match CUE.captures(window(source, start)) {
        Some(found) if found.name("lon_first").is_some() => Cue::LonFirst,
        Some(_) => Cue::Coordinates,
        None => Cue::None,
    }
}

/// Whether a grid is announced before this byte.
pub(super) fn grid_cue(source: &str, start: usize) -> bool {
    GRID_CUE.is_match(window(source, start))
}

/// Whether the number that ends at this byte counts something: `44.512 percent`.
pub(super) fn counts(source: &str, end: usize) -> bool {
    let behind = source.get(end..source.ceil_char_boundary((end + WINDOW).min(source.len())));
    behind.is_some_and(|behind| UNIT.is_match(behind))
}

fn window(source: &str, end: usize) -> &str {
    source.get(source.floor_char_boundary(end.saturating_sub(WINDOW))..end).unwrap_or_default()
}

/// Whether nothing before this byte belongs to what starts there: no letter, and no earlier part of a number.
pub(super) fn starts_free(source: &str, start: usize) -> bool {
    let mut before = source.get(..start).unwrap_or_default().chars().rev();
    match before.next() {
        Some(c) if c.is_alphanumeric() || c == '_' => false,
        Some('.' | ',' | '-' | '+' | '/' | ':' | '\'' | '’' | '°' | '−' | '–') => {
            !before.next().is_some_and(char::is_numeric)
        }
        _ => true,
    }
}

/// Whether nothing behind this byte belongs to what ends there.
pub(super) fn ends_free(source: &str, end: usize) -> bool {
    let mut behind = source.get(end..).unwrap_or_default().chars();
    match behind.next() {
        Some(c) if c.is_alphanumeric() || c == '_' => false,
        Some('.' | ',' | '-' | '/' | ':' | '–') => !behind.next().is_some_and(char::is_numeric),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let kinds = [
            "north",
            "south",
            "east",
            "west",
            "degree",
            "minute",
            "second",
            "latitude",
            "longitude",
            "cue",
            "grid",
            "unit",
        ];
        let read: usize = kinds.iter().map(|kind| of_kind(kind).len()).sum();
        assert_eq!(read, TABLE.lines().count() - 1);
    }

    #[test]
    fn cues_are_words_before_the_number() {
        let ahead = |source: &str| cue(source, source.len());
        assert_eq!(ahead("GPS coordinates: "), Cue::Coordinates);
        assert_eq!(ahead("координаты ("), Cue::Coordinates);
        assert_eq!(ahead("lon/lat "), Cue::LonFirst);
        assert_eq!(ahead("Lat, long: "), Cue::Coordinates);
        assert_eq!(ahead("closed at "), Cue::None);
        assert_eq!(ahead("coordinates were given. It rose "), Cue::None);
    }
}

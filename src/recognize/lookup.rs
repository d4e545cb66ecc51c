//! The places that a stretch of text may name: as it stands, or by a form of the name that the gazetteer has.

use super::reader::Reader;
use crate::gazetteer::names::fold;
use crate::gazetteer::{Level, NameKind, PlaceRef};
use std::ops::Range;

/// Words before a name that say which part of it, or what it is.
const BEFORE: [&str; 24] = [
    "the",
    "greater",
    "downtown",
    "central",
    "metro",
    "metropolitan",
    "inner",
    "upper",
    "lower",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "city",
    "mainland",
    "suburban",
];

/// Words behind a name that say what it is.
const AFTER: [&str; 41] = [
    "co",
    "city",
    "town",
    "village",
    "township",
    "borough",
    "county",
    "parish",
    "district",
    "province",
    "region",
    "state",
    "oblast",
    "prefecture",
    "governorate",
    "republic",
    "area",
    "island",
    "islands",
    "valley",
    "river",
    "lake",
    "bay",
    "peninsula",
    "municipality",
    "department",
    "canton",
    "division",
    "territory",
    "metro",
    "metropolitan",
    "airport",
    "harbor",
    "harbour",
    "port",
    "beach",
    "coast",
    "suburb",
    "suburbs",
    "proper",
    "twp",
];

/// The places that a stretch may name, with the kind of name. The whole stretch wins over a form of it.
pub(super) fn places(reader: &Reader<'_>, tokens: &Range<usize>) -> Vec<(PlaceRef, NameKind)> {
    let whole = exactly(reader, tokens);
    if !whole.is_empty() {
        return whole;
    }
    let words: Vec<&str> = tokens.clone().map(|t| reader.word(t)).filter(|w| !w.is_empty()).collect();
    let joined = |words: &[&str]| reader.gazetteer.named(&words.join(" "));
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
    let long = words.len() > 1;
    // "Province of X", "City of X".
    if words.len() > 2 && words[1] == "of" && AFTER.contains(first) {
        let found = joined(words.get(2..).unwrap_or_default());
        if !found.is_empty() {
            return found;
        }
    }
    if long && AFTER.contains(last) {
        let stem = words.get(..words.len() - 1).unwrap_or_default();
        let found = joined(stem);
        if !found.is_empty() {
            return preferred(reader, found, last);
        }
    }
    // "Ridgecrest-area", "Calif" without its full stop and the like: the name alone.
    if long && BEFORE.contains(first) {
        let found = joined(words.get(1..).unwrap_or_default());
        if !found.is_empty() {
            return found;
        }
    }
    if reader.is_acronym(tokens) {
        return whole;
    }
    reader.gazetteer.named(&fold(reader.text.slice(reader.text.span_of(tokens.clone()))))
}

/// The places whose name is this stretch and nothing more.
pub(super) fn exactly(reader: &Reader<'_>, tokens: &Range<usize>) -> Vec<(PlaceRef, NameKind)> {
    let found = reader.names_at(tokens.start).iter().find(|m| m.tokens == *tokens);
    found.map(|m| reader.places(m)).unwrap_or_default()
}

/// Behind `X County` stands a county if there is one, else what lies in it.
fn preferred(reader: &Reader<'_>, found: Vec<(PlaceRef, NameKind)>, word: &str) -> Vec<(PlaceRef, NameKind)> {
    let area = matches!(
        word,
        "county"
            | "co"
            | "parish"
            | "province"
            | "region"
            | "oblast"
            | "governorate"
            | "prefecture"
            | "state"
            | "district"
    );
    let of_level = |place: PlaceRef| {
        reader
            .gazetteer
            .place(place)
            .is_some_and(|v| matches!(v.level(), Level::Admin1 | Level::Admin2 | Level::Region))
    };
    if area && found.iter().any(|(p, _)| of_level(*p)) {
        return found.into_iter().filter(|(p, _)| of_level(*p)).collect();
    }
    found
}

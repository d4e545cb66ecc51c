//! Coordinates written out, in the notations of reports, maps, pilots, soldiers and links.
//!
//! Owns which stretches of a text are a position and how exact the notation is; takes no place from the gazetteer. Each
//! file knows one family: [`degrees`] angles with hemispheres, [`pairs`] decimal numbers without, [`grid`] MGRS and UTM,
//! [`codes`] plus codes, [`links`] geo URIs and links to web maps; [`signs`] says which of them a text may hold. Words are in
//! `lexicon/coordinates.csv`. A number is taken for a position only when its form or the words before it say so: prices,
//! scores and temperatures are not.
//!
//! ```
//! use reportmap::{gazetteer::Gazetteer, recognize::recognize, text::Text};
//! let text = Text::new("The crater lies at 40°10′N 44°30′E.");
//! let position = recognize(&text, &Gazetteer::embedded()).mentions[0].coordinate.unwrap();
//! assert_eq!((position.at.lon, position.precision.0.round()), (44.5, 1853.0));
//! ```

mod angle;
pub(super) mod codes;
mod degrees;
mod grid;
mod links;
mod pairs;
mod signs;
#[cfg(test)]
mod tests;
mod words;

use super::mention::{Mention, Position, Role};
use crate::text::{Span, Text};
use regex::{Captures, Regex};
use signs::Signs;
use std::ops::Range;

/// Coordinates in the text: where, in bytes on character boundaries, and what they say.
struct Found {
    bytes: Range<usize>,
    position: Position,
}

/// How sure a notation is, once its form is right.
const CONFIDENCE: f64 = 0.99;

type Finder = fn(&str, Signs, &mut Vec<Found>);

/// The families; of two that overlap, the one that starts first holds, then the one named first.
const FINDERS: [Finder; 5] = [links::find, codes::find, grid::find, degrees::find, pairs::find];

/// Finds the coordinates of a text, in order. Linear in its length.
pub(super) fn find(text: &Text) -> Vec<Mention> {
    let source = text.as_str();
    if !source.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    mentions(text, &positions(source, Signs::of(source)))
}

/// The positions that are written in the notations of which there are signs, in order.
fn positions(source: &str, signs: Signs) -> Vec<Found> {
    let mut found = Vec::new();
    for finder in FINDERS {
        finder(source, signs, &mut found);
    }
    found.sort_by_key(|f| f.bytes.start);
    found.dedup_by(|later, kept| later.bytes.start < kept.bytes.end);
    found
}

/// What a match of a form says, or that it is no position after all.
type Reader = fn(&str, &Captures<'_>) -> Option<Position>;

/// Goes through the matches of a form that stand free, and keeps those that are positions.
fn scan(source: &str, form: &Regex, read: Reader, out: &mut Vec<Found>) {
    let mut from = 0;
    while let Some(found) = form.captures_at(source, from) {
        let Some(whole) = found.get(0) else { break };
        let free = words::starts_free(source, whole.start()) && words::ends_free(source, whole.end());
        match read(source, &found).filter(|_| free) {
            Some(position) => {
                out.push(Found { bytes: whole.range(), position });
                from = whole.end();
            }
            // The first number may have been another one: "in 1994 40.18 N …".
            None => from = behind_first_number(source, whole.start()),
        }
    }
}

/// The byte behind the first number after this one. Matches are bounded, so going back into one costs a bounded time.
fn behind_first_number(source: &str, start: usize) -> usize {
    let rest = source.get(start..).unwrap_or_default();
    let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    let behind = rest.get(digits..).unwrap_or_default();
    let end = start + digits + behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
    source.ceil_char_boundary(end.max(start + 1))
}

/// Whether a span shares text with one of these mentions, which are in order and apart.
pub(super) fn covers(mentions: &[Mention], span: Span) -> bool {
    let next = mentions.partition_point(|m| m.span.end <= span.start);
    mentions.get(next).is_some_and(|m| m.span.overlaps(span))
}

/// The same as mentions: bytes become code points in one walk.
fn mentions(text: &Text, found: &[Found]) -> Vec<Mention> {
    let (mut byte, mut offset) = (0, 0);
    let mut count = |to: usize| {
        offset += text.as_str().get(byte..to).map_or(0, |between| between.chars().count());
        byte = to;
        offset
    };
    found
        .iter()
        .map(|f| {
            let start = count(f.bytes.start);
            let span = Span::new(start, count(f.bytes.end));
            Mention {
                span,
                tokens: text.tokens_in(span),
                role: Role::Coordinate,
                confidence: CONFIDENCE,
                stated: None,
                relation: None,
                coordinate: Some(f.position),
                within: None,
                candidates: Vec::new(),
            }
        })
        .collect()
}

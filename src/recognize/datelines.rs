//! Datelines: `BANGKOK, March 4 (Agency) —` at the head of a line says where a report was filed.

use super::parties::is_opening;
use super::reader::Reader;
use std::ops::Range;

/// How far from the head of the line its dash may stand, in tokens.
const REACH: usize = 16;
/// How many words a dateline's town may have.
const WORDS: usize = 4;

/// The towns of the datelines.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Range<usize>> {
    (0..reader.len()).filter(|t| reader.starts_line(*t)).filter_map(|t| dateline(reader, t)).collect()
}

fn dateline(reader: &Reader<'_>, start: usize) -> Option<Range<usize>> {
    let end = end_of_name(reader, start)?;
    // The longest name of the gazetteer, or a word in capitals that it does not have.
    let known = reader.names_at(start).iter().rev().find(|m| m.tokens.end <= end).map(|m| m.tokens.clone());
    let shouted = (start..end).all(|t| reader.is_shouted(t)) && reader.written(start).chars().count() > 3;
    let town = known.or_else(|| shouted.then_some(start..end))?;
    let small = town.len() == 1 && is_opening(reader.word(start)) && !reader.is_shouted(start);
    (!small && closes(reader, town.end)).then_some(town)
}

/// Where the words with capitals end that a name at the head of a line may have; a hyphen or an apostrophe is none.
fn end_of_name(reader: &Reader<'_>, start: usize) -> Option<usize> {
    let joins = |token: usize| matches!(reader.written(token), "'" | "’" | "-") && !reader.spaced(token);
    let mut words = 0;
    let part = |token: &usize| {
        words += usize::from(!joins(*token));
        words <= WORDS && (reader.is_capital(*token) || (*token > start && joins(*token)))
    };
    (start..reader.len()).take_while(part).last().map(|last| last + 1)
}

/// Whether nothing but a container, a date and an agency stands before a dash on the same line.
fn closes(reader: &Reader<'_>, from: usize) -> bool {
    for token in from..from + REACH {
        if token >= reader.len() || reader.starts_line(token) {
            return false;
        }
        let written = reader.written(token);
        match written {
            // "The Kyiv–Odesa highway" has a dash that joins.
            "—" | "–" | "--" if reader.spaced(token) || reader.spaced(token + 1) => return true,
            "-" if reader.spaced(token) => return true,
            ":" if token == from => return true,
            "," | "." | "(" | ")" | "/" => {}
            _ if reader.is_capital(token) || written.chars().all(|c| c.is_ascii_digit()) => {}
            _ => return false,
        }
    }
    false
}

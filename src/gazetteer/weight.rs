//! How often a name means a place when nothing else is known: what results are ranked by, and what the index keeps its best
//! postings by.
//!
//! Shared by the build script, which writes those, and the library, which ranks: numbers only, as the index holds them.

use super::compile::kind;

/// How often a place of that level (continent 0 to site 6) and size is meant when nothing else is known, 0 to 1: a country
/// nearly always, a town by the logarithm of its people.
pub fn prominence(level: u8, people: u64) -> f64 {
    let size = (((people.max(500) as f64).log10() - 2.5) / 5.0).clamp(0.02, 1.0);
    match level {
        0 => 0.95,
        1 => 0.85,
        2 => 0.8 + 0.2 * size,
        3 => 0.7 + 0.2 * size,
        4 => 0.35 + 0.3 * size,
        5 => 0.1 + 0.75 * size,
        _ => 0.3,
    }
}

/// The prominence of a place; one that a person put into a table (layers 0 and 1) is at least as likely as a town of ten thousand.
pub fn known(level: u8, layer: u8, people: u64) -> f64 {
    let prominence = prominence(level, people);
    if layer >= 2 { prominence } else { prominence.max(0.4) }
}

/// What a kind of name is worth: `White House` is an alternate name of Casablanca, and seldom meant.
pub fn of_kind(number: u8) -> f64 {
    match number {
        kind::MAIN | kind::CURATED => 1.0,
        kind::ABBREVIATION => 0.9,
        kind::DEMONYM | kind::AFTER_PLACE => 0.6,
        _ => 0.7,
    }
}

/// What is left of the weight of a place whose name only begins as asked: who types `Londo` hardly means the London Docklands.
pub fn brevity(letters: usize) -> f64 {
    16.0 / (16.0 + letters as f64)
}

//! What is not published: exact positions and persons' names, taken out of analyses and texts before anything is made of them.
//!
//! A person who is named in a report, or a clinic whose position it prints, may be in danger when a map shows them. [`Withheld`]
//! says what is left out; it is applied to an analysis and its text together, and both say that it was.
//!
//! ```
//! use reportmap::{Geoparser, report::Report, withhold::Withheld};
//! let geoparser = Geoparser::new();
//! let mut report = Report::new("note", "Shells fell on Martuni, said Anna Grigoryan, a teacher.");
//! let mut analysis = geoparser.analyze(&report);
//! let people = geoparser.people(&report);
//! Withheld { names: true, ..Withheld::default() }.apply(&mut analysis, &mut report.text, &people);
//! assert!(!report.text.contains("Grigoryan") && report.text.contains("Martuni"));
//! ```

mod names;
mod people;
mod points;
mod strings;
#[cfg(test)]
mod tests;

pub(crate) use people::people;

use crate::analysis::Analysis;
use crate::geography::Metres;
use crate::text::Span;

/// What is left out of all outputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Withheld {
    /// Points are moved by up to so much; the same place always to the same point.
    pub points: Option<Moved>,
    /// Persons' names are blotted out.
    pub names: bool,
}

/// How points are moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The radius within which they come to lie.
    pub within: Metres,
    /// What only the publisher knows: without it anybody who has the program can move them back.
    pub key: String,
}

impl Withheld {
    /// Whether nothing is.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Takes out of an analysis and of the text of its report what is not to be published. `people` are the persons' names in the
    /// text. Lengths in code points stay, so that all offsets hold.
    pub fn apply(&self, analysis: &mut Analysis, text: &mut String, people: &[Span]) {
        if self.names {
            names::blot(analysis, text, people);
            analysis.notes.push("names of persons are withheld (--redact)".to_owned());
        }
        if let Some(moved) = &self.points {
            points::blot_positions(analysis, text);
            points::shift(analysis, moved);
            analysis.notes.push(format!(
                "points are moved by up to {} m, the same place to the same point, and positions in the text are withheld (--obfuscate)",
                moved.within.0
            ));
            analysis.provenance.obfuscated_m = Some(moved.within);
        }
        analysis.provenance.redacted = self.names;
    }
}

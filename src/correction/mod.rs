//! Corrections: what a person decided on a report stands before what the program found, once and for all.
//!
//! A file `corrections.jsonl` has a decision a line: on a span of one report, on a name in one report or in all, on an incident. They
//! are applied on every run. Decisions on names hold before incidents are coded, so that what happened moves with its place; decisions
//! on incidents hold last. What was decided says so in every output (`verified`, `corrected_by`, `corrected_at`), and a correction
//! that nothing answered is told.
//!
//! ```
//! use reportmap::{Geoparser, correction::Corrections, report::Report};
//! let line = r#"{"name":"Paris","action":"place","place":"geonames:4717560","by":"rd","at":"2026-11-26"}"#;
//! let geoparser = Geoparser::new().with_corrections(Corrections::parse("corrections.jsonl", line)?);
//! let analysis = geoparser.analyze(&Report::new("note", "Fires near Paris."));
//! assert_eq!(analysis.toponyms[0].checked.corrected_by.as_deref(), Some("rd"));
//! # Ok::<(), reportmap::correction::CorrectionError>(())
//! ```

mod incidents;
mod line;
mod places;
mod set;
#[cfg(test)]
mod tests;

pub(crate) use incidents::apply as apply_to_incidents;
pub use line::CorrectionError;
pub(crate) use places::apply as apply_to_places;
pub use set::{Conflict, Corrections};

use crate::gazetteer::PlaceId;
use crate::geography::LonLat;
use crate::recognize::Role;
use crate::resolve::Checked;
use crate::text::Span;
use jiff::civil::Date;

/// A decision of a person: a line of `corrections.jsonl`.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The id of the report that it is for; `None` for all reports.
    pub report: Option<String>,
    /// What it is on.
    pub target: Target,
    /// What was decided.
    pub decision: Decision,
    /// Who decided it.
    pub by: Option<String>,
    /// When, as the person wrote it: a day or a moment in ISO 8601.
    pub at: Option<String>,
    /// Why, in their words.
    pub note: Option<String>,
}

/// What a decision is on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A stretch of one report, in code points of its text.
    Span(Span),
    /// A name wherever it stands, whatever its case and accents.
    Name(String),
    /// An incident, by its id; or, where a corrected place has given it another one, by the words that it was read from.
    Incident {
        /// Its id.
        id: String,
        /// Its first evidence, in code points.
        evidence: Option<Span>,
    },
    /// The report itself.
    Report,
}

/// What may be decided.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// A name means this place, or an incident happened there.
    Place(Pin),
    /// It is no place, or no incident.
    Drop,
    /// It is a place's name with this role; `None` for a word that names no place at all.
    Role(Option<Role>),
    /// The report tells this too.
    AddIncident(Box<NewIncident>),
    /// The incident is of this sub-event type, spelt as ACLED or GLIDE do.
    Type(String),
    /// It is right as it is.
    Verify,
}

/// A place that a person gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// Its id in the gazetteer; may be left out where a position is given.
    pub place: Option<PlaceId>,
    /// Its position; wins over that of the gazetteer.
    pub at: Option<LonLat>,
    /// What it is called, where the gazetteer does not say.
    pub name: Option<String>,
}

/// An incident that the program did not find.
#[derive(Debug, Clone, PartialEq)]
pub struct NewIncident {
    /// ACLED's sub-event type, or a GLIDE term.
    pub sub_event_type: String,
    /// Where; `None` when it cannot be told.
    pub pin: Option<Pin>,
    /// First and last day.
    pub days: Option<(Date, Date)>,
    /// The words that tell it, in code points of the text.
    pub evidence: Option<Span>,
    /// Who acts.
    pub actors: Vec<String>,
    /// Deaths.
    pub killed: Option<u64>,
    /// Injured.
    pub injured: Option<u64>,
}

impl Correction {
    /// What the output says of it. Who only looks and finds it right has corrected nothing.
    pub(crate) fn checked(&self) -> Checked {
        let by = self.by.clone().unwrap_or_else(|| "unnamed".to_owned());
        Checked {
            verified: !matches!(self.decision, Decision::Role(_)),
            corrected_by: Some(by),
            corrected_at: self.at.clone(),
        }
    }

    /// Whether it is for a report.
    pub fn is_for(&self, report: &str) -> bool {
        self.report.as_deref().is_none_or(|id| id == report)
    }
}

impl std::fmt::Display for Correction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match &self.decision {
            Decision::Place(_) => "place",
            Decision::Drop => "drop",
            Decision::Role(_) => "role",
            Decision::AddIncident(_) => "add_incident",
            Decision::Type(_) => "type",
            Decision::Verify => "verify",
        };
        write!(f, "{what} of ")?;
        match &self.target {
            Target::Span(span) => write!(f, "{}–{}", span.start, span.end)?,
            Target::Name(name) => write!(f, "“{name}”")?,
            Target::Incident { id, .. } => write!(f, "incident {id}")?,
            Target::Report => f.write_str("the whole report")?,
        }
        match &self.report {
            Some(report) => write!(f, " in report {report}"),
            None => f.write_str(" in all reports"),
        }
    }
}

//! The field's measures: how right the geoparser is on annotated reports.
//!
//! Owns gold reports and their formats, the matching of what was found to what was annotated, and the errors by kind. The
//! measures are those of Gritta et al., *A pragmatic guide to geoparsing evaluation* (2020). Knows analyses, not how they
//! were made: predictions of another geoparser are measured the same way.
//!
//! ```
//! use reportmap::evaluate::{Gold, Predictions, evaluate};
//! use reportmap::{Geoparser, gazetteer::Gazetteer};
//! let line = r#"{"id":"a","text":"A fire in Baku.","toponyms":[{"start":10,"end":14,"surface":"Baku","lat":40.38,"lon":49.89}]}"#;
//! let gold = Gold::parse("gold.jsonl", line).unwrap();
//! let geoparser = Geoparser::new();
//! let analyses: Vec<_> = gold.reports.iter().map(|g| geoparser.analyze(&g.report)).collect();
//! let evaluation = evaluate(&gold, &Predictions::of(&analyses), &Gazetteer::embedded());
//! assert_eq!(evaluation.measures.e2e161.f1, 1.0);
//! ```

mod calibration;
mod coded;
mod compare;
mod coverage;
mod errors;
mod gold;
mod incidents;
mod marked;
mod matching;
mod measures;
mod prediction;
mod roles;
mod xml;

pub use calibration::{Bin, Calibration, judged};
pub use coded::{Coded, CodedClaim, CodedError, CodedIncident, CodedReport};
pub use compare::{Change, Comparison, compare};
pub use coverage::Coverage;
pub use errors::{ByRegion, Case, ErrorKind, Errors};
pub use gold::{Gold, GoldError, GoldMark, GoldReport, GoldToponym, Meant};
pub use incidents::{IncidentCase, IncidentMeasures, evaluate_incidents};
pub use measures::{Measures, Rates};
pub use prediction::{Predicted, PredictionError, Predictions};
pub use roles::Roles;

use crate::gazetteer::Gazetteer;
use serde::{Deserialize, Serialize};

/// How right the predictions for one corpus are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The corpus: the file's name.
    pub corpus: String,
    /// The measures; a place is right when its point lies within 161 km of the annotated one.
    pub measures: Measures,
    /// The same, where a country or a state is also right when it holds the annotated point: `Canada` has no one point.
    pub tolerant: Measures,
    /// How many of the annotated names have a right place among those the gazetteer knows by them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// The errors by kind and by part of the world, and every single one.
    pub errors: Errors,
    /// Whether names were rightly taken for places, where the corpus says what they are meant as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Roles>,
    /// How confidence and being right go together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
    /// What was wrong with the gold itself: annotations that do not fit their text.
    pub rejected: Vec<String>,
}

/// Measures predictions against a gold corpus. The gazetteer tells in which country and state points lie, and which areas
/// hold them.
pub fn evaluate(gold: &Gold, predictions: &Predictions, gazetteer: &Gazetteer) -> Evaluation {
    let matched = matching::matched(gold, predictions, gazetteer);
    Evaluation {
        corpus: gold.name.clone(),
        measures: measures::measures(&matched, false),
        tolerant: measures::measures(&matched, true),
        coverage: coverage::coverage(gold, gazetteer),
        errors: errors::errors(&matched, gazetteer),
        roles: roles::roles(gold, predictions),
        calibration: calibration::calibration(&matched),
        rejected: gold.rejected.clone(),
    }
}

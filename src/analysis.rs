//! What the stages found in one report: the analysis, schema 1. `layer` builds the layers from nothing else.

use crate::geography::Metres;
use crate::incident::{Considered, Incident, Infrastructure};
use crate::resolve::{Focus, Toponym, Unresolved};
use serde::{Deserialize, Serialize};

/// The number that changes when a field is renamed or changes its meaning.
pub const SCHEMA: u32 = 1;

/// Where an analysis comes from: enough to make it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// SHA-256 of the report's text (UTF-8), hexadecimal.
    pub text_sha256: String,
    /// Version of the program.
    pub reportmap: String,
    /// Version of the gazetteer: the first 16 hexadecimal digits of the SHA-256 of its index, one a layer.
    pub gazetteer: Vec<String>,
    /// Metres by which points may have been moved ([`crate::withhold`]); `None` where they are where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obfuscated_m: Option<Metres>,
    /// Whether persons' names are withheld.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
}

/// The analysis of one report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The report's id, unique in a run.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date; `None` when it has none and none was given.
    pub published: Option<jiff::civil::Date>,
    /// Where `published` comes from: `option`, `metadata`, `dateline`.
    pub published_from: Option<String>,
    /// ISO 639-1, where known.
    pub language: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The id of the report of the same run that tells the same, where there is one before it: its incidents and places are counted
    /// there, and the layers leave them out here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
    /// What it is about.
    pub focus: Vec<Focus>,
    /// Its place references.
    pub toponyms: Vec<Toponym>,
    /// What it reports to have happened.
    pub incidents: Vec<Incident>,
    /// Names that look like places and were not found.
    pub unresolved: Vec<Unresolved>,
    /// The assets that it names or means.
    pub infrastructure: Vec<Infrastructure>,
    /// Every word that could report an event, and what was made of it; empty unless it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub considered: Vec<Considered>,
    /// What a reader should know: limits met, choices made.
    pub notes: Vec<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}

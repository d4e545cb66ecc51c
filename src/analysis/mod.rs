//! What the stages found in one report: the analysis, schema 1. `layer` builds the layers from nothing else.

mod lines;

pub use lines::{KeptTexts, Lines};

use crate::geography::Metres;
use crate::incident::{Considered, Incident, Infrastructure};
use crate::resolve::{Focus, Toponym, Unresolved};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

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

impl Analysis {
    /// The report as a whole, without what was found in it.
    pub(crate) fn bare(&self) -> Self {
        Self {
            schema: self.schema,
            id: self.id.clone(),
            title: self.title.clone(),
            published: self.published,
            published_from: self.published_from.clone(),
            language: self.language.clone(),
            source: self.source.clone(),
            url: self.url.clone(),
            duplicate_of: self.duplicate_of.clone(),
            focus: Vec::new(),
            toponyms: Vec::new(),
            incidents: Vec::new(),
            unresolved: Vec::new(),
            infrastructure: Vec::new(),
            considered: Vec::new(),
            notes: Vec::new(),
            provenance: self.provenance.clone(),
        }
    }
}

/// What an analysis says of its report, without what was found in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The report's id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date.
    pub published: Option<jiff::civil::Date>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Where the analysis comes from.
    pub provenance: Provenance,
}

impl From<&Analysis> for Head {
    fn from(analysis: &Analysis) -> Self {
        Self {
            id: analysis.id.clone(),
            title: analysis.title.clone(),
            published: analysis.published,
            source: analysis.source.clone(),
            url: analysis.url.clone(),
            provenance: analysis.provenance.clone(),
        }
    }
}

/// Analyses in the order of the input, in memory or on disk: what is made of them reads one after the other, and some again.
pub trait Analyses: std::fmt::Debug {
    /// How many there are.
    fn count(&self) -> usize;
    /// One of them by its number, from 0.
    fn at(&self, number: usize) -> Option<Cow<'_, Analysis>>;
    /// What one of them says of its report.
    fn head(&self, number: usize) -> Option<Head> {
        self.at(number).map(|analysis| Head::from(&*analysis))
    }
    /// Writes them as JSON Lines.
    ///
    /// # Errors
    ///
    /// When one has no JSON form, cannot be read, or `out` takes no more.
    fn write_lines(&self, out: &mut dyn io::Write) -> io::Result<()> {
        for number in 0..self.count() {
            let analysis = self.at(number).ok_or(io::ErrorKind::UnexpectedEof)?;
            serde_json::to_writer(&mut *out, &*analysis)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

impl Analyses for &[Analysis] {
    fn count(&self) -> usize {
        self.len()
    }

    fn at(&self, number: usize) -> Option<Cow<'_, Analysis>> {
        self.get(number).map(Cow::Borrowed)
    }
}

impl Analyses for Vec<Analysis> {
    fn count(&self) -> usize {
        self.len()
    }

    fn at(&self, number: usize) -> Option<Cow<'_, Analysis>> {
        self.get(number).map(Cow::Borrowed)
    }
}

impl<const N: usize> Analyses for [Analysis; N] {
    fn count(&self) -> usize {
        N
    }

    fn at(&self, number: usize) -> Option<Cow<'_, Analysis>> {
        self.get(number).map(Cow::Borrowed)
    }
}

/// Texts of reports, in memory or on disk.
pub trait Texts: std::fmt::Debug {
    /// The text of a report; `None` where it was not kept.
    fn text(&self, report: &str) -> Option<Cow<'_, str>>;
}

impl Texts for BTreeMap<String, String> {
    fn text(&self, report: &str) -> Option<Cow<'_, str>> {
        self.get(report).map(|text| Cow::Borrowed(text.as_str()))
    }
}

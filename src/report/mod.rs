//! What comes in: reports, and how they are read from files, folders, standard input and pages that were fetched.
//!
//! Owns the reading: formats, encodings, metadata, the report's own date. Knows nothing about places. [`inputs`] turns
//! arguments into inputs, [`read`] an input into reports, one at a time; what is wrong with one report stops no other.
//!
//! ```
//! use reportmap::report::{Format, reports_of};
//! let file = "---\ntitle: Flood\npublished: 2023-09-12\n---\nDerna was under water.\n";
//! let report = reports_of("derna.md", file.as_bytes(), Some(Format::Markdown)).next().unwrap().unwrap();
//! assert_eq!(report.text, "Derna was under water.\n");
//! assert_eq!(report.published.unwrap().0.to_string(), "2023-09-12");
//! ```

mod date;
mod dateline;
mod decode;
mod docx;
mod duplicates;
mod error;
mod feed;
mod front_matter;
mod html;
mod ids;
mod input;
mod json;
mod json_lines;
mod language;
mod lines;
mod mail;
mod page;
mod pdf;
mod read;
mod stated;
mod table;
mod warc;

pub use date::parse_date;
pub use duplicates::{Duplicate, Fingerprint, Seen};
pub use error::{Problem, ReadError};
pub use ids::Ids;
pub use input::{Expanded, Format, Input, inputs};
pub use page::{Page, read_page};
pub use read::{Form, MAX_BYTES, Reports, read, reports_of};
pub use table::Columns;

use jiff::civil::Date;

/// Where the date of a report comes from, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSource {
    /// The user gave it.
    Option,
    /// The file's own metadata (front matter, a field of the record).
    Metadata,
    /// The first lines of the text: `BAKU, 24 October 2020 –`.
    Dateline,
}

impl DateSource {
    /// The word the output uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::Metadata => "metadata",
            Self::Dateline => "dateline",
        }
    }
}

/// A report: a text and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The file's stem, or the record's own id; [`Ids`] makes it unique in a run.
    pub id: String,
    /// Its title; not part of the text that is analysed unless the text holds it.
    pub title: Option<String>,
    /// The text that offsets count in.
    pub text: String,
    /// Its date and where that comes from.
    pub published: Option<(Date, DateSource)>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// What a reader should know: bytes that were no UTF-8, and the like.
    pub notes: Vec<String>,
}

impl Report {
    /// A report of a text alone.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: None,
            text: text.into(),
            published: None,
            source: None,
            url: None,
            language: None,
            notes: Vec::new(),
        }
    }

    /// The same report with the date that the user gave, which wins over any other.
    #[must_use]
    pub fn published_on(mut self, date: Date) -> Self {
        self.published = Some((date, DateSource::Option));
        self
    }

    /// The date that metadata states, or else the one of the text's own dateline; a date that is stated in a form that is
    /// not understood becomes a note, not a guess.
    fn find_date(&mut self, stated: Option<&str>) {
        let stated = stated.map(str::trim).filter(|s| !s.is_empty());
        let metadata = stated.and_then(parse_date).map(|date| (date, DateSource::Metadata));
        if let (Some(words), None) = (stated, metadata) {
            self.notes.push(format!("the date “{words}” is not understood (expected YYYY-MM-DD) and not used"));
        }
        self.published = metadata.or_else(|| dateline::find(&self.text).map(|date| (date, DateSource::Dateline)));
    }
}

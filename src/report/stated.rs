//! What a file or a record states of its report, and the report that comes of it.

use super::error::Problem;
use super::{Report, language};

/// What metadata state, whatever their form. Empty values are none.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stated {
    pub id: Option<String>,
    pub title: Option<String>,
    /// As written.
    pub published: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    pub url: Option<String>,
    /// As written: `en`, `en-GB`.
    pub language: Option<String>,
    /// What a reader should know.
    pub notes: Vec<String>,
}

impl Stated {
    /// The report of a text; `fallback` is its id when none is stated.
    ///
    /// # Errors
    ///
    /// When the text is empty.
    pub fn report(self, fallback: impl Into<String>, text: impl Into<String>) -> Result<Report, Problem> {
        let text = text.into();
        if text.trim().is_empty() {
            return Err(Problem::Empty);
        }
        let filled = |value: Option<String>| {
            value.map(|v| v.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|v| !v.is_empty())
        };
        let mut report = Report::new(filled(self.id).unwrap_or_else(|| fallback.into()), text);
        report.title = filled(self.title);
        report.source = filled(self.source);
        report.url = filled(self.url);
        report.language = filled(self.language);
        report.notes = self.notes;
        report.find_date(self.published.as_deref());
        language::find(&mut report);
        Ok(report)
    }
}

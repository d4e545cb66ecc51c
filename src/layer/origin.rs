//! Where a feature comes from: the last columns of every layer.

use super::Value;
use super::column::{Column, date, integer, text};
use crate::analysis::Analysis;
use crate::text::Span;

/// A stretch of a report that a feature was read from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub analysis: &'a Analysis,
    /// Where it stands and what it says; `None` for a report as a whole.
    pub quote: Option<(Span, &'a str)>,
}

impl<'a> Origin<'a> {
    pub fn new(analysis: &'a Analysis, span: Span, quote: &'a str) -> Self {
        Self { analysis, quote: Some((span, quote)) }
    }
}

/// The report, for rows that are about a part of one.
pub(super) fn report<'a>() -> Vec<Column<Origin<'a>>> {
    vec![
        text("report_id", "Report", "The report it was read from; see layer reports", |o| (&o.analysis.id).into()),
        text("report_title", "Report title", "Title of the report", |o| o.analysis.title.as_ref().into()),
        date("published", "Published", "Date of the report; null when it has none", |o| o.analysis.published.into()),
        text("source", "Source", "Who published the report", |o| o.analysis.source.as_ref().into()),
        text("url", "Link", "Where the report can be read", |o| o.analysis.url.as_ref().into()),
        integer("start", "From", "Where the quote starts: code points of the report's text", |o| {
            o.quote.map_or(Value::Null, |(span, _)| span.start.into())
        }),
        integer("end", "To", "Where the quote ends, exclusive: code points of the report's text", |o| {
            o.quote.map_or(Value::Null, |(span, _)| span.end.into())
        }),
        text("quote", "Quote", "The words of the report, from start to end", |o| {
            o.quote.map_or(Value::Null, |(_, quote)| quote.into())
        }),
    ]
}

/// What is needed to make the row again.
pub(super) fn versions<'a>() -> Vec<Column<Origin<'a>>> {
    vec![
        text("text_sha256", "SHA-256 of the text", "SHA-256 of the report's text as UTF-8, hexadecimal", |o| {
            (&o.analysis.provenance.text_sha256).into()
        }),
        text("reportmap", "reportmap version", "Version of the program that made this row", |o| {
            (&o.analysis.provenance.reportmap).into()
        }),
        text("gazetteer", "Gazetteer version", "Versions of the gazetteer's layers, the ones that win first", |o| {
            Value::list(&o.analysis.provenance.gazetteer)
        }),
    ]
}

/// All columns of a row's origin.
pub(super) fn columns<'a>() -> Vec<Column<Origin<'a>>> {
    report().into_iter().chain(versions()).collect()
}

//! One report a line, as JSON. A record that is wrong is an error with its position; the others are read.

use super::error::{Problem, ReadError};
use super::lines::{Line, next_line};
use super::read::MAX_BYTES;
use super::{Report, decode::decode};
use serde::Deserialize;
use std::io::BufRead;

/// A record; unknown fields are left alone.
#[derive(Deserialize)]
struct Record {
    id: Option<Id>,
    title: Option<String>,
    text: Option<String>,
    #[serde(alias = "date")]
    published: Option<String>,
    url: Option<String>,
    source: Option<String>,
    #[serde(alias = "lang")]
    language: Option<String>,
}

/// Archives number their records or name them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Words(String),
    Number(u64),
}

/// The records of a stream.
pub(super) struct JsonLines<R> {
    pub stream: R,
    /// What to call the stream in an error.
    pub input: String,
    /// Ids of records that have none begin with it.
    pub stem: String,
    pub line: u64,
    pub any: bool,
    pub done: bool,
}

impl<R: BufRead> JsonLines<R> {
    fn error(&self, column: Option<usize>, problem: Problem) -> ReadError {
        ReadError { input: self.input.clone(), line: Some(self.line), column, problem }
    }

    fn record(&self, bytes: &[u8]) -> Result<Report, ReadError> {
        let (text, note) = decode(bytes).map_err(|problem| self.error(None, problem))?;
        let record: Record = serde_json::from_str(&text).map_err(|error| {
            self.error(Some(error.column()).filter(|c| *c > 0), Problem::Record(without_position(&error)))
        })?;
        let Some(text) = record.text else {
            return Err(self.error(None, Problem::Record("expected a field \"text\"".into())));
        };
        if text.trim().is_empty() {
            return Err(self.error(None, Problem::Record("its \"text\" is empty".into())));
        }
        let id = match record.id {
            Some(Id::Words(id)) if !id.trim().is_empty() => id,
            Some(Id::Number(id)) => id.to_string(),
            _ => format!("{}-{}", self.stem, self.line),
        };
        let filled = |field: Option<String>| field.filter(|value| !value.trim().is_empty());
        let mut report = Report::new(id, text);
        report.title = filled(record.title);
        report.url = filled(record.url);
        report.source = filled(record.source);
        report.language = filled(record.language);
        report.notes.extend(note);
        report.find_date(record.published.as_deref());
        Ok(report)
    }
}

/// The parser's words without its own position: the line is always 1 there, and the column is said already.
fn without_position(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.rsplit_once(" at line ").map_or(said.clone(), |(words, _)| words.to_owned())
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<Report, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            self.line += 1;
            match next_line(&mut self.stream, usize::try_from(MAX_BYTES).unwrap_or(usize::MAX)) {
                Ok(Some(Line::Whole(bytes))) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(Line::Whole(bytes))) => {
                    self.any = true;
                    return Some(self.record(&bytes));
                }
                Ok(Some(Line::TooLong)) => {
                    self.any = true;
                    return Some(Err(self.error(None, Problem::TooLarge)));
                }
                Ok(None) => {
                    self.done = true;
                    return (!self.any).then(|| Err(ReadError::of(self.input.clone(), Problem::Empty)));
                }
                Err(error) => {
                    self.done = true;
                    return Some(Err(self.error(None, Problem::Unreadable(error))));
                }
            }
        }
        None
    }
}

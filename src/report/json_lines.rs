//! One report a line, as JSON. A record that is wrong is an error with its position; the others are read.

use super::error::{Problem, ReadError};
use super::lines::{Line, next_line};
use super::read::MAX_BYTES;
use super::stated::Stated;
use super::{Report, decode::decode};
use serde::Deserialize;
use std::io::BufRead;

/// A record; unknown fields are left alone.
#[derive(Deserialize)]
pub(super) struct Record {
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

impl Record {
    /// The report of a record; `fallback` is its id when it has none.
    pub fn report(self, fallback: &str) -> Result<Report, Problem> {
        let Some(text) = self.text else {
            return Err(Problem::Record("expected a field \"text\"".into()));
        };
        if text.trim().is_empty() {
            return Err(Problem::Record("its \"text\" is empty".into()));
        }
        let id = match self.id {
            Some(Id::Words(id)) => Some(id),
            Some(Id::Number(id)) => Some(id.to_string()),
            None => None,
        };
        let stated = Stated {
            id,
            title: self.title,
            published: self.published,
            source: self.source,
            url: self.url,
            language: self.language,
            notes: Vec::new(),
        };
        stated.report(fallback, text)
    }
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
        let read = record.report(&format!("{}-{}", self.stem, self.line));
        read.map_err(|problem| self.error(None, problem)).map(|mut report| {
            report.notes.extend(note);
            report
        })
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

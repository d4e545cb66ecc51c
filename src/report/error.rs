//! Why a report could not be read: which file, where in it, what is wrong, and what to do.

use super::read::MAX_BYTES;
use std::fmt;
use std::io;

/// A report, or an input, that could not be read. Display says file, position, problem and remedy, and leaves the system's
/// own words to [`source`](std::error::Error::source).
#[derive(Debug)]
pub struct ReadError {
    /// The file as the user named it; `standard input` for `-`.
    pub input: String,
    /// Line in the file, from 1, where the report is a record of it.
    pub line: Option<u64>,
    /// Column in that line in bytes, from 1, where known.
    pub column: Option<usize>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with it.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// No such file, no permission, or the like.
    #[error("cannot be read")]
    Unreadable(#[source] io::Error),
    /// No byte, or nothing but white space.
    #[error("is empty")]
    Empty,
    /// Bytes that are no text.
    #[error("is no text ({0}); convert it to UTF-8 text first")]
    NotText(String),
    /// Larger than [`MAX_BYTES`].
    #[error("is larger than {} MB, the most that is read as one report; split it, or write one report a line as .jsonl", MAX_BYTES / 1_000_000)]
    TooLarge,
    /// A format that this version does not read.
    #[error("{0} is not read yet; save the text as .txt or .md")]
    NotYet(&'static str),
    /// A link that is not followed: of a scheme that nothing is fetched by, or given where files are read.
    #[error(
        "is not fetched here; map and analyze fetch what begins with http:// or https://; fetch it yourself and give the file"
    )]
    NotFetched,
    /// A record that is no JSON, or not of the form that is read.
    #[error("no report in it: {0}")]
    Record(String),
    /// A folder in which nothing is read.
    #[error("holds no file that is read (.md, .txt, .html, .pdf, .docx, .eml, .csv, .json, .jsonl, .rss, .warc)")]
    NothingInFolder,
}

impl ReadError {
    /// An error about a whole input.
    pub fn of(input: impl Into<String>, problem: Problem) -> Self {
        Self { input: input.into(), line: None, column: None, problem }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input)?;
        if let Some(line) = self.line {
            write!(f, ": line {line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.problem)
    }
}

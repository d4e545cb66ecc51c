//! Rows that were wrong, as a table: source, where, why. It exists only when there are some.

use super::{ImportError, Place};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The first line of a list.
const HEADINGS: &str = "source\tat\tnumber\treason";

/// A row that was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The source.
    pub source: String,
    /// Where in it.
    pub place: Place,
    /// What is wrong.
    pub problem: String,
}

impl std::fmt::Display for Reject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.place {
            Place::Line(line) => write!(f, "{}: line {line}: {}", self.source, self.problem),
            Place::Feature(feature) => write!(f, "{}: feature {feature}: {}", self.source, self.problem),
        }
    }
}

/// The list while it grows.
pub struct Rejects {
    path: PathBuf,
    file: Option<BufWriter<File>>,
    count: u64,
    first: Option<Reject>,
}

impl Rejects {
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), file: None, count: 0, first: None }
    }

    pub fn add(&mut self, reject: Reject) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let mut file = BufWriter::new(File::create(&self.path)?);
                writeln!(file, "{HEADINGS}")?;
                none.insert(file)
            }
        };
        let (kind, number) = match reject.place {
            Place::Line(line) => ("line", line),
            Place::Feature(feature) => ("feature", feature),
        };
        // A reason may quote a cell: a tab or a line's end in it would make another row.
        let reason = reject.problem.replace(['\t', '\n', '\r'], " ");
        writeln!(file, "{}\t{kind}\t{number}\t{reason}", reject.source)?;
        self.count += 1;
        self.first.get_or_insert(reject);
        Ok(())
    }

    /// That no source gave a place.
    pub fn nothing(&self) -> ImportError {
        let first = self.first.as_ref().map_or_else(String::new, |reject| format!(", the first: {reject}"));
        ImportError::Nothing { rejected: self.count, first }
    }

    /// Closes the list: how many there were, and where they are.
    pub fn finish(self) -> io::Result<(u64, Option<PathBuf>)> {
        let Some(mut file) = self.file else {
            // A list of an earlier import would be taken for one of this.
            let is_list = std::fs::read(&self.path).is_ok_and(|old| old.starts_with(HEADINGS.as_bytes()));
            return if is_list { std::fs::remove_file(&self.path).map(|()| (0, None)) } else { Ok((0, None)) };
        };
        file.flush()?;
        Ok((self.count, Some(self.path)))
    }
}

//! Words of the user's own: triggers of events and names of actors, beside those of the program.

use super::actors::{self, Actor, Actors};
use super::lexicon::LEXICON;
use super::triggers::{self, Triggers};
use csv::StringRecord;
use std::path::{Path, PathBuf};

/// Why a table of the user's cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum VocabularyError {
    /// It cannot be read.
    #[error("cannot read the table {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A row is wrong.
    #[error("{path}: line {line}: {problem}")]
    Row {
        /// The file.
        path: PathBuf,
        /// Counted from one, the header included.
        line: u64,
        /// What, and what to do.
        problem: String,
    },
}

/// Triggers and actors of the user's own. What it says of a word holds before what the program knows.
#[derive(Debug, Default)]
pub struct Vocabulary {
    triggers: Triggers,
    actors: Vec<(String, Actor)>,
    by_name: Option<Actors>,
}

impl Vocabulary {
    /// The same with the triggers of a CSV file: its columns are those of `lexicon/events.csv`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or a row is none: the line and what to do are said.
    pub fn with_events(mut self, path: &Path) -> Result<Self, VocabularyError> {
        for (line, cells) in read(path, &triggers::COLUMNS, &["trigger", "kind", "sub_event_type"])? {
            self.triggers.learn(&cells, &LEXICON).map_err(|problem| wrong(path, line, problem))?;
        }
        Ok(self)
    }

    /// The same with the actors of a CSV file: its columns are those of `lexicon/actors.csv`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or a row is none: the line and what to do are said.
    pub fn with_actors(mut self, path: &Path) -> Result<Self, VocabularyError> {
        for (line, cells) in read(path, &actors::COLUMNS, &["name", "kind"])? {
            self.actors.push(actors::entry(&cells).map_err(|problem| wrong(path, line, problem))?);
        }
        // Of two rows for one name the last holds, as with gazetteers.
        self.by_name = Some(Actors::new(self.actors.iter().rev().cloned()));
        Ok(self)
    }

    pub(super) fn triggers(&self) -> &Triggers {
        &self.triggers
    }

    pub(super) fn actors(&self) -> Option<&Actors> {
        self.by_name.as_ref()
    }
}

fn wrong(path: &Path, line: u64, problem: String) -> VocabularyError {
    VocabularyError::Row { path: path.to_owned(), line, problem }
}

/// The rows of a CSV file with the columns wanted, in their order, and the line of each; columns that are not needed may be
/// missing and are empty then.
fn read(path: &Path, columns: &[&str], needed: &[&str]) -> Result<Vec<(u64, StringRecord)>, VocabularyError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| VocabularyError::Read { path: path.to_owned(), source })?;
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().map_err(|e| wrong(path, 1, e.to_string()))?.clone();
    let expected =
        || format!("expected {} ({} at least), with commas between them", columns.join(","), needed.join(","));
    if text.trim().is_empty() {
        return Err(wrong(path, 1, format!("the file is empty; {}", expected())));
    }
    let missing =
        needed.iter().find(|column| !headers.iter().any(|h| h == **column)).map(|c| format!("no column “{c}”"));
    let unknown = headers.iter().find(|h| !columns.contains(h)).map(|c| format!("“{c}” is no column of such a table"));
    if let Some(problem) = missing.or(unknown) {
        return Err(wrong(path, 1, format!("{problem}; {}", expected())));
    }
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| wrong(path, e.position().map_or(0, csv::Position::line), e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: &&str| headers.iter().position(|h| h == *column).and_then(|at| record.get(at));
        out.push((line, columns.iter().map(|column| cell(column).unwrap_or_default()).collect()));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut out = tempfile::NamedTempFile::new().unwrap();
        out.write_all(text.as_bytes()).unwrap();
        out
    }

    #[test]
    fn columns_may_be_left_out_and_stand_in_any_order() {
        let events = file("sub_event_type,kind,trigger\nLooting/property destruction,verb,cart off\n");
        let known = Vocabulary::default().with_events(events.path()).unwrap();
        let words = ["carted", "off"];
        let word = |i: usize| words.get(i).copied().unwrap_or_default();
        assert_eq!(known.triggers().at(0, 2, &word, &|_| false).len(), 1);
    }

    #[test]
    fn an_error_says_the_line_and_what_to_do() {
        let said = |text: &str| {
            let file = file(text);
            Vocabulary::default().with_events(file.path()).unwrap_err().to_string()
        };
        let wrong = said("trigger,kind,sub_event_type\ncart off,verb,Looting/property destruction\nnab,verb,Theft\n");
        assert!(wrong.contains("line 3") && wrong.contains("Theft"), "{wrong}");
        assert!(said("word,kind\n").contains("expected trigger,kind"), "{}", said("word,kind\n"));
        assert!(said("trigger,kind\nnab,verb\n").contains("no column “sub_event_type”"));
        assert!(said("trigger;kind;sub_event_type\n").contains("with commas between"));
        assert!(said("").contains("empty"));
        let missing = Vocabulary::default().with_actors(Path::new("no/such.csv")).unwrap_err().to_string();
        assert!(missing.contains("no/such.csv"), "{missing}");
    }
}

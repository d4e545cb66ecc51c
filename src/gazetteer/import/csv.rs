//! Tables with a line of headings: RFC 4180, or parted by semicolons, tabs or bars.

use super::columns::Columns;
use super::source::Source;
use super::{ImportError, Into, OWN, Place};
use crate::gazetteer::user;
use std::io::BufRead;

/// Reads a table.
pub fn read(source: &mut Source<'_>, columns: &Columns, into: &mut Into) -> Result<(), ImportError> {
    let stem = into.stem();
    let wrong = |problem: String| ImportError::Format { path: into.read.name.clone().into(), problem };
    let delimiter = delimiter(source.bytes().fill_buf().unwrap_or_default());
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(::csv::Trim::All)
        .flexible(true)
        .from_reader(source.bytes());
    let headings = reader.headers().map_err(|error| wrong(format!("line 1: {error}")))?.clone();
    if let Some(missing) = columns.missing(headings.iter()) {
        return Err(wrong(format!("line 1: no column {missing:?}; there are {}", list(&headings))));
    }
    let position = |what: &str| {
        let heading = columns.of(what, headings.iter())?;
        headings.iter().position(|h| h == heading)
    };
    for what in ["name", "lon", "lat"] {
        if position(what).is_none() {
            return Err(wrong(format!(
                "line 1: no column for {what:?} among {}; name it with --columns {what}=COLUMN",
                list(&headings)
            )));
        }
    }
    let places: Vec<(&str, Option<usize>)> = user::COLUMNS.iter().map(|what| (*what, position(what))).collect();
    let mut record = ::csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {
                let line = record.position().map_or(line, ::csv::Position::line);
                if record.len() != headings.len() {
                    let problem = format!("{} cells; line 1 has {}", record.len(), headings.len());
                    into.reject(Place::Line(line), problem);
                    continue;
                }
                let cell = |what: &str| {
                    let at = places.iter().find(|(known, _)| *known == what).and_then(|(_, at)| *at);
                    at.and_then(|at| record.get(at)).unwrap_or_default()
                };
                let entry = user::entry(&cell, line as usize, None).map(|entry| own_id(entry, &stem, cell("id"), line));
                into.place(Place::Line(line), entry);
            }
            Err(error) => {
                into.reject(Place::Line(error.position().map_or(line, ::csv::Position::line)), error.to_string());
                if error.is_io_error() {
                    return Ok(());
                }
            }
        }
        if into.has_failed() {
            return Ok(());
        }
    }
}

/// Ids of lists are numbers as often as not: the list's name keeps those of two apart.
pub fn own_id(
    mut entry: crate::gazetteer::compile::Entry,
    stem: &str,
    id: &str,
    number: u64,
) -> crate::gazetteer::compile::Entry {
    entry.id = match id.trim() {
        "" => format!("{stem}:{number}"),
        id if id.contains(':') => id.to_owned(),
        id => format!("{stem}:{id}"),
    };
    entry.layer = OWN;
    entry
}

/// The mark that parts most cells of the first line.
fn delimiter(start: &[u8]) -> u8 {
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |mark: &u8| line.iter().filter(|byte| *byte == mark).count();
    // The first of those that are equally many, and so the comma.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|mark| count(mark)).unwrap_or(b',')
}

fn list(headings: &::csv::StringRecord) -> String {
    headings.iter().map(|heading| format!("{heading:?}")).collect::<Vec<_>>().join(", ")
}

//! Tables (CSV, RFC 4180, and TSV): each row a report. Delimiter and encoding are found, columns by their names.

use super::Report;
use super::decode::{Encoding, encoding_of};
use super::error::{Problem, ReadError};
use super::read::MAX_BYTES;
use super::stated::Stated;
use csv::{ByteRecord, ReaderBuilder};
use std::io::Read;

/// What columns hold, by the names that exports give them, the likeliest first.
const NAMES: [(Column, &[&str]); 7] = [
    (
        Column::Text,
        &["text", "body", "content", "full_text", "article", "story", "message", "notes", "description", "summary"],
    ),
    (Column::Title, &["title", "headline", "subject"]),
    (
        Column::Published,
        &[
            "published",
            "published_at",
            "publication_date",
            "pubdate",
            "date",
            "event_date",
            "created_at",
            "created",
            "timestamp",
        ],
    ),
    (Column::Source, &["source", "publisher", "outlet", "newspaper", "site", "author"]),
    (Column::Url, &["url", "link", "permalink", "source_url", "web_url"]),
    (Column::Id, &["id", "report_id", "guid", "event_id", "event_id_cnty", "key"]),
    (Column::Language, &["language", "lang"]),
];

/// How the columns of a table are called, where their names do not tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The report's text.
    pub text: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The day it was published.
    pub published: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Its id.
    pub id: Option<String>,
}

impl Columns {
    fn of(&self, column: Column) -> Option<&str> {
        match column {
            Column::Text => self.text.as_deref(),
            Column::Title => self.title.as_deref(),
            Column::Published => self.published.as_deref(),
            Column::Source => self.source.as_deref(),
            Column::Url => self.url.as_deref(),
            Column::Id => self.id.as_deref(),
            Column::Language => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Text,
    Title,
    Published,
    Source,
    Url,
    Id,
    Language,
}

/// The rows of a table.
pub(super) struct Rows<R> {
    reader: csv::Reader<R>,
    encoding: Encoding,
    columns: Vec<Option<Column>>,
    input: String,
    stem: String,
    row: u64,
    /// Whether a row gave a report, or said why it gives none.
    any: bool,
    done: bool,
}

/// Opens a table. `head` is what it begins with, and is part of the stream.
///
/// # Errors
///
/// When it has no row of names, or none of them tells the text.
pub(super) fn rows<R: Read>(
    stream: R,
    head: &[u8],
    called: &Columns,
    input: String,
    stem: String,
) -> Result<Rows<R>, ReadError> {
    let encoding = encoding_of(head);
    let delimiter = delimiter(&encoding.text(head.split(|b| *b == b'\n').next().unwrap_or_default()));
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(stream);
    let mut names = ByteRecord::new();
    let broken = |problem| ReadError { input: input.clone(), line: Some(1), column: None, problem };
    let any =
        reader.read_byte_record(&mut names).map_err(|error| broken(Problem::Record(format!("no table: {error}"))))?;
    if !any {
        return Err(ReadError::of(input, Problem::Empty));
    }
    let names: Vec<String> = names.iter().map(|name| plain(&encoding.text(name))).collect();
    let columns = columns(&names, called).map_err(&broken)?;
    if !columns.contains(&Some(Column::Text)) {
        let wanted = "text, body, content, notes, description or the like";
        let found = names.join(", ");
        return Err(broken(Problem::Record(format!(
            "no column holds the text: expected one called {wanted}, found {found}; name it with --text-column"
        ))));
    }
    Ok(Rows { reader, encoding, columns, input, stem, row: 0, any: false, done: false })
}

/// A name without marks, spaces and capitals.
fn plain(name: &str) -> String {
    name.trim_matches(|c: char| c == '\u{feff}' || c.is_whitespace()).to_lowercase().replace([' ', '-'], "_")
}

/// What each column holds; of several that could hold one thing, the one with the likeliest name.
fn columns(names: &[String], called: &Columns) -> Result<Vec<Option<Column>>, Problem> {
    let mut out = vec![None; names.len()];
    // What the user names goes before what names tell.
    for (column, _) in NAMES {
        if let Some(name) = called.of(column) {
            let free = names.iter().position(|n| *n == plain(name)).and_then(|at| out.get_mut(at));
            let missing = || Problem::Record(format!("no column is called {name}; found {}", names.join(", ")));
            *free.ok_or_else(missing)? = Some(column);
        }
    }
    for (column, known) in NAMES.into_iter().filter(|(column, _)| called.of(*column).is_none()) {
        let at = known.iter().find_map(|name| names.iter().position(|n| n == name));
        if let Some(free) = at.and_then(|at| out.get_mut(at)).filter(|free| free.is_none()) {
            *free = Some(column);
        }
    }
    Ok(out)
}

/// The delimiter that the first line has most of outside quotes.
fn delimiter(line: &str) -> u8 {
    let mut quoted = false;
    let bare: String = line
        .chars()
        .filter(|c| {
            quoted ^= *c == '"';
            !quoted
        })
        .collect();
    let count = |mark: u8| bare.bytes().filter(|b| *b == mark).count();
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

impl<R: Read> Rows<R> {
    fn report(&self, record: &ByteRecord) -> Result<Report, Problem> {
        if record.as_slice().len() as u64 > MAX_BYTES {
            return Err(Problem::TooLarge);
        }
        let value = |column: Column| {
            let at = self.columns.iter().position(|c| *c == Some(column))?;
            record.get(at).map(|bytes| self.encoding.text(bytes).into_owned())
        };
        let stated = Stated {
            id: value(Column::Id),
            title: value(Column::Title),
            published: value(Column::Published),
            source: value(Column::Source),
            url: value(Column::Url),
            language: value(Column::Language),
            notes: Vec::new(),
        };
        stated.report(format!("{}-{}", self.stem, self.row), value(Column::Text).unwrap_or_default())
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Report, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = ByteRecord::new();
        while !self.done {
            self.row += 1;
            let line = self.reader.position().line();
            let error = |problem| ReadError { input: self.input.clone(), line: Some(line), column: None, problem };
            match self.reader.read_byte_record(&mut record) {
                Ok(false) => self.done = true,
                // A row of hashtags (HXL) tells what columns hold, and is no report.
                Ok(true) if record.iter().all(|value| value.is_empty() || value.starts_with(b"#")) => {}
                Ok(true) => {
                    self.any = true;
                    return Some(self.report(&record).map_err(error));
                }
                Err(broken) => {
                    (self.any, self.done) = (true, broken.is_io_error());
                    return Some(Err(error(Problem::Record(broken.to_string()))));
                }
            }
        }
        // What holds no row is named like any other file that is empty.
        (!std::mem::replace(&mut self.any, true)).then(|| Err(ReadError::of(self.input.clone(), Problem::Empty)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(table: &[u8]) -> Vec<Result<Report, String>> {
        called(table, &Columns::default())
    }

    fn called(table: &[u8], columns: &Columns) -> Vec<Result<Report, String>> {
        match rows(table, table, columns, "t.csv".into(), "t".into()) {
            Ok(rows) => rows.map(|row| row.map_err(|error| error.to_string())).collect(),
            Err(error) => vec![Err(error.to_string())],
        }
    }

    #[test]
    fn a_table_without_a_row_is_empty() {
        for table in ["id,text\n", "id\ttext\n\n", "id,text\n#meta+id,#description\n,\n"] {
            assert_eq!(all(table.as_bytes()), [Err("t.csv: is empty".to_owned())], "{table:?}");
        }
    }

    #[test]
    fn rows_are_reports_whatever_the_delimiter() {
        for mark in [",", ";", "\t", "|"] {
            let table = ["ID", "Headline", "Date", "Body"].join(mark)
                + "\n"
                + &["7", "Flood", "2024-05-01", "\"Goma, and Bukavu\nare flooded.\""].join(mark);
            let read = all(table.as_bytes());
            let report = read[0].as_ref().unwrap();
            assert_eq!((report.id.as_str(), report.text.as_str()), ("7", "Goma, and Bukavu\nare flooded."), "{mark}");
            assert_eq!(
                (report.title.as_deref(), report.published.unwrap().0.to_string().as_str()),
                (Some("Flood"), "2024-05-01")
            );
        }
    }

    #[test]
    fn an_empty_row_is_named_by_its_line_and_hashtags_are_none() {
        let read = all(b"text,date\n#description,#date\nGoma is calm.,\n,2024-05-01\nBukavu is calm.,\n");
        assert_eq!(read[0].as_ref().unwrap().id, "t-2");
        assert!(read[1].as_ref().unwrap_err().starts_with("t.csv: line 4"), "{:?}", read[1]);
        assert_eq!(read[2].as_ref().unwrap().text, "Bukavu is calm.");
    }

    #[test]
    fn a_table_without_text_says_which_columns_it_has() {
        assert!(all(b"a,b\n1,2\n")[0].as_ref().unwrap_err().contains("found a, b"));
        let columns = |text: &str| Columns { text: Some(text.to_owned()), ..Columns::default() };
        assert_eq!(called(b"a,b\n1,Goma\n", &columns("B"))[0].as_ref().unwrap().text, "Goma");
        assert!(called(b"a,b\n1,Goma\n", &columns("c"))[0].as_ref().unwrap_err().contains("no column is called c"));
    }

    #[test]
    fn a_table_in_an_old_encoding_is_read() {
        let text = "Взрыв произошёл в Донецке в понедельник вечером, сообщили жители";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        let table = [b"text;date\n".as_slice(), &bytes, b";2024-05-01\n"].concat();
        assert_eq!(all(&table)[0].as_ref().unwrap().text, text);
    }
}

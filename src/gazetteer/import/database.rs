//! SQLite databases: GeoPackages, and the distributions of Who's On First. They come from anywhere: only tables are read, as what a
//! view computes may never end, and nothing is written, not even beside them.

use super::{Columns, Format, ImportError, Into, Place, features, geopackage};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use std::path::Path;

/// Reads a database; `path` is the source that it is or lies in.
pub fn read(file: &Path, path: &Path, columns: &Columns, into: &mut Into) -> Result<(), ImportError> {
    let wrong = |problem: String| ImportError::Format { path: path.to_owned(), problem };
    let broken = |error: rusqlite::Error| wrong(format!("the database cannot be read: {error}; fetch it again"));
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        let log = log.to_string_lossy().into_owned();
        return Err(wrong(format!("changes to it still lie in {log}; close it in the program that has it open")));
    }
    let database = open(file).map_err(broken)?;
    let tables = tables(&database).map_err(broken)?;
    let has = |name: &str| tables.iter().any(|table| table.eq_ignore_ascii_case(name));
    if has("gpkg_contents") {
        into.read.is_of(Format::GeoPackage);
        return geopackage::read(&database, &tables, columns, into).map_err(wrong);
    }
    if has("geojson") {
        into.read.is_of(Format::WhosOnFirst);
        return records(&database, columns, into).map_err(broken);
    }
    Err(wrong(
        "an SQLite database, but neither a GeoPackage (no table gpkg_contents) nor one of Who's On First (no table geojson)"
            .to_owned(),
    ))
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    let whole = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let url = url::Url::from_file_path(whole).map_err(|()| rusqlite::Error::InvalidPath(file.to_owned()))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(format!("{url}?immutable=1"), flags)?;
    // What a schema from outside says is not to be trusted: <https://www.sqlite.org/security.html>.
    database.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;")?;
    Ok(database)
}

/// The names of the tables, without views and what modules make up.
fn tables(database: &Connection) -> rusqlite::Result<Vec<String>> {
    let ask = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'create virtual%' ORDER BY name";
    let mut asked = database.prepare(ask)?;
    asked.query_map([], |row| row.get(0))?.collect()
}

/// A name in a statement.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The columns of a table, in their order.
pub fn columns_of(database: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let asked = database.prepare(&format!("SELECT * FROM {}", quoted(table)))?;
    Ok(asked.column_names().map(str::to_owned).collect())
}

/// The records of a distribution of Who's On First: <https://github.com/whosonfirst/go-whosonfirst-sqlite-features>.
fn records(database: &Connection, columns: &Columns, into: &mut Into) -> rusqlite::Result<()> {
    let known = columns_of(database, "geojson")?;
    let column = |name: &str| if known.iter().any(|column| column == name) { quoted(name) } else { "NULL".to_owned() };
    let ask = format!("SELECT body, {}, {} FROM geojson", column("is_alt"), column("alt_label"));
    let mut asked = database.prepare(&ask)?;
    let mut rows = asked.query([])?;
    let stem = into.stem();
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(()),
            Err(error) => {
                into.reject(Place::Feature(into.count + 1), format!("it cannot be read: {error}; the rest is lost"));
                return Ok(());
            }
        };
        let is_alternate = row.get::<_, Option<i64>>(1).is_ok_and(|is| is.is_some_and(|is| is > 0))
            || row.get::<_, Option<String>>(2).is_ok_and(|label| label.is_some_and(|label| !label.is_empty()));
        if is_alternate {
            (into.count, into.read.skipped) = (into.count + 1, into.read.skipped + 1);
            continue;
        }
        let body: Result<Value, String> = row
            .get::<_, String>(0)
            .map_err(|error| error.to_string())
            .and_then(|body| serde_json::from_str(&body).map_err(|error| format!("the record is no JSON: {error}")));
        match body {
            Ok(value) => features::one(value, &stem, columns, into),
            Err(problem) => {
                into.count += 1;
                into.reject(Place::Feature(into.count), problem);
            }
        }
        if into.has_failed() {
            return Ok(());
        }
    }
}

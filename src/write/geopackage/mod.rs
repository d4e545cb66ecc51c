//! GeoPackage: all layers, the tables related to them and the ground beneath in one SQLite file, styled and described.
//!
//! OGC GeoPackage 1.3 (OGC 12-128r18) with its extensions R-tree, Schema and Metadata. Days are `DATE`, moments `DATETIME`,
//! claims, sources and exposed assets name their incident by a foreign key. The file is made with a fixed order,
//! fixed versions and no clock, so that the same publication gives the same bytes: what changed last is dated by the latest
//! report.

mod blob;
mod columns;
mod features;
mod metadata;

use super::folder::unfinished;
use super::sheet::{self, Sheet};
use super::{Publication, WriteError};
use super::{qgis, title};
use crate::layer::Room;
use jiff::civil::Date;
use rusqlite::{Connection, ErrorCode, params};
use std::fs::File;
use std::io::{Read, Write};

/// "GPKG" in ASCII.
const APPLICATION_ID: i32 = 0x4750_4B47;

/// GeoPackage 1.3. With 1.4 the GDAL of many systems in use would warn.
const VERSION: i32 = 10_300;

/// WGS 84, longitude before latitude in the blobs whatever EPSG says (clause 1.1.1).
const WGS_84: i32 = 4326;

/// Names the file in the output folder; the QGIS project points to it.
pub(super) const FILE: &str = "reportmap.gpkg";

/// The column of geometries.
pub(super) const GEOMETRY: &str = "geom";

/// The column of row numbers, which GeoPackage asks for.
pub(super) const ROW: &str = "fid";

/// A publication as a GeoPackage.
///
/// # Errors
///
/// When SQLite refuses a row, or a geometry or a style cannot be written.
pub fn geopackage(publication: &Publication<'_>) -> Result<Vec<u8>, WriteError> {
    let mut connection = Connection::open_in_memory().map_err(failed("the file"))?;
    fill(&mut connection, publication)?;
    let bytes = connection.serialize("main").map_err(failed("the file"))?;
    Ok(bytes.to_vec())
}

/// Writes a publication as a GeoPackage: made on disk where its rows are, else in memory; the bytes are the same.
pub(super) fn write(publication: &Publication<'_>, out: &mut dyn Write) -> Result<(), WriteError> {
    let full = |source| WriteError::Out { what: FILE.to_owned(), source };
    let Room::Disk(folder) = publication.layers.room() else {
        return out.write_all(&geopackage(publication)?).map_err(full);
    };
    let file = unfinished(folder).map_err(full)?;
    let mut connection = Connection::open(file.path()).map_err(failed("the file"))?;
    // Nobody else reads it, and what a killed run leaves of it is swept away: no journal, no waiting for the disk. Pages as in memory.
    let settings = "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768; \
                    PRAGMA locking_mode = EXCLUSIVE;";
    connection.execute_batch(settings).map_err(failed("the file"))?;
    fill(&mut connection, publication).map_err(of_disk)?;
    connection.close().map_err(|(_, error)| of_disk(failed("the file")(error)))?;
    let mut made = File::open(file.path()).map_err(full)?;
    let mut header = [0; HEADER];
    made.read_exact(&mut header).map_err(full)?;
    // How often the file was changed, and by which SQLite: what is made in memory does not count it.
    for counted in [24..28, 92..100] {
        header.get_mut(counted).unwrap_or_default().fill(0);
    }
    out.write_all(&header).map_err(full)?;
    std::io::copy(&mut made, out).map_err(full)?;
    Ok(())
}

/// A disk that is full or fails is what is wrong, and not what SQLite was about to write.
fn of_disk(error: WriteError) -> WriteError {
    match error {
        WriteError::GeoPackage { source, .. }
            if matches!(source.sqlite_error_code(), Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure)) =>
        {
            WriteError::Out { what: FILE.to_owned(), source: std::io::Error::other(source) }
        }
        other => other,
    }
}

/// The bytes of the header of an SQLite file (<https://www.sqlite.org/fileformat.html>, section 1.3).
const HEADER: usize = 100;

fn fill(connection: &mut Connection, publication: &Publication<'_>) -> Result<(), WriteError> {
    let sheets = sheet::sheets(publication);
    let transaction = begun(connection).map_err(failed("the file"))?;
    let changed = changed(publication);
    for sheet in &sheets {
        let extent = features::write(&transaction, sheet)?;
        columns::contents(&transaction, sheet, extent, &changed).map_err(failed(sheet.name))?;
        columns::describe(&transaction, sheet).map_err(failed(sheet.name))?;
        style(&transaction, sheet, &changed)?;
    }
    metadata::write(&transaction, publication, &changed)?;
    listed_styles(&transaction, &changed).map_err(failed("layer_styles"))?;
    // Last: the triggers call functions that a reader brings along and plain SQLite lacks.
    for sheet in sheets.iter().filter(|sheet| sheet.geometry.is_some()) {
        features::triggers(&transaction, sheet).map_err(failed(sheet.name))?;
    }
    transaction.commit().map_err(failed("the file"))
}

/// Says which table SQLite refused.
fn failed(what: &str) -> impl Fn(rusqlite::Error) -> WriteError + '_ {
    move |source| WriteError::GeoPackage { what: what.to_owned(), source }
}

fn begun(connection: &mut Connection) -> rusqlite::Result<rusqlite::Transaction<'_>> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", VERSION)?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(include_str!("core.sql"))?;
    Ok(transaction)
}

/// When the file changed last: the day of the latest report, for the same reports give the same file.
fn changed(publication: &Publication<'_>) -> String {
    let latest = title::days(publication).map(|(_, last)| last);
    format!("{}T00:00:00.000Z", latest.unwrap_or(Date::constant(1970, 1, 1)))
}

/// The style that QGIS takes by itself when it opens the table.
fn style(connection: &Connection, sheet: &Sheet<'_>, changed: &str) -> Result<(), WriteError> {
    let qml = qgis::style(sheet)?;
    let geometry = if sheet.geometry.is_some() { GEOMETRY } else { "" };
    connection
        .prepare(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, \
             styleQML, styleSLD, useAsDefault, description, owner, update_time) \
             VALUES ('', '', ?1, ?2, 'reportmap', ?3, '', 1, ?4, '', ?5)",
        )
        .and_then(|mut insert| insert.execute(params![sheet.name, geometry, qml, sheet.doc, changed]))
        .map_err(failed("layer_styles"))?;
    Ok(())
}

/// QGIS lists the table of styles among the contents, and so do we.
fn listed_styles(connection: &Connection, changed: &str) -> rusqlite::Result<usize> {
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) \
         VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles of QGIS', ?1, 0)",
        params![changed],
    )
}

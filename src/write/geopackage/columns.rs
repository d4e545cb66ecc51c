//! What a GeoPackage says of its tables: contents, geometry columns, the names and the meaning of every column.

use super::features::kind;
use super::{GEOMETRY, WGS_84};
use crate::write::sheet::Sheet;
use geo::Rect;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// The rows of a table in `gpkg_contents`, and of its geometry in `gpkg_geometry_columns` and `gpkg_extensions`.
pub(super) fn contents(
    connection: &Connection,
    sheet: &Sheet<'_>,
    extent: Option<Rect<f64>>,
    changed: &str,
) -> rusqlite::Result<()> {
    let data_type = if sheet.geometry.is_some() { "features" } else { "attributes" };
    let (min, max) = (extent.map(Rect::min), extent.map(Rect::max));
    connection.prepare("INSERT INTO gpkg_contents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?.execute(
        params![
            sheet.name,
            data_type,
            sheet.title,
            sheet.doc,
            changed,
            min.map(|c| c.x),
            min.map(|c| c.y),
            max.map(|c| c.x),
            max.map(|c| c.y),
            if sheet.geometry.is_some() { WGS_84 } else { 0 },
        ],
    )?;
    let Some(geometry) = sheet.geometry else { return Ok(()) };
    connection.prepare("INSERT INTO gpkg_geometry_columns VALUES (?1, ?2, ?3, ?4, 0, 0)")?.execute(params![
        sheet.name,
        GEOMETRY,
        kind(geometry),
        WGS_84
    ])?;
    connection
        .prepare(
            "INSERT INTO gpkg_extensions VALUES (?1, ?2, 'gpkg_rtree_index', \
             'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        )?
        .execute(params![sheet.name, GEOMETRY])?;
    Ok(())
}

/// The name and the meaning of every column (extension Schema). A name that comes twice in a table gives way to the column's.
pub(super) fn describe(connection: &Connection, sheet: &Sheet<'_>) -> rusqlite::Result<()> {
    let mut insert = connection.prepare("INSERT INTO gpkg_data_columns VALUES (?1, ?2, ?3, ?4, ?5, NULL, NULL)")?;
    let mut names = BTreeSet::new();
    for field in &sheet.columns {
        let name = if names.insert(field.alias) { field.alias } else { field.name };
        insert.execute(params![sheet.name, field.name, name, field.alias, field.doc])?;
    }
    Ok(())
}

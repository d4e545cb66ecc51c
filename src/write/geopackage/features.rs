//! The tables of a GeoPackage: columns, rows, the R-tree of their boxes, and what keeps it true when a user edits.

use super::blob::blob;
use super::{GEOMETRY, ROW, WGS_84, failed};
use crate::layer::{Field, GeometryKind, Type, Value};
use crate::write::WriteError;
use crate::write::sheet::{INCIDENT, Part, Sheet};
use geo::{Coord, Rect};
use rusqlite::types::{Null, ToSqlOutput};
use rusqlite::{Connection, ToSql};

/// Makes a table with its rows and its R-tree; gives the box around all of it.
pub(super) fn write(connection: &Connection, sheet: &Sheet<'_>) -> Result<Option<Rect<f64>>, WriteError> {
    connection.execute_batch(&table(sheet)).map_err(failed(sheet.name))?;
    let mut insert = connection.prepare(&insertion(sheet)).map_err(failed(sheet.name))?;
    let mut index = sheet
        .geometry
        .map(|_| connection.prepare(&format!("INSERT INTO {} VALUES (?1, ?2, ?3, ?4, ?5)", rtree(sheet))))
        .transpose()
        .map_err(failed(sheet.name))?;
    let mut extent: Option<Rect<f64>> = None;
    for (number, row) in (1i64..).zip(sheet.rows()) {
        let drawn = row.geometry.as_deref().map(|geometry| blob(geometry, WGS_84)).transpose();
        let drawn = drawn.map_err(|source| WriteError::Geometry { what: sheet.name.to_owned(), source })?;
        let (shape, bounds) = drawn.map_or((None, None), |(shape, bounds)| (Some(shape), bounds));
        let mut parameters: Vec<Bound<'_>> = vec![Bound::Number(number)];
        if sheet.geometry.is_some() {
            parameters.push(shape.as_deref().map_or(Bound::Nothing, Bound::Shape));
        }
        parameters.extend(sheet.columns.iter().zip(&row.values).map(|(field, value)| Bound::Value(field, value)));
        insert.execute(rusqlite::params_from_iter(parameters)).map_err(failed(sheet.name))?;
        if let (Some(index), Some(b)) = (index.as_mut(), bounds) {
            index.execute((number, b.min().x, b.max().x, b.min().y, b.max().y)).map_err(failed(sheet.name))?;
            extent = Some(extent.map_or(b, |whole| joined(whole, b)));
        }
    }
    Ok(extent)
}

/// The word of `gpkg_geometry_columns` for a kind of geometry.
pub(super) fn kind(geometry: GeometryKind) -> &'static str {
    match geometry {
        GeometryKind::Point => "POINT",
        GeometryKind::MultiLineString => "MULTILINESTRING",
        GeometryKind::MultiPolygon => "MULTIPOLYGON",
    }
}

fn table(sheet: &Sheet<'_>) -> String {
    let mut columns = vec![format!("\"{ROW}\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL")];
    columns.extend(sheet.geometry.map(|geometry| format!("\"{GEOMETRY}\" {}", kind(geometry))));
    columns.extend(sheet.columns.iter().map(|field| column(sheet, field)));
    let mut sql = format!("CREATE TABLE \"{}\" ({});", sheet.name, columns.join(", "));
    if sheet.part == Part::Related {
        sql += &format!("CREATE INDEX \"{0}_{INCIDENT}\" ON \"{0}\" (\"{INCIDENT}\");", sheet.name);
    }
    if sheet.geometry.is_some() {
        sql += &format!("CREATE VIRTUAL TABLE {} USING rtree(id, minx, maxx, miny, maxy);", rtree(sheet));
    }
    sql
}

/// A column. Ids are unique, and what names an incident goes with it.
fn column(sheet: &Sheet<'_>, field: &Field) -> String {
    let more = match (sheet.part, field.name) {
        (Part::Layer | Part::Related, "id") => " UNIQUE",
        (Part::Related, INCIDENT) => " REFERENCES \"incidents\" (\"id\") ON UPDATE CASCADE ON DELETE CASCADE",
        _ => "",
    };
    let kind = match field.kind {
        Type::Text => "TEXT",
        Type::Integer => "INTEGER",
        Type::Real { .. } => "REAL",
        Type::Date => "DATE",
        Type::DateTime => "DATETIME",
        Type::Bool => "BOOLEAN",
    };
    format!("\"{}\" {kind}{more}", field.name)
}

fn insertion(sheet: &Sheet<'_>) -> String {
    let count = 1 + usize::from(sheet.geometry.is_some()) + sheet.columns.len();
    format!("INSERT INTO \"{}\" VALUES ({})", sheet.name, vec!["?"; count].join(", "))
}

fn rtree(sheet: &Sheet<'_>) -> String {
    format!("\"rtree_{}_{GEOMETRY}\"", sheet.name)
}

fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    Rect::new(low, Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
}

/// What stands in a cell.
enum Bound<'a> {
    Nothing,
    Number(i64),
    Shape(&'a [u8]),
    Value(&'a Field, &'a Value),
}

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Nothing | Self::Value(_, Value::Null) => ToSqlOutput::from(Null),
            Self::Number(number) | Self::Value(_, Value::Integer(number)) => ToSqlOutput::from(*number),
            Self::Shape(bytes) => ToSqlOutput::from(*bytes),
            Self::Value(_, Value::Text(text)) => ToSqlOutput::from(text.as_str()),
            Self::Value(field, Value::Real(number)) => ToSqlOutput::from(field.kind.rounded(*number)),
            Self::Value(_, Value::Bool(yes)) => ToSqlOutput::from(*yes),
            Self::Value(_, Value::Date(day)) => ToSqlOutput::from(day.to_string()),
            // Table 1 of the standard: milliseconds and Z.
            Self::Value(_, Value::DateTime(moment)) => {
                ToSqlOutput::from(moment.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
            }
        })
    }
}

/// The triggers that keep the R-tree true (extension R-tree, clause F.3, with the corrections of version 1.4).
pub(super) fn triggers(connection: &Connection, sheet: &Sheet<'_>) -> rusqlite::Result<()> {
    let sql = include_str!("triggers.sql").replace("<t>", sheet.name).replace("<c>", GEOMETRY).replace("<i>", ROW);
    connection.execute_batch(&sql)
}

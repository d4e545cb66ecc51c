//! GeoPackages (<https://www.geopackage.org/spec130/>): every table of features, its columns as the properties of a GeoJSON.

use super::database::quoted;
use super::feature::{self, Told};
use super::{Columns, Into, Place};
use geo::{CoordsIter, Geometry, MapCoords};
use geo_traits::to_geo::ToGeoGeometry;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Map, Value};

/// Radius of the sphere of Web Mercator, in metres (EPSG:1024).
const RADIUS: f64 = 6_378_137.0;

/// How positions are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Crs {
    /// Degrees of WGS 84, or of what differs from it by metres.
    Degrees,
    /// Metres of Web Mercator.
    WebMercator,
}

/// A table of features.
struct Layer {
    table: String,
    geometry: String,
    srs: i64,
}

/// Reads all layers.
pub fn read(database: &Connection, tables: &[String], columns: &Columns, into: &mut Into) -> Result<(), String> {
    let layers = layers(database)
        .map_err(|error| format!("its list of layers cannot be read: {error}; export it as a GeoPackage again"))?;
    if layers.is_empty() {
        return Err("a GeoPackage without layers that have geometries".to_owned());
    }
    let mut refused = Vec::new();
    for layer in layers {
        let read = match crs(database, layer.srs) {
            Err(problem) => Err(problem),
            Ok(_) if !tables.contains(&layer.table) => {
                Err("it is a view, or not there; export it as a table".to_owned())
            }
            Ok(crs) => one(database, &layer, crs, columns, into).map_err(|error| error.to_string()),
        };
        if let Err(problem) = read {
            refused.push(format!("layer {:?}: {problem}", layer.table));
        }
        if into.has_failed() {
            return Ok(());
        }
    }
    // A file of which nothing can be used is refused; of others it is told what was not read.
    if into.count == 0 && !refused.is_empty() {
        return Err(refused.join("; "));
    }
    refused.into_iter().for_each(|problem| into.reject(Place::Feature(into.count), problem));
    Ok(())
}

fn layers(database: &Connection) -> rusqlite::Result<Vec<Layer>> {
    let mut asked = database.prepare(
        "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c JOIN gpkg_geometry_columns g \
         ON lower(g.table_name) = lower(c.table_name) WHERE c.data_type = 'features' ORDER BY c.table_name",
    )?;
    let layer = |row: &rusqlite::Row<'_>| Ok(Layer { table: row.get(0)?, geometry: row.get(1)?, srs: row.get(2)? });
    asked.query_map([], layer)?.collect()
}

/// How a layer's positions are given; other ways are refused with what to do.
fn crs(database: &Connection, srs: i64) -> Result<Crs, String> {
    // "Undefined geographic" is degrees, most likely of WGS 84.
    if srs == 0 {
        return Ok(Crs::Degrees);
    }
    let ask = "SELECT organization, organization_coordsys_id, srs_name FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
    let known: Option<(String, i64, String)> =
        database.query_row(ask, [srs], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).ok();
    let (organization, code, name) = known.unwrap_or_else(|| ("EPSG".to_owned(), srs, String::new()));
    match (organization.to_ascii_uppercase().as_str(), code) {
        // WGS 84, ETRS89 and NAD83, of two and three dimensions: within two metres of each other.
        ("EPSG", 4326 | 4979 | 4258 | 4937 | 4269) | ("OGC", 84) => Ok(Crs::Degrees),
        ("EPSG", 3857 | 900_913) | ("ESRI", 102_100) => Ok(Crs::WebMercator),
        _ => Err(format!(
            "its positions are in {organization}:{code} ({name}); convert it to EPSG:4326, as with ogr2ogr -t_srs EPSG:4326"
        )),
    }
}

fn one(database: &Connection, layer: &Layer, crs: Crs, columns: &Columns, into: &mut Into) -> rusqlite::Result<()> {
    let mut asked = database.prepare(&format!("SELECT * FROM {}", quoted(&layer.table)))?;
    let names: Vec<String> = asked.column_names().map(str::to_owned).collect();
    let key = key(database, &layer.table)?;
    let stem = into.stem();
    let mut rows = asked.query([])?;
    loop {
        into.count += 1;
        let number = into.count;
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => {
                into.count -= 1;
                return Ok(());
            }
            Err(error) => {
                let problem = format!("layer {:?}: it cannot be read: {error}; the rest of it is lost", layer.table);
                into.reject(Place::Feature(number), problem);
                return Ok(());
            }
        };
        let (mut properties, mut blob, mut fid) = (Map::new(), None, None);
        for (at, name) in names.iter().enumerate() {
            let Ok(value) = row.get_ref(at) else { continue };
            if name.eq_ignore_ascii_case(&layer.geometry) {
                blob = value.as_blob().ok();
            } else if key.as_ref() == Some(name) {
                fid = value.as_i64().ok();
            }
            if let Some(value) = property(value) {
                properties.insert(name.clone(), value);
            }
        }
        let shown =
            fid.map_or_else(|| format!("row {number}"), |fid| format!("{:?} {fid}", key.as_deref().unwrap_or("row")));
        let id = fid.map(|fid| format!("{}.{fid}", layer.table));
        let entry =
            blob.ok_or_else(|| "no geometry".to_owned()).and_then(|blob| geometry(blob, crs)).and_then(|geometry| {
                let table = Some(layer.table.as_str());
                feature::known(Told { properties: &properties, id, table, geometry, stem: &stem, number, columns })
            });
        let entry = entry.map_err(|problem| format!("layer {:?}, {shown}: {problem}", layer.table));
        into.feature(Place::Feature(number), entry);
        if into.has_failed() {
            return Ok(());
        }
    }
}

/// The column of numbers that tells rows apart.
fn key(database: &Connection, table: &str) -> rusqlite::Result<Option<String>> {
    let mut asked = database.prepare("SELECT name FROM pragma_table_info(?1) WHERE pk = 1")?;
    let mut rows = asked.query([table])?;
    rows.next()?.map(|row| row.get(0)).transpose()
}

fn property(value: ValueRef<'_>) -> Option<Value> {
    match value {
        ValueRef::Null => Some(Value::Null),
        ValueRef::Integer(number) => Some(number.into()),
        ValueRef::Real(number) => serde_json::Number::from_f64(number).map(Value::Number),
        ValueRef::Text(text) => Some(Value::String(String::from_utf8_lossy(text).into_owned())),
        ValueRef::Blob(_) => None,
    }
}

/// The geometry of a blob in degrees: a header, then Well-Known Binary (clause 2.1.3).
fn geometry(blob: &[u8], crs: Crs) -> Result<Geometry<f64>, String> {
    let wrong = |what: &str| format!("its geometry {what}");
    let (head, rest) = blob.split_first_chunk::<8>().ok_or_else(|| wrong("is cut short"))?;
    let [b'G', b'P', version, flags, ..] = head else { return Err(wrong("does not begin with GP")) };
    if *version != 0 {
        return Err(wrong(&format!("is of version {version}, not of 0")));
    }
    if flags & 0b10_0000 != 0 {
        return Err(wrong("is of an extension"));
    }
    if flags & 0b1_0000 != 0 {
        return Err("an empty geometry".to_owned());
    }
    let envelope = match flags >> 1 & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        other => return Err(wrong(&format!("has an envelope of the unknown kind {other}"))),
    };
    let bytes = rest.get(envelope..).ok_or_else(|| wrong("is cut short"))?;
    let read = wkb::reader::read_wkb(bytes).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    let geometry = read.try_to_geometry().ok_or("an empty geometry")?;
    let geometry = match crs {
        Crs::Degrees => geometry,
        Crs::WebMercator => geometry.map_coords(|at| geo::Coord {
            x: (at.x / RADIUS).to_degrees(),
            y: (2.0 * (at.y / RADIUS).exp().atan() - std::f64::consts::FRAC_PI_2).to_degrees(),
        }),
    };
    if geometry.coords_iter().any(|at| !at.x.is_finite() || !at.y.is_finite()) {
        return Err(wrong("has a position that is no number"));
    }
    // A layer of metres that says it is of degrees is told so, and not a thousand times that it is off the earth.
    let off = geometry.coords_iter().find(|at| at.x.abs() > 720.0 || at.y.abs() > 90.0);
    match off {
        Some(at) => Err(wrong(&format!("has the position {} {}, which is not in degrees", at.x, at.y))),
        None => Ok(geometry),
    }
}

//! A user's own file: CSV or GeoJSON, compiled in memory into an index that stands before the world.
//!
//! A CSV needs the columns `name`, `lon` and `lat`; it may have `id`, `names` (several parted by `|`), `country`,
//! `population`, `feature_class`, `feature_code`, `precision_m`, `other_ids` and `parents` (ids, parted by `|`). A GeoJSON is a collection of features with a `name`; other
//! properties are as the columns, and areas and lines keep their geometry.

use super::compile::{CompileError, Duplicates, Entry, Geometry, Tables, compile_with, kind};
use super::format::MAGIC;
use super::index::{Index, IndexError, Source};
use super::{FeatureClass, Gazetteer};
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Why a user's gazetteer file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum UserFileError {
    /// It cannot be read.
    #[error("cannot read the gazetteer file {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is none of these.
    #[error("{path}: a gazetteer file ends in .csv, .json, .geojson or .rmg")]
    Kind {
        /// The file.
        path: PathBuf,
    },
    /// A row or feature is wrong.
    #[error("{path}: {place}: {problem}")]
    Row {
        /// The file.
        path: PathBuf,
        /// `line 12`, `feature 3`.
        place: String,
        /// What, and what to do.
        problem: String,
    },
    /// Its rows do not go together.
    #[error("{path}: the rows cannot be compiled")]
    Compile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: CompileError,
    },
    /// The index is damaged, of another version, or none.
    #[error("{path}: the gazetteer cannot be used")]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        source: IndexError,
    },
}

/// Opens a user's file: an index as it is, a table compiled in memory. The places of a table that a gazetteer `below` has, too, are
/// told so. `twice` says what becomes of rows that share an id.
pub(super) fn open(path: &Path, below: Option<&Gazetteer>, twice: Duplicates) -> Result<Index, UserFileError> {
    let unreadable = |source| UserFileError::Read { path: path.to_owned(), source };
    let mut start = [0; MAGIC.len()];
    let is_index = std::fs::File::open(path).and_then(|mut file| file.read(&mut start)).map_err(unreadable)?;
    let named_so = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("rmg"));
    if (is_index == MAGIC.len() && start == MAGIC) || named_so {
        let source = Source::map(path).map_err(unreadable)?;
        return Index::open(source).map_err(|source| UserFileError::Open { path: path.to_owned(), source });
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    let mut entries = match ending.as_str() {
        "csv" => from_csv(&text),
        "json" | "geojson" => from_geojson(&text),
        _ => return Err(UserFileError::Kind { path: path.to_owned() }),
    }
    .map_err(|(place, problem)| UserFileError::Row { path: path.to_owned(), place, problem })?;
    if let Some(below) = below {
        entries.iter_mut().for_each(|entry| below.recognise(entry));
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let digest = super::hex(&Sha256::digest(text.as_bytes()));
    let format = if ending == "csv" { "csv" } else { "geojson" };
    let sources = serde_json::json!([{ "name": name, "format": format, "places": entries.len(), "sha256": digest }]);
    let about = serde_json::json!({ "source": name, "places": entries.len(), "sources": sources }).to_string();
    let bytes = compile_with(Tables { about, entries, ..Tables::default() }, twice)
        .map_err(|source| UserFileError::Compile { path: path.to_owned(), source })?;
    Index::open(Source::Memory(bytes)).map_err(|source| UserFileError::Open { path: path.to_owned(), source })
}

type Problem = (String, String);

fn from_csv(text: &str) -> Result<Vec<Entry>, Problem> {
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().map_err(|e| ("line 1".to_owned(), e.to_string()))?.clone();
    for needed in ["name", "lon", "lat"] {
        if !headers.iter().any(|h| h == needed) {
            return Err(("line 1".to_owned(), format!("no column {needed:?}; a gazetteer needs name, lon and lat")));
        }
    }
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = record
            .map_err(|e| (e.position().map_or("file".into(), |p| format!("line {}", p.line())), e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell =
            |column: &str| headers.iter().position(|h| h == column).and_then(|i| record.get(i)).unwrap_or_default();
        entries.push(entry(&cell, entries.len(), None).map_err(|problem| (format!("line {line}"), problem))?);
    }
    Ok(entries)
}

fn from_geojson(text: &str) -> Result<Vec<Entry>, Problem> {
    let read: geojson::GeoJson = text.parse().map_err(|e: geojson::Error| ("file".to_owned(), e.to_string()))?;
    let geojson::GeoJson::FeatureCollection(collection) = read else {
        return Err((
            "file".to_owned(),
            "no FeatureCollection; a gazetteer is a collection of features with names".to_owned(),
        ));
    };
    let mut entries = Vec::new();
    for (number, feature) in collection.features.iter().enumerate() {
        let at = |problem: String| (format!("feature {number}"), problem);
        let geometry = feature.geometry.as_ref().ok_or_else(|| at("no geometry".to_owned()))?;
        let geometry = crate::geography::geometry_of(geometry).map_err(at)?;
        let text = |column: &str| match feature.property(column) {
            Some(serde_json::Value::String(s)) => s.clone(),
            Some(serde_json::Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        };
        entries.push(entry(&text, number, Some(geometry)).map_err(at)?);
    }
    Ok(entries)
}

/// What a table or the properties of a feature can say of a place.
pub(super) const COLUMNS: [&str; 13] = [
    "name",
    "lon",
    "lat",
    "id",
    "names",
    "other_name",
    "country",
    "population",
    "feature_class",
    "feature_code",
    "precision_m",
    "other_ids",
    "parents",
];

/// The place that a row tells, the layer being the user's own.
pub(super) fn entry<T: AsRef<str>>(
    cell: &dyn Fn(&str) -> T,
    number: usize,
    geometry: Option<geo::Geometry<f64>>,
) -> Result<Entry, String> {
    let text = |column: &str| cell(column).as_ref().trim().to_owned();
    let name = text("name");
    if name.is_empty() {
        return Err("no name".to_owned());
    }
    let parsed = |column: &str| -> Result<f64, String> {
        let value = text(column);
        value.parse().map_err(|_| format!("{column} is {value:?}, which is no number"))
    };
    let (lon, lat) = match &geometry {
        Some(geometry) => point_of(geometry).ok_or("an empty geometry")?,
        None => (parsed("lon")?, parsed("lat")?),
    };
    let is_point = geometry.as_ref().is_none_or(|g| matches!(g, geo::Geometry::Point(_)));
    let usual = if is_point { FeatureClass::Populated } else { FeatureClass::Area };
    let class = text("feature_class").chars().next().and_then(FeatureClass::from_letter).unwrap_or(usual);
    let id = text("id");
    let several = |column: &str| -> Vec<String> {
        text(column).split('|').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect()
    };
    Ok(Entry {
        id: if id.is_empty() { format!("user:{}", number + 1) } else { id },
        names: several("names").into_iter().map(|name| (name, kind::CURATED)).collect(),
        other_ids: several("other_ids"),
        parents: several("parents"),
        other_name: Some(text("other_name")).filter(|n| !n.is_empty()),
        lon,
        lat,
        country: text("country").to_ascii_uppercase(),
        class: class.letter(),
        code: text("feature_code"),
        level: level_of(class),
        layer: 1,
        population: text("population").parse().unwrap_or(0),
        precision: text("precision_m").parse().unwrap_or(0),
        geometry: geometry.and_then(kept),
        name,
        ..Entry::default()
    })
}

fn level_of(class: FeatureClass) -> u8 {
    match class {
        FeatureClass::Populated => 5,
        FeatureClass::Spot => 6,
        FeatureClass::Administrative => 4,
        _ => 1,
    }
}

/// A point within a geometry; `None` for an empty one.
pub(super) fn point_of(geometry: &geo::Geometry<f64>) -> Option<(f64, f64)> {
    use geo::InteriorPoint;
    geometry.interior_point().map(|p| (p.x(), p.y()))
}

/// The lines or areas of a geometry; `None` for points.
pub(super) fn kept(geometry: geo::Geometry<f64>) -> Option<Geometry> {
    let positions = |line: &geo::LineString<f64>| line.coords().map(|c| [c.x, c.y]).collect::<Vec<_>>();
    let rings =
        |p: &geo::Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).map(positions).collect::<Vec<_>>();
    match geometry {
        geo::Geometry::Polygon(p) => Some(Geometry::Area(vec![rings(&p)])),
        geo::Geometry::MultiPolygon(m) => Some(Geometry::Area(m.iter().map(rings).collect())),
        geo::Geometry::LineString(l) => Some(Geometry::Lines(vec![positions(&l)])),
        geo::Geometry::MultiLineString(m) => Some(Geometry::Lines(m.iter().map(positions).collect())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Layer, Search};

    fn with(name: &str, content: &str) -> Result<Gazetteer, UserFileError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        Gazetteer::embedded().with_user_file(&path)
    }

    #[test]
    fn a_place_of_the_users_own_is_found() {
        let gazetteer = with("mine.csv", "name,lon,lat,names\nCheckpoint Nine,46.5,39.9,Post 9|Dokuz\n").unwrap();
        let found = gazetteer.search("Post 9", &Search::default());
        let place = gazetteer.place(found[0].place).unwrap();
        assert_eq!((place.name(), place.layer()), ("Checkpoint Nine", Layer::User));
    }

    #[test]
    fn a_users_row_with_an_id_of_the_world_stands_in_its_stead() {
        let gazetteer = with("mine.csv", "id,name,lon,lat\ngeonames:146969,Xocavənd,47.2,39.9\n").unwrap();
        let found = gazetteer.search("Xocavənd", &Search::default());
        let places: Vec<_> =
            found.iter().filter_map(|f| gazetteer.place(f.place)).filter(|p| p.id().0 == "geonames:146969").collect();
        assert_eq!(places.len(), 1);
        assert_eq!(places[0].at().lon, 47.2);
    }

    #[test]
    fn an_error_says_which_line_and_what_to_do() {
        let error = with("mine.csv", "name,lon,lat\nA,1,2\nB,east,2\n").unwrap_err();
        assert!(error.to_string().ends_with("mine.csv: line 3: lon is \"east\", which is no number"), "{error}");
        let error = with("mine.csv", "name,lat\nA,1\n").unwrap_err();
        assert!(error.to_string().contains("no column \"lon\""), "{error}");
        let error = with("mine.csv", "name,lon,lat\nA,200,2\n").unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.contains("longitude goes from -180 to 180"), "{cause}");
    }

    #[test]
    fn an_area_of_a_geojson_keeps_its_shape() {
        let gazetteer = with(
            "mine.geojson",
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Sector Q"},
               "geometry":{"type":"Polygon","coordinates":[[[46,39],[47,39],[47,40],[46,40],[46,39]]]}}]}"#,
        )
        .unwrap();
        let found = gazetteer.search("Sector Q", &Search::default());
        assert!(gazetteer.area(found[0].place).is_some());
    }
}

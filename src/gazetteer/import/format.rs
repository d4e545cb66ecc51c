//! What a source is, by its content.

use super::Place;
use std::fmt;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A dump of GeoNames: `allCountries.txt` or a country's (<https://download.geonames.org/export/dump/readme.txt>).
    #[serde(rename = "geonames")]
    GeoNames,
    /// `alternateNamesV2.txt` of GeoNames.
    #[serde(rename = "geonames_alternate_names")]
    AlternateNames,
    /// `admin1CodesASCII.txt` or `admin2Codes.txt` of GeoNames.
    #[serde(rename = "geonames_admin_codes")]
    AdminCodes,
    /// `hierarchy.txt` of GeoNames: what lies in what.
    #[serde(rename = "geonames_hierarchy")]
    Hierarchy,
    /// A table with a line of headings.
    Csv,
    /// Features (RFC 7946): Natural Earth, OpenStreetMap, OCHA COD-AB, Who's On First, Global Energy Monitor, or any other.
    #[serde(rename = "geojson")]
    GeoJson,
    /// Features of a GeoPackage (<https://www.geopackage.org/spec/>), of the sources that GeoJSON may be of.
    #[serde(rename = "geopackage")]
    GeoPackage,
    /// A database of Who's On First (<https://whosonfirst.org/docs/dist/>).
    #[serde(rename = "whos_on_first")]
    WhosOnFirst,
    /// The JSON of Overpass (<https://wiki.openstreetmap.org/wiki/OSM_JSON>).
    Overpass,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GeoNames => "GeoNames dump",
            Self::AlternateNames => "GeoNames alternate names",
            Self::AdminCodes => "GeoNames codes of areas",
            Self::Hierarchy => "GeoNames hierarchy",
            Self::Csv => "CSV",
            Self::GeoJson => "GeoJSON",
            Self::GeoPackage => "GeoPackage",
            Self::WhosOnFirst => "Who's On First",
            Self::Overpass => "Overpass JSON",
        })
    }
}

impl Format {
    /// The format of a text that begins so.
    pub fn of(start: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8_lossy(start);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with(['{', '[']) {
            return Self::of_json(text);
        }
        let line = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
        let cells: Vec<&str> = line.split('\t').collect();
        let number =
            |at: usize| cells.get(at).is_some_and(|cell| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()));
        let degrees = |at: usize| cells.get(at).is_some_and(|cell| cell.parse::<f64>().is_ok());
        match cells.len() {
            19 if number(0) && (degrees(4) || degrees(5)) => Ok(Self::GeoNames),
            8 | 10 if number(0) && number(1) => Ok(Self::AlternateNames),
            4 if number(3) && cells.first().is_some_and(|code| code.contains('.')) => Ok(Self::AdminCodes),
            2 | 3 if number(0) && number(1) && !number(2) => Ok(Self::Hierarchy),
            _ if line.contains([',', ';', '\t', '|']) && !start.contains(&0) => Ok(Self::Csv),
            _ => Err(format!(
                "no format that is known ({}); give a GeoNames dump, a CSV with a line of headings, GeoJSON, a GeoPackage or Overpass JSON",
                shown(line)
            )),
        }
    }

    fn of_json(text: &str) -> Result<Self, String> {
        let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if squeezed.contains("\"type\":\"FeatureCollection\"") || squeezed.contains("\"type\":\"Feature\"") {
            Ok(Self::GeoJson)
        } else if squeezed.contains("\"elements\":[") || squeezed.contains("\"osm3s\"") {
            Ok(Self::Overpass)
        } else if squeezed.contains("\"type\":\"Topology\"") {
            Err("TopoJSON is not read; convert it to GeoJSON, with ogr2ogr or topojson-client".to_owned())
        } else if squeezed.contains("\"features\"") || squeezed.contains("\"properties\"") {
            Ok(Self::GeoJson)
        } else {
            Err("JSON, but neither GeoJSON nor Overpass JSON; a GeoJSON is a FeatureCollection or a Feature".to_owned())
        }
    }

    /// Where its row of this number stands.
    pub(super) fn place(self, number: u64) -> Place {
        match self {
            Self::GeoJson | Self::GeoPackage | Self::WhosOnFirst | Self::Overpass => Place::Feature(number),
            _ => Place::Line(number),
        }
    }

    /// The licence of what is always of one source.
    pub(super) fn licence(self) -> Option<&'static str> {
        match self {
            Self::GeoNames | Self::AlternateNames | Self::AdminCodes | Self::Hierarchy => Some("CC BY 4.0, GeoNames"),
            Self::Overpass => Some("ODbL 1.0, OpenStreetMap contributors"),
            Self::Csv | Self::GeoJson | Self::GeoPackage | Self::WhosOnFirst => None,
        }
    }
}

fn shown(line: &str) -> String {
    let start: String = line.chars().take(40).collect();
    if start.is_empty() { "it is empty".to_owned() } else { format!("it begins with {start:?}") }
}

//! Infrastructure the gazetteer knows: pipelines as lines, terminals, dams, airports and crossings as points.

use super::PlaceId;
use crate::geography::{Km, LonLat, Metres};

/// An asset of the curated tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// `pipeline:btc`, `asset:kakhovka-dam`.
    pub id: PlaceId,
    /// Its usual English name.
    pub name: String,
    /// Other names and abbreviations, in any language.
    pub names: Vec<String>,
    /// `pipeline`, `oil_terminal`, `gas_terminal`, `refinery`, `port`, `dam`, `power_station`, `nuclear_plant`, `airport`,
    /// `airbase`, `bridge`, `border_crossing`, …
    pub kind: String,
    /// `oil`, `gas`, `products`; empty for others.
    pub commodities: Vec<String>,
    /// Who runs it, where known.
    pub operator: Option<String>,
    /// ISO 3166-1 alpha-2 of the countries it lies in.
    pub countries: Vec<String>,
    /// `operating`, `idle`, `planned`, `shutdown`, `destroyed`; empty when unknown.
    pub state: String,
    /// What a line is for: `export`, `import`, `domestic`; empty for others.
    pub flow: String,
    /// Length its operator publishes.
    pub published_length: Option<Km>,
    /// How far the drawn line or point may lie from the true one.
    pub precision: Metres,
    /// Where it is.
    pub site: AssetSite,
    /// Where the facts come from.
    pub source: String,
}

/// Where an asset is.
#[derive(Debug, Clone, PartialEq)]
pub enum AssetSite {
    /// Drawn through its way-points: schematic.
    Line(geo::MultiLineString<f64>),
    /// A point.
    Point(LonLat),
}

/// An asset as the index holds it: one JSON object a line.
#[derive(serde::Deserialize)]
struct Line {
    id: String,
    name: String,
    names: Vec<String>,
    kind: String,
    commodities: Vec<String>,
    operator: String,
    countries: Vec<String>,
    state: String,
    #[serde(default)]
    flow: String,
    length_km: Option<f64>,
    precision_m: f64,
    #[serde(default)]
    line: Vec<[f64; 2]>,
    point: Option<[f64; 2]>,
    source: String,
}

/// Reads the assets of an index; read at first use, some hundred lines.
pub(super) fn read(lines: &str) -> impl Iterator<Item = Asset> {
    lines.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()).map(|line| Asset {
        id: PlaceId(line.id),
        name: line.name,
        names: line.names,
        kind: line.kind,
        commodities: line.commodities,
        operator: (!line.operator.is_empty()).then_some(line.operator),
        countries: line.countries,
        state: line.state,
        flow: line.flow,
        published_length: line.length_km.map(Km),
        precision: Metres(line.precision_m),
        site: match line.point {
            Some([lon, lat]) => AssetSite::Point(LonLat::new(lon, lat)),
            None => AssetSite::Line(geo::MultiLineString(vec![line.line.into()])),
        },
        source: line.source,
    })
}

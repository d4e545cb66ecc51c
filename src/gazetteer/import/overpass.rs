//! OpenStreetMap: elements of Overpass's JSON (<https://wiki.openstreetmap.org/wiki/OSM_JSON>), and features made from them.
//! Which tags are places: <https://wiki.openstreetmap.org/wiki/Map_features>.

use super::feature::{placed, text};
use super::landform::level;
use super::source::Source;
use super::{IMPORTED, ImportError, Into, Place};
use crate::gazetteer::compile::{Entry, Spelt, flag, kind};
use geo::{Coord, Geometry, LineString, MultiLineString, Polygon};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::HashMap;

#[derive(Deserialize)]
struct Answer {
    elements: Vec<Element>,
}

#[derive(Deserialize)]
struct Element {
    #[serde(rename = "type")]
    kind: String,
    id: u64,
    lat: Option<f64>,
    lon: Option<f64>,
    center: Option<At>,
    #[serde(default)]
    geometry: Vec<Option<At>>,
    #[serde(default)]
    nodes: Vec<u64>,
    #[serde(default)]
    members: Vec<Member>,
    #[serde(default)]
    tags: Map<String, Value>,
}

#[derive(Deserialize)]
struct Member {
    #[serde(default)]
    role: String,
    #[serde(default)]
    geometry: Vec<Option<At>>,
}

#[derive(Deserialize, Clone, Copy)]
struct At {
    lat: f64,
    lon: f64,
}

/// Reads the elements that have names; ways without a geometry of their own take it from their nodes.
pub fn read(source: &mut Source<'_>, into: &mut Into) -> Result<(), ImportError> {
    let wrong = |problem: String| ImportError::Format { path: into.read.name.clone().into(), problem };
    let answer: Answer = serde_json::from_reader(source.bytes())
        .map_err(|error| wrong(format!("line {}, column {}: {error}", error.line(), error.column())))?;
    let nodes: HashMap<u64, Coord<f64>> = answer
        .elements
        .iter()
        .filter(|element| element.kind == "node")
        .filter_map(|node| Some((node.id, Coord { x: node.lon?, y: node.lat? })))
        .collect();
    for (element, number) in answer.elements.into_iter().zip(1..) {
        // Nodes of ways and parts of relations have no name, and are no places.
        if !element.tags.keys().any(|key| key == "name" || key.starts_with("name:")) {
            continue;
        }
        let id = format!("{}/{}", element.kind, element.id);
        let geometry = element.shape(&nodes);
        let entry = entry(&id, &element.tags, geometry, element.center.map(|at| (at.lon, at.lat)));
        into.place(Place::Feature(number), entry);
        if into.has_failed() {
            break;
        }
    }
    Ok(())
}

impl Element {
    fn shape(&self, nodes: &HashMap<u64, Coord<f64>>) -> Option<Geometry<f64>> {
        if let (Some(x), Some(y)) = (self.lon, self.lat) {
            return Some(Geometry::Point((x, y).into()));
        }
        let line = |places: &[Option<At>]| {
            LineString::new(places.iter().flatten().map(|at| Coord { x: at.lon, y: at.lat }).collect())
        };
        let own = match self.geometry.is_empty() {
            true => LineString::new(self.nodes.iter().filter_map(|id| nodes.get(id).copied()).collect()),
            false => line(&self.geometry),
        };
        if own.0.len() > 1 {
            let is_area = own.is_closed() && own.0.len() > 3 && !self.tags.contains_key("highway");
            return Some(if is_area { Polygon::new(own, Vec::new()).into() } else { own.into() });
        }
        let members = self.members.iter().filter(|member| member.role != "inner" && member.geometry.len() > 1);
        let lines: Vec<LineString<f64>> = members.map(|member| line(&member.geometry)).collect();
        // Rings in one piece are areas; those in several would have to be put together, and stay lines.
        if !lines.is_empty() && lines.iter().all(|line| line.is_closed() && line.0.len() > 3) {
            return Some(
                geo::MultiPolygon(lines.into_iter().map(|ring| Polygon::new(ring, Vec::new())).collect()).into(),
            );
        }
        (!lines.is_empty()).then(|| MultiLineString(lines).into())
    }
}

/// Whether an id is one of OpenStreetMap: `way/123`.
pub fn is_id(id: &str) -> bool {
    let number = ["node/", "way/", "relation/"].iter().find_map(|kind| id.strip_prefix(kind));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The place of an element with its tags.
pub fn entry(
    id: &str,
    tags: &Map<String, Value>,
    geometry: Option<Geometry<f64>>,
    center: Option<(f64, f64)>,
) -> Result<Entry, String> {
    let mut entry = match (geometry, center) {
        (Some(geometry), center) => {
            let placed = placed(geometry)?;
            let (lon, lat) = center.unwrap_or((placed.lon, placed.lat));
            Entry { lon, lat, ..placed }
        }
        (None, Some((lon, lat))) => Entry { lon, lat, layer: IMPORTED, ..Entry::default() },
        (None, None) => return Err("no position; ask Overpass for `out center` or `out geom`".to_owned()),
    };
    entry.id = format!("osm:{id}");
    entry.name = Some(text(tags, "name")).filter(|name| !name.is_empty()).unwrap_or_else(|| text(tags, "name:en"));
    if entry.name.is_empty() {
        return Err("no name".to_owned());
    }
    for (key, value) in tags {
        let Some(value) = value.as_str() else { continue };
        let (language, flags) = match key.as_str() {
            "alt_name" | "int_name" | "official_name" | "loc_name" | "reg_name" | "short_name" | "iata" | "icao" => {
                ("", 0)
            }
            "old_name" => ("", flag::HISTORIC),
            key => match (key.strip_prefix("name:"), key.strip_prefix("old_name:"), key.strip_prefix("alt_name:")) {
                (Some(language), ..) => (language, flag::PREFERRED),
                (_, Some(language), _) => (language, flag::HISTORIC),
                (.., Some(language)) => (language, 0),
                _ => continue,
            },
        };
        for name in value.split(';').map(str::trim).filter(|name| !name.is_empty()) {
            entry.names.push((name.to_owned(), kind::ALTERNATE));
            entry.spellings.push(Spelt { name: name.to_owned(), language: language.to_owned(), flags });
        }
    }
    entry
        .other_ids
        .extend(Some(text(tags, "wikidata")).filter(|q| q.starts_with('Q')).map(|q| format!("wikidata:{q}")));
    entry.country = Some(text(tags, "ISO3166-1:alpha2")).filter(|cc| cc.len() == 2).unwrap_or_default();
    entry.population = text(tags, "population").replace([' ', ','], "").parse().unwrap_or(0);
    let (class, code) = kind_of(tags);
    (entry.class, entry.code, entry.level) = (class, code.to_owned(), level(class, code));
    Ok(entry)
}

/// Class and code of GeoNames for tags.
fn kind_of(tags: &Map<String, Value>) -> (char, &'static str) {
    let tag = |key: &str| text(tags, key);
    match tag("place").as_str() {
        "city" | "town" | "village" | "hamlet" | "isolated_dwelling" => return ('P', "PPL"),
        "suburb" | "neighbourhood" | "quarter" | "borough" => return ('P', "PPLX"),
        "country" => return ('A', "PCLI"),
        "state" | "province" => return ('A', "ADM1"),
        "county" | "district" | "municipality" => return ('A', "ADM2"),
        "island" | "islet" => return ('T', "ISL"),
        "archipelago" => return ('T', "ISLS"),
        "sea" => return ('H', "SEA"),
        "ocean" => return ('H', "OCN"),
        "region" => return ('L', "RGN"),
        _ => {}
    }
    match (tag("boundary").as_str(), tag("admin_level").as_str()) {
        ("administrative", "2") => return ('A', "PCLI"),
        ("administrative", "3" | "4") => return ('A', "ADM1"),
        ("administrative", "5" | "6") => return ('A', "ADM2"),
        ("administrative", _) => return ('A', "ADM3"),
        _ => {}
    }
    match tag("man_made").as_str() {
        "pipeline" => return ('R', "OILP"),
        "petroleum_well" => return ('S', "OILW"),
        _ => {}
    }
    match tag("aeroway").as_str() {
        "aerodrome" => return ('S', "AIRP"),
        "airstrip" | "heliport" | "helipad" => return ('S', "AIRH"),
        _ => {}
    }
    match tag("waterway").as_str() {
        "dam" | "weir" => return ('S', "DAM"),
        "river" | "stream" => return ('H', "STM"),
        "canal" => return ('H', "CNL"),
        _ => {}
    }
    match tag("power").as_str() {
        "plant" => return ('S', "PS"),
        "substation" => return ('S', "PS"),
        _ => {}
    }
    match tag("natural").as_str() {
        "water" => return ('H', "LK"),
        "bay" => return ('H', "BAY"),
        "peak" | "volcano" => return ('T', "PK"),
        "valley" => return ('T', "VAL"),
        _ => {}
    }
    if !tag("bridge").is_empty() || tag("man_made") == "bridge" {
        return ('S', "BDG");
    }
    match tag("barrier").as_str() {
        "border_control" => ('S', "PSTB"),
        "checkpoint" => ('S', "PSTP"),
        _ if !tag("highway").is_empty() => ('R', "RD"),
        _ if !tag("railway").is_empty() => ('R', "RR"),
        _ => ('S', "BLDG"),
    }
}

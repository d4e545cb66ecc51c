//! A feature with properties as a place: which source it is of is told by its properties.

use super::columns::Columns;
use super::csv::own_id;
use super::landform::level;
use super::{IMPORTED, openstreetmap, overpass, whosonfirst};
use crate::gazetteer::compile::{Entry, Spelt, flag, kind};
use crate::gazetteer::user::{self, kept, point_of};
use geo::Geometry;
use serde_json::{Map, Value};

/// What a feature tells.
pub struct Told<'f> {
    pub properties: &'f Map<String, Value>,
    pub id: Option<String>,
    /// The table of a database that it stands in.
    pub table: Option<&'f str>,
    pub geometry: Geometry<f64>,
    pub stem: &'f str,
    pub number: u64,
    pub columns: &'f Columns,
}

/// The place of a feature; `None` where it is meant to be left out.
pub fn known(told: Told<'_>) -> Result<Option<Entry>, String> {
    if whosonfirst::is_left_out(told.properties) { Ok(None) } else { entry(told).map(Some) }
}

/// The place of a feature.
fn entry(told: Told<'_>) -> Result<Entry, String> {
    let has = |key: &str| told.properties.contains_key(key);
    if told.columns.named("name").is_some() {
        return plain(told);
    }
    if pcode_level(told.properties).is_some() {
        return pcoded(told);
    }
    if has("wof:id") {
        return whosonfirst::entry(told);
    }
    if has("featurecla") || has("FEATURECLA") {
        return natural_earth(told);
    }
    if has("ProjectID") {
        return energy_monitor(told);
    }
    if let Some(id) = openstreetmap::id(&told) {
        return overpass::entry(&id, &openstreetmap::tags(told.properties), Some(told.geometry), None);
    }
    plain(told)
}

/// The text of a property; numbers as they are written.
pub fn text(properties: &Map<String, Value>, key: &str) -> String {
    match properties.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The first of these properties that says something, whatever their case.
pub fn first(properties: &Map<String, Value>, keys: &[&str]) -> String {
    let found = keys.iter().map(|key| text(properties, key)).find(|text| !text.is_empty());
    found.unwrap_or_else(|| {
        let lower = |key: &&str| {
            properties.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(known, _)| known.clone())
        };
        keys.iter()
            .filter_map(lower)
            .map(|key| text(properties, &key))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    })
}

/// Point and geometry of a place.
pub fn placed(geometry: Geometry<f64>) -> Result<Entry, String> {
    let geometry = merged(geometry);
    let (lon, lat) = point_of(&geometry).ok_or("an empty geometry")?;
    Ok(Entry { lon, lat, layer: IMPORTED, geometry: kept(geometry), ..Entry::default() })
}

/// A collection as the lines, areas or point that is in it: what is largest.
fn merged(geometry: Geometry<f64>) -> Geometry<f64> {
    let Geometry::GeometryCollection(all) = geometry else { return geometry };
    let (mut areas, mut lines, mut point) = (Vec::new(), Vec::new(), None);
    for one in all {
        match merged(one) {
            Geometry::Polygon(area) => areas.push(area),
            Geometry::MultiPolygon(several) => areas.extend(several),
            Geometry::LineString(line) => lines.push(line),
            Geometry::MultiLineString(several) => lines.extend(several),
            other => point = point.or(Some(other)),
        }
    }
    match (areas.is_empty(), lines.is_empty(), point) {
        (false, ..) => geo::MultiPolygon(areas).into(),
        (true, false, _) => geo::MultiLineString(lines).into(),
        (true, true, Some(point)) => point,
        (true, true, None) => geo::MultiLineString(Vec::new()).into(),
    }
}

/// A feature of nobody that is known: properties as the columns of a table.
fn plain(told: Told<'_>) -> Result<Entry, String> {
    let keys = told.properties.keys().map(String::as_str);
    let cell =
        |what: &str| told.columns.of(what, keys.clone()).map(|key| text(told.properties, key)).unwrap_or_default();
    let id = Some(cell("id")).filter(|id| !id.is_empty()).or(told.id.clone()).unwrap_or_default();
    let geometry = merged(told.geometry.clone());
    Ok(own_id(user::entry(&cell, told.number as usize, Some(geometry))?, told.stem, &id, told.number))
}

/// The deepest level that a feature of OCHA's common operational datasets has a P-code for: `ADM2_PCODE`.
/// <https://knowledge.base.unocha.org/wiki/spaces/imtoolbox/pages/42045911/Geographic+P-codes>
fn pcode_level(properties: &Map<String, Value>) -> Option<(u8, String)> {
    let level = |key: &str| {
        let key = key.to_ascii_lowercase();
        let digits = key.strip_prefix("adm")?;
        let digits = digits.strip_suffix("_pcode").or_else(|| digits.strip_suffix("pcode"))?;
        digits.parse::<u8>().ok()
    };
    let found = properties.iter().filter_map(|(key, value)| Some((level(key)?, value.as_str()?.trim().to_owned())));
    found.filter(|(_, code)| !code.is_empty()).max()
}

/// An area with a P-code, as it is given: one without is not given one.
fn pcoded(told: Told<'_>) -> Result<Entry, String> {
    let (depth, code) = pcode_level(told.properties).ok_or("no P-code")?;
    let mut entry = placed(told.geometry)?;
    let at = |level: u8, ending: &str| first(told.properties, &[&format!("ADM{level}{ending}")]);
    let prefix = format!("adm{depth}_");
    for (key, value) in told.properties {
        let key = key.to_ascii_lowercase();
        let Some(language) = key.strip_prefix(&prefix).filter(|rest| rest.len() == 2) else { continue };
        if let Some(name) = value.as_str().map(str::trim).filter(|name| !name.is_empty()) {
            entry.names.push((name.to_owned(), kind::ALTERNATE));
            entry.spellings.push(Spelt {
                name: name.to_owned(),
                language: language.to_owned(),
                flags: flag::PREFERRED,
            });
        }
    }
    let usual = ["_EN", "_FR", "_ES", "_PT", "_NAME", "_REF"].iter().map(|ending| at(depth, ending));
    entry.name =
        usual.chain(entry.names.iter().map(|(name, _)| name.clone())).find(|name| !name.is_empty()).unwrap_or_default();
    if entry.name.is_empty() {
        return Err(format!("{code} has no name: no property ADM{depth}_EN or the like"));
    }
    for ending in ["ALT1EN", "ALT2EN", "_REF", "ALT1_EN", "ALT2_EN"] {
        entry.names.extend(Some(at(depth, ending)).filter(|n| !n.is_empty()).map(|n| (n, kind::ALTERNATE)));
    }
    let country = at(0, "_PCODE");
    entry.country = country.chars().take(2).collect::<String>().to_ascii_uppercase();
    entry.admin1 = at(1, "_PCODE");
    entry.class = 'A';
    (entry.code, entry.level) = match depth {
        0 => ("PCLI".to_owned(), 2),
        1 => ("ADM1".to_owned(), 3),
        _ => (format!("ADM{depth}"), 4),
    };
    entry.id = format!("pcode:{code}");
    let above = (0..depth).rev().map(|level| at(level, "_PCODE")).find(|code| !code.is_empty());
    entry.parents.extend(above.map(|code| format!("pcode:{code}")));
    Ok(entry)
}

/// A feature of Natural Earth: <https://www.naturalearthdata.com/features/>.
fn natural_earth(told: Told<'_>) -> Result<Entry, String> {
    let p = told.properties;
    let mut entry = placed(told.geometry)?;
    entry.name = first(p, &["name", "NAME", "name_en", "BRK_NAME"]);
    if entry.name.is_empty() {
        return Err("no name".to_owned());
    }
    for (key, value) in p {
        let Some(name) = value.as_str().map(str::trim).filter(|name| !name.is_empty()) else { continue };
        let key = key.to_ascii_lowercase();
        match key.as_str() {
            "name_alt" | "namealt" | "nameascii" | "name_long" | "nameasc" | "namepar" | "formal_en" | "woe_name"
            | "gn_name" => {
                entry.names.extend(name.split(['|', ';']).map(|name| (name.trim().to_owned(), kind::ALTERNATE)));
            }
            _ => {
                let language = key.strip_prefix("name_").filter(|rest| (2..=3).contains(&rest.len()) && *rest != "len");
                if let Some(language) = language {
                    entry.names.push((name.to_owned(), kind::ALTERNATE));
                    entry.spellings.push(Spelt { name: name.to_owned(), language: language.to_owned(), flags: 0 });
                }
            }
        }
    }
    let own = first(p, &["ne_id"]);
    entry.id = match own.as_str() {
        "" | "0" => format!("naturalearth:{}/{}", told.stem, told.number),
        id => format!("naturalearth:{id}"),
    };
    let geonames = first(p, &["geonameid", "gn_id", "geonamesid"]);
    let geonames = geonames.parse::<f64>().ok().filter(|id| *id > 0.0).map(|id| format!("geonames:{id:.0}"));
    entry.other_ids.extend(geonames);
    entry
        .other_ids
        .extend(Some(first(p, &["wikidataid"])).filter(|id| !id.is_empty()).map(|id| format!("wikidata:{id}")));
    entry.country = Some(first(p, &["iso_a2"])).filter(|cc| cc.len() == 2 && cc != "-9").unwrap_or_default();
    entry.population = first(p, &["pop_max", "pop_est"]).parse::<f64>().map_or(0, |n| n.max(0.0) as u64);
    let kind_of = first(p, &["featurecla"]).to_ascii_lowercase();
    let (class, code) = match kind_of.as_str() {
        "ocean" => ('H', "OCN"),
        "sea" => ('H', "SEA"),
        "gulf" => ('H', "GULF"),
        "bay" | "inlet" | "fjord" | "lagoon" => ('H', "BAY"),
        "strait" | "channel" | "sound" => ('H', "STRT"),
        "river" | "river (intermittent)" | "lake centerline" => ('H', "STM"),
        "lake" | "alkaline lake" | "reservoir" => ('H', "LK"),
        "island" => ('T', "ISL"),
        "island group" => ('T', "ISLS"),
        "range/mtn" | "range/mts" => ('T', "MTS"),
        "mountain" => ('T', "MT"),
        "peninsula" => ('T', "PEN"),
        "desert" => ('T', "DSRT"),
        "plateau" => ('T', "PLAT"),
        "plain" | "lowland" => ('T', "PLN"),
        "valley" => ('T', "VAL"),
        "delta" => ('T', "DLTA"),
        "cape" => ('T', "CAPE"),
        "airport" => ('S', "AIRP"),
        "port" => ('S', "PRT"),
        "continent" => ('L', "CONT"),
        "admin-0 country" => ('A', "PCLI"),
        "admin-1 states provinces" | "admin-1 scale rank" => ('A', "ADM1"),
        kind if kind.contains("capital") || kind.contains("populated") => {
            ('P', if kind.starts_with("admin-0") { "PPLC" } else { "PPL" })
        }
        kind if kind.contains("boundary") || kind.contains("line") => ('L', "BDRY"),
        _ => ('L', "RGN"),
    };
    (entry.class, entry.code, entry.level) = (class, code.to_owned(), level(class, code));
    if code == "STM" {
        // Natural Earth has large rivers only.
        entry.level = 1;
    }
    Ok(entry)
}

/// A pipeline or plant of Global Energy Monitor: <https://globalenergymonitor.org/projects/>.
fn energy_monitor(told: Told<'_>) -> Result<Entry, String> {
    let p = told.properties;
    let mut entry = placed(told.geometry)?;
    let name = first(p, &["name", "PipelineName", "ProjectName", "PlantName"]);
    if name.is_empty() {
        return Err("no name".to_owned());
    }
    let segment = first(p, &["segment", "SegmentName"]);
    entry.name = name;
    entry
        .names
        .extend(Some(segment).filter(|n| !n.is_empty()).map(|n| (format!("{} {n}", entry.name), kind::ALTERNATE)));
    // A project of several segments has a feature for each.
    entry.id = format!("gem:{}/{}", text(p, "ProjectID"), told.number);
    (entry.class, entry.code, entry.level) = match entry.geometry {
        None => ('S', "PS".to_owned(), 6),
        Some(_) => ('R', "OILP".to_owned(), 1),
    };
    Ok(entry)
}

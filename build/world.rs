//! The world tables: GeoNames places, countries, states, counties, continents and their areas.

use crate::compile::{Border, Entry, Geometry, kind};
use crate::table::{Areas, Row, shapes, tab};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// The layer of the world's tables.
const WORLD: u8 = 2;

/// All places of the world tables.
pub fn entries(folder: &Path) -> Result<Vec<Entry>> {
    let mut out = countries(folder)?;
    out.extend(states(folder)?);
    out.extend(counties(folder)?);
    out.extend(districts(folder)?);
    add_divisions(folder, &mut out)?;
    out.extend(continents(folder)?);
    let known: HashSet<String> = out.iter().map(|e| e.id.clone()).collect();
    let capitals = capitals(folder)?;
    // A town that is a state too (Singapore, Monaco) has an id of its own for each; only a repeated id is left out.
    let places: Vec<Entry> = places(folder, &capitals)?.into_iter().filter(|e| !known.contains(&e.id)).collect();
    name_counties_short(&mut out, &places);
    out.extend(places);
    out.extend(airports(folder)?);
    Ok(out)
}

/// Local news says `Geauga` for Geauga County. Only where no town of the state has the name: a town is the first meaning.
fn name_counties_short(entries: &mut [Entry], places: &[Entry]) {
    let towns: HashSet<(&str, &str)> =
        places.iter().filter(|p| p.country == "US").map(|p| (p.admin1.as_str(), p.name.as_str())).collect();
    for county in entries.iter_mut().filter(|e| e.code == "ADM2" && e.country == "US") {
        let stem = county.name.strip_suffix(" County").or_else(|| county.name.strip_suffix(" Parish"));
        if let Some(stem) = stem.filter(|stem| !towns.contains(&(county.admin1.as_str(), *stem))) {
            county.names.push((stem.to_owned(), kind::ALTERNATE));
        }
    }
}

/// Rows by level, for `gazetteer info`.
pub fn counts(entries: &[Entry]) -> BTreeMap<&'static str, usize> {
    let names = ["continents", "regions", "countries", "admin1", "admin2", "places", "sites"];
    let mut out = BTreeMap::new();
    for entry in entries {
        *out.entry(names[usize::from(entry.level).min(6)]).or_default() += 1;
    }
    out
}

fn geonames(row: &Row) -> Result<String> {
    Ok(format!("geonames:{}", row.text("id")?))
}

fn alternates(row: &Row) -> Vec<(String, u8)> {
    row.several("names").into_iter().map(|n| (n, kind::ALTERNATE)).collect()
}

fn population(row: &Row) -> u64 {
    row.optional("population").parse::<f64>().map_or(0, |n| n.max(0.0) as u64)
}

/// Ids of the capitals that the table of countries names.
fn capitals(folder: &Path) -> Result<HashSet<String>> {
    tab(&folder.join("countries.tsv"))?.iter().map(|row| Ok(row.text("capital_id")?.to_owned())).collect()
}

fn places(folder: &Path, capitals: &HashSet<String>) -> Result<Vec<Entry>> {
    let mut parts: Vec<_> = std::fs::read_dir(folder)?.filter_map(|e| Some(e.ok()?.path())).collect();
    parts.retain(|p| p.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.starts_with("places-")));
    parts.sort();
    let mut out = Vec::new();
    for part in parts {
        for row in tab(&part)? {
            out.push(Entry {
                id: geonames(&row)?,
                name: row.text("name")?.to_owned(),
                names: alternates(&row),
                lon: row.number("lon")?,
                lat: row.number("lat")?,
                country: row.text("country")?.to_owned(),
                admin1: format!("{}.{}", row.text("country")?, row.text("admin1")?),
                class: 'P',
                code: if capitals.contains(row.text("id")?) { "PPLC" } else { "PPL" }.to_owned(),
                level: 5,
                layer: WORLD,
                population: population(&row),
                ..Entry::default()
            });
        }
    }
    Ok(out)
}

/// Metres around the point of an airport in which its runways and buildings mostly lie.
const AIRFIELD: u32 = 2_000;

fn airports(folder: &Path) -> Result<Vec<Entry>> {
    let mut out = Vec::new();
    for row in tab(&folder.join("airports.tsv"))? {
        out.push(Entry {
            id: row.text("id")?.to_owned(),
            name: row.text("name")?.to_owned(),
            names: alternates(&row),
            lon: row.number("lon")?,
            lat: row.number("lat")?,
            country: row.text("country")?.to_owned(),
            class: 'S',
            code: "AIRP".to_owned(),
            level: 6,
            layer: WORLD,
            precision: AIRFIELD,
            ..Entry::default()
        });
    }
    Ok(out)
}

fn countries(folder: &Path) -> Result<Vec<Entry>> {
    let mut areas = Areas::read(&folder.join("shapes"), "countries")?;
    let mut out = Vec::new();
    for row in tab(&folder.join("countries.tsv"))? {
        let iso2 = row.text("iso2")?.to_owned();
        let mut names = alternates(&row);
        names.push((row.text("official")?.to_owned(), kind::ALTERNATE));
        names.extend(row.several("demonyms").into_iter().map(|n| (n, kind::DEMONYM)));
        out.push(Entry {
            id: geonames(&row)?,
            name: row.text("name")?.to_owned(),
            names,
            lon: row.number("lon")?,
            lat: row.number("lat")?,
            outline: areas.outlines.remove(&iso2),
            geometry: areas.whole.remove(&iso2),
            country: iso2,
            class: 'A',
            code: "PCLI".to_owned(),
            level: 2,
            layer: WORLD,
            population: population(&row),
            ..Entry::default()
        });
    }
    Ok(out)
}

fn states(folder: &Path) -> Result<Vec<Entry>> {
    let mut areas = Areas::read(&folder.join("shapes"), "admin1")?;
    let mut out = Vec::new();
    for row in tab(&folder.join("admin1.tsv"))? {
        let code = row.text("code")?.to_owned();
        let number = row.text("id")?;
        let id = if number.is_empty() { format!("admin1:{code}") } else { format!("geonames:{number}") };
        // Without a point a state cannot be drawn nor ranked; the recipe lists the few that have none.
        if row.text("lon")?.is_empty() {
            continue;
        }
        out.push(Entry {
            id,
            name: row.text("name")?.to_owned(),
            names: alternates(&row),
            lon: row.number("lon")?,
            lat: row.number("lat")?,
            country: code.split('.').next().unwrap_or_default().to_owned(),
            outline: areas.outlines.remove(&code),
            geometry: areas.whole.remove(&code),
            admin1: code,
            class: 'A',
            code: "ADM1".to_owned(),
            level: 3,
            layer: WORLD,
            population: population(&row),
            ..Entry::default()
        });
    }
    Ok(out)
}

fn counties(folder: &Path) -> Result<Vec<Entry>> {
    let mut areas = Areas::read(&folder.join("shapes"), "us_counties")?;
    let mut out = Vec::new();
    for row in tab(&folder.join("us_counties.tsv"))? {
        let fips = row.text("fips")?.to_owned();
        let name = row.text("name")?.to_owned();
        if row.text("lon")?.is_empty() {
            continue;
        }
        out.push(Entry {
            id: format!("fips:{fips}"),
            names: Vec::new(),
            name,
            lon: row.number("lon")?,
            lat: row.number("lat")?,
            country: "US".to_owned(),
            admin1: format!("US.{}", row.text("state")?),
            outline: areas.outlines.remove(&fips),
            geometry: areas.whole.remove(&fips),
            class: 'A',
            code: "ADM2".to_owned(),
            level: 4,
            layer: WORLD,
            ..Entry::default()
        });
    }
    Ok(out)
}

/// Areas that GeoNames has on the second level, or had on the first.
fn districts(folder: &Path) -> Result<Vec<Entry>> {
    let mut areas = Areas::read(&folder.join("shapes"), "districts")?;
    let mut out = Vec::new();
    for row in tab(&folder.join("districts.tsv"))? {
        let id = row.text("id")?.to_owned();
        let code = row.text("code")?.to_owned();
        out.push(Entry {
            name: row.text("name")?.to_owned(),
            names: alternates(&row),
            lon: row.number("lon")?,
            lat: row.number("lat")?,
            country: row.text("country")?.to_owned(),
            admin1: row.text("admin1")?.to_owned(),
            outline: areas.outlines.remove(&id),
            geometry: areas.whole.remove(&id),
            id,
            class: 'A',
            level: if code == "ADM2" { 4 } else { 3 },
            code,
            layer: WORLD,
            population: population(&row),
            ..Entry::default()
        });
    }
    Ok(out)
}

/// Divisions of states: districts, counties, provinces and the like, of the countries whose news names them. One that has an area
/// already gets the further names only.
fn add_divisions(folder: &Path, entries: &mut Vec<Entry>) -> Result<()> {
    let known: HashMap<String, usize> = entries.iter().zip(0..).map(|(e, at)| (e.id.clone(), at)).collect();
    for row in tab(&folder.join("admin2.tsv"))? {
        let id = geonames(&row)?;
        let name = row.text("name")?.to_owned();
        let mut names = alternates(&row);
        if let Some(at) = known.get(&id) {
            names.push((name, kind::ALTERNATE));
            entries[*at].names.append(&mut names);
            continue;
        }
        entries.push(Entry {
            id,
            name,
            names,
            lon: row.number("lon")?,
            lat: row.number("lat")?,
            country: row.text("country")?.to_owned(),
            admin1: row.text("admin1")?.to_owned(),
            class: 'A',
            code: "ADM2".to_owned(),
            level: 4,
            layer: WORLD,
            population: population(&row),
            ..Entry::default()
        });
    }
    Ok(())
}

fn continents(folder: &Path) -> Result<Vec<Entry>> {
    let row = |row: Row| -> Result<Entry> {
        Ok(Entry {
            id: geonames(&row)?,
            name: row.text("name")?.to_owned(),
            names: alternates(&row),
            lon: row.number("lon")?,
            lat: row.number("lat")?,
            class: 'L',
            code: "CONT".to_owned(),
            level: 0,
            layer: WORLD,
            ..Entry::default()
        })
    };
    tab(&folder.join("continents.tsv"))?.into_iter().map(row).collect()
}

/// The borders of two countries each.
pub fn borders(path: &Path) -> Result<Vec<Border>> {
    let mut out = Vec::new();
    for (id, geometry, value) in shapes(path)? {
        let (one, other) = id.split_once('-').with_context(|| format!("border {id:?} should be two countries"))?;
        let Geometry::Lines(lines) = geometry else { anyhow::bail!("border {id:?} is no line") };
        out.push(Border {
            between: [one.to_owned(), other.to_owned()],
            lines,
            metres: value["length_km"].as_f64().unwrap_or(0.0) * 1000.0,
            disputed: value["disputed"].as_bool().unwrap_or(false),
        });
    }
    Ok(out)
}

/// The coasts: borders with nobody.
pub fn coasts(path: &Path) -> Result<Vec<Border>> {
    let mut out = Vec::new();
    for (country, geometry, _) in shapes(path)? {
        let Geometry::Lines(lines) = geometry else { anyhow::bail!("coast {country:?} is no line") };
        if country.len() == 2 {
            out.push(Border { between: [String::new(), country], lines, metres: 0.0, disputed: false });
        }
    }
    Ok(out)
}

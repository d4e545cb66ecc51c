//! The curated tables: regions, demonyms, abbreviations, named lines, and what a person adds, corrects or blocks.

use crate::compile::{Entry, Geometry, kind};
use crate::table::{Areas, Row, comma, shapes};
use anyhow::{Context, Result, bail};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// The layer of what a person keeps.
const CURATED: u8 = 0;

/// Lays the curated tables over the world's entries.
pub fn apply(curated: &Path, areas: &Path, entries: &mut Vec<Entry>) -> Result<()> {
    entries.extend(regions(curated, areas)?);
    entries.extend(lines(curated, areas)?);
    let mut added = Vec::new();
    let overrides = comma(&curated.join("overrides.csv"))?;
    for row in overrides.iter().filter(|row| row.optional("action") == "add") {
        added.push(added_place(row)?);
    }
    entries.append(&mut added);
    let known = Known::new(entries);
    for row in &overrides {
        match row.optional("action") {
            "add" => {}
            "alias" => alias(row, entries, &known)?,
            "correct" => correct(row, entries, &known)?,
            "block" => block(row, entries, &known)?,
            other => bail!("{}: action {other:?} is none of add, alias, correct, block", row.place()),
        }
    }
    for row in once(comma(&curated.join("demonyms.csv"))?)? {
        let at = known.find(&row, "target")?;
        entries[at].names.push((row.text("surface")?.to_owned(), kind::DEMONYM));
    }
    for row in once(comma(&curated.join("abbreviations.csv"))?)? {
        let at = known.find(&row, "target")?;
        let kind = match row.text("kind")? {
            "" => kind::ABBREVIATION,
            "name" => kind::CURATED,
            "after-place" => kind::AFTER_PLACE,
            other => bail!("{}: kind {other:?} is none of name, after-place, or empty", row.place()),
        };
        entries[at].names.push((row.text("surface")?.to_owned(), kind));
    }
    Ok(())
}

/// Rows that give each name to each place once, and with composed letters: a name of other code points is found by nobody's search.
fn once(rows: Vec<Row>) -> Result<Vec<Row>> {
    let mut seen = HashSet::new();
    for row in &rows {
        let (surface, target) = (row.text("surface")?, row.text("target")?);
        if !unicode_normalization::is_nfc(surface) {
            bail!("{}: {surface:?} is not in normalization form C", row.place());
        }
        if !seen.insert((surface.to_owned(), target.to_owned())) {
            bail!("{}: {surface:?} is given to {target} twice", row.place());
        }
    }
    Ok(rows)
}

/// Where the entries are that rows refer to: by id, by `country:AZ`, by `admin1:UA.14`, by `continent:AF`.
struct Known(HashMap<String, usize>);

impl Known {
    fn new(entries: &[Entry]) -> Self {
        let mut out = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            out.insert(entry.id.clone(), at);
            match entry.level {
                2 => out.insert(format!("country:{}", entry.country), at),
                3 => out.insert(format!("admin1:{}", entry.admin1), at),
                0 => out.insert(format!("continent:{}", continent_code(&entry.name)), at),
                _ => None,
            };
        }
        Self(out)
    }

    fn find(&self, row: &Row, column: &str) -> Result<usize> {
        let id = row.text(column)?;
        self.0.get(id).copied().with_context(|| format!("{}: no place has the id {id:?}", row.place()))
    }
}

fn continent_code(name: &str) -> &'static str {
    match name {
        "Africa" => "AF",
        "Asia" => "AS",
        "Europe" => "EU",
        "North America" => "NA",
        "South America" => "SA",
        "Oceania" => "OC",
        _ => "AN",
    }
}

fn curated(names: Vec<String>) -> Vec<(String, u8)> {
    names.into_iter().map(|name| (name, kind::CURATED)).collect()
}

fn regions(folder: &Path, areas: &Path) -> Result<Vec<Entry>> {
    let mut areas = Areas::read(areas, "regions")?;
    let mut out = Vec::new();
    for row in comma(&folder.join("regions.csv"))? {
        let id = row.text("id")?.to_owned();
        let countries = row.several("countries");
        let kind = row.text("kind")?;
        out.push(Entry {
            name: row.text("name")?.to_owned(),
            names: curated(row.several("names")),
            lon: row.number("lon")?,
            lat: row.number("lat")?,
            // A region of several countries lies in none of them.
            country: if countries.len() == 1 { countries[0].clone() } else { String::new() },
            class: class_of(kind),
            code: row.text("feature_code")?.to_owned(),
            level: if kind == "ocean" { 0 } else { 1 },
            layer: CURATED,
            precision: (row.number("radius_km")? * 1000.0) as u32,
            outline: areas.outlines.remove(&id),
            geometry: areas.whole.remove(&id),
            id,
            ..Entry::default()
        });
    }
    if let Some(id) = areas.whole.keys().next() {
        bail!("the shape of {id} belongs to no row of regions.csv; run the recipe");
    }
    Ok(out)
}

fn class_of(kind: &str) -> char {
    match kind {
        "sea" | "ocean" | "gulf" | "strait" | "river" | "lake" => 'H',
        "mountains" | "desert" | "island" | "islands" | "peninsula" | "valley" => 'T',
        _ => 'L',
    }
}

/// Named lines: ceasefire lines and disputed borders with names of their own.
fn lines(folder: &Path, areas: &Path) -> Result<Vec<Entry>> {
    let lines = |file: &str| -> Result<HashMap<String, Geometry>> {
        Ok(shapes(&areas.join(file))?.into_iter().map(|(id, geometry, _)| (id, geometry)).collect())
    };
    let (borders, disputed) = (lines("borders.geojsonl.zst")?, lines("disputed.geojsonl.zst")?);
    let mut out = Vec::new();
    for row in comma(&folder.join("borders.csv"))? {
        let mut parts = Vec::new();
        for term in row.several("shape") {
            let (word, rest) = term.split_once(':').with_context(|| format!("{}: shape {term:?}", row.place()))?;
            let found = match word {
                "border" => borders.get(rest).cloned(),
                "disputed" => disputed.get(rest).cloned(),
                "line" => Some(Geometry::Lines(vec![positions(rest).with_context(|| row.place().to_owned())?])),
                _ => None,
            };
            match found {
                Some(Geometry::Lines(lines)) => parts.extend(lines),
                _ => bail!("{}: no line is called {term:?}", row.place()),
            }
        }
        let middle =
            parts.iter().max_by_key(|p| p.len()).and_then(|p| p.get(p.len() / 2)).context("a line has positions")?;
        let (one, other) = (row.text("country_a")?, row.text("country_b")?);
        out.push(Entry {
            id: row.text("id")?.to_owned(),
            name: row.text("name")?.to_owned(),
            names: curated(row.several("names")),
            lon: middle[0],
            lat: middle[1],
            country: if one == other { one.to_owned() } else { String::new() },
            class: 'L',
            code: "BDRY".to_owned(),
            level: 1,
            layer: CURATED,
            precision: 5_000,
            geometry: Some(Geometry::Lines(parts)),
            ..Entry::default()
        });
    }
    Ok(out)
}

fn positions(text: &str) -> Result<Vec<[f64; 2]>> {
    text.split(';')
        .map(|pair| {
            let (lon, lat) = pair.trim().split_once(' ').context("a position is two numbers")?;
            Ok([lon.parse()?, lat.parse()?])
        })
        .collect()
}

fn added_place(row: &Row) -> Result<Entry> {
    let class = row.text("feature_class")?.chars().next().unwrap_or('P');
    Ok(Entry {
        id: row.text("id")?.to_owned(),
        name: row.text("name")?.to_owned(),
        other_name: Some(row.text("other_name")?.to_owned()).filter(|n| !n.is_empty()),
        names: curated(row.several("names")),
        lon: row.number("lon")?,
        lat: row.number("lat")?,
        country: row.text("country")?.to_owned(),
        admin1: row.text("admin1")?.to_owned(),
        class,
        code: row.text("feature_code")?.to_owned(),
        level: if class == 'P' { 5 } else { 6 },
        layer: CURATED,
        population: row.optional("population").parse().unwrap_or(0),
        precision: row.number("precision_m")? as u32,
        ..Entry::default()
    })
}

fn alias(row: &Row, entries: &mut [Entry], known: &Known) -> Result<()> {
    let entry = &mut entries[known.find(row, "id")?];
    entry.names.extend(curated(row.several("names")));
    both_names(row, entry)
}

/// A row that gives both names of a place sets both: the first is the name, the second stands beside it.
fn both_names(row: &Row, entry: &mut Entry) -> Result<()> {
    let (name, other) = (row.text("name")?, row.text("other_name")?);
    if !other.is_empty() && !name.is_empty() {
        let old = std::mem::replace(&mut entry.name, name.to_owned());
        entry.names.push((old, kind::ALTERNATE));
        entry.other_name = Some(other.to_owned());
    }
    Ok(())
}

fn correct(row: &Row, entries: &mut [Entry], known: &Known) -> Result<()> {
    let entry = &mut entries[known.find(row, "id")?];
    if !row.text("lon")?.is_empty() {
        (entry.lon, entry.lat) = (row.number("lon")?, row.number("lat")?);
    }
    if let Ok(people) = row.optional("population").parse() {
        entry.population = people;
    }
    entry.names.extend(curated(row.several("names")));
    entry.layer = CURATED;
    both_names(row, entry)
}

/// Takes a name from a place: the row's `name` never means its `id`.
fn block(row: &Row, entries: &mut [Entry], known: &Known) -> Result<()> {
    let blocked = crate::names::fold(row.text("name")?);
    let entry = &mut entries[known.find(row, "id")?];
    let before = entry.names.len();
    entry.names.retain(|(name, _)| crate::names::fold(name) != blocked);
    if entry.names.len() == before {
        bail!("{}: {} has no other name {blocked:?} to block", row.place(), entry.id);
    }
    Ok(())
}

//! From rows to an index: what the build script does with the project's tables, and the program with a user's file.
//!
//! The result depends on the entries alone and not on their order: they are sorted by id first.

use super::format::{ALIGN, MAGIC, NONE, PlaceRow, SECTIONS, SINGLE, Section, TABLE, VERSION, write_varint, zigzag};
use super::names::{fold, transliteration_key};
use geo_index::rtree::{RTreeBuilder, sort::HilbertSort};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Numbers of name kinds in a posting; three bits.
#[allow(dead_code, reason = "the build script uses them all, a user's file only some")]
pub mod kind {
    /// Added or confirmed by a person; wins where a place has the name in several kinds.
    pub const CURATED: u8 = 0;
    /// The name the gazetteer calls the place by.
    pub const MAIN: u8 = 1;
    /// An abbreviation that stands alone.
    pub const ABBREVIATION: u8 = 2;
    /// Its people or its adjective.
    pub const DEMONYM: u8 = 3;
    /// Any other name.
    pub const ALTERNATE: u8 = 4;
    /// An abbreviation that stands after another place only: `CA` in `Fresno, CA`.
    pub const AFTER_PLACE: u8 = 5;
}

/// An area or lines, in degrees, longitude before latitude.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// Polygons, each of rings, each of positions.
    Area(Vec<Vec<Vec<[f64; 2]>>>),
    /// Lines of positions.
    Lines(Vec<Vec<[f64; 2]>>),
}

/// A place to be compiled.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// `geonames:146969`, or any other `source:key`.
    pub id: String,
    /// The name it is called by.
    pub name: String,
    /// A second name in use.
    pub other_name: Option<String>,
    /// Further names with their kinds.
    pub names: Vec<(String, u8)>,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// ISO 3166-1 alpha-2; empty for none.
    pub country: String,
    /// Code of the state or province, `US.VT`; for a state or province itself its own.
    pub admin1: String,
    /// GeoNames letter.
    pub class: char,
    /// GeoNames code.
    pub code: String,
    /// Rank from continent (0) to site (6).
    pub level: u8,
    /// Layer: 0 curated, 1 user, 2 world.
    pub layer: u8,
    /// People; 0 when unknown.
    pub population: u64,
    /// Metres within which the point lies; 0 when unknown.
    pub precision: u32,
    /// Its area or lines.
    pub geometry: Option<Geometry>,
    /// The same with few corners, where it has many and these were made before.
    pub outline: Option<Geometry>,
}

/// A border to be compiled.
#[derive(Debug, Clone)]
pub struct Border {
    /// ISO 3166-1 alpha-2 of the two countries, sorted.
    pub between: [String; 2],
    /// The lines.
    pub lines: Vec<Vec<[f64; 2]>>,
    /// Length in metres.
    pub metres: f64,
    /// Whether it is disputed.
    pub disputed: bool,
}

/// All that goes into an index.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// JSON: where it comes from.
    pub about: String,
    /// Places.
    pub entries: Vec<Entry>,
    /// Borders.
    pub borders: Vec<Border>,
    /// JSON lines.
    pub assets: String,
    /// JSON.
    pub blocks: String,
}

/// Why tables cannot be compiled.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// Two entries share an id.
    #[error("two places have the id {0:?}; give each its own")]
    DuplicateId(String),
    /// A place lies off the earth.
    #[error(
        "place {id:?} ({name}) lies at lon {lon}, lat {lat}; longitude goes from -180 to 180, latitude from -90 to 90"
    )]
    OffTheEarth {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// As given.
        lon: f64,
        /// As given.
        lat: f64,
    },
    /// The transducer refused its keys.
    #[error("the names cannot be compiled")]
    Names(#[from] fst::Error),
}

/// Compiles tables into the bytes of an index.
///
/// # Errors
///
/// When two entries share an id or a place lies off the earth.
pub fn compile(mut tables: Tables) -> Result<Vec<u8>, CompileError> {
    tables.entries.sort_by(|a, b| a.id.cmp(&b.id));
    check(&tables.entries)?;
    let mut sections: [Vec<u8>; SECTIONS] = std::array::from_fn(|_| Vec::new());
    let mut shapes = Vec::new();
    let mut strings = Strings::default();
    let rows = rows(&tables.entries, &mut strings, &mut shapes);
    sections[Section::Borders as usize] = borders(&mut tables.borders, &mut shapes);
    for row in &rows {
        row.write(&mut sections[Section::Places as usize]);
    }
    let mut postings = Vec::new();
    sections[Section::Names as usize] = transducer(&spellings(&tables.entries, fold), &mut postings)?;
    sections[Section::Keys as usize] = transducer(&spellings(&tables.entries, transliteration_key), &mut postings)?;
    sections[Section::Postings as usize] = postings;
    sections[Section::NumericIds as usize] =
        pairs(rows.iter().zip(0..).filter(|(r, _)| !r.id_is_text).map(|(r, i)| (r.id, i)));
    sections[Section::TextIds as usize] = text_ids(&tables.entries, &rows)?;
    sections[Section::Countries as usize] =
        pairs(rows.iter().zip(0..).filter(|(r, _)| r.level == 2).map(|(r, i)| (country_key(r.country), i)));
    sections[Section::Spatial as usize] = spatial(&tables.entries, &rows);
    sections[Section::Strings as usize] = strings.bytes;
    sections[Section::Shapes as usize] = shapes;
    sections[Section::About as usize] = tables.about.into_bytes();
    sections[Section::Assets as usize] = tables.assets.into_bytes();
    sections[Section::Blocks as usize] = tables.blocks.into_bytes();
    Ok(assemble(&sections))
}

/// Two letters as a sortable number.
pub fn country_key(letters: [u8; 2]) -> u32 {
    u32::from(letters[0]) << 8 | u32::from(letters[1])
}

fn check(entries: &[Entry]) -> Result<(), CompileError> {
    for pair in entries.windows(2) {
        if pair[0].id == pair[1].id {
            return Err(CompileError::DuplicateId(pair[0].id.clone()));
        }
    }
    match entries.iter().find(|e| !(e.lon.abs() <= 180.0 && e.lat.abs() <= 90.0)) {
        Some(e) => Err(CompileError::OffTheEarth { id: e.id.clone(), name: e.name.clone(), lon: e.lon, lat: e.lat }),
        None => Ok(()),
    }
}

/// Strings, each once.
#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Strings {
    fn add(&mut self, text: &str) -> u32 {
        if let Some(&at) = self.known.get(text) {
            return at;
        }
        let at = self.bytes.len() as u32;
        write_varint(&mut self.bytes, text.len() as u64);
        self.bytes.extend(text.as_bytes());
        self.known.insert(text.to_owned(), at);
        at
    }
}

fn rows(entries: &[Entry], strings: &mut Strings, shapes: &mut Vec<u8>) -> Vec<PlaceRow> {
    let states: BTreeMap<&str, u32> = entries
        .iter()
        .zip(0..)
        .filter(|(e, _)| e.level == 3 && !e.admin1.is_empty())
        .map(|(e, i)| (e.admin1.as_str(), i))
        .collect();
    entries
        .iter()
        .map(|e| {
            let numeric = e.id.strip_prefix("geonames:").and_then(|n| n.parse().ok());
            PlaceRow {
                id: numeric.unwrap_or_else(|| strings.add(&e.id)),
                id_is_text: numeric.is_none(),
                class: e.class as u8,
                level: e.level,
                layer: e.layer,
                lon: micro(e.lon),
                lat: micro(e.lat),
                population: u32::try_from(e.population).unwrap_or(u32::MAX),
                name: strings.add(&e.name),
                other_name: e.other_name.as_deref().map_or(NONE, |n| strings.add(n)),
                country: padded(&e.country),
                code: padded(&e.code),
                admin1: if e.level == 3 { NONE } else { states.get(e.admin1.as_str()).copied().unwrap_or(NONE) },
                shape: e.geometry.as_ref().map_or(NONE, |g| write_geometry(shapes, g)),
                precision: e.precision,
                outline: e.outline.as_ref().map_or(NONE, |g| write_geometry(shapes, g)),
            }
        })
        .collect()
}

fn micro(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}

fn padded<const N: usize>(text: &str) -> [u8; N] {
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    out
}

/// Appends a geometry: kind, parts, and in each part varint differences in units of 1e-5 degrees (about a metre).
fn write_geometry(out: &mut Vec<u8>, geometry: &Geometry) -> u32 {
    let at = out.len() as u32;
    let mut last = [0i64; 2];
    match geometry {
        Geometry::Area(polygons) => {
            write_varint(out, 0);
            write_varint(out, polygons.len() as u64);
            for polygon in polygons {
                write_varint(out, polygon.len() as u64);
                polygon.iter().for_each(|ring| write_line(out, ring, &mut last));
            }
        }
        Geometry::Lines(lines) => {
            write_varint(out, 1);
            write_varint(out, lines.len() as u64);
            lines.iter().for_each(|line| write_line(out, line, &mut last));
        }
    }
    at
}

fn write_line(out: &mut Vec<u8>, line: &[[f64; 2]], last: &mut [i64; 2]) {
    write_varint(out, line.len() as u64);
    for position in line {
        for axis in 0..2 {
            let here = (position[axis] * 1e5).round() as i64;
            write_varint(out, zigzag(here - last[axis]));
            last[axis] = here;
        }
    }
}

fn borders(borders: &mut [Border], shapes: &mut Vec<u8>) -> Vec<u8> {
    borders.sort_by(|a, b| a.between.cmp(&b.between));
    let mut out = Vec::new();
    for border in borders {
        for country in &border.between {
            let letters: [u8; 2] = padded(country);
            out.extend((country_key(letters) as u16).to_le_bytes());
        }
        let shape = write_geometry(shapes, &Geometry::Lines(border.lines.clone()));
        for number in [u32::from(border.disputed), shape, border.metres.round() as u32] {
            out.extend(number.to_le_bytes());
        }
    }
    out
}

/// Every key with its postings `row << 3 | kind`; the best kind of a name wins within a place.
fn spellings(entries: &[Entry], key_of: fn(&str) -> String) -> BTreeMap<String, BTreeSet<u64>> {
    let mut out: BTreeMap<String, BTreeMap<u64, u8>> = BTreeMap::new();
    for (entry, row) in entries.iter().zip(0u64..) {
        let all = std::iter::once((&entry.name, kind::MAIN)).chain(entry.names.iter().map(|(n, k)| (n, *k)));
        for (name, kind) in all.chain(entry.other_name.iter().map(|n| (n, kind::CURATED))) {
            let key = key_of(name);
            if !key.is_empty() {
                let best = out.entry(key).or_default().entry(row).or_insert(kind);
                *best = (*best).min(kind);
            }
        }
    }
    out.into_iter()
        .map(|(key, rows)| (key, rows.into_iter().map(|(row, kind)| row << 3 | u64::from(kind)).collect()))
        .collect()
}

fn transducer(keys: &BTreeMap<String, BTreeSet<u64>>, postings: &mut Vec<u8>) -> Result<Vec<u8>, fst::Error> {
    let mut map = fst::MapBuilder::memory();
    for (key, list) in keys {
        let value = match (list.len(), list.first()) {
            (1, Some(only)) => SINGLE | only,
            _ => {
                let at = postings.len() as u64;
                write_varint(postings, list.len() as u64);
                let mut last = 0;
                for &posting in list {
                    write_varint(postings, posting - last);
                    last = posting;
                }
                at
            }
        };
        map.insert(key, value)?;
    }
    map.into_inner()
}

fn pairs(pairs: impl Iterator<Item = (u32, u32)>) -> Vec<u8> {
    let sorted: BTreeSet<(u32, u32)> = pairs.collect();
    sorted.into_iter().flat_map(|(key, row)| [key.to_le_bytes(), row.to_le_bytes()].concat()).collect()
}

fn text_ids(entries: &[Entry], rows: &[PlaceRow]) -> Result<Vec<u8>, fst::Error> {
    let mut map = fst::MapBuilder::memory();
    // Entries are sorted by id already.
    for ((entry, row), number) in entries.iter().zip(rows).zip(0u64..) {
        if row.id_is_text {
            map.insert(&entry.id, number)?;
        }
    }
    map.into_inner()
}

fn spatial(entries: &[Entry], rows: &[PlaceRow]) -> Vec<u8> {
    let mut tree = RTreeBuilder::<i32>::new(rows.len() as u32);
    for (entry, row) in entries.iter().zip(rows) {
        let [west, south, east, north] = match &entry.geometry {
            Some(Geometry::Area(polygons)) => bounds(polygons.iter().flatten().flatten(), row),
            Some(Geometry::Lines(lines)) => bounds(lines.iter().flatten(), row),
            None => [row.lon, row.lat, row.lon, row.lat],
        };
        tree.add(west, south, east, north);
    }
    if rows.is_empty() { Vec::new() } else { tree.finish::<HilbertSort>().into_inner() }
}

fn bounds<'a>(positions: impl Iterator<Item = &'a [f64; 2]>, row: &PlaceRow) -> [i32; 4] {
    positions.fold([row.lon, row.lat, row.lon, row.lat], |b, p| {
        [b[0].min(micro(p[0])), b[1].min(micro(p[1])), b[2].max(micro(p[0])), b[3].max(micro(p[1]))]
    })
}

fn assemble(sections: &[Vec<u8>]) -> Vec<u8> {
    let mut table = Vec::new();
    let mut body = Vec::new();
    let start = (TABLE + sections.len() * 16).next_multiple_of(ALIGN);
    for section in sections {
        table.extend(((start + body.len()) as u64).to_le_bytes());
        table.extend((section.len() as u64).to_le_bytes());
        body.extend(section);
        body.resize(body.len().next_multiple_of(ALIGN), 0);
    }
    table.resize(start - TABLE, 0);
    let digest = Sha256::new().chain_update(&table).chain_update(&body).finalize();
    let mut out = Vec::with_capacity(start + body.len());
    out.extend(MAGIC);
    out.extend(VERSION.to_le_bytes());
    out.extend((sections.len() as u32).to_le_bytes());
    out.extend(digest);
    out.extend(table);
    out.extend(body);
    out
}

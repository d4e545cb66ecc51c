//! Rows, names and positions of an index, made from entries that come in any order and any number.

use super::super::format::{NONE, PlaceRow, SECTIONS, Section, write_text, write_varint};
use super::super::names::{fold, transliteration_key};
use super::assemble::assemble;
use super::groups::{Double, ENTRY, Groups, NAMES, PARENT};
use super::links::{Circle, Links, Parents};
use super::sorter::Sorter;
use super::spool::Spool;
use super::transducers::{Ways, Weights, of_ids, of_postings};
use super::twins::Twins;
use super::{Border, CompileError, Entry, Geometry, Spelt, Tables, codec, country_key, kind, micro, padded, shapes};
use geo_index::rtree::{RTreeBuilder, sort::HilbertSort};
use std::collections::{BTreeSet, HashMap};
use std::io::{Seek, Write};
use std::path::Path;

/// What each of the sorters may hold in memory.
const SORTED_AT_ONCE: usize = 192 << 20;
/// Strings that are remembered so that each is written once; those after them may be written again.
const REMEMBERED: usize = 2_000_000;
/// The longest key, in bytes, that a reader follows; a longer name is found by no look-up.
const LONGEST_KEY: usize = 1024;

/// What to do with entries of one id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duplicates {
    /// An error: the tables are ours, or a person keeps them.
    Refuse,
    /// One place: the first source has the word, the others add what it lacks.
    #[allow(dead_code, reason = "for imports; the build script knows none")]
    Merge,
    /// Places of their own: the first has the id, the others are told apart by a number behind it. For whoever looks for them.
    #[allow(dead_code, reason = "for checks; the build script knows none")]
    Apart,
}

/// What [`Builder::finish`] is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Rows of places.
    Places,
    /// Names.
    Names,
    /// Transliteration keys.
    Keys,
    /// Positions.
    Positions,
    /// The file.
    File,
}

/// Takes entries, and makes an index of them.
#[derive(Debug)]
pub struct Builder {
    duplicates: Duplicates,
    folder: Option<std::path::PathBuf>,
    entries: Sorter,
    twins: Option<Twins>,
    buffer: Vec<u8>,
    added: u64,
}

/// What was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// Places.
    pub places: u64,
    /// Entries that were joined to a place that another one had made.
    pub joined: u64,
    /// Names for ids that no place has.
    pub homeless: u64,
    /// Links of places to what they lie in.
    pub links: u64,
    /// Links of which one end is a place that no source has.
    pub loose: u64,
    /// Places to which their source gives the id of another one.
    pub doubles: Vec<Double>,
    /// Places that lie in themselves.
    pub circles: Vec<Circle>,
}

impl Builder {
    /// An empty one. Temporary files lie in `folder`, else where the system keeps them.
    pub fn new(duplicates: Duplicates, folder: Option<&Path>) -> Self {
        let entries = Sorter::new(SORTED_AT_ONCE, folder);
        Self { duplicates, folder: folder.map(Path::to_owned), entries, twins: None, buffer: Vec::new(), added: 0 }
    }

    /// Compares the entries of different sources by name, class and distance, and by ids, too. From now on: there is more to sort.
    #[allow(dead_code, reason = "for imports; the build script knows none")]
    pub fn compare_sources(&mut self) {
        self.twins = Some(Twins::new(Sorter::new(SORTED_AT_ONCE, self.folder.as_deref())));
    }

    /// Takes an entry. One that other sources know by another id, [`Entry::other_ids`], becomes one with theirs.
    ///
    /// # Errors
    ///
    /// When it lies off the earth or a temporary file cannot be written.
    pub fn add(&mut self, entry: &Entry) -> Result<(), CompileError> {
        let on_earth = entry.lon.abs() <= 180.0 && entry.lat.abs() <= 90.0;
        let off = if on_earth {
            entry.geometry.as_ref().and_then(Geometry::off_the_earth)
        } else {
            Some([entry.lon, entry.lat])
        };
        if let Some([lon, lat]) = off {
            let (id, name) = (entry.id.clone(), entry.name.clone());
            return Err(CompileError::OffTheEarth { id, name, lon, lat });
        }
        self.buffer.clear();
        self.buffer.push(ENTRY);
        // The number of the source first: entries of one id come in the order of their sources.
        self.buffer.extend(entry.source.to_be_bytes());
        codec::write(&mut self.buffer, entry);
        let shared = entry.other_ids.iter().filter(|_| self.duplicates == Duplicates::Merge);
        let key = shared.filter(|id| id.starts_with("geonames:")).min().unwrap_or(&entry.id);
        self.entries.push(key.as_bytes(), &self.buffer)?;
        if let Some(twins) = &mut self.twins {
            twins.add(key, entry)?;
        }
        self.added += 1;
        Ok(())
    }

    /// Adds a name to whatever place has an id, now or later.
    ///
    /// # Errors
    ///
    /// When a temporary file cannot be written.
    #[allow(dead_code, reason = "for imports; the build script knows none")]
    pub fn add_name(&mut self, id: &str, spelt: &Spelt) -> Result<(), CompileError> {
        self.buffer.clear();
        self.buffer.extend([NAMES, spelt.flags]);
        write_text(&mut self.buffer, &spelt.language);
        write_text(&mut self.buffer, &spelt.name);
        Ok(self.entries.push(id.as_bytes(), &self.buffer)?)
    }

    /// Says of whatever place has an id, now or later, that it lies in another one; and where that is said.
    ///
    /// # Errors
    ///
    /// When a temporary file cannot be written.
    #[allow(dead_code, reason = "for imports; the build script knows none")]
    pub fn add_parent(&mut self, id: &str, parent: &str, source: u32, number: u64) -> Result<(), CompileError> {
        self.buffer.clear();
        self.buffer.push(PARENT);
        self.buffer.extend(source.to_be_bytes());
        self.buffer.extend(number.to_be_bytes());
        self.buffer.extend(parent.as_bytes());
        Ok(self.entries.push(id.as_bytes(), &self.buffer)?)
    }

    /// Entries so far.
    #[allow(dead_code, reason = "for imports")]
    pub fn len(&self) -> u64 {
        self.added
    }

    /// Compiles all of it. `tables` gives the rest; its entries are not looked at. `about` may say anew what the index says of itself,
    /// when it is known what was made; `open` is asked for the output when all that goes into it is ready.
    ///
    /// # Errors
    ///
    /// When two entries share an id that must not, and when a file cannot be written.
    pub fn finish<W: Write + Seek>(
        self,
        mut tables: Tables,
        about: impl FnOnce(&Made) -> Option<String>,
        open: impl FnOnce() -> std::io::Result<W>,
        progress: &mut dyn FnMut(Stage, u64),
    ) -> Result<Made, CompileError> {
        let mut rows = Rows::new(self.folder.as_deref());
        let mut made = Made::default();
        let mut entries = self.entries.sorted()?;
        let same = self.twins.map_or_else(|| Ok(HashMap::new()), Twins::found)?;
        if !same.is_empty() {
            let mut again = Sorter::new(SORTED_AT_ONCE, self.folder.as_deref());
            let (mut key, mut value) = (Vec::new(), Vec::new());
            while entries.next(&mut key, &mut value)? {
                again.push(same.get(&key).unwrap_or(&key), &value)?;
            }
            entries = again.sorted()?;
        }
        let mut groups = Groups::new(entries, self.duplicates);
        while let Some((entry, links)) = groups.next(&mut made)? {
            rows.add(&entry)?;
            rows.links.add(rows.count - 1, &entry, links);
            if rows.count.is_multiple_of(8192) {
                progress(Stage::Places, u64::from(rows.count));
            }
        }
        made.places = u64::from(rows.count);
        let parents = rows.parents(&mut made)?;
        if let Some(about) = about(&made) {
            tables.about = about;
        }
        rows.finish(tables, parents, open, progress)?;
        Ok(made)
    }
}

/// The sections while they grow.
struct Rows {
    folder: Option<std::path::PathBuf>,
    count: u32,
    places: Spool,
    strings: Strings,
    shapes: Spool,
    details: Spool,
    names: Sorter,
    keys: Sorter,
    text_ids: Sorter,
    numbers: Vec<(u32, u32)>,
    countries: BTreeSet<(u32, u32)>,
    boxes: Vec<[i32; 4]>,
    states: States,
    links: Links,
    weights: Weights,
    /// The folded names of the row at hand.
    told: Vec<(String, u8)>,
}

/// States by their codes: a row may come before that of its state.
#[derive(Default)]
struct States {
    known: HashMap<String, u32>,
    rows: Vec<u32>,
}

impl States {
    fn ordinal(&mut self, code: &str) -> u32 {
        if code.is_empty() {
            return NONE;
        }
        if let Some(known) = self.known.get(code) {
            return *known;
        }
        let new = self.rows.len() as u32;
        self.known.insert(code.to_owned(), new);
        self.rows.push(NONE);
        new
    }
}

impl Rows {
    fn new(folder: Option<&Path>) -> Self {
        let spool = || Spool::new(folder);
        let sorter = || Sorter::new(SORTED_AT_ONCE, folder);
        Self {
            folder: folder.map(Path::to_owned),
            count: 0,
            places: spool(),
            strings: Strings { bytes: spool(), known: HashMap::new() },
            shapes: spool(),
            details: spool(),
            names: sorter(),
            keys: sorter(),
            text_ids: sorter(),
            numbers: Vec::new(),
            countries: BTreeSet::new(),
            boxes: Vec::new(),
            states: States::default(),
            links: Links::default(),
            weights: Weights::default(),
            told: Vec::new(),
        }
    }

    fn add(&mut self, e: &Entry) -> Result<(), CompileError> {
        let row = self.count;
        self.count = row.checked_add(1).filter(|n| *n < 1 << 29).ok_or(too_much("places", 1 << 29))?;
        let number = number(&e.id);
        for id in std::iter::once(&e.id).chain(&e.other_ids) {
            self.id(id, row)?;
        }
        let state = self.states.ordinal(&e.admin1);
        if e.level == 3
            && let Some(known) = self.states.rows.get_mut(state as usize)
        {
            *known = row;
        }
        let place = PlaceRow {
            id: match number {
                Some(number) => number,
                None => self.strings.add(&e.id)?,
            },
            id_is_text: number.is_none(),
            class: e.class as u8,
            level: e.level,
            layer: e.layer,
            lon: micro(e.lon),
            lat: micro(e.lat),
            population: u32::try_from(e.population).unwrap_or(u32::MAX),
            name: self.strings.add(&e.name)?,
            other_name: e.other_name.as_deref().map_or(Ok(NONE), |n| self.strings.add(n))?,
            country: padded(&e.country),
            code: padded(&e.code),
            admin1: if e.level == 3 { NONE } else { state },
            shape: shape(&mut self.shapes, e.geometry.as_ref(), shapes::write_with_edges)?,
            precision: e.precision,
            outline: shape(&mut self.shapes, e.outline.as_ref(), shapes::write)?,
            details: details(&mut self.details, e)?,
        };
        if e.level == 2 {
            self.countries.insert((country_key(place.country), row));
        }
        let mut bytes = Vec::with_capacity(PlaceRow::SIZE);
        place.write(&mut bytes);
        self.places.write_all(&bytes)?;
        self.weights.push(place.level, place.layer, place.population);
        self.boxes.push(shapes::bounds(place.lon, place.lat, e.geometry.as_ref()));
        // Sources repeat a name in many languages: each spelling is folded into its keys once, with its best kind.
        self.told.clear();
        let main = std::iter::once((&e.name, kind::MAIN));
        let names = main.chain(e.names.iter().map(|(name, kind)| (name, *kind)));
        for (name, kind) in names.chain(e.other_name.iter().map(|name| (name, kind::CURATED))) {
            let folded = fold(name);
            match self.told.iter_mut().find(|(known, _)| *known == folded) {
                Some((_, best)) => *best = kind.min(*best),
                None => self.told.push((folded, kind)),
            }
        }
        let told = std::mem::take(&mut self.told);
        told.iter().try_for_each(|(folded, kind)| self.name(folded, row, *kind))?;
        self.told = told;
        Ok(())
    }

    fn id(&mut self, id: &str, row: u32) -> Result<(), CompileError> {
        match number(id) {
            Some(number) => self.numbers.push((number, row)),
            None => self.text_ids.push(id.as_bytes(), &row.to_be_bytes())?,
        }
        Ok(())
    }

    fn name(&mut self, folded: &str, row: u32, kind: u8) -> Result<(), CompileError> {
        let posting = (u64::from(row) << 3 | u64::from(kind)).to_be_bytes();
        if folded.is_empty() || folded.len() > LONGEST_KEY {
            return Ok(());
        }
        self.names.push(folded.as_bytes(), &posting)?;
        let key = transliteration_key(folded);
        if !key.is_empty() && key.len() <= LONGEST_KEY {
            self.keys.push(key.as_bytes(), &posting)?;
        }
        Ok(())
    }

    /// Finds the rows of what is said to lie in each other, and what lies in itself; the ids are complete now.
    fn parents(&mut self, made: &mut Made) -> Result<Parents, CompileError> {
        self.numbers.sort_unstable();
        self.numbers.dedup_by_key(|(number, _)| *number);
        let mut links = std::mem::take(&mut self.links);
        for (id, at) in &links.known {
            let row = number(id).and_then(|id| self.numbers.binary_search_by_key(&id, |(number, _)| *number).ok());
            if let (Some(row), Some(place)) =
                (row.and_then(|at| self.numbers.get(at)), links.rows.get_mut(*at as usize))
            {
                *place = row.1;
            }
        }
        let sorter = std::mem::replace(&mut self.text_ids, Sorter::new(SORTED_AT_ONCE, None));
        let text_ids = of_ids(sorter, self.folder.as_deref(), &mut |id, row| {
            if let Some(at) = std::str::from_utf8(id).ok().and_then(|id| links.known.get(id))
                && let Some(place) = links.rows.get_mut(*at as usize)
            {
                *place = row;
            }
        })?;
        let rows = links.finish(made);
        Ok(Parents { text_ids, rows })
    }

    fn finish<W: Write + Seek>(
        mut self,
        mut tables: Tables,
        parents: Parents,
        open: impl FnOnce() -> std::io::Result<W>,
        progress: &mut dyn FnMut(Stage, u64),
    ) -> Result<(), CompileError> {
        let folder = self.folder.as_deref();
        let borders = borders(&mut tables.borders, &mut self.shapes)?;
        let mut sections: [Spool; SECTIONS] = std::array::from_fn(|_| Spool::new(folder));
        let mut postings = Spool::new(folder);
        let weights = self.weights;
        let mut ways = Ways::new(folder);
        sections[Section::Names as usize] =
            of_postings(self.names, &weights, Some(&mut ways), (&mut postings, folder), &mut |n| {
                progress(Stage::Names, n)
            })?;
        let (reversed, prefixes) = ways.finish(&mut postings, folder)?;
        sections[Section::Reversed as usize] = reversed;
        sections[Section::Prefixes as usize] = prefixes;
        sections[Section::Keys as usize] =
            of_postings(self.keys, &weights, None, (&mut postings, folder), &mut |n| progress(Stage::Keys, n))?;
        sections[Section::Postings as usize] = postings;
        sections[Section::TextIds as usize] = parents.text_ids;
        for (child, parent) in parents.rows {
            sections[Section::Parents as usize].write_all(&[child.to_le_bytes(), parent.to_le_bytes()].concat())?;
        }
        progress(Stage::Positions, 0);
        sections[Section::Spatial as usize].write_all(&spatial(self.boxes))?;
        for (key, row) in self.numbers {
            sections[Section::NumericIds as usize].write_all(&[key.to_le_bytes(), row.to_le_bytes()].concat())?;
        }
        for (key, row) in self.countries {
            sections[Section::Countries as usize].write_all(&[key.to_le_bytes(), row.to_le_bytes()].concat())?;
        }
        sections[Section::Places as usize] = self.places;
        sections[Section::Strings as usize] = self.strings.bytes;
        sections[Section::Shapes as usize] = self.shapes;
        sections[Section::Details as usize] = self.details;
        for (section, bytes) in [
            (Section::Borders, borders.as_slice()),
            (Section::About, tables.about.as_bytes()),
            (Section::Assets, tables.assets.as_bytes()),
            (Section::Blocks, tables.blocks.as_bytes()),
        ] {
            sections[section as usize].write_all(bytes)?;
        }
        progress(Stage::File, 0);
        let states = self.states.rows;
        let patch = |row: &mut [u8]| {
            if let Some(column) = row.get_mut(PlaceRow::ADMIN1)
                && let Ok(ordinal) = (&*column).try_into().map(u32::from_le_bytes)
            {
                column.copy_from_slice(&states.get(ordinal as usize).copied().unwrap_or(NONE).to_le_bytes());
            }
        };
        Ok(assemble(sections, Section::Places as usize, patch, &mut open()?)?)
    }
}

/// The number of an id of GeoNames.
fn number(id: &str) -> Option<u32> {
    let digits = id.strip_prefix("geonames:")?;
    // `geonames:007` is another text than `geonames:7`: only what reads back the same is a number.
    digits.parse().ok().filter(|number: &u32| number.to_string() == digits)
}

fn too_much(what: &'static str, limit: u64) -> CompileError {
    CompileError::TooMuch { what, limit }
}

fn offset(spool: &Spool, what: &'static str) -> Result<u32, CompileError> {
    u32::try_from(spool.len()).ok().filter(|at| *at != NONE).ok_or(too_much(what, u64::from(NONE)))
}

/// Strings, most of them once.
struct Strings {
    bytes: Spool,
    known: HashMap<String, u32>,
}

impl Strings {
    fn add(&mut self, text: &str) -> Result<u32, CompileError> {
        if let Some(&at) = self.known.get(text) {
            return Ok(at);
        }
        let at = offset(&self.bytes, "bytes of names")?;
        let mut bytes = Vec::with_capacity(text.len() + 2);
        write_text(&mut bytes, text);
        self.bytes.write_all(&bytes)?;
        if self.known.len() < REMEMBERED {
            self.known.insert(text.to_owned(), at);
        }
        Ok(at)
    }
}

fn behind_length(spool: &mut Spool, bytes: &[u8], what: &'static str) -> Result<u32, CompileError> {
    let at = offset(spool, what)?;
    let mut length = Vec::new();
    write_varint(&mut length, bytes.len() as u64);
    spool.write_all(&length)?;
    spool.write_all(bytes)?;
    Ok(at)
}

fn shape(
    spool: &mut Spool,
    geometry: Option<&Geometry>,
    write: impl FnOnce(&Geometry) -> Vec<u8>,
) -> Result<u32, CompileError> {
    geometry.map_or(Ok(NONE), |geometry| behind_length(spool, &write(geometry), "bytes of shapes"))
}

fn details(spool: &mut Spool, e: &Entry) -> Result<u32, CompileError> {
    if e.source == 0 && e.other_ids.is_empty() && e.spellings.is_empty() {
        return Ok(NONE);
    }
    let mut out = Vec::new();
    write_varint(&mut out, e.source.into());
    write_varint(&mut out, e.other_ids.len() as u64);
    e.other_ids.iter().for_each(|id| write_text(&mut out, id));
    write_varint(&mut out, e.spellings.len() as u64);
    for spelt in &e.spellings {
        write_varint(&mut out, spelt.flags.into());
        write_text(&mut out, &spelt.language);
        write_text(&mut out, &spelt.name);
    }
    behind_length(spool, &out, "bytes of details")
}

fn borders(borders: &mut [Border], shapes: &mut Spool) -> Result<Vec<u8>, CompileError> {
    borders.sort_by(|a, b| a.between.cmp(&b.between));
    let mut out = Vec::new();
    for border in borders {
        for country in &border.between {
            let letters: [u8; 2] = padded(country);
            out.extend((country_key(letters) as u16).to_le_bytes());
        }
        let shape = shape(shapes, Some(&Geometry::Lines(std::mem::take(&mut border.lines))), shapes::write)?;
        for number in [u32::from(border.disputed), shape, border.metres.round() as u32] {
            out.extend(number.to_le_bytes());
        }
    }
    Ok(out)
}

fn spatial(boxes: Vec<[i32; 4]>) -> Vec<u8> {
    if boxes.is_empty() {
        return Vec::new();
    }
    let mut tree = RTreeBuilder::<i32>::new(boxes.len() as u32);
    for [west, south, east, north] in boxes {
        tree.add(west, south, east, north);
    }
    tree.finish::<HilbertSort>().into_inner()
}

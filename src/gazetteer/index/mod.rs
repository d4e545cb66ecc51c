//! An index, read in place: no section is parsed or copied when it is opened.
//!
//! One from outside is checked: its header, its table and the hashes of its blocks when it is opened, a block before anything is
//! read from it. What cannot be trusted is answered with nothing, and [`Index::sound`] says so. The index inside the program is
//! what the build script made, and is not checked again.

mod details;
mod edges;
mod guard;
mod lists;
mod node;
mod source;
mod transducer;
mod tree;

pub use edges::Edges;
pub use source::Source;
pub use transducer::{Transducer, joined};

use super::format::{
    BLOCK, DIGEST, MAGIC, NONE, PlaceRow, SECTIONS, Section, TABLE, VERSION, body_start, read_varint, unzigzag,
};
pub use details::{Details, Spelling};
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use guard::Guard;
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::sync::Arc;

/// The most bytes of a varint.
const VARINT: usize = 10;

/// Why an index cannot be opened, or its answers not be trusted.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// It does not start as an index does.
    #[error("not a gazetteer index: it starts with {found}; make one with reportmap gazetteer import")]
    Magic {
        /// The first bytes, as far as they can be shown.
        found: String,
    },
    /// It is of another version.
    #[error("gazetteer index of version {found}, this program reads version {VERSION}; import its source again")]
    Version {
        /// The number in the file.
        found: u32,
    },
    /// It is longer or shorter than when it was written.
    #[error("gazetteer index is {found} bytes long and was {expected} when it was written; copy or import it again")]
    Length {
        /// When it was written.
        expected: u64,
        /// Now.
        found: usize,
    },
    /// Its header, its table or the hashes of its blocks are damaged.
    #[error("the header of the gazetteer index is damaged; copy or import it again")]
    Header,
    /// A block of it is damaged.
    #[error("gazetteer index is damaged between the bytes {from} and {to}; copy or import it again")]
    Block {
        /// The first byte of the block.
        from: usize,
        /// The one behind its last.
        to: usize,
    },
    /// Its names cannot be read.
    #[error("the names of the gazetteer index cannot be read; import its source again")]
    Names(#[from] fst::Error),
}

/// A geometry as the index holds it.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// An area.
    Area(MultiPolygon<f64>),
    /// Lines.
    Lines(MultiLineString<f64>),
}

/// An open index.
pub struct Index {
    source: Arc<Source>,
    guard: Option<Arc<Guard>>,
    body: usize,
    sections: [Range<usize>; SECTIONS],
    names: Transducer,
    reversed: Transducer,
    prefixes: Transducer,
    keys: Transducer,
    text_ids: Option<Transducer>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("version", &self.version()).field("places", &self.len()).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens an index: checks its header, its table and its hashes, and reads nothing else.
    ///
    /// # Errors
    ///
    /// When the bytes are no index, of another version, cut short, or damaged in what is read.
    pub fn open(source: Source) -> Result<Self, IndexError> {
        let body = body(&source)?;
        let guard = match source {
            Source::Inside(_) => None,
            _ => {
                if header_digest(&source, body) != source.get(DIGEST).unwrap_or_default() {
                    return Err(IndexError::Header);
                }
                Some(Arc::new(Guard::new(body, (source.len() - body).div_ceil(BLOCK))))
            }
        };
        let sections = sections(&source, body)?;
        let source = Arc::new(source);
        let transducer = |section: Section| -> Result<Option<Transducer>, IndexError> {
            let range = sections[section as usize].clone();
            if range.is_empty() {
                return Ok(None);
            }
            let opened = Transducer::open(&source, guard.as_ref(), range)?;
            guard.as_ref().map_or(Ok(()), |guard| guard.sound())?;
            Ok(opened)
        };
        let names = transducer(Section::Names)?.ok_or(IndexError::Header)?;
        let reversed = transducer(Section::Reversed)?.ok_or(IndexError::Header)?;
        let prefixes = transducer(Section::Prefixes)?.ok_or(IndexError::Header)?;
        let keys = transducer(Section::Keys)?.ok_or(IndexError::Header)?;
        let text_ids = transducer(Section::TextIds)?;
        Ok(Self { source, guard, body, sections, names, reversed, prefixes, keys, text_ids })
    }

    /// Compares all bytes with their hashes: reads the whole index.
    ///
    /// # Errors
    ///
    /// When they differ.
    pub fn verify(&self) -> Result<(), IndexError> {
        if header_digest(&self.source, self.body) != self.digest() {
            return Err(IndexError::Header);
        }
        let blocks = (self.source.len() - self.body).div_ceil(BLOCK);
        match (0..blocks).find(|block| !guard::is_sound(&self.source, self.body, *block)) {
            None => Ok(()),
            Some(block) => Err(guard::damage(self.body, block)),
        }
    }

    /// Whether all that was read so far was as it was written.
    ///
    /// # Errors
    ///
    /// When a damaged block was met: answers since then may lack what it holds.
    pub fn sound(&self) -> Result<(), IndexError> {
        self.guard.as_ref().map_or(Ok(()), |guard| guard.sound())
    }

    /// The first 16 hexadecimal digits of its checksum: what identifies it.
    pub fn version(&self) -> String {
        hex(self.digest().get(..8).unwrap_or_default())
    }

    /// JSON: what is in it and where it comes from.
    pub fn about(&self) -> &str {
        std::str::from_utf8(self.section(Section::About)).unwrap_or("{}")
    }

    /// JSON lines: its assets.
    pub fn assets(&self) -> &str {
        std::str::from_utf8(self.section(Section::Assets)).unwrap_or_default()
    }

    /// How many places it holds.
    pub fn len(&self) -> u32 {
        (self.sections[Section::Places as usize].len() / PlaceRow::SIZE) as u32
    }

    /// How many different folded names, transliteration keys.
    pub fn name_counts(&self) -> (usize, usize) {
        (self.names.len(), self.keys.len())
    }

    /// Bytes of the whole index.
    pub fn size(&self) -> usize {
        self.source.len()
    }

    /// A row; `None` past the end, and for a place that lies off the earth.
    #[inline]
    pub fn row(&self, row: u32) -> Option<PlaceRow> {
        let start = (row as usize).checked_mul(PlaceRow::SIZE)?;
        let row = PlaceRow::read(self.part(Section::Places, start..start + PlaceRow::SIZE)?, 0)?;
        (row.lon.unsigned_abs() <= 180_000_000 && row.lat.unsigned_abs() <= 90_000_000).then_some(row)
    }

    /// A string by its offset; empty for [`NONE`].
    pub fn string(&self, at: u32) -> &str {
        if at == NONE {
            return "";
        }
        self.behind_length(Section::Strings, at).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }

    /// The transducer over folded names, for walks and automata; values are for [`Index::postings`].
    #[inline]
    pub fn names(&self) -> &Transducer {
        &self.names
    }

    /// The transducer over folded names from their last letter to their first, of those that edits may lead to; it has no values.
    #[inline]
    pub fn reversed(&self) -> &Transducer {
        &self.reversed
    }

    /// The transducer over transliteration keys.
    pub fn keys(&self) -> &Transducer {
        &self.keys
    }

    /// The row with a numeric id of GeoNames.
    pub fn row_of_number(&self, id: u32) -> Option<u32> {
        self.find_pair(Section::NumericIds, id)
    }

    /// The row with any other id.
    pub fn row_of_text(&self, id: &str) -> Option<u32> {
        self.text_ids.as_ref()?.get(id.as_bytes()).map(|row| row as u32)
    }

    /// Gives the row of every id that begins so to `each`, in the order of the ids.
    pub fn text_ids_from(&self, start: &str, mut each: impl FnMut(u32)) {
        if let Some(ids) = &self.text_ids {
            ids.starting_with(start, |_, row| each(row as u32));
        }
    }

    /// The row of a country by its letters as a number, see `compile::country_key`.
    pub fn row_of_country(&self, letters: u32) -> Option<u32> {
        self.find_pair(Section::Countries, letters)
    }

    /// The rows that a row lies in, as its sources say, rising.
    pub fn parents(&self, row: u32) -> Vec<u32> {
        let (mut from, mut to) = (0, self.sections[Section::Parents as usize].len() / 8);
        while from < to {
            let middle = from + (to - from) / 2;
            match self.pair(Section::Parents, middle) {
                Some((child, _)) if child < row => from = middle + 1,
                Some(_) => to = middle,
                None => return Vec::new(),
            }
        }
        let pairs = (from..).map_while(|at| self.pair(Section::Parents, at));
        pairs.take_while(|(child, _)| *child == row).map(|(_, parent)| parent).collect()
    }

    /// All pairs of a row and one that it lies in, rising.
    pub fn links(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..).map_while(|at| self.pair(Section::Parents, at))
    }

    /// The geometry at an offset.
    pub fn shape(&self, at: u32) -> Option<Held> {
        if at == NONE {
            return None;
        }
        let bytes = self.behind_length(Section::Shapes, at)?;
        let mut here = 0;
        let mut last = [0i64; 2];
        let is_area = read_varint(bytes, &mut here)? == 0;
        let parts = read_varint(bytes, &mut here)?;
        if is_area {
            let mut polygons = Vec::new();
            for _ in 0..parts {
                let rings = read_varint(bytes, &mut here)?;
                let mut lines =
                    (0..rings).map(|_| read_line(bytes, &mut here, &mut last)).collect::<Option<Vec<_>>>()?;
                let exterior = if lines.is_empty() { continue } else { lines.remove(0) };
                polygons.push(Polygon::new(exterior, lines));
            }
            return Some(Held::Area(MultiPolygon(polygons)));
        }
        let lines = (0..parts).map(|_| read_line(bytes, &mut here, &mut last)).collect::<Option<Vec<_>>>()?;
        Some(Held::Lines(MultiLineString(lines)))
    }

    /// The area at an offset, to be asked which positions it holds; `None` for lines.
    pub fn edges(&self, at: u32) -> Option<Edges<'_>> {
        if at == NONE {
            return None;
        }
        Edges::of(self.behind_length(Section::Shapes, at)?)
    }

    /// The borders: countries as numbers, whether disputed, offset of the lines, length in metres.
    pub fn borders(&self) -> impl Iterator<Item = BorderRow> {
        self.section(Section::Borders).as_chunks::<16>().0.iter().map(|b| BorderRow {
            between: [u16::from_le_bytes([b[0], b[1]]).into(), u16::from_le_bytes([b[2], b[3]]).into()],
            disputed: b[4] == 1,
            shape: u32::from_le_bytes([b[8], b[9], b[10], b[11]]),
            metres: u32::from_le_bytes([b[12], b[13], b[14], b[15]]),
        })
    }

    /// The details of a place by their offset.
    pub fn details(&self, at: u32) -> Option<Details> {
        if at == NONE {
            return None;
        }
        Details::read(self.behind_length(Section::Details, at)?)
    }

    /// Rows whose box holds a position in units of 1e-6 degrees, rising.
    pub fn boxes_at(&self, lon: i32, lat: i32) -> Vec<u32> {
        self.boxes_in([lon, lat, lon, lat])
    }

    /// Rows whose box meets a box in units of 1e-6 degrees (west, south, east, north), rising.
    pub fn boxes_in(&self, bounds: [i32; 4]) -> Vec<u32> {
        tree::search(|range| self.part(Section::Spatial, range), bounds)
    }

    fn find_pair(&self, section: Section, key: u32) -> Option<u32> {
        let (mut from, mut to) = (0, self.sections[section as usize].len() / 8);
        while from < to {
            let middle = from + (to - from) / 2;
            let (found, row) = self.pair(section, middle)?;
            match found.cmp(&key) {
                std::cmp::Ordering::Equal => return Some(row),
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// The pair of numbers that stands at a place of a section.
    fn pair(&self, section: Section, at: usize) -> Option<(u32, u32)> {
        let b: &[u8; 8] = self.part(section, at * 8..at * 8 + 8)?.try_into().ok()?;
        let number = |at: usize| u32::from_le_bytes([b[at], b[at + 1], b[at + 2], b[at + 3]]);
        Some((number(0), number(4)))
    }

    /// A stretch of a section; `None` where it does not lie within, or is damaged.
    #[inline]
    fn part(&self, section: Section, range: Range<usize>) -> Option<&[u8]> {
        let whole = &self.sections[section as usize];
        let (start, end) = (whole.start.checked_add(range.start)?, whole.start.checked_add(range.end)?);
        if end > whole.end {
            return None;
        }
        if let Some(guard) = &self.guard
            && !guard.holds(&self.source, &(start..end))
        {
            return None;
        }
        self.source.get(start..end)
    }

    /// So many bytes of a section, or as many as there are.
    fn upto(&self, section: Section, start: usize, length: usize) -> Option<&[u8]> {
        let end = start.saturating_add(length).min(self.sections[section as usize].len());
        self.part(section, start..end.max(start))
    }

    /// The bytes behind a length in a section.
    fn behind_length(&self, section: Section, at: u32) -> Option<&[u8]> {
        let start = at as usize;
        let mut here = 0;
        let length = read_varint(self.upto(section, start, VARINT)?, &mut here)?;
        let start = start + here;
        self.part(section, start..start.checked_add(usize::try_from(length).ok()?)?)
    }

    /// A whole section; empty when it is damaged.
    fn section(&self, section: Section) -> &[u8] {
        self.part(section, 0..self.sections[section as usize].len()).unwrap_or_default()
    }

    fn digest(&self) -> &[u8] {
        self.source.get(DIGEST).unwrap_or_default()
    }
}

/// A border as the index holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BorderRow {
    /// Countries, as numbers, the smaller first.
    pub between: [u32; 2],
    /// Whether it is disputed.
    pub disputed: bool,
    /// For [`Index::shape`].
    pub shape: u32,
    /// Length.
    pub metres: u32,
}

fn read_line(bytes: &[u8], here: &mut usize, last: &mut [i64; 2]) -> Option<LineString<f64>> {
    let count = read_varint(bytes, here)?;
    let mut positions = Vec::with_capacity((count as usize).min(bytes.len()));
    for _ in 0..count {
        for axis in last.iter_mut() {
            *axis = axis.checked_add(unzigzag(read_varint(bytes, here)?))?;
        }
        positions.push(Coord { x: last[0] as f64 / 1e5, y: last[1] as f64 / 1e5 });
    }
    Some(LineString::new(positions))
}

/// Where the body of an index starts.
fn body(bytes: &[u8]) -> Result<usize, IndexError> {
    let number = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
    let magic = bytes.get(..8).unwrap_or(bytes);
    if magic != MAGIC {
        return Err(IndexError::Magic { found: magic.escape_ascii().to_string() });
    }
    let found = number(8).unwrap_or(0);
    if found != VERSION {
        return Err(IndexError::Version { found });
    }
    let expected = bytes.get(16..24).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes);
    if expected != bytes.len() as u64 {
        return Err(IndexError::Length { expected, found: bytes.len() });
    }
    // What a flipped bit does here is found by the digest, but it must not lead us astray before.
    if number(12) != Some(SECTIONS as u32) || number(24) != Some(BLOCK as u32) {
        return Err(IndexError::Header);
    }
    let body = number(28).unwrap_or(0) as usize;
    let blocks = bytes.len().saturating_sub(body).div_ceil(BLOCK);
    Some(body).filter(|body| *body == body_start(blocks) && *body <= bytes.len()).ok_or(IndexError::Header)
}

fn header_digest(bytes: &[u8], body: usize) -> [u8; 32] {
    let part = |range: Range<usize>| bytes.get(range).unwrap_or_default();
    Sha256::new().chain_update(part(0..DIGEST.start)).chain_update(part(TABLE..body)).finalize().into()
}

fn sections(bytes: &[u8], body: usize) -> Result<[Range<usize>; SECTIONS], IndexError> {
    let wide = |at: usize| bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
    let mut out: [Range<usize>; SECTIONS] = std::array::from_fn(|_| 0..0);
    for (section, range) in out.iter_mut().enumerate() {
        let read = |at: usize| wide(at).and_then(|number| usize::try_from(number).ok()).ok_or(IndexError::Header);
        let start = read(TABLE + section * 16)?;
        let end = start.checked_add(read(TABLE + section * 16 + 8)?).ok_or(IndexError::Header)?;
        if start < body || end > bytes.len() {
            return Err(IndexError::Header);
        }
        *range = start..end;
    }
    Ok(out)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests;

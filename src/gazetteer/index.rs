//! An index, read in place: no section is parsed or copied when it is opened.

use super::format::{MAGIC, NONE, PlaceRow, SECTIONS, SINGLE, Section, TABLE, VERSION, read_varint, unzigzag};
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use geo_index::rtree::{RTreeIndex, RTreeRef};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::ops::Range;

/// Why an index cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// It does not start as an index does.
    #[error("not a gazetteer index: it starts with {0:?}; build one with the version of the program that reads it")]
    Magic(Vec<u8>),
    /// It is of another version.
    #[error("gazetteer index of version {found}, this program reads version {VERSION}; build it anew from its source")]
    Version {
        /// The number in the file.
        found: u32,
    },
    /// Its table points outside the file.
    #[error(
        "gazetteer index is cut short or damaged: section {section} should end at byte {end} of {length}; copy or build it again"
    )]
    Damaged {
        /// Number of the section.
        section: usize,
        /// Where it should end.
        end: u64,
        /// Length of the file.
        length: usize,
    },
    /// Its names cannot be read.
    #[error("the names of the gazetteer index are damaged; copy or build it again")]
    Names(#[from] fst::Error),
    /// Its digest is wrong.
    #[error(
        "gazetteer index has been changed since it was built (checksum {found} instead of {expected}); copy or build it again"
    )]
    Checksum {
        /// In the header.
        expected: String,
        /// Of the bytes.
        found: String,
    },
}

/// A name of the index, as a look-up gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// The place.
    pub row: u32,
    /// The kind of name, see `compile::kind`.
    pub kind: u8,
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
    bytes: Cow<'static, [u8]>,
    sections: [Range<usize>; SECTIONS],
    names: fst::raw::Fst<Piece>,
    keys: fst::raw::Fst<Piece>,
    text_ids: Option<fst::raw::Fst<Piece>>,
}

/// The bytes of a transducer: in place for the index inside the program, a copy for a user's small one.
#[derive(Debug, Clone)]
struct Piece(Cow<'static, [u8]>);

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("version", &self.version()).field("places", &self.len()).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens an index: checks its header and its table, reads nothing else.
    ///
    /// # Errors
    ///
    /// When the bytes are no index, of another version, or cut short.
    pub fn open(bytes: Cow<'static, [u8]>) -> Result<Self, IndexError> {
        let sections = sections(&bytes)?;
        let piece = |section: Section| {
            let range = sections[section as usize].clone();
            Piece(match &bytes {
                Cow::Borrowed(all) => Cow::Borrowed(all.get(range).unwrap_or_default()),
                Cow::Owned(all) => Cow::Owned(all.get(range).unwrap_or_default().to_vec()),
            })
        };
        let names = fst::raw::Fst::new(piece(Section::Names))?;
        let keys = fst::raw::Fst::new(piece(Section::Keys))?;
        let ids = piece(Section::TextIds);
        let text_ids = if ids.0.is_empty() { None } else { Some(fst::raw::Fst::new(ids)?) };
        Ok(Self { bytes, sections, names, keys, text_ids })
    }

    /// Compares the bytes with the checksum in the header: reads the whole index.
    ///
    /// # Errors
    ///
    /// When they differ.
    pub fn verify(&self) -> Result<(), IndexError> {
        let found = hex(&Sha256::digest(self.bytes.get(TABLE..).unwrap_or_default()));
        let expected = hex(self.digest());
        if found == expected { Ok(()) } else { Err(IndexError::Checksum { expected, found }) }
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
        (self.section(Section::Places).len() / PlaceRow::SIZE) as u32
    }

    /// How many different folded names, transliteration keys.
    pub fn name_counts(&self) -> (usize, usize) {
        (self.names.len(), self.keys.len())
    }

    /// Bytes of the whole index.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// A row; `None` past the end.
    pub fn row(&self, row: u32) -> Option<PlaceRow> {
        PlaceRow::read(self.section(Section::Places), row)
    }

    /// A string by its offset; empty for [`NONE`].
    pub fn string(&self, at: u32) -> &str {
        if at == NONE {
            return "";
        }
        let strings = self.section(Section::Strings);
        let mut here = at as usize;
        let length = read_varint(strings, &mut here).unwrap_or(0) as usize;
        let bytes = here.checked_add(length).and_then(|end| strings.get(here..end)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The transducer over folded names, for walks and automata; values are for [`Index::postings`].
    pub fn names(&self) -> &fst::raw::Fst<impl AsRef<[u8]> + use<>> {
        &self.names
    }

    /// The transducer over transliteration keys.
    pub fn keys(&self) -> &fst::raw::Fst<impl AsRef<[u8]> + use<>> {
        &self.keys
    }

    /// The postings behind a transducer's value, by row.
    pub fn postings(&self, value: u64) -> Vec<Posting> {
        let posting = |p: u64| Posting { row: (p >> 3) as u32, kind: (p & 7) as u8 };
        if value & SINGLE != 0 {
            return vec![posting(value & !SINGLE)];
        }
        let bytes = self.section(Section::Postings);
        let mut at = value as usize;
        let count = read_varint(bytes, &mut at).unwrap_or(0).min(bytes.len() as u64);
        let mut last = 0;
        let mut out = Vec::with_capacity(count as usize);
        for _ in 0..count {
            let Some(step) = read_varint(bytes, &mut at) else { break };
            last += step;
            out.push(posting(last));
        }
        out
    }

    /// The row with a numeric id of GeoNames.
    pub fn row_of_number(&self, id: u32) -> Option<u32> {
        self.find_pair(Section::NumericIds, id)
    }

    /// The row with any other id.
    pub fn row_of_text(&self, id: &str) -> Option<u32> {
        self.text_ids.as_ref()?.get(id).map(|output| output.value() as u32)
    }

    /// The row of a country by its letters as a number, see `compile::country_key`.
    pub fn row_of_country(&self, letters: u32) -> Option<u32> {
        self.find_pair(Section::Countries, letters)
    }

    /// The geometry at an offset.
    pub fn shape(&self, at: u32) -> Option<Held> {
        if at == NONE {
            return None;
        }
        let bytes = self.section(Section::Shapes);
        let mut here = at as usize;
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

    /// The borders: countries as numbers, whether disputed, offset of the lines, length in metres.
    pub fn borders(&self) -> impl Iterator<Item = BorderRow> {
        self.section(Section::Borders).as_chunks::<16>().0.iter().map(|b| BorderRow {
            between: [u16::from_le_bytes([b[0], b[1]]).into(), u16::from_le_bytes([b[2], b[3]]).into()],
            disputed: b[4] == 1,
            shape: u32::from_le_bytes([b[8], b[9], b[10], b[11]]),
            metres: u32::from_le_bytes([b[12], b[13], b[14], b[15]]),
        })
    }

    /// Rows whose box holds a position in units of 1e-6 degrees, rising.
    pub fn boxes_at(&self, lon: i32, lat: i32) -> Vec<u32> {
        let mut rows = self.tree(|tree| tree.search(lon, lat, lon, lat)).unwrap_or_default();
        rows.sort_unstable();
        rows
    }

    /// Rows whose box meets a box in units of 1e-6 degrees (west, south, east, north), rising.
    pub fn boxes_in(&self, [west, south, east, north]: [i32; 4]) -> Vec<u32> {
        let mut rows = self.tree(|tree| tree.search(west, south, east, north)).unwrap_or_default();
        rows.sort_unstable();
        rows
    }

    fn tree<T>(&self, ask: impl FnOnce(&RTreeRef<'_, i32>) -> T) -> Option<T> {
        let bytes = self.section(Section::Spatial);
        if let Ok(tree) = RTreeRef::<i32>::try_new(&bytes) {
            return Some(ask(&tree));
        }
        // A user's index in a vector may lie unaligned; it is small, so a copy that is aligned costs little.
        let mut padded = vec![0u64; bytes.len().div_ceil(8)];
        let aligned: &mut [u8] = bytemuck::cast_slice_mut(&mut padded);
        aligned.get_mut(..bytes.len())?.copy_from_slice(bytes);
        let view = aligned.get(..bytes.len())?;
        RTreeRef::<i32>::try_new(&view).ok().map(|tree| ask(&tree))
    }

    fn find_pair(&self, section: Section, key: u32) -> Option<u32> {
        let pairs = self.section(section).as_chunks::<8>().0;
        let number = |b: &[u8; 8], at: usize| u32::from_le_bytes([b[at], b[at + 1], b[at + 2], b[at + 3]]);
        let found = pairs.binary_search_by_key(&key, |b| number(b, 0)).ok()?;
        Some(number(&pairs[found], 4))
    }

    fn section(&self, section: Section) -> &[u8] {
        self.bytes.get(self.sections[section as usize].clone()).unwrap_or_default()
    }

    fn digest(&self) -> &[u8] {
        self.bytes.get(16..TABLE).unwrap_or_default()
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

fn sections(bytes: &[u8]) -> Result<[Range<usize>; SECTIONS], IndexError> {
    let number = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
    let wide = |at: usize| bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
    let magic = bytes.get(..8).unwrap_or(bytes);
    if magic != MAGIC {
        return Err(IndexError::Magic(magic.to_vec()));
    }
    let found = number(8).unwrap_or(0);
    if found != VERSION {
        return Err(IndexError::Version { found });
    }
    let mut out: [Range<usize>; SECTIONS] = std::array::from_fn(|_| 0..0);
    for (section, range) in out.iter_mut().enumerate() {
        let damaged = |end| IndexError::Damaged { section, end, length: bytes.len() };
        let start = wide(TABLE + section * 16).ok_or_else(|| damaged(0))?;
        let length = wide(TABLE + section * 16 + 8).ok_or_else(|| damaged(0))?;
        let end = start.checked_add(length).ok_or_else(|| damaged(u64::MAX))?;
        if end > bytes.len() as u64 {
            return Err(damaged(end));
        }
        *range = start as usize..end as usize;
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

//! The index file: sections behind a header, read in place. `docs/gazetteer-format.md` describes it for other readers.
//!
//! ```text
//! 0   magic     8 bytes  "RMGAZ\0\0\0"
//! 8   version   u32      little-endian, like every number here
//! 12  sections  u32
//! 16  length    u64      of the whole file
//! 24  block     u32      bytes of a block
//! 28  body      u32      where the body starts
//! 32  digest    32 bytes SHA-256 of bytes 0 to 31 and 64 to the body
//! 64  table     a section: offset u64, length u64
//! …   hashes    XXH3 (64 bits) of each block of the body
//! …   body      from a multiple of 64 to the end: sections, each starting at a multiple of 64
//! ```
//!
//! The digest covers the hashes, and the hashes cover the body: a reader checks the digest when it opens the file, and a block
//! when it first reads from it. So a file of gigabytes opens in milliseconds, and no damaged byte is ever taken for an answer.
//!
//! Shared by the build script, which writes it, and the library, which reads it: nothing here knows places or geometry
//! beyond numbers.

/// The first bytes of every index.
pub const MAGIC: [u8; 8] = *b"RMGAZ\0\0\0";
/// Changes when the layout does; an index of another version is refused.
pub const VERSION: u32 = 5;
/// Where the digest stands.
pub const DIGEST: std::ops::Range<usize> = 32..TABLE;
/// Where the table of sections starts.
pub const TABLE: usize = 64;
/// Sections start at multiples of this.
pub const ALIGN: usize = 64;
/// Bytes of a block. 16 KiB are hashed in some microseconds, less than it takes to read them from a disk, and the hashes of two
/// gigabytes are one megabyte.
pub const BLOCK: usize = 16 * 1024;

/// Where the hashes of the blocks start.
pub const HASHES: usize = TABLE + SECTIONS * 16;

/// Where the body starts in a file of so many blocks.
pub const fn body_start(blocks: usize) -> usize {
    (HASHES + blocks * 8).next_multiple_of(ALIGN)
}

/// The hash of a block.
pub fn block_hash(block: &[u8]) -> u64 {
    twox_hash::XxHash3_64::oneshot(block)
}

/// The sections, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// JSON: what is in the index and where it comes from.
    About,
    /// Fixed-width rows, [`PlaceRow::SIZE`] bytes each.
    Places,
    /// Length-prefixed UTF-8.
    Strings,
    /// Transducer: folded name → postings.
    Names,
    /// Transducer: transliteration key → postings.
    Keys,
    /// Lists of `row << 3 | name kind`, rising, as varint differences; long ones begin with their best.
    Postings,
    /// Sorted pairs of u32: numeric id of GeoNames, row.
    NumericIds,
    /// Transducer: any other id → row.
    TextIds,
    /// Sorted pairs of u32: ISO 3166-1 alpha-2 letters, row.
    Countries,
    /// Geometries: length in bytes, then rings or lines as varint differences.
    Shapes,
    /// Rows of 16 bytes, sorted: two countries (u16 each), flags u32, shape u32, metres u32.
    Borders,
    /// Packed R-tree over the boxes of all rows, in units of 1e-6 degrees.
    Spatial,
    /// JSON lines: pipelines and other assets.
    Assets,
    /// JSON: names that a user's file blocks.
    Blocks,
    /// What few look-ups need of a place: its source, its other ids, its names as given with their languages.
    Details,
    /// Transducer without values: folded names from their last letter to their first, of [`FUZZY`] letters.
    Reversed,
    /// Transducer: the beginning of more than [`CROWD`] names → list of the best places behind it.
    Prefixes,
    /// Sorted pairs of u32: row, row of what it lies in.
    Parents,
}

/// How many sections there are.
pub const SECTIONS: usize = Section::Parents as usize + 1;

/// "None" in a u32 column.
pub const NONE: u32 = u32::MAX;

/// A place as the file holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceRow {
    /// Numeric id of GeoNames when `id_is_text` is off, else a string.
    pub id: u32,
    /// Whether `id` is an offset into the strings.
    pub id_is_text: bool,
    /// GeoNames letter.
    pub class: u8,
    /// Rank from continent (0) to site (6).
    pub level: u8,
    /// Layer: 0 curated, 1 user, 2 world, 3 imported.
    pub layer: u8,
    /// 1e-6 degrees east.
    pub lon: i32,
    /// 1e-6 degrees north.
    pub lat: i32,
    /// People; 0 when unknown.
    pub population: u32,
    /// String: the name.
    pub name: u32,
    /// String: a second name in use, or [`NONE`].
    pub other_name: u32,
    /// ISO 3166-1 alpha-2, or zeros.
    pub country: [u8; 2],
    /// GeoNames feature code, padded with zeros.
    pub code: [u8; 6],
    /// Row of the state or province, or [`NONE`].
    pub admin1: u32,
    /// Offset of the geometry, or [`NONE`].
    pub shape: u32,
    /// Metres within which the point lies; 0 when unknown.
    pub precision: u32,
    /// Offset of the same geometry with few corners, or [`NONE`] where none was made.
    pub outline: u32,
    /// Offset of its details, or [`NONE`].
    pub details: u32,
}

impl PlaceRow {
    /// Bytes of a row.
    pub const SIZE: usize = 56;
    /// Where the column of the state lies in a row.
    pub const ADMIN1: std::ops::Range<usize> = 36..40;

    /// Appends the row.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend([u8::from(self.id_is_text), self.class, self.level, self.layer]);
        out.extend(self.id.to_le_bytes());
        out.extend(self.lon.to_le_bytes());
        out.extend(self.lat.to_le_bytes());
        for number in [self.population, self.name, self.other_name] {
            out.extend(number.to_le_bytes());
        }
        out.extend(self.country);
        out.extend(self.code);
        for number in [self.admin1, self.shape, self.precision, self.outline, self.details] {
            out.extend(number.to_le_bytes());
        }
    }

    /// Reads the row with this number; `None` past the end.
    pub fn read(rows: &[u8], row: u32) -> Option<Self> {
        let start = (row as usize).checked_mul(Self::SIZE)?;
        let bytes: &[u8; Self::SIZE] = rows.get(start..start + Self::SIZE)?.try_into().ok()?;
        let u = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        Some(Self {
            id_is_text: bytes[0] == 1,
            class: bytes[1],
            level: bytes[2],
            layer: bytes[3],
            id: u(4),
            lon: u(8).cast_signed(),
            lat: u(12).cast_signed(),
            population: u(16),
            name: u(20),
            other_name: u(24),
            country: [bytes[28], bytes[29]],
            code: [bytes[30], bytes[31], bytes[32], bytes[33], bytes[34], bytes[35]],
            admin1: u(36),
            shape: u(40),
            precision: u(44),
            outline: u(48),
            details: u(52),
        })
    }
}

/// Edges of a run at most: 64 of them are read in a quarter of a microsecond, and their box is a seventh of their bytes.
pub const EDGES: usize = 64;

/// Neighbouring edges of a ring of an area, so that those far from a position are not read. Units of 1e-5 degrees. Behind all
/// runs of an area stand its size in square degrees (f64) and how many there are (u32).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeRun {
    /// West, south, east, north.
    pub bounds: [i32; 4],
    /// Where the first edge starts, longitude and latitude.
    pub from: [i32; 2],
    /// Latitude at which the last one ends.
    pub to_lat: i32,
    /// Where the difference from `from` to the end of the first edge stands in the bytes of the shape.
    pub at: u32,
    /// Which polygon of the area it belongs to: 24 bits.
    pub polygon: u32,
    /// How many.
    pub edges: u8,
}

impl EdgeRun {
    /// Bytes of a run.
    pub const SIZE: usize = 36;

    /// Appends the run.
    pub fn write(&self, out: &mut Vec<u8>) {
        let numbers = self.bounds.into_iter().chain(self.from).chain([self.to_lat]);
        numbers.for_each(|number| out.extend(number.to_le_bytes()));
        out.extend(self.at.to_le_bytes());
        out.extend((self.polygon << 8 | u32::from(self.edges)).to_le_bytes());
    }

    /// Reads a run.
    #[inline]
    pub fn read(b: &[u8; Self::SIZE]) -> Self {
        let u = |at: usize| u32::from_le_bytes([b[at], b[at + 1], b[at + 2], b[at + 3]]);
        let i = |at: usize| u(at).cast_signed();
        let last = u(32);
        Self {
            bounds: [i(0), i(4), i(8), i(12)],
            from: [i(16), i(20)],
            to_lat: i(24),
            at: u(28),
            polygon: last >> 8,
            edges: (last & 0xff) as u8,
        }
    }
}

/// Appends a number in groups of seven bits, low first.
pub fn write_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads a varint and moves `at` behind it; `None` at the end of the bytes or past 64 bits.
pub fn read_varint(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Appends a text behind its length in bytes.
pub fn write_text(out: &mut Vec<u8>, text: &str) {
    write_varint(out, text.len() as u64);
    out.extend(text.as_bytes());
}

/// Reads a text behind its length and moves `at` behind it.
pub fn read_text<'a>(bytes: &'a [u8], at: &mut usize) -> Option<&'a str> {
    let length = usize::try_from(read_varint(bytes, at)?).ok()?;
    let text = bytes.get(*at..at.checked_add(length)?)?;
    *at += length;
    std::str::from_utf8(text).ok()
}

/// Maps a signed number to an unsigned one so that small ones stay small.
pub fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

/// The inverse of [`zigzag`].
pub fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

/// How many of the best postings are kept ready: of a name that more places have, and of a prefix.
pub const BEST: usize = 32;
/// A prefix that more names begin with has a list of its best places.
pub const CROWD: usize = 1024;
/// The longest prefix in letters that may have one.
pub const LONGEST_PREFIX: usize = 12;
/// Letters of the names that are looked for from their end, too: those that may be meant by a name that edits are allowed for.
pub const FUZZY: std::ops::RangeInclusive<usize> = 3..=64;

/// Bit that marks a transducer's value as the only posting itself, and not as an offset.
pub const SINGLE: u64 = 1 << 63;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_varint_reads_back(number: u64) {
            let mut bytes = Vec::new();
            write_varint(&mut bytes, number);
            let mut at = 0;
            prop_assert_eq!(read_varint(&bytes, &mut at), Some(number));
            prop_assert_eq!(at, bytes.len());
        }

        #[test]
        fn zigzag_reads_back(number: i64) {
            prop_assert_eq!(unzigzag(zigzag(number)), number);
        }

        #[test]
        fn a_row_reads_back(id: u32, lon in -180_000_000i32..180_000_000, population: u32, admin1: u32) {
            let row = PlaceRow {
                id, id_is_text: true, class: b'P', level: 5, layer: 2, lon, lat: -5, population, name: 7, other_name: NONE,
                country: *b"AZ", code: *b"PPLA2\0", admin1, shape: NONE, precision: 10, outline: 9, details: 3,
            };
            let mut bytes = Vec::new();
            row.write(&mut bytes);
            prop_assert_eq!(bytes.len(), PlaceRow::SIZE);
            prop_assert_eq!(PlaceRow::read(&bytes, 0), Some(row));
            prop_assert_eq!(PlaceRow::read(&bytes, 1), None);
        }
    }
}

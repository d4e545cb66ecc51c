//! The ground as the program carries it: rows of one size a level, shapes as varint differences, read in place.
//!
//! ```text
//! 0   a level each ([`LEVELS`]): first row u32, rows u32    little-endian, like every number here
//! 32  where the names begin u32, where the shapes begin u32
//! 40  rows of [`Row::SIZE`] bytes
//! …   names: length as a varint, UTF-8
//! …   shapes: parts, rings of each, corners of each, then differences in units of 1e-4 degrees
//! ```
//!
//! Shared by the build script, which writes it, and the library, which reads it.

use super::varint::{read_varint, unzigzag, write_varint, zigzag};

/// Generalised for the whole world, for a continent, for a country, and as detailed as there is.
pub const LEVELS: [&str; 4] = ["world", "coarse", "medium", "fine"];

/// Units in a degree.
pub const UNITS: f64 = 1e4;

/// Bytes before the rows.
const HEADER: usize = 40;

/// What a row is.
pub mod kind {
    /// The land of a country.
    pub const LAND: u8 = 0;
    /// A border.
    pub const BORDER: u8 = 1;
    /// A border that is disputed.
    pub const DISPUTED: u8 = 2;
    /// A lake.
    pub const LAKE: u8 = 3;
    /// A river.
    pub const RIVER: u8 = 4;
}

/// Parts, each of rings or lines, each of positions in [`UNITS`].
pub type Parts = Vec<Vec<Vec<[i32; 2]>>>;

/// A row, without its name and its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// See [`kind`].
    pub kind: u8,
    /// 0 the largest, to 9.
    pub rank: u8,
    /// ISO 3166-1 alpha-2, or zeros.
    pub country: [u8; 2],
    /// West, south, east, north.
    pub bounds: [i32; 4],
    /// Where its label stands; for land.
    pub label: [i32; 2],
    /// Offset of the name.
    pub name: u32,
    /// Offset of the shape.
    pub shape: u32,
}

impl Row {
    /// Bytes of a row.
    pub const SIZE: usize = 36;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend([self.kind, self.rank]);
        out.extend(self.country);
        for number in self.bounds.iter().chain(&self.label) {
            out.extend(number.to_le_bytes());
        }
        out.extend(self.name.to_le_bytes());
        out.extend(self.shape.to_le_bytes());
    }

    fn read(bytes: &[u8; Self::SIZE]) -> Self {
        let u = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let i = |at: usize| u(at).cast_signed();
        Self {
            kind: bytes[0],
            rank: bytes[1],
            country: [bytes[2], bytes[3]],
            bounds: [i(4), i(8), i(12), i(16)],
            label: [i(20), i(24)],
            name: u(28),
            shape: u(32),
        }
    }
}

/// What is packed: a row with its name and its shape; the row's bounds and offsets are filled in.
pub struct Piece {
    /// The row.
    pub row: Row,
    /// Its name; may be empty.
    pub name: String,
    /// Its shape.
    pub parts: Parts,
}

/// Packs the levels, in the order of [`LEVELS`].
pub fn pack(levels: Vec<Vec<Piece>>) -> Vec<u8> {
    let (mut header, mut rows, mut names, mut shapes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut first = 0u32;
    for pieces in levels {
        header.extend(first.to_le_bytes());
        header.extend((pieces.len() as u32).to_le_bytes());
        first += pieces.len() as u32;
        for Piece { mut row, name, parts } in pieces {
            row.bounds = bounds(&parts);
            row.name = names.len() as u32;
            row.shape = shapes.len() as u32;
            write_varint(&mut names, name.len() as u64);
            names.extend(name.as_bytes());
            write_parts(&mut shapes, &parts);
            row.write(&mut rows);
        }
    }
    let names_at = HEADER + rows.len();
    header.extend((names_at as u32).to_le_bytes());
    header.extend(((names_at + names.len()) as u32).to_le_bytes());
    [header, rows, names, shapes].concat()
}

/// The packed ground, read in place.
#[derive(Debug, Clone, Copy)]
pub struct Packed<'a>(pub &'a [u8]);

impl<'a> Packed<'a> {
    /// The rows of a level by its number in [`LEVELS`].
    pub fn rows(self, level: usize) -> impl Iterator<Item = Row> + 'a {
        let first = self.number(level * 8) as usize;
        let count = self.number(level * 8 + 4) as usize;
        let start = HEADER + first * Row::SIZE;
        let bytes = self.0.get(start..start + count * Row::SIZE).unwrap_or_default();
        bytes.as_chunks::<{ Row::SIZE }>().0.iter().map(Row::read)
    }

    /// The name of a row; empty for none.
    pub fn name(self, row: &Row) -> &'a str {
        let mut at = self.number(32) as usize + row.name as usize;
        let length = read_varint(self.0, &mut at).unwrap_or(0) as usize;
        self.0.get(at..at + length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// The shape of a row.
    pub fn parts(self, row: &Row) -> Parts {
        let mut at = self.number(36) as usize + row.shape as usize;
        read_parts(self.0, &mut at).unwrap_or_default()
    }

    fn number(self, at: usize) -> u32 {
        self.0.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
    }
}

fn bounds(parts: &Parts) -> [i32; 4] {
    let mut out = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
    for [x, y] in parts.iter().flatten().flatten() {
        out = [out[0].min(*x), out[1].min(*y), out[2].max(*x), out[3].max(*y)];
    }
    out
}

fn write_parts(out: &mut Vec<u8>, parts: &Parts) {
    let mut last = [0i64; 2];
    write_varint(out, parts.len() as u64);
    for rings in parts {
        write_varint(out, rings.len() as u64);
        for ring in rings {
            write_varint(out, ring.len() as u64);
            for position in ring {
                for (axis, value) in last.iter_mut().zip(position) {
                    write_varint(out, zigzag(i64::from(*value) - *axis));
                    *axis = i64::from(*value);
                }
            }
        }
    }
}

fn read_parts(bytes: &[u8], at: &mut usize) -> Option<Parts> {
    let mut last = [0i64; 2];
    let mut position = |at: &mut usize| -> Option<[i32; 2]> {
        for axis in &mut last {
            *axis = axis.checked_add(unzigzag(read_varint(bytes, at)?))?;
        }
        Some([i32::try_from(last[0]).ok()?, i32::try_from(last[1]).ok()?])
    };
    let mut parts = Vec::new();
    for _ in 0..read_varint(bytes, at)? {
        let mut rings = Vec::new();
        for _ in 0..read_varint(bytes, at)? {
            let count = read_varint(bytes, at)?;
            rings.push((0..count).map(|_| position(at)).collect::<Option<Vec<_>>>()?);
        }
        parts.push(rings);
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ring() -> impl Strategy<Value = Vec<[i32; 2]>> {
        prop::collection::vec([-1_800_000..=1_800_000i32, -900_000..=900_000i32], 1..6)
    }

    proptest! {
        #[test]
        fn what_is_packed_is_read(
            parts in prop::collection::vec(prop::collection::vec(ring(), 1..3), 1..4), name in "\\PC{0,12}", rank in 0u8..10
        ) {
            let row = Row { kind: kind::LAKE, rank, country: *b"AZ", bounds: [0; 4], label: [1, -2], name: 0, shape: 0 };
            let piece = || Piece { row, name: name.clone(), parts: parts.clone() };
            let bytes = pack(vec![vec![piece()], vec![], vec![piece(), piece()], vec![]]);
            let packed = Packed(&bytes);
            prop_assert_eq!([0, 1, 2, 3].map(|level| packed.rows(level).count()), [1, 0, 2, 0]);
            let back = packed.rows(2).last().unwrap();
            prop_assert_eq!((back.kind, back.rank, back.country, back.label), (row.kind, rank, row.country, row.label));
            prop_assert_eq!(packed.name(&back), name);
            prop_assert_eq!(packed.parts(&back), parts);
        }
    }
}

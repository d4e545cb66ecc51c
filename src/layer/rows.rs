//! Rows, held in few bytes: in memory, or in a file without a name that goes with the run.
//!
//! A map of a hundred thousand reports has a million rows of some fifty values. Nothing needs them all at once: writers read them one
//! after the other. So rows are packed as they are made and unpacked as they are read. What is read from disk may fail; like a
//! gazetteer that is found damaged, the rows then end, and [`Rows::sound`] says why before anything takes its place.
//!
//! ```
//! use reportmap::layer::{Room, Rows, Value};
//! let mut rows: Rows<Vec<Value>> = Rows::new(&Room::Memory);
//! rows.push(&vec![Value::Integer(7), Value::Null]);
//! assert_eq!(rows.iter().next(), Some(vec![Value::Integer(7), Value::Null]));
//! ```

use super::{Feature, Value};
use crate::geography::Shape;
use geo::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Point, Polygon};
use jiff::Timestamp;
use jiff::civil::Date;
use std::fs::File;
use std::io;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Where rows are held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Room {
    /// In memory.
    #[default]
    Memory,
    /// In files without names in this folder: whatever ends the run, nothing is left of them.
    Disk(PathBuf),
}

/// So many bytes are written or read at a time.
const BLOCK: usize = 1 << 16;

/// What can be packed into bytes and comes back the same.
pub trait Packed: Sized {
    /// Appends the bytes.
    fn pack(&self, out: &mut Vec<u8>);
    /// Takes the bytes from the front; `None` when they are none of its own.
    fn unpack(bytes: &mut &[u8]) -> Option<Self>;
}

/// Rows in the order in which they were pushed.
pub struct Rows<T> {
    file: Option<File>,
    /// Bytes that are in the file.
    written: u64,
    /// The bytes behind these.
    pending: Vec<u8>,
    count: usize,
    fault: OnceLock<io::Error>,
    row: PhantomData<fn() -> T>,
}

impl<T: Packed> Rows<T> {
    /// No rows yet.
    pub fn new(room: &Room) -> Self {
        let fault = OnceLock::new();
        let file = match room {
            Room::Memory => None,
            Room::Disk(folder) => match tempfile::tempfile_in(folder) {
                Ok(file) => Some(file),
                Err(error) => {
                    let _ = fault.set(error);
                    None
                }
            },
        };
        Self { file, written: 0, pending: Vec::new(), count: 0, fault, row: PhantomData }
    }

    /// Adds a row, and says where it stands ([`Rows::get`]).
    pub fn push(&mut self, row: &T) -> u64 {
        let at = self.written + self.pending.len() as u64;
        let head = self.pending.len();
        self.pending.extend_from_slice(&[0; 4]);
        row.pack(&mut self.pending);
        let long = u32::try_from(self.pending.len() - head - 4);
        match (long, self.pending.get_mut(head..head + 4)) {
            (Ok(long), Some(place)) => place.copy_from_slice(&long.to_le_bytes()),
            _ => {
                self.pending.truncate(head);
                let _ = self.fault.set(io::Error::other("a row of more than 4 GB"));
                return at;
            }
        }
        self.count += 1;
        if self.pending.len() >= BLOCK {
            self.settle();
        }
        at
    }

    fn settle(&mut self) {
        let Some(file) = &mut self.file else { return };
        match io::Write::write_all(file, &self.pending) {
            Ok(()) => {
                self.written += self.pending.len() as u64;
                self.pending.clear();
            }
            Err(error) => {
                let _ = self.fault.set(error);
            }
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The rows in their order.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { rows: self, at: 0, block: Vec::new(), from: 0, left: self.count }
    }

    /// The row that stands where [`Rows::push`] or [`Iter::placed`] said.
    pub fn get(&self, at: u64) -> Option<T> {
        let mut one = Iter { rows: self, at, block: Vec::new(), from: 0, left: 1 };
        one.next()
    }

    /// Whether all rows could be kept and read so far.
    ///
    /// # Errors
    ///
    /// What the system said when one could not.
    pub fn sound(&self) -> io::Result<()> {
        match self.fault.get() {
            Some(error) => Err(io::Error::new(error.kind(), error.to_string())),
            None => Ok(()),
        }
    }

    /// Says that what the rows were made from could not be read.
    pub(super) fn spoil(&self, error: io::Error) {
        let _ = self.fault.set(error);
    }

    /// Fills a buffer from a place on; fewer bytes only at the end.
    fn read(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut done = 0;
        while let Some(rest) = into.get_mut(done..).filter(|rest| !rest.is_empty()) {
            let here = at + done as u64;
            let got = if here < self.written {
                let Some(file) = &self.file else { break };
                let most = usize::try_from(self.written - here).unwrap_or(usize::MAX).min(rest.len());
                read_at(file, rest.get_mut(..most).unwrap_or_default(), here)?
            } else {
                let behind = usize::try_from(here - self.written).ok().and_then(|from| self.pending.get(from..));
                let behind = behind.unwrap_or_default();
                let most = behind.len().min(rest.len());
                if let (Some(to), Some(from)) = (rest.get_mut(..most), behind.get(..most)) {
                    to.copy_from_slice(from);
                }
                most
            };
            if got == 0 {
                break;
            }
            done += got;
        }
        Ok(done)
    }
}

/// Reads at a place without moving the file's own.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, at)
}

/// Reads at a place; who writes on sets the file's own anew.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, at)
}

/// Rows as they are read.
pub struct Iter<'a, T> {
    rows: &'a Rows<T>,
    /// Where the block begins.
    at: u64,
    block: Vec<u8>,
    /// Where in the block the next row begins.
    from: usize,
    left: usize,
}

impl<'a, T: Packed> Iter<'a, T> {
    /// The rows with their places ([`Rows::get`]).
    pub fn placed(mut self) -> impl Iterator<Item = (u64, T)> + 'a {
        std::iter::from_fn(move || {
            let at = self.at + self.from as u64;
            Some((at, self.next()?))
        })
    }

    /// Sees to it that so many bytes of the next row are in the block.
    fn hold(&mut self, long: usize) -> io::Result<()> {
        if self.block.len() - self.from >= long {
            return Ok(());
        }
        self.at += self.from as u64;
        self.block.drain(..self.from);
        self.from = 0;
        let held = self.block.len();
        // A single row is read alone, many by the block.
        let more = if self.left > 1 { long.max(BLOCK) } else { long };
        self.block.resize(more, 0);
        let got = self.rows.read(self.at + held as u64, self.block.get_mut(held..).unwrap_or_default())?;
        self.block.truncate(held + got);
        if self.block.len() < long { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    fn row(&mut self) -> io::Result<T> {
        self.hold(4)?;
        let head = self.block.get(self.from..self.from + 4).and_then(|b| b.try_into().ok()).unwrap_or_default();
        let long = u32::from_le_bytes(head) as usize;
        self.hold(4 + long)?;
        let mut bytes = self.block.get(self.from + 4..self.from + 4 + long).unwrap_or_default();
        let row = T::unpack(&mut bytes).ok_or(io::ErrorKind::InvalidData)?;
        self.from += 4 + long;
        Ok(row)
    }
}

impl<T: Packed> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.left = self.left.checked_sub(1)?;
        // The row that is read counts as left while it is read.
        self.left += 1;
        let row = self.row();
        self.left -= 1;
        match row {
            Ok(row) => Some(row),
            Err(error) => {
                self.left = 0;
                let _ = self.rows.fault.set(error);
                None
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.left))
    }
}

impl<'a, T: Packed> IntoIterator for &'a Rows<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T: Packed> FromIterator<T> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut rows = Self::new(&Room::Memory);
        for row in all {
            rows.push(&row);
        }
        rows
    }
}

impl<T: Packed> From<Vec<T>> for Rows<T> {
    fn from(all: Vec<T>) -> Self {
        all.into_iter().collect()
    }
}

/// A copy is in memory.
impl<T: Packed> Clone for Rows<T> {
    fn clone(&self) -> Self {
        self.iter().collect()
    }
}

impl<T: Packed + PartialEq> PartialEq for Rows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.iter().eq(other.iter())
    }
}

impl<T: Packed + std::fmt::Debug> std::fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        number(out, self.len() as u64);
        self.iter().for_each(|one| one.pack(out));
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let count = taken_number(bytes)?;
        // A false count must not ask for more memory than its bytes could fill.
        let mut all = Self::with_capacity(usize::try_from(count).ok()?.min(bytes.len()));
        for _ in 0..count {
            all.push(T::unpack(bytes)?);
        }
        Some(all)
    }
}

impl Packed for u8 {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        taken::<1>(bytes).map(|[byte]| byte)
    }
}

impl Packed for String {
    fn pack(&self, out: &mut Vec<u8>) {
        number(out, self.len() as u64);
        out.extend_from_slice(self.as_bytes());
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let long = usize::try_from(taken_number(bytes)?).ok()?;
        let (text, rest) = bytes.split_at_checked(long)?;
        *bytes = rest;
        Some(std::str::from_utf8(text).ok()?.to_owned())
    }
}

impl Packed for Value {
    fn pack(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.push(0),
            Self::Text(text) => {
                out.push(1);
                text.pack(out);
            }
            Self::Integer(whole) => {
                out.push(2);
                number(out, ((whole << 1) ^ (whole >> 63)) as u64);
            }
            Self::Real(real) => {
                out.push(3);
                out.extend_from_slice(&real.to_le_bytes());
            }
            Self::Date(day) => {
                out.push(4);
                out.extend_from_slice(&day.year().to_le_bytes());
                out.extend_from_slice(&[day.month() as u8, day.day() as u8]);
            }
            Self::DateTime(moment) => {
                out.push(5);
                out.extend_from_slice(&moment.as_nanosecond().to_le_bytes());
            }
            Self::Bool(yes) => out.push(6 + u8::from(*yes)),
        }
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        Some(match u8::unpack(bytes)? {
            0 => Self::Null,
            1 => Self::Text(String::unpack(bytes)?),
            2 => {
                let folded = taken_number(bytes)?;
                Self::Integer((folded >> 1) as i64 ^ -((folded & 1) as i64))
            }
            3 => Self::Real(f64::from_le_bytes(taken(bytes)?)),
            4 => {
                let (year, [month, day]) = (i16::from_le_bytes(taken(bytes)?), taken(bytes)?);
                Self::Date(Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?)
            }
            5 => Self::DateTime(Timestamp::from_nanosecond(i128::from_le_bytes(taken(bytes)?)).ok()?),
            6 => Self::Bool(false),
            7 => Self::Bool(true),
            _ => return None,
        })
    }
}

impl Packed for Feature {
    fn pack(&self, out: &mut Vec<u8>) {
        [&self.id, &self.label, &self.summary].into_iter().for_each(|text| text.pack(out));
        match &self.geometry {
            None => out.push(0),
            Some(shape) => shape.pack(out),
        }
        self.values.pack(out);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let (id, label, summary) = (String::unpack(bytes)?, String::unpack(bytes)?, String::unpack(bytes)?);
        let geometry = if bytes.first() == Some(&0) {
            u8::unpack(bytes)?;
            None
        } else {
            Some(Shape::unpack(bytes)?)
        };
        Some(Self { id, label, summary, geometry, values: Vec::unpack(bytes)? })
    }
}

/// The kinds that layers hold to the last bit; others as the JSON that they are written as.
impl Packed for Shape {
    fn pack(&self, out: &mut Vec<u8>) {
        match self.geometry() {
            Geometry::Point(point) => {
                out.push(1);
                point.0.pack(out);
            }
            Geometry::MultiLineString(lines) => {
                out.push(2);
                lines.0.pack(out);
            }
            Geometry::MultiPolygon(areas) => {
                out.push(3);
                areas.0.pack(out);
            }
            _ => {
                out.push(4);
                serde_json::to_string(self).unwrap_or_default().pack(out);
            }
        }
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        Some(match u8::unpack(bytes)? {
            1 => Self::as_it_was(Point(Coord::unpack(bytes)?).into()),
            2 => Self::as_it_was(MultiLineString(Vec::unpack(bytes)?).into()),
            3 => Self::as_it_was(MultiPolygon(Vec::unpack(bytes)?).into()),
            4 => serde_json::from_str(&String::unpack(bytes)?).ok()?,
            _ => return None,
        })
    }
}

impl Packed for Polygon<f64> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.exterior().pack(out);
        number(out, self.interiors().len() as u64);
        self.interiors().iter().for_each(|ring| ring.pack(out));
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        Some(Self::new(LineString::unpack(bytes)?, Vec::unpack(bytes)?))
    }
}

impl Packed for LineString<f64> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        Vec::unpack(bytes).map(Self)
    }
}

impl Packed for Coord<f64> {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.x.to_le_bytes());
        out.extend_from_slice(&self.y.to_le_bytes());
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        Some(Self { x: f64::from_le_bytes(taken(bytes)?), y: f64::from_le_bytes(taken(bytes)?) })
    }
}

/// A number in as few bytes as it needs (LEB128).
fn number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn taken_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let byte = u8::unpack(bytes)?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn taken<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (front, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*front)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Rect;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            "(?s).{0,40}".prop_map(Value::Text),
            any::<i64>().prop_map(Value::Integer),
            (-1e12..1e12).prop_map(Value::Real),
            (-9999i16..9999, 1i8..12, 1i8..28).prop_map(|(y, m, d)| Value::Date(date(y, m, d))),
            (0i64..4_000_000_000).prop_map(|s| Value::DateTime(Timestamp::from_second(s).unwrap())),
            any::<bool>().prop_map(Value::Bool),
        ]
    }

    fn shape() -> impl Strategy<Value = Shape> {
        let corners = || prop::collection::vec((-180.0..180.0, -90.0..90.0), 2..9);
        prop_oneof![
            (-180.0..180.0, -90.0..90.0).prop_map(|(x, y)| Shape::new(Point::new(x, y))),
            corners().prop_map(|line| Shape::new(MultiLineString(vec![line.into()]))),
            corners().prop_map(|line| Shape::new(LineString::from(line))),
            (-170.0..160.0, -80.0..70.0, 0.001..9.0).prop_map(|(x, y, wide): (f64, f64, f64)| {
                let outside = Rect::new((x, y), (x + wide, y + wide)).to_polygon();
                let hole = Rect::new((x + wide / 4.0, y + wide / 4.0), (x + wide / 2.0, y + wide / 2.0)).to_polygon();
                let holed = Polygon::new(outside.exterior().clone(), vec![hole.exterior().clone()]);
                Shape::new(MultiPolygon(vec![holed]))
            }),
        ]
    }

    fn feature() -> impl Strategy<Value = Feature> {
        let texts = ("(?s).{0,20}", "(?s).{0,20}", "(?s).{0,200}");
        (texts, prop::option::of(shape()), prop::collection::vec(value(), 0..12))
            .prop_map(|((id, label, summary), geometry, values)| Feature { id, label, summary, geometry, values })
    }

    proptest! {
        #[test]
        fn features_come_back_as_they_were_from_memory_and_from_disk(all in prop::collection::vec(feature(), 0..30)) {
            let folder = tempfile::tempdir().unwrap();
            for room in [Room::Memory, Room::Disk(folder.path().to_owned())] {
                let mut rows = Rows::new(&room);
                let places: Vec<u64> = all.iter().map(|feature| rows.push(feature)).collect();
                prop_assert_eq!(rows.iter().collect::<Vec<_>>(), all.clone());
                for ((place, read), (at, written)) in rows.iter().placed().zip(places.iter().zip(&all)) {
                    let again = rows.get(*at);
                    prop_assert_eq!((place, &read), (*at, written));
                    prop_assert_eq!(again.as_ref(), Some(written));
                }
                rows.sound().unwrap();
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut bytes = bytes.as_slice();
            let _ = Feature::unpack(&mut bytes);
        }
    }

    #[test]
    fn rows_of_many_blocks_come_back_from_disk() {
        let folder = tempfile::tempdir().unwrap();
        let mut rows: Rows<String> = Rows::new(&Room::Disk(folder.path().to_owned()));
        let text = |i: usize| "x".repeat(i * 7919 % 3 * BLOCK / 2 + i);
        (0..40).for_each(|i| {
            rows.push(&text(i));
        });
        assert!(rows.iter().enumerate().all(|(i, row)| row == text(i)));
        assert_eq!((rows.iter().count(), rows.written > 0), (40, true));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the file has no name");
    }

    #[test]
    fn rows_that_cannot_be_kept_or_read_are_not_sound() {
        let nowhere: Rows<String> = Rows::new(&Room::Disk("/no/such/folder".into()));
        assert!(nowhere.sound().is_err());
        let mut cut = Rows::from(vec!["one".to_owned(), "two".to_owned()]);
        cut.pending.truncate(9);
        assert_eq!(cut.iter().collect::<Vec<_>>(), ["one"]);
        assert!(cut.sound().is_err());
    }
}

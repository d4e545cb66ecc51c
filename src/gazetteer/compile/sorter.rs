//! Sorting more than memory holds: parts are sorted and put aside, then merged.

use super::super::format::{read_varint, write_varint};
use super::spool::temporary;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Sorts pairs of key and value by key, then by value.
#[derive(Debug)]
pub struct Sorter {
    folder: Option<PathBuf>,
    limit: usize,
    bytes: Vec<u8>,
    slots: Vec<Slot>,
    runs: Vec<File>,
}

/// Where a pair lies.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// The first bytes of the key: most comparisons need no more.
    prefix: u64,
    start: u32,
    key: u32,
    value: u32,
}

impl Sorter {
    /// One that holds so many bytes at most.
    pub fn new(limit: usize, folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned), limit, bytes: Vec::new(), slots: Vec::new(), runs: Vec::new() }
    }

    /// Takes a pair.
    pub fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let more = key.len() + value.len();
        let held = self.bytes.len() + self.slots.len() * size_of::<Slot>();
        if held + more > self.limit && !self.slots.is_empty() {
            self.put_aside()?;
        }
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(value);
        self.slots.push(Slot { prefix: prefix(key), start, key: key.len() as u32, value: value.len() as u32 });
        Ok(())
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.slots.sort_unstable_by(|a, b| {
            a.prefix.cmp(&b.prefix).then_with(|| {
                let (a, b) = (pair(bytes, *a), pair(bytes, *b));
                a.cmp(&b)
            })
        });
    }

    fn put_aside(&mut self) -> io::Result<()> {
        self.sort();
        let mut file = BufWriter::with_capacity(1 << 18, temporary(self.folder.as_deref())?);
        let mut head = Vec::new();
        for slot in &self.slots {
            let (key, value) = pair(&self.bytes, *slot);
            head.clear();
            write_varint(&mut head, key.len() as u64);
            write_varint(&mut head, value.len() as u64);
            file.write_all(&head)?;
            file.write_all(key)?;
            file.write_all(value)?;
        }
        self.runs.push(file.into_inner().map_err(io::IntoInnerError::into_error)?);
        self.bytes.clear();
        self.slots.clear();
        Ok(())
    }

    /// All pairs in order.
    pub fn sorted(mut self) -> io::Result<Sorted> {
        if self.runs.is_empty() {
            self.sort();
            return Ok(Sorted::Memory { bytes: self.bytes, slots: self.slots.into_iter() });
        }
        if !self.slots.is_empty() {
            self.put_aside()?;
        }
        let mut heap = BinaryHeap::with_capacity(self.runs.len());
        for mut file in self.runs {
            file.seek(SeekFrom::Start(0))?;
            let mut run = Run { file: BufReader::with_capacity(1 << 18, file), key: Vec::new(), value: Vec::new() };
            if run.advance()? {
                heap.push(Reverse(run));
            }
        }
        Ok(Sorted::Merged(heap))
    }
}

fn prefix(key: &[u8]) -> u64 {
    let mut first = [0; 8];
    first.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    u64::from_be_bytes(first)
}

fn pair(bytes: &[u8], slot: Slot) -> (&[u8], &[u8]) {
    let start = slot.start as usize;
    let middle = start + slot.key as usize;
    (&bytes[start..middle], &bytes[middle..middle + slot.value as usize])
}

/// Pairs in order.
pub enum Sorted {
    /// All of them fitted into memory.
    Memory {
        /// Keys and values.
        bytes: Vec<u8>,
        /// Where they lie.
        slots: std::vec::IntoIter<Slot>,
    },
    /// Parts in files, the one with the least pair on top.
    Merged(BinaryHeap<Reverse<Run>>),
}

impl Sorted {
    /// Copies the next pair into two buffers; `false` behind the last.
    pub fn next(&mut self, key: &mut Vec<u8>, value: &mut Vec<u8>) -> io::Result<bool> {
        key.clear();
        value.clear();
        match self {
            Self::Memory { bytes, slots } => {
                let Some(slot) = slots.next() else { return Ok(false) };
                let (k, v) = pair(bytes, slot);
                key.extend_from_slice(k);
                value.extend_from_slice(v);
                Ok(true)
            }
            Self::Merged(heap) => {
                let Some(mut top) = heap.peek_mut() else { return Ok(false) };
                key.extend_from_slice(&top.0.key);
                value.extend_from_slice(&top.0.value);
                if !top.0.advance()? {
                    PeekMut::pop(top);
                }
                Ok(true)
            }
        }
    }
}

/// A sorted part in a file, with its next pair.
#[derive(Debug)]
pub struct Run {
    key: Vec<u8>,
    value: Vec<u8>,
    file: BufReader<File>,
}

impl Run {
    fn advance(&mut self) -> io::Result<bool> {
        let Some(key) = number(&mut self.file)? else { return Ok(false) };
        let value = number(&mut self.file)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        self.key.resize(key, 0);
        self.file.read_exact(&mut self.key)?;
        self.value.resize(value, 0);
        self.file.read_exact(&mut self.value)?;
        Ok(true)
    }
}

/// A varint of a file; `None` at its end.
fn number(file: &mut impl Read) -> io::Result<Option<usize>> {
    let mut bytes = [0; 10];
    for length in 1..=bytes.len() {
        match file.read(&mut bytes[length - 1..length])? {
            0 if length == 1 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            _ if bytes[length - 1] < 0x80 => return Ok(read_varint(&bytes[..length], &mut 0).map(|n| n as usize)),
            _ => {}
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Run {}

impl PartialOrd for Run {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Run {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.key, &self.value).cmp(&(&other.key, &other.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(mut sorted: Sorted) -> Vec<(Vec<u8>, Vec<u8>)> {
        let (mut out, mut key, mut value) = (Vec::new(), Vec::new(), Vec::new());
        while sorted.next(&mut key, &mut value).unwrap() {
            out.push((key.clone(), value.clone()));
        }
        out
    }

    proptest! {
        #[test]
        fn pairs_come_in_order_whatever_fits_into_memory(
            pairs in prop::collection::vec((prop::collection::vec(0u8..4, 0..12), prop::collection::vec(0u8..3, 0..3)), 0..80),
            limit in 1usize..3000,
        ) {
            let mut sorter = Sorter::new(limit, None);
            pairs.iter().for_each(|(key, value)| sorter.push(key, value).unwrap());
            let mut expected = pairs;
            expected.sort();
            prop_assert_eq!(all(sorter.sorted().unwrap()), expected);
        }
    }
}

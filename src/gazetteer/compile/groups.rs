//! Sorted records, put together to entries: what belongs to an id, and what becomes of entries of one id.

use super::builder::Duplicates;
use super::sorter::Sorted;
use super::{CompileError, Entry, Made, Spelt, codec, kind, near};
use std::collections::VecDeque;

/// A record of the sorter that is an entry.
pub const ENTRY: u8 = 0;
/// One that adds names to an entry.
pub const NAMES: u8 = 1;
/// One that says what an entry lies in.
pub const PARENT: u8 = 2;

/// Two places to which their source gives one id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    /// The id that the second has now.
    pub id: String,
    /// The name of the second.
    pub name: String,
    /// Its source.
    pub source: u32,
    /// Where it stands there.
    pub number: u64,
    /// The name of the first.
    pub first: String,
    /// Where that one stands.
    pub first_number: u64,
}

/// Entries with all that belongs to them.
pub struct Groups {
    duplicates: Duplicates,
    sorted: Sorted,
    key: Vec<u8>,
    value: Vec<u8>,
    is_there: bool,
    started: bool,
    /// Entries of the last key that are places of their own.
    apart: VecDeque<Entry>,
}

/// What says of an entry what it lies in: a source, where in it, and the id of the other.
pub type Said = (u32, u64, String);

impl Groups {
    /// Those of sorted records.
    pub fn new(sorted: Sorted, duplicates: Duplicates) -> Self {
        let (key, value, apart) = (Vec::new(), Vec::new(), VecDeque::new());
        Self { duplicates, sorted, key, value, is_there: false, started: false, apart }
    }

    fn step(&mut self) -> Result<(), CompileError> {
        self.is_there = self.sorted.next(&mut self.key, &mut self.value)?;
        self.started = true;
        Ok(())
    }

    /// The next entry, with what others say it lies in.
    pub fn next(&mut self, made: &mut Made) -> Result<Option<(Entry, Vec<Said>)>, CompileError> {
        if let Some(entry) = self.apart.pop_front() {
            return Ok(Some((entry, Vec::new())));
        }
        if !self.started {
            self.step()?;
        }
        while self.is_there {
            let key = self.key.clone();
            let (mut entry, mut links): (Option<Entry>, Vec<Said>) = (None, Vec::new());
            while self.is_there && self.key == key {
                match (self.value.split_first(), &mut entry) {
                    (Some((&ENTRY, rest)), first) => {
                        let read = codec::read(rest.get(4..).unwrap_or_default());
                        let read = read.ok_or(std::io::Error::from(std::io::ErrorKind::InvalidData))?;
                        match first {
                            None => *first = Some(read),
                            Some(first) => self.another(first, read, made)?,
                        }
                    }
                    (Some((&PARENT, rest)), Some(_)) => links.extend(said(rest)),
                    (Some((_, rest)), Some(entry)) => name(entry, rest),
                    (Some((&PARENT, _)), None) => made.loose += 1,
                    (_, None) => made.homeless += 1,
                    (None, _) => {}
                }
                self.step()?;
            }
            if let Some(mut entry) = entry {
                entry.spellings.sort();
                entry.spellings.dedup();
                return Ok(Some((entry, links)));
            }
        }
        Ok(None)
    }

    /// An entry with the id of one that was there before.
    fn another(&mut self, first: &mut Entry, mut entry: Entry, made: &mut Made) -> Result<(), CompileError> {
        let told_twice = entry.id == first.id && entry.source == first.source;
        match self.duplicates {
            Duplicates::Refuse => return Err(CompileError::DuplicateId(entry.id)),
            Duplicates::Merge if !told_twice || near::alike(first, &entry) => {
                made.joined += 1;
                join(first, entry);
                return Ok(());
            }
            Duplicates::Merge | Duplicates::Apart => {}
        }
        // A source may have several features of such a place, too.
        if self.duplicates == Duplicates::Merge
            && let Some(known) = self.apart.iter_mut().find(|known| near::alike(known, &entry))
        {
            made.joined += 1;
            let id = std::mem::replace(&mut entry.id, known.id.clone());
            debug_assert_eq!(id, first.id);
            join(known, entry);
            return Ok(());
        }
        entry.id = format!("{}#{}", first.id, self.apart.len() + 2);
        made.doubles.push(Double {
            id: entry.id.clone(),
            name: entry.name.clone(),
            source: entry.source,
            number: entry.number,
            first: first.name.clone(),
            first_number: first.number,
        });
        self.apart.push_back(entry);
        Ok(())
    }
}

/// What a record says of a parent.
fn said(bytes: &[u8]) -> Option<Said> {
    let (source, rest) = bytes.split_first_chunk()?;
    let (number, parent) = rest.split_first_chunk()?;
    let parent = String::from_utf8(parent.to_vec()).ok()?;
    Some((u32::from_be_bytes(*source), u64::from_be_bytes(*number), parent))
}

/// Adds a name that a source tells apart from its places.
fn name(entry: &mut Entry, bytes: &[u8]) {
    let mut at = 1;
    let read = |at: &mut usize| super::super::format::read_text(bytes, at).unwrap_or_default().to_owned();
    let (language, name) = (read(&mut at), read(&mut at));
    entry.names.push((name.clone(), kind::ALTERNATE));
    entry.spellings.push(Spelt { name, language, flags: bytes.first().copied().unwrap_or(0) });
}

/// Adds what another source knows of the same place.
fn join(first: &mut Entry, other: Entry) {
    first.names.push((other.name, kind::ALTERNATE));
    first.names.extend(other.names);
    first.names.extend(other.other_name.map(|name| (name, kind::ALTERNATE)));
    first.spellings.extend(other.spellings);
    let ids = std::iter::once(other.id).chain(other.other_ids).filter(|id| *id != first.id);
    for id in ids.collect::<Vec<_>>() {
        if !first.other_ids.contains(&id) {
            first.other_ids.push(id);
        }
    }
    if first.geometry.is_none() {
        (first.geometry, first.outline) = (other.geometry, other.outline);
    }
    if first.population == 0 {
        first.population = other.population;
    }
    if first.admin1.is_empty() {
        first.admin1 = other.admin1;
    }
    if first.country.is_empty() {
        first.country = other.country;
    }
    let parents = other.parents.into_iter().filter(|parent| !first.parents.contains(parent)).collect::<Vec<_>>();
    first.parents.extend(parents);
}

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

/// With how many places of one id a further one is compared: a file that gives its id to each of a million is done, too.
const LOOKED_AT: usize = 32;

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
            let (mut entries, mut links): (Vec<Entry>, Vec<Said>) = (Vec::new(), Vec::new());
            let mut names = Vec::new();
            while self.is_there && self.key == key {
                match self.value.split_first() {
                    Some((&ENTRY, rest)) => {
                        let read = codec::read(rest.get(4..).unwrap_or_default());
                        entries.push(read.ok_or(std::io::Error::from(std::io::ErrorKind::InvalidData))?);
                    }
                    Some((&PARENT, _)) if entries.is_empty() => made.loose += 1,
                    Some((&PARENT, rest)) => links.extend(said(rest)),
                    Some(_) if entries.is_empty() => made.homeless += 1,
                    Some((_, rest)) => names.push(rest.to_vec()),
                    None => {}
                }
                self.step()?;
            }
            if let Some(mut entry) = self.settle(entries, made)? {
                names.iter().for_each(|bytes| name(&mut entry, bytes));
                entry.spellings.sort();
                entry.spellings.dedup();
                return Ok(Some((entry, links)));
            }
        }
        Ok(None)
    }

    /// What becomes of the entries of one key: the first has the word, what other sources know of it is joined to it. Of what its own
    /// source says of the key again, only what is alike is; the rest are places of their own.
    fn settle(&mut self, entries: Vec<Entry>, made: &mut Made) -> Result<Option<Entry>, CompileError> {
        let mut entries = entries.into_iter();
        let Some(first) = entries.next() else { return Ok(None) };
        let mut others: Vec<Entry> = entries.collect();
        if let Some(other) = others.first().filter(|_| self.duplicates == Duplicates::Refuse) {
            return Err(CompileError::DuplicateId(other.id.clone()));
        }
        // Where a source has both a town and its area for what another one calls by the key, the one of its class is meant.
        others.sort_by_key(|entry| (entry.source, entry.class != first.class));
        let key_id = first.id.clone();
        let mut rows = vec![(vec![first.source], first)];
        for mut other in others {
            let is_merged = self.duplicates == Duplicates::Merge;
            let free = |(sources, row): &&mut (Vec<u32>, Entry)| {
                !sources.contains(&other.source) && row.id == key_id
                    || (row.class == other.class && near::alike(row, &other))
            };
            if let Some((sources, row)) = rows.iter_mut().take(LOOKED_AT).find(|row| is_merged && free(row)) {
                made.joined += 1;
                sources.push(other.source);
                join(row, other);
                continue;
            }
            let first = &rows[0].1;
            if other.id == key_id {
                other.id = format!("{key_id}#{}", rows.len() + 1);
                made.doubles.push(Double {
                    id: other.id.clone(),
                    name: other.name.clone(),
                    source: other.source,
                    number: other.number,
                    first: first.name.clone(),
                    first_number: first.number,
                });
            }
            rows.push((vec![other.source], other));
        }
        let mut rows = rows.into_iter().map(|(_, row)| row);
        let first = rows.next();
        self.apart.extend(rows);
        Ok(first)
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
    if other.name != first.name {
        first.names.push((other.name, kind::ALTERNATE));
    }
    first.names.extend(other.names);
    first.names.extend(other.other_name.map(|name| (name, kind::ALTERNATE)));
    first.spellings.extend(other.spellings);
    let ids: Vec<String> =
        std::iter::once(other.id).chain(other.other_ids).filter(|id| *id != first.id && !first.id.is_empty()).collect();
    // A town and the area around it may be one place to another source: it does not lie in itself for that.
    let own: Vec<&String> = std::iter::once(&first.id).chain(&first.other_ids).collect();
    let mut parents = other.parents;
    parents.retain(|parent| ids.contains(parent) || !own.contains(&parent));
    first.parents.retain(|parent| *parent == first.id || !ids.contains(parent));
    parents.retain(|parent| !first.parents.contains(parent));
    first.parents.extend(parents);
    for id in ids {
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
}

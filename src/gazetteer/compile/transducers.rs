//! The transducers of an index: names and keys with their postings, names reversed, prefixes, ids.

use super::super::format::{BEST, FUZZY, SINGLE, write_varint};
use super::super::weight;
use super::CompileError;
use super::sorter::Sorter;
use super::spool::Spool;
use super::tops::Tops;
use std::io::Write;
use std::path::Path;

/// What the sorter of reversed names may hold in memory.
const REVERSED_AT_ONCE: usize = 64 << 20;

/// What the weight of a row is made of.
#[derive(Debug, Default)]
pub struct Weights {
    people: Vec<u32>,
    ranks: Vec<(u8, u8)>,
}

impl Weights {
    /// Takes the next row.
    pub fn push(&mut self, level: u8, layer: u8, people: u32) {
        self.people.push(people);
        self.ranks.push((level, layer));
    }

    /// What a posting is worth where nothing but the name is known.
    fn of(&self, posting: u64) -> f64 {
        let row = (posting >> 3) as usize;
        let (Some((level, layer)), Some(people)) = (self.ranks.get(row), self.people.get(row)) else { return 0.0 };
        weight::of_kind((posting & 7) as u8) * weight::known(*level, *layer, u64::from(*people))
    }

    /// The best postings of a rising list, the best first.
    fn best(&self, list: &[u64]) -> Vec<(f64, u64)> {
        let mut best: Vec<(f64, u64)> = list.iter().map(|posting| (self.of(*posting), *posting)).collect();
        let order = |a: &(f64, u64), b: &(f64, u64)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if best.len() > BEST {
            best.select_nth_unstable_by(BEST, order);
            best.truncate(BEST);
        }
        best.sort_by(order);
        best
    }
}

/// What is made of names besides their transducer.
#[derive(Debug)]
pub struct Ways {
    reversed: Sorter,
    tops: Tops,
}

impl Ways {
    /// None yet. Temporary files lie in `folder`, else where the system keeps them.
    pub fn new(folder: Option<&Path>) -> Self {
        Self { reversed: Sorter::new(REVERSED_AT_ONCE, folder), tops: Tops::default() }
    }

    fn add(&mut self, name: &[u8], best: &[(f64, u64)], postings: &mut Spool) -> Result<(), CompileError> {
        let Ok(name) = std::str::from_utf8(name) else { return Ok(()) };
        if FUZZY.contains(&name.chars().count()) {
            self.reversed.push(name.chars().rev().collect::<String>().as_bytes(), &[])?;
        }
        Ok(self.tops.add(name, best, postings)?)
    }

    /// Names from their last letter to their first, and prefixes with where their lists lie.
    pub fn finish(self, postings: &mut Spool, folder: Option<&Path>) -> Result<(Spool, Spool), CompileError> {
        let mut reversed = fst::SetBuilder::new(Spool::new(folder))?;
        let mut sorted = self.reversed.sorted()?;
        let (mut key, mut value) = (Vec::new(), Vec::new());
        while sorted.next(&mut key, &mut value)? {
            reversed.insert(&key)?;
        }
        let mut prefixes = fst::MapBuilder::new(Spool::new(folder))?;
        for (prefix, at) in self.tops.finish(postings)? {
            prefixes.insert(prefix, at)?;
        }
        Ok((reversed.into_inner()?, prefixes.into_inner()?))
    }
}

/// Keys with the postings `row << 3 | kind`; each row once a key.
pub fn of_postings(
    sorter: Sorter,
    weights: &Weights,
    mut ways: Option<&mut Ways>,
    (postings, folder): (&mut Spool, Option<&Path>),
    progress: &mut dyn FnMut(u64),
) -> Result<Spool, CompileError> {
    let mut map = fst::MapBuilder::new(Spool::new(folder))?;
    let mut sorted = sorter.sorted()?;
    let (mut key, mut value, mut last) = (Vec::new(), Vec::new(), Vec::new());
    let mut list: Vec<u64> = Vec::new();
    let mut done = 0;
    loop {
        let more = sorted.next(&mut key, &mut value)?;
        if !list.is_empty() && (!more || key != last) {
            let best = weights.best(&list);
            map.insert(&last, behind(&list, &best, postings)?)?;
            if let Some(ways) = &mut ways {
                ways.add(&last, &best, postings)?;
            }
            list.clear();
            done += 1;
            if done % 65_536 == 0 {
                progress(done);
            }
        }
        if !more {
            return Ok(map.into_inner()?);
        }
        let posting = value.as_slice().try_into().map_or(0, u64::from_be_bytes);
        // Postings of a row come with the best kind first.
        if list.last().is_none_or(|before| before >> 3 != posting >> 3) {
            list.push(posting);
        }
        last.clone_from(&key);
    }
}

/// The value of a key: its only posting, or where its list lies. A long list begins with its best, so that whoever wants few
/// need not rank thousands.
fn behind(list: &[u64], best: &[(f64, u64)], postings: &mut Spool) -> Result<u64, CompileError> {
    if let [only] = list {
        return Ok(SINGLE | only);
    }
    let at = postings.len();
    let mut bytes = Vec::new();
    write_varint(&mut bytes, list.len() as u64);
    if list.len() > BEST {
        best.iter().for_each(|(_, posting)| write_varint(&mut bytes, *posting));
    }
    let mut last = 0;
    for posting in list {
        write_varint(&mut bytes, posting - last);
        last = *posting;
    }
    postings.write_all(&bytes)?;
    Ok(at)
}

/// Ids with their rows; `each` hears of every one.
pub fn of_ids(sorter: Sorter, folder: Option<&Path>, each: &mut dyn FnMut(&[u8], u32)) -> Result<Spool, CompileError> {
    let mut map = fst::MapBuilder::new(Spool::new(folder))?;
    let mut sorted = sorter.sorted()?;
    let (mut key, mut value, mut last) = (Vec::new(), Vec::new(), None);
    while sorted.next(&mut key, &mut value)? {
        // Two places may both be told to be a third source's: the first has the id.
        if last.as_ref() != Some(&key) {
            let row = value.as_slice().try_into().map_or(0, u32::from_be_bytes);
            each(&key, row);
            map.insert(&key, row.into())?;
            last = Some(key.clone());
        }
    }
    Ok(map.into_inner()?)
}

//! Which entries of different sources are one place: by an id that both have, else by name, class and distance.
//!
//! Every entry tells its ids and names; sorted by them, those of one id or one name stand together and are compared. What is found is
//! one key for all entries of a place. Memory is needed for what is found, not for what is compared.

use super::super::names::fold;
use super::near::{COMPARED, metres, names, reach};
use super::sorter::Sorter;
use super::{CompileError, Entry};
use std::collections::HashMap;
use std::io;

/// With how many others of its name or id an entry is compared: there are no more of one name in one place, and a file that has them
/// is done, too.
const LOOKED_AT: usize = 128;
/// Degrees of latitude that are a metre, a little more than they are.
const DEGREES: f64 = 1.0 / 110_000.0;

/// What entries tell of themselves.
#[derive(Debug)]
pub struct Twins(Sorter);

/// What marks an id, and what a name.
const ID: u8 = 0;
const NAME: u8 = 1;

impl Twins {
    pub fn new(sorter: Sorter) -> Self {
        Self(sorter)
    }

    /// Takes an entry that is sorted by a key.
    pub fn add(&mut self, key: &str, entry: &Entry) -> io::Result<()> {
        let mut value = Vec::with_capacity(key.len() + 32);
        value.extend(entry.source.to_be_bytes());
        value.extend([0, entry.class as u8, entry.level]);
        value.extend(entry.lon.to_le_bytes());
        value.extend(entry.lat.to_le_bytes());
        value.extend(key.as_bytes());
        let mut sorted_by = Vec::new();
        let mut tell = |mark: u8, text: &str, value: &[u8]| {
            sorted_by.clear();
            sorted_by.push(mark);
            sorted_by.extend(text.as_bytes());
            self.0.push(&sorted_by, value)
        };
        for id in std::iter::once(&entry.id).chain(&entry.other_ids) {
            // These are keys themselves.
            if !id.starts_with("geonames:") {
                tell(ID, id, &value)?;
            }
        }
        let mut told: Vec<String> = Vec::new();
        for name in names(entry).take(COMPARED) {
            let folded = fold(name);
            if !folded.is_empty() && !told.contains(&folded) {
                // The first is the name that it is called by.
                value[4] = u8::from(told.is_empty());
                tell(NAME, &folded, &value)?;
                told.push(folded);
            }
        }
        Ok(())
    }

    /// The keys that are to be others, each with what it is to be.
    pub fn found(self) -> Result<HashMap<Vec<u8>, Vec<u8>>, CompileError> {
        let mut sorted = self.0.sorted()?;
        let mut graph = Graph::default();
        let (mut by, mut value) = (Vec::new(), Vec::new());
        let mut group: Vec<Told> = Vec::new();
        let mut of: Vec<u8> = Vec::new();
        loop {
            let is_there = sorted.next(&mut by, &mut value)?;
            if !is_there || by != of {
                match of.first() {
                    Some(&ID) => graph.compare_ids(&group),
                    Some(_) => graph.compare_names(&mut group),
                    None => {}
                }
                group.clear();
                of.clone_from(&by);
            }
            if !is_there {
                return Ok(graph.keys());
            }
            group.extend(Told::read(&value));
        }
    }
}

/// What an entry tells beside an id or a name.
struct Told {
    source: u32,
    is_main: bool,
    class: u8,
    level: u8,
    at: [f64; 2],
    key: Vec<u8>,
}

impl Told {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (source, rest) = bytes.split_first_chunk()?;
        let ([is_main, class, level], rest) = rest.split_first_chunk()?;
        let (lon, rest) = rest.split_first_chunk()?;
        let (lat, key) = rest.split_first_chunk()?;
        Some(Self {
            source: u32::from_be_bytes(*source),
            is_main: *is_main == 1,
            class: *class,
            level: *level,
            at: [f64::from_le_bytes(*lon), f64::from_le_bytes(*lat)],
            key: key.to_vec(),
        })
    }
}

/// Two keys that may be of one place: those with an id in common first, then those of one class, then the nearest.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    by: u8,
    differs: bool,
    decimetres: u32,
    /// Numbers of keys; the lower is of the earlier source.
    keys: [u32; 2],
}

/// The keys that are in pairs.
#[derive(Default)]
struct Graph {
    numbers: HashMap<Vec<u8>, u32>,
    keys: Vec<Vec<u8>>,
    /// The sources that have the key, as far as they are known.
    sources: Vec<Vec<u32>>,
    pairs: Vec<Pair>,
}

impl Graph {
    fn compare_ids(&mut self, group: &[Told]) {
        for (at, one) in group.iter().enumerate() {
            group.iter().skip(at + 1).take(LOOKED_AT).for_each(|other| self.pair(ID, one, other));
        }
    }

    fn compare_names(&mut self, group: &mut [Told]) {
        let Some(first) = group.first() else { return };
        if group.iter().all(|told| told.source == first.source) {
            return;
        }
        group.sort_by(|a, b| a.at[1].total_cmp(&b.at[1]).then_with(|| a.key.cmp(&b.key)));
        for (at, one) in group.iter().enumerate() {
            let most = reach(char::from(one.class));
            let near = group.iter().skip(at + 1).take_while(|other| other.at[1] - one.at[1] <= most * DEGREES);
            for other in near.take(LOOKED_AT) {
                let alike = one.class == other.class && one.level == other.level && (one.is_main || other.is_main);
                if alike && metres(one.at, other.at) <= most {
                    self.pair(NAME, one, other);
                }
            }
        }
    }

    fn pair(&mut self, by: u8, one: &Told, other: &Told) {
        if one.source == other.source || one.key == other.key {
            return;
        }
        let decimetres = (metres(one.at, other.at) * 10.0) as u32;
        let keys = [self.number(one), self.number(other)];
        self.pairs.push(Pair { by, differs: one.class != other.class, decimetres, keys });
    }

    fn number(&mut self, told: &Told) -> u32 {
        let next = self.keys.len() as u32;
        let number = *self.numbers.entry(told.key.clone()).or_insert(next);
        if number == next {
            self.keys.push(told.key.clone());
            self.sources.push(Vec::new());
        }
        let sources = &mut self.sources[number as usize];
        if !sources.contains(&told.source) {
            sources.push(told.source);
        }
        number
    }

    /// Joins pair by pair, the surest first, where no source has both: a source knows its own places apart.
    fn keys(mut self) -> HashMap<Vec<u8>, Vec<u8>> {
        self.pairs.sort_unstable_by(|a, b| {
            let key = |pair: &Pair| pair.keys.map(|key| &self.keys[key as usize]);
            (a.by, a.differs, a.decimetres).cmp(&(b.by, b.differs, b.decimetres)).then_with(|| key(a).cmp(&key(b)))
        });
        // Of each key the one that it is joined to; of the first of several the sources of all.
        let mut roots: Vec<u32> = (0..self.keys.len() as u32).collect();
        let mut numbered: Vec<Option<u32>> =
            self.keys.iter().zip(0..).map(|(key, number)| key.starts_with(b"geonames:").then_some(number)).collect();
        for pair in std::mem::take(&mut self.pairs) {
            let [a, b] = pair.keys.map(|key| root(&mut roots, key) as usize);
            let shared = self.sources[a].iter().any(|source| self.sources[b].contains(source));
            // Two ids of GeoNames are two places.
            if a == b || shared || (numbered[a].is_some() && numbered[b].is_some()) {
                continue;
            }
            let more = std::mem::take(&mut self.sources[b]);
            self.sources[a].extend(more);
            numbered[a] = numbered[a].or(numbered[b]);
            roots[b] = a as u32;
        }
        let first = self.first_keys(&mut roots, &numbered);
        let mut out = HashMap::new();
        for (number, key) in self.keys.iter().enumerate() {
            let to = first[root(&mut roots, number as u32) as usize];
            if to as usize != number {
                out.insert(key.clone(), self.keys[to as usize].clone());
            }
        }
        out
    }

    /// What stands for those that are joined: an id of GeoNames, as names from other tables are told of it; else the smallest.
    fn first_keys(&self, roots: &mut [u32], numbered: &[Option<u32>]) -> Vec<u32> {
        let mut first: Vec<u32> = (0..self.keys.len() as u32).collect();
        for number in 0..self.keys.len() as u32 {
            let at = root(roots, number) as usize;
            if self.keys[number as usize] < self.keys[first[at] as usize] {
                first[at] = number;
            }
        }
        for (first, numbered) in first.iter_mut().zip(numbered) {
            *first = numbered.unwrap_or(*first);
        }
        first
    }
}

fn root(roots: &mut [u32], mut of: u32) -> u32 {
    while roots[of as usize] != of {
        // Halving the way keeps it short.
        roots[of as usize] = roots[roots[of as usize] as usize];
        of = roots[of as usize];
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::compile::kind;

    fn entry(id: &str, source: u32, name: &str, lon: f64) -> Entry {
        Entry { id: id.into(), source, name: name.into(), lon, lat: 45.0, class: 'P', level: 5, ..Entry::default() }
    }

    /// Pairs of a key and what it is to be.
    fn found(entries: &[Entry]) -> Vec<(String, String)> {
        let mut twins = Twins::new(Sorter::new(1 << 20, None));
        for entry in entries {
            twins.add(&entry.id, entry).unwrap();
        }
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let mut out: Vec<_> = twins.found().unwrap().into_iter().map(|(key, to)| (text(key), text(to))).collect();
        out.sort();
        out
    }

    fn is(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, to)| ((*key).to_owned(), (*to).to_owned())).collect()
    }

    #[test]
    fn one_name_and_class_near_each_other_in_two_sources_is_one_place() {
        let mut spelt = entry("b:1", 1, "Ostvelm", 40.03);
        spelt.names.push(("Велм".into(), kind::ALTERNATE));
        assert_eq!(found(&[entry("a:1", 0, "Велм", 40.0), spelt.clone()]), is(&[("b:1", "a:1")]));
        // Not within one source, not far away, not of another class, not by names that neither is called by.
        assert!(found(&[entry("a:1", 1, "Велм", 40.0), spelt.clone()]).is_empty());
        assert!(found(&[entry("a:1", 0, "Велм", 40.2), spelt.clone()]).is_empty());
        assert!(found(&[Entry { class: 'S', ..entry("a:1", 0, "Велм", 40.0) }, spelt.clone()]).is_empty());
        let mut other = entry("a:1", 0, "Westvelm", 40.0);
        other.names.push(("Велм".into(), kind::ALTERNATE));
        assert!(found(&[other, spelt]).is_empty());
    }

    #[test]
    fn the_nearest_of_several_is_meant_and_each_is_one_place_only() {
        let entries = [
            entry("a:1", 0, "Velm", 40.0),
            entry("b:1", 1, "Velm", 40.02),
            entry("b:2", 1, "Velm", 40.01),
            entry("c:1", 2, "Velm", 40.05),
        ];
        // b:2 is a:1; c:1 lies nearer to b:1 than to a:1 and makes a place with it.
        assert_eq!(found(&entries), is(&[("b:2", "a:1"), ("c:1", "b:1")]));
    }

    #[test]
    fn an_id_that_two_sources_have_is_stronger_than_a_name() {
        let known = |id: &str, source, name: &str, lon| Entry {
            other_ids: vec!["wikidata:Q1".into()],
            ..entry(id, source, name, lon)
        };
        let entries = [known("a:1", 0, "Velm", 40.0), entry("b:1", 1, "Velm", 40.0), known("b:2", 1, "Felm", 40.3)];
        assert_eq!(found(&entries), is(&[("b:2", "a:1")]));
    }

    #[test]
    fn an_id_of_geonames_stands_for_all_and_two_are_two_places() {
        let entries = [
            entry("a:1", 0, "Velm", 40.0),
            entry("geonames:7", 1, "Velm", 40.001),
            entry("geonames:8", 2, "Velm", 40.002),
        ];
        assert_eq!(found(&entries), is(&[("a:1", "geonames:7")]));
    }

    #[test]
    fn a_hundred_thousand_of_one_name_in_one_place_are_done() {
        let started = std::time::Instant::now();
        let entries: Vec<Entry> = (0..100_000).map(|n| entry(&format!("a:{n}"), n % 2, "Velm", 40.0)).collect();
        assert!(found(&entries).len() > 10_000);
        assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    }
}

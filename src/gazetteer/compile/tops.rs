//! The best places behind each prefix that many names begin with: who types one letter is not made to wait for a million names.

use super::super::format::{BEST, CROWD, LONGEST_PREFIX, write_text, write_varint};
use super::super::weight;
use super::spool::Spool;
use std::io::{self, Write};
use std::rc::Rc;

/// A place behind a prefix.
#[derive(Debug, Clone)]
struct Top {
    weight: f64,
    posting: u64,
    name: Rc<str>,
}

/// The names that begin with one prefix, while they come.
#[derive(Debug, Default)]
struct Level {
    /// Bytes of the prefix.
    length: usize,
    names: usize,
    best: Vec<Top>,
}

impl Level {
    /// Leaves the best ones, a row once.
    fn prune(&mut self) {
        let row = |top: &Top| top.posting >> 3;
        self.best.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(row(a).cmp(&row(b))).then(a.name.cmp(&b.name)));
        let mut seen = Vec::with_capacity(BEST);
        self.best.retain(|top| {
            let is_new = seen.len() < BEST && !seen.contains(&row(top));
            if is_new {
                seen.push(row(top));
            }
            is_new
        });
    }

    fn take(&mut self, tops: impl IntoIterator<Item = Top>) {
        self.best.extend(tops);
        if self.best.len() > 4 * BEST {
            self.prune();
        }
    }
}

/// Takes names in order, and keeps the best places of each prefix that is shared by many.
#[derive(Debug, Default)]
pub struct Tops {
    last: String,
    /// The prefixes of the last name, the shortest first.
    levels: Vec<Level>,
    /// Lists that went out of use, for the next levels.
    spare: Vec<Vec<Top>>,
    made: Vec<(Vec<u8>, u64)>,
}

impl Tops {
    /// Takes a name with its best postings and their weights. Names come in the order of their bytes.
    pub fn add(&mut self, name: &str, best: &[(f64, u64)], lists: &mut Spool) -> io::Result<()> {
        let shared = name.bytes().zip(self.last.bytes()).take_while(|(a, b)| a == b).count();
        self.close(shared, lists)?;
        let known = self.levels.last().map_or(0, |level| level.length);
        let ends = name.char_indices().map(|(at, letter)| at + letter.len_utf8()).take(LONGEST_PREFIX);
        for length in ends.filter(|end| *end > known).collect::<Vec<_>>() {
            self.levels.push(Level { length, names: 0, best: self.spare.pop().unwrap_or_default() });
        }
        if let Some(deepest) = self.levels.last_mut() {
            deepest.names += 1;
            let brevity = weight::brevity(name.chars().count());
            let name: Rc<str> = name.into();
            deepest.take(best.iter().map(|(weight, posting)| Top {
                weight: brevity * *weight,
                posting: *posting,
                name: Rc::clone(&name),
            }));
        }
        name.clone_into(&mut self.last);
        Ok(())
    }

    /// Ends the prefixes longer than so many bytes.
    fn close(&mut self, shared: usize, lists: &mut Spool) -> io::Result<()> {
        while let Some(mut level) = self.levels.pop_if(|level| level.length > shared) {
            if level.names > CROWD {
                level.prune();
                self.made.push((self.last.as_bytes()[..level.length].to_vec(), lists.len()));
                let mut bytes = Vec::new();
                write_varint(&mut bytes, level.best.len() as u64);
                for top in &level.best {
                    write_varint(&mut bytes, top.posting);
                    write_text(&mut bytes, top.name.get(level.length..).unwrap_or_default());
                }
                lists.write_all(&bytes)?;
            }
            if let Some(shorter) = self.levels.last_mut() {
                shorter.names += level.names;
                shorter.take(level.best.drain(..));
            }
            level.best.clear();
            self.spare.push(level.best);
        }
        Ok(())
    }

    /// The prefixes in order, each with where its list lies.
    pub fn finish(mut self, lists: &mut Spool) -> io::Result<Vec<(Vec<u8>, u64)>> {
        self.close(0, lists)?;
        self.made.sort();
        Ok(self.made)
    }
}

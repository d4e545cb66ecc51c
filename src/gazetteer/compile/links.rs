//! Links of places to what they lie in, from ids to rows.

use super::super::format::NONE;
use super::groups::Said;
use super::spool::Spool;
use super::{Entry, Made, circles};
use std::collections::HashMap;

/// Places that lie in themselves, by way of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// Their ids, each lies in the one behind it, the last in the first.
    pub ids: Vec<String>,
    /// The source of the last of these links.
    pub source: u32,
    /// Where it stands there.
    pub number: u64,
}

/// Links to parents by their ids: a row may come before that of its parent.
#[derive(Default)]
pub struct Links {
    /// Ids of parents, numbered as they come.
    pub known: HashMap<String, u32>,
    /// Their rows, once known.
    pub rows: Vec<u32>,
    all: Vec<Link>,
}

struct Link {
    child: u32,
    /// Its number among those known.
    parent: u32,
    source: u32,
    number: u64,
}

/// What is made of the links.
pub struct Parents {
    /// The transducer of ids.
    pub text_ids: Spool,
    /// Row and row of its parent, sorted.
    pub rows: Vec<(u32, u32)>,
}

impl Links {
    /// Takes what an entry lies in.
    pub fn add(&mut self, child: u32, entry: &Entry, said: Vec<Said>) {
        let own = entry.parents.iter().map(|parent| (entry.source, entry.number, parent.clone()));
        for (source, number, parent) in own.chain(said) {
            let next = self.rows.len() as u32;
            let parent = *self.known.entry(parent).or_insert(next);
            if parent == next {
                self.rows.push(NONE);
            }
            self.all.push(Link { child, parent, source, number });
        }
    }

    fn row(&self, link: &Link) -> u32 {
        self.rows.get(link.parent as usize).copied().unwrap_or(NONE)
    }

    /// The pairs of rows, sorted; what lies in itself is told.
    pub fn finish(self, made: &mut Made) -> Vec<(u32, u32)> {
        let mut rows: Vec<(u32, u32)> =
            self.all.iter().map(|link| (link.child, self.row(link))).filter(|(_, parent)| *parent != NONE).collect();
        made.loose += (self.all.len() - rows.len()) as u64;
        rows.sort_unstable();
        rows.dedup();
        made.links = rows.len() as u64;
        let circles = circles(&rows);
        if circles.is_empty() {
            return rows;
        }
        let mut ids: HashMap<u32, &str> = HashMap::new();
        for (id, at) in &self.known {
            // Of several ids of a row the smallest: the order of the map is not to be seen.
            if let Some(row) = self.rows.get(*at as usize) {
                ids.entry(*row).and_modify(|known| *known = (*known).min(id)).or_insert(id);
            }
        }
        let mut last: HashMap<(u32, u32), (u32, u64)> = HashMap::new();
        for link in &self.all {
            let said = (link.source, link.number);
            // The first who says it is who says it.
            last.entry((link.child, self.row(link))).and_modify(|known| *known = said.min(*known)).or_insert(said);
        }
        made.circles = circles
            .iter()
            .map(|circle| {
                let links = circle.iter().zip(circle.iter().cycle().skip(1));
                let said = links.filter_map(|(child, parent)| last.get(&(*child, *parent)).copied()).max();
                let (source, number) = said.unwrap_or_default();
                let ids = circle.iter().map(|row| ids.get(row).copied().unwrap_or_default().to_owned()).collect();
                Circle { ids, source, number }
            })
            .collect();
        rows
    }
}

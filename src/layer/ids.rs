//! Ids of rows: each is given once.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// The ids that were given, and how often those were asked for that came again. Each is known by its mark, for a map may have a
/// million rows.
#[derive(Debug, Default)]
pub(super) struct Ids {
    given: HashSet<u128>,
    again: HashMap<u128, usize>,
}

impl Ids {
    /// The id, with a number behind it when it was given before: `a`, `a#2`, `a#3`.
    pub fn give(&mut self, id: &str) -> String {
        let mark = mark(id);
        if self.given.insert(mark) {
            return id.to_owned();
        }
        let times = self.again.entry(mark).or_insert(1);
        *times += 1;
        format!("{id}#{times}")
    }
}

/// A number for a text that no two texts share: 128 bits of two different hashes, the same on every run.
pub(crate) fn mark(text: &str) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, text).hash(&mut hasher);
        hasher.finish()
    };
    u128::from(half(0)) << 64 | u128::from(half(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_comes_again_gets_a_number() {
        let mut ids = Ids::default();
        assert_eq!(["a", "b", "a", "a"].map(|id| ids.give(id)), ["a", "b", "a#2", "a#3"]);
    }
}

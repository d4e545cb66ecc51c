//! Ids that are unique in a run.

use std::collections::{HashMap, HashSet};

/// Gives each report of a run an id of its own: the second `note` becomes `note-2`.
///
/// ```
/// use reportmap::report::Ids;
/// let mut ids = Ids::default();
/// assert_eq!([ids.unique("note"), ids.unique("note"), ids.unique("note-2")], ["note", "note-2", "note-2-2"]);
/// ```
#[derive(Debug, Default)]
pub struct Ids {
    taken: HashSet<String>,
    /// The last number tried for an id, so that a thousand equal ids stay linear.
    last: HashMap<String, u64>,
}

impl Ids {
    /// The id itself where it is free, or the first free one with a number behind it.
    pub fn unique(&mut self, id: &str) -> String {
        if self.taken.insert(id.to_owned()) {
            return id.to_owned();
        }
        let number = self.last.entry(id.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let candidate = format!("{id}-{number}");
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

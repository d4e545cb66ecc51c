//! Ids of rows: each is given once.

use std::collections::BTreeMap;

/// The ids that were given, and how often each was asked for.
#[derive(Debug, Default)]
pub(super) struct Ids(BTreeMap<String, usize>);

impl Ids {
    /// The id, with a number behind it when it was given before: `a`, `a#2`, `a#3`.
    pub fn give(&mut self, id: &str) -> String {
        let times = self.0.entry(id.to_owned()).or_default();
        *times += 1;
        if *times == 1 { id.to_owned() } else { format!("{id}#{times}") }
    }
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

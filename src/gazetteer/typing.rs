//! Names one typing error away: a walk of the transducer that may stray once, and never at the first letter.
//!
//! An automaton of the same distance (crate `fst`) finds the same names, and takes twenty times as long to build and to run: every
//! unknown name of every report is looked for.

use super::index::Transducer;
use fst::raw::{Node, Output};

/// The names of a transducer that are one letter away from `name` (one more, one less, another one) and start with the same
/// letter, with their values. The name itself is not among them.
pub(super) fn one_edit_away(names: &Transducer, name: &str) -> Vec<(String, u64)> {
    let letters: Vec<char> = name.chars().collect();
    let mut walk = Walk { names, letters: &letters, found: Vec::new() };
    if let Some((first, rest)) = letters.split_first().filter(|(_, rest)| !rest.is_empty()) {
        let mut path = String::from(*first);
        let root = names.root().map(|root| (root, Output::zero()));
        if let Some(spot) = root.and_then(|root| walk.follow(root, *first)) {
            walk.go(spot, letters.len() - rest.len(), &mut path, false);
        }
    }
    let mut found = walk.found;
    found.retain(|(other, _)| other != name);
    found.sort_unstable();
    found.dedup();
    found
}

/// A node of the transducer and the value so far.
type Spot<'n> = (Node<'n>, Output);

struct Walk<'n> {
    names: &'n Transducer,
    letters: &'n [char],
    found: Vec<(String, u64)>,
}

impl<'n> Walk<'n> {
    fn go(&mut self, spot: Spot<'n>, at: usize, path: &mut String, strayed: bool) {
        if at == self.letters.len() && spot.0.is_final() && strayed {
            self.found.push((path.clone(), spot.1.cat(spot.0.final_output()).value()));
        }
        if let Some(letter) = self.letters.get(at).copied()
            && let Some(next) = self.follow(spot, letter)
        {
            path.push(letter);
            self.go(next, at + 1, path, strayed);
            path.pop();
        }
        if strayed {
            return;
        }
        if at < self.letters.len() {
            // A letter too many.
            self.go(spot, at + 1, path, true);
        }
        for (letter, next) in self.letters_behind(spot) {
            path.push(letter);
            // A letter too few, or another one.
            self.go(next, at, path, true);
            if self.letters.get(at).is_some_and(|wanted| *wanted != letter) {
                self.go(next, at + 1, path, true);
            }
            path.pop();
        }
    }

    fn follow(&self, spot: Spot<'n>, letter: char) -> Option<Spot<'n>> {
        let mut buffer = [0; 4];
        letter.encode_utf8(&mut buffer).bytes().try_fold(spot, |spot, byte| self.step(spot, byte))
    }

    fn step(&self, (node, output): Spot<'n>, byte: u8) -> Option<Spot<'n>> {
        let transition = node.transition(node.find_input(byte)?);
        Some((self.names.node(transition.addr)?, output.cat(transition.out)))
    }

    /// The letters that go on from a spot.
    fn letters_behind(&self, spot: Spot<'n>) -> Vec<(char, Spot<'n>)> {
        let mut out = Vec::new();
        let mut open: Vec<(Vec<u8>, Spot<'n>)> = vec![(Vec::new(), spot)];
        while let Some((bytes, (node, output))) = open.pop() {
            for transition in node.transitions() {
                let Some(node) = self.names.node(transition.addr) else { continue };
                let spot = (node, output.cat(transition.out));
                let mut longer = bytes.clone();
                longer.push(transition.inp);
                match std::str::from_utf8(&longer).map(|s| s.chars().next()) {
                    Ok(Some(letter)) => out.push((letter, spot)),
                    _ if longer.len() < 4 => open.push((longer, spot)),
                    _ => {}
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fst::automaton::{Levenshtein, Str};
    use fst::{Automaton, IntoStreamer, Map};
    use proptest::prelude::*;

    fn names() -> Map<Vec<u8>> {
        let mut all =
            ["baku", "baki", "bakı", "bakur", "bku", "oaku", "мартуни", "мартуна", "martuni", "martun", "martunis"];
        all.sort_unstable();
        Map::from_iter(all.into_iter().zip(1..)).unwrap()
    }

    fn walked(names: &Map<Vec<u8>>) -> Transducer {
        Transducer::of(names.as_fst().as_bytes().to_vec())
    }

    proptest! {
        #[test]
        fn it_finds_what_the_automaton_finds(name in "[abkmrtuniмартуıs]{2,8}") {
            let names = names();
            let first = name.chars().next().unwrap().to_string();
            let automaton = Levenshtein::new(&name, 1).unwrap().intersection(Str::new(&first).starts_with());
            let mut expected = names.search(automaton).into_stream().into_str_vec().unwrap();
            expected.retain(|(other, _)| *other != name);
            prop_assert_eq!(one_edit_away(&walked(&names), &name), expected);
        }
    }

    #[test]
    fn one_letter_more_less_or_other() {
        let names = names();
        let found = |name: &str| one_edit_away(&walked(&names), name).into_iter().map(|(n, _)| n).collect::<Vec<_>>();
        assert_eq!(found("baku"), ["baki", "bakur", "bakı", "bku"]);
        assert_eq!(found("martuni"), ["martun", "martunis"]);
        assert!(found("").is_empty() && found("b").is_empty());
    }
}

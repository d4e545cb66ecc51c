//! Names a few typing errors away: a walk of the transducers with all the ways to stray held in a bit each.
//!
//! An edit is a letter too many, too few, another one, or two neighbours exchanged (optimal string alignment). The walk keeps,
//! for each number of edits, the set of beginnings of the wanted name that the path so far may stand for, as bits of one number
//! (Wu and Manber, *Fast text searching allowing errors*, 1992, with exchanges as in Navarro, *A guided tour to approximate
//! string matching*, 2001, section 7); a path that stands for none is left. Nothing is allocated on the way.
//!
//! Straying early is what costs: behind the first letters lie all names. So it is cut in two (Navarro, section 8): of `k` edits,
//! either at least one lies in the second half, so that at most `k - 1` lie in the first, or all lie in the first, so that the
//! second is spelt right. The first are found from the front, the others by the transducer of reversed names from the back.
//!
//! Nobody types 字 or ქ for the first letter of Paris: a letter from U+0800 on (Indic, Georgian, Chinese, Korean …) is strayed to
//! only from a name that has one, or each search would try the ten thousand letters that names begin with.

use super::index::{Transducer, joined};
use fst::raw::{Node, Output};

/// The most letters of a name that is looked for by edits: with the end they are the bits of a number.
pub(super) const LONGEST: usize = 62;
/// The most edits.
const MOST: usize = 2;

/// A name near the one that is looked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Near {
    /// The name.
    pub name: String,
    /// Edits between the two, at least one.
    pub edits: usize,
    /// Its value in the transducer of names.
    pub value: u64,
}

/// The names one edit away whose first letter is the same.
pub(super) fn one_edit_away(names: &Transducer, name: &str) -> Vec<Near> {
    let Some(mut walk) = Walk::new(names, name, 1) else { return Vec::new() };
    walk.limit(0..1, 0);
    let mut found = Vec::new();
    walk.run(|name, edits, value| found.push(Near { name: name.to_owned(), edits, value }));
    settled(found)
}

/// The names at most so many edits away, wherever those are.
pub(super) fn edits_away(names: &Transducer, reversed: &Transducer, name: &str, edits: usize) -> Vec<Near> {
    let Some(mut walk) = Walk::new(names, name, edits) else { return Vec::new() };
    let half = walk.letters.len() / 2;
    walk.limit(0..half, edits.saturating_sub(1));
    let mut found = Vec::new();
    walk.run(|name, edits, value| found.push(Near { name: name.to_owned(), edits, value }));
    let backwards: String = name.chars().rev().collect();
    if let Some(mut walk) = Walk::new(reversed, &backwards, edits) {
        // An exchange over the middle begins one letter earlier when it is seen from behind.
        walk.limit(0..(walk.letters.len() - half).saturating_sub(1), 0);
        walk.run(|backwards, edits, _| {
            let name: String = backwards.chars().rev().collect();
            if let Some(value) = names.get(name.as_bytes()) {
                found.push(Near { name, edits, value });
            }
        });
    }
    settled(found)
}

/// The keys at most so many edits away of which at most one lies in the first half.
pub(super) fn edits_away_from_the_front(keys: &Transducer, key: &str, edits: usize) -> Vec<Near> {
    let Some(mut walk) = Walk::new(keys, key, edits) else { return Vec::new() };
    walk.limit(0..walk.letters.len() / 2, 1);
    let mut found = Vec::new();
    walk.run(|key, edits, value| found.push(Near { name: key.to_owned(), edits, value }));
    settled(found)
}

/// Each name once, with the fewest edits, in order.
fn settled(mut found: Vec<Near>) -> Vec<Near> {
    found.sort_unstable();
    found.dedup_by(|later, first| later.name == first.name);
    found.retain(|near| near.edits > 0);
    found
}

/// What a path of the transducer may stand for.
#[derive(Debug, Clone, Copy)]
struct State {
    /// Bit `i` of number `k`: the first `i` letters, with at most `k` edits.
    now: [u64; MOST + 1],
    /// The same a letter ago.
    before: [u64; MOST + 1],
    /// Where the last letter of the path stands in the wanted name.
    letter: u64,
}

/// A node of the transducer and the value so far.
type Spot<'n> = (Node<'n>, Output);

struct Walk<'n> {
    names: &'n Transducer,
    letters: Vec<char>,
    /// Where each letter of ASCII stands in the name.
    ascii: [u64; 128],
    edits: usize,
    /// Letters that begin with this byte or a higher one are not strayed to.
    foreign: u32,
    /// Bit `i` of number `k`: behind the first `i` letters edit `k` may be made.
    may: [u64; MOST + 1],
}

impl<'n> Walk<'n> {
    /// `None` for a name that is empty or too long.
    fn new(names: &'n Transducer, name: &str, edits: usize) -> Option<Self> {
        let letters: Vec<char> = name.chars().take(LONGEST + 1).collect();
        if letters.is_empty() || letters.len() > LONGEST {
            return None;
        }
        let mut ascii = [0; 128];
        for (at, letter) in letters.iter().enumerate() {
            if let Some(places) = ascii.get_mut(*letter as usize) {
                *places |= 1 << at;
            }
        }
        let foreign = if letters.iter().any(|letter| letter.len_utf8() > 2) { 0x100 } else { 0xe0 };
        Some(Self { names, letters, ascii, edits: edits.min(MOST), foreign, may: [u64::MAX; MOST + 1] })
    }

    /// Allows at most so many edits in all where one is made behind so many letters.
    fn limit(&mut self, behind: std::ops::Range<usize>, edits: usize) {
        let mask = behind.fold(0u64, |mask, at| mask | 1 << at);
        self.may.iter_mut().skip(edits + 1).for_each(|may| *may &= !mask);
    }

    /// Gives every name to `each`, with its edits and its value.
    fn run(&self, mut each: impl FnMut(&str, usize, u64)) {
        let Some(root) = self.names.root() else { return };
        let mut now = [1; MOST + 1];
        for k in 1..=MOST {
            now[k] = (now[k - 1] | (now[k - 1] & self.may[k]) << 1) & self.all();
        }
        let state = State { now, before: [0; MOST + 1], letter: 0 };
        self.go((root, Output::zero()), state, &mut String::with_capacity(4 * LONGEST), &mut each);
    }

    fn go(&self, spot: Spot<'n>, state: State, path: &mut String, each: &mut impl FnMut(&str, usize, u64)) {
        let (node, output) = spot;
        if node.is_final()
            && let Some(edits) = (0..=self.edits).find(|k| state.now[*k] >> self.letters.len() & 1 == 1)
        {
            each(path, edits, joined(output, node.final_output()).value());
        }
        let foreign = self.step(&state, 0);
        if self.is_alive(&foreign) {
            self.branch(spot, (0, 0), &state, path, each);
            return;
        }
        // Only letters of the name lead on from here.
        let hopeful = self.hopeful(&state);
        let mut wanted = hopeful;
        while wanted != 0 {
            let at = wanted.trailing_zeros() as usize;
            wanted &= wanted - 1;
            let Some(letter) = self.letters.get(at).copied() else { continue };
            let same = self.places_of(letter);
            // A letter that stands at several places is followed at the first of them.
            if hopeful & same & ((1 << at) - 1) != 0 {
                continue;
            }
            let next = self.step(&state, same);
            if self.is_alive(&next)
                && let Some(spot) = self.follow(spot, letter)
            {
                path.push(letter);
                self.go(spot, next, path, each);
                path.pop();
            }
        }
    }

    /// Goes on by every letter; `begun` holds the bits of one whose first bytes are behind us, and how many bytes are left.
    fn branch(
        &self,
        (node, output): Spot<'n>,
        begun: (u32, u32),
        state: &State,
        path: &mut String,
        each: &mut impl FnMut(&str, usize, u64),
    ) {
        for transition in node.transitions() {
            let (bits, left) = match (begun.1, u32::from(transition.inp)) {
                // Bytes come in order.
                (0, byte) if byte >= self.foreign => break,
                (0, byte @ 0..0x80) => (byte, 0),
                (0, byte @ 0xc0..0xe0) => (byte & 0x1f, 1),
                (0, byte @ 0xe0..0xf0) => (byte & 0x0f, 2),
                (0, byte @ 0xf0..0xf8) => (byte & 0x07, 3),
                (left @ 1.., byte) => (begun.0 << 6 | byte & 0x3f, left - 1),
                _ => continue,
            };
            let mut next = *state;
            let letter = if left == 0 { char::from_u32(bits) } else { None };
            if let Some(letter) = letter {
                next = self.step(state, self.places_of(letter));
                if !self.is_alive(&next) {
                    continue;
                }
            }
            let Some(node) = self.names.node(transition.addr) else { continue };
            let spot = (node, joined(output, transition.out));
            match letter {
                Some(letter) => {
                    path.push(letter);
                    self.go(spot, next, path, each);
                    path.pop();
                }
                None if left > 0 => self.branch(spot, (bits, left), state, path, each),
                None => {}
            }
        }
    }

    /// The letters of the name that a path may go on with.
    fn hopeful(&self, state: &State) -> u64 {
        let now = state.now[self.edits];
        // An exchange goes on with the letter before the one that was just taken.
        let exchanged = (0..self.edits).fold(0, |all, k| all | state.before[k] & self.may[k + 1]) & state.letter >> 1;
        now | exchanged
    }

    #[inline]
    fn places_of(&self, letter: char) -> u64 {
        let slow = || self.letters.iter().rev().fold(0, |mask, wanted| mask << 1 | u64::from(*wanted == letter));
        self.ascii.get(letter as usize).copied().unwrap_or_else(slow)
    }

    /// A bit for each beginning of the name.
    #[inline]
    fn all(&self) -> u64 {
        u64::MAX >> (63 - self.letters.len())
    }

    /// The state behind a letter that stands at those places of the name.
    #[inline]
    fn step(&self, state: &State, letter: u64) -> State {
        let all = self.all();
        let mut now = [0; MOST + 1];
        now[0] = (state.now[0] & letter) << 1;
        for k in 1..=self.edits {
            let strays = state.now[k - 1] & self.may[k];
            let kept = (state.now[k] & letter) << 1;
            let exchanged = (state.before[k - 1] & self.may[k] & state.letter >> 1 & letter) << 2;
            // A letter too many, another one, one too few, two exchanged.
            now[k] = (kept | strays | strays << 1 | (now[k - 1] & self.may[k]) << 1 | exchanged | now[k - 1]) & all;
        }
        now[0] &= all;
        State { now, before: state.now, letter }
    }

    /// Whether a state may still become a name.
    #[inline]
    fn is_alive(&self, state: &State) -> bool {
        self.hopeful(state) != 0
    }

    fn follow(&self, spot: Spot<'n>, letter: char) -> Option<Spot<'n>> {
        let mut buffer = [0; 4];
        letter.encode_utf8(&mut buffer).bytes().try_fold(spot, |(node, output), byte| {
            let transition = node.transition(node.find_input(byte)?);
            Some((self.names.node(transition.addr)?, joined(output, transition.out)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fst::{IntoStreamer, Map, MapBuilder, SetBuilder, Streamer};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn transducers(names: &BTreeSet<String>) -> (Transducer, Transducer) {
        let mut map = MapBuilder::memory();
        (1..).zip(names).for_each(|(number, name)| map.insert(name, number).unwrap());
        let backwards: BTreeSet<String> = names.iter().map(|name| name.chars().rev().collect()).collect();
        let mut set = SetBuilder::memory();
        backwards.iter().for_each(|name| set.insert(name).unwrap());
        (Transducer::of(map.into_inner().unwrap()), Transducer::of(set.into_inner().unwrap()))
    }

    /// All names with the value that the map gives them.
    fn numbered(names: &BTreeSet<String>) -> Vec<(String, u64)> {
        let map = Map::from_iter(names.iter().zip(1..)).unwrap();
        let (mut stream, mut out) = (map.into_stream(), Vec::new());
        while let Some((name, value)) = stream.next() {
            out.push((String::from_utf8(name.to_vec()).unwrap(), value));
        }
        out
    }

    /// What is near by the distance of another crate.
    fn expected(names: &BTreeSet<String>, name: &str, edits: usize) -> Vec<Near> {
        let near =
            |(other, value): (String, u64)| Near { edits: strsim::osa_distance(name, &other), name: other, value };
        let near = numbered(names).into_iter().map(near);
        let is_near = |near: &Near| (1..=edits).contains(&near.edits);
        let is_far = |name: &str| name.chars().any(|letter| letter.len_utf8() > 2);
        near.filter(|near| is_near(near) && (is_far(name) || !is_far(&near.name))).collect()
    }

    proptest! {
        #[test]
        fn it_finds_what_is_near(
            names in prop::collection::btree_set("[abмж字]{1,9}", 1..300),
            name in "[abмж字]{1,9}",
            edits in 0usize..=2,
        ) {
            let (forward, reversed) = transducers(&names);
            prop_assert_eq!(edits_away(&forward, &reversed, &name, edits), expected(&names, &name, edits));
        }

        #[test]
        fn with_one_edit_the_first_letter_stays(
            names in prop::collection::btree_set("[abмж字]{1,6}", 1..300),
            name in "[abмж字]{1,6}",
        ) {
            let (forward, _) = transducers(&names);
            let first = name.chars().next();
            let expected = expected(&names, &name, 1).into_iter().filter(|near| near.name.chars().next() == first);
            prop_assert_eq!(one_edit_away(&forward, &name), expected.collect::<Vec<_>>());
        }

        #[test]
        fn what_is_found_from_the_front_is_near(
            names in prop::collection::btree_set("[abcd]{1,9}", 1..300),
            name in "[abcd]{1,9}",
        ) {
            let (forward, _) = transducers(&names);
            let near = expected(&names, &name, 2);
            let found = edits_away_from_the_front(&forward, &name, 2);
            prop_assert!(found.iter().all(|found| near.contains(found)));
            prop_assert!(near.iter().filter(|near| near.edits == 1).all(|near| found.contains(near)));
        }
    }

    #[test]
    fn long_and_empty_names_have_no_neighbours() {
        let names: BTreeSet<String> = ["a".repeat(70), "b".repeat(62)].into();
        let (forward, reversed) = transducers(&names);
        assert_eq!(edits_away(&forward, &reversed, &"a".repeat(69), 2), []);
        assert_eq!(edits_away(&forward, &reversed, "", 2), []);
        assert_eq!(edits_away(&forward, &reversed, &format!("{}c", "b".repeat(61)), 2).len(), 1);
    }
}

//! A transducer of the index (crate `fst`) whose every node is checked before it is looked at.

use super::guard::Guard;
use super::source::{Piece, Source};
use fst::raw::{CompiledAddr, Fst, Node, Output};
use std::ops::Range;
use std::sync::Arc;

/// The most bytes of a node: 256 transitions with a byte, an address and an output of 8 bytes each, an index of 256 bytes, a
/// final output, and its head. It ends at its address and goes down from there.
const NODE: usize = 256 * 17 + 256 + 16;

/// The longest key that is followed, in bytes; none is compiled that is longer.
const LONGEST: usize = 1024;

/// Keys with a number each, in order.
pub struct Transducer {
    fst: Fst<Piece>,
    source: Arc<Source>,
    guard: Option<Arc<Guard>>,
    start: usize,
}

impl Transducer {
    /// Opens the one at a stretch of an index; `None` where the stretch is damaged or no transducer.
    pub fn open(
        source: &Arc<Source>,
        guard: Option<&Arc<Guard>>,
        range: Range<usize>,
    ) -> Result<Option<Self>, fst::Error> {
        // What `Fst::new` reads: the head, the foot and the root before it.
        let head = range.start..range.end.min(range.start + 64);
        let foot = range.end.saturating_sub(NODE + 64).max(range.start)..range.end;
        if guard.is_some_and(|g| !g.holds(source, &head) || !g.holds(source, &foot)) {
            return Ok(None);
        }
        let fst = Fst::new(Piece::of(source, range.clone()))?;
        Ok(Some(Self { fst, source: Arc::clone(source), guard: guard.cloned(), start: range.start }))
    }

    /// How many keys it has.
    pub fn len(&self) -> usize {
        self.fst.len()
    }

    /// Where walks start.
    #[inline]
    pub fn root(&self) -> Option<Node<'_>> {
        self.node(self.fst.root().addr())
    }

    /// A node by its address; `None` where the index is damaged.
    #[inline]
    pub fn node(&self, at: CompiledAddr) -> Option<Node<'_>> {
        if let Some(guard) = &self.guard {
            let end = self.start + at + 1;
            if !guard.holds(&self.source, &(end.saturating_sub(NODE).max(self.start)..end)) {
                return None;
            }
        }
        Some(self.fst.node(at))
    }

    /// The number of a key.
    pub fn get(&self, key: &[u8]) -> Option<u64> {
        let mut node = self.root()?;
        let mut output = Output::zero();
        for byte in key {
            let transition = node.transition(node.find_input(*byte)?);
            output = output.cat(transition.out);
            node = self.node(transition.addr)?;
        }
        node.is_final().then(|| output.cat(node.final_output()).value())
    }

    /// Gives every key that begins so to `each`, with its number, in order.
    pub fn starting_with(&self, start: &str, mut each: impl FnMut(&str, u64)) {
        let Some(root) = self.root() else { return };
        let found = start.bytes().try_fold((root, Output::zero()), |(node, output), byte| {
            let transition = node.transition(node.find_input(byte)?);
            Some((self.node(transition.addr)?, output.cat(transition.out)))
        });
        if let Some(spot) = found {
            self.visit(spot, &mut start.as_bytes().to_vec(), &mut each);
        }
    }

    fn visit(&self, (node, output): (Node<'_>, Output), key: &mut Vec<u8>, each: &mut impl FnMut(&str, u64)) {
        if node.is_final()
            && let Ok(key) = std::str::from_utf8(key)
        {
            each(key, output.cat(node.final_output()).value());
        }
        if key.len() >= LONGEST {
            return;
        }
        for transition in node.transitions() {
            if let Some(child) = self.node(transition.addr) {
                key.push(transition.inp);
                self.visit((child, output.cat(transition.out)), key, each);
                key.pop();
            }
        }
    }
}

#[cfg(test)]
impl Transducer {
    /// One over bytes in memory.
    pub fn of(bytes: Vec<u8>) -> Self {
        let length = bytes.len();
        Self::open(&Arc::new(Source::Memory(bytes)), None, 0..length).unwrap().unwrap()
    }
}

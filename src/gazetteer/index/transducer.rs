//! A transducer of the index (crate `fst`) whose every node is checked before it is looked at.

use super::guard::Guard;
use super::node;
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
    /// The address of the root.
    top: CompiledAddr,
}

/// The number of a key so far and what a transition adds to it. In an index from outside the sum may be too large: then it is the
/// number of nothing.
#[inline]
pub fn joined(so_far: Output, more: Output) -> Output {
    Output::new(so_far.value().wrapping_add(more.value()))
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
        let piece = Piece::of(source, range.clone());
        let Some(top) = node::root(piece.as_ref()) else {
            return Err(fst::raw::Error::Format { size: range.len() }.into());
        };
        let fst = Fst::new(piece)?;
        Ok(Some(Self { fst, source: Arc::clone(source), guard: guard.cloned(), start: range.start, top }))
    }

    /// How many keys it has.
    pub fn len(&self) -> usize {
        self.fst.len()
    }

    /// Where walks start.
    #[inline]
    pub fn root(&self) -> Option<Node<'_>> {
        self.node(self.top)
    }

    /// A node by its address; `None` where the index is damaged, or is none that we made.
    #[inline]
    pub fn node(&self, at: CompiledAddr) -> Option<Node<'_>> {
        if let Some(guard) = &self.guard {
            let bytes = self.fst.as_inner().as_ref();
            if at >= bytes.len() {
                return None;
            }
            let end = self.start + at + 1;
            if !guard.holds(&self.source, &(end.saturating_sub(NODE).max(self.start)..end))
                || !node::is_sound(bytes, at)
            {
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
            output = joined(output, transition.out);
            node = self.node(transition.addr)?;
        }
        node.is_final().then(|| joined(output, node.final_output()).value())
    }

    /// Gives every key that begins so to `each`, with its number, in order.
    pub fn starting_with(&self, start: &str, mut each: impl FnMut(&str, u64)) {
        let Some(root) = self.root() else { return };
        let found = start.bytes().try_fold((root, Output::zero()), |(node, output), byte| {
            let transition = node.transition(node.find_input(byte)?);
            Some((self.node(transition.addr)?, joined(output, transition.out)))
        });
        if let Some(spot) = found {
            self.visit(spot, &mut start.as_bytes().to_vec(), &mut each);
        }
    }

    fn visit(&self, (node, output): (Node<'_>, Output), key: &mut Vec<u8>, each: &mut impl FnMut(&str, u64)) {
        if node.is_final()
            && let Ok(key) = std::str::from_utf8(key)
        {
            each(key, joined(output, node.final_output()).value());
        }
        if key.len() >= LONGEST {
            return;
        }
        for transition in node.transitions() {
            if let Some(child) = self.node(transition.addr) {
                key.push(transition.inp);
                self.visit((child, joined(output, transition.out)), key, each);
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

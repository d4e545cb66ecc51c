//! Whether a node of a transducer can be looked at: a file from outside has sums of its author's making, and the crate `fst` takes every
//! address and length in it for true.

/// A transducer begins with version and type, 8 bytes each; no node lies there.
const HEAD: usize = 16;
/// Bytes behind the root: number of keys, address of the root, checksum.
const FOOT: usize = 20;
/// More transitions than this come with an index of 256 bytes.
const INDEXED: usize = 32;
/// The format of the crate that is written and read.
const VERSION: u64 = 3;

/// The address of the root; `None` where the bytes are no transducer of the version that is read.
pub fn root(bytes: &[u8]) -> Option<usize> {
    let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?));
    let foot = bytes.len().checked_sub(FOOT).filter(|foot| *foot >= HEAD)?;
    let root = usize::try_from(number(foot + 8)?).ok()?;
    (number(0)? == VERSION && (root == 0 || root.checked_add(1) == Some(foot))).then_some(root)
}

/// Whether the node that ends at this address lies within the transducer, and its transitions lead down from it: so no walk leaves
/// the bytes, and none goes in a circle.
pub fn is_sound(bytes: &[u8], at: usize) -> bool {
    at == 0 || at >= HEAD && at < bytes.len().saturating_sub(FOOT) && end(bytes, at).is_some()
}

/// Where the node starts, once all its transitions were found to lead down (`fst` 0.4, `raw/node.rs`; a node is read from its end).
fn end(bytes: &[u8], at: usize) -> Option<usize> {
    let byte = |at: usize| bytes.get(at).copied();
    let state = byte(at)?;
    // A transition whose letter is not among the common ones has it in a byte of its own; so has a count above 63.
    let spelt = usize::from(state & 0b11_1111 == 0);
    let inside = |end: usize| (end >= HEAD).then_some(end);
    if state >> 6 == 0b11 {
        // One transition, to the node before this one.
        let end = at.checked_sub(spelt)?;
        return (end > HEAD).then_some(end);
    }
    let sizes_at = at.checked_sub(spelt + 1)?;
    let sizes = byte(sizes_at)?;
    let (step, output) = (usize::from(sizes >> 4), usize::from(sizes & 0b1111));
    if step > 8 || output > 8 {
        return None;
    }
    let is_final = state & 0b0100_0000 != 0;
    let (count, outputs, index) = if state >> 6 == 0b10 {
        (1, 1, 0)
    } else {
        let count = match (state & 0b11_1111, spelt) {
            (0, _) => match byte(at.checked_sub(1)?)? {
                1 => 256,
                count => usize::from(count),
            },
            (count, _) => usize::from(count),
        };
        (count, count + usize::from(is_final), if count > INDEXED { 256 } else { 0 })
    };
    if count > 0 && step == 0 {
        return None;
    }
    // A single transition has its letter among the bytes above; several have theirs here.
    let letters = if state >> 6 == 0b10 { 0 } else { count };
    let steps_at = sizes_at.checked_sub(index + letters + count * step)?;
    let end = inside(steps_at.checked_sub(outputs * output)?)?;
    let leads_down = |steps: &[u8]| {
        let step = steps.iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        // No step is the empty final node, which has no bytes.
        step <= (end - HEAD) as u64
    };
    let steps = bytes.get(steps_at..steps_at + count * step)?;
    steps.chunks_exact(step.max(1)).all(leads_down).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::index::Transducer;
    use fst::MapBuilder;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn made(keys: &BTreeMap<String, u64>) -> Vec<u8> {
        let mut builder = MapBuilder::memory();
        keys.iter().for_each(|(key, value)| builder.insert(key, *value).unwrap());
        builder.into_inner().unwrap()
    }

    /// Goes through all nodes that can be reached, as far as there are twice as many steps as bytes.
    fn go(transducer: &Transducer, bytes: &[u8]) -> bool {
        let (mut open, mut steps) = (vec![root(bytes).unwrap()], 0);
        while let Some(at) = open.pop().filter(|_| steps < 2 * bytes.len()) {
            steps += 1;
            if !is_sound(bytes, at) {
                return false;
            }
            let node = transducer.node(at).unwrap();
            for letter in 0..=u8::MAX {
                open.extend(node.find_input(letter).map(|found| node.transition(found).addr));
            }
        }
        true
    }

    proptest! {
        #[test]
        fn what_was_made_is_sound_and_what_was_changed_stays_within(
            keys in prop::collection::btree_map("[a-dа-г]{0,6}|\\PC{0,3}", prop_oneof![Just(0u64), 0..9u64, any::<u64>()], 0..300),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..9),
        ) {
            let mut bytes = made(&keys);
            prop_assert!(go(&Transducer::of(bytes.clone()), &bytes));
            for (at, value) in changes {
                let nodes = HEAD..bytes.len() - FOOT;
                if !nodes.is_empty() {
                    bytes[nodes.start + at.index(nodes.len())] = value;
                }
            }
            go(&Transducer::of(bytes.clone()), &bytes);
        }
    }

    #[test]
    fn bytes_that_are_no_transducer_have_no_root() {
        let bytes = made(&BTreeMap::from([("a".to_owned(), 1)]));
        assert!(root(&bytes).is_some());
        for cut in 0..bytes.len() {
            assert_eq!(root(&bytes[..cut]), None, "{cut}");
        }
        assert_eq!(root(&made(&BTreeMap::new())).map(|at| is_sound(&made(&BTreeMap::new()), at)), Some(true));
    }
}

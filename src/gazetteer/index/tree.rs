//! Search of the packed R-tree, in place. The layout is that of flatbush (<https://github.com/mourner/flatbush>), version 3 with
//! signed numbers of 32 bits, which the crate `geo-index` builds; read here so that each block is checked before it is used.

use std::ops::Range;

/// Magic number, version and type of the boxes, box count of a node, number of items.
const HEADER: usize = 8;
/// Bytes of a box: west, south, east, north.
const BOX: usize = 16;

/// The items whose box meets a box (west, south, east, north), rising. `read` gives the bytes of a stretch of the tree.
pub fn search<'b>(read: impl Fn(Range<usize>) -> Option<&'b [u8]>, bounds: [i32; 4]) -> Vec<u32> {
    let mut found = Vec::new();
    // A tree that cannot be read to its end finds nothing: half an answer would be a wrong one.
    if walk(&read, bounds, &mut found).is_none() {
        return Vec::new();
    }
    found.sort_unstable();
    found
}

fn walk<'b>(read: &impl Fn(Range<usize>) -> Option<&'b [u8]>, bounds: [i32; 4], found: &mut Vec<u32>) -> Option<()> {
    let head: [u8; HEADER] = read(0..HEADER)?.try_into().ok()?;
    if head[0] != 0xfb || head[1] != 0x35 {
        return None;
    }
    let node_size = usize::from(u16::from_le_bytes([head[2], head[3]])).max(2);
    let items = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
    let levels = levels(items, node_size);
    let nodes = *levels.last()?;
    let wide = nodes >= 16_384;
    let indices = HEADER + nodes * BOX;
    let mut open = vec![nodes.checked_sub(1)?];
    // Each node has one parent: what comes to more than there are is a tree in which several lead to one, and has no end.
    let mut left = nodes;
    while let Some(first) = open.pop() {
        left = left.checked_sub(1)?;
        let level = levels.iter().find(|end| **end > first)?;
        let end = (first + node_size).min(*level);
        let boxes = read(HEADER + first * BOX..HEADER + end * BOX)?;
        for (position, corner) in (first..end).zip(boxes.as_chunks::<BOX>().0) {
            if !meets(corner, bounds) {
                continue;
            }
            let index = if wide {
                let at = indices + position * 4;
                u32::from_le_bytes(read(at..at + 4)?.try_into().ok()?) as usize
            } else {
                let at = indices + position * 2;
                u16::from_le_bytes(read(at..at + 2)?.try_into().ok()?).into()
            };
            if first < items {
                found.push(index as u32);
                continue;
            }
            // Of inner nodes the file holds where their first box stands among the numbers; children stand before their node.
            let child = index / 4;
            open.push(Some(child).filter(|child| *child < first)?);
        }
    }
    Some(())
}

/// Where each level ends, in boxes, from the items up to the root.
fn levels(items: usize, node_size: usize) -> Vec<usize> {
    let mut count = items;
    let mut out = vec![items];
    let mut nodes = items;
    while count > 1 {
        count = count.div_ceil(node_size);
        nodes += count;
        out.push(nodes);
    }
    out
}

#[inline]
fn meets(b: &[u8; BOX], [west, south, east, north]: [i32; 4]) -> bool {
    let number = |at: usize| i32::from_le_bytes([b[at], b[at + 1], b[at + 2], b[at + 3]]);
    number(0) <= east && number(4) <= north && number(8) >= west && number(12) >= south
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_index::rtree::{RTreeBuilder, RTreeIndex, sort::HilbertSort};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_finds_what_the_crate_finds(boxes in prop::collection::vec((-900i32..900, -900i32..900, 0i32..90, 0i32..90), 1..400)) {
            let mut builder = RTreeBuilder::<i32>::new(boxes.len() as u32);
            for (west, south, wide, high) in &boxes {
                builder.add(*west, *south, west + wide, south + high);
            }
            let tree = builder.finish::<HilbertSort>();
            let bytes = tree.as_ref();
            for bounds in [[-100, -100, 100, 100], [-900, -900, 990, 990], [5, 5, 5, 5], [2000, 0, 2001, 1]] {
                let mut expected = tree.search(bounds[0], bounds[1], bounds[2], bounds[3]);
                expected.sort_unstable();
                prop_assert_eq!(search(|range| bytes.get(range), bounds), expected);
            }
        }
    }

    #[test]
    fn a_tree_whose_nodes_lead_to_the_same_is_none() {
        let mut builder = RTreeBuilder::<i32>::new_with_node_size(4096, 2);
        (0..4096).for_each(|_| {
            builder.add(0, 0, 1, 1);
        });
        let mut bytes = builder.finish::<HilbertSort>().into_inner();
        assert_eq!(search(|range| bytes.get(range), [0, 0, 1, 1]).len(), 4096);
        // Each inner node has the last one of those before it for its child, twice: 2^4000 ways.
        let nodes = 8191;
        for node in 4096..nodes {
            let child = ((node & !1) - 2) * 4;
            bytes[HEADER + nodes * BOX + node * 2..][..2].copy_from_slice(&(child as u16).to_le_bytes());
        }
        assert!(search(|range| bytes.get(range), [0, 0, 1, 1]).is_empty());
    }

    #[test]
    fn a_tree_of_many_nodes_has_wider_indices() {
        let mut builder = RTreeBuilder::<i32>::new(40_000);
        for x in 0..200 {
            (0..200).for_each(|y| {
                builder.add(x * 10, y * 10, x * 10, y * 10);
            });
        }
        let tree = builder.finish::<HilbertSort>();
        assert_eq!(search(|range| tree.as_ref().get(range), [100, 100, 109, 119]), [2010, 2011]);
    }
}

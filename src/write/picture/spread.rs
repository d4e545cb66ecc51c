//! Groups of symbols that would cover each other, moved apart.

/// A group of symbols: where it belongs, and half of its width and height, all in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub at: [f64; 2],
    pub half: [f64; 2],
}

/// So often the groups push each other; a dozen places of one valley need some thirty.
const ROUNDS: usize = 60;

/// Where each group is drawn: as near to its place as the others leave room for. The same groups give the same places.
pub(super) fn spread(blocks: &[Block]) -> Vec<[f64; 2]> {
    let mut out: Vec<[f64; 2]> = blocks.iter().map(|block| block.at).collect();
    for _ in 0..ROUNDS {
        let mut still = true;
        for one in 0..blocks.len() {
            for two in one + 1..blocks.len() {
                let Some((axis, push)) = overlap((out[one], blocks[one].half), (out[two], blocks[two].half)) else {
                    continue;
                };
                out[one][axis] -= push / 2.0;
                out[two][axis] += push / 2.0;
                still = false;
            }
        }
        if still {
            break;
        }
    }
    out
}

/// Along which axis two blocks part the soonest, and how far the second must move from the first.
fn overlap((one, half_one): ([f64; 2], [f64; 2]), (two, half_two): ([f64; 2], [f64; 2])) -> Option<(usize, f64)> {
    let depth = |axis: usize| half_one[axis] + half_two[axis] - (two[axis] - one[axis]).abs();
    let axis = usize::from(depth(1) < depth(0));
    let push = depth(axis);
    (depth(0) > 0.5 && depth(1) > 0.5).then(|| (axis, if two[axis] < one[axis] { -push } else { push }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_has_room_stays_where_it_is() {
        let blocks = [Block { at: [0.0, 0.0], half: [5.0, 5.0] }, Block { at: [20.0, 0.0], half: [5.0, 5.0] }];
        assert_eq!(spread(&blocks), [[0.0, 0.0], [20.0, 0.0]]);
    }

    proptest! {
        #[test]
        fn a_few_groups_near_each_other_come_apart(points in prop::collection::vec((0.0..60.0f64, 0.0..60.0f64), 1..8)) {
            let blocks: Vec<Block> = points.iter().map(|(x, y)| Block { at: [*x, *y], half: [9.0, 9.0] }).collect();
            let out = spread(&blocks);
            for one in 0..out.len() {
                for two in one + 1..out.len() {
                    let gap = (0..2).map(|axis| (out[one][axis] - out[two][axis]).abs()).fold(0.0, f64::max);
                    prop_assert!(gap > 14.0, "{out:?}");
                }
            }
        }
    }
}

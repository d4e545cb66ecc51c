//! Circles in a hierarchy: places that lie in themselves, by way of others.

/// Circles among links of a child and its parent, each from its smallest member on, in the direction of the parents; a place is in
/// one at most. The time grows with the number of links, whatever they are.
pub fn circles(links: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut graph = Graph::new(links);
    let mut out = Vec::new();
    // A way upwards that is not yet at its end: what leads to one circle may lead to another.
    let mut way: Vec<usize> = Vec::new();
    let mut on_way = vec![false; graph.rows.len()];
    for start in 0..graph.rows.len() {
        if !graph.is_there[start] {
            continue;
        }
        way.push(start);
        on_way[start] = true;
        while let Some(&last) = way.last() {
            let Some(next) = graph.parent(last) else {
                on_way[last] = false;
                way.pop();
                continue;
            };
            if !on_way[next] {
                on_way[next] = true;
                way.push(next);
                continue;
            }
            // From behind: what is passed over is in the circle, and gone with it.
            let from = way.iter().rposition(|node| *node == next).unwrap_or(0);
            let mut circle = way.split_off(from);
            for node in &circle {
                on_way[*node] = false;
                graph.remove(*node);
            }
            let smallest = (0..circle.len()).min_by_key(|at| circle[*at]).unwrap_or(0);
            circle.rotate_left(smallest);
            out.push(circle.into_iter().map(|node| graph.rows[node]).collect());
        }
    }
    out
}

/// What is left of the links.
struct Graph {
    /// The rows that have parents, rising.
    rows: Vec<u32>,
    /// Where the parents of each start in `parents`; one more.
    starts: Vec<usize>,
    parents: Vec<usize>,
    /// The parent of each that is looked at next.
    next: Vec<usize>,
    is_there: Vec<bool>,
}

impl Graph {
    fn new(links: &[(u32, u32)]) -> Self {
        let mut links = links.to_vec();
        links.sort_unstable();
        links.dedup();
        let mut rows: Vec<u32> = links.iter().map(|(child, _)| *child).collect();
        rows.dedup();
        let (mut starts, mut parents) = (Vec::with_capacity(rows.len() + 1), Vec::new());
        let mut links = links.into_iter().peekable();
        for row in &rows {
            starts.push(parents.len());
            while let Some((_, parent)) = links.next_if(|(child, _)| child == row) {
                // What has no parents is in no circle.
                parents.extend(rows.binary_search(&parent).ok());
            }
        }
        starts.push(parents.len());
        let (next, is_there) = (starts[..rows.len()].to_vec(), vec![true; rows.len()]);
        Self { rows, starts, parents, next, is_there }
    }

    /// The next parent that is there; a place without one is gone, too.
    fn parent(&mut self, node: usize) -> Option<usize> {
        while self.next[node] < self.starts[node + 1] {
            let parent = self.parents[self.next[node]];
            if self.is_there[parent] {
                return Some(parent);
            }
            self.next[node] += 1;
        }
        self.remove(node);
        None
    }

    fn remove(&mut self, node: usize) {
        self.is_there[node] = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_that_lie_in_themselves_are_found() {
        assert!(circles(&[(1, 2), (2, 3), (1, 3), (4, 3)]).is_empty());
        assert_eq!(circles(&[(5, 5)]), [[5]]);
        assert_eq!(circles(&[(9, 1), (1, 2), (2, 3), (3, 1), (3, 4)]), [[1, 2, 3]]);
        assert_eq!(circles(&[(1, 2), (2, 1), (8, 7), (7, 8), (0, 1), (0, 7)]), [[1, 2], [7, 8]]);
    }

    #[test]
    fn a_long_way_to_many_circles_is_gone_once() {
        let long = 200_000;
        let mut links: Vec<(u32, u32)> = (0..long).map(|n| (n, n + 1)).collect();
        for n in 0..long {
            links.extend([(long, long + 1 + 2 * n), (long + 1 + 2 * n, long + 2 + 2 * n)]);
            links.push((long + 2 + 2 * n, long + 1 + 2 * n));
        }
        let started = std::time::Instant::now();
        assert_eq!(circles(&links).len(), long as usize);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    proptest! {
        #[test]
        fn every_circle_is_one_and_none_is_left(links in prop::collection::vec((0u32..12, 0u32..12), 0..30)) {
            let found = circles(&links);
            let mut left = links.clone();
            for circle in &found {
                for (at, row) in circle.iter().enumerate() {
                    prop_assert!(links.contains(&(*row, circle[(at + 1) % circle.len()])));
                }
                left.retain(|(child, parent)| !circle.contains(child) && !circle.contains(parent));
            }
            // Without the places of the circles nothing goes round: what has no parents is taken away until nothing is left.
            while let Some(at) = left.iter().position(|(_, parent)| !left.iter().any(|(child, _)| child == parent)) {
                left.swap_remove(at);
            }
            prop_assert!(left.is_empty(), "{:?}", left);
        }
    }
}

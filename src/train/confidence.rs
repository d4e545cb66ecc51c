//! Fits what a confidence is worth: a rising curve from the model's own belief to the share that is right, by pooling adjacent
//! violators (Ayer et al. 1955; Zadrozny and Elkan 2002).

use crate::resolve::{Curve, KNOTS};

/// So many groups of equal size before pooling: fewer than this in each tells nothing.
const GROUPS: usize = 40;

/// The curve for beliefs, and whether each was right. Without any it is the identity.
pub fn fit_confidence(mut judged: Vec<(f64, bool)>) -> Curve {
    judged.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = judged.len().div_ceil(GROUPS).max(1);
    // Mean belief, share that is right, how many.
    let mut pools: Vec<(f64, f64, f64)> = Vec::new();
    for group in groups(&judged, size) {
        let count = group.len() as f64;
        let belief = group.iter().map(|(sure, _)| sure).sum::<f64>() / count;
        let right = group.iter().filter(|(_, right)| *right).count() as f64 / count;
        pools.push((belief, right, count));
        while let [.., before, last] = pools.as_slice() {
            if before.1 <= last.1 {
                break;
            }
            let count = before.2 + last.2;
            let mean = |a: f64, b: f64| (a * before.2 + b * last.2) / count;
            let pooled = (mean(before.0, last.0), mean(before.1, last.1), count);
            pools.truncate(pools.len() - 2);
            pools.push(pooled);
        }
    }
    if pools.is_empty() {
        return Curve::default();
    }
    Curve(KNOTS.map(|knot| (along(&pools, knot) * 1000.0).round() / 1000.0))
}

/// Groups of about this size in which all of one belief stay together: whether they were right says nothing of their order.
fn groups(judged: &[(f64, bool)], size: usize) -> Vec<&[(f64, bool)]> {
    let mut out = Vec::new();
    let mut rest = judged;
    while let Some((last, _)) = rest.get(..rest.len().min(size)).and_then(<[_]>::last) {
        let (group, further) = rest.split_at(rest.partition_point(|(belief, _)| belief <= last));
        out.push(group);
        rest = further;
    }
    out
}

/// The share at a belief, straight between the means of the pools.
fn along(pools: &[(f64, f64, f64)], at: f64) -> f64 {
    let after = pools.partition_point(|pool| pool.0 < at);
    match (after.checked_sub(1).map(|before| pools[before]), pools.get(after)) {
        (Some(before), Some(next)) => before.1 + (next.1 - before.1) * (at - before.0) / (next.0 - before.0).max(1e-9),
        (Some(pool), None) => pool.1,
        (None, Some(pool)) => pool.1,
        (None, None) => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_belief_that_is_too_sure_is_brought_down() {
        let judged: Vec<(f64, bool)> = (0..4000).map(|n| (0.9 + f64::from(n % 10) / 100.0, n % 2 == 0)).collect();
        let curve = fit_confidence(judged);
        assert!((curve.at(0.95) - 0.5).abs() < 0.05, "{curve:?}");
    }

    #[test]
    fn nothing_judged_changes_nothing() {
        assert_eq!(fit_confidence(Vec::new()).at(0.37), 0.37);
    }

    proptest! {
        #[test]
        fn the_curve_rises_and_stays_a_share(judged in prop::collection::vec((0.0..=1.0_f64, any::<bool>()), 1..300)) {
            let curve = fit_confidence(judged);
            let values: Vec<f64> = (0..=100).map(|n| curve.at(f64::from(n) / 100.0)).collect();
            prop_assert!(values.windows(2).all(|w| w[0] <= w[1] + 1e-9));
            prop_assert!(values.iter().all(|v| (0.0..=1.0).contains(v)));
        }
    }
}

//! The measures: recognition, resolution and both together, as Gritta et al. (2020) define them.

use super::matching::{FARTHEST_KM, Matched, Pair};
use serde::{Deserialize, Serialize};

/// A place is right when its point lies this near: a hundred miles, by custom.
pub(super) const NEAR_KM: f64 = 161.0;

/// Precision, recall and their harmonic mean, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rates {
    /// Share of what was found that is right.
    pub precision: f64,
    /// Share of what was annotated that was found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Rates {
    pub(super) fn new(right: usize, found: i64, wanted: usize) -> Self {
        let share = |of: f64| if of == 0.0 { 0.0 } else { right as f64 / of };
        let (precision, recall) = (share(found as f64), share(wanted as f64));
        let sum = precision + recall;
        Self { precision, recall, f1: if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum } }
    }
}

/// How right predictions are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Reports.
    pub docs: usize,
    /// Annotations.
    pub gold: usize,
    /// Predictions.
    pub pred: usize,
    /// Recognition: the spans are the same.
    pub exact: Rates,
    /// Recognition: the spans overlap.
    pub overlap: Rates,
    /// Share of the recognised mentions with a position that are right.
    pub acc161: f64,
    /// Median error in kilometres, over the recognised mentions with a position.
    pub median_km: Option<f64>,
    /// Mean error in kilometres, over the same.
    pub mean_km: Option<f64>,
    /// Area under the curve of the logarithm of the error, 0 best.
    pub auc: Option<f64>,
    /// Share of all annotations with a position that were found and are right.
    pub acc161_all: f64,
    /// Both together: found, and right. Annotations without a position neither help nor hurt.
    pub e2e161: Rates,
}

/// Measures what was matched; `tolerant` takes a country or state for right that holds the point.
pub(super) fn measures(matched: &[Matched<'_>], tolerant: bool) -> Measures {
    let pairs = || matched.iter().flat_map(|m| &m.pairs);
    let (gold, pred) = (pairs().count(), matched.iter().map(|m| m.predicted).sum::<usize>());
    let exact = pairs().filter(|p| p.found.is_some_and(|f| f.span == p.gold.span)).count();
    let overlap = pairs().filter(|p| p.found.is_some()).count();
    let placed = pairs().filter(|p| p.gold.at.is_some()).count();
    let errors: Vec<f64> = pairs().filter_map(|p| p.km).collect();
    let right = pairs().filter(|p| is_right(p, tolerant)).count();
    let count = errors.len();
    let free = overlap - count;
    let of = |n: usize| if n == 0 { 0.0 } else { right as f64 / n as f64 };
    Measures {
        docs: matched.len(),
        gold,
        pred,
        exact: Rates::new(exact, pred as i64, gold),
        overlap: Rates::new(overlap, pred as i64, gold),
        acc161: of(count),
        median_km: median(&errors),
        mean_km: (count > 0).then(|| exact_sum(&errors) / count as f64),
        auc: (count > 0).then(|| {
            let sum: f64 = errors.iter().map(|e| (e.min(FARTHEST_KM) + 1.0).ln()).sum();
            sum / ((FARTHEST_KM + 1.0).ln() * count as f64)
        }),
        acc161_all: of(placed),
        e2e161: Rates::new(right, pred as i64 - free as i64, placed),
    }
}

/// Whether the place of a pair is the annotated one.
pub(super) fn is_right(pair: &Pair<'_>, tolerant: bool) -> bool {
    pair.km.is_some_and(|km| km <= NEAR_KM || (tolerant && pair.holds))
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        n if n % 2 == 1 => sorted.get(middle).copied(),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
    }
}

/// A sum without the error of rounding at each step (Neumaier 1974), so that the mean does not depend on the order.
fn exact_sum(values: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for &value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    sum + lost
}

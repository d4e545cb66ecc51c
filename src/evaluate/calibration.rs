//! Whether the confidence says what it should: of what is called 0.9 sure, nine in ten are right (Guo et al. 2017, *On
//! calibration of modern neural networks*).

use super::gold::Gold;
use super::matching::{Matched, matched};
use super::prediction::{Predicted, Predictions};
use crate::gazetteer::Gazetteer;
use crate::recognize::Role;
use serde::{Deserialize, Serialize};

/// How confidence and being right go together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// How far confidence lies from the share that is right, over all mentions: the expected calibration error.
    pub error: f64,
    /// Mentions by confidence, in tenths; the last holds what is above 0.9.
    pub bins: Vec<Bin>,
}

/// The mentions of some confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// How many.
    pub count: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that is right.
    pub right: f64,
}

const BINS: usize = 10;

/// Confidence and whether it was right, of every prediction that can be judged. Right is what was annotated and lies within
/// 161 km, or is a country or state that holds the annotated point. Peoples' names are left out, which half of the corpora do
/// not annotate, and what was annotated without a position.
pub fn judged(gold: &Gold, predictions: &Predictions, gazetteer: &Gazetteer) -> Vec<(f64, bool)> {
    of_matched(&matched(gold, predictions, gazetteer))
}

fn of_matched(matched: &[Matched<'_>]) -> Vec<(f64, bool)> {
    let sure = |p: &Predicted| p.confidence.filter(|_| p.role != Some(Role::Demonym));
    let mut out = Vec::new();
    for report in matched {
        out.extend(report.spurious.iter().filter_map(|p| Some((sure(p)?, false))));
        out.extend(report.pairs.iter().filter_map(|pair| {
            let right = pair.holds || pair.km? <= super::measures::NEAR_KM;
            Some((sure(pair.found?)?, right))
        }));
    }
    out
}

/// The calibration of predictions; `None` when none says how sure it is.
pub(super) fn calibration(matched: &[Matched<'_>]) -> Option<Calibration> {
    let all = of_matched(matched);
    let mut sums = [(0usize, 0.0, 0usize); BINS];
    for (confidence, right) in &all {
        let bin = &mut sums[((confidence * BINS as f64) as usize).min(BINS - 1)];
        *bin = (bin.0 + 1, bin.1 + confidence, bin.2 + usize::from(*right));
    }
    let bins: Vec<Bin> = sums
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, sure, right)| Bin {
            count: *count,
            confidence: sure / *count as f64,
            right: *right as f64 / *count as f64,
        })
        .collect();
    let off = |bin: &Bin| bin.count as f64 / all.len() as f64 * (bin.confidence - bin.right).abs();
    (!all.is_empty()).then(|| Calibration { error: bins.iter().map(off).sum(), bins })
}

//! Fits the roles: a logistic regression on marked reports, climbed mention by mention (AdaGrad, Duchi et al. 2011).

use super::tagger::shuffled;
use crate::evaluate::{Gold, Meant};
use crate::gazetteer::Gazetteer;
use crate::recognize::{RoleExample, RoleModel, role_examples};
use crate::text::{Span, Text};
use rayon::prelude::*;

/// Features are hashed into two to the power of this.
const BITS: u32 = 15;
/// How often all mentions are gone through.
const ROUNDS: usize = 30;
/// The first step.
const RATE: f32 = 0.08;
/// How strongly weights are drawn to zero.
const SHRINK: f32 = 2e-3;

/// The bytes of a model of roles, fitted on the reports that mark them; `None` when none does.
pub fn fit_roles(corpora: &[Gold], gazetteer: &Gazetteer) -> Option<Vec<u8>> {
    let examples: Vec<RoleExample> = corpora
        .iter()
        .flat_map(|gold| {
            let found: Vec<Vec<RoleExample>> = gold
                .reports
                .par_iter()
                .map(|report| {
                    let meant: Vec<(Span, Option<bool>)> =
                        report.marks.iter().map(|mark| (mark.span, is_metonym(mark.meant))).collect();
                    role_examples(&Text::new(report.report.text.clone()), &meant, gazetteer)
                })
                .collect();
            found.into_iter().flatten()
        })
        .collect();
    if examples.is_empty() {
        return None;
    }
    let mask = (1 << BITS) - 1;
    let (mut weights, mut squares) = (vec![0.0_f32; 1 << BITS], vec![0.0_f32; 1 << BITS]);
    for round in 0..ROUNDS {
        for number in shuffled(examples.len(), round as u64) {
            let example = &examples[number];
            let buckets = || example.features.iter().map(|f| *f as usize & mask);
            let odds: f32 = buckets().map(|b| weights[b]).sum();
            let error = 1.0 / (1.0 + (-odds).exp()) - f32::from(u8::from(example.metonym));
            for bucket in buckets() {
                let step = error + SHRINK * weights[bucket];
                squares[bucket] += step * step;
                weights[bucket] -= RATE * step / (squares[bucket].sqrt() + 1e-2);
            }
        }
    }
    Some(RoleModel::encode(&weights))
}

/// Whether a mark is a metonym, or no lesson.
fn is_metonym(meant: Meant) -> Option<bool> {
    match meant {
        Meant::Literal => Some(false),
        Meant::Metonym => Some(true),
        _ => None,
    }
}

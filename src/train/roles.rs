//! Fits the roles: a logistic regression on marked reports.

use super::logistic::{Climb, Lesson, fit};
use crate::evaluate::{Gold, Meant};
use crate::gazetteer::Gazetteer;
use crate::recognize::{RoleExample, RoleModel, role_examples};
use crate::text::{Span, Text};
use rayon::prelude::*;

const CLIMB: Climb = Climb { bits: 15, rounds: 30, rate: 0.08, shrink: 2e-3, rare: 0 };

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
    let lessons: Vec<Lesson<'_>> =
        examples.iter().map(|e| Lesson { features: &e.features, is: e.metonym, weight: 1.0 }).collect();
    Some(RoleModel::encode(&fit(&lessons, CLIMB)))
}

/// Whether a mark is a metonym, or no lesson.
fn is_metonym(meant: Meant) -> Option<bool> {
    match meant {
        Meant::Literal => Some(false),
        Meant::Metonym => Some(true),
        _ => None,
    }
}

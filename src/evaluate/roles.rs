//! Whether what stands for a place in a text is one: literal, or a government, a people, a body, a paper, a person.

use super::gold::{Gold, Meant};
use super::prediction::{Predicted, Predictions};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How right the roles are, of all marked names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Roles {
    /// Marked names.
    pub marked: usize,
    /// Share that is rightly taken for a place on the ground, or rightly not.
    pub literal_or_not: f64,
    /// Share with the very role.
    pub exact: f64,
    /// How often each meaning was taken for which role; `none` where nothing was found.
    pub confusion: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Measures roles; `None` for a corpus that states none.
pub(super) fn roles(gold: &Gold, predictions: &Predictions) -> Option<Roles> {
    let (mut marked, mut literal, mut exact) = (0usize, 0usize, 0usize);
    let mut confusion: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for report in &gold.reports {
        let found = predictions.of_report(&report.report.id);
        for mark in &report.marks {
            let overlap =
                |p: &&Predicted| p.span.end.min(mark.span.end).saturating_sub(p.span.start.max(mark.span.start));
            let taken = found.iter().filter(|p| overlap(p) > 0).max_by_key(|p| (overlap(p), p.is_reference()));
            let role = taken.and_then(|p| p.role);
            marked += 1;
            let on_the_ground = role.is_some_and(crate::recognize::Role::locates);
            literal += usize::from(on_the_ground == (mark.meant == Meant::Literal));
            exact += usize::from(mark.meant.is(role));
            let row = confusion.entry(mark.meant.name().to_owned()).or_default();
            *row.entry(role.map_or("none", |r| r.name()).to_owned()).or_default() += 1;
        }
    }
    let share = |right: usize| right as f64 / marked as f64;
    (marked > 0).then(|| Roles { marked, literal_or_not: share(literal), exact: share(exact), confusion })
}

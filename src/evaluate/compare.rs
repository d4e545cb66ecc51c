//! Two runs side by side: what a change gained and what it cost.

use super::Evaluation;
use super::errors::{Case, ErrorKind};
use serde::Serialize;
use std::collections::BTreeSet;

/// A measure before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Its name.
    pub measure: &'static str,
    /// In the earlier run.
    pub before: f64,
    /// In this one.
    pub after: f64,
}

/// What differs between two evaluations of one corpus.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The corpus.
    pub corpus: String,
    /// The measures.
    pub changes: Vec<Change>,
    /// Errors of the earlier run that are none any more.
    pub mended: Vec<Case>,
    /// Errors that are new.
    pub broken: Vec<Case>,
}

/// Compares an evaluation with an earlier one of the same corpus.
pub fn compare(before: &Evaluation, after: &Evaluation) -> Comparison {
    let pick = |name, of: fn(&Evaluation) -> f64| Change { measure: name, before: of(before), after: of(after) };
    Comparison {
        corpus: after.corpus.clone(),
        changes: vec![
            pick("recognition F1, exact", |e| e.measures.exact.f1),
            pick("recognition F1, overlapping", |e| e.measures.overlap.f1),
            pick("accuracy at 161 km, of the recognised", |e| e.measures.acc161),
            pick("accuracy at 161 km, of all", |e| e.measures.acc161_all),
            pick("end to end F1", |e| e.measures.e2e161.f1),
            pick("end to end F1, tolerant", |e| e.tolerant.e2e161.f1),
        ],
        mended: only_in(&before.errors.cases, &after.errors.cases),
        broken: only_in(&after.errors.cases, &before.errors.cases),
    }
}

fn only_in(these: &[Case], others: &[Case]) -> Vec<Case> {
    fn key(case: &Case) -> (&str, usize, ErrorKind) {
        (&case.report, case.start, case.kind)
    }
    let known: BTreeSet<_> = others.iter().map(key).collect();
    these.iter().filter(|case| !known.contains(&key(case))).cloned().collect()
}

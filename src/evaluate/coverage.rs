//! Coverage: the share of the annotated names for which the gazetteer has any place that would be right. What has no such
//! candidate no ranking can get right, so this is the ceiling of resolution.

use super::gold::Gold;
use super::matching::{great_circle_km, holds_point};
use super::measures::NEAR_KM;
use crate::gazetteer::Gazetteer;
use crate::recognize;
use crate::text::Text;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many of the annotations with a position have a candidate that is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// Annotations with a position.
    pub placed: usize,
    /// Share of them with a candidate within 161 km.
    pub strict: f64,
    /// The same, where a country or a state that holds the point is also right.
    pub tolerant: f64,
    /// The names that have none, by the tolerant measure, with how often they stand in the corpus; most often first.
    pub missing: Vec<(String, usize)>,
}

/// Measures coverage; `None` for a corpus without positions.
pub(super) fn coverage(gold: &Gold, gazetteer: &Gazetteer) -> Option<Coverage> {
    let counts = gold.reports.par_iter().map(|report| {
        let placed: Vec<_> = report.toponyms.iter().filter_map(|t| Some((t.span, t.at?))).collect();
        let spans: Vec<_> = placed.iter().map(|(span, _)| *span).collect();
        let text = Text::new(report.report.text.clone());
        let found = recognize::given(&text, &spans, gazetteer, None);
        let (mut near, mut held, mut missing) = (0usize, 0usize, Vec::new());
        for (span, at) in &placed {
            let mention = found.mentions.iter().find(|m| m.span == *span);
            let places = || mention.iter().flat_map(|m| &m.candidates).map(|(place, _)| *place);
            let is_near =
                places().filter_map(|p| gazetteer.place(p)).any(|view| great_circle_km(*at, view.at()) <= NEAR_KM);
            near += usize::from(is_near);
            if is_near || places().any(|place| holds_point(place, *at, gazetteer)) {
                held += 1;
            } else {
                missing.push(text.slice(*span).to_owned());
            }
        }
        (placed.len(), near, held, missing)
    });
    let (mut placed, mut near, mut held, mut missing) = (0, 0, 0, BTreeMap::<String, usize>::new());
    for one in counts.collect::<Vec<_>>() {
        (placed, near, held) = (placed + one.0, near + one.1, held + one.2);
        one.3.into_iter().for_each(|name| *missing.entry(name).or_default() += 1);
    }
    let mut missing: Vec<(String, usize)> = missing.into_iter().collect();
    missing.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    let share = |n: usize| n as f64 / placed as f64;
    (placed > 0).then(|| Coverage { placed, strict: share(near), tolerant: share(held), missing })
}

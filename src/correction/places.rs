//! Decisions on names: before incidents are coded, so that they move with their places.

use super::{Correction, Corrections, Decision, Pin, Target};
use crate::gazetteer::Gazetteer;
use crate::gazetteer::names::fold;
use crate::recognize::Role;
use crate::resolve::{Outcome, Pinned, Resolved, Toponym, pinned};
use crate::text::{Span, Text};

/// Applies what was decided on the names of a report, those for all reports first.
pub(crate) fn apply(
    corrections: &Corrections,
    report: &str,
    text: &Text,
    places: &mut Resolved,
    gazetteer: &Gazetteer,
) {
    let mut own = corrections.of(report);
    own.retain(|(_, c)| matches!(c.target, Target::Span(_) | Target::Name(_)));
    if own.is_empty() {
        return;
    }
    // A span says more than a name.
    own.sort_by_key(|(_, c)| matches!(c.target, Target::Span(_)));
    for (number, correction) in own {
        let spans = spans(correction, text, places);
        let mut used = false;
        for span in spans {
            used |= decide(correction, span, text, places, gazetteer);
        }
        if used {
            corrections.was_used(number);
        }
    }
    // In the order that they have always: by their end, the inner one first.
    places.toponyms.sort_by_key(|t| (t.span.end, std::cmp::Reverse(t.span.start)));
    places.refocus();
}

/// Where a correction holds in a text.
fn spans(correction: &Correction, text: &Text, places: &Resolved) -> Vec<Span> {
    match &correction.target {
        Target::Span(span) => Vec::from_iter((span.end <= text.len()).then_some(*span)),
        Target::Name(name) => {
            let wanted = fold(name);
            let mut out: Vec<Span> =
                places.toponyms.iter().filter(|t| fold(&t.surface) == wanted).map(|t| t.span).collect();
            out.extend(places.unresolved.iter().filter(|u| fold(&u.surface) == wanted).map(|u| u.span));
            // What was not taken for a name at all, written as the person writes it.
            if matches!(correction.decision, Decision::Place(_) | Decision::Role(Some(_))) {
                let known = |span: &Span| places.toponyms.iter().any(|t| t.span.overlaps(*span));
                out.extend(text.occurrences(name).into_iter().filter(|span| !known(span)));
            }
            out.sort();
            out.dedup();
            out
        }
        Target::Incident { .. } | Target::Report => Vec::new(),
    }
}

/// Applies a decision to a span; whether there was something to decide on.
fn decide(correction: &Correction, span: Span, text: &Text, places: &mut Resolved, gazetteer: &Gazetteer) -> bool {
    let known = places.toponyms.iter().position(|t| t.span == span);
    let touched = places.toponyms.iter().any(|t| t.span.overlaps(span))
        || places.unresolved.iter().any(|u| u.span.overlaps(span));
    match &correction.decision {
        Decision::Drop | Decision::Role(None) => {
            clear(places, span);
            touched
        }
        Decision::Verify => {
            let Some(toponym) = known.and_then(|at| places.toponyms.get_mut(at)) else { return false };
            toponym.checked = correction.checked();
            true
        }
        Decision::Role(Some(role)) => {
            let before = known.and_then(|at| places.toponyms.get(at)).cloned();
            let place = before.as_ref().and_then(|t| t.place.as_ref()).map(|p| p.id.clone());
            let pin = Pin { place, at: None, name: None };
            let Some(toponym) = put(correction, span, *role, &pin, before, text, gazetteer) else { return false };
            clear(places, span);
            places.toponyms.push(toponym);
            true
        }
        Decision::Place(pin) => {
            let before = known.and_then(|at| places.toponyms.get(at)).cloned();
            let role = before
                .as_ref()
                .map_or(Role::Literal, |t| if t.role == Role::Relative { Role::Literal } else { t.role });
            let Some(toponym) = put(correction, span, role, pin, before, text, gazetteer) else { return false };
            clear(places, span);
            places.toponyms.push(toponym);
            true
        }
        Decision::AddIncident(_) | Decision::Type(_) => false,
    }
}

/// Takes away what was found in a span.
fn clear(places: &mut Resolved, span: Span) {
    places.toponyms.retain(|t| !t.span.overlaps(span));
    places.unresolved.retain(|u| !u.span.overlaps(span));
}

/// The toponym that a person makes of a span; `None` when the gazetteer does not have the place.
fn put(
    correction: &Correction,
    span: Span,
    role: Role,
    pin: &Pin,
    before: Option<Toponym>,
    text: &Text,
    gazetteer: &Gazetteer,
) -> Option<Toponym> {
    let wanted = Pinned { place: pin.place.as_ref(), at: pin.at, name: pin.name.as_deref() };
    let mut out = match pinned(text, span, role, &wanted, gazetteer) {
        Some(toponym) => toponym,
        // A role can be given to a name whose place nobody knows.
        None if pin.place.is_none() && pin.at.is_none() => Toponym { role, ..before.clone()? },
        None => return None,
    };
    if matches!(role, Role::Organization | Role::Document) {
        (out.geometry, out.outcome) = (None, Outcome::NotAPlace);
    }
    out.evidence = vec![match &correction.by {
        Some(by) => format!("corrected by {by}"),
        None => "corrected by hand".to_owned(),
    }];
    // What the program took it for stays in sight.
    out.alternatives = before.map(|t| t.into_alternatives(out.place.as_ref())).unwrap_or_default();
    out.checked = correction.checked();
    Some(out)
}

//! Decisions on incidents: after they were coded, and last of all.

use super::{Correction, Corrections, Decision, NewIncident, Pin, Target};
use crate::gazetteer::Gazetteer;
use crate::incident::{self, Findings, Incident, Told};
use crate::recognize::Role;
use crate::resolve::{Pinned, Toponym, pinned};
use crate::text::{Span, Text};

/// Applies what was decided on the incidents of a report.
pub(crate) fn apply(
    corrections: &Corrections,
    report: &str,
    text: &Text,
    findings: &mut Findings,
    gazetteer: &Gazetteer,
) {
    let mut changed = false;
    for (number, correction) in corrections.of(report) {
        let used = match &correction.target {
            Target::Incident { id, evidence } => {
                decide(correction, id, *evidence, text, &mut findings.incidents, gazetteer)
            }
            Target::Report => add(correction, report, text, &mut findings.incidents, gazetteer),
            Target::Span(_) | Target::Name(_) => false,
        };
        if used {
            corrections.was_used(number);
            changed = true;
        }
    }
    if changed {
        findings.incidents.sort_by_key(|i| i.evidence.first().map(|e| e.span));
        incident::measure(findings, gazetteer);
    }
}

fn decide(
    correction: &Correction,
    id: &str,
    evidence: Option<Span>,
    text: &Text,
    incidents: &mut Vec<Incident>,
    gazetteer: &Gazetteer,
) -> bool {
    // A place that was put right gives an incident another id: its words are the same.
    let told = |i: &Incident| evidence.is_some() && i.evidence.first().map(|e| e.span) == evidence;
    let at = incidents.iter().position(|i| i.id == id).or_else(|| incidents.iter().position(told));
    let Some((at, incident)) = at.and_then(|at| Some((at, incidents.get_mut(at)?))) else { return false };
    match &correction.decision {
        Decision::Drop => {
            incidents.remove(at);
            return true;
        }
        Decision::Place(pin) => {
            let Some(toponym) = toponym(text, pin, gazetteer) else { return false };
            incident::place_at(incident, &toponym);
            incident.checked.corrected_by = correction.checked().corrected_by;
            incident.checked.corrected_at = correction.checked().corrected_at;
        }
        Decision::Type(kind) => {
            incident::set_type(incident, kind);
            incident.checked.corrected_by = correction.checked().corrected_by;
            incident.checked.corrected_at = correction.checked().corrected_at;
        }
        Decision::Verify => incident.checked = correction.checked(),
        Decision::Role(_) | Decision::AddIncident(_) => return false,
    }
    true
}

fn add(
    correction: &Correction,
    report: &str,
    text: &Text,
    incidents: &mut Vec<Incident>,
    gazetteer: &Gazetteer,
) -> bool {
    let Decision::AddIncident(new) = &correction.decision else { return false };
    let NewIncident { sub_event_type, pin, days, evidence, actors, killed, injured } = new.as_ref();
    if evidence.is_some_and(|span| span.end > text.len()) {
        return false;
    }
    let toponym = pin.as_ref().and_then(|pin| toponym(text, pin, gazetteer));
    if pin.is_some() && toponym.is_none() {
        return false;
    }
    let told = Told {
        report,
        sub_event_type,
        toponym: toponym.as_ref(),
        days: *days,
        evidence: *evidence,
        actors,
        killed: *killed,
        injured: *injured,
    };
    let Some(mut incident) = incident::added(text, &told) else { return false };
    incident.checked = correction.checked();
    incidents.push(incident);
    true
}

/// Where a person puts an incident: a toponym that no word of the text is.
fn toponym(text: &Text, pin: &Pin, gazetteer: &Gazetteer) -> Option<Toponym> {
    let wanted = Pinned { place: pin.place.as_ref(), at: pin.at, name: pin.name.as_deref() };
    pinned(text, Span::new(0, 0), Role::Literal, &wanted, gazetteer)
}

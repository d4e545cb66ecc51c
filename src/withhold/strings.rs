//! Every string of an analysis that came from the text of its report.

use crate::analysis::Analysis;
use crate::incident::{Claim, Evidence};
use crate::text::Span;

/// What a letter of a withheld word becomes: one for one, so that offsets hold.
pub(super) const BLOT: char = '█';

/// Blots the letters and digits of some spans out of a text.
pub(super) fn blot_spans(text: &mut String, spans: &[Span]) {
    if spans.is_empty() {
        return;
    }
    let hidden = |at: usize| spans.iter().any(|span| span.start <= at && at < span.end);
    *text = text.chars().enumerate().map(|(at, c)| if c.is_alphanumeric() && hidden(at) { BLOT } else { c }).collect();
}

/// Hands every string that repeats words of the report to `change`.
pub(super) fn each(analysis: &mut Analysis, mut change: impl FnMut(&mut String)) {
    analysis.title.iter_mut().for_each(&mut change);
    analysis.notes.iter_mut().for_each(&mut change);
    for toponym in &mut analysis.toponyms {
        change(&mut toponym.surface);
    }
    analysis.unresolved.iter_mut().for_each(|u| change(&mut u.surface));
    for incident in &mut analysis.incidents {
        incident.triggers.iter_mut().chain(&mut incident.actors).chain(&mut incident.targets).for_each(&mut change);
        incident.claimed_by.iter_mut().chain(&mut incident.denied_by).for_each(&mut change);
        incident.place_name.iter_mut().chain(&mut incident.date_phrase).for_each(&mut change);
        for party in &mut incident.parties {
            change(&mut party.name);
            party.known_as.iter_mut().for_each(&mut change);
        }
        said(&mut incident.claims, &mut incident.evidence, &mut change);
    }
    for asset in &mut analysis.infrastructure {
        change(&mut asset.name);
        asset.status_by.iter_mut().chain(&mut asset.concern_by).for_each(&mut change);
        said(&mut asset.claims, &mut asset.evidence, &mut change);
    }
    for considered in &mut analysis.considered {
        change(&mut considered.trigger.text);
        considered.subject.iter_mut().chain(&mut considered.object).for_each(&mut change);
    }
}

fn said(claims: &mut [Claim], evidence: &mut [Evidence], change: &mut impl FnMut(&mut String)) {
    for claim in claims {
        change(&mut claim.speaker);
        change(&mut claim.quote);
    }
    evidence.iter_mut().for_each(|e| change(&mut e.text));
}

//! One incident made of what several reports tell of it.

use super::Source;
use crate::incident::{Count, Incident, Stance, Status, each_once, each_once_by, status_of};
use crate::resolve::Checked;

/// The incident of an event; `None` without sources. Its place, words and id are those of the source that knows the place
/// best, the first of these.
pub(super) fn joined(sources: &[Source<'_>]) -> Option<Incident> {
    let best = sources.iter().min_by_key(|s| (s.incident.geo_precision, s.incident.where_prec))?;
    let mut out = best.incident.clone();
    if sources.len() == 1 {
        return Some(out);
    }
    let all = || sources.iter().map(|source| source.incident);
    // The days that all reports leave possible.
    out.date_start = all().filter_map(|i| i.date_start).max();
    out.date_end = all().filter_map(|i| i.date_end).min();
    out.time_precision = all().filter_map(|i| i.time_precision).min();
    out.triggers = each_once_by(all().flat_map(|i| i.triggers.iter().cloned()), String::clone);
    out.sub_event_candidates = each_once_by(all().flat_map(|i| i.sub_event_candidates.iter().cloned()), String::clone);
    out.actors = each_once_by(all().flat_map(|i| i.actors.iter().cloned()), String::clone);
    out.targets = each_once_by(all().flat_map(|i| i.targets.iter().cloned()), String::clone);
    out.parties = each_once_by(all().flat_map(|i| i.parties.iter().cloned()), |p| p.name.clone());
    out.claims = each_once_by(all().flat_map(|i| i.claims.iter().cloned()), |c| (c.span, c.quote.clone()));
    out.evidence = each_once_by(all().flat_map(|i| i.evidence.iter().cloned()), |e| (e.span, e.text.clone()));
    out.hedged = all().any(|i| i.hedged);
    out.confidence = all().map(|i| i.confidence).fold(0.0, f64::max);
    out.checked = checked(sources);
    let by = |stance: Stance| {
        each_once_by(out.claims.iter().filter(|c| c.stance == stance).map(|c| c.speaker.clone()), String::clone)
    };
    (out.claimed_by, out.denied_by) = (by(Stance::Asserts), by(Stance::Denies));
    out.status = status(sources, &out);
    out.fatalities = count(sources, |i| i.fatalities.as_ref());
    out.injured = count(sources, |i| i.injured.as_ref());
    out.missing = count(sources, |i| i.missing.as_ref());
    out.displaced = count(sources, |i| i.displaced.as_ref());
    out.arrested = count(sources, |i| i.arrested.as_ref());
    Some(out)
}

/// Verified when a person verified any of its sources; all who decided on one, and when the last did.
fn checked(sources: &[Source<'_>]) -> Checked {
    let each = || sources.iter().map(|source| &source.incident.checked);
    let by = each_once(each().filter_map(|c| c.corrected_by.clone()));
    Checked {
        verified: each().any(|c| c.verified),
        corrected_by: (!by.is_empty()).then(|| by.join(", ")),
        corrected_at: each().filter_map(|c| c.corrected_at.clone()).max(),
    }
}

/// What one report tells in its own voice is reported, whatever another only quotes; a denial in any report disputes it, and
/// what one report holds confirmed or disputed no silence of another undoes.
fn status(sources: &[Source<'_>], joined: &Incident) -> Status {
    let each = || sources.iter().map(|source| source.incident.status);
    let outright = each().any(|status| status == Status::Reported);
    match status_of(&joined.claims, outright) {
        Status::Claimed if outright => Status::Reported,
        status @ (Status::Reported | Status::Claimed) => {
            each().find(|s| matches!(s, Status::Disputed | Status::Confirmed)).unwrap_or(status)
        }
        status => status,
    }
}

/// The range of the figures that reports give. The number to use is the one of the report that was published last, for
/// figures grow while an event is counted; of two on one day, or without days, the higher.
fn count(sources: &[Source<'_>], of: impl Fn(&Incident) -> Option<&Count>) -> Option<Count> {
    let stated = || sources.iter().filter_map(|s| Some((s.analysis.published, of(s.incident)?)));
    let (_, last) = stated().max_by_key(|(published, count)| (*published, count.best))?;
    Some(Count {
        low: stated().map(|(_, c)| c.low).min()?,
        best: last.best,
        high: stated().map(|(_, c)| c.high).max()?,
        stated: last.stated.clone(),
    })
}

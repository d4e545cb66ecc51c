//! What a person decides on incidents ([`crate::correction`]).

use super::incident::{Count, Evidence, Incident, Status};
use super::lexicon::LEXICON;
use super::locate::{self, Location};
use crate::geography::Metres;
use crate::resolve::{Checked, Toponym};
use crate::text::{Span, Text};
use jiff::civil::Date;

/// Whether it is a sub-event type of ACLED or GLIDE, spelt as the output spells it.
pub(crate) fn is_sub_event_type(name: &str) -> bool {
    LEXICON.named(name).is_some()
}

/// An incident that a person tells of a report.
pub(crate) struct Told<'a> {
    /// The report's id.
    pub report: &'a str,
    /// Of the table of types.
    pub sub_event_type: &'a str,
    /// Where, as a toponym that stands nowhere in the text.
    pub toponym: Option<&'a Toponym>,
    /// First and last day.
    pub days: Option<(Date, Date)>,
    /// The words that tell it.
    pub evidence: Option<Span>,
    /// Who acts.
    pub actors: &'a [String],
    /// Deaths.
    pub killed: Option<u64>,
    /// Injured.
    pub injured: Option<u64>,
}

/// The incident that a person tells; `None` when its type is in no table.
pub(crate) fn added(text: &Text, told: &Told<'_>) -> Option<Incident> {
    let event = LEXICON.named(told.sub_event_type)?;
    let evidence = told.evidence.map(|span| Evidence { span, text: text.slice(span).to_owned() });
    let (start, end) = told.evidence.map_or((0, 0), |span| (span.start, span.end));
    let place = told.toponym.and_then(|t| t.place.as_ref()).map(|p| &p.id);
    let kind = format!("by hand {}{place:?}{:?}", told.sub_event_type, told.days);
    let exact = |n: u64| Count { low: n, best: n, high: n, stated: None };
    let mut out = Incident {
        id: super::coder::id(told.report, start, end, &kind),
        event_type: event.event_type.clone(),
        sub_event_type: event.sub_event_type.clone(),
        sub_event_candidates: Vec::new(),
        triggers: Vec::new(),
        lat: None,
        lon: None,
        geometry: None,
        place_id: None,
        place_name: None,
        country: None,
        admin1: None,
        geo_precision: None,
        where_prec: None,
        precision_m: None,
        date_start: told.days.map(|d| d.0),
        date_end: told.days.map(|d| d.1),
        time_precision: told.days.map(|(first, last)| if first == last { 1 } else { 2 }),
        date_phrase: None,
        clock: None,
        actors: told.actors.to_vec(),
        targets: Vec::new(),
        parties: Vec::new(),
        fatalities: told.killed.map(exact),
        injured: told.injured.map(exact),
        missing: None,
        displaced: None,
        arrested: None,
        status: Status::Reported,
        claims: Vec::new(),
        claimed_by: Vec::new(),
        denied_by: Vec::new(),
        hedged: false,
        evidence: evidence.into_iter().collect(),
        confidence: 1.0,
        checked: Checked::default(),
    };
    told.toponym.iter().for_each(|toponym| place_at(&mut out, toponym));
    Some(out)
}

/// Puts an incident where a person says.
pub(crate) fn place_at(incident: &mut Incident, toponym: &Toponym) {
    let Some(Location { place, at, geometry, geo_precision, where_prec, precision, .. }) = locate::at(toponym, false)
    else {
        return;
    };
    (incident.lat, incident.lon, incident.geometry) = (Some(at.lat), Some(at.lon), geometry);
    (incident.place_id, incident.place_name) = (Some(place.id), Some(place.name));
    (incident.country, incident.admin1) = (place.country, place.admin1);
    (incident.geo_precision, incident.where_prec) = (Some(geo_precision), Some(where_prec));
    incident.precision_m = Some(Metres(precision.0.round()));
}

/// Gives an incident the type that a person says.
pub(crate) fn set_type(incident: &mut Incident, sub_event_type: &str) {
    if let Some(event) = LEXICON.named(sub_event_type) {
        incident.event_type.clone_from(&event.event_type);
        incident.sub_event_type.clone_from(&event.sub_event_type);
        incident.sub_event_candidates.clear();
    }
}

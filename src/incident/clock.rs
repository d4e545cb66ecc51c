//! The hour of an incident: what the report writes, in the time of the place. The time zone of the machine never counts.

use super::incident::{Clock, Incident};
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::resolve::Resolved;
use crate::text::{Span, Text};
use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// `21:40`, `3:15 a.m.`, `3 pm`, `3.15 p.m.`, `0430 GMT`, each with the zone behind it where one stands there.
static WRITTEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?: (?-u:\b) (?P<h>[01]?[0-9]|2[0-3]) [:h] (?P<m>[0-5][0-9]) (?: :[0-5][0-9])? (?: \s* (?P<half>[aApP]\.?[mM](?-u:\b)\.?) )?
          | (?-u:\b) (?P<h12>1[0-2]|0?[1-9]) (?: [.] (?P<m12>[0-5][0-9]) )? \s* (?P<half12>[aApP]\.?[mM](?-u:\b)\.?)
          | (?-u:\b) (?P<h4>[01][0-9]|2[0-3]) (?P<m4>[0-5][0-9]) (?: \s* (?: hours | hrs ) (?-u:\b) | (?P<zoned> \s* (?: GMT | UTC ) (?-u:\b) ) )
        )
        (?: \s* \(? (?: (?P<utc> GMT | UTC | Z ) (?-u:\b) (?: (?P<off>[+\-−][0-9]{1,2}) (?: : (?P<offm>[0-5][0-9]) )? )?
          | (?P<local> local (?-u:\b) (?: \s+ time )? )
          | (?P<town> \p{Lu}[\p{L}\-]+ ) \s+ time (?-u:\b) ) )?",
    )
    .ok()
});

/// Gives incidents the hour that their words write.
pub(super) fn set(text: &Text, places: &Resolved, incidents: &mut [Incident], gazetteer: &Gazetteer) {
    let Some(written) = WRITTEN.as_ref() else { return };
    let mut placed: Vec<Span> = places.toponyms.iter().filter(|t| t.role.locates()).map(|t| t.span).collect();
    placed.sort();
    for incident in incidents {
        let found = incident.evidence.iter().find_map(|evidence| {
            // A quote may leave out the end of its sentence, where the hour stands.
            let tokens = text.tokens_in(evidence.span);
            let sentence = text.sentences().get(text.sentence_of(tokens.start)).map(|s| text.span_of(s.tokens.clone()));
            let own = written.captures(text.slice(evidence.span));
            own.or_else(|| written.captures(text.slice(sentence.filter(|_| has_a_place(&placed, evidence.span))?)))
        });
        if let Some(found) = found {
            apply(&found, places, incident, gazetteer);
        }
    }
}

/// Whether a quote has a place of its own, so that its sentence is about it.
fn has_a_place(placed: &[Span], quote: Span) -> bool {
    let first = placed.partition_point(|span| span.start < quote.start);
    placed.iter().skip(first).take_while(|span| span.start < quote.end).any(|span| span.end <= quote.end)
}

fn apply(found: &Captures<'_>, places: &Resolved, incident: &mut Incident, gazetteer: &Gazetteer) {
    let Some(time) = time(found) else { return };
    let here = incident.place_id.as_ref().and_then(|place| gazetteer.time_zone(place));
    let phrase = found.get(0).map_or("", |all| all.as_str()).trim().to_owned();
    let stated = stated(found, places, gazetteer);
    let zone = here.and_then(zone);
    // One day, or none: an hour of several days is no moment.
    let day = incident.date_start.filter(|day| incident.date_end == Some(*day) && incident.time_precision == Some(1));
    let moment = stated
        .clone()
        .or_else(|| zone.clone())
        .zip(day)
        .and_then(|(zone, day)| zone.into_ambiguous_zoned_datetime(day.to_datetime(time)).compatible().ok());
    let mut clock = Clock { local: None, zone: here.map(str::to_owned), utc: None, phrase };
    match (moment, zone) {
        (Some(moment), Some(zone)) => {
            let there = moment.with_time_zone(zone);
            (clock.local, clock.utc) = (Some(there.time()), Some(moment.timestamp()));
            // Late in the evening by one clock is the next day by another.
            (incident.date_start, incident.date_end) = (Some(there.date()), Some(there.date()));
        }
        (Some(moment), None) => clock.utc = Some(moment.timestamp()),
        // Without a day nobody can tell what another zone's hour is here; an hour without a zone is the place's.
        (None, _) if stated.is_none() => clock.local = Some(time),
        (None, _) => {}
    }
    incident.clock = Some(clock);
}

fn time(found: &Captures<'_>) -> Option<Time> {
    let number = |names: [&str; 3]| names.into_iter().find_map(|name| found.name(name)?.as_str().parse::<i8>().ok());
    let (hour, minute) = (number(["h", "h12", "h4"])?, number(["m", "m12", "m4"]).unwrap_or(0));
    let half = found.name("half").or_else(|| found.name("half12"));
    let hour = match half.map(|half| half.as_str().starts_with(['p', 'P'])) {
        Some(_) if hour > 12 || hour == 0 => return None,
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// The zone that the words name; `None` for the place's own.
fn stated(found: &Captures<'_>, places: &Resolved, gazetteer: &Gazetteer) -> Option<TimeZone> {
    if found.name("utc").is_some() || found.name("zoned").is_some() {
        let part =
            |name: &str| found.name(name).map_or(Some(0), |part| part.as_str().replace('−', "-").parse::<i32>().ok());
        let (hours, minutes) = (part("off")?, part("offm")?);
        let seconds = hours * 3600 + minutes * 60 * if hours < 0 { -1 } else { 1 };
        return Some(Offset::from_seconds(seconds).ok()?.to_time_zone());
    }
    let town = found.name("town")?.as_str();
    let place = places.toponyms.iter().find(|t| t.surface == town)?.place.as_ref()?;
    zone(gazetteer.time_zone(&PlaceId(place.id.0.clone()))?)
}

/// A zone by its IANA name, from the rules inside the program.
fn zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

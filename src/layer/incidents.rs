//! Layer `incidents`: what is reported to have happened, one feature an incident.

use super::column::{Column, date, integer, metres, moment, schema, share, text, values, yes_no};
use super::origin::{self, Origin};
use super::{Filling, GeometryKind, Layer, Room, Row, Value, told, words};
use crate::geography::Shape;
use crate::incident::{Count, Incident, Status};
use crate::merge::Event;

/// The layer of all events on its way; those that are unlocated have no geometry.
pub(super) struct Incidents {
    filling: Filling,
    what: Vec<Column<Incident>>,
}

impl Incidents {
    pub fn new(room: &Room) -> Self {
        let (what, who, whence) = (columns(), told::columns(), origin::columns());
        let fields = schema(&what).into_iter().chain(schema(&who)).chain(schema(&whence)).collect();
        let doc = "What is reported to have happened, at a representative point of where; its area or line is in areas and lines";
        Self { filling: Layer::new("incidents", "Incidents", doc, GeometryKind::Point, fields, room).filling(), what }
    }

    pub fn add(&mut self, event: &Event<'_>) {
        let incident = &event.incident;
        let Some(main) = event.main() else { return };
        let quote = incident.evidence.first().map(|e| (e.span, e.text.as_str()));
        let origin = Origin { analysis: main.analysis, quote };
        let cells = values(&self.what, incident).into_iter().chain(values(&told::columns(), event));
        self.filling.add(Row {
            id: incident.id.clone(),
            label: label(incident),
            summary: summary(event),
            geometry: incident.at().filter(|at| at.is_valid()).map(Shape::point),
            values: cells.chain(values(&origin::columns(), &origin)).collect(),
        });
    }

    pub fn layer(self) -> Layer {
        self.filling.layer
    }
}

fn columns() -> Vec<Column<Incident>> {
    [kind(), time(), place(), people(), claims(), checked()].into_iter().flatten().collect()
}

fn kind() -> Vec<Column<Incident>> {
    vec![
        text("event_type", "Type", "Event type: ACLED's, or a hazard class", |i| (&i.event_type).into()),
        text("sub_event_type", "Sub-type", "Sub-event type: ACLED's, or a GLIDE term", |i| (&i.sub_event_type).into()),
        text(
            "sub_event_candidates",
            "Sub-types left open",
            "Other sub-event types that a vague verb leaves open",
            |i| Value::list(&i.sub_event_candidates),
        ),
        text("status", "Status", "reported, claimed, disputed, denied or confirmed, from the claims", |i| {
            words::status(i.status).into()
        }),
        yes_no("disputed", "Disputed", "Whether one side asserts it and another denies it", |i| {
            (i.status == Status::Disputed).into()
        }),
        yes_no("hedged", "Hedged", "Whether anybody voices doubt", |i| i.hedged.into()),
        share("confidence", "Confidence", "How sure we are that the report reports this, 0 to 1", |i| {
            i.confidence.into()
        }),
    ]
}

fn time() -> Vec<Column<Incident>> {
    vec![
        date("date_start", "First day", "First day; null when the report gives none or has no date itself", |i| {
            i.date_start.into()
        }),
        date("date_end", "Last day", "Last day", |i| i.date_end.into()),
        integer("time_precision", "Time precision", "ACLED: 1 the day, 2 within a week, 3 within a month", |i| {
            i.time_precision.into()
        }),
        text("date_phrase", "Time in words", "The report's words for the time", |i| i.date_phrase.as_ref().into()),
        text("time_local", "Hour", "The hour by the clocks of the place, HH:MM; null when no report writes one", |i| {
            i.clock.as_ref().and_then(|c| c.local).map(|t| t.strftime("%H:%M").to_string()).into()
        }),
        text("time_zone", "Time zone", "IANA name of the time zone of the place, where an hour is written", |i| {
            i.clock.as_ref().and_then(|c| c.zone.as_ref()).into()
        }),
        moment("occurred_at", "Moment", "The moment in UTC, where an hour, a day and a zone are known", |i| {
            i.clock.as_ref().and_then(|c| c.utc).into()
        }),
    ]
}

fn place() -> Vec<Column<Incident>> {
    vec![
        text("place_name", "Place", "Name of the place it is located by; null when unlocated", |i| {
            i.place_name.as_ref().into()
        }),
        text("place_id", "Place id", "Id of that place, with its source", |i| i.place_id.as_ref().into()),
        text("country", "Country", "ISO 3166-1 alpha-2 of the place", |i| i.country.as_ref().into()),
        text("admin1", "State or province", "State or province of the place", |i| i.admin1.as_ref().into()),
        integer("geo_precision", "Place precision", "ACLED: 1 the named town, 2 near it, 3 a region or border", |i| {
            i.geo_precision.into()
        }),
        integer(
            "where_prec",
            "Place precision (UCDP)",
            "UCDP: 1 exact to 5 line or larger than admin-1, 6 country, 7 international",
            |i| i.where_prec.into(),
        ),
        metres("precision_m", "Radius (m)", "Metres: the radius within which it may lie", |i| i.precision_m.into()),
    ]
}

fn people() -> Vec<Column<Incident>> {
    vec![
        text("actors", "Actors", "Who acts, in the report's words", |i| Value::list(&i.actors)),
        text("targets", "Targets", "Who or what is acted on, in the report's words", |i| Value::list(&i.targets)),
        text("parties", "Parties", "Each with its one name, ISO 3166-1 country and kind, where they are known", |i| {
            Value::list(i.parties.iter().map(words::party))
        }),
        integer("fatalities_low", "Deaths, at least", "Deaths, at least; null when not stated", |i| {
            bound(&i.fatalities, |c| c.low)
        }),
        integer("fatalities_best", "Deaths", "Deaths, the number to use; null when not stated", |i| {
            bound(&i.fatalities, |c| c.best)
        }),
        integer("fatalities_high", "Deaths, at most", "Deaths, at most; null when not stated", |i| {
            bound(&i.fatalities, |c| c.high)
        }),
        text("fatalities_stated", "Deaths in words", "The report's words, where it gives no number", |i| {
            stated(&i.fatalities)
        }),
        integer("injured_low", "Injured, at least", "Injured, at least; null when not stated", |i| {
            bound(&i.injured, |c| c.low)
        }),
        integer("injured_best", "Injured", "Injured, the number to use; null when not stated", |i| {
            bound(&i.injured, |c| c.best)
        }),
        integer("injured_high", "Injured, at most", "Injured, at most; null when not stated", |i| {
            bound(&i.injured, |c| c.high)
        }),
        text("injured_stated", "Injured in words", "The report's words, where it gives no number", |i| {
            stated(&i.injured)
        }),
        integer("missing_best", "Missing", "Missing, the number to use; null when not stated", |i| {
            bound(&i.missing, |c| c.best)
        }),
        integer(
            "displaced_best",
            "Displaced",
            "Displaced or evacuated, the number to use; null when not stated",
            |i| bound(&i.displaced, |c| c.best),
        ),
        integer("arrested_best", "Arrested", "Arrested, the number to use; null when not stated", |i| {
            bound(&i.arrested, |c| c.best)
        }),
    ]
}

fn claims() -> Vec<Column<Incident>> {
    vec![
        text("claimed_by", "Claimed by", "Speakers who assert it", |i| Value::list(&i.claimed_by)),
        text("denied_by", "Denied by", "Speakers who deny it", |i| Value::list(&i.denied_by)),
        integer("claim_count", "Claims", "How many claims there are", |i| i.claims.len().into()),
        text("claims", "What is claimed", "Each claim: speaker (role) stance, certainty: \"quote\"", |i| {
            Value::list(i.claims.iter().map(words::claim))
        }),
        text("triggers", "Trigger words", "The words that gave the type", |i| Value::list(&i.triggers)),
        text("evidence", "Evidence", "All words it was read from, in text order", |i| {
            Value::list(i.evidence.iter().map(|e| words::one_line(&e.text)))
        }),
    ]
}

fn checked() -> Vec<Column<Incident>> {
    vec![
        yes_no("verified", "Verified", "Whether a person found it right, or added it", |i| i.checked.verified.into()),
        text("corrected_by", "Corrected by", "Who decided on it, or on the name of its place", |i| {
            i.checked.corrected_by.as_ref().into()
        }),
        text("corrected_at", "Corrected at", "When they did, as they wrote it", |i| {
            i.checked.corrected_at.as_ref().into()
        }),
    ]
}

/// A bound of a number of people; null when none is stated.
pub(super) fn bound(count: &Option<Count>, of: fn(&Count) -> u64) -> Value {
    count.as_ref().map(of).into()
}

/// The report's words for a number of people, where it gives none.
pub(super) fn stated(count: &Option<Count>) -> Value {
    count.as_ref().and_then(|c| c.stated.as_ref()).into()
}

fn label(incident: &Incident) -> String {
    let what = if incident.sub_event_type.is_empty() { &incident.event_type } else { &incident.sub_event_type };
    let place = incident.place_name.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    match incident.status {
        Status::Reported => format!("{what}{place}"),
        other => format!("{what}{place} ({})", words::status(other)),
    }
}

fn summary(event: &Event<'_>) -> String {
    let incident = &event.incident;
    let mut parts = vec![when(incident)];
    if event.sources.len() > 1 {
        parts.push(format!("Told by {} reports.", event.sources.len()));
    }
    if let Some(deaths) = &incident.fatalities {
        parts.push(format!("Deaths: {}.", words::count(deaths)));
    }
    if let Some(injured) = &incident.injured {
        parts.push(format!("Injured: {}.", words::count(injured)));
    }
    if !incident.claimed_by.is_empty() {
        parts.push(format!("Claimed by {}.", words::listed(&incident.claimed_by)));
    }
    if !incident.denied_by.is_empty() {
        parts.push(format!("Denied by {}.", words::listed(&incident.denied_by)));
    }
    if let Some(evidence) = incident.evidence.first() {
        parts.push(format!("\"{}\"", words::one_line(&evidence.text)));
    }
    parts.extend(words::checked(&incident.checked));
    parts.join(" ")
}

fn when(incident: &Incident) -> String {
    match (incident.date_start, incident.date_end) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}."),
        (Some(day), _) | (None, Some(day)) => format!("{day}."),
        (None, None) => "Undated.".to_owned(),
    }
}

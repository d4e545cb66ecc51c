//! Table `acled`: the incidents that ACLED's codebook knows, in ACLED's columns and their order, for tools that read ACLED's
//! exports. It is like ACLED's data and is none of it: nobody at ACLED has seen a row.
//!
//! Nothing is filled in that no report says. ACLED's own data has 0 deaths where a source states none; here that cell is empty,
//! because a report that is silent does not say that nobody died. Sides have no `inter` codes, the source has no scale, and
//! `region`, whose borders are ACLED's own, is left to whoever merges the rows.

use super::Table;
use super::record::{Record, first, others};
use crate::gazetteer::iso_numeric;
use crate::incident::{Incident, Status};
use crate::layer::column::{Column, date, degrees, integer, schema, text, values};
use crate::layer::incidents::bound;
use crate::layer::told;
use crate::layer::{Room, Rows, Value, words};
use jiff::ToSpan;
use jiff::civil::Date;

/// ACLED's event types.
const EVENT_TYPES: [&str; 6] = [
    "Battles",
    "Protests",
    "Riots",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Strategic developments",
];

/// The one sub-event type that is a demonstration and political violence.
const EXCESSIVE_FORCE: &str = "Excessive force against protesters";

/// The longest time in days that ACLED gives a precision.
const MONTH: i64 = 31;

/// The table of the incidents that are ACLED events, without rows.
pub(super) fn table(room: &Room) -> Table {
    Table {
        name: "acled",
        title: "Incidents in ACLED's columns",
        doc: "The incidents of ACLED's event types, in the columns of ACLED's exports; what is not known is empty",
        schema: schema(&columns()),
        hashtags: None,
        rows: Rows::new(room),
        left_out: 0,
    }
}

/// Adds an incident, or counts it among those that are left out.
pub(super) fn add(table: &mut Table, record: &Record<'_>) {
    if EVENT_TYPES.contains(&record.incident.event_type.as_str()) {
        table.rows.push(&values(&columns(), record));
    } else {
        table.left_out += 1;
    }
}

fn columns<'a>() -> Vec<Column<Record<'a>>> {
    [time(), kind(), parties(), place(), report()].into_iter().flatten().collect()
}

fn time<'a>() -> Vec<Column<Record<'a>>> {
    vec![
        text("event_id_cnty", "Id", "Id of the incident, as in the layer incidents; none of ACLED's", |r| {
            (&r.id).into()
        }),
        date(
            "event_date",
            "First day",
            "First day; null when the report gives none, has no date itself, or leaves more than a month open",
            |r| day(r.incident).into(),
        ),
        integer("year", "Year", "Year of the first day, or of all days that it may be", |r| year(r.incident)),
        integer("time_precision", "Time precision", "1 the day, 2 within a week, 3 within a month", |r| {
            day(r.incident).and(r.incident.time_precision).into()
        }),
    ]
}

fn kind<'a>() -> Vec<Column<Record<'a>>> {
    vec![
        text("disorder_type", "Disorder", "By the codebook, from the event type and the sub-event type", |r| {
            disorder(&r.incident.event_type, &r.incident.sub_event_type).into()
        }),
        text("event_type", "Type", "Event type", |r| (&r.incident.event_type).into()),
        text("sub_event_type", "Sub-type", "Sub-event type", |r| (&r.incident.sub_event_type).into()),
    ]
}

fn parties<'a>() -> Vec<Column<Record<'a>>> {
    vec![
        text("actor1", "Actor", "Who acts, in the report's words: the first", |r| first(&r.incident.actors)),
        text("assoc_actor_1", "Further actors", "Who else acts", |r| others(&r.incident.actors)),
        unknown("inter1", "Kind of actor"),
        text("actor2", "Target", "Who or what is acted on, in the report's words: the first", |r| {
            first(&r.incident.targets)
        }),
        text("assoc_actor_2", "Further targets", "Who or what else is acted on", |r| others(&r.incident.targets)),
        unknown("inter2", "Kind of target"),
        unknown("interaction", "Kinds of both"),
        text("civilian_targeting", "Civilian targeting", "Said where the event type says it, else null", |r| {
            civilian_targeting(r.incident).into()
        }),
    ]
}

fn place<'a>() -> Vec<Column<Record<'a>>> {
    vec![
        integer("iso", "Country number", "ISO 3166-1 numeric of the country", |r| {
            r.incident
                .country
                .as_deref()
                .and_then(iso_numeric)
                .map_or(Value::Null, |number| Value::Integer(number.into()))
        }),
        unknown("region", "Region"),
        text("country", "Country", "English name of the country of the place", |r| r.country.as_ref().into()),
        text("admin1", "State or province", "Name of the state or province", |r| r.admin1().into()),
        text("admin2", "County or district", "Name of the county or district, where known", |r| r.admin2().into()),
        unknown("admin3", "Division below"),
        text("location", "Place", "Name of the place it is located by; null when unlocated", |r| {
            r.incident.place_name.as_ref().into()
        }),
        degrees("latitude", "Latitude", "Degrees north of a representative point; null when unlocated", |r| {
            r.point().map(|point| point.y()).into()
        }),
        degrees("longitude", "Longitude", "Degrees east of a representative point; null when unlocated", |r| {
            r.point().map(|point| point.x()).into()
        }),
        integer("geo_precision", "Place precision", "1 the named town, 2 near it, 3 a region or border", |r| {
            r.incident.geo_precision.into()
        }),
    ]
}

fn report<'a>() -> Vec<Column<Record<'a>>> {
    vec![
        text("source", "Source", "Who published the reports that tell it", |r| told::sources(r.event)),
        unknown("source_scale", "Scale of the source"),
        text("notes", "Notes", "All words it was read from, and who claims and who denies it", notes),
        integer("fatalities", "Deaths", "Deaths, the number to use; null, not 0, when not stated", |r| {
            bound(&r.incident.fatalities, |c| c.best)
        }),
        unknown("tags", "Tags"),
        unknown("timestamp", "Entered at"),
    ]
}

/// A column of ACLED's that reports do not tell.
fn unknown<'a>(name: &'static str, alias: &'static str) -> Column<Record<'a>> {
    text(name, alias, "ACLED's own; always null", |_| Value::Null)
}

/// The codebook's class of disorder; `None` for a riot that is neither a demonstration nor a mob's.
fn disorder(event_type: &str, sub_event_type: &str) -> Option<&'static str> {
    match (event_type, sub_event_type) {
        ("Protests", EXCESSIVE_FORCE) => Some("Political violence; Demonstrations"),
        ("Protests", _) | ("Riots", "Violent demonstration") => Some("Demonstrations"),
        ("Battles" | "Explosions/Remote violence" | "Violence against civilians", _) | ("Riots", "Mob violence") => {
            Some("Political violence")
        }
        ("Strategic developments", _) => Some("Strategic developments"),
        _ => None,
    }
}

/// The codebook's mark, where the type alone tells; whether a strike or a mob hit civilians above all is not known.
fn civilian_targeting(incident: &Incident) -> Option<&'static str> {
    let told = incident.event_type == "Violence against civilians" || incident.sub_event_type == EXCESSIVE_FORCE;
    told.then_some("Civilian targeting")
}

/// The words it was read from; behind them, in brackets, who says so and who denies it, for which ACLED has no column.
fn notes(record: &Record<'_>) -> Value {
    let incident = record.incident;
    let mut said = Vec::new();
    if incident.status != Status::Reported {
        said.push(words::status(incident.status).to_owned());
    }
    if !incident.claimed_by.is_empty() {
        said.push(format!("claimed by {}", words::listed(&incident.claimed_by)));
    }
    if !incident.denied_by.is_empty() {
        said.push(format!("denied by {}", words::listed(&incident.denied_by)));
    }
    let read = record.notes();
    match (read.as_text(), said.is_empty()) {
        (_, true) => read,
        (Some(read), false) => format!("{read} [{}]", said.join("; ")).into(),
        (None, false) => format!("[{}]", said.join("; ")).into(),
    }
}

/// The first day, when it happened within a month of it: ACLED has no word for less.
fn day(incident: &Incident) -> Option<Date> {
    let first = incident.date_start?;
    (incident.date_end.unwrap_or(first) <= first.saturating_add(MONTH.days())).then_some(first)
}

/// The year, when it can be one only or the day is known.
fn year(incident: &Incident) -> Value {
    let first = incident.date_start;
    let one = first.filter(|first| incident.date_end.is_none_or(|last| last.year() == first.year()));
    day(incident).or(one).map_or(Value::Null, |day| Value::Integer(day.year().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables of the incident coder: sub-event type, event type, PLOVER, GLIDE, rank.
    const TYPES: &str = include_str!("../../../lexicon/event_types.csv");

    #[test]
    fn the_columns_are_acleds_in_acleds_order() {
        let names: Vec<_> = table(&Room::Memory).schema.iter().map(|field| field.name).collect();
        assert_eq!(
            names.join(","),
            "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,\
             inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,\
             location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
        );
    }

    #[test]
    fn every_type_of_the_coder_is_a_hazard_or_has_a_disorder() {
        for row in csv::Reader::from_reader(TYPES.as_bytes()).records().map(Result::unwrap) {
            let (sub, event, glide) = (&row[0], &row[1], &row[3]);
            assert_eq!(EVENT_TYPES.contains(&event), glide.is_empty(), "{event}");
            assert_eq!(disorder(event, sub).is_some(), glide.is_empty(), "{event}, {sub}");
        }
    }

    #[test]
    fn a_demonstration_that_is_met_with_force_is_both() {
        assert_eq!(disorder("Protests", EXCESSIVE_FORCE), Some("Political violence; Demonstrations"));
        assert_eq!(disorder("Protests", "Peaceful protest"), Some("Demonstrations"));
        assert_eq!(disorder("Riots", "Violent demonstration"), Some("Demonstrations"));
        assert_eq!(disorder("Riots", "Mob violence"), Some("Political violence"));
        assert_eq!(disorder("Riots", ""), None);
    }
}

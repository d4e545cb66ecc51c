//! Table `incidents`: all incidents, each column with its hashtag of the Humanitarian Exchange Language
//! (<https://hxlstandard.org>, version 1.1), as OCHA tags ACLED's data.
//!
//! Where several columns share a hashtag the plain one stands first, because readers take the first that fits:
//! `#affected+killed` before `#affected+killed+min`. `#date` and `#affected` hold dates and numbers only, so words about
//! either are tagged otherwise. Codes of administrative areas (P-codes) are not known, so there are none.

use super::Table;
use super::record::{Record, first, others};
use crate::incident::Status;
use crate::layer::column::{Column, date, degrees, integer, metres, schema, share, text, values, yes_no};
use crate::layer::incidents::{bound, stated};
use crate::layer::origin::{self, Origin};
use crate::layer::told;
use crate::layer::{Room, Rows, Value, words};
use crate::merge::Event;

/// A column and its hashtag, side by side.
struct Tagged<T>(&'static str, Column<T>);

/// The table of all incidents, without rows.
pub(super) fn table(room: &Room) -> Table {
    let ((tags, what), (told_tags, told), (origin_tags, whence)) =
        (parted(columns()), parted(reports()), parted(whence()));
    Table {
        name: "incidents",
        title: "Incidents",
        doc: "What is reported to have happened, one row an incident, with HXL hashtags",
        schema: schema(&what).into_iter().chain(schema(&told)).chain(schema(&whence)).collect(),
        hashtags: Some(tags.into_iter().chain(told_tags).chain(origin_tags).collect()),
        rows: Rows::new(room),
        left_out: 0,
    }
}

/// Adds an incident.
pub(super) fn add(table: &mut Table, record: &Record<'_>) {
    let ((_, what), (_, told), (_, whence)) = (parted(columns()), parted(reports()), parted(whence()));
    let quote = record.incident.evidence.first().map(|e| (e.span, e.text.as_str()));
    let origin = Origin { analysis: record.analysis, quote };
    let told = values(&told, record.event);
    table.rows.push(&values(&what, record).into_iter().chain(told).chain(values(&whence, &origin)).collect());
}

fn parted<T>(tagged: Vec<Tagged<T>>) -> (Vec<&'static str>, Vec<Column<T>>) {
    tagged.into_iter().map(|Tagged(tag, column)| (tag, column)).unzip()
}

fn columns<'a>() -> Vec<Tagged<Record<'a>>> {
    [kind(), parties(), place(), what(), people(), status(), details()].into_iter().flatten().collect()
}

fn kind<'a>() -> Vec<Tagged<Record<'a>>> {
    vec![
        Tagged("#event+code", text("id", "Id", "Id of the incident, as in the layer incidents", |r| (&r.id).into())),
        Tagged(
            "#date+occurred+start",
            date("date_start", "First day", "First day; null when the report gives none or has no date itself", |r| {
                r.incident.date_start.into()
            }),
        ),
        Tagged("#date+occurred+end", date("date_end", "Last day", "Last day", |r| r.incident.date_end.into())),
        Tagged(
            "#event+type",
            text("event_type", "Type", "Event type: ACLED's, or a hazard class", |r| (&r.incident.event_type).into()),
        ),
        Tagged(
            "#event+type+sub",
            text("sub_event_type", "Sub-type", "Sub-event type: ACLED's, or a GLIDE term", |r| {
                (&r.incident.sub_event_type).into()
            }),
        ),
    ]
}

fn parties<'a>() -> Vec<Tagged<Record<'a>>> {
    vec![
        Tagged(
            "#group+name+first",
            text("actor1", "Actor", "Who acts, in the report's words: the first", |r| first(&r.incident.actors)),
        ),
        Tagged(
            "#group+name+first+assoc",
            text("assoc_actor1", "Further actors", "Who else acts", |r| others(&r.incident.actors)),
        ),
        Tagged(
            "#group+name+second",
            text("actor2", "Target", "Who or what is acted on, in the report's words: the first", |r| {
                first(&r.incident.targets)
            }),
        ),
        Tagged(
            "#group+name+second+assoc",
            text("assoc_actor2", "Further targets", "Who or what else is acted on", |r| others(&r.incident.targets)),
        ),
    ]
}

fn place<'a>() -> Vec<Tagged<Record<'a>>> {
    vec![
        Tagged(
            "#country+name",
            text("country", "Country", "English name of the country of the place", |r| r.country.as_ref().into()),
        ),
        Tagged(
            "#country+code+v_iso2",
            text("iso2", "Country code", "ISO 3166-1 alpha-2 of the place", |r| r.incident.country.as_ref().into()),
        ),
        Tagged(
            "#adm1+name",
            text("admin1", "State or province", "Name of the state or province", |r| r.admin1().into()),
        ),
        Tagged(
            "#adm2+name",
            text("admin2", "County or district", "Name of the county or district, where known", |r| r.admin2().into()),
        ),
        Tagged(
            "#loc+name",
            text("place", "Place", "Name of the place it is located by; null when unlocated", |r| {
                r.incident.place_name.as_ref().into()
            }),
        ),
        Tagged(
            "#loc+id",
            text("place_id", "Place id", "Id of that place, with its source", |r| r.incident.place_id.as_ref().into()),
        ),
        Tagged(
            "#geo+lat",
            degrees("lat", "Latitude", "Degrees north of a representative point; null when unlocated", |r| {
                r.point().map(|point| point.y()).into()
            }),
        ),
        Tagged(
            "#geo+lon",
            degrees("lon", "Longitude", "Degrees east of a representative point; null when unlocated", |r| {
                r.point().map(|point| point.x()).into()
            }),
        ),
        Tagged(
            "#geo+precision",
            integer(
                "geo_precision",
                "Place precision",
                "ACLED: 1 the named town, 2 near it, 3 a region or border",
                |r| r.incident.geo_precision.into(),
            ),
        ),
        Tagged(
            "#geo+precision+v_ucdp",
            integer(
                "where_prec",
                "Place precision (UCDP)",
                "UCDP: 1 exact to 5 line or larger than admin-1, 6 country, 7 international",
                |r| r.incident.where_prec.into(),
            ),
        ),
        Tagged(
            "#geo+precision+radius",
            metres("precision_m", "Radius (m)", "Metres: the radius within which it may lie", |r| {
                r.incident.precision_m.into()
            }),
        ),
    ]
}

fn what<'a>() -> Vec<Tagged<Record<'a>>> {
    vec![Tagged("#description", text("notes", "Notes", "All words it was read from, in text order", |r| r.notes()))]
}

/// The columns of a count of people: the number to use, its bounds, and the words where there is no number.
macro_rules! count {
    ($count:ident, $name:literal, $alias:literal, $tag:literal) => {
        vec![
            Tagged(
                concat!("#affected+", $tag),
                integer(
                    $name,
                    $alias,
                    concat!($alias, ", the number to use; null when not stated"),
                    |r: &Record<'_>| bound(&r.incident.$count, |c| c.best),
                ),
            ),
            Tagged(
                concat!("#affected+", $tag, "+min"),
                integer(
                    concat!($name, "_low"),
                    concat!($alias, ", at least"),
                    concat!($alias, ", at least; null when not stated"),
                    |r: &Record<'_>| bound(&r.incident.$count, |c| c.low),
                ),
            ),
            Tagged(
                concat!("#affected+", $tag, "+max"),
                integer(
                    concat!($name, "_high"),
                    concat!($alias, ", at most"),
                    concat!($alias, ", at most; null when not stated"),
                    |r: &Record<'_>| bound(&r.incident.$count, |c| c.high),
                ),
            ),
            Tagged(
                concat!("#description+", $tag),
                text(
                    concat!($name, "_stated"),
                    concat!($alias, " in words"),
                    "The report's words, where it gives no number",
                    |r: &Record<'_>| stated(&r.incident.$count),
                ),
            ),
        ]
    };
}

fn people<'a>() -> Vec<Tagged<Record<'a>>> {
    [
        count!(fatalities, "fatalities", "Deaths", "killed"),
        count!(injured, "injured", "Injured", "injured"),
        count!(missing, "missing", "Missing", "missing"),
        count!(displaced, "displaced", "Displaced or evacuated", "displaced"),
        count!(arrested, "arrested", "Arrested", "arrested"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn status<'a>() -> Vec<Tagged<Record<'a>>> {
    vec![
        Tagged(
            "#status",
            text("status", "Status", "reported, claimed, disputed, denied or confirmed, from the claims", |r| {
                words::status(r.incident.status).into()
            }),
        ),
        Tagged(
            "#status+disputed",
            yes_no("disputed", "Disputed", "Whether one side asserts it and another denies it", |r| {
                (r.incident.status == Status::Disputed).into()
            }),
        ),
        Tagged(
            "#status+hedged",
            yes_no("hedged", "Hedged", "Whether anybody voices doubt", |r| r.incident.hedged.into()),
        ),
        Tagged(
            "#meta+claimed_by",
            text("claimed_by", "Claimed by", "Speakers who assert it", |r| Value::list(&r.incident.claimed_by)),
        ),
        Tagged(
            "#meta+denied_by",
            text("denied_by", "Denied by", "Speakers who deny it", |r| Value::list(&r.incident.denied_by)),
        ),
        Tagged(
            "#meta+claims+num",
            integer("claim_count", "Claims", "How many claims there are", |r| r.incident.claims.len().into()),
        ),
        Tagged(
            "#meta+claims+text",
            text("claims", "What is claimed", "Each claim: speaker (role) stance, certainty: \"quote\"", |r| {
                Value::list(r.incident.claims.iter().map(words::claim))
            }),
        ),
        Tagged(
            "#meta+confidence",
            share("confidence", "Confidence", "How sure we are that the report reports this, 0 to 1", |r| {
                r.incident.confidence.into()
            }),
        ),
        Tagged(
            "#meta+verified",
            yes_no("verified", "Verified", "Whether a person found it right, or added it", |r| {
                r.incident.checked.verified.into()
            }),
        ),
        Tagged(
            "#meta+corrected_by",
            text("corrected_by", "Corrected by", "Who decided on it, or on the name of its place", |r| {
                r.incident.checked.corrected_by.as_ref().into()
            }),
        ),
        Tagged(
            "#meta+corrected_at",
            text("corrected_at", "Corrected at", "When they did, as they wrote it", |r| {
                r.incident.checked.corrected_at.as_ref().into()
            }),
        ),
    ]
}

fn details<'a>() -> Vec<Tagged<Record<'a>>> {
    vec![
        Tagged(
            "#meta+candidates",
            text(
                "sub_event_candidates",
                "Sub-types left open",
                "Other sub-event types that a vague verb leaves open",
                |r| Value::list(&r.incident.sub_event_candidates),
            ),
        ),
        Tagged(
            "#meta+date+precision",
            integer("time_precision", "Time precision", "ACLED: 1 the day, 2 within a week, 3 within a month", |r| {
                r.incident.time_precision.into()
            }),
        ),
        Tagged(
            "#meta+date+text",
            text("date_phrase", "Time in words", "The report's words for the time", |r| {
                r.incident.date_phrase.as_ref().into()
            }),
        ),
        Tagged(
            "#meta+triggers",
            text("triggers", "Trigger words", "The words that gave the type", |r| Value::list(&r.incident.triggers)),
        ),
    ]
}

/// All reports that tell it.
fn reports<'a>() -> Vec<Tagged<Event<'a>>> {
    let tags = ["#meta+reports+num", "#meta+reports+id", "#meta+source+all", "#meta+url+all", "#event+code+all"];
    tags.into_iter().zip(told::columns()).map(|(tag, column)| Tagged(tag, column)).collect()
}

/// Where a row comes from: the last columns, as in the layers.
fn whence<'a>() -> Vec<Tagged<Origin<'a>>> {
    let tagged = |column: Column<Origin<'a>>| {
        let tag = match column.field.name {
            "report_id" => "#meta+id",
            "report_title" => "#meta+title",
            "published" => "#date+published",
            "source" => "#meta+source",
            "url" => "#meta+url",
            "start" => "#meta+quote+start",
            "end" => "#meta+quote+end",
            "quote" => "#meta+quote+text",
            "text_sha256" => "#meta+checksum",
            "reportmap" => "#meta+version+program",
            "gazetteer" => "#meta+version+gazetteer",
            _ => "#meta",
        };
        Tagged(tag, column)
    };
    origin::columns().into_iter().map(tagged).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The hashtags of HXL 1.1 that are used here.
    const STANDARD: [&str; 12] = [
        "#event",
        "#date",
        "#group",
        "#country",
        "#adm1",
        "#adm2",
        "#loc",
        "#geo",
        "#description",
        "#affected",
        "#status",
        "#meta",
    ];

    fn is_word(word: &str) -> bool {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    }

    #[test]
    fn every_column_has_a_hashtag_of_the_standard_and_none_comes_twice() {
        let table = table(&Room::Memory);
        let tags = table.hashtags.unwrap();
        assert_eq!(tags.len(), table.schema.len());
        assert_eq!(tags.iter().collect::<BTreeSet<_>>().len(), tags.len());
        for tag in tags {
            let mut parts = tag.split('+');
            assert!(parts.next().is_some_and(|hashtag| STANDARD.contains(&hashtag)), "{tag}");
            assert!(parts.all(is_word), "{tag}");
            assert_ne!(tag, "#meta", "a column of the origin has no hashtag of its own");
        }
    }

    #[test]
    fn the_plain_hashtag_stands_before_the_one_with_more_attributes() {
        let tags = table(&Room::Memory).hashtags.unwrap();
        for plain in
            ["#affected+killed", "#affected+injured", "#event+type", "#status", "#geo+precision", "#description"]
        {
            let first = tags.iter().find(|tag| tag.starts_with(plain));
            assert_eq!(first, Some(&plain));
        }
    }

    #[test]
    fn what_must_be_a_date_or_a_number_is_one() {
        use crate::layer::Type;
        let table = table(&Room::Memory);
        for (tag, field) in table.hashtags.unwrap().iter().zip(&table.schema) {
            if tag.starts_with("#date") {
                assert_eq!(field.kind, Type::Date, "{tag}");
            }
            if tag.starts_with("#affected") {
                assert_eq!(field.kind, Type::Integer, "{tag}");
            }
        }
    }
}

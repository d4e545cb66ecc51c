//! Table `sources`: who tells an incident, one row a report that does, in the order of the reports.

use super::Table;
use super::record::Record;
use crate::incident::Evidence;
use crate::layer::column::{Column, date, integer, schema, text, values};
use crate::layer::ids::Ids;
use crate::layer::{Room, Rows, Value, words};
use crate::merge::Source;

/// A report that tells an incident.
struct Telling<'a> {
    id: String,
    record: &'a Record<'a>,
    source: Source<'a>,
}

/// The table of all sources of all incidents, without rows.
pub(super) fn table(room: &Room) -> Table {
    Table {
        name: "sources",
        title: "Sources",
        doc: "Which reports tell an incident, one row a report and incident",
        schema: schema(&columns()),
        hashtags: None,
        rows: Rows::new(room),
        left_out: 0,
    }
}

/// Adds the sources of an incident.
pub(super) fn add((table, ids): &mut (Table, Ids), record: &Record<'_>) {
    let columns = columns();
    for source in &record.event.sources {
        let id = ids.give(&source.incident.id);
        table.rows.push(&values(&columns, &Telling { id, record, source: *source }));
    }
}

fn columns<'a>() -> Vec<Column<Telling<'a>>> {
    vec![
        text("id", "Id", "Id of the report's own incident in analysis.jsonl", |t| (&t.id).into()),
        text("incident_id", "Incident", "The incident it tells; see layer incidents", |t| (&t.record.id).into()),
        text("report_id", "Report", "The report; see layer reports", |t| (&t.source.analysis.id).into()),
        text("title", "Report title", "Title of the report", |t| t.source.analysis.title.as_ref().into()),
        date("published", "Published", "Date of the report; null when it has none", |t| {
            t.source.analysis.published.into()
        }),
        text("source", "Source", "Who published the report", |t| t.source.analysis.source.as_ref().into()),
        text("url", "Link", "Where the report can be read", |t| t.source.analysis.url.as_ref().into()),
        text(
            "status",
            "Status",
            "What this report alone makes of it: reported, claimed, disputed, denied, confirmed",
            |t| words::status(t.source.incident.status).into(),
        ),
        text("quote", "Quote", "Its first words about the incident", |t| {
            evidence(t).map(|e| words::one_line(&e.text)).into()
        }),
        integer("start", "From", "Where the quote starts: code points of the report's text", |t| {
            evidence(t).map_or(Value::Null, |e| e.span.start.into())
        }),
        integer("end", "To", "Where the quote ends, exclusive: code points of the report's text", |t| {
            evidence(t).map_or(Value::Null, |e| e.span.end.into())
        }),
        text("text_sha256", "SHA-256 of the text", "SHA-256 of the report's text as UTF-8, hexadecimal", |t| {
            (&t.source.analysis.provenance.text_sha256).into()
        }),
    ]
}

fn evidence<'a>(telling: &Telling<'a>) -> Option<&'a Evidence> {
    telling.source.incident.evidence.first()
}

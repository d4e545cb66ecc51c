//! Table `claims`: who says what about an incident, one row a claim, in the order of the reports and of their texts.

use super::Table;
use super::record::Record;
use crate::incident::{Claim, Stance};
use crate::layer::column::{Column, date, integer, schema, text, values};
use crate::layer::ids::Ids;
use crate::layer::{Room, Rows, Value, words};
use crate::merge::Source;

/// A claim with what it is about and where it stands.
struct Said<'a> {
    id: String,
    record: &'a Record<'a>,
    source: Source<'a>,
    claim: &'a Claim,
}

/// The table of all claims of all reports that tell an incident, without rows.
pub(super) fn table(room: &Room) -> Table {
    Table {
        name: "claims",
        title: "Claims",
        doc: "Who says what about an incident, one row a claim",
        schema: schema(&columns()),
        hashtags: None,
        rows: Rows::new(room),
        left_out: 0,
    }
}

/// Adds the claims about an incident.
pub(super) fn add((table, ids): &mut (Table, Ids), record: &Record<'_>) {
    let columns = columns();
    for source in &record.event.sources {
        for claim in &source.incident.claims {
            let id = ids.give(&format!("{}@{}-{}", source.incident.id, claim.span.start, claim.span.end));
            table.rows.push(&values(&columns, &Said { id, record, source: *source, claim }));
        }
    }
}

fn columns<'a>() -> Vec<Column<Said<'a>>> {
    [what(), whence()].into_iter().flatten().collect()
}

fn what<'a>() -> Vec<Column<Said<'a>>> {
    vec![
        text("id", "Id", "Unique in the table, the same on every run over the same reports", |s| (&s.id).into()),
        text("incident_id", "Incident", "The incident it is about; see layer incidents", |s| (&s.record.id).into()),
        text("speaker", "Speaker", "Who, in the report's words; reporter for the report's own voice", |s| {
            (&s.claim.speaker).into()
        }),
        text(
            "speaker_role",
            "Kind of speaker",
            "government, military, armed_group, organization, media, official, witness, reporter or unknown",
            |s| (&s.claim.speaker_role).into(),
        ),
        text("side", "Side", "for who says it is so, against who says it is not, open for who does neither", |s| {
            side(s.claim.stance)
        }),
        text("stance", "Stance", "asserts, denies, confirms, cannot_confirm or concern", |s| {
            words::stance(s.claim.stance).into()
        }),
        text("certainty", "Certainty", "certain, probable or possible: how sure the speaker is", |s| {
            words::certainty(s.claim.certainty).into()
        }),
        text("cue", "Cue", "The word that says so: said, denied", |s| (&s.claim.cue).into()),
        text("quote", "Quote", "The words of the report that carry the claim", |s| (&s.claim.quote).into()),
        integer("start", "From", "Where the claim starts: code points of the report's text", |s| {
            s.claim.span.start.into()
        }),
        integer("end", "To", "Where the claim ends, exclusive: code points of the report's text", |s| {
            s.claim.span.end.into()
        }),
    ]
}

fn whence<'a>() -> Vec<Column<Said<'a>>> {
    vec![
        text("report_id", "Report", "The report it stands in; see layer reports", |s| (&s.source.analysis.id).into()),
        text("report_title", "Report title", "Title of the report", |s| s.source.analysis.title.as_ref().into()),
        date("published", "Published", "Date of the report; null when it has none", |s| {
            s.source.analysis.published.into()
        }),
        text("source", "Source", "Who published the report", |s| s.source.analysis.source.as_ref().into()),
        text("url", "Link", "Where the report can be read", |s| s.source.analysis.url.as_ref().into()),
    ]
}

/// Which side of the question a stance takes. Who fears something, or knows nothing of it, takes none.
fn side(stance: Stance) -> Value {
    match stance {
        Stance::Asserts | Stance::Confirms => "for",
        Stance::Denies => "against",
        Stance::CannotConfirm | Stance::Concern => "open",
    }
    .into()
}

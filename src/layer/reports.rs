//! Layer `reports`: one feature a report, at the place it is about.

use super::column::{Column, date, integer, schema, share, text, values};
use super::origin::{self, Origin};
use super::{Filling, GeometryKind, Layer, Room, Row, Value};
use crate::analysis::Analysis;
use crate::geography::Shape;
use crate::resolve::{Focus, Outcome};

/// The layer of all reports on its way; one that is about no place has no geometry.
pub(super) struct Reports {
    filling: Filling,
    what: Vec<Column<Analysis>>,
}

impl Reports {
    pub fn new(room: &Room) -> Self {
        let what = columns();
        let fields = schema(&what).into_iter().chain(schema(&origin::versions())).collect();
        let doc = "One feature a report, at the place it is about";
        Self { filling: Layer::new("reports", "Reports", doc, GeometryKind::Point, fields, room).filling(), what }
    }

    pub fn add(&mut self, analysis: &Analysis) {
        let origin = Origin { analysis, quote: None };
        let at = focus(analysis).map(|focus| focus.at).filter(|at| at.is_valid());
        self.filling.add(Row {
            id: analysis.id.clone(),
            label: analysis.title.clone().unwrap_or_else(|| analysis.id.clone()),
            summary: summary(analysis),
            geometry: at.map(Shape::point),
            values: values(&self.what, analysis).into_iter().chain(values(&origin::versions(), &origin)).collect(),
        });
    }

    pub fn layer(self) -> Layer {
        self.filling.layer
    }
}

fn focus(analysis: &Analysis) -> Option<&Focus> {
    analysis.focus.first()
}

fn columns() -> Vec<Column<Analysis>> {
    let mut columns = about();
    columns.extend(counts());
    columns
}

fn about() -> Vec<Column<Analysis>> {
    vec![
        text("title", "Title", "Title of the report; its id when it has none", |a| {
            a.title.as_ref().unwrap_or(&a.id).into()
        }),
        date("published", "Published", "Date of the report; null when it has none", |a| a.published.into()),
        text("published_from", "Date from", "Where the date comes from: option, metadata or dateline", |a| {
            a.published_from.as_ref().into()
        }),
        text("source", "Source", "Who published it", |a| a.source.as_ref().into()),
        text("url", "Link", "Where it can be read", |a| a.url.as_ref().into()),
        text("duplicate_of", "Tells the same as", "Id of the earlier report that tells the same, which counts", |a| {
            a.duplicate_of.as_ref().into()
        }),
        text("language", "Language", "ISO 639-1, where known", |a| a.language.as_ref().into()),
        text("focus_name", "About", "Name of the place it is about most", |a| focus(a).map(|f| &f.name).into()),
        text("focus_id", "Id of that place", "Id of that place, with its source", |a| {
            focus(a).map(|f| &f.place_id).into()
        }),
        text("focus_level", "Level of that place", "country, admin1, admin2 or place", |a| {
            focus(a).map(|f| &f.level).into()
        }),
        share("focus_share", "Share of that place", "Its share of the report's place mentions, 0 to 1", |a| {
            focus(a).map(|f| f.share).into()
        }),
        text("focus", "About, all", "Every place it is about, largest share first", |a| {
            Value::list(a.focus.iter().map(|f| &f.name))
        }),
    ]
}

fn counts() -> Vec<Column<Analysis>> {
    vec![
        integer("toponym_count", "Place references", "Place references, places or not", |a| a.toponyms.len().into()),
        integer("place_count", "Places", "Place references that put something on the map", |a| {
            a.toponyms.iter().filter(|t| t.role.locates() && t.place.is_some()).count().into()
        }),
        integer(
            "ambiguous_count",
            "Ambiguous",
            "Place references whose best two places are close to each other",
            |a| a.toponyms.iter().filter(|t| t.outcome == Outcome::Ambiguous).count().into(),
        ),
        integer("unresolved_count", "Not found", "Names that look like places and are in no gazetteer", |a| {
            a.unresolved.len().into()
        }),
        integer("incident_count", "Incidents", "Incidents", |a| a.incidents.len().into()),
        integer("infrastructure_count", "Infrastructure", "Assets named or meant", |a| a.infrastructure.len().into()),
        text("notes", "Notes", "What a reader should know: limits met, choices made", |a| Value::list(&a.notes)),
    ]
}

fn summary(analysis: &Analysis) -> String {
    let date = analysis.published.map(|day| format!("{day}. ")).unwrap_or_default();
    let about = focus(analysis).map(|f| format!("About {}. ", f.name)).unwrap_or_default();
    let (incidents, places) = (analysis.incidents.len(), analysis.toponyms.len());
    format!("{date}{about}Incidents: {incidents}. Place references: {places}.")
}

//! Layer `places`: every place reference with what it was taken to mean, and the names that were not found.

use super::column::{Column, integer, metres, schema, share, text, values, yes_no};
use super::origin::{self, Origin};
use super::{Filling, GeometryKind, Layer, Room, Row, Value, words};
use crate::analysis::Analysis;
use crate::geography::{LonLat, Shape};
use crate::resolve::{Alternative, Place, Toponym, Unresolved};
use crate::text::Span;

/// A mention: found, or not.
enum Mention<'a> {
    Found(&'a Toponym),
    Missing(&'a Unresolved),
}

impl<'a> Mention<'a> {
    fn span(&self) -> Span {
        match self {
            Self::Found(toponym) => toponym.span,
            Self::Missing(name) => name.span,
        }
    }

    fn surface(&self) -> &'a str {
        match self {
            Self::Found(toponym) => &toponym.surface,
            Self::Missing(name) => &name.surface,
        }
    }

    fn toponym(&self) -> Option<&'a Toponym> {
        match self {
            Self::Found(toponym) => Some(toponym),
            Self::Missing(_) => None,
        }
    }

    fn place(&self) -> Option<&'a Place> {
        self.toponym()?.place.as_ref()
    }

    fn outcome(&self) -> &'static str {
        self.toponym().map_or("not_in_gazetteer", |t| words::outcome(t.outcome))
    }
}

/// The layer of all mentions in text order, on its way. Governments, peoples, organisations, papers and names that were not found
/// are listed without geometry: they are no places on the ground.
pub(super) struct Places(Filling);

impl Places {
    pub fn new(room: &Room) -> Self {
        let fields = schema(&columns()).into_iter().chain(schema(&origin::columns())).collect();
        let doc =
            "Every place reference with what it was taken to mean; without geometry where it is no place on the ground";
        Self(Layer::new("places", "Places", doc, GeometryKind::Point, fields, room).filling())
    }

    pub fn add(&mut self, analysis: &Analysis) {
        let (what, whence) = (columns(), origin::columns());
        for mention in mentions(analysis) {
            let origin = Origin::new(analysis, mention.span(), mention.surface());
            self.0.add(Row {
                id: id(analysis, mention.span()),
                label: label(&mention),
                summary: summary(&mention),
                geometry: mention.toponym().and_then(pin).map(Shape::point),
                values: values(&what, &mention).into_iter().chain(values(&whence, &origin)).collect(),
            });
        }
    }

    pub fn layer(self) -> Layer {
        self.0.layer
    }
}

/// The id of a mention: where it stands.
pub(super) fn id(analysis: &Analysis, span: Span) -> String {
    format!("{}#{}-{}", analysis.id, span.start, span.end)
}

/// Where a mention puts a pin: only what is meant as a place on the ground does.
fn pin(toponym: &Toponym) -> Option<LonLat> {
    if !toponym.role.locates() {
        return None;
    }
    let written = || match toponym.geometry.as_ref()?.geometry() {
        geo::Geometry::Point(point) => Some(LonLat::from(*point)),
        _ => None,
    };
    toponym.place.as_ref().map(|place| place.at).or_else(written).filter(|at| at.is_valid())
}

fn mentions(analysis: &Analysis) -> Vec<Mention<'_>> {
    let found = analysis.toponyms.iter().map(Mention::Found);
    let told = |name: &&Unresolved| !analysis.toponyms.iter().any(|t| t.span == name.span);
    let mut all: Vec<_> = found.chain(analysis.unresolved.iter().filter(told).map(Mention::Missing)).collect();
    all.sort_by_key(Mention::span);
    all
}

fn columns<'a>() -> Vec<Column<Mention<'a>>> {
    let mut columns = meaning();
    columns.extend(place());
    columns.extend(checked());
    columns
}

fn meaning<'a>() -> Vec<Column<Mention<'a>>> {
    vec![
        text("surface", "Words", "The words of the report", |m| m.surface().into()),
        text(
            "role",
            "Role",
            "literal, metonym, demonym, organization, document, coordinate or relative; null when not found",
            |m| m.toponym().map(|t| t.role.name()).into(),
        ),
        text("outcome", "Outcome", "resolved, ambiguous, not_a_place or not_in_gazetteer", |m| m.outcome().into()),
        share("confidence", "Confidence", "How sure we are of the place, 0 to 1; null when not found", |m| {
            m.toponym().map(|t| t.confidence).into()
        }),
        metres("precision_m", "Radius (m)", "Metres: the radius within which the place may lie", |m| {
            m.place().and(m.toponym()).map(|t| t.precision_m).into()
        }),
        integer("alternative_count", "Other candidates", "How many other places it could be", |m| {
            m.toponym().map_or(0, |t| t.alternatives.len()).into()
        }),
        text(
            "alternatives",
            "Could also be",
            "Other places it could be, likeliest first: name (id) at lat, lon: belief",
            |m| Value::list(m.toponym().into_iter().flat_map(|t| &t.alternatives).map(alternative)),
        ),
        text("evidence", "Evidence", "What spoke for the place", |m| {
            Value::list(m.toponym().into_iter().flat_map(|t| &t.evidence))
        }),
        text("anchors", "Relates to", "For a relative place: ids of the places it relates to", |m| {
            Value::list(m.toponym().into_iter().flat_map(|t| &t.anchors).map(|id| &id.0))
        }),
    ]
}

fn place<'a>() -> Vec<Column<Mention<'a>>> {
    vec![
        text("place_name", "Place", "Name of the place; both names where two are in use", |m| {
            m.place().map(|p| &p.name).into()
        }),
        text("place_id", "Place id", "Id of the place, with its source", |m| m.place().map(|p| &p.id).into()),
        text("feature_class", "Feature class", "GeoNames feature class letter", |m| {
            m.place().map(|p| p.feature_class.letter().to_string()).into()
        }),
        text("feature_code", "Feature code", "GeoNames feature code; BDRY for a border", |m| {
            m.place().map(|p| &p.feature_code).into()
        }),
        text("level", "Level", "continent, region, country, admin1, admin2, place or site", |m| {
            m.place().map(|p| words::level(p.level)).into()
        }),
        text("country", "Country", "ISO 3166-1 alpha-2 of the country it lies in, where it is one", |m| {
            m.place().and_then(|p| p.country.as_ref()).into()
        }),
        text("admin1", "State or province", "Name of the state or province", |m| {
            m.place().and_then(|p| p.admin1.as_ref()).into()
        }),
        text("admin2", "County or district", "Name of the county or district", |m| {
            m.place().and_then(|p| p.admin2.as_ref()).into()
        }),
        text("known_from", "Known from", "Which gazetteer spoke: curated, user or world", |m| {
            m.place().map(|p| known_from(p.layer)).into()
        }),
    ]
}

fn checked<'a>() -> Vec<Column<Mention<'a>>> {
    vec![
        yes_no("verified", "Verified", "Whether a person found the place right, or gave it", |m| {
            m.toponym().is_some_and(|t| t.checked.verified).into()
        }),
        text("corrected_by", "Corrected by", "Who decided on it", |m| {
            m.toponym().and_then(|t| t.checked.corrected_by.as_ref()).into()
        }),
        text("corrected_at", "Corrected at", "When they did, as they wrote it", |m| {
            m.toponym().and_then(|t| t.checked.corrected_at.as_ref()).into()
        }),
    ]
}

fn known_from(layer: crate::gazetteer::Layer) -> &'static str {
    use crate::gazetteer::Layer;
    match layer {
        Layer::Curated => "curated",
        Layer::User => "user",
        Layer::World => "world",
        Layer::Imported => "imported",
    }
}

fn alternative(other: &Alternative) -> String {
    format!("{} ({}) at {:.3}, {:.3}: {:.2}", other.name, other.id, other.at.lat, other.at.lon, other.confidence)
}

fn label(mention: &Mention<'_>) -> String {
    match mention.place() {
        Some(place) => place.name.clone(),
        None => words::one_line(mention.surface()),
    }
}

fn summary(mention: &Mention<'_>) -> String {
    let said = format!("\"{}\"", words::one_line(mention.surface()));
    let Some(toponym) = mention.toponym() else { return format!("{said}: not in the gazetteer.") };
    let Some(place) = &toponym.place else { return format!("{said}: {}, no place.", toponym.role.name()) };
    let names = [place.admin2.as_ref(), place.admin1.as_ref(), place.country.as_ref()];
    let inside: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    let inside = if inside.is_empty() { String::new() } else { format!(" in {}", inside.join(", ")) };
    let sure = format!("{} {:.2}", mention.outcome(), toponym.confidence);
    let checked = words::checked(&toponym.checked).map(|words| format!(" {words}")).unwrap_or_default();
    format!("{said}: {}, {}{inside} ({}, {sure}).{checked}", toponym.role.name(), place.name, place.id)
}

//! Sheets: what stands in one table of a GeoPackage, and so behind one layer of the QGIS project over it.
//!
//! Layers, the tables related to them and the ground beneath take one form here, so that both writers agree on names,
//! columns and rows.

mod ground;

use super::Publication;
use crate::geography::Shape;
use crate::layer::{Feature, Field, GeometryKind, Layer, Table, Type, Value};
use geo::Geometry;
use std::borrow::Cow;
use std::collections::HashSet;

/// The tables beside the layers that a GeoPackage holds. `incidents` and `acled` say again what the layer `incidents` says,
/// for spreadsheets.
const RELATED: [&str; 3] = ["claims", "sources", "exposed"];

/// The column by which a related table names its incident.
pub(super) const INCIDENT: &str = "incident_id";

/// What the layers have beside their schema: how a map calls a feature, and a sentence of what is known.
const SAID: [Field; 2] = [
    Field { name: "label", alias: "Name on the map", kind: Type::Text, doc: "What to call it on a map: a few words" },
    Field { name: "summary", alias: "Summary", kind: Type::Text, doc: "What to say of it: a sentence or two" },
];

/// What a layer of points has beside: names at one point need not be said twice.
const FIRST: Field = Field {
    name: "first",
    alias: "First at its point",
    kind: Type::Bool,
    doc: "Whether it is the first of the layer at its point; null when it has no place on the map",
};

/// What part of the map a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A layer made from reports.
    Layer,
    /// A table related to the incidents.
    Related,
    /// The ground of the whole world.
    World,
    /// The ground of the window.
    Window,
}

/// A table: columns and rows, with or without geometry.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// Names the table: `incidents`, `basemap_world_land`.
    pub name: &'static str,
    /// Names it to people; unique among the sheets.
    pub title: &'static str,
    /// What is in it.
    pub doc: &'static str,
    /// What part of the map it is.
    pub part: Part,
    /// The one kind of its geometries; `None` for a table without.
    pub geometry: Option<GeometryKind>,
    /// Its columns.
    pub columns: Vec<Field>,
    /// Where its rows come from.
    pub rows: Source<'a>,
}

/// Where the rows of a sheet come from: they are made as they are read.
#[derive(Debug)]
pub(super) enum Source<'a> {
    /// The features of a layer.
    Layer(&'a Layer),
    /// The rows of a table.
    Table(&'a Table),
    /// The ground, which is small.
    Ground(Vec<Row<'a>>),
}

/// A row of a sheet.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// WGS 84, longitude before latitude; `None` when it has no place on the map.
    pub geometry: Option<Cow<'a, Geometry<f64>>>,
    /// In the order of the columns.
    pub values: Vec<Cow<'a, Value>>,
}

/// All sheets of a publication: the layers, the related tables, then the ground, the topmost first.
pub(super) fn sheets<'a>(publication: &Publication<'a>) -> Vec<Sheet<'a>> {
    let tables = RELATED.into_iter().filter_map(|name| publication.layers.table(name));
    let mut sheets: Vec<Sheet<'a>> = publication.layers.iter().map(of_layer).chain(tables.map(of_table)).collect();
    let places = publication.layers.get("places").into_iter().flat_map(|layer| &layer.features);
    let told = places.filter(|place| place.geometry.is_some()).map(|place| place.label).collect();
    sheets.extend(ground::sheets(publication.basemap, &told));
    sheets
}

impl Sheet<'_> {
    /// Its rows, one after the other.
    pub fn rows(&self) -> Box<dyn Iterator<Item = Row<'_>> + '_> {
        match &self.rows {
            Source::Layer(layer) => Box::new(features(layer)),
            Source::Table(table) => Box::new(
                table.rows.iter().map(|row| Row { geometry: None, values: row.into_iter().map(Cow::Owned).collect() }),
            ),
            Source::Ground(rows) => Box::new(rows.iter().map(|row| Row {
                geometry: row.geometry.as_deref().map(Cow::Borrowed),
                values: row.values.iter().map(|value| Cow::Borrowed(value.as_ref())).collect(),
            })),
        }
    }

    /// Whether a column is there.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|field| field.name == column)
    }
}

/// The columns of a layer where it stands as a table: the id, then what a map says of a feature, then the rest of the schema.
pub(super) fn columns(layer: &Layer) -> Vec<Field> {
    let (id, rest) = layer.schema.split_at(layer.schema.len().min(1));
    id.iter().chain(&SAID).chain(rest).copied().collect()
}

/// The value of a feature in one of these columns.
#[cfg(feature = "geoparquet")]
pub(super) fn value(mut feature: Feature, column: usize) -> Value {
    match column {
        1 => feature.label.into(),
        2 => feature.summary.into(),
        other => {
            let at = if other == 0 { 0 } else { other - SAID.len() };
            feature.values.get_mut(at).map_or(Value::Null, |value| std::mem::replace(value, Value::Null))
        }
    }
}

/// The values of a feature in these columns.
pub(super) fn values(feature: Feature) -> Vec<Value> {
    let said = [feature.label, feature.summary].map(Value::from);
    let mut values = feature.values;
    let place = values.len().min(1);
    values.splice(place..place, said);
    values
}

/// Where the column that tells the first at a point stands.
fn place_of_first(columns: usize) -> usize {
    columns.min(1 + SAID.len())
}

/// A layer with, where it is one of points, the column that tells the first at each.
fn of_layer(layer: &Layer) -> Sheet<'_> {
    let mut columns = columns(layer);
    let place = place_of_first(columns.len());
    columns.splice(place..place, (layer.geometry == GeometryKind::Point).then_some(FIRST));
    Sheet {
        name: layer.name,
        title: layer.title,
        doc: layer.doc,
        part: Part::Layer,
        geometry: Some(layer.geometry),
        columns,
        rows: Source::Layer(layer),
    }
}

/// The rows of a layer in these columns.
fn features(layer: &Layer) -> impl Iterator<Item = Row<'_>> {
    let points = layer.geometry == GeometryKind::Point;
    let place = place_of_first(layer.schema.len() + SAID.len());
    let mut known = HashSet::new();
    layer.features.iter().map(move |mut feature| {
        let geometry = feature.geometry.take();
        let first = match geometry.as_ref().map(Shape::geometry) {
            Some(Geometry::Point(at)) => Value::Bool(known.insert((at.x().to_bits(), at.y().to_bits()))),
            _ => Value::Null,
        };
        let mut values: Vec<Cow<'_, Value>> = values(feature).into_iter().map(Cow::Owned).collect();
        values.splice(place..place, points.then_some(Cow::Owned(first)));
        Row { geometry: geometry.map(|shape| Cow::Owned(shape.into_geometry())), values }
    })
}

fn of_table(table: &Table) -> Sheet<'_> {
    Sheet {
        name: table.name,
        title: table.title,
        doc: table.doc,
        part: Part::Related,
        geometry: None,
        columns: table.schema.clone(),
        rows: Source::Table(table),
    }
}

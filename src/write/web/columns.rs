//! A layer by columns: what repeats in a column is written once, so that ten thousand incidents stay a small page.

use super::super::geojson::Cell;
use super::packed::{self, LAYER, Packed};
use crate::layer::{Feature, Field, Layer, Type, Value};
use geo::Geometry;
use serde::Serialize;
use std::collections::HashMap;

/// A layer: its columns, and where its features are.
#[derive(Debug, Serialize)]
pub(super) struct Columnar<'a> {
    name: &'static str,
    title: &'static str,
    doc: &'static str,
    count: usize,
    columns: Vec<Column<'a>>,
    /// A label a feature.
    labels: Vec<&'a str>,
    /// A geometry a feature; null for what has no place on the map.
    places: Vec<Option<Place>>,
    /// By what the numbers of lines and areas are divided to be degrees.
    scale: f64,
}

/// Where a feature is.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Place {
    /// Longitude, latitude.
    Point([f64; 2]),
    Extended(Packed),
}

/// A column, and its values in the order of the features.
#[derive(Debug, Serialize)]
struct Column<'a> {
    name: &'static str,
    alias: &'static str,
    doc: &'static str,
    kind: &'static str,
    #[serde(flatten)]
    values: Values<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Values<'a> {
    /// Each as it is.
    Plain { values: Vec<Cell<'a>> },
    /// Each value once, and for each feature which: 0 for none, 1 for the first.
    Repeated { words: Vec<Cell<'a>>, at: Vec<usize> },
}

impl<'a> Columnar<'a> {
    /// A layer with those of its columns that are asked for.
    pub(super) fn new(layer: &'a Layer, wanted: fn(&str) -> bool) -> Self {
        let columns = layer.schema.iter().enumerate().filter(|(_, field)| wanted(field.name));
        Self {
            name: layer.name,
            title: layer.title,
            doc: layer.doc,
            count: layer.features.len(),
            columns: columns.map(|(at, field)| column(field, at, &layer.features)).collect(),
            labels: layer.features.iter().map(|feature| feature.label.as_str()).collect(),
            places: layer.features.iter().map(place).collect(),
            scale: LAYER,
        }
    }
}

fn column<'a>(field: &'a Field, at: usize, features: &'a [Feature]) -> Column<'a> {
    let cells = features.iter().map(move |feature| feature.values.get(at).map(|value| Cell(field, value)));
    let mut words: Vec<Cell<'a>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut order = Vec::with_capacity(features.len());
    for cell in cells.clone() {
        let Some(cell) = cell.filter(|cell| *cell.1 != Value::Null) else {
            order.push(0);
            continue;
        };
        let next = words.len() + 1;
        let place = *known.entry(serde_json::to_string(&cell).unwrap_or_default()).or_insert(next);
        if place == next {
            words.push(cell);
        }
        order.push(place);
    }
    let repeats = words.len() * 2 <= features.len();
    let values = if repeats {
        Values::Repeated { words, at: order }
    } else {
        Values::Plain { values: cells.map(|cell| cell.unwrap_or(Cell(field, &Value::Null))).collect() }
    };
    Column { name: field.name, alias: field.alias, doc: field.doc, kind: kind(field.kind), values }
}

fn kind(kind: Type) -> &'static str {
    match kind {
        Type::Text => "text",
        Type::Integer => "integer",
        Type::Real { .. } => "real",
        Type::Date => "date",
        Type::DateTime => "datetime",
        Type::Bool => "bool",
    }
}

fn place(feature: &Feature) -> Option<Place> {
    match feature.geometry.as_ref()?.geometry() {
        Geometry::Point(point) => Some(Place::Point([point.x(), point.y()])),
        Geometry::MultiLineString(lines) => Some(Place::Extended(Packed::Lines(packed::lines(lines, LAYER)))),
        Geometry::MultiPolygon(areas) => Some(Place::Extended(Packed::Areas(packed::areas(areas, LAYER)))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUS: Field = Field { name: "status", alias: "Status", kind: Type::Text, doc: "Any" };

    fn features(words: &[Option<&str>]) -> Vec<Feature> {
        let feature = |word: &Option<&str>| Feature {
            id: String::new(),
            label: String::new(),
            summary: String::new(),
            geometry: None,
            values: vec![word.map_or(Value::Null, Value::from)],
        };
        words.iter().map(feature).collect()
    }

    #[test]
    fn what_repeats_is_written_once_and_null_is_none() {
        let rows = features(&[Some("claimed"), None, Some("denied"), Some("claimed")]);
        let json = serde_json::to_value(column(&STATUS, 0, &rows)).unwrap();
        assert_eq!(json["words"], serde_json::json!(["claimed", "denied"]));
        assert_eq!(json["at"], serde_json::json!([1, 0, 2, 1]));
    }

    #[test]
    fn what_differs_stands_as_it_is() {
        let json = serde_json::to_value(column(&STATUS, 0, &features(&[Some("a"), Some("b"), None]))).unwrap();
        assert_eq!(json["values"], serde_json::json!(["a", "b", null]));
    }
}

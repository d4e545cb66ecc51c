//! A layer by columns: what repeats in a column is written once, so that ten thousand incidents stay a small page.

use super::super::geojson::Cell;
use super::content::{each, member};
use super::packed::{self, LAYER, Packed};
use crate::layer::{Feature, Field, Layer, Room, Rows, Type, Value, mark};
use geo::Geometry;
use serde::Serialize;
use std::collections::HashMap;
use std::io::{self, Write};

/// So many columns are made in one reading of a layer: what repeats in them is in memory meanwhile.
const TOGETHER: usize = 8;

/// Where a feature is.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Place {
    /// Longitude, latitude.
    Point([f64; 2]),
    Extended(Packed),
}

/// A column on its way: each value as it is, and each value once with, for each feature, which: 0 for none, 1 for the first.
struct Column<'a> {
    field: &'a Field,
    at: usize,
    plain: Rows<String>,
    words: Rows<String>,
    known: HashMap<u128, u32>,
    order: Vec<u32>,
    /// The most words with which writing each once is worth it.
    most: usize,
}

impl<'a> Column<'a> {
    fn new(field: &'a Field, at: usize, count: usize, room: &Room) -> Self {
        let (plain, words) = (Rows::new(room), Rows::new(room));
        Self { field, at, plain, words, known: HashMap::new(), order: Vec::new(), most: count / 2 }
    }

    fn add(&mut self, feature: &Feature) -> io::Result<()> {
        let value = feature.values.get(self.at).unwrap_or(&Value::Null);
        let json = serde_json::to_string(&Cell(self.field, value))?;
        self.plain.push(&json);
        if self.known.len() > self.most {
            return Ok(());
        }
        if *value == Value::Null {
            self.order.push(0);
            return Ok(());
        }
        let next = self.known.len() as u32 + 1;
        let place = *self.known.entry(mark(&json)).or_insert(next);
        if place == next {
            self.words.push(&json);
        }
        self.order.push(place);
        // Too many: nothing of it is written.
        if self.known.len() > self.most {
            self.order = Vec::new();
        }
        Ok(())
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Field { name, alias, doc, .. } = self.field;
        out.write_all(b"{\"name\":")?;
        serde_json::to_writer(&mut *out, name)?;
        member(out, "alias", alias)?;
        member(out, "doc", doc)?;
        member(out, "kind", &kind(self.field.kind))?;
        let repeats = self.known.len() <= self.most;
        out.write_all(if repeats { b",\"words\":[" } else { b",\"values\":[" })?;
        let rows = if repeats { &self.words } else { &self.plain };
        each(out, rows.iter(), |out, json| out.write_all(json.as_bytes()))?;
        rows.sound()?;
        out.write_all(b"]")?;
        if repeats {
            member(out, "at", &self.order)?;
        }
        out.write_all(b"}")
    }
}

/// Writes a layer with those of its columns that are asked for.
pub(super) fn write(layer: &Layer, wanted: fn(&str) -> bool, room: &Room, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"name\":")?;
    serde_json::to_writer(&mut *out, layer.name)?;
    member(out, "title", &layer.title)?;
    member(out, "doc", &layer.doc)?;
    member(out, "count", &layer.features.len())?;
    out.write_all(b",\"columns\":[")?;
    let fields: Vec<(usize, &Field)> =
        layer.schema.iter().enumerate().filter(|(_, field)| wanted(field.name)).collect();
    each(out, fields.chunks(TOGETHER), |out, fields| {
        let columns = fields.iter().map(|(at, field)| Column::new(field, *at, layer.features.len(), room));
        let mut columns: Vec<_> = columns.collect();
        for feature in &layer.features {
            columns.iter_mut().try_for_each(|column| column.add(&feature))?;
        }
        each(out, columns.iter(), |out, column| column.write(out))
    })?;
    // A label a feature; a geometry a feature, null for what has no place on the map.
    out.write_all(b"],\"labels\":[")?;
    each(out, layer.features.iter(), |out, feature| Ok(serde_json::to_writer(out, &feature.label)?))?;
    out.write_all(b"],\"places\":[")?;
    each(out, layer.features.iter(), |out, feature| Ok(serde_json::to_writer(out, &place(&feature))?))?;
    out.write_all(b"]")?;
    // By what the numbers of lines and areas are divided to be degrees.
    member(out, "scale", &LAYER)?;
    out.write_all(b"}")
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

    fn written(words: &[Option<&str>]) -> serde_json::Value {
        let feature = |word: &Option<&str>| Feature {
            id: String::new(),
            label: String::new(),
            summary: String::new(),
            geometry: None,
            values: vec![word.map_or(Value::Null, Value::from)],
        };
        let mut column = Column::new(&STATUS, 0, words.len(), &Room::Memory);
        words.iter().for_each(|word| column.add(&feature(word)).unwrap());
        let mut out = Vec::new();
        column.write(&mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn what_repeats_is_written_once_and_null_is_none() {
        let json = written(&[Some("claimed"), None, Some("denied"), Some("claimed")]);
        assert_eq!(json["words"], serde_json::json!(["claimed", "denied"]));
        assert_eq!(json["at"], serde_json::json!([1, 0, 2, 1]));
    }

    #[test]
    fn what_differs_stands_as_it_is() {
        let json = written(&[Some("a"), Some("b"), None]);
        assert_eq!(json["values"], serde_json::json!(["a", "b", null]));
    }
}

//! GeoJSON: RFC 7946, one feature a line, the same bytes for the same layer.

use super::{WriteError, simplestyle};
use crate::geography::{Shape, bbox};
use crate::layer::{Feature, Field, Layer, Value};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::io::Write;

/// A layer as a FeatureCollection: properties in the order of the schema, then the simplestyle ones
/// (<https://github.com/mapbox/simplestyle-spec>, version 1.1); a feature that is nowhere has the geometry `null` (§3.2).
///
/// # Errors
///
/// When a value has no JSON form.
pub fn geojson(layer: &Layer) -> Result<Vec<u8>, WriteError> {
    super::held(&|out| write(layer, out))
}

/// Writes a layer, a feature after the other.
pub(super) fn write(layer: &Layer, out: &mut dyn Write) -> Result<(), WriteError> {
    let failed = |source| WriteError::Json { what: format!("layer {}", layer.name), source };
    let full = |source| WriteError::Out { what: format!("layer {}", layer.name), source };
    let shapes = layer.features.iter().filter_map(|feature| feature.geometry);
    out.write_all(b"{\"type\":\"FeatureCollection\",").map_err(full)?;
    if let Some(bbox) = bbox::around(shapes) {
        out.write_all(b"\"bbox\":").map_err(full)?;
        serde_json::to_writer(&mut *out, &bbox).map_err(failed)?;
        out.write_all(b",").map_err(full)?;
    }
    out.write_all(b"\"features\":[").map_err(full)?;
    let mut line = Vec::new();
    for (i, feature) in layer.features.iter().enumerate() {
        line.clear();
        line.extend_from_slice(if i == 0 { b"\n" } else { b",\n" });
        self::feature(&mut line, layer, &feature)?;
        out.write_all(&line).map_err(full)?;
    }
    out.write_all(if layer.features.is_empty() { b"]}\n" } else { b"\n]}\n" }).map_err(full)
}

/// One feature, on one line and without its end.
pub(super) fn feature(out: &mut Vec<u8>, layer: &Layer, feature: &Feature) -> Result<(), WriteError> {
    serde_json::to_writer(out, &Written::new(layer, feature))
        .map_err(|source| WriteError::Json { what: format!("layer {}", layer.name), source })
}

/// A feature in the order of its members.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bbox: Option<[f64; 4]>,
    geometry: Option<&'a Shape>,
    properties: Properties<'a>,
}

impl<'a> Written<'a> {
    fn new(layer: &'a Layer, feature: &'a Feature) -> Self {
        let shape = feature.geometry.as_ref();
        // A point is its own box.
        let extended = shape.filter(|s| !matches!(s.geometry(), geo::Geometry::Point(_)));
        Self {
            kind: "Feature",
            id: &feature.id,
            bbox: bbox::around(extended),
            geometry: shape,
            properties: Properties { layer, feature },
        }
    }
}

struct Properties<'a> {
    layer: &'a Layer,
    feature: &'a Feature,
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (field, value) in self.layer.schema.iter().zip(&self.feature.values) {
            map.serialize_key(field.name)?;
            map.serialize_value(&Cell(field, value))?;
        }
        for (name, value) in simplestyle::properties(self.layer, self.feature) {
            if self.layer.schema.iter().all(|field| field.name != name) {
                map.serialize_entry(name, &value)?;
            }
        }
        map.end()
    }
}

/// A value in its column, as JSON writers write it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'a>(pub(super) &'a Field, pub(super) &'a Value);

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.1 {
            Value::Null => serializer.serialize_none(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Integer(number) => serializer.serialize_i64(*number),
            Value::Real(number) => serializer.serialize_f64(self.0.kind.rounded(*number)),
            Value::Date(day) => serializer.collect_str(day),
            Value::DateTime(moment) => serializer.collect_str(moment),
            Value::Bool(yes) => serializer.serialize_bool(*yes),
        }
    }
}

//! The features of a FlatGeobuf file: geometry and properties as one FlatBuffer each.

use crate::geography::Shape;
use crate::layer::{Feature, Field, Value};
use crate::write::sheet;
use ::flatgeobuf::{Feature as Table, FeatureArgs, Geometry as Drawn, GeometryArgs, GeometryType};
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use geo::{Geometry, LineString, Polygon};

/// A feature, size first. What is nowhere has no geometry.
pub(super) fn buffer(columns: &[Field], feature: &Feature) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let geometry = feature.geometry.as_ref().and_then(|shape| geometry(&mut builder, shape));
    let properties = Some(builder.create_vector(&properties(columns, feature)));
    let table = Table::create(&mut builder, &FeatureArgs { geometry, properties, ..FeatureArgs::default() });
    builder.finish_size_prefixed(table, None);
    builder.finished_data().to_vec()
}

/// A geometry of one of the kinds that layers have; no other is in a layer.
fn geometry<'a>(builder: &mut FlatBufferBuilder<'a>, shape: &Shape) -> Option<WIPOffset<Drawn<'a>>> {
    match shape.geometry() {
        Geometry::Point(point) => {
            let xy = Some(builder.create_vector(&[point.x(), point.y()]));
            Some(Drawn::create(builder, &GeometryArgs { xy, type_: GeometryType::Point, ..GeometryArgs::default() }))
        }
        Geometry::MultiLineString(lines) => {
            Some(run(builder, &lines.iter().collect::<Vec<_>>(), GeometryType::MultiLineString))
        }
        Geometry::MultiPolygon(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| polygon(builder, part)).collect();
            let parts = Some(builder.create_vector(&parts));
            let type_ = GeometryType::MultiPolygon;
            Some(Drawn::create(builder, &GeometryArgs { parts, type_, ..GeometryArgs::default() }))
        }
        _ => None,
    }
}

fn polygon<'a>(builder: &mut FlatBufferBuilder<'a>, polygon: &Polygon<f64>) -> WIPOffset<Drawn<'a>> {
    let rings: Vec<_> = std::iter::once(polygon.exterior()).chain(polygon.interiors()).collect();
    run(builder, &rings, GeometryType::Polygon)
}

/// Lines or rings in one run of coordinates, with the places where each ends. One ring alone needs no end; one line alone needs
/// it too, for GDAL 3.6 (and QGIS with it) reads no line without.
fn run<'a>(
    builder: &mut FlatBufferBuilder<'a>,
    lines: &[&LineString<f64>],
    type_: GeometryType,
) -> WIPOffset<Drawn<'a>> {
    let numbers: Vec<f64> = lines.iter().flat_map(|line| line.coords()).flat_map(|c| [c.x, c.y]).collect();
    let mut reached = 0;
    let ends: Vec<u32> = lines
        .iter()
        .map(|line| {
            reached += line.0.len() as u32;
            reached
        })
        .collect();
    let ends = (ends.len() > 1 || type_ == GeometryType::MultiLineString).then(|| builder.create_vector(&ends));
    let xy = Some(builder.create_vector(&numbers));
    Drawn::create(builder, &GeometryArgs { ends, xy, type_, ..GeometryArgs::default() })
}

/// The values that are known, each behind the number of its column; little-endian, texts with their length in bytes first.
fn properties(columns: &[Field], feature: &Feature) -> Vec<u8> {
    let mut out = Vec::new();
    for ((number, field), value) in (0u16..).zip(columns).zip(sheet::values(feature.clone())) {
        if value == Value::Null {
            continue;
        }
        out.extend_from_slice(&number.to_le_bytes());
        match &value {
            Value::Null => {}
            Value::Text(words) => text(&mut out, words),
            Value::Integer(number) => out.extend_from_slice(&number.to_le_bytes()),
            Value::Real(number) => out.extend_from_slice(&field.kind.rounded(*number).to_le_bytes()),
            Value::Date(day) => text(&mut out, &day.to_string()),
            Value::DateTime(moment) => text(&mut out, &moment.to_string()),
            Value::Bool(yes) => out.push((*yes).into()),
        }
    }
    out
}

fn text(out: &mut Vec<u8>, words: &str) {
    out.extend_from_slice(&(words.len() as u32).to_le_bytes());
    out.extend_from_slice(words.as_bytes());
}

//! GeoParquet: a layer as a table by columns, for DuckDB, pandas, R and whatever else reads Parquet.
//!
//! GeoParquet 1.1 (<https://geoparquet.org/releases/v1.1.0/>): geometries as Well-Known Binary in the column `geometry`, a box
//! around each in the column `bbox`, and what they mean in the file's metadata under `geo`. No coordinate reference system is
//! stated, which is OGC:CRS84: WGS 84, longitude before latitude. Pages are packed with gzip, which every reader of Parquet
//! knows. One group of rows, no clock: the same layer gives the same bytes.

mod column;
mod metadata;

use super::{WriteError, sheet};
use crate::geography::Shape;
use crate::layer::{Feature, Field, Layer, Type, Value};
use column::{Cells, boxes, shapes};
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type as Node, TypePtr};
use std::sync::Arc;

/// The column of geometries.
const GEOMETRY: &str = "geometry";

/// The column of their boxes.
const BOX: &str = "bbox";

/// The sides of a box, in the order of its columns.
const SIDES: [&str; 4] = ["xmin", "ymin", "xmax", "ymax"];

/// A layer as GeoParquet, its rows in order: the columns of its table in the GeoPackage (`label` and `summary` behind the
/// `id`; days as DATE, moments as TIMESTAMP in UTC), then the geometry and its box, both null where the feature has no place.
/// An area on both sides of the antimeridian has the box from −180 to 180, so that no reader passes it by.
///
/// # Errors
///
/// When a geometry has no Well-Known Binary form, or the table cannot be written.
pub fn geoparquet(layer: &Layer) -> std::result::Result<Vec<u8>, WriteError> {
    let shapes = shapes(layer).map_err(|source| WriteError::Geometry { what: layer.name.to_owned(), source })?;
    table(layer, &shapes).map_err(|source| WriteError::GeoParquet { what: layer.name, source: Box::new(source) })
}

fn table(layer: &Layer, shapes: &Cells) -> Result<Vec<u8>> {
    let fields = sheet::columns(layer);
    let described = metadata::geo(layer).map_err(|error| ParquetError::External(Box::new(error)))?;
    let properties = WriterProperties::builder()
        .set_created_by(concat!("reportmap ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::GZIP(Default::default()))
        .set_key_value_metadata(Some(vec![KeyValue::new("geo".to_owned(), described)]))
        .build();
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema(layer, &fields)?, Arc::new(properties))?;
    // Without rows there is no group of them.
    if !layer.features.is_empty() {
        let cells = |(number, field): (usize, &Field)| {
            column::cells(field, layer.features.iter().map(|feature| sheet::value(feature, number)))
        };
        let mut columns: Vec<Cells> = fields.iter().enumerate().map(cells).collect();
        columns.push(shapes.clone());
        columns.extend(boxes(layer));
        let mut group = writer.next_row_group()?;
        for cells in &columns {
            let mut column =
                group.next_column()?.ok_or_else(|| ParquetError::General("a column too many".to_owned()))?;
            cells.write(&mut column)?;
            column.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(out)
}

/// The columns of the layer, the geometry and its box.
fn schema(layer: &Layer, fields: &[Field]) -> Result<TypePtr> {
    let mut nodes = fields.iter().map(node).collect::<Result<Vec<_>>>()?;
    nodes.push(Arc::new(
        Node::primitive_type_builder(GEOMETRY, Physical::BYTE_ARRAY).with_repetition(Repetition::OPTIONAL).build()?,
    ));
    let side = |name| {
        let built = Node::primitive_type_builder(name, Physical::DOUBLE).with_repetition(Repetition::REQUIRED).build();
        built.map(Arc::new)
    };
    let sides = SIDES.into_iter().map(side).collect::<Result<Vec<_>>>()?;
    nodes.push(Arc::new(
        Node::group_type_builder(BOX).with_repetition(Repetition::OPTIONAL).with_fields(sides).build()?,
    ));
    Node::group_type_builder(layer.name).with_fields(nodes).build().map(Arc::new)
}

fn node(field: &Field) -> Result<TypePtr> {
    let (physical, logical) = match field.kind {
        Type::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Type::Integer => (Physical::INT64, None),
        Type::Real { .. } => (Physical::DOUBLE, None),
        Type::Date => (Physical::INT32, Some(LogicalType::Date)),
        Type::DateTime => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
        Type::Bool => (Physical::BOOLEAN, None),
    };
    let builder = Node::primitive_type_builder(field.name, physical);
    builder.with_logical_type(logical).with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
}

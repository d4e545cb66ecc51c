//! FlatGeobuf: a layer as one file with a spatial index, which readers need not read whole.
//!
//! FlatGeobuf 3 (<https://flatgeobuf.org>): header, packed Hilbert R-tree, features. The tables and the tree are those of the
//! crate `flatgeobuf`; its own writer is not used, because it gives a feature that is nowhere an empty geometry, at which
//! GDAL stops reading. Here such a feature has no geometry, as the format allows: it is read with the geometry null, and no
//! search by place finds it. Days are columns of the type DateTime, the only one for time that the format has.

mod feature;

use super::{WriteError, sheet};
use crate::geography::Shape;
use crate::layer::{Feature, Field, GeometryKind, Layer, Type};
use ::flatgeobuf::packed_r_tree::{NodeItem, PackedRTree, calc_extent, hilbert_sort};
use ::flatgeobuf::{Column, ColumnArgs, ColumnType, Crs, CrsArgs, GeometryType, Header, HeaderArgs, VERSION};
use flatbuffers::FlatBufferBuilder;

/// A layer as FlatGeobuf: the columns of its table in the GeoPackage (`label` and `summary` behind the `id`) with their titles
/// and descriptions, its features in the order of their places on a Hilbert curve, those that are nowhere among them with the
/// geometry null. WGS 84 (EPSG:4326), longitude before latitude.
///
/// # Errors
///
/// When the index cannot be written.
pub fn flatgeobuf(layer: &Layer) -> Result<Vec<u8>, WriteError> {
    let failed = |source| WriteError::FlatGeobuf { what: layer.name, source };
    let columns = sheet::columns(layer);
    let features: Vec<Vec<u8>> = layer.features.iter().map(|feature| feature::buffer(&columns, &feature)).collect();
    let mut nodes: Vec<NodeItem> =
        (0u64..).zip(&layer.features).map(|(number, feature)| node(number, &feature)).collect();
    let extent = calc_extent(&nodes);
    hilbert_sort(&mut nodes, &extent);
    let mut out = vec![b'f', b'g', b'b', VERSION, b'f', b'g', b'b', 0];
    out.extend_from_slice(&header(layer, &columns, &extent));
    let order: Vec<usize> = nodes.iter().map(|node| node.offset as usize).collect();
    let mut offset = 0;
    for (node, number) in nodes.iter_mut().zip(&order) {
        node.offset = offset;
        offset += features[*number].len() as u64;
    }
    // A tree has at least one leaf; without features there is none.
    if !nodes.is_empty() {
        let tree = PackedRTree::build(&nodes, &extent, PackedRTree::DEFAULT_NODE_SIZE).map_err(failed)?;
        tree.stream_write(&mut out).map_err(|error| failed(error.into()))?;
    }
    for number in order {
        out.extend_from_slice(&features[number]);
    }
    Ok(out)
}

/// A leaf of the index, with the number of the feature; what is nowhere has a box that meets no other.
fn node(number: u64, feature: &Feature) -> NodeItem {
    match feature.geometry.as_ref().and_then(Shape::bbox) {
        Some([west, south, east, north]) => NodeItem { offset: number, ..NodeItem::bounds(west, south, east, north) },
        None => NodeItem::create(number),
    }
}

/// What the file says of itself, size first.
fn header(layer: &Layer, columns: &[Field], extent: &NodeItem) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let columns: Vec<_> = columns.iter().map(|field| column(&mut builder, field)).collect();
    let name = builder.create_string("WGS 84");
    let org = builder.create_string("EPSG");
    let crs =
        Crs::create(&mut builder, &CrsArgs { org: Some(org), code: 4326, name: Some(name), ..CrsArgs::default() });
    let sides = [extent.min_x, extent.min_y, extent.max_x, extent.max_y];
    // Where nothing has a place, there is no box to state.
    let envelope = sides.iter().all(|side| side.is_finite()).then(|| builder.create_vector(&sides));
    let arguments = HeaderArgs {
        name: Some(builder.create_string(layer.name)),
        envelope,
        geometry_type: match layer.geometry {
            GeometryKind::Point => GeometryType::Point,
            GeometryKind::MultiLineString => GeometryType::MultiLineString,
            GeometryKind::MultiPolygon => GeometryType::MultiPolygon,
        },
        columns: Some(builder.create_vector(&columns)),
        features_count: layer.features.len() as u64,
        index_node_size: if layer.features.is_empty() { 0 } else { PackedRTree::DEFAULT_NODE_SIZE },
        crs: Some(crs),
        title: Some(builder.create_string(layer.title)),
        description: Some(builder.create_string(layer.doc)),
        ..HeaderArgs::default()
    };
    let header = Header::create(&mut builder, &arguments);
    builder.finish_size_prefixed(header, None);
    builder.finished_data().to_vec()
}

fn column<'a>(builder: &mut FlatBufferBuilder<'a>, field: &Field) -> flatbuffers::WIPOffset<Column<'a>> {
    let arguments = ColumnArgs {
        name: Some(builder.create_string(field.name)),
        type_: match field.kind {
            Type::Text => ColumnType::String,
            Type::Integer => ColumnType::Long,
            Type::Real { .. } => ColumnType::Double,
            Type::Date | Type::DateTime => ColumnType::DateTime,
            Type::Bool => ColumnType::Bool,
        },
        title: Some(builder.create_string(field.alias)),
        description: Some(builder.create_string(field.doc)),
        ..ColumnArgs::default()
    };
    Column::create(builder, &arguments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Value;
    use ::flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
    use geo::{Geometry, MultiPolygon, Point, Rect};
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use wkb::writer::{WriteOptions, write_geometry};

    const ID: Field = Field { name: "id", alias: "Id", kind: Type::Text, doc: "Names it" };
    const COUNT: Field = Field { name: "count", alias: "Count", kind: Type::Integer, doc: "How many" };
    const DAY: Field = Field { name: "day", alias: "Day", kind: Type::Date, doc: "When" };

    fn layer(kind: GeometryKind, shapes: Vec<Option<Shape>>) -> Layer {
        let feature = |(number, geometry): (usize, Option<Shape>)| Feature {
            id: number.to_string(),
            label: String::new(),
            summary: String::new(),
            geometry,
            values: vec![
                Value::Text(number.to_string()),
                Value::Integer(-(number as i64)),
                jiff::civil::date(2020, 10, 24).into(),
            ],
        };
        Layer {
            name: "tried",
            title: "Tried",
            doc: "What is tried",
            geometry: kind,
            schema: vec![ID, COUNT, DAY],
            features: shapes.into_iter().enumerate().map(feature).collect(),
        }
    }

    /// Ids with their geometries, as the crate reads them, of all features or of those in a box.
    fn read(file: &[u8], within: Option<[f64; 4]>) -> BTreeMap<String, Option<Vec<u8>>> {
        let reader = FgbReader::open(std::io::Cursor::new(file)).unwrap();
        let mut rows = match within {
            Some([west, south, east, north]) => reader.select_bbox(west, south, east, north).unwrap(),
            None => reader.select_all().unwrap(),
        };
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next().unwrap() {
            let geometry = row.fbs_feature().geometry().and(row.geometry_trait().unwrap()).map(|drawn| {
                let mut bytes = Vec::new();
                write_geometry(&mut bytes, &drawn, &WriteOptions::default()).unwrap();
                bytes
            });
            assert_eq!(row.property::<String>("day").unwrap(), "2020-10-24");
            found.insert(row.property("id").unwrap(), geometry);
        }
        found
    }

    /// A geometry as Well-Known Binary, by which what was read is compared.
    fn bytes(shape: &Shape) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_geometry(&mut bytes, shape.geometry(), &WriteOptions::default()).unwrap();
        bytes
    }

    fn square(west: f64, south: f64, size: f64) -> Shape {
        let outside = Rect::new((west, south), (west + size, south + size)).to_polygon();
        let hole = Rect::new((west + size / 4.0, south + size / 4.0), (west + size / 2.0, south + size / 2.0));
        let holed = geo::Polygon::new(outside.exterior().clone(), vec![hole.to_polygon().exterior().clone()]);
        let apart = Rect::new((west, south + 2.0 * size), (west + size, south + 3.0 * size)).to_polygon();
        Shape::new(MultiPolygon(vec![holed, apart]))
    }

    #[test]
    fn what_is_nowhere_is_there_and_found_by_no_box() {
        let located = Shape::new(Point::new(47.0, 39.5));
        let file = flatgeobuf(&layer(GeometryKind::Point, vec![None, Some(located.clone()), None])).unwrap();
        let all = read(&file, None);
        assert_eq!(all.len(), 3);
        assert_eq!((all["0"].as_ref(), all["1"].as_ref()), (None, Some(&bytes(&located))));
        assert_eq!(read(&file, Some([-180.0, -90.0, 180.0, 90.0])).keys().collect::<Vec<_>>(), ["1"]);
    }

    #[test]
    fn a_layer_of_nothing_is_a_file() {
        for shapes in [vec![], vec![None]] {
            let count = shapes.len();
            assert_eq!(read(&flatgeobuf(&layer(GeometryKind::MultiPolygon, shapes)).unwrap(), None).len(), count);
        }
    }

    proptest! {
        #[test]
        fn geometries_come_back_and_the_index_finds_them(
            corners in prop::collection::vec(prop::option::of((-170i32..160, -80i32..60, 1i32..5)), 0..40),
            (west, south) in (-180i32..170, -90i32..80),
        ) {
            let shapes: Vec<Option<Shape>> = corners.iter().map(|at| {
                at.map(|(x, y, size)| square(x.into(), y.into(), size.into()))
            }).collect();
            let file = flatgeobuf(&layer(GeometryKind::MultiPolygon, shapes.clone())).unwrap();
            let all = read(&file, None);
            prop_assert_eq!(all.len(), shapes.len());
            for (number, shape) in shapes.iter().enumerate() {
                prop_assert_eq!(&all[&number.to_string()], &shape.as_ref().map(bytes));
            }
            if !shapes.is_empty() {
                let (west, south) = (f64::from(west), f64::from(south));
                let (east, north) = (west + 40.0, south + 30.0);
                let within = shapes.iter().flatten().filter_map(Shape::bbox)
                    .filter(|b| b[0] <= east && b[2] >= west && b[1] <= north && b[3] >= south).count();
                prop_assert_eq!(read(&file, Some([west, south, east, north])).len(), within);
            }
        }

        #[test]
        fn lines_come_back(corners in prop::collection::vec(prop::collection::vec((-180i32..180, -90i32..90), 2..6), 1..4)) {
            let lines = corners.iter().map(|line| {
                line.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect::<Vec<_>>().into()
            });
            let shape = Shape::new(Geometry::MultiLineString(geo::MultiLineString(lines.collect())));
            let file = flatgeobuf(&layer(GeometryKind::MultiLineString, vec![Some(shape.clone())])).unwrap();
            prop_assert_eq!(&read(&file, None)["0"], &Some(bytes(&shape)));
        }
    }
}

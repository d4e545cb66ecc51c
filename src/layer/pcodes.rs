//! P-codes of features, where the user's gazetteer has areas with them (OCHA COD-AB): `adm1_pcode`, `adm2_pcode` ….
//!
//! A code comes from the area that holds the feature's point, and from nothing else. A point that may lie farther off than the
//! area is wide says nothing about that area, so it has no code there: a report about a country is not one about the district in
//! its middle.

use super::{Field, GeometryKind, Layer, Room, Rows, Type, Value};
use crate::gazetteer::Gazetteer;
use crate::geography::{LonLat, Metres};
use geo::Geometry;

/// The columns by level.
const COLUMNS: [Field; 5] = [
    column("adm0_pcode", "P-code of the country"),
    column("adm1_pcode", "P-code, level 1"),
    column("adm2_pcode", "P-code, level 2"),
    column("adm3_pcode", "P-code, level 3"),
    column("adm4_pcode", "P-code, level 4"),
];

const fn column(name: &'static str, alias: &'static str) -> Field {
    Field { name, alias, kind: Type::Text, doc: "P-code of the area of the user's gazetteer that holds the point" }
}

/// Adds the columns to the layers of points, for the levels that the gazetteer has; without P-codes nothing changes.
pub(super) fn add(layers: &mut [Layer], gazetteer: &Gazetteer, room: &Room) {
    let levels = gazetteer.p_code_levels();
    if levels.is_empty() {
        return;
    }
    for layer in layers.iter_mut().filter(|layer| layer.geometry == GeometryKind::Point) {
        let precision = layer.schema.iter().position(|field| field.name == "precision_m");
        let columns = || COLUMNS.iter().zip(0u8..).filter(|(_, level)| levels.contains(level));
        layer.schema.extend(columns().map(|(field, _)| *field));
        let mut coded = Rows::new(room);
        for mut feature in &layer.features {
            let radius = match precision.and_then(|at| feature.values.get(at)) {
                Some(Value::Real(metres)) => Metres(*metres),
                _ => Metres(0.0),
            };
            let codes = match feature.geometry.as_ref().map(crate::geography::Shape::geometry) {
                Some(Geometry::Point(point)) => gazetteer.p_codes_within(LonLat::new(point.x(), point.y()), radius),
                _ => Vec::new(),
            };
            feature.values.extend(columns().map(|(_, level)| {
                let code = codes.iter().find(|(known, _)| *known == level).map(|(_, code)| code.clone());
                code.map_or(Value::Null, Value::Text)
            }));
            coded.push(&feature);
        }
        // What could not be read is not missed in silence: the earlier rows stay where they are found unsound.
        if layer.features.sound().is_ok() {
            layer.features = coded;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Row;

    #[test]
    fn a_feature_carries_the_codes_of_the_areas_that_hold_it_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let square = |west: f64, wide: f64, properties: &str| {
            let east = west + wide;
            format!(
                r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[{west},39],[{east},39],[{east},40],[{west},40],[{west},39]]]}}}}"#
            )
        };
        let one = square(46.0, 0.5, r#"{"ADM2_EN":"One","ADM2_PCODE":"XV0101","ADM1_PCODE":"XV01","ADM0_PCODE":"XV"}"#);
        let state = square(46.0, 2.0, r#"{"ADM1_EN":"State","ADM1_PCODE":"XV01","ADM0_PCODE":"XV"}"#);
        let source = folder.path().join("adm.geojson");
        std::fs::write(&source, format!(r#"{{"type":"FeatureCollection","features":[{one},{state}]}}"#)).unwrap();
        let output = folder.path().join("adm.rmg");
        let mut import = crate::gazetteer::import::Import::new(&output);
        import.source(source);
        import.run(&mut |_| {}).unwrap();
        let gazetteer = Gazetteer::embedded().with_user_file(&output).unwrap();
        let precision = Field { name: "precision_m", alias: "", kind: Type::Real { decimals: 0 }, doc: "" };
        let row = |id: &str, lon, metres| Row {
            id: id.into(),
            label: String::new(),
            summary: String::new(),
            geometry: Some(crate::geography::Shape::point(LonLat::new(lon, 39.5))),
            values: vec![Value::Real(metres)],
        };
        let rows = [row("a", 46.2, 500.0), row("b", 46.2, 60_000.0), row("c", 47.2, 500.0), row("d", 50.0, 500.0)];
        let mut layers = [Layer::new("places", "", "", GeometryKind::Point, vec![precision], &Room::Memory).with(rows)];
        add(&mut layers, &gazetteer, &Room::Memory);
        assert_eq!(layers[0].schema.iter().map(|f| f.name).skip(2).collect::<Vec<_>>(), ["adm1_pcode", "adm2_pcode"]);
        let codes = |id: &str| {
            let feature = layers[0].features.iter().find(|f| f.id == id).unwrap();
            feature.values[feature.values.len() - 2..].to_vec()
        };
        let text = |code: &str| Value::Text(code.into());
        assert_eq!(codes("a"), [text("XV01"), text("XV0101")]);
        assert_eq!(codes("b"), [text("XV01"), Value::Null]);
        assert_eq!(codes("c"), [text("XV01"), Value::Null]);
        assert_eq!(codes("d"), [Value::Null, Value::Null]);
        let mut plain = [Layer::new("places", "", "", GeometryKind::Point, vec![precision], &Room::Memory)];
        add(&mut plain, &Gazetteer::embedded(), &Room::Memory);
        assert_eq!(plain[0].schema.len(), 2);
    }
}

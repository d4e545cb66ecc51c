//! Geometries in the GeoJSON of others.

use geojson::{GeometryValue, Position};

/// A geometry from its GeoJSON.
///
/// # Errors
///
/// When a position has less than two numbers (RFC 7946 §3.1.1), which the crate `geojson` 1.0 takes for true, or the geometry is none.
pub fn geometry_of(read: &geojson::Geometry) -> Result<geo::Geometry<f64>, String> {
    if !is_sound(&read.value) {
        return Err("a position has less than two numbers; longitude and latitude are expected".to_owned());
    }
    read.try_into().map_err(|error: geojson::Error| error.to_string())
}

fn is_sound(value: &GeometryValue) -> bool {
    let at = |position: &Position| position.as_slice().len() >= 2;
    let line = |line: &Vec<Position>| line.iter().all(at);
    let area = |area: &Vec<Vec<Position>>| area.iter().all(line);
    match value {
        GeometryValue::Point { coordinates } => at(coordinates),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => line(coordinates),
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => area(coordinates),
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().all(area),
        GeometryValue::GeometryCollection { geometries } => geometries.iter().all(|one| is_sound(&one.value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_of_one_number_is_an_error() {
        // The crate finds some of them itself, and some it takes.
        let read = |geometry: &str| -> Result<geo::Geometry<f64>, String> {
            let feature = format!(r#"{{"type":"Feature","properties":null,"geometry":{geometry}}}"#);
            let value: serde_json::Value = serde_json::from_str(&feature).unwrap();
            let feature: geojson::Feature = serde_json::from_value(value).map_err(|error| error.to_string())?;
            geometry_of(&feature.geometry.ok_or("no geometry")?)
        };
        for geometry in [
            r#"{"type":"Point","coordinates":[3.5]}"#,
            r#"{"type":"LineString","coordinates":[[28,-2],[3.5]]}"#,
            r#"{"type":"Polygon","coordinates":[[[28,-2],[3.5],[28.6,-1.4],[28,-2]]]}"#,
            r#"{"type":"MultiPolygon","coordinates":[[[[]]]]}"#,
            r#"{"type":"GeometryCollection","geometries":[{"type":"MultiPolygon","coordinates":[[[[3.5]]]]}]}"#,
        ] {
            assert!(read(geometry).is_err(), "{geometry}");
        }
        assert!(read(r#"{"type":"LineString","coordinates":[[28,-2,100],[28.6,-1.4]]}"#).is_ok());
        let short = geojson::Geometry::new(GeometryValue::Point { coordinates: Position::from(vec![3.5]) });
        assert!(geometry_of(&short).unwrap_err().contains("two numbers"));
    }
}

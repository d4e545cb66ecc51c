//! A geometry as it leaves the program: RFC 7946 form, rounded once.

use super::{LonLat, geometry_of};
use geo::{BoundingRect, Geometry, MapCoords, Winding, orient::Direction};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use std::sync::{Arc, OnceLock};

/// Decimals of a written coordinate: 6 are 0.11 m, finer than any place in the gazetteer.
const DECIMALS: i32 = 6;

/// A number rounded to `places` decimals; rounds once, where a value is made for writing.
pub fn decimals(value: f64, places: i32) -> f64 {
    let factor = 10f64.powi(places);
    let rounded = (value * factor).round() / factor;
    // No "-0" in a file.
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// A geometry in WGS 84 degrees, longitude before latitude, serialised as a GeoJSON geometry object:
/// at most 6 decimals, exterior rings counter-clockwise (RFC 7946 §3.1.6). Cheap to clone: the corners are shared, and so is their
/// JSON once it was written, because many reports name the same areas.
#[derive(Debug, Clone)]
pub struct Shape(Arc<Held>);

#[derive(Debug, Clone)]
struct Held {
    geometry: Geometry<f64>,
    json: OnceLock<Box<RawValue>>,
}

impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        self.geometry() == other.geometry()
    }
}

impl Shape {
    /// Takes a geometry, rounds its coordinates and winds its rings as RFC 7946 asks.
    pub fn new(geometry: impl Into<Geometry<f64>>) -> Self {
        Self::as_it_was(wound(rounded(&geometry.into())))
    }

    /// An area that was made by cutting or buffering, smoothed where rounding makes it cross itself. Costs far more than
    /// [`Shape::new`]: areas of the gazetteer are sound as they are.
    pub fn sound(area: geo::MultiPolygon<f64>) -> Self {
        Self::as_it_was(wound(Geometry::MultiPolygon(sound(area))))
    }

    /// A geometry that was one before: rounded and wound already.
    pub(crate) fn as_it_was(geometry: Geometry<f64>) -> Self {
        Self(Arc::new(Held { geometry, json: OnceLock::new() }))
    }

    /// A point.
    pub fn point(at: LonLat) -> Self {
        Self::new(geo::Point::from(at))
    }

    /// The geometry.
    pub fn geometry(&self) -> &Geometry<f64> {
        &self.0.geometry
    }

    /// The geometry itself.
    pub(crate) fn into_geometry(self) -> Geometry<f64> {
        Arc::unwrap_or_clone(self.0).geometry
    }

    /// West, south, east, north; `None` for an empty geometry.
    pub fn bbox(&self) -> Option<[f64; 4]> {
        self.geometry().bounding_rect().map(|r| [r.min().x, r.min().y, r.max().x, r.max().y])
    }
}

fn rounded<G: MapCoords<f64, f64, Output = G>>(geometry: &G) -> G {
    geometry.map_coords(|c| geo::Coord { x: decimals(c.x, DECIMALS), y: decimals(c.y, DECIMALS) })
}

/// Rounding may make a narrow part of an area cross itself: what is not valid is smoothed, a little more each time, until it is.
fn sound(area: geo::MultiPolygon<f64>) -> geo::MultiPolygon<f64> {
    use geo::{Simplify, Validation};
    let area = rounded(&area);
    if area.is_valid() {
        return area;
    }
    // From ten metres to a kilometre, in degrees.
    let smoothed = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2].into_iter().map(|by| rounded(&geo::unary_union(&area.simplify(by))));
    smoothed.into_iter().find(Validation::is_valid).unwrap_or(area)
}

fn wound(geometry: Geometry<f64>) -> Geometry<f64> {
    use geo::Orient;
    match geometry {
        Geometry::Polygon(p) => Geometry::Polygon(closed(p.orient(Direction::Default))),
        Geometry::MultiPolygon(m) => {
            let parts = m.orient(Direction::Default).into_iter().map(closed).filter(|p| p.exterior().0.len() >= 4);
            Geometry::MultiPolygon(parts.collect())
        }
        other => other,
    }
}

/// Rounding may leave neighbours equal: a ring keeps each corner once.
fn closed(polygon: geo::Polygon<f64>) -> geo::Polygon<f64> {
    let (exterior, interiors) = polygon.into_inner();
    let tidy = |mut ring: geo::LineString<f64>| {
        ring.0.dedup();
        ring
    };
    let interiors = interiors.into_iter().map(tidy).filter(|r| r.0.len() >= 4).collect();
    let mut exterior = tidy(exterior);
    exterior.make_ccw_winding();
    geo::Polygon::new(exterior, interiors)
}

impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(json) = self.0.json.get() {
            return json.serialize(serializer);
        }
        let json = to_raw_value(&geojson::Geometry::from(self.geometry())).map_err(serde::ser::Error::custom)?;
        self.0.json.get_or_init(|| json).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = geojson::Geometry::deserialize(deserializer)?;
        geometry_of(&read).map(Shape::new).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, line_string, polygon};

    #[test]
    fn a_clockwise_ring_is_turned_round() {
        let clockwise = polygon![(x: 0.0, y: 0.0), (x: 0.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 0.0)];
        let Geometry::Polygon(p) = Shape::new(clockwise).geometry().clone() else { panic!("still a polygon") };
        assert!(p.signed_area() > 0.0);
    }

    #[test]
    fn a_shape_survives_its_json() {
        let shape = Shape::new(line_string![(x: 46.123_456_78, y: 39.0), (x: 47.0, y: 39.3)]);
        let json = serde_json::to_string(&shape).unwrap();
        assert_eq!(json, r#"{"type":"LineString","coordinates":[[46.123457,39.0],[47.0,39.3]]}"#);
        assert_eq!(serde_json::from_str::<Shape>(&json).unwrap(), shape);
    }
}

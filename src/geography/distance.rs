//! Distances on the WGS 84 ellipsoid, by Karney's method (`geo::Geodesic`, "Algorithms for geodesics", 2013).

use super::{LonLat, Metres};
use geo::{Bearing, Closest, Destination, Distance, Geodesic, HaversineClosestPoint, MultiLineString, Point};

/// The geodesic distance between two positions.
pub fn distance(a: LonLat, b: LonLat) -> Metres {
    Metres(Geodesic.distance(Point::from(a), Point::from(b)))
}

/// The direction from one position to another at its start, in degrees clockwise from north, 0 to 360.
pub fn bearing(from: LonLat, to: LonLat) -> f64 {
    Geodesic.bearing(Point::from(from), Point::from(to)).rem_euclid(360.0)
}

/// Where one comes to who goes so far on a geodesic (WGS 84) that begins at a bearing, in degrees clockwise from north.
pub fn destination(from: LonLat, bearing: f64, far: Metres) -> LonLat {
    LonLat::from(Geodesic.destination(Point::from(from), bearing, far.0))
}

/// The point of `lines` nearest to `from`, and its geodesic distance; `None` when the lines are empty.
///
/// The nearest point is found on the sphere, the distance to it is measured on the ellipsoid: for lines a few thousand
/// kilometres long the choice of point differs by metres.
pub fn nearest_on_lines(from: LonLat, lines: &MultiLineString<f64>) -> Option<(LonLat, Metres)> {
    let point = match lines.haversine_closest_point(&Point::from(from)) {
        Closest::Intersection(p) | Closest::SinglePoint(p) => p,
        Closest::Indeterminate => return None,
    };
    let nearest = LonLat::from(point);
    Some((nearest, distance(from, nearest)))
}

/// The geodesic distance from a position to any geometry: 0 inside an area; `None` for an empty geometry.
pub fn distance_to(from: LonLat, geometry: &geo::Geometry<f64>) -> Option<Metres> {
    let nearest = match geometry.haversine_closest_point(&Point::from(from)) {
        Closest::Intersection(_) => return Some(Metres(0.0)),
        Closest::SinglePoint(p) => LonLat::from(p),
        Closest::Indeterminate => return None,
    };
    Some(distance(from, nearest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::line_string;

    #[test]
    fn a_quarter_of_the_meridian_is_ten_thousand_kilometres() {
        let quarter = distance(LonLat::new(0.0, 0.0), LonLat::new(0.0, 90.0));
        assert!((quarter.0 - 10_001_965.7).abs() < 1.0, "{quarter:?}");
    }

    #[test]
    fn the_nearest_point_lies_on_the_line_and_not_on_its_ends() {
        let lines = MultiLineString(vec![line_string![(x: 0.0, y: 0.0), (x: 10.0, y: 0.0)]]);
        let (at, far) = nearest_on_lines(LonLat::new(5.0, 1.0), &lines).unwrap();
        assert!((at.lon - 5.0).abs() < 1e-6 && at.lat.abs() < 1e-6);
        assert!((far.as_km().0 - 110.57).abs() < 0.05, "{far:?}");
    }

    #[test]
    fn no_lines_have_no_nearest_point() {
        assert!(nearest_on_lines(LonLat::new(5.0, 1.0), &MultiLineString(vec![])).is_none());
    }
}

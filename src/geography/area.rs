//! Areas of uncertainty: how far a place may lie, drawn true to scale on the ellipsoid.

use super::{LonLat, Metres};
use geo::{Buffer, Destination, Geodesic, LineString, MapCoords, MultiLineString, MultiPolygon, Point, Polygon};

/// Corners of a circle: 48 keep the area within 0.3 % of the true one.
const CORNERS: usize = 48;

/// Metres in a degree of latitude, mean (WGS 84).
const METRES_PER_DEGREE: f64 = 111_195.0;

/// A circle of `radius` around a position, as a polygon, counter-clockwise.
pub fn circle(center: LonLat, radius: Metres) -> Polygon<f64> {
    // Bearings run clockwise from north; the ring must run the other way round.
    let ring = (0..=CORNERS).map(|i| corner(center, radius, 360.0 - 360.0 * (i % CORNERS) as f64 / CORNERS as f64));
    Polygon::new(LineString::from_iter(ring), vec![])
}

/// The part of a circle that lies in one direction of its center: `bearing` degrees clockwise from north, `width` degrees wide.
pub fn sector(center: LonLat, radius: Metres, bearing: f64, width: f64) -> Polygon<f64> {
    let steps = 16;
    let mut ring = vec![geo::Coord { x: center.lon, y: center.lat }];
    ring.extend((0..=steps).map(|i| {
        let turn = bearing + width / 2.0 - width * f64::from(i) / f64::from(steps);
        corner(center, radius, turn.rem_euclid(360.0))
    }));
    ring.push(ring[0]);
    Polygon::new(LineString::new(ring), vec![])
}

fn corner(center: LonLat, radius: Metres, bearing: f64) -> geo::Coord<f64> {
    let p: Point<f64> = Geodesic.destination(center.into(), bearing, radius.0.max(1.0));
    p.into()
}

/// All that lies within `half_width` of the lines: a border or a road as an area.
///
/// Buffered on a local equirectangular plane around the middle of the lines, so the width is right to about
/// `1 − cos(lat)/cos(middle)`: under 2 % for a border of some hundred kilometres.
pub fn corridor(lines: &MultiLineString<f64>, half_width: Metres) -> MultiPolygon<f64> {
    let Some(middle) = middle_latitude(lines) else { return MultiPolygon(vec![]) };
    let squeeze = middle.to_radians().cos().max(0.01);
    let plane = lines.map_coords(|c| geo::Coord { x: c.x * squeeze, y: c.y });
    plane.buffer(half_width.0 / METRES_PER_DEGREE).map_coords(|c| geo::Coord { x: c.x / squeeze, y: c.y })
}

fn middle_latitude(lines: &MultiLineString<f64>) -> Option<f64> {
    use geo::BoundingRect;
    lines.bounding_rect().map(|r| r.center().y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Contains, GeodesicArea, line_string};

    #[test]
    fn a_circle_has_its_area_and_winds_counter_clockwise() {
        let disc = circle(LonLat::new(47.1, 39.8), Metres(5_000.0));
        let expected = std::f64::consts::PI * 25e6;
        assert!((disc.geodesic_area_unsigned() - expected).abs() / expected < 0.005);
        assert!(disc.signed_area() > 0.0);
    }

    #[test]
    fn a_southern_sector_holds_the_south_only() {
        let south = sector(LonLat::new(37.0, 48.0), Metres(20_000.0), 180.0, 90.0);
        assert!(south.contains(&Point::new(37.0, 47.9)));
        assert!(!south.contains(&Point::new(37.0, 48.05)));
        assert!(south.signed_area() > 0.0);
    }

    #[test]
    fn a_corridor_holds_its_line() {
        let lines = MultiLineString(vec![line_string![(x: 46.0, y: 39.0), (x: 47.0, y: 39.3)]]);
        let band = corridor(&lines, Metres(2_000.0));
        assert!(band.contains(&Point::new(46.5, 39.15)));
        assert!(!band.contains(&Point::new(46.5, 39.3)));
    }
}

//! Areas that reach over the antimeridian or a pole, cut so that no part crosses it (RFC 7946 §3.1.9).

use geo::{BooleanOps, BoundingRect, Coord, LineString, MapCoords, MultiPolygon, Polygon, Rect};

/// Whether an area has a side that runs more than half way round the earth: it crosses the antimeridian uncut.
fn crosses(area: &MultiPolygon<f64>) -> bool {
    area.iter().flat_map(|part| part.exterior().lines()).any(|side| (side.end.x - side.start.x).abs() > 180.0)
}

fn overshoots(area: &MultiPolygon<f64>) -> bool {
    area.bounding_rect()
        .is_some_and(|r| r.min().x < -180.0 || r.max().x > 180.0 || r.min().y < -90.0 || r.max().y > 90.0)
}

/// The area with its parts on −180 to 180 degrees, cut at the antimeridian.
///
/// `drawn` says that the area was drawn by the program (a circle, a corridor) and so may cross uncut; the gazetteer's own
/// areas are cut already, and their long sides (along the south pole, say) are meant.
pub(super) fn cut(area: MultiPolygon<f64>, drawn: bool) -> MultiPolygon<f64> {
    let crossing = drawn && crosses(&area);
    if !crossing && !overshoots(&area) {
        return area;
    }
    let parts = area.into_iter().map(|part| if crossing { unwrapped(&part) } else { part });
    let whole = MultiPolygon(parts.collect());
    let bands = [-360.0, 0.0, 360.0].map(|shift| {
        let band = Rect::new((shift - 180.0, -90.0), (shift + 180.0, 90.0)).to_polygon();
        whole
            .intersection(&band)
            .map_coords(|c| Coord { x: (c.x - shift).clamp(-180.0, 180.0), y: c.y.clamp(-90.0, 90.0) })
    });
    // Around a pole the two ends meet again: valid makes them one.
    crate::geography::size::valid(MultiPolygon(bands.into_iter().flatten().collect()))
}

/// The polygon on a plane without a seam: longitudes run on past 180.
fn unwrapped(polygon: &Polygon<f64>) -> Polygon<f64> {
    let exterior = around_pole(continuous(polygon.exterior()));
    let middle = exterior.bounding_rect().map_or(0.0, |r| r.center().x);
    let interiors = polygon.interiors().iter().map(|ring| {
        let ring = continuous(ring);
        let far = middle - ring.bounding_rect().map_or(middle, |r| r.center().x);
        let turns = (far / 360.0).round() * 360.0;
        ring.map_coords(|c| Coord { x: c.x + turns, y: c.y })
    });
    Polygon::new(exterior, interiors.collect())
}

fn continuous(ring: &LineString<f64>) -> LineString<f64> {
    let mut turns = 0.0;
    let mut last: Option<f64> = None;
    let coords = ring.coords().map(|c| {
        if let Some(before) = last {
            turns -= ((c.x - before) / 360.0).round() * 360.0;
        }
        last = Some(c.x);
        Coord { x: c.x + turns, y: c.y }
    });
    coords.collect()
}

/// A ring that runs once round the earth holds a pole: it is closed along that pole.
fn around_pole(mut ring: LineString<f64>) -> LineString<f64> {
    let (Some(first), Some(last)) = (ring.0.first().copied(), ring.0.last().copied()) else { return ring };
    if (first.x - last.x).abs() < 180.0 {
        return ring;
    }
    let pole = 90f64.copysign(first.y);
    ring.0.extend([Coord { x: last.x, y: pole }, Coord { x: first.x, y: pole }, first]);
    ring
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::{LonLat, Metres, circle};
    use geo::{Area, BoundingRect, Contains, Point, Validation};

    fn cut_circle(lon: f64, lat: f64, km: f64) -> MultiPolygon<f64> {
        cut(MultiPolygon(vec![circle(LonLat::new(lon, lat), Metres(km * 1000.0))]), true)
    }

    #[test]
    fn a_circle_over_the_antimeridian_becomes_two_parts() {
        let area = cut_circle(179.9, -16.8, 50.0);
        assert_eq!(area.0.len(), 2);
        assert!(area.is_valid());
        assert!(area.contains(&Point::new(179.95, -16.8)) && area.contains(&Point::new(-179.95, -16.8)));
        assert!(!area.contains(&Point::new(0.0, -16.8)));
        assert!(area.unsigned_area() < 1.0);
    }

    #[test]
    fn a_circle_elsewhere_stays_as_it_is() {
        let disc = MultiPolygon(vec![circle(LonLat::new(47.1, 39.8), Metres(5_000.0))]);
        assert_eq!(cut(disc.clone(), true), disc);
    }

    #[test]
    fn a_circle_around_a_pole_holds_the_pole() {
        for lat in [89.5, -89.5] {
            let area = cut_circle(20.0, lat, 200.0);
            assert!(area.is_valid());
            let bounds = area.bounding_rect().unwrap();
            assert!(bounds.max().y == 90.0 || bounds.min().y == -90.0);
            assert!(area.contains(&Point::new(-160.0, 89.99f64.copysign(lat))));
        }
    }

    #[test]
    fn what_reaches_beyond_180_is_brought_back() {
        let beyond = MultiPolygon(vec![Rect::new((179.0, 10.0), (181.0, 11.0)).to_polygon()]);
        let area = cut(beyond, true);
        assert!((area.unsigned_area() - 2.0).abs() < 1e-9);
        assert!(area.bounding_rect().unwrap().min().x >= -180.0);
    }
}

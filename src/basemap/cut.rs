//! What of a shape lies in a window.

use super::format::{Parts, UNITS};
use geo::{
    BooleanOps, BoundingRect, Coord, CoordsIter, LineString, MapCoords, MultiLineString, MultiPolygon, Polygon, Rect,
};

/// How far past the window corners are kept before the exact cut, in degrees.
const BEYOND: f64 = 0.5;

/// A window as boxes: two when it runs over the antimeridian.
pub(super) fn boxes([west, south, east, north]: [f64; 4]) -> Vec<Rect<f64>> {
    let rect = |west, east| Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north });
    if west <= east { vec![rect(west, east)] } else { vec![rect(west, 180.0), rect(-180.0, east)] }
}

/// Whether bounds in units meet a box.
pub(super) fn meets(bounds: [i32; 4], window: &Rect<f64>) -> bool {
    let [west, south, east, north] = bounds.map(|units| f64::from(units) / UNITS);
    west <= window.max().x && east >= window.min().x && south <= window.max().y && north >= window.min().y
}

/// The area in degrees, whole.
pub(super) fn area(parts: &Parts) -> MultiPolygon<f64> {
    parts.iter().filter_map(|rings| polygon(rings)).collect()
}

/// The lines in degrees, whole.
pub(super) fn lines(parts: &Parts) -> MultiLineString<f64> {
    MultiLineString(parts.iter().flatten().map(|ring| line(ring)).collect())
}

/// What of an area lies in a box. Parts wholly inside are as they were; the others are cut exactly, after corners far
/// outside are left out, since a country has thousands of them.
pub(super) fn area_in(area: &MultiPolygon<f64>, window: &Rect<f64>) -> MultiPolygon<f64> {
    let mut out = Vec::new();
    for part in area {
        let Some(bounds) = part.bounding_rect() else { continue };
        if inside(&bounds, window) {
            out.push(part.clone());
        } else if overlap(&bounds, window) {
            let near = MultiPolygon(vec![nearby(part, window)]);
            out.extend(near.intersection(&window.to_polygon()));
        }
    }
    MultiPolygon(out).map_coords(tidy)
}

/// What of lines lies in a box.
pub(super) fn lines_in(lines: &MultiLineString<f64>, window: &Rect<f64>) -> MultiLineString<f64> {
    let mut out = Vec::new();
    for part in lines {
        let Some(bounds) = part.bounding_rect() else { continue };
        if inside(&bounds, window) {
            out.push(part.clone());
        } else if overlap(&bounds, window) {
            let cut = window.to_polygon().clip(&MultiLineString(vec![part.clone()]), false);
            out.extend(cut.into_iter().filter(|line| line.coords_count() > 1));
        }
    }
    MultiLineString(out).map_coords(tidy)
}

fn polygon(rings: &[Vec<[i32; 2]>]) -> Option<Polygon<f64>> {
    let mut rings = rings.iter().map(|ring| line(ring));
    rings.next().map(|exterior| Polygon::new(exterior, rings.collect()))
}

fn line(corners: &[[i32; 2]]) -> LineString<f64> {
    corners.iter().map(|[x, y]| Coord { x: f64::from(*x) / UNITS, y: f64::from(*y) / UNITS }).collect()
}

/// Six decimals, where a cut gave more.
fn tidy(at: Coord<f64>) -> Coord<f64> {
    Coord { x: (at.x * 1e6).round() / 1e6, y: (at.y * 1e6).round() / 1e6 }
}

fn inside(bounds: &Rect<f64>, window: &Rect<f64>) -> bool {
    bounds.min().x >= window.min().x
        && bounds.max().x <= window.max().x
        && bounds.min().y >= window.min().y
        && bounds.max().y <= window.max().y
}

fn overlap(bounds: &Rect<f64>, window: &Rect<f64>) -> bool {
    bounds.min().x < window.max().x
        && bounds.max().x > window.min().x
        && bounds.min().y < window.max().y
        && bounds.max().y > window.min().y
}

/// The polygon cut to a box somewhat larger than the window (Sutherland and Hodgman 1974): its edges may lie upon each other
/// along the larger box, where the exact cut takes them away.
fn nearby(part: &Polygon<f64>, window: &Rect<f64>) -> Polygon<f64> {
    let (min, max) = (window.min(), window.max());
    let cut = |ring: &LineString<f64>| {
        let mut corners = ring.0.clone();
        corners = half(&corners, |c| c.x - (min.x - BEYOND));
        corners = half(&corners, |c| (max.x + BEYOND) - c.x);
        corners = half(&corners, |c| c.y - (min.y - BEYOND));
        corners = half(&corners, |c| (max.y + BEYOND) - c.y);
        LineString(corners)
    };
    let holes = part.interiors().iter().map(cut).filter(|ring| ring.0.len() > 3);
    Polygon::new(cut(part.exterior()), holes.collect())
}

/// The corners of a ring on the side of a line where `depth` is not negative.
fn half(ring: &[Coord<f64>], depth: impl Fn(Coord<f64>) -> f64) -> Vec<Coord<f64>> {
    let mut out = Vec::new();
    for pair in ring.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let (a, b) = (depth(from), depth(to));
        if a >= 0.0 {
            out.push(from);
        }
        if (a >= 0.0) != (b >= 0.0) {
            out.push(from + (to - from) * (a / (a - b)));
        }
    }
    out.extend(out.first().copied());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Validation, polygon};
    use proptest::prelude::*;

    fn star(corners: &[f64]) -> MultiPolygon<f64> {
        let ring = corners.iter().enumerate().map(|(i, far)| {
            let turn = std::f64::consts::TAU * i as f64 / corners.len() as f64;
            Coord { x: far * turn.cos(), y: far * turn.sin() }
        });
        MultiPolygon(vec![Polygon::new(ring.collect(), vec![])])
    }

    proptest! {
        #[test]
        fn a_cut_is_valid_lies_inside_and_is_what_the_exact_cut_gives(
            corners in prop::collection::vec(1.0..9.0f64, 5..40), west in -8.0..4.0f64, south in -8.0..4.0f64, size in 0.5..6.0f64
        ) {
            let window = Rect::new(Coord { x: west, y: south }, Coord { x: west + size, y: south + size });
            let area = star(&corners);
            let cut = area_in(&area, &window);
            let exact = area.intersection(&window.to_polygon());
            prop_assert!((cut.unsigned_area() - exact.unsigned_area()).abs() < 1e-3);
            prop_assert!(cut.is_valid());
            if let Some(bounds) = cut.bounding_rect() {
                prop_assert!(bounds.min().x >= west - 1e-6 && bounds.max().y <= south + size + 1e-6);
            }
        }
    }

    #[test]
    fn a_country_with_two_arms_in_the_window_becomes_two_parts() {
        let u = polygon![(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0), (x: 6.0, y: 9.0), (x: 6.0, y: 1.0), (x: 3.0, y: 1.0), (x: 3.0, y: 9.0), (x: 0.0, y: 9.0)];
        let window = Rect::new(Coord { x: -1.0, y: 5.0 }, Coord { x: 10.0, y: 7.0 });
        let cut = area_in(&MultiPolygon(vec![u]), &window);
        assert_eq!(cut.0.len(), 2);
        assert!((cut.unsigned_area() - 12.0).abs() < 1e-6);
    }

    #[test]
    fn a_window_over_the_antimeridian_is_two_boxes() {
        let both = boxes([170.0, -10.0, -170.0, 10.0]);
        assert_eq!(both.iter().map(|b| b.width()).collect::<Vec<_>>(), [10.0, 10.0]);
    }
}

//! Bounding boxes, west before east even where the two sides of the antimeridian meet (RFC 7946 §5.2).

use super::Shape;
use geo::{BoundingRect, Geometry};
use std::borrow::Borrow;

/// The smallest box around some geometries: west, south, east, north. Its west is greater than its east when it runs over
/// the antimeridian. `None` when there is nothing to surround.
pub fn around<S: Borrow<Shape>>(shapes: impl IntoIterator<Item = S>) -> Option<[f64; 4]> {
    let mut latitudes: Option<(f64, f64)> = None;
    let mut intervals = Vec::new();
    for shape in shapes {
        for [west, south, east, north] in boxes(shape.borrow().geometry()) {
            let (low, high) = latitudes.unwrap_or((south, north));
            latitudes = Some((low.min(south), high.max(north)));
            intervals.push((west, east));
        }
    }
    let (south, north) = latitudes?;
    let (west, east) = sides(intervals)?;
    Some([west, south, east, north])
}

/// A box for each part.
fn boxes(geometry: &Geometry<f64>) -> Vec<[f64; 4]> {
    let sides = |rect: geo::Rect<f64>| [rect.min().x, rect.min().y, rect.max().x, rect.max().y];
    match geometry {
        Geometry::MultiPolygon(parts) => parts.iter().filter_map(|part| part.bounding_rect().map(sides)).collect(),
        Geometry::MultiLineString(parts) => parts.iter().filter_map(|part| part.bounding_rect().map(sides)).collect(),
        other => other.bounding_rect().map(sides).into_iter().collect(),
    }
}

/// West and east of the shorter way round that holds all intervals of longitude: what is left out is the widest gap.
fn sides(mut intervals: Vec<(f64, f64)>) -> Option<(f64, f64)> {
    intervals.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (first, _) = *intervals.first()?;
    let last = intervals.iter().map(|i| i.1).max_by(f64::total_cmp)?;
    // The gap over the antimeridian is the plain box's; another gap must be wider to win.
    let mut widest = (first + 360.0 - last, first, last);
    let mut reached = f64::MIN;
    for (west, east) in intervals {
        let gap = west - reached;
        if reached > f64::MIN && gap > widest.0 {
            widest = (gap, west, reached);
        }
        reached = reached.max(east);
    }
    Some((widest.1, widest.2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::LonLat;

    fn points(at: &[(f64, f64)]) -> Option<[f64; 4]> {
        let shapes: Vec<Shape> = at.iter().map(|(lon, lat)| Shape::point(LonLat::new(*lon, *lat))).collect();
        around(&shapes)
    }

    #[test]
    fn points_on_both_sides_of_the_antimeridian_have_a_small_box() {
        assert_eq!(points(&[(178.0, -17.0), (-179.0, -19.0)]), Some([178.0, -19.0, -179.0, -17.0]));
    }

    #[test]
    fn points_elsewhere_have_the_plain_box() {
        assert_eq!(points(&[(47.1, 39.8), (-77.0, 38.9), (44.5, 40.2)]), Some([-77.0, 38.9, 47.1, 40.2]));
        assert_eq!(points(&[(5.0, 6.0)]), Some([5.0, 6.0, 5.0, 6.0]));
        assert_eq!(points(&[]), None);
    }
}

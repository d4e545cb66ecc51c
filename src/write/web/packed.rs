//! Geometry in few bytes: whole numbers, each the difference to the one before.

use geo::{LineString, MultiLineString, MultiPolygon};
use serde::Serialize;

/// Corners of layers: 5 decimals, a metre.
pub(super) const LAYER: f64 = 1e5;
/// Corners of the ground in detail: 4 decimals, eleven metres.
pub(super) const WINDOW: f64 = 1e4;
/// Corners of the ground from afar: 3 decimals.
pub(super) const WORLD: f64 = 1e3;

/// A line: longitude and latitude of the first corner, then of each further one how far it lies from the one before; degrees
/// times the scale, rounded.
pub(super) type Line = Vec<i64>;

/// Lines, or areas as lists of rings, the outer one first.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Packed {
    Lines(Vec<Line>),
    Areas(Vec<Vec<Line>>),
}

pub(super) fn lines(lines: &MultiLineString<f64>, scale: f64) -> Vec<Line> {
    lines.iter().map(|one| line(one, scale)).collect()
}

pub(super) fn areas(areas: &MultiPolygon<f64>, scale: f64) -> Vec<Vec<Line>> {
    let rings = |area: &geo::Polygon<f64>| {
        std::iter::once(area.exterior()).chain(area.interiors()).map(|ring| line(ring, scale)).collect()
    };
    areas.iter().map(rings).collect()
}

/// The corners, without those that rounding makes equal to the one before.
fn line(line: &LineString<f64>, scale: f64) -> Line {
    let mut out = Vec::with_capacity(line.0.len() * 2);
    let mut before: Option<(i64, i64)> = None;
    for corner in &line.0 {
        let here = ((corner.x * scale).round() as i64, (corner.y * scale).round() as i64);
        let (x, y) = before.map_or(here, |(x, y)| (here.0 - x, here.1 - y));
        if before.is_none() || x != 0 || y != 0 {
            out.extend([x, y]);
        }
        before = Some(here);
    }
    // A line of one corner is none: the page would not draw it.
    if out.len() == 2 {
        out.extend([0, 0]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::line_string;

    #[test]
    fn corners_are_differences_and_come_back() {
        let path = line_string![(x: 46.5, y: 39.25), (x: 46.5, y: 39.25), (x: 46.4, y: 39.3)];
        assert_eq!(line(&path, LAYER), [4_650_000, 3_925_000, -10_000, 5_000]);
    }

    #[test]
    fn a_speck_keeps_two_corners() {
        let speck = line_string![(x: 1.0, y: 2.0), (x: 1.000_000_1, y: 2.0)];
        assert_eq!(line(&speck, WORLD), [1_000, 2_000, 0, 0]);
    }
}

//! Which areas hold a position: of an area only the edges around it are read, in place.

use crate::gazetteer::format::{EdgeRun, read_varint, unzigzag};

/// Units of 1e-6 degrees, in which positions are asked for, in one of 1e-5, in which shapes are written.
const FINER: i64 = 10;

/// The bytes of an area with its table of edges.
#[derive(Debug, Clone, Copy)]
pub struct Edges<'b> {
    bytes: &'b [u8],
    runs: &'b [[u8; EdgeRun::SIZE]],
    size: f64,
}

impl<'b> Edges<'b> {
    /// Finds the table behind the rings; `None` for lines, and where there is none.
    pub fn of(bytes: &'b [u8]) -> Option<Self> {
        let (rest, count) = bytes.split_last_chunk::<4>()?;
        let (rest, size) = rest.split_last_chunk::<8>()?;
        let table = (u32::from_le_bytes(*count) as usize).checked_mul(EdgeRun::SIZE)?;
        let (_, table) = rest.split_at_checked(rest.len().checked_sub(table)?)?;
        let is_area = read_varint(bytes, &mut 0)? == 0;
        let size = f64::from_le_bytes(*size);
        is_area.then_some(Self { bytes, runs: table.as_chunks::<{ EdgeRun::SIZE }>().0, size })
    }

    /// Its size in square degrees: what tells the smaller of two areas.
    pub fn size(&self) -> f64 {
        self.size
    }

    /// Whether a position (units of 1e-6 degrees) lies inside; on an edge it does not. `None` where the bytes end early.
    pub fn hold(&self, lon: i32, lat: i32) -> Option<bool> {
        let (lon, lat) = (i64::from(lon), i64::from(lat));
        // Crossings of the ray to the east, for one polygon after another: they may lie over each other.
        let (mut polygon, mut odd, mut on_edge) = (0, false, false);
        for bytes in self.runs {
            let run = EdgeRun::read(bytes);
            if run.polygon != polygon {
                if odd && !on_edge {
                    return Some(true);
                }
                (polygon, odd, on_edge) = (run.polygon, false, false);
            }
            let [west, south, east, north] = run.bounds.map(|n| i64::from(n) * FINER);
            if lat < south || lat > north || lon > east {
                continue;
            }
            if lon < west {
                // All of it is crossed, or passed by, on its way from its first latitude to its last.
                odd ^= is_over(i64::from(run.from[1]) * FINER, lat) != is_over(i64::from(run.to_lat) * FINER, lat);
                continue;
            }
            match self.crossings(&run, lon, lat)? {
                Some(crossed) => odd ^= crossed,
                None => on_edge = true,
            }
        }
        Some(odd && !on_edge)
    }

    /// Whether the ray crosses the edges of a run an odd number of times; `Some(None)` when the position lies on one.
    fn crossings(&self, run: &EdgeRun, lon: i64, lat: i64) -> Option<Option<bool>> {
        let mut at = run.at as usize;
        let [mut x, mut y] = run.from.map(i64::from);
        let mut odd = false;
        for _ in 0..run.edges {
            let (x0, y0) = (x * FINER - lon, y * FINER - lat);
            x = x.checked_add(unzigzag(read_varint(self.bytes, &mut at)?))?;
            y = y.checked_add(unzigzag(read_varint(self.bytes, &mut at)?))?;
            let (x1, y1) = (x.checked_mul(FINER)? - lon, y.checked_mul(FINER)? - lat);
            let side = x0.checked_mul(y1)?.checked_sub(x1.checked_mul(y0)?)?;
            let between = |a: i64, b: i64| a.min(b) <= 0 && a.max(b) >= 0;
            if side == 0 && between(x0, x1) && between(y0, y1) {
                return Some(None);
            }
            // The edge goes up on the right of the position, or down.
            if is_over(y0, 0) != is_over(y1, 0) && (side > 0) == (y1 > y0) {
                odd = !odd;
            }
        }
        Some(Some(odd))
    }
}

#[inline]
fn is_over(lat: i64, at: i64) -> bool {
    lat > at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::compile::{Geometry, write_shape};
    use geo::{Area, Contains, Coord, LineString, MultiPolygon, Point, Polygon};
    use proptest::prelude::*;

    /// A star around a position: no edge of it crosses another.
    fn star(radii: &[u32], [x, y]: [f64; 2]) -> Vec<[f64; 2]> {
        let corner = |(n, radius): (usize, &u32)| {
            let angle = std::f64::consts::TAU * n as f64 / radii.len() as f64;
            let round = |degrees: f64| (degrees * 1e3).round() / 1e3;
            let radius = f64::from(*radius) / 10.0;
            [round(x + radius * angle.cos()), round(y + radius * angle.sin())]
        };
        let mut ring: Vec<[f64; 2]> = radii.iter().enumerate().map(corner).collect();
        ring.push(ring[0]);
        ring
    }

    fn of_geo(polygons: &[Vec<Vec<[f64; 2]>>]) -> MultiPolygon<f64> {
        let line = |ring: &Vec<[f64; 2]>| ring.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect::<LineString<f64>>();
        let polygon = |rings: &Vec<Vec<[f64; 2]>>| Polygon::new(line(&rings[0]), rings[1..].iter().map(line).collect());
        polygons.iter().map(polygon).collect()
    }

    proptest! {
        #[test]
        fn it_holds_what_the_crate_says(
            radii in prop::collection::vec(20u32..90, 3..400),
            hole in prop::collection::vec(1u32..10, 3..9),
            other in prop::collection::vec(5u32..60, 3..200),
            at in prop::collection::vec((-12_000_000i32..15_000_000, -12_000_000i32..12_000_000), 40),
        ) {
            let polygons = vec![vec![star(&radii, [0.0, 0.0]), star(&hole, [0.0, 0.0])], vec![star(&other, [5.0, 1.0])]];
            let area = of_geo(&polygons);
            // In whole millionths of a degree both count exactly, also where a corner of one lies on an edge of the other.
            let whole = |[x, y]: [f64; 2]| [(x * 1e6).round(), (y * 1e6).round()];
            let scaled: Vec<Vec<Vec<[f64; 2]>>> = polygons
                .iter()
                .map(|rings| rings.iter().map(|ring| ring.iter().copied().map(whole).collect()).collect())
                .collect();
            let exact = of_geo(&scaled);
            let bytes = write_shape(&Geometry::Area(polygons.clone()));
            let edges = Edges::of(&bytes).unwrap();
            prop_assert!((edges.size() - area.unsigned_area()).abs() < 1e-9);
            let corners = polygons.iter().flatten().flatten().map(|[x, y]| ((x * 1e6).round() as i32, (y * 1e6).round() as i32));
            for (lon, lat) in at.into_iter().chain([(0, 0), (0, 500_000)]) {
                let point = Point::new(f64::from(lon), f64::from(lat));
                prop_assert_eq!(edges.hold(lon, lat), Some(exact.contains(&point)), "{} {}", lon, lat);
            }
            // Corners are on the edge of their own polygon, and in level with edges on their left and right.
            for (lon, lat) in corners {
                let point = Point::new(f64::from(lon), f64::from(lat));
                prop_assert_eq!(edges.hold(lon, lat), Some(exact.contains(&point)), "corner {} {}", lon, lat);
            }
        }
    }

    #[test]
    fn lines_hold_nothing() {
        let bytes = write_shape(&Geometry::Lines(vec![vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]));
        assert!(Edges::of(&bytes).is_none());
    }
}

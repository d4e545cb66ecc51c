//! Areas and lines as bytes: varint differences in units of 1e-5 degrees, about a metre. An area that is asked which positions
//! it holds has a table of its edges behind them, so that few of them are read.

use super::super::format::{EDGES, EdgeRun, write_varint, zigzag};
use super::{Geometry, micro};

/// The bytes of a geometry: kind, parts, and in each part differences.
pub fn write(geometry: &Geometry) -> Vec<u8> {
    let mut out = Vec::new();
    let mut last = [0i64; 2];
    match geometry {
        Geometry::Area(polygons) => {
            area(&mut out, polygons, |_, _, _| {});
        }
        Geometry::Lines(lines) => {
            write_varint(&mut out, 1);
            write_varint(&mut out, lines.len() as u64);
            for line in lines {
                write_varint(&mut out, line.len() as u64);
                line.iter().for_each(|position| write_position(&mut out, rounded(*position), &mut last));
            }
        }
    }
    out
}

/// The same with the table of edges, of an area.
pub fn write_with_edges(geometry: &Geometry) -> Vec<u8> {
    let Geometry::Area(polygons) = geometry else { return write(geometry) };
    let (mut out, mut runs, mut size) = (Vec::new(), Vec::new(), 0.0);
    area(&mut out, polygons, |polygon, is_outer, ring| {
        let doubled = ring.windows(2).map(|edge| cross(ring[0].0, edge[0].0, edge[1].0)).sum::<f64>().abs();
        size += if is_outer { doubled } else { -doubled };
        // A run starts where the last one ends: they share a position.
        for start in (0..ring.len().saturating_sub(1)).step_by(EDGES) {
            runs.push(run(&ring[start..ring.len().min(start + EDGES + 1)], polygon));
        }
    });
    runs.iter().for_each(|run| run.write(&mut out));
    out.extend((size / 2.0 / 1e10f64).to_le_bytes());
    out.extend((runs.len() as u32).to_le_bytes());
    out
}

/// A position in units of 1e-5 degrees, and where the bytes behind it start.
type Laid = ([i64; 2], usize);

fn area(out: &mut Vec<u8>, polygons: &[Vec<Vec<[f64; 2]>>], mut each: impl FnMut(u32, bool, &[Laid])) {
    let mut last = [0i64; 2];
    write_varint(out, 0);
    write_varint(out, polygons.len() as u64);
    for (number, polygon) in (0..).zip(polygons) {
        write_varint(out, polygon.len() as u64);
        for (ring, positions) in polygon.iter().enumerate() {
            let mut positions: Vec<[i64; 2]> = positions.iter().map(|position| rounded(*position)).collect();
            if let (Some(first), Some(end)) = (positions.first().copied(), positions.last())
                && first != *end
            {
                positions.push(first);
            }
            write_varint(out, positions.len() as u64);
            let laid: Vec<Laid> = positions
                .into_iter()
                .map(|position| {
                    write_position(out, position, &mut last);
                    (position, out.len())
                })
                .collect();
            each(number, ring == 0, &laid);
        }
    }
}

fn run(laid: &[Laid], polygon: u32) -> EdgeRun {
    let (from, at) = laid[0];
    let mut bounds = [from[0], from[1], from[0], from[1]];
    for ([lon, lat], _) in laid {
        bounds = [bounds[0].min(*lon), bounds[1].min(*lat), bounds[2].max(*lon), bounds[3].max(*lat)];
    }
    let end = laid[laid.len() - 1].0;
    EdgeRun {
        bounds: bounds.map(|n| n as i32),
        from: from.map(|n| n as i32),
        to_lat: end[1] as i32,
        at: at as u32,
        polygon,
        edges: (laid.len() - 1) as u8,
    }
}

fn cross(origin: [i64; 2], a: [i64; 2], b: [i64; 2]) -> f64 {
    let from = |p: [i64; 2]| [(p[0] - origin[0]) as f64, (p[1] - origin[1]) as f64];
    let (a, b) = (from(a), from(b));
    a[0] * b[1] - a[1] * b[0]
}

fn rounded(position: [f64; 2]) -> [i64; 2] {
    position.map(|degrees| (degrees * 1e5).round() as i64)
}

fn write_position(out: &mut Vec<u8>, here: [i64; 2], last: &mut [i64; 2]) {
    for axis in 0..2 {
        write_varint(out, zigzag(here[axis] - last[axis]));
    }
    *last = here;
}

/// The box of a point and a geometry, in units of 1e-6 degrees: west, south, east, north.
pub fn bounds(lon: i32, lat: i32, geometry: Option<&Geometry>) -> [i32; 4] {
    let from = [lon, lat, lon, lat];
    match geometry {
        Some(Geometry::Area(polygons)) => over(from, polygons.iter().flatten().flatten()),
        Some(Geometry::Lines(lines)) => over(from, lines.iter().flatten()),
        None => from,
    }
}

fn over<'a>(from: [i32; 4], positions: impl Iterator<Item = &'a [f64; 2]>) -> [i32; 4] {
    positions
        .fold(from, |b, p| [b[0].min(micro(p[0])), b[1].min(micro(p[1])), b[2].max(micro(p[0])), b[3].max(micro(p[1]))])
}

//! Areas and lines as bytes: varint differences in units of 1e-5 degrees, about a metre.

use super::super::format::{write_varint, zigzag};
use super::{Geometry, micro};

/// The bytes of a geometry: kind, parts, and in each part differences.
pub fn write(geometry: &Geometry) -> Vec<u8> {
    let mut out = Vec::new();
    let mut last = [0i64; 2];
    match geometry {
        Geometry::Area(polygons) => {
            write_varint(&mut out, 0);
            write_varint(&mut out, polygons.len() as u64);
            for polygon in polygons {
                write_varint(&mut out, polygon.len() as u64);
                polygon.iter().for_each(|ring| write_line(&mut out, ring, &mut last));
            }
        }
        Geometry::Lines(lines) => {
            write_varint(&mut out, 1);
            write_varint(&mut out, lines.len() as u64);
            lines.iter().for_each(|line| write_line(&mut out, line, &mut last));
        }
    }
    out
}

fn write_line(out: &mut Vec<u8>, line: &[[f64; 2]], last: &mut [i64; 2]) {
    write_varint(out, line.len() as u64);
    for position in line {
        for axis in 0..2 {
            let here = (position[axis] * 1e5).round() as i64;
            write_varint(out, zigzag(here - last[axis]));
            last[axis] = here;
        }
    }
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

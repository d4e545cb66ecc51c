//! Geometries as GeoPackage stores them: a header with the box, then Well-Known Binary (clause 2.1.3).

use geo::{BoundingRect, Geometry, HasDimensions, Rect};
use wkb::error::WkbError;
use wkb::writer::{WriteOptions, write_geometry};

/// Little-endian.
const LITTLE_ENDIAN: u8 = 0b0000_0001;
/// The header holds minx, maxx, miny, maxy.
const WITH_BOX: u8 = 0b0000_0010;
/// An empty geometry.
const EMPTY: u8 = 0b0001_0000;

/// A geometry as a blob, and its box; a point is its own box and has none in its header.
pub(super) fn blob(geometry: &Geometry<f64>, srs: i32) -> Result<(Vec<u8>, Option<Rect<f64>>), WkbError> {
    let bounds = if geometry.is_empty() { None } else { geometry.bounding_rect() };
    let boxed = bounds.filter(|_| !matches!(geometry, Geometry::Point(_)));
    let mut flags = LITTLE_ENDIAN;
    flags |= if boxed.is_some() { WITH_BOX } else { 0 };
    flags |= if bounds.is_none() { EMPTY } else { 0 };
    let mut out = vec![b'G', b'P', 0, flags];
    out.extend_from_slice(&srs.to_le_bytes());
    if let Some(rect) = boxed {
        for side in [rect.min().x, rect.max().x, rect.min().y, rect.max().y] {
            out.extend_from_slice(&side.to_le_bytes());
        }
    }
    write_geometry(&mut out, geometry, &WriteOptions::default())?;
    Ok((out, bounds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{MultiLineString, MultiPolygon, Point, line_string};

    #[test]
    fn a_point_has_a_short_header_and_a_line_has_its_box() {
        let (point, bounds) = blob(&Geometry::Point(Point::new(47.0, 39.5)), 4326).unwrap();
        assert_eq!((&point[..8], point.len()), (&[b'G', b'P', 0, 1, 0xE6, 0x10, 0, 0][..], 8 + 21));
        assert_eq!(bounds, Some(Rect::new((47.0, 39.5), (47.0, 39.5))));
        let line = MultiLineString(vec![line_string![(x: 1.0, y: 4.0), (x: 3.0, y: 2.0)]]);
        let (line, _) = blob(&Geometry::MultiLineString(line), 4326).unwrap();
        let sides: Vec<f64> = line[8..40].chunks(8).map(|c| f64::from_le_bytes(c.try_into().unwrap())).collect();
        assert_eq!((line[3], sides), (0b11, vec![1.0, 3.0, 2.0, 4.0]));
    }

    #[test]
    fn what_is_empty_says_so() {
        let (nothing, bounds) = blob(&Geometry::MultiPolygon(MultiPolygon(vec![])), 4326).unwrap();
        assert_eq!((nothing[3], bounds), (0b1_0001, None));
    }
}

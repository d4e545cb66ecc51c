//! Geometries in KML: longitude,latitude pairs; lines and areas lie on the ground.

use crate::geography::Shape;
use crate::write::xml::Element;
use geo::{Geometry, LineString, Polygon};

/// A geometry of one of the kinds that layers have: a point, or several lines or areas in one `MultiGeometry`, which every
/// feature of such a layer has, even of one part. Areas are cut at the antimeridian already.
pub(super) fn element(shape: &Shape) -> Option<Element> {
    let several = |parts: Vec<Element>| Element::new("MultiGeometry").containing_all(parts);
    match shape.geometry() {
        Geometry::Point(point) => {
            let at = format!("{},{}", point.x(), point.y());
            Some(Element::new("Point").containing(Element::new("coordinates").saying(at)))
        }
        Geometry::MultiLineString(lines) => Some(several(lines.iter().map(line).collect())),
        Geometry::MultiPolygon(parts) => Some(several(parts.iter().map(area).collect())),
        _ => None,
    }
}

fn line(line: &LineString<f64>) -> Element {
    Element::new("LineString").containing(on_ground()).containing(coordinates(line))
}

/// Exterior ring counter-clockwise, holes clockwise.
fn area(area: &Polygon<f64>) -> Element {
    let ring = |boundary, ring: &LineString<f64>| {
        Element::new(boundary).containing(Element::new("LinearRing").containing(coordinates(ring)))
    };
    Element::new("Polygon")
        .containing(on_ground())
        .containing(ring("outerBoundaryIs", area.exterior()))
        .containing_all(area.interiors().iter().map(|hole| ring("innerBoundaryIs", hole)))
}

/// Without it a long side would run under the hills.
fn on_ground() -> Element {
    Element::new("tessellate").saying("1")
}

fn coordinates(line: &LineString<f64>) -> Element {
    let pairs: Vec<String> = line.coords().map(|c| format!("{},{}", c.x, c.y)).collect();
    Element::new("coordinates").saying(pairs.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{MultiLineString, MultiPolygon, Point, Rect};
    use proptest::prelude::*;
    use quick_xml::events::Event;

    fn written(shape: &Shape) -> String {
        element(shape).unwrap().document("a geometry", None).unwrap()
    }

    /// The rings and lines of a geometry with the names of what they stand in, as a reader of XML finds them.
    fn read(shape: &Shape) -> Vec<(String, Vec<(f64, f64)>)> {
        let document = written(shape);
        let mut reader = quick_xml::Reader::from_str(&document);
        let (mut path, mut found) = (Vec::new(), Vec::new());
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => path.push(start.name().as_ref().to_owned()),
                Event::End(_) => {
                    path.pop();
                }
                Event::Text(text) if path.last().is_some_and(|name| name == "coordinates") => {
                    let text = text.as_ref().to_owned();
                    let pairs = text.split(' ').map(|pair| {
                        let (lon, lat) = pair.split_once(',').unwrap();
                        (lon.parse().unwrap(), lat.parse().unwrap())
                    });
                    found.push((path[path.len().saturating_sub(3)..path.len() - 1].join("/"), pairs.collect()));
                }
                Event::Eof => break found,
                _ => {}
            }
        }
    }

    #[test]
    fn longitude_comes_first() {
        let point = written(&Shape::new(Point::new(47.112, 39.795)));
        assert!(point.contains("<Point><coordinates>47.112,39.795</coordinates></Point>"), "{point}");
    }

    proptest! {
        #[test]
        fn corners_come_back(corners in prop::collection::vec((-180i32..150, -90i32..60, 3i32..9), 1..5)) {
            let parts: Vec<geo::Polygon<f64>> = corners.iter().map(|(x, y, size)| {
                let (x, y, size) = (f64::from(*x), f64::from(*y), f64::from(*size));
                let hole = Rect::new((x + 1.0, y + 1.0), (x + 2.0, y + 2.0)).to_polygon();
                let outside = Rect::new((x, y), (x + size, y + size)).to_polygon();
                geo::Polygon::new(outside.exterior().clone(), vec![hole.exterior().clone()])
            }).collect();
            let areas = Shape::new(MultiPolygon(parts));
            let lines = Shape::new(MultiLineString(vec![
                corners.iter().map(|(x, y, _)| (f64::from(*x), f64::from(*y))).collect::<Vec<_>>().into(),
            ]));
            let pairs = |line: &LineString<f64>| line.coords().map(|c| (c.x, c.y)).collect::<Vec<_>>();
            let expected: Vec<_> = match areas.geometry() {
                Geometry::MultiPolygon(parts) => parts.iter().flat_map(|part| [
                    ("outerBoundaryIs/LinearRing".to_owned(), pairs(part.exterior())),
                    ("innerBoundaryIs/LinearRing".to_owned(), pairs(&part.interiors()[0])),
                ]).collect(),
                _ => vec![],
            };
            prop_assert_eq!(read(&areas), expected);
            let Geometry::MultiLineString(line) = lines.geometry() else { panic!("lines") };
            prop_assert_eq!(read(&lines), vec![("MultiGeometry/LineString".to_owned(), pairs(&line.0[0]))]);
        }
    }
}

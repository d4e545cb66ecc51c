//! One side of an area: its north, its south-west, its middle.

use geo::{BooleanOps, BoundingRect, MultiPolygon, Rect, coord};

/// A side of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The middle.
    Center,
    /// One of the eight winds, clockwise from north: 0 is north, 2 is east.
    Wind(u8),
}

impl Side {
    /// The side towards a bearing in degrees clockwise from north; the middle for none.
    pub fn towards(bearing: Option<f64>) -> Self {
        bearing.map_or(Self::Center, |b| Self::Wind((b / 45.0).round().rem_euclid(8.0) as u8))
    }

    /// Its name, as ids carry it.
    pub fn name(self) -> &'static str {
        const WINDS: [&str; 8] = ["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"];
        match self {
            Self::Center => "center",
            Self::Wind(wind) => WINDS[usize::from(wind) % 8],
        }
    }

    /// This side of an area; the whole area where nothing of it lies there.
    pub fn of(self, area: &MultiPolygon<f64>) -> MultiPolygon<f64> {
        let Some(whole) = area.bounding_rect() else { return area.clone() };
        let cut = area.intersection(&MultiPolygon(vec![self.half(whole).to_polygon()]));
        if cut.0.is_empty() { area.clone() } else { cut }
    }

    /// The half of a box on this side, a quarter for a corner, the inner half of it for the middle.
    fn half(self, whole: Rect<f64>) -> Rect<f64> {
        let (min, max, middle) = (whole.min(), whole.max(), whole.center());
        let Self::Wind(wind) = self else {
            let (dx, dy) = (whole.width() / 4.0, whole.height() / 4.0);
            return Rect::new(coord! { x: min.x + dx, y: min.y + dy }, coord! { x: max.x - dx, y: max.y - dy });
        };
        let bearing = f64::from(wind) * 45.0;
        let (east, north) = (bearing.to_radians().sin(), bearing.to_radians().cos());
        // A side that the bearing does not lean to keeps its whole width.
        let low = |lean: f64, from: f64, half: f64| if lean > 0.3 { half } else { from };
        let high = |lean: f64, to: f64, half: f64| if lean < -0.3 { half } else { to };
        Rect::new(
            coord! { x: low(east, min.x, middle.x), y: low(north, min.y, middle.y) },
            coord! { x: high(east, max.x, middle.x), y: high(north, max.y, middle.y) },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, polygon};

    #[test]
    fn a_side_is_a_half_a_corner_a_quarter() {
        let square = MultiPolygon(vec![
            polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0), (x: 0.0, y: 0.0)],
        ]);
        let area = |side: Side| side.of(&square).unsigned_area();
        assert_eq!(
            (area(Side::towards(Some(0.0))), area(Side::towards(Some(225.0))), area(Side::Center)),
            (8.0, 4.0, 4.0)
        );
        let north = Side::towards(Some(359.0));
        assert_eq!((north.name(), north), ("north", Side::Wind(0)));
        assert_eq!(Side::Wind(0).of(&square).bounding_rect().map(|r| r.min().y), Some(2.0));
    }
}

//! From degrees to pixels.

use crate::geography::LonLat;

/// How the earth is laid flat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Mercator: true shapes, for a country or a continent.
    Mercator,
    /// Equal Earth (Šavrič, Patterson and Jenny 2018): true areas, for the world.
    EqualEarth,
}

/// A projection with the meridian that runs down its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Projection {
    /// How.
    pub kind: Kind,
    /// Degrees east.
    pub middle: f64,
}

/// No Mercator map shows more.
const HIGHEST: f64 = 84.0;

/// The coefficients of Equal Earth.
const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];

impl Projection {
    /// The position on a plane whose unit is the earth's radius, y upwards.
    pub fn plane(self, at: LonLat) -> [f64; 2] {
        let turned = at.lon - self.middle;
        let lon = if turned > 180.0 {
            turned - 360.0
        } else if turned < -180.0 {
            turned + 360.0
        } else {
            turned
        }
        .to_radians();
        match self.kind {
            Kind::Mercator => {
                let lat = at.lat.clamp(-HIGHEST, HIGHEST).to_radians();
                [lon, lat.tan().asinh()]
            }
            Kind::EqualEarth => {
                let root = 3f64.sqrt() / 2.0;
                let theta = (root * at.lat.to_radians().sin()).clamp(-1.0, 1.0).asin();
                let (t2, t6) = (theta * theta, theta.powi(6));
                let slope = A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2);
                [lon * theta.cos() / (root * slope), theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2))]
            }
        }
    }

    /// How many times longer a short line at a latitude is on the plane than on the earth, from west to east.
    pub fn stretch(self, lat: f64) -> f64 {
        match self.kind {
            Kind::Mercator => 1.0 / lat.clamp(-HIGHEST, HIGHEST).to_radians().cos(),
            Kind::EqualEarth => 1.0,
        }
    }
}

/// A rectangle of the picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Frame {
    /// Whether another one lies wholly inside.
    pub fn holds(&self, other: &Self) -> bool {
        other.x >= self.x
            && other.y >= self.y
            && other.x + other.width <= self.x + self.width
            && other.y + other.height <= self.y + self.height
    }

    /// Whether they have anything in common.
    pub fn meets(&self, other: &Self) -> bool {
        other.x < self.x + self.width
            && other.x + other.width > self.x
            && other.y < self.y + self.height
            && other.y + other.height > self.y
    }
}

/// A part of the plane shown in a frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// How.
    pub projection: Projection,
    /// Where on the picture.
    pub frame: Frame,
    /// Pixels to the earth's radius.
    pub scale: f64,
    /// The plane's position at the frame's top left.
    corner: [f64; 2],
}

impl View {
    /// Shows a rectangle of the plane (left, bottom, right, top) as large as fits into a space, of which it takes what it needs.
    pub fn fitted(projection: Projection, [left, bottom, right, top]: [f64; 4], space: Frame) -> Self {
        let (wide, high) = ((right - left).max(1e-9), (top - bottom).max(1e-9));
        let scale = (space.width / wide).min(space.height / high);
        let frame = Frame { width: wide * scale, height: high * scale, ..space };
        Self { projection, frame, scale, corner: [left, top] }
    }

    /// Where a position stands on the picture.
    pub fn pixel(&self, at: LonLat) -> [f64; 2] {
        let [x, y] = self.projection.plane(at);
        [self.frame.x + (x - self.corner[0]) * self.scale, self.frame.y + (self.corner[1] - y) * self.scale]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_earth_has_the_corners_of_its_paper() {
        let world = Projection { kind: Kind::EqualEarth, middle: 0.0 };
        let [x, y] = world.plane(LonLat::new(180.0, 0.0));
        assert!((x - 2.706_629_98).abs() < 1e-5 && y.abs() < 1e-12, "{x}");
        let [_, y] = world.plane(LonLat::new(0.0, 90.0));
        assert!((y - 1.317_362_76).abs() < 1e-5, "{y}");
    }

    #[test]
    fn both_sides_of_the_antimeridian_stand_side_by_side() {
        let fiji = Projection { kind: Kind::Mercator, middle: 179.0 };
        let [west, _] = fiji.plane(LonLat::new(178.0, -17.0));
        let [east, _] = fiji.plane(LonLat::new(-179.0, -17.0));
        assert!((east - west - 3f64.to_radians()).abs() < 1e-9);
    }
}

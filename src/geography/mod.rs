//! Points, lengths and shapes on the earth: the ground that every stage stands on.
//!
//! Owns the types that say what a number means ([`LonLat`], [`Km`], [`Metres`]), distances on the WGS 84 ellipsoid,
//! and the construction of areas of uncertainty. Knows nothing about reports, names or layers.
//!
//! ```
//! use reportmap::geography::{distance, LonLat};
//! let baku = LonLat::new(49.892, 40.378);
//! let yerevan = LonLat::new(44.513, 40.178);
//! assert_eq!(distance(baku, yerevan).as_km().0.round(), 458.0);
//! ```

mod area;
pub mod bbox;
mod distance;
mod read;
mod shape;
mod side;
pub(crate) mod size;

pub use area::{circle, corridor, sector};
pub use distance::{bearing, destination, distance, distance_to, nearest_on_lines};
pub use read::geometry_of;
pub use shape::{Shape, decimals};
pub use side::Side;

use serde::{Deserialize, Serialize};

/// A position: WGS 84 degrees, longitude before latitude as in RFC 7946 §3.1.1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LonLat {
    /// Degrees east, −180 to 180.
    pub lon: f64,
    /// Degrees north, −90 to 90.
    pub lat: f64,
}

impl LonLat {
    /// A position from degrees east and degrees north, in this order.
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }

    /// Whether both numbers are finite and on the earth.
    pub fn is_valid(self) -> bool {
        self.lon.is_finite() && self.lat.is_finite() && self.lon.abs() <= 180.0 && self.lat.abs() <= 90.0
    }
}

impl From<LonLat> for geo::Point<f64> {
    fn from(at: LonLat) -> Self {
        geo::Point::new(at.lon, at.lat)
    }
}

impl From<geo::Point<f64>> for LonLat {
    fn from(point: geo::Point<f64>) -> Self {
        Self::new(point.x(), point.y())
    }
}

/// A length in metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Metres(pub f64);

impl Metres {
    /// The same length in kilometres.
    pub fn as_km(self) -> Km {
        Km(self.0 / 1000.0)
    }
}

/// A length in kilometres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Km(pub f64);

impl Km {
    /// The same length in metres.
    pub fn as_metres(self) -> Metres {
        Metres(self.0 * 1000.0)
    }
}

/// 161 km, which is 100 miles: the field's usual bar for "the right place" (Gritta et al. 2020).
pub const SAME_PLACE: Km = Km(161.0);

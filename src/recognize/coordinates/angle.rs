//! Angles as they are written: their size, and what a step of the last digit is worth.

use crate::geography::{LonLat, Metres};
use crate::recognize::mention::Position;

/// Metres in a degree of latitude, mean (WGS 84).
const METRES_PER_DEGREE: f64 = 111_195.0;

/// No notation is finer: reports are made with receivers and maps that are not.
const FINEST: f64 = 1.0;

/// A written angle; both numbers in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Angle {
    /// Its size, with its sign.
    pub degrees: f64,
    /// What a step of its last digit is worth.
    pub step: f64,
}

impl Angle {
    /// Degrees, and perhaps minutes and seconds below 60, of which the last may have decimals behind a full stop or comma.
    pub(super) fn new(degrees: &str, minutes: Option<&str>, seconds: Option<&str>) -> Option<Self> {
        let mut out = Self { degrees: 0.0, step: 1.0 };
        let mut complete = false;
        for (part, unit) in [(Some(degrees), 1.0), (minutes, 60.0), (seconds, 3600.0)] {
            let Some(part) = part else { continue };
            let (number, decimals) = (number(part)?, decimals(part));
            // Behind a part with decimals no smaller part can follow.
            if complete || (unit > 1.0 && number >= 60.0) {
                return None;
            }
            complete = decimals > 0;
            out.degrees += number / unit;
            out.step = 0.1f64.powi(decimals) / unit;
        }
        Some(out)
    }

    /// A signed number of degrees; the sign may be a hyphen, a minus or a dash.
    pub(super) fn signed(written: &str) -> Option<Self> {
        let bare = written.trim_start_matches(['-', '−', '–', '+']);
        let angle = Self::new(bare, None, None)?;
        Some(if bare.len() < written.len() && !written.starts_with('+') { angle.negative(true) } else { angle })
    }

    /// The same to the south or the west.
    pub(super) fn negative(self, negative: bool) -> Self {
        Self { degrees: if negative { -self.degrees } else { self.degrees }, ..self }
    }
}

/// How many digits stand behind the decimal sign.
pub(super) fn decimals(number: &str) -> i32 {
    let behind = number.split_once(['.', ',']).map_or(0, |(_, behind)| behind.len());
    i32::try_from(behind).unwrap_or(i32::MAX)
}

fn number(written: &str) -> Option<f64> {
    if written.contains(',') { written.replace(',', ".").parse().ok() } else { written.parse().ok() }
}

/// The position of a latitude and a longitude, as exact as the coarser of them; `None` off the earth.
pub(super) fn position(lat: Angle, lon: Angle) -> Option<Position> {
    let across = lon.step * lat.degrees.to_radians().cos();
    at(lat, lon, lat.step.max(across))
}

/// The same, as exact as the finer of them: programs leave the zeros at the end away.
pub(super) fn machine_position(lat: Angle, lon: Angle) -> Option<Position> {
    at(lat, lon, lat.step.min(lon.step))
}

fn at(lat: Angle, lon: Angle, step: f64) -> Option<Position> {
    place(LonLat::new(lon.degrees, lat.degrees), metres(step))
}

/// A position with a precision that is at least a metre; `None` off the earth.
pub(super) fn place(at: LonLat, precision: Metres) -> Option<Position> {
    let precision = Metres(precision.0.max(FINEST));
    (at.is_valid() && precision.0.is_finite()).then_some(Position { at, precision })
}

/// Metres that this many degrees of latitude span.
pub(super) fn metres(degrees: f64) -> Metres {
    Metres(degrees * METRES_PER_DEGREE)
}

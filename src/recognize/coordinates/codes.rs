//! Plus codes: `8HG65GJ7+CC` (Open Location Code specification), and short ones (`5GJ7+CC Yerevan`), which mean nothing before
//! the place behind them is resolved: [`recover`] then says where.
//!
//! Decoded here in a few lines: the crates there are bring an old geometry library or an old argument parser along.

use super::Found;
use super::angle::{metres, place};
use super::signs::Signs;
use super::words::{ends_free, starts_free};
use crate::geography::LonLat;
use crate::recognize::mention::Position;
use std::ops::Range;

/// The digits of a code, 0 to 19.
const DIGITS: &str = "23456789CFGHJMPQRVWX";
/// Digits before the plus sign.
const AHEAD: usize = 8;
/// Digits that come in pairs, of latitude and longitude.
const PAIRED: usize = 10;
/// The longest code.
const LONGEST: usize = 15;
/// From the eleventh digit on, an area is cut into this many rows and columns.
const ROWS: f64 = 5.0;
const COLUMNS: f64 = 4.0;

/// Finds full plus codes.
pub(super) fn find(source: &str, _: Signs, out: &mut Vec<Found>) {
    for (plus, _) in source.match_indices('+') {
        let Some(start) = plus.checked_sub(AHEAD) else { continue };
        let Some(ahead) = source.get(start..plus) else { continue };
        let behind = source.get(plus + 1..).unwrap_or_default();
        let long = behind.bytes().take(LONGEST + 1).take_while(|b| DIGITS.as_bytes().contains(b)).count();
        let end = plus + 1 + long;
        if starts_free(source, start)
            && ends_free(source, end)
            && let Some(position) = behind.get(..long).and_then(|behind| decode(ahead, behind))
        {
            out.push(Found { bytes: start..end, position });
        }
    }
}

/// The short code that ends a stretch of text, over white space and a comma: where it starts, in bytes.
pub(in crate::recognize) fn short_at_end(source: &str) -> Option<Range<usize>> {
    let trimmed = source.trim_end().trim_end_matches(',');
    let start = trimmed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let code = trimmed.get(start..)?.trim_start_matches(['(', '"', '“']);
    let start = trimmed.len() - code.len();
    let (ahead, behind) = code.split_once('+')?;
    let digits = |part: &str| part.bytes().all(|b| DIGITS.as_bytes().contains(&b));
    let letters = ahead.bytes().chain(behind.bytes()).any(|b| b.is_ascii_alphabetic());
    let whole = matches!(ahead.len(), 4 | 6) && (2..=LONGEST - AHEAD).contains(&behind.len());
    (whole && letters && digits(ahead) && digits(behind)).then_some(start..trimmed.len())
}

/// Where a short code lies that is given together with a place: the area of that code nearest to it.
pub fn recover(code: &str, near: LonLat) -> Option<Position> {
    let (ahead, behind) = code.split_once('+')?;
    let dropped = AHEAD.checked_sub(ahead.len()).filter(|n| *n > 0 && n.is_multiple_of(2))?;
    let step = 20_f64.powi(2 - i32::try_from(dropped / 2).ok()?);
    let prefix = leading_digits(near, dropped);
    let Position { at, precision } = decode(&format!("{prefix}{ahead}"), behind)?;
    // The place may lie in the area next to that of its code.
    let nearest = |value: f64, wanted: f64| value + ((wanted - value) / step).round() * step;
    let lat = nearest(at.lat, near.lat);
    let lat = if lat.abs() < 90.0 { lat } else { at.lat };
    // … and that one beyond the antimeridian.
    let lon = match nearest(at.lon, near.lon) {
        lon if lon > 180.0 => lon - 360.0,
        lon if lon < -180.0 => lon + 360.0,
        lon => lon,
    };
    Some(Position { at: LonLat::new(lon, lat), precision })
}

/// The first digits of the code of a position.
fn leading_digits(at: LonLat, count: usize) -> String {
    let (mut lat, mut lon) = ((at.lat + 90.0).clamp(0.0, 179.999_999), (at.lon + 180.0).rem_euclid(360.0));
    let mut step = 20.0;
    let mut out = String::new();
    for _ in 0..count / 2 {
        for value in [&mut lat, &mut lon] {
            let digit = (*value / step).floor();
            *value -= digit * step;
            out.extend(DIGITS.chars().nth(digit as usize));
        }
        step /= 20.0;
    }
    out
}

/// The middle of the area of a code, as exact as the area is high.
fn decode(ahead: &str, behind: &str) -> Option<Position> {
    let known = ahead.trim_end_matches('0');
    // An even number of digits before the plus sign, none behind a padded one, and never one only.
    let closed = behind.is_empty() || known.len() == AHEAD;
    let whole = known.len() >= 2 && known.len().is_multiple_of(2) && closed && behind.len() != 1;
    // "23456789+22" is more often a sum than a place.
    if !whole || AHEAD + behind.len() > LONGEST || !known.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut area = Area { south: -90.0, west: -180.0, height: 400.0, width: 400.0 };
    for (index, digit) in known.chars().chain(behind.chars()).enumerate() {
        area.narrow(index, DIGITS.find(digit)? as f64);
    }
    let at = LonLat::new(area.west + area.width / 2.0, area.south + area.height / 2.0);
    place(at, metres(area.height))
}

/// An area in degrees.
struct Area {
    south: f64,
    west: f64,
    height: f64,
    width: f64,
}

impl Area {
    /// The part of the area that the next digit names.
    fn narrow(&mut self, index: usize, digit: f64) {
        if index >= PAIRED {
            self.height /= ROWS;
            self.width /= COLUMNS;
            self.south += (digit / COLUMNS).floor() * self.height;
            self.west += digit % COLUMNS * self.width;
        } else if index.is_multiple_of(2) {
            self.height /= 20.0;
            self.south += digit * self.height;
        } else {
            self.width /= 20.0;
            self.west += digit * self.width;
        }
    }
}

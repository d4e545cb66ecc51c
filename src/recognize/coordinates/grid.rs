//! Grids in metres: MGRS (`38T MK 58590 47971`; NGA.SIG.0012 §3) and UTM (`UTM 38T 458591 4447971`).

use super::angle::place;
use super::signs::Signs;
use super::words::{SPACE, grid_cue};
use super::{Found, Position, Reader, scan};
use crate::geography::{LonLat, Metres};
use geoconvert::{LatLon, Mgrs, UtmUps};
use regex::{Captures, Regex};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// Digits from which on a grid square needs no word that announces it: `5G NR 3500` is a radio.
const ENOUGH: usize = 6;

/// Finds grid squares and grid coordinates.
pub(super) fn find(source: &str, signs: Signs, out: &mut Vec<Found>) {
    let forms: [(bool, &LazyLock<Regex>, Reader); 2] = [(signs.mgrs, &MGRS, mgrs), (signs.utm, &UTM, utm)];
    for (_, form, read) in forms.into_iter().filter(|(shown, ..)| *shown) {
        scan(source, form, read, out);
    }
}

static MGRS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?P<zone>[0-9]{{1,2}}){SPACE}?(?P<band>[C-HJ-NP-X]){SPACE}?(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])(?:{SPACE}?(?P<east>[0-9]{{1,5}}){SPACE}(?P<north>[0-9]{{1,5}})|{SPACE}?(?P<both>[0-9]{{2,10}}))?"
    ))
    .expect("tested")
});

/// The middle of a square, as exact as its side: 100 km without digits, down to 1 m with five and five.
fn mgrs(source: &str, found: &Captures<'_>) -> Option<Position> {
    let text = |name: &str| found.name(name).map_or("", |g| g.as_str());
    let digits = [text("east"), text("north"), text("both")].concat();
    let paired = text("east").len() == text("north").len() && digits.len().is_multiple_of(2);
    let sure = digits.len() >= ENOUGH && text("zone").len() == 2;
    if !paired || !(sure || grid_cue(source, found.get(0)?.start())) {
        return None;
    }
    let reference = [text("zone"), text("band"), text("square"), &digits].concat();
    let middle = Mgrs::parse_str(&reference).ok()?.to_latlon();
    let side = 100_000.0 / 10f64.powi(i32::try_from(digits.len() / 2).ok()?);
    place(lon_lat(&middle), Metres(side))
}

fn lon_lat(at: &LatLon) -> LonLat {
    LonLat::new(at.longitude(), at.latitude())
}

static UTM: LazyLock<Regex> = LazyLock::new(|| {
    let one = |number: u8, digits: &str| {
        format!(
            r"(?:(?P<before{number}>(?i:easting|northing)|[ENXY])[:=]?{SPACE}?)?(?P<n{number}>[0-9]{{{digits}}}(?:\.[0-9]{{1,4}})?)(?:{SPACE}?m?{SPACE}?(?P<behind{number}>[EN]))?m?"
        )
    };
    Regex::new(&format!(
        r"(?P<cue>(?i:utm)[:,]?{SPACE}{{0,2}}(?:(?i:zone)[:]?{SPACE}?)?|(?i:zone)[:]?{SPACE}?)?(?P<zone>[0-9]{{1,2}}){SPACE}?(?P<band>[C-HJ-NP-X])(?:orth|outh)?[,;:]?{SPACE}{{1,2}}{}[,;]?{SPACE}{{0,2}}{}",
        one(1, "5,8"),
        one(2, "4,8"),
    ))
    .expect("tested")
});

fn utm(_: &str, found: &Captures<'_>) -> Option<Position> {
    let text = |name: &str| found.name(name).map(|g| g.as_str());
    let axis = |number: u8| {
        let mark = text(&format!("before{number}")).or(text(&format!("behind{number}")));
        mark.and_then(|m| m.chars().next()).map(|c| c.to_ascii_uppercase())
    };
    let (first, second) = (text("n1")?, text("n2")?);
    let (east, north) = match (axis(1), axis(2)) {
        (Some('N' | 'Y'), Some('E' | 'X')) => (second, first),
        (Some('E' | 'X') | None, Some('N' | 'Y') | None) => (first, second),
        _ => return None,
    };
    // Receivers write the easting with a zero ahead.
    let whole = |number: &str| number.trim_start_matches('0').split('.').next().map_or(0, str::len);
    // Six digits and seven are a form that nothing else has.
    if text("cue").is_none() && !(whole(east) == 6 && whole(north) == 7) {
        return None;
    }
    let zone: i32 = text("zone")?.parse().ok().filter(|zone| (1..=60).contains(zone))?;
    let at = in_zone(zone, text("band")?.chars().next()?, east.parse().ok()?, north.parse().ok()?)?;
    let decimals = [east, north].map(|n| n.split_once('.').map_or(0, |(_, behind)| behind.len()));
    place(at, Metres(0.1f64.powi(i32::try_from(decimals[0].min(decimals[1])).ok()?)))
}

/// Northings of latitude band S, 32° to 40° north.
const BAND_S: RangeInclusive<f64> = 3_540_000.0..=4_432_000.0;

/// A position in a zone. `N` and `S` stand for a hemisphere with some writers, for a latitude band with others. For `N` both
/// lie north. `S` is the band when the northing lies in it (the other reading is the far south of the oceans and Patagonia).
fn in_zone(zone: i32, band: char, east: f64, north: f64) -> Option<LonLat> {
    let northern = match band {
        'S' => BAND_S.contains(&north),
        band => band >= 'N',
    };
    let at = lon_lat(&UtmUps::create(zone, northern, east, north).ok()?.to_latlon());
    (matches!(band, 'N' | 'S') || in_band(band, at.lat)).then_some(at)
}

/// Whether a latitude lies in a band of 8 degrees, `C` from 80° south (`X` has 12); a degree more, for grids overlap.
fn in_band(band: char, lat: f64) -> bool {
    let Some(index) = "CDEFGHJKLMNPQRSTUVWX".find(band) else { return false };
    let south = index as f64 * 8.0 - 80.0;
    let north = if band == 'X' { 84.0 } else { south + 8.0 };
    (south - 1.0..=north + 1.0).contains(&lat)
}

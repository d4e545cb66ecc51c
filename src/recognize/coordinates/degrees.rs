//! Angles with hemispheres, and the notations of fixed width: `40°10′30″N 44°30′E`, `N40.18 E44.51`, `401030N0443010E`
//! (ICAO Annex 15), `+40.18+044.51/` (ISO 6709 Annex H).

use super::angle::{Angle, position};
use super::signs::Signs;
use super::words::{Cue, SPACE, any_of, cue};
use super::{Found, Position, Reader, scan};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Finds angles with hemispheres.
pub(super) fn find(source: &str, signs: Signs, out: &mut Vec<Found>) {
    let fixed: [(bool, &LazyLock<Regex>, Reader); 3] = [
        (signs.iso_6709, &ISO_6709, iso_6709),
        (signs.compact_behind, &COMPACT_BEHIND, compact),
        (signs.compact_before, &COMPACT_BEFORE, compact),
    ];
    for (_, form, read) in fixed.into_iter().filter(|(shown, ..)| *shown) {
        scan(source, form, read, out);
    }
    if signs.behind {
        scan(source, &BEHIND, spelt, out);
    }
    if signs.before {
        scan(source, &BEFORE, spelt, out);
    }
}

/// Degrees with minutes and seconds, as groups `d`, `m`, `s` with a number behind. Parts are held together by their signs,
/// by a space or by the hyphen of notices to mariners: `12-34.5N`.
pub(super) fn angle(number: u8) -> String {
    let (degree, minute, second) = (any_of("degree"), any_of("minute"), any_of("second"));
    let joint = |sign: &str| format!(r"(?:{SPACE}?{sign}{SPACE}{{0,2}}(?:(?:,|and){SPACE}{{1,2}})?|{SPACE}|-)");
    format!(
        r"(?P<d{number}>[0-9]{{1,3}}(?:[.,][0-9]{{1,12}})?)(?:{after_degrees}(?P<m{number}>[0-9]{{1,2}}(?:[.,][0-9]{{1,10}})?)(?:{after_minutes}(?P<s{number}>[0-9]{{1,2}}(?:[.,][0-9]{{1,8}})?)(?:{SPACE}?{second})?|{SPACE}?{minute})?|{SPACE}?{degree})?",
        after_degrees = joint(&degree),
        after_minutes = joint(&minute),
    )
}

/// What may stand between latitude and longitude.
fn between() -> String {
    let label = format!("(?:{}|{})", any_of("latitude"), any_of("longitude"));
    format!(
        r"{SPACE}{{0,3}}(?:{label}{SPACE}{{0,2}})?[,;/|&]?{SPACE}{{0,3}}(?:(?:and|by){SPACE}{{1,2}})?(?:{label}{SPACE}?[:=]?{SPACE}{{0,2}})?"
    )
}

fn hemisphere(number: u8) -> String {
    let side = |name: &str, kind: &str| format!("(?P<{name}{number}>{})", any_of(kind));
    format!("(?:{}|{}|{}|{})", side("n", "north"), side("s_", "south"), side("e", "east"), side("w", "west"))
}

/// Hemispheres behind the angles.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    let one = |number| format!("{}{SPACE}{{0,2}},?{SPACE}?{}", angle(number), hemisphere(number));
    let label = format!("(?:{SPACE}(?:{}))?", any_of("longitude"));
    Regex::new(&format!(r"{}\.?{}{}{label}", one(1), between(), one(2))).expect("tested")
});

/// Hemispheres before the angles.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let one = |number| format!("{}{SPACE}{{0,2}}{}", hemisphere(number), angle(number));
    Regex::new(&format!("{}{}{}", one(1), between(), one(2))).expect("tested")
});

fn spelt(source: &str, found: &Captures<'_>) -> Option<Position> {
    let whole = found.get(0)?;
    let angles = [written(found, 1)?, written(found, 2)?];
    let signed = [is_signed(source, found, "d1"), is_signed(source, found, "d2")];
    let minutes = [found.name("m1").is_some(), found.name("m2").is_some()];
    // Both are written alike, or the first takes the number before it: "item 27 48.01N, 37.80E".
    if signed[0] != signed[1] || !(signed[0] || minutes[0] == minutes[1]) {
        return None;
    }
    // "40 N, 44 E" may be a street corner in Utah.
    let parted = is_decimal(found) && !is_scored(found, angles) || whole.as_str().contains('-');
    let exact = angles.iter().all(|a| a.step < 1.0) && parted;
    let sure = signed[0] || exact || cue(source, whole.start()) != Cue::None;
    ordered(found, angles).filter(|_| sure)
}

/// Whether both angles have decimals.
fn is_decimal(found: &Captures<'_>) -> bool {
    let decimal =
        |names: [&str; 3]| names.iter().filter_map(|n| found.name(n)).any(|g| g.as_str().contains(['.', ',']));
    decimal(["d1", "m1", "s1"]) && decimal(["d2", "m2", "s2"])
}

/// Whether letters stand apart before numbers with one decimal, as in tables of games: `N 5.5 W 3.2`.
fn is_scored(found: &Captures<'_>, angles: [Angle; 2]) -> bool {
    let letter = ["n1", "s_1", "e1", "w1"].iter().find_map(|name| found.name(name));
    let apart = letter.zip(found.name("d1")).is_some_and(|(letter, degrees)| letter.end() < degrees.start());
    apart && angles.iter().any(|a| a.step > 0.09)
}

/// Whether a sign or a word says that the number in this group is degrees.
fn is_signed(source: &str, found: &Captures<'_>, degrees: &str) -> bool {
    let behind = found.name(degrees).and_then(|d| source.get(d.end()..)).unwrap_or_default().trim_start();
    behind.starts_with(['°', 'º', '˚']) || behind.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("deg"))
}

/// The angle in the groups with this number.
pub(super) fn written(found: &Captures<'_>, number: u8) -> Option<Angle> {
    let part = |name: &str| found.name(&format!("{name}{number}")).map(|g| g.as_str());
    Angle::new(part("d")?, part("m"), part("s"))
}

/// Latitude and longitude by their hemispheres, whichever comes first.
fn ordered(found: &Captures<'_>, [first, second]: [Angle; 2]) -> Option<Position> {
    let has = |name: &str| found.name(name).is_some();
    let (north_first, east_first) = (has("n1") || has("s_1"), has("e1") || has("w1"));
    let (north_second, east_second) = (has("n2") || has("s_2"), has("e2") || has("w2"));
    let first = first.negative(has("s_1") || has("w1"));
    let second = second.negative(has("s_2") || has("w2"));
    if north_first && east_second {
        position(first, second)
    } else if east_first && north_second {
        position(second, first)
    } else {
        None
    }
}

/// Two digits of degrees of latitude and three of longitude, two of minutes and of seconds each; the last may have decimals.
fn digits(degrees: u8, number: u8) -> String {
    format!(
        r"(?P<d{number}>[0-9]{{{degrees}}})(?:(?P<m{number}>[0-9]{{2}}(?:\.[0-9]{{1,5}})?)(?P<s{number}>[0-9]{{2}}(?:\.[0-9]{{1,4}})?)?)?"
    )
}

static COMPACT_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    let (lat, lon) = (digits(2, 1), digits(3, 2));
    Regex::new(&format!(r"{lat}(?:(?P<n1>N)|(?P<s_1>S))(?P<gap>[ /,]{{0,2}}){lon}(?:(?P<e2>E)|(?P<w2>W))"))
        .expect("tested")
});

static COMPACT_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let (lat, lon) = (digits(2, 1), digits(3, 2));
    Regex::new(&format!(r"(?:(?P<n1>N)|(?P<s_1>S)){lat}(?P<gap>[ /,]{{0,2}})(?:(?P<e2>E)|(?P<w2>W)){lon}"))
        .expect("tested")
});

fn compact(_: &str, found: &Captures<'_>) -> Option<Position> {
    let minutes = (found.name("m1").is_some(), found.name("m2").is_some());
    let apart = found.name("gap").is_some_and(|gap| !gap.is_empty());
    // "46N078W" is a point of a flight plan; "46N 078W" needs a sign or a cue.
    if minutes.0 != minutes.1 || (!minutes.0 && apart) {
        return None;
    }
    ordered(found, [written(found, 1)?, written(found, 2)?])
}

static ISO_6709: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?P<n>[+-])(?P<lat>[0-9]{6}|[0-9]{4}|[0-9]{2})(?P<latf>\.[0-9]{1,12})?(?P<e>[+-])(?P<lon>[0-9]{7}|[0-9]{5}|[0-9]{3})(?P<lonf>\.[0-9]{1,12})?(?P<alt>[+-][0-9]{1,6}(?:\.[0-9]{1,4})?)?(?:CRS(?P<crs>[A-Za-z0-9_:]{1,24}))?(?P<end>/)?",
    )
    .expect("tested")
});

fn iso_6709(_: &str, found: &Captures<'_>) -> Option<Position> {
    let text = |name: &str| found.name(name).map(|g| g.as_str());
    let fractions = ["latf", "lonf"].iter().all(|name| text(name).is_some_and(|f| f.len() > 2));
    // Without the slash at the end a text may mean a sum.
    if text("end").is_none() && !(fractions && text("alt").is_none()) {
        return None;
    }
    if text("crs").is_some_and(|crs| !crs.to_ascii_uppercase().replace('_', "").contains("WGS84")) {
        return None;
    }
    let lat = fixed(text("lat")?, text("latf"), 2)?;
    let lon = fixed(text("lon")?, text("lonf"), 3)?;
    position(lat.negative(text("n") == Some("-")), lon.negative(text("e") == Some("-")))
}

/// Digits without signs: `401030` with its decimals is 40° 10′ 30″.
fn fixed(digits: &str, fraction: Option<&str>, degrees: usize) -> Option<Angle> {
    let whole = |from: usize| digits.get(from..from + 2);
    let last = |part: &str| format!("{part}{}", fraction.unwrap_or_default());
    let ahead = digits.get(..degrees)?;
    match (whole(degrees), whole(degrees + 2)) {
        (Some(minutes), Some(seconds)) => Angle::new(ahead, Some(minutes), Some(&last(seconds))),
        (Some(minutes), None) => Angle::new(ahead, Some(&last(minutes)), None),
        (None, _) => Angle::new(&last(ahead), None, None),
    }
}

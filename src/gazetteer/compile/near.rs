//! Whether two entries can be one place. The library has better measures of distance, but the build script has not.

use super::super::names::fold;
use super::Entry;

/// How far the points of one place may lie apart in two sources, in metres: a town's by less than the way to the next of that name,
/// an area's by where its middle is thought to be.
pub fn reach(class: char) -> f64 {
    match class {
        'P' => 5_000.0,
        'S' | 'R' => 2_000.0,
        'A' => 50_000.0,
        _ => 20_000.0,
    }
}

/// Metres between two positions on a sphere, half a percent off at most.
pub fn metres(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [lon, lat] = [(b[0] - a[0]).to_radians(), (b[1] - a[1]).to_radians()];
    let h = (lat / 2.0).sin().powi(2) + a[1].to_radians().cos() * b[1].to_radians().cos() * (lon / 2.0).sin().powi(2);
    2.0 * 6_371_008.8 * h.sqrt().clamp(0.0, 1.0).asin()
}

/// Whether two entries of one id in one source are parts of one place, and not two places: they have a name in common, and lie near
/// each other. The parts of a long river, or of a country of islands, lie far apart; towns do not.
pub fn alike(a: &Entry, b: &Entry) -> bool {
    let near = metres([a.lon, a.lat], [b.lon, b.lat]) <= reach(a.class);
    if !near && matches!(a.class, 'P' | 'S') {
        return false;
    }
    if a.name == b.name {
        return true;
    }
    let known: Vec<String> = names(a).take(COMPARED).map(|name| fold(name)).collect();
    names(b).take(COMPARED).any(|name| known.contains(&fold(name)))
}

/// How many names of each are compared: no place has more, and who gives it more is not waited for.
pub const COMPARED: usize = 200;

/// All names of an entry.
pub fn names(e: &Entry) -> impl Iterator<Item = &String> {
    std::iter::once(&e.name).chain(&e.other_name).chain(e.names.iter().map(|(name, _)| name))
}

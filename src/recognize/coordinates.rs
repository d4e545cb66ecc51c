//! Coordinates written out: `39.82 N, 46.76 E`, `39°49′12″N 46°45′E`, `(39.8200, 46.7600)`.

use super::mention::{Mention, Role};
use crate::geography::LonLat;
use crate::text::{Span, Text};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Latitude and longitude with hemispheres, in degrees with decimals or with minutes and seconds.
static WITH_HEMISPHERES: LazyLock<Regex> = LazyLock::new(|| {
    let angle = r"(\d{1,3}(?:\.\d+)?)\s*°?\s*(?:(\d{1,2}(?:\.\d+)?)\s*[′'’]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*[″”]\s*)?";
    Regex::new(&format!(r"{angle}([NS])\b[,;]?\s*{angle}([EW])\b")).expect("tested")
});

/// Two numbers with at least three decimals each, latitude first as maps and reports write them.
static DECIMAL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(-?\d{1,2}\.\d{3,8}),\s*(-?\d{1,3}\.\d{3,8})").expect("tested"));

/// Finds the coordinates of a text.
pub(super) fn find(text: &Text) -> Vec<Mention> {
    let mut out = Vec::new();
    if !text.as_str().contains(|c: char| c.is_ascii_digit()) {
        return out;
    }
    for found in WITH_HEMISPHERES.captures_iter(text.as_str()) {
        let south = found.get(4).is_some_and(|h| h.as_str() == "S");
        let west = found.get(8).is_some_and(|h| h.as_str() == "W");
        if let (Some(lat), Some(lon)) = (angle(&found, 1), angle(&found, 5)) {
            push(text, &found, LonLat::new(if west { -lon } else { lon }, if south { -lat } else { lat }), &mut out);
        }
    }
    for found in DECIMAL.captures_iter(text.as_str()) {
        let number = |group| found.get(group).and_then(|m| m.as_str().parse::<f64>().ok());
        if let (Some(lat), Some(lon)) = (number(1), number(2)) {
            push(text, &found, LonLat::new(lon, lat), &mut out);
        }
    }
    out
}

fn angle(found: &Captures<'_>, first: usize) -> Option<f64> {
    let part = |group: usize| found.get(group).map_or(Some(0.0), |m| m.as_str().parse::<f64>().ok());
    Some(part(first)? + part(first + 1)? / 60.0 + part(first + 2)? / 3600.0)
}

fn push(text: &Text, found: &Captures<'_>, at: LonLat, out: &mut Vec<Mention>) {
    let Some(whole) = found.get(0) else { return };
    if !at.is_valid() {
        return;
    }
    let offset = |byte: usize| text.as_str().get(..byte).map_or(0, |before| before.chars().count());
    let span = Span::new(offset(whole.start()), offset(whole.end()));
    out.push(Mention {
        span,
        tokens: text.tokens_in(span),
        role: Role::Coordinate,
        confidence: 0.99,
        stated: None,
        relation: None,
        coordinate: Some(at),
        within: None,
        candidates: Vec::new(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn positions(source: &str) -> Vec<(f64, f64)> {
        find(&Text::new(source)).iter().filter_map(|m| m.coordinate).map(|c| (c.lon, c.lat)).collect()
    }

    #[test]
    fn the_usual_ways_of_writing_coordinates_are_read() {
        assert_eq!(positions("at 39.82 N, 46.76 E yesterday"), [(46.76, 39.82)]);
        assert_eq!(positions("at 39°30′N 46°45′W"), [(-46.75, 39.5)]);
        assert_eq!(positions("impact (39.8200, -46.7600)."), [(-46.76, 39.82)]);
    }

    #[test]
    fn numbers_that_are_no_position_are_left_alone() {
        assert!(positions("It cost 3.50, 4.20 or 95.123, 200.456 in all; magnitude 7.8").is_empty());
    }
}

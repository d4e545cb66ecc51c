//! The colours of the layers: one table for every format that carries styles.
//!
//! The palette is Okabe and Ito's ("Color Universal Design", 2008), which people with any colour vision can tell apart.

use super::{Feature, Layer};

const BLACK: &str = "#000000";
const ORANGE: &str = "#E69F00";
const SKY_BLUE: &str = "#56B4E9";
const GREEN: &str = "#009E73";
const YELLOW: &str = "#F0E442";
const BLUE: &str = "#0072B2";
const VERMILLION: &str = "#D55E00";
const PURPLE: &str = "#CC79A7";
const GREY: &str = "#999999";

/// Colours of the event types.
pub const EVENT_COLORS: [(&str, &str); 9] = [
    ("Battles", VERMILLION),
    ("Explosions/Remote violence", ORANGE),
    ("Violence against civilians", PURPLE),
    ("Protests", SKY_BLUE),
    ("Riots", YELLOW),
    ("Strategic developments", BLUE),
    ("Natural hazard", GREEN),
    ("Technological hazard", BLACK),
    ("Health", GREY),
];

/// Colours of the states of assets: harm, hindrance, worry, no harm, no word of either.
pub const ASSET_COLORS: [(&str, &str); 10] = [
    ("destroyed", VERMILLION),
    ("damaged", VERMILLION),
    ("attacked", VERMILLION),
    ("seized", ORANGE),
    ("closed", ORANGE),
    ("disrupted", ORANGE),
    ("at_risk", PURPLE),
    ("undamaged", GREEN),
    ("restored", GREEN),
    ("mentioned", BLUE),
];

/// How large a point is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Small.
    Small,
    /// Medium.
    Medium,
    /// Large.
    Large,
}

/// How a feature is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Colour of a point or a line, and of the outline of an area: `#rrggbb`.
    pub color: &'static str,
    /// Size of a point.
    pub size: Size,
    /// Symbol of a point: a name of the Maki icons.
    pub symbol: &'static str,
    /// Width of a line or an outline, in pixels.
    pub width: f64,
    /// Opacity of a line or an outline, 0 to 1.
    pub opacity: f64,
    /// Opacity of the inside of an area, 0 to 1.
    pub fill_opacity: f64,
}

const PLAIN: Style =
    Style { color: BLUE, size: Size::Small, symbol: "circle", width: 2.0, opacity: 0.9, fill_opacity: 0.15 };

/// How a feature of a layer is drawn. A disputed or denied incident differs from others by symbol and size, and keeps the
/// colour of its type.
pub fn style(layer: &Layer, feature: &Feature) -> Style {
    let word = |field: &str| layer.value(feature, field).as_text().unwrap_or_default();
    match layer.name {
        "incidents" => incident(word("event_type"), word("status")),
        "infrastructure" => Style { color: color(&ASSET_COLORS, word("status")), width: 3.0, ..PLAIN },
        "infrastructure_points" => {
            Style { color: color(&ASSET_COLORS, word("status")), size: Size::Medium, symbol: "square", ..PLAIN }
        }
        "places" if word("outcome") == "ambiguous" => Style { color: ORANGE, symbol: "circle-stroked", ..PLAIN },
        "areas" if layer.value(feature, "incident_count").as_integer().is_some_and(|n| n > 0) => {
            Style { color: VERMILLION, width: 1.5, ..PLAIN }
        }
        "areas" => Style { width: 1.0, fill_opacity: 0.08, ..PLAIN },
        "lines" => Style { color: BLACK, ..PLAIN },
        "reports" => Style { color: GREY, size: Size::Medium, symbol: "star", ..PLAIN },
        _ => PLAIN,
    }
}

fn incident(event_type: &str, status: &str) -> Style {
    let (size, symbol) = match status {
        "disputed" | "denied" => (Size::Medium, "cross"),
        "claimed" => (Size::Medium, "circle-stroked"),
        "confirmed" => (Size::Large, "star"),
        _ => (Size::Large, "circle"),
    };
    Style { color: color(&EVENT_COLORS, event_type), size, symbol, ..PLAIN }
}

fn color(table: &[(&str, &'static str)], word: &str) -> &'static str {
    table.iter().find(|(name, _)| *name == word).map_or(GREY, |(_, color)| color)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disputed_incident_looks_different_from_a_reported_one() {
        let (disputed, reported) = (incident("Battles", "disputed"), incident("Battles", "reported"));
        assert_eq!(disputed.color, reported.color);
        assert_ne!((disputed.size, disputed.symbol), (reported.size, reported.symbol));
    }

    #[test]
    fn every_event_type_has_a_colour_of_its_own() {
        let mut colors: Vec<_> = EVENT_COLORS.iter().map(|(_, color)| color).collect();
        colors.sort();
        colors.dedup();
        assert_eq!(colors.len(), EVENT_COLORS.len());
    }
}

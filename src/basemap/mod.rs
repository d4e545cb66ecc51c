//! The ground under the layers: land, water, borders and the names that a reader finds the way by.
//!
//! Owns what is drawn beneath a map that has no network: Natural Earth's land, lakes, rivers and borders at two scales,
//! disputed lines told apart, and the gazetteer's places by size. Knows no stage and no layer: whoever draws says around
//! what.
//!
//! ```
//! use reportmap::{basemap::Basemap, gazetteer::Gazetteer};
//! let around_baku = Basemap::around(&Gazetteer::embedded(), Some([45.0, 38.0, 51.0, 42.0]));
//! assert!(around_baku.window.is_some());
//! ```

mod cut;
#[allow(dead_code, reason = "the build script uses the half that packs")]
mod format;
mod labels;
mod packed;
#[cfg(test)]
mod tests;

use crate::gazetteer::Gazetteer;
use crate::gazetteer::format as varint;
use crate::geography::{LonLat, decimals};
use geo::{CoordsIter, MultiLineString, MultiPolygon};

/// What is drawn beneath a map, at two scales. The same for the same gazetteer and window.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Basemap {
    /// The whole world, generalised (Natural Earth 1:110m or as coarse): for looking from afar.
    pub world: Ground,
    /// The window in detail (1:10m), cut to its bounds; `None` when there is nothing to look at closely.
    pub window: Option<Window>,
}

/// A part of the world in detail.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// West, south, east, north in degrees; west is greater than east when it runs over the antimeridian.
    pub bounds: [f64; 4],
    /// What is in it, cut to the bounds.
    pub ground: Ground,
}

/// Land, water, borders and names of one scale. Longitude before latitude, WGS 84.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ground {
    /// The land, a country (or a part of the world without a code) an area.
    pub land: Vec<Land>,
    /// Lines between countries, each once; coasts are none.
    pub borders: Vec<Border>,
    /// Lakes.
    pub lakes: Vec<Water<MultiPolygon<f64>>>,
    /// Rivers.
    pub rivers: Vec<Water<MultiLineString<f64>>>,
    /// Names, the most important first.
    pub labels: Vec<Label>,
}

/// The land of a country.
#[derive(Debug, Clone, PartialEq)]
pub struct Land {
    /// ISO 3166-1 alpha-2; `None` for land that has none.
    pub country: Option<String>,
    /// Its area.
    pub area: MultiPolygon<f64>,
}

/// A line between two countries, or a line that is disputed.
#[derive(Debug, Clone, PartialEq)]
pub struct Border {
    /// What it is called or between whom it runs: `Armenia – Azerbaijan`, `Line of Control`.
    pub name: String,
    /// Whether it is disputed, a ceasefire line, or not recognised: drawn dashed.
    pub disputed: bool,
    /// Its lines.
    pub lines: MultiLineString<f64>,
}

/// A lake or a river.
#[derive(Debug, Clone, PartialEq)]
pub struct Water<G> {
    /// Its name, where one is known.
    pub name: Option<String>,
    /// 0 the largest, to 9: what is drawn from afar.
    pub rank: u8,
    /// Where it is.
    pub shape: G,
}

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelKind {
    /// A country.
    Country,
    /// A capital of a country.
    Capital,
    /// A town.
    Town,
    /// A sea, an ocean, a gulf.
    Sea,
}

impl LabelKind {
    /// The word the output uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Capital => "capital",
            Self::Town => "town",
            Self::Sea => "sea",
        }
    }
}

/// A name on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The name, both names where two are in use: `Khojavend (Martuni)`.
    pub name: String,
    /// What it names.
    pub kind: LabelKind,
    /// Where it stands.
    pub at: LonLat,
    /// 0 the most important, to 9: the lower, the farther off it is shown.
    pub rank: u8,
    /// Inhabitants, where known.
    pub population: Option<u64>,
}

impl Basemap {
    /// The ground under what lies within some bounds (west, south, east, north; west greater than east over the antimeridian);
    /// the window is wider than they are by a margin, and as detailed as about half a megabyte of JSON can hold. Without bounds it
    /// is the world alone.
    pub fn around(gazetteer: &Gazetteer, bounds: Option<[f64; 4]>) -> Self {
        let mut world = packed::ground(WORLD, None);
        world.labels = labels::of_the_world(gazetteer);
        Self { world, window: bounds.map(|bounds| window(gazetteer, widened(bounds))) }
    }
}

/// The number of the coarsest level, and of the most detailed one (`format::LEVELS`).
const WORLD: usize = 0;
const FINE: usize = 3;

/// The most corners of a window: some 16 bytes each in compact JSON.
const CORNERS: usize = 36_000;

fn window(gazetteer: &Gazetteer, bounds: [f64; 4]) -> Window {
    let boxes = cut::boxes(bounds);
    let width: f64 = boxes.iter().map(|b| b.width()).sum();
    // Finer than a screen can show is not worth the cutting; the corners decide the rest.
    let first = if width <= 15.0 {
        FINE
    } else if width <= 70.0 {
        FINE - 1
    } else {
        FINE - 2
    };
    let mut ground = packed::ground(first, Some(&boxes));
    for level in (1..first).rev() {
        if ground.corners() <= CORNERS {
            break;
        }
        ground = packed::ground(level, Some(&boxes));
    }
    ground.labels = labels::of_a_window(gazetteer, &boxes, &ground.land);
    Window { bounds, ground }
}

impl Ground {
    /// How many corners its shapes have.
    pub fn corners(&self) -> usize {
        let land: usize = self.land.iter().map(|land| land.area.coords_count()).sum();
        let borders: usize = self.borders.iter().map(|border| border.lines.coords_count()).sum();
        let lakes: usize = self.lakes.iter().map(|lake| lake.shape.coords_count()).sum();
        let rivers: usize = self.rivers.iter().map(|river| river.shape.coords_count()).sum();
        land + borders + lakes + rivers
    }
}

/// What the window is wider than the bounds, of their size, and at least in degrees, on each side.
const MARGIN: f64 = 0.3;
const LEAST: f64 = 1.5;

/// The height of a window is at least so much of its width, and the other way round, as they look on a map.
const FLATTEST: f64 = 0.6;

/// The bounds with a margin, not flatter than a screen is.
fn widened([west, south, east, north]: [f64; 4]) -> [f64; 4] {
    let width = if west <= east { east - west } else { east + 360.0 - west };
    let (middle, half_width) = (west + width / 2.0, width / 2.0);
    let squeeze = ((south + north) / 2.0).to_radians().cos().max(0.2);
    let mut across = half_width + (width * MARGIN).max(LEAST / squeeze);
    let mut up = (north - south) / 2.0 + ((north - south) * MARGIN).max(LEAST);
    across = across.max(up * FLATTEST / squeeze);
    up = up.max(across * squeeze * FLATTEST);
    let (low, high) = ((south + north) / 2.0 - up, (south + north) / 2.0 + up);
    let (south, north) = (tidy(low.max(-90.0)), tidy(high.min(90.0)));
    if across >= 180.0 {
        return [-180.0, south, 180.0, north];
    }
    let turned = |lon: f64| tidy((lon + 180.0).rem_euclid(360.0) - 180.0);
    [turned(middle - across), south, turned(middle + across), north]
}

/// Four decimals: 11 m.
fn tidy(degrees: f64) -> f64 {
    decimals(degrees, 4)
}

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

use crate::gazetteer::Gazetteer;
use crate::geography::LonLat;
use geo::{MultiLineString, MultiPolygon};

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
    /// the window is wider than they are by a margin. Without bounds it is the world alone.
    pub fn around(gazetteer: &Gazetteer, bounds: Option<[f64; 4]>) -> Self {
        let _ = gazetteer;
        let window = bounds.map(|bounds| Window { bounds, ground: Ground::default() });
        Self { world: Ground::default(), window }
    }
}

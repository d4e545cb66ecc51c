//! What the gazetteer knows of a place.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The id of a place, with its source: `geonames:146969`, `fips:22079`, `reportmap:nagorno-karabakh`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlaceId(pub String);

impl fmt::Display for PlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The classes of GeoNames (<https://www.geonames.org/export/codes.html>), with borders apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FeatureClass {
    /// A: countries, states, counties.
    #[serde(rename = "A")]
    Administrative,
    /// H: rivers, lakes, seas.
    #[serde(rename = "H")]
    Water,
    /// L: regions, continents, parks.
    #[serde(rename = "L")]
    Area,
    /// P: cities, towns, villages.
    #[serde(rename = "P")]
    Populated,
    /// R: roads, railways, pipelines.
    #[serde(rename = "R")]
    Road,
    /// S: buildings, airports, dams, crossings.
    #[serde(rename = "S")]
    Spot,
    /// T: mountains, islands, deserts.
    #[serde(rename = "T")]
    Terrain,
    /// U: under the sea.
    #[serde(rename = "U")]
    Undersea,
    /// V: forests.
    #[serde(rename = "V")]
    Vegetation,
}

impl FeatureClass {
    /// All classes, in the order of their letters.
    pub const ALL: [Self; 9] = [
        Self::Administrative,
        Self::Water,
        Self::Area,
        Self::Populated,
        Self::Road,
        Self::Spot,
        Self::Terrain,
        Self::Undersea,
        Self::Vegetation,
    ];

    /// GeoNames' letter.
    pub fn letter(self) -> char {
        match self {
            Self::Administrative => 'A',
            Self::Water => 'H',
            Self::Area => 'L',
            Self::Populated => 'P',
            Self::Road => 'R',
            Self::Spot => 'S',
            Self::Terrain => 'T',
            Self::Undersea => 'U',
            Self::Vegetation => 'V',
        }
    }

    /// The class of a letter, `None` for any other character.
    pub fn from_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.letter() == letter.to_ascii_uppercase())
    }
}

/// What a place is to the hierarchy, from the largest down: it decides containment and the scale of a footprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A continent or ocean.
    Continent,
    /// A region that is no administrative area: the South Caucasus, the Sahel, a sea, a river.
    Region,
    /// A country or dependent territory.
    Country,
    /// A state or province.
    Admin1,
    /// A county or district.
    Admin2,
    /// A city, town or village.
    Place,
    /// A building, crossing, camp or other spot.
    Site,
}

/// Which layer of the gazetteer a place comes from; earlier ones win over later ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The tables a person keeps.
    Curated,
    /// The user's own file.
    User,
    /// The world tables inside the program.
    World,
    /// A published gazetteer that was imported.
    Imported,
}

/// What kind of name of a place matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// The name the gazetteer calls it by.
    Main,
    /// A name added or confirmed by a person.
    Curated,
    /// Any other name, in any language.
    Alternate,
    /// An abbreviation: `U.S.`, `W.Va.`
    Abbreviation,
    /// What its people are called, or its adjective: `Azeri`.
    Demonym,
    /// An abbreviation that stands behind another place only: `CA` in `Fresno, CA`.
    AfterPlace,
}

/// A handle to a place in an open gazetteer: which of its layers, and which row there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceRef {
    pub(crate) layer: u16,
    pub(crate) row: u32,
}

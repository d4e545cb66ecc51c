//! A place as a look-up sees it: a light handle over its row.

use super::compile::kind;
use super::format::{NONE, PlaceRow};
use super::index::{Details, Index};
use super::{FeatureClass, Layer, Level, NameKind, PlaceId, PlaceRef};
use crate::geography::{LonLat, Metres};

/// A place of an open gazetteer.
#[derive(Debug, Clone, Copy)]
pub struct PlaceView<'g> {
    index: &'g Index,
    row: PlaceRow,
    place: PlaceRef,
}

impl<'g> PlaceView<'g> {
    pub(super) fn new(index: &'g Index, row: PlaceRow, place: PlaceRef) -> Self {
        Self { index, row, place }
    }

    /// Its handle.
    pub fn handle(&self) -> PlaceRef {
        self.place
    }

    /// Its id, with its source.
    pub fn id(&self) -> PlaceId {
        PlaceId(if self.row.id_is_text {
            self.index.string(self.row.id).to_owned()
        } else {
            format!("geonames:{}", self.row.id)
        })
    }

    /// The name the gazetteer calls it by.
    pub fn name(&self) -> &'g str {
        self.index.string(self.row.name)
    }

    /// A second name in use, where two sides have their own.
    pub fn other_name(&self) -> Option<&'g str> {
        (self.row.other_name != NONE).then(|| self.index.string(self.row.other_name))
    }

    /// Both names, where two are in use: `Khojavend (Martuni)`.
    pub fn full_name(&self) -> String {
        match self.other_name() {
            Some(other) => format!("{} ({other})", self.name()),
            None => self.name().to_owned(),
        }
    }

    /// Its representative point.
    pub fn at(&self) -> LonLat {
        LonLat::new(f64::from(self.row.lon) / 1e6, f64::from(self.row.lat) / 1e6)
    }

    /// GeoNames feature class.
    pub fn feature_class(&self) -> FeatureClass {
        FeatureClass::from_letter(char::from(self.row.class)).unwrap_or(FeatureClass::Populated)
    }

    /// GeoNames feature code.
    pub fn feature_code(&self) -> String {
        self.row.code.iter().take_while(|b| **b != 0).map(|b| char::from(*b)).collect()
    }

    /// What it is to the hierarchy.
    pub fn level(&self) -> Level {
        match self.row.level {
            0 => Level::Continent,
            1 => Level::Region,
            2 => Level::Country,
            3 => Level::Admin1,
            4 => Level::Admin2,
            5 => Level::Place,
            _ => Level::Site,
        }
    }

    /// Which layer it comes from.
    pub fn layer(&self) -> Layer {
        match self.row.layer {
            0 => Layer::Curated,
            1 => Layer::User,
            3 => Layer::Imported,
            _ => Layer::World,
        }
    }

    /// ISO 3166-1 alpha-2 letters; `None` when it lies in no or several countries.
    pub fn country(&self) -> Option<[u8; 2]> {
        (self.row.country != [0, 0]).then_some(self.row.country)
    }

    /// The same as text.
    pub fn country_code(&self) -> Option<String> {
        self.country().map(|letters| letters.iter().map(|b| char::from(*b)).collect())
    }

    /// The state or province it lies in.
    pub fn admin1(&self) -> Option<PlaceRef> {
        (self.row.admin1 != NONE).then_some(PlaceRef { layer: self.place.layer, row: self.row.admin1 })
    }

    /// People, where known.
    pub fn population(&self) -> Option<u64> {
        (self.row.population > 0).then_some(u64::from(self.row.population))
    }

    /// How far the place may lie from its point: stated by its table, else by what it is.
    pub fn precision(&self) -> Metres {
        if self.row.precision > 0 {
            return Metres(f64::from(self.row.precision));
        }
        Metres(match self.level() {
            Level::Continent => 2_000_000.0,
            Level::Region => 300_000.0,
            Level::Country => 250_000.0,
            Level::Admin1 => 75_000.0,
            Level::Admin2 => 25_000.0,
            // A town's radius grows with the square root of its people: about 1 km for 10,000, 10 km for a million.
            Level::Place => {
                (1_000.0 * (self.row.population.max(1_000) as f64 / 10_000.0).sqrt()).clamp(1_000.0, 15_000.0)
            }
            Level::Site => 1_000.0,
        })
    }

    /// Its source, what other sources call it by, and its names as they have them; empty where the index says no more.
    pub fn details(&self) -> Details {
        self.index.details(self.row.details).unwrap_or_default()
    }

    /// Whether the gazetteer knows its area or line.
    pub fn has_geometry(&self) -> bool {
        self.row.shape != NONE
    }
}

/// The number of a kind of name in the index.
pub(super) fn kind_number(kind: NameKind) -> u8 {
    match kind {
        NameKind::Main => kind::MAIN,
        NameKind::Curated => kind::CURATED,
        NameKind::Abbreviation => kind::ABBREVIATION,
        NameKind::Demonym => kind::DEMONYM,
        NameKind::AfterPlace => kind::AFTER_PLACE,
        NameKind::Alternate => kind::ALTERNATE,
    }
}

/// The kind of a name by its number in the index.
pub(super) fn name_kind(number: u8) -> NameKind {
    match number {
        kind::MAIN => NameKind::Main,
        kind::CURATED => NameKind::Curated,
        kind::ABBREVIATION => NameKind::Abbreviation,
        kind::DEMONYM => NameKind::Demonym,
        kind::AFTER_PLACE => NameKind::AfterPlace,
        _ => NameKind::Alternate,
    }
}

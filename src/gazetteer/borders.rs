//! Borders: the lines that two countries share.

use super::compile::country_key;
use super::index::Held;
use super::{Gazetteer, PlaceRef};
use crate::geography::Metres;
use geo::MultiLineString;

/// The land border of two countries, from topology that both share (Natural Earth 1:10m).
#[derive(Debug, Clone, PartialEq)]
pub struct SharedBorder {
    /// Its two countries.
    pub between: [PlaceRef; 2],
    /// Its lines; several when a third country lies between them.
    pub lines: MultiLineString<f64>,
    /// Geodesic length.
    pub length: Metres,
    /// Whether it, or a part of it, is disputed.
    pub disputed: bool,
}

impl Gazetteer {
    /// The border that two countries share; `None` when they share none on land.
    pub fn border(&self, one: PlaceRef, other: PlaceRef) -> Option<SharedBorder> {
        let key = |place| self.place(place).and_then(|view| view.country()).map(country_key);
        let mut wanted = [key(one)?, key(other)?];
        wanted.sort_unstable();
        self.each_layer().find_map(|(_, index)| {
            let row = index.borders().find(|row| row.between == wanted)?;
            match index.shape(row.shape)? {
                Held::Lines(lines) => Some(SharedBorder {
                    between: [one, other],
                    lines,
                    length: Metres(f64::from(row.metres)),
                    disputed: row.disputed,
                }),
                Held::Area(_) => None,
            }
        })
    }

    /// The coast of a country, generalised to about a kilometre; `None` for a country without one.
    pub fn coast(&self, country: PlaceRef) -> Option<MultiLineString<f64>> {
        let key = self.place(country)?.country().map(country_key)?;
        self.each_layer().find_map(|(_, index)| {
            let row = index.borders().find(|row| row.between == [0, key])?;
            match index.shape(row.shape)? {
                Held::Lines(lines) => Some(lines),
                Held::Area(_) => None,
            }
        })
    }

    /// The countries that share a land border with one.
    pub fn neighbours(&self, country: PlaceRef) -> Vec<PlaceRef> {
        let Some(key) = self.place(country).and_then(|view| view.country()).map(country_key) else { return Vec::new() };
        let mut out: Vec<PlaceRef> = Vec::new();
        for (layer, index) in self.each_layer() {
            for row in index.borders().filter(|row| row.between.contains(&key) && row.between[0] != 0) {
                let other = if row.between[0] == key { row.between[1] } else { row.between[0] };
                let found = index.row_of_country(other).map(|row| PlaceRef { layer, row });
                out.extend(found.filter(|place| !out.contains(place)));
            }
        }
        out
    }
}

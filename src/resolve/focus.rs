//! What a report is about: the places and countries that most of its mentions stand for.

use super::toponym::{Focus, Toponym};
use crate::gazetteer::{Level, PlaceId};
use crate::geography::{LonLat, decimals};
use crate::recognize::Role;
use std::collections::BTreeMap;

/// A place with less than this share of the mentions is not what the report is about.
const LEAST: f64 = 0.1;
/// How many are told.
const MOST: usize = 3;

/// The focus of a report, largest share first; empty when it names no place.
pub(super) fn focus(toponyms: &[Toponym]) -> Vec<Focus> {
    let mut weights: BTreeMap<PlaceId, (f64, usize)> = BTreeMap::new();
    let mut total = 0.0;
    for (index, toponym) in toponyms.iter().enumerate() {
        let Some(place) = &toponym.place else { continue };
        let weight = match toponym.role {
            Role::Literal | Role::Relative | Role::Coordinate => 1.0,
            // A government or a people is spoken of, and something may have happened elsewhere.
            Role::Metonym => 0.4,
            Role::Demonym => 0.2,
            Role::Organization | Role::Document => continue,
        };
        total += weight;
        weights.entry(place.id.clone()).or_insert((0.0, index)).0 += weight;
    }
    let mut ranked: Vec<(f64, usize)> = weights.into_values().collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let shares = ranked.into_iter().map(|(weight, index)| (weight / total, index)).take(MOST);
    shares
        .enumerate()
        .filter(|(number, (share, _))| *number == 0 || *share >= LEAST)
        .filter_map(|(_, (share, index))| told(&toponyms[index], share))
        .collect()
}

fn told(toponym: &Toponym, share: f64) -> Option<Focus> {
    let place = toponym.place.as_ref()?;
    let level = match place.level {
        Level::Country | Level::Continent => "country",
        Level::Region | Level::Admin1 => "admin1",
        Level::Admin2 => "admin2",
        Level::Place | Level::Site => "place",
    };
    let at = LonLat::new(decimals(place.at.lon, 6), decimals(place.at.lat, 6));
    Some(Focus {
        place_id: place.id.clone(),
        name: place.name.clone(),
        at,
        level: level.to_owned(),
        share: decimals(share, 3),
    })
}

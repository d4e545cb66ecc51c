//! A toponym whose place a person gives.

use super::describe;
use super::toponym::{Checked, Outcome, Place, Toponym};
use crate::gazetteer::{FeatureClass, Gazetteer, Layer, Level, PlaceId};
use crate::geography::{LonLat, Metres, decimals};
use crate::recognize::Role;
use crate::text::{Span, Text};

/// Metres within which a point lies that a person put on the map: a click hits a village, and no house.
const BY_HAND: Metres = Metres(1_000.0);

/// Where a person puts a name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pinned<'a> {
    /// A place of the gazetteer.
    pub place: Option<&'a PlaceId>,
    /// A position; wins over that of the place.
    pub at: Option<LonLat>,
    /// What it is called, where the gazetteer does not say.
    pub name: Option<&'a str>,
}

/// The toponym of a span that a person has placed; `None` when the gazetteer has no such place and no position is given.
pub(crate) fn pinned(
    text: &Text,
    span: Span,
    role: Role,
    wanted: &Pinned<'_>,
    gazetteer: &Gazetteer,
) -> Option<Toponym> {
    let surface = text.slice(span).to_owned();
    let (place, geometry, precision_m, place_ref) = placed(wanted, &surface, gazetteer)?;
    Some(Toponym {
        span,
        surface,
        role,
        place: Some(place),
        geometry: geometry.filter(|_| role.locates()),
        confidence: 1.0,
        precision_m,
        outcome: Outcome::Resolved,
        alternatives: Vec::new(),
        evidence: Vec::new(),
        relation: None,
        anchors: Vec::new(),
        checked: Checked::default(),
        place_ref,
    })
}

type Placed = (Place, Option<crate::geography::Shape>, Metres, Option<crate::gazetteer::PlaceRef>);

/// The place, its outline, its radius, and where it stands in the gazetteer.
fn placed(wanted: &Pinned<'_>, surface: &str, gazetteer: &Gazetteer) -> Option<Placed> {
    let known = wanted.place.and_then(|id| gazetteer.by_id(id));
    let view = known.and_then(|place| gazetteer.place(place));
    let Some(at) = wanted.at else {
        let (known, view) = (known?, view?);
        let place = describe::place(&view, gazetteer);
        return Some((place, describe::geometry(known, gazetteer), Metres(view.precision().0.round()), Some(known)));
    };
    let at = LonLat::new(decimals(at.lon, 6), decimals(at.lat, 6));
    let mut place =
        view.map_or_else(|| by_hand(at, wanted.name.unwrap_or(surface), gazetteer), |v| describe::place(&v, gazetteer));
    if let Some(id) = wanted.place.filter(|_| view.is_none()) {
        // An id of another gazetteer is kept as it was given.
        place.id = id.clone();
    }
    place.at = at;
    if let Some(name) = wanted.name {
        place.name = name.to_owned();
    }
    Some((place, None, BY_HAND, known))
}

/// A place of its own, that only a person knows.
fn by_hand(at: LonLat, name: &str, gazetteer: &Gazetteer) -> Place {
    let holders = gazetteer.containing(at);
    let holder = |level: Level| holders.iter().filter_map(|p| gazetteer.place(*p)).find(|v| v.level() == level);
    Place {
        id: PlaceId(format!("geo:{:.5},{:.5}", at.lat, at.lon)),
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
        at,
        feature_class: FeatureClass::Populated,
        feature_code: "PPL".to_owned(),
        country: holder(Level::Country).and_then(|v| v.country_code()),
        admin1: holder(Level::Admin1).map(|v| v.name().to_owned()),
        admin2: holder(Level::Admin2).map(|v| v.name().to_owned()),
        level: Level::Place,
        layer: Layer::User,
    }
}

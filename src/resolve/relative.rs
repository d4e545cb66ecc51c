//! Geometry of relative places: the border two areas share, the northern part of one, 12 km from a town.

use super::candidates::Candidate;
use super::describe::{geometry, place};
use super::groups::Groups;
use super::toponym::{Checked, Outcome, Place, Toponym};
use crate::gazetteer::{FeatureClass, Gazetteer, Layer, Level, PlaceId, PlaceRef};
use crate::geography::{Km, LonLat, Metres, Shape, Side, circle, decimals, sector};
use crate::recognize::{Mention, Relation};
use crate::text::Text;
use geo::{Destination, Geodesic, InteriorPoint, InterpolatableLine, Length, MultiLineString, MultiPolygon, Point};

/// Where a border is meant to be drawn to: Natural Earth 1:10m lies within about this of the true line.
const BORDER_PRECISION: Metres = Metres(2_000.0);

/// A place and its geometry.
pub(super) struct Located {
    pub place: Place,
    pub geometry: Option<Shape>,
    pub precision: Metres,
    pub anchors: Vec<PlaceRef>,
}

/// The toponym of a relative mention; `None` when its anchor is unknown.
pub(super) fn toponym(
    text: &Text,
    index: usize,
    mentions: &[Mention],
    groups: &Groups,
    gazetteer: &Gazetteer,
) -> Option<Toponym> {
    let mention = &mentions[index];
    let (relation, spans) = mention.relation.as_ref()?;
    let anchors = anchors(text, mention, spans, groups.of(index), gazetteer);
    let first = *anchors.first()?;
    let located = match relation {
        Relation::Border => border(index, mentions, &anchors, groups, gazetteer)?,
        Relation::Part { bearing } => part(first, *bearing, text.slice(mention.span), gazetteer)?,
        Relation::Direction { bearing, km } => {
            direction(first, *bearing, km.map(Km), text.slice(mention.span), gazetteer)?
        }
        Relation::Distance { km } => around(first, Km(*km), text.slice(mention.span), gazetteer)?,
        Relation::Coast => coast(first, text.slice(mention.span), gazetteer)?,
        // Those that stand beside their names: `beside` has them.
        Relation::Near
        | Relation::Outskirts
        | Relation::Between
        | Relation::Road { .. }
        | Relation::Off
        | Relation::PlusCode { .. } => {
            return None;
        }
    };
    let share = groups.of(index).iter().filter(|c| anchors.contains(&c.place)).map(|c| c.share).fold(0.0, f64::max);
    let confidence = mention.confidence * if anchors.len() > 1 { 1.0 } else { share.max(0.5) };
    Some(toponym_of(text, mention, located, confidence, gazetteer))
}

/// What a relative mention turned out to be.
pub(super) fn toponym_of(
    text: &Text,
    mention: &Mention,
    located: Located,
    confidence: f64,
    gazetteer: &Gazetteer,
) -> Toponym {
    Toponym {
        span: mention.span,
        surface: text.slice(mention.span).to_owned(),
        role: mention.role,
        place: Some(located.place),
        geometry: located.geometry,
        confidence: decimals(confidence, 3),
        precision_m: Metres(located.precision.0.round()),
        outcome: Outcome::Resolved,
        alternatives: Vec::new(),
        evidence: vec!["relative place".to_owned()],
        relation: mention.relation.as_ref().map(|(relation, _)| relation.name().to_owned()),
        anchors: located.anchors.iter().filter_map(|p| gazetteer.place(*p)).map(|v| v.id()).collect(),
        checked: Checked::default(),
        place_ref: None,
    }
}

/// The places that the relation ties: the best candidate with the name of each anchor's span.
fn anchors(
    text: &Text,
    mention: &Mention,
    spans: &[crate::text::Span],
    candidates: &[Candidate],
    gazetteer: &Gazetteer,
) -> Vec<PlaceRef> {
    if spans.len() < 2 {
        return candidates.first().map(|c| c.place).into_iter().collect();
    }
    spans
        .iter()
        .filter_map(|span| {
            let folded = crate::gazetteer::names::fold(text.slice(*span));
            let named = gazetteer.named(&folded);
            let mut own = candidates.iter().filter(|c| {
                named.iter().any(|(place, _)| *place == c.place)
                    && mention.candidates.iter().any(|(p, _)| *p == c.place)
            });
            own.next().map(|c| c.place)
        })
        .collect()
}

fn border(
    index: usize,
    mentions: &[Mention],
    anchors: &[PlaceRef],
    groups: &Groups,
    gazetteer: &Gazetteer,
) -> Option<Located> {
    let one = country_of(*anchors.first()?, gazetteer)?;
    let other = match anchors.get(1) {
        Some(second) => country_of(*second, gazetteer)?,
        None => match other_side(index, mentions, one, groups, gazetteer) {
            Some(other) => other,
            None => return outline(*anchors.first()?, gazetteer),
        },
    };
    let shared = gazetteer.border(one, other)?;
    let (first, second) = (gazetteer.place(other)?, gazetteer.place(one)?);
    let at = middle(&shared.lines)?;
    let mut codes = [first.country_code()?, second.country_code()?];
    codes.sort();
    let mut names = [first.name(), second.name()];
    names.sort_unstable();
    Some(Located {
        place: Place {
            id: PlaceId(format!("border:{}-{}", codes[0], codes[1])),
            name: format!("{}–{} border", names[0], names[1]),
            at,
            feature_class: FeatureClass::Area,
            feature_code: "BDRY".to_owned(),
            country: None,
            admin1: None,
            admin2: None,
            level: Level::Region,
            layer: Layer::World,
        },
        geometry: Some(Shape::new(shared.lines)),
        precision: BORDER_PRECISION,
        anchors: vec![one, other],
    })
}

fn country_of(place: PlaceRef, gazetteer: &Gazetteer) -> Option<PlaceRef> {
    let view = gazetteer.place(place)?;
    if view.level() == Level::Country { Some(place) } else { gazetteer.country(&view.country_code()?) }
}

/// The neighbour that the sentence, then the report, speaks of most: "Azeri forces … the border with Iran".
fn other_side(
    index: usize,
    mentions: &[Mention],
    one: PlaceRef,
    groups: &Groups,
    gazetteer: &Gazetteer,
) -> Option<PlaceRef> {
    let here = &mentions[index];
    let weight_of = |place: PlaceRef| -> f64 {
        let letters = gazetteer.place(place).and_then(|v| v.country());
        mentions
            .iter()
            .enumerate()
            .filter(|(number, _)| *number != index)
            .filter(|(number, _)| {
                groups.of(*number).first().is_some_and(|c| c.country.is_some() && c.country == letters)
            })
            .map(|(_, mention)| {
                // Who stands before the border in its sentence owns it; the further off, the less it counts.
                let gap = here.tokens.start.abs_diff(mention.tokens.start) as f64;
                let before = if mention.tokens.start < here.tokens.start { 2.0 } else { 1.0 };
                before / (5.0 + gap)
            })
            .sum()
    };
    let neighbours = gazetteer.neighbours(one);
    neighbours
        .into_iter()
        .map(|place| (weight_of(place), place))
        .filter(|(weight, _)| *weight > 0.0)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, place)| place)
}

/// The outline of an area whose other side nothing tells.
fn outline(anchor: PlaceRef, gazetteer: &Gazetteer) -> Option<Located> {
    let area = gazetteer.area(anchor)?;
    let lines = MultiLineString(area.iter().map(|p| p.exterior().clone()).collect());
    let view = gazetteer.place(anchor)?;
    let mut place = place(&view, gazetteer);
    place.id = PlaceId(format!("border:{}", place.id));
    place.name = format!("border of {}", place.name);
    place.at = middle(&lines)?;
    place.feature_code = "BDRY".to_owned();
    Some(Located { place, geometry: Some(Shape::new(lines)), precision: BORDER_PRECISION, anchors: vec![anchor] })
}

/// A point on the longest of the lines, half-way along.
fn middle(lines: &MultiLineString<f64>) -> Option<LonLat> {
    let longest = lines.iter().max_by(|a, b| Geodesic.length(*a).total_cmp(&Geodesic.length(*b)))?;
    let point = longest.point_at_ratio_from_start(&Geodesic, 0.5)?;
    Some(rounded(point.into()))
}

pub(super) fn rounded(at: LonLat) -> LonLat {
    LonLat::new(decimals(at.lon, 6), decimals(at.lat, 6))
}

/// One side of an area, or of a town.
fn part(anchor: PlaceRef, bearing: Option<f64>, name: &str, gazetteer: &Gazetteer) -> Option<Located> {
    let view = gazetteer.place(anchor)?;
    let side = Side::towards(bearing);
    let geometry = gazetteer.part(anchor, side)?;
    let mut place = place(&view, gazetteer);
    place.id = PlaceId(format!("{}#{}", place.id, side.name()));
    place.name = name.to_owned();
    place.at = rounded(geometry.geometry().interior_point()?.into());
    if place.level == Level::Country {
        place.level = Level::Region;
    }
    let precision = Metres(view.precision().0 * if bearing.is_some() { 0.6 } else { 0.4 });
    Some(Located { place, geometry: Some(geometry), precision, anchors: vec![anchor] })
}

/// `12 km north of X`: a circle there; `south of X`: a sector from X outwards.
fn direction(anchor: PlaceRef, bearing: f64, km: Option<Km>, name: &str, gazetteer: &Gazetteer) -> Option<Located> {
    let view = gazetteer.place(anchor)?;
    let reach = Metres(view.precision().0.max(2_000.0));
    let (center, precision, shape) = match km {
        Some(km) => {
            let at = beyond(view.at(), bearing, km.as_metres());
            // A stated distance is round, and measured from anywhere in the town.
            let precision = Metres((km.as_metres().0 * 0.2).max(reach.0));
            (at, precision, circle(at, precision))
        }
        None => {
            // "South of X" without a distance is mostly within some ten kilometres of a town.
            let far = Metres(if view.level() >= Level::Place { reach.0 + 10_000.0 } else { reach.0 * 1.5 });
            (beyond(view.at(), bearing, Metres(far.0 / 2.0)), far, sector(view.at(), far, bearing, 90.0))
        }
    };
    let mut place = place(&view, gazetteer);
    place.id = PlaceId(format!("{}#{}-of", place.id, Side::towards(Some(bearing)).name()));
    place.name = name.to_owned();
    place.at = rounded(center);
    Some(Located { place, geometry: Some(Shape::new(MultiPolygon(vec![shape]))), precision, anchors: vec![anchor] })
}

fn beyond(from: LonLat, bearing: f64, length: Metres) -> LonLat {
    let point: Point<f64> = Geodesic.destination(from.into(), bearing, length.0);
    point.into()
}

pub(super) fn around(anchor: PlaceRef, km: Km, name: &str, gazetteer: &Gazetteer) -> Option<Located> {
    let view = gazetteer.place(anchor)?;
    let mut place = place(&view, gazetteer);
    place.id = PlaceId(format!("{}#around", place.id));
    place.name = name.to_owned();
    let precision = Metres(km.as_metres().0 + view.precision().0);
    let shape = MultiPolygon(vec![circle(view.at(), precision)]);
    Some(Located { place, geometry: Some(Shape::new(shape)), precision, anchors: vec![anchor] })
}

/// The part of a country's outline that no other country shares; the area itself where that is unknown.
pub(super) fn coast(anchor: PlaceRef, name: &str, gazetteer: &Gazetteer) -> Option<Located> {
    let view = gazetteer.place(anchor)?;
    let mut place = place(&view, gazetteer);
    place.id = PlaceId(format!("coast:{}", place.id));
    place.name = name.to_owned();
    if let Some(lines) = gazetteer.coast(anchor) {
        place.at = middle(&lines)?;
        return Some(Located {
            place,
            geometry: Some(Shape::new(lines)),
            precision: Metres(20_000.0),
            anchors: vec![anchor],
        });
    }
    Some(Located { place, geometry: geometry(anchor, gazetteer), precision: view.precision(), anchors: vec![anchor] })
}

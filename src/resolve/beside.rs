//! Geometry of the relative places that stand beside their names: a circle around a town, a corridor between two.
//!
//! `near X` is no second place beside X: X keeps its mention and is drawn as far as `near` reaches. A stretch between two
//! towns is a place of its own.

use super::describe::{self, place};
use super::groups::Groups;
use super::relative::{Located, around, coast, rounded, toponym_of};
use super::toponym::Toponym;
use crate::gazetteer::{FeatureClass, Gazetteer, Layer, Level, PlaceId, PlaceRef};
use crate::geography::{Km, LonLat, Metres, Shape, corridor, distance};
use crate::recognize::{Mention, Recognized, Relation, recover};
use crate::text::{Span, Text};
use geo::{Densify, Geodesic, InterpolatePoint, LineString, MultiLineString, Point};

/// "Near" a town is mostly within so far of its edge.
const NEAR: Km = Km(10.0);
/// The outskirts of a town are its edge.
const OUTSKIRTS: Km = Km(4.0);
/// "Off" a port or an island: as far as is seen from the coast, and the width of territorial waters (12 nautical miles).
const OFF: Km = Km(22.2);
/// Places further apart than this have no road or stretch between them that would tell where something is.
const FARTHEST: Metres = Metres(500_000.0);
/// A road leaves the straight line between its ends by about so much of its length: half of a usual detour of 1.3.
const DETOUR: f64 = 0.15;
/// … and at least by this.
const LEAST: Metres = Metres(3_000.0);

/// Notes the relative places of a report: as the surroundings of a toponym, or as toponyms of their own.
pub(super) fn note(text: &Text, found: &Recognized, groups: &Groups, gazetteer: &Gazetteer, out: &mut Vec<Toponym>) {
    for mention in &found.beside {
        let Some((relation, spans)) = &mention.relation else { continue };
        let reach = match relation {
            Relation::Near => NEAR,
            Relation::Outskirts => OUTSKIRTS,
            _ => {
                out.extend(toponym(text, mention, &found.mentions, groups, gazetteer));
                continue;
            }
        };
        if let Some(named) = out.iter_mut().find(|t| spans.contains(&t.span)) {
            surround(named, relation, reach, gazetteer);
        }
    }
    // Names come before what is made of them: `Goma`, `Sake`, then `between Goma and Sake`.
    out.sort_by_key(|t| (t.span.end, std::cmp::Reverse(t.span.start)));
}

/// A town or a site with its surroundings; an area has none that tell more than the area.
fn surround(toponym: &mut Toponym, relation: &Relation, reach: Km, gazetteer: &Gazetteer) {
    let town = toponym.place_ref.filter(|p| gazetteer.place(*p).is_some_and(|view| view.level() >= Level::Place));
    let Some(located) = town.and_then(|place| around(place, reach, &toponym.surface, gazetteer)) else { return };
    toponym.geometry = located.geometry;
    toponym.precision_m = Metres(located.precision.0.round());
    toponym.relation = Some(relation.name().to_owned());
}

/// The toponym of a stretch, a road or a sea beside its names; `None` where the names are of no kind that has one.
fn toponym(
    text: &Text,
    mention: &Mention,
    mentions: &[Mention],
    groups: &Groups,
    gazetteer: &Gazetteer,
) -> Option<Toponym> {
    let (relation, spans) = mention.relation.as_ref()?;
    // A road or a stretch ends in towns: `Dire Dawa and Djibouti` are two.
    let towns = matches!(relation, Relation::Between | Relation::Road { .. });
    let anchor = |span: &Span| anchor(*span, towns, mentions, groups, gazetteer);
    let anchors: Vec<(PlaceRef, f64)> = spans.iter().map(anchor).collect::<Option<_>>()?;
    let (first, _) = *anchors.first()?;
    let name = text.slice(mention.span);
    let located = match relation {
        Relation::Off => off(first, name, gazetteer)?,
        Relation::Between => stretch(first, anchors.get(1)?.0, "between", "", name, gazetteer)?,
        Relation::Road { rail: true } => stretch(first, anchors.get(1)?.0, "railway", "RR", name, gazetteer)?,
        Relation::Road { rail: false } => stretch(first, anchors.get(1)?.0, "road", "RD", name, gazetteer)?,
        Relation::PlusCode { code } => {
            let coordinate = recover(code, gazetteer.place(first)?.at());
            let placed = Mention { coordinate, ..mention.clone() };
            return describe::coordinate(text, &placed, gazetteer);
        }
        _ => return None,
    };
    let share = anchors.iter().map(|(_, share)| *share).fold(1.0, f64::min);
    Some(toponym_of(text, mention, located, mention.confidence * share.max(0.5), gazetteer))
}

/// The place that a name was taken for, or the likeliest town of that name, and how much of the belief it has.
fn anchor(
    span: Span,
    town: bool,
    mentions: &[Mention],
    groups: &Groups,
    gazetteer: &Gazetteer,
) -> Option<(PlaceRef, f64)> {
    let index = mentions.iter().position(|m| m.span == span)?;
    let is_town = |place: PlaceRef| gazetteer.place(place).is_some_and(|view| view.level() >= Level::Place);
    let best = groups.of(index).iter().find(|c| !town || is_town(c.place))?;
    Some((best.place, best.share))
}

/// The sea before a country's coast, or around an island or a port.
fn off(anchor: PlaceRef, name: &str, gazetteer: &Gazetteer) -> Option<Located> {
    match gazetteer.place(anchor)?.level() {
        Level::Country => coast(anchor, name, gazetteer),
        Level::Place | Level::Site => around(anchor, OFF, name, gazetteer),
        _ => None,
    }
}

/// What lies between two places: a corridor as wide as a road leaves the straight line.
fn stretch(
    one: PlaceRef,
    other: PlaceRef,
    what: &str,
    code: &str,
    name: &str,
    gazetteer: &Gazetteer,
) -> Option<Located> {
    let (from, to) = (gazetteer.place(one)?, gazetteer.place(other)?);
    let length = distance(from.at(), to.at());
    let towns = from.level() >= Level::Place && to.level() >= Level::Place;
    if !towns || one == other || length > FARTHEST {
        return None;
    }
    let half = Metres((length.0 * DETOUR).max(LEAST.0));
    let middle: Point<f64> = Geodesic.point_at_ratio_between(from.at().into(), to.at().into(), 0.5);
    let at: LonLat = rounded(middle.into());
    let line = LineString::from(vec![Point::from(from.at()), Point::from(to.at())]);
    let line = Geodesic.densify(&line, 50_000.0);
    let mut found = place(&from, gazetteer);
    found.id = PlaceId(format!("{what}:{}-{}", from.id(), to.id()));
    found.name = name.to_owned();
    found.at = at;
    found.feature_class = if code.is_empty() { FeatureClass::Area } else { FeatureClass::Road };
    found.feature_code = code.to_owned();
    found.level = Level::Region;
    found.layer = Layer::World;
    found.admin1 = found.admin1.filter(|_| from.admin1() == to.admin1());
    found.country = found.country.filter(|_| from.country() == to.country());
    found.admin2 = None;
    Some(Located {
        place: found,
        geometry: Some(Shape::new(corridor(&MultiLineString(vec![line]), half))),
        precision: Metres(length.0 / 2.0 + half.0),
        anchors: vec![one, other],
    })
}

//! Where: the place that locates an event, and how exactly.

use super::scene::Scene;
use crate::gazetteer::Level;
use crate::geography::{LonLat, Metres, Shape, circle, decimals, distance};
use crate::recognize::Role;
use crate::resolve::{Place, Toponym};
use std::ops::Range;

/// A place with the precision that an incident there has.
#[derive(Debug, Clone)]
pub(super) struct Location {
    pub place: Place,
    pub at: LonLat,
    pub geometry: Option<Shape>,
    pub geo_precision: u8,
    pub where_prec: u8,
    pub precision: Metres,
}

/// Tokens that a place in another clause seems further off.
const OTHER_CLAUSE: usize = 25;
/// Tokens that a place before the event seems further off: places mostly follow.
const BEFORE: usize = 2;

/// The locations of an event, the nearest first: several where a list of places is told; none when its sentence and the one
/// before name no place that could be it.
pub(super) fn of(scene: &Scene<'_>, trigger: &Range<usize>) -> Vec<Location> {
    one(scene, trigger).into_iter().collect()
}

fn one(scene: &Scene<'_>, trigger: &Range<usize>) -> Option<Location> {
    let sentence = scene.sentence(trigger.start);
    let clause = scene.clause(trigger.start);
    let far = |tokens: &Range<usize>| {
        let gap = if tokens.start >= trigger.end {
            tokens.start - trigger.end
        } else {
            trigger.start.saturating_sub(tokens.end) + BEFORE
        };
        gap + if clause.start <= tokens.start && tokens.end <= clause.end { 0 } else { OTHER_CLAUSE }
    };
    let here = locating(scene, sentence);
    let nearest = here.iter().min_by_key(|t| far(&scene.tokens_of(t))).copied();
    let named = unknown(scene, trigger).is_some();
    let chosen = match nearest {
        Some(toponym) => beside(scene, &here, inner(scene, &here, toponym)),
        // A place that no gazetteer has is not the last one that was.
        None if named => return None,
        None => previous(scene, trigger)?,
    };
    location(scene, chosen)
}

/// The places of a range that may locate something: the towns at the ends of a road are left out for the road.
fn locating<'t>(scene: &Scene<'t>, range: Range<usize>) -> Vec<&'t Toponym> {
    let all: Vec<&Toponym> = scene.toponyms_in(range).filter(|t| t.role.locates() && t.place.is_some()).collect();
    let stretch = |t: &Toponym| matches!(t.relation.as_deref(), Some("between" | "road" | "off"));
    let ends = |t: &Toponym| all.iter().any(|s| stretch(s) && s.span != t.span && s.span.overlaps(t.span));
    all.iter().copied().filter(|t| !ends(t)).collect()
}

/// The name of a place in the clause that no gazetteer has, when no other place stands there.
pub(super) fn unknown(scene: &Scene<'_>, trigger: &Range<usize>) -> Option<String> {
    let clause = scene.clause(trigger.start);
    let located = scene.toponyms_in(clause.clone()).any(|t| t.role.locates() && t.place.is_some());
    let inside = |span: crate::text::Span| {
        let tokens = scene.text.tokens_in(span);
        clause.start <= tokens.start && tokens.end <= clause.end
    };
    scene.places.unresolved.iter().find(|u| !located && inside(u.span)).map(|u| u.surface.clone())
}

/// "the village of X, 5 km south of Y": when the X of the gazetteer lies elsewhere, the words behind it say where it is.
fn beside<'t>(scene: &Scene<'_>, here: &[&'t Toponym], chosen: &'t Toponym) -> &'t Toponym {
    let end = scene.tokens_of(chosen).end;
    let next = here
        .iter()
        .find(|t| t.role == Role::Relative && scene.tokens_of(t).start == end + 1 && scene.written(end) == ",");
    let at = |t: &Toponym| t.place.as_ref().map(|p| p.at);
    match next {
        Some(relative) if at(chosen).zip(at(relative)).is_some_and(|(a, b)| distance(a, b) > Metres(30_000.0)) => {
            relative
        }
        _ => chosen,
    }
}

/// "the town of X in the Y region": X, though Y may stand nearer.
fn inner<'t>(scene: &Scene<'_>, here: &[&'t Toponym], outer: &'t Toponym) -> &'t Toponym {
    let level = |t: &Toponym| t.place.as_ref().map(|p| p.level);
    let start = scene.tokens_of(outer).start;
    let before = here.iter().filter(|t| {
        let end = scene.tokens_of(t).end;
        end <= start
            && start - end <= 3
            && (end..start).all(|k| {
                matches!(
                    scene.word(k),
                    "" | "in" | "the" | "of" | "region" | "disputed" | "eastern" | "western" | "northern" | "southern"
                )
            })
    });
    match before.max_by_key(|t| t.span) {
        Some(finer) if level(finer) > level(outer) => inner(scene, here, finer),
        _ => outer,
    }
}

/// The last place that the same paragraph names before the event's sentence, when that is a town or a region and no whole country.
fn previous<'t>(scene: &Scene<'t>, trigger: &Range<usize>) -> Option<&'t Toponym> {
    let number = scene.text.sentence_of(trigger.start);
    let paragraph = scene.text.sentences().get(number)?.paragraph;
    let before = scene.text.sentences().get(number.checked_sub(1)?).filter(|s| s.paragraph == paragraph)?;
    let finer = |t: &&Toponym| {
        t.role == Role::Literal
            && t.place.as_ref().is_some_and(|p| p.level >= Level::Admin1 || p.level == Level::Region)
    };
    scene.toponyms_in(before.tokens.clone()).filter(finer).last()
}

/// Coordinates less exact than this do not tell a town (0.1° is 11 km, a minute 1.9 km).
const TOWN: Metres = Metres(5_000.0);
/// UCDP's bar for "near a place".
const REGION: Metres = Metres(25_000.0);

fn location(scene: &Scene<'_>, toponym: &Toponym) -> Option<Location> {
    let place = toponym.place.clone()?;
    let tokens = scene.tokens_of(toponym);
    let near = toponym.relation.is_some()
        || is_near(scene, tokens.start)
        || (toponym.role == Role::Relative && place.level >= Level::Place);
    let line = place.feature_code == "BDRY" || place.id.0.starts_with("coast:");
    let stretch = matches!(place.feature_code.as_str(), "RD" | "RR") || toponym.relation.as_deref() == Some("between");
    let water = place.feature_code == "SEA" || place.feature_code == "OCN" || place.feature_code == "GULF";
    let (geo_precision, where_prec) = match place.level {
        _ if line => (3, 5),
        _ if water => (3, 7),
        _ if stretch && toponym.precision_m <= REGION => (2, 2),
        _ if stretch => (3, 5),
        Level::Place | Level::Site if near => (2, 2),
        // Coordinates are as exact as they are written: "46N078W" is no town.
        Level::Site if toponym.role == Role::Coordinate && toponym.precision_m > REGION => (3, 5),
        Level::Site if toponym.role == Role::Coordinate && toponym.precision_m > TOWN => (2, 2),
        Level::Place | Level::Site => (1, 1),
        Level::Admin2 => (2, 3),
        Level::Admin1 => (3, 4),
        Level::Region => (3, 5),
        Level::Country | Level::Continent => (3, 6),
    };
    let precision = if near && place.level >= Level::Place {
        Metres(toponym.precision_m.0.max(10_000.0))
    } else {
        toponym.precision_m
    };
    let at = LonLat::new(decimals(place.at.lon, 6), decimals(place.at.lat, 6));
    let geometry = toponym.geometry.clone().or_else(|| {
        // A town is a point; what is only near it is drawn as far as it may lie.
        Some(if near { Shape::new(circle(at, precision)) } else { Shape::point(at) })
    });
    let geometry = if place.level == Level::Country {
        Some(toponym.geometry.clone().unwrap_or_else(|| Shape::point(at)))
    } else {
        geometry
    };
    Some(Location { place, at, geometry, geo_precision, where_prec, precision })
}

/// `near X`, `near the town of X`, `outside X`.
fn is_near(scene: &Scene<'_>, start: usize) -> bool {
    let near = |back: usize| {
        start.checked_sub(back).is_some_and(|t| {
            matches!(
                scene.word(t),
                "near" | "outside" | "around" | "close" | "toward" | "towards" | "vicinity" | "outskirts"
            )
        })
    };
    let one = start.checked_sub(1).map_or("", |t| scene.word(t));
    match one {
        "of" => near(4) || near(2) || near(3),
        "the" | "to" => near(2),
        _ => near(1),
    }
}

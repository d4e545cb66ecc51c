//! From the best candidate to a toponym: place, geometry, precision, confidence, alternatives.

use super::candidates::Candidate;
use super::confidence::Curve;
use super::toponym::{Alternative, Checked, Outcome, Place, Toponym};
use crate::gazetteer::{FeatureClass, Gazetteer, Layer, Level, MatchKind, PlaceId, PlaceRef, PlaceView};
use crate::geography::{LonLat, Metres, Shape, circle, decimals, distance};
use crate::recognize::{Mention, Position, Role};
use crate::text::Text;

/// Below this lead of the best place over the next, in shares of belief, a mention is ambiguous.
const MARGIN: f64 = 0.15;
/// Places nearer than this to each other are the same for a reader: a town and its district.
const SAME: Metres = Metres(30_000.0);
/// A name that only resembles one of the gazetteer is taken for it from this belief on; below, it is unresolved.
const RESEMBLES: f64 = 0.6;
/// Bytes above which the way a text writes a position is no name for it: a link, and not an angle spelt in words.
const LONGEST_NAME: usize = 80;
/// How many alternatives are listed.
const LISTED: usize = 5;

/// The toponym of a mention; `None` when no place can be told.
pub(super) fn toponym(
    text: &Text,
    mention: &Mention,
    candidates: &[Candidate],
    confidence: &Curve,
    gazetteer: &Gazetteer,
) -> Option<Toponym> {
    let only_contains = matches!(mention.role, Role::Organization | Role::Document);
    let best = candidates.first();
    if only_contains {
        return Some(contained(text, mention, best, gazetteer));
    }
    let best = best?;
    let quality = match best.matched {
        MatchKind::Exact | MatchKind::Prefix => 1.0,
        MatchKind::Transliteration => 0.85,
        MatchKind::Edit | MatchKind::TransliterationEdit => 0.6 / best.edits.max(1) as f64,
    };
    if best.matched == MatchKind::Edit && best.share * quality < RESEMBLES * 0.5 {
        return None;
    }
    let rival = candidates.iter().skip(1).find(|c| distance(c.at, best.at) > SAME);
    let lead = best.share - rival.map_or(0.0, |r| r.share);
    let view = gazetteer.place(best.place)?;
    Some(Toponym {
        span: mention.span,
        surface: text.slice(mention.span).to_owned(),
        role: mention.role,
        place: Some(place(&view, gazetteer)),
        geometry: if mention.role.locates() { geometry(best.place, gazetteer) } else { None },
        confidence: decimals(confidence.at(best.share * quality * mention.confidence), 3),
        precision_m: Metres(view.precision().0.round()),
        outcome: if lead < MARGIN { Outcome::Ambiguous } else { Outcome::Resolved },
        alternatives: candidates
            .iter()
            .skip(1)
            .take(LISTED)
            .filter(|c| c.share >= 0.005)
            .filter_map(|c| alternative(c, gazetteer))
            .collect(),
        evidence: readable(best),
        relation: None,
        anchors: Vec::new(),
        checked: Checked::default(),
        place_ref: Some(best.place),
    })
}

/// A place reference that no place of the gazetteer answers.
pub(super) fn unplaced(text: &Text, mention: &Mention) -> Toponym {
    Toponym {
        span: mention.span,
        surface: text.slice(mention.span).to_owned(),
        role: mention.role,
        place: None,
        geometry: None,
        confidence: decimals(mention.confidence, 3),
        precision_m: Metres(0.0),
        outcome: Outcome::NotInGazetteer,
        alternatives: Vec::new(),
        evidence: Vec::new(),
        relation: None,
        anchors: Vec::new(),
        checked: Checked::default(),
        place_ref: None,
    }
}

fn readable(candidate: &Candidate) -> Vec<String> {
    candidate.evidence.iter().map(|e| e.trim_start_matches("report: ").to_owned()).collect()
}

/// An organisation or a document: the place inside is told, and nothing is put on the map.
fn contained(text: &Text, mention: &Mention, best: Option<&Candidate>, gazetteer: &Gazetteer) -> Toponym {
    let view = best.and_then(|c| gazetteer.place(c.place));
    let body = mention.within.map(|span| format!("part of {}", text.slice(span)));
    Toponym {
        span: mention.span,
        surface: text.slice(mention.span).to_owned(),
        role: mention.role,
        place: view.map(|v| place(&v, gazetteer)),
        geometry: None,
        confidence: decimals(mention.confidence, 3),
        precision_m: Metres(view.map_or(0.0, |v| v.precision().0.round())),
        outcome: Outcome::NotAPlace,
        alternatives: Vec::new(),
        evidence: body.into_iter().collect(),
        relation: None,
        anchors: Vec::new(),
        checked: Checked::default(),
        place_ref: view.map(|v| v.handle()),
    }
}

/// A position written out: a place of its own.
pub(super) fn coordinate(text: &Text, mention: &Mention, gazetteer: &Gazetteer) -> Option<Toponym> {
    let Position { at, precision } = mention.coordinate?;
    let surface = text.slice(mention.span).to_owned();
    let holders = gazetteer.containing(at);
    let view = |level: Level| holders.iter().filter_map(|p| gazetteer.place(*p)).find(|v| v.level() == level);
    Some(Toponym {
        span: mention.span,
        place: Some(Place {
            id: PlaceId(format!("geo:{:.5},{:.5}", at.lat, at.lon)),
            name: position_name(&surface, at),
            at: LonLat::new(decimals(at.lon, 6), decimals(at.lat, 6)),
            feature_class: FeatureClass::Spot,
            feature_code: "COORD".to_owned(),
            country: view(Level::Country).and_then(|v| v.country_code()),
            admin1: view(Level::Admin1).map(|v| v.name().to_owned()),
            admin2: view(Level::Admin2).map(|v| v.name().to_owned()),
            level: Level::Site,
            layer: Layer::User,
        }),
        surface,
        role: mention.role,
        geometry: None,
        confidence: mention.confidence,
        precision_m: Metres(precision.0.round()),
        outcome: Outcome::Resolved,
        alternatives: Vec::new(),
        evidence: vec!["coordinates in the text".to_owned()],
        relation: None,
        anchors: Vec::new(),
        checked: Checked::default(),
        place_ref: None,
    })
}

/// What a position is called: as the text writes it, in one line, or latitude and longitude where that is a link.
fn position_name(surface: &str, at: LonLat) -> String {
    if surface.contains("://") || surface.contains(['?', '@', '#']) || surface.len() > LONGEST_NAME {
        format!("{:.5}, {:.5}", at.lat, at.lon)
    } else {
        surface.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn alternative(candidate: &Candidate, gazetteer: &Gazetteer) -> Option<Alternative> {
    let view = gazetteer.place(candidate.place)?;
    Some(Alternative { id: view.id(), name: view.full_name(), at: view.at(), confidence: decimals(candidate.share, 3) })
}

/// A place as the outputs show it.
pub(super) fn place(view: &PlaceView<'_>, gazetteer: &Gazetteer) -> Place {
    let (admin1, admin2) = admin(view, gazetteer);
    Place {
        id: view.id(),
        name: view.full_name(),
        at: view.at(),
        feature_class: view.feature_class(),
        feature_code: view.feature_code(),
        country: view.country_code(),
        admin1,
        admin2,
        level: view.level(),
        layer: view.layer(),
    }
}

/// State and county: as the tables say, else the areas that hold the place.
fn admin(view: &PlaceView<'_>, gazetteer: &Gazetteer) -> (Option<String>, Option<String>) {
    let named = |place: PlaceRef| gazetteer.place(place).map(|v| v.name().to_owned());
    let stated = view.admin1().and_then(named);
    // Counties are in the tables for the United States only.
    let wants_county = view.country() == Some(*b"US") && view.level() == Level::Place;
    if view.level() < Level::Admin2 || (stated.is_some() && !wants_county) {
        return (stated, None);
    }
    let at_level = |level: Level| {
        let holders = gazetteer.containing_where(view.at(), |v| v.level() == level && v.country() == view.country());
        holders.first().and_then(|p| gazetteer.place(*p))
    };
    let county = if view.level() == Level::Place { at_level(Level::Admin2).map(|v| v.name().to_owned()) } else { None };
    (stated.or_else(|| at_level(Level::Admin1).map(|v| v.name().to_owned())), county)
}

/// The outline of a place that is larger than a town; a circle where the gazetteer knows a radius only.
pub(super) fn geometry(place: PlaceRef, gazetteer: &Gazetteer) -> Option<Shape> {
    let view = gazetteer.place(place)?;
    if view.level() >= Level::Place {
        return None;
    }
    if let Some(outline) = gazetteer.outline(place) {
        return Some(outline);
    }
    // A circle as large as a country says nothing.
    (view.level() == Level::Region && view.precision() <= Metres(400_000.0))
        .then(|| Shape::new(geo::MultiPolygon(vec![circle(view.at(), view.precision())])))
}

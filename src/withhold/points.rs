//! Points, moved within a radius: the same place always to the same point, so that a map of many reports does not give the place
//! away by the middle of its points.

use super::Moved;
use super::strings::{blot_spans, each};
use crate::analysis::Analysis;
use crate::gazetteer::{Level, PlaceId};
use crate::geography::{LonLat, Metres, Shape, decimals, destination};
use crate::recognize::Role;
use crate::text::Span;
use sha2::{Digest, Sha256};

/// Points lie at least so far from where they were, as a share of the radius.
const LEAST: f64 = 0.2;

/// What a written position is called when it is withheld.
const WITHHELD: &str = "position withheld";

/// Blots written coordinates out of the text and out of what repeats it.
pub(super) fn blot_positions(analysis: &mut Analysis, text: &mut String) {
    let written: Vec<Span> = analysis.toponyms.iter().filter(|t| t.role == Role::Coordinate).map(|t| t.span).collect();
    let surfaces: Vec<String> =
        analysis.toponyms.iter().filter(|t| t.role == Role::Coordinate).map(|t| t.surface.clone()).collect();
    blot_spans(text, &written);
    each(analysis, |string| {
        for surface in surfaces.iter().filter(|s| !s.is_empty()) {
            if string.contains(surface.as_str()) {
                let mut blotted = surface.clone();
                blot_spans(&mut blotted, &[Span::new(0, surface.chars().count())]);
                *string = string.replace(surface.as_str(), &blotted);
            }
        }
    });
}

/// Moves every point of an analysis that is no representative point of an area.
pub(super) fn shift(analysis: &mut Analysis, moved: &Moved) {
    for toponym in &mut analysis.toponyms {
        let mut changed = None;
        if let Some(place) = toponym.place.as_mut().filter(|p| p.level >= Level::Place) {
            place.at = away(&place.id, place.at, moved);
            changed = Some(place.at);
            hide(&mut place.id, Some(&mut place.name));
        }
        if let Some(at) = changed {
            toponym.geometry = toponym.geometry.take().map(|shape| drawn(&shape, at, toponym.precision_m, moved));
            toponym.precision_m = Metres(toponym.precision_m.0.max(moved.within.0));
        }
        for other in &mut toponym.alternatives {
            other.at = away(&other.id, other.at, moved);
        }
        toponym.anchors.iter_mut().for_each(|id| hide(id, None));
    }
    for focus in analysis.focus.iter_mut().filter(|f| f.level == "place") {
        focus.at = away(&focus.place_id, focus.at, moved);
        hide(&mut focus.place_id, Some(&mut focus.name));
    }
    for incident in &mut analysis.incidents {
        let exact = incident.where_prec.is_some_and(|p| p <= 2);
        if let (Some(at), Some(id), true) = (incident.at(), incident.place_id.as_mut(), exact) {
            let at = away(id, at, moved);
            (incident.lon, incident.lat) = (Some(at.lon), Some(at.lat));
            let precision = incident.precision_m.unwrap_or(moved.within);
            incident.geometry = incident.geometry.take().map(|shape| drawn(&shape, at, precision, moved));
            incident.precision_m = Some(Metres(precision.0.max(moved.within.0)));
            hide(id, incident.place_name.as_mut());
        }
    }
    for asset in &mut analysis.infrastructure {
        if let (Some(at), Some(id)) = (asset.at(), asset.place_id.as_mut()) {
            let at = away(id, at, moved);
            (asset.lon, asset.lat) = (Some(at.lon), Some(at.lat));
            asset.precision_m = Some(Metres(asset.precision_m.unwrap_or(moved.within).0.max(moved.within.0)));
            hide(id, asset.place_name.as_mut());
        }
    }
    // How far an asset is from an incident would give the incident away.
    analysis.infrastructure.iter_mut().for_each(|asset| asset.nearest_incident_km = None);
}

/// The moved shape of a place: a point stays a point, a circle around it a circle.
fn drawn(shape: &Shape, at: LonLat, precision: Metres, moved: &Moved) -> Shape {
    match shape.geometry() {
        geo::Geometry::Point(_) => Shape::point(at),
        _ => Shape::new(crate::geography::circle(at, Metres(precision.0.max(moved.within.0)))),
    }
}

/// An id, and a name, that hold the position itself.
fn hide(id: &mut PlaceId, name: Option<&mut String>) {
    if id.0.starts_with("geo:") {
        let digest = Sha256::digest(id.0.as_bytes());
        id.0 = format!("withheld:{}", crate::gazetteer::hex(digest.get(..4).unwrap_or_default()));
        if let Some(name) = name {
            WITHHELD.clone_into(name);
        }
    }
}

/// Where a place is put instead.
fn away(id: &PlaceId, at: LonLat, moved: &Moved) -> LonLat {
    let digest = Sha256::digest(format!("{}\n{}", moved.key, id.0).as_bytes());
    let part = |from: usize| {
        let bytes = digest.get(from..from + 8).and_then(|b| <[u8; 8]>::try_from(b).ok()).unwrap_or_default();
        u64::from_le_bytes(bytes) as f64 / u64::MAX as f64
    };
    // Evenly over the ring.
    let share = (LEAST * LEAST + part(8) * (1.0 - LEAST * LEAST)).sqrt();
    let to = destination(at, part(0) * 360.0, Metres(moved.within.0 * share));
    LonLat::new(decimals(to.lon, 6), decimals(to.lat, 6))
}

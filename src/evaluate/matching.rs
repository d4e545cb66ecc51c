//! What was found against what was annotated: each annotation takes the prediction that overlaps it most.

use super::gold::{Gold, GoldReport, GoldToponym};
use super::prediction::{Predicted, Predictions};
use crate::gazetteer::{Gazetteer, Level, PlaceRef};
use crate::geography::LonLat;
use crate::text::Span;
use geo::{Contains, Point};

/// The mean radius of the earth: the measures are stated on a sphere.
const RADIUS_KM: f64 = 6371.0088;

/// The distance that a missing place counts for: half the earth's girth.
pub(super) const FARTHEST_KM: f64 = 20_039.0;

/// A report with its annotations and what was found for each.
pub(super) struct Matched<'a> {
    pub gold: &'a GoldReport,
    pub pairs: Vec<Pair<'a>>,
    /// Predictions that no annotation took.
    pub spurious: Vec<&'a Predicted>,
    /// How many were predicted.
    pub predicted: usize,
}

/// An annotation, and the prediction that it took.
pub(super) struct Pair<'a> {
    pub gold: &'a GoldToponym,
    pub found: Option<&'a Predicted>,
    /// What stands there as part of another name only.
    pub inside: Option<&'a Predicted>,
    /// How far off the place is; `None` where the annotation has no position, or nothing was found.
    pub km: Option<f64>,
    /// Whether the place is a country or a state that holds the annotated point.
    pub holds: bool,
}

pub(super) fn matched<'a>(gold: &'a Gold, predictions: &'a Predictions, gazetteer: &Gazetteer) -> Vec<Matched<'a>> {
    gold.reports.iter().map(|report| one(report, predictions.of_report(&report.report.id), gazetteer)).collect()
}

fn one<'a>(gold: &'a GoldReport, all: &'a [Predicted], gazetteer: &Gazetteer) -> Matched<'a> {
    let found: Vec<&Predicted> = all.iter().filter(|p| p.is_reference()).collect();
    let inside: Vec<&Predicted> = all.iter().filter(|p| !p.is_reference()).collect();
    let mut used = vec![false; found.len()];
    let mut pairs = Vec::with_capacity(gold.toponyms.len());
    for toponym in &gold.toponyms {
        let mut best: Option<(usize, usize)> = None;
        for (number, predicted) in found.iter().enumerate().filter(|(number, _)| !used[*number]) {
            let common = overlap(toponym.span, predicted.span);
            if common > best.map_or(0, |(most, _)| most) {
                best = Some((common, number));
            }
        }
        let taken = best.map(|(_, number)| {
            used[number] = true;
            found[number]
        });
        let km = toponym.at.zip(taken).map(|(at, p)| p.at.map_or(FARTHEST_KM, |there| great_circle_km(at, there)));
        pairs.push(Pair {
            gold: toponym,
            found: taken,
            inside: inside.iter().find(|p| overlap(toponym.span, p.span) > 0).copied(),
            km,
            holds: toponym.at.zip(taken).is_some_and(|(at, p)| holds(p, at, gazetteer)),
        });
    }
    let spurious = found.iter().zip(&used).filter(|(_, used)| !**used).map(|(p, _)| *p).collect();
    Matched { gold, pairs, spurious, predicted: found.len() }
}

fn overlap(a: Span, b: Span) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn holds(predicted: &Predicted, at: LonLat, gazetteer: &Gazetteer) -> bool {
    let place = predicted.place.as_ref().and_then(|id| gazetteer.by_id(id));
    place.is_some_and(|place| holds_point(place, at, gazetteer))
}

/// Whether a place is a country or a state that holds a point.
pub(super) fn holds_point(place: PlaceRef, at: LonLat, gazetteer: &Gazetteer) -> bool {
    let level = gazetteer.place(place).map(|view| view.level());
    matches!(level, Some(Level::Country | Level::Admin1))
        && gazetteer.area(place).is_some_and(|area| area.contains(&Point::from(at)))
}

/// Kilometres on the sphere by the haversine formula, as the published measures have it.
pub(super) fn great_circle_km(a: LonLat, b: LonLat) -> f64 {
    let degree = std::f64::consts::PI / 180.0;
    let (lat, lon) = (((b.lat - a.lat) * degree / 2.0).sin(), ((b.lon - a.lon) * degree / 2.0).sin());
    let h = lat * lat + (a.lat * degree).cos() * (b.lat * degree).cos() * (lon * lon);
    2.0 * RADIUS_KM * h.sqrt().min(1.0).asin()
}

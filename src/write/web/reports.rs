//! The reports with their texts, and what stands where in them.

use crate::analysis::Analysis;
use crate::geography::decimals;
use crate::layer::{GeometryKind, Layer};
use crate::resolve::{Outcome, Place, Toponym};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// A report beside the map.
#[derive(Debug, Serialize)]
pub(super) struct Told<'a> {
    id: &'a str,
    title: Option<&'a str>,
    published: Option<jiff::civil::Date>,
    source: Option<&'a str>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    /// Null where the run did not keep it: the page then shows quotes.
    text: Option<&'a str>,
    /// First and last code point (exclusive) of a mention, and which reading it has.
    mentions: Vec<(usize, usize, usize)>,
    /// Names that were not found: first and last code point, words.
    missing: Vec<(usize, usize, &'a str)>,
    notes: &'a [String],
}

/// What a mention was taken to mean. Mentions of one name mostly share it.
#[derive(Debug, Serialize)]
struct Reading<'a> {
    words: &'a str,
    role: &'static str,
    outcome: Outcome,
    /// Which of the places; null for what is none.
    place: Option<usize>,
    /// Whether it puts a pin on the map.
    pin: bool,
    confidence: f64,
    precision_m: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<&'a str>,
    /// Id, name, longitude, latitude, belief.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<(&'a str, &'a str, f64, f64, f64)>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    evidence: &'a [String],
}

/// A place of the gazetteer.
#[derive(Debug, Serialize)]
struct Known<'a> {
    id: &'a str,
    name: &'a str,
    lon: f64,
    lat: f64,
    code: &'a str,
    country: Option<&'a str>,
    admin1: Option<&'a str>,
    admin2: Option<&'a str>,
}

/// Reports, and the readings and places that their mentions share.
#[derive(Debug, Default, Serialize)]
pub(super) struct Library<'a> {
    reports: Vec<Told<'a>>,
    readings: Vec<Reading<'a>>,
    places: Vec<Known<'a>>,
}

impl<'a> Library<'a> {
    /// `mentions` is the layer `places`: it knows which mention has a pin.
    pub(super) fn new(analyses: &'a [Analysis], texts: &'a BTreeMap<String, String>, mentions: Option<&Layer>) -> Self {
        let pins = mentions.map(pins).unwrap_or_default();
        let (mut all, mut seen) = (Self::default(), Seen::default());
        for analysis in analyses {
            let marks = analysis.toponyms.iter().map(|toponym| {
                let id = format!("{}#{}-{}", analysis.id, toponym.span.start, toponym.span.end);
                (toponym.span.start, toponym.span.end, all.reading(toponym, pins.contains_key(id.as_str()), &mut seen))
            });
            let mentions = marks.collect();
            let missing = analysis.unresolved.iter().map(|n| (n.span.start, n.span.end, n.surface.as_str()));
            all.reports.push(Told {
                id: &analysis.id,
                title: analysis.title.as_deref(),
                published: analysis.published,
                source: analysis.source.as_deref(),
                url: analysis.url.as_deref(),
                language: analysis.language.as_deref(),
                text: texts.get(&analysis.id).map(String::as_str),
                mentions,
                missing: missing.collect(),
                notes: &analysis.notes,
            });
        }
        all
    }

    fn reading(&mut self, toponym: &'a Toponym, pin: bool, seen: &mut Seen) -> usize {
        let place = toponym.place.as_ref().map(|place| self.place(place, seen));
        let others = toponym.alternatives.iter().map(|other| {
            (other.id.0.as_str(), other.name.as_str(), other.at.lon, other.at.lat, decimals(other.confidence, 3))
        });
        let reading = Reading {
            words: &toponym.surface,
            role: toponym.role.name(),
            outcome: toponym.outcome,
            place,
            pin,
            confidence: decimals(toponym.confidence, 3),
            precision_m: decimals(toponym.precision_m.0, 0),
            relation: toponym.relation.as_deref(),
            others: others.collect(),
            evidence: &toponym.evidence,
        };
        let key = serde_json::to_string(&reading).unwrap_or_default();
        let next = self.readings.len();
        let at = *seen.readings.entry(key).or_insert(next);
        if at == next {
            self.readings.push(reading);
        }
        at
    }

    fn place(&mut self, place: &'a Place, seen: &mut Seen) -> usize {
        let key = format!("{} {} {} {}", place.id, place.name, place.at.lon, place.at.lat);
        let next = self.places.len();
        let at = *seen.places.entry(key).or_insert(next);
        if at == next {
            self.places.push(Known {
                id: &place.id.0,
                name: &place.name,
                lon: place.at.lon,
                lat: place.at.lat,
                code: &place.feature_code,
                country: place.country.as_deref(),
                admin1: place.admin1.as_deref(),
                admin2: place.admin2.as_deref(),
            });
        }
        at
    }
}

/// What stands in the library already, and where.
#[derive(Debug, Default)]
struct Seen {
    readings: HashMap<String, usize>,
    places: HashMap<String, usize>,
}

/// Ids of the mentions that have a place on the map.
fn pins(mentions: &Layer) -> HashMap<&str, ()> {
    debug_assert_eq!(mentions.geometry, GeometryKind::Point, "a mention is a point");
    mentions.features.iter().filter(|m| m.geometry.is_some()).map(|m| (m.id.as_str(), ())).collect()
}

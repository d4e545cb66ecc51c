//! The reports with their texts, and what stands where in them.

use super::content::each;
use crate::analysis::{Analyses, Analysis, Texts};
use crate::geography::decimals;
use crate::layer::{GeometryKind, Layer, Room, Rows, mark};
use crate::resolve::{Outcome, Place, Toponym};
use crate::text::Span;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

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

/// The readings and places that the mentions of reports share, each written once.
pub(super) struct Library {
    readings: Once,
    places: Once,
    /// Of the mentions that have a place on the map.
    pins: HashSet<u128>,
}

/// What is written once, and its number.
struct Once {
    known: HashMap<u128, usize>,
    written: Rows<String>,
}

impl Once {
    fn new(room: &Room) -> Self {
        Self { known: HashMap::new(), written: Rows::new(room) }
    }

    fn number(&mut self, key: &str, json: impl FnOnce() -> serde_json::Result<String>) -> io::Result<usize> {
        let next = self.known.len();
        let number = *self.known.entry(mark(key)).or_insert(next);
        if number == next {
            self.written.push(&json()?);
        }
        Ok(number)
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        each(out, self.written.iter(), |out, json| out.write_all(json.as_bytes()))?;
        self.written.sound()
    }
}

impl Library {
    /// `mentions` is the layer `places`: it knows which mention has a pin.
    pub(super) fn new(mentions: Option<&Layer>, room: &Room) -> Self {
        let pins = mentions.map(pins).unwrap_or_default();
        Self { readings: Once::new(room), places: Once::new(room), pins }
    }

    /// Writes the reports, a report after the other, then what their mentions share.
    pub(super) fn write(mut self, analyses: &dyn Analyses, texts: &dyn Texts, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b",\"reports\":[")?;
        let numbers = 0..analyses.count();
        each(out, numbers, |out, number| {
            let analysis = analyses.at(number).ok_or(io::ErrorKind::UnexpectedEof)?;
            self.report(&analysis, texts.text(&analysis.id).as_deref(), out)
        })?;
        out.write_all(b"],\"readings\":[")?;
        self.readings.write(out)?;
        out.write_all(b"],\"places\":[")?;
        self.places.write(out)?;
        out.write_all(b"]")
    }

    fn report(&mut self, analysis: &Analysis, text: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        let mut mentions = Vec::new();
        for toponym in &analysis.toponyms {
            let Span { start, end, .. } = toponym.span;
            let pin = self.pins.contains(&mark(&format!("{}#{start}-{end}", analysis.id)));
            mentions.push((start, end, self.reading(toponym, pin)?));
        }
        let missing = analysis.unresolved.iter().map(|n| (n.span.start, n.span.end, n.surface.as_str()));
        let told = Told {
            id: &analysis.id,
            title: analysis.title.as_deref(),
            published: analysis.published,
            source: analysis.source.as_deref(),
            url: analysis.url.as_deref(),
            language: analysis.language.as_deref(),
            text,
            mentions,
            missing: missing.collect(),
            notes: &analysis.notes,
        };
        Ok(serde_json::to_writer(out, &told)?)
    }

    fn reading(&mut self, toponym: &Toponym, pin: bool) -> io::Result<usize> {
        let place = toponym.place.as_ref().map(|place| self.place(place)).transpose()?;
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
        let json = serde_json::to_string(&reading)?;
        self.readings.number(&json, || Ok(json.clone()))
    }

    fn place(&mut self, place: &Place) -> io::Result<usize> {
        let key = format!("{} {} {} {}", place.id, place.name, place.at.lon, place.at.lat);
        self.places.number(&key, || {
            serde_json::to_string(&Known {
                id: &place.id.0,
                name: &place.name,
                lon: place.at.lon,
                lat: place.at.lat,
                code: &place.feature_code,
                country: place.country.as_deref(),
                admin1: place.admin1.as_deref(),
                admin2: place.admin2.as_deref(),
            })
        })
    }
}

/// Marks of the ids of the mentions that have a place on the map.
fn pins(mentions: &Layer) -> HashSet<u128> {
    debug_assert_eq!(mentions.geometry, GeometryKind::Point, "a mention is a point");
    mentions.features.iter().filter(|m| m.geometry.is_some()).map(|m| mark(&m.id)).collect()
}

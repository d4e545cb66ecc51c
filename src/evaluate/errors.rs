//! The errors by kind and by part of the world.

use super::matching::{Matched, Pair};
use super::measures::is_right;
use crate::gazetteer::{Gazetteer, Level, PlaceRef};
use crate::geography::LonLat;
use crate::recognize::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// Not found at all.
    Missed,
    /// Taken for a part of the name of an organisation or a document.
    Role,
    /// Found, and no place was told.
    NoPlace,
    /// Put into another country.
    OtherCountry,
    /// Put into another state of the same country.
    OtherState,
    /// In the right state, or without one, and over 161 km away.
    TooFar,
    /// In the right place, with another stretch of text.
    WrongSpan,
    /// Found where nothing was annotated.
    Spurious,
}

impl ErrorKind {
    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Role => "taken for part of another name",
            Self::NoPlace => "no place told",
            Self::OtherCountry => "in another country",
            Self::OtherState => "in another state",
            Self::TooFar => "over 161 km off",
            Self::WrongSpan => "another stretch of text",
            Self::Spurious => "not annotated",
        }
    }
}

/// One error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// What went wrong.
    pub kind: ErrorKind,
    /// The report.
    pub report: String,
    /// Where, in code points.
    pub start: usize,
    /// The text there.
    pub surface: String,
    /// The text around it.
    pub context: String,
    /// The role it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The place it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How far off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub km: Option<f64>,
}

/// How annotations of one part of the world fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ByRegion {
    /// Annotations there.
    pub gold: usize,
    /// Found.
    pub found: usize,
    /// Found, and put within 161 km.
    pub right: usize,
    /// Found, and right by the tolerant measure.
    pub tolerant: usize,
}

/// All errors.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Errors {
    /// How many of each kind.
    pub kinds: BTreeMap<ErrorKind, usize>,
    /// By part of the world.
    pub regions: BTreeMap<String, ByRegion>,
    /// Each one, the farthest off first.
    pub cases: Vec<Case>,
}

/// How much of the text around an error is shown, in code points to each side.
const AROUND: usize = 40;

pub(super) fn errors(matched: &[Matched<'_>], gazetteer: &Gazetteer) -> Errors {
    let mut out = Errors::default();
    for report in matched {
        let text: Vec<char> = report.gold.report.text.chars().collect();
        for pair in &report.pairs {
            let region = pair.gold.at.map_or("no position annotated", |at| part_of_the_world(at, gazetteer));
            let row = out.regions.entry(region.to_owned()).or_default();
            row.gold += 1;
            row.found += usize::from(pair.found.is_some());
            row.right += usize::from(is_right(pair, false));
            row.tolerant += usize::from(is_right(pair, true));
            let Some(kind) = kind(pair, gazetteer) else { continue };
            let found = pair.found.or(pair.inside);
            out.cases.push(Case {
                kind,
                report: report.gold.report.id.clone(),
                start: pair.gold.span.start,
                surface: pair.gold.surface.clone(),
                context: around(&text, pair.gold.span.start, pair.gold.span.end),
                role: found.and_then(|f| f.role),
                place: found.and_then(|f| f.place.as_ref()).map(|id| id.0.clone()),
                km: pair.km.map(f64::round),
            });
        }
        for found in &report.spurious {
            let (start, end) = (found.span.start, found.span.end.min(text.len()));
            out.cases.push(Case {
                kind: ErrorKind::Spurious,
                report: report.gold.report.id.clone(),
                start,
                surface: text.get(start..end).unwrap_or_default().iter().collect(),
                context: around(&text, start, end),
                role: found.role,
                place: found.place.as_ref().map(|id| id.0.clone()),
                km: None,
            });
        }
    }
    for case in &out.cases {
        *out.kinds.entry(case.kind).or_default() += 1;
    }
    out.cases.sort_by(|a, b| {
        let far = |c: &Case| c.km.unwrap_or(-1.0);
        far(b).total_cmp(&far(a)).then_with(|| a.report.cmp(&b.report)).then(a.start.cmp(&b.start))
    });
    out
}

fn kind(pair: &Pair<'_>, gazetteer: &Gazetteer) -> Option<ErrorKind> {
    let Some(found) = pair.found else {
        return Some(if pair.inside.is_some() { ErrorKind::Role } else { ErrorKind::Missed });
    };
    if pair.km.is_none() || is_right(pair, false) {
        return (found.span != pair.gold.span).then_some(ErrorKind::WrongSpan);
    }
    let (Some(wanted), Some(there)) = (pair.gold.at, found.at) else { return Some(ErrorKind::NoPlace) };
    let (wanted, there) = (holders(wanted, gazetteer), holders(there, gazetteer));
    Some(match (wanted, there) {
        ((Some(one), _), (Some(other), _)) if one != other => ErrorKind::OtherCountry,
        ((Some(_), None), (None, _)) | ((None, _), (Some(_), _)) => ErrorKind::OtherCountry,
        ((_, Some(one)), (_, Some(other))) if one != other => ErrorKind::OtherState,
        _ => ErrorKind::TooFar,
    })
}

/// The country and the state that hold a point.
fn holders(at: LonLat, gazetteer: &Gazetteer) -> (Option<PlaceRef>, Option<PlaceRef>) {
    let all = gazetteer.containing(at);
    let of = |level: Level| {
        all.iter().copied().find(|place| gazetteer.place(*place).is_some_and(|view| view.level() == level))
    };
    (of(Level::Country), of(Level::Admin1))
}

fn around(text: &[char], start: usize, end: usize) -> String {
    let from = start.saturating_sub(AROUND);
    let piece: String = text.get(from..(end + AROUND).min(text.len())).unwrap_or_default().iter().collect();
    piece.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part of the world that a point lies in, by plain boxes in an order in which the first that fits is meant: coarse, and
/// the same for every gazetteer. Degrees: west, south, east, north.
fn part_of_the_world(at: LonLat, gazetteer: &Gazetteer) -> &'static str {
    let country = holders(at, gazetteer).0.and_then(|place| gazetteer.place(place)?.country());
    match country.as_ref().map(|letters| letters.as_slice()) {
        Some(b"US") => return "United States",
        Some(b"RU") => return "Europe",
        Some(b"TR") => return "Middle East and Central Asia",
        _ => {}
    }
    const BOXES: [(&str, [f64; 4]); 12] = [
        ("Canada and Greenland", [-141.0, 49.0, -11.0, 84.0]),
        ("Latin America and Caribbean", [-118.0, -57.0, -32.0, 32.7]),
        ("United States", [-180.0, 15.0, -66.0, 72.0]),
        ("Europe", [-32.0, 36.0, 26.0, 82.0]),
        ("Europe", [26.0, 43.5, 60.0, 82.0]),
        ("Middle East and Central Asia", [26.0, 31.0, 60.0, 43.5]),
        ("Middle East and Central Asia", [34.5, 12.0, 60.0, 31.0]),
        ("Middle East and Central Asia", [60.0, 36.0, 75.0, 56.0]),
        ("Africa", [-26.0, -36.0, 58.0, 36.0]),
        ("South Asia", [60.0, -10.0, 92.6, 36.5]),
        ("East and South-East Asia", [73.0, -11.0, 150.0, 56.0]),
        ("Oceania", [110.0, -60.0, 180.0, 30.0]),
    ];
    let within = |b: &[f64; 4]| at.lon >= b[0] && at.lat >= b[1] && at.lon <= b[2] && at.lat <= b[3];
    BOXES.iter().find(|(_, b)| within(b)).map_or("oceans and poles", |(name, _)| name)
}

//! Incidents, claims and assets, in the form the analysis writes them (schema 1, INTERFACE of the project).

use super::actors::ActorKind;
use super::lexicon::Tally;
use crate::gazetteer::PlaceId;
use crate::geography::{Km, LonLat, Metres, Shape};
use crate::resolve::Checked;
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Words of the report that something was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Code points of the report's text.
    #[serde(flatten)]
    pub span: Span,
    /// The text there.
    pub text: String,
}

/// Each of some values once, in the order in which they come first.
pub(crate) fn each_once<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut out: Vec<T> = Vec::new();
    for one in all {
        if !out.contains(&one) {
            out.push(one);
        }
    }
    out
}

/// Each item once, in its order, however many there are: only items of one key are compared.
pub(crate) fn each_once_by<T: PartialEq, K: Ord>(all: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let (mut out, mut known): (Vec<T>, BTreeMap<K, Vec<usize>>) = (Vec::new(), BTreeMap::new());
    for one in all {
        let alike = known.entry(key(&one)).or_default();
        if !alike.iter().filter_map(|at| out.get(*at)).any(|other| *other == one) {
            alike.push(out.len());
            out.push(one);
        }
    }
    out
}

/// What follows from the claims about an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In the reporter's own voice.
    Reported,
    /// One side says so.
    Claimed,
    /// One asserts, another denies.
    Disputed,
    /// Only denials.
    Denied,
    /// Sides that oppose each other agree, or a third party confirms.
    Confirmed,
}

/// What a speaker does with a statement (after FactBank, Saurí and Pustejovsky 2009).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Says that it is so.
    Asserts,
    /// Says that it is not so.
    Denies,
    /// Says so too, though another said it first.
    Confirms,
    /// Says that they do not know.
    CannotConfirm,
    /// Fears it.
    Concern,
}

/// How sure a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// No doubt is voiced.
    Certain,
    /// `probably`, `appears to`.
    Probable,
    /// `may`, `reportedly`, `allegedly`.
    Possible,
}

/// What one speaker says about an incident or an asset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Who, in the report's words without article: `Armenian Ministry of Defense`; `reporter` for the report's own voice.
    pub speaker: String,
    /// `government`, `military`, `armed_group`, `organization`, `media`, `official`, `witness`, `reporter`, `unknown`.
    pub speaker_role: String,
    /// What the speaker does.
    pub stance: Stance,
    /// How sure.
    pub certainty: Certainty,
    /// The word that says so: `said`, `denied`.
    pub cue: String,
    /// The words that carry the claim.
    pub quote: String,
    /// Code points of the report's text.
    #[serde(flatten)]
    pub span: Span,
}

/// A number of people, with its bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// At least.
    pub low: u64,
    /// The number to use.
    pub best: u64,
    /// At most; the number to use where the report gives no bound above it (`at least 12`).
    pub high: u64,
    /// The report's words, where it gives no number: `dozens`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<String>,
}

/// Which side of an incident a party is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartySide {
    /// Who acts.
    Actor,
    /// Who or what is acted on.
    Target,
}

/// Who takes part in an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// In the report's words: `RSF fighters`.
    pub name: String,
    /// Acts or is acted on.
    pub side: PartySide,
    /// The one name for all the ways it is written: `Rapid Support Forces (RSF)`, `Military forces of Azerbaijan`; `None`
    /// where no table knows it and no state is named.
    pub known_as: Option<String>,
    /// ISO 3166-1 alpha-2 of the country it is of.
    pub country: Option<String>,
    /// What kind it is; `None` for what no table knows.
    pub kind: Option<ActorKind>,
}

/// Something that is reported to have happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Stable: made of the report's id and the evidence.
    pub id: String,
    /// ACLED's event type, or a hazard class.
    pub event_type: String,
    /// ACLED's sub-event type, or a GLIDE term.
    pub sub_event_type: String,
    /// Other sub-event types a vague verb leaves open.
    pub sub_event_candidates: Vec<String>,
    /// The words that gave the type.
    pub triggers: Vec<String>,
    /// Degrees north of a representative point; `None` when unlocated.
    pub lat: Option<f64>,
    /// Degrees east of a representative point; `None` when unlocated.
    pub lon: Option<f64>,
    /// A point, the line, or the area.
    pub geometry: Option<Shape>,
    /// The place it is located by.
    pub place_id: Option<PlaceId>,
    /// Its name.
    pub place_name: Option<String>,
    /// ISO 3166-1 alpha-2 of the place.
    pub country: Option<String>,
    /// State or province of the place.
    pub admin1: Option<String>,
    /// ACLED: 1 the named town, 2 near it, 3 a region, border or administrative area; `None` when unlocated.
    pub geo_precision: Option<u8>,
    /// UCDP: 1 exact … 5 line or larger than admin-1, 6 country, 7 international; `None` when unlocated.
    pub where_prec: Option<u8>,
    /// The radius in metres within which it may lie; `None` when unlocated.
    pub precision_m: Option<Metres>,
    /// First day, ISO 8601; `None` when the report gives none or has no date itself.
    pub date_start: Option<jiff::civil::Date>,
    /// Last day.
    pub date_end: Option<jiff::civil::Date>,
    /// ACLED: 1 the day, 2 within a week, 3 within a month.
    pub time_precision: Option<u8>,
    /// The report's words for the time.
    pub date_phrase: Option<String>,
    /// The hour, where the report writes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// Who acts, in the report's words.
    pub actors: Vec<String>,
    /// Who or what is acted on.
    pub targets: Vec<String>,
    /// The same, each with its one name, its country and its kind where they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party>,
    /// Deaths, where stated.
    pub fatalities: Option<Count>,
    /// Injured, where stated.
    pub injured: Option<Count>,
    /// Missing, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Count>,
    /// Displaced or evacuated, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displaced: Option<Count>,
    /// Arrested, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrested: Option<Count>,
    /// What follows from the claims.
    pub status: Status,
    /// What each speaker says, in text order.
    pub claims: Vec<Claim>,
    /// Speakers who assert it.
    pub claimed_by: Vec<String>,
    /// Speakers who deny it.
    pub denied_by: Vec<String>,
    /// Whether anybody voices doubt.
    pub hedged: bool,
    /// The words it was read from, in text order.
    pub evidence: Vec<Evidence>,
    /// How sure we are that the report reports this, 0 to 1.
    pub confidence: f64,
    /// What a person decided on it, or on the name of its place.
    #[serde(flatten)]
    pub checked: Checked,
}

/// The hour of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// By the clocks of the place; `None` when the report gives another zone's hour and no day to turn it by.
    pub local: Option<jiff::civil::Time>,
    /// IANA name of the time zone of the place; `None` when it has no place, or one in no country.
    pub zone: Option<String>,
    /// The moment in UTC; `None` without a day or without a zone.
    pub utc: Option<jiff::Timestamp>,
    /// The report's words: `21:40 GMT`.
    pub phrase: String,
}

impl Incident {
    /// The count of people of a kind.
    pub(super) fn tally(&mut self, tally: Tally) -> &mut Option<Count> {
        match tally {
            Tally::Killed => &mut self.fatalities,
            Tally::Injured => &mut self.injured,
            Tally::Missing => &mut self.missing,
            Tally::Displaced => &mut self.displaced,
            Tally::Arrested => &mut self.arrested,
        }
    }

    /// The representative point; `None` when unlocated.
    pub fn at(&self) -> Option<LonLat> {
        Some(LonLat::new(self.lon?, self.lat?))
    }
}

/// The state of an asset, as reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetStatus {
    /// Hit and not gone.
    Damaged,
    /// Gone.
    Destroyed,
    /// Attacked, result unknown.
    Attacked,
    /// Works less, or not at all for now.
    Disrupted,
    /// Shut on purpose.
    Closed,
    /// Taken.
    Seized,
    /// Somebody fears for it.
    AtRisk,
    /// The report says that it was not hit.
    Undamaged,
    /// Works again.
    Restored,
    /// Only named.
    Mentioned,
}

/// Infrastructure that a report names or means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Infrastructure {
    /// `pipeline`, `airport`, `dam`, `bridge`, `nuclear_plant`, …
    pub kind: String,
    /// What the report calls it, or the asset's own name when it names one.
    pub name: String,
    /// `oil`, `gas`, `products`; empty for others.
    pub commodities: Vec<String>,
    /// Ids of the gazetteer's assets that it means or may mean.
    pub asset_ids: Vec<PlaceId>,
    /// Names of these assets, in the same order.
    pub asset_names: Vec<String>,
    /// The place that its words name, for an asset that the gazetteer does not know: a county or what is finer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_id: Option<PlaceId>,
    /// Name of that place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_name: Option<String>,
    /// Latitude of that place, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Longitude of that place, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// How far it may be from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision_m: Option<Metres>,
    /// The state that the report gives it.
    pub status: AssetStatus,
    /// The day that the state holds for: the last that its words tell, else the report's own; `None` without either.
    pub as_of: Option<jiff::civil::Date>,
    /// A second state that holds too: undamaged and yet at risk.
    pub also: Option<AssetStatus>,
    /// Who says so; `reporter` for the report's own voice.
    pub status_by: Vec<String>,
    /// Who is worried.
    pub concern_by: Vec<String>,
    /// What each speaker says.
    pub claims: Vec<Claim>,
    /// Geodesic distance from the nearest asset to the nearest incident of the report.
    pub nearest_incident_km: Option<Km>,
    /// Id of that incident.
    pub nearest_incident: Option<String>,
    /// The words it was read from.
    pub evidence: Vec<Evidence>,
}

impl Infrastructure {
    /// Where its words say that it is, for an asset that the gazetteer does not know.
    pub fn at(&self) -> Option<LonLat> {
        Some(LonLat::new(self.lon?, self.lat?))
    }
}

/// A word that could have reported an event, and what was made of it: the explanation of an incident, or of its absence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Considered {
    /// The word or phrase, and where it stands.
    pub trigger: Evidence,
    /// The sub-event type that it would be.
    pub sub_event_type: String,
    /// The row of `lexicon/events.csv` that it fits, and the form that the text uses.
    pub rule: String,
    /// Who or what acts.
    pub subject: Option<String>,
    /// Who or what is acted on.
    pub object: Option<String>,
    /// The probability that it reports an event.
    pub probability: f64,
    /// The probability that the event is of this type.
    pub type_probability: f64,
    /// Whether it was believed.
    pub believed: bool,
    /// What spoke for it (above zero) and against it, in log-odds, the heaviest first.
    pub reasons: Vec<Reason>,
}

/// Something that spoke for or against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// What.
    pub reason: String,
    /// How much, in log-odds.
    pub weight: f64,
}

/// What `incident` made of a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// Incidents in order of their evidence.
    pub incidents: Vec<Incident>,
    /// Infrastructure in order of its evidence.
    pub infrastructure: Vec<Infrastructure>,
}

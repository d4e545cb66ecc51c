//! A line of `corrections.jsonl`: read and written.

use super::{Correction, Decision, NewIncident, Pin, Target};
use crate::gazetteer::PlaceId;
use crate::geography::LonLat;
use crate::incident::is_sub_event_type;
use crate::recognize::Role;
use crate::report::parse_date;
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// Why corrections cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// The file cannot be read.
    #[error("cannot read the corrections {path}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A line is no correction.
    #[error("{path}:{line}: {problem}")]
    Line {
        /// The file.
        path: String,
        /// Its line, from 1.
        line: usize,
        /// What is wrong, and what would be right.
        problem: String,
    },
}

/// A line as it is written.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    report: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
    action: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lon: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lat: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sub_event_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date_start: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date_end: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actors: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    killed: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    injured: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// What `role` may say for a word that names no place.
const NO_PLACE: &str = "other";

/// The roles that a person may give.
const ROLES: [Role; 5] = [Role::Literal, Role::Metonym, Role::Demonym, Role::Organization, Role::Document];

impl Correction {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub(super) fn from_line(line: &str) -> Result<Self, String> {
        Self::of(serde_json::from_str(line).map_err(|error| error.to_string())?)
    }

    /// The line of a file that says it.
    pub fn to_line(&self) -> String {
        // A struct of strings and numbers can always be written.
        serde_json::to_string(&Line::from(self)).unwrap_or_default()
    }

    fn of(line: Line) -> Result<Self, String> {
        let span = span(&line)?;
        let target = target(&line, span)?;
        let report = line.report.clone().filter(|id| id != "*");
        if report.is_none() && matches!(target, Target::Span(_) | Target::Report) {
            return Err("a span or a new incident needs the id of its “report”".to_owned());
        }
        let decision = decision(&line, &target, span)?;
        Ok(Self { report, target, decision, by: line.by, at: line.at, note: line.note })
    }
}

fn span(line: &Line) -> Result<Option<Span>, String> {
    match (line.start, line.end) {
        (None, None) => Ok(None),
        (Some(start), Some(end)) if start < end => Ok(Some(Span::new(start, end))),
        (Some(start), Some(end)) => Err(format!("it ends at {end}, before its start at {start}")),
        _ => Err("“start” and “end” go together".to_owned()),
    }
}

fn target(line: &Line, span: Option<Span>) -> Result<Target, String> {
    match (&line.incident, &line.name, span) {
        (Some(id), None, evidence) => Ok(Target::Incident { id: id.clone(), evidence }),
        (None, Some(name), None) if name.chars().any(char::is_alphanumeric) => Ok(Target::Name(name.clone())),
        (None, None, _) if line.action == "add_incident" => Ok(Target::Report),
        (None, None, Some(span)) => Ok(Target::Span(span)),
        _ => Err("it needs one target: “start” and “end”, or “name”, or “incident”".to_owned()),
    }
}

fn decision(line: &Line, target: &Target, span: Option<Span>) -> Result<Decision, String> {
    let on_incident = matches!(target, Target::Incident { .. });
    match line.action.as_str() {
        "place" => Ok(Decision::Place(pin(line)?.ok_or("a place needs its id (“place”), or “lon” and “lat”")?)),
        "drop" => Ok(Decision::Drop),
        "verify" => Ok(Decision::Verify),
        "role" if !on_incident => role(line.role.as_deref()).map(Decision::Role),
        "type" if on_incident => Ok(Decision::Type(sub_event_type(line)?)),
        "add_incident" => Ok(Decision::AddIncident(Box::new(NewIncident {
            sub_event_type: sub_event_type(line)?,
            pin: pin(line)?,
            days: days(line)?,
            evidence: span,
            actors: line.actors.clone(),
            killed: line.killed,
            injured: line.injured,
        }))),
        "role" => Err("an incident has no role; “type” sets its “sub_event_type”".to_owned()),
        "type" => Err("“type” is for an “incident”".to_owned()),
        other => Err(format!("“{other}” is no action; there are place, drop, role, add_incident, type and verify")),
    }
}

fn pin(line: &Line) -> Result<Option<Pin>, String> {
    let at = match (line.lon, line.lat) {
        (None, None) => None,
        (Some(lon), Some(lat)) => {
            let at = LonLat::new(lon, lat);
            Some(at).filter(|at| at.is_valid()).map(Some).ok_or(format!("{lon}, {lat} is no longitude and latitude"))?
        }
        _ => return Err("“lon” and “lat” go together".to_owned()),
    };
    let place = line.place.clone().map(PlaceId);
    let given = place.is_some() || at.is_some();
    Ok(given.then(|| Pin { place, at, name: line.place_name.clone() }))
}

fn role(name: Option<&str>) -> Result<Option<Role>, String> {
    match name {
        Some(NO_PLACE) => Ok(None),
        name => ROLES.into_iter().find(|role| Some(role.name()) == name).map(Some).ok_or_else(|| {
            let all: Vec<&str> = ROLES.iter().map(|role| role.name()).collect();
            format!(
                "“{}” is no role; there are {}, and {NO_PLACE} for no place",
                name.unwrap_or_default(),
                all.join(", ")
            )
        }),
    }
}

fn sub_event_type(line: &Line) -> Result<String, String> {
    let named = line.sub_event_type.clone().ok_or("it needs a “sub_event_type”")?;
    let known = is_sub_event_type(&named);
    known
        .then_some(named.clone())
        .ok_or(format!("“{named}” is no sub-event type of ACLED or GLIDE; lexicon/event_types.csv lists them"))
}

fn days(line: &Line) -> Result<Option<(jiff::civil::Date, jiff::civil::Date)>, String> {
    let day = |text: &Option<String>| {
        text.as_deref()
            .map(|text| parse_date(text).ok_or_else(|| format!("“{text}” is no day; expected YYYY-MM-DD")))
            .transpose()
    };
    match (day(&line.date_start)?, day(&line.date_end)?) {
        (None, None) => Ok(None),
        (Some(first), last) if last.is_none_or(|last| first <= last) => Ok(Some((first, last.unwrap_or(first)))),
        _ => Err("“date_end” needs a “date_start” before it".to_owned()),
    }
}

impl From<&Correction> for Line {
    fn from(correction: &Correction) -> Self {
        let mut line = Self {
            report: correction.report.clone(),
            by: correction.by.clone(),
            at: correction.at.clone(),
            note: correction.note.clone(),
            ..Self::default()
        };
        let mut stretch = |span: &Span| (line.start, line.end) = (Some(span.start), Some(span.end));
        match &correction.target {
            Target::Span(span) => stretch(span),
            Target::Incident { id, evidence } => {
                evidence.iter().for_each(&mut stretch);
                line.incident = Some(id.clone());
            }
            Target::Name(name) => line.name = Some(name.clone()),
            Target::Report => {}
        }
        let action = match &correction.decision {
            Decision::Place(pin) => {
                line.pin(pin);
                "place"
            }
            Decision::Drop => "drop",
            Decision::Verify => "verify",
            Decision::Role(role) => {
                line.role = Some(role.map_or(NO_PLACE, Role::name).to_owned());
                "role"
            }
            Decision::Type(kind) => {
                line.sub_event_type = Some(kind.clone());
                "type"
            }
            Decision::AddIncident(new) => {
                line.add(new);
                "add_incident"
            }
        };
        line.action = action.to_owned();
        line
    }
}

impl Line {
    fn pin(&mut self, pin: &Pin) {
        self.place = pin.place.as_ref().map(|id| id.0.clone());
        (self.lon, self.lat) = (pin.at.map(|at| at.lon), pin.at.map(|at| at.lat));
        self.place_name = pin.name.clone();
    }

    fn add(&mut self, new: &NewIncident) {
        new.pin.iter().for_each(|pin| self.pin(pin));
        self.sub_event_type = Some(new.sub_event_type.clone());
        (self.start, self.end) = (new.evidence.map(|e| e.start), new.evidence.map(|e| e.end));
        self.date_start = new.days.map(|(first, _)| first.to_string());
        self.date_end = new.days.filter(|(first, last)| first != last).map(|(_, last)| last.to_string());
        self.actors = new.actors.clone();
        (self.killed, self.injured) = (new.killed, new.injured);
    }
}

//! Predictions: what a geoparser found, from analyses or from a file of them.

use crate::analysis::Analysis;
use crate::gazetteer::PlaceId;
use crate::geography::LonLat;
use crate::recognize::Role;
use crate::resolve::Toponym;
use crate::text::Span;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

/// What was found in each report, by the report's id.
#[derive(Debug, Clone, Default)]
pub struct Predictions(HashMap<String, Vec<Predicted>>);

/// A place reference that a geoparser found.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicted {
    /// Code points of the text.
    pub span: Span,
    /// Its role; `None` from geoparsers that know none.
    pub role: Option<Role>,
    /// Where it was put; `None` when no place was told.
    pub at: Option<LonLat>,
    /// The place, where the geoparser says which.
    pub place: Option<PlaceId>,
    /// How sure it was.
    pub confidence: Option<f64>,
}

impl Predicted {
    /// Whether it claims to be a place reference, and does not only say that a name contains one.
    pub fn is_reference(&self) -> bool {
        !matches!(self.role, Some(Role::Organization | Role::Document))
    }
}

/// Why predictions cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PredictionError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A line is no analysis.
    #[error("{path}:{line}: {problem}; expected an analysis, as `reportmap analyze` writes them")]
    Line {
        /// The file.
        path: String,
        /// Its line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
}

#[derive(Deserialize)]
struct Line {
    id: String,
    toponyms: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    start: usize,
    end: usize,
    role: Option<Role>,
    lat: Option<f64>,
    lon: Option<f64>,
    place: Option<FoundPlace>,
    confidence: Option<f64>,
}

#[derive(Deserialize)]
struct FoundPlace {
    id: Option<String>,
    lat: f64,
    lon: f64,
}

impl Predictions {
    /// The predictions of some analyses.
    pub fn of(analyses: &[Analysis]) -> Self {
        Self(analyses.iter().map(|analysis| (analysis.id.clone(), found(&analysis.toponyms))).collect())
    }

    /// Adds what was found in a report.
    pub fn add(&mut self, report: &str, toponyms: &[Toponym]) {
        self.0.insert(report.to_owned(), found(toponyms));
    }

    /// The same without what has this role: for corpora that annotate no adjectives, say.
    #[must_use]
    pub fn without(mut self, role: Role) -> Self {
        for found in self.0.values_mut() {
            found.retain(|p| p.role != Some(role));
        }
        self
    }

    /// Adds the predictions for other reports.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Reads analyses, or lines of `{"id", "toponyms": [{"start", "end", "lat", "lon"}]}`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or a line is no analysis.
    pub fn read(path: &Path) -> Result<Self, PredictionError> {
        let shown = path.display().to_string();
        let content =
            std::fs::read_to_string(path).map_err(|source| PredictionError::Io { path: shown.clone(), source })?;
        let mut out = HashMap::new();
        for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line: Line = serde_json::from_str(line).map_err(|e| PredictionError::Line {
                path: shown.clone(),
                line: number + 1,
                problem: e.to_string(),
            })?;
            out.insert(line.id, line.toponyms.into_iter().map(Predicted::from).collect());
        }
        Ok(Self(out))
    }

    /// What was found in a report; nothing for one that is not there.
    pub fn of_report(&self, id: &str) -> &[Predicted] {
        self.0.get(id).map_or(&[], Vec::as_slice)
    }
}

fn found(toponyms: &[Toponym]) -> Vec<Predicted> {
    let predicted = toponyms.iter().map(|t| Predicted {
        span: t.span,
        role: Some(t.role),
        at: t.place.as_ref().map(|p| p.at),
        place: t.place.as_ref().map(|p| p.id.clone()),
        confidence: Some(t.confidence),
    });
    predicted.collect()
}

impl From<Found> for Predicted {
    fn from(found: Found) -> Self {
        let own = found.lat.zip(found.lon).map(|(lat, lon)| LonLat::new(lon, lat));
        Self {
            span: Span::new(found.start, found.end),
            role: found.role,
            at: found.place.as_ref().map(|p| LonLat::new(p.lon, p.lat)).or(own),
            place: found.place.and_then(|p| p.id).map(PlaceId),
            confidence: found.confidence,
        }
    }
}

//! What a mention turned out to mean, in the form the analysis writes it (schema 1).

use crate::gazetteer::{FeatureClass, Layer, Level, PlaceId, PlaceRef};
use crate::geography::{LonLat, Metres, Shape};
use crate::recognize::Role;
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// A place as the outputs show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its id, with its source.
    pub id: PlaceId,
    /// The name it is called by; both names where two are in use: `Khojavend (Martuni)`.
    pub name: String,
    /// A representative point: the town, or a point inside the area or on the line.
    #[serde(flatten)]
    pub at: LonLat,
    /// GeoNames feature class letter.
    pub feature_class: FeatureClass,
    /// GeoNames feature code, `BDRY` for a border.
    pub feature_code: String,
    /// ISO 3166-1 alpha-2 of the country it lies in, where it is one.
    pub country: Option<String>,
    /// Name of the state or province.
    pub admin1: Option<String>,
    /// Name of the county or district.
    pub admin2: Option<String>,
    /// What it is to the hierarchy.
    pub level: Level,
    /// Which layer of the gazetteer spoke.
    pub layer: Layer,
}

/// Another place that a mention could be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// Its id.
    pub id: PlaceId,
    /// Its name.
    pub name: String,
    /// Its representative point.
    #[serde(flatten)]
    pub at: LonLat,
    /// Its share of the belief, 0 to 1.
    pub confidence: f64,
}

/// How a mention ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// One place is clearly meant.
    Resolved,
    /// The best place leads the next one by less than the margin.
    Ambiguous,
    /// It only contains a place's name (organisation, document).
    NotAPlace,
    /// A place by the words around it, and none of the gazetteer: it is listed as unresolved as well.
    NotInGazetteer,
}

/// What a person decided ([`crate::correction`]); nothing where nobody did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Whether a person found it right, or made it so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub verified: bool,
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_by: Option<String>,
    /// When, as they wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_at: Option<String>,
}

/// A mention with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Toponym {
    /// Code points of the report's text.
    #[serde(flatten)]
    pub span: Span,
    /// The text there.
    pub surface: String,
    /// What it does in its sentence.
    pub role: Role,
    /// The place; `None` for what only contains a place's name.
    pub place: Option<Place>,
    /// The line or area of the place, where it is one, with at most some hundred corners: the layers draw more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geometry: Option<Shape>,
    /// How sure we are of the place, 0 to 1.
    pub confidence: f64,
    /// The radius in metres within which the place may lie.
    pub precision_m: Metres,
    /// Resolved, ambiguous, or no place.
    pub outcome: Outcome,
    /// Other places it could be, likeliest first.
    pub alternatives: Vec<Alternative>,
    /// What spoke for the place, readable: `in the Karabakh region`, `curated name`.
    pub evidence: Vec<String>,
    /// How it relates to the named place: `border`, `part`, `direction`, `distance`, `coast`, `between`, `road`, `off`; `near` and
    /// `outskirts` for a place that is literal, and drawn as far as that reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// For a relative place: ids of the places it relates to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<PlaceId>,
    /// What a person decided on it.
    #[serde(flatten)]
    pub checked: Checked,
    /// The place in the open gazetteer.
    #[serde(skip)]
    pub place_ref: Option<PlaceRef>,
}

/// A place that the report is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Focus {
    /// Its id.
    pub place_id: PlaceId,
    /// Its name.
    pub name: String,
    /// Its representative point.
    #[serde(flatten)]
    pub at: LonLat,
    /// `country`, `admin1`, `admin2`, `place` (regions count as `admin1`).
    pub level: String,
    /// Its share of the report's place mentions, 0 to 1.
    pub share: f64,
}

/// A name that looks like a place and was found in no gazetteer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unresolved {
    /// Code points of the report's text.
    #[serde(flatten)]
    pub span: Span,
    /// The text there.
    pub surface: String,
}

/// What `resolve` made of a report's mentions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resolved {
    /// Toponyms in order of their end, a name before the relative place that is made of it.
    pub toponyms: Vec<Toponym>,
    /// What the report is about, largest share first.
    pub focus: Vec<Focus>,
    /// Names that were not found.
    pub unresolved: Vec<Unresolved>,
}

impl Resolved {
    /// Finds anew what the report is about, when its toponyms were changed.
    pub(crate) fn refocus(&mut self) {
        self.focus = super::focus::focus(&self.toponyms);
    }
}

impl Toponym {
    /// The place it was taken for and those it could have been, as alternatives of another place.
    pub(crate) fn into_alternatives(self, chosen: Option<&Place>) -> Vec<Alternative> {
        let own = self.place.map(|p| Alternative { id: p.id, name: p.name, at: p.at, confidence: self.confidence });
        let all = own.into_iter().chain(self.alternatives);
        all.filter(|a| chosen.is_none_or(|place| place.id != a.id)).collect()
    }
}

//! What the recogniser says of a stretch of text.

use crate::gazetteer::{FeatureClass, NameKind, PlaceRef};
use crate::geography::{LonLat, Metres};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a place name does in its sentence. Only `literal`, `coordinate` and `relative` put anything on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The place itself: `in Washington`.
    Literal,
    /// A government or other body called by its seat: `Washington called for`.
    Metonym,
    /// A people or an adjective: `Azeri forces`.
    Demonym,
    /// Part of an organisation's name: `Minsk Group`.
    Organization,
    /// Part of a document's name: `Helsinki Document`.
    Document,
    /// Coordinates written out.
    Coordinate,
    /// A place given by its relation to others: `the border with Iran`.
    Relative,
}

impl Role {
    /// Whether something may be located by a mention with this role.
    pub fn locates(self) -> bool {
        matches!(self, Self::Literal | Self::Coordinate | Self::Relative)
    }

    /// The word the output uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Literal => "literal",
            Self::Metonym => "metonym",
            Self::Demonym => "demonym",
            Self::Organization => "organization",
            Self::Document => "document",
            Self::Coordinate => "coordinate",
            Self::Relative => "relative",
        }
    }
}

/// How a relative place relates to the names inside it.
#[derive(Debug, Clone, PartialEq)]
pub enum Relation {
    /// `near X`, `outside X`, `close to X`.
    Near,
    /// `the outskirts of X`, `the approaches to X`.
    Outskirts,
    /// `12 km north of X`, `south of X`: a direction in degrees clockwise from north, a distance where one is stated.
    Direction {
        /// Degrees clockwise from north.
        bearing: f64,
        /// Kilometres, where stated.
        km: Option<f64>,
    },
    /// `12 km from X`.
    Distance {
        /// Kilometres.
        km: f64,
    },
    /// `eastern X`, `the north of X`: the part of an area on one side; degrees clockwise from north.
    Part {
        /// Degrees clockwise from north; `None` for `central`.
        bearing: Option<f64>,
    },
    /// `the border with X`, `the X–Y border`: the line two areas share. The other area may be left to the context.
    Border,
    /// `between X and Y`.
    Between,
    /// `the X–Y highway`, `the railway from X to Y`.
    Road {
        /// Whether trains run on it.
        rail: bool,
    },
    /// `the coast of X`.
    Coast,
    /// `off X`, `waters off X`.
    Off,
    /// `5GJ7+CC X`: a short plus code, which is a position once X has one.
    PlusCode {
        /// The code.
        code: String,
    },
}

impl Relation {
    /// The word the output uses.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Near => "near",
            Self::Outskirts => "outskirts",
            Self::Direction { .. } => "direction",
            Self::Distance { .. } => "distance",
            Self::Part { .. } => "part",
            Self::Border => "border",
            Self::Between => "between",
            Self::Road { .. } => "road",
            Self::Coast => "coast",
            Self::Off => "off",
            Self::PlusCode { .. } => "plus_code",
        }
    }
}

/// A position that a text writes out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Where; the middle of the square or area for a grid reference or a plus code.
    pub at: LonLat,
    /// How far from there the true position may lie, by the notation: what a step of the last digit is worth, the side of the
    /// square, or the uncertainty that is stated. At least a metre.
    pub precision: Metres,
}

/// A stretch of text that names, or seems to name, a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// The same, in tokens of the text.
    pub tokens: Range<usize>,
    /// What it does in its sentence.
    pub role: Role,
    /// How sure the recogniser is that it is a place reference with this role, 0 to 1.
    pub confidence: f64,
    /// The feature class that the text states: `town of`, `river`.
    pub stated: Option<FeatureClass>,
    /// For relative places: how, and which parts of the text name the places it relates to.
    pub relation: Option<(Relation, Vec<Span>)>,
    /// For coordinates: the position.
    pub coordinate: Option<Position>,
    /// The name of the organisation or document it is part of.
    pub within: Option<Span>,
    /// The places that carry the name; empty for a name that only cues say is a place.
    pub candidates: Vec<(PlaceRef, NameKind)>,
}

/// What the recogniser found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recognized {
    /// Mentions in order of their start, without overlaps.
    pub mentions: Vec<Mention>,
    /// Relative places made of some of these mentions, which stay beside them: `near X`.
    pub beside: Vec<Mention>,
    /// Stretches that look like names of places and are in no gazetteer.
    pub unknown: Vec<Span>,
    /// Names of persons and organisations, which are no places and may speak.
    pub names: Vec<NamedParty>,
    /// The folded word of each token of the text, for who reads on.
    pub words: Vec<String>,
}

/// A person or an organisation named in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedParty {
    /// Where.
    pub span: Span,
    /// Which of the two.
    pub kind: PartyKind,
}

/// Who a party is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyKind {
    /// A human being.
    Person,
    /// A body, agency, company or paper.
    Organization,
}

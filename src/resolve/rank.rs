//! The weights of the ranking. Units are those of a logarithm: 1 makes a place about three times likelier.
//!
//! An additive score, as FIELD's prototypes and Hu et al. (2023) find it to equal heavier models; the numbers are fitted by
//! `reportmap train` and kept in `models/ranker.json`.

use super::candidates::Candidate;
use super::confidence::{Curve, KNOTS};
use crate::gazetteer::{FeatureClass, Layer, Level, MatchKind, NameKind, PlaceView, prominence};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What speaks for a place, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Size and level: the strongest thing known of a name alone, yet right for only half of local news.
    pub prominence: f64,
    /// News that names a capital without more means the capital.
    pub capital: f64,
    /// A country is meant nearly always, whatever towns share its name.
    pub nation: f64,
    /// A region, sea or river, against the towns called after it.
    pub area: f64,
    /// A state or province.
    pub province: f64,
    /// A county or district.
    pub county: f64,
    /// A person put the place or the name there for a reason: wrong aliases of public gazetteers must not win over it.
    pub curated: f64,
    /// `White House` is an alternate name of Casablanca.
    pub alternate: f64,
    /// Another spelling system is a small leap.
    pub transliterated: f64,
    /// A typing error is a larger one; for each edit.
    pub edited: f64,
    /// `town of X` is no province.
    pub stated: f64,
    /// `Bangor, Maine`: the text says it.
    pub container: f64,
    /// … and then Maine is the state that has a Bangor.
    pub contains: f64,
    /// In a list of states a name is a state, in a list of countries a country.
    pub listed: f64,
    /// A town and the province called after it: unless the text says province, the town is meant.
    pub seat: f64,
    /// Within a region that the report names.
    pub region: f64,
    /// Within a county that the report names.
    pub in_county: f64,
    /// All of a report's other places lie in the same country …
    pub country: f64,
    /// … or in the same state.
    pub state: f64,
    /// Other places of the report are near.
    pub near: f64,
    /// How far "near" reaches: at this distance in kilometres the weight is down to a third.
    pub near_km: f64,
    /// How much more the first name of a report counts than another: its dateline or its headline.
    pub lead: f64,
    /// In the country where the report was published.
    pub home_country: f64,
    /// Near the town where it was published.
    pub home: f64,
    /// Turns scores into shares of belief.
    pub sharpness: f64,
    /// What belief is worth.
    #[serde(default)]
    pub confidence: Curve,
}

static SHIPPED: LazyLock<Weights> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../models/ranker.json")).unwrap_or(STATED));

/// Weights by judgement, from which fitting starts.
pub const STATED: Weights = Weights {
    prominence: 3.0,
    capital: 1.0,
    nation: 1.0,
    area: 0.0,
    province: 0.0,
    county: 0.0,
    curated: 0.5,
    alternate: -0.8,
    transliterated: -0.8,
    edited: -1.2,
    stated: 1.2,
    container: 3.0,
    contains: 1.5,
    listed: 1.0,
    seat: 1.2,
    region: 1.2,
    in_county: 1.0,
    country: 1.6,
    state: 1.4,
    near: 1.2,
    near_km: 150.0,
    lead: 0.5,
    home_country: 0.8,
    home: 2.0,
    sharpness: 2.0,
    confidence: Curve(KNOTS),
};

impl Weights {
    /// The weights inside the program.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Belief in a place by its name alone.
    pub(super) fn prior(&self, view: &PlaceView<'_>, kind: NameKind, matched: MatchKind, edits: usize) -> f64 {
        let mut score = self.prominence * prominence(view.level(), view.population());
        score += match view.level() {
            Level::Country => self.nation,
            Level::Continent | Level::Region => self.area,
            Level::Admin1 => self.province,
            Level::Admin2 => self.county,
            Level::Place | Level::Site => 0.0,
        };
        if view.feature_code() == "PPLC" {
            score += self.capital;
        }
        if !matches!(view.layer(), Layer::World | Layer::Imported) || kind == NameKind::Curated {
            score += self.curated;
        }
        if kind == NameKind::Alternate && view.level() > Level::Country {
            score += self.alternate;
        }
        score
            + match matched {
                MatchKind::Exact | MatchKind::Prefix => 0.0,
                MatchKind::Transliteration => self.transliterated,
                MatchKind::Edit => self.edited * edits as f64,
                MatchKind::TransliterationEdit => self.transliterated + self.edited * edits as f64,
            }
    }

    /// What the stated feature class adds.
    pub(super) fn of_class(&self, class: FeatureClass, candidate: &Candidate, view: &PlaceView<'_>) -> f64 {
        let same = view.feature_class() == class
            // "the Karabakh region", "the Gaza area": a region of no administration is as good as one of it.
            || matches!((class, candidate.level), (FeatureClass::Administrative | FeatureClass::Area, Level::Region | Level::Admin1 | Level::Admin2 | Level::Country));
        if same { self.stated } else { -self.stated / 2.0 }
    }

    /// Sorts candidates by score and gives each its share of the belief.
    pub(super) fn settle(&self, candidates: &mut [Candidate]) {
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
        let top = candidates.first().map_or(0.0, |c| c.score);
        let total: f64 = candidates.iter().map(|c| (self.sharpness * (c.score - top)).exp()).sum();
        for candidate in candidates {
            candidate.share = (self.sharpness * (candidate.score - top)).exp() / total.max(f64::MIN_POSITIVE);
        }
    }
}

//! Candidates: the places a name may mean, with how its name matched.

use super::context::heading;
use super::rank::Weights;
use crate::gazetteer::names::fold;
use crate::gazetteer::{FeatureClass, Gazetteer, Layer, Level, Likeness, MatchKind, NameKind, PlaceRef, Search};
use crate::geography::LonLat;
use crate::recognize::Mention;
use crate::text::Text;

/// A place that a mention may mean, and what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The place.
    pub place: PlaceRef,
    /// Its representative point.
    pub at: LonLat,
    /// The unit vector to that point from the middle of the earth.
    pub(super) heading: [f64; 3],
    /// What it is to the hierarchy.
    pub level: Level,
    /// ISO 3166-1 alpha-2 letters of its country.
    pub country: Option<[u8; 2]>,
    /// Its state or province.
    pub admin1: Option<PlaceRef>,
    /// Which kind of its names matched.
    pub name_kind: NameKind,
    /// How the name matched.
    pub matched: MatchKind,
    /// Edits between the names.
    pub edits: usize,
    /// Belief before anything else of the report is looked at.
    pub prior: f64,
    /// Belief with the context, in the same units.
    pub score: f64,
    /// Share of the belief among the candidates of the name, 0 to 1.
    pub share: f64,
    /// What spoke for it, readable.
    pub evidence: Vec<String>,
}

/// How many candidates of one name are weighed; `San José` has hundreds, of which the smallest are never meant unsaid.
const MOST: usize = 60;

/// How alike a name and the main name must be (Jaro–Winkler) to be spellings of one: Sloviansk is Slovyansk, but White House is
/// not Casablanca.
const SPELLING: f64 = 0.88;

fn is_spelling(folded: &str, main: &str) -> bool {
    let main = fold(main);
    // "Oklahoma" is no spelling of "Oklahoma City".
    main.chars().count().abs_diff(folded.chars().count()) <= 2 && strsim::jaro_winkler(folded, &main) >= SPELLING
}

/// The candidates of a mention; of names like it when no place carries the name itself.
pub(super) fn candidates(text: &Text, mention: &Mention, weights: &Weights, gazetteer: &Gazetteer) -> Vec<Candidate> {
    // A relative place is looked up by the name inside it.
    let named = mention.relation.as_ref().and_then(|(_, anchors)| anchors.last().copied()).unwrap_or(mention.span);
    let folded = fold(text.slice(named));
    let mut out: Vec<Candidate> = if mention.candidates.is_empty() {
        let search = Search { limit: MOST, likeness: Likeness::Typing, ..Search::default() };
        let found = gazetteer.search(text.slice(mention.span), &search);
        found
            .iter()
            .filter_map(|f| candidate((gazetteer, weights), &folded, f.place, f.name_kind, (f.matched, f.edits)))
            .collect()
    } else {
        mention
            .candidates
            .iter()
            .filter_map(|(place, kind)| candidate((gazetteer, weights), &folded, *place, *kind, (MatchKind::Exact, 0)))
            .collect()
    };
    hide_namesakes(&mut out, mention);
    out.sort_by(|a, b| b.prior.total_cmp(&a.prior).then(a.place.cmp(&b.place)));
    out.dedup_by_key(|c| c.place);
    out.truncate(MOST);
    out
}

/// Mexico has a state called Mexico: unless the text says state, the country is meant.
fn hide_namesakes(candidates: &mut Vec<Candidate>, mention: &Mention) {
    let country = candidates.iter().find(|c| c.level == Level::Country && c.matched == MatchKind::Exact);
    if let Some(country) = country.and_then(|c| c.country)
        && mention.stated != Some(FeatureClass::Administrative)
    {
        candidates.retain(|c| c.level != Level::Admin1 || c.country != Some(country));
    }
}

fn candidate(
    (gazetteer, weights): (&Gazetteer, &Weights),
    folded: &str,
    place: PlaceRef,
    name_kind: NameKind,
    (matched, edits): (MatchKind, usize),
) -> Option<Candidate> {
    let view = gazetteer.place(place)?;
    let spelling = name_kind == NameKind::Alternate && is_spelling(folded, view.name());
    let prior = weights.prior(&view, if spelling { NameKind::Main } else { name_kind }, matched, edits);
    let mut evidence = Vec::new();
    match matched {
        MatchKind::Exact if view.layer() == Layer::Curated || name_kind == NameKind::Curated => {
            evidence.push("curated name".to_owned())
        }
        MatchKind::Exact | MatchKind::Prefix => {}
        MatchKind::Transliteration => evidence.push("same name by transliteration".to_owned()),
        MatchKind::Edit | MatchKind::TransliterationEdit => {
            evidence.push(format!("name differs by {edits} edit{}", if edits == 1 { "" } else { "s" }))
        }
    }
    Some(Candidate {
        place,
        at: view.at(),
        heading: heading(view.at()),
        level: view.level(),
        country: view.country(),
        admin1: if view.level() == Level::Admin1 { Some(place) } else { view.admin1() },
        name_kind,
        matched,
        edits,
        prior,
        score: prior,
        share: 0.0,
        evidence,
    })
}

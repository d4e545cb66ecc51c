//! Search by name: folded, then by transliteration, then by edits; each step costs and is reported.

use super::names::{fold, transliteration_key};
use super::typing::one_edit_away;
use super::view::name_kind;
use super::{Gazetteer, Layer, Level, NameKind, PlaceRef, PlaceView};
use crate::geography::{Km, LonLat, distance};
use fst::automaton::{AlwaysMatch, Levenshtein};
use serde::Serialize;
use std::collections::BTreeMap;

/// How a name matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// The folded names are the same.
    Exact,
    /// The transliteration keys are the same.
    Transliteration,
    /// The names differ by a few edits.
    Edit,
}

impl MatchKind {
    /// The word the output uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Transliteration => "transliteration",
            Self::Edit => "edit",
        }
    }
}

/// What to look for besides the name.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Only places of this country (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// Nearer places first.
    pub near: Option<LonLat>,
    /// At most so many.
    pub limit: usize,
    /// How far a name may be from the one looked for.
    pub likeness: Likeness,
}

/// How far a name may be from the one that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same folded name.
    Same,
    /// … or the same by transliteration.
    Spelling,
    /// … or, where there is none, one edit away and with the same first letter: fast, for every unknown name of a report.
    Typing,
    /// … or a few edits away anywhere (as many as its length allows): for a name that somebody asks for.
    Edits,
}

impl Default for Search {
    fn default() -> Self {
        Self { country: None, near: None, limit: 10, likeness: Likeness::Edits }
    }
}

/// A place that a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The place.
    pub place: PlaceRef,
    /// How its name matched.
    pub matched: MatchKind,
    /// Which kind of its names matched.
    pub name_kind: NameKind,
    /// Edits between the folded names: 0 for an exact match.
    pub edits: usize,
    /// The folded name that matched.
    pub name: String,
    /// Distance to `near`, where asked for.
    pub near: Option<Km>,
    /// Rank: 0 to 1, higher is likelier.
    pub score: f64,
}

/// Edits allowed for a name of so many letters: none under 5 (`Rome` is not `Lome`), one up to 8, then two.
pub fn edits_allowed(letters: usize) -> u32 {
    match letters {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    }
}

/// Names of more words are not looked for by edits in a report: they are mostly bodies and streets.
const TYPED: usize = 2;

impl Gazetteer {
    /// The places that a name may mean, likeliest first. An empty or unknown name gives none.
    pub fn search(&self, name: &str, search: &Search) -> Vec<Found> {
        let folded = fold(name);
        if folded.is_empty() {
            return Vec::new();
        }
        let mut best: BTreeMap<PlaceRef, Found> = BTreeMap::new();
        let mut add = |found: Found| match best.get(&found.place) {
            Some(known) if known.score >= found.score => {}
            _ => {
                best.insert(found.place, found);
            }
        };
        for (place, kind) in self.named(&folded) {
            self.consider(search, place, kind, MatchKind::Exact, 0, &folded).into_iter().for_each(&mut add);
        }
        if search.likeness >= Likeness::Spelling {
            self.by_key(&folded, search, &mut add);
        }
        // A name that is known needs no guessing: edits are for names that nothing else finds.
        if best.is_empty() {
            let add = |found: Found| {
                let known = best.entry(found.place).or_insert_with(|| found.clone());
                if known.score < found.score {
                    *known = found;
                }
            };
            match search.likeness {
                Likeness::Typing => self.by_typing(&folded, search, add),
                Likeness::Edits => self.by_edits(&folded, search, add),
                Likeness::Same | Likeness::Spelling => {}
            }
        }
        let mut out: Vec<Found> = best.into_values().collect();
        out.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
        out.truncate(search.limit);
        out
    }

    fn by_key(&self, folded: &str, search: &Search, add: &mut impl FnMut(Found)) {
        let key = transliteration_key(folded);
        if key.chars().count() < 4 {
            return;
        }
        let values = self.each_layer().filter_map(|(layer, index)| Some((layer, index.keys().get(key.as_bytes())?)));
        for (place, kind) in self.behind(&values.collect::<Vec<_>>()) {
            self.consider(search, place, kind, MatchKind::Transliteration, 1, &key).into_iter().for_each(&mut *add);
        }
    }

    fn by_typing(&self, folded: &str, search: &Search, mut add: impl FnMut(Found)) {
        if edits_allowed(folded.chars().count()) == 0 || folded.split(' ').count() > TYPED {
            return;
        }
        for (layer, index) in self.each_layer() {
            for (name, value) in one_edit_away(index.names(), folded) {
                for (place, kind) in self.behind(&[(layer, value)]) {
                    self.consider(search, place, kind, MatchKind::Edit, 1, &name).into_iter().for_each(&mut add);
                }
            }
        }
    }

    fn by_edits(&self, folded: &str, search: &Search, mut add: impl FnMut(Found)) {
        let allowed = edits_allowed(folded.chars().count());
        let Some(automaton) = (allowed > 0).then(|| Levenshtein::new(folded, allowed).ok()).flatten() else { return };
        for (layer, index) in self.each_layer() {
            index.names().search(&automaton, |bytes, value| {
                let Ok(name) = std::str::from_utf8(bytes) else { return };
                let edits = strsim::levenshtein(folded, name);
                if edits == 0 {
                    return;
                }
                for (place, kind) in self.behind(&[(layer, value)]) {
                    self.consider(search, place, kind, MatchKind::Edit, edits, name).into_iter().for_each(&mut add);
                }
            });
        }
    }

    fn consider(
        &self,
        search: &Search,
        place: PlaceRef,
        kind: NameKind,
        matched: MatchKind,
        edits: usize,
        name: &str,
    ) -> Option<Found> {
        let view = self.place(place)?;
        if let Some(country) = &search.country
            && view.country_code().is_none_or(|code| !code.eq_ignore_ascii_case(country))
        {
            return None;
        }
        let near = search.near.map(|at| distance(at, view.at()).as_km());
        let quality = match matched {
            MatchKind::Exact => 1.0,
            MatchKind::Transliteration => 0.7,
            MatchKind::Edit => 0.55 / edits.max(1) as f64,
        };
        // 100 km halve the weight of a place: far enough for a region, near enough to tell two villages apart.
        let closeness = near.map_or(1.0, |km| 1.0 / (1.0 + km.0 / 100.0));
        let score = quality * kind_weight(kind) * known(&view) * (0.1 + 0.9 * closeness);
        Some(Found { place, matched, name_kind: kind, edits, name: name.to_owned(), near, score })
    }

    /// Every folded name of the world's index with the places behind it, for tests and exports: calls `each` in order.
    pub fn for_each_name(&self, mut each: impl FnMut(&str, &[(PlaceRef, NameKind)])) {
        for (layer, index) in self.each_layer() {
            index.names().search(&AlwaysMatch, |bytes, value| {
                if let Ok(name) = std::str::from_utf8(bytes) {
                    let places: Vec<_> = index
                        .postings(value)
                        .into_iter()
                        .map(|p| (PlaceRef { layer, row: p.row }, name_kind(p.kind)))
                        .collect();
                    each(name, &places);
                }
            });
        }
    }
}

/// The prominence of a place; one that a person put into a table is at least as likely as a town of ten thousand.
fn known(view: &PlaceView<'_>) -> f64 {
    let prominence = prominence(view.level(), view.population());
    if matches!(view.layer(), Layer::World | Layer::Imported) { prominence } else { prominence.max(0.4) }
}

/// What a kind of name is worth: `White House` is an alternate name of Casablanca, and seldom meant.
pub fn kind_weight(kind: NameKind) -> f64 {
    match kind {
        NameKind::Main | NameKind::Curated => 1.0,
        NameKind::Abbreviation => 0.9,
        NameKind::Alternate => 0.7,
        NameKind::Demonym | NameKind::AfterPlace => 0.6,
    }
}

/// How often a place of that level and size is meant when nothing else is known, 0 to 1: a country nearly always, a town by
/// the logarithm of its people.
pub fn prominence(level: Level, population: Option<u64>) -> f64 {
    let people = population.unwrap_or(0).max(500) as f64;
    let size = ((people.log10() - 2.5) / 5.0).clamp(0.02, 1.0);
    match level {
        Level::Country => 0.8 + 0.2 * size,
        Level::Continent => 0.95,
        Level::Region => 0.85,
        Level::Admin1 => 0.7 + 0.2 * size,
        Level::Admin2 => 0.35 + 0.3 * size,
        Level::Place => 0.1 + 0.75 * size,
        Level::Site => 0.3,
    }
}

//! Search by name: folded, then by transliteration, then by edits, or by how it begins; each step costs and is reported.

use super::edits::{Near, edits_away, edits_away_from_the_front, one_edit_away};
use super::names::{fold, transliteration_key};
use super::view::{kind_number, name_kind};
use super::{FeatureClass, Gazetteer, Level, NameKind, PlaceRef, PlaceView, weight};
use crate::geography::{Km, LonLat, distance};
use serde::Serialize;
use std::sync::Arc;

/// How a name matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// The folded names are the same.
    Exact,
    /// The folded name begins with the one looked for.
    Prefix,
    /// The transliteration keys are the same.
    Transliteration,
    /// The names differ by a few edits.
    Edit,
    /// The transliteration keys differ by a few edits.
    TransliterationEdit,
}

impl MatchKind {
    /// The word the output uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Prefix => "prefix",
            Self::Transliteration => "transliteration",
            Self::Edit => "edit",
            Self::TransliterationEdit => "transliteration_edit",
        }
    }
}

/// What to look for besides the name.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Only places of this country (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// Only places of these classes; all where there is none.
    pub classes: Vec<FeatureClass>,
    /// Only places with their point within: west, south, east, north in degrees, not over the antimeridian.
    pub bounds: Option<[f64; 4]>,
    /// Nearer places first.
    pub near: Option<LonLat>,
    /// At most so many.
    pub limit: usize,
    /// How far a name may be from the one looked for.
    pub likeness: Likeness,
}

/// How far a name may be from the one that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// The same folded name.
    Same,
    /// The same, or one that begins so: for a name that is being typed.
    Prefix,
    /// The same, or the same by transliteration.
    Spelling,
    /// … or, where there is none, one edit away and with the same first letter: fast, for every unknown name of a report.
    Typing,
    /// … or a few edits away anywhere (as many as its length allows): for a name that somebody asks for.
    Edits,
}

impl Default for Search {
    fn default() -> Self {
        Self { country: None, classes: Vec::new(), bounds: None, near: None, limit: 10, likeness: Likeness::Edits }
    }
}

impl Search {
    /// Whether all places are wanted and none is nearer than another.
    fn is_plain(&self) -> bool {
        self.country.is_none() && self.classes.is_empty() && self.bounds.is_none() && self.near.is_none()
    }

    fn takes(&self, view: &PlaceView<'_>) -> bool {
        let at = view.at();
        let inside = |[west, south, east, north]: [f64; 4]| {
            at.lon >= west && at.lon <= east && at.lat >= south && at.lat <= north
        };
        self.country.as_ref().is_none_or(|cc| view.country_code().is_some_and(|code| code.eq_ignore_ascii_case(cc)))
            && (self.classes.is_empty() || self.classes.contains(&view.feature_class()))
            && self.bounds.is_none_or(inside)
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
    /// The folded name that matched, or the key.
    pub name: Arc<str>,
    /// Distance to `near`, where asked for.
    pub near: Option<Km>,
    /// Rank: 0 to 1, higher is likelier.
    pub score: f64,
}

/// Edits allowed for a name: none under 5 letters (`Rome` is not `Lome`), one up to 8, then two. Arabic and Hebrew leave most
/// vowels unwritten, so that 4 letters say as much there as 6 elsewhere.
pub fn edits_allowed(name: &str) -> usize {
    match name.chars().count() {
        0..4 => 0,
        4 if name.chars().all(|letter| matches!(letter, '\u{590}'..='\u{6ff}')) => 1,
        4 => 0,
        5..9 => 1,
        _ => 2,
    }
}

/// Whether an unknown name of a report is looked for by edits: names of more than two words are mostly bodies and streets, and
/// short ones are like too many.
fn is_typed(folded: &str) -> bool {
    folded.split(' ').count() <= 2 && folded.chars().count() >= 5
}

/// Shorter keys are shared by too much to say anything.
const SHORTEST_KEY: usize = 4;

impl Gazetteer {
    /// The places that a name may mean, likeliest first. An empty or unknown name gives none.
    ///
    /// Of a name that more places have than are asked for, only the best are ranked where the index alone can tell them: in a
    /// gazetteer of one layer, without any filter.
    pub fn search(&self, name: &str, search: &Search) -> Vec<Found> {
        let folded = fold(name);
        if folded.is_empty() {
            return Vec::new();
        }
        let mut hits = Hits { gazetteer: self, search, found: Vec::new() };
        hits.take(&self.values_of(&folded), MatchKind::Exact, 0, &folded);
        match search.likeness {
            Likeness::Same => {}
            Likeness::Prefix => self.by_prefix(&folded, &mut hits),
            Likeness::Spelling | Likeness::Typing | Likeness::Edits => self.by_spelling(&folded, &mut hits),
        }
        hits.ranked()
    }

    fn by_spelling(&self, folded: &str, hits: &mut Hits<'_>) {
        let key = transliteration_key(folded);
        if key.chars().count() >= SHORTEST_KEY {
            let values =
                self.each_layer().filter_map(|(layer, index)| Some((layer, index.keys().get(key.as_bytes())?)));
            hits.take(&values.collect::<Vec<_>>(), MatchKind::Transliteration, 1, &key);
        }
        let allowed = edits_allowed(folded);
        match hits.search.likeness {
            // A name that is known needs no guessing, in a report also one that is known by another spelling.
            _ if allowed == 0 || hits.found.iter().any(|hit| hit.matched == MatchKind::Exact) => {}
            Likeness::Typing if hits.found.is_empty() && is_typed(folded) => {
                for (layer, index) in self.each_layer() {
                    hits.near(layer, MatchKind::Edit, &one_edit_away(index.names(), folded));
                }
            }
            Likeness::Edits => {
                for (layer, index) in self.each_layer() {
                    let near = edits_away(index.names(), index.reversed(), folded, allowed);
                    hits.near(layer, MatchKind::Edit, &near);
                }
                if hits.found.is_empty() {
                    self.by_edits_of_the_key(&key, hits);
                }
            }
            _ => {}
        }
    }

    /// A name in another script than the gazetteer has it in, and misspelt.
    fn by_edits_of_the_key(&self, key: &str, hits: &mut Hits<'_>) {
        let allowed = edits_allowed(key);
        if allowed > 0 {
            for (layer, index) in self.each_layer() {
                let near = edits_away_from_the_front(index.keys(), key, allowed);
                hits.near(layer, MatchKind::TransliterationEdit, &near);
            }
        }
    }

    /// The best of the names that begin so; all of them are looked at where few do, or a filter may leave out the best.
    fn by_prefix(&self, folded: &str, hits: &mut Hits<'_>) {
        for (layer, index) in self.each_layer() {
            let ready = if hits.wants_few() { index.best_behind_prefix(folded) } else { None };
            match ready {
                Some(best) => {
                    for (posting, rest) in best.into_iter().filter(|(_, rest)| !rest.is_empty()) {
                        let place = self.winner(PlaceRef { layer, row: posting.row });
                        let name: Arc<str> = format!("{folded}{rest}").into();
                        hits.consider(place, name_kind(posting.kind), (MatchKind::Prefix, 0, &name));
                    }
                }
                None => index.names().starting_with(folded, |name, value| {
                    if name != folded {
                        hits.take(&[(layer, value)], MatchKind::Prefix, 0, name);
                    }
                }),
            }
        }
    }

    /// Every folded name of the world's index with the places behind it, for tests and exports: calls `each` in order.
    pub fn for_each_name(&self, mut each: impl FnMut(&str, &[(PlaceRef, NameKind)])) {
        for (layer, index) in self.each_layer() {
            index.names().starting_with("", |name, value| {
                let postings = index.postings(value).into_iter();
                let places: Vec<_> = postings.map(|p| (PlaceRef { layer, row: p.row }, name_kind(p.kind))).collect();
                each(name, &places);
            });
        }
    }
}

/// What a search has found so far.
struct Hits<'s> {
    gazetteer: &'s Gazetteer,
    search: &'s Search,
    found: Vec<Found>,
}

impl Hits<'_> {
    /// Whether the best postings of a name are enough.
    fn wants_few(&self) -> bool {
        self.search.is_plain() && self.search.limit <= super::format::BEST
    }

    /// Takes the places behind values of the transducers, one a layer.
    fn take(&mut self, values: &[(u16, u64)], matched: MatchKind, edits: usize, name: &str) {
        if values.is_empty() {
            return;
        }
        let name: Arc<str> = name.into();
        if let ([index], [(layer, value)]) = (self.gazetteer.layers.as_slice(), values) {
            let wanted = if self.wants_few() { self.search.limit } else { usize::MAX };
            for posting in index.best_postings(*value, wanted) {
                let place = PlaceRef { layer: *layer, row: posting.row };
                self.consider(place, name_kind(posting.kind), (matched, edits, &name));
            }
            return;
        }
        // With more layers a place may stand by what another one says of it, which its own cannot have ranked.
        for (place, kind) in self.gazetteer.behind(values) {
            self.consider(place, kind, (matched, edits, &name));
        }
    }

    /// Takes the places behind names that are near.
    fn near(&mut self, layer: u16, matched: MatchKind, near: &[Near]) {
        for Near { name, edits, value } in near {
            self.take(&[(layer, *value)], matched, *edits, name);
        }
    }

    fn consider(&mut self, place: PlaceRef, kind: NameKind, (matched, edits, name): (MatchKind, usize, &Arc<str>)) {
        let Some(view) = self.gazetteer.place(place).filter(|view| self.search.takes(view)) else { return };
        let near = self.search.near.map(|at| distance(at, view.at()).as_km());
        let quality = match matched {
            MatchKind::Exact => 1.0,
            MatchKind::Prefix => weight::brevity(name.chars().count()),
            MatchKind::Transliteration => 0.7,
            MatchKind::Edit => 0.55 / edits.max(1) as f64,
            MatchKind::TransliterationEdit => 0.4 / edits.max(1) as f64,
        };
        // 100 km halve the weight of a place: far enough for a region, near enough to tell two villages apart.
        let closeness = near.map_or(1.0, |km| 1.0 / (1.0 + km.0 / 100.0));
        let known = weight::known(view.level() as u8, view.layer() as u8, view.population().unwrap_or(0));
        let score = quality * (weight::of_kind(kind_number(kind)) * known) * (0.1 + 0.9 * closeness);
        self.found.push(Found { place, matched, name_kind: kind, edits, name: Arc::clone(name), near, score });
    }

    /// Each place once, by what speaks most for it; the likeliest first.
    fn ranked(mut self) -> Vec<Found> {
        if self.found.len() > 1 {
            self.found.sort_by(|a, b| a.place.cmp(&b.place).then(b.score.total_cmp(&a.score)));
            self.found.dedup_by_key(|found| found.place);
            self.found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
        }
        self.found.truncate(self.search.limit);
        self.found
    }
}

/// How often a place of that level and size is meant when nothing else is known, 0 to 1: a country nearly always, a town by
/// the logarithm of its people.
pub fn prominence(level: Level, population: Option<u64>) -> f64 {
    weight::prominence(level as u8, population.unwrap_or(0))
}

#[cfg(test)]
mod tests;

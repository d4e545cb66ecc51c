//! The word lists of the recogniser: tables in `lexicon/`, read once at first use.

use crate::gazetteer::FeatureClass;
use crate::gazetteer::names::fold;
use crate::text::{LineSet, WordMap, WordSet};
use std::sync::LazyLock;

const PEOPLE: &str = include_str!("../../lexicon/people.csv");
const ORGANIZATIONS: &str = include_str!("../../lexicon/organizations.csv");
const GOVERNMENTS: &str = include_str!("../../lexicon/governments.csv");
const PLACE_WORDS: &str = include_str!("../../lexicon/place_words.csv");
const THINGS: &str = include_str!("../../lexicon/things.csv");
const ASSETS: &str = include_str!("../../lexicon/infrastructure_words.csv");
const SPORT: &str = include_str!("../../lexicon/sport.csv");
const STOP_NAMES: &str = include_str!("../../lexicon/stop_names.csv");

/// All lists, as sets of folded words.
pub(super) struct Lexicon {
    /// Stand before a person's name: `President`.
    pub titles: WordSet,
    /// Given names.
    pub first_names: WordSet,
    /// Behind a place they make an organisation: `Minsk Group`.
    pub organization_after: WordSet,
    /// Before `of`, `for`, `in` and a place they make an organisation: `Bank of England`.
    pub organization_head: WordSet,
    /// Behind a place they make a document: `Helsinki Document`.
    pub document_after: WordSet,
    /// Whole names of organisations, folded, by their first word.
    pub organizations: WordMap<Vec<Vec<String>>>,
    /// Verbs that governments are the subject of.
    pub verbs: WordSet,
    /// What is done to governments: `was informed`.
    pub addressed: WordSet,
    /// Verbs before `to` and a government: `wrote to Nairobi`, `lost to Sevilla`.
    pub turned: WordSet,
    /// What is `between` governments: `talks`, `disputed`.
    pub relations: WordSet,
    /// Verbs of which a place is the subject as a place: `Goma remained calm`.
    pub happens: WordSet,
    /// Nouns that governments own: `Baku's commitment`, `Baku authorities`.
    pub nouns: WordSet,
    /// Words before a government: `accused`, `between`.
    pub before_government: WordSet,
    /// Words before a place one can be at: `in`, `near`.
    pub locatives: WordSet,
    /// Nouns that state the class of the place they stand with: `town`, `river`.
    pub place_words: WordMap<FeatureClass>,
    /// Behind a place's name they make a thing of it: `Marburg virus`.
    pub thing_after: WordSet,
    /// … and before it.
    pub thing_before: WordSet,
    /// The words that say what an asset is: `pipeline`, `field`.
    pub asset_words: WordSet,
    /// Words that reports of matches hold.
    pub sport: WordSet,
    /// Words that are names in the gazetteer and in a text seldom mean the place.
    pub stop_names: WordSet,
}

/// The lists.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut organizations: WordMap<Vec<Vec<String>>> = WordMap::default();
    for name in column(ORGANIZATIONS, "name") {
        let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        organizations.entry(words.first().cloned().unwrap_or_default()).or_default().push(words);
    }
    Lexicon {
        titles: column(PEOPLE, "title").collect(),
        first_names: column(PEOPLE, "first_name").collect(),
        organization_after: column(ORGANIZATIONS, "after").collect(),
        organization_head: column(ORGANIZATIONS, "head").collect(),
        document_after: column(ORGANIZATIONS, "document").collect(),
        organizations,
        verbs: column(GOVERNMENTS, "verb").collect(),
        addressed: column(GOVERNMENTS, "addressed").collect(),
        turned: column(GOVERNMENTS, "turned").collect(),
        relations: column(GOVERNMENTS, "relation").collect(),
        happens: column(GOVERNMENTS, "happens").collect(),
        nouns: column(GOVERNMENTS, "noun").collect(),
        before_government: column(GOVERNMENTS, "before").collect(),
        locatives: column(GOVERNMENTS, "locative").collect(),
        place_words: rows(PLACE_WORDS)
            .filter_map(|(word, class)| Some((fold(word), FeatureClass::from_letter(class.chars().next()?)?)))
            .collect(),
        thing_after: column(THINGS, "after").collect(),
        thing_before: column(THINGS, "before").collect(),
        asset_words: rows(ASSETS).flat_map(|(phrase, _)| phrase.split(' ').map(fold).collect::<Vec<_>>()).collect(),
        sport: SPORT.lines().skip(1).map(fold).collect(),
        stop_names: STOP_NAMES.lines().skip(1).map(fold).collect(),
    }
});

/// Whether a folded word is one that reports of matches hold.
pub(crate) fn is_of_sport(word: &str) -> bool {
    LEXICON.sport.contains(word)
}

/// A list that a word may be on. The first eleven are features of the fitted models, which know them by these numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Title = 0,
    GivenName = 1,
    Surname = 2,
    PlaceWord = 3,
    OrganizationAfter = 4,
    OrganizationHead = 5,
    DocumentAfter = 6,
    Verb = 7,
    Noun = 8,
    Locative = 9,
    StopName = 10,
    ThingAfter = 11,
    ThingBefore = 12,
    FirstName = 13,
}

/// Sets of lists, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lists(u32);

impl Lists {
    /// The one list, or none.
    pub fn one(list: List, is_on: bool) -> Self {
        Self(u32::from(is_on) << list as u32)
    }

    /// Both.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a list is in it.
    pub fn has(self, list: List) -> bool {
        self.0 >> list as u32 & 1 == 1
    }

    /// The bits of the first so many.
    pub fn first(self, count: u32) -> u32 {
        self.0 & ((1 << count) - 1)
    }
}

/// The lists that a folded word is on, given names and surnames aside: one look for all of them.
pub(super) fn lists_of(word: &str) -> Lists {
    LISTS.get(word).copied().unwrap_or_default()
}

static LISTS: LazyLock<WordMap<Lists>> = LazyLock::new(|| {
    let place_words: WordSet = LEXICON.place_words.keys().cloned().collect();
    let lists = [
        (List::Title, &LEXICON.titles),
        (List::PlaceWord, &place_words),
        (List::OrganizationAfter, &LEXICON.organization_after),
        (List::OrganizationHead, &LEXICON.organization_head),
        (List::DocumentAfter, &LEXICON.document_after),
        (List::Verb, &LEXICON.verbs),
        (List::Noun, &LEXICON.nouns),
        (List::Locative, &LEXICON.locatives),
        (List::StopName, &LEXICON.stop_names),
        (List::ThingAfter, &LEXICON.thing_after),
        (List::ThingBefore, &LEXICON.thing_before),
        (List::FirstName, &LEXICON.first_names),
    ];
    let mut out: WordMap<Lists> = WordMap::default();
    for (list, words) in lists {
        for word in words {
            let known = out.entry(word.clone()).or_default();
            *known = known.with(Lists::one(list, true));
        }
    }
    out
});

/// Given names of the US census of 1990.
static GIVEN_NAMES: LazyLock<LineSet> =
    LazyLock::new(|| include_str!("../../lexicon/given_names.txt").lines().collect());

/// Surnames of the US census of 1990.
static SURNAMES: LazyLock<LineSet> = LazyLock::new(|| include_str!("../../lexicon/surnames.txt").lines().collect());

/// Whether a folded word is a given name.
pub(crate) fn is_given_name(word: &str) -> bool {
    LEXICON.first_names.contains(word) || GIVEN_NAMES.contains(word)
}

/// Whether a folded word is a usual surname.
pub(super) fn is_surname(word: &str) -> bool {
    SURNAMES.contains(word)
}

/// The folded words of a table whose second column is `kind`.
fn column<'t>(table: &'t str, kind: &'t str) -> impl Iterator<Item = String> + 't {
    rows(table).filter(move |(_, k)| *k == kind).map(|(word, _)| fold(word))
}

fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.lines().skip(1).filter_map(|line| line.rsplit_once(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_persons_are_known() {
        assert!(is_given_name("mary") && is_surname("smith"));
        assert!(!is_surname("") && !is_surname("zzzz") && !is_surname("smitt") && !is_given_name("aa"));
    }

    #[test]
    fn every_list_is_read() {
        assert!(LEXICON.titles.contains("president") && LEXICON.first_names.contains("josep"));
        assert!(LEXICON.organization_after.contains("group") && LEXICON.document_after.contains("document"));
        assert_eq!(LEXICON.place_words.get("river"), Some(&FeatureClass::Water));
        assert!(LEXICON.relations.contains("truce"));
        assert!(LEXICON.sport.contains("goalkeeper"));
        assert!(LEXICON.stop_names.len() > 500 && !LEXICON.stop_names.contains("turkey"));
        assert!(LEXICON.organizations["minsk"].contains(&vec!["minsk".to_owned(), "group".to_owned()]));
    }
}

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
        sport: SPORT.lines().skip(1).map(fold).collect(),
        stop_names: STOP_NAMES.lines().skip(1).map(fold).collect(),
    }
});

/// How many of some folded words are of reports on matches.
pub fn sport_words<'w>(words: impl Iterator<Item = &'w str>) -> usize {
    words.filter(|word| LEXICON.sport.contains(*word)).count()
}

/// What a folded word is to the tagger, a bit a list: one look for all of them.
pub(super) fn lists_of(word: &str) -> u32 {
    LISTS.get(word).copied().unwrap_or(0)
}

static LISTS: LazyLock<WordMap<u32>> = LazyLock::new(|| {
    let place_words: WordSet = LEXICON.place_words.keys().cloned().collect();
    // The order is the model's: a list keeps its bit.
    let lists: [(u32, &WordSet); 9] = [
        (0, &LEXICON.titles),
        (3, &place_words),
        (4, &LEXICON.organization_after),
        (5, &LEXICON.organization_head),
        (6, &LEXICON.document_after),
        (7, &LEXICON.verbs),
        (8, &LEXICON.nouns),
        (9, &LEXICON.locatives),
        (10, &LEXICON.stop_names),
    ];
    let mut out: WordMap<u32> = WordMap::default();
    for (bit, list) in lists {
        for word in list {
            *out.entry(word.clone()).or_default() |= 1 << bit;
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

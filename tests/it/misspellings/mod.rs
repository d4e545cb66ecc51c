//! 500 misspellings made by rule from names in 12 languages: the place is among the first five.
//!
//! A language is a script and the countries it is mainly written in. Of all names in it that have five letters or more and lead,
//! spelt right, to the place first, some are taken with a seed, and each is misspelt by the rules in turn; every third of nine
//! letters or more by two. What is itself a name of the gazetteer is no misspelling.

mod make;

use make::{Dice, RULES, misspell};
use reportmap::gazetteer::names::fold;
use reportmap::gazetteer::{Gazetteer, Likeness, PlaceRef, Search};
use std::collections::BTreeMap;

const SEED: u64 = 20_260_101;
/// Misspellings.
const ALL: usize = 500;

/// Languages, a letter of their script, the countries.
const LANGUAGES: [(&str, char, &[&str]); 12] = [
    ("Arabic", 'ا', &["SY", "IQ", "YE", "SD", "LY", "EG", "LB", "JO", "SA"]),
    ("Armenian", 'ա', &["AM"]),
    ("Azerbaijani", 'a', &["AZ"]),
    ("English", 'a', &["GB", "US", "AU", "NZ", "IE"]),
    ("French", 'a', &["FR"]),
    ("Georgian", 'ა', &["GE"]),
    ("Greek", 'α', &["GR", "CY"]),
    ("Hebrew", 'א', &["IL"]),
    ("Persian", 'ا', &["IR", "AF"]),
    ("Russian", 'а', &["RU"]),
    ("Spanish", 'a', &["ES", "MX", "CO", "AR", "PE", "VE"]),
    ("Turkish", 'a', &["TR"]),
];

/// The blocks of Unicode that the scripts lie in.
fn script(letter: char) -> u32 {
    match u32::from(letter) {
        code @ 0..0x370 => {
            if code < 0x250 {
                0
            } else {
                code
            }
        }
        0x370..0x400 => 1,
        0x400..0x530 => 2,
        0x530..0x590 => 3,
        0x590..0x600 => 4,
        0x600..0x780 => 5,
        0x10a0..0x1100 => 6,
        code => code,
    }
}

/// Names of a language with their places: main names as they are written in Latin, others as the index has them.
fn names(gazetteer: &Gazetteer) -> BTreeMap<&'static str, Vec<(String, PlaceRef)>> {
    let mut out: BTreeMap<&str, Vec<(String, PlaceRef)>> = BTreeMap::new();
    gazetteer.for_each_name(|name, places| {
        if name.chars().count() < 5 {
            return;
        }
        for (place, _) in places {
            let Some(view) = gazetteer.place(*place) else { continue };
            let Some(country) = view.country_code() else { continue };
            for (language, letter, countries) in LANGUAGES {
                let is_script = name.chars().all(|c| !c.is_alphabetic() || script(c) == script(letter));
                if !is_script || !countries.contains(&country.as_str()) {
                    continue;
                }
                let written = view.name();
                if letter != 'a' {
                    out.entry(language).or_default().push((name.to_owned(), *place));
                } else if fold(written) == name {
                    out.entry(language).or_default().push((written.to_owned(), *place));
                }
            }
        }
    });
    out
}

#[test]
fn most_misspellings_find_their_place() {
    let gazetteer = Gazetteer::embedded();
    let same = Search { likeness: Likeness::Same, limit: 1, ..Search::default() };
    let is_known = |name: &str| !gazetteer.search(name, &same).is_empty();
    let names = names(&gazetteer);
    assert_eq!(names.len(), LANGUAGES.len());
    let mut dice = Dice::new(SEED);
    let mut told: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut by_rule: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for number in 0..ALL {
        let (language, names) = names.iter().nth(number % LANGUAGES.len()).unwrap();
        let mut turn = number / LANGUAGES.len();
        let mut tries = 0;
        let (rule, name, wrong, place) = loop {
            // Some rules change nothing in any name of a language: Armenian has hardly a mark. Then it is the next one's turn.
            tries += 1;
            turn += usize::from(tries % 2000 == 0);
            let rule = RULES[turn % RULES.len()];
            let (name, place) = &names[dice.below(names.len())];
            let is_first = gazetteer.search(name, &same).first().is_some_and(|found| found.place == *place);
            let Some(mut wrong) = misspell(name, rule, &mut dice).filter(|_| is_first) else { continue };
            if number % 3 == 0 && name.chars().count() >= 9 {
                let second = RULES[dice.below(5)];
                wrong = misspell(&wrong, second, &mut dice).unwrap_or(wrong);
            }
            if !is_known(&wrong) || matches!(rule, make::Rule::Accents) {
                break (rule, name, wrong, *place);
            }
        };
        let found = gazetteer.search(&wrong, &Search { limit: 5, ..Search::default() });
        let is_found = found.iter().any(|found| found.place == place);
        for entry in [told.entry(language).or_default(), by_rule.entry(format!("{rule:?}")).or_default()] {
            entry.0 += usize::from(is_found);
            entry.1 += 1;
        }
        if !is_found {
            let view = gazetteer.place(place).unwrap();
            println!(
                "{language} {rule:?}: {wrong} for {name} ({} {:?}): {:?}",
                view.name(),
                view.population(),
                found
                    .iter()
                    .map(|f| (gazetteer.place(f.place).unwrap().name().to_owned(), f.matched.name(), f.edits, &f.name))
                    .collect::<Vec<_>>()
            );
        }
    }
    let found: usize = told.values().map(|(found, _)| found).sum();
    println!("{found} of {ALL}: {told:?}\n{by_rule:?}");
    assert!(found * 100 >= ALL * 95, "{found} of {ALL} found: {told:?}");
}

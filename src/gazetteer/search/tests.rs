//! Searching the gazetteer inside the program.

use super::*;
use crate::gazetteer::PlaceId;

fn names(gazetteer: &Gazetteer, name: &str, search: &Search) -> Vec<String> {
    let found = gazetteer.search(name, search).into_iter();
    found.filter_map(|found| gazetteer.place(found.place)).map(|view| view.name().to_owned()).collect()
}

fn ranks(gazetteer: &Gazetteer, name: &str, search: &Search) -> Vec<(PlaceRef, f64)> {
    gazetteer.search(name, search).into_iter().map(|found| (found.place, found.score)).collect()
}

#[test]
fn the_best_of_many_are_those_of_all() {
    let gazetteer = Gazetteer::embedded();
    // A limit that the index has no list for makes it look at all.
    let all = |likeness| Search { limit: usize::MAX, likeness, ..Search::default() };
    for (name, likeness) in [
        ("San José", Likeness::Same),
        ("Santa Maria", Likeness::Spelling),
        ("Santa Mraia", Likeness::Edits),
        ("b", Likeness::Prefix),
        ("san", Likeness::Prefix),
        ("Khar", Likeness::Prefix),
        ("мос", Likeness::Prefix),
        ("ال", Likeness::Prefix),
        ("Hadrut", Likeness::Prefix),
    ] {
        let whole = ranks(&gazetteer, name, &all(likeness));
        for limit in [1, 10, 32] {
            let few = ranks(&gazetteer, name, &Search { limit, likeness, ..Search::default() });
            assert_eq!(few, whole[..limit.min(whole.len())], "{name} {limit}");
        }
    }
}

#[test]
fn a_name_that_is_being_typed_gives_what_it_may_become() {
    let gazetteer = Gazetteer::embedded();
    let search = Search { limit: 3, likeness: Likeness::Prefix, ..Search::default() };
    assert_eq!(names(&gazetteer, "Stepanak", &search)[0], "Khankendi");
    assert_eq!(names(&gazetteer, "Lond", &search)[0], "London");
    let found = gazetteer.search("Londo", &search);
    assert_eq!((found[0].matched, found[0].name.as_ref()), (MatchKind::Prefix, "london"));
    let whole = gazetteer.search("London", &search);
    assert_eq!(whole[0].matched, MatchKind::Exact);
    assert!(gazetteer.search("Lxqzw", &search).is_empty());
}

#[test]
fn filters_leave_what_they_say() {
    let gazetteer = Gazetteer::embedded();
    for likeness in [Likeness::Same, Likeness::Prefix, Likeness::Edits] {
        let bounds = [-10.0, 35.0, 5.0, 45.0];
        let search = Search {
            classes: vec![FeatureClass::Populated],
            bounds: Some(bounds),
            likeness,
            limit: 50,
            ..Search::default()
        };
        let found = gazetteer.search("San Juan", &search);
        assert!(!found.is_empty(), "{likeness:?}");
        for place in found.iter().filter_map(|found| gazetteer.place(found.place)) {
            let at = place.at();
            assert_eq!(place.feature_class(), FeatureClass::Populated);
            assert!(at.lon >= -10.0 && at.lon <= 5.0 && at.lat >= 35.0 && at.lat <= 45.0, "{place:?}");
        }
    }
}

#[test]
fn errors_of_typing_are_forgiven_by_length() {
    let gazetteer = Gazetteer::embedded();
    let finds = |name: &str, id: &str| {
        let found = gazetteer.search(name, &Search { limit: 5, ..Search::default() });
        let place = gazetteer.by_id(&PlaceId(id.to_owned()));
        found.into_iter().find(|found| Some(found.place) == place).map(|found| (found.matched, found.edits))
    };
    // The first letter, two exchanged, two errors in a long name, also both in its beginning.
    assert_eq!(finds("Vaghdad", "geonames:98182"), Some((MatchKind::Edit, 1)));
    assert_eq!(finds("Baghadd", "geonames:98182"), Some((MatchKind::Edit, 1)));
    assert_eq!(finds("Jerusalme", "geonames:281184"), Some((MatchKind::Edit, 1)));
    assert_eq!(finds("Zhanhigarh", "geonames:1274746"), Some((MatchKind::Edit, 2)));
    assert_eq!(finds("Rone", "geonames:3169070"), None);
}

#[test]
fn a_name_misspelt_in_another_script_is_found_by_its_key() {
    let gazetteer = Gazetteer::embedded();
    // Hadrut in Georgian letters, which the gazetteer has it not in, with a wrong vowel.
    let found = gazetteer.search("ჰადრით", &Search::default());
    assert!(found.iter().any(|found| found.matched == MatchKind::TransliterationEdit && found.edits == 1), "{found:?}");
    assert!(found.iter().any(|found| gazetteer.place(found.place).is_some_and(|view| view.name().contains("Hadrut"))));
}

#[test]
fn an_early_stop_needs_one_layer_and_no_filter() {
    let gazetteer = Gazetteer::embedded();
    let near = |lon, lat| Search { near: Some(LonLat::new(lon, lat)), limit: 1, ..Search::default() };
    // The nearest San José is none of the 32 largest.
    let found = gazetteer.search("San José", &near(-74.6, -8.33));
    assert!(found[0].near.is_some_and(|km| km.0 < 10.0), "{found:?}");
    assert!(
        gazetteer
            .search("San José", &Search { limit: 32, ..Search::default() })
            .iter()
            .all(|f| f.place != found[0].place)
    );
}

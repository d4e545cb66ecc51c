//! Where incidents and assets are.

use super::*;

#[test]
fn each_place_of_a_list_has_its_incident() {
    let all = incidents("Thousands marched in Dhaka, Chittagong and Sylhet on Friday.");
    assert_eq!(all.len(), 3, "{:?}", kinds(&all));
}

#[test]
fn a_quake_is_not_where_it_was_felt() {
    let quake =
        only("A magnitude 6.1 earthquake struck near Malatya in Turkey on Friday. The quake was felt in Istanbul.");
    assert!(quake.place_name.as_deref().is_some_and(|name| name.contains("Malatya")), "{:?}", quake.place_name);
}

#[test]
fn precision_follows_the_words() {
    for (source, geo_precision, where_prec) in [
        ("The town of Martuni was shelled.", 1, 1),
        ("Troops clashed with rebels near the town of Martuni.", 2, 2),
        ("Azerbaijani troops clashed with Armenian troops in the Karabakh region.", 3, 5),
        ("Army troops clashed with rebels in Tigray.", 3, 4),
        ("Rebels clashed with army troops in Mali.", 3, 6),
        ("Artillery shelled a depot at 40.18°N, 44.51°E on Tuesday.", 1, 1),
        ("Artillery shelled a depot at 40.2°N, 44.5°E on Tuesday.", 2, 2),
        ("Artillery shelled a depot at 40°N, 44°E on Tuesday.", 3, 5),
    ] {
        let found = only(source);
        let codes = (found.geo_precision, found.where_prec);
        // A region may be kept as a region or as the state of the same name.
        let wheres = if where_prec == 4 { vec![Some(4), Some(5)] } else { vec![Some(where_prec)] };
        assert!(codes.0 == Some(geo_precision) && wheres.contains(&codes.1), "{source}: {codes:?}");
    }
}

#[test]
fn a_border_is_a_line_with_a_point_on_it() {
    let taken = only("Azeri forces said they had taken full control of the border with Iran, which Armenia denied.");
    assert_eq!(taken.where_prec, Some(5));
    let geo::Geometry::MultiLineString(lines) = taken.geometry.as_ref().unwrap().geometry().clone() else {
        panic!("a line")
    };
    let (_, far) = crate::geography::nearest_on_lines(taken.at().unwrap(), &lines).unwrap();
    assert!(far.0 < 1.0, "{far:?}");
}

#[test]
fn a_government_locates_nothing() {
    let all = incidents("Moscow said that its troops had clashed with rebels.");
    assert!(all.iter().all(|i| i.lat.is_none()), "{:?}", kinds(&all));
}

#[test]
fn a_place_that_no_gazetteer_has_is_told_by_its_name() {
    let taken = only("Army troops captured the settlement of Qwertzuiop.");
    assert_eq!((taken.place_name.as_deref(), taken.lat), (Some("Qwertzuiop"), None));
}

#[test]
fn what_happened_at_a_place_that_no_gazetteer_has_did_not_happen_in_the_next_town() {
    for source in [
        "Gunmen attacked a convoy near Qwertzuiop on Friday, and clashes continued in Goma.",
        "Gunmen attacked a convoy near Qwertzuiop on Friday. In Goma, clashes continued.",
    ] {
        let all = incidents(source);
        let told: Vec<_> = all.iter().map(|i| (i.place_name.as_deref(), i.lat.is_some())).collect();
        assert_eq!(told, [(Some("Qwertzuiop"), false), (Some("Goma"), true)], "{source}");
    }
    // An area may hold it, and so may the town that the sentence starts with.
    assert!(only("In Goma, gunmen attacked a market at Qwertzuiop, killing two.").lat.is_some());
    let all = findings(
        "The power plant at Qwertzuiop was not damaged, but the substation in Goma has been out of service since \
         Friday.",
    );
    let at = |kind: &str| all.infrastructure.iter().find(|a| a.kind == kind).map(|a| a.at().is_some());
    assert_eq!((at("power_station"), at("substation")), (Some(false), Some(true)));
}

#[test]
fn an_airport_is_where_the_gazetteer_has_it() {
    for source in [
        "Drones hit Aden International Airport on Friday.",
        "Drones damaged Aden airport on Friday.",
        "Drones damaged the airport in Aden on Friday.",
        "Drones struck Aden on Friday, and the airport was damaged.",
    ] {
        let all = findings(source).infrastructure;
        assert_eq!(all.len(), 1, "{source}");
        assert_eq!(all[0].place_name.as_deref(), Some("Aden International Airport"), "{source}");
    }
    // Nothing else says where it was.
    let struck = only("Drones hit Aden International Airport on Friday.");
    assert_eq!(struck.place_name.as_deref(), Some("Aden International Airport"));
    // Of several in a town none is the one.
    let london = findings("Drones damaged the airport in London on Friday.").infrastructure;
    assert_ne!(london[0].place_name.as_deref(), Some("London City Airport"));
}

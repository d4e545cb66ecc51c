//! Whole texts through recognition and resolution: the failures of other geoparsers, and the traps of the field.

use crate::gazetteer::Gazetteer;
use crate::recognize::{Role, recognize};
use crate::resolve::{Resolved, Toponym, resolve};
use crate::text::Text;
use std::sync::LazyLock;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::embedded);

fn read(source: &str) -> Resolved {
    let text = Text::new(source);
    resolve(&text, &recognize(&text, &GAZETTEER), &GAZETTEER)
}

fn find<'r>(resolved: &'r Resolved, surface: &str) -> &'r Toponym {
    resolved
        .toponyms
        .iter()
        .find(|t| t.surface == surface)
        .unwrap_or_else(|| panic!("no {surface:?} in {:?}", surfaces(resolved)))
}

fn surfaces(resolved: &Resolved) -> Vec<&str> {
    resolved.toponyms.iter().map(|t| t.surface.as_str()).collect()
}

/// Id and role of a surface.
fn told(source: &str, surface: &str) -> (String, Role) {
    let resolved = read(source);
    let toponym = find(&resolved, surface);
    (toponym.place.as_ref().map_or_else(String::new, |p| p.id.0.clone()), toponym.role)
}

fn id(source: &str, surface: &str) -> String {
    told(source, surface).0
}

mod failures_of_peers {
    use super::*;

    #[test]
    fn china_is_the_country_and_no_school_in_hubei() {
        assert_eq!(id("We traveled to China.", "China"), "geonames:1814991");
    }

    #[test]
    fn the_usa_is_the_country_and_no_building_in_california() {
        assert_eq!(id("We traveled to the USA.", "USA"), "geonames:6252001");
    }

    #[test]
    fn a_state_that_is_no_more_does_not_empty_the_report() {
        let resolved = read("The Soviet Union fell apart in 1991. Crowds gathered in Tbilisi and in Riga.");
        assert_eq!(find(&resolved, "Soviet Union").place.as_ref().unwrap().id.0, "reportmap:soviet-union");
        assert_eq!(find(&resolved, "Tbilisi").place.as_ref().unwrap().id.0, "geonames:611717");
        assert_eq!(find(&resolved, "Riga").place.as_ref().unwrap().id.0, "geonames:456172");
    }

    #[test]
    fn an_unknown_name_is_listed_and_the_others_stay() {
        let resolved = read("Troops entered the village of Qwertzuiop near Baku.");
        assert_eq!(resolved.unresolved[0].surface, "Qwertzuiop");
        assert_eq!(find(&resolved, "Baku").place.as_ref().unwrap().id.0, "geonames:587084");
    }

    #[test]
    fn a_single_match_that_is_exact_is_kept() {
        assert_eq!(id("A market in Wuppertal burned down.", "Wuppertal"), "geonames:2805753");
    }

    #[test]
    fn long_beach_to_fresno_stays_in_california() {
        let resolved = read("From: Long Beach, CA To: Fresno, CA");
        assert_eq!(find(&resolved, "Long Beach").place.as_ref().unwrap().id.0, "geonames:5367929");
        assert_eq!(find(&resolved, "Fresno").place.as_ref().unwrap().id.0, "geonames:5350937");
        assert_eq!(find(&resolved, "CA").place.as_ref().unwrap().id.0, "geonames:5332921");
    }

    #[test]
    fn a_bracket_behind_a_name_breaks_nothing() {
        assert_eq!(id("Wuppertal (remote-option)", "Wuppertal"), "geonames:2805753");
    }

    #[test]
    fn south_of_a_small_town_in_an_oblast_is_found() {
        let resolved = read("South of Krasnohorivka, Donetsk Oblast, two soldiers were wounded.");
        let south = find(&resolved, "South of Krasnohorivka");
        assert_eq!(south.role, Role::Relative);
        let at = south.place.as_ref().unwrap().at;
        assert!(at.lat < 48.0 && at.lat > 47.85 && (at.lon - 37.5).abs() < 0.1, "{at:?}");
        assert!(south.geometry.is_some());
        assert_eq!(find(&resolved, "Donetsk Oblast").place.as_ref().unwrap().id.0, "geonames:709716");
    }

    #[test]
    fn oklahoma_is_the_state() {
        assert_eq!(id("A tornado tore through Oklahoma on Monday.", "Oklahoma"), "geonames:4544379");
    }

    #[test]
    fn a_large_town_is_meant_and_the_state_called_after_it_where_the_text_says_so() {
        let code = |source: &str, surface: &str| {
            let resolved = read(source);
            find(&resolved, surface).place.as_ref().unwrap().feature_code.clone()
        };
        for name in ["Idlib", "Ghazni", "Nabatieh", "Basra"] {
            assert_eq!(code(&format!("Gunmen attacked a checkpoint in {name} on Monday."), name), "PPL", "{name}");
        }
        assert_eq!(code("Gunmen attacked a checkpoint in Idlib province on Monday.", "Idlib"), "ADM1");
        assert_eq!(code("Clashes broke out in the northern governorate of Idlib on Sunday.", "Idlib"), "ADM1");
        // "Alaska" is another name of Anchorage.
        for name in ["Quebec", "Alaska"] {
            assert_eq!(code(&format!("Fires burned in {name} on Monday."), name), "ADM1", "{name}");
        }
    }

    #[test]
    fn bangor_in_maine_is_not_in_ireland() {
        assert_eq!(id("She grew up in Bangor, Maine.", "Bangor"), "geonames:4957280");
    }

    #[test]
    fn european_is_a_people_and_no_mine_in_arizona() {
        let (id, role) = told("Several European leaders met on Monday.", "European");
        assert_eq!((id.as_str(), role), ("geonames:6255148", Role::Demonym));
    }

    #[test]
    fn berlin_is_in_germany() {
        assert_eq!(id("Thousands marched in Berlin.", "Berlin"), "geonames:2950159");
    }

    #[test]
    fn a_wrong_alias_of_a_public_gazetteer_does_not_win() {
        for name in ["Martouni", "Martoni", "Martuni"] {
            assert_eq!(id(&format!("Shells hit the town of {name} in the Karabakh region."), name), "geonames:146969");
        }
    }

    #[test]
    fn northern_ethiopia_is_an_area_and_no_town() {
        let resolved = read("Fighting went on in northern Ethiopia.");
        let north = find(&resolved, "northern Ethiopia");
        assert_eq!(north.role, Role::Relative);
        let bbox = north.geometry.as_ref().unwrap().bbox().unwrap();
        assert!(bbox[1] > 8.5 && bbox[3] > 14.0 && bbox[2] - bbox[0] > 5.0, "{bbox:?}");
    }

    #[test]
    fn an_airport_that_is_closed_is_no_government() {
        let airport = "Toussaint Louverture International Airport";
        let (_, role) = told(&format!("{airport} has been closed to commercial flights since Monday."), airport);
        assert_eq!(role, Role::Literal);
    }

    #[test]
    fn governments_and_modifiers_are_no_locations() {
        let resolved = read("Moscow accused Kyiv of breaking the truce, Russian media reported.");
        let roles: Vec<_> = resolved.toponyms.iter().map(|t| (t.surface.as_str(), t.role)).collect();
        assert_eq!(roles, [("Moscow", Role::Metonym), ("Kyiv", Role::Metonym), ("Russian", Role::Demonym)]);
        assert!(resolved.toponyms.iter().all(|t| t.geometry.is_none()));
    }
}

mod roles {
    use super::*;

    #[test]
    fn washington_the_city_and_washington_the_government() {
        assert_eq!(
            told("The envoys met in Washington on Friday.", "Washington"),
            ("geonames:4140963".to_owned(), Role::Literal)
        );
        assert_eq!(
            told("Brussels and Washington called for calm.", "Washington"),
            ("geonames:4140963".to_owned(), Role::Metonym)
        );
    }

    #[test]
    fn a_place_inside_the_name_of_a_body_or_a_paper_is_no_place() {
        for (source, surface, role) in [
            ("Mediators of the Minsk Group arrived.", "Minsk", Role::Organization),
            ("They asked the \"Minsk\" group for help.", "Minsk", Role::Organization),
            ("It breaks the Helsinki Document, he said.", "Helsinki", Role::Document),
            ("The Organization for Security and Cooperation in Europe sent monitors.", "Europe", Role::Organization),
            ("The Paris Agreement was signed.", "Paris", Role::Document),
            ("The Boston Globe wrote about it.", "Boston", Role::Organization),
        ] {
            assert_eq!(told(source, surface).1, role, "{source}");
        }
    }

    #[test]
    fn what_is_between_governments_makes_governments() {
        for source in ["The valley is disputed between India and Pakistan.", "Talks between Cairo and Doha broke down."]
        {
            assert!(read(source).toponyms.iter().all(|t| t.role == Role::Metonym), "{source}");
        }
        let road = read("The road between Kabul and Kandahar was cut.");
        let roles: Vec<_> = road.toponyms.iter().map(|t| t.role).collect();
        assert_eq!(roles, [Role::Literal, Role::Literal, Role::Relative]);
    }

    #[test]
    fn a_small_word_at_the_front_of_a_sentence_is_no_town() {
        let found = read("The Kyiv–Odesa highway was closed. In Goma and in Sake it was quiet. On Friday it opened.");
        assert_eq!(surfaces(&found), ["Kyiv", "Odesa", "Goma", "Sake"]);
    }

    #[test]
    fn persons_are_no_places_even_when_a_town_has_their_name() {
        let resolved =
            read("Josep Borrell met Zahrab Manatsakanyan. Mike Pompeo spoke. Pompeo left. Reuters had a photograph.");
        assert_eq!(surfaces(&resolved), Vec::<&str>::new());
        assert!(resolved.unresolved.is_empty(), "{:?}", resolved.unresolved);
    }

    #[test]
    fn baku_the_city_stands_beside_baku_the_government() {
        let resolved = read("Baku denied the report. A bomb went off in Baku.");
        let roles: Vec<_> = resolved.toponyms.iter().map(|t| t.role).collect();
        assert_eq!(roles, [Role::Metonym, Role::Literal]);
    }

    #[test]
    fn a_possessive_with_a_noun_of_state_is_a_government() {
        assert_eq!(told("He praised Baku's commitment to peace.", "Baku").1, Role::Metonym);
        assert_eq!(told("Tehran's markets were open; he lives in Tehran.", "Tehran").1, Role::Literal);
    }
}

mod relative_places {
    use super::*;
    use geo::Geometry;

    fn border(source: &str, surface: &str) -> Toponym {
        let resolved = read(source);
        find(&resolved, surface).clone()
    }

    #[test]
    fn the_border_with_iran_is_the_line_that_azerbaijan_shares_with_it() {
        let line = border(
            "Azeri forces took full control of the border with Iran, but Armenia denied it.",
            "border with Iran",
        );
        assert_eq!(line.place.as_ref().unwrap().id.0, "border:AZ-IR");
        let Some(Geometry::MultiLineString(lines)) = line.geometry.as_ref().map(|g| g.geometry().clone()) else {
            panic!("a line")
        };
        assert_eq!(lines.0.len(), 2, "Armenia lies between the two arcs");
        use geo::{Geodesic, Length};
        let km: f64 = lines.iter().map(|l| Geodesic.length(l)).sum::<f64>() / 1000.0;
        assert!((580.0..600.0).contains(&km), "{km}");
    }

    #[test]
    fn a_border_is_found_however_it_is_said() {
        for (source, surface) in [
            ("Trucks wait at the Syria-Turkey border.", "Syria-Turkey border"),
            ("Trucks wait at Turkey's border with Syria.", "Turkey's border with Syria"),
            ("Trucks wait at the border between Turkey and Syria.", "border between Turkey and Syria"),
        ] {
            assert_eq!(border(source, surface).place.unwrap().id.0, "border:SY-TR", "{source}");
        }
    }

    #[test]
    fn a_distance_and_a_direction_give_a_point_with_its_uncertainty() {
        let resolved = read("The bridge lies 20 km north of Sloviansk.");
        let place = find(&resolved, "20 km north of Sloviansk");
        let at = place.place.as_ref().unwrap().at;
        assert!((at.lat - 49.04).abs() < 0.03 && (at.lon - 37.6).abs() < 0.05, "{at:?}");
        assert!(place.precision_m.0 >= 4_000.0, "{:?}", place.precision_m);
    }

    #[test]
    fn a_coast_is_a_line_without_the_land_borders() {
        let coast = border("A ship sank off the coast of Libya.", "coast of Libya");
        let bbox = coast.geometry.as_ref().unwrap().bbox().unwrap();
        assert!(bbox[1] > 29.0, "{bbox:?}");
    }

    #[test]
    fn coordinates_are_places() {
        let (id, role) = told("The crater at 39.8000 N, 47.1000 E is new.", "39.8000 N, 47.1000 E");
        assert_eq!((id.as_str(), role), ("geo:39.80000,47.10000", Role::Coordinate));
    }

    #[test]
    fn a_position_is_called_as_it_is_written_in_one_line_and_a_link_by_its_numbers() {
        let place = |source: &str| read(source).toponyms[0].place.clone().unwrap();
        assert_eq!(place("It fell at 40°10′N,\n44°30′E.").name, "40°10′N, 44°30′E");
        assert_eq!(place("Seen https://www.openstreetmap.org/#map=17/40.18/44.51").name, "40.18000, 44.51000");
    }

    #[test]
    fn coordinates_are_as_exact_as_they_are_written() {
        let precision = |source: &str| read(source).toponyms[0].precision_m.0;
        assert_eq!(precision("It fell at 40.18°N, 44.51°E."), 1_112.0);
        assert_eq!(precision("It fell at 38T MK 585 479."), 100.0);
        assert_eq!(precision("It fell at geo:40.18,44.51;u=35."), 35.0);
    }
}

mod together {
    use super::*;

    #[test]
    fn georgia_is_the_country_unless_atlanta_is_near() {
        assert_eq!(id("Protesters marched in Georgia.", "Georgia"), "geonames:614540");
        assert_eq!(id("Police in Atlanta, Georgia, arrested two.", "Georgia"), "geonames:4197000");
    }

    #[test]
    fn paris_in_texas_and_london_in_ontario() {
        assert_eq!(id("A fire broke out in Paris, Texas.", "Paris"), "geonames:4717560");
        assert_eq!(id("A fire broke out in London, Ontario.", "London"), "geonames:6058560");
    }

    #[test]
    fn martuni_on_lake_sevan_is_the_one_when_the_lake_is_named() {
        assert_eq!(
            id("The road from Gavar to Martuni, on the shore of Lake Sevan in Armenia, was closed.", "Martuni"),
            "geonames:616438"
        );
    }

    #[test]
    fn a_name_has_one_place_in_a_report() {
        let resolved = read("Paris was quiet. The mayor of Paris, Texas, spoke. Paris slept.");
        let ids: std::collections::BTreeSet<_> = resolved
            .toponyms
            .iter()
            .filter(|t| t.surface == "Paris")
            .filter_map(|t| t.place.as_ref())
            .map(|p| &p.id)
            .collect();
        assert_eq!(ids.len(), 1);
    }

    #[test]
    fn what_could_be_several_places_says_so() {
        let resolved = read("There was a meeting in Springfield.");
        let springfield = find(&resolved, "Springfield");
        assert!(springfield.alternatives.len() >= 2);
        assert!(springfield.confidence < 0.7, "{}", springfield.confidence);
    }

    #[test]
    fn a_report_that_mentions_nothing_moves_nothing() {
        for source in ["", " \n", "...", "nothing happened here at all", "🙂🙂"] {
            assert_eq!(read(source), Resolved::default(), "{source:?}");
        }
    }
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn offsets_slice_back_to_the_surface_of_any_text(
            words in prop::collection::vec(prop_oneof!["\\PC{0,8}", Just("Baku".to_owned()), Just("north of".to_owned()), Just("Xocavənd".to_owned()), Just("border with".to_owned()), Just("Iran".to_owned()), Just(",".to_owned()), Just("🇦🇲".to_owned()), Just("\n\n".to_owned())], 0..24)
        ) {
            let source = words.join(" ");
            let resolved = read(&source);
            for toponym in &resolved.toponyms {
                let slice: String = source.chars().skip(toponym.span.start).take(toponym.span.len()).collect();
                prop_assert_eq!(&slice, &toponym.surface);
                prop_assert!((0.0..=1.0).contains(&toponym.confidence));
            }
        }
    }
}

mod places_beside_their_names {
    use super::*;
    use crate::geography::{LonLat, Metres, distance};
    use geo::{Contains, Point};

    /// The relative place of a text that has this relation.
    fn relative(source: &str, relation: &str) -> Toponym {
        let resolved = read(source);
        let all: Vec<_> = resolved.toponyms.iter().filter(|t| t.relation.as_deref() == Some(relation)).collect();
        assert_eq!(all.len(), 1, "{:?}", surfaces(&resolved));
        all[0].clone()
    }

    fn holds(toponym: &Toponym, lon: f64, lat: f64) -> bool {
        toponym.geometry.as_ref().unwrap().geometry().contains(&Point::new(lon, lat))
    }

    #[test]
    fn near_a_town_is_a_circle_around_it_and_the_town_stays_a_mention() {
        let source = "Two shells fell near the small town of Trostianets on Monday.";
        let near = relative(source, "near");
        assert_eq!((near.surface.as_str(), near.role), ("Trostianets", Role::Literal));
        assert!((10_000.0..20_000.0).contains(&near.precision_m.0), "{:?}", near.precision_m);
        let at = near.place.as_ref().unwrap().at;
        assert!(holds(&near, at.lon, at.lat) && !holds(&near, at.lon, at.lat + 0.3));
    }

    #[test]
    fn the_outskirts_are_nearer_than_near() {
        let edge = relative("Fighting went on in the outskirts of Sloviansk.", "outskirts");
        let near = relative("Fighting went on near Sloviansk.", "near");
        assert!(edge.precision_m < near.precision_m);
        assert_eq!(edge.place, near.place);
    }

    #[test]
    fn between_two_towns_is_a_corridor() {
        let source = "A convoy was ambushed between Goma and Sake.";
        let between = relative(source, "between");
        assert_eq!(between.surface, "between Goma and Sake");
        // Goma 29.23 E 1.67 S, Sake 29.04 E 1.57 S: half-way is 29.14 E 1.62 S.
        let at = between.place.as_ref().unwrap().at;
        assert!(distance(at, LonLat::new(29.137, -1.625)) < Metres(3_000.0), "{at:?}");
        assert!(holds(&between, at.lon, at.lat) && !holds(&between, 29.35, -1.7));
        assert_eq!(surfaces(&read(source)), ["Goma", "Sake", "between Goma and Sake"]);
    }

    #[test]
    fn a_road_is_named_by_its_ends() {
        for (source, surface, code) in [
            ("Traffic on the Kyiv–Odesa highway was halted.", "the Kyiv–Odesa highway", "RD"),
            ("A mine went off on the road from Gao to Ansongo.", "road from Gao to Ansongo", "RD"),
            ("The railway linking Dire Dawa and Djibouti was cut.", "railway linking Dire Dawa and Djibouti", "RR"),
        ] {
            let road = relative(source, "road");
            let code_found = road.place.as_ref().map(|p| p.feature_code.clone());
            assert_eq!((road.surface.as_str(), code_found.as_deref()), (surface, Some(code)), "{source}");
        }
    }

    #[test]
    fn off_a_port_is_the_sea_around_it_and_off_a_country_its_coast() {
        let port = relative("A tanker was hit 40 miles out in waters off Hodeidah.", "off");
        assert!(port.precision_m > Metres(20_000.0));
        let coast = relative("Pirates boarded a vessel off Somalia on Friday.", "off");
        assert_eq!(coast.place.unwrap().id.0, "coast:geonames:51537");
    }

    #[test]
    fn a_short_plus_code_lies_near_the_place_behind_it() {
        // 8HG65GM7+RX is its full code by the reference implementation (PyPI openlocationcode 1.0.1).
        let resolved = read("The depot stands at 5GM7+RX Yerevan, guards said.");
        let depot = find(&resolved, "5GM7+RX Yerevan");
        let at = depot.place.as_ref().unwrap().at;
        assert_eq!((depot.role, at.lat, at.lon), (Role::Coordinate, 40.184_563, 44.514_938));
        assert!(depot.precision_m < Metres(50.0));
    }

    #[test]
    fn what_is_between_parties_or_off_the_agenda_lies_nowhere() {
        for source in [
            "The match between Leeds and Hull was called off.",
            "Flights between London and Paris were cancelled.",
            "Talks between Geneva and Bern failed.",
            "The trip was called off Friday in Rome.",
            "She lives near the border.",
        ] {
            let resolved = read(source);
            assert!(resolved.toponyms.iter().all(|t| t.relation.is_none()), "{source}: {:?}", surfaces(&resolved));
        }
    }
}

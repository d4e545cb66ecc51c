//! Whole sentences through all stages: what is an incident, what is none, who says so, where and when.

use super::*;
use crate::gazetteer::Gazetteer;
use crate::recognize::recognize;
use crate::resolve::resolve;
use jiff::civil::date;
use std::sync::LazyLock;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::embedded);

mod places;
mod told_again;
mod wire;

fn findings(source: &str) -> Findings {
    let text = Text::new(source);
    let found = recognize(&text, &GAZETTEER);
    let places = resolve(&text, &found, &GAZETTEER);
    let context = Context { report: "test", published: Some(date(2020, 10, 24)), judge: None, vocabulary: None };
    code(&text, &found, &places, context, &GAZETTEER)
}

fn incidents(source: &str) -> Vec<Incident> {
    findings(source).incidents
}

/// The only incident of a text.
fn only(source: &str) -> Incident {
    let all = incidents(source);
    assert_eq!(all.len(), 1, "{source}: {:?}", kinds(&all));
    all.into_iter().next().unwrap()
}

fn kinds(all: &[Incident]) -> Vec<(&str, Option<&str>)> {
    all.iter().map(|i| (i.sub_event_type.as_str(), i.place_name.as_deref())).collect()
}

mod what {
    use super::*;

    #[test]
    fn each_kind_of_event_is_told_from_the_others() {
        for (source, kind) in [
            ("Government troops clashed with rebels near Goma on Friday.", "Armed clash"),
            ("Artillery shelled the town of Stanytsia on Friday and hit Luhansk.", "Shelling/artillery/missile attack"),
            ("An airstrike hit a market in Idlib.", "Air/drone strike"),
            ("A suicide bomber killed twelve people in Kabul.", "Suicide bomb"),
            ("A roadside bomb exploded near Mosul.", "Remote explosive/landmine/IED"),
            ("Army troops captured the town of Bakhmut.", "Government regains territory"),
            ("Rebels captured the city of Goma.", "Non-state actor overtakes territory"),
            ("Thousands of people marched in Warsaw on Saturday.", "Peaceful protest"),
            ("Police fired tear gas at protesters in Nairobi.", "Protest with intervention"),
            ("Gunmen kidnapped thirty students in Kaduna.", "Abduction/forced disappearance"),
            ("Gunmen attacked a village near Djibo and killed nine people.", "Attack"),
            ("The two sides signed a ceasefire agreement in Geneva.", "Agreement"),
            ("Air defence shot down two drones over Odesa.", "Disrupted weapons use"),
            ("Floods swept through Derna.", "Flood"),
            ("An earthquake struck Izmir.", "Earthquake"),
            ("A cholera outbreak was reported in Aden.", "Epidemic"),
            ("A ferry capsized near Zanzibar.", "Transport accident"),
            ("A fire broke out in a factory in Karachi.", "Fire"),
        ] {
            let all = incidents(source);
            assert_eq!(all.iter().map(|i| i.sub_event_type.as_str()).collect::<Vec<_>>(), [kind], "{source}");
        }
    }

    #[test]
    fn figures_of_speech_and_plans_are_no_incidents() {
        for source in [
            "He died of a heart attack in Paris.",
            "The company struck a deal in London.",
            "The minister came under fire for his remarks in Berlin.",
            "A price war between supermarkets hit Manchester.",
            "The office in Boston received a flood of emails.",
            "The film bombed at the box office in Los Angeles.",
            "Unions will march in Rome on Saturday.",
            "Israel threatened to bomb Beirut.",
            "If Russia attacks Odesa, the port will close.",
            "Officials urged both sides to end the fighting in Sudan.",
            "The mayor marked the anniversary of the 1988 earthquake in Gyumri.",
            "There was no shelling in Donetsk on Friday.",
            "Typhoon Koppu is expected to make landfall in Aurora province on Sunday.",
            "Some 600 soldiers are to be flown in to Goma this week.",
            "More than 17,000 people were being evacuated from Kherson and surrounding villages.",
            "Troops did not shell Kharkiv.",
            "About 30,000 people were killed in the war from 1991 to 1994 in Karabakh.",
            "Arsenal beat Chelsea in London after a penalty shootout.",
            "The truce collapsed within hours in Tripoli.",
        ] {
            let all = incidents(source);
            assert!(all.is_empty(), "{source}: {:?}", kinds(&all));
        }
    }

    #[test]
    fn again_is_no_second_incident() {
        let all = incidents(
            "The town of Martuni was shelled on Friday. Martuni was shelled again on Friday, residents said.",
        );
        assert!(all.len() <= 2 && all.iter().all(|i| i.place_name == all[0].place_name));
    }

    #[test]
    fn a_vague_verb_keeps_its_candidates() {
        let bombed = only("The town of Martuni was bombed on Friday.");
        assert_eq!(bombed.sub_event_candidates, ["Shelling/artillery/missile attack", "Air/drone strike"]);
    }
}

mod who {
    use super::*;

    fn parties(source: &str, side: PartySide) -> Vec<Party> {
        only(source).parties.into_iter().filter(|p| p.side == side).collect()
    }

    #[test]
    fn who_acts_is_read_from_the_grammar() {
        for (source, names) in [
            ("On Friday Turkish-backed factions shelled the town of Manbij.", vec!["Turkish-backed factions"]),
            ("Teachers held a protest in Lima on Friday.", vec!["Teachers"]),
            ("A doctor was kidnapped by three armed men in Enugu on Friday.", vec!["armed men"]),
            ("In Juliaca police fired tear gas at protesters on Friday.", vec!["police"]),
            ("The town of Martuni was shelled on Friday as Armenian envoys met in Paris.", vec![]),
        ] {
            let found: Vec<String> = parties(source, PartySide::Actor).into_iter().map(|p| p.name).collect();
            assert_eq!(found, names, "{source}");
        }
    }

    #[test]
    fn a_group_has_one_name_a_country_and_a_kind() {
        for source in [
            "RSF fighters shelled a market in El Fasher on Friday.",
            "The Rapid Support Forces shelled a market in El Fasher on Friday.",
        ] {
            let party = parties(source, PartySide::Actor).remove(0);
            assert_eq!(party.known_as.as_deref(), Some("Rapid Support Forces (RSF)"), "{source}");
            assert_eq!((party.country.as_deref(), party.kind), (Some("SD"), Some(ActorKind::Rebels)), "{source}");
        }
    }

    #[test]
    fn a_denial_of_something_else_denies_no_event() {
        let shelled = only(
            "The army shelled the camp of Zamzam on Friday, residents said. The government denied that any aid had been withheld.",
        );
        assert!(shelled.denied_by.is_empty(), "{:?}", shelled.denied_by);
    }

    #[test]
    fn one_side_says_so() {
        let claimed = only("The Ukrainian army said that its forces had repelled an attack near Kurakhove.");
        assert_eq!(claimed.status, Status::Claimed);
        assert_eq!(claimed.claimed_by, ["Ukrainian army"]);
        assert_eq!(claimed.claims[0].speaker_role, "military");
    }

    #[test]
    fn a_denial_belongs_to_what_it_denies() {
        for source in [
            "The Armenian Ministry of Defense said the town of Martuni was shelled, which was denied by Azerbaijan.",
            "The Armenian Ministry of Defense said the town of Martuni was shelled, but Azerbaijan denied this.",
            "The Armenian Ministry of Defense said the town of Martuni was shelled. Azerbaijan denied it.",
            "The Armenian Ministry of Defense said the town of Martuni was shelled; Azerbaijan rejected the report.",
        ] {
            let disputed = only(source);
            assert_eq!(disputed.status, Status::Disputed, "{source}");
            assert_eq!(disputed.claimed_by, ["Armenian Ministry of Defense"], "{source}");
            assert_eq!(disputed.denied_by, ["Azerbaijan"], "{source}");
        }
    }

    #[test]
    fn the_reporters_own_voice_is_nobodys_claim() {
        let reported = only("Shells hit the town of Martuni in shelling on Friday.");
        assert_eq!(reported.status, Status::Reported);
        assert!(reported.claims.is_empty());
    }

    #[test]
    fn no_culprit_is_made_up() {
        let passive = only("The town of Martuni was shelled on Friday.");
        assert!(passive.actors.is_empty());
        assert_eq!(passive.targets, ["Martuni"]);
    }

    #[test]
    fn according_to_names_a_speaker() {
        let claimed = only("According to the Syrian Observatory, an airstrike hit Idlib on Friday.");
        assert_eq!(claimed.claimed_by, ["Syrian Observatory"]);
    }

    #[test]
    fn who_seizes_it_is_not_seized() {
        let all = incidents("The town of Goma was calm after M23 rebels seized it on Friday.");
        assert!(all.iter().all(|i| i.sub_event_type != "Government regains territory"), "{:?}", kinds(&all));
    }
}

mod when {
    use super::*;

    #[test]
    fn the_day_of_a_dateline_is_the_reports_own() {
        for source in [
            "ABUJA, Oct 22 - Gunmen abducted 20 people in Zamfara on Monday, police said.",
            "KHARKIV, October 22 (News) — Russian forces shelled the town of Vovchansk on Monday, killing four people.",
        ] {
            assert_eq!(only(source).date_start, Some(date(2020, 10, 19)), "{source}");
        }
    }

    #[test]
    fn a_night_belongs_to_two_days() {
        let night = only("The town of Martuni was shelled during the night.");
        assert_eq!((night.date_start, night.date_end), (Some(date(2020, 10, 23)), Some(date(2020, 10, 24))));
        assert_eq!(night.date_phrase.as_deref(), Some("during the night"));
    }

    #[test]
    fn what_has_no_date_gets_none() {
        assert_eq!(only("The town of Martuni was shelled.").date_start, None);
    }
}

mod how_many {
    use super::*;

    #[test]
    fn a_range_is_no_sum_and_who_is_included_is_counted_once() {
        for (source, low, best, high) in [
            ("A bombing killed between 12 and 15 people in Kabul on Friday.", 12, 12, 15),
            ("The UN said 11 people, including five children, were killed in clashes in Goma.", 11, 11, 11),
            ("Shelling killed at least four people in Vovchansk on Friday.", 4, 4, 4),
        ] {
            let dead = only(source).fatalities.unwrap_or_else(|| panic!("{source}"));
            assert_eq!((dead.low, dead.best, dead.high), (low, best, high), "{source}");
        }
    }

    #[test]
    fn nobody_dies_of_a_drone_that_was_shot_down() {
        let all = incidents(
            "Drones hit the market of Goma on Friday, witnesses said. The army said it shot down three drones. A doctor said 12 \
             civilians had been killed.",
        );
        let dead: Vec<_> =
            all.iter().map(|i| (i.sub_event_type.as_str(), i.fatalities.as_ref().map(|f| f.best))).collect();
        assert_eq!(dead, [("Air/drone strike", Some(12)), ("Disrupted weapons use", None)]);
    }

    #[test]
    fn the_dead_and_injured_are_counted() {
        let strike = only("An airstrike hit a market in Idlib, killing at least 12 people and wounding 30.");
        let (dead, hurt) = (strike.fatalities.unwrap(), strike.injured.unwrap());
        assert_eq!((dead.low, dead.best, hurt.best), (12, 12, 30));
    }

    #[test]
    fn a_later_sentence_counts_them() {
        let quake = only("An earthquake struck Izmir on Friday. At least seven people were killed.");
        assert_eq!(quake.fatalities.unwrap().best, 7);
    }

    #[test]
    fn vague_words_keep_their_words() {
        let dead = only("An airstrike hit Idlib and dozens of people were killed.").fatalities.unwrap();
        assert_eq!((dead.best, dead.stated.as_deref()), (12, Some("dozens")));
    }

    #[test]
    fn a_magnitude_counts_nobody() {
        assert_eq!(only("An earthquake of magnitude 7 struck Izmir.").fatalities, None);
    }
}

mod assets {
    use super::*;

    fn asset(source: &str) -> Infrastructure {
        let all = findings(source).infrastructure;
        assert_eq!(all.len(), 1, "{source}: {all:?}");
        all.into_iter().next().unwrap()
    }

    #[test]
    fn named_assets_are_found_with_their_state() {
        for (source, id, status) in [
            ("The Kakhovka dam was destroyed.", "asset:kakhovka-dam", AssetStatus::Destroyed),
            ("The Druzhba pipeline was damaged in Bryansk Oblast.", "pipeline:druzhba", AssetStatus::Damaged),
            ("The Kirkuk–Ceyhan pipeline was not damaged.", "pipeline:kirkuk-ceyhan", AssetStatus::Undamaged),
            ("Khartoum airport was closed on Friday.", "asset:khartoum-international-airport", AssetStatus::Closed),
        ] {
            let found = asset(source);
            assert_eq!((found.asset_ids[0].0.as_str(), found.status), (id, status), "{source}");
        }
    }

    #[test]
    fn a_word_in_a_towns_name_is_no_asset() {
        let found = findings("Fuel lines from Port Sudan to the capital were damaged, officials said.").infrastructure;
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(asset("The port of Odesa was damaged on Friday.").status, AssetStatus::Damaged);
    }

    #[test]
    fn pipelines_are_meant_by_owner_region_and_freight() {
        let found = asset(
            "Azerbaijan is worried about its pipelines, which carry oil and gas through the southern Caucasus to world markets. None of these lines was damaged.",
        );
        let ids: Vec<&str> = found.asset_ids.iter().map(|i| i.0.as_str()).collect();
        for id in ["pipeline:btc", "pipeline:scp", "pipeline:wrep"] {
            assert!(ids.contains(&id), "{ids:?}");
        }
        assert_eq!((found.status, found.also), (AssetStatus::Undamaged, Some(AssetStatus::AtRisk)));
        assert_eq!(found.concern_by, ["Azerbaijan"]);
    }

    #[test]
    fn the_distance_to_the_nearest_incident_is_geodesic() {
        let all = findings(
            "The town of Martuni was shelled. Azerbaijan said that the Baku-Tbilisi-Ceyhan pipeline was not damaged.",
        );
        let km = all.infrastructure[0].nearest_incident_km.unwrap();
        assert!((60.0..110.0).contains(&km.0), "{km:?}");
        assert_eq!(all.infrastructure[0].nearest_incident.as_deref(), Some(all.incidents[0].id.as_str()));
    }
}

mod hours {
    use super::*;

    #[test]
    fn an_hour_is_turned_into_the_time_of_the_place() {
        // Baku is four hours ahead of Greenwich: there it was the next day.
        let late = only("Artillery shelled the town of Martuni at 21:40 GMT on 22 October.");
        let clock = late.clock.unwrap();
        assert_eq!((late.date_start, late.date_end), (Some(date(2020, 10, 23)), Some(date(2020, 10, 23))));
        assert_eq!(clock.local.map(|t| t.to_string()).as_deref(), Some("01:40:00"));
        assert_eq!(clock.zone.as_deref(), Some("Asia/Baku"));
        assert_eq!(clock.utc.map(|t| t.to_string()).as_deref(), Some("2020-10-22T21:40:00Z"));
        assert_eq!(clock.phrase, "21:40 GMT");
    }

    #[test]
    fn an_hour_without_a_zone_is_the_places_own() {
        for written in ["3:15 a.m.", "3.15 am local time", "03:15"] {
            let incident = only(&format!("An airstrike hit a market in Idlib at {written} on 22 October."));
            let clock = incident.clock.unwrap();
            assert_eq!(clock.local.map(|t| t.to_string()).as_deref(), Some("03:15:00"), "{written}");
            assert_eq!(clock.utc.map(|t| t.to_string()).as_deref(), Some("2020-10-22T00:15:00Z"), "{written}");
        }
    }

    #[test]
    fn an_hour_of_no_known_day_is_no_moment() {
        let clock = only("An airstrike hit a market in Idlib at 3 p.m.").clock.unwrap();
        assert_eq!((clock.local.map(|t| t.hour()), clock.utc), (Some(15), None));
    }

    #[test]
    fn a_number_is_no_hour() {
        assert_eq!(only("An airstrike hit a market in Idlib on Friday and killed 12 people.").clock, None);
    }
}

mod lists {
    use super::*;

    #[test]
    fn numbers_of_a_list_go_where_they_stand() {
        let all =
            incidents("Six people were killed in Goma and two in Bukavu when shells hit the two cities on Tuesday.");
        let best = |place: &str| {
            let here = all.iter().find(|i| i.place_name.as_deref() == Some(place));
            here.and_then(|i| i.fatalities.as_ref()).map(|c| c.best)
        };
        assert_eq!((best("Goma"), best("Bukavu")), (Some(6), Some(2)), "{:?}", kinds(&all));
    }

    #[test]
    fn a_toll_that_rose_takes_the_place_of_the_first() {
        let incident = only(
            "A suicide bomber killed 12 people in Maiduguri on Monday. The governor later said the toll had risen to 17.",
        );
        let toll = incident.fatalities.unwrap();
        assert_eq!((toll.low, toll.best, toll.high), (17, 17, 17));
    }
}

mod sites {
    use super::*;

    #[test]
    fn what_happened_to_a_known_dam_was_there_and_was_somebodys_act() {
        let incident = only("Fighters blew up the Kakhovka dam overnight, flooding villages downstream.");
        assert_ne!(incident.event_type, "Natural hazard");
        assert_eq!(incident.place_name.as_deref(), Some("Kakhovka Dam"));
        assert_eq!(incident.country.as_deref(), Some("UA"));
    }
}

mod where_it_plays {
    use super::*;

    #[test]
    fn what_has_no_place_of_its_own_is_where_the_whole_report_plays() {
        let all = incidents(
            "Fighting went on in Karabakh. Villages in Karabakh are empty, and roads across Karabakh are cut.\n\n\
             The separatist government says that its forces have repelled Azeri attacks.",
        );
        let repelled = all.iter().find(|i| i.triggers.iter().any(|t| t == "repelled")).unwrap();
        assert_eq!((repelled.place_name.as_deref(), repelled.geo_precision), (Some("Nagorno-Karabakh"), Some(3)));
    }

    #[test]
    fn a_region_named_once_is_not_what_a_report_is_about() {
        let all = incidents(
            "Trade with Bavaria grew.\n\nA court sat.\n\nThe army says that its troops have repelled rebel attacks.",
        );
        assert!(all.iter().all(|i| i.place_name.is_none()), "{:?}", kinds(&all));
    }

    #[test]
    fn the_place_that_heads_a_line_of_a_list_is_where_it_happened() {
        for (source, place) in [
            ("• Goma: no power since Monday night.", "Goma"),
            ("Druzhkivka: an Iskander missile smashed the bus station yesterday.", "Druzhkivka"),
        ] {
            assert_eq!(only(source).place_name.as_deref(), Some(place), "{source}");
        }
    }

    #[test]
    fn a_hazard_befalls_the_place_that_the_sentence_is_about() {
        assert_eq!(only("Rome wilted in 41 degrees on Thursday.").place_name.as_deref(), Some("Rome"));
    }

    #[test]
    fn the_finer_of_two_places_of_which_one_owns_the_other() {
        let incident = only("An earthquake struck Cuba's Guantánamo province on Tuesday.");
        assert_eq!(incident.place_name.as_deref(), Some("Guantánamo"));
    }

    #[test]
    fn two_events_joined_by_and_are_each_at_their_own_place() {
        let all = incidents("A boat sank off Lampedusa on Tuesday and a plane crashed in Kathmandu.");
        assert_eq!(
            kinds(&all),
            [("Transport accident", Some("off Lampedusa")), ("Transport accident", Some("Kathmandu"))]
        );
    }
}

mod who_says_so {
    use super::*;

    fn stances(source: &str) -> Vec<(Stance, String)> {
        only(source).claims.into_iter().map(|claim| (claim.stance, claim.speaker)).collect()
    }

    #[test]
    fn whom_somebody_blames_is_a_claim_and_that_it_happened_is_reported() {
        let source = "A bomb went off at a market in Jos on Thursday. The governor blamed Boko Haram.";
        assert_eq!(stances(source), [(Stance::Asserts, "governor".to_owned())]);
        assert_eq!(only(source).status, Status::Reported);
    }

    #[test]
    fn who_owns_up_to_a_deed_confirms_it() {
        let source = "Rockets hit an oil depot in Jizan on Monday. The Houthis admitted firing them.";
        assert_eq!(stances(source), [(Stance::Confirms, "Houthis".to_owned())]);
    }

    #[test]
    fn an_acronym_is_no_pronoun() {
        let source = "A measles outbreak was reported in Kabul, the WHO said.";
        assert_eq!(stances(source), [(Stance::Asserts, "WHO".to_owned())]);
    }

    #[test]
    fn a_pronoun_speaks_for_who_spoke_last() {
        let all = incidents(
            "The governor of Kharkiv said that shells hit a school in Vovchansk on Monday. Air defences shot down a \
             missile over Chuhuiv the same night, he added.",
        );
        let intercepted = all.iter().find(|i| i.place_name.as_deref() == Some("Chuhuyiv")).unwrap();
        assert_eq!(intercepted.claimed_by, ["governor of Kharkiv"]);
    }

    #[test]
    fn what_stands_between_commas_says_who_a_speaker_is() {
        let source = "The Taliban shelled Kunduz on Tuesday, residents said. Zabihullah Mujahid, a Taliban spokesman, denied the attack.";
        assert!(stances(source).contains(&(Stance::Denies, "Zabihullah Mujahid".to_owned())), "{:?}", stances(source));
    }

    #[test]
    fn who_calls_a_claim_false_denies_it() {
        let source = "A doctor said that shells had hit a clinic in Gaza City on Friday. An army spokesperson called the claim false.";
        assert!(stances(source).contains(&(Stance::Denies, "army spokesperson".to_owned())), "{:?}", stances(source));
    }

    #[test]
    fn who_acts_may_be_who_speaks() {
        let source = "The Ukrainian air force shot down 17 drones over Odesa on Tuesday, it said on Telegram.";
        assert_eq!(stances(source), [(Stance::Asserts, "Ukrainian air force".to_owned())]);
    }

    #[test]
    fn the_noun_for_what_was_said_is_no_part_of_who_denies_it() {
        let source =
            "Azerbaijan said Armenian forces fired at its positions near Lachin on Monday, a charge Yerevan rejected.";
        assert!(stances(source).contains(&(Stance::Denies, "Yerevan".to_owned())), "{:?}", stances(source));
    }

    #[test]
    fn a_denial_of_something_else_is_none_of_this() {
        let source = "Russian drones hit a depot in Sumy on Monday. Kyiv denied that it had called up reservists.";
        assert_eq!(stances(source), []);
    }
}

mod history {
    use super::*;

    #[test]
    fn what_happened_many_years_before_the_report_is_told_for_comparison() {
        let all = incidents(
            "An earthquake struck Elbistan on Friday and killed 12 people. In 1999 a quake near Izmit killed 17,000 people.",
        );
        assert_eq!(kinds(&all), [("Earthquake", Some("Elbistan"))]);
    }
}

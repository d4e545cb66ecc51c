//! What agencies write every day, and where coders of news go wrong.

use super::*;

fn speakers(incident: &Incident, stance: Stance) -> Vec<&str> {
    incident.claims.iter().filter(|c| c.stance == stance).map(|c| c.speaker.as_str()).collect()
}

#[test]
fn who_strikes_may_be_named_before_the_strike() {
    let strike =
        only("Israeli strikes killed at least 23 people across the Gaza Strip overnight, health officials said.");
    assert_eq!(strike.event_type, "Explosions/Remote violence");
    assert_eq!(strike.fatalities.map(|f| f.best), Some(23));
}

#[test]
fn what_a_weapon_hits_has_no_accident() {
    for source in [
        "The tanker was hit by a missile off Hodeidah on Friday, the agency said.",
        "A cargo ship was attacked with drones in the Red Sea on Friday.",
        "The train was struck by artillery near Lyman on Friday.",
    ] {
        assert_eq!(only(source).event_type, "Explosions/Remote violence", "{source}");
    }
    assert_eq!(only("A cyclist was hit by a lorry in Lyon on Friday.").sub_event_type, "Transport accident");
}

#[test]
fn a_strike_and_what_it_answers_are_two() {
    let two = incidents(
        "Hezbollah fired dozens of rockets at Kiryat Shmona on Friday in response to an Israeli strike that killed a commander in Tyre on Thursday.",
    );
    assert_eq!(two.len(), 2, "{:?}", kinds(&two));
    assert_eq!(two[1].fatalities.as_ref().map(|f| f.best), Some(1));
}

#[test]
fn a_missile_that_cuts_the_power_is_a_missile() {
    let one = only("Power was knocked out in half of Kharkiv after missiles hit a substation early on Friday.");
    assert_eq!(one.event_type, "Explosions/Remote violence");
}

#[test]
fn the_town_of_a_dateline_or_of_a_speaker_locates_nothing() {
    let ship = only(
        "DUBAI – A missile hit a Greek-owned bulk carrier 60 nautical miles west of Hodeidah on Friday, the security agency said.",
    );
    assert_eq!(ship.place_name.as_deref(), Some("60 nautical miles west of Hodeidah"));
    let raid = only("Gunmen raided a market in Dosso on Friday, officials in Niamey said.");
    assert_eq!(raid.place_name.as_deref(), Some("Dosso"));
}

#[test]
fn provinces_are_finer_than_their_country() {
    let two = incidents("Pakistan carried out air strikes in Afghanistan's Paktika and Khost provinces on Friday.");
    assert_eq!(two.len(), 2, "{:?}", kinds(&two));
    let drones = only("Russia launched 62 drones at Ukraine on Friday, damaging plants in the Poltava region.");
    assert!(drones.place_name.as_deref().is_some_and(|name| name.starts_with("Poltav")), "{:?}", drones.place_name);
}

#[test]
fn a_place_is_the_one_that_is_described_and_not_the_one_that_describes_it() {
    let fire = only("Stepanakert, the main city of Nagorno-Karabakh, came under rocket fire on Friday.");
    assert!(fire.place_name.as_deref().is_some_and(|name| name.contains("Stepanakert")), "{:?}", fire.place_name);
}

#[test]
fn those_who_speak_together_are_each_a_speaker() {
    let shelled = only("Shells hit a ward in El Fasher on Friday, a village chief and two doctors said.");
    assert_eq!(speakers(&shelled, Stance::Asserts), ["village chief", "two doctors"]);
    let spill = only("The pipeline burst in Kirkuk on Friday, the North Oil and Gas Company said.");
    assert_eq!(speakers(&spill, Stance::Asserts), ["North Oil and Gas Company"]);
}

#[test]
fn who_gives_the_figures_is_heard() {
    let quake = only(
        "A bomb exploded at a market in Peshawar on Friday. Police put the death toll at 16; the health minister said later that 19 people had died.",
    );
    assert_eq!(speakers(&quake, Stance::Asserts), ["Police", "health minister"]);
    let counted =
        only("A bomb exploded in Peshawar on Friday. Diplomats warned that more attacks could leave hundreds dead.");
    assert!(counted.claims.is_empty(), "{:?}", counted.claims);
}

#[test]
fn an_answer_is_of_what_was_told_last() {
    let two = incidents(
        "Stepanakert came under rocket fire on Friday, and Azerbaijan said that Ganja had been shelled. Armenia denied it.",
    );
    let denied: Vec<_> = two.iter().filter(|i| !i.denied_by.is_empty()).map(|i| i.place_name.as_deref()).collect();
    assert_eq!(denied, [Some("Ganja")], "{:?}", kinds(&two));
}

#[test]
fn who_says_it_did_it_does_not_deny_it() {
    let attacked =
        only("The RSF said it had attacked three army camps near Bara on Friday and denied targeting civilians.");
    assert!(attacked.denied_by.is_empty(), "{:?}", attacked.denied_by);
}

#[test]
fn doubt_of_who_did_it_is_no_doubt_of_the_deed() {
    let ambush = only("Suspected jihadists ambushed an army convoy near Tillabéri on Friday, the ministry said.");
    assert_eq!(ambush.claims[0].certainty, Certainty::Certain);
}

#[test]
fn what_may_be_caused_has_not_happened() {
    assert!(incidents("Heavy rain may cause flooding in Gedaref in the coming days, the office said.").is_empty());
}

#[test]
fn figures_of_weeks_are_of_no_single_day() {
    let cut = only("In Hadrut, power lines were cut on Friday. Nearly 40 people have been killed since 27 September.");
    assert_eq!(cut.fatalities, None);
}

#[test]
fn an_asset_that_no_gazetteer_knows_is_where_its_words_say() {
    let all = findings("In Hadrut, a bridge was destroyed on Friday, local officials said.");
    let bridge = &all.infrastructure[0];
    assert!(bridge.asset_ids.is_empty() && bridge.place_name.as_deref() == Some("Hadrut"), "{bridge:?}");
    assert_eq!(bridge.nearest_incident_km.map(|km| km.0), all.incidents.first().map(|_| 0.0));
    let far = findings("In Ukraine a bridge was destroyed on Friday.");
    assert!(far.infrastructure[0].at().is_none());
}

#[test]
fn a_pipeline_near_a_town_is_one_that_runs_there() {
    let all = findings(
        "Officials said a gas pipeline near Yevlakh had been hit by a missile on Friday; BP, which runs the Baku-Tbilisi-Ceyhan oil pipeline, said it was working normally.",
    );
    let gas = all.infrastructure.iter().find(|a| a.name == "gas pipeline").unwrap();
    assert!(
        gas.asset_ids.iter().any(|id| id.0.contains("south-caucasus") || id.0.contains("scp")),
        "{:?}",
        gas.asset_ids
    );
    let oil = all.infrastructure.iter().find(|a| a.asset_ids.iter().any(|id| id.0 == "pipeline:btc")).unwrap();
    assert_eq!(oil.status, AssetStatus::Undamaged);
    assert_eq!(oil.status_by, ["BP"]);
}

#[test]
fn a_dateline_may_have_hyphens_and_no_country() {
    let dated = only("PORT-AU-PRINCE, Oct 7 - Gunmen killed 20 people in Jérémie on Thursday, officials said.");
    assert_eq!(dated.place_name.as_deref(), Some("Jérémie"));
    let capital = only("PORT-AU-PRINCE, Oct 7 - Gunmen killed 20 people in the capital on Thursday, officials said.");
    assert_eq!(capital.place_name.as_deref(), Some("Port-au-Prince"));
}

#[test]
fn who_counts_those_who_fled_does_not_tell_of_the_attack() {
    let attack = only("Gang members attacked Jérémie on Thursday. About 6,300 people fled, the migration agency said.");
    assert!(speakers(&attack, Stance::Asserts).is_empty(), "{:?}", attack.claims);
    let counted = only("Gang members attacked Jérémie on Thursday. At least 70 people died, the health ministry said.");
    assert_eq!(speakers(&counted, Stance::Asserts), ["health ministry"]);
}

#[test]
fn a_paragraph_of_its_own_tells_something_else() {
    let all =
        incidents("Gunmen attacked a market in Dosso on Friday.\n\nSix people died of malaria, the ministry said.");
    assert!(all[0].claims.is_empty(), "{:?}", all[0].claims);
}

#[test]
fn words_beside_each_other_are_one_asset_with_its_whole_name() {
    let all = findings("Shells hit the State University Hospital in Port-au-Prince on Friday.").infrastructure;
    let names: Vec<(&str, &str)> = all.iter().map(|a| (a.name.as_str(), a.kind.as_str())).collect();
    assert_eq!(names, [("State University Hospital", "hospital")]);
}

#[test]
fn a_relative_clause_tells_the_state_of_what_it_follows() {
    let all = findings("Fighting went on near a bridge, which was damaged on Friday, in Mariupol.").infrastructure;
    assert_eq!(all.first().map(|bridge| bridge.status), Some(AssetStatus::Damaged), "{all:?}");
}

#[test]
fn a_text_may_begin_with_a_verb_of_saying() {
    let all = findings("Confirmed: shells fell on the town of Martuni, which reports said was empty.");
    assert_eq!(all.incidents.len(), 1, "{:?}", kinds(&all.incidents));
}

#[test]
fn a_place_of_several_words_tells_no_event() {
    let one =
        only("Cholera has killed 27 people in the Rhino Camp settlement in Uganda since February, aid workers said.");
    assert_eq!(one.sub_event_type, "Epidemic");
}

#[test]
fn who_says_it_did_it_is_who_did_it() {
    let sunk = only("Ukraine's navy said it had sunk a Russian patrol ship off Crimea on Monday.");
    assert_eq!(sunk.event_type, "Explosions/Remote violence");
    assert!(sunk.actors.iter().any(|actor| actor.contains("navy")), "{:?}", sunk.actors);
}

#[test]
fn a_plant_of_another_town_is_not_meant() {
    let all = findings("Missiles struck a thermal power plant in Kharkiv on Friday.").infrastructure;
    assert!(all[0].asset_ids.is_empty() && all[0].place_name.as_deref() == Some("Kharkiv"), "{all:?}");
}

#[test]
fn the_finer_of_two_names_locates() {
    let slide = only("Landslides buried 15 houses in Bududa, eastern Uganda, on Monday.");
    assert_eq!(slide.place_name.as_deref(), Some("Bududa"));
    let fire = only("Attackers set fire to a polling station in Kogi state's Dekina district on Monday.");
    assert_eq!(fire.place_name.as_deref(), Some("Dekina"));
}

#[test]
fn what_is_hit_in_an_area_is_where_it_stands() {
    let all = findings("Saboteurs damaged the Kakhovka dam in Kherson region on Tuesday, Ukraine's military said.");
    assert_eq!(all.incidents[0].place_name.as_deref(), Some("Kakhovka Dam"));
    let later = incidents(
        "The air force said it had shot down nine drones over Odesa region on Friday. One got through and hit a grain terminal in Izmail, the port's director said.",
    );
    assert!(later.iter().any(|i| i.place_name.as_deref() == Some("Odeska oblast")), "{:?}", kinds(&later));
    let beside =
        only("Two people were killed in Kherson region when shells fell near the Antonivsky Bridge on Monday.");
    assert_eq!(beside.geo_precision, Some(3), "{:?}", beside.place_name);
}

#[test]
fn an_asset_of_two_kinds_of_words_is_told_once() {
    let all = findings("Rockets hit the Bagram airfield north of Kabul on Thursday.").infrastructure;
    assert_eq!(all.len(), 1, "{all:?}");
}

#[test]
fn a_name_that_no_gazetteer_has_ends_with_its_capital() {
    let text = crate::text::Text::new("Miners at the Zorvelka copper mine in Chile went home on Thursday.");
    let found = crate::recognize::recognize(&text, &GAZETTEER);
    let names: Vec<&str> = found.mentions.iter().map(|m| text.slice(m.span)).collect();
    assert!(!names.iter().any(|name| name.contains("copper")), "{names:?}");
}

#[test]
fn a_drone_that_crashes_into_a_house_was_sent_there_and_a_plane_was_not() {
    let kind = |source: &str| only(source).sub_event_type;
    assert_eq!(kind("A drone crashed into a block of flats in Belgorod on Friday."), "Air/drone strike");
    assert_eq!(kind("A jet of the Polish air force crashed into the Baltic on Friday."), "Transport accident");
}

#[test]
fn each_incident_has_an_id_of_its_own() {
    let all = incidents(
        "An earthquake \t\0\0\0\0\0\0\0ofnitude 7.8 struon Monday and was felt as far away as Beirut and Nnd was felt as far away as Beirut a8 struck near the zityse port oO fd\0 meet(in Wed until Gaziantepa",
    );
    let ids: std::collections::BTreeSet<&str> = all.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), all.len(), "{:?}", kinds(&all));
}

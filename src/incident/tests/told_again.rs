//! What is told twice is one incident: headings, what is confirmed, and what its own side says of a deed.

use super::*;

#[test]
fn a_heading_that_names_the_hazard_of_the_report_is_no_incident_beside_it() {
    let all = incidents(
        "KENYA: Floods - Flash Update No. 2 (22 October 2020)\n\nFloods swept through Garissa on 19 October, killing four people.",
    );
    assert_eq!(all.len(), 1, "{:?}", kinds(&all));
    assert_eq!(all[0].date_start, Some(date(2020, 10, 19)), "the day in a heading is that of the update");
    assert_eq!(all[0].country.as_deref(), Some("KE"));
}

#[test]
fn what_is_confirmed_is_not_told_anew() {
    let source = "A suicide bomber killed twelve people at a market in Kabul on Friday, police said. The hospital confirmed the blast.";
    let incident = only(source);
    assert_eq!(incident.sub_event_type, "Suicide bomb");
    let said: Vec<_> = incident.claims.iter().map(|c| (c.speaker.as_str(), c.stance)).collect();
    assert_eq!(said, [("police", Stance::Asserts), ("hospital", Stance::Confirms)]);
    assert_eq!(incident.status, Status::Confirmed);
}

#[test]
fn a_third_party_confirms_what_the_report_tells() {
    let spill = only(
        "A pipeline leaked oil into a river near Kirkuk on Sunday. The operator confirmed the spill but disputed the amount.",
    );
    assert_eq!((spill.claims.len(), spill.claims[0].stance), (1, Stance::Confirms), "{:?}", spill.claims);
    // Who owns up to a deed that the report tells anyway confirms nobody's word.
    let bomb = only(
        "A suicide bomber killed four people in Kabul on Friday. The Taliban claimed responsibility for the attack.",
    );
    assert!(bomb.claims.iter().all(|c| c.stance != Stance::Confirms), "{:?}", bomb.claims);
}

#[test]
fn what_its_own_side_says_of_a_deed_confirms_it() {
    let strike = only(
        "An Israeli air strike killed nine people in Khan Younis on Friday, medics said. The Israeli military said it had hit a Hamas command centre inside the building.",
    );
    assert_eq!(strike.sub_event_type, "Air/drone strike");
    assert!(
        strike.claims.iter().any(|c| c.stance == Stance::Confirms && c.speaker == "Israeli military"),
        "{:?}",
        strike.claims
    );
    // Another place is another deed.
    let two = incidents(
        "An Israeli air strike killed nine people in Khan Younis on Friday, medics said. The Israeli military said it had hit a Hamas command centre in Rafah.",
    );
    assert_eq!(two.len(), 2, "{:?}", kinds(&two));
}

#[test]
fn who_confirms_and_says_is_one_speaker() {
    let all = incidents("Police confirmed the attack and said gunmen had abducted ten villagers in Kaduna on Friday.");
    let said: Vec<_> = all.iter().flat_map(|i| &i.claims).map(|c| c.speaker.as_str()).collect();
    assert!(!said.is_empty() && said.iter().all(|s| *s == "Police"), "{said:?}");
}

#[test]
fn what_could_come_is_no_incident() {
    assert!(incidents("Heavy rain could bring flash floods to Accra this weekend, the agency warned.").is_empty());
    assert_eq!(
        only("Heavy rain brought flash floods to Accra on Friday, killing two people.").place_name.as_deref(),
        Some("Accra")
    );
}

#[test]
fn what_is_tried_negotiated_or_may_come_is_no_incident() {
    for source in [
        "A tribunal in Dhaka sentenced four men to death on Thursday for murder, rape and arson in Mymensingh.",
        "Mediators in Cairo resumed talks with Hamas on a long-term truce on Saturday.",
        "Cyclone Tsiory may make landfall between Vohemar and Antalaha on Friday.",
    ] {
        assert!(incidents(source).is_empty(), "{source}: {:?}", kinds(&incidents(source)));
    }
    assert_eq!(only("Talks in Cairo led to a truce that both sides signed on Friday.").sub_event_type, "Agreement");
}

#[test]
fn headlines_leave_auxiliaries_out() {
    assert_eq!(only("Mayor shot dead in Celaya").sub_event_type, "Attack");
    assert_eq!(only("Missile intercepted over Riyadh, coalition says").sub_event_type, "Disrupted weapons use");
}

#[test]
fn who_tells_of_the_dead_is_none_of_them() {
    let raid = only(
        "Fighters attacked an army post near Mopti on Friday, killing nine soldiers, a security source and a mayor told reporters.",
    );
    assert_eq!(raid.fatalities.map(|f| f.best), Some(9));
}

#[test]
fn whose_report_is_denied_is_said() {
    for source in [
        "The government of Cameroon rejected a report by a human rights group that soldiers had killed nine villagers in Ebam on Friday.",
        "Moscow denied Kyiv's claim that its troops had shelled Kherson on Friday.",
    ] {
        let incident = only(source);
        let stances: Vec<_> = incident.claims.iter().map(|c| c.stance).collect();
        assert!(
            stances.contains(&Stance::Asserts) && stances.contains(&Stance::Denies),
            "{source}: {:?}",
            incident.claims
        );
        assert_eq!(incident.status, Status::Disputed);
    }
}

#[test]
fn who_claims_a_region_tells_nothing() {
    let fighting =
        only("Fighting went on around Nagorno-Karabakh on Friday, the region that both Armenia and Azerbaijan claim.");
    assert!(fighting.claims.is_empty(), "{:?}", fighting.claims);
}

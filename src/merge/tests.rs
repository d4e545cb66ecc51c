use super::*;
use crate::Geoparser;
use crate::incident::Status;
use crate::report::{DateSource, Report};
use jiff::civil::{Date, date};

fn analysis(id: &str, published: Date, text: &str) -> Analysis {
    let mut report = Report::new(id, text);
    report.published = Some((published, DateSource::Metadata));
    Geoparser::new().analyze(&report)
}

fn told(texts: &[(&str, Date, &str)], merging: Merging) -> Vec<(usize, Incident)> {
    let all: Vec<Analysis> = texts.iter().map(|(id, day, text)| analysis(id, *day, text)).collect();
    events(&in_order(&all), merging).into_iter().map(|e| (e.sources.len(), e.incident)).collect()
}

const FIRST: (&str, Date, &str) =
    ("a", date(2023, 5, 9), "A missile hit a market in Kramatorsk on Monday, killing 4 people, the governor said.");
const SECOND: (&str, Date, &str) = (
    "b",
    date(2023, 5, 10),
    "Russia denied that its forces had fired at Kramatorsk. On Monday a missile hit a market in Kramatorsk, killing seven people.",
);

#[test]
fn what_two_reports_tell_is_one_event_with_the_range_of_figures() {
    let events = told(&[FIRST, SECOND], Merging::Together);
    let (sources, incident) = events.iter().find(|(sources, _)| *sources == 2).unwrap_or_else(|| panic!("{events:?}"));
    assert_eq!((*sources, incident.date_start), (2, Some(date(2023, 5, 8))));
    let deaths = incident.fatalities.as_ref().unwrap();
    assert_eq!((deaths.low, deaths.best, deaths.high), (4, 7, 7));
    assert!(incident.claimed_by.iter().any(|who| who.contains("governor")));
    assert!(incident.evidence.len() >= 2);
}

#[test]
fn they_can_be_left_apart() {
    assert!(told(&[FIRST, SECOND], Merging::Apart).iter().all(|(sources, _)| *sources == 1));
}

#[test]
fn other_days_towns_types_and_parties_stay_apart() {
    for other in [
        "A missile hit a market in Kramatorsk on Sunday, killing 4 people.",
        "A missile hit a market in Lviv on Monday, killing 4 people.",
        "Thousands marched in Kramatorsk on Monday.",
        "A missile hit a market in Kramatorsk, killing 4 people.",
    ] {
        let events = told(&[FIRST, ("b", date(2023, 5, 10), other)], Merging::Together);
        assert!(events.len() >= 2 && events.iter().all(|(sources, _)| *sources == 1), "{other}: {events:?}");
    }
    let one = ("a", date(2023, 5, 9), "Taliban fighters killed 3 farmers in Kunduz on Monday.");
    let two = ("b", date(2023, 5, 9), "Islamic State gunmen killed 3 guards in Kunduz on Monday.");
    assert!(told(&[one, two], Merging::Together).iter().all(|(sources, _)| *sources == 1));
}

#[test]
fn a_denial_in_one_report_disputes_what_the_other_tells() {
    let denial = ("b", date(2023, 5, 10), "Russia denied that a missile had hit Kramatorsk on Monday.");
    let events = told(&[FIRST, denial], Merging::Together);
    let merged = events.iter().find(|(sources, _)| *sources == 2);
    assert_eq!(merged.unwrap_or_else(|| panic!("{events:?}")).1.status, Status::Disputed);
}

#[test]
fn the_order_of_reports_does_not_change_what_is_merged() {
    let ids = |list: &[(&str, Date, &str)]| {
        let mut all: Vec<usize> = told(list, Merging::Together).into_iter().map(|(sources, _)| sources).collect();
        all.sort_unstable();
        all
    };
    assert_eq!(ids(&[FIRST, SECOND]), ids(&[SECOND, FIRST]));
}

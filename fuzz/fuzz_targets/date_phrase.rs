//! When something happened: phrases of a text, counted from the day of the report. The first two bytes choose that day, or none.
#![no_main]

use jiff::civil::{Date, date};
use libfuzzer_sys::fuzz_target;
use reportmap::gazetteer::Gazetteer;
use reportmap::incident::{Context, code};
use reportmap::recognize::Recognized;
use reportmap::resolve::Resolved;
use reportmap::text::Text;
use reportmap_fuzz::analysis;
use std::sync::OnceLock;

/// Days at which calendars are difficult, and the ends of what a date can be.
const DAYS: [Date; 10] = [
    date(2020, 10, 24),
    date(2020, 2, 29),
    date(2021, 3, 1),
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2000, 2, 29),
    date(1, 1, 1),
    date(0, 1, 1),
    Date::MIN,
    Date::MAX,
];

fuzz_target!(|data: &[u8]| {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    let [day, order, rest @ ..] = data else { return };
    let published = DAYS.get(usize::from(*day) % (DAYS.len() + 1)).copied();
    let phrase = String::from_utf8_lossy(rest);
    let source = match order % 3 {
        0 => format!("Shells hit a market {phrase}."),
        1 => format!("{phrase}, shells hit a market and killed three people."),
        _ => format!("Shells hit a market on Monday. {phrase} a bomb exploded in the school."),
    };
    let (text, found, places) = (Text::new(source), Recognized::default(), Resolved::default());
    let context = Context { report: "x", published, judge: None, vocabulary: None };
    let findings = code(&text, &found, &places, context, GAZETTEER.get_or_init(Gazetteer::embedded));
    analysis::found(&text, &findings);
});

//! Annotated corpora: marked text, JSON Lines, the XML of published corpora, and coded incidents.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::evaluate::{Coded, Gold};
use reportmap::text::Text;
use reportmap_fuzz::analysis::within;
use reportmap_fuzz::{on_earth, text};

fuzz_target!(|data: &[u8]| {
    let content = text(data);
    if let Ok(gold) = Gold::parse("gold.txt", content) {
        assert!(!gold.reports.is_empty());
        for report in &gold.reports {
            let text = Text::new(report.report.text.clone());
            for toponym in &report.toponyms {
                within(&text, toponym.span);
                assert_eq!(text.slice(toponym.span), toponym.surface);
                toponym.at.into_iter().for_each(on_earth);
            }
            for mark in &report.marks {
                within(&text, mark.span);
                assert_eq!(text.slice(mark.span), mark.surface);
            }
        }
    }
    if let Ok(coded) = Coded::parse("coded.txt", content) {
        for incident in coded.reports.iter().flat_map(|report| &report.incidents) {
            assert!(incident.days.iter().flatten().all(|(first, last)| first <= last));
            assert!(incident.killed.is_none_or(|(low, high)| low <= high));
        }
    }
});

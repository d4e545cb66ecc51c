//! All stages over any text: spans are within it and quote it, positions are on the earth, intervals ordered, and the analysis can be
//! written and read. The first byte chooses whether the report has a date.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use reportmap::Geoparser;
use reportmap::report::Report;
use reportmap::text::Text;
use reportmap_fuzz::analysis;
use std::sync::OnceLock;

fuzz_target!(|data: &[u8]| {
    static GEOPARSER: OnceLock<Geoparser> = OnceLock::new();
    let Some((first, rest)) = data.split_first() else { return };
    let mut report = Report::new("x", String::from_utf8_lossy(rest));
    if first % 2 == 0 {
        report = report.published_on(date(2024, 5, 10));
    }
    let geoparser = GEOPARSER.get_or_init(Geoparser::new);
    let text = Text::new(report.text.clone());
    let analysis = geoparser.analyze(&report);
    analysis::holds(&text, &analysis);
    geoparser.people(&report).into_iter().for_each(|span| analysis::within(&text, span));
});

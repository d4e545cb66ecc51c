//! Any corrections on a report that stays the same: places and incidents are sound whatever a person wrote.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::Geoparser;
use reportmap::correction::Corrections;
use reportmap::report::Report;
use reportmap::text::Text;
use reportmap_fuzz::{analysis, text};

const REPORT: &str = "Shells hit a market in Goma on 3 May 2024, killing three. Bukavu was calm, officials said.";

fuzz_target!(|data: &[u8]| {
    let Ok(corrections) = Corrections::parse("c.jsonl", text(data)) else { return };
    if corrections.is_empty() {
        return;
    }
    let report = Report::new("a", REPORT);
    let analysis = Geoparser::new().with_corrections(corrections).analyze(&report);
    analysis::holds(&Text::new(REPORT), &analysis);
});

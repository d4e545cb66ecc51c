//! A user's own gazetteer, as CSV and as GeoJSON: it is refused, or answers every question. The first byte chooses which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::gazetteer::Gazetteer;
use reportmap_fuzz::file;
use reportmap_fuzz::gazetteer::ask;

fuzz_target!(|data: &[u8]| {
    let name = if data.trim_ascii_start().starts_with(b"{") { "user.geojson" } else { "user.csv" };
    if let Ok(gazetteer) = Gazetteer::file(&file(name, data)) {
        gazetteer.verify().expect("what was just made is sound");
        ask(&gazetteer);
    }
});

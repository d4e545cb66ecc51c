//! An index as it comes, and the same with the sums that a hostile author would give it: it is refused, or answers every question.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::gazetteer::Gazetteer;
use reportmap_fuzz::file;
use reportmap_fuzz::gazetteer::{ask, sealed};

fuzz_target!(|data: &[u8]| {
    if let Ok(gazetteer) = Gazetteer::file(&file("raw.rmg", data)) {
        ask(&gazetteer);
    }
    let Some(sealed) = sealed(data.to_vec()) else { return };
    if let Ok(gazetteer) = Gazetteer::file(&file("sealed.rmg", &sealed)) {
        ask(&gazetteer);
    }
});

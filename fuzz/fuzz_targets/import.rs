//! Importing a foreign gazetteer, in the format that its bytes tell: GeoNames' dumps, CSV, GeoJSON, Overpass JSON, plain or in a zip
//! archive. What is imported opens and answers every question, with as many places as were counted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::gazetteer::Gazetteer;
use reportmap::gazetteer::import::Import;
use reportmap_fuzz::gazetteer::ask;
use reportmap_fuzz::{file, scratch};

fuzz_target!(|data: &[u8]| {
    let output = scratch("imported.rmg");
    let mut import = Import::new(&output);
    import.source(file("source", data));
    let Ok(imported) = import.run(&mut |_| {}) else { return };
    let gazetteer = Gazetteer::file(&output).expect("what was just made can be opened");
    gazetteer.verify().expect("what was just made is sound");
    assert_eq!(gazetteer.summaries().iter().map(|one| u64::from(one.places)).sum::<u64>(), imported.places);
    ask(&gazetteer);
});

//! Positions written out, in all notations: on the earth, with a precision, over the characters that say them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::gazetteer::Gazetteer;
use reportmap::geography::LonLat;
use reportmap::recognize::{Role, recognize_with, recover};
use reportmap::text::Text;
use reportmap_fuzz::{analysis, file, on_earth};
use std::sync::OnceLock;

/// A gazetteer of one village, so that names cost nothing.
fn village() -> Gazetteer {
    let path = file("village.csv", b"id,name,lon,lat\nx:1,Abcdefghijk,1,1\n");
    Gazetteer::file(&path).expect("the table is sound")
}

fuzz_target!(|data: &[u8]| {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    let source = String::from_utf8_lossy(data);
    let text = Text::new(source.clone());
    let found = recognize_with(&text, GAZETTEER.get_or_init(village), None);
    analysis::recognized(&text, &found);
    assert!(found.mentions.iter().all(|m| (m.role == Role::Coordinate) == m.coordinate.is_some()));
    for near in [LonLat::new(30.0, 50.0), LonLat::new(180.0, 90.0), LonLat::new(-179.99, -89.99)] {
        recover(&source, near).into_iter().for_each(|position| on_earth(position.at));
    }
});

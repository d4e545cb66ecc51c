//! `corrections.jsonl`: what is read is the same when it is written and read again, and an analysis takes it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::correction::{Correction, Corrections};
use reportmap_fuzz::text;

fuzz_target!(|data: &[u8]| {
    let Ok(read) = Corrections::parse("c.jsonl", text(data)) else { return };
    let written: String = read.iter().map(|one| one.to_line() + "\n").collect();
    let again = Corrections::parse("c.jsonl", &written).expect("what was written can be read");
    assert!(read.iter().eq(again.iter()), "{written}");
    let _: Vec<&Correction> = read.unused().into_iter().map(|(_, one)| one).collect();
    assert_eq!(read.conflicts().len(), again.conflicts().len());
});

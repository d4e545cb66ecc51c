//! Web archives, packed ones too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::report::Format;
use reportmap_fuzz::reports::read_as;

fuzz_target!(|data: &[u8]| {
    read_as(data, Format::Warc);
});

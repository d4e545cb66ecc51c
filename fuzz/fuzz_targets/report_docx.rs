//! Documents of Word as they come: the archive around them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::report::Format;
use reportmap_fuzz::reports::read_as;

fuzz_target!(|data: &[u8]| {
    read_as(data, Format::Docx);
});

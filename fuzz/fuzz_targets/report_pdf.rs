//! PDF files. What panics in the crate that reads them is caught by the reader, so it is no finding here; what panics in the
//! reader itself, recurses without end or eats the memory is one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::report::Format;
use reportmap_fuzz::reports::{leave_panics_of_dependencies, read_as};

fuzz_target!(init: leave_panics_of_dependencies(), |data: &[u8]| {
    read_as(data, Format::Pdf);
});

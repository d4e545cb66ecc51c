//! E-mails. What panics in the crate that reads them is caught by the reader, as with PDF files.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::report::Format;
use reportmap_fuzz::reports::{leave_panics_of_dependencies, read_as};

fuzz_target!(init: leave_panics_of_dependencies(), |data: &[u8]| {
    read_as(data, Format::Mail);
});

//! PDF files. What panics in the crate that reads them is caught by the reader, so it is no finding here; what panics in the
//! reader itself, recurses without end or eats the memory is one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::report::Format;
use reportmap_fuzz::reports::read_as;

/// libFuzzer's hook ends the program at any panic; this one leaves those of dependencies to who catches them.
fn leave_panics_of_dependencies() {
    let ending = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let foreign =
            info.location().is_some_and(|at| at.file().contains("/registry/") || at.file().starts_with("/rustc/"));
        if !foreign {
            ending(info);
        }
    }));
}

fuzz_target!(init: leave_panics_of_dependencies(), |data: &[u8]| {
    read_as(data, Format::Pdf);
});

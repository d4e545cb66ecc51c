//! Any format, as the first bytes tell.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap_fuzz::reports::read;

fuzz_target!(|data: &[u8]| {
    read(data, None);
});

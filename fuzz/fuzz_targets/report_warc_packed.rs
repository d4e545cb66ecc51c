//! What a packed web archive holds: the packing is sound, each record of which (parted by `\0`) is a member of its own.
#![no_main]

use flate2::{Compression, write::GzEncoder};
use libfuzzer_sys::fuzz_target;
use reportmap::report::Format;
use reportmap_fuzz::reports::read_as;
use std::io::Write;

fuzz_target!(|data: &[u8]| {
    let mut file = Vec::new();
    for member in data.split(|byte| *byte == 0) {
        let mut packer = GzEncoder::new(file, Compression::none());
        packer.write_all(member).expect("writing into memory");
        file = packer.finish().expect("writing into memory");
    }
    read_as(&file, Format::Warc);
});

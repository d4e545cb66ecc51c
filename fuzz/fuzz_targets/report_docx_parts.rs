//! The XML inside a document of Word: the archive around it is sound. A zero byte parts the document from its properties.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::report::Format;
use reportmap_fuzz::reports::read_as;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, part) in ["word/document.xml", "docProps/core.xml"].into_iter().zip(&mut parts) {
        archive.start_file(name, stored).expect("writing into memory");
        archive.write_all(part).expect("writing into memory");
    }
    let file = archive.finish().expect("writing into memory").into_inner();
    read_as(&file, Format::Docx);
});

//! Tables: delimiters, quotes, encodings, and columns by their names or as the user calls them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::report::{Columns, Form, Format};
use reportmap_fuzz::reports::read;

fuzz_target!(|data: &[u8]| {
    read(data, Some(Format::Table));
    let columns = Columns { text: Some("note".to_owned()), id: Some("Nr".to_owned()), ..Columns::default() };
    read(data, Form { format: Some(Format::Table), columns });
});

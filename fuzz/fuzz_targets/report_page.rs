//! What came from the web: formats by their media types, encodings as the server states them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap_fuzz::reports::fetched;

/// The first byte of the input chooses one.
const TYPES: [&str; 14] = [
    "text/html",
    "text/html; charset=utf-8",
    "text/html; charset=windows-1251",
    "text/html; charset=\"iso-2022-jp\"",
    "text/html; charset=gb18030",
    "text/html; charset=utf-16le",
    "text/html; charset=x-user-defined",
    "text/html; charset=replacement",
    "application/xhtml+xml; charset=shift_jis",
    "application/rss+xml",
    "application/json",
    "text/csv",
    "text/plain; charset=koi8-r",
    "message/rfc822",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    fetched(body, TYPES.get(usize::from(*first) % (TYPES.len() + 1)).copied());
});

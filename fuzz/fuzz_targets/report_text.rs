//! Plain text in any encoding. Text that is UTF-8 comes back as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::report::Format;
use reportmap_fuzz::reports::read_as;

fuzz_target!(|data: &[u8]| {
    let read = read_as(data, Format::Text);
    // What has the mark of another format is read as that.
    let is_marked = data.trim_ascii_start().first().is_none_or(|first| b"<%PW\x1f\xef".contains(first));
    if let (Ok(text), Some(report), false) = (std::str::from_utf8(data), read.first(), is_marked) {
        assert_eq!(report.text, text);
    }
});

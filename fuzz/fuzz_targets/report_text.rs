//! Plain text in any encoding. Text that is UTF-8 comes back as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::report::Format;
use reportmap_fuzz::reports::read_as;

fuzz_target!(|data: &[u8]| {
    let read = read_as(data, Format::Text);
    let (Ok(text), Some(report)) = (std::str::from_utf8(data), read.first()) else { return };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // What has the mark of another format is read as that.
    let is_marked =
        text.trim_start_matches('\u{feff}').trim_start().starts_with(['<', '%', 'P', 'p', 'W', 'w', '\u{1f}']);
    if !is_marked {
        assert_eq!(report.text, text);
    }
});

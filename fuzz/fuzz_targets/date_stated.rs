//! Dates as headers state them. What is read is of our centuries, and is read again when it is printed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reportmap::report::parse_date;

fuzz_target!(|data: &[u8]| {
    let Some(date) = parse_date(&String::from_utf8_lossy(data)) else { return };
    assert!(date.year() >= 0, "{date}");
    assert_eq!(parse_date(&date.to_string()), Some(date));
});

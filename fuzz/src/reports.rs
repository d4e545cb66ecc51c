//! Reading reports: what holds for whatever was read, and for whatever was refused.

use reportmap::report::{Form, Format, MAX_BYTES, Page, ReadError, Report, Reports, read_page, reports_of};
use std::io::Cursor;

/// The name of the file that is read.
const NAME: &str = "in/x";

/// libFuzzer's hook ends the program at any panic; this one leaves those of dependencies to who catches them.
pub fn leave_panics_of_dependencies() {
    let ending = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let foreign =
            info.location().is_some_and(|at| at.file().contains("/registry/") || at.file().starts_with("/rustc/"));
        if !foreign {
            ending(info);
        }
    }));
}

/// Reads bytes in a format, or in the one that they tell, and checks what comes.
pub fn read(bytes: &[u8], form: impl Into<Form>) -> Vec<Report> {
    checked(reports_of(NAME, Cursor::new(bytes.to_vec()), form), bytes.len())
}

/// Reads bytes in a format.
pub fn read_as(bytes: &[u8], format: Format) -> Vec<Report> {
    read(bytes, Some(format))
}

/// Reads bytes as an answer from the web of this type.
pub fn fetched(bytes: &[u8], media_type: Option<&str>) -> Vec<Report> {
    let page = Page {
        name: NAME.to_owned(),
        url: "https://example.org/a/x".to_owned(),
        media_type: media_type.map(str::to_owned),
        body: bytes.to_vec(),
        note: "fetched".to_owned(),
    };
    let read = checked(read_page(page, None), bytes.len());
    assert!(read.iter().all(|report| report.url.is_some() && report.notes.iter().any(|note| note == "fetched")));
    read
}

fn checked(reports: Reports, length: usize) -> Vec<Report> {
    let mut out = Vec::new();
    let mut count = 0;
    for read in reports {
        count += 1;
        // A packed file may hold more than its length; no report takes less than some bytes even there.
        assert!(count <= 2000 * (length + 1), "more reports than bytes");
        match read {
            Ok(report) => {
                holds(&report);
                out.push(report);
            }
            Err(error) => refused(&error),
        }
    }
    assert!(count > 0, "neither a report nor an error");
    out
}

/// What holds for every report.
fn holds(report: &Report) {
    assert!(!report.id.trim().is_empty(), "a report without an id");
    assert!(!report.text.trim().is_empty(), "a report without a text");
    // Bytes of an old encoding become at most three of UTF-8.
    assert!(report.text.len() as u64 <= 4 * MAX_BYTES, "a report larger than the limit");
    for stated in [&report.title, &report.source, &report.url, &report.language] {
        let Some(stated) = stated else { continue };
        assert!(!stated.is_empty(), "an empty value instead of none");
        assert!(!stated.contains(['\n', '\r', '\t']), "a value over several lines: {stated:?}");
    }
    assert!(
        report.published.is_none_or(|(date, _)| date.year() >= 0),
        "a date before our time: {:?}",
        report.published
    );
}

/// An error names its input and says something.
fn refused(error: &ReadError) {
    let said = error.to_string();
    assert!(said.starts_with(NAME) && said.len() > NAME.len() + 2, "{said:?} does not say where and what");
    assert!(
        error.line.is_none_or(|line| line > 0) && error.column.is_none_or(|column| column > 0),
        "{said:?} counts from 0"
    );
}

//! Reports of what was fetched: which format an answer has, and what it says of its reports that they do not say themselves.

use super::error::{Problem, ReadError};
use super::input::{Format, not_yet};
use super::read::{Form, MAX_BYTES, Reports, reports_in};
use super::{Report, html};
use std::io::Cursor;
use std::path::Path;

/// What came from the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What the user asked for, for messages.
    pub name: String,
    /// Where it was found, behind all redirects: the URL of its reports where they state none.
    pub url: String,
    /// `Content-Type`, where the server states one.
    pub media_type: Option<String>,
    /// The bytes.
    pub body: Vec<u8>,
    /// A note for each of its reports: when and how it came.
    pub note: String,
}

/// Reads the reports of a page: in the format that is given, or that its bytes, its type and the ending of its URL tell.
pub fn read_page(page: Page, form: impl Into<Form>) -> Reports {
    let Form { format, columns } = form.into();
    let Page { name, url, media_type, body, note } = page;
    let path = path_of(&url);
    let stated = media_type.as_deref().and_then(|stated| format_of(stated, path));
    let of_ending = Format::of_ending(Path::new(path));
    if let (None, None, None, Some(kind)) = (format, stated, of_ending, not_yet(Path::new(path))) {
        return Box::new(std::iter::once(Err(ReadError::of(name, Problem::NotYet(kind)))));
    }
    let format = format.or(stated).or(of_ending);
    let stem = stem(&url, path);
    let charset = media_type.as_deref().and_then(charset);
    let reports: Reports = match (format, charset) {
        // The server knows the encoding, which the page itself may not.
        (Some(Format::Html), Some(charset)) if begins_as_page(&body) && body.len() as u64 <= MAX_BYTES => {
            let read = html::read(&body, &stem, Some(&url), Some(&charset));
            Box::new(std::iter::once(read.map_err(|problem| ReadError::of(name, problem))))
        }
        _ => reports_in(name, stem, Cursor::new(body), Form { format, columns }),
    };
    Box::new(reports.map(move |report| report.map(|report| completed(report, &url, &note))))
}

fn completed(mut report: Report, url: &str, note: &str) -> Report {
    report.url.get_or_insert_with(|| url.to_owned());
    if report.source.is_none() {
        report.source = html::host(url);
    }
    report.notes.push(note.to_owned());
    report
}

/// The format that a media type names; `None` where it names none, or where servers say it of anything.
fn format_of(media_type: &str, path: &str) -> Option<Format> {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/html" | "application/xhtml+xml" => Some(Format::Html),
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" => Some(Format::Feed),
        // Many a record is sent as one document.
        "application/json" | "text/json" => Format::of_ending(Path::new(path)).or(Some(Format::Json)),
        "application/x-ndjson" | "application/jsonl" | "application/jsonlines" => Some(Format::JsonLines),
        "text/csv" | "text/tab-separated-values" => Some(Format::Table),
        "application/pdf" => Some(Format::Pdf),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Some(Format::Docx),
        "message/rfc822" => Some(Format::Mail),
        "text/markdown" => Some(Format::Markdown),
        "application/warc" => Some(Format::Warc),
        _ => None,
    }
}

/// The `charset` of a media type.
fn charset(media_type: &str) -> Option<String> {
    media_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn begins_as_page(body: &[u8]) -> bool {
    let head = String::from_utf8_lossy(body.get(..1024).unwrap_or(body)).to_ascii_lowercase();
    !["<rss", "<feed", "<rdf:rdf", "%pdf-", "warc/"].iter().any(|mark| head.contains(mark))
}

/// The path of a URL, without its query.
fn path_of(url: &str) -> &str {
    let behind = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = behind.split_once('/').map_or("", |(_, path)| path);
    path.split(['?', '#']).next().unwrap_or_default()
}

/// What ids begin with: the last part of the path without its ending, or the host.
fn stem(url: &str, path: &str) -> String {
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let stem = Path::new(last).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.filter(|stem| !stem.is_empty()).or_else(|| html::host(url)).unwrap_or_else(|| "page".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str, media_type: &str, body: &[u8]) -> Vec<Result<Report, String>> {
        let page = Page {
            name: "the page".to_owned(),
            url: url.to_owned(),
            media_type: Some(media_type.to_owned()).filter(|t| !t.is_empty()),
            body: body.to_vec(),
            note: "fetched".to_owned(),
        };
        read_page(page, None).map(|report| report.map_err(|e| e.to_string())).collect()
    }

    #[test]
    fn a_page_has_its_own_url_or_else_the_one_where_it_was_found() {
        let page = b"<html><head><link rel=canonical href='https://x.example/one'></head><body><p>Shells fell.</p></body></html>";
        let report = read("https://x.example/news/1.html?a=b", "text/html", page).remove(0).unwrap();
        assert_eq!((report.id.as_str(), report.url.as_deref()), ("1", Some("https://x.example/one")));
        assert_eq!(report.source.as_deref(), Some("x.example"));
        assert_eq!(report.notes.last().map(String::as_str), Some("fetched"));
        let report = read("https://x.example/", "text/html", b"<p>Shells fell.</p>").remove(0).unwrap();
        assert_eq!((report.id.as_str(), report.url.as_deref()), ("x.example", Some("https://x.example/")));
    }

    #[test]
    fn content_tells_before_the_type_and_the_type_before_the_ending() {
        let feed = b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>A</title><description>Shells fell.</description><link>https://x.example/a</link></item></channel></rss>";
        for media_type in ["text/html; charset=utf-8", "application/rss+xml", "text/xml", ""] {
            let report = read("https://x.example/feed", media_type, feed).remove(0).unwrap();
            assert_eq!(report.url.as_deref(), Some("https://x.example/a"), "{media_type}");
        }
        let lines = b"{\"text\": \"One\"}\n{\"text\": \"Two\"}\n";
        assert_eq!(read("https://x.example/a.jsonl", "application/json", lines).len(), 2);
        assert_eq!(read("https://x.example/a", "application/json", lines).len(), 2);
        let table = b"text,date\nShells fell.,2024-05-06\nIt is over.,2024-05-07\n";
        assert_eq!(read("https://x.example/export", "text/csv", table).len(), 2);
        assert_eq!(read("https://x.example/a.csv", "text/plain", table).len(), 2);
        assert_eq!(read("https://x.example/a.txt", "text/plain", table).len(), 1);
        let said = read("https://x.example/a.zip", "application/octet-stream", b"PK\x03\x04").remove(0).unwrap_err();
        assert!(said.starts_with("the page: a packed file is not read yet"), "{said}");
    }

    #[test]
    fn the_server_says_the_encoding() {
        let page = b"<html><body><p>\xcf\xf0\xe8\xe2\xe5\xf2</p></body></html>";
        let report = read("https://x.example/a", "text/html; Charset=\"windows-1251\"", page).remove(0).unwrap();
        assert_eq!(report.text.trim(), "\u{41f}\u{440}\u{438}\u{432}\u{435}\u{442}");
    }
}

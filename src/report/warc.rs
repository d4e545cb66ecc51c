//! Web archives (WARC, ISO 28500), plain or packed with gzip: each HTML page of theirs a report.

use super::error::{Problem, ReadError};
use super::lines::{Line, next_line};
use super::read::MAX_BYTES;
use super::{Report, html};
use std::io::{self, BufRead, Read};

/// The longest line of a header.
const LONGEST: usize = 65_536;

/// The most lines of a header.
const MOST_LINES: usize = 1_000;

/// The pages of an archive.
pub(super) struct Pages<R> {
    pub stream: R,
    /// What to call the stream in an error.
    pub input: String,
    pub stem: String,
    /// Records so far.
    pub record: u64,
    pub done: bool,
    /// Whether a page was found, or something is wrong that was said.
    pub any: bool,
}

/// What the header of a record says.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    url: Option<String>,
    date: Option<String>,
    length: u64,
}

impl<R: BufRead> Pages<R> {
    fn error(&self, problem: Problem) -> ReadError {
        ReadError { input: format!("{}: record {}", self.input, self.record), line: None, column: None, problem }
    }

    /// The next record's header; `None` at the end.
    fn header(&mut self) -> io::Result<Option<Header>> {
        let mut header = Header::default();
        let mut begun = false;
        for _ in 0..MOST_LINES {
            let line = match next_line(&mut self.stream, LONGEST)? {
                None => return Ok(begun.then_some(header)),
                Some(Line::TooLong) => return Err(io::Error::other("a line of a header is too long")),
                Some(Line::Whole(bytes)) => String::from_utf8_lossy(&bytes).trim().to_owned(),
            };
            match (begun, line.as_str()) {
                (false, "") => {}
                (false, first) if first.starts_with("WARC/") => begun = true,
                (false, _) => return Err(io::Error::other("no record begins where one should (WARC/1.0)")),
                (true, "") => return Ok(Some(header)),
                (true, line) => header.take(line),
            }
        }
        Err(io::Error::other("a header has no end"))
    }

    /// The record's body as far as it may be read; the rest is passed over.
    fn body(&mut self, length: u64, wanted: bool) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        let mut record = (&mut self.stream).take(length);
        if wanted {
            (&mut record).take(MAX_BYTES + 1).read_to_end(&mut body)?;
        }
        let rest = io::copy(&mut record, &mut io::sink())?;
        if rest + (body.len() as u64) < length && (!wanted || (body.len() as u64) < length.min(MAX_BYTES + 1)) {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends within a record"));
        }
        Ok(body)
    }

    fn next_page(&mut self) -> Option<Result<Report, ReadError>> {
        loop {
            self.record += 1;
            let header = match self.header() {
                Ok(Some(header)) => header,
                Ok(None) => return None,
                Err(error) => {
                    self.done = true;
                    return Some(Err(self.error(Problem::Record(format!("the archive is broken here: {error}")))));
                }
            };
            let wanted = matches!(header.kind.as_str(), "response" | "resource");
            let body = match self.body(header.length, wanted) {
                Ok(body) => body,
                Err(error) => {
                    self.done = true;
                    return Some(Err(self.error(Problem::Record(format!("the archive is broken here: {error}")))));
                }
            };
            let Some((page, charset)) = page(&header, &body) else { continue };
            let id = format!("{}-{}", self.stem, self.record);
            if page.len() as u64 > MAX_BYTES {
                return Some(Err(self.error(Problem::TooLarge)));
            }
            let read = html::read(page, &id, header.url.as_deref(), charset.as_deref());
            return Some(read.map_err(|problem| self.error(problem)).map(|mut report| {
                if report.published.is_none() {
                    // When a page was fetched is no date of what it tells.
                    report
                        .notes
                        .extend(header.date.as_ref().map(|date| format!("fetched {date}; the page states no date")));
                }
                report
            }));
        }
    }
}

impl<R: BufRead> Iterator for Pages<R> {
    type Item = Result<Report, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.next_page();
        if next.is_none() {
            self.done = true;
            if !self.any {
                let nothing = Problem::Record("the archive holds no page of HTML".into());
                return Some(Err(ReadError::of(self.input.clone(), nothing)));
            }
        }
        self.any = true;
        next
    }
}

impl Header {
    fn take(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            "warc-target-uri" => self.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => self.date = Some(value.to_owned()),
            "content-length" => self.length = value.parse().unwrap_or(0),
            _ => {}
        }
    }
}

/// The HTML of a record with the charset that its transport states; `None` for pictures, redirects and the like.
fn page<'b>(header: &Header, body: &'b [u8]) -> Option<(&'b [u8], Option<String>)> {
    if header.kind == "resource" {
        return looks_like_html(body).then_some((body, None));
    }
    let end = body.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(body.get(..end)?).to_ascii_lowercase();
    let status = head.split_whitespace().nth(1)?;
    let kind = head.lines().find_map(|line| line.strip_prefix("content-type:"))?;
    let packed = head.lines().any(|line| line.starts_with("content-encoding:") && !line.contains("identity"));
    let charset = kind.split_once("charset=").map(|(_, name)| name.trim_matches(['"', ' ', ';']).to_owned());
    (status.starts_with('2') && kind.contains("html") && !packed).then(|| (&body[end + 4..], charset))
}

fn looks_like_html(body: &[u8]) -> bool {
    let head = String::from_utf8_lossy(body.get(..512).unwrap_or(body)).to_ascii_lowercase();
    head.contains("<html") || head.contains("<!doctype html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, body: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://x.example/{kind}\r\nWARC-Date: 2024-05-01T00:00:00Z\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    }

    fn pages(archive: &str) -> Vec<Result<Report, String>> {
        let pages = Pages {
            stream: archive.as_bytes(),
            input: "a.warc".into(),
            stem: "a".into(),
            record: 0,
            done: false,
            any: false,
        };
        pages.map(|page| page.map_err(|error| error.to_string())).collect()
    }

    #[test]
    fn pages_are_read_and_what_is_none_is_passed_over() {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>Goma is calm.</p></body></html>";
        let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxxxx";
        let archive = [
            record("warcinfo", "x"),
            record("response", picture),
            record("response", page),
            record("request", "GET / HTTP/1.1"),
        ]
        .concat();
        let read = pages(&archive);
        assert_eq!(read.len(), 1);
        let report = read[0].as_ref().unwrap();
        assert_eq!((report.text.as_str(), report.id.as_str()), ("Goma is calm.", "a-3"));
        assert_eq!(report.url.as_deref(), Some("https://x.example/response"));
        assert_eq!(report.published, None);
    }

    #[test]
    fn an_archive_that_breaks_off_says_where() {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>Goma is calm.</p></body></html>";
        let mut archive = [record("response", page), record("response", page)].concat();
        archive.truncate(archive.len() - 40);
        let read = pages(&archive);
        assert!(read[0].is_ok());
        assert!(read[1].as_ref().unwrap_err().contains("record 2"), "{:?}", read[1]);
    }
}

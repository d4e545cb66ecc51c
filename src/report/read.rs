//! Reading reports from an input: which format it has, and what it holds.

use super::Report;
use super::decode::decode;
use super::error::{Problem, ReadError};
use super::input::{Format, Input, not_yet};
use super::json_lines::JsonLines;
use super::stated::Stated;
use super::table::{self, Columns};
use super::warc::Pages;
use super::{docx, feed, front_matter, html, json, mail, pdf};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// The largest report that is read, in bytes: a book of 20 MB takes seconds, and no report is longer.
pub const MAX_BYTES: u64 = 20_000_000;

/// So many bytes of the head tell the format.
const HEAD: u64 = 4096;

/// The reports of an input, one at a time; what is wrong with one is an error in its place.
pub type Reports = Box<dyn Iterator<Item = Result<Report, ReadError>> + Send>;

/// What the user says of how inputs hold their reports.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// The format; otherwise the ending and the first bytes tell.
    pub format: Option<Format>,
    /// The columns of tables; otherwise their names tell.
    pub columns: Columns,
}

impl From<Option<Format>> for Form {
    fn from(format: Option<Format>) -> Self {
        Self { format, ..Self::default() }
    }
}

/// Reads the reports of an input: in the format that is given, or that the first bytes and the ending tell.
pub fn read(input: &Input, form: impl Into<Form>) -> Reports {
    let Form { format, columns } = form.into();
    let path = match input {
        Input::File(path) => path,
        Input::Stdin => return reports_of("-", io::stdin(), Form { format, columns }),
        Input::Url(url) => return refused(ReadError::of(url.clone(), Problem::NotFetched)),
    };
    let name = path.display().to_string();
    let refuse = |problem| -> Reports { Box::new(std::iter::once(Err(ReadError::of(name.clone(), problem)))) };
    if let (None, Some(kind)) = (format, not_yet(path)) {
        // A missing file is missing first, whatever its ending.
        return match std::fs::metadata(path) {
            Ok(_) => refuse(Problem::NotYet(kind)),
            Err(error) => refuse(Problem::Unreadable(error)),
        };
    }
    let format = format.or_else(|| Format::of_ending(path));
    match File::open(path) {
        Err(error) => refuse(Problem::Unreadable(error)),
        // Known to be too large before a byte is read.
        Ok(file) if !format.is_some_and(Format::holds_many) && too_large(&file) && !begins_as_records(path) => {
            refuse(Problem::TooLarge)
        }
        Ok(file) => reports_of(&name, file, Form { format, columns }),
    }
}

fn too_large(file: &File) -> bool {
    file.metadata().is_ok_and(|m| m.is_file() && m.len() > MAX_BYTES)
}

/// Whether a file without a telling ending begins like JSON Lines, which may be of any length.
fn begins_as_records(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    Format::of_ending(path).is_none() && read.is_ok() && matches!(told_by(&head), Ok(format) if format.holds_many())
}

/// Reads the reports of a stream. `name` is the file's name, for errors and ids, or `-` for standard input.
pub fn reports_of(name: &str, stream: impl Read + Send + 'static, form: impl Into<Form>) -> Reports {
    let (input, stem) = match name {
        "-" => ("standard input".to_owned(), "stdin".to_owned()),
        name => (name.to_owned(), stem_of(name)),
    };
    reports_in(input, stem, stream, form.into())
}

/// Reads the reports of a stream: `input` is its name in errors, `stem` what ids begin with.
pub(super) fn reports_in(input: String, stem: String, stream: impl Read + Send + 'static, form: Form) -> Reports {
    let Form { format, columns } = form;
    let mut stream = BufReader::new(stream);
    let mut head = Vec::new();
    if let Err(error) = (&mut stream).take(HEAD).read_to_end(&mut head) {
        return refused(ReadError::of(input, Problem::Unreadable(error)));
    }
    let format = match told(format, &head) {
        Ok(format) => format,
        Err(problem) => return refused(ReadError::of(input, problem)),
    };
    let stream = Cursor::new(head.clone()).chain(stream);
    match format {
        Format::JsonLines => Box::new(JsonLines { stream, input, stem, line: 0, any: false, done: false }),
        Format::Table => match table::rows(stream, &head, &columns, input, stem) {
            Ok(rows) => Box::new(rows),
            Err(error) => refused(error),
        },
        Format::Warc if head.starts_with(GZIP) => {
            let stream = BufReader::new(MultiGzDecoder::new(stream));
            Box::new(Pages { stream, input, stem, record: 0, done: false, any: false })
        }
        Format::Warc => Box::new(Pages { stream, input, stem, record: 0, done: false, any: false }),
        Format::Feed | Format::Json => several(stream, input, &stem, format),
        format => Box::new(std::iter::once_with(move || {
            document(stream, &stem, format).map_err(|problem| ReadError::of(input, problem))
        })),
    }
}

fn refused(error: ReadError) -> Reports {
    Box::new(std::iter::once(Err(error)))
}

/// The bytes that a gzip file begins with (RFC 1952).
const GZIP: &[u8] = &[0x1f, 0x8b];

/// The largest file of several reports that is held whole, in bytes.
const MOST_HELD: u64 = 200_000_000;

/// The reports of a file that is read as one.
fn several(stream: impl BufRead, input: String, stem: &str, format: Format) -> Reports {
    let read = whole(stream, MOST_HELD).and_then(|bytes| match format {
        Format::Feed => feed::read(&bytes, stem),
        _ => json::read(&decode(&bytes)?.0, stem),
    });
    match read {
        Ok(reports) => Box::new(
            reports.into_iter().map(move |report| report.map_err(|problem| ReadError::of(input.clone(), problem))),
        ),
        Err(problem) => refused(ReadError::of(input, problem)),
    }
}

/// All bytes of a stream.
fn whole(stream: impl BufRead, most: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    stream.take(most + 1).read_to_end(&mut bytes).map_err(Problem::Unreadable)?;
    if bytes.len() as u64 > most { Err(Problem::TooLarge) } else { Ok(bytes) }
}

fn stem_of(name: &str) -> String {
    let stem = Path::new(name).file_stem().map(|s| s.to_string_lossy().into_owned());
    stem.filter(|s| !s.is_empty()).unwrap_or_else(|| "report".to_owned())
}

/// One report: all of the stream.
fn document(stream: impl BufRead, stem: &str, format: Format) -> Result<Report, Problem> {
    let bytes = whole(stream, MAX_BYTES)?;
    match format {
        Format::Html => html::read(&bytes, stem, None, None),
        Format::Pdf => pdf::read(&bytes, stem),
        Format::Docx => docx::read(&bytes, stem),
        Format::Mail => mail::read(&bytes, stem),
        _ => words(&bytes, stem, format == Format::Markdown),
    }
}

/// Plain text or Markdown.
fn words(bytes: &[u8], stem: &str, markdown: bool) -> Result<Report, Problem> {
    let (text, note) = decode(bytes)?;
    let (mut stated, body) = if markdown { front_matter::split(&text) } else { (Stated::default(), text.as_str()) };
    let heading = || body.lines().find_map(|line| line.strip_prefix("# ")).map(str::to_owned);
    if markdown {
        stated.title = stated.title.or_else(heading);
    }
    stated.notes.extend(note);
    stated.report(stem, body)
}

/// The format of a stream: what its bytes are the mark of holds against its ending; the ending tells texts apart.
fn told(ending: Option<Format>, head: &[u8]) -> Result<Format, Problem> {
    let told = told_by(head);
    match (ending, told) {
        // A page saved as .txt is a page, a feed saved as .html or .xml a feed.
        (Some(Format::Text | Format::Markdown | Format::Html | Format::Feed | Format::Json), Ok(told))
            if told.has_a_mark() =>
        {
            Ok(told)
        }
        (Some(Format::Json), Ok(Format::JsonLines)) if several_objects(head) => Ok(Format::JsonLines),
        (Some(ending), _) => Ok(ending),
        (None, told) => told,
    }
}

/// Whether a second object follows the first on a line of its own, as JSON Lines have it.
fn several_objects(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    text.lines().filter(|line| line.starts_with('{') && line.trim_end().ends_with('}')).count() > 1
}

/// The format that the first bytes tell; plain text where they tell nothing.
///
/// # Errors
///
/// When they are the mark of a format that is not read.
fn told_by(head: &[u8]) -> Result<Format, Problem> {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let begins = |mark: &str| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    let holds = |mark: &str| text.to_ascii_lowercase().contains(mark);
    if begins("%PDF-") {
        return Ok(Format::Pdf);
    }
    if begins("WARC/") || head.starts_with(GZIP) && unpacks_to_warc(head) {
        return Ok(Format::Warc);
    }
    if begins("PK\u{3}\u{4}") {
        // Word writes its parts in no fixed order; another archive says so when it is read.
        return if holds("word/") || holds("[content_types].xml") {
            Ok(Format::Docx)
        } else {
            Err(Problem::NotYet("a packed file"))
        };
    }
    if begins("<!doctype html") || begins("<html") {
        return Ok(Format::Html);
    }
    if begins("<rss") || begins("<feed") || begins("<rdf:rdf") {
        return Ok(Format::Feed);
    }
    if begins("<?xml") || begins("<!--") {
        return Ok(if holds("<html") { Format::Html } else { Format::Feed });
    }
    if begins("---\n") || begins("---\r\n") {
        return Ok(Format::Markdown);
    }
    // A JSON object at the head, with a quoted key, or a list of them.
    if text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"')) {
        let lines = text.lines().next().is_some_and(|line| line.trim_end().ends_with('}')) || !text.contains('\n');
        return Ok(if lines { Format::JsonLines } else { Format::Json });
    }
    if text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{')) {
        return Ok(Format::Json);
    }
    if is_mail(text) {
        return Ok(Format::Mail);
    }
    Ok(Format::Text)
}

fn unpacks_to_warc(head: &[u8]) -> bool {
    let mut first = [0; 5];
    MultiGzDecoder::new(head).read_exact(&mut first).is_ok() && first == *b"WARC/"
}

/// Whether a text begins with the headers of a message: two that every message has (RFC 5322), and nothing but headers.
fn is_mail(text: &str) -> bool {
    let header = |line: &str| line.split_once(':').is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_graphic()));
    let lines: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
    let named = |name: &str| {
        lines.iter().any(|line| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
    };
    lines.iter().all(|line| header(line) || line.starts_with([' ', '\t']))
        && named("from:")
        && (named("message-id:") || named("received:") || named("mime-version:") || named("date:") && named("subject:"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::DateSource;

    fn all(name: &str, bytes: &[u8]) -> Vec<Result<Report, String>> {
        let format = Format::of_ending(Path::new(name));
        reports_of(name, Cursor::new(bytes.to_vec()), format).map(|r| r.map_err(|e| e.to_string())).collect()
    }

    #[test]
    fn markdown_keeps_its_characters_and_gives_its_metadata() {
        let report =
            all("in/derna.md", b"---\npublished: 12 Sept 2023\nsource: OCHA\n---\n# Flood\n\n**Derna** was hit.\n")
                .remove(0)
                .unwrap();
        assert_eq!(report.id, "derna");
        assert_eq!(report.title.as_deref(), Some("Flood"));
        assert_eq!(report.text, "# Flood\n\n**Derna** was hit.\n");
        assert_eq!(
            report.published.map(|(d, s)| (d.to_string(), s)),
            Some(("2023-09-12".into(), DateSource::Metadata))
        );
    }

    #[test]
    fn a_date_that_is_not_understood_is_a_note_and_no_guess() {
        let report = all("a.md", b"---\ndate: 10/11/2020\n---\nText").remove(0).unwrap();
        assert_eq!(report.published, None);
        assert!(report.notes[0].contains("10/11/2020"), "{:?}", report.notes);
    }

    #[test]
    fn records_that_are_wrong_are_named_and_the_others_read() {
        let file = b"{\"id\": 7, \"text\": \"One\", \"published\": \"2020-10-24T01:00:00Z\"}\n\n{\"text\": 5}\n{\"title\": \"x\"}\nnot json\n{\"text\": \"  \"}\n{\"text\": \"Two\"}";
        let read = all("r.jsonl", file);
        let said: Vec<String> = read.iter().map(|r| r.as_ref().map_or_else(Clone::clone, |r| r.id.clone())).collect();
        assert_eq!(said[0], "7");
        assert!(
            said[1].starts_with("r.jsonl: line 3, column 10: no report in it: invalid type: integer"),
            "{}",
            said[1]
        );
        assert_eq!(said[2], "r.jsonl: line 4: no report in it: expected a field \"text\"");
        assert!(said[3].starts_with("r.jsonl: line 5, column 2: no report in it: expected"), "{}", said[3]);
        assert_eq!(said[4], "r.jsonl: line 6: no report in it: its \"text\" is empty");
        assert_eq!(said[5], "r-7");
        assert_eq!(read[0].as_ref().unwrap().published.unwrap().0.to_string(), "2020-10-24");
    }

    #[test]
    fn a_record_of_fifty_megabytes_is_refused_and_the_next_is_read() {
        let mut file = b"{\"text\": \"".to_vec();
        file.resize(50_000_000, b'a');
        file.extend_from_slice(b"\"}\n{\"text\": \"Two\"}\n");
        let read = all("r.jsonl", &file);
        assert!(read[0].as_ref().unwrap_err().starts_with("r.jsonl: line 1: is larger than 20 MB"));
        assert_eq!(read[1].as_ref().unwrap().text, "Two");
    }

    #[test]
    fn the_first_bytes_tell_the_format_of_standard_input() {
        assert_eq!(all("-", b"{\"text\": \"One\"}")[0].as_ref().unwrap().id, "stdin-1");
        assert_eq!(all("-", b"---\ntitle: T\n---\nOne")[0].as_ref().unwrap().title.as_deref(), Some("T"));
        assert_eq!(all("-", b"One")[0].as_ref().unwrap().id, "stdin");
        let refused = "standard input: a packed file is not read yet; save the text as .txt or .md";
        assert_eq!(all("-", b"PK\x03\x04a.png").remove(0).unwrap_err(), refused);
        let page = b"<!DOCTYPE html><html><body><p>One</p></body></html>";
        assert_eq!(all("-", page)[0].as_ref().unwrap().text, "One");
        // What a file is holds against how it is called.
        assert_eq!(all("page.txt", page)[0].as_ref().unwrap().text, "One");
        assert_eq!(all("-", b"[{\"text\": \"One\"},\n{\"text\": \"Two\"}]").len(), 2);
        assert_eq!(all("a.json", b"{\"text\": \"One\"}\n{\"text\": \"Two\"}\n").len(), 2);
        let mail = b"From: a@b.example\r\nDate: Mon, 6 May 2024 10:00:00 +0000\r\nSubject: S\r\n\r\nOne";
        assert_eq!(all("-", mail)[0].as_ref().unwrap().title.as_deref(), Some("S"));
        let packed = {
            let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut out, b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n")
                .unwrap();
            out.finish().unwrap()
        };
        assert!(all("-", &packed)[0].as_ref().unwrap_err().contains("holds no page of HTML"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused_in_every_format(
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
            mark in proptest::sample::select(vec![
                "", "%PDF-1.4\n", "<html><body>", "<rss><channel><item>", "PK\u{3}\u{4}", "WARC/1.0\r\n", "text,date\n", "[{\"text\":",
                "From: a\r\nSubject: b\r\n\r\n",
            ]),
        ) {
            let file = [mark.as_bytes(), &bytes].concat();
            let formats = [
                Format::Text, Format::Markdown, Format::JsonLines, Format::Json, Format::Html, Format::Feed, Format::Table,
                Format::Docx, Format::Mail, Format::Warc,
            ];
            for format in formats.map(Some).into_iter().chain([None]) {
                for _ in reports_of("x", Cursor::new(file.clone()), format).take(50) {}
            }
        }
    }

    #[test]
    fn bad_files_are_named_with_what_is_wrong() {
        let said = |name: &str, bytes: &[u8]| all(name, bytes).remove(0).unwrap_err();
        assert_eq!(said("a.txt", b""), "a.txt: is empty");
        assert_eq!(said("a.txt", b" \r\n\t"), "a.txt: is empty");
        assert_eq!(said("a.md", b"---\ntitle: x\n---\n"), "a.md: is empty");
        assert_eq!(said("a.jsonl", b"\n\n"), "a.jsonl: is empty");
        assert!(said("a.txt", b"\x89PNG\r\n\x1a\n\0\0").contains("is no text"));
        assert!(said("a.txt", &vec![b'a'; 20_000_001]).contains("larger than 20 MB"));
    }

    #[test]
    fn a_missing_file_keeps_the_words_of_the_system_for_its_source() {
        let error = read(&Input::File("no/such.txt".into()), None).next().unwrap().unwrap_err();
        assert_eq!(error.to_string(), "no/such.txt: cannot be read");
        assert!(std::error::Error::source(&error).unwrap().to_string().contains("No such file"));
    }

    #[test]
    fn broken_bytes_become_a_note_of_the_report() {
        let report = all("a.txt", b"The town of Xocav\xc9nd by \xc5\x9eu\xc5\x9fa was hit.").remove(0).unwrap();
        assert_eq!(report.notes, ["1 byte is not UTF-8 and was replaced by “\u{fffd}”, the first at byte 17"]);
    }
}

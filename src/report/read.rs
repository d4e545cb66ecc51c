//! Reading reports from an input: which format it has, and what it holds.

use super::Report;
use super::decode::decode;
use super::error::{Problem, ReadError};
use super::front_matter;
use super::input::{Format, Input, not_yet};
use super::json_lines::JsonLines;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// The largest report that is read, in bytes: a book of 20 MB takes seconds, and no report is longer.
pub const MAX_BYTES: u64 = 20_000_000;

/// So many bytes of the head tell the format.
const HEAD: u64 = 4096;

/// The reports of an input, one at a time; what is wrong with one is an error in its place.
pub type Reports = Box<dyn Iterator<Item = Result<Report, ReadError>> + Send>;

/// Reads the reports of an input: in the format that is given, or that the ending and the first bytes tell.
pub fn read(input: &Input, format: Option<Format>) -> Reports {
    let Input::File(path) = input else {
        return reports_of("-", io::stdin(), format);
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
        Ok(file) if format != Some(Format::JsonLines) && too_large(&file) && !begins_as_records(path) => {
            refuse(Problem::TooLarge)
        }
        Ok(file) => reports_of(&name, file, format),
    }
}

fn too_large(file: &File) -> bool {
    file.metadata().is_ok_and(|m| m.is_file() && m.len() > MAX_BYTES)
}

/// Whether a file without a telling ending begins like JSON Lines, which may be of any length.
fn begins_as_records(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    Format::of_ending(path).is_none() && read.is_ok() && matches!(told_by(&head), Ok(Format::JsonLines))
}

/// Reads the reports of a stream. `name` is the file's name, for errors and ids, or `-` for standard input.
pub fn reports_of(name: &str, stream: impl Read + Send + 'static, format: Option<Format>) -> Reports {
    let (input, stem) = match name {
        "-" => ("standard input".to_owned(), "stdin".to_owned()),
        name => (name.to_owned(), stem_of(name)),
    };
    let mut stream = BufReader::new(stream);
    let mut head = Vec::new();
    let format = match format {
        Some(format) => Ok(format),
        None => match (&mut stream).take(HEAD).read_to_end(&mut head) {
            Ok(_) => told_by(&head),
            Err(error) => Err(Problem::Unreadable(error)),
        },
    };
    let stream = Cursor::new(head).chain(stream);
    match format {
        Err(problem) => Box::new(std::iter::once(Err(ReadError::of(input, problem)))),
        Ok(Format::JsonLines) => Box::new(JsonLines { stream, input, stem, line: 0, any: false, done: false }),
        Ok(format) => Box::new(std::iter::once_with(move || {
            document(stream, stem, format).map_err(|problem| ReadError::of(input, problem))
        })),
    }
}

fn stem_of(name: &str) -> String {
    let stem = Path::new(name).file_stem().map(|s| s.to_string_lossy().into_owned());
    stem.filter(|s| !s.is_empty()).unwrap_or_else(|| "report".to_owned())
}

/// One report: all of the stream.
fn document(stream: impl BufRead, stem: String, format: Format) -> Result<Report, Problem> {
    let mut bytes = Vec::new();
    stream.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(Problem::Unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Problem::TooLarge);
    }
    let (text, note) = decode(&bytes)?;
    let (matter, body) = match format {
        Format::Markdown => front_matter::split(&text),
        Format::Text | Format::JsonLines => (front_matter::FrontMatter::default(), text.as_str()),
    };
    if body.trim().is_empty() {
        return Err(Problem::Empty);
    }
    let heading =
        || body.lines().find_map(|l| l.strip_prefix("# ")).map(|h| h.trim().to_owned()).filter(|h| !h.is_empty());
    let mut report = Report::new(matter.id.unwrap_or(stem), body);
    report.title = matter.title.or_else(|| if format == Format::Markdown { heading() } else { None });
    report.source = matter.source;
    report.url = matter.url;
    report.language = matter.language;
    report.notes.extend(note);
    report.find_date(matter.published.as_deref());
    Ok(report)
}

/// The format that the first bytes tell; plain text where they tell nothing.
///
/// # Errors
///
/// When they are the mark of a format that is not read yet.
fn told_by(head: &[u8]) -> Result<Format, Problem> {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let begins = |mark: &str| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    let not_yet = [
        ("%PDF-", "PDF"),
        ("WARC/", "WARC"),
        ("<!doctype html", "HTML"),
        ("<html", "HTML"),
        ("<?xml", "a feed"),
        ("<rss", "a feed"),
        ("<feed", "a feed"),
        ("PK\u{3}\u{4}", "a packed file"),
    ];
    if let Some((_, name)) = not_yet.iter().find(|(mark, _)| begins(mark)) {
        return Err(Problem::NotYet(name));
    }
    if begins("---\n") || begins("---\r\n") {
        return Ok(Format::Markdown);
    }
    // A JSON object at the head, with a quoted key.
    if text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"')) {
        return Ok(Format::JsonLines);
    }
    Ok(Format::Text)
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
        let refused = "standard input: PDF is not read yet; save the text as .txt or .md";
        assert_eq!(all("-", b"%PDF-1.7\n").remove(0).unwrap_err(), refused);
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
        let report = all("a.txt", b"The town of Xocav\xc9nd was hit.").remove(0).unwrap();
        assert_eq!(report.notes, ["1 byte is not UTF-8 and was replaced by “\u{fffd}”, the first at byte 17"]);
    }
}

//! From arguments to inputs: files, folders, standard input, URLs.

use super::error::{Problem, ReadError};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders inside folders are followed so deep.
const DEPTH: usize = 64;

/// How a file holds its reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One report, all of it text.
    Text,
    /// One report, perhaps with metadata in front.
    Markdown,
    /// One report a line, as JSON: `{"id", "title", "text", "published", "url", "source", "language"}`.
    JsonLines,
    /// A list of such records, or one.
    Json,
    /// A web page: its article.
    Html,
    /// A feed (RSS or Atom): each entry a report.
    Feed,
    /// A table (CSV, TSV): each row a report.
    Table,
    /// A PDF file with a text layer.
    Pdf,
    /// A document of Word (Office Open XML).
    Docx,
    /// An e-mail.
    Mail,
    /// A web archive (WARC): each HTML page a report.
    Warc,
}

impl Format {
    /// The format of a file by the ending of its name; `None` when the ending says nothing.
    pub fn of_ending(path: &Path) -> Option<Self> {
        match ending(path)?.as_str() {
            "txt" | "text" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "json" => Some(Self::Json),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "rss" | "atom" => Some(Self::Feed),
            "csv" | "tsv" => Some(Self::Table),
            "pdf" => Some(Self::Pdf),
            "docx" => Some(Self::Docx),
            "eml" => Some(Self::Mail),
            "warc" => Some(Self::Warc),
            // "archive.warc.gz".
            "gz" if ending(path.file_stem()?.as_ref()).is_some_and(|inner| inner == "warc") => Some(Self::Warc),
            _ => None,
        }
    }
}

impl Format {
    /// Whether a file of it holds many reports, and may be of any length.
    pub(super) fn holds_many(self) -> bool {
        matches!(self, Self::JsonLines | Self::Json | Self::Feed | Self::Table | Self::Warc)
    }

    /// Whether its files begin with a mark that no other text has.
    pub(super) fn has_a_mark(self) -> bool {
        matches!(self, Self::Html | Self::Feed | Self::Pdf | Self::Docx | Self::Warc)
    }
}

/// Endings of formats that are known and not read, with their names.
const NOT_YET: [(&[&str], &str); 4] = [
    (&["xls", "xlsx", "ods"], "a spreadsheet"),
    (&["doc", "odt", "rtf", "epub"], "a word processor's file"),
    (&["gz", "zip", "bz2", "xz", "zst", "7z", "tar"], "a packed file"),
    (&["png", "jpg", "jpeg", "gif", "tif", "tiff", "webp"], "a picture"),
];

fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// What the ending of a name says of a format that is not read.
pub(super) fn not_yet(path: &Path) -> Option<&'static str> {
    let ending = ending(path)?;
    NOT_YET.iter().find(|(endings, _)| endings.contains(&ending.as_str())).map(|(_, name)| *name)
}

/// Where reports come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// A page, a feed or a file on the web, for `fetch` to fetch and [`read_page`](super::read_page) to read.
    Url(String),
}

impl Input {
    /// What to call it in a message.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "standard input".to_owned(),
            Self::Url(url) => url.clone(),
        }
    }
}

/// What arguments stand for.
#[derive(Debug, Default)]
pub struct Expanded {
    /// What can be read, in the order of the arguments, folders in the order of their names; or why it cannot.
    pub inputs: Vec<Result<Input, ReadError>>,
    /// Files in folders that are left alone because of their endings.
    pub skipped: Vec<PathBuf>,
}

/// Expands arguments: a file is itself, a folder all the files in it and in its folders whose endings
/// tell a format that is read (hidden ones are left out), `-` is standard input. URLs of the web are themselves; other URLs and missing
/// files are errors in their place.
pub fn inputs(arguments: &[PathBuf]) -> Expanded {
    let mut expanded = Expanded::default();
    for argument in arguments {
        if argument.as_os_str() == "-" {
            expanded.inputs.push(Ok(Input::Stdin));
        } else if let Some(scheme) = scheme(argument) {
            let url = argument.display().to_string();
            let is_web = ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
            let input = if is_web { Ok(Input::Url(url)) } else { Err(ReadError::of(url, Problem::NotFetched)) };
            expanded.inputs.push(input);
        } else if argument.is_dir() {
            expanded.folder(argument);
        } else {
            expanded.inputs.push(Ok(Input::File(argument.clone())));
        }
    }
    expanded
}

/// The scheme of a URL; `None` for what is a path.
fn scheme(argument: &Path) -> Option<&str> {
    let (scheme, _) = argument.to_str()?.split_once("://")?;
    ["http", "https", "ftp", "file"].iter().any(|known| scheme.eq_ignore_ascii_case(known)).then_some(scheme)
}

impl Expanded {
    fn folder(&mut self, folder: &Path) {
        let before = (self.inputs.len(), self.skipped.len());
        self.walk(folder, 0);
        if self.inputs.len() == before.0 {
            self.inputs.push(Err(ReadError::of(folder.display().to_string(), Problem::NothingInFolder)));
        }
    }

    fn walk(&mut self, folder: &Path, depth: usize) {
        let entries = match sorted(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let name = folder.display().to_string();
                return self.inputs.push(Err(ReadError::of(name, Problem::Unreadable(error))));
            }
        };
        for path in entries {
            // A link to a folder may lead back to where it stands: only real folders are followed.
            let kind = fs::symlink_metadata(&path).map(|m| m.file_type());
            match kind {
                Ok(kind) if kind.is_dir() && depth < DEPTH => self.walk(&path, depth + 1),
                Ok(_) if path.is_file() && Format::of_ending(&path).is_some() => {
                    self.inputs.push(Ok(Input::File(path)))
                }
                _ => self.skipped.push(path),
            }
        }
    }
}

/// What a folder holds, in the order of the names, without the hidden.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_their_reports_in_order_and_say_what_they_skip() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("b/c")).unwrap();
        fs::create_dir_all(at(".git")).unwrap();
        for name in [
            "z.txt",
            "a.md",
            "b/c/x.jsonl",
            "b/c/y.warc.gz",
            "b/c/z.tar.gz",
            "b/photo.JPG",
            ".git/x.md",
            "b/y.MARKDOWN",
        ] {
            fs::write(at(name), "text").unwrap();
        }
        let expanded = inputs(&[folder.path().to_owned()]);
        let found: Vec<PathBuf> = expanded
            .inputs
            .into_iter()
            .map(|i| match i.unwrap() {
                Input::File(path) => path,
                other => unreachable!("{other:?} was not given"),
            })
            .collect();
        assert_eq!(found, [at("a.md"), at("b/c/x.jsonl"), at("b/c/y.warc.gz"), at("b/y.MARKDOWN"), at("z.txt")]);
        assert_eq!(expanded.skipped, [at("b/c/z.tar.gz"), at("b/photo.JPG")]);
    }

    #[test]
    fn an_empty_folder_and_a_url_that_is_not_fetched_are_errors_in_their_place() {
        let folder = tempfile::tempdir().unwrap();
        let expanded =
            inputs(&[folder.path().to_owned(), "ftp://example.org/x".into(), "-".into(), "HTTPS://x.example/y".into()]);
        let said: Vec<String> =
            expanded.inputs.iter().map(|i| i.as_ref().map_or_else(ToString::to_string, Input::name)).collect();
        assert!(said[0].ends_with(
            "holds no file that is read (.md, .txt, .html, .pdf, .docx, .eml, .csv, .json, .jsonl, .rss, .warc)"
        ));
        assert!(said[1].starts_with("ftp://example.org/x: is not fetched here; "), "{}", said[1]);
        assert_eq!(said[2], "standard input");
        assert_eq!(expanded.inputs.last().unwrap().as_ref().unwrap(), &Input::Url("HTTPS://x.example/y".to_owned()));
    }
}

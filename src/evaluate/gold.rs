//! Gold: reports with the places that people annotated in them.

use super::{marked, xml};
use crate::geography::LonLat;
use crate::recognize::Role;
use crate::report::Report;
use crate::text::Span;
use serde::Deserialize;
use std::path::Path;

/// An annotated corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct Gold {
    /// Its name: that of its file.
    pub name: String,
    /// Its reports in their order.
    pub reports: Vec<GoldReport>,
    /// Annotations that were left out, each with the reason.
    pub rejected: Vec<String>,
}

/// A report and what people annotated in it.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldReport {
    /// The report.
    pub report: Report,
    /// Its place references in order of their start.
    pub toponyms: Vec<GoldToponym>,
    /// Names with what they are meant as, places or not, where the corpus says so.
    pub marks: Vec<GoldMark>,
}

/// A name and what it is meant as.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldMark {
    /// Code points of the text.
    pub span: Span,
    /// The text there.
    pub surface: String,
    /// What it is meant as.
    pub meant: Meant,
}

/// What a name is meant as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meant {
    /// The place, as where something is.
    Literal,
    /// Its government, team, people as an actor.
    Metonym,
    /// A people's name or an adjective.
    Demonym,
    /// A body that carries the name.
    Organization,
    /// A treaty, law or paper that carries it.
    Document,
    /// A person.
    Person,
    /// A dish, a ship, a breed: anything else.
    Other,
}

impl Meant {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Literal, Self::Metonym, Self::Demonym, Self::Organization, Self::Document, Self::Person, Self::Other];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Literal => "literal",
            Self::Metonym => "metonym",
            Self::Demonym => "demonym",
            Self::Organization => "organization",
            Self::Document => "document",
            Self::Person => "person",
            Self::Other => "other",
        }
    }

    /// The meaning with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.name() == name)
    }

    /// Whether it refers to a place, on the ground or not.
    pub fn is_reference(self) -> bool {
        matches!(self, Self::Literal | Self::Metonym | Self::Demonym)
    }

    /// Whether a role that was found says the same; what is no place name at all is right when nothing was found.
    pub fn is(self, role: Option<Role>) -> bool {
        match (self, role) {
            (Self::Literal, Some(role)) => role.locates(),
            (Self::Metonym, Some(Role::Metonym)) | (Self::Demonym, Some(Role::Demonym)) => true,
            (Self::Organization, Some(Role::Organization)) | (Self::Document, Some(Role::Document)) => true,
            (Self::Person | Self::Other, None) => true,
            _ => false,
        }
    }
}

/// An annotated place reference.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldToponym {
    /// Code points of the text.
    pub span: Span,
    /// The text there.
    pub surface: String,
    /// Where the place is; `None` where the corpus does not say.
    pub at: Option<LonLat>,
}

/// Why a corpus cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A line is no annotated report.
    #[error(
        "{path}:{line}: {problem}; expected {{\"id\", \"text\", \"toponyms\": [{{\"start\", \"end\", \"lat\", \"lon\"}}]}}"
    )]
    Line {
        /// The file.
        path: String,
        /// Its line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// The XML is broken.
    #[error("{path}: at byte {at}: {problem}")]
    Xml {
        /// The file.
        path: String,
        /// Bytes from the start.
        at: u64,
        /// What is wrong.
        problem: String,
    },
    /// Nothing in the file is an annotated report.
    #[error(
        "{path}: no annotated report in it; expected JSON Lines, or the XML of LGL, GeoVirus, TR-News or GeoWebNews"
    )]
    Empty {
        /// The file.
        path: String,
    },
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    title: Option<String>,
    published: Option<String>,
    source: Option<String>,
    toponyms: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Annotation {
    start: usize,
    end: usize,
    lat: Option<f64>,
    lon: Option<f64>,
    /// What it is meant as: this geoparser's own word, which other corpora have not.
    role: Option<String>,
}

/// How far from the stated offsets a phrase is looked for when they do not fit, in code points.
const SLIP: usize = 20;

impl Gold {
    /// Reads a corpus from a file: JSON Lines, or XML, told by its content.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is no corpus, or a line of it is wrong.
    pub fn read(path: &Path) -> Result<Self, GoldError> {
        let shown = path.display().to_string();
        let content = std::fs::read_to_string(path).map_err(|source| GoldError::Io { path: shown.clone(), source })?;
        Self::parse(&shown, &content)
    }

    /// Reads a corpus from a string; `path` is for the messages and gives the corpus its name.
    ///
    /// # Errors
    ///
    /// As [`Gold::read`].
    pub fn parse(path: &str, content: &str) -> Result<Self, GoldError> {
        let name = Path::new(path).file_stem().map_or_else(|| path.to_owned(), |s| s.to_string_lossy().into_owned());
        let mut out = Self { name, reports: Vec::new(), rejected: Vec::new() };
        if marked::is_marked(content) {
            let all = marked::reports(content).map_err(|(line, problem)| GoldError::Line {
                path: path.to_owned(),
                line,
                problem,
            })?;
            out.reports.extend(all.into_iter().map(GoldReport::from));
        } else if content.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
            for raw in
                xml::reports(content).map_err(|(at, problem)| GoldError::Xml { path: path.to_owned(), at, problem })?
            {
                out.take_phrases(raw);
            }
        } else {
            for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let wrong = |problem: String| GoldError::Line { path: path.to_owned(), line: number + 1, problem };
                out.take_line(serde_json::from_str(line).map_err(|e| wrong(e.to_string()))?);
            }
        }
        if out.reports.is_empty() { Err(GoldError::Empty { path: path.to_owned() }) } else { Ok(out) }
    }

    fn take_line(&mut self, line: Line) {
        let text: Vec<char> = line.text.chars().collect();
        let (mut toponyms, mut marks) = (Vec::new(), Vec::new());
        for annotation in line.toponyms {
            let Some(surface) = text.get(annotation.start..annotation.end).filter(|s| !s.is_empty()) else {
                self.rejected.push(format!(
                    "{}: {}–{} is not within its text of {} characters",
                    line.id,
                    annotation.start,
                    annotation.end,
                    text.len()
                ));
                continue;
            };
            let (span, surface) = (Span::new(annotation.start, annotation.end), surface.iter().collect::<String>());
            let meant = annotation.role.as_deref().and_then(Meant::from_name);
            marks.extend(meant.map(|meant| GoldMark { span, surface: surface.clone(), meant }));
            if meant.is_none_or(Meant::is_reference) {
                toponyms.push(GoldToponym { span, surface, at: position(annotation.lat, annotation.lon) });
            }
        }
        toponyms.sort_by_key(|t| t.span.start);
        let mut report = Report::new(line.id, line.text);
        report.title = line.title;
        report.source = line.source;
        report.published = line
            .published
            .as_deref()
            .and_then(crate::report::parse_date)
            .map(|date| (date, crate::report::DateSource::Metadata));
        self.reports.push(GoldReport { report, toponyms, marks });
    }

    /// The XML corpora state the phrase as well; their offsets are off by some characters here and there.
    fn take_phrases(&mut self, raw: xml::RawReport) {
        let text: Vec<char> = raw.text.chars().collect();
        let id = raw.id.unwrap_or_else(|| format!("{}-{}", self.name, self.reports.len()));
        let mut toponyms = Vec::new();
        for annotation in raw.toponyms {
            let phrase: Vec<char> = annotation.phrase.chars().collect();
            let found = if phrase.is_empty() { None } else { nearest(&text, &phrase, annotation.start) };
            let Some(start) = found else {
                self.rejected.push(format!("{id}: “{}” does not stand at {}", annotation.phrase, annotation.start));
                continue;
            };
            toponyms.push(GoldToponym {
                span: Span::new(start, start + phrase.len()),
                surface: annotation.phrase,
                at: position(annotation.lat, annotation.lon),
            });
        }
        toponyms.sort_by_key(|t| t.span.start);
        let mut report = Report::new(id, raw.text);
        report.title = raw.title;
        report.source = raw.source;
        self.reports.push(GoldReport { report, toponyms, marks: Vec::new() });
    }
}

impl From<marked::MarkedReport> for GoldReport {
    fn from(marked: marked::MarkedReport) -> Self {
        let references = marked.marks.iter().filter(|(mark, _)| mark.meant.is_reference());
        let toponyms =
            references.map(|(mark, at)| GoldToponym { span: mark.span, surface: mark.surface.clone(), at: *at });
        Self {
            toponyms: toponyms.collect(),
            marks: marked.marks.into_iter().map(|(mark, _)| mark).collect(),
            report: Report::new(marked.id, marked.text),
        }
    }
}

fn position(lat: Option<f64>, lon: Option<f64>) -> Option<LonLat> {
    Some(LonLat::new(lon?, lat?)).filter(|at| at.is_valid())
}

/// Where a phrase stands, nearest to where it is said to.
fn nearest(text: &[char], phrase: &[char], stated: usize) -> Option<usize> {
    let stands = |at: &usize| !phrase.is_empty() && text.get(*at..*at + phrase.len()) == Some(phrase);
    (0..=SLIP).flat_map(|slip| [stated.checked_sub(slip), Some(stated + slip)]).flatten().find(stands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_report_is_named() {
        let error = Gold::parse("gold.jsonl", "{\"id\":\"a\",\"text\":\"x\",\"toponyms\":[]}\n{\"id\":1}").unwrap_err();
        assert!(error.to_string().starts_with("gold.jsonl:2: "), "{error}");
    }

    #[test]
    fn an_annotation_outside_its_text_is_rejected_and_listed() {
        let line = r#"{"id":"a","text":"Baku","toponyms":[{"start":0,"end":9,"lat":1,"lon":2},{"start":0,"end":4,"lat":null,"lon":null}]}"#;
        let gold = Gold::parse("g.jsonl", line).unwrap();
        assert_eq!((gold.rejected.len(), gold.reports[0].toponyms.len()), (1, 1));
        assert_eq!(gold.reports[0].toponyms[0].at, None);
    }

    #[test]
    fn xml_with_offsets_that_slipped_is_put_right() {
        let xml = "<articles><article docid=\"7\"><domain>x.org</domain><text>Fire &amp; smoke in Baku.</text><toponyms><toponym><start>15</start>\
                   <end>19</end><phrase>Baku</phrase><gaztag geonameid=\"587084\"><lat>40.4</lat><lon>49.9</lon></gaztag></toponym></toponyms></article></articles>";
        let gold = Gold::parse("lgl.xml", xml).unwrap();
        let report = &gold.reports[0];
        assert_eq!((report.report.id.as_str(), report.report.source.as_deref()), ("7", Some("x.org")));
        assert_eq!(report.toponyms[0].span, Span::new(16, 20));
        assert_eq!(report.toponyms[0].at, Some(LonLat::new(49.9, 40.4)));
    }

    #[test]
    fn broken_xml_is_an_error_with_its_place() {
        assert!(matches!(
            Gold::parse("x.xml", "<articles><article>"),
            Err(GoldError::Xml { .. } | GoldError::Empty { .. })
        ));
        assert!(matches!(Gold::parse("x.xml", "<a><b></a>"), Err(GoldError::Xml { .. })));
    }
}

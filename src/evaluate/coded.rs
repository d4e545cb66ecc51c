//! Coded reports: what a careful coder would make of each, a line an incident. Easy to write by hand and to read.
//!
//! ```text
//! @ market 2024-05-14
//! Shells fell on the market of Kupiansk on Monday, killing three people, the mayor said.
//! = Shelling/artillery/missile attack | words: Shells fell on the market | at: Kupiansk | on: 2024-05-13 | status: claimed | asserts: mayor | killed: 3
//! ```
//!
//! `@ id DATE` starts a report, `-` for no date. `words` is a piece of the text that stands there once and holds the trigger. What
//! may be one of two, in any field, is written `A / B`; `-` stands for none (`denies: - / army`: a coder may leave it out). Several
//! speakers are told apart by `;`. A report without a line `=` reports nothing, and must give nothing.

use crate::report::{DateSource, Report, parse_date};
use crate::text::Span;
use jiff::civil::Date;
use std::path::Path;

/// Reports with what they report.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    /// Its name: that of its file.
    pub name: String,
    /// Its reports in their order.
    pub reports: Vec<CodedReport>,
}

/// A report and the incidents in it.
#[derive(Debug, Clone, PartialEq)]
pub struct CodedReport {
    /// The report.
    pub report: Report,
    /// Its incidents; empty for a report that reports none.
    pub incidents: Vec<CodedIncident>,
}

/// An incident that must be found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CodedIncident {
    /// The sub-event type, or those that are equally right.
    pub types: Vec<String>,
    /// Where its trigger stands, in code points.
    pub words: Option<Span>,
    /// The names of its place in the text, or those that are equally right; empty when the text does not tell.
    pub places: Vec<String>,
    /// Its first and last day, or those that are equally right; `None` when the report tells none.
    pub days: Vec<Option<(Date, Date)>>,
    /// Its status, as the analysis has it, or those that are equally right.
    pub statuses: Vec<String>,
    /// Who says what.
    pub claims: Vec<CodedClaim>,
    /// Deaths, least and most.
    pub killed: Option<(u64, u64)>,
    /// Injured, least and most.
    pub injured: Option<(u64, u64)>,
    /// Who acts.
    pub actors: Vec<String>,
    /// Who is acted on.
    pub targets: Vec<String>,
}

/// A claim about an incident that must be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedClaim {
    /// The stance, as the analysis has it.
    pub stance: String,
    /// Its speaker, or those that are equally right.
    pub speakers: Vec<String>,
    /// Whether a careful coder may leave it out.
    pub optional: bool,
}

impl CodedClaim {
    fn new(stance: &str, speakers: &str) -> Option<Self> {
        let (none, speakers): (Vec<String>, Vec<String>) = one_of(speakers).into_iter().partition(|s| s == "-");
        let stance = stance.to_owned();
        (!speakers.is_empty()).then_some(Self { stance, speakers, optional: !none.is_empty() })
    }
}

impl std::fmt::Display for CodedClaim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let none = if self.optional { " / -" } else { "" };
        write!(f, "{}: {}{none}", self.stance, self.speakers.join(" / "))
    }
}

/// Why coded reports cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CodedError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A line does not fit the form.
    #[error("{path}:{line}: {problem}; expected “= type | words: … | at: … | on: … | status: …”")]
    Line {
        /// The file.
        path: String,
        /// Its line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
}

impl Coded {
    /// Whether a file is in this form.
    pub fn is_coded(content: &str) -> bool {
        content.trim_start_matches('\u{feff}').starts_with("@ ")
    }

    /// Reads coded reports from a file.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or a line of it does not fit the form.
    pub fn read(path: &Path) -> Result<Self, CodedError> {
        let shown = path.display().to_string();
        let content = std::fs::read_to_string(path).map_err(|source| CodedError::Io { path: shown.clone(), source })?;
        Self::parse(&shown, &content)
    }

    /// Reads coded reports from a string; `path` is for the messages and gives them their name.
    ///
    /// # Errors
    ///
    /// When a line does not fit the form.
    pub fn parse(path: &str, content: &str) -> Result<Self, CodedError> {
        let name = Path::new(path).file_stem().map_or_else(|| path.to_owned(), |s| s.to_string_lossy().into_owned());
        let mut reports: Vec<(Report, Vec<(usize, String)>)> = Vec::new();
        for (index, line) in content.trim_start_matches('\u{feff}').lines().enumerate() {
            let wrong = |problem: String| CodedError::Line { path: path.to_owned(), line: index + 1, problem };
            if let Some(head) = line.strip_prefix("@ ") {
                let (id, day) = head.trim().split_once(' ').unwrap_or((head.trim(), "-"));
                let mut report = Report::new(id, "");
                if day.trim() != "-" {
                    let date = parse_date(day.trim()).ok_or_else(|| wrong(format!("“{day}” is no day")))?;
                    report.published = Some((date, DateSource::Metadata));
                }
                reports.push((report, Vec::new()));
                continue;
            }
            let Some((report, coded)) = reports.last_mut() else {
                return Err(wrong("no report starts before it".to_owned()));
            };
            match line.strip_prefix("= ") {
                Some(fields) => coded.push((index + 1, fields.to_owned())),
                None => {
                    report.text.push_str(line);
                    report.text.push('\n');
                }
            }
        }
        let reports = reports.into_iter().map(|(mut report, coded)| {
            report.text.truncate(report.text.trim_end().len());
            let incidents = coded.into_iter().map(|(line, fields)| {
                incident(&fields, &report.text).map_err(|problem| CodedError::Line {
                    path: path.to_owned(),
                    line,
                    problem,
                })
            });
            let incidents = incidents.collect::<Result<_, _>>()?;
            Ok(CodedReport { report, incidents })
        });
        Ok(Self { name, reports: reports.collect::<Result<_, _>>()? })
    }
}

fn incident(fields: &str, text: &str) -> Result<CodedIncident, String> {
    let mut parts = fields.split(" | ");
    let types = one_of(parts.next().unwrap_or_default());
    let mut out = CodedIncident { types, ..CodedIncident::default() };
    for part in parts {
        let (key, value) = part.split_once(':').ok_or_else(|| format!("“{part}” has no colon"))?;
        let value = value.trim();
        match key.trim() {
            "words" if value.is_empty() => return Err("its “words” are none".to_owned()),
            "words" => {
                let at = text.find(value).ok_or_else(|| format!("the text has no “{value}”"))?;
                let start = text.get(..at).map_or(0, |before| before.chars().count());
                out.words = Some(Span::new(start, start + value.chars().count()));
            }
            "at" if value == "-" => {}
            "at" => out.places = one_of(value),
            "on" => {
                let all = one_of(value).into_iter().map(|v| match v.as_str() {
                    "-" => Ok(None),
                    v => days(v).map(Some).ok_or_else(|| format!("“{v}” is no day")),
                });
                out.days = all.collect::<Result<_, _>>()?;
            }
            "status" => out.statuses = one_of(value),
            "killed" => out.killed = Some(count(value).ok_or_else(|| format!("“{value}” is no number"))?),
            "injured" => out.injured = Some(count(value).ok_or_else(|| format!("“{value}” is no number"))?),
            "by" => out.actors = one_of(value),
            "against" => out.targets = one_of(value),
            stance @ ("asserts" | "denies" | "confirms" | "cannot_confirm" | "concern") => {
                out.claims.extend(value.split(';').filter_map(|speakers| CodedClaim::new(stance, speakers)));
            }
            other => return Err(format!("“{other}” is no field")),
        }
    }
    match out.words {
        Some(_) => Ok(out),
        None => Err("no field “words”".to_owned()),
    }
}

fn one_of(value: &str) -> Vec<String> {
    value.split(" / ").map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect()
}

fn days(value: &str) -> Option<(Date, Date)> {
    let (first, last) = value.split_once('/').unwrap_or((value, value));
    Some((parse_date(first)?, parse_date(last)?)).filter(|(first, last)| first <= last)
}

fn count(value: &str) -> Option<(u64, u64)> {
    let (low, high) = value.split_once('-').unwrap_or((value, value));
    Some((low.trim().parse().ok()?, high.trim().parse().ok()?)).filter(|(low, high): &(u64, u64)| low <= high)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "@ a 2024-05-14\nShells fell on Kupiansk.\n= Shelling/artillery/missile attack | words: Shells fell | at: Kupiansk | on: - | status: claimed | asserts: mayor | killed: 3-5\n@ b -\nNothing.\n";

    #[test]
    fn a_line_is_an_incident_and_a_report_without_one_reports_nothing() {
        let coded = Coded::parse("x/own.txt", ONE).unwrap();
        assert_eq!((coded.name.as_str(), coded.reports.len()), ("own", 2));
        let incident = &coded.reports[0].incidents[0];
        assert_eq!((incident.words, incident.killed), (Some(Span::new(0, 11)), Some((3, 5))));
        assert!(coded.reports[1].incidents.is_empty() && coded.reports[1].report.published.is_none());
    }

    #[test]
    fn a_wrong_line_is_named() {
        let wrong = ONE.replace("Shells fell |", "Bombs fell |");
        assert!(Coded::parse("own.txt", &wrong).unwrap_err().to_string().starts_with("own.txt:3: the text has no"));
    }

    #[test]
    fn days_and_numbers_that_run_backwards_and_words_that_are_none_are_wrong() {
        for (right, wrong) in
            [("on: -", "on: 2024-05-14/2004-05-14"), ("killed: 3-5", "killed: 5-3"), ("words: Shells fell", "words: ")]
        {
            let error = Coded::parse("own.txt", &ONE.replace(right, wrong)).unwrap_err();
            assert!(error.to_string().starts_with("own.txt:3: "), "{error}");
        }
    }
}

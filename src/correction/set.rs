//! All corrections of a run: found by report, and which of them were of use.

use super::{Correction, CorrectionError, Decision, Target};
use crate::gazetteer::names::fold;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// The corrections of a run.
#[derive(Debug, Default)]
pub struct Corrections {
    all: Vec<Numbered>,
    /// Their numbers by the report that they are for, in the order of the files.
    by_report: BTreeMap<String, Vec<usize>>,
    for_all: Vec<usize>,
}

#[derive(Debug)]
struct Numbered {
    correction: Correction,
    /// File and line, for messages.
    whence: String,
    used: AtomicBool,
    /// Whether a later one decides otherwise on the same.
    overruled: bool,
}

/// Two corrections that decide differently on the same: the later one holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// File and line of the one that is overruled.
    pub overruled: String,
    /// File and line of the one that holds.
    pub holds: String,
    /// What both are on.
    pub on: String,
}

impl Corrections {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or a line of it is no correction.
    pub fn read(path: &Path) -> Result<Self, CorrectionError> {
        let mut out = Self::default();
        out.add_file(path)?;
        Ok(out)
    }

    /// Adds the lines of another file: they hold before those that are there.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or a line of it is no correction.
    pub fn add_file(&mut self, path: &Path) -> Result<(), CorrectionError> {
        let shown = path.display().to_string();
        let content =
            std::fs::read_to_string(path).map_err(|source| CorrectionError::Io { path: shown.clone(), source })?;
        self.add(&shown, &content)
    }

    /// Reads the lines of a string; `path` is for the messages.
    ///
    /// # Errors
    ///
    /// When a line is no correction.
    pub fn parse(path: &str, content: &str) -> Result<Self, CorrectionError> {
        let mut out = Self::default();
        out.add(path, content)?;
        Ok(out)
    }

    fn add(&mut self, path: &str, content: &str) -> Result<(), CorrectionError> {
        for (number, line) in content.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let correction = Correction::from_line(line).map_err(|problem| CorrectionError::Line {
                path: path.to_owned(),
                line: number + 1,
                problem,
            })?;
            let index = self.all.len();
            match &correction.report {
                Some(report) => self.by_report.entry(report.clone()).or_default().push(index),
                None => self.for_all.push(index),
            }
            let whence = format!("{path}:{}", number + 1);
            self.all.push(Numbered { correction, whence, used: AtomicBool::new(false), overruled: false });
        }
        self.overrule();
        Ok(())
    }

    /// Marks what a later correction decides otherwise.
    fn overrule(&mut self) {
        let mut last: BTreeMap<(Option<String>, Target, &'static str), usize> = BTreeMap::new();
        for index in 0..self.all.len() {
            let Some(key) = key(&self.all[index].correction) else { continue };
            if let Some(earlier) = last.insert(key, index) {
                self.all[earlier].overruled = true;
            }
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Correction> {
        self.all.iter().map(|n| &n.correction)
    }

    /// Those that hold for a report: for all reports first, so that what is said of this one stands last.
    pub(super) fn of(&self, report: &str) -> Vec<(usize, &Correction)> {
        let own = self.by_report.get(report).map(Vec::as_slice).unwrap_or_default();
        let numbers = self.for_all.iter().chain(own);
        numbers
            .filter_map(|n| Some((*n, self.all.get(*n)?)))
            .filter(|(_, numbered)| !numbered.overruled)
            .map(|(n, numbered)| (n, &numbered.correction))
            .collect()
    }

    pub(super) fn was_used(&self, number: usize) {
        if let Some(numbered) = self.all.get(number) {
            numbered.used.store(true, Ordering::Relaxed);
        }
    }

    /// Where those stand that no report answered, with what they say. Those that others overrule are conflicts and not among them.
    pub fn unused(&self) -> Vec<(&str, &Correction)> {
        let idle = self.all.iter().filter(|n| !n.used.load(Ordering::Relaxed) && !n.overruled);
        idle.map(|n| (n.whence.as_str(), &n.correction)).collect()
    }

    /// Corrections that decide differently on the same, in the order of the files. Those that say the same twice are none.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let mut holding: BTreeMap<_, &Numbered> = BTreeMap::new();
        for numbered in self.all.iter().filter(|n| !n.overruled) {
            if let Some(key) = key(&numbered.correction) {
                holding.insert(key, numbered);
            }
        }
        let overruled = self.all.iter().filter(|n| n.overruled);
        overruled
            .filter_map(|n| Some((n, *holding.get(&key(&n.correction)?)?)))
            .filter(|(n, holds)| n.correction.decision != holds.correction.decision)
            .map(|(n, holds)| Conflict {
                overruled: n.whence.clone(),
                holds: holds.whence.clone(),
                on: n.correction.to_string(),
            })
            .collect()
    }
}

/// What a correction decides on: only one may. Incidents may be added without end, and a type stands beside a place.
fn key(correction: &Correction) -> Option<(Option<String>, Target, &'static str)> {
    let aspect = match &correction.decision {
        Decision::AddIncident(_) => return None,
        Decision::Type(_) => "type",
        Decision::Verify => "verify",
        Decision::Role(_) => "role",
        // A place and no place exclude each other.
        Decision::Place(_) | Decision::Drop => "place",
    };
    let target = match &correction.target {
        Target::Name(name) => Target::Name(fold(name)),
        Target::Incident { id, .. } => Target::Incident { id: id.clone(), evidence: None },
        other => other.clone(),
    };
    Some((correction.report.clone(), target, aspect))
}

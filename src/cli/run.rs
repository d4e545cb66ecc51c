//! A run over reports: read and analysed in parallel, handed on in order; what failed, what was told before, and what an earlier
//! run has done already.

use super::journal::{Done, Journal};
use super::reading::{self, Reading};
use super::terminal::Terminal;
use anyhow::{Context, anyhow};
use rayon::prelude::*;
use reportmap::report::{Duplicate, Expanded, Fingerprint, Input, ReadError, Report, Seen};
use reportmap::withhold::Withheld;
use reportmap::{Analysis, Geoparser};
use serde::Serialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// So many reports, or so many bytes of them, are held and analysed at a time.
const CHUNK_REPORTS: usize = 128;
const CHUNK_BYTES: usize = 16_000_000;

/// How many reports went well, and how many did not.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub done: usize,
    pub failed: usize,
}

impl Tally {
    /// What the counts come to.
    pub fn outcome(self) -> super::Outcome {
        match self {
            Self { done: 0, .. } => super::Outcome::Nothing,
            Self { failed: 0, .. } => super::Outcome::Done,
            _ => super::Outcome::Partly,
        }
    }
}

/// What could not be made a report, or could not be analysed: a line of `rejects.jsonl`.
#[derive(Debug, Serialize)]
pub struct Reject {
    /// The id of the report, where it has one.
    pub report: Option<String>,
    /// The input as the user named it.
    pub input: Option<String>,
    /// Line in it, from 1, where the report is a record of it.
    pub line: Option<u64>,
    /// What is wrong.
    pub reason: String,
}

impl Reject {
    fn of(error: &anyhow::Error, report: Option<&str>) -> Self {
        let read = error.downcast_ref::<ReadError>();
        Self {
            report: report.map(str::to_owned),
            input: read.map(|e| e.input.clone()),
            line: read.and_then(|e| e.line),
            reason: format!("{error:#}"),
        }
    }
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Ran {
    /// How many went well.
    pub tally: Tally,
    /// What did not, in the order of the input.
    pub rejects: Vec<Reject>,
    /// How many reports tell what an earlier one tells.
    pub duplicates: usize,
    /// How many analyses an earlier run had made.
    pub resumed: usize,
}

impl Ran {
    fn fail(&mut self, error: &anyhow::Error, report: Option<&str>, terminal: &Terminal) {
        self.tally.failed += 1;
        self.rejects.push(Reject::of(error, report));
        terminal.error(error);
    }

    /// The lines of `rejects.jsonl`; empty when nothing failed.
    ///
    /// # Errors
    ///
    /// When a reason has no JSON form.
    pub fn reject_lines(&self) -> anyhow::Result<Vec<u8>> {
        let mut lines = Vec::new();
        for reject in &self.rejects {
            serde_json::to_writer(&mut lines, reject)?;
            lines.push(b'\n');
        }
        Ok(lines)
    }

    /// Says what is not told elsewhere.
    fn say(&self, terminal: &Terminal) {
        if self.resumed > 0 {
            terminal.note(format_args!("{} reports were done by the run that was stopped", self.resumed));
        }
        if self.duplicates > 0 {
            terminal.note(format_args!(
                "{} of the reports tell what an earlier one tells in the same words, and are not counted again (--keep-duplicates counts them)",
                self.duplicates
            ));
        }
    }
}

/// A report on its way: analysed now, or by an earlier run.
struct Item {
    report: Report,
    print: Option<Fingerprint>,
    outcome: anyhow::Result<(Analysis, Option<u64>)>,
}

/// Reads all reports and hands them over with their analyses in the order of the input. Errors of single reports are said as they
/// come, counted and kept.
///
/// # Errors
///
/// When `each` fails, the journal cannot be written, or the gazetteer is damaged.
pub fn run(
    reading: &Reading,
    geoparser: &Geoparser,
    terminal: &Terminal,
    mut journal: Option<&mut Journal>,
    mut each: impl FnMut(Report, Analysis) -> anyhow::Result<()>,
) -> anyhow::Result<Ran> {
    let expanded = reading.expanded();
    reading::say_skipped(&expanded, terminal);
    let (mut ran, mut seen) = (Ran::default(), Seen::default());
    let withheld = reading.withheld();
    if withheld.points.as_ref().is_some_and(|moved| moved.key.is_empty()) {
        terminal.note("points are moved without a key: who has this program can move them back (--obfuscate-key)");
    }
    let bytes = bytes_of(&expanded);
    let mut reports = reading.reports(expanded).peekable();
    while reports.peek().is_some() {
        let chunk = next_chunk(&mut reports, terminal, &mut ran);
        if reports.peek().is_some() {
            terminal.start_progress(bytes);
        }
        let (read, count) = (chunk.iter().map(|r| r.text.len()).sum::<usize>(), chunk.len());
        let items = analysed(chunk, geoparser, reading.keeps_duplicates(), &withheld, journal.as_deref_mut());
        geoparser.gazetteer().sound().context("the gazetteer cannot be trusted")?;
        terminal.advance(count, read);
        for Item { report, print, outcome } in items {
            let (mut analysis, behind) = match outcome {
                Ok(done) => done,
                Err(error) => {
                    ran.fail(&error, Some(&report.id), terminal);
                    continue;
                }
            };
            if let Some(Duplicate { of, exact }) = print.and_then(|print| seen.take(&report.id, print)) {
                ran.duplicates += 1;
                if behind.is_none() {
                    let how = if exact { "the same text as" } else { "nearly the same text as" };
                    analysis.notes.push(format!("{how} report {of}: its incidents and places are counted there"));
                }
                analysis.duplicate_of = Some(of);
            }
            if let Some(journal) = journal.as_deref_mut() {
                journal.keep(&analysis, behind)?;
            }
            ran.resumed += usize::from(behind.is_some());
            ran.tally.done += 1;
            each(report, analysis)?;
        }
        if let Some(journal) = journal.as_deref_mut() {
            journal.flush()?;
        }
    }
    terminal.end_progress();
    reading::say_corrections(geoparser.corrections(), terminal);
    ran.say(terminal);
    Ok(ran)
}

/// Bytes of all files that are read; 0 when one is no file.
fn bytes_of(expanded: &Expanded) -> u64 {
    let sizes = expanded.inputs.iter().flatten().map(|input| match input {
        Input::File(path) => std::fs::metadata(path).ok().map(|m| m.len()),
        Input::Stdin | Input::Url(_) => None,
    });
    sizes.sum::<Option<u64>>().unwrap_or(0)
}

/// Analyses what no earlier run has done.
fn analysed(
    chunk: Vec<Report>,
    geoparser: &Geoparser,
    keep: bool,
    withheld: &Withheld,
    journal: Option<&mut Journal>,
) -> Vec<Item> {
    let done: Vec<Option<Done>> = match journal {
        Some(journal) => chunk.iter().map(|report| journal.take(report)).collect(),
        None => chunk.iter().map(|_| None).collect(),
    };
    let pairs: Vec<(Report, Option<Done>)> = chunk.into_iter().zip(done).collect();
    pairs
        .into_par_iter()
        .map(|(mut report, done)| {
            let day = report.published.map(|(day, _)| day);
            let print = (!keep).then(|| Fingerprint::of(&report.text, day));
            let outcome = match done {
                Some(done) => Ok(done.into_parts()),
                None => analyze(geoparser, &report).map(|analysis| (analysis, None)),
            };
            let outcome = outcome.map(|done| withhold(withheld, geoparser, &mut report, done));
            Item { report, print, outcome }
        })
        .collect()
}

/// Takes out of a report and its analysis what is not to be published; an earlier run has done so with its analyses.
fn withhold(
    withheld: &Withheld,
    geoparser: &Geoparser,
    report: &mut Report,
    (mut analysis, behind): (Analysis, Option<u64>),
) -> (Analysis, Option<u64>) {
    if !withheld.is_nothing() {
        let people = if withheld.names { geoparser.people(report) } else { Vec::new() };
        let mut spare = analysis.clone();
        let into = if behind.is_some() { &mut spare } else { &mut analysis };
        withheld.apply(into, &mut report.text, &people);
    }
    (analysis, behind)
}

fn next_chunk(
    reports: &mut impl Iterator<Item = anyhow::Result<Report>>,
    terminal: &Terminal,
    ran: &mut Ran,
) -> Vec<Report> {
    let (mut chunk, mut bytes) = (Vec::new(), 0);
    while chunk.len() < CHUNK_REPORTS && bytes < CHUNK_BYTES {
        match reports.next() {
            Some(Ok(report)) => {
                bytes += report.text.len();
                chunk.push(report);
            }
            Some(Err(error)) => ran.fail(&error, None, terminal),
            None => break,
        }
    }
    chunk
}

/// Analyses a report; a fault of the program in one report costs only that report.
fn analyze(geoparser: &Geoparser, report: &Report) -> anyhow::Result<Analysis> {
    let start = Instant::now();
    let analysis = catch_unwind(AssertUnwindSafe(|| geoparser.analyze(report)))
        .map_err(|_| anyhow!("a fault of this program (its message is above); please report it with the text"))
        .with_context(|| format!("report {}", report.id))?;
    tracing::debug!(
        report = %report.id,
        bytes = report.text.len(),
        toponyms = analysis.toponyms.len(),
        incidents = analysis.incidents.len(),
        ms = start.elapsed().as_secs_f64() * 1000.0,
        "analysed"
    );
    Ok(analysis)
}

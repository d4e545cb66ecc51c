//! `reportmap analyze`: one analysis a line.

use super::journal::{self, Journal};
use super::reading::Reading;
use super::run::Ran;
use super::terminal::Terminal;
use super::{Outcome, run};
use anyhow::Context;
use reportmap::Geoparser;
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// Add what was considered: every word that could report an event, the rule it fits, its subject and object, and what spoke
    /// for it and against it
    #[arg(long)]
    explain: bool,
    /// Write the analyses into this file, whole or not at all, instead of printing them
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Go on with the run into this file that was stopped: what it has done is not done again
    #[arg(long, requires = "output")]
    resume: bool,
    /// Write what could not be read, and why, into this file: a line (JSON) each
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  reportmap analyze report.md
  reportmap analyze reports/ --published 2020-10-24 > analysis.jsonl
  reportmap analyze https://example.org/report.html --cache evidence/
  reportmap analyze archive/ -o analysis.jsonl --rejects rejects.jsonl --resume
  reportmap analyze report.md --explain | jq '.considered[] | [.trigger.text, .sub_event_type, .probability]'
  echo 'Shells fell on the town of Martuni.' | reportmap analyze - | jq .toponyms";

pub fn run(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let geoparser = arguments.reading.geoparser()?;
    let geoparser = if arguments.explain { geoparser.explaining() } else { geoparser };
    let ran = match &arguments.output {
        Some(path) => into_file(arguments, path, &geoparser, terminal)?,
        None => printed(arguments, &geoparser, terminal)?,
    };
    if let Some(path) = &arguments.rejects {
        whole(path, &ran.reject_lines()?)?;
    }
    Ok(ran.tally.outcome())
}

/// One analysis a line, as they come.
fn printed(arguments: &Arguments, geoparser: &Geoparser, terminal: &Terminal) -> anyhow::Result<Ran> {
    let mut out = BufWriter::new(stdout());
    let ran = run::run(&arguments.reading, geoparser, terminal, None, |_, analysis| {
        let line = serde_json::to_string(&analysis).context("cannot write the analysis as JSON")?;
        writeln!(out, "{line}").context("cannot write to standard output")
    })?;
    out.flush().context("cannot write to standard output")?;
    Ok(ran)
}

/// Into a file that takes its place when all is done; until then the journal beside it has what was done.
fn into_file(arguments: &Arguments, path: &Path, geoparser: &Geoparser, terminal: &Terminal) -> anyhow::Result<Ran> {
    let (folder, name) = parts(path)?;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let more = if arguments.explain { "analyze --explain" } else { "analyze" };
    let settings = arguments.reading.settings(geoparser, more)?;
    let mut journal = Journal::open(&folder.join(format!("{}-{name}", journal::NAME)), &settings, arguments.resume)?;
    let ran = run::run(&arguments.reading, geoparser, terminal, Some(&mut journal), |_, _| Ok(()))?;
    let mut unfinished =
        tempfile::NamedTempFile::new_in(folder).with_context(|| format!("cannot write {}", path.display()))?;
    journal.copy_to(&mut unfinished)?;
    unfinished.persist(path).with_context(|| format!("cannot write {}", path.display()))?;
    journal.finish();
    Ok(ran)
}

fn parts(path: &Path) -> anyhow::Result<(&Path, String)> {
    let name = path.file_name().with_context(|| format!("{} is no name of a file", path.display()))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((folder, name.to_string_lossy().into_owned()))
}

fn whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let (folder, name) = parts(path)?;
    reportmap::write::folder(folder, &[(name, bytes.to_vec())])?;
    Ok(())
}

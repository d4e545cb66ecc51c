//! `reportmap analyze`: one analysis a line.

use super::Outcome;
use super::reading::Reading;
use super::terminal::Terminal;
use anyhow::Context;
use std::io::{BufWriter, Write, stdout};

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// Add what was considered: every word that could report an event, the rule it fits, its subject and object, and what spoke
    /// for it and against it
    #[arg(long)]
    explain: bool,
}

const EXAMPLES: &str = "\
Examples:
  reportmap analyze report.md
  reportmap analyze reports/ --published 2020-10-24 > analysis.jsonl
  reportmap analyze https://example.org/report.html --cache evidence/
  reportmap analyze report.md --explain | jq '.considered[] | [.trigger.text, .sub_event_type, .probability]'
  echo 'Shells fell on the town of Martuni.' | reportmap analyze - | jq .toponyms";

pub fn run(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut out = BufWriter::new(stdout());
    let geoparser = arguments.reading.geoparser()?;
    let geoparser = if arguments.explain { geoparser.explaining() } else { geoparser };
    let tally = arguments.reading.analyses(&geoparser, terminal, |_, analysis| {
        let line = serde_json::to_string(&analysis).context("cannot write the analysis as JSON")?;
        writeln!(out, "{line}").context("cannot write to standard output")
    })?;
    out.flush().context("cannot write to standard output")?;
    Ok(tally.outcome())
}

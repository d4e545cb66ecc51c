//! `reportmap gazetteer diff`: what changed between two files.

use crate::cli::table::grouped;
use crate::cli::{Outcome, output};
use anyhow::Context;
use clap::Args;
use reportmap::gazetteer::{Gazetteer, PlaceView};
use reportmap::geography::distance;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Example:
  reportmap gazetteer diff january.rmg february.rmg --limit 100

Exit status: 0 when nothing changed, 1 when something did.")]
pub struct Arguments {
    /// The earlier one (.rmg, .csv or .geojson)
    before: PathBuf,
    /// The later one
    after: PathBuf,
    /// At most so many changes of a kind are printed; all are counted
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

#[derive(Default)]
struct Changes {
    count: u64,
    lines: Vec<String>,
}

impl Changes {
    fn add(&mut self, limit: usize, line: impl FnOnce() -> String) {
        self.count += 1;
        if self.lines.len() < limit {
            self.lines.push(line());
        }
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let (before, after) = (Gazetteer::file(&arguments.before)?, Gazetteer::file(&arguments.after)?);
    let [mut added, mut removed, mut changed]: [Changes; 3] = Default::default();
    let limit = arguments.limit;
    for view in before.all() {
        match after.by_id(&view.id()).and_then(|place| after.place(place)) {
            None => removed.add(limit, || called(&view)),
            Some(now) => {
                let what = differences(&view, &now);
                if !what.is_empty() {
                    changed.add(limit, || format!("{}: {}", called(&now), what.join(", ")));
                }
            }
        }
    }
    for view in after.all().filter(|view| before.by_id(&view.id()).is_none()) {
        added.add(limit, || called(&view));
    }
    before.sound().and_then(|()| after.sound()).context("a gazetteer cannot be trusted")?;
    let mut out = String::new();
    for (mark, word, changes) in [('+', "added", &added), ('-', "removed", &removed), ('~', "changed", &changed)] {
        out += &format!("{word}: {}\n", grouped(changes.count));
        changes.lines.iter().for_each(|line| out += &format!("{mark} {line}\n"));
        if changes.count > changes.lines.len() as u64 {
            out += &format!("  … and {} more\n", grouped(changes.count - changes.lines.len() as u64));
        }
    }
    output::print(&out)?;
    Ok(if added.count + removed.count + changed.count == 0 { Outcome::Done } else { Outcome::Partly })
}

fn called(view: &PlaceView<'_>) -> String {
    format!("{} {}", view.id(), view.full_name())
}

fn differences(before: &PlaceView<'_>, now: &PlaceView<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let mut told = |what: &str, was: String, is: String| {
        if was != is {
            out.push(format!("{what} {was} → {is}"));
        }
    };
    let people = |view: &PlaceView<'_>| view.population().map_or("unknown".to_owned(), grouped);
    let kind = |view: &PlaceView<'_>| format!("{}.{}", view.feature_class().letter(), view.feature_code());
    told("name", before.full_name(), now.full_name());
    told("kind", kind(before), kind(now));
    told("country", before.country_code().unwrap_or_default(), now.country_code().unwrap_or_default());
    told("people", people(before), people(now));
    let moved = distance(before.at(), now.at()).0;
    if moved >= 1.0 {
        out.push(format!("moved by {moved:.0} m"));
    }
    if before.details() != now.details() {
        out.push("names or ids".to_owned());
    }
    if before.has_geometry() != now.has_geometry() {
        out.push(if now.has_geometry() { "has a shape" } else { "has no shape" }.to_owned());
    }
    out
}

//! `reportmap map`: reports in, layers out.

use super::also::Also;
use super::journal::{self, Journal};
use super::open::open;
use super::reading::Reading;
use super::summary::Summary;
use super::terminal::Terminal;
use super::{Outcome, output, run};
use anyhow::Context;
use reportmap::analysis::KeptTexts;
use reportmap::basemap::Basemap;
use reportmap::geography::Km;
use reportmap::layer::{self, Exposure, Making, Room};
use reportmap::merge::Merging;
use reportmap::write::{self, Format, Publication};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// The folder to write into; made where it is missing
    #[arg(long, short, value_name = "FOLDER", default_value = "output")]
    output: PathBuf,
    /// Draw a map to publish into this file, as its ending says: .svg or .png (repeatable)
    #[arg(long, value_name = "FILE", value_parser = picture)]
    picture: Vec<PathBuf>,
    /// Write the layers in this format too, beside the others (repeatable)
    #[arg(long, value_name = "FORMAT", value_enum)]
    also: Vec<Also>,
    /// Leave incidents of several reports apart: without it, what several reports tell of one day, place, type and pair of
    /// parties is one incident with all its sources
    #[arg(long)]
    no_merge: bool,
    /// Kilometres within which infrastructure is exposed to a violent incident
    #[arg(long, value_name = "KM", default_value = "25", value_parser = km)]
    exposed_km: Km,
    /// Days before the latest day of the reports whose violent incidents expose infrastructure
    #[arg(long, value_name = "DAYS", default_value = "30", value_parser = clap::value_parser!(i32).range(0..=36500))]
    exposed_days: i32,
    /// Go on with the run into this folder that was stopped: what it has done is not done again
    #[arg(long)]
    resume: bool,
    /// Open the web map when it is written
    #[arg(long)]
    open: bool,
}

/// A picture's ending says how it is written.
fn picture(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("svg" | "png") if path.file_name().is_some() => Ok(path),
        _ => Err("expected a file that ends with .svg or .png".to_owned()),
    }
}

fn km(text: &str) -> Result<Km, String> {
    let number = text.parse().ok().filter(|km: &f64| (0.0..=1000.0).contains(km));
    number.map(Km).ok_or_else(|| "expected kilometres from 0 to 1000, such as 25".to_owned())
}

const EXAMPLES: &str = "\
Examples:
  reportmap map examples/karabakh.md
  reportmap map reports/ -o map --published 2020-10-24
  reportmap map report.md --picture map.png
  reportmap map report.md --also kml --also geoparquet
  reportmap map report.txt --open
  reportmap map report.txt --gazetteer our_camps.csv
  reportmap map https://example.org/report.html https://example.org/feed.xml
  reportmap map archive/ -o map --resume
  reportmap map report.txt --actors our_groups.csv --events our_words.csv

The folder then holds incidents, infrastructure, places, areas and reports as GeoJSON; the incidents as two \
tables, incidents.csv with HXL hashtags and acled.csv in ACLED's columns; exposed.csv, the infrastructure near violent incidents; \
claims.csv and sources.csv, who says what and which reports tell it; reportmap.gpkg, all of it as a GeoPackage with a basemap; \
reportmap.qgz, a QGIS project over that, to be opened by a double click; map.html, a web map that needs no network; brief.md, a \
summary to paste into a brief; analysis.jsonl; and rejects.jsonl, what could not be read and why. With --also the layers stand there as FlatGeobuf, GeoJSON text sequences, KML, \
KMZ or GeoParquet too; what cannot be located is in each of them, without geometry.";

pub fn run(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let folder = &arguments.output;
    check_writable(folder)?;
    for path in &arguments.picture {
        anyhow::ensure!(
            !path.is_dir(),
            "cannot write the picture {}: a folder of that name is in the way",
            path.display()
        );
        check_writable(folder_of(path)).with_context(|| format!("cannot write the picture {}", path.display()))?;
    }
    // Each once, however often it is asked for; before the work, because no work makes up for a format that is missing.
    let formats: BTreeSet<Format> = arguments.also.iter().map(|also| Format::from(*also)).collect();
    formats.iter().try_for_each(|format| format.check())?;
    let geoparser = arguments.reading.geoparser()?;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let settings = arguments.reading.settings(&geoparser, "map")?;
    let mut journal = Journal::open(&folder.join(journal::NAME), &settings, arguments.resume)?;
    let room = Room::Disk(folder.clone());
    let (mut summary, mut texts) = (Summary::default(), KeptTexts::new(&room));
    let ran = run::run(&arguments.reading, &geoparser, terminal, Some(&mut journal), |report, analysis| {
        texts.keep(&report.id, &report.text);
        summary.report(&analysis);
        Ok(())
    })?;
    if ran.tally.done == 0 {
        journal.finish();
        // A folder that was made for nothing goes again; one that holds something stays.
        let _ = std::fs::remove_dir(folder);
        anyhow::bail!("no report could be read; nothing was written");
    }
    let merging = if arguments.no_merge { Merging::Apart } else { Merging::Together };
    let exposure = Exposure { within: arguments.exposed_km, days: arguments.exposed_days };
    // Nothing of the reports is held: they are read again from the journal, and rows lie in files without names beside it.
    let analyses = journal.analyses()?;
    let making = Making { merging, exposure, room };
    let layers = layer::layers_of(&analyses, &making, geoparser.gazetteer(), |event| summary.event(event));
    let basemap = Basemap::around(geoparser.gazetteer(), layers.bounds());
    geoparser.gazetteer().sound().context("the gazetteer cannot be trusted")?;
    let publication = Publication { layers: &layers, analyses: &analyses, texts: &texts, basemap: &basemap };
    // Nobody else writes here while the journal is held.
    let mut out = write::Folder::open(folder)?;
    out.sweep();
    let mut files: Vec<(String, u64)> = Vec::new();
    let mut add = |name: String, fill: &write::Fill<'_>| {
        let bytes = out.fill(&name, fill)?;
        files.push((name, bytes));
        Ok(())
    };
    write::each_file(&publication, &mut add)?;
    let rejects = ran.reject_lines()?;
    add("rejects.jsonl".to_owned(), &|out| {
        let full = |source| write::WriteError::Out { what: "rejects.jsonl".to_owned(), source };
        out.write_all(&rejects).map_err(full)
    })?;
    for format in formats {
        write::each_also(&publication, format, &mut add)?;
    }
    // Drawn before anything takes its place: a picture that cannot be drawn leaves no half of a map behind.
    let pictures: Vec<Vec<u8>> =
        arguments.picture.iter().map(|path| draw(path, &publication)).collect::<Result<_, _>>()?;
    analyses.sound().context("the journal of the run cannot be read again")?;
    texts.sound().context("the texts of the reports cannot be kept or read again: check that the disk has room")?;
    layers.sound().context("the rows of the layers cannot be kept or read again: check that the disk has room")?;
    out.finish()?;
    for (path, bytes) in arguments.picture.iter().zip(pictures) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        write::folder(folder_of(path), &[(name, bytes)])?;
    }
    journal.finish();
    if !terminal.quiet {
        output::print(&summary.page(&layers, folder, &files, terminal.styled))?;
    }
    web_map(arguments, terminal);
    Ok(ran.tally.outcome())
}

/// The map as the ending of a picture's file wants it.
fn draw(path: &Path, publication: &Publication<'_>) -> Result<Vec<u8>, write::WriteError> {
    let is_png = path.extension().is_some_and(|ending| ending == "png");
    if is_png { write::picture::png(publication) } else { Ok(write::picture::svg(publication)) }
}

/// The folder that a file stands in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Opens the web map where it was asked for, and says where there is none.
fn web_map(arguments: &Arguments, terminal: &Terminal) {
    if !cfg!(feature = "web") {
        terminal.note("no web map was written: this reportmap was built without the feature `web`");
    } else if arguments.open {
        open(&arguments.output.join(write::WEB_MAP), terminal);
    }
}

/// Finds out before the work whether its result can be written, and leaves no trace.
fn check_writable(folder: &Path) -> anyhow::Result<()> {
    let there =
        folder.ancestors().map(|a| if a.as_os_str().is_empty() { Path::new(".") } else { a }).find(|a| a.exists());
    let failed = || format!("cannot write into the folder {}; choose another one with -o", folder.display());
    tempfile::tempfile_in(there.unwrap_or(Path::new("."))).with_context(failed)?;
    Ok(())
}

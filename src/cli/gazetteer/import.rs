//! `reportmap gazetteer import`: an index from what others publish.

use crate::cli::Outcome;
use crate::cli::output;
use crate::cli::table::{Table, grouped};
use crate::cli::terminal::Terminal;
use clap::Args;
use reportmap::gazetteer::import::{Columns, Import, Imported, Step};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Files in any of the formats, plain, packed (.zip, .gz, .bz2) or a folder of records; of two that know the same place the first has the word
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// The file to make; it takes its place when it is complete
    #[arg(long, short, value_name = "FILE.rmg")]
    output: PathBuf,
    /// Which columns of a CSV, or properties of a GeoJSON, hold what: name, lon, lat, id, names, other_name, country, population,
    /// feature_class, feature_code, precision_m, other_ids, parents
    #[arg(long, value_name = "WHAT=COLUMN,…", default_value = "", hide_default_value = true)]
    columns: Columns,
    /// Where rows that are wrong are listed, with line and reason [default: FILE.rmg.rejected.tsv]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  reportmap gazetteer import allCountries.zip alternateNamesV2.zip admin1CodesASCII.txt -o world.rmg
  reportmap gazetteer import checkpoints.csv --columns name=Ort,lon=X,lat=Y -o checkpoints.rmg
  reportmap gazetteer import sdn_admbnda_adm2.geojson -o sudan.rmg
  reportmap map report.md --gazetteer sudan.rmg

Formats, found by content: dumps of GeoNames with alternateNamesV2, admin1CodesASCII, admin2Codes, hierarchy; CSV (also with ; | or tabs);
GeoJSON or GeoPackage of Natural Earth, OpenStreetMap, OCHA COD-AB, Who's On First, Global Energy Monitor or any other; Overpass JSON;
records of Who's On First as a folder, .tar, .tar.gz, .tar.bz2 or SQLite database. Positions are in degrees (EPSG:4326), in a GeoPackage
also in Web Mercator.

Exit status: 0 when all rows were imported, 1 when some were rejected, 3 when no file was made.";

pub fn run(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut import = Import::new(&arguments.output);
    arguments.sources.iter().for_each(|source| import.source(source.clone()));
    import.columns(arguments.columns.clone());
    arguments.rejects.iter().for_each(|path| import.rejects(path.clone()));
    make(&import, &arguments.output, terminal)
}

/// Runs an import and says what came of it.
pub(super) fn make(import: &Import, output: &Path, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let bar = terminal.long_work();
    let done = import.run(&mut |step| match step {
        Step::Reading { name, done, of } => {
            bar.set_message(name);
            bar.set_length(of);
            bar.set_position(done);
        }
        Step::Making(what, 0) => bar.set_message(format!("making {what}")),
        Step::Making(what, count) => bar.set_message(format!("making {what}: {}", grouped(count))),
    });
    bar.finish_and_clear();
    let done = done?;
    if !terminal.quiet {
        output::print(&summary(output, &done, started))?;
    }
    Ok(if done.rejected > 0 { Outcome::Partly } else { Outcome::Done })
}

fn summary(output: &Path, done: &Imported, started: Instant) -> String {
    let mut table = Table::new(&["source", "format", ">places", ">names", ">rejected"]);
    for source in &done.sources {
        table.row([
            source.name.clone(),
            source.format.to_string(),
            grouped(source.places),
            grouped(source.names),
            grouped(source.rejected),
        ]);
    }
    let mut out = table.lines("  ");
    let mut more = String::new();
    let skipped: u64 = done.sources.iter().map(|source| source.skipped).sum();
    if skipped > 0 {
        more += &format!(", {} records left out: further geometries, or of places that are no more", grouped(skipped));
    }
    if done.joined > 0 {
        more += &format!(", {} told more than once", grouped(done.joined));
    }
    if done.links > 0 {
        more += &format!(", {} links to what they lie in", grouped(done.links));
    }
    if done.loose > 0 {
        more += &format!(", {} links to or from places that no source has", grouped(done.loose));
    }
    if done.homeless > 0 {
        more += &format!(", {} names of places that no source has", grouped(done.homeless));
    }
    out += &format!(
        "{}: {} places{more}; {} bytes in {:.1} s\n",
        output.display(),
        grouped(done.places),
        grouped(done.bytes),
        started.elapsed().as_secs_f64()
    );
    if let Some(path) = &done.rejects {
        out += &format!(
            "{} rows were rejected, listed with their reasons in {}\n",
            grouped(done.rejected),
            path.display()
        );
    }
    out
}

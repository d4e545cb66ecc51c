//! `reportmap gazetteer export`: a selection of places as CSV or GeoJSON, which `--gazetteer` and `import` read again.

use super::select::{Selection, of};
use crate::cli::Outcome;
use crate::cli::reading::Gazetteers;
use anyhow::Context;
use clap::{Args, ValueEnum};
use reportmap::gazetteer::{Gazetteer, PlaceView};
use reportmap::geography::{Shape, decimals};
use serde_json::{Value, json};
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  reportmap gazetteer export --country AM --class P > armenia.csv
  reportmap gazetteer export --gazetteer world.rmg --only --bbox 46,39,47,40 --format geojson -o karabakh.geojson")]
pub struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Into this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    gazetteers: Gazetteers,
}

/// How places are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A row a place, points only
    Csv,
    /// A feature a place, with its area or line where it has one
    Geojson,
}

/// The columns of the table: those that `--gazetteer` reads, and what more is known.
const COLUMNS: [&str; 14] = [
    "id",
    "name",
    "other_name",
    "lon",
    "lat",
    "country",
    "admin1",
    "feature_class",
    "feature_code",
    "population",
    "precision_m",
    "names",
    "other_ids",
    "parents",
];

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let gazetteer = arguments.selection.open(&arguments.gazetteers)?;
    let mut bytes = Vec::new();
    let mut count = 0;
    let places = of(&gazetteer, &arguments.selection);
    match arguments.format {
        Format::Csv => table(&gazetteer, places, &mut bytes, &mut count)?,
        Format::Geojson => features(&gazetteer, places, &mut bytes, &mut count)?,
    }
    gazetteer.sound().context("the gazetteer cannot be trusted")?;
    match &arguments.output {
        Some(path) => {
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| ".".as_ref());
            let name = path.file_name().context("the output names no file")?.to_string_lossy().into_owned();
            reportmap::write::folder(folder, &[(name, bytes)])?;
        }
        None => BufWriter::new(stdout().lock()).write_all(&bytes).context("cannot write to standard output")?,
    }
    if count == 0 {
        anyhow::bail!("no place is selected; widen --country, --class or --bbox");
    }
    Ok(Outcome::Done)
}

fn cells(gazetteer: &Gazetteer, view: &PlaceView<'_>) -> [String; 14] {
    let details = view.details();
    let mut names: Vec<String> = details.spellings.into_iter().map(|spelling| spelling.name).collect();
    names.dedup();
    let parents = gazetteer.parents(view.handle());
    let parents: Vec<String> = parents.iter().filter_map(|place| Some(gazetteer.place(*place)?.id().0)).collect();
    let known = |number: Option<u64>| number.map(|n| n.to_string()).unwrap_or_default();
    [
        view.id().0,
        view.name().to_owned(),
        view.other_name().unwrap_or_default().to_owned(),
        decimals(view.at().lon, 6).to_string(),
        decimals(view.at().lat, 6).to_string(),
        view.country_code().unwrap_or_default(),
        view.admin1().and_then(|state| gazetteer.place(state)).map(|state| state.name().to_owned()).unwrap_or_default(),
        view.feature_class().letter().to_string(),
        view.feature_code(),
        known(view.population()),
        format!("{:.0}", view.precision().0),
        names.join("|"),
        gazetteer.other_ids(view.handle()).join("|"),
        parents.join("|"),
    ]
}

fn table<'g>(
    gazetteer: &'g Gazetteer,
    places: impl Iterator<Item = PlaceView<'g>>,
    out: &mut Vec<u8>,
    count: &mut usize,
) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for view in places {
        writer.write_record(cells(gazetteer, &view))?;
        *count += 1;
    }
    writer.flush().context("cannot write the table")
}

/// RFC 7946, a feature a line.
fn features<'g>(
    gazetteer: &'g Gazetteer,
    places: impl Iterator<Item = PlaceView<'g>>,
    out: &mut Vec<u8>,
    count: &mut usize,
) -> anyhow::Result<()> {
    out.extend(b"{\"type\":\"FeatureCollection\",\"features\":[");
    for view in places {
        out.extend(if *count == 0 { "\n".as_bytes() } else { b",\n" });
        let line = gazetteer.line(view.handle()).map(Shape::new);
        let shape = line.or_else(|| gazetteer.area(view.handle()).map(Shape::new));
        let geometry = shape.unwrap_or_else(|| Shape::point(view.at()));
        let pairs = COLUMNS.iter().zip(cells(gazetteer, &view)).filter(|(_, cell)| !cell.is_empty());
        let mut properties = serde_json::Map::new();
        for (column, cell) in pairs {
            let number = matches!(*column, "lon" | "lat" | "population" | "precision_m");
            let value = if number { cell.parse::<f64>().map_or(Value::Null, |n| json!(n)) } else { json!(cell) };
            properties.insert((*column).to_owned(), value);
        }
        let feature = json!({ "type": "Feature", "id": view.id(), "geometry": geometry, "properties": properties });
        serde_json::to_writer(&mut *out, &feature).context("cannot write a place as GeoJSON")?;
        *count += 1;
    }
    out.extend(b"\n]}\n");
    Ok(())
}

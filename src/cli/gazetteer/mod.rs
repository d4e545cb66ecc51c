//! `reportmap gazetteer`: what is in the gazetteer, and making one's own.

mod check;
mod diff;
mod export;
mod fetch;
mod import;
pub mod select;

use super::reading::Gazetteers;
use super::resolve::{Format, Query, lon_lat, search};
use super::table::{Table, grouped};
use super::terminal::Terminal;
use super::{Outcome, output};
use anyhow::Context;
use clap::{Args, Subcommand};
use reportmap::gazetteer::{Asset, Gazetteer, Likeness, PlaceId, PlaceRef};
use reportmap::geography::{Km, LonLat, Metres, bearing, decimals};
use serde_json::{Value, json};

#[derive(Debug, Args)]
#[command(arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  reportmap gazetteer info
  reportmap gazetteer search Xocavənd
  reportmap gazetteer at 47.11,39.79
  reportmap gazetteer import allCountries.zip alternateNamesV2.zip -o world.rmg
  reportmap gazetteer fetch geonames:AZ,AM -o caucasus.rmg";

#[derive(Debug, Subcommand)]
enum Command {
    /// What it holds, from which sources, in which version
    Info(Info),
    /// The places with a name, or one like it
    Search(Find),
    /// The areas that hold a position, and the places near it
    At(At),
    /// Places as CSV or GeoJSON
    Export(export::Arguments),
    /// What is doubtful: shared aliases and ids, places outside their country, invalid areas, circles in the hierarchy
    Check(check::Arguments),
    /// What changed between two files
    Diff(diff::Arguments),
    /// Make a gazetteer file of what others publish
    Import(import::Arguments),
    /// Download a published gazetteer and make a gazetteer file of it
    Fetch(fetch::Arguments),
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  reportmap gazetteer info --verify")]
struct Info {
    /// Read it whole and compare it with its checksum
    #[arg(long)]
    verify: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = InfoFormat::Table)]
    format: InfoFormat,
    #[command(flatten)]
    gazetteers: Gazetteers,
}

/// How facts are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum InfoFormat {
    /// For people
    Table,
    /// One object a layer
    Json,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  reportmap gazetteer search Martouni\n  reportmap gazetteer search Georgia --exact --format geojson\n  reportmap gazetteer search --prefix Khoj --class P --bbox 44,38,51,42"
)]
struct Find {
    #[command(flatten)]
    query: Query,
    /// Only names that are the same but for case, accents and punctuation
    #[arg(long)]
    exact: bool,
    /// Also names that begin so, as when one is being typed
    #[arg(long, conflicts_with = "exact")]
    prefix: bool,
    #[command(flatten)]
    gazetteers: Gazetteers,
}

impl Find {
    fn likeness(&self) -> Likeness {
        match (self.exact, self.prefix) {
            (true, _) => Likeness::Same,
            (_, true) => Likeness::Prefix,
            _ => Likeness::Edits,
        }
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  reportmap gazetteer at 47.11,39.79\n  reportmap gazetteer at -77.03,38.9 --within 20 --format json"
)]
struct At {
    /// Degrees east, degrees north
    #[arg(value_name = "LON,LAT", value_parser = lon_lat, allow_hyphen_values = true)]
    position: LonLat,
    /// Look for places as far away as this, in kilometres
    #[arg(long, value_name = "KM", default_value_t = 50.0, value_parser = kilometres)]
    within: f64,
    /// At most so many places
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    gazetteers: Gazetteers,
}

fn kilometres(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.parse().ok();
    number.filter(|km| (0.0..=1000.0).contains(km)).ok_or_else(|| "expected a number from 0 to 1000".to_owned())
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Outcome> {
    match &arguments.command {
        Command::Info(info) => self::info(info),
        Command::Search(find) => search(&find.query, &find.gazetteers.open()?, find.likeness(), terminal),
        Command::At(at) => self::at(at),
        Command::Export(arguments) => export::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Import(arguments) => import::run(arguments, terminal),
        Command::Fetch(arguments) => fetch::run(arguments, terminal),
    }
}

fn info(arguments: &Info) -> anyhow::Result<Outcome> {
    let gazetteer = arguments.gazetteers.open()?;
    if arguments.verify {
        gazetteer.verify().context("the gazetteer has been changed since it was built; build the program again")?;
    }
    let layers: Vec<(String, Value)> = gazetteer
        .summaries()
        .into_iter()
        .map(|s| {
            let about = serde_json::from_str(&s.about).unwrap_or(Value::String(s.about));
            let value = json!({
                "version": s.version, "places": s.places, "names": s.names, "transliteration_keys": s.keys,
                "borders": s.borders, "assets": s.assets, "bytes": s.size, "about": about,
            });
            (s.version, value)
        })
        .collect();
    if arguments.format == InfoFormat::Json {
        let values: Vec<&Value> = layers.iter().map(|(_, value)| value).collect();
        output::print(&(serde_json::to_string_pretty(&values).context("cannot write it as JSON")? + "\n"))?;
        return Ok(Outcome::Done);
    }
    let mut out = String::new();
    for (version, value) in &layers {
        let number = |field: &str| value.get(field).and_then(Value::as_u64).map(grouped).unwrap_or_default();
        let about = value.get("about").and_then(|a| a.get("source")).and_then(Value::as_str).unwrap_or_default();
        let mut table = Table::plain();
        table.row(["source".into(), about.to_owned()]);
        for (words, field) in [
            ("places", "places"),
            ("names", "names"),
            ("transliteration keys", "transliteration_keys"),
            ("borders", "borders"),
            ("assets", "assets"),
            ("bytes", "bytes"),
        ] {
            table.row([words.to_owned(), number(field)]);
        }
        out.push_str(&format!("gazetteer {version}\n{}", table.lines("  ")));
        let sources = value.get("about").and_then(|about| about.get("sources")).and_then(Value::as_array);
        out.push_str(&sources.map(|sources| sources_table(sources)).unwrap_or_default());
    }
    if arguments.verify {
        out.push_str("checksums agree\n");
    }
    output::print(&out)?;
    Ok(Outcome::Done)
}

/// The sources of an imported file, each with its format, counts and licence.
fn sources_table(sources: &[Value]) -> String {
    let mut table = Table::new(&["from", "format", ">places", ">names", ">rejected", "licence", "SHA-256", "fetched"]);
    for source in sources {
        let text = |field: &str| source.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let count = |field: &str| source.get(field).and_then(Value::as_u64).map(grouped).unwrap_or_default();
        // Its beginning tells it apart; --format json has all of it.
        let digest: String = text("sha256").chars().take(16).collect();
        let fetched: String = text("fetched_at").chars().take(10).collect();
        table.row([
            text("name"),
            text("format"),
            count("places"),
            count("names"),
            count("rejected"),
            text("licence"),
            digest,
            fetched,
        ]);
    }
    table.lines("  ")
}

fn at(arguments: &At) -> anyhow::Result<Outcome> {
    let gazetteer = arguments.gazetteers.open()?;
    let areas = gazetteer.containing(arguments.position);
    let near = gazetteer.nearest(arguments.position, Km(arguments.within).as_metres(), arguments.limit);
    let found: Vec<(PlaceRef, Option<Metres>)> =
        areas.into_iter().map(|a| (a, None)).chain(near.into_iter().map(|(p, far)| (p, Some(far)))).collect();
    let mut assets = gazetteer.assets_near(arguments.position, Km(arguments.within).as_metres());
    assets.truncate(arguments.limit);
    let all = || {
        let mut all = places(&gazetteer, arguments.position, &found);
        all.extend(assets.iter().filter_map(|(asset, far)| near_asset(asset, *far)));
        all
    };
    let text = match arguments.format {
        Format::Table => places_table(&gazetteer, arguments.position, &found, &assets),
        Format::Json => pretty(&json!(all()))?,
        Format::Geojson => {
            let feature = |place: Value| {
                let position = [place.get("lon"), place.get("lat")].map(|n| n.cloned().unwrap_or_default());
                json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": position }, "properties": place })
            };
            let features: Vec<Value> = all().into_iter().map(feature).collect();
            pretty(&json!({ "type": "FeatureCollection", "features": features }))?
        }
    };
    gazetteer.sound().context("the gazetteer cannot be trusted")?;
    output::print(&text)?;
    Ok(Outcome::Done)
}

fn pretty(value: &Value) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value).context("cannot write it as JSON")? + "\n")
}

fn places(gazetteer: &Gazetteer, at: LonLat, found: &[(PlaceRef, Option<Metres>)]) -> Vec<Value> {
    found
        .iter()
        .filter_map(|(place, far)| {
            let view = gazetteer.place(*place)?;
            Some(json!({
                "id": view.id(), "other_ids": view.details().other_ids, "name": view.full_name(), "relation": if far.is_some() { "near" } else { "within" },
                "km": far.map(|m| decimals(m.as_km().0, 1)),
                "bearing_deg": far.and_then(|m| lies(view.at(), at, m)).map(f64::round), "lat": view.at().lat, "lon": view.at().lon,
                "feature_class": view.feature_class(), "feature_code": view.feature_code(),
                "country": view.country_code(), "population": view.population(), "layer": view.layer(),
            }))
        })
        .collect()
}

/// Infrastructure near a position, in the form of a place.
fn near_asset(asset: &Asset, far: Metres) -> Option<Value> {
    let at = asset.point()?;
    Some(json!({
        "id": asset.id, "other_ids": asset.other_ids(), "name": asset.name, "relation": "near",
        "km": decimals(far.as_km().0, 1), "lat": at.lat, "lon": at.lon,
        "feature_code": asset.kind, "country": asset.countries.join("/"), "layer": "curated",
    }))
}

/// The direction in which a position lies from a place; `None` within a hundred metres, where it says nothing.
fn lies(place: LonLat, at: LonLat, far: Metres) -> Option<f64> {
    (far.0 >= 100.0).then(|| bearing(place, at))
}

/// The wind of a bearing.
fn wind(degrees: f64) -> &'static str {
    ["N", "NE", "E", "SE", "S", "SW", "W", "NW"][(degrees / 45.0).round() as usize % 8]
}

fn places_table(
    gazetteer: &Gazetteer,
    at: LonLat,
    found: &[(PlaceRef, Option<Metres>)],
    assets: &[(&Asset, Metres)],
) -> String {
    if found.is_empty() && assets.is_empty() {
        return "no area holds this position, and no place is near it\n".to_owned();
    }
    let mut table = Table::new(&["", "place", "country", "kind", ">people", ">km", "position lies", "id"]);
    for (place, far) in found {
        let Some(view) = gazetteer.place(*place) else { continue };
        table.row([
            if far.is_some() { "near" } else { "within" }.to_owned(),
            view.full_name(),
            view.country_code().unwrap_or_default(),
            view.feature_code(),
            view.population().map(grouped).unwrap_or_default(),
            far.map(|m| format!("{:.1}", m.as_km().0)).unwrap_or_default(),
            far.and_then(|m| lies(view.at(), at, m)).map(|b| format!("{} of it, {b:.0}°", wind(b))).unwrap_or_default(),
            with_others(&view.id(), view.details().other_ids),
        ]);
    }
    for (asset, far) in assets {
        table.row([
            "near".to_owned(),
            asset.name.clone(),
            asset.countries.join("/"),
            asset.kind.clone(),
            String::new(),
            format!("{:.1}", far.as_km().0),
            String::new(),
            with_others(&asset.id, asset.other_ids()),
        ]);
    }
    table.lines("")
}

/// An id with those of other sources behind it.
fn with_others(id: &PlaceId, others: Vec<String>) -> String {
    std::iter::once(id.0.clone()).chain(others).collect::<Vec<_>>().join(", ")
}

//! `reportmap resolve`: the ranked candidates of a name.

use super::gazetteer::select::{bounds, classes};
use super::reading::Gazetteers;
use super::table::{Table, grouped};
use super::terminal::Terminal;
use super::{Outcome, output};
use anyhow::Context;
use clap::{Args, ValueEnum};
use reportmap::gazetteer::{AssetSite, FeatureClass, Gazetteer, Likeness, NameKind, PlaceView, Search, names};
use reportmap::geography::{LonLat, decimals, distance};
use reportmap::report::Report;
use reportmap::{Analysis, Geoparser};
use serde::Serialize;
use serde_json::json;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    query: Query,
    /// A sentence or a report in which the name stands: its other places decide
    #[arg(long, value_name = "TEXT")]
    context: Option<String>,
    #[command(flatten)]
    gazetteers: Gazetteers,
}

/// What to look for, and how to show it; `gazetteer search` has it too.
#[derive(Debug, Args)]
pub struct Query {
    /// Names in any language and script
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Only places in this country (two letters, ISO 3166-1)
    #[arg(long, value_name = "CC", value_parser = country)]
    country: Option<String>,
    /// Only places of these classes of GeoNames: P towns, A areas, S spots, H waters …
    #[arg(long, value_name = "LETTERS", value_parser = classes)]
    class: Option<String>,
    /// Only places whose point lies within
    #[arg(long, value_name = "W,S,E,N", value_parser = bounds, allow_hyphen_values = true)]
    bbox: Option<[f64; 4]>,
    /// Nearer places first; degrees east, degrees north
    #[arg(long, value_name = "LON,LAT", value_parser = lon_lat, allow_hyphen_values = true)]
    near: Option<LonLat>,
    /// At most so many places a name
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// How candidates are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// One array, an object a name
    Json,
    /// One FeatureCollection, a point a candidate
    Geojson,
}

impl Query {
    fn search(&self, likeness: Likeness, limit: usize) -> Search {
        let classes = self.class.iter().flat_map(|letters| letters.chars()).filter_map(FeatureClass::from_letter);
        Search {
            country: self.country.clone(),
            classes: classes.collect(),
            bounds: self.bbox,
            near: self.near,
            limit,
            likeness,
        }
    }

    /// What to try where nothing was found.
    fn without(&self) -> String {
        let filters =
            [(self.country.is_some(), "--country"), (self.class.is_some(), "--class"), (self.bbox.is_some(), "--bbox")];
        let given: Vec<&str> = filters.into_iter().filter(|(is_given, _)| *is_given).map(|(_, name)| name).collect();
        if given.is_empty() { String::new() } else { format!(" there; try it without {}", given.join(" and ")) }
    }
}

const EXAMPLES: &str = "\
Examples:
  reportmap resolve Martuni
  reportmap resolve Paris --country US
  reportmap resolve Springfield --near -89.6,39.8 --format json
  reportmap resolve Tripoli --context 'Clashes in Tripoli and Zahle, the Lebanese army said.'

Exit status: 0 when every name was found, 1 when one was not.";

fn country(text: &str) -> Result<String, String> {
    let letters = text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    letters.then(|| text.to_ascii_uppercase()).ok_or_else(|| "expected two letters, such as AM".to_owned())
}

/// Parses `LON,LAT`.
pub fn lon_lat(text: &str) -> Result<LonLat, String> {
    let parts = text.split_once(',').and_then(|(lon, lat)| Some((lon.trim().parse().ok()?, lat.trim().parse().ok()?)));
    let (lon, lat) = parts.ok_or_else(|| "expected two numbers with a comma, such as 47.11,39.79".to_owned())?;
    let at = LonLat::new(lon, lat);
    let wrong = "expected degrees east (-180 to 180) first and degrees north (-90 to 90) second";
    at.is_valid().then_some(at).ok_or_else(|| wrong.to_owned())
}

/// The candidates of a name.
#[derive(Debug, Serialize)]
struct Answer<'q> {
    name: &'q str,
    candidates: Vec<Candidate>,
}

/// A place that a name may mean.
#[derive(Debug, Serialize)]
struct Candidate {
    rank: usize,
    id: String,
    /// What other sources call it by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_ids: Vec<String>,
    name: String,
    lat: f64,
    lon: f64,
    feature_class: String,
    feature_code: String,
    country: Option<String>,
    admin1: Option<String>,
    population: Option<u64>,
    layer: reportmap::gazetteer::Layer,
    /// How the name matched.
    #[serde(rename = "match")]
    matched: String,
    /// The folded name of the place that matched.
    matched_name: String,
    name_kind: Option<NameKind>,
    edits: usize,
    /// Rank without context, 0 to 1; infrastructure, which is found by its whole name only, has none.
    score: Option<f64>,
    /// Kilometres to `--near`.
    near_km: Option<f64>,
    /// With `--context`: the share of the belief, 0 to 1.
    confidence: Option<f64>,
    /// With `--context`: what spoke for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<String>,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let geoparser = Geoparser::with(arguments.gazetteers.open()?);
    let query = &arguments.query;
    let answers: Vec<Answer<'_>> = query
        .names
        .iter()
        .map(|name| {
            let context = arguments.context.as_deref().map(|text| in_context(&geoparser, name, text));
            Answer {
                name,
                candidates: candidates(geoparser.gazetteer(), name, query, Likeness::Edits, context.as_ref()),
            }
        })
        .collect();
    finish(&answers, query, geoparser.gazetteer(), terminal)
}

/// `gazetteer search`: the same without context.
pub fn search(
    query: &Query,
    gazetteer: &Gazetteer,
    likeness: Likeness,
    terminal: &Terminal,
) -> anyhow::Result<Outcome> {
    let answer = |name| {
        let mut candidates = candidates(gazetteer, name, query, likeness, None);
        candidates.extend(assets(gazetteer, name, query, likeness));
        candidates.truncate(query.limit);
        candidates.iter_mut().zip(1..).for_each(|(candidate, rank)| candidate.rank = rank);
        Answer { name, candidates }
    };
    let answers: Vec<Answer<'_>> = query.names.iter().map(|name| answer(name.as_str())).collect();
    finish(&answers, query, gazetteer, terminal)
}

fn finish(
    answers: &[Answer<'_>],
    query: &Query,
    gazetteer: &Gazetteer,
    terminal: &Terminal,
) -> anyhow::Result<Outcome> {
    gazetteer.sound().context("the gazetteer cannot be trusted")?;
    let text = match query.format {
        Format::Table => table(answers),
        Format::Json => serde_json::to_string_pretty(answers).context("cannot write the candidates as JSON")? + "\n",
        Format::Geojson => geojson(answers)?,
    };
    output::print(&text)?;
    let mut outcome = Outcome::Done;
    for answer in answers.iter().filter(|a| a.candidates.is_empty()) {
        outcome = Outcome::Partly;
        terminal.error(&anyhow::anyhow!("no place is called “{}”{}", answer.name, query.without()));
    }
    Ok(outcome)
}

/// The analysis of a context; the name is put in front where the context does not hold it.
fn in_context(geoparser: &Geoparser, name: &str, context: &str) -> Analysis {
    let folded = names::fold(name);
    let text = if names::fold(context).contains(&folded) { context.to_owned() } else { format!("{name}. {context}") };
    geoparser.analyze(&Report::new("context", text))
}

fn candidates(
    gazetteer: &Gazetteer,
    name: &str,
    query: &Query,
    likeness: Likeness,
    context: Option<&Analysis>,
) -> Vec<Candidate> {
    // Context may lift a place from far down the list.
    let limit = if context.is_some() { query.limit.max(200) } else { query.limit };
    let search = query.search(likeness, limit);
    let mut found: Vec<Candidate> = gazetteer
        .search(name, &search)
        .into_iter()
        .filter_map(|found| {
            let view = gazetteer.place(found.place)?;
            Some(Candidate {
                matched: found.matched.name().to_owned(),
                matched_name: found.name.as_ref().to_owned(),
                name_kind: Some(found.name_kind),
                edits: found.edits,
                score: Some(decimals(found.score, 4)),
                near_km: found.near.map(|km| decimals(km.0, 1)),
                ..Candidate::of(gazetteer, view)
            })
        })
        .collect();
    if let Some(analysis) = context {
        weigh(&mut found, name, analysis);
    }
    found.truncate(query.limit);
    for (index, candidate) in found.iter_mut().enumerate() {
        candidate.rank = index + 1;
    }
    found
}

/// The infrastructure of a name.
fn assets(gazetteer: &Gazetteer, name: &str, query: &Query, likeness: Likeness) -> Vec<Candidate> {
    let taken = |candidate: &Candidate, countries: &[String]| {
        let inside = |[west, south, east, north]: [f64; 4]| {
            (west..=east).contains(&candidate.lon) && (south..=north).contains(&candidate.lat)
        };
        query.country.as_ref().is_none_or(|country| countries.contains(country))
            && query.class.as_ref().is_none_or(|classes| classes.contains(&candidate.feature_class))
            && query.bbox.is_none_or(inside)
    };
    let found = gazetteer.assets_named(name, likeness == Likeness::Prefix).into_iter().filter_map(|asset| {
        let at = asset.point()?;
        let candidate = Candidate {
            rank: 0,
            id: asset.id.0.clone(),
            other_ids: asset.other_ids(),
            name: asset.name.clone(),
            lat: decimals(at.lat, 6),
            lon: decimals(at.lon, 6),
            feature_class: if matches!(asset.site, AssetSite::Line(_)) { "R" } else { "S" }.to_owned(),
            feature_code: asset.kind.clone(),
            country: Some(asset.countries.join("/")).filter(|countries| !countries.is_empty()),
            admin1: None,
            population: None,
            layer: reportmap::gazetteer::Layer::Curated,
            matched: if asset.is_called(name) { "exact" } else { "prefix" }.to_owned(),
            matched_name: names::fold(&asset.name),
            name_kind: None,
            edits: 0,
            score: None,
            near_km: query.near.map(|near| decimals(distance(near, at).as_km().0, 1)),
            confidence: None,
            evidence: Vec::new(),
        };
        taken(&candidate, &asset.countries).then_some(candidate)
    });
    found.collect()
}

/// Puts the candidates in the order that the context gives them.
fn weigh(found: &mut [Candidate], name: &str, analysis: &Analysis) {
    let folded = names::fold(name);
    let Some(toponym) = analysis.toponyms.iter().find(|t| t.place.is_some() && names::fold(&t.surface) == folded)
    else {
        return;
    };
    for candidate in found.iter_mut() {
        if toponym.place.as_ref().is_some_and(|place| place.id.0 == candidate.id) {
            candidate.confidence = Some(decimals(toponym.confidence, 3));
            candidate.evidence = toponym.evidence.clone();
        } else if let Some(other) = toponym.alternatives.iter().find(|a| a.id.0 == candidate.id) {
            candidate.confidence = Some(decimals(other.confidence, 3));
        }
    }
    let chosen = |c: &Candidate| toponym.place.as_ref().is_some_and(|place| place.id.0 == c.id);
    let belief = |c: &Candidate| c.confidence.unwrap_or(-1.0);
    found.sort_by(|a, b| chosen(b).cmp(&chosen(a)).then(belief(b).total_cmp(&belief(a))));
}

impl Candidate {
    fn of(gazetteer: &Gazetteer, view: PlaceView<'_>) -> Self {
        let at = view.at();
        Self {
            rank: 0,
            id: view.id().0,
            other_ids: gazetteer.other_ids(view.handle()),
            name: view.full_name(),
            lat: decimals(at.lat, 6),
            lon: decimals(at.lon, 6),
            feature_class: view.feature_class().letter().to_string(),
            feature_code: view.feature_code(),
            country: view.country_code(),
            admin1: view.admin1().and_then(|a| gazetteer.place(a)).map(|a| a.name().to_owned()),
            population: view.population(),
            layer: view.layer(),
            matched: String::new(),
            matched_name: String::new(),
            name_kind: None,
            edits: 0,
            score: None,
            near_km: None,
            confidence: None,
            evidence: Vec::new(),
        }
    }
}

impl Candidate {
    /// How its name matched, and which one that was where it is another than was asked for.
    fn how(&self) -> String {
        let edits = if self.edits == 1 { "1 edit".to_owned() } else { format!("{} edits", self.edits) };
        match self.matched.as_str() {
            "exact" => self.matched.clone(),
            "edit" => format!("{edits} ({})", self.matched_name),
            "transliteration_edit" => format!("transliteration, {edits} ({})", self.matched_name),
            other => format!("{other} ({})", self.matched_name),
        }
    }
}

fn table(answers: &[Answer<'_>]) -> String {
    let mut out = String::new();
    for answer in answers.iter().filter(|a| !a.candidates.is_empty()) {
        let mut table = Table::new(&[
            ">#", "place", "in", "kind", ">people", "match", ">score", ">belief", ">km", ">lon", ">lat", "id",
        ]);
        let shown = |value: Option<f64>, digits: usize| value.map(|v| format!("{v:.digits$}")).unwrap_or_default();
        for c in &answer.candidates {
            table.row([
                c.rank.to_string(),
                c.name.clone(),
                [c.admin1.clone(), c.country.clone()].into_iter().flatten().collect::<Vec<_>>().join(", "),
                c.feature_code.clone(),
                c.population.map(grouped).unwrap_or_default(),
                c.how(),
                shown(c.score, 3),
                shown(c.confidence, 2),
                shown(c.near_km, 0),
                format!("{:.4}", c.lon),
                format!("{:.4}", c.lat),
                std::iter::once(&c.id).chain(&c.other_ids).cloned().collect::<Vec<_>>().join(", "),
            ]);
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(answer.name);
        out.push('\n');
        out.push_str(&table.lines("  "));
        if let Some(first) = answer.candidates.first().filter(|c| !c.evidence.is_empty()) {
            out.push_str(&format!("  {} because of: {}\n", first.name, first.evidence.join("; ")));
        }
    }
    out
}

/// RFC 7946: a FeatureCollection of points.
fn geojson(answers: &[Answer<'_>]) -> anyhow::Result<String> {
    let mut features = Vec::new();
    let mut bounds: Option<[f64; 4]> = None;
    for answer in answers {
        for candidate in &answer.candidates {
            let mut properties = serde_json::to_value(candidate).context("cannot write the candidates as JSON")?;
            if let Some(fields) = properties.as_object_mut() {
                fields.insert("query".to_owned(), json!(answer.name));
                // What GIS programs make of an array differs; a line of text is the same everywhere.
                if let Some(evidence) = fields.get_mut("evidence") {
                    *evidence = json!(candidate.evidence.join("; "));
                }
            }
            let at = [candidate.lon, candidate.lat];
            bounds = Some(bounds.map_or([at[0], at[1], at[0], at[1]], |b: [f64; 4]| {
                [b[0].min(at[0]), b[1].min(at[1]), b[2].max(at[0]), b[3].max(at[1])]
            }));
            features.push(json!({
                "type": "Feature",
                "id": format!("{} {}", answer.name, candidate.id),
                "geometry": { "type": "Point", "coordinates": [candidate.lon, candidate.lat] },
                "properties": properties,
            }));
        }
    }
    let mut collection = json!({ "type": "FeatureCollection", "features": features });
    if let (Some(bounds), Some(members)) = (bounds, collection.as_object_mut()) {
        members.insert("bbox".to_owned(), json!(bounds));
    }
    Ok(serde_json::to_string_pretty(&collection).context("cannot write the candidates as GeoJSON")? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_degrees_east_and_then_north() {
        assert_eq!(lon_lat("-89.6, 39.8"), Ok(LonLat::new(-89.6, 39.8)));
        for wrong in ["39.8", "1,2,3", "39,100", "x,y", "NaN,0", ""] {
            assert!(lon_lat(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn countries_are_two_letters() {
        assert_eq!(country("am").as_deref(), Ok("AM"));
        assert!(country("ARM").is_err() && country("é").is_err());
    }
}

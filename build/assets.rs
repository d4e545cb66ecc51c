//! Pipelines and other assets: from the curated tables to the lines of JSON that the index carries.

use crate::table::{Row, comma};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// One JSON object a line, in the order of the ids.
pub fn lines(folder: &Path) -> Result<String> {
    let mut all: BTreeMap<String, Value> = BTreeMap::new();
    let mut routes: BTreeMap<String, Vec<(u32, [f64; 2])>> = BTreeMap::new();
    for row in comma(&folder.join("pipeline_waypoints.csv"))? {
        let at = [row.number("lon")?, row.number("lat")?];
        routes.entry(row.text("id")?.to_owned()).or_default().push((row.number("seq")? as u32, at));
    }
    for row in comma(&folder.join("pipelines.csv"))? {
        let id = row.text("id")?;
        let mut route = routes.remove(id).with_context(|| format!("{}: {id} has no way-points", row.place()))?;
        route.sort_by_key(|(number, _)| *number);
        if route.len() < 2 {
            bail!("{}: {id} has one way-point only", row.place());
        }
        let mut asset = asset(&row, "pipeline")?;
        asset["line"] = json!(route.into_iter().map(|(_, at)| at).collect::<Vec<_>>());
        all.insert(id.to_owned(), asset);
    }
    if let Some(id) = routes.keys().next() {
        bail!("way-points of {id}, which pipelines.csv does not have");
    }
    for row in comma(&folder.join("infrastructure.csv"))? {
        let mut asset = asset(&row, row.text("kind")?)?;
        asset["point"] = json!([row.number("lon")?, row.number("lat")?]);
        all.insert(row.text("id")?.to_owned(), asset);
    }
    Ok(all.values().map(|asset| format!("{asset}\n")).collect())
}

fn asset(row: &Row, kind: &str) -> Result<Value> {
    let countries = if row.optional("country").is_empty() {
        row.several("countries")
    } else {
        row.text("country")?.split('/').map(str::to_owned).collect()
    };
    let wikidata = row.optional("wikidata");
    if !(wikidata.is_empty() || wikidata.strip_prefix('Q').is_some_and(|number| number.parse::<u64>().is_ok())) {
        bail!("{}: wikidata is {wikidata:?}, not Q and a number", row.place());
    }
    Ok(json!({
        "id": row.text("id")?,
        "name": row.text("name")?,
        "names": row.several("names"),
        "kind": kind,
        "commodities": row.several("commodities"),
        "operator": row.optional("operator"),
        "countries": countries,
        "state": row.optional("state"),
        "flow": row.optional("flow"),
        "length_km": row.optional("published_length_km").parse::<f64>().ok(),
        "precision_m": row.number("precision_m")?,
        "wikidata": wikidata,
        "source": row.text("source")?,
    }))
}

//! Records of Who's On First: <https://whosonfirst.org/docs/properties/>. One is a feature; bundles are folders or archives of them.

use super::feature::{Told, first, placed, text};
use super::landform::level;
use crate::gazetteer::compile::{Entry, Spelt, flag, kind};
use serde_json::{Map, Value};

/// Whether a file holds another geometry of a record that has a file of its own: `85633793-alt-quattroshapes.geojson`.
pub fn is_alternate(file: &str) -> bool {
    file.rsplit('/').next().unwrap_or(file).contains("-alt-")
}

/// Whether a record is meant to be left out: it is another geometry of one, or of a place that is no more or was replaced.
pub fn is_left_out(p: &Map<String, Value>) -> bool {
    if !p.contains_key("wof:id") {
        return false;
    }
    let is_current = number(p, "mz:is_current").is_none_or(|current| current != 0);
    // `u` and `uuuu` say that it is unknown; an empty text and `..` that it has not happened.
    let happened = |key: &str| !text(p, key).trim_matches(['u', '.', '-', 'X']).is_empty();
    !is_current
        || happened("edtf:deprecated")
        || happened("edtf:superseded")
        || !ids(p, "wof:superseded_by").is_empty()
        || !text(p, "src:alt_label").is_empty()
}

/// A number, also one that a table has as a text.
fn number(p: &Map<String, Value>, key: &str) -> Option<i64> {
    text(p, key).parse().ok()
}

/// A value that a table may hold as a text of JSON.
fn value(p: &Map<String, Value>, key: &str) -> Option<Value> {
    match p.get(key)? {
        Value::String(text) if text.trim_start().starts_with(['[', '{']) => serde_json::from_str(text).ok(),
        other => Some(other.clone()),
    }
}

fn ids(p: &Map<String, Value>, key: &str) -> Vec<i64> {
    value(p, key)
        .and_then(|value| Some(value.as_array()?.iter().filter_map(Value::as_i64).collect()))
        .unwrap_or_default()
}

/// What it lies in: its parent, and in each of its hierarchies (a disputed place has several) the lowest above it. Numbers below zero
/// stand for none.
fn parents(p: &Map<String, Value>) -> Vec<i64> {
    let own = number(p, "wof:id");
    let mut out: Vec<i64> = number(p, "wof:parent_id").into_iter().collect();
    for hierarchy in hierarchies(p) {
        let mut lowest = ABOVE.iter().filter_map(|kind| hierarchy.get(format!("{kind}_id"))?.as_i64());
        out.extend(lowest.rfind(|id| *id > 0 && Some(*id) != own));
    }
    let mut seen = std::collections::BTreeSet::new();
    out.retain(|id| *id > 0 && Some(*id) != own && seen.insert(*id));
    out
}

fn hierarchies(p: &Map<String, Value>) -> Vec<Value> {
    match value(p, "wof:hierarchy") {
        Some(Value::Array(all)) => all,
        _ => Vec::new(),
    }
}

/// Kinds of places that others lie in, from the largest down: <https://github.com/whosonfirst/whosonfirst-placetypes>.
const ABOVE: [&str; 14] = [
    "continent",
    "empire",
    "country",
    "dependency",
    "macroregion",
    "region",
    "macrocounty",
    "county",
    "localadmin",
    "locality",
    "borough",
    "macrohood",
    "neighbourhood",
    "microhood",
];

/// The place of a record.
pub fn entry(told: Told<'_>) -> Result<Entry, String> {
    let p = told.properties;
    let mut entry = placed(told.geometry)?;
    entry.id = format!("wof:{}", text(p, "wof:id"));
    entry.name = first(p, &["wof:name", "name:eng_x_preferred", "gn:name"]);
    if entry.name.is_empty() {
        return Err("no name".to_owned());
    }
    for (key, value) in p {
        let Some((language, use_)) = key.strip_prefix("name:").and_then(|rest| rest.split_once("_x_")) else {
            continue;
        };
        let flags = match use_ {
            "preferred" => flag::PREFERRED,
            "colloquial" => flag::COLLOQUIAL,
            "historical" => flag::HISTORIC,
            _ => 0,
        };
        let names = match value {
            Value::String(text) if text.starts_with('[') => serde_json::from_str(text).unwrap_or_default(),
            Value::String(text) => Value::Array(vec![Value::String(text.clone())]),
            other => other.clone(),
        };
        for name in names.as_array().into_iter().flatten().filter_map(Value::as_str) {
            entry.names.push((name.to_owned(), kind::ALTERNATE));
            entry.spellings.push(Spelt { name: name.to_owned(), language: language.to_owned(), flags });
        }
    }
    if let Some(Value::Object(concordances)) = &value(p, "wof:concordances") {
        let geonames =
            Some(text(concordances, "gn:id")).filter(|id| !id.is_empty() && !id.starts_with('-') && id != "0");
        entry.other_ids.extend(geonames.map(|id| format!("geonames:{id}")));
        entry
            .other_ids
            .extend(Some(text(concordances, "wd:id")).filter(|id| !id.is_empty()).map(|id| format!("wikidata:{id}")));
    }
    entry.parents = parents(p).into_iter().map(|id| format!("wof:{id}")).collect();
    entry.country =
        first(p, &["iso:country", "wof:country"]).chars().filter(char::is_ascii_alphabetic).take(2).collect();
    entry.population = first(p, &["wof:population", "gn:population"]).parse::<f64>().map_or(0, |n| n.max(0.0) as u64);
    let (class, code) = match text(p, "wof:placetype").as_str() {
        "continent" => ('L', "CONT"),
        "ocean" => ('H', "OCN"),
        "marinearea" => ('H', "SEA"),
        "country" | "dependency" => ('A', "PCLI"),
        "region" | "macroregion" => ('A', "ADM1"),
        "county" | "macrocounty" => ('A', "ADM2"),
        "localadmin" => ('A', "ADM3"),
        "campus" | "venue" => ('S', "FCL"),
        _ => ('P', "PPL"),
    };
    (entry.class, entry.code, entry.level) = (class, code.to_owned(), level(class, code));
    let state = hierarchies(p).iter().find_map(|all| all.get("region_id")?.as_i64().filter(|id| *id > 0));
    entry.admin1 = match state {
        _ if entry.level == 3 => entry.id.clone(),
        Some(id) => format!("wof:{id}"),
        None => String::new(),
    };
    Ok(entry)
}

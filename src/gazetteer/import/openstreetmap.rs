//! Features that were made from OpenStreetMap, by the columns of those who make them: osmtogeojson and Overpass turbo (`@id`),
//! GDAL (`osm_id`, `osm_way_id`, `other_tags`), QuickOSM (`full_id`), HOT and osm2pgsql (`osm_id`, `osm_type`), Geofabrik (`fclass`).

use super::feature::{Told, text};
use super::overpass;
use geo::Geometry;
use serde_json::{Map, Value};

/// The element that a feature is, as `way/12`.
pub fn id(told: &Told<'_>) -> Option<String> {
    let p = told.properties;
    let own = told.id.clone().filter(|_| told.table.is_none());
    if let Some(id) = [text(p, "@id")].into_iter().chain(own).find(|id| overpass::is_id(id)) {
        return Some(id);
    }
    let full = text(p, "full_id");
    if let Some(id) = full.get(..1).and_then(kind).zip(full.get(1..)).and_then(|(kind, id)| element(kind, id)) {
        return Some(id);
    }
    let (id, of) = (text(p, "osm_id"), text(p, "osm_type"));
    if let Some(kind) = kind(&of) {
        return element(kind, &id);
    }
    if let Some(way) = element("way", &text(p, "osm_way_id")) {
        return Some(way);
    }
    // osm2pgsql tells relations by a number below zero.
    if let Some(relation) = id.strip_prefix('-') {
        return element("relation", relation);
    }
    match (&told.geometry, told.table) {
        (Geometry::Point(_), _) => element("node", &id),
        (Geometry::LineString(_), _) => element("way", &id),
        // GDAL makes these of relations, and gives ways another column.
        _ if p.contains_key("other_tags") => element("relation", &id),
        // Geofabrik's areas are of either.
        _ if p.contains_key("fclass") => element("area", &id),
        (_, Some("multilinestrings" | "multipolygons" | "other_relations")) => element("relation", &id),
        _ => None,
    }
}

fn kind(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "node" | "n" => Some("node"),
        "way" | "w" => Some("way"),
        "relation" | "rel" | "r" => Some("relation"),
        _ => None,
    }
}

fn element(kind: &str, number: &str) -> Option<String> {
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then(|| format!("{kind}/{number}"))
}

/// The tags of a feature: its columns, those that GDAL puts into one text, and what Geofabrik's class stands for.
pub fn tags(columns: &Map<String, Value>) -> Map<String, Value> {
    let mut out: Map<String, Value> = columns.iter().filter(|(_, value)| !value.is_null()).map(pair).collect();
    for (key, value) in other_tags(&text(columns, "other_tags")) {
        out.entry(key).or_insert(Value::String(value));
    }
    let class = text(columns, "fclass");
    if let Some((key, value)) = of_geofabrik(&class) {
        out.entry(key).or_insert_with(|| Value::String(value.to_owned()));
    }
    out
}

fn pair((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), value.clone())
}

/// The tag behind a class: <https://download.geofabrik.de/osm-data-in-gis-formats-free.pdf>.
fn of_geofabrik(class: &str) -> Option<(&'static str, &str)> {
    Some(match class {
        "national_capital" => ("place", "city"),
        "city" | "town" | "village" | "hamlet" | "suburb" | "island" | "county" | "region" => ("place", class),
        "river" | "stream" | "canal" | "dam" | "weir" => ("waterway", class),
        "peak" | "volcano" | "bay" | "water" => ("natural", class),
        "reservoir" => ("natural", "water"),
        "airport" => ("aeroway", "aerodrome"),
        "airfield" => ("aeroway", "airstrip"),
        "helipad" => ("aeroway", "helipad"),
        "rail" => ("railway", class),
        "motorway" | "trunk" | "primary" | "secondary" | "tertiary" => ("highway", class),
        _ => return None,
    })
}

/// The pairs of an hstore, as PostgreSQL writes it: `"name:ru"=>"Вель","note"=>"a \"b\""`.
fn other_tags(text: &str) -> Vec<(String, String)> {
    let mut quoted = Vec::new();
    let mut chars = text.chars();
    while chars.by_ref().any(|c| c == '"') {
        let mut one = String::new();
        while let Some(c) = chars.next().filter(|c| *c != '"') {
            one.extend(if c == '\\' { chars.next() } else { Some(c) });
        }
        quoted.push(one);
    }
    quoted.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_one_text_are_told_apart() {
        let all = other_tags(r#""name:ru"=>"Вель","note"=>"a \"b\" => c","odd"=>"#);
        assert_eq!(all, [("name:ru".into(), "Вель".into()), ("note".into(), "a \"b\" => c".into())]);
        assert!(other_tags("\"").is_empty() && other_tags("").is_empty());
    }
}

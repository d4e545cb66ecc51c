//! The curated tables of pipelines and sites hold what they promise: lengths, order, countries, kinds, names.

use reportmap::gazetteer::{Gazetteer, Likeness, Search, names::fold};
use reportmap::geography::{LonLat, distance, distance_to};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// How long a drawn line may be, as a part of the published length.
const DRAWN: std::ops::RangeInclusive<f64> = 0.80..=1.10;

/// The longest leg on land; at sea there is nothing to pass.
const LONGEST_LEG_KM: f64 = 500.0;

/// How far a site may lie from the areas of its countries, which are generalised and end at the coast.
const OFFSHORE_KM: f64 = 60.0;

/// Sites off the coast, farther out than that: fields and the terminals at them.
const AT_SEA: [&str; 2] = ["asset:das-island-terminal", "asset:karish-gas-field"];

/// Names that hide a place of the same name from a report, since before this was looked at: the site is meant by them.
const HIDING: [&str; 7] = [
    "asset:chernobyl-nuclear-power-plant",
    "asset:hodeidah-port",
    "asset:itaipu-dam",
    "asset:kharg-island-terminal",
    "asset:lachin-corridor",
    "asset:tabqa-dam",
    "asset:zaporizhzhia-nuclear-power-plant",
];

/// A row: its cells by column.
type Row = BTreeMap<String, String>;

fn table(name: &str) -> Vec<Row> {
    let path = curated(name);
    let mut reader = csv::Reader::from_path(&path).unwrap();
    reader.deserialize().map(|row| row.unwrap_or_else(|e| panic!("{}: {e}", path.display()))).collect()
}

fn curated(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("gazetteer/curated").join(name)
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{}: {column} is {:?}", row["id"], row[column]))
}

fn at(row: &Row) -> LonLat {
    let (lon, lat) = (number(row, "lon"), number(row, "lat"));
    assert!(lon.abs() <= 180.0 && lat.abs() <= 90.0, "{}: {lon}, {lat} is no position", row["id"]);
    LonLat::new(lon, lat)
}

/// The name and the other names.
fn all_names(row: &Row) -> impl Iterator<Item = &str> {
    std::iter::once(row["name"].as_str()).chain(row["names"].split('|')).filter(|name| !name.is_empty())
}

/// Way-points by pipeline, in the order of the file.
fn routes() -> BTreeMap<String, Vec<Row>> {
    let mut out: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in table("pipeline_waypoints.csv") {
        out.entry(row["id"].clone()).or_default().push(row);
    }
    out
}

#[test]
fn a_drawn_pipeline_is_about_as_long_as_published_or_its_note_says_why_not() {
    let routes = routes();
    let mut wrong = Vec::new();
    for pipeline in table("pipelines.csv") {
        let points: Vec<LonLat> = routes[&pipeline["id"]].iter().map(at).collect();
        let drawn: f64 = points.windows(2).map(|leg| distance(leg[0], leg[1]).0 / 1000.0).sum();
        let part = pipeline["published_length_km"].parse::<f64>().map(|published| drawn / published);
        if !part.is_ok_and(|part| DRAWN.contains(&part)) && pipeline["note"].is_empty() {
            wrong.push(format!("{}: drawn {drawn:.0} km of {:?}", pipeline["id"], pipeline["published_length_km"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn way_points_stand_in_order_without_a_leap_on_land() {
    let pipelines: BTreeSet<String> = table("pipelines.csv").into_iter().map(|row| row["id"].clone()).collect();
    let routes = routes();
    assert_eq!(pipelines, routes.keys().cloned().collect());
    let mut wrong = Vec::new();
    for (id, route) in &routes {
        let order: Vec<usize> = route.iter().map(|row| row["seq"].parse().unwrap()).collect();
        assert_eq!(order, (1..=route.len()).collect::<Vec<_>>(), "{id}");
        for leg in route.windows(2) {
            let km = distance(at(&leg[0]), at(&leg[1])).0 / 1000.0;
            // A way-point at sea has no country.
            let ashore = leg.iter().all(|row| !row["country"].is_empty());
            if km < 0.5 || ashore && km > LONGEST_LEG_KM {
                wrong.push(format!("{id}: {} to {}: {km:.0} km", leg[0]["waypoint"], leg[1]["waypoint"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_are_unique_and_what_a_table_holds_is_described() {
    let readme = std::fs::read_to_string(curated("../README.md")).unwrap();
    let described = |word: &str| readme.contains(&format!("`{word}`"));
    let mut ids = BTreeSet::new();
    for (file, prefix) in [("pipelines.csv", "pipeline:"), ("infrastructure.csv", "asset:")] {
        for row in table(file) {
            let id = &row["id"];
            assert!(id.starts_with(prefix) && ids.insert(id.clone()), "{id}");
            assert!(number(&row, "precision_m") > 0.0 && !row["source"].is_empty(), "{id}");
            assert!(row["state"].is_empty() || described(&row["state"]), "{id}: {}", row["state"]);
            for (column, values) in [("kind", row.get("kind")), ("commodities", row.get("commodities"))] {
                let unknown = values.into_iter().flat_map(|v| v.split('|')).find(|v| !described(v));
                assert_eq!(unknown, None, "{id}: {column}");
            }
            let wikidata = row.get("wikidata").map_or("", String::as_str);
            let item = wikidata.strip_prefix('Q').is_some_and(|n| n.parse::<u32>().is_ok());
            assert!(wikidata.is_empty() || item, "{id}: {wikidata}");
        }
    }
}

#[test]
fn every_site_and_way_point_lies_in_its_country() {
    let gazetteer = Gazetteer::embedded();
    let (mut wrong, mut areas) = (Vec::new(), BTreeMap::new());
    let mut check = |id: &str, countries: &str, at: LonLat| {
        let far = |code: &str| {
            let area = areas.entry(code.to_owned()).or_insert_with(|| {
                let country = gazetteer.country(code).unwrap_or_else(|| panic!("{id}: no country {code:?}"));
                geo::Geometry::from(gazetteer.area(country).unwrap())
            });
            distance_to(at, area).unwrap().0 / 1000.0
        };
        // A crossing lies in, or at, each of its countries.
        let farthest = countries.split('/').map(far).fold(0.0, f64::max);
        if farthest > OFFSHORE_KM && !AT_SEA.contains(&id) {
            wrong.push(format!("{id}: {farthest:.0} km outside {countries}"));
        }
    };
    table("infrastructure.csv").iter().for_each(|row| check(&row["id"], &row["country"], at(row)));
    for (id, route) in routes() {
        for row in route.iter().filter(|row| !row["country"].is_empty()) {
            check(&format!("{id}: {}", row["waypoint"]), &row["country"], at(row));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_name_means_one_asset_of_a_country_and_hides_no_place() {
    let gazetteer = Gazetteer::embedded();
    let mut owners: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut wrong = Vec::new();
    let same = Search { likeness: Likeness::Same, ..Search::default() };
    for row in table("infrastructure.csv").iter().chain(&table("pipelines.csv")) {
        let countries = row.get("country").or(row.get("countries")).unwrap();
        for name in all_names(row).map(fold) {
            for country in countries.split(['/', '|']) {
                match owners.insert((name.clone(), country.to_owned()), row["id"].clone()) {
                    None => {}
                    Some(other) => wrong.push(format!("{name:?} of {country}: {other} and {}", row["id"])),
                }
            }
            // Only names of several words are looked for in reports.
            let hidden = name.contains(' ') && !gazetteer.search(&name, &same).is_empty();
            if hidden && !HIDING.contains(&row["id"].as_str()) {
                wrong.push(format!("{}: {name:?} is a place of the gazetteer, too", row["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

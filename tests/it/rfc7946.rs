//! RFC 7946 to the letter: our own judge of every rule that a reader may trip over, and another's.

use crate::{fixture, output};
use geo::{Coord, Geometry, LineString, MultiLineString, Polygon};
use proptest::prelude::*;
use reportmap::analysis::Analysis;
use reportmap::gazetteer::{Gazetteer, Level};
use reportmap::geography::{LonLat, Metres, Shape, circle, sector};
use reportmap::layer;
use reportmap::recognize::Role;
use reportmap::write;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// What a GeoJSON file does against RFC 7946, and against the one geometry kind and one type a property that QGIS needs.
pub fn violations(file: &[u8]) -> Vec<String> {
    let Ok(json) = serde_json::from_slice::<Value>(file) else { return vec!["no JSON".to_owned()] };
    let mut wrong = Vec::new();
    let Some(features) = json["features"].as_array() else { return vec!["no features".to_owned()] };
    let has = |member: &str| json.get(member).is_some();
    let mut check = |holds: bool, what: String| {
        if !holds {
            wrong.push(what);
        }
    };
    check(json["type"] == "FeatureCollection", "type is not FeatureCollection (§3.3)".to_owned());
    for member in ["coordinates", "geometries", "geometry", "properties", "crs"] {
        check(!has(member), format!("the collection has a member {member} (§7.1, §4)"));
    }
    let mut all = Vec::new();
    let mut ids = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    let mut types: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for feature in features {
        let id = feature["id"].to_string();
        check(feature["type"] == "Feature", format!("{id}: type is not Feature (§3.2)"));
        check(feature["id"].is_string() && ids.insert(id.clone()), format!("{id}: the id is no text or comes twice"));
        check(feature.get("geometry").is_some(), format!("{id}: no geometry, not even null (§3.2)"));
        check(feature.get("crs").is_none(), format!("{id}: a crs"));
        let Some(properties) = feature["properties"].as_object() else {
            check(false, format!("{id}: no properties (§3.2)"));
            continue;
        };
        for (name, value) in properties {
            types.entry(name).or_default().insert(json_type(value));
        }
        check(properties.len() == types.len(), format!("{id}: other properties than the features before"));
        if feature["geometry"].is_null() {
            continue;
        }
        let geometry = &feature["geometry"];
        check(geometry.get("crs").is_none(), format!("{id}: a crs"));
        kinds.insert(geometry["type"].to_string());
        let positions = positions(geometry, &mut |what| check(false, format!("{id}: {what}")));
        if let Some(bbox) = feature.get("bbox") {
            check(holds(bbox, &positions), format!("{id}: the bbox does not hold the geometry (§5)"));
        }
        all.extend(positions);
    }
    check(kinds.len() <= 1, format!("several geometry kinds: {kinds:?}"));
    for (name, mut kinds) in types {
        kinds.remove("null");
        check(kinds.len() <= 1, format!("property {name} has several types: {kinds:?}"));
    }
    check(json.get("bbox").is_some() != all.is_empty(), "a bbox there must be if anything is on the map".to_owned());
    if let Some(bbox) = json.get("bbox") {
        check(holds(bbox, &all), "the bbox does not hold the features (§5)".to_owned());
    }
    wrong
}

fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "real",
        Value::Number(_) => "integer",
        Value::String(_) => "text",
        Value::Array(_) | Value::Object(_) => "nested",
    }
}

fn holds(bbox: &Value, positions: &[[f64; 2]]) -> bool {
    let Some([west, south, east, north]) = bbox.as_array().and_then(|sides| {
        let sides: Vec<f64> = sides.iter().filter_map(Value::as_f64).collect();
        <[f64; 4]>::try_from(sides).ok()
    }) else {
        return false;
    };
    positions.iter().all(|[lon, lat]| {
        let inside = if west <= east { west <= *lon && *lon <= east } else { *lon >= west || *lon <= east };
        inside && south <= *lat && *lat <= north
    })
}

fn positions(geometry: &Value, wrong: &mut impl FnMut(String)) -> Vec<[f64; 2]> {
    let coordinates = &geometry["coordinates"];
    let lists = |value: &Value| value.as_array().cloned().unwrap_or_default();
    match geometry["type"].as_str() {
        Some("Point") => position(coordinates, wrong).into_iter().collect(),
        Some("MultiLineString") => lists(coordinates).iter().flat_map(|part| line(part, wrong)).collect(),
        Some("MultiPolygon") => {
            let mut all = Vec::new();
            for part in lists(coordinates) {
                for (i, ring) in lists(&part).iter().enumerate() {
                    all.extend(self::ring(ring, i == 0, wrong));
                }
            }
            all
        }
        other => {
            wrong(format!("geometry type {other:?}"));
            vec![]
        }
    }
}

fn position(value: &Value, wrong: &mut impl FnMut(String)) -> Option<[f64; 2]> {
    let numbers: Vec<f64> = value.as_array()?.iter().filter_map(Value::as_f64).collect();
    let Ok([lon, lat]) = <[f64; 2]>::try_from(numbers) else {
        wrong(format!("{value} is no position of two numbers (§3.1.1)"));
        return None;
    };
    if lon.abs() > 180.0 || lat.abs() > 90.0 {
        wrong(format!("{value} is not on the earth (§4)"));
    }
    let seven = |number: f64| ((number * 1e7).round() / 1e7 - number).abs() < 1e-13;
    if !seven(lon) || !seven(lat) {
        wrong(format!("{value} has more than 7 decimals (§11.2)"));
    }
    Some([lon, lat])
}

fn line(value: &Value, wrong: &mut impl FnMut(String)) -> Vec<[f64; 2]> {
    let line: Vec<[f64; 2]> = value.as_array().into_iter().flatten().filter_map(|at| position(at, wrong)).collect();
    if line.len() < 2 {
        wrong("a line of fewer than two positions (§3.1.4)".to_owned());
    }
    // Along a pole a side may run round the earth: it has no length.
    if line.windows(2).any(|side| (side[1][0] - side[0][0]).abs() > 180.0 && side[0][1].abs() < 89.0) {
        wrong("it crosses the antimeridian uncut (§3.1.9)".to_owned());
    }
    line
}

fn ring(value: &Value, exterior: bool, wrong: &mut impl FnMut(String)) -> Vec<[f64; 2]> {
    let ring = line(value, wrong);
    if ring.len() < 4 || ring.first() != ring.last() {
        wrong("a ring of fewer than four positions, or open (§3.1.6)".to_owned());
    }
    // Relative to the first position, or small rings far from 0, 0 drown in rounding.
    let origin = ring.first().copied().unwrap_or_default();
    let turn =
        |a: &[f64; 2], b: &[f64; 2]| (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]);
    let twice_area: f64 = ring.windows(2).map(|side| turn(&side[0], &side[1])).sum();
    if (twice_area > 0.0) != exterior {
        wrong(format!("a ring breaks the right-hand rule or is empty (§3.1.6): {twice_area}"));
    }
    ring
}

/// The layers alone: the other files of the folder would take a property test most of its time.
fn written(analyses: &[Analysis]) -> Vec<(String, Vec<u8>)> {
    let layers = layer::layers(analyses, &Gazetteer::embedded());
    layers.iter().map(|layer| (format!("{}.geojson", layer.name), write::geojson(layer).unwrap())).collect()
}

fn assert_follows(analyses: &[Analysis]) {
    for (name, bytes) in written(analyses).iter() {
        assert_eq!(violations(bytes), [] as [String; 0], "{name}");
        let read: geojson::FeatureCollection = String::from_utf8(bytes.clone()).unwrap().parse().unwrap();
        assert!(read.foreign_members.is_none(), "{name} has members that RFC 7946 does not know");
    }
}

#[test]
fn made_up_reports_follow_the_rfc() {
    assert_follows(&[fixture::shelling(), fixture::storm(), fixture::empty("nothing")]);
    assert_follows(&[]);
}

#[test]
fn the_judge_sees_what_is_wrong() {
    let judged = |geometry: &str| {
        violations(format!(r#"{{"type":"FeatureCollection","bbox":[0,0,9,9],"features":[{{"type":"Feature","id":"a","geometry":{geometry},"properties":{{}}}}]}}"#).as_bytes())
    };
    assert!(judged(r#"{"type":"Point","coordinates":[5.0,5.0]}"#).is_empty());
    for bad in [
        r#"{"type":"Point","coordinates":[5.0,95.0]}"#,
        r#"{"type":"Point","coordinates":[5.123456789,5.0]}"#,
        r#"{"type":"Point","coordinates":[10.0,5.0]}"#,
        r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[0,5],[5,5],[0,0]]]]}"#,
        r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[5,0],[5,5],[0,5]]]]}"#,
        r#"{"type":"MultiLineString","coordinates":[[[0,0]]]}"#,
    ] {
        assert!(!judged(bad).is_empty(), "{bad}");
    }
    assert!(!violations(br#"{"type":"FeatureCollection","crs":{},"features":[]}"#).is_empty());
}

fn position_anywhere() -> impl Strategy<Value = LonLat> {
    (-180.0..=180.0, -90.0..=90.0).prop_map(|(lon, lat)| LonLat::new(lon, lat))
}

/// A ring around a position, turning either way, which may reach beyond the edge of the map.
fn star() -> impl Strategy<Value = Geometry<f64>> {
    (position_anywhere(), prop::collection::vec(0.01..4.0f64, 4..40), any::<bool>()).prop_map(|(at, radii, back)| {
        let corners = radii.len() as f64;
        let mut ring: Vec<Coord<f64>> = radii
            .iter()
            .zip(0u32..)
            .map(|(far, i)| {
                let turn = std::f64::consts::TAU * f64::from(i) / corners;
                Coord { x: at.lon + far * turn.cos(), y: at.lat + far * turn.sin() }
            })
            .collect();
        if back {
            ring.reverse();
        }
        Polygon::new(LineString::new(ring), vec![]).into()
    })
}

fn drawn() -> impl Strategy<Value = Geometry<f64>> {
    let disc = (position_anywhere(), 100.0..900_000.0).prop_map(|(at, far)| circle(at, Metres(far)).into());
    let part = (position_anywhere(), 100.0..500_000.0, 0.0..360.0)
        .prop_map(|(at, far, bearing)| sector(at, Metres(far), bearing, 90.0).into());
    prop_oneof![disc, part]
}

fn track() -> impl Strategy<Value = Geometry<f64>> {
    (-175.0..175.0, -85.0..85.0, prop::collection::vec((-0.4..0.4, -0.4..0.4), 2..12)).prop_map(|(lon, lat, steps)| {
        let line: LineString<f64> = steps
            .iter()
            .scan((lon, lat), |at, (east, north)| {
                *at = (at.0 + east, at.1 + north);
                Some(*at)
            })
            .collect();
        MultiLineString(vec![line]).into()
    })
}

fn mention() -> impl Strategy<Value = (Role, Geometry<f64>)> {
    let point = position_anywhere().prop_map(|at| geo::Point::from(at).into());
    prop_oneof![
        star().prop_map(|shape| (Role::Literal, shape)),
        drawn().prop_map(|shape| (Role::Relative, shape)),
        track().prop_map(|shape| (Role::Relative, shape)),
        point.prop_map(|shape| (Role::Coordinate, shape)),
        drawn().prop_map(|shape| (Role::Metonym, shape)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_report_gives_files_that_follow_the_rfc(mentions in prop::collection::vec(mention(), 0..8), words in "\\PC{0,12}") {
        let mut analysis = fixture::empty(&words);
        for (i, (role, geometry)) in mentions.into_iter().enumerate() {
            let at = match &geometry {
                Geometry::Point(point) => LonLat::from(*point),
                _ => LonLat::new(0.0, 0.0),
            };
            let place = fixture::place(&format!("test:{}", i % 3), &words, at, Level::Region);
            analysis.toponyms.push(fixture::toponym(i * 10, &words, role, Some(place), Some(Shape::new(geometry))));
        }
        assert_follows(&[analysis]);
    }
}

#[test]
fn the_examples_follow_the_rfc() {
    for path in output::layers() {
        assert_eq!(violations(&std::fs::read(&path).unwrap()), [] as [String; 0], "{}", path.display());
    }
}

/// `npm ci --prefix tests/validate` installs the judge.
#[test]
fn another_judge_finds_no_fault() {
    let judge = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/validate");
    if !judge.join("node_modules").is_dir() {
        return output::skip(
            "REPORTMAP_REQUIRE_VALIDATOR",
            "@mapbox/geojsonhint is not there: npm ci --prefix tests/validate",
        );
    }
    let made_up = tempfile::tempdir().unwrap();
    let files = written(&[fixture::shelling(), fixture::storm()]);
    let made_up = write::folder(made_up.path(), &files).map(|paths| (made_up, paths)).unwrap();
    let layers = made_up.1.iter().filter(|path| path.extension().is_some_and(|e| e == "geojson")).cloned();
    let judged =
        Command::new("node").arg(judge.join("validate.mjs")).args(layers.chain(output::layers())).output().unwrap();
    let said = String::from_utf8_lossy(&judged.stdout);
    assert!(judged.status.success(), "{said}{}", String::from_utf8_lossy(&judged.stderr));
    assert!(said.contains("incidents.geojson"), "{said}");
}

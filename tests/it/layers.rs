//! What the layers say, and what they must not say.

use crate::fixture;
use proptest::prelude::*;
use reportmap::analysis::Analysis;
use reportmap::gazetteer::Gazetteer;
use reportmap::layer::{Feature, Layer, Layers, Value, layers};
use reportmap::{recognize::Role, write};

fn made(analyses: &[Analysis]) -> Layers {
    layers(analyses, &Gazetteer::embedded())
}

fn layer<'a>(all: &'a Layers, name: &str) -> &'a Layer {
    all.get(name).unwrap_or_else(|| panic!("no layer {name}"))
}

fn text<'a>(layer: &'a Layer, feature: &'a Feature, field: &str) -> &'a str {
    layer.value(feature, field).as_text().unwrap_or_else(|| panic!("{}: {field} is no text", feature.id))
}

fn bytes(layers: &Layers) -> Vec<Vec<u8>> {
    let drawn = layers.iter().map(|layer| write::geojson(layer).unwrap());
    drawn.chain(layers.tables().iter().map(|table| write::csv(table).unwrap())).collect()
}

#[test]
fn every_value_fits_its_column_and_every_geometry_its_layer() {
    for layer in &made(&[fixture::shelling(), fixture::storm()]) {
        assert!(!layer.features.is_empty(), "{} is not tried", layer.name);
        for feature in &layer.features {
            assert_eq!(feature.values.len(), layer.schema.len());
            for (field, value) in layer.schema.iter().zip(&feature.values) {
                assert!(value.fits(field.kind), "{}.{}: {value:?}", layer.name, field.name);
            }
            assert!(feature.geometry.as_ref().is_none_or(|shape| layer.geometry.holds(shape)));
        }
    }
}

#[test]
fn every_column_says_what_it_is_and_no_name_comes_twice() {
    for layer in &made(&[]) {
        let mut names: Vec<_> = layer.schema.iter().map(|field| field.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), layer.schema.len(), "{}", layer.name);
        assert!(layer.schema.iter().all(|field| !field.alias.is_empty() && !field.doc.is_empty()));
    }
}

#[test]
fn only_what_is_meant_as_a_place_has_a_pin() {
    let all = made(&[fixture::shelling()]);
    let places = layer(&all, "places");
    for feature in &places.features {
        let role = places.value(feature, "role").as_text();
        let pinned = matches!(role, Some("literal" | "relative" | "coordinate"));
        assert_eq!(feature.geometry.is_some(), pinned, "{role:?} {}", feature.label);
    }
    let outcomes: Vec<_> = places.features.iter().map(|f| (f.label.as_str(), text(places, f, "outcome"))).collect();
    assert!(outcomes.contains(&("Baku", "resolved")));
    assert!(outcomes.contains(&("Minsk", "not_a_place")));
    assert!(outcomes.contains(&("Zubrowka", "not_in_gazetteer")));
    assert!(outcomes.contains(&("Springfield", "ambiguous")));
}

#[test]
fn every_feature_says_where_it_comes_from() {
    let all = made(&[fixture::shelling(), fixture::storm()]);
    for layer in &all {
        for feature in &layer.features {
            for field in ["text_sha256", "reportmap", "gazetteer"] {
                assert_ne!(layer.value(feature, field), &Value::Null, "{}: {field}", layer.name);
            }
            if layer.name != "reports" {
                for field in ["report_id", "start", "end", "quote"] {
                    assert_ne!(layer.value(feature, field), &Value::Null, "{} {}: {field}", layer.name, feature.id);
                }
            }
        }
    }
}

#[test]
fn a_disputed_incident_names_both_sides() {
    let all = made(&[fixture::shelling()]);
    let incidents = layer(&all, "incidents");
    let disputed = &incidents.features[0];
    assert_eq!(incidents.value(disputed, "disputed"), &Value::Bool(true));
    assert_eq!(text(incidents, disputed, "claimed_by"), "northern ministry");
    assert_eq!(text(incidents, disputed, "denied_by"), "southern ministry");
    assert!(disputed.summary.contains("Claimed by northern ministry. Denied by southern ministry."));
    assert_eq!(incidents.value(disputed, "date_start"), &Value::Date(jiff::civil::date(2026, 3, 3)));
}

#[test]
fn an_unlocated_incident_is_kept_without_a_place() {
    let all = made(&[fixture::shelling()]);
    let unlocated = &layer(&all, "incidents").features[2];
    assert_eq!((unlocated.id.as_str(), &unlocated.geometry), ("shelling#3", &None));
}

#[test]
fn a_border_stands_in_lines_and_as_a_corridor_in_areas() {
    let all = made(&[fixture::shelling()]);
    let lines = layer(&all, "lines");
    assert_eq!(lines.features.len(), 1, "mention and incident share the line");
    let line = &lines.features[0];
    assert_eq!(line.id, "border:AZ-IR");
    assert_eq!(lines.value(line, "kind"), &Value::from("border"));
    assert_eq!(lines.value(line, "mention_count"), &Value::Integer(1));
    assert_eq!(lines.value(line, "incident_count"), &Value::Integer(1));
    let Value::Real(length) = lines.value(line, "length_km") else { panic!("a length") };
    assert!((length - 151.0).abs() < 3.0, "{length}");
    let areas = layer(&all, "areas");
    let corridor = areas.features.iter().find(|f| f.id == "border:AZ-IR").unwrap();
    let Value::Real(square) = areas.value(corridor, "area_km2") else { panic!("an area") };
    assert!((square - length * 4.0).abs() / square < 0.1, "4 km wide: {square}");
}

#[test]
fn reports_that_mean_one_area_share_its_feature() {
    let all = made(&[fixture::shelling(), fixture::storm()]);
    let areas = layer(&all, "areas");
    let region = areas.features.iter().find(|f| f.id == "reportmap:test-region").unwrap();
    assert_eq!(areas.value(region, "report_count"), &Value::Integer(2));
    assert_eq!(text(areas, region, "report_ids"), "shelling; storm");
    assert_eq!(text(areas, region, "surfaces"), "test region; the test region");
}

#[test]
fn each_pipeline_is_drawn_with_its_state_and_both_lengths() {
    let all = made(&[fixture::shelling()]);
    let lines = layer(&all, "infrastructure");
    let ids: Vec<_> = lines.features.iter().map(|f| f.id.as_str()).collect();
    assert_eq!(ids, ["shelling#pipeline:btc", "shelling#pipeline:wrep"]);
    for pipeline in &lines.features {
        assert!(pipeline.geometry.is_some());
        assert_eq!(text(lines, pipeline, "status"), "undamaged");
        assert_eq!(text(lines, pipeline, "also"), "at_risk");
        assert_eq!(text(lines, pipeline, "concern_by"), "traders");
        assert_eq!(lines.value(pipeline, "schematic"), &Value::Bool(true));
        let (Value::Real(drawn), Value::Real(published)) =
            (lines.value(pipeline, "drawn_length_km"), lines.value(pipeline, "published_length_km"))
        else {
            panic!("lengths")
        };
        assert!(drawn / published > 0.7 && drawn / published < 1.1, "{}: {drawn} of {published}", pipeline.id);
    }
    let points = layer(&all, "infrastructure_points");
    assert_eq!(points.features.len(), 1);
    assert!(points.features[0].geometry.is_none(), "a bridge that no gazetteer knows is nowhere");
    assert_eq!(text(points, &points.features[0], "status"), "destroyed");
}

#[test]
fn a_report_that_mentions_nothing_moves_nothing() {
    let (before, after) = (made(&[fixture::storm()]), made(&[fixture::storm(), fixture::empty("a")]));
    for (before, after) in before.iter().zip(&after).filter(|(layer, _)| layer.name != "reports") {
        assert_eq!(before, after);
    }
    assert_eq!(layer(&after, "reports").features.len(), 2);
}

#[test]
fn a_demonym_makes_no_area() {
    let mut analysis = fixture::storm();
    analysis.incidents.clear();
    for toponym in &mut analysis.toponyms {
        toponym.role = Role::Demonym;
    }
    assert!(layer(&made(&[analysis]), "areas").features.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn shuffled_reports_give_the_same_bytes(
        shuffled in Just(vec![fixture::shelling(), fixture::storm(), fixture::empty("b"), fixture::empty("a")]).prop_shuffle()
    ) {
        let sorted = [fixture::empty("a"), fixture::empty("b"), fixture::shelling(), fixture::storm()];
        prop_assert_eq!(bytes(&made(&shuffled)), bytes(&made(&sorted)));
    }
}

//! What the layers say, and what they must not say.

use crate::fixture;
use proptest::prelude::*;
use reportmap::analysis::{Analyses, Analysis, KeptTexts, Lines, Texts};
use reportmap::basemap::Basemap;
use reportmap::gazetteer::Gazetteer;
use reportmap::layer::{Feature, Layer, Layers, Making, Room, Value, layers, layers_of};
use reportmap::{recognize::Role, write};
use std::collections::BTreeMap;

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
        let role = places.value(&feature, "role").as_text();
        let pinned = matches!(role, Some("literal" | "relative" | "coordinate"));
        assert_eq!(feature.geometry.is_some(), pinned, "{role:?} {}", feature.label);
    }
    let outcomes: Vec<_> = places.features.iter().map(|f| (text(places, &f, "outcome").to_owned(), f.label)).collect();
    for (name, outcome) in
        [("Baku", "resolved"), ("Minsk", "not_a_place"), ("Zubrowka", "not_in_gazetteer"), ("Springfield", "ambiguous")]
    {
        assert!(outcomes.contains(&(outcome.to_owned(), name.to_owned())), "{name}");
    }
}

#[test]
fn every_feature_says_where_it_comes_from() {
    let all = made(&[fixture::shelling(), fixture::storm()]);
    for layer in &all {
        for feature in &layer.features {
            for field in ["text_sha256", "reportmap", "gazetteer"] {
                assert_ne!(layer.value(&feature, field), &Value::Null, "{}: {field}", layer.name);
            }
            if layer.name != "reports" {
                for field in ["report_id", "start", "end", "quote"] {
                    assert_ne!(layer.value(&feature, field), &Value::Null, "{} {}: {field}", layer.name, feature.id);
                }
            }
        }
    }
}

#[test]
fn a_disputed_incident_names_both_sides() {
    let all = made(&[fixture::shelling()]);
    let incidents = layer(&all, "incidents");
    let disputed = &incidents.features.iter().next().unwrap();
    assert_eq!(incidents.value(disputed, "disputed"), &Value::Bool(true));
    assert_eq!(text(incidents, disputed, "claimed_by"), "northern ministry");
    assert_eq!(text(incidents, disputed, "denied_by"), "southern ministry");
    assert!(disputed.summary.contains("Claimed by northern ministry. Denied by southern ministry."));
    assert_eq!(incidents.value(disputed, "date_start"), &Value::Date(jiff::civil::date(2026, 3, 3)));
}

#[test]
fn an_unlocated_incident_is_kept_without_a_place() {
    let all = made(&[fixture::shelling()]);
    let unlocated = layer(&all, "incidents").features.iter().nth(2).unwrap();
    assert_eq!((unlocated.id.as_str(), &unlocated.geometry), ("shelling#3", &None));
}

#[test]
fn a_border_stands_in_lines_and_as_a_corridor_in_areas() {
    let all = made(&[fixture::shelling()]);
    let lines = layer(&all, "lines");
    assert_eq!(lines.features.len(), 1, "mention and incident share the line");
    let line = &lines.features.iter().next().unwrap();
    assert_eq!(line.id, "border:AZ-IR");
    assert_eq!(lines.value(line, "kind"), &Value::from("border"));
    assert_eq!(lines.value(line, "mention_count"), &Value::Integer(1));
    assert_eq!(lines.value(line, "incident_count"), &Value::Integer(1));
    let Value::Real(length) = lines.value(line, "length_km") else { panic!("a length") };
    assert!((length - 151.0).abs() < 3.0, "{length}");
    let areas = layer(&all, "areas");
    let corridor = &areas.features.iter().find(|f| f.id == "border:AZ-IR").unwrap();
    let Value::Real(square) = areas.value(corridor, "area_km2") else { panic!("an area") };
    assert!((square - length * 4.0).abs() / square < 0.1, "4 km wide: {square}");
}

#[test]
fn reports_that_mean_one_area_share_its_feature() {
    let all = made(&[fixture::shelling(), fixture::storm()]);
    let areas = layer(&all, "areas");
    let region = &areas.features.iter().find(|f| f.id == "reportmap:test-region").unwrap();
    assert_eq!(areas.value(region, "report_count"), &Value::Integer(2));
    assert_eq!(text(areas, region, "report_ids"), "shelling; storm");
    assert_eq!(text(areas, region, "surfaces"), "test region; the test region");
}

#[test]
fn each_pipeline_is_drawn_with_its_state_and_both_lengths() {
    let all = made(&[fixture::shelling()]);
    let lines = layer(&all, "infrastructure");
    let ids: Vec<_> = lines.features.iter().map(|f| f.id).collect();
    assert_eq!(ids, ["shelling#pipeline:btc", "shelling#pipeline:wrep"]);
    for pipeline in &lines.features.iter().collect::<Vec<_>>() {
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
    let bridge = points.features.iter().next().unwrap();
    assert!(bridge.geometry.is_none(), "a bridge that no gazetteer knows is nowhere");
    assert_eq!(text(points, &bridge, "status"), "destroyed");
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

/// Analyses, texts and rows on disk, as `map` has them, against all of it in memory.
#[test]
fn what_is_read_from_disk_gives_the_same_files_to_the_byte() {
    let geoparser = reportmap::Geoparser::new();
    let texts: Vec<(String, String)> = [
        "A missile hit a market in Kramatorsk on Monday, killing 4 people, the governor said. \u{2028}<b>&</b>",
        "Russia denied that its forces had fired at Kramatorsk. On Monday a missile hit a market in Kramatorsk, killing seven people.",
        "Flooding along the border between Azerbaijan and Iran closed the Baku-Tbilisi-Ceyhan pipeline, 12 km north of Ganja.",
        "",
    ]
    .iter()
    .zip(0..)
    .map(|(text, number)| (format!("r{number}"), (*text).to_owned()))
    .collect();
    let mut analyses: Vec<Analysis> = Vec::new();
    for (id, text) in &texts {
        let mut report = reportmap::report::Report::new(id.as_str(), text.as_str());
        report.published = Some((jiff::civil::date(2023, 5, 9), reportmap::report::DateSource::Metadata));
        analyses.push(geoparser.analyze(&report));
    }
    analyses.extend([fixture::shelling(), fixture::storm()]);
    let gazetteer = Gazetteer::embedded();
    let files = |analyses: &dyn Analyses, texts: &dyn Texts, room: Room| {
        let layers = layers_of(analyses, &Making { room, ..Making::default() }, &gazetteer, |_| {});
        let basemap = Basemap::around(&gazetteer, layers.bounds());
        let publication = write::Publication { layers: &layers, analyses, texts, basemap: &basemap };
        let also = write::also(&publication, write::Format::GeoJsonSequence).unwrap();
        write::files(&publication).unwrap().into_iter().chain(also).collect::<Vec<_>>()
    };
    let held: BTreeMap<String, String> = texts.iter().cloned().collect();
    let whole = files(&analyses, &held, Room::Memory);
    let folder = tempfile::tempdir().unwrap();
    let room = Room::Disk(folder.path().to_owned());
    let mut kept = KeptTexts::new(&room);
    texts.iter().for_each(|(id, text)| kept.keep(id, text));
    let mut file = tempfile::tempfile().unwrap();
    analyses.write_lines(&mut file).unwrap();
    let length = file.metadata().unwrap().len();
    let lines = Lines::between(file, 0, length).unwrap();
    let streamed = files(&lines, &kept, room);
    assert_eq!(
        whole.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        streamed.iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
    for ((name, whole), (_, streamed)) in whole.iter().zip(&streamed) {
        assert!(whole == streamed, "{name}: {} bytes, {} from disk", whole.len(), streamed.len());
    }
    lines.sound().unwrap();
    kept.sound().unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left on disk");
}

//! The files of two made-up reports, byte by byte. `cargo insta review` shows what changed.

use crate::fixture;
use reportmap::{gazetteer::Gazetteer, layer, write};

fn file(name: &str) -> String {
    let layers = layer::layers(&[fixture::shelling(), fixture::storm()], &Gazetteer::embedded());
    String::from_utf8(write::geojson(layers.get(name).unwrap()).unwrap()).unwrap()
}

#[test]
fn incidents() {
    insta::assert_snapshot!(file("incidents"));
}

#[test]
fn places() {
    insta::assert_snapshot!(file("places"));
}

#[test]
fn areas() {
    insta::assert_snapshot!(file("areas"));
}

#[test]
fn lines() {
    insta::assert_snapshot!(file("lines"));
}

#[test]
fn reports() {
    insta::assert_snapshot!(file("reports"));
}

#[test]
fn analyses_survive_their_file() {
    let analyses = [fixture::shelling(), fixture::storm()];
    let lines = String::from_utf8(write::analysis_lines(&analyses).unwrap()).unwrap();
    let read: Vec<reportmap::Analysis> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read, analyses);
    assert_eq!(lines.matches('\n').count(), 2);
}

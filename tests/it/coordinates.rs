//! Coordinates in every notation, from a report to the layers.

use crate::cli::reportmap;
use serde_json::Value;

/// A report of our own. The positions are those of known squares and codes (Python: mgrs, pyproj, openlocationcode).
const REPORT: &str = "---
title: Survey of craters
published: 2024-05-02
---

Artillery shelled a fuel depot at 38T MK 5859 4797 on Wednesday. A second crater was found at 40°10′30″N 44°30′15″E, and the mayor
gave a third one as 4010N04430E. Artillery shelled a farm at 40.18°N, 44.51°E on Tuesday.

The pictures were taken at 8HF5WGJ7+FF, at geo:40.2,44.6;u=250 and near
https://www.google.com/maps/place/Yerevan/@40.1,44.4,12z/data=!8m2!3d40.1811!4d44.5136, the group said (40.2105, 44.5012).
The tower stands in UTM 38T 458591 4447971. Prices rose 40.2, 44.5 percent, and it was 20° C.
";

/// Surface, longitude, latitude and precision in metres.
const EXPECTED: [(&str, f64, f64, f64); 9] = [
    ("38T MK 5859 4797", 44.513_649, 40.181_134, 10.0),
    ("40°10′30″N 44°30′15″E", 44.504_167, 40.175, 31.0),
    ("4010N04430E", 44.5, 40.166_667, 1_853.0),
    ("40.18°N, 44.51°E", 44.51, 40.18, 1_112.0),
    ("8HF5WGJ7+FF", 43.513_687, 39.931_188, 14.0),
    ("geo:40.2,44.6;u=250", 44.6, 40.2, 250.0),
    ("https://www.google.com/maps/place/Yerevan/@40.1,44.4,12z/data=!8m2!3d40.1811!4d44.5136", 44.5136, 40.1811, 11.0),
    ("40.2105, 44.5012", 44.5012, 40.2105, 11.0),
    ("UTM 38T 458591 4447971", 44.513_602, 40.181_098, 1.0),
];

fn layer(folder: &std::path::Path, name: &str) -> Vec<Value> {
    let file = std::fs::read_to_string(folder.join(name)).unwrap();
    let mut layer: Value = serde_json::from_str(&file).unwrap();
    layer["features"].as_array_mut().map(std::mem::take).unwrap()
}

#[test]
fn coordinates_in_all_notations_become_places_with_their_precision() {
    let folder = tempfile::tempdir().unwrap();
    let (report, out) = (folder.path().join("craters.md"), folder.path().join("out"));
    std::fs::write(&report, REPORT).unwrap();
    reportmap().arg("map").arg(&report).arg("-o").arg(&out).assert().success();

    let places = layer(&out, "places.geojson");
    let written: Vec<&Value> = places.iter().filter(|f| f["properties"]["role"] == "coordinate").collect();
    let surfaces: Vec<&str> = written.iter().filter_map(|f| f["properties"]["surface"].as_str()).collect();
    assert_eq!(surfaces, EXPECTED.map(|(surface, ..)| surface));
    for (feature, (surface, lon, lat, precision)) in written.iter().zip(EXPECTED) {
        let at = |axis: usize| feature["geometry"]["coordinates"][axis].as_f64().unwrap();
        assert!((at(0) - lon).abs() < 2e-6 && (at(1) - lat).abs() < 2e-6, "{surface}: {}", feature["geometry"]);
        assert_eq!(feature["properties"]["precision_m"].as_f64(), Some(precision), "{surface}");
        assert!(feature["properties"]["country"].is_string(), "{surface}");
    }
    // The name inside the link is a part of the address.
    assert!(!places.iter().any(|f| f["properties"]["surface"] == "Yerevan"));

    let incidents = layer(&out, "incidents.geojson");
    let exact: Vec<Option<f64>> = incidents.iter().map(|f| f["properties"]["precision_m"].as_f64()).collect();
    assert!(exact.contains(&Some(10.0)) && exact.contains(&Some(1_112.0)), "{exact:?}");
}

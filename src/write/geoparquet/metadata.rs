//! What a GeoParquet file says of its geometries (GeoParquet 1.1, "File Metadata").

use super::{BOX, GEOMETRY, SIDES};
use crate::geography::bbox;
use crate::layer::Layer;
use serde_json::{Map, Value, json};

/// The version of GeoParquet.
const VERSION: &str = "1.1.0";

/// The value of the key `geo`. The box of the file is west, south, east and north; west is greater than east over the
/// antimeridian, as in GeoJSON. Lines are straight between their corners, exterior rings run counter-clockwise.
pub(super) fn geo(layer: &Layer) -> serde_json::Result<String> {
    let shapes = layer.features.iter().filter_map(|feature| feature.geometry);
    let covering: Map<String, Value> = SIDES.iter().map(|side| ((*side).to_owned(), json!([BOX, side]))).collect();
    let mut column = json!({
        "encoding": "WKB",
        "geometry_types": [layer.geometry.name()],
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": { "bbox": covering },
    });
    if let (Some(bounds), Some(column)) = (bbox::around(shapes), column.as_object_mut()) {
        column.insert("bbox".to_owned(), json!(bounds));
    }
    serde_json::to_string(&json!({ "version": VERSION, "primary_column": GEOMETRY, "columns": { GEOMETRY: column } }))
}

//! GeoJSON text sequences: one feature a record, for programs that read features one by one.
//!
//! RFC 8142 with the records of RFC 7464: each begins with the character RS (U+001E) and ends with a line feed. The ending
//! `.geojsons` is the one by which GDAL's driver GeoJSONSeq takes a file for such a sequence.

use super::{WriteError, geojson};
use crate::layer::Layer;
use std::io::Write;

/// RS, with which a record begins (RFC 7464 §2.2).
const RECORD: u8 = 0x1E;

/// A layer as a GeoJSON text sequence: the features of [`geojson()`](super::geojson()), byte for byte, in the same order; longitude
/// before latitude. A feature that is nowhere has the geometry `null`. A layer without features is an empty file.
///
/// # Errors
///
/// When a value has no JSON form.
pub fn geojson_sequence(layer: &Layer) -> Result<Vec<u8>, WriteError> {
    super::held(&|out| write(layer, out))
}

/// Writes a layer, a feature after the other.
pub(super) fn write(layer: &Layer, out: &mut dyn Write) -> Result<(), WriteError> {
    let mut line = Vec::new();
    for feature in &layer.features {
        line.clear();
        line.push(RECORD);
        geojson::feature(&mut line, layer, &feature)?;
        line.push(b'\n');
        out.write_all(&line).map_err(WriteError::out(layer.name))?;
    }
    Ok(())
}

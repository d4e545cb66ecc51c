//! The formats that a map is written in when it is asked for, beside those that it always is.

use super::{Publication, WriteError, flatgeobuf, geojson_sequence, kml};
use crate::layer::Layer;

/// A format beside those of every output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// FlatGeobuf 3, a file a layer: `incidents.fgb`.
    FlatGeobuf,
    /// GeoJSON text sequences (RFC 8142), a file a layer: `incidents.geojsons`.
    GeoJsonSequence,
    /// KML 2.2, one file: `reportmap.kml`.
    Kml,
    /// The same with its symbols, packed: `reportmap.kmz`.
    Kmz,
    /// GeoParquet 1.1, a file a layer: `incidents.parquet`. Needs the feature `geoparquet`.
    GeoParquet,
}

impl Format {
    /// Whether this program can write it.
    ///
    /// # Errors
    ///
    /// When the program was built without what the format needs.
    pub fn check(self) -> Result<(), WriteError> {
        match self {
            Self::GeoParquet if !cfg!(feature = "geoparquet") => {
                Err(WriteError::NotBuilt { what: "GeoParquet", feature: "geoparquet" })
            }
            _ => Ok(()),
        }
    }
}

/// The files of a publication in a format, with their bytes.
///
/// # Errors
///
/// When a value or a geometry cannot be written in the format, or the program was built without it.
pub fn also(publication: &Publication<'_>, format: Format) -> Result<Vec<(String, Vec<u8>)>, WriteError> {
    format.check()?;
    match format {
        Format::FlatGeobuf => each(publication, "fgb", flatgeobuf),
        Format::GeoJsonSequence => each(publication, "geojsons", geojson_sequence),
        Format::Kml => Ok(vec![(kml::FILE.to_owned(), kml::kml(publication)?)]),
        Format::Kmz => Ok(vec![(kml::PACKED.to_owned(), kml::kmz(publication)?)]),
        #[cfg(feature = "geoparquet")]
        Format::GeoParquet => each(publication, "parquet", super::geoparquet),
        #[cfg(not(feature = "geoparquet"))]
        Format::GeoParquet => Ok(Vec::new()),
    }
}

/// A file for each layer.
fn each(
    publication: &Publication<'_>,
    ending: &str,
    write: fn(&Layer) -> Result<Vec<u8>, WriteError>,
) -> Result<Vec<(String, Vec<u8>)>, WriteError> {
    publication.layers.iter().map(|layer| Ok((format!("{}.{ending}", layer.name), write(layer)?))).collect()
}

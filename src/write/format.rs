//! The formats that a map is written in when it is asked for, beside those that it always is.

use super::{Fill, Publication, WriteError, flatgeobuf, geojsonseq, kml};
use crate::layer::Layer;
use std::io::Write;

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

/// The files of a publication in a format, with their bytes ([`each_also`]).
///
/// # Errors
///
/// When a value or a geometry cannot be written in the format, or the program was built without it.
pub fn also(publication: &Publication<'_>, format: Format) -> Result<Vec<(String, Vec<u8>)>, WriteError> {
    let mut files = Vec::new();
    each_also(publication, format, |name, fill| {
        files.push((name, super::held(fill)?));
        Ok(())
    })?;
    Ok(files)
}

/// Hands over the files of a publication in a format, one after the other. GeoJSON text sequences are written as they are made; of
/// the other formats one file is held while it is written.
///
/// # Errors
///
/// When a value or a geometry cannot be written in the format, the program was built without it, or `take` fails.
pub fn each_also(
    publication: &Publication<'_>,
    format: Format,
    mut take: impl FnMut(String, &Fill<'_>) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    format.check()?;
    match format {
        Format::FlatGeobuf => each(publication, "fgb", &mut take, |layer, out| whole(flatgeobuf(layer)?, out)),
        Format::GeoJsonSequence => each(publication, "geojsons", &mut take, geojsonseq::write),
        Format::Kml => take(kml::FILE.to_owned(), &|out| whole(kml::kml(publication)?, out)),
        Format::Kmz => take(kml::PACKED.to_owned(), &|out| whole(kml::kmz(publication)?, out)),
        #[cfg(feature = "geoparquet")]
        Format::GeoParquet => {
            each(publication, "parquet", &mut take, |layer, out| whole(super::geoparquet(layer)?, out))
        }
        #[cfg(not(feature = "geoparquet"))]
        Format::GeoParquet => Ok(()),
    }
}

fn whole(bytes: Vec<u8>, out: &mut dyn Write) -> Result<(), WriteError> {
    out.write_all(&bytes).map_err(WriteError::out("a file"))
}

fn each(
    publication: &Publication<'_>,
    ending: &str,
    take: &mut impl FnMut(String, &Fill<'_>) -> Result<(), WriteError>,
    write: impl Fn(&Layer, &mut dyn Write) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    for layer in publication.layers {
        take(format!("{}.{ending}", layer.name), &|out| write(layer, out))?;
    }
    publication.layers.sound().map_err(WriteError::Rows)
}

//! Files: what the layers look like on disk.
//!
//! Owns one file a format, and the writing of a folder whole or not at all. Knows layers and analyses, and no stage before.
//!
//! - [`geojson`]`(&Layer) -> Result<Vec<u8>, WriteError>`: one layer as GeoJSON (RFC 7946) with simplestyle.
//! - [`geojson_sequence`]`(&Layer) -> Result<Vec<u8>, WriteError>`: the same features as a GeoJSON text sequence (RFC 8142).
//! - [`flatgeobuf()`]`(&Layer) -> Result<Vec<u8>, WriteError>`: one layer as FlatGeobuf, with a spatial index.
//! - `geoparquet(&Layer) -> Result<Vec<u8>, WriteError>`: one layer as GeoParquet (feature `geoparquet`).
//! - [`kml()`], [`kmz`]`(&Publication) -> Result<Vec<u8>, WriteError>`: all layers as one KML document, styled and timed.
//! - [`csv`]`(&Table) -> Result<Vec<u8>, WriteError>`: one table as CSV (RFC 4180).
//! - [`geopackage`]`(&Publication) -> Result<Vec<u8>, WriteError>`: all layers, related tables and the ground in one file.
//! - [`qgis_project`]`(&Publication) -> Result<Vec<u8>, WriteError>`: a QGIS project over that file.
//! - `web_map(&Publication) -> Result<Vec<u8>, WriteError>`: the web map, one page (feature `web`).
//! - [`analysis_lines`]`(&dyn Analyses) -> Result<Vec<u8>, WriteError>`: the analyses, one JSON object a line.
//! - [`files`]`(&Publication) -> Result<Vec<(String, Vec<u8>)>, WriteError>`: every file of the output folder.
//! - [`also`]`(&Publication, Format) -> Result<Vec<(String, Vec<u8>)>, WriteError>`: the files of a format that is written only
//!   when it is asked for.
//! - [`brief`]`(&Publication) -> Vec<u8>`: what an officer pastes into a brief, in Markdown.
//! - [`picture::svg`], [`picture::png`]: a map to publish.
//! - [`folder`]`(&Path, &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>, WriteError>`: writes them, whole or not at all.
//!
//! ```no_run
//! use reportmap::{Geoparser, basemap::Basemap, layer, report::Report, write};
//! let geoparser = Geoparser::new();
//! let report = Report::new("note", "Floods reached the town of Sagaing.");
//! let analyses = [geoparser.analyze(&report)];
//! let layers = layer::layers(&analyses, geoparser.gazetteer());
//! let basemap = Basemap::around(geoparser.gazetteer(), layers.bounds());
//! let texts = std::collections::BTreeMap::from([(report.id, report.text)]);
//! let publication = write::Publication { layers: &layers, analyses: &analyses, texts: &texts, basemap: &basemap };
//! let paths = write::folder("output".as_ref(), &write::files(&publication)?)?;
//! # Ok::<(), write::WriteError>(())
//! ```

mod archive;
mod brief;
mod csv;
mod flatgeobuf;
mod folder;
mod format;
mod geojson;
mod geojsonseq;
mod geopackage;
#[cfg(feature = "geoparquet")]
mod geoparquet;
mod kml;
pub mod picture;
mod qgis;
mod sheet;
mod simplestyle;
mod title;
#[cfg(feature = "web")]
mod web;
mod words;
mod xml;

pub use brief::brief;
pub use csv::csv;
pub use flatgeobuf::flatgeobuf;
pub use folder::{Folder, folder};
pub use format::{Format, also, each_also};
pub use geojson::geojson;
pub use geojsonseq::geojson_sequence;
pub use geopackage::geopackage;
#[cfg(feature = "geoparquet")]
pub use geoparquet::geoparquet;
pub use kml::{kml, kmz};
pub use qgis::qgis_project;
#[cfg(feature = "web")]
pub use web::web_map;

use crate::analysis::{Analyses, Texts};
use crate::basemap::Basemap;
use crate::layer::Layers;
use std::io::Write;
use std::path::PathBuf;

/// Why files could not be written. None of the run's files has then taken its place, unless the disk failed between two
/// renames.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder is not there and cannot be made.
    #[error("cannot make the folder {}: choose a folder that you may write to with -o", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {}: check that the folder is yours to write to and that the disk has room, or choose another with -o", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Something that is no file stands where a file must go.
    #[error("cannot write {}: a folder of that name is in the way; move it, or choose another folder with -o", path.display())]
    InTheWay {
        /// Where.
        path: PathBuf,
    },
    /// A value has no JSON form.
    #[error("cannot write {what} as JSON")]
    Json {
        /// Which layer or analysis.
        what: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A picture cannot be drawn.
    #[error("cannot draw the picture: {why}; write it as .svg instead")]
    Picture {
        /// Why.
        why: String,
    },
    /// SQLite refuses a table or a row.
    #[error("cannot write {what} into the GeoPackage: check that the disk has room")]
    GeoPackage {
        /// Which table.
        what: String,
        /// Why.
        source: rusqlite::Error,
    },
    /// A geometry has no Well-Known Binary form.
    #[error("cannot write a geometry of {what}")]
    Geometry {
        /// Which layer.
        what: String,
        /// Why.
        source: wkb::error::WkbError,
    },
    /// Something cannot be written as XML.
    #[error("cannot write {what} as XML")]
    Xml {
        /// What.
        what: String,
        /// Why.
        source: std::io::Error,
    },
    /// Something cannot be packed.
    #[error("cannot pack {what}")]
    Zip {
        /// What.
        what: String,
        /// Why.
        source: zip::result::ZipError,
    },
    /// The index of a FlatGeobuf file cannot be written.
    #[error("cannot write layer {what} as FlatGeobuf")]
    FlatGeobuf {
        /// Which layer.
        what: &'static str,
        /// Why.
        source: ::flatgeobuf::Error,
    },
    /// A table cannot be written as Parquet.
    #[cfg(feature = "geoparquet")]
    #[error("cannot write layer {what} as GeoParquet")]
    GeoParquet {
        /// Which layer.
        what: &'static str,
        /// Why.
        source: Box<parquet::errors::ParquetError>,
    },
    /// The program was built without what a format needs.
    #[error(
        "this reportmap was built without {what}: build it with the feature `{feature}` (cargo build --features {feature})"
    )]
    NotBuilt {
        /// The format.
        what: &'static str,
        /// The feature of the package that brings it.
        feature: &'static str,
    },
    /// The rows of the layers could not be kept or read.
    #[error("cannot keep the rows of the layers: check that the disk has room")]
    Rows(#[source] std::io::Error),
    /// What is written to takes no more.
    #[error("cannot write {what}: check that the disk has room")]
    Out {
        /// What was written.
        what: String,
        /// Why.
        source: std::io::Error,
    },
    /// The rows of a table do not fit its columns.
    #[error("cannot write table {what} as CSV")]
    Csv {
        /// Which table.
        what: &'static str,
        /// Why.
        source: ::csv::Error,
    },
}

impl WriteError {
    /// The error of a file that takes no more.
    fn out(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Out { what: what.into(), source }
    }
}

/// The analyses as JSON Lines, in the order given.
///
/// # Errors
///
/// When an analysis has no JSON form or cannot be read.
pub fn analysis_lines(analyses: &dyn Analyses) -> Result<Vec<u8>, WriteError> {
    let mut lines = Vec::new();
    analyses.write_lines(&mut lines).map_err(WriteError::out("the analyses"))?;
    Ok(lines)
}

/// Writes a file as it is made: what is written is not held.
pub type Fill<'a> = dyn Fn(&mut dyn Write) -> Result<(), WriteError> + 'a;

/// What is written into memory.
fn held(fill: &Fill<'_>) -> Result<Vec<u8>, WriteError> {
    let mut bytes = Vec::new();
    fill(&mut bytes)?;
    Ok(bytes)
}

/// What one run publishes: all that a writer may draw on.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// The layers and the tables beside them.
    pub layers: &'a Layers,
    /// The analyses they were made from, in the order of the input.
    pub analyses: &'a dyn Analyses,
    /// The texts of reports by the reports' ids, for formats that show words in their context; what has no text here is
    /// shown by its quotes.
    pub texts: &'a dyn Texts,
    /// The ground beneath.
    pub basemap: &'a Basemap,
}

/// The file of the web map.
pub const WEB_MAP: &str = "map.html";

/// Every file of the output folder, with its bytes ([`each_file`]).
///
/// # Errors
///
/// When a value has no JSON form, or the rows of a table do not fit its columns.
pub fn files(publication: &Publication<'_>) -> Result<Vec<(String, Vec<u8>)>, WriteError> {
    let mut files = Vec::new();
    each_file(publication, |name, fill| {
        files.push((name, held(fill)?));
        Ok(())
    })?;
    Ok(files)
}

/// Hands over every file of the output folder, one after the other, each to be written as it is made: `<layer>.geojson` for each layer,
/// `<table>.csv` for each table, `reportmap.gpkg` with the project `reportmap.qgz` over it, `map.html` (where the program was
/// built with the feature `web`), `analysis.jsonl` and `brief.md`.
///
/// # Errors
///
/// When a value has no JSON form, the rows of a table do not fit its columns, rows could not be read, or `take` fails.
pub fn each_file(
    publication: &Publication<'_>,
    mut take: impl FnMut(String, &Fill<'_>) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let Publication { layers, analyses, .. } = *publication;
    for layer in layers {
        take(format!("{}.geojson", layer.name), &|out| geojson::write(layer, out))?;
    }
    for table in layers.tables() {
        take(format!("{}.csv", table.name), &|out| csv::write(table, out))?;
    }
    take(geopackage::FILE.to_owned(), &|out| geopackage::write(publication, out))?;
    take(qgis::FILE.to_owned(), &|out| {
        out.write_all(&qgis_project(publication)?).map_err(WriteError::out(qgis::FILE))
    })?;
    #[cfg(feature = "web")]
    take(WEB_MAP.to_owned(), &|out| web::write(publication, out))?;
    take("analysis.jsonl".to_owned(), &|out| analyses.write_lines(out).map_err(WriteError::out("analysis.jsonl")))?;
    take("brief.md".to_owned(), &|out| brief::write(publication, out))?;
    layers.sound().map_err(WriteError::Rows)
}

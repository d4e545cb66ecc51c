//! `map --also`: the formats that are written only when they are asked for.

use clap::ValueEnum;
use reportmap::write::Format;

/// A format as it is called on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Also {
    /// A file a layer with a spatial index (FlatGeobuf): incidents.fgb
    #[value(name = "flatgeobuf")]
    FlatGeobuf,
    /// A file a layer, a feature a record (GeoJSON text sequences, RFC 8142): incidents.geojsons
    #[value(name = "geojsonseq")]
    GeoJsonSequence,
    /// All layers, styled and timed, for Google Earth (KML 2.2): reportmap.kml
    Kml,
    /// The same with the symbols of the map, packed: reportmap.kmz
    Kmz,
    /// A table a layer for DuckDB, pandas and R (GeoParquet 1.1): incidents.parquet
    #[value(name = "geoparquet")]
    GeoParquet,
}

impl From<Also> for Format {
    fn from(also: Also) -> Self {
        match also {
            Also::FlatGeobuf => Self::FlatGeobuf,
            Also::GeoJsonSequence => Self::GeoJsonSequence,
            Also::Kml => Self::Kml,
            Also::Kmz => Self::Kmz,
            Also::GeoParquet => Self::GeoParquet,
        }
    }
}

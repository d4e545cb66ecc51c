//! reportmap turns reports into maps: it finds the places of a report and what is reported to have happened there,
//! resolves the names against a gazetteer inside the program, and writes GeoJSON layers.
//!
//! ```text
//! report → text → recognize → resolve → incident → merge → layer → write
//!                      └── gazetteer ──┘
//! ```
//!
//! A value moves right and never comes back: each stage is a folder with one function at its door, and knows nothing of the
//! stages after it. ARCHITECTURE.md shows the house.
//!
//! ```
//! use reportmap::{Geoparser, report::Report};
//! let geoparser = Geoparser::new();
//! let report = Report::new("note", "Shells fell on the town of Martuni in the Karabakh region, officials in Yerevan said.");
//! let analysis = geoparser.analyze(&report);
//! assert_eq!(analysis.toponyms[0].place.as_ref().map(|p| p.id.0.as_str()), Some("geonames:146969"));
//! ```

pub mod analysis;
pub mod basemap;
pub mod correction;
pub mod evaluate;
pub mod fetch;
pub mod fitted;
pub mod gazetteer;
pub mod geography;
pub mod incident;
pub mod layer;
pub mod merge;
pub mod recognize;
pub mod report;
pub mod resolve;
pub mod text;
pub mod train;
pub mod withhold;
pub mod write;

mod geoparser;

pub use analysis::Analysis;
pub use geoparser::Geoparser;

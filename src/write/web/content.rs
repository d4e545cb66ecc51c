//! All that the page shows, as one value.

use super::columns::Columnar;
use super::ground::Beneath;
use super::reports::Library;
use super::told::{Said, Sayings};
use crate::layer::Layer;
use crate::layer::style::{ASSET_COLORS, EVENT_COLORS};
use crate::write::Publication;
use serde::Serialize;

/// The number that changes when the page must read the data differently.
const FORMAT: u32 = 1;

/// The data of the page.
#[derive(Debug, Serialize)]
pub(super) struct Content<'a> {
    format: u32,
    program: &'static str,
    pub(super) title: String,
    /// West, south, east, north of what the map is about.
    bounds: Option<[f64; 4]>,
    event_colors: [(&'static str, &'static str); 9],
    asset_colors: [(&'static str, &'static str); 10],
    #[serde(flatten)]
    library: Library<'a>,
    incidents: Option<Columnar<'a>>,
    /// What the reports say of each incident.
    incidents_said: Vec<Vec<Said<'a>>>,
    footprints: Vec<Columnar<'a>>,
    assets: Vec<Columnar<'a>>,
    /// What a report says of each asset, for each of the two layers of assets.
    assets_said: Vec<Vec<Vec<Said<'a>>>>,
    basemap: Beneath<'a>,
}

impl<'a> Content<'a> {
    pub(super) fn new(publication: &Publication<'a>) -> Self {
        let Publication { layers, analyses, texts, basemap } = *publication;
        let sayings = Sayings::new(analyses, texts);
        let incidents = layers.get("incidents");
        let assets: Vec<&'a Layer> =
            ["infrastructure", "infrastructure_points"].iter().filter_map(|name| layers.get(name)).collect();
        let footprints = ["areas", "lines"].iter().filter_map(|name| layers.get(name));
        Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION"),
            title: title(publication),
            bounds: layers.bounds(),
            event_colors: EVENT_COLORS,
            asset_colors: ASSET_COLORS,
            library: Library::new(analyses, texts, layers.get("places")),
            incidents: incidents.map(|layer| Columnar::new(layer, |_| true)),
            incidents_said: incidents.map(|layer| sayings.of_incidents(layer)).unwrap_or_default(),
            footprints: footprints.map(|layer| Columnar::new(layer, of_footprint)).collect(),
            assets_said: assets.iter().map(|layer| sayings.of_assets(layer)).collect(),
            assets: assets.into_iter().map(|layer| Columnar::new(layer, of_asset)).collect(),
            basemap: Beneath::new(basemap),
        }
    }
}

/// What the page says of an area or a line; the mentions themselves stand in the reports.
fn of_footprint(column: &str) -> bool {
    ["id", "name", "kind", "place_id", "country", "precision_m", "simplified", "incident_ids"].contains(&column)
}

/// What the page says of an asset; who says so stands in `assets_said`.
fn of_asset(column: &str) -> bool {
    !["claims", "evidence", "text_sha256", "reportmap", "gazetteer", "quote", "claim_count"].contains(&column)
}

fn title(publication: &Publication<'_>) -> String {
    match publication.analyses {
        [] => "No reports".to_owned(),
        [one] => one.title.clone().unwrap_or_else(|| one.id.clone()),
        several => format!("{} reports", several.len()),
    }
}

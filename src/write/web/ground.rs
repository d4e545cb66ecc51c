//! The basemap as the page reads it.

use super::packed::{self, Line, WINDOW, WORLD};
use crate::basemap::{Basemap, Ground};
use crate::geography::decimals;
use serde::Serialize;

/// The ground of the page: the world from afar, and the window in detail.
#[derive(Debug, Serialize)]
pub(super) struct Beneath<'a> {
    world: Scale<'a>,
    window: Option<Detail<'a>>,
}

#[derive(Debug, Serialize)]
struct Detail<'a> {
    bounds: [f64; 4],
    #[serde(flatten)]
    ground: Scale<'a>,
}

/// Areas, each its rings.
type Areas = Vec<Vec<Line>>;
/// Name, rank, areas.
type Lake<'a> = (Option<&'a str>, u8, Areas);
/// Name, rank, lines.
type River<'a> = (Option<&'a str>, u8, Vec<Line>);
/// Name, kind, longitude, latitude, rank, inhabitants.
type Name<'a> = (&'a str, &'static str, f64, f64, u8, Option<u64>);

/// Ground at one scale; each thing a row, to keep the page small.
#[derive(Debug, Serialize)]
struct Scale<'a> {
    scale: f64,
    /// Country, areas.
    land: Vec<(Option<&'a str>, Areas)>,
    /// Name, whether disputed, lines.
    borders: Vec<(&'a str, bool, Vec<Line>)>,
    lakes: Vec<Lake<'a>>,
    rivers: Vec<River<'a>>,
    labels: Vec<Name<'a>>,
}

impl<'a> Beneath<'a> {
    pub(super) fn new(basemap: &'a Basemap) -> Self {
        let detail = |window: &'a crate::basemap::Window| Detail {
            bounds: window.bounds,
            ground: Scale::new(&window.ground, WINDOW),
        };
        Self { world: Scale::new(&basemap.world, WORLD), window: basemap.window.as_ref().map(detail) }
    }
}

impl<'a> Scale<'a> {
    fn new(ground: &'a Ground, scale: f64) -> Self {
        let land = ground.land.iter().map(|l| (l.country.as_deref(), packed::areas(&l.area, scale)));
        let borders = ground.borders.iter().map(|b| (b.name.as_str(), b.disputed, packed::lines(&b.lines, scale)));
        let lakes = ground.lakes.iter().map(|l| (l.name.as_deref(), l.rank, packed::areas(&l.shape, scale)));
        let rivers = ground.rivers.iter().map(|r| (r.name.as_deref(), r.rank, packed::lines(&r.shape, scale)));
        let labels = ground.labels.iter().map(|l| {
            let (lon, lat) = (decimals(l.at.lon, 4), decimals(l.at.lat, 4));
            (l.name.as_str(), l.kind.name(), lon, lat, l.rank, l.population)
        });
        Self {
            scale,
            land: land.collect(),
            borders: borders.collect(),
            lakes: lakes.collect(),
            rivers: rivers.collect(),
            labels: labels.collect(),
        }
    }
}

//! The ground inside the program, read in place.

use super::cut::{area, area_in, lines, lines_in, meets};
use super::format::{Packed, Row, UNITS, kind};
use super::{Border, Ground, Land, Water};
use crate::geography::LonLat;
use geo::{CoordsIter, MultiLineString, MultiPolygon, Rect};

/// Made by the build script from `gazetteer/world/ground`.
static GROUND: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ground.bin"));

/// A country where its name may be written.
pub(super) struct Named {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Where Natural Earth writes it.
    pub at: LonLat,
    /// Natural Earth's rank: 2 the largest.
    pub rank: u8,
}

/// The ground of a level (its number in `format::LEVELS`), cut to boxes; without boxes all of it. Names are not in it.
pub(super) fn ground(level: usize, boxes: Option<&[Rect<f64>]>) -> Ground {
    let packed = Packed(GROUND);
    let mut out = Ground::default();
    for row in packed.rows(level) {
        if boxes.is_some_and(|boxes| !boxes.iter().any(|window| meets(row.bounds, window))) {
            continue;
        }
        let name = Some(packed.name(&row)).filter(|name| !name.is_empty()).map(str::to_owned);
        match row.kind {
            kind::LAND => {
                let area = area_of(packed, &row, boxes);
                out.land.extend(some(area).map(|area| Land { country: country(&row), area }));
            }
            kind::LAKE => {
                let area = area_of(packed, &row, boxes);
                out.lakes.extend(some(area).map(|shape| Water { name, rank: row.rank, shape }));
            }
            kind::RIVER => {
                let lines = lines_of(packed, &row, boxes);
                out.rivers.extend(some(lines).map(|shape| Water { name, rank: row.rank, shape }));
            }
            _ => {
                let lines = lines_of(packed, &row, boxes);
                let disputed = row.kind == kind::DISPUTED;
                out.borders.extend(some(lines).map(|lines| Border { name: name.unwrap_or_default(), disputed, lines }));
            }
        }
    }
    out
}

/// The countries and where their names are written.
pub(super) fn countries() -> impl Iterator<Item = Named> {
    Packed(GROUND).rows(0).filter(|row| row.kind == kind::LAND).filter_map(|row| {
        let at = LonLat::new(f64::from(row.label[0]) / UNITS, f64::from(row.label[1]) / UNITS);
        country(&row).map(|country| Named { country, at, rank: row.rank })
    })
}

fn area_of(packed: Packed<'_>, row: &Row, boxes: Option<&[Rect<f64>]>) -> MultiPolygon<f64> {
    let whole = area(&packed.parts(row));
    match boxes {
        Some(boxes) => boxes.iter().flat_map(|window| area_in(&whole, window)).collect(),
        None => whole,
    }
}

fn lines_of(packed: Packed<'_>, row: &Row, boxes: Option<&[Rect<f64>]>) -> MultiLineString<f64> {
    let whole = lines(&packed.parts(row));
    match boxes {
        Some(boxes) => MultiLineString(boxes.iter().flat_map(|window| lines_in(&whole, window)).collect()),
        None => whole,
    }
}

fn some<G: CoordsIter<Scalar = f64>>(shape: G) -> Option<G> {
    (shape.coords_count() > 0).then_some(shape)
}

fn country(row: &Row) -> Option<String> {
    (row.country != [0, 0]).then(|| row.country.iter().map(|b| char::from(*b)).collect())
}

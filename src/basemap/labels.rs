//! Names on the ground: countries, capitals, towns and seas, the most important first.

use super::packed::{Named, countries};
use super::{Label, LabelKind, Land};
use crate::gazetteer::{FeatureClass, Gazetteer, Layer, Level, PlaceView};
use crate::geography::LonLat;
use geo::{Area, Contains, Coord, InteriorPoint, Point, Polygon, Rect};
use std::collections::{BTreeMap, BTreeSet};

/// The names of the whole world: countries, capitals of millions, the largest cities, oceans and large seas.
pub(super) fn of_the_world(gazetteer: &Gazetteer) -> Vec<Label> {
    let mut out: Vec<Label> = countries().filter_map(|named| country(gazetteer, &named, named.at)).collect();
    for view in gazetteer.within([-180.0, -90.0, 180.0, 90.0], |view| may_be_labelled(view)) {
        let label = if is_town(&view) { town(&view) } else { sea(&view) };
        let large = match label.kind {
            LabelKind::Capital => label.population >= Some(1_000_000),
            LabelKind::Town => label.population >= Some(3_000_000),
            _ => label.rank <= 2,
        };
        out.extend(large.then_some(label));
    }
    sorted(out)
}

/// The names in a window, `area` by area of its land.
pub(super) fn of_a_window(gazetteer: &Gazetteer, boxes: &[Rect<f64>], land: &[Land]) -> Vec<Label> {
    let window_size: f64 = boxes.iter().map(|b| b.width() * b.height()).sum();
    let mut out: Vec<Label> = countries()
        .filter_map(|named| {
            let at = visible(&named, boxes, land, window_size)?;
            country(gazetteer, &named, at)
        })
        .collect();
    let mut towns = Vec::new();
    for window in boxes {
        let bounds = [window.min().x, window.min().y, window.max().x, window.max().y];
        for view in gazetteer.within(bounds, |view| may_be_labelled(view)) {
            if is_town(&view) { towns.push(town(&view)) } else { out.push(sea(&view)) }
        }
    }
    out.extend(spread(sorted(towns), boxes));
    sorted(out)
}

/// Cells that the window is divided into, each way, to spread the names of towns.
const CELLS: f64 = 10.0;

/// Towns of a cell that are named.
const TOWNS_IN_A_CELL: usize = 4;

/// Towns of the window that are named wherever they are.
const LARGEST: usize = 60;

/// The largest towns of all, and the largest of each part of the window: a desert has names too.
fn spread(towns: Vec<Label>, boxes: &[Rect<f64>]) -> Vec<Label> {
    let (Some(first), total) = (boxes.first(), boxes.iter().map(|b| b.width()).sum::<f64>()) else { return towns };
    let cell = |at: LonLat| {
        let east = (at.lon - first.min().x).rem_euclid(360.0);
        let column = (east / total.max(1e-9) * CELLS) as u32;
        (column, ((at.lat - first.min().y) / first.height().max(1e-9) * CELLS) as u32)
    };
    let mut taken: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let mut names = BTreeSet::new();
    let keep = |(number, label): &(usize, Label)| {
        let here = taken.entry(cell(label.at)).or_default();
        *here += 1;
        // The gazetteer may have a place twice, as town and as curated place.
        (*number < LARGEST || *here <= TOWNS_IN_A_CELL) && names.insert((label.name.clone(), cell(label.at)))
    };
    towns.into_iter().enumerate().filter(keep).map(|(_, label)| label).collect()
}

/// Where the name of a country can be read in the window; `None` where too little of it is seen.
fn visible(named: &Named, boxes: &[Rect<f64>], land: &[Land], window_size: f64) -> Option<LonLat> {
    let area = &land.iter().find(|land| land.country.as_ref() == Some(&named.country))?.area;
    let largest = area.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    let at = Coord { x: named.at.lon, y: named.at.lat };
    let well_inside = |window: &Rect<f64>| {
        let (dx, dy) = (window.width() * 0.05, window.height() * 0.05);
        at.x > window.min().x + dx
            && at.x < window.max().x - dx
            && at.y > window.min().y + dy
            && at.y < window.max().y - dy
    };
    if boxes.iter().any(well_inside) && area.contains(&Point::from(at)) {
        return Some(named.at);
    }
    (largest.unsigned_area() > 0.012 * window_size).then(|| middle(largest)).flatten()
}

/// A point inside, near the centre where it can be.
fn middle(part: &Polygon<f64>) -> Option<LonLat> {
    use geo::Centroid;
    let center = part.centroid().filter(|center| part.contains(center));
    center.or_else(|| part.interior_point()).map(LonLat::from)
}

fn country(gazetteer: &Gazetteer, named: &Named, at: LonLat) -> Option<Label> {
    let view = gazetteer.place(gazetteer.country(&named.country)?)?;
    Some(Label {
        name: view.full_name(),
        kind: LabelKind::Country,
        at,
        rank: named.rank.saturating_sub(2).min(9),
        population: view.population(),
    })
}

fn may_be_labelled(view: &PlaceView<'_>) -> bool {
    is_town(view) || is_sea(view)
}

/// Towns of the world's and the curated tables; parts of towns and what has gone are none.
fn is_town(view: &PlaceView<'_>) -> bool {
    let code = view.feature_code();
    view.level() == Level::Place
        && view.feature_class() == FeatureClass::Populated
        && !matches!(view.layer(), Layer::User | Layer::Imported)
        && !matches!(code.as_str(), "PPLX" | "PPLQ" | "PPLH" | "PPLW" | "PPLCH")
        && (view.population().is_some() || view.layer() == Layer::Curated)
}

fn is_sea(view: &PlaceView<'_>) -> bool {
    matches!(view.feature_code().as_str(), "SEA" | "OCN" | "GULF" | "BAY") && view.layer() == Layer::Curated
}

fn town(view: &PlaceView<'_>) -> Label {
    let capital = view.feature_code() == "PPLC";
    let rank = match view.population().unwrap_or(0) {
        5_000_000.. => 2,
        1_000_000.. => 3,
        400_000.. => 4,
        150_000.. => 5,
        50_000.. => 6,
        15_000.. => 7,
        3_000.. => 8,
        _ => 9,
    };
    Label {
        name: view.full_name(),
        kind: if capital { LabelKind::Capital } else { LabelKind::Town },
        at: view.at(),
        rank: if capital { (rank - 2).clamp(1, 4) } else { rank },
        population: view.population(),
    }
}

/// A sea ranks by the radius its table states.
fn sea(view: &PlaceView<'_>) -> Label {
    let rank = match view.precision().as_km().0 {
        1_500.0.. => 0,
        600.0.. => 1,
        250.0.. => 2,
        100.0.. => 4,
        40.0.. => 6,
        _ => 8,
    };
    Label { name: view.full_name(), kind: LabelKind::Sea, at: view.at(), rank, population: None }
}

fn sorted(mut labels: Vec<Label>) -> Vec<Label> {
    labels.sort_by(|a, b| {
        a.rank
            .cmp(&b.rank)
            .then(b.population.cmp(&a.population))
            .then_with(|| a.name.cmp(&b.name))
            .then(a.at.lon.total_cmp(&b.at.lon))
            .then(a.at.lat.total_cmp(&b.at.lat))
    });
    labels
}

//! Which part of the earth a picture shows, and on which ground.

use super::projection::{Frame, Kind, Projection, View};
use crate::basemap::{Basemap, Ground};
use crate::geography::{LonLat, bbox};
use crate::layer::{Layers, Value};

/// Wider windows than this are shown on a map of the world, in degrees.
const WORLD: f64 = 150.0;

/// What of the world is shown: without the ice at both ends.
const WORLD_LATITUDES: (f64, f64) = (-57.0, 82.0);

/// How much wider the view is than the incidents, and the least it shows to each side of its middle, in degrees.
const AROUND: f64 = 1.35;
const LEAST: f64 = 1.1;

/// The view that fits a space, and the ground to draw in it.
pub(super) fn of<'a>(layers: &Layers, basemap: &'a Basemap, space: Frame) -> (View, &'a Ground) {
    let window = basemap.window.as_ref().filter(|window| width(window.bounds) <= WORLD);
    let Some(window) = window else {
        let world = Projection { kind: Kind::EqualEarth, middle: 0.0 };
        let [right, _] = world.plane(LonLat::new(180.0, 0.0));
        let [_, bottom] = world.plane(LonLat::new(0.0, WORLD_LATITUDES.0));
        let [_, top] = world.plane(LonLat::new(0.0, WORLD_LATITUDES.1));
        return (View::fitted(world, [-right, bottom, right, top], space), &basemap.world);
    };
    let [west, south, east, north] = window.bounds;
    let projection = Projection { kind: Kind::Mercator, middle: middle(west, width(window.bounds)) };
    let outer = plane_box(projection, [west, south, east, north]);
    let inner = plane_box(projection, focus(layers).unwrap_or(window.bounds));
    (View::fitted(projection, within(padded(inner, uncertainty(layers), space), outer), space), &window.ground)
}

fn width([west, _, east, _]: [f64; 4]) -> f64 {
    if west <= east { east - west } else { east + 360.0 - west }
}

fn middle(west: f64, width: f64) -> f64 {
    (west + width / 2.0 + 180.0).rem_euclid(360.0) - 180.0
}

/// Around the incidents and the sites of infrastructure; a pipeline crosses the map and does not widen it.
fn focus(layers: &Layers) -> Option<[f64; 4]> {
    let around = |names: &[&str]| {
        let features = names.iter().filter_map(|name| layers.get(name)).flat_map(|layer| &layer.features);
        bbox::around(features.filter_map(|feature| feature.geometry))
    };
    around(&["incidents", "infrastructure_points"]).or_else(|| layers.bounds())
}

/// The largest radius within which an incident may lie, in radians, where it does not dwarf the map.
fn uncertainty(layers: &Layers) -> f64 {
    let Some(incidents) = layers.get("incidents") else { return 0.0 };
    let radii = incidents.features.iter().filter(|feature| feature.geometry.is_some()).filter_map(|feature| {
        match incidents.value(&feature, "precision_m") {
            Value::Real(metres) if *metres <= 120_000.0 => Some(metres / 6_371_000.0),
            _ => None,
        }
    });
    radii.fold(0.0, f64::max)
}

/// Left, bottom, right, top on the plane.
fn plane_box(projection: Projection, [west, south, east, north]: [f64; 4]) -> [f64; 4] {
    let ([left, bottom], [right, top]) =
        (projection.plane(LonLat::new(west, south)), projection.plane(LonLat::new(east, north)));
    [left.min(right), bottom, right.max(left), top]
}

/// The box with room around it, of the shape of the space.
fn padded([left, bottom, right, top]: [f64; 4], uncertainty: f64, space: Frame) -> [f64; 4] {
    let (x, y) = ((left + right) / 2.0, (bottom + top) / 2.0);
    let least = LEAST.to_radians();
    let mut across = ((right - left) / 2.0 * AROUND).max((right - left) / 2.0 + uncertainty * 1.6).max(least);
    let mut up = ((top - bottom) / 2.0 * AROUND).max((top - bottom) / 2.0 + uncertainty * 1.6).max(least);
    let shape = space.width / space.height;
    across = across.max(up * shape);
    up = up.max(across / shape);
    [x - across, y - up, x + across, y + up]
}

/// The box moved into the window, and cut where it is larger.
fn within([left, bottom, right, top]: [f64; 4], outer: [f64; 4]) -> [f64; 4] {
    let axis = |low: f64, high: f64, least: f64, most: f64| {
        let shift = (least - low).max(0.0) + (most - high).min(0.0);
        ((low + shift).max(least), (high + shift).min(most))
    };
    let (left, right) = axis(left, right, outer[0], outer[2]);
    let (bottom, top) = axis(bottom, top, outer[1], outer[3]);
    [left, bottom, right, top]
}

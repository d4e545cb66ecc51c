//! What is reported, on the map: where it may lie, the incidents with their numbers, and infrastructure.

use super::ground::{area, fill, lines, stroke};
use super::paper::{Letters, Paper};
use super::projection::{Frame, View};
use super::spread::{Block, spread};
use super::symbol::Symbol;
use super::text::Weight;
use crate::geography::{LonLat, Metres, circle};
use crate::layer::style::style;
use crate::layer::{Feature, Layer, Layers, Value};
use geo::{Geometry, MultiPolygon};
use std::collections::{BTreeMap, BTreeSet};

/// Radius of a symbol when incidents are few enough to be listed, and when they are many.
const LARGE: f64 = 9.0;
const SMALL: f64 = 5.0;

/// Symbols nearer than so many radii are drawn side by side.
const APART: f64 = 2.5;

/// More groups than this are a crowd.
const CROWD: usize = 150;

/// A number that an incident has on the map and in the list.
pub(super) type Numbers = BTreeMap<String, usize>;

/// What of the layers was drawn, for the legend.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// A circle of uncertainty.
    pub radius: bool,
    /// A region or a border by which an incident is located.
    pub region: bool,
    /// Names that stand on the map.
    pub names: BTreeSet<String>,
}

/// Regions and borders, circles of uncertainty, then the lines of infrastructure.
pub(super) fn beneath(paper: &mut Paper, view: &View, layers: &Layers, drawn: &mut Drawn) {
    if let Some(areas) = layers.get("areas") {
        for feature in located_by(areas) {
            if let Some(Geometry::MultiPolygon(shape)) = feature.geometry.as_ref().map(|shape| shape.geometry()) {
                let path = area(view, shape);
                drawn.region |= !path.is_empty();
                fill(
                    paper,
                    &path,
                    "#d55e00",
                    "fill-opacity=\"0.07\" stroke=\"#b04a00\" stroke-opacity=\"0.55\" stroke-width=\"1.2\"",
                );
            }
        }
    }
    if let Some(borders) = layers.get("lines") {
        for feature in located_by(borders) {
            if let Some(Geometry::MultiLineString(shape)) = feature.geometry.as_ref().map(|shape| shape.geometry()) {
                let path = lines(view, shape);
                drawn.region |= !path.is_empty();
                stroke(
                    paper,
                    &path,
                    "stroke=\"#d55e00\" stroke-opacity=\"0.35\" stroke-width=\"6\" stroke-linecap=\"round\"",
                );
            }
        }
    }
    if let Some(incidents) = layers.get("incidents") {
        let outlined: BTreeSet<String> = [layers.get("areas"), layers.get("lines")]
            .into_iter()
            .flatten()
            .flat_map(|layer| {
                located_by(layer).filter_map(|feature| layer.value(&feature, "place_id").as_text().map(str::to_owned))
            })
            .collect();
        circles(paper, view, incidents, &outlined, drawn);
    }
    if let Some(pipelines) = layers.get("infrastructure") {
        for feature in &pipelines.features {
            if let Some(Geometry::MultiLineString(shape)) = feature.geometry.as_ref().map(|shape| shape.geometry()) {
                let path = lines(view, shape);
                stroke(paper, &path, "stroke=\"#fff\" stroke-width=\"4\" stroke-opacity=\"0.7\"");
                let color = style(pipelines, &feature).color;
                stroke(paper, &path, &format!("stroke=\"{color}\" stroke-width=\"2\" stroke-dasharray=\"9 4\""));
            }
        }
    }
}

fn located_by(layer: &Layer) -> impl Iterator<Item = Feature> {
    layer.features.iter().filter(|feature| layer.value(feature, "incident_count").as_integer().is_some_and(|n| n > 0))
}

/// A dashed circle around each incident that may lie farther off than its symbol reaches; one for all at one place, and none
/// where the outline of the place is drawn.
fn circles(paper: &mut Paper, view: &View, incidents: &Layer, outlined: &BTreeSet<String>, drawn: &mut Drawn) {
    let mut seen = BTreeSet::new();
    for feature in &incidents.features {
        let (Some(at), Value::Real(metres)) = (at(&feature), incidents.value(&feature, "precision_m")) else {
            continue;
        };
        if incidents.value(&feature, "place_id").as_text().is_some_and(|id| outlined.contains(id)) {
            continue;
        }
        let pixels = metres / 6_371_000.0 * view.scale * view.projection.stretch(at.lat);
        let place = format!("{:.4} {:.4} {metres:.0}", at.lon, at.lat);
        if pixels > LARGE * 1.5 && pixels < view.frame.width * 0.5 && seen.insert(place) {
            let path = area(view, &MultiPolygon(vec![circle(at, Metres(*metres))]));
            drawn.radius = true;
            fill(
                paper,
                &path,
                "#333",
                "fill-opacity=\"0.045\" stroke=\"#555\" stroke-width=\"1\" stroke-dasharray=\"3 3\"",
            );
        }
    }
}

/// Where an incident is.
pub(super) fn at(feature: &Feature) -> Option<LonLat> {
    match feature.geometry.as_ref()?.geometry() {
        Geometry::Point(point) => Some(LonLat::from(*point)),
        _ => None,
    }
}

/// The symbol of an incident.
pub(super) fn symbol(layer: &Layer, feature: &Feature) -> Symbol {
    let word = |field: &str| layer.value(feature, field).as_text().unwrap_or_default();
    Symbol::of(word("event_type"), word("status"))
}

/// Sites of infrastructure, incidents with their numbers, and the names of the places they are at.
pub(super) fn above(paper: &mut Paper, view: &View, layers: &Layers, numbers: &Numbers, drawn: &mut Drawn) {
    let sites = sites(paper, view, layers);
    if let Some(incidents) = layers.get("incidents") {
        symbols(paper, view, incidents, numbers, drawn);
    }
    for (at, words, color) in sites {
        let letters = Letters { weight: Weight::Italic, color, rim: true, ..Letters::new(11.0) };
        paper.beside(at, 6.0, letters, &words, &view.frame);
    }
    names_of_lines(paper, view, layers);
}

fn sites(paper: &mut Paper, view: &View, layers: &Layers) -> Vec<([f64; 2], String, &'static str)> {
    let mut out = Vec::new();
    let Some(points) = layers.get("infrastructure_points") else { return out };
    for feature in &points.features {
        let Some([x, y]) = at(&feature).map(|at| view.pixel(at)) else { continue };
        let box_ = Frame { x: x - 5.0, y: y - 5.0, width: 10.0, height: 10.0 };
        if view.frame.holds(&box_) {
            paper.keep(box_);
            let color = style(points, &feature).color;
            paper.draw(&format!(
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"9\" height=\"9\" fill=\"{color}\" stroke=\"#fff\" stroke-width=\"1.5\"/><rect x=\"{:.1}\" y=\"{:.1}\" width=\"9\" height=\"9\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"0.8\"/>",
                x - 4.5, y - 4.5, x - 4.5, y - 4.5
            ));
            out.push(([x, y], feature.label.clone(), "#333333"));
        }
    }
    out
}

/// Incidents, those at one place side by side.
fn symbols(paper: &mut Paper, view: &View, incidents: &Layer, numbers: &Numbers, drawn: &mut Drawn) {
    let radius = if numbers.is_empty() { SMALL } else { LARGE };
    let mut groups: Vec<([f64; 2], Vec<Feature>)> = Vec::new();
    let mut features: Vec<Feature> = incidents.features.iter().collect();
    features.sort_by_key(|feature| numbers.get(feature.id.as_str()).copied().unwrap_or(usize::MAX));
    for feature in features {
        let Some(here) = at(&feature).map(|at| view.pixel(at)) else { continue };
        let near =
            |(there, _): &&mut ([f64; 2], Vec<Feature>)| (there[0] - here[0]).hypot(there[1] - here[1]) < radius * 1.2;
        match groups.iter_mut().find(near) {
            Some((_, group)) => group.push(feature),
            None => groups.push((here, vec![feature])),
        }
    }
    let mut names = Vec::new();
    let step = radius * APART + if numbers.is_empty() { 0.0 } else { 5.0 };
    let table = |group: &[Feature]| {
        let wide = (group.len() as f64).sqrt().ceil() as usize;
        (wide, group.len().div_ceil(wide))
    };
    let blocks: Vec<Block> = groups
        .iter()
        .map(|(at, group)| {
            let (wide, rows) = table(group);
            Block { at: *at, half: [wide as f64 * step / 2.0, rows as f64 * step / 2.0] }
        })
        .collect();
    // Groups are moved apart; a crowd shows where it is densest by covering itself.
    let places = if blocks.len() > CROWD { blocks.iter().map(|block| block.at).collect() } else { spread(&blocks) };
    for ((at, _), center) in groups.iter().zip(&places) {
        leader(paper, *at, *center);
    }
    for ((_, group), center) in groups.iter().zip(&places) {
        let (wide, rows) = table(group);
        for (i, feature) in group.iter().enumerate() {
            let (column, row) = (i % wide, i / wide);
            let in_row = wide.min(group.len() - row * wide);
            let x = center[0] + (column as f64 - (in_row as f64 - 1.0) / 2.0) * step;
            let y = center[1] + (row as f64 - (rows as f64 - 1.0) / 2.0) * step;
            paper.draw(&symbol(incidents, feature).svg([x, y], radius));
            paper.keep(Frame {
                x: x - radius - 2.0,
                y: y - radius - 2.0,
                width: radius * 2.0 + 4.0,
                height: radius * 2.0 + 4.0,
            });
            if let Some(number) = numbers.get(feature.id.as_str()) {
                badge(paper, [x + radius * 0.9, y - radius * 0.75], *number);
            }
        }
        let reach = [wide as f64 * step / 2.0, rows as f64 * step / 2.0];
        let mut here: Vec<&str> =
            group.iter().filter_map(|feature| incidents.value(feature, "place_name").as_text()).collect();
        here.dedup();
        names.extend(here.first().map(|name| (*center, reach, (*name).to_owned())));
    }
    for (center, reach, name) in names {
        if drawn.names.insert(name.clone()) {
            let letters = Letters {
                weight: Weight::Bold,
                color: "#111111",
                rim: true,
                ..Letters::new(if numbers.is_empty() { 11.0 } else { 13.0 })
            };
            paper.beside(center, reach[0].max(reach[1]) + 1.0, letters, &name, &view.frame);
        }
    }
}

/// A line from symbols that had to move to the place they belong to.
fn leader(paper: &mut Paper, from: [f64; 2], to: [f64; 2]) {
    if (from[0] - to[0]).hypot(from[1] - to[1]) > LARGE / 2.0 {
        paper.draw(&format!(
            "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#1a1a1a\" stroke-width=\"1\"/><circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2\" fill=\"#1a1a1a\"/>",
            from[0], from[1], to[0], to[1], from[0], from[1]
        ));
    }
}

/// The number of an incident, on a small disc.
fn badge(paper: &mut Paper, [x, y]: [f64; 2], number: usize) {
    let letters = Letters { weight: Weight::Bold, color: "#ffffff", ..Letters::new(10.0) };
    let words = number.to_string();
    let wide = letters.width(&words);
    let radius = (wide / 2.0 + 2.6).max(6.6);
    paper.draw(&format!(
        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"#1a1a1a\" stroke=\"#fff\" stroke-width=\"1\"/>"
    ));
    paper.keep(Frame { x: x - radius, y: y - radius, width: radius * 2.0, height: radius * 2.0 });
    paper.words([x - wide / 2.0, y + 3.6], letters, &words);
}

/// Names along pipelines: where a line runs through the map and there is room.
fn names_of_lines(paper: &mut Paper, view: &View, layers: &Layers) {
    let Some(pipelines) = layers.get("infrastructure") else { return };
    let mut named = BTreeSet::new();
    for feature in &pipelines.features {
        let Some(Geometry::MultiLineString(shape)) = feature.geometry.as_ref().map(|shape| shape.geometry()) else {
            continue;
        };
        let color = style(pipelines, &feature).color;
        let letters = Letters { weight: Weight::Italic, color, rim: true, ..Letters::new(11.5) };
        let points: Vec<[f64; 2]> = along(view, shape);
        let inside: Vec<[f64; 2]> = points
            .into_iter()
            .filter(|p| view.frame.holds(&Frame { x: p[0], y: p[1], width: 0.0, height: 0.0 }))
            .collect();
        for share in [0.5, 0.35, 0.65, 0.2, 0.8, 0.08, 0.92] {
            let Some(point) = inside.get((inside.len() as f64 * share) as usize) else { continue };
            if named.contains(&feature.label) || paper.beside(*point, 3.0, letters, &feature.label, &view.frame) {
                named.insert(feature.label.clone());
                break;
            }
        }
    }
}

/// Points along lines, some pixels apart.
fn along(view: &View, lines: &geo::MultiLineString<f64>) -> Vec<[f64; 2]> {
    let mut out = Vec::new();
    for side in lines.iter().flat_map(geo::LineString::lines) {
        let [from, to] = [side.start, side.end].map(|c| view.pixel(LonLat::new(c.x, c.y)));
        let steps = ((to[0] - from[0]).hypot(to[1] - from[1]) / 12.0).ceil().clamp(1.0, 400.0) as usize;
        out.extend((0..steps).map(|i| {
            let share = i as f64 / steps as f64;
            [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
        }));
    }
    out
}

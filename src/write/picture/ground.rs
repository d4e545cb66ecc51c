//! The ground of a picture: sea, land, water, borders and the names on it.

use super::paper::{Letters, Paper};
use super::projection::{Kind, View};
use super::text::Weight;
use crate::basemap::{Ground, Label, LabelKind};
use crate::geography::LonLat;
use geo::{LineString, MultiLineString, MultiPolygon};
use std::collections::BTreeSet;

pub(super) const SEA: &str = "#dce9f2";
pub(super) const LAND: &str = "#f7f4ed";
const COAST: &str = "#8fa9bb";
const RIVER: &str = "#a8c6db";
const BORDER: &str = "#857c70";
pub(super) const DISPUTED: &str = "#8a4f6d";

/// Dashes of a disputed line.
pub(super) const DASHES: &str = "6 4";

/// Corners nearer than this to the last one are left out, in pixels.
const NEAR: f64 = 0.45;

/// Shapes: sea, land, rivers, lakes, borders.
pub(super) fn shapes(paper: &mut Paper, view: &View, ground: &Ground) {
    sea(paper, view);
    for land in &ground.land {
        let path = area(view, &land.area);
        fill(paper, &path, LAND, &format!("stroke=\"{COAST}\" stroke-width=\"0.8\""));
    }
    for river in &ground.rivers {
        let path = lines(view, &river.shape);
        let wide = (1.7 - 0.13 * f64::from(river.rank)).max(0.6);
        stroke(paper, &path, &format!("stroke=\"{RIVER}\" stroke-width=\"{wide:.2}\""));
    }
    for lake in &ground.lakes {
        fill(paper, &area(view, &lake.shape), SEA, &format!("stroke=\"{COAST}\" stroke-width=\"0.6\""));
    }
    for border in ground.borders.iter().filter(|border| !border.disputed) {
        stroke(paper, &lines(view, &border.lines), &format!("stroke=\"{BORDER}\" stroke-width=\"1.2\""));
    }
    for border in ground.borders.iter().filter(|border| border.disputed) {
        let path = lines(view, &border.lines);
        stroke(paper, &path, &format!("stroke=\"{LAND}\" stroke-width=\"2.2\""));
        stroke(paper, &path, &format!("stroke=\"{DISPUTED}\" stroke-width=\"1.5\" stroke-dasharray=\"{DASHES}\""));
    }
}

/// The sea fills the frame; on a map of the world it has the shape of the earth.
fn sea(paper: &mut Paper, view: &View) {
    let frame = view.frame;
    if view.projection.kind == Kind::Mercator {
        paper.draw(&format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{SEA}\"/>",
            frame.x, frame.y, frame.width, frame.height
        ));
        return;
    }
    let side = |lon: f64, up: bool| (-90..=90).map(move |i: i32| LonLat::new(lon, f64::from(if up { i } else { -i })));
    let outline: LineString<f64> =
        side(-180.0, true).chain(side(180.0, false)).map(|at| geo::Coord { x: at.lon, y: at.lat }).collect();
    let mut path = String::new();
    line(view, &outline, true, &mut path);
    fill(paper, &path, SEA, "");
}

/// Countries, seas, capitals and towns, where there is room; `known` names stand on the map already.
pub(super) fn names(paper: &mut Paper, view: &View, ground: &Ground, known: &BTreeSet<String>) {
    let mut towns = 0;
    let most = (view.frame.width * view.frame.height / 20_000.0) as usize;
    for label in ground.labels.iter().filter(|label| !known.contains(&label.name)) {
        let at = view.pixel(label.at);
        match label.kind {
            LabelKind::Country => country(paper, view, label, at),
            LabelKind::Sea => sea_name(paper, view, label, at),
            LabelKind::Capital | LabelKind::Town if towns < most => {
                towns += usize::from(town(paper, view, label, at));
            }
            LabelKind::Capital | LabelKind::Town => {}
        }
    }
}

fn country(paper: &mut Paper, view: &View, label: &Label, at: [f64; 2]) {
    let world = view.projection.kind == Kind::EqualEarth;
    let size = match (world, label.rank) {
        (true, 0..=1) => 10.0,
        (true, 2..=3) => 8.0,
        (true, _) => return,
        (false, 0..=2) => 15.0,
        (false, 3..=4) => 13.0,
        (false, _) => 11.5,
    };
    let letters = Letters { color: "#6d675f", spacing: size * 0.16, rim: true, ..Letters::new(size) };
    paper.around(at, letters, &label.name.to_uppercase(), &view.frame);
}

/// The radius of the smallest sea that is named, in pixels.
const NAMED_SEA: f64 = 32.0;

/// A sea is named where it is wide enough to hold a name: a bay of some kilometres is none of a continent's.
fn sea_name(paper: &mut Paper, view: &View, label: &Label, at: [f64; 2]) {
    let radius: f64 = match label.rank {
        0 => 1_500_000.0,
        1 => 600_000.0,
        2 => 250_000.0,
        3..=4 => 100_000.0,
        5..=6 => 40_000.0,
        _ => 15_000.0,
    };
    let pixels = radius / 6_371_000.0 * view.scale * view.projection.stretch(label.at.lat);
    if pixels < NAMED_SEA {
        return;
    }
    let size = if label.rank <= 1 { 13.0 } else { 11.0 };
    let letters = Letters { weight: Weight::Italic, color: "#5e87a6", spacing: 0.6, ..Letters::new(size) };
    paper.around(at, letters, &label.name, &view.frame);
}

fn town(paper: &mut Paper, view: &View, label: &Label, at: [f64; 2]) -> bool {
    let capital = label.kind == LabelKind::Capital;
    let size = match label.rank {
        _ if capital => 12.5,
        0..=4 => 12.0,
        5..=6 => 11.0,
        _ => 10.0,
    };
    let radius = if capital { 3.2 } else { 2.2 };
    let dot =
        super::projection::Frame { x: at[0] - radius, y: at[1] - radius, width: radius * 2.0, height: radius * 2.0 };
    if !view.frame.holds(&dot) || !paper.is_free(&dot) {
        return false;
    }
    let weight = if capital { Weight::Bold } else { Weight::Regular };
    let letters = Letters { weight, color: "#3a3a3a", rim: true, ..Letters::new(size) };
    let placed = paper.beside(at, radius, letters, &label.name, &view.frame);
    if placed {
        paper.keep(dot);
        let body = if capital { "#fff" } else { "#4a4a4a" };
        paper.draw(&format!(
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius}\" fill=\"{body}\" stroke=\"#4a4a4a\" stroke-width=\"1.3\"/>",
            at[0], at[1]
        ));
    }
    placed
}

pub(super) fn fill(paper: &mut Paper, path: &str, color: &str, more: &str) {
    if !path.is_empty() {
        paper.draw(&format!(
            "<path d=\"{path}\" fill=\"{color}\" fill-rule=\"evenodd\" stroke-linejoin=\"round\" {more}/>"
        ));
    }
}

pub(super) fn stroke(paper: &mut Paper, path: &str, how: &str) {
    if !path.is_empty() {
        paper.draw(&format!("<path d=\"{path}\" fill=\"none\" stroke-linejoin=\"round\" {how}/>"));
    }
}

/// The path of an area; empty when nothing of it is in the frame.
pub(super) fn area(view: &View, area: &MultiPolygon<f64>) -> String {
    let mut path = String::new();
    for part in area {
        let before = path.len();
        line(view, part.exterior(), true, &mut path);
        if path.len() > before {
            part.interiors().iter().for_each(|ring| line(view, ring, true, &mut path));
        }
    }
    path
}

/// The path of lines; empty when nothing of them is in the frame.
pub(super) fn lines(view: &View, lines: &MultiLineString<f64>) -> String {
    let mut path = String::new();
    lines.iter().for_each(|part| line(view, part, false, &mut path));
    path
}

fn line(view: &View, part: &LineString<f64>, closed: bool, path: &mut String) {
    use std::fmt::Write;
    let points: Vec<[f64; 2]> = part.coords().map(|c| view.pixel(LonLat::new(c.x, c.y))).collect();
    let frame = view.frame;
    let beyond = |side: &dyn Fn(&[f64; 2]) -> bool| points.iter().all(side);
    if beyond(&|p| p[0] < frame.x - 2.0)
        || beyond(&|p| p[0] > frame.x + frame.width + 2.0)
        || beyond(&|p| p[1] < frame.y - 2.0)
        || beyond(&|p| p[1] > frame.y + frame.height + 2.0)
    {
        return;
    }
    let mut last: Option<[f64; 2]> = None;
    for (i, point) in points.iter().enumerate() {
        if let Some(before) = last
            && i + 1 < points.len()
            && (point[0] - before[0]).hypot(point[1] - before[1]) < NEAR
        {
            continue;
        }
        let start = if last.is_none() { 'M' } else { 'L' };
        let _ = write!(path, "{start}{:.1} {:.1}", point[0], point[1]);
        last = Some(*point);
    }
    if closed {
        path.push('Z');
    }
}

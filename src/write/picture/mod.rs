//! A picture of the map that can be published as it is: SVG, and PNG made of it.
//!
//! Drawn here from layers and ground, without a browser and without a network. Each type of event has a shape of its own and
//! each status a filling, so that it reads in grey; how far an incident may lie is a dashed circle; a disputed border is dashed; few
//! incidents are numbered and listed beside the map. The same publication gives the same bytes. Sizes are pixels: 1600 wide
//! in SVG; a PNG has twice as many, for print.

mod ground;
mod marks;
mod paper;
mod projection;
mod sheet;
mod spread;
pub(in crate::write) mod symbol;
mod text;
mod view;

use super::{Publication, WriteError};
use crate::geography::LonLat;
use crate::layer::{Layers, Value};
use marks::{Drawn, Numbers};
use paper::Paper;
use projection::{Frame, View};
use resvg::{tiny_skia, usvg};
use sheet::{MARGIN, SIDE, WIDTH};
use std::sync::Arc;

/// The space of the map at most, and the least height of the sheet's middle.
const MAP_WIDTH: f64 = WIDTH - 3.0 * MARGIN - SIDE;
const MAP_HEIGHT: f64 = 840.0;

/// More incidents than this are not numbered.
const LISTED: usize = 14;

/// Pixels of a PNG to one of the SVG.
const DENSITY: f32 = 2.0;

/// The picture as SVG 1.1, in UTF-8. Letters are named, not held: on a machine without Noto Sans another stands in.
pub fn svg(publication: &Publication<'_>) -> Vec<u8> {
    let layers = publication.layers;
    let mut paper = Paper::default();
    let top = sheet::title(&mut paper, layers);
    let space = Frame { x: MARGIN, y: top, width: MAP_WIDTH, height: MAP_HEIGHT };
    let (view, ground) = view::of(layers, publication.basemap, space);
    let numbers = numbers(layers);
    let drawn = map(&mut paper, &view, layers, ground, &numbers);
    let side = [view.frame.x + view.frame.width + MARGIN, top + 14.0];
    let legend_room = 300.0;
    let listed = sheet::list(&mut paper, layers, &numbers, side, top + MAP_HEIGHT - legend_room);
    let gap = if listed > side[1] { 26.0 } else { 0.0 };
    let legend = sheet::legend(&mut paper, layers, ground, &drawn, [side[0], listed + gap]);
    let bottom = (view.frame.y + view.frame.height).max(legend) + 24.0;
    let height = sheet::footer(&mut paper, layers, view.projection.kind, bottom) + 8.0;
    let width = side[0] + SIDE;
    let title = text::safe(&super::words::reports(layers).next().map(|report| report.title).unwrap_or_default());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n<title>Map of incidents: {title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{}</svg>\n",
        paper.out
    )
    .into_bytes()
}

/// The picture as PNG, with its letters drawn, so that it looks the same everywhere.
///
/// # Errors
///
/// When the picture cannot be rendered, which no report should cause.
pub fn png(publication: &Publication<'_>) -> Result<Vec<u8>, WriteError> {
    let failed = |why: String| WriteError::Picture { why };
    let mut fonts = usvg::fontdb::Database::new();
    text::FONTS.iter().for_each(|font| fonts.load_font_data(font.to_vec()));
    let options =
        usvg::Options { fontdb: Arc::new(fonts), font_family: "Noto Sans".to_owned(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_data(&svg(publication), &options).map_err(|error| failed(error.to_string()))?;
    let size = tree.size();
    let (width, height) = ((size.width() * DENSITY).ceil() as u32, (size.height() * DENSITY).ceil() as u32);
    let mut pixels =
        tiny_skia::Pixmap::new(width, height).ok_or_else(|| failed(format!("{width} by {height} pixels")))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(DENSITY, DENSITY), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(error.to_string()))
}

/// The map itself, clipped to its frame.
fn map(paper: &mut Paper, view: &View, layers: &Layers, ground: &crate::basemap::Ground, numbers: &Numbers) -> Drawn {
    let Frame { x, y, width, height } = view.frame;
    let rect = format!("x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"");
    paper.draw(&format!("<clipPath id=\"map\"><rect {rect}/></clipPath>\n<g clip-path=\"url(#map)\">"));
    let mut drawn = Drawn::default();
    ground::shapes(paper, view, ground);
    marks::beneath(paper, view, layers, &mut drawn);
    sheet::keep_room_for_scale_bar(paper, view);
    marks::above(paper, view, layers, numbers, &mut drawn);
    ground::names(paper, view, ground, &drawn.names);
    paper.draw("</g>");
    paper.draw(&format!("<rect {rect} fill=\"none\" stroke=\"#7d8a94\" stroke-width=\"1\"/>"));
    sheet::scale_bar(paper, view, middle(view));
    drawn
}

/// The latitude in the middle of the map.
fn middle(view: &View) -> f64 {
    let target = view.frame.y + view.frame.height / 2.0;
    let (mut low, mut high) = (-85.0, 85.0);
    for _ in 0..40 {
        let lat = (low + high) / 2.0;
        let below = view.pixel(LonLat::new(view.projection.middle, lat))[1] > target;
        if below { low = lat } else { high = lat }
    }
    (low + high) / 2.0
}

/// Numbers for the incidents by day, those on the map first; none when they are too many to list.
fn numbers(layers: &Layers) -> Numbers {
    let Some(incidents) = layers.get("incidents").filter(|layer| layer.features.len() <= LISTED) else {
        return Numbers::new();
    };
    let mut features: Vec<_> = incidents.features.iter().collect();
    features.sort_by_key(|feature| {
        let day = match incidents.value(feature, "date_start") {
            Value::Date(day) => Some(*day),
            _ => None,
        };
        (feature.geometry.is_none(), day.is_none(), day, feature.id.clone())
    });
    features.into_iter().zip(1..).map(|(feature, number)| (feature.id, number)).collect()
}

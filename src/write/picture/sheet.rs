//! What stands around the map: title, list of incidents, legend, scale bar, sources and disclaimer.

use super::ground::{DASHES, DISPUTED, LAND};
use super::marks::{Drawn, Numbers, symbol};
use super::paper::{Letters, Paper};
use super::projection::{Frame, Kind, View};
use super::symbol::{Filling, Symbol};
use super::text::{Weight, fitted, wrapped};
use crate::basemap::Ground;
use crate::layer::style::{EVENT_COLORS, style};
use crate::layer::{Feature, Layer, Layers, Value};
use crate::write::words::{day, days, reports};
use std::collections::BTreeMap;

/// The whole picture and the space around things, in pixels.
pub(super) const WIDTH: f64 = 1600.0;
pub(super) const MARGIN: f64 = 28.0;
pub(super) const SIDE: f64 = 400.0;

const QUIET: &str = "#5a5a5a";

/// Title and what is counted; where they end.
pub(super) fn title(paper: &mut Paper, layers: &Layers) -> f64 {
    let title = match layers.get("reports").map_or(0, |layer| layer.features.len()) {
        0 => "No reports".to_owned(),
        1 => reports(layers).map(|one| one.title).collect(),
        all => format!("Incidents in {all} reports"),
    };
    let bold = Letters { weight: Weight::Bold, color: "#111111", ..Letters::new(27.0) };
    let wide = WIDTH - 2.0 * MARGIN;
    paper.words([MARGIN, MARGIN + 22.0], bold, &fitted(&title, 27.0, Weight::Bold, wide));
    let about = Letters { color: QUIET, ..Letters::new(15.0) };
    paper.words([MARGIN, MARGIN + 48.0], about, &fitted(&counted(layers), 15.0, Weight::Regular, wide));
    MARGIN + 66.0
}

fn counted(layers: &Layers) -> String {
    let Some(incidents) = layers.get("incidents") else { return String::new() };
    let mut by_status: BTreeMap<String, usize> = BTreeMap::new();
    for feature in &incidents.features {
        let status = incidents.value(&feature, "status").as_text().unwrap_or_default();
        *by_status.entry(status.to_owned()).or_default() += 1;
    }
    let total = incidents.features.len();
    let nowhere = incidents.features.iter().filter(|feature| feature.geometry.is_none()).count();
    let parts: Vec<String> = by_status.iter().map(|(status, count)| format!("{count} {status}")).collect();
    let mut out = match total {
        0 => "No incidents".to_owned(),
        1 => format!("1 incident, {}", parts.join(", ")),
        _ => format!("{total} incidents: {}", parts.join(", ")),
    };
    if nowhere > 0 {
        out.push_str(&format!("; {nowhere} not located, not on the map"));
    }
    let dates = |field| {
        incidents.features.iter().filter_map(move |feature| match incidents.value(&feature, field) {
            Value::Date(day) => Some(*day),
            _ => None,
        })
    };
    let (first, last) = (dates("date_start").min(), dates("date_end").chain(dates("date_start")).max());
    if let (Some(first), Some(last)) = (first, last) {
        out.push_str(&format!(" · {}", days(first, last)));
    }
    out
}

/// The incidents by number; where the list ends.
pub(super) fn list(paper: &mut Paper, layers: &Layers, numbers: &Numbers, [x, mut y]: [f64; 2], lowest: f64) -> f64 {
    let Some(incidents) = layers.get("incidents") else { return y };
    // Numbers are few or none: then there is no list.
    if numbers.is_empty() {
        return y;
    }
    let mut features: Vec<Feature> = incidents.features.iter().collect();
    features.sort_by_key(|feature| numbers.get(feature.id.as_str()));
    heading(paper, [x, y], "Incidents, as reported");
    y += 12.0;
    for (i, feature) in features.iter().enumerate() {
        let entry = entry(incidents, feature);
        let high = 18.0 + 15.0 * entry.len() as f64;
        if y + high > lowest {
            let more = Letters { color: QUIET, ..Letters::new(12.0) };
            paper.words([x, y + 16.0], more, &format!("… and {} more", features.len() - i));
            return y + 24.0;
        }
        let number = numbers.get(feature.id.as_str()).map(usize::to_string).unwrap_or_default();
        let bold = Letters { weight: Weight::Bold, ..Letters::new(13.0) };
        let center = [x + 9.0, y + 13.0];
        paper.draw(&symbol(incidents, feature).svg(center, 7.0));
        let what =
            incidents.value(feature, "sub_event_type").as_text().or(incidents.value(feature, "event_type").as_text());
        let heading = format!("{number}  {}", what.unwrap_or("Incident"));
        paper.words([x + 26.0, y + 17.5], bold, &fitted(&heading, 13.0, Weight::Bold, SIDE - 56.0));
        for (line, words) in entry.iter().enumerate() {
            let letters = Letters { color: "#3d3d3d", ..Letters::new(12.0) };
            paper.words([x + 26.0, y + 33.0 + 15.0 * line as f64], letters, words);
        }
        y += high + 7.0;
    }
    y
}

/// The lines of an incident: where, when and what is known of it, then who says so.
fn entry(incidents: &Layer, feature: &Feature) -> Vec<String> {
    let text = |field: &str| incidents.value(feature, field).as_text();
    let place = text("place_name").filter(|_| feature.geometry.is_some()).unwrap_or("not located");
    let date = match (incidents.value(feature, "date_start"), incidents.value(feature, "date_end")) {
        (Value::Date(first), Value::Date(last)) => days(*first, *last),
        (Value::Date(only), _) | (_, Value::Date(only)) => day(*only),
        _ => "no date".to_owned(),
    };
    let first = format!("{place} · {date} · {}", text("status").unwrap_or_default());
    let mut who = Vec::new();
    who.extend(text("claimed_by").map(|by| format!("claimed by {by}")));
    who.extend(text("denied_by").map(|by| format!("denied by {by}")));
    let wide = SIDE - 56.0;
    let mut lines = wrapped(&first, 12.0, Weight::Regular, wide, 2);
    lines.extend(wrapped(&who.join("; "), 12.0, Weight::Regular, wide, 2));
    lines
}

fn heading(paper: &mut Paper, at: [f64; 2], words: &str) {
    paper.words(at, Letters { weight: Weight::Bold, color: "#111111", ..Letters::new(14.5) }, words);
}

/// What the symbols and lines mean; where the legend ends.
pub(super) fn legend(paper: &mut Paper, layers: &Layers, ground: &Ground, drawn: &Drawn, [x, mut y]: [f64; 2]) -> f64 {
    heading(paper, [x, y], "Legend");
    y += 20.0;
    let words = Letters { color: "#2a2a2a", ..Letters::new(12.0) };
    let row = |paper: &mut Paper, sign: String, meaning: &str, y: f64| {
        paper.draw(&sign);
        paper.words([x + 34.0, y + 4.0], words, &fitted(meaning, 12.0, Weight::Regular, SIDE - 62.0));
        y + 20.0
    };
    let mut at = y;
    if let Some(incidents) = layers.get("incidents") {
        let located = incidents.features.iter().filter(|feature| feature.geometry.is_some());
        let symbols: Vec<Symbol> = located.map(|feature| symbol(incidents, &feature)).collect();
        for (number, (name, _)) in EVENT_COLORS.iter().enumerate() {
            let count = symbols.iter().filter(|symbol| symbol.event == number).count();
            if count > 0 {
                let sign = Symbol { event: number, filling: Filling::Full }.svg([x + 13.0, at], 7.0);
                at = row(paper, sign, &format!("{name} ({count})"), at);
            }
        }
        for filling in [Filling::Full, Filling::Ringed, Filling::Empty, Filling::Half] {
            if symbols.iter().any(|symbol| symbol.filling == filling) {
                let sign = Symbol { event: EVENT_COLORS.len(), filling }.svg([x + 13.0, at], 6.0);
                at = row(paper, sign, filling.meaning(), at);
            }
        }
    }
    if drawn.radius {
        let sign = format!(
            "<circle cx=\"{:.1}\" cy=\"{at:.1}\" r=\"8\" fill=\"#333\" fill-opacity=\"0.06\" stroke=\"#555\" stroke-dasharray=\"3 3\"/>",
            x + 13.0
        );
        at = row(paper, sign, "may lie anywhere within", at);
    }
    if drawn.region {
        let sign = format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"24\" height=\"13\" fill=\"#d55e00\" fill-opacity=\"0.1\" stroke=\"#b04a00\" stroke-opacity=\"0.6\"/>",
            x + 1.0,
            at - 6.5
        );
        at = row(paper, sign, "region or border named as the place", at);
    }
    for (status, color) in states(layers, "infrastructure") {
        let sign = format!(
            "<line x1=\"{x:.1}\" y1=\"{at:.1}\" x2=\"{:.1}\" y2=\"{at:.1}\" stroke=\"{color}\" stroke-width=\"2\" stroke-dasharray=\"9 4\"/>",
            x + 26.0
        );
        at = row(paper, sign, &format!("pipeline or line, {status}; course schematic"), at);
    }
    for (status, color) in states(layers, "infrastructure_points") {
        let sign = format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"9\" height=\"9\" fill=\"{color}\" stroke=\"#1a1a1a\" stroke-width=\"0.8\"/>",
            x + 8.5,
            at - 4.5
        );
        at = row(paper, sign, &format!("site, {status}"), at);
    }
    if ground.borders.iter().any(|border| border.disputed) {
        let sign = format!(
            "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"26\" height=\"12\" fill=\"{LAND}\"/><line x1=\"{x:.1}\" y1=\"{at:.1}\" x2=\"{:.1}\" y2=\"{at:.1}\" stroke=\"{DISPUTED}\" stroke-width=\"1.6\" stroke-dasharray=\"{DASHES}\"/>",
            at - 6.0,
            x + 26.0
        );
        at = row(paper, sign, "disputed border or ceasefire line", at);
    }
    at
}

/// The states of a layer of infrastructure with their colours, each once.
fn states(layers: &Layers, name: &str) -> Vec<(String, &'static str)> {
    let mut out: Vec<(String, &'static str)> = Vec::new();
    for (layer, feature) in
        layers.get(name).into_iter().flat_map(|layer| layer.features.iter().map(move |f| (layer, f)))
    {
        let status = layer.value(&feature, "status").as_text().unwrap_or_default().replace('_', " ");
        if feature.geometry.is_some() && out.iter().all(|(known, _)| *known != status) {
            out.push((status, style(layer, &feature).color));
        }
    }
    out
}

/// A bar of a round length at the bottom left of the map; none on a map of the world, where no length holds everywhere.
pub(super) fn scale_bar(paper: &mut Paper, view: &View, middle: f64) {
    if view.projection.kind == Kind::EqualEarth {
        return;
    }
    let pixels_per_km = view.scale * view.projection.stretch(middle) / 6371.0;
    let most = 200.0 / pixels_per_km;
    let power = 10f64.powf(most.log10().floor());
    let km = [5.0, 2.0, 1.0].map(|step| step * power).into_iter().find(|km| *km <= most).unwrap_or(power);
    let (wide, x, y) = (km * pixels_per_km, view.frame.x + 18.0, view.frame.y + view.frame.height - 18.0);
    let label = if km >= 1.0 { format!("{km:.0} km") } else { format!("{:.0} m", km * 1000.0) };
    let letters = Letters { rim: true, ..Letters::new(12.0) };
    let box_ = Frame { x: x - 10.0, y: y - 28.0, width: wide + 20.0, height: 40.0 };
    paper.draw(&format!(
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#fff\" fill-opacity=\"0.75\"/><path d=\"M{x:.1} {:.1}V{y:.1}H{:.1}V{:.1}\" fill=\"none\" stroke=\"#222\" stroke-width=\"1.6\"/>",
        box_.x, box_.y, box_.width, box_.height, y - 6.0, x + wide, y - 6.0
    ));
    paper.words([x + wide / 2.0 - letters.width(&label) / 2.0, y - 10.0], letters, &label);
}

/// Where the scale bar will stand, so that no name does.
pub(super) fn keep_room_for_scale_bar(paper: &mut Paper, view: &View) {
    let frame = view.frame;
    paper.keep(Frame { x: frame.x, y: frame.y + frame.height - 50.0, width: 240.0, height: 50.0 });
}

/// Sources, ground and disclaimer under everything; where they end.
pub(super) fn footer(paper: &mut Paper, layers: &Layers, projection: Kind, top: f64) -> f64 {
    let listed: Vec<String> = reports(layers).map(|report| report.citation()).collect();
    let projection = match projection {
        Kind::Mercator => "Mercator",
        Kind::EqualEarth => "Equal Earth (areas are true)",
    };
    let ground = format!(
        "Ground: Natural Earth; names: GeoNames (CC BY 4.0). Projection: {projection}. Made with reportmap {}.",
        env!("CARGO_PKG_VERSION")
    );
    let disclaimer = "Events and places are as reported and have not been verified; positions are approximate. Boundaries and names do not imply endorsement or acceptance; lines of the past bear their years.";
    let sources = format!("Sources: {}.", if listed.is_empty() { "none".to_owned() } else { listed.join("; ") });
    let letters = Letters { color: QUIET, ..Letters::new(11.5) };
    let mut y = top;
    for (words, most) in [(sources.as_str(), 2), (disclaimer, 2), (ground.as_str(), 1)] {
        for line in wrapped(words, 11.5, Weight::Regular, WIDTH - 2.0 * MARGIN, most) {
            paper.words([MARGIN, y], letters, &line);
            y += 16.0;
        }
    }
    y
}

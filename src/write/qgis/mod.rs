//! A QGIS project over the GeoPackage: opened by a double click, it is styled, labelled, timed, explained and ready to print.
//!
//! The project (`.qgz`, a zip of one XML file) points to the GeoPackage beside it by a relative path and to nothing else: it
//! needs no network. Its form is that of QGIS 3.22, which newer versions read. The looks of a layer are written once: into
//! the project and, as its default style, into the GeoPackage. Names that QGIS would draw by chance are made of hashes, and
//! the archive has no clock, so that the same publication gives the same bytes.

mod crowd;
mod form;
mod label;
mod layer;
mod layout;
mod look;
mod renderer;
mod rule;
mod symbol;
mod time;
mod tip;
mod tree;
mod view;

pub(super) use layer::style;

use super::archive;
use super::geopackage;
use super::sheet::{self, Sheet};
use super::title::{self, ATTRIBUTION, DISCLAIMER};
use super::xml::Element;
use super::{Publication, WriteError};
use crate::layer::{Layers, Rows};
use tree::Group;
use view::View;

/// Names the file in the output folder.
pub(super) const FILE: &str = "reportmap.qgz";

/// The name of the project inside its archive.
const INSIDE: &str = "reportmap.qgs";

/// So many sources stand on the printed page; the tables hold them all.
const MOST_SOURCES: usize = 4;

/// A publication as a QGIS project over its GeoPackage.
///
/// # Errors
///
/// When the project cannot be written as XML or packed.
pub fn qgis_project(publication: &Publication<'_>) -> Result<Vec<u8>, WriteError> {
    let sheets = sheet::sheets(publication);
    let document = project(publication, &sheets).document(INSIDE, Some(layer::DOCTYPE))?;
    archive::packed(INSIDE, &[(INSIDE.to_owned(), document.into_bytes())])
}

fn project(publication: &Publication<'_>, sheets: &[Sheet<'_>]) -> Element {
    let groups = tree::groups(sheets);
    let view = View::around(view::bounds(publication.layers));
    let days = time::days(publication.layers);
    let title = title::of(publication);
    Element::new("qgis")
        .with("projectname", title.clone())
        .with("version", layer::VERSION)
        .containing(Element::new("homePath").with("path", ""))
        .containing(Element::new("title").saying(title.clone()))
        .containing(Element::new("projectCrs").containing(view.projection.element()))
        .containing(tree::element(&groups))
        .containing(relations(&groups))
        .containing(canvas(view))
        .containing(
            Element::new("projectlayers")
                .containing_all(groups.iter().flat_map(|group| &group.layers).map(layer::Drawn::element)),
        )
        .containing(
            Element::new("layerorder")
                .containing_all(tree::order(&groups).into_iter().map(|id| Element::new("layer").with("id", id))),
        )
        .containing(properties(publication, sheets, days))
        .containing(metadata(title))
        .containing(Element::new("Layouts").containing(layout::element(view, &groups)))
        .containing(view_settings(view))
        .containing(time::settings(days))
}

/// Claims, sources and exposed assets belong to their incident.
fn relations(groups: &[Group<'_, '_>]) -> Element {
    let id = |name: &str| {
        let layers = groups.iter().flat_map(|group| &group.layers);
        layers.into_iter().find(|drawn| drawn.sheet.name == name && drawn.aspect.is_empty()).map(layer::Drawn::id)
    };
    let relation = |(relation, table, name): (&str, &str, &str)| {
        let field = Element::new("fieldRef").with("referencedField", "id").with("referencingField", sheet::INCIDENT);
        Some(
            Element::new("relation")
                .with("id", relation)
                .with("name", name)
                .with("strength", "Composition")
                .with("referencedLayer", id("incidents")?)
                .with("referencingLayer", id(table)?)
                .containing(field),
        )
    };
    Element::new("relations").containing_all(
        [
            (tip::CLAIMS, "claims", "Claims of an incident"),
            (tip::SOURCES, "sources", "Sources of an incident"),
            (tip::EXPOSED, "exposed", "Infrastructure that an incident exposes"),
        ]
        .into_iter()
        .filter_map(relation),
    )
}

/// The main window: what it shows, in which projection.
fn canvas(view: View) -> Element {
    let sides = view.sides().map(|(name, side)| Element::new(name).saying(side));
    Element::new("mapcanvas").with_all([("name", "theMapCanvas"), ("annotationsVisible", "1")]).containing_all([
        Element::new("units").saying("meters"),
        Element::new("extent").containing_all(sides),
        Element::new("rotation").saying("0"),
        Element::new("destinationsrs").containing(view.projection.element()),
    ])
}

fn view_settings(view: View) -> Element {
    let extent = view.sides().into_iter().fold(Element::new("DefaultViewExtent"), |e, (name, side)| e.with(name, side));
    Element::new("ProjectViewSettings")
        .with_all([("UseProjectScales", "0"), ("rotation", "0")])
        .containing(extent.containing(view.projection.element()))
}

/// The settings of the project: relative paths, the colour of the sea, the variables of the print layout, the controller.
fn properties(publication: &Publication<'_>, sheets: &[Sheet<'_>], days: Option<time::Days>) -> Element {
    let number = |name, value: String| Element::new(name).with("type", "int").saying(value);
    let words = |name, value: &str| Element::new(name).with("type", "QString").saying(value);
    let list = |name, values: &[String]| {
        Element::new(name)
            .with("type", "QStringList")
            .containing_all(values.iter().map(|value| Element::new("value").saying(value)))
    };
    let [red, green, blue] = symbol::channels(look::SEA).map(|part| part.to_string());
    let variables = variables(publication, sheets);
    let (names, values): (Vec<String>, Vec<String>) =
        variables.into_iter().map(|(name, value)| (name.to_owned(), value)).unzip();
    Element::new("properties").containing_all([
        Element::new("Gui").containing_all([
            number("CanvasColorRedPart", red),
            number("CanvasColorGreenPart", green),
            number("CanvasColorBluePart", blue),
        ]),
        Element::new("Paths").containing(Element::new("Absolute").with("type", "bool").saying("false")),
        Element::new("SpatialRefSys").containing(number("ProjectionsEnabled", "1".to_owned())),
        Element::new("Measurement").containing_all([words("DistanceUnits", "kilometers"), words("AreaUnits", "km2")]),
        Element::new("Measure").containing(words("Ellipsoid", "EPSG:7030")),
        // Labels cut off at the edge of the map would be read wrongly.
        Element::new("PAL").containing_all([
            Element::new("ShowingPartialsLabels").with("type", "bool").saying("false"),
            number("PlacementEngineVersion", "1".to_owned()),
        ]),
        time::controller(days),
        Element::new("Variables").containing_all([list("variableNames", &names), list("variableValues", &values)]),
    ])
}

/// What the printed page says beside the map.
fn variables(publication: &Publication<'_>, sheets: &[Sheet<'_>]) -> [(&'static str, String); 3] {
    let mut sources = title::sources(publication);
    let more = sources.len().saturating_sub(MOST_SOURCES);
    sources.truncate(MOST_SOURCES);
    let rest = if more > 0 { format!("\nand {more} more: see the layer reports") } else { String::new() };
    let latest = title::days(publication).map(|(_, last)| last);
    let until = latest.map(|day| format!(" Latest report: {day}.")).unwrap_or_default();
    [
        (layout::SUBTITLE, subtitle(publication.layers, sheets)),
        (layout::SOURCES, format!("Sources: {}{rest}", sources.join("\n"))),
        (layout::NOTES, format!("{DISCLAIMER}\n{ATTRIBUTION}\nMade with reportmap from {}.{until}", geopackage::FILE)),
    ]
}

/// How many incidents there are, how many of them are on the map, and of which days.
fn subtitle(layers: &Layers, sheets: &[Sheet<'_>]) -> String {
    let incidents = layers.get("incidents").map(|layer| &layer.features);
    let located = incidents.into_iter().flatten().filter(|feature| feature.geometry.is_some()).count();
    let incidents = incidents.map_or(0, Rows::len);
    let count = match incidents {
        1 => "1 incident".to_owned(),
        many => format!("{many} incidents"),
    };
    let missing = match incidents.saturating_sub(located) {
        0 => String::new(),
        some => format!(", {some} of them not located and so in the table only"),
    };
    let days = time::days(layers).map(|days| format!("; {days}")).unwrap_or_default();
    let incidents = sheets.iter().find(|sheet| sheet.name == "incidents");
    let counted = incidents.is_some_and(|sheet| crowd::Crowd::of(sheet).marked().is_some());
    let discs = if counted { " A number on a disc counts the incidents about there." } else { "" };
    format!("{count}{missing}{days}.{discs}")
}

fn metadata(title: String) -> Element {
    Element::new("projectMetadata").containing_all([
        Element::new("identifier"),
        Element::new("type").saying("dataset"),
        Element::new("title").saying(title),
        Element::new("abstract").saying(DISCLAIMER),
        Element::new("rights").saying(ATTRIBUTION),
        Element::new("license").saying("CC BY 4.0 (GeoNames)"),
    ])
}

//! The print layout: an A4 page with title, map, legend, scale bar, sources, disclaimer and dates, ready to be exported.
//!
//! Texts that come from reports are variables of the project: a label takes them as they are, while an expression inside a
//! label would be run.

use super::label::text;
use super::layer::{COUNTED, Drawn, UNCERTAINTY};
use super::look::{self, Look, SEA, look};
use super::rule::{drawing, seen};
use super::symbol::{self, INK, Symbol, WHITE, option};
use super::tree::Group;
use super::view::View;
use crate::write::sheet::Part;
use crate::write::xml::Element;

/// The variables of the project that the page shows.
pub(super) const SUBTITLE: &str = "reportmap_subtitle";
pub(super) const SOURCES: &str = "reportmap_sources";
pub(super) const NOTES: &str = "reportmap_notes";

/// The name of the layout in QGIS's list.
const NAME: &str = "Map (A4)";
const PAGE: (f64, f64) = (297.0, 210.0);
/// Left, top, width, height of the map, in millimetres.
const MAP: [f64; 4] = [10.0, 27.0, 209.0, 150.0];
const LEGEND: (f64, f64) = (222.0, 26.0);

/// The page.
pub(super) fn element(view: View, groups: &[Group<'_, '_>]) -> Element {
    let shaped = view.shaped(MAP[2] / MAP[3]);
    let label = |number, at, says: &str, size, bold| words(number, at, says, size, bold);
    Element::new("Layout")
        .with("name", NAME)
        .with_all([("units", "mm"), ("printResolution", "300"), ("worldFileMap", "")])
        .containing(Element::new("Snapper").with_all([("snapToGuides", "1"), ("snapToItems", "1"), ("tolerance", "5")]))
        .containing(page())
        .containing(map(shaped))
        .containing(legend(groups))
        .containing(scale_bar())
        .containing(label(
            4,
            [10.0, 7.0, 277.0, 10.0],
            "[% left(@project_title, 90) || if(length(@project_title) > 90, '…', '') %]",
            16.0,
            true,
        ))
        .containing(label(5, [10.0, 17.5, 277.0, 7.0], &format!("[% @{SUBTITLE} %]"), 9.5, false))
        .containing(label(6, [10.0, 180.0, 128.0, 25.0], &format!("[% @{SOURCES} %]"), 6.5, false))
        .containing(label(7, [142.0, 180.0, 145.0, 25.0], &format!("[% @{NOTES} %]"), 6.5, false))
        .containing(Element::new("customproperties").containing(Element::new("Option")))
}

/// What all items have: where they stand, and a name of the form that QGIS asks for.
fn item(kind: &str, number: usize, [x, y, width, height]: [f64; 4], id: &str) -> Element {
    let uuid = uuid(number);
    let (position, size) = (format!("{x},{y},mm"), format!("{width},{height},mm"));
    Element::new("LayoutItem")
        .with("type", kind)
        .with("id", id)
        .with("uuid", uuid.clone())
        .with("templateUuid", uuid)
        .with("position", position.clone())
        .with("positionOnPage", position)
        .with("size", size)
        .with("zValue", number.to_string())
        .with_all([
            ("visibility", "1"),
            ("opacity", "1"),
            ("blendMode", "0"),
            ("itemRotation", "0"),
            ("referencePoint", "0"),
            ("groupUuid", ""),
            ("positionLock", "false"),
            ("excludeFromExports", "0"),
            ("frameJoinStyle", "miter"),
            ("outlineWidthM", "0.2,mm"),
        ])
        .containing(color("FrameColor", "#787878"))
        .containing(color("BackgroundColor", if id == "map" { SEA } else { WHITE }))
}

fn color(name: &'static str, color: &str) -> Element {
    let [red, green, blue] = symbol::channels(color);
    Element::new(name)
        .with("red", red.to_string())
        .with("green", green.to_string())
        .with("blue", blue.to_string())
        .with("alpha", "255")
}

fn uuid(number: usize) -> String {
    format!("{{00000000-0000-4000-8000-{number:012x}}}")
}

fn page() -> Element {
    let paper = Symbol::fill([symbol::Part::fill(WHITE, 1.0)]);
    Element::new("PageCollection").containing(paper.element("")).containing(
        item("65638", 0, [0.0, 0.0, PAGE.0, PAGE.1], "")
            .with("background", "true")
            .with("frame", "false")
            .containing(paper.element("")),
    )
}

fn map(view: View) -> Element {
    let extent =
        view.sides().into_iter().fold(Element::new("Extent"), |element, (name, side)| element.with(name, side));
    item("65639", 1, MAP, "map")
        .with_all([
            ("frame", "true"),
            ("background", "true"),
            ("keepLayerSet", "false"),
            ("drawCanvasItems", "false"),
            ("followPreset", "false"),
            ("followPresetName", ""),
            // Labels may stand at the edge cut off: never.
            ("mapFlags", "0"),
            ("mapRotation", "0"),
            ("labelMargin", "0.5,mm"),
            ("isTemporal", "0"),
        ])
        .containing(extent)
        .containing(Element::new("LayerSet"))
        .containing(view.projection.element())
        .containing(Element::new("AtlasMap").with_all([("atlasDriven", "0"), ("margin", "0.1"), ("scalingMode", "2")]))
}

fn words(number: usize, at: [f64; 4], says: &str, size: f64, bold: bool) -> Element {
    let (weight, style) = if bold { ("75", "Bold") } else { ("50", "Book") };
    item("65641", number, at, "")
        .with("labelText", says)
        .with_all([
            ("frame", "false"),
            ("background", "false"),
            ("htmlState", "0"),
            ("halign", "1"),
            ("valign", "32"),
            ("marginX", "0"),
            ("marginY", "0"),
        ])
        .containing(
            Element::new("LabelFont")
                .with("description", format!("DejaVu Sans,{size},-1,5,{weight},0,0,0,0,0"))
                .with("style", style),
        )
        .containing(color("FontColor", INK))
}

fn scale_bar() -> Element {
    item("65646", 3, [13.0, 165.0, 60.0, 10.0], "scale bar")
        .with("mapUuid", uuid(1))
        .with_all([
            ("style", "Single Box"),
            ("segmentSizeMode", "1"),
            ("minBarWidth", "25"),
            ("maxBarWidth", "55"),
            ("numSegments", "2"),
            ("numSegmentsLeft", "0"),
            ("numUnitsPerSegment", "50"),
            ("numMapUnitsPerScaleBarUnit", "1000"),
            ("unitType", "kilometers"),
            ("unitLabel", "km"),
            ("height", "1.4"),
            ("labelBarSpace", "1"),
            ("boxContentSpace", "1.2"),
            ("outlineWidth", "0.2"),
            ("alignment", "0"),
            ("frame", "false"),
            ("background", "true"),
        ])
        .containing(text(7.0, INK, false, false))
        .containing(Element::new("numericFormat").with("id", "basic").containing(
            Element::new("Option").with("type", "Map").containing_all([
                option("decimals", "int", "0"),
                option("show_thousand_separator", "bool", "true"),
                option("show_trailing_zeros", "bool", "false"),
            ]),
        ))
}

/// The legend: what the map holds, of the incidents only the types and the tellings that are there.
fn legend(groups: &[Group<'_, '_>]) -> Element {
    let listed = groups.iter().flat_map(|group| &group.layers).filter(|drawn| drawn.shown);
    // The ground has two borders, of the window and of the world, and the legend one word for them.
    let mut ground = false;
    let leaves: Vec<Element> = listed
        .filter_map(|drawn| {
            let nodes = nodes(drawn)?;
            let again = is_ground(drawn) && std::mem::replace(&mut ground, true);
            (!again).then(|| drawn.leaf_of_legend(&nodes))
        })
        .collect();
    let style = |name: &str, size: &str, weight: &str, top: &str| {
        Element::new("style")
            .with("name", name)
            .with("marginTop", top)
            .with("marginLeft", if name == "symbolLabel" { "1.6" } else { "0" })
            .with_all([("alignment", "1"), ("indent", "0"), ("marginBottom", "0")])
            .containing(
                Element::new("styleFont")
                    .with("description", format!("DejaVu Sans,{size},-1,5,{weight},0,0,0,0,0"))
                    .with("style", if weight == "75" { "Bold" } else { "Book" }),
            )
    };
    item("65642", 2, [LEGEND.0, LEGEND.1, 65.0, 150.0], "legend")
        .with("map_uuid", uuid(1))
        .with_all([
            ("title", ""),
            ("legendFilterByMap", "0"),
            ("legendFilterByAtlas", "0"),
            ("resizeToContents", "1"),
            ("columnCount", "1"),
            ("symbolWidth", "6"),
            ("symbolHeight", "3"),
            ("boxSpace", "0.5"),
            ("lineSpacing", "0.7"),
            ("columnSpace", "2"),
            ("symbolAlignment", "1"),
            ("titleAlignment", "1"),
            ("splitLayer", "0"),
            ("equalColumnWidth", "0"),
            ("wrapChar", "|"),
            ("fontColor", INK),
            ("frame", "false"),
            ("background", "false"),
        ])
        .containing(Element::new("styles").containing_all([
            style("title", "9", "75", "0"),
            style("group", "8", "75", "1.5"),
            style("subgroup", "7.5", "75", "1.6"),
            style("symbol", "7", "50", "0.9"),
            style("symbolLabel", "7", "50", "0.9"),
        ]))
        .containing(
            Element::new("layer-tree-group")
                .containing(Element::new("customproperties").containing(Element::new("Option")))
                .containing_all(leaves),
        )
}

/// The nodes of a layer that the legend lists: those that draw something. Of the ground it is the disputed borders.
fn nodes(drawn: &Drawn<'_, '_>) -> Option<Vec<usize>> {
    let ground = is_ground(drawn);
    if drawn.sheet.geometry.is_none() || ground && !drawn.sheet.name.ends_with("borders") {
        return None;
    }
    if drawn.aspect == COUNTED {
        return None;
    }
    let all = seen(drawn.sheet);
    let nodes = match look(drawn.sheet) {
        _ if drawn.aspect == UNCERTAINTY => drawing(&look::uncertainty(), &all),
        Look::One(_) => (0..usize::from(!all.is_empty())).collect(),
        Look::Rules(rules) => drawing(&rules, &all),
    };
    // The plain border comes first and needs no word.
    let nodes: Vec<usize> = nodes.into_iter().filter(|node| !ground || *node > 0).collect();
    (!nodes.is_empty()).then_some(nodes)
}

fn is_ground(drawn: &Drawn<'_, '_>) -> bool {
    matches!(drawn.sheet.part, Part::World | Part::Window)
}

//! The layer tree: which layers the project has, in which groups, and in which order they lie upon each other.

use super::crowd::Crowd;
use super::layer::{COUNTED, Drawn, UNCERTAINTY};
use crate::write::sheet::{Part, Sheet};
use crate::write::xml::Element;

/// A group of layers.
pub(super) struct Group<'s, 'a> {
    /// What the tree calls it.
    pub title: &'static str,
    /// The topmost first.
    pub layers: Vec<Drawn<'s, 'a>>,
    /// Whether the tree shows its layers when the project opens.
    pub open: bool,
}

/// The groups of a project, the topmost first.
pub(super) fn groups<'s, 'a>(sheets: &'s [Sheet<'a>]) -> Vec<Group<'s, 'a>> {
    let drawn = |name: &str, title: Option<&'static str>, aspect: &'static str, shown: bool| {
        let sheet = sheets.iter().find(|sheet| sheet.name == name)?;
        Some(Drawn { sheet, title: title.unwrap_or(sheet.title), aspect, shown })
    };
    let crowded = |drawn: &Drawn<'_, '_>| Crowd::of(drawn.sheet).marked().is_some();
    let findings = [
        drawn("incidents", None, "", true),
        drawn("incidents", Some("Incidents, counted from afar"), COUNTED, true).filter(crowded),
        drawn("incidents", Some("Within which incidents may lie"), UNCERTAINTY, true),
        drawn("lines", None, "", true),
        drawn("areas", None, "", true),
    ];
    let infrastructure = [
        drawn("infrastructure_points", Some("Sites"), "", true),
        drawn("infrastructure", Some("Pipelines and other lines (schematic)"), "", true),
    ];
    let places = [
        drawn("places", Some("Places named in reports"), "", true),
        drawn("reports", Some("What reports are about"), "", false),
    ];
    let tables = sheets.iter().filter(|sheet| sheet.part == Part::Related);
    let ground = |part| {
        let sheets = sheets.iter().filter(move |sheet| sheet.part == part);
        sheets.map(|sheet| Drawn { sheet, title: sheet.title, aspect: "", shown: true }).collect::<Vec<_>>()
    };
    vec![
        Group { title: "What reports tell", layers: findings.into_iter().flatten().collect(), open: true },
        Group { title: "Infrastructure", layers: infrastructure.into_iter().flatten().collect(), open: true },
        Group { title: "Places", layers: places.into_iter().flatten().collect(), open: true },
        Group {
            title: "Tables",
            layers: tables.map(|sheet| Drawn { sheet, title: sheet.title, aspect: "", shown: true }).collect(),
            open: false,
        },
        Group { title: "Basemap: the window in detail", layers: ground(Part::Window), open: false },
        Group { title: "Basemap: the world", layers: ground(Part::World), open: false },
    ]
    .into_iter()
    .filter(|group| !group.layers.is_empty())
    .collect()
}

/// The tree as the project has it. Points lie above lines above areas, whatever their group.
pub(super) fn element(groups: &[Group<'_, '_>]) -> Element {
    let order = order(groups).into_iter().map(|id| Element::new("item").saying(id));
    Element::new("layer-tree-group")
        .containing(Element::new("customproperties").containing(Element::new("Option")))
        .containing_all(groups.iter().map(|group| {
            Element::new("layer-tree-group")
                .with("name", group.title)
                .with("checked", "Qt::Checked")
                .with("expanded", if group.open { "1" } else { "0" })
                .containing(Element::new("customproperties").containing(Element::new("Option")))
                .containing_all(group.layers.iter().map(Drawn::leaf))
        }))
        .containing(Element::new("custom-order").with("enabled", "1").containing_all(order))
}

/// The ids of all layers in the order of drawing, the topmost first.
pub(super) fn order(groups: &[Group<'_, '_>]) -> Vec<String> {
    let mut layers: Vec<&Drawn<'_, '_>> = groups.iter().flat_map(|group| &group.layers).collect();
    // Stable: within a rank the order of the tree stays.
    layers.sort_by_key(|layer| rank(layer));
    layers.into_iter().map(Drawn::id).collect()
}

fn rank(layer: &Drawn<'_, '_>) -> u8 {
    match (layer.sheet.part, layer.sheet.name, layer.aspect) {
        (_, "incidents", "" | COUNTED) => 0,
        (_, "infrastructure_points", _) => 1,
        (_, "reports", _) => 2,
        (_, "places", _) => 3,
        (_, "infrastructure", _) => 4,
        (_, "lines", _) => 5,
        (_, _, UNCERTAINTY) => 6,
        (_, "areas", _) => 7,
        (Part::Related, ..) => 8,
        // Names of both scales lie above the ground of either.
        (_, "basemap_labels" | "basemap_world_labels", _) => 9,
        (Part::Window, ..) => 10,
        _ => 11,
    }
}

//! Layers of the project, and the same looks as styles inside the GeoPackage.

use super::crowd::Crowd;
use super::symbol::option;
use super::view::WGS_84;
use super::{form, label, look, renderer, tip, view};
use crate::gazetteer::hex;
use crate::layer::GeometryKind;
use crate::write::WriteError;
use crate::write::geopackage::FILE;
use crate::write::sheet::{Part, Sheet};
use crate::write::xml::Element;
use sha2::{Digest, Sha256};

/// The version whose form of projects this is; newer ones read it.
pub(super) const VERSION: &str = "3.22.16-Białowieża";
/// The document type of projects and styles.
pub(super) const DOCTYPE: &str = "qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'";

/// A layer of the project: a sheet, drawn one way.
pub(super) struct Drawn<'s, 'a> {
    /// The table behind it.
    pub sheet: &'s Sheet<'a>,
    /// What the layer tree calls it.
    pub title: &'static str,
    /// What tells it from another layer over the same table; empty for the table's own.
    pub aspect: &'static str,
    /// Whether it is drawn when the project opens.
    pub shown: bool,
}

/// The circles within which incidents may lie.
pub(super) const UNCERTAINTY: &str = "uncertainty";
/// The incidents from afar, where they are too many for a mark each.
pub(super) const COUNTED: &str = "counted";

impl Drawn<'_, '_> {
    /// An id of the only form that QGIS keeps: a name, then groups of hexadecimal digits; the same on every run.
    pub fn id(&self) -> String {
        let name = if self.aspect.is_empty() { self.sheet.name } else { self.aspect };
        let digits = hex(&Sha256::digest(name));
        let mut groups = digits.chars();
        let mut take = |count: usize| groups.by_ref().take(count).collect::<String>();
        format!("{name}_{}_{}_4{}_8{}_{}", take(8), take(4), take(3), take(3), take(12))
    }

    /// Where the table is, as seen from the project.
    pub fn source(&self) -> String {
        let only =
            if self.aspect == UNCERTAINTY { "|subset=\"precision_m\" > 0 AND \"geo_precision\" <= 2" } else { "" };
        format!("./{FILE}|layername={}{only}", self.sheet.name)
    }

    /// The layer as the project has it.
    pub fn element(&self) -> Element {
        let geometry = match self.sheet.geometry {
            Some(GeometryKind::Point) => ("Point", "Point"),
            Some(GeometryKind::MultiLineString) => ("Line", "MultiLineString"),
            Some(GeometryKind::MultiPolygon) => ("Polygon", "MultiPolygon"),
            None => ("No geometry", "NoGeometry"),
        };
        attributes(Element::new("maplayer"), self.sheet, self.aspect)
            .with_all([
                ("type", "vector"),
                ("geometry", geometry.0),
                ("wkbType", geometry.1),
                ("autoRefreshEnabled", "0"),
            ])
            .containing(Element::new("id").saying(self.id()))
            .containing(Element::new("datasource").saying(self.source()))
            .containing(Element::new("layername").saying(self.title))
            .containing(Element::new("abstract").saying(self.sheet.doc))
            .containing_all(self.sheet.geometry.map(|_| Element::new("srs").containing(view::system(WGS_84))))
            .containing(Element::new("provider").with("encoding", "UTF-8").saying("ogr"))
            .containing_all(looks(self.sheet, self.aspect))
    }

    /// Its place in the layer tree.
    pub fn leaf(&self) -> Element {
        self.leaf_with(&[])
    }

    /// Its place in a legend, which lists some of its nodes.
    pub fn leaf_of_legend(&self, nodes: &[usize]) -> Element {
        let nodes: Vec<String> = nodes.iter().map(usize::to_string).collect();
        self.leaf_with(&[("legend/node-order", nodes.join(","))])
    }

    fn leaf_with(&self, properties: &[(&str, String)]) -> Element {
        let properties = properties.iter().map(|(name, value)| option(name, "QString", value));
        Element::new("layer-tree-layer")
            .with("id", self.id())
            .with("name", self.title)
            .with("source", self.source())
            .with("checked", if self.shown { "Qt::Checked" } else { "Qt::Unchecked" })
            .with("expanded", if self.sheet.name == "incidents" && self.aspect.is_empty() { "1" } else { "0" })
            .with_all([
                ("providerKey", "ogr"),
                ("legend_exp", ""),
                ("legend_split_behavior", "0"),
                ("patch_size", "-1,-1"),
            ])
            .containing(
                Element::new("customproperties")
                    .containing(Element::new("Option").with("type", "Map").containing_all(properties)),
            )
    }
}

/// A sheet's style as QGIS keeps it in a GeoPackage.
///
/// # Errors
///
/// When it cannot be written as XML.
pub(in crate::write) fn style(sheet: &Sheet<'_>) -> Result<String, WriteError> {
    attributes(Element::new("qgis"), sheet, "")
        .with("version", VERSION)
        .with("styleCategories", "AllStyleCategories")
        .containing_all(looks(sheet, ""))
        .document(sheet.name, Some(DOCTYPE))
}

fn is_ground(sheet: &Sheet<'_>) -> bool {
    matches!(sheet.part, Part::World | Part::Window)
}

fn attributes(element: Element, sheet: &Sheet<'_>, aspect: &str) -> Element {
    let labelled = labeling(sheet, aspect).is_some();
    let marked = if sheet.name == "incidents" { Crowd::of(sheet).marked() } else { None };
    // The farthest and the nearest scale at which it is drawn; 0 is none.
    let (farthest, nearest) = match (sheet.part, aspect, marked) {
        // The detail of the window is of no use from afar; its names are, for the world does not say them again.
        (Part::Window, ..) if sheet.name != "basemap_labels" => (6e7, 0.0),
        (_, COUNTED, Some(scale)) => (0.0, scale),
        (.., Some(scale)) => (scale, 0.0),
        _ => (0.0, 0.0),
    };
    let scaled = if farthest > 0.0 || nearest > 0.0 { "1" } else { "0" };
    element
        .with("labelsEnabled", if labelled { "1" } else { "0" })
        .with("readOnly", if is_ground(sheet) { "1" } else { "0" })
        .with("hasScaleBasedVisibilityFlag", scaled)
        .with("minScale", farthest.to_string())
        .with("maxScale", nearest.to_string())
        .with_all([
            ("simplifyDrawingHints", "1"),
            ("simplifyAlgorithm", "0"),
            ("simplifyDrawingTol", "1"),
            ("simplifyLocal", "1"),
            ("simplifyMaxScale", "1"),
        ])
}

fn labeling(sheet: &Sheet<'_>, aspect: &str) -> Option<Element> {
    match aspect {
        UNCERTAINTY => None,
        COUNTED => label::clearing(sheet),
        _ => label::labeling(sheet),
    }
}

/// Everything that is the same in the project and in the GeoPackage.
fn looks(sheet: &Sheet<'_>, aspect: &str) -> Vec<Element> {
    let of_its_own = aspect.is_empty();
    let mut elements = vec![flags(sheet, of_its_own)];
    elements.extend(temporal(sheet));
    elements.extend(match aspect {
        UNCERTAINTY => Some(renderer::rules(&look::uncertainty())),
        COUNTED => Some(renderer::counted(sheet)),
        _ => renderer::renderer(sheet),
    });
    elements.extend(labeling(sheet, aspect));
    elements.push(Element::new("customproperties").containing(Element::new("Option").with("type", "Map")));
    elements.extend(["blendMode", "featureBlendMode"].map(|name| Element::new(name).saying("0")));
    elements.push(Element::new("layerOpacity").saying("1"));
    elements.extend(form::elements(sheet));
    elements.extend(tip::tip(sheet).filter(|_| of_its_own).map(|tip| Element::new("mapTip").saying(tip)));
    elements
}

/// The ground answers no question and is not searched.
fn flags(sheet: &Sheet<'_>, of_its_own: bool) -> Element {
    let asked = if is_ground(sheet) || !of_its_own { "0" } else { "1" };
    Element::new("flags").containing_all([
        Element::new("Identifiable").saying(asked),
        Element::new("Removable").saying("1"),
        Element::new("Searchable").saying(asked),
    ])
}

/// By which columns a layer follows the temporal controller: from the first day to the last, both counted whole; what a
/// report names, from the day it was published. What has no day is always there. By expressions: QGIS hands a comparison of a
/// day with a moment on to SQLite, which compares their texts and is a day off.
fn temporal(sheet: &Sheet<'_>) -> Option<Element> {
    sheet.geometry?;
    let (start, end) = match sheet.name {
        "incidents" => ("date_start", "date_end"),
        "reports" | "places" => ("published", ""),
        _ => return None,
    };
    let moment = |day: &str, more: &str, otherwise: &str| match day {
        "" => otherwise.to_owned(),
        day => format!("coalesce(to_datetime(\"{day}\"){more}, {otherwise})"),
    };
    let first = moment(start, "", "make_datetime(1, 1, 1, 0, 0, 0)");
    let after = moment(end, " + to_interval('1 day')", "make_datetime(9999, 12, 31, 0, 0, 0)");
    Some(
        Element::new("temporal")
            .with("startField", start)
            .with("endField", end)
            .with("startExpression", first)
            .with("endExpression", after)
            .with_all([
                ("enabled", "1"),
                // Start and end from expressions; the end is no more in it.
                ("mode", "4"),
                ("limitMode", "0"),
                ("accumulate", "0"),
                ("durationField", ""),
                ("durationUnit", "days"),
                ("fixedDuration", "0"),
            ])
            .containing(Element::new("fixedRange").containing_all([Element::new("start"), Element::new("end")])),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::sheet::Source;

    #[test]
    fn an_id_has_the_form_that_qgis_keeps() {
        let sheet = Sheet {
            name: "incidents",
            title: "Incidents",
            doc: "",
            part: Part::Layer,
            geometry: None,
            columns: vec![],
            rows: Source::Ground(vec![]),
        };
        let id = Drawn { sheet: &sheet, title: "Incidents", aspect: "", shown: true }.id();
        let groups: Vec<&str> = id.split('_').collect();
        assert_eq!(groups.iter().map(|g| g.len()).collect::<Vec<_>>(), [9, 8, 4, 4, 4, 12]);
        assert!(groups[1..].iter().all(|g| g.chars().all(|c| c.is_ascii_hexdigit())));
    }
}

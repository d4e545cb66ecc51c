//! KML: all layers in one document, for Google Earth and whatever else reads it; and KMZ, the same packed with its symbols.
//!
//! OGC KML 2.2 (OGC 07-147r2). A folder a layer; a placemark a feature, with its name, a balloon ([`balloon`]), its days
//! ([`time`]), its style ([`style`]) and all its columns (`ExtendedData`): typed by a schema in KML, as plain data in KMZ, because GDAL, and
//! QGIS with it, finds no schema in an archive. A feature that is nowhere is a placemark without
//! geometry: it stands in the list and not on the globe. Every text is escaped as text, and those of the balloons as HTML
//! before, so that nothing that a report says becomes markup. The document points to nothing outside: no pin
//! is fetched from anywhere. Longitude before latitude, WGS 84, as in GeoJSON.

mod balloon;
mod geometry;
mod icon;
mod style;
mod time;

use super::archive::packed;
use super::title::{self, ATTRIBUTION, DISCLAIMER};
use super::xml::Element;
use super::{Publication, WriteError};
use crate::layer::{Feature, Field, Layer, Type, Value};
use balloon::{Balloons, escaped};
use style::Styles;

/// Names the file in the output folder.
pub(super) const FILE: &str = "reportmap.kml";

/// Names the packed file in the output folder.
pub(super) const PACKED: &str = "reportmap.kmz";

/// The document inside a KMZ (KML 2.2, annex C).
const INSIDE: &str = "doc.kml";

/// The namespace of KML 2.2, which 2.3 kept.
const NAMESPACE: &str = "http://www.opengis.net/kml/2.2";

/// A publication as a KML document. Its points are the viewer's own pins in the colours of the map.
///
/// # Errors
///
/// When the document cannot be written as XML.
pub fn kml(publication: &Publication<'_>) -> Result<Vec<u8>, WriteError> {
    let mut styles = Styles::default();
    document(publication, &mut styles, FILE)
}

/// A publication as a KMZ archive: the document of [`kml()`], and the symbols of the map, a shape for the type of an incident and a
/// filling for its status.
///
/// # Errors
///
/// When the document cannot be written as XML, a symbol cannot be drawn, or the archive cannot be packed.
pub fn kmz(publication: &Publication<'_>) -> Result<Vec<u8>, WriteError> {
    let mut styles = Styles::of_archive();
    let mut files = vec![(INSIDE.to_owned(), document(publication, &mut styles, PACKED)?)];
    files.extend(styles.icons()?);
    packed(PACKED, &files)
}

fn document(publication: &Publication<'_>, styles: &mut Styles, what: &str) -> Result<Vec<u8>, WriteError> {
    let balloons = Balloons::new(publication.layers);
    let folders: Vec<Element> = publication.layers.iter().map(|layer| folder(layer, &balloons, styles)).collect();
    // The order of the elements is the schema's.
    let document = Element::new("Document")
        .containing(Element::new("name").saying(title::of(publication)))
        .containing(Element::new("open").saying("1"))
        .containing(Element::new("description").saying(about(publication)))
        .containing_all(styles.elements())
        .containing_all(publication.layers.iter().filter(|_| !styles.packed).map(schema))
        .containing_all(folders);
    let written = Element::new("kml").with("xmlns", NAMESPACE).containing(document).document(what, None)?;
    Ok(written.into_bytes())
}

/// What a reader must know of the map, as HTML.
fn about(publication: &Publication<'_>) -> String {
    let sources: Vec<String> =
        title::sources(publication).iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
    let (disclaimer, attribution) = (escaped(DISCLAIMER), escaped(ATTRIBUTION));
    format!("<p>{disclaimer}</p><ul>{}</ul><p>{attribution}</p>", sources.concat())
}

/// The columns of a layer and their types.
fn schema(layer: &Layer) -> Element {
    let fields = layer.schema.iter().enumerate().map(|(number, field)| {
        let kind = match field.kind {
            Type::Integer if short(layer, number) => "int",
            Type::Integer | Type::Real { .. } => "double",
            Type::Bool => "bool",
            // KML's data knows no days.
            Type::Text | Type::Date | Type::DateTime => "string",
        };
        Element::new("SimpleField")
            .with_all([("type", kind), ("name", field.name)])
            .containing(Element::new("displayName").saying(field.alias))
    });
    Element::new("Schema").with_all([("name", layer.name), ("id", layer.name)]).containing_all(fields)
}

/// Whether all numbers of a column fit KML's whole numbers, which have 32 bits.
fn short(layer: &Layer, column: usize) -> bool {
    let number = |feature: Feature| feature.values.get(column).and_then(Value::as_integer);
    let numbers = layer.features.iter().filter_map(number);
    numbers.map(i32::try_from).all(|number| number.is_ok())
}

fn folder(layer: &Layer, balloons: &Balloons<'_>, styles: &mut Styles) -> Element {
    Element::new("Folder")
        .containing(Element::new("name").saying(layer.title))
        .containing(Element::new("description").saying(escaped(layer.doc)))
        .containing_all(layer.features.iter().map(|feature| placemark(layer, &feature, balloons, styles)))
}

fn placemark(layer: &Layer, feature: &Feature, balloons: &Balloons<'_>, styles: &mut Styles) -> Element {
    Element::new("Placemark")
        .containing(Element::new("name").saying(&feature.label))
        // Without it viewers put the beginning of the balloon into the list.
        .containing(Element::new("Snippet").with("maxLines", "0"))
        .containing(Element::new("description").saying(balloons.html(layer, feature)))
        .containing_all(time::element(layer, feature))
        .containing(Element::new("styleUrl").saying(format!("#{}", styles.id(layer, feature))))
        .containing(data(layer, feature, styles.packed))
        .containing_all(feature.geometry.as_ref().and_then(geometry::element))
}

/// The columns of a feature; what is not known is left out.
fn data(layer: &Layer, feature: &Feature, packed: bool) -> Element {
    let cells = layer.schema.iter().zip(&feature.values);
    let known = cells.filter_map(|(field, value)| Some((field, written(field, value)?)));
    let data = Element::new("ExtendedData");
    if packed {
        return data.containing_all(known.map(|(field, value)| {
            Element::new("Data")
                .with("name", field.name)
                .containing(Element::new("displayName").saying(field.alias))
                .containing(Element::new("value").saying(value))
        }));
    }
    let cell = |(field, value): (&Field, String)| Element::new("SimpleData").with("name", field.name).saying(value);
    let typed = Element::new("SchemaData").with("schemaUrl", format!("#{}", layer.name));
    data.containing(typed.containing_all(known.map(cell)))
}

/// A value in its column as text; `None` when it is not known.
fn written(field: &Field, value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => field.kind.rounded(*number).to_string(),
        Value::Date(day) => day.to_string(),
        Value::DateTime(moment) => moment.to_string(),
        // Both forms are XML Schema's; GDAL reads this one.
        Value::Bool(yes) => u8::from(*yes).to_string(),
    })
}

//! Layers: what a map shows, as tables of features with one geometry kind and one schema each; and the tables beside them.
//!
//! Owns the schemas, the merging of what several reports say about one area, the geometry that a map can hold, and the
//! columns of the incidents as HXL and ACLED name them. Knows nothing of file formats: [`crate::write`] turns a [`Layer`] or
//! a [`Table`] into a file.
//!
//! A layer keeps **one geometry kind** and **one type a property**, because QGIS loses what does not fit its column.
//! Lists become text joined by `"; "`; unknown is null, never 0 or an empty text.
//!
//! ```
//! use reportmap::{gazetteer::Gazetteer, layer};
//! let layers = layer::layers(&[], &Gazetteer::embedded());
//! let names: Vec<_> = layers.iter().map(|layer| layer.name).collect();
//! assert_eq!(names, ["incidents", "infrastructure", "infrastructure_points", "places", "areas", "lines", "reports"]);
//! let tables: Vec<_> = layers.tables().iter().map(|table| table.name).collect();
//! assert_eq!(tables, ["incidents", "acled", "exposed", "claims", "sources"]);
//! ```

mod antimeridian;
mod areas;
mod column;
mod ids;
mod incidents;
mod infrastructure;
mod origin;
mod pcodes;
mod places;
mod reports;
pub mod style;
mod table;
mod told;
mod value;
mod words;

pub use table::{Exposure, Table};
pub use value::{Field, Type, Value};

use crate::analysis::Analysis;
use crate::gazetteer::Gazetteer;
use crate::geography::{Shape, bbox};
use crate::merge::{self, Event, Merging};
use ids::Ids;

/// The one kind of geometry that a layer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeometryKind {
    /// Points.
    Point,
    /// Lines; one part or several.
    MultiLineString,
    /// Areas; one part or several.
    MultiPolygon,
}

impl GeometryKind {
    /// The name of RFC 7946 §1.4 and of OGC Simple Features.
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "Point",
            Self::MultiLineString => "MultiLineString",
            Self::MultiPolygon => "MultiPolygon",
        }
    }

    /// Whether a geometry is of this kind.
    pub fn holds(self, shape: &Shape) -> bool {
        use geo::Geometry;
        matches!(
            (self, shape.geometry()),
            (Self::Point, Geometry::Point(_))
                | (Self::MultiLineString, Geometry::MultiLineString(_))
                | (Self::MultiPolygon, Geometry::MultiPolygon(_))
        )
    }
}

/// A feature: a row of its layer, with or without a place on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Unique in its layer, the same on every run over the same reports.
    pub id: String,
    /// What to call it on a map: a few words.
    pub label: String,
    /// What to say of it when it is asked: a sentence or two.
    pub summary: String,
    /// Of the layer's kind; `None` when it has no place on the map.
    pub geometry: Option<Shape>,
    /// In the order of the layer's schema.
    pub values: Vec<Value>,
}

/// A table of features.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Names the layer in files: `incidents`.
    pub name: &'static str,
    /// Names the layer to people: `Incidents`.
    pub title: &'static str,
    /// What is in it.
    pub doc: &'static str,
    /// The one kind of its geometries.
    pub geometry: GeometryKind,
    /// Its columns.
    pub schema: Vec<Field>,
    /// Its rows, sorted.
    pub features: Vec<Feature>,
}

/// A row on its way into a layer.
struct Row {
    id: String,
    label: String,
    summary: String,
    geometry: Option<Shape>,
    values: Vec<Value>,
}

/// The first column of every layer.
const ID: Field = Field {
    name: "id",
    alias: "Id",
    kind: Type::Text,
    doc: "Unique in the layer, the same on every run over the same reports",
};

impl Layer {
    /// A layer without rows; `schema` without the id, which every layer has.
    fn new(
        name: &'static str,
        title: &'static str,
        doc: &'static str,
        geometry: GeometryKind,
        schema: Vec<Field>,
    ) -> Self {
        let schema = std::iter::once(ID).chain(schema).collect();
        Self { name, title, doc, geometry, schema, features: Vec::new() }
    }

    /// The layer with rows. An id that comes twice gets a number; a geometry of another kind is left out.
    fn with(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        let mut ids = Ids::default();
        for row in rows {
            let id = ids.give(&row.id);
            let values = std::iter::once(Value::Text(id.clone())).chain(row.values).collect();
            let geometry = row.geometry.filter(|shape| self.geometry.holds(shape));
            self.features.push(Feature { id, label: row.label, summary: row.summary, geometry, values });
        }
        self
    }

    /// The value of a feature in the column with a name; [`Value::Null`] when the layer has no such column.
    pub fn value<'a>(&self, feature: &'a Feature, field: &str) -> &'a Value {
        let column = self.schema.iter().position(|f| f.name == field);
        column.and_then(|i| feature.values.get(i)).unwrap_or(&Value::Null)
    }
}

/// The layers of a map, in the order in which they lie upon each other: the first on top; and the tables beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Layers {
    layers: Vec<Layer>,
    tables: Vec<Table>,
}

impl Layers {
    /// All layers, the top one first.
    pub fn iter(&self) -> std::slice::Iter<'_, Layer> {
        self.layers.iter()
    }

    /// The layer with a name.
    pub fn get(&self, name: &str) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.name == name)
    }

    /// The tables beside the layers: `incidents`, `acled`, `exposed`, `claims`, `sources`.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// West, south, east and north of what the map is about: of incidents, infrastructure and lines, or, where there are none,
    /// of places and reports; west is greater than east over the antimeridian. `None` when nothing has a place.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let around = |names: &[&str]| {
            let features = names.iter().filter_map(|name| self.get(name)).flat_map(|layer| &layer.features);
            bbox::around(features.filter_map(|feature| feature.geometry.as_ref()))
        };
        around(&["incidents", "infrastructure", "infrastructure_points", "lines"])
            .or_else(|| around(&["places", "areas", "reports"]))
    }

    /// The table with a name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}

impl<'a> IntoIterator for &'a Layers {
    type Item = &'a Layer;
    type IntoIter = std::slice::Iter<'a, Layer>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Makes the layers of some analyses, and the tables beside them, the same whatever the order of the analyses; what several
/// reports tell is one incident. Of the gazetteer only the geometry of places and assets, the published facts of assets and
/// the names of countries are used.
pub fn layers(analyses: &[Analysis], gazetteer: &Gazetteer) -> Layers {
    let sorted = merge::in_order(analyses);
    layers_of(&sorted, &merge::events(&sorted, Merging::default()), Exposure::default(), gazetteer)
}

/// [`layers`] of some analyses in order ([`merge::in_order`]) and their events, with what counts as exposed.
pub fn layers_of(analyses: &[&Analysis], events: &[Event<'_>], exposure: Exposure, gazetteer: &Gazetteer) -> Layers {
    // A reprint is a report and tells nothing of its own.
    let own: Vec<&Analysis> = analyses.iter().filter(|a| a.duplicate_of.is_none()).copied().collect();
    let [lines, points] = infrastructure::layers(&own, gazetteer);
    let [areas, borders] = areas::layers(&own, gazetteer);
    let (places, reports) = (places::layer(&own), reports::layer(analyses));
    let mut layers = vec![incidents::layer(events), lines, points, places, areas, borders, reports];
    pcodes::add(&mut layers, gazetteer);
    Layers { layers, tables: table::tables(events, exposure, gazetteer) }
}

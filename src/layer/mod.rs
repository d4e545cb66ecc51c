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
mod rows;
pub mod style;
mod table;
mod told;
mod value;
mod words;

pub(crate) use rows::read_at;
pub use rows::{Iter, Packed, Room, Rows};
pub use table::{Exposure, Table};
pub use value::{Field, Type, Value};

use crate::analysis::{Analyses, Analysis};
use crate::gazetteer::Gazetteer;
use crate::geography::{Shape, bbox};
use crate::merge::{self, Event, Groups, Merging, Source, Telling};
use ids::Ids;
pub(crate) use ids::mark;

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
    pub features: Rows<Feature>,
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

/// A layer on its way: its rows come one after the other.
struct Filling {
    layer: Layer,
    ids: Ids,
}

impl Filling {
    /// Adds a row. An id that comes twice gets a number; a geometry of another kind is left out.
    fn add(&mut self, row: Row) {
        let id = self.ids.give(&row.id);
        let values = std::iter::once(Value::Text(id.clone())).chain(row.values).collect();
        let geometry = row.geometry.filter(|shape| self.layer.geometry.holds(shape));
        self.layer.features.push(&Feature { id, label: row.label, summary: row.summary, geometry, values });
    }
}

impl Layer {
    /// A layer without rows; `schema` without the id, which every layer has.
    fn new(
        name: &'static str,
        title: &'static str,
        doc: &'static str,
        geometry: GeometryKind,
        schema: Vec<Field>,
        room: &Room,
    ) -> Self {
        let schema = std::iter::once(ID).chain(schema).collect();
        Self { name, title, doc, geometry, schema, features: Rows::new(room) }
    }

    /// The layer, to be filled.
    fn filling(self) -> Filling {
        Filling { layer: self, ids: Ids::default() }
    }

    /// The layer with rows ([`Filling::add`]).
    fn with(self, rows: impl IntoIterator<Item = Row>) -> Self {
        let mut filling = self.filling();
        rows.into_iter().for_each(|row| filling.add(row));
        filling.layer
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
    room: Room,
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
            bbox::around(features.filter_map(|feature| feature.geometry))
        };
        around(&["incidents", "infrastructure", "infrastructure_points", "lines"])
            .or_else(|| around(&["places", "areas", "reports"]))
    }

    /// Where the rows are; writers put what they cannot hold there, too.
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// Whether all rows could be kept and read so far ([`Rows::sound`]).
    ///
    /// # Errors
    ///
    /// What the system said when one could not.
    pub fn sound(&self) -> std::io::Result<()> {
        self.layers.iter().try_for_each(|layer| layer.features.sound())?;
        self.tables.iter().try_for_each(|table| table.rows.sound())
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

/// What a map is made with beside reports and gazetteer.
#[derive(Debug, Clone, Default)]
pub struct Making {
    /// Whether incidents of several reports are brought together.
    pub merging: Merging,
    /// What counts as exposed.
    pub exposure: Exposure,
    /// Where rows are held.
    pub room: Room,
}

/// Makes the layers of some analyses, and the tables beside them, the same whatever the order of the analyses; what several
/// reports tell is one incident. Of the gazetteer only the geometry of places and assets, the published facts of assets and
/// the names of countries are used.
pub fn layers(analyses: &[Analysis], gazetteer: &Gazetteer) -> Layers {
    layers_of(&analyses, &Making::default(), gazetteer, |_| {})
}

/// [`layers`] of analyses that may lie on disk, made as asked; each event is shown to `each`, in the order of the layer of incidents.
/// What is held is little: rows go to their [`Room`], and of each analysis stays what the rule of [`crate::merge`] asks for.
pub fn layers_of(
    analyses: &dyn Analyses,
    making: &Making,
    gazetteer: &Gazetteer,
    mut each: impl FnMut(&Event<'_>),
) -> Layers {
    let room = &making.room;
    let order = merge::order(analyses);
    let told = told_by(analyses, &order, making.merging);
    let mut events = told.iter().peekable();
    let mut incidents = incidents::Incidents::new(room);
    let mut tables = table::Tables::new(room);
    let mut infrastructure = infrastructure::Assets::new(room);
    let (mut places, mut reports) = (places::Places::new(room), reports::Reports::new(room));
    let mut areas = areas::Footprints::default();
    for (number, at) in order.iter().enumerate() {
        let Some(analysis) = analyses.at(*at) else { continue };
        reports.add(&analysis);
        // A reprint is a report and tells nothing of its own.
        if analysis.duplicate_of.is_some() {
            continue;
        }
        places.add(&analysis);
        infrastructure.add(&analysis, gazetteer);
        areas.add(&analysis);
        // The events that this report is the first to tell.
        while let Some(told) = events.next_if(|told| told.first().is_some_and(|first| first.0 as usize == number)) {
            let tellings: Vec<Analysis> =
                told.iter().filter_map(|one| telling(analyses, &order, &analysis, number, *one)).collect();
            let sources = tellings.iter().filter_map(|a| Some(Source { analysis: a, incident: a.incidents.first()? }));
            if let Some(event) = Event::of(sources.collect()) {
                incidents.add(&event);
                tables.add(&event, gazetteer);
                each(&event);
            }
        }
    }
    let [lines, points] = infrastructure.layers();
    let [areas, borders] = areas.layers(gazetteer, room);
    let mut layers = vec![incidents.layer(), lines, points, places.layer(), areas, borders, reports.layer()];
    pcodes::add(&mut layers, gazetteer, room);
    Layers { layers, tables: tables.tables(making.exposure, gazetteer), room: room.clone() }
}

/// Who tells each event; reprints tell nothing.
fn told_by(analyses: &dyn Analyses, order: &[usize], merging: Merging) -> Vec<Vec<Telling>> {
    let mut groups = Groups::default();
    for (number, at) in order.iter().enumerate() {
        if let Some(analysis) = analyses.at(*at).filter(|analysis| analysis.duplicate_of.is_none()) {
            groups.add(number, &analysis.incidents, merging);
        }
    }
    groups.into_told()
}

/// A report with nothing but one of its incidents and the mention that this is located by: of an event that ten thousand reports
/// tell, so much of each is held.
fn telling(
    analyses: &dyn Analyses,
    order: &[usize],
    open: &Analysis,
    open_number: usize,
    (report, number): Telling,
) -> Option<Analysis> {
    let read = if report as usize == open_number { None } else { Some(analyses.at(*order.get(report as usize)?)?) };
    let analysis = read.as_deref().unwrap_or(open);
    let incident = analysis.incidents.get(number as usize)?;
    let mention = incident.place_id.as_ref().and_then(|id| {
        analysis.toponyms.iter().find(|toponym| toponym.place.as_ref().is_some_and(|place| place.id == *id))
    });
    let incidents = vec![incident.clone()];
    Some(Analysis { incidents, toponyms: mention.cloned().into_iter().collect(), ..analysis.bare() })
}

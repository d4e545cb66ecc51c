//! Layers `areas` and `lines`: the regions, administrative areas and borders that mentions and incidents refer to, one
//! feature a geometry, merged over all reports. A line stands in both: as itself, and as the corridor around it.

use super::column::{Column, integer, km, metres, schema, share, text, values, yes_no};
use super::origin::{self, Origin};
use super::{GeometryKind, Layer, Room, Row, Value, antimeridian, mark, places, words};
use crate::analysis::Analysis;
use crate::gazetteer::{Gazetteer, PlaceId, hex};
use crate::geography::{Metres, Shape, corridor, size};
use crate::incident::{Evidence, Incident};
use crate::recognize::Role;
use crate::resolve::Toponym;
use geo::{CoordsIter, Geodesic, GeodesicArea, Geometry, Length, MultiLineString, MultiPolygon};
use sha2::{Digest, Sha256};
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// Half the width of the corridor around a line: how far the 1:10m lines of the gazetteer may lie from the true ones.
const HALF_WIDTH: Metres = Metres(2_000.0);

/// The most corners of one feature: about 80 kB of GeoJSON.
const MOST_CORNERS: usize = 4_000;

/// The feature code of GeoNames for a boundary.
const BORDER: &str = "BDRY";

/// A geometry, with what is said of all that refers to it.
struct Footprint {
    place_id: Option<PlaceId>,
    shape: Shape,
    /// Of the first mention, its report alone and what is said of its place.
    mention: Option<(Analysis, Toponym)>,
    /// Of the first incident, its report alone, its first words and the name of its place.
    incident: Option<(Analysis, Option<Evidence>, Option<String>)>,
    /// The radius of the first incident that has one.
    precision: Option<Metres>,
    /// Whether it is a place of the gazetteer as a whole: some mention names it.
    whole: bool,
    border: bool,
    surest: Option<f64>,
    mentions: usize,
    incidents: usize,
    reports: usize,
    last_report: Option<String>,
    surfaces: Listed,
    mention_ids: Listed,
    incident_ids: Listed,
    report_ids: Listed,
}

/// A list as its column has it ([`Value::list`]), an item after the other.
#[derive(Default)]
struct Listed {
    joined: String,
    known: HashSet<u128>,
}

impl Listed {
    fn add(&mut self, item: &str) {
        if !item.is_empty() && self.known.insert(mark(item)) {
            if !self.joined.is_empty() {
                self.joined.push_str("; ");
            }
            self.joined.push_str(item);
        }
    }

    fn value(&self) -> Value {
        self.joined.as_str().into()
    }
}

/// A footprint as it is drawn.
struct Drawn<'a> {
    footprint: &'a Footprint,
    id: String,
    shape: Shape,
    simplified: bool,
    /// Square metres of an area, metres of a line; square metres of the corridor around a line.
    measure: f64,
}

/// Every geometry that is more than a point, once, with what refers to it.
#[derive(Default)]
pub(super) struct Footprints {
    all: Vec<Footprint>,
    /// Those that may be equal.
    known: HashMap<u64, Vec<usize>>,
    /// How many a place has.
    of_place: HashMap<Option<PlaceId>, usize>,
}

impl Footprints {
    /// Adds what a report refers to; reports come in their order.
    pub fn add(&mut self, analysis: &Analysis) {
        for toponym in analysis.toponyms.iter().filter(|t| t.role.locates()) {
            let Some(shape) = toponym.geometry.as_ref().filter(|s| extends(s)) else { continue };
            let place_id = toponym.place.as_ref().map(|place| &place.id);
            self.entry(place_id, shape).mentioned(analysis, toponym);
        }
        for incident in &analysis.incidents {
            let Some(shape) = incident.geometry.as_ref().filter(|s| extends(s)) else { continue };
            self.entry(incident.place_id.as_ref(), shape).located(analysis, incident);
        }
    }

    fn entry(&mut self, place_id: Option<&PlaceId>, shape: &Shape) -> &mut Footprint {
        let alike = self.known.entry(likeness(place_id, shape)).or_default();
        let same = |f: &Footprint| f.place_id.as_ref() == place_id && f.shape == *shape;
        let at = alike.iter().copied().find(|at| self.all.get(*at).is_some_and(same));
        let at = at.unwrap_or_else(|| {
            alike.push(self.all.len());
            *self.of_place.entry(place_id.cloned()).or_default() += 1;
            self.all.push(Footprint::new(place_id, shape));
            self.all.len() - 1
        });
        &mut self.all[at]
    }

    /// The areas (with the corridors around the lines) and the lines, the largest first, so that small ones lie on top.
    /// An analysis holds the outline of a whole place with few corners; here the gazetteer gives all of them.
    pub fn layers(&self, gazetteer: &Gazetteer, room: &Room) -> [Layer; 2] {
        let (mut areas, mut lines) = (Vec::new(), Vec::new());
        for footprint in &self.all {
            let id = self.id(footprint);
            let (polygons, strings) = footprint.drawn(gazetteer).unwrap_or_else(|| parts(footprint.shape.geometry()));
            if !polygons.0.is_empty() {
                areas.extend(area(footprint, id.clone(), polygons));
            }
            if !strings.0.is_empty() {
                areas.extend(around(footprint, id.clone(), &strings));
                lines.extend(line(footprint, id, strings));
            }
        }
        for drawn in [&mut areas, &mut lines] {
            drawn.sort_by(|a, b| b.measure.total_cmp(&a.measure).then_with(|| a.id.cmp(&b.id)));
        }
        [area_layer(&areas, room), line_layer(&lines, room)]
    }

    /// The place's own id for the place as a whole, with a mark made of the geometry for a part of it or its surroundings.
    fn id(&self, footprint: &Footprint) -> String {
        let alone = self.of_place.get(&footprint.place_id) == Some(&1);
        match &footprint.place_id {
            Some(id) if footprint.whole || alone => id.0.clone(),
            Some(id) => format!("{id}#{}", json_mark(&footprint.shape)),
            None => format!("area#{}", json_mark(&footprint.shape)),
        }
    }
}

/// The same for equal footprints.
fn likeness(place_id: Option<&PlaceId>, shape: &Shape) -> u64 {
    let mut hasher = DefaultHasher::new();
    place_id.hash(&mut hasher);
    for corner in shape.geometry().coords_iter() {
        // Adding 0 makes -0 the 0 that it equals.
        ((corner.x + 0.0).to_bits(), (corner.y + 0.0).to_bits()).hash(&mut hasher);
    }
    hasher.finish()
}

fn area_layer(areas: &[Drawn<'_>], room: &Room) -> Layer {
    let size = km("area_km2", "Area (km²)", "Square kilometres, geodesic", |d: &Drawn<'_>| (d.measure / 1e6).into());
    layer(
        "areas",
        "Areas",
        "Regions, administrative areas, areas of uncertainty and corridors along borders that incidents or mentions refer to",
        GeometryKind::MultiPolygon,
        columns(size),
        areas,
        room,
    )
}

fn line_layer(lines: &[Drawn<'_>], room: &Room) -> Layer {
    let size = km("length_km", "Length (km)", "Kilometres, geodesic", |d: &Drawn<'_>| Metres(d.measure).as_km().into());
    layer(
        "lines",
        "Borders and lines",
        "Borders, coasts, rivers and other lines that incidents or mentions refer to",
        GeometryKind::MultiLineString,
        columns(size),
        lines,
        room,
    )
}

fn layer<'a>(
    name: &'static str,
    title: &'static str,
    doc: &'static str,
    kind: GeometryKind,
    what: Vec<Column<Drawn<'a>>>,
    rows: &[Drawn<'a>],
    room: &Room,
) -> Layer {
    let whence = origin::columns();
    let fields = schema(&what).into_iter().chain(schema(&whence)).collect();
    Layer::new(name, title, doc, kind, fields, room).with(rows.iter().filter_map(|drawn| {
        let origin = drawn.footprint.origin()?;
        Some(Row {
            id: drawn.id.clone(),
            label: words::capital(&drawn.footprint.name()),
            summary: summary(drawn.footprint),
            geometry: Some(drawn.shape.clone()),
            values: values(&what, drawn).into_iter().chain(values(&whence, &origin)).collect(),
        })
    }))
}

fn extends(shape: &Shape) -> bool {
    let on_earth = shape.bbox().is_some_and(|bbox| bbox.iter().all(|degrees| degrees.is_finite()));
    on_earth && is_extended(shape.geometry())
}

/// Whether a geometry is, or holds, a line or an area.
fn is_extended(geometry: &Geometry<f64>) -> bool {
    match geometry {
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => true,
        Geometry::LineString(_) | Geometry::MultiLineString(_) => true,
        Geometry::GeometryCollection(several) => several.iter().any(is_extended),
        _ => false,
    }
}

/// The polygons and the lines of a geometry.
fn parts(geometry: &Geometry<f64>) -> (MultiPolygon<f64>, MultiLineString<f64>) {
    let (mut polygons, mut lines) = (Vec::new(), Vec::new());
    match geometry {
        Geometry::Polygon(one) => polygons.push(one.clone()),
        Geometry::MultiPolygon(many) => polygons.extend(many.iter().cloned()),
        Geometry::LineString(one) => lines.push(one.clone()),
        Geometry::MultiLineString(many) => lines.extend(many.iter().cloned()),
        Geometry::GeometryCollection(several) => {
            for (more_polygons, more_lines) in several.iter().map(parts) {
                polygons.extend(more_polygons);
                lines.extend(more_lines);
            }
        }
        _ => {}
    }
    lines.retain(|line| line.0.len() >= 2);
    (MultiPolygon(polygons), MultiLineString(lines))
}

/// Eight hexadecimal digits that differ from geometry to geometry.
fn json_mark(shape: &Shape) -> String {
    let json = serde_json::to_vec(shape).unwrap_or_default();
    hex(&Sha256::digest(json)).chars().take(8).collect()
}

fn area<'a>(footprint: &'a Footprint, id: String, polygons: MultiPolygon<f64>) -> Option<Drawn<'a>> {
    let drawn_here = !footprint.whole;
    let cut = antimeridian::cut(polygons, drawn_here);
    let (small, simplified) = size::capped_area(cut, MOST_CORNERS);
    let (shape, measure) =
        sized(if drawn_here || simplified { size::valid(small) } else { small }, drawn_here || simplified)?;
    Some(Drawn { footprint, id, shape, simplified, measure })
}

fn around<'a>(footprint: &'a Footprint, id: String, lines: &MultiLineString<f64>) -> Option<Drawn<'a>> {
    let (lines, _) = size::capped_lines(lines.clone(), MOST_CORNERS);
    let band = antimeridian::cut(corridor(&lines, HALF_WIDTH), false);
    let (small, simplified) = size::capped_area(band, MOST_CORNERS);
    let (shape, measure) = sized(size::valid(small), true)?;
    Some(Drawn { footprint, id, shape, simplified, measure })
}

fn line<'a>(footprint: &'a Footprint, id: String, lines: MultiLineString<f64>) -> Option<Drawn<'a>> {
    let (small, simplified) = size::capped_lines(lines, MOST_CORNERS);
    let measure = Geodesic.length(&small);
    let shape = Shape::new(Geometry::MultiLineString(small));
    Some(Drawn { footprint, id, shape, simplified, measure })
}

/// The shape of an area and its square metres; `None` when rounding leaves nothing of it.
fn sized(area: MultiPolygon<f64>, drawn: bool) -> Option<(Shape, f64)> {
    let shape = if drawn { Shape::sound(area) } else { Shape::new(Geometry::MultiPolygon(area)) };
    let Geometry::MultiPolygon(rounded) = shape.geometry() else { return None };
    let measure = rounded.geodesic_area_unsigned();
    (!rounded.0.is_empty()).then_some((shape, measure))
}

impl Footprint {
    fn new(place_id: Option<&PlaceId>, shape: &Shape) -> Self {
        Self {
            place_id: place_id.cloned(),
            shape: shape.clone(),
            mention: None,
            incident: None,
            precision: None,
            whole: false,
            border: false,
            surest: None,
            mentions: 0,
            incidents: 0,
            reports: 0,
            last_report: None,
            surfaces: Listed::default(),
            mention_ids: Listed::default(),
            incident_ids: Listed::default(),
            report_ids: Listed::default(),
        }
    }

    fn mentioned(&mut self, analysis: &Analysis, toponym: &Toponym) {
        let bare = || Toponym { alternatives: Vec::new(), evidence: Vec::new(), geometry: None, ..toponym.clone() };
        self.mention.get_or_insert_with(|| (analysis.bare(), bare()));
        self.mentions += 1;
        self.whole |= toponym.role == Role::Literal;
        self.border |= toponym.place.as_ref().is_some_and(|place| place.feature_code == BORDER);
        self.surest = [self.surest, Some(toponym.confidence)].into_iter().flatten().max_by(f64::total_cmp);
        self.surfaces.add(&toponym.surface);
        self.mention_ids.add(&places::id(analysis, toponym.span));
        self.told(analysis);
    }

    fn located(&mut self, analysis: &Analysis, incident: &Incident) {
        let first = || (analysis.bare(), incident.evidence.first().cloned(), incident.place_name.clone());
        self.incident.get_or_insert_with(first);
        self.precision = self.precision.or(incident.precision_m);
        self.incidents += 1;
        self.incident_ids.add(&incident.id);
        self.told(analysis);
    }

    /// Reports come by their ids: one is new when it is not the last.
    fn told(&mut self, analysis: &Analysis) {
        if self.last_report.as_ref() != Some(&analysis.id) {
            self.reports += 1;
            self.report_ids.add(&analysis.id);
            self.last_report = Some(analysis.id.clone());
        }
    }

    /// The polygons or the lines of a whole place as the gazetteer has them.
    fn drawn(&self, gazetteer: &Gazetteer) -> Option<(MultiPolygon<f64>, MultiLineString<f64>)> {
        let place = gazetteer.by_id(self.place_id.as_ref().filter(|_| self.whole)?)?;
        match gazetteer.area(place) {
            Some(area) => Some((area, MultiLineString(Vec::new()))),
            None => Some((MultiPolygon(Vec::new()), gazetteer.line(place)?)),
        }
    }

    fn is_line(&self) -> bool {
        matches!(self.shape.geometry(), Geometry::LineString(_) | Geometry::MultiLineString(_))
    }

    fn toponym(&self) -> Option<&Toponym> {
        self.mention.as_ref().map(|(_, toponym)| toponym)
    }

    fn name(&self) -> String {
        let place = self.toponym().and_then(|t| t.place.as_ref()).map(|place| &place.name);
        let located = self.incident.as_ref().and_then(|(_, _, place)| place.as_ref());
        let surface = self.toponym().map(|t| &t.surface);
        place.or(located).or(surface).cloned().unwrap_or_else(|| "area".to_owned())
    }

    fn kind(&self) -> &'static str {
        let level = self.toponym().and_then(|t| t.place.as_ref()).map(|place| words::level(place.level));
        match level {
            _ if self.border => "border",
            _ if self.is_line() => "line",
            Some(level) if self.whole => level,
            _ => "uncertainty",
        }
    }

    fn origin(&self) -> Option<Origin<'_>> {
        let mention = self.mention.as_ref().map(|(analysis, t)| Origin::new(analysis, t.span, &t.surface));
        let located = || {
            let (analysis, evidence, _) = self.incident.as_ref()?;
            Some(Origin { analysis, quote: evidence.as_ref().map(|e| (e.span, e.text.as_str())) })
        };
        mention.or_else(located)
    }

    fn precision(&self) -> Option<Metres> {
        self.toponym().map(|t| t.precision_m).or(self.precision)
    }
}

fn columns<'a>(size: Column<Drawn<'a>>) -> Vec<Column<Drawn<'a>>> {
    let mut columns = place();
    columns.push(size);
    columns.extend(references());
    columns
}

fn place<'a>() -> Vec<Column<Drawn<'a>>> {
    vec![
        text("name", "Name", "Name of the place; both names where two are in use", |d| d.footprint.name().into()),
        text(
            "kind",
            "Kind",
            "continent, region, country, admin1, admin2, place, site; border or line; uncertainty for where a place may lie",
            |d| d.footprint.kind().into(),
        ),
        text("place_id", "Place id", "Id of the place, with its source", |d| d.footprint.place_id.as_ref().into()),
        text("feature_class", "Feature class", "GeoNames feature class letter", |d| {
            d.footprint.toponym().and_then(|t| t.place.as_ref()).map(|p| p.feature_class.letter().to_string()).into()
        }),
        text("feature_code", "Feature code", "GeoNames feature code; BDRY for a border", |d| {
            d.footprint.toponym().and_then(|t| t.place.as_ref()).map(|p| &p.feature_code).into()
        }),
        text("country", "Country", "ISO 3166-1 alpha-2 of the country it lies in, where it is one", |d| {
            d.footprint.toponym().and_then(|t| t.place.as_ref()).and_then(|p| p.country.as_ref()).into()
        }),
        metres("precision_m", "Radius (m)", "Metres: the radius within which what is meant may lie", |d| {
            d.footprint.precision().into()
        }),
        share("confidence", "Confidence", "How sure we are of the place where we are surest, 0 to 1", |d| {
            d.footprint.surest.into()
        }),
        yes_no("simplified", "Simplified", "Whether corners were left out to keep the file small", |d| {
            d.simplified.into()
        }),
    ]
}

fn references<'a>() -> Vec<Column<Drawn<'a>>> {
    vec![
        integer("mention_count", "Mentions", "How many mentions refer to it", |d| d.footprint.mentions.into()),
        integer("incident_count", "Incidents", "How many incidents are located by it", |d| {
            d.footprint.incidents.into()
        }),
        integer("report_count", "Reports", "How many reports refer to it", |d| d.footprint.reports.into()),
        text("surfaces", "Words", "The words of the reports for it, each once", |d| d.footprint.surfaces.value()),
        text(
            "incident_ids",
            "Incidents, ids",
            "Ids of the incidents that are located by it; see layer incidents",
            |d| d.footprint.incident_ids.value(),
        ),
        text("mention_ids", "Mentions, ids", "Ids of the mentions that refer to it; see layer places", |d| {
            d.footprint.mention_ids.value()
        }),
        text(
            "report_ids",
            "Reports, ids",
            "All reports that refer to it; the columns from report_id on are of the first",
            |d| d.footprint.report_ids.value(),
        ),
    ]
}

fn summary(footprint: &Footprint) -> String {
    let (mentions, incidents) = (footprint.mentions, footprint.incidents);
    let kind = words::capital(footprint.kind());
    format!("{kind}. Mentions: {mentions}. Incidents: {incidents}.")
}

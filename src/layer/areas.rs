//! Layers `areas` and `lines`: the regions, administrative areas and borders that mentions and incidents refer to, one
//! feature a geometry, merged over all reports. A line stands in both: as itself, and as the corridor around it.

use super::column::{Column, integer, km, metres, schema, share, text, values, yes_no};
use super::origin::{self, Origin};
use super::{GeometryKind, Layer, Row, Value, antimeridian, places, words};
use crate::analysis::Analysis;
use crate::gazetteer::{Gazetteer, PlaceId, hex};
use crate::geography::{Metres, Shape, corridor, size};
use crate::incident::Incident;
use crate::recognize::Role;
use crate::resolve::Toponym;
use geo::{Geodesic, GeodesicArea, Geometry, Length, MultiLineString, MultiPolygon};
use sha2::{Digest, Sha256};

/// Half the width of the corridor around a line: how far the 1:10m lines of the gazetteer may lie from the true ones.
const HALF_WIDTH: Metres = Metres(2_000.0);

/// The most corners of one feature: about 80 kB of GeoJSON.
const MOST_CORNERS: usize = 4_000;

/// The feature code of GeoNames for a boundary.
const BORDER: &str = "BDRY";

/// A geometry, with all that refers to it.
struct Footprint<'a> {
    place_id: Option<&'a PlaceId>,
    shape: &'a Shape,
    mentions: Vec<(&'a Analysis, &'a Toponym)>,
    incidents: Vec<(&'a Analysis, &'a Incident)>,
}

/// A footprint as it is drawn.
struct Drawn<'a> {
    footprint: Footprint<'a>,
    id: String,
    shape: Shape,
    simplified: bool,
    /// Square metres of an area, metres of a line; square metres of the corridor around a line.
    measure: f64,
}

/// The areas (with the corridors around the lines) and the lines, the largest first, so that small ones lie on top.
/// An analysis holds the outline of a whole place with few corners; here the gazetteer gives all of them.
pub(super) fn layers(analyses: &[&Analysis], gazetteer: &Gazetteer) -> [Layer; 2] {
    let footprints = footprints(analyses);
    let ids = ids(&footprints);
    let (mut areas, mut lines) = (Vec::new(), Vec::new());
    for (footprint, id) in footprints.into_iter().zip(ids) {
        let (polygons, strings) = footprint.whole(gazetteer).unwrap_or_else(|| parts(footprint.shape.geometry()));
        if !polygons.0.is_empty() {
            areas.extend(area(footprint.again(), id.clone(), polygons));
        }
        if !strings.0.is_empty() {
            areas.extend(around(footprint.again(), id.clone(), &strings));
            lines.extend(line(footprint, id, strings));
        }
    }
    for drawn in [&mut areas, &mut lines] {
        drawn.sort_by(|a, b| b.measure.total_cmp(&a.measure).then_with(|| a.id.cmp(&b.id)));
    }
    [area_layer(&areas), line_layer(&lines)]
}

fn area_layer(areas: &[Drawn<'_>]) -> Layer {
    let size = km("area_km2", "Area (km²)", "Square kilometres, geodesic", |d: &Drawn<'_>| (d.measure / 1e6).into());
    layer(
        "areas",
        "Areas",
        "Regions, administrative areas, areas of uncertainty and corridors along borders that incidents or mentions refer to",
        GeometryKind::MultiPolygon,
        columns(size),
        areas,
    )
}

fn line_layer(lines: &[Drawn<'_>]) -> Layer {
    let size = km("length_km", "Length (km)", "Kilometres, geodesic", |d: &Drawn<'_>| Metres(d.measure).as_km().into());
    layer(
        "lines",
        "Borders and lines",
        "Borders, coasts, rivers and other lines that incidents or mentions refer to",
        GeometryKind::MultiLineString,
        columns(size),
        lines,
    )
}

fn layer<'a>(
    name: &'static str,
    title: &'static str,
    doc: &'static str,
    kind: GeometryKind,
    what: Vec<Column<Drawn<'a>>>,
    rows: &[Drawn<'a>],
) -> Layer {
    let whence = origin::columns();
    let fields = schema(&what).into_iter().chain(schema(&whence)).collect();
    Layer::new(name, title, doc, kind, fields).with(rows.iter().filter_map(|drawn| {
        let origin = drawn.footprint.origin()?;
        Some(Row {
            id: drawn.id.clone(),
            label: words::capital(&drawn.footprint.name()),
            summary: summary(&drawn.footprint),
            geometry: Some(drawn.shape.clone()),
            values: values(&what, drawn).into_iter().chain(values(&whence, &origin)).collect(),
        })
    }))
}

/// Every geometry that is more than a point, once, with what refers to it.
fn footprints<'a>(analyses: &[&'a Analysis]) -> Vec<Footprint<'a>> {
    let mut all: Vec<Footprint<'a>> = Vec::new();
    for analysis in analyses {
        for toponym in analysis.toponyms.iter().filter(|t| t.role.locates()) {
            let Some(shape) = toponym.geometry.as_ref().filter(|s| extends(s)) else { continue };
            let place_id = toponym.place.as_ref().map(|place| &place.id);
            entry(&mut all, place_id, shape).mentions.push((analysis, toponym));
        }
        for incident in &analysis.incidents {
            let Some(shape) = incident.geometry.as_ref().filter(|s| extends(s)) else { continue };
            entry(&mut all, incident.place_id.as_ref(), shape).incidents.push((analysis, incident));
        }
    }
    all
}

fn entry<'m, 'a>(
    all: &'m mut Vec<Footprint<'a>>,
    place_id: Option<&'a PlaceId>,
    shape: &'a Shape,
) -> &'m mut Footprint<'a> {
    let known = all.iter().position(|f| f.place_id == place_id && f.shape == shape);
    let at = known.unwrap_or_else(|| {
        all.push(Footprint { place_id, shape, mentions: Vec::new(), incidents: Vec::new() });
        all.len() - 1
    });
    &mut all[at]
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

/// An id for each: the place's own for the place as a whole, with a mark made of the geometry for a part of it or its
/// surroundings.
fn ids(footprints: &[Footprint<'_>]) -> Vec<String> {
    footprints
        .iter()
        .map(|footprint| {
            let alone = || footprints.iter().filter(|f| f.place_id == footprint.place_id).count() == 1;
            match footprint.place_id {
                Some(id) if footprint.is_whole() || alone() => id.0.clone(),
                Some(id) => format!("{id}#{}", mark(footprint.shape)),
                None => format!("area#{}", mark(footprint.shape)),
            }
        })
        .collect()
}

/// Eight hexadecimal digits that differ from geometry to geometry.
fn mark(shape: &Shape) -> String {
    let json = serde_json::to_vec(shape).unwrap_or_default();
    hex(&Sha256::digest(json)).chars().take(8).collect()
}

fn area<'a>(footprint: Footprint<'a>, id: String, polygons: MultiPolygon<f64>) -> Option<Drawn<'a>> {
    let drawn_here = !footprint.is_whole();
    let cut = antimeridian::cut(polygons, drawn_here);
    let (small, simplified) = size::capped_area(cut, MOST_CORNERS);
    let (shape, measure) =
        sized(if drawn_here || simplified { size::valid(small) } else { small }, drawn_here || simplified)?;
    Some(Drawn { footprint, id, shape, simplified, measure })
}

fn around<'a>(footprint: Footprint<'a>, id: String, lines: &MultiLineString<f64>) -> Option<Drawn<'a>> {
    let (lines, _) = size::capped_lines(lines.clone(), MOST_CORNERS);
    let band = antimeridian::cut(corridor(&lines, HALF_WIDTH), false);
    let (small, simplified) = size::capped_area(band, MOST_CORNERS);
    let (shape, measure) = sized(size::valid(small), true)?;
    Some(Drawn { footprint, id, shape, simplified, measure })
}

fn line<'a>(footprint: Footprint<'a>, id: String, lines: MultiLineString<f64>) -> Option<Drawn<'a>> {
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

impl<'a> Footprint<'a> {
    /// The same once more: a line is drawn twice.
    fn again(&self) -> Self {
        let (mentions, incidents) = (self.mentions.clone(), self.incidents.clone());
        Self { place_id: self.place_id, shape: self.shape, mentions, incidents }
    }

    /// The polygons or the lines of a whole place as the gazetteer has them.
    fn whole(&self, gazetteer: &Gazetteer) -> Option<(MultiPolygon<f64>, MultiLineString<f64>)> {
        let place = gazetteer.by_id(self.place_id.filter(|_| self.is_whole())?)?;
        match gazetteer.area(place) {
            Some(area) => Some((area, MultiLineString(Vec::new()))),
            None => Some((MultiPolygon(Vec::new()), gazetteer.line(place)?)),
        }
    }

    /// Whether it is a place of the gazetteer as a whole: some mention names it.
    fn is_whole(&self) -> bool {
        self.mentions.iter().any(|(_, toponym)| toponym.role == Role::Literal)
    }

    fn is_line(&self) -> bool {
        matches!(self.shape.geometry(), Geometry::LineString(_) | Geometry::MultiLineString(_))
    }

    fn is_border(&self) -> bool {
        self.mentions.iter().any(|(_, t)| t.place.as_ref().is_some_and(|p| p.feature_code == BORDER))
    }

    fn toponym(&self) -> Option<&'a Toponym> {
        self.mentions.first().map(|(_, toponym)| *toponym)
    }

    fn name(&self) -> String {
        let place = self.toponym().and_then(|t| t.place.as_ref()).map(|place| &place.name);
        let located = self.incidents.first().and_then(|(_, incident)| incident.place_name.as_ref());
        let surface = self.toponym().map(|t| &t.surface);
        place.or(located).or(surface).cloned().unwrap_or_else(|| "area".to_owned())
    }

    fn kind(&self) -> &'static str {
        let level = self.toponym().and_then(|t| t.place.as_ref()).map(|place| words::level(place.level));
        match level {
            _ if self.is_border() => "border",
            _ if self.is_line() => "line",
            Some(level) if self.is_whole() => level,
            _ => "uncertainty",
        }
    }

    fn origin(&self) -> Option<Origin<'a>> {
        let mention = self.mentions.first().map(|(analysis, t)| Origin::new(analysis, t.span, &t.surface));
        let located = || {
            let (analysis, incident) = self.incidents.first()?;
            Some(Origin { analysis, quote: incident.evidence.first().map(|e| (e.span, e.text.as_str())) })
        };
        mention.or_else(located)
    }

    fn reports(&self) -> Vec<&'a String> {
        let mentioned = self.mentions.iter().map(|(analysis, _)| &analysis.id);
        let mut all: Vec<_> = mentioned.chain(self.incidents.iter().map(|(analysis, _)| &analysis.id)).collect();
        all.sort();
        all.dedup();
        all
    }

    fn precision(&self) -> Option<Metres> {
        let located = || self.incidents.iter().find_map(|(_, incident)| incident.precision_m);
        self.toponym().map(|t| t.precision_m).or_else(located)
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
        text("place_id", "Place id", "Id of the place, with its source", |d| d.footprint.place_id.into()),
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
            d.footprint.mentions.iter().map(|(_, t)| t.confidence).max_by(f64::total_cmp).into()
        }),
        yes_no("simplified", "Simplified", "Whether corners were left out to keep the file small", |d| {
            d.simplified.into()
        }),
    ]
}

fn references<'a>() -> Vec<Column<Drawn<'a>>> {
    vec![
        integer("mention_count", "Mentions", "How many mentions refer to it", |d| d.footprint.mentions.len().into()),
        integer("incident_count", "Incidents", "How many incidents are located by it", |d| {
            d.footprint.incidents.len().into()
        }),
        integer("report_count", "Reports", "How many reports refer to it", |d| d.footprint.reports().len().into()),
        text("surfaces", "Words", "The words of the reports for it, each once", |d| {
            Value::list(d.footprint.mentions.iter().map(|(_, t)| &t.surface))
        }),
        text(
            "incident_ids",
            "Incidents, ids",
            "Ids of the incidents that are located by it; see layer incidents",
            |d| Value::list(d.footprint.incidents.iter().map(|(_, incident)| &incident.id)),
        ),
        text("mention_ids", "Mentions, ids", "Ids of the mentions that refer to it; see layer places", |d| {
            Value::list(d.footprint.mentions.iter().map(|(analysis, t)| places::id(analysis, t.span)))
        }),
        text(
            "report_ids",
            "Reports, ids",
            "All reports that refer to it; the columns from report_id on are of the first",
            |d| Value::list(d.footprint.reports()),
        ),
    ]
}

fn summary(footprint: &Footprint<'_>) -> String {
    let (mentions, incidents) = (footprint.mentions.len(), footprint.incidents.len());
    let kind = words::capital(footprint.kind());
    format!("{kind}. Mentions: {mentions}. Incidents: {incidents}.")
}

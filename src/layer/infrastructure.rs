//! Layers `infrastructure` (lines) and `infrastructure_points`: the assets that reports name or mean, one feature a report
//! and asset.

use super::column::{Column, date, integer, km, metres, schema, text, values, yes_no};
use super::origin::{self, Origin};
use super::{Filling, GeometryKind, Layer, Room, Row, Value, words};
use crate::analysis::Analysis;
use crate::gazetteer::{Asset, AssetSite, Gazetteer, PlaceId};
use crate::geography::{Km, LonLat, Metres, Shape, distance_to};
use crate::incident::{AssetStatus, Infrastructure};
use geo::{Geodesic, Geometry, Length};

/// Kinds that are lines on the ground, for assets that the gazetteer does not draw.
const LINEAR: [&str; 6] = ["pipeline", "railway", "road", "power_line", "canal", "cable"];

/// An asset in one report, with all that the report says of it.
struct Named<'a> {
    analysis: &'a Analysis,
    /// `None` when the report names no asset that the gazetteer knows.
    id: Option<&'a PlaceId>,
    asset: Option<&'a Asset>,
    name: &'a str,
    /// At least one, in text order.
    entries: Vec<&'a Infrastructure>,
}

/// The lines and the points on their way.
pub(super) struct Assets {
    lines: Filling,
    points: Filling,
}

impl Assets {
    pub fn new(room: &Room) -> Self {
        let fields = |more: Vec<Column<Named<'_>>>| {
            let what = schema(&columns()).into_iter().chain(schema(&more));
            what.chain(schema(&origin::columns())).collect()
        };
        let lines = Layer::new(
            "infrastructure",
            "Infrastructure (lines)",
            "Pipelines and other lines that reports name or mean, with their reported status; drawn through way-points",
            GeometryKind::MultiLineString,
            fields(lengths()),
            room,
        );
        let points = Layer::new(
            "infrastructure_points",
            "Infrastructure (points)",
            "Airports, dams, plants, bridges and other sites that reports name or mean, with their reported status",
            GeometryKind::Point,
            fields(Vec::new()),
            room,
        );
        Self { lines: lines.filling(), points: points.filling() }
    }

    pub fn add(&mut self, analysis: &Analysis, gazetteer: &Gazetteer) {
        if analysis.infrastructure.is_empty() {
            return;
        }
        let whence = origin::columns();
        for named in named(analysis, gazetteer.assets()) {
            let line = named.is_line();
            let more = if line { lengths() } else { Vec::new() };
            let quote = named.entries.iter().find_map(|e| e.evidence.first()).map(|e| (e.span, e.text.as_str()));
            let origin = Origin { analysis, quote };
            let what = values(&columns(), &named).into_iter().chain(values(&more, &named));
            let row = Row {
                id: named.row_id(),
                label: label(&named),
                summary: summary(&named),
                geometry: named.asset.map(|asset| shape(&asset.site)).or_else(|| named.at().map(Shape::point)),
                values: what.chain(values(&whence, &origin)).collect(),
            };
            if line { self.lines.add(row) } else { self.points.add(row) }
        }
    }

    pub fn layers(self) -> [Layer; 2] {
        [self.lines.layer, self.points.layer]
    }
}

/// The assets of a report, each once, in the order in which the report comes to them.
fn named<'a>(analysis: &'a Analysis, assets: &'a [Asset]) -> Vec<Named<'a>> {
    let mut all: Vec<Named<'a>> = Vec::new();
    for entry in &analysis.infrastructure {
        if entry.asset_ids.is_empty() {
            all.push(Named { analysis, id: None, asset: None, name: &entry.name, entries: vec![entry] });
        }
        for (i, id) in entry.asset_ids.iter().enumerate() {
            if let Some(known) = all.iter_mut().find(|named| named.id == Some(id)) {
                known.entries.push(entry);
                continue;
            }
            let asset = assets.iter().find(|asset| asset.id == *id);
            let name = asset.map(|a| &a.name).or_else(|| entry.asset_names.get(i)).unwrap_or(&entry.name);
            all.push(Named { analysis, id: Some(id), asset, name, entries: vec![entry] });
        }
    }
    all
}

impl<'a> Named<'a> {
    fn is_line(&self) -> bool {
        match self.asset {
            Some(asset) => matches!(asset.site, AssetSite::Line(_)),
            None => self.at().is_none() && LINEAR.contains(&self.kind()),
        }
    }

    /// Where the report says that an asset is which the gazetteer does not know.
    fn at(&self) -> Option<LonLat> {
        self.entries.iter().filter(|_| self.asset.is_none()).find_map(|e| e.at())
    }

    fn kind(&self) -> &'a str {
        self.asset.map(|a| &a.kind).or_else(|| self.entries.first().map(|e| &e.kind)).map_or("", String::as_str)
    }

    fn row_id(&self) -> String {
        let report = &self.analysis.id;
        let start = self.entries.first().and_then(|e| e.evidence.first()).map_or(0, |e| e.span.start);
        self.id.map_or_else(|| format!("{report}#{}@{start}", self.kind()), |id| format!("{report}#{id}"))
    }

    /// The gravest of the states that the report gives it.
    fn status(&self) -> AssetStatus {
        self.entries.iter().map(|e| e.status).max_by_key(|s| gravity(*s)).unwrap_or(AssetStatus::Mentioned)
    }

    /// The day of the gravest state.
    fn as_of(&self) -> Option<jiff::civil::Date> {
        self.entries.iter().max_by_key(|e| gravity(e.status)).and_then(|e| e.as_of)
    }

    /// The other states, the gravest first.
    fn also(&self) -> Vec<&'static str> {
        let all = self.entries.iter().flat_map(|e| std::iter::once(e.status).chain(e.also));
        let mut others: Vec<_> = all.filter(|s| *s != self.status() && *s != AssetStatus::Mentioned).collect();
        others.sort_by_key(|s| std::cmp::Reverse(gravity(*s)));
        others.dedup();
        others.into_iter().map(words::asset_status).collect()
    }

    fn concerns(&self) -> Value {
        Value::list(self.entries.iter().flat_map(|e| &e.concern_by))
    }

    fn speakers(&self) -> Value {
        Value::list(self.entries.iter().flat_map(|e| &e.status_by))
    }

    /// The nearest incident: as the analysis has it where it speaks of this asset alone, else measured to this asset.
    fn nearest(&self) -> Option<(Km, Option<&'a str>)> {
        let alone =
            self.entries.iter().find(|e| e.asset_ids.len() <= 1).and_then(|e| Some((e.nearest_incident_km?, *e)));
        if let Some((far, entry)) = alone {
            return Some((far, entry.nearest_incident.as_deref()));
        }
        self.entries.iter().find_map(|e| e.nearest_incident_km)?;
        let line = shape(&self.asset?.site);
        let measured = self.analysis.incidents.iter().filter_map(|incident| {
            let far: Metres = distance_to(incident.at()?, line.geometry())?;
            Some((far.as_km(), Some(incident.id.as_str())))
        });
        measured.min_by(|a, b| a.0.0.total_cmp(&b.0.0))
    }
}

/// What outweighs what when a report says several things: harm before its absence, anything before a bare mention.
fn gravity(status: AssetStatus) -> u8 {
    match status {
        AssetStatus::Destroyed => 9,
        AssetStatus::Damaged => 8,
        AssetStatus::Attacked => 7,
        AssetStatus::Seized => 6,
        AssetStatus::Closed => 5,
        AssetStatus::Disrupted => 4,
        AssetStatus::Restored => 3,
        AssetStatus::Undamaged => 2,
        AssetStatus::AtRisk => 1,
        AssetStatus::Mentioned => 0,
    }
}

fn shape(site: &AssetSite) -> Shape {
    match site {
        AssetSite::Line(lines) => Shape::new(Geometry::MultiLineString(lines.clone())),
        AssetSite::Point(at) => Shape::point(*at),
    }
}

fn columns<'a>() -> Vec<Column<Named<'a>>> {
    let mut columns = asset();
    columns.extend(state());
    columns
}

fn asset<'a>() -> Vec<Column<Named<'a>>> {
    vec![
        text("name", "Name", "The asset's usual English name, or what the report calls it", |n| n.name.into()),
        text("asset_id", "Asset id", "Id in the gazetteer; null when the report names none that it knows", |n| {
            n.id.into()
        }),
        text("wikidata", "Wikidata", "Id in Wikidata, where the gazetteer knows it", |n| {
            n.asset.and_then(|asset| asset.wikidata.as_ref()).into()
        }),
        text("called", "Called", "What the report calls it", |n| Value::list(n.entries.iter().map(|e| &e.name))),
        text("kind", "Kind", "pipeline, airport, dam, bridge, nuclear_plant and so on", |n| n.kind().into()),
        text("commodities", "Carries", "oil, gas, products; null for others", |n| match n.asset {
            Some(asset) => Value::list(&asset.commodities),
            None => Value::list(n.entries.iter().flat_map(|e| &e.commodities)),
        }),
        text("operator", "Operator", "Who runs it, where known", |n| n.asset.and_then(|a| a.operator.as_ref()).into()),
        text("countries", "Countries", "ISO 3166-1 alpha-2 of the countries it lies in", |n| {
            Value::list(n.asset.into_iter().flat_map(|a| &a.countries))
        }),
        text(
            "state",
            "State before",
            "The gazetteer's state, not the report's: operating, idle, planned, shutdown, destroyed",
            |n| n.asset.map(|a| &a.state).into(),
        ),
        yes_no(
            "schematic",
            "Schematic",
            "Whether it is drawn through way-points, not along its true course",
            Named::schematic,
        ),
        metres(
            "precision_m",
            "Radius (m)",
            "Metres: how far the drawing may lie from the true one; an asset that the gazetteer does not know is drawn at the place that its words name",
            |n| n.asset.map(|a| a.precision).or_else(|| n.entries.iter().find_map(|e| e.precision_m)).into(),
        ),
        text("asset_source", "Source of the asset", "Where the asset's facts come from", |n| {
            n.asset.map(|a| &a.source).into()
        }),
    ]
}

impl Named<'_> {
    fn schematic(&self) -> Value {
        self.asset.map(|asset| matches!(asset.site, AssetSite::Line(_))).into()
    }
}

fn state<'a>() -> Vec<Column<Named<'a>>> {
    vec![
        text(
            "status",
            "Status",
            "damaged, destroyed, attacked, disrupted, closed, seized, at_risk, undamaged, restored or mentioned",
            |n| words::asset_status(n.status()).into(),
        ),
        date(
            "as_of",
            "As of",
            "The day that the state holds for: its words' or the report's; null without either",
            |n| n.as_of().into(),
        ),
        text("also", "Also", "Other states that hold too", |n| Value::list(n.also())),
        text("status_by", "Status by", "Who says so; reporter for the report's own voice", Named::speakers),
        text("concern_by", "Concern by", "Who is worried", Named::concerns),
        integer("claim_count", "Claims", "How many claims there are", |n| {
            n.entries.iter().map(|e| e.claims.len()).sum::<usize>().into()
        }),
        text("claims", "What is claimed", "Each claim: speaker (role) stance, certainty: \"quote\"", |n| {
            Value::list(n.entries.iter().flat_map(|e| &e.claims).map(words::claim))
        }),
        km(
            "nearest_incident_km",
            "Nearest incident (km)",
            "Kilometres to the nearest incident of the report, geodesic",
            |n| n.nearest().map(|(far, _)| far).into(),
        ),
        text("nearest_incident", "Nearest incident", "Id of that incident; see layer incidents", |n| {
            n.nearest().and_then(|(_, id)| id).into()
        }),
        text("evidence", "Evidence", "All words it was read from, in text order", |n| {
            Value::list(n.entries.iter().flat_map(|e| &e.evidence).map(|e| words::one_line(&e.text)))
        }),
    ]
}

fn lengths<'a>() -> Vec<Column<Named<'a>>> {
    vec![
        km(
            "published_length_km",
            "Published length (km)",
            "Kilometres that its operator publishes; null when not known",
            |n| n.asset.and_then(|a| a.published_length).into(),
        ),
        km(
            "drawn_length_km",
            "Drawn length (km)",
            "Kilometres of the line as drawn, geodesic: shorter than the true course",
            |n| match n.asset.map(|a| &a.site) {
                Some(AssetSite::Line(lines)) => Metres(Geodesic.length(lines)).as_km().into(),
                _ => Value::Null,
            },
        ),
    ]
}

fn label(named: &Named<'_>) -> String {
    format!("{} ({})", words::capital(named.name), words::asset_status(named.status()).replace('_', " "))
}

fn summary(named: &Named<'_>) -> String {
    let status = words::asset_status(named.status()).replace('_', " ");
    let by = named.speakers().as_text().map(|who| format!(", says {who}")).unwrap_or_default();
    let mut parts = vec![format!("{}: {status}{by}.", words::capital(&named.kind().replace('_', " ")))];
    let also = named.also().join(", ").replace('_', " ");
    if !also.is_empty() {
        parts.push(format!("Also: {also}."));
    }
    if let Some(who) = named.concerns().as_text() {
        parts.push(format!("Concern: {who}."));
    }
    if let Some((far, _)) = named.nearest() {
        parts.push(format!("Nearest incident: {:.0} km.", far.0));
    }
    if named.is_line() && named.asset.is_some() {
        parts.push("Drawn schematically.".to_owned());
    }
    parts.join(" ")
}

//! Table `exposed`: assets near violent incidents of the last days, one row an asset and an incident, the nearest first.
//!
//! All assets of the gazetteer are looked at, whether a report names them or not. A distance is geodesic, from the asset's
//! line or point to the incident's footprint, and 0 where they meet. What is dated or placed too loosely to say is left out
//! and counted: undated incidents, and those that are only known by a region or a country.

use super::Table;
use super::record::Record;
use crate::gazetteer::{Asset, AssetSite, Gazetteer};
use crate::geography::{Km, LonLat, Metres, Shape, distance_to};
use crate::layer::column::{Column, date, integer, km, schema, text, values};
use crate::layer::incidents::bound;
use crate::layer::{Room, Rows, Value, words};
use geo::{BoundingRect, CoordsIter, Geometry, Intersects, Rect};
use jiff::civil::Date;

/// What counts as exposed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exposure {
    /// Assets within this of an incident.
    pub within: Km,
    /// Incidents of so many days before the latest day that the reports know: that of a report or of an incident.
    pub days: i32,
}

impl Default for Exposure {
    fn default() -> Self {
        Self { within: Km(25.0), days: 30 }
    }
}

/// ACLED's types that are political violence.
const VIOLENT: [&str; 4] = ["Battles", "Explosions/Remote violence", "Violence against civilians", "Riots"];

/// A violent incident that is dated and placed well enough.
struct Violent {
    id: String,
    last: Date,
    footprint: Shape,
    /// Where its cells are.
    at: u64,
}

/// An asset and an incident near it.
struct Near<'a> {
    asset: &'a Asset,
    violent: &'a Violent,
    far: Metres,
}

/// The table on its way: which incidents are violent, and when.
pub(super) struct Exposed {
    latest: Option<Date>,
    violent: Vec<Violent>,
    /// What the rows say of these incidents.
    cells: Rows<Vec<Value>>,
    left_out: usize,
    room: Room,
}

impl Exposed {
    pub fn new(room: &Room) -> Self {
        Self { latest: None, violent: Vec::new(), cells: Rows::new(room), left_out: 0, room: room.clone() }
    }

    pub fn add(&mut self, record: &Record<'_>) {
        self.latest = self.latest.max(latest(record));
        if !VIOLENT.contains(&record.incident.event_type.as_str()) {
            return;
        }
        match record.incident.date_end.zip(footprint(record)) {
            Some((last, footprint)) => {
                let at = self.cells.push(&values(&incident(), record));
                self.violent.push(Violent { id: record.id.clone(), last, footprint, at });
            }
            None => self.left_out += 1,
        }
    }

    pub fn table(self, exposure: Exposure, gazetteer: &Gazetteer) -> Table {
        let recent = |last: Date| self.latest.is_some_and(|day| (day - last).get_days() <= exposure.days);
        let footed: Vec<&Violent> = self.violent.iter().filter(|violent| recent(violent.last)).collect();
        let mut near: Vec<Near<'_>> = Vec::new();
        for asset in gazetteer.assets() {
            let site = shape(&asset.site);
            let Some(reach) = widened(&site, exposure.within) else { continue };
            for violent in &footed {
                if !violent.footprint.geometry().intersects(&reach) {
                    continue;
                }
                let far = between(&site, &violent.footprint);
                if let Some(far) = far.filter(|far| far.as_km() <= exposure.within) {
                    near.push(Near { asset, violent, far });
                }
            }
        }
        near.sort_by(|a, b| {
            (a.far.0.total_cmp(&b.far.0)).then_with(|| (&a.asset.id, &a.violent.id).cmp(&(&b.asset.id, &b.violent.id)))
        });
        let mut rows = Rows::new(&self.room);
        for near in &near {
            // What cannot be read back makes the whole table unsound: a row without cells stands for it.
            let cells = self.cells.get(near.violent.at).unwrap_or_default();
            rows.push(&values(&asset(), near).into_iter().chain(cells).collect());
        }
        if let Err(error) = self.cells.sound() {
            rows.spoil(error);
        }
        Table {
            name: "exposed",
            title: "Exposed infrastructure",
            doc: "Assets near violent incidents of the last days, one row an asset and an incident",
            schema: schema(&asset()).into_iter().chain(schema(&incident())).collect(),
            hashtags: None,
            rows,
            left_out: self.left_out,
        }
    }
}

/// The latest day that a report was published or an incident happened.
fn latest(record: &Record<'_>) -> Option<Date> {
    let published = record.event.sources.iter().filter_map(|s| s.analysis.published);
    published.chain(record.incident.date_end).max()
}

/// Where an incident lies, as far as a town: `None` for what is only known by a region or a country, and for the unlocated.
fn footprint(record: &Record<'_>) -> Option<Shape> {
    let town = record.incident.geo_precision.is_some_and(|precision| precision <= 2);
    let at = record.incident.at().filter(|at| town && at.is_valid())?;
    Some(record.incident.geometry.clone().unwrap_or_else(|| Shape::point(at)))
}

fn shape(site: &AssetSite) -> Shape {
    match site {
        AssetSite::Point(at) => Shape::point(*at),
        AssetSite::Line(lines) => Shape::new(lines.clone()),
    }
}

/// The box around a shape with some kilometres more on each side; nearer the poles a degree of longitude is shorter.
fn widened(shape: &Shape, by: Km) -> Option<Rect<f64>> {
    let bounds = shape.geometry().bounding_rect()?;
    let up = by.0 / KM_OF_A_DEGREE;
    let pole = bounds.min().y.abs().max(bounds.max().y.abs()).min(85.0);
    let aside = up / pole.to_radians().cos();
    let low = geo::coord! { x: bounds.min().x - aside, y: bounds.min().y - up };
    Some(Rect::new(low, geo::coord! { x: bounds.max().x + aside, y: bounds.max().y + up }))
}

/// A degree of latitude is never shorter than this (WGS 84).
const KM_OF_A_DEGREE: f64 = 110.5;

/// Metres between two shapes: 0 where they meet, else from corner to side, whichever is nearest.
fn between(one: &Shape, two: &Shape) -> Option<Metres> {
    let (one, two) = (one.geometry(), two.geometry());
    if one.intersects(two) {
        return Some(Metres(0.0));
    }
    let corners = |from: &Geometry<f64>, to: &Geometry<f64>| {
        let each = from.coords_iter().filter_map(|c| distance_to(LonLat::new(c.x, c.y), to));
        each.min_by(|a, b| a.0.total_cmp(&b.0))
    };
    // Of a point and a line the point's side alone tells.
    let sides = match (one, two) {
        (_, Geometry::Point(_)) => [corners(two, one), None],
        (Geometry::Point(_), _) => [corners(one, two), None],
        _ => [corners(one, two), corners(two, one)],
    };
    sides.into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0))
}

/// The asset, and how far it is.
fn asset<'a>() -> Vec<Column<Near<'a>>> {
    vec![
        text("asset_id", "Asset id", "Id in the gazetteer", |n| (&n.asset.id).into()),
        text("asset", "Asset", "Its usual English name", |n| (&n.asset.name).into()),
        text("kind", "Kind", "pipeline, airport, dam, bridge, nuclear_plant and so on", |n| (&n.asset.kind).into()),
        text("operator", "Operator", "Who runs it, where known", |n| n.asset.operator.as_ref().into()),
        km("distance_km", "Distance (km)", "Kilometres from the asset to where the incident may lie, geodesic", |n| {
            n.far.as_km().into()
        }),
    ]
}

/// The incident near it.
fn incident<'a>() -> Vec<Column<Record<'a>>> {
    vec![
        text("incident_id", "Incident", "Id of the incident; see layer incidents", |r| (&r.id).into()),
        text("event_type", "Type", "ACLED's event type", |r| (&r.incident.event_type).into()),
        text("sub_event_type", "Sub-type", "ACLED's sub-event type", |r| (&r.incident.sub_event_type).into()),
        date("date_start", "First day", "First day of the incident", |r| r.incident.date_start.into()),
        date("date_end", "Last day", "Last day of the incident", |r| r.incident.date_end.into()),
        text("place", "Place", "Name of the place it is located by", |r| r.incident.place_name.as_ref().into()),
        text("status", "Status", "reported, claimed, disputed, denied or confirmed, from the claims", |r| {
            words::status(r.incident.status).into()
        }),
        text("claimed_by", "Claimed by", "Speakers who assert it", |r| Value::list(&r.incident.claimed_by)),
        text("denied_by", "Denied by", "Speakers who deny it", |r| Value::list(&r.incident.denied_by)),
        integer("fatalities", "Deaths", "Deaths, the number to use; null when not stated", |r| {
            bound(&r.incident.fatalities, |c| c.best)
        }),
        integer("report_count", "Reports", "How many reports tell it", |r| r.event.sources.len().into()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Geoparser;
    use crate::layer::{Making, layers_of};
    use crate::report::{DateSource, Report};
    use jiff::civil::date;

    fn exposed(text: &str, exposure: Exposure) -> (Vec<String>, usize) {
        let mut report = Report::new("r", text);
        report.published = Some((date(2020, 10, 24), DateSource::Metadata));
        let geoparser = Geoparser::new();
        let analyses = [geoparser.analyze(&report)];
        let making = Making { exposure, ..Making::default() };
        let layers = layers_of(&analyses, &making, geoparser.gazetteer(), |_| {});
        let table = layers.table("exposed").unwrap();
        let names = table.rows.iter().map(|row| match table.value(&row, "asset") {
            Value::Text(name) => name.clone(),
            other => panic!("{other:?}"),
        });
        (names.collect(), table.left_out)
    }

    const SHELLED: &str = "The city of Ganja was shelled on Friday, killing 12 people.";

    #[test]
    fn a_pipeline_beside_a_shelled_town_is_exposed() {
        let (names, _) = exposed(SHELLED, Exposure { within: Km(60.0), days: 30 });
        assert!(names.iter().any(|name| name.contains("Baku-Tbilisi-Ceyhan")), "{names:?}");
        assert!(exposed(SHELLED, Exposure { within: Km(0.001), days: 30 }).0.is_empty());
    }

    #[test]
    fn what_is_old_peaceful_or_loose_exposes_nothing_and_the_loose_is_counted() {
        let wide = Exposure { within: Km(60.0), days: 30 };
        for (text, left_out) in [
            ("The city of Ganja was shelled on 3 July 2020, killing 12 people.", 0),
            ("Thousands marched in Ganja on Friday.", 0),
            ("The city of Ganja was shelled, killing 12 people.", 1),
        ] {
            let (names, left) = exposed(text, wide);
            assert!(names.is_empty(), "{text}: {names:?}");
            assert_eq!(left, left_out, "{text}");
        }
    }
}

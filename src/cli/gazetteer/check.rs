//! `reportmap gazetteer check`: what is doubtful in a gazetteer, a line a finding.

use super::select::{Selection, of};
use crate::cli::reading::Gazetteers;
use crate::cli::table::grouped;
use crate::cli::{Outcome, output};
use anyhow::Context;
use clap::Args;
use geo::{Validation, algorithm::Contains};
use reportmap::gazetteer::{Gazetteer, Level, NameKind, PlaceId, PlaceView};
use reportmap::geography::distance;
use std::collections::BTreeMap;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  reportmap gazetteer check --gazetteer mine.csv --only
  reportmap gazetteer check --gazetteer world.rmg --only --country AZ

Told are: places outside their country, invalid areas, names that another place has far away, ids that two places of a file have,
places that lie in themselves (parents, states), states within states.

Exit status: 0 when nothing is doubtful, 1 when something is.")]
pub struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// Places of one name that are farther apart than this are told, when one has it as a further name only, in kilometres
    #[arg(long, value_name = "KM", default_value_t = 5.0)]
    apart: f64,
    /// At most so many findings of a kind are printed; all are counted
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    gazetteers: Gazetteers,
}

/// Findings by kind.
#[derive(Default)]
struct Findings(BTreeMap<&'static str, Vec<String>>);

impl Findings {
    fn add(&mut self, kind: &'static str, what: String) {
        self.0.entry(kind).or_default().push(what);
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let gazetteer = arguments.selection.open_to_check(&arguments.gazetteers)?;
    gazetteer.verify().context("the gazetteer is damaged")?;
    let world = Gazetteer::embedded();
    let mut findings = Findings::default();
    let mut checked = 0u64;
    for view in of(&gazetteer, &arguments.selection) {
        checked += 1;
        outside_its_country(&world, &view, &mut findings);
        geometry(&gazetteer, &view, &mut findings);
        hierarchy(&gazetteer, &view, &mut findings);
        twice(&gazetteer, &view, &mut findings);
        aliases(&gazetteer, &view, arguments.apart, &mut findings);
    }
    circles(&gazetteer, &arguments.selection, &mut findings);
    gazetteer.sound().context("the gazetteer cannot be trusted")?;
    let mut out = String::new();
    for (kind, found) in &findings.0 {
        out += &format!("{kind}: {}\n", grouped(found.len() as u64));
        for line in found.iter().take(arguments.limit) {
            out += &format!("  {line}\n");
        }
        if found.len() > arguments.limit {
            out += &format!("  … and {} more\n", grouped((found.len() - arguments.limit) as u64));
        }
    }
    out += &format!("{} places checked, {} kinds of findings\n", grouped(checked), findings.0.len());
    output::print(&out)?;
    Ok(if findings.0.is_empty() { Outcome::Done } else { Outcome::Partly })
}

fn called(view: &PlaceView<'_>) -> String {
    format!("{} {}", view.id(), view.full_name())
}

/// A point that lies in the land of another country; one in the sea or on a border says nothing.
fn outside_its_country(world: &Gazetteer, view: &PlaceView<'_>, findings: &mut Findings) {
    if view.level() < Level::Admin1 {
        return;
    }
    let Some(own) = view.country_code() else { return };
    let lands = world.containing_where(view.at(), |area| area.level() == Level::Country);
    let codes: Vec<String> = lands.iter().filter_map(|land| world.place(*land)?.country_code()).collect();
    // Outlines are simplified: a town near a border may lie on the other side of it there.
    let near = world.country(&own).and_then(|country| world.area(country)).is_some_and(|area| {
        let (lon, lat) = (view.at().lon, view.at().lat);
        [(0.05, 0.0), (-0.05, 0.0), (0.0, 0.05), (0.0, -0.05)]
            .iter()
            .any(|(x, y)| area.contains(&geo::Point::new(lon + x, lat + y)))
    });
    if !codes.is_empty() && !codes.contains(&own) && !near {
        findings.add("outside its country", format!("{} is of {own} and lies in {}", called(view), codes.join(", ")));
    }
}

fn geometry(gazetteer: &Gazetteer, view: &PlaceView<'_>, findings: &mut Findings) {
    let Some(area) = gazetteer.area(view.handle()) else { return };
    if let Some(error) = area.validation_errors().first() {
        findings.add("invalid area", format!("{}: {error}", called(view)));
    }
}

/// A state that lies in itself, or whose row is no state.
fn hierarchy(gazetteer: &Gazetteer, view: &PlaceView<'_>, findings: &mut Findings) {
    let Some(state) = view.admin1().and_then(|state| gazetteer.place(state)) else { return };
    if state.admin1().is_some() || state.handle() == view.handle() {
        findings.add("state within a state", format!("{} lies in {}", called(view), called(&state)));
    }
    if state.country_code() != view.country_code() {
        findings.add("state of another country", format!("{} lies in {}", called(view), called(&state)));
    }
}

/// A place whose id is another one's in its file, too, or that shares with another one what a third source calls it by.
fn twice(gazetteer: &Gazetteer, view: &PlaceView<'_>, findings: &mut Findings) {
    let own = view.id();
    // Of rows with one id, all but the first carry their number behind it.
    let first = own.0.rsplit_once('#').filter(|(_, number)| number.parse::<u32>().is_ok());
    let first = first.map(|(id, _)| PlaceId(id.to_owned()));
    for id in first.into_iter().chain(view.details().other_ids.into_iter().map(PlaceId)) {
        let other = gazetteer.bearer(&id, view.handle()).filter(|place| *place != view.handle());
        if let Some(other) = other.and_then(|place| gazetteer.place(place)) {
            findings.add("duplicate id", format!("{} has the id {id} of {}, too", called(view), called(&other)));
        }
    }
}

/// Places that lie in themselves, by way of others.
fn circles(gazetteer: &Gazetteer, selection: &Selection, findings: &mut Findings) {
    for circle in gazetteer.circles() {
        let views: Vec<PlaceView<'_>> = circle.iter().filter_map(|place| gazetteer.place(*place)).collect();
        if !views.iter().any(|view| selection.takes(view)) {
            continue;
        }
        let shown: Vec<String> = views.iter().take(8).chain(views.first()).map(called).collect();
        let more =
            if views.len() > 8 { format!(" (… {} in all)", grouped(views.len() as u64)) } else { String::new() };
        findings.add("circle in the hierarchy", format!("{}{more}", shown.join(" → ")));
    }
}

/// A further name that a place shares with another one of its class in its country, which lies elsewhere: as often as not it was
/// given to the wrong of the two.
fn aliases(gazetteer: &Gazetteer, view: &PlaceView<'_>, apart: f64, findings: &mut Findings) {
    if view.level() < Level::Place {
        return;
    }
    let folded = reportmap::gazetteer::names::fold(view.name());
    for (other, kind) in gazetteer.named(&folded) {
        let Some(other) = gazetteer.place(other).filter(|other| other.handle() != view.handle()) else { continue };
        let alike = other.feature_class() == view.feature_class() && other.country() == view.country();
        let far = distance(view.at(), other.at()).as_km().0;
        if kind == NameKind::Alternate && alike && far > apart && far < 100.0 {
            let what = format!("{} is a name of {}, too, {far:.0} km away", called(view), called(&other));
            findings.add("name of another place", what);
        }
    }
}

//! What a map says of itself: its title, its sources, what a reader must know, and whom to name.

use super::Publication;
use crate::layer::{Value, mark};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Whom whoever passes the map on must name.
pub(super) const ATTRIBUTION: &str = "Contains information from GeoNames (https://www.geonames.org/), licensed under CC BY 4.0 \
(https://creativecommons.org/licenses/by/4.0/); selected, cut and merged. Made with Natural Earth \
(https://www.naturalearthdata.com/), public domain.";

/// What a reader must know before acting on a pin.
pub(super) const DISCLAIMER: &str = "The map shows what reports say, not what is established: read the quotes first. Who claims and who denies is \
shown, and no side is taken. Places lie within their drawn uncertainty; pipelines are schematic; borders and names imply no \
opinion on the status of any territory.";

/// The title of the one report, or how many there are and of which days.
pub(super) fn of(publication: &Publication<'_>) -> String {
    let analyses = publication.analyses;
    match analyses.count() {
        1 => analyses.head(0).map(|one| one.title.unwrap_or(one.id)).unwrap_or_default(),
        several => {
            let (first, last) = days(publication).unzip();
            format!("What {several} reports tell{}", span(first, last))
        }
    }
}

/// The earliest and the latest day on which a report was published.
pub(super) fn days(publication: &Publication<'_>) -> Option<(Date, Date)> {
    let layer = publication.layers.get("reports")?;
    let days = layer.features.iter().filter_map(|report| match layer.value(&report, "published") {
        Value::Date(day) => Some(*day),
        _ => None,
    });
    days.fold(None, |known, day| {
        let (first, last) = known.unwrap_or((day, day));
        Some((first.min(day), last.max(day)))
    })
}

fn span(first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(day), _) => format!(", {day}"),
        _ => String::new(),
    }
}

/// Each report in a line: title, who published it, when, where it can be read; in the order of the input.
pub(super) fn sources(publication: &Publication<'_>) -> Vec<String> {
    let mut told = BTreeSet::new();
    let analyses = publication.analyses;
    let lines = (0..analyses.count()).filter_map(|number| analyses.head(number)).map(|report| {
        let title = report.title.unwrap_or(report.id);
        let facts = [Some(title), report.source, report.published.map(|day| day.to_string()), report.url];
        facts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    lines.filter(|line| told.insert(mark(line))).collect()
}

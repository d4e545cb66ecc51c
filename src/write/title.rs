//! What a map says of itself: its title, its sources, what a reader must know, and whom to name.

use super::Publication;
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
    match publication.analyses {
        [one] => one.title.clone().unwrap_or_else(|| one.id.clone()),
        several => {
            let days = several.iter().filter_map(|analysis| analysis.published);
            format!("What {} reports tell{}", several.len(), span(days.clone().min(), days.max()))
        }
    }
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
    let lines = publication.analyses.iter().map(|analysis| {
        let title = analysis.title.as_ref().unwrap_or(&analysis.id);
        let day = analysis.published.map(|day| day.to_string());
        let facts = [Some(title.clone()), analysis.source.clone(), day, analysis.url.clone()];
        facts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    lines.filter(|line| told.insert(line.clone())).collect()
}

//! What `map` tells a person: places, incidents, infrastructure, notes, files. The same for the same reports.

use super::table::{Table, grouped, shortened};
use reportmap::Analysis;
use reportmap::incident::{AssetStatus, Incident, Infrastructure};
use reportmap::layer::Layers;
use reportmap::merge::Event;
use reportmap::recognize::Role;
use reportmap::resolve::{Outcome, Toponym};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Of each list so many lines are shown; the files hold them all.
const MOST: usize = 30;

/// The summary of a run.
pub fn summary(
    analyses: &[Analysis],
    events: &[Event<'_>],
    layers: &Layers,
    folder: &Path,
    files: &[(String, u64)],
    styled: bool,
) -> String {
    let mut page = Page { out: String::new(), styled };
    page.reports(analyses);
    page.places(analyses);
    page.incidents(events, layers);
    page.infrastructure(analyses);
    page.notes(analyses);
    page.files(layers, folder, files);
    page.out
}

struct Page {
    out: String,
    styled: bool,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn heading(&mut self, words: &str, rest: &str) {
        let words = if self.styled { format!("\u{1b}[1m{words}\u{1b}[0m") } else { words.to_owned() };
        self.line(&format!("\n{words}  {rest}"));
    }

    /// The first lines of a list, and how many are left.
    fn list(&mut self, rows: Vec<Vec<String>>, where_else: &str) {
        let more = rows.len().saturating_sub(MOST);
        let mut table = Table::plain();
        rows.into_iter().take(MOST).for_each(|row| table.row(row));
        self.out.push_str(&table.lines("  "));
        if more > 0 {
            self.line(&format!("  … and {} more in {where_else}", grouped(more as u64)));
        }
    }

    fn reports(&mut self, analyses: &[Analysis]) {
        if let [one] = analyses {
            let title = one.title.as_ref().map(|t| format!(": {}", shortened(t, 80))).unwrap_or_default();
            let date = match (one.published, &one.published_from) {
                (Some(date), Some(from)) => format!("published {date} ({})", date_source(from)),
                _ => "no date of its own; give one with --published".to_owned(),
            };
            self.line(&format!("{}{title}\n{date}", one.id));
            return;
        }
        let undated = analyses.iter().filter(|a| a.published.is_none()).count();
        let dated = if undated > 0 { format!(", {} without a date", grouped(undated as u64)) } else { String::new() };
        self.line(&format!("{} reports{dated}", grouped(analyses.len() as u64)));
    }

    fn places(&mut self, analyses: &[Analysis]) {
        let toponyms: Vec<&Toponym> = analyses.iter().flat_map(|a| &a.toponyms).collect();
        let located: Vec<&&Toponym> = toponyms.iter().filter(|t| t.role.locates() && t.place.is_some()).collect();
        let distinct: BTreeSet<&str> = located.iter().filter_map(|t| Some(t.place.as_ref()?.id.0.as_str())).collect();
        let ambiguous: Vec<&Toponym> = toponyms.iter().copied().filter(|t| t.outcome == Outcome::Ambiguous).collect();
        let unresolved: BTreeSet<&str> =
            analyses.iter().flat_map(|a| &a.unresolved).map(|u| u.surface.as_str()).collect();
        self.heading(
            "Places",
            &format!(
                "{}, {} ambiguous, {} not found",
                counted(distinct.len(), &format!("place in {}", counted(located.len(), "mention"))),
                count_surfaces(&ambiguous),
                unresolved.len()
            ),
        );
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut seen = BTreeSet::new();
        for toponym in ambiguous.into_iter().filter(|t| seen.insert(t.surface.as_str())) {
            let taken = toponym.place.as_ref().map(|p| p.name.clone()).unwrap_or_default();
            let others: Vec<String> = toponym.alternatives.iter().take(3).map(|a| a.name.clone()).collect();
            rows.push(vec![
                "ambiguous".into(),
                toponym.surface.clone(),
                format!("taken as {taken}; could be {}", others.join(" or ")),
            ]);
        }
        if !unresolved.is_empty() {
            let names: Vec<&str> = unresolved.into_iter().collect();
            rows.push(vec!["not found".into(), String::new(), shortened(&names.join(", "), 160)]);
        }
        rows.extend(not_on_the_map(&toponyms));
        self.list(rows, "places.geojson");
    }

    fn incidents(&mut self, events: &[Event<'_>], layers: &Layers) {
        let incidents: Vec<&Incident> = events.iter().map(|event| &event.incident).collect();
        let mut by_status: BTreeMap<&'static str, usize> = BTreeMap::new();
        for incident in &incidents {
            *by_status.entry(status_word(incident)).or_default() += 1;
        }
        let statuses: Vec<String> = by_status.iter().map(|(status, count)| format!("{count} {status}")).collect();
        let rest = if statuses.is_empty() { String::new() } else { format!(": {}", statuses.join(", ")) };
        self.heading("Incidents", &format!("{}{rest}", incidents.len()));
        let mut sorted = incidents;
        sorted.sort_by(|a, b| {
            let key = |i: &Incident| {
                (i.event_type.clone(), i.sub_event_type.clone(), i.status, i.date_start, i.place_name.clone())
            };
            key(a).cmp(&key(b))
        });
        let rows = sorted.into_iter().map(incident_row).collect();
        self.list(rows, "incidents.geojson");
        match events.iter().filter(|event| event.sources.len() > 1).count() {
            0 => {}
            1 => self.line("  1 of these is told by several reports"),
            count => self.line(&format!("  {} of these are told by several reports", grouped(count as u64))),
        }
        match layers.table("acled").map_or(0, |table| table.left_out) {
            0 => {}
            1 => self.line("  1 incident is no ACLED event and is only in incidents.csv"),
            several => {
                self.line(&format!(
                    "  {} incidents are no ACLED events and are only in incidents.csv",
                    grouped(several as u64)
                ));
            }
        }
    }

    fn infrastructure(&mut self, analyses: &[Analysis]) {
        let all: Vec<&Infrastructure> = analyses.iter().flat_map(|a| &a.infrastructure).collect();
        if all.is_empty() {
            return;
        }
        self.heading("Infrastructure", &all.len().to_string());
        let rows = all.into_iter().map(|asset| {
            let states: Vec<&str> = std::iter::once(asset.status).chain(asset.also).map(state_word).collect();
            let named = if asset.asset_names.is_empty() {
                "no asset of the gazetteer".to_owned()
            } else {
                asset.asset_names.join(", ")
            };
            let far = asset
                .nearest_incident_km
                .map(|km| format!("{:.0} km from the nearest incident", km.0))
                .unwrap_or_default();
            vec![asset.name.clone(), states.join(", "), shortened(&named, 90), far]
        });
        self.list(rows.collect(), "infrastructure.geojson");
    }

    fn notes(&mut self, analyses: &[Analysis]) {
        let rows: Vec<Vec<String>> = analyses
            .iter()
            .flat_map(|a| {
                a.notes
                    .iter()
                    .map(|note| vec![if analyses.len() > 1 { a.id.clone() } else { String::new() }, note.clone()])
            })
            .collect();
        if !rows.is_empty() {
            self.heading("Notes", "");
            self.list(rows, "analysis.jsonl");
        }
    }

    fn files(&mut self, layers: &Layers, folder: &Path, files: &[(String, u64)]) {
        self.heading("Written to", &folder.display().to_string());
        let mut table = Table::new(&["", ">", ">", ""]);
        for (name, bytes) in files.iter() {
            let layer = name.strip_suffix(".geojson").and_then(|stem| layers.get(stem));
            let beside = name.strip_suffix(".csv").and_then(|stem| layers.table(stem));
            let features = layer.map(|l| counted(l.features.len(), "feature"));
            let rows = beside.map(|t| counted(t.rows.len(), "row"));
            table.row([name.clone(), size(*bytes), features.or(rows).unwrap_or_default()]);
        }
        self.out.push_str(&table.lines("  "));
    }
}

/// Names that stand for something else than a place, by what they stand for.
fn not_on_the_map(toponyms: &[&Toponym]) -> Vec<Vec<String>> {
    let kinds = [
        (Role::Metonym, "as governments"),
        (Role::Demonym, "as peoples"),
        (Role::Organization, "in names of organisations"),
        (Role::Document, "in names of documents"),
    ];
    let mut rows = Vec::new();
    for (role, words) in kinds {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for toponym in toponyms.iter().filter(|t| t.role == role) {
            *counts.entry(toponym.surface.as_str()).or_default() += 1;
        }
        let named: Vec<String> = counts
            .iter()
            .map(|(name, count)| if *count > 1 { format!("{name} ×{count}") } else { (*name).to_owned() })
            .collect();
        if !named.is_empty() {
            rows.push(vec!["no pin".into(), words.to_owned(), shortened(&named.join(", "), 100)]);
        }
    }
    rows
}

fn incident_row(incident: &Incident) -> Vec<String> {
    let date = match (incident.date_start, incident.date_end) {
        (Some(start), Some(end)) if start != end => format!("{start}/{end}"),
        (Some(day), _) | (None, Some(day)) => day.to_string(),
        (None, None) => "no date".to_owned(),
    };
    let place = match (&incident.place_name, incident.lat) {
        (Some(name), Some(_)) => name.clone(),
        _ => "not located".to_owned(),
    };
    let said =
        |words: &str, who: &[String]| if who.is_empty() { None } else { Some(format!("{words} {}", who.join(", "))) };
    let claims: Vec<String> = [said("claimed by", &incident.claimed_by), said("denied by", &incident.denied_by)]
        .into_iter()
        .flatten()
        .collect();
    vec![
        format!("{} – {}", incident.event_type, incident.sub_event_type),
        status_word(incident).to_owned(),
        date,
        place,
        shortened(&claims.join("; "), 100),
    ]
}

fn status_word(incident: &Incident) -> &'static str {
    use reportmap::incident::Status;
    match incident.status {
        Status::Reported => "reported",
        Status::Claimed => "claimed",
        Status::Disputed => "disputed",
        Status::Denied => "denied",
        Status::Confirmed => "confirmed",
    }
}

fn state_word(status: AssetStatus) -> &'static str {
    match status {
        AssetStatus::Damaged => "damaged",
        AssetStatus::Destroyed => "destroyed",
        AssetStatus::Attacked => "attacked",
        AssetStatus::Disrupted => "disrupted",
        AssetStatus::Closed => "closed",
        AssetStatus::Seized => "seized",
        AssetStatus::AtRisk => "at risk",
        AssetStatus::Undamaged => "undamaged",
        AssetStatus::Restored => "restored",
        AssetStatus::Mentioned => "mentioned",
    }
}

fn date_source(from: &str) -> &str {
    match from {
        "option" => "--published",
        "metadata" => "its metadata",
        other => other,
    }
}

fn count_surfaces(toponyms: &[&Toponym]) -> usize {
    toponyms.iter().map(|t| t.surface.as_str()).collect::<BTreeSet<_>>().len()
}

/// `1 place in 2 mentions`: the first word in the right number.
fn counted(count: usize, words: &str) -> String {
    if count == 1 {
        return format!("1 {words}");
    }
    let several = match words.split_once(' ') {
        Some((first, rest)) => format!("{first}s {rest}"),
        None => format!("{words}s"),
    };
    format!("{} {several}", grouped(count as u64))
}

/// Bytes as people read them.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_put_into_words() {
        assert_eq!(counted(1, "place in 2 mentions"), "1 place in 2 mentions");
        assert_eq!(counted(1_200, "mention"), "1,200 mentions");
        assert_eq!([size(999), size(1_500), size(2_000_000)], ["999 B", "1.5 kB", "2.0 MB"]);
    }
}

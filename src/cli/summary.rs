//! What `map` tells a person: places, incidents, infrastructure, notes, files. The same for the same reports.

use super::table::{Table, grouped, shortened};
use jiff::civil::Date;
use reportmap::Analysis;
use reportmap::incident::{AssetStatus, Incident, Infrastructure, Status};
use reportmap::layer::Layers;
use reportmap::merge::Event;
use reportmap::recognize::Role;
use reportmap::resolve::{Outcome, Toponym};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Of each list so many lines are shown; the files hold them all.
const MOST: usize = 30;

/// What is told of a run, gathered report by report and event by event: of lists as much as is shown, else counts and names.
#[derive(Default)]
pub struct Summary {
    reports: usize,
    undated: usize,
    /// Of the first report: its id, title, day and where that comes from.
    first: Option<(String, Option<String>, Option<Dated>)>,
    /// Mentions that put something on the map, and the ids of what they name.
    located: usize,
    places: BTreeSet<String>,
    ambiguous: BTreeSet<String>,
    ambiguous_rows: Vec<Vec<String>>,
    unresolved: BTreeSet<String>,
    /// Names that stand for something else than a place, by [`OFF_THE_MAP`].
    off: [BTreeMap<String, usize>; 4],
    incidents: usize,
    by_status: BTreeMap<&'static str, usize>,
    /// The first incidents by their order, each with when it came.
    incident_rows: BTreeMap<(IncidentKey, usize), Vec<String>>,
    told_by_several: usize,
    assets: usize,
    asset_rows: Vec<Vec<String>>,
    note_count: usize,
    /// The id of the report, and its note.
    notes: Vec<(String, String)>,
}

/// The day of a report, and where that comes from.
type Dated = (Date, String);

/// Type, sub-type, status, first day and place.
type IncidentKey = (String, String, Status, Option<Date>, Option<String>);

/// What stands for something else than a place, and how that is called.
const OFF_THE_MAP: [(Role, &str); 4] = [
    (Role::Metonym, "as governments"),
    (Role::Demonym, "as peoples"),
    (Role::Organization, "in names of organisations"),
    (Role::Document, "in names of documents"),
];

impl Summary {
    /// Gathers what a report holds; reports come in the order of the input.
    pub fn report(&mut self, analysis: &Analysis) {
        self.reports += 1;
        self.undated += usize::from(analysis.published.is_none());
        self.first.get_or_insert_with(|| {
            let dated = analysis.published.zip(analysis.published_from.clone());
            (analysis.id.clone(), analysis.title.clone(), dated)
        });
        analysis.toponyms.iter().for_each(|toponym| self.toponym(toponym));
        self.unresolved.extend(analysis.unresolved.iter().map(|name| name.surface.clone()));
        for asset in &analysis.infrastructure {
            self.assets += 1;
            if self.asset_rows.len() < MOST {
                self.asset_rows.push(asset_row(asset));
            }
        }
        self.note_count += analysis.notes.len();
        let room = MOST.saturating_sub(self.notes.len());
        self.notes.extend(analysis.notes.iter().take(room).map(|note| (analysis.id.clone(), note.clone())));
    }

    fn toponym(&mut self, toponym: &Toponym) {
        if toponym.role.locates()
            && let Some(place) = &toponym.place
        {
            self.located += 1;
            self.places.insert(place.id.0.clone());
        }
        if let Some(off) = OFF_THE_MAP.iter().position(|(role, _)| *role == toponym.role)
            && let Some(counts) = self.off.get_mut(off)
        {
            *counts.entry(toponym.surface.clone()).or_default() += 1;
        }
        if toponym.outcome != Outcome::Ambiguous || !self.ambiguous.insert(toponym.surface.clone()) {
            return;
        }
        let taken = toponym.place.as_ref().map(|p| p.name.clone()).unwrap_or_default();
        let others: Vec<String> = toponym.alternatives.iter().take(3).map(|a| a.name.clone()).collect();
        if self.ambiguous_rows.len() < MOST {
            self.ambiguous_rows.push(vec![
                "ambiguous".into(),
                toponym.surface.clone(),
                format!("taken as {taken}; could be {}", others.join(" or ")),
            ]);
        }
    }

    /// Gathers an event; events come in the order of the layer of incidents.
    pub fn event(&mut self, event: &Event<'_>) {
        let incident = &event.incident;
        self.told_by_several += usize::from(event.sources.len() > 1);
        *self.by_status.entry(status_word(incident)).or_default() += 1;
        let (kind, sub) = (incident.event_type.clone(), incident.sub_event_type.clone());
        let key = ((kind, sub, incident.status, incident.date_start, incident.place_name.clone()), self.incidents);
        self.incidents += 1;
        let full = self.incident_rows.len() >= MOST;
        if !full || self.incident_rows.last_key_value().is_some_and(|(last, _)| key < *last) {
            self.incident_rows.insert(key, incident_row(incident));
            if full {
                self.incident_rows.pop_last();
            }
        }
    }

    /// All of it, for a person.
    pub fn page(self, layers: &Layers, folder: &Path, files: &[(String, u64)], styled: bool) -> String {
        let mut page = Page { out: String::new(), styled };
        page.reports(&self);
        page.places(&self);
        page.incidents(&self, layers);
        page.infrastructure(&self);
        page.notes(&self);
        page.files(layers, folder, files);
        page.out
    }
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

    /// The first lines of a list, and how many of all are left.
    fn list(&mut self, rows: impl IntoIterator<Item = Vec<String>>, all: usize, where_else: &str) {
        let more = all.saturating_sub(MOST);
        let mut table = Table::plain();
        rows.into_iter().take(MOST).for_each(|row| table.row(row));
        self.out.push_str(&table.lines("  "));
        if more > 0 {
            self.line(&format!("  … and {} more in {where_else}", grouped(more as u64)));
        }
    }

    fn reports(&mut self, all: &Summary) {
        if let (1, Some((id, title, dated))) = (all.reports, &all.first) {
            let title = title.as_ref().map(|t| format!(": {}", shortened(t, 80))).unwrap_or_default();
            let date = match dated {
                Some((date, from)) => format!("published {date} ({})", date_source(from)),
                None => "no date of its own; give one with --published".to_owned(),
            };
            self.line(&format!("{id}{title}\n{date}"));
            return;
        }
        let undated = all.undated;
        let dated = if undated > 0 { format!(", {} without a date", grouped(undated as u64)) } else { String::new() };
        self.line(&format!("{} reports{dated}", grouped(all.reports as u64)));
    }

    fn places(&mut self, all: &Summary) {
        self.heading(
            "Places",
            &format!(
                "{}, {} ambiguous, {} not found",
                counted(all.places.len(), &format!("place in {}", counted(all.located, "mention"))),
                all.ambiguous.len(),
                all.unresolved.len()
            ),
        );
        let mut rows = all.ambiguous_rows.clone();
        let mut count = all.ambiguous.len();
        let mut add = |row| {
            rows.push(row);
            count += 1;
        };
        if !all.unresolved.is_empty() {
            let names: Vec<&str> = all.unresolved.iter().map(String::as_str).collect();
            add(vec!["not found".into(), String::new(), shortened(&names.join(", "), 160)]);
        }
        for ((_, words), counts) in OFF_THE_MAP.iter().zip(&all.off).filter(|(_, counts)| !counts.is_empty()) {
            let named =
                |(name, count): (&String, &usize)| if *count > 1 { format!("{name} ×{count}") } else { name.clone() };
            let named: Vec<String> = counts.iter().map(named).collect();
            add(vec!["no pin".into(), (*words).to_owned(), shortened(&named.join(", "), 100)]);
        }
        self.list(rows, count, "places.geojson");
    }

    fn incidents(&mut self, all: &Summary, layers: &Layers) {
        let statuses: Vec<String> = all.by_status.iter().map(|(status, count)| format!("{count} {status}")).collect();
        let rest = if statuses.is_empty() { String::new() } else { format!(": {}", statuses.join(", ")) };
        self.heading("Incidents", &format!("{}{rest}", all.incidents));
        self.list(all.incident_rows.values().cloned(), all.incidents, "incidents.geojson");
        match all.told_by_several {
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

    fn infrastructure(&mut self, all: &Summary) {
        if all.assets > 0 {
            self.heading("Infrastructure", &all.assets.to_string());
            self.list(all.asset_rows.clone(), all.assets, "infrastructure.geojson");
        }
    }

    fn notes(&mut self, all: &Summary) {
        let several = all.reports > 1;
        let row = |(id, note): &(String, String)| vec![if several { id.clone() } else { String::new() }, note.clone()];
        if all.note_count > 0 {
            self.heading("Notes", "");
            self.list(all.notes.iter().map(row), all.note_count, "analysis.jsonl");
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

fn asset_row(asset: &Infrastructure) -> Vec<String> {
    let states: Vec<&str> = std::iter::once(asset.status).chain(asset.also).map(state_word).collect();
    let named = if asset.asset_names.is_empty() {
        "no asset of the gazetteer".to_owned()
    } else {
        asset.asset_names.join(", ")
    };
    let far =
        asset.nearest_incident_km.map(|km| format!("{:.0} km from the nearest incident", km.0)).unwrap_or_default();
    vec![asset.name.clone(), states.join(", "), shortened(&named, 90), far]
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

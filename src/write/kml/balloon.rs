//! The balloons: what a viewer shows of a feature when it is asked, as HTML in which every text of a report is text.
//!
//! An incident says its status, days and place, the words it stands on, each claim with who makes it, and the reports that
//! tell it; other features say what is known of them and where it was read.

use super::written;
use crate::layer::{Feature, Layer, Layers, Table, Value};
use std::collections::BTreeMap;

/// The columns that a balloon lists, where a layer has them.
const FACTS: [&str; 20] = [
    "status",
    "event_type",
    "sub_event_type",
    "kind",
    "role",
    "outcome",
    "date_start",
    "date_end",
    "time_local",
    "as_of",
    "place_name",
    "country",
    "precision_m",
    "actors",
    "targets",
    "claimed_by",
    "denied_by",
    "confidence",
    "corrected_by",
    "corrected_at",
];

/// What the balloons of a publication draw on beside the features: the tables of claims and sources, by incident.
pub(super) struct Balloons<'a> {
    claims: Related<'a>,
    sources: Related<'a>,
}

/// The rows of a table by the incident they are about.
struct Related<'a> {
    table: Option<&'a Table>,
    /// Where its rows are.
    rows: BTreeMap<String, Vec<u64>>,
}

impl<'a> Related<'a> {
    fn new(layers: &'a Layers, name: &str) -> Self {
        let table = layers.table(name);
        let mut rows: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for (table, (at, row)) in table.iter().flat_map(|table| table.rows.iter().placed().map(move |row| (table, row)))
        {
            if let Some(incident) = table.value(&row, "incident_id").as_text() {
                rows.entry(incident.to_owned()).or_default().push(at);
            }
        }
        Self { table, rows }
    }

    /// A line for each row about an incident.
    fn lines(&self, incident: &str, line: impl Fn(&dyn Fn(&str) -> Option<String>) -> String) -> Vec<String> {
        let Some(table) = self.table else { return Vec::new() };
        let rows = self.rows.get(incident).map(Vec::as_slice).unwrap_or_default();
        let cell = |row: &[Value], name: &str| {
            let field = table.schema.iter().find(|field| field.name == name)?;
            written(field, table.value(row, name))
        };
        let rows = rows.iter().filter_map(|at| table.rows.get(*at));
        rows.map(|row| line(&|name| cell(&row, name))).collect()
    }
}

impl<'a> Balloons<'a> {
    /// The balloons of some layers.
    pub fn new(layers: &'a Layers) -> Self {
        Self { claims: Related::new(layers, "claims"), sources: Related::new(layers, "sources") }
    }

    /// The balloon of a feature.
    pub fn html(&self, layer: &Layer, feature: &Feature) -> String {
        let cell = |name: &str| {
            let field = layer.schema.iter().find(|field| field.name == name)?;
            written(field, layer.value(feature, name))
        };
        let mut out = format!("<h3>{}</h3><p>{}</p>", escaped(&feature.label), escaped(&feature.summary));
        if layer.name == "incidents" && feature.geometry.is_none() {
            out.push_str("<p><b>Not located.</b></p>");
        }
        out.push_str(&facts(layer, &cell));
        if let Some(quote) = cell("quote") {
            out.push_str(&format!("<blockquote>{}</blockquote>", escaped(&quote)));
        }
        let is_incident = layer.name == "incidents";
        let claims = if is_incident {
            self.claims.lines(&feature.id, claim)
        } else {
            cell("claims").iter().map(|c| escaped(c)).collect()
        };
        out.push_str(&list("Claims", &claims));
        let sources = if is_incident { self.sources.lines(&feature.id, source) } else { whence(&cell) };
        out.push_str(&list("Sources", &sources));
        out
    }
}

fn facts(layer: &Layer, cell: &dyn Fn(&str) -> Option<String>) -> String {
    let fields = FACTS.iter().filter_map(|name| layer.schema.iter().find(|field| field.name == *name));
    let rows: String = fields
        .filter_map(|field| {
            Some(format!("<tr><td>{}</td><td>{}</td></tr>", escaped(field.alias), escaped(&cell(field.name)?)))
        })
        .collect();
    if rows.is_empty() { rows } else { format!("<table>{rows}</table>") }
}

/// Who says what, how surely: `Ministry (government) denies, certain: “no shell was fired”`.
fn claim(cell: &dyn Fn(&str) -> Option<String>) -> String {
    let word = |name: &str| escaped(&cell(name).unwrap_or_default());
    let said = format!(
        "<b>{}</b> ({}) {}, {}",
        word("speaker"),
        word("speaker_role"),
        word("stance").replace('_', " "),
        word("certainty")
    );
    match cell("quote") {
        Some(quote) => format!("{said}: “{}”", escaped(&quote)),
        None => said,
    }
}

fn source(cell: &dyn Fn(&str) -> Option<String>) -> String {
    let about: Vec<String> =
        ["source", "published", "status"].into_iter().filter_map(cell).map(|text| escaped(&text)).collect();
    let title = linked(&cell("title").or_else(|| cell("report_id")).unwrap_or_default(), cell("url"));
    if about.is_empty() { title } else { format!("{title} ({})", about.join(", ")) }
}

/// The report that a feature was read from, where the layer says it.
fn whence(cell: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let Some(title) = cell("report_title").or_else(|| cell("title")).or_else(|| cell("report_id")) else {
        return Vec::new();
    };
    let about: Vec<String> = ["source", "published"].into_iter().filter_map(cell).map(|text| escaped(&text)).collect();
    let title = linked(&title, cell("url"));
    vec![if about.is_empty() { title } else { format!("{title} ({})", about.join(", ")) }]
}

/// A text with a link where the address is one of the web: no other scheme is made a link.
fn linked(text: &str, url: Option<String>) -> String {
    match url.filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        Some(url) => format!("<a href=\"{}\">{}</a>", escaped(&url), escaped(text)),
        None => escaped(text),
    }
}

fn list(title: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let items: String = lines.iter().map(|line| format!("<li>{line}</li>")).collect();
    format!("<p><b>{title}</b></p><ul>{items}</ul>")
}

/// A text as HTML that says it and nothing else. Viewers put columns in the place of `$[name]`, so that is broken up too.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '$' => out.push_str("&#36;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(linked("a", Some("javascript:alert(1)".to_owned())), "a");
        let quoted = linked("<b>", Some("https://example.org/\"onclick=\"x".to_owned()));
        assert_eq!(quoted, "<a href=\"https://example.org/&quot;onclick=&quot;x\">&lt;b&gt;</a>");
    }

    proptest! {
        #[test]
        fn no_text_is_markup(text in "(?s).{0,60}|[<>&\"'$\\[\\]!-]{0,12}") {
            let html = escaped(&text);
            prop_assert!(!html.contains(['<', '>', '"', '\'', '$']));
            let back = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
                .replace("&#36;", "$").replace("&amp;", "&");
            prop_assert_eq!(back, text);
        }
    }
}

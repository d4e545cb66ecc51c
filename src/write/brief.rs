//! `brief.md`: what was reported, in Markdown (CommonMark with the tables of GitHub), to be pasted into a brief.
//!
//! Says who claims and who denies, gives people as ranges, and lists what is unlocated or unsure. Texts of reports are escaped:
//! nothing in them becomes a heading, a link, a table or HTML.

use super::words::{day, days, reports};
use super::{Publication, WriteError};
use crate::layer::{Feature, Layer, Layers, Value};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Below this the brief says that an incident is unsure (`confidence`).
const SURE: f64 = 0.7;

/// The brief, in UTF-8.
pub fn brief(publication: &Publication<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    // Memory takes everything.
    let _ = filled(publication, &mut out);
    out
}

/// Writes the brief, a line after the other.
pub(super) fn write(publication: &Publication<'_>, out: &mut dyn Write) -> Result<(), WriteError> {
    filled(publication, out).map_err(WriteError::out("brief.md"))
}

fn filled(publication: &Publication<'_>, out: &mut dyn Write) -> io::Result<()> {
    let layers = publication.layers;
    writeln!(out, "# {}\n", heading(layers))?;
    about(out, layers)?;
    if let Some(incidents) = layers.get("incidents") {
        let order = sorted(incidents);
        table(out, incidents, &order)?;
        claims(out, incidents, &order)?;
        unsure(out, incidents, &order)?;
    }
    infrastructure(out, layers)?;
    sources(out, layers)
}

fn heading(layers: &Layers) -> String {
    match layers.get("reports").map_or(0, |layer| layer.features.len()) {
        0 => "No reports".to_owned(),
        1 => reports(layers).next().map(|one| escaped(&one.title)).unwrap_or_default(),
        all => format!("Incidents in {all} reports"),
    }
}

fn about(out: &mut dyn Write, layers: &Layers) -> io::Result<()> {
    let Some(incidents) = layers.get("incidents") else { return Ok(()) };
    let mut parts = Vec::new();
    let dates = |field| incidents.features.iter().filter_map(move |feature| date(incidents, &feature, field));
    let last = dates("date_end").chain(dates("date_start")).max();
    if let (Some(first), Some(last)) = (dates("date_start").min(), last) {
        parts.push(format!("**Period:** {}", days(first, last)));
    }
    let nowhere = incidents.features.iter().filter(|f| f.geometry.is_none()).count();
    let mut by_status: BTreeMap<String, usize> = BTreeMap::new();
    for feature in &incidents.features {
        let status = incidents.value(&feature, "status").as_text().unwrap_or("unknown");
        *by_status.entry(status.to_owned()).or_default() += 1;
    }
    let counts: Vec<String> = by_status.iter().map(|(status, count)| format!("{count} {status}")).collect();
    let located = if nowhere > 0 { format!("; {nowhere} not located") } else { String::new() };
    let counts = if counts.is_empty() { String::new() } else { format!(" ({})", counts.join(", ")) };
    parts.push(format!("**Incidents:** {}{counts}{located}", incidents.features.len()));
    writeln!(out, "{}\n", parts.join("  \n"))?;
    writeln!(
        out,
        "Read from reports by a program and not verified. Places are approximate, names of places imply no endorsement.\n"
    )
}

/// Where the incidents stand, by day, those without one last.
fn sorted(incidents: &Layer) -> Vec<u64> {
    let keyed = incidents.features.iter().placed().map(|(at, feature)| {
        let day = date(incidents, &feature, "date_start");
        (day.is_none(), day, feature.id, at)
    });
    let mut keyed: Vec<_> = keyed.collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, _, _, at)| at).collect()
}

fn read(incidents: &Layer, order: &[u64]) -> impl Iterator<Item = Feature> {
    order.iter().filter_map(|at| incidents.features.get(*at))
}

fn table(out: &mut dyn Write, incidents: &Layer, order: &[u64]) -> io::Result<()> {
    if incidents.features.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Incidents\n")?;
    writeln!(out, "| # | When | Where | What | Status | Deaths | Injured |")?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- | --- |")?;
    for (number, feature) in (1..).zip(read(incidents, order)) {
        let text = |field: &str| incidents.value(&feature, field).as_text().map(escaped);
        let what = match (text("event_type"), text("sub_event_type")) {
            (Some(kind), Some(sub)) => format!("{kind} – {sub}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => String::new(),
        };
        writeln!(
            out,
            "| {number} | {} | {} | {what} | {} | {} | {} |",
            when(incidents, &feature),
            place(incidents, &feature),
            text("status").unwrap_or_default(),
            people(incidents, &feature, "fatalities"),
            people(incidents, &feature, "injured"),
        )?;
    }
    writeln!(out)
}

fn when(layer: &Layer, feature: &Feature) -> String {
    match (date(layer, feature, "date_start"), date(layer, feature, "date_end")) {
        (Some(first), Some(last)) => days(first, last),
        (Some(only), None) | (None, Some(only)) => day(only),
        (None, None) => "no date".to_owned(),
    }
}

/// The place with its country, and how far off it may be where that is more than a town.
fn place(layer: &Layer, feature: &Feature) -> String {
    let name = layer.value(feature, "place_name").as_text().map(escaped);
    let Some(name) = name.filter(|_| feature.geometry.is_some()) else { return "not located".to_owned() };
    let country =
        layer.value(feature, "country").as_text().map(|code| format!(", {}", escaped(code))).unwrap_or_default();
    let off = match layer.value(feature, "precision_m") {
        Value::Real(metres) if *metres >= 5_000.0 => format!(" (± {:.0} km)", metres / 1000.0),
        _ => String::new(),
    };
    format!("{name}{country}{off}")
}

/// A number of people as a range; `not stated` where no report gives one, which is not none.
fn people(layer: &Layer, feature: &Feature, what: &str) -> String {
    let number = |bound: &str| layer.value(feature, &format!("{what}_{bound}")).as_integer();
    let words = layer.value(feature, &format!("{what}_stated")).as_text().map(escaped);
    match (number("low"), number("high")) {
        (Some(low), _) if words.is_some() => format!("{} (at least {low})", words.unwrap_or_default()),
        (Some(low), Some(high)) if low != high => format!("{low}–{high}"),
        (Some(number), _) | (None, Some(number)) => number.to_string(),
        (None, None) => "not stated".to_owned(),
    }
}

/// Each incident with its words and who says what.
fn claims(out: &mut dyn Write, incidents: &Layer, order: &[u64]) -> io::Result<()> {
    if incidents.features.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Who says what\n")?;
    for (number, feature) in (1..).zip(read(incidents, order)) {
        let text = |field: &str| incidents.value(&feature, field).as_text().map(escaped);
        writeln!(out, "- **{number}. {}**", escaped(&feature.label))?;
        for (words, field) in [
            ("Claimed by", "claimed_by"),
            ("Denied by", "denied_by"),
            ("Said to act", "actors"),
            ("Said to be acted on", "targets"),
        ] {
            if let Some(names) = text(field) {
                writeln!(out, "  - {words}: {names}")?;
            }
        }
        for (words, field) in
            [("Missing", "missing_best"), ("Displaced", "displaced_best"), ("Arrested", "arrested_best")]
        {
            if let Some(count) = incidents.value(&feature, field).as_integer() {
                writeln!(out, "  - {words}: {count}")?;
            }
        }
        if let Some(by) = text("corrected_by") {
            let verified = matches!(incidents.value(&feature, "verified"), Value::Bool(true));
            let at = text("corrected_at").map(|at| format!(", {at}")).unwrap_or_default();
            writeln!(out, "  - {} by {by}{at}", if verified { "Verified" } else { "Corrected" })?;
        }
        if let Some(quote) = text("quote") {
            writeln!(out, "  - “{quote}” – {}", text("report_title").or(text("report_id")).unwrap_or_default())?;
        }
    }
    writeln!(out)
}

/// What a reader must not take for sure.
fn unsure(out: &mut dyn Write, incidents: &Layer, order: &[u64]) -> io::Result<()> {
    let mut lines = Vec::new();
    for (number, feature) in (1..).zip(read(incidents, order)) {
        let mut why = Vec::new();
        if feature.geometry.is_none() {
            why.push("not located".to_owned());
        }
        if incidents.value(&feature, "geo_precision").as_integer() == Some(3) {
            why.push("located by a region or a border only".to_owned());
        }
        if date(incidents, &feature, "date_start").is_none() {
            why.push("no date".to_owned());
        }
        if matches!(incidents.value(&feature, "hedged"), Value::Bool(true)) {
            why.push("the report voices doubt".to_owned());
        }
        if let Value::Real(share) = incidents.value(&feature, "confidence")
            && *share < SURE
        {
            why.push(format!("{:.0} % sure that it is reported", share * 100.0));
        }
        if !why.is_empty() {
            lines.push(format!("- **{number}.** {}", why.join("; ")));
        }
    }
    if !lines.is_empty() {
        writeln!(out, "## What is uncertain\n\n{}\n", lines.join("\n"))?;
    }
    Ok(())
}

fn infrastructure(out: &mut dyn Write, layers: &Layers) -> io::Result<()> {
    let assets = ["infrastructure", "infrastructure_points"].iter().filter_map(|name| layers.get(name));
    let mut rows = assets.flat_map(|layer| layer.features.iter().map(move |feature| (layer, feature))).peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    writeln!(
        out,
        "## Infrastructure\n\n| Asset | Kind | Reported | By | Nearest incident |\n| --- | --- | --- | --- | --- |"
    )?;
    for (layer, feature) in rows {
        let text = |field: &str| layer.value(&feature, field).as_text().map(|words| escaped(&words.replace('_', " ")));
        let far = match layer.value(&feature, "nearest_incident_km") {
            Value::Real(km) => format!("{km:.0} km"),
            _ => "unknown".to_owned(),
        };
        writeln!(
            out,
            "| {} | {} | {} | {} | {far} |",
            text("name").unwrap_or_else(|| escaped(&feature.label)),
            text("kind").unwrap_or_default(),
            text("status").unwrap_or_default(),
            text("status_by").unwrap_or_default(),
        )?;
    }
    writeln!(out, "\nLines of pipelines are schematic; distances are to the line as drawn.\n")
}

fn sources(out: &mut dyn Write, layers: &Layers) -> io::Result<()> {
    writeln!(out, "## Sources\n")?;
    for report in reports(layers) {
        let link =
            report.url.as_deref().filter(|url| is_plain_link(url)).map(|url| format!(" <{url}>")).unwrap_or_default();
        writeln!(out, "- {}{link}", escaped(&report.citation()))?;
    }
    writeln!(
        out,
        "\nPlaces: GeoNames (<https://www.geonames.org/>, CC BY 4.0), Natural Earth. Made with reportmap {}.",
        env!("CARGO_PKG_VERSION")
    )
}

fn date(layer: &Layer, feature: &Feature, field: &str) -> Option<Date> {
    match layer.value(feature, field) {
        Value::Date(day) => Some(*day),
        _ => None,
    }
}

/// A link to the web without anything that could end it early.
fn is_plain_link(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\' | '`' | '|'))
}

/// Words on one line in which Markdown and HTML mean nothing: every sign that CommonMark lets one escape is escaped where it could mean
/// something, and marks that turn the direction of text are left out.
fn escaped(words: &str) -> String {
    let mut out = String::new();
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for (i, letter) in line.chars().enumerate() {
        match letter {
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => continue,
            letter if letter.is_control() => continue,
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '#' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            // A list or a rule begins a line only; an address becomes a link by its colon or its sign.
            '-' | '+' | '=' if i == 0 => {
                out.push('\\');
                out.push(letter);
            }
            ':' | '@' => {
                out.push(letter);
                if line.chars().nth(i + 1).is_some_and(|next| next == '/' || (letter == '@' && next.is_alphanumeric()))
                {
                    // What looks like an address is no link: a joiner of no width parts it.
                    out.push_str("&#8203;");
                }
            }
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markdown_and_html_mean_nothing() {
        let hostile = "<script>x</script> [a](javascript:b) | *c* \u{202e}d\n# e ![f](https://g)";
        let safe = escaped(hostile);
        assert!(!safe.contains('<') && !safe.contains('\n') && !safe.contains('\u{202e}'), "{safe}");
        assert!(safe.contains("\\[a\\](javascript:b) \\| \\*c\\*") && safe.contains("\\# e \\!\\[f\\]"), "{safe}");
        assert!(!safe.contains("://"), "{safe}");
    }

    #[test]
    fn a_link_that_could_end_early_is_none() {
        assert!(is_plain_link("https://example.org/a?b=c&d"));
        for bad in ["javascript:alert(1)", "https://a b", "https://a>b", "https://é", "data:text/html,x"] {
            assert!(!is_plain_link(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_leaves_its_cell(words in "(?s).{0,60}") {
            let safe = escaped(&words);
            prop_assert!(!safe.contains(['\n', '\r', '<', '>']));
            let bare = safe.replace("\\\\", "");
            let parted: Vec<&str> = bare.split('|').collect();
            prop_assert!(parted[..parted.len() - 1].iter().all(|part| part.ends_with('\\')));
        }
    }
}

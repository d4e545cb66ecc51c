//! Map tips: what QGIS shows in HTML when the pointer rests on a feature.
//!
//! A tip is a fixed page with expressions in it. Everything that comes from a report goes through [`escaped`], so that a
//! hostile text stays a text; a link is one only when it leads to `http` or `https`.

use crate::write::sheet::Sheet;

/// The relations that the project defines: their ids, and the table of each.
pub(super) const CLAIMS: &str = "incidents_claims";
pub(super) const SOURCES: &str = "incidents_sources";
pub(super) const EXPOSED: &str = "incidents_exposed";

/// The map tip of a sheet; `None` for the ground and for tables.
pub(super) fn tip(sheet: &Sheet<'_>) -> Option<String> {
    Some(match sheet.name {
        "incidents" => incident(),
        "infrastructure" | "infrastructure_points" => page(
            &asked("\"name\""),
            &[
                line("replace(\"status\", '_', ' ') || coalesce(', also ' || replace(\"also\", '_', ' '), '')"),
                line("'Says: ' || \"status_by\""),
                line("'Worried: ' || \"concern_by\""),
                line("'Nearest incident: ' || round(\"nearest_incident_km\") || ' km'"),
                line("if(\"schematic\", 'Drawn schematically, through way-points', NULL)"),
                quote(),
                source(),
            ],
        ),
        "places" => page(
            &asked("\"label\""),
            &[
                line("\"role\" || ', ' || replace(\"outcome\", '_', ' ') || ', confidence ' || \"confidence\""),
                line("'Could also be: ' || \"alternatives\""),
                quote(),
                source(),
            ],
        ),
        "areas" | "lines" => page(
            &asked("\"name\""),
            &[
                line("\"kind\" || ', mentions: ' || \"mention_count\" || ', incidents: ' || \"incident_count\""),
                quote(),
                source(),
            ],
        ),
        "reports" => page(&asked("\"title\""), &[line("\"summary\""), line("\"source\""), link()]),
        _ => return None,
    })
}

fn incident() -> String {
    let sides = format!(
        "<table cellspacing=\"0\" cellpadding=\"4\"><tr><td valign=\"top\"><b>Says so</b>[% {} %]</td>\
         <td valign=\"top\"><b>Denies it</b>[% {} %]</td></tr></table>",
        claims("for"),
        claims("against")
    );
    page(
        &asked("coalesce(\"sub_event_type\", \"event_type\")"),
        &[
            line("\"event_type\" || ' – ' || \"status\" || if(\"hedged\", ', with doubt', '')"),
            line("coalesce(\"place_name\", 'not located')"),
            line(
                "CASE WHEN \"date_start\" IS NULL THEN 'no date' WHEN \"date_start\" = \"date_end\" \
                 THEN to_string(\"date_start\") ELSE \"date_start\" || ' to ' || \"date_end\" END",
            ),
            line("'Deaths: ' || coalesce(\"fatalities_stated\", to_string(\"fatalities_best\"))"),
            line("'Injured: ' || coalesce(\"injured_stated\", to_string(\"injured_best\"))"),
            quote(),
            sides,
            format!("<div>[% {} %]</div>", sources()),
        ],
    )
}

/// The claims of one side, each with its speaker, its words and its report. Without the project the relation is not known:
/// then the column that holds the same names.
fn claims(side: &str) -> String {
    let each = format!(
        "'<div><b>' || {} || '</b> ' || {} || coalesce(': “' || {} || '”', '') || coalesce(' <i>(' || {} || ')</i>', '') || '</div>'",
        escaped("\"speaker\""),
        escaped("replace(\"stance\", '_', ' ') || if(\"certainty\" = 'certain', '', ', ' || \"certainty\")"),
        escaped("\"quote\""),
        escaped("coalesce(\"source\", \"report_title\", \"report_id\")"),
    );
    let related = format!(
        "relation_aggregate('{CLAIMS}', 'concatenate', if(\"side\" = '{side}', {each}, ''), concatenator:='', order_by:=\"id\")"
    );
    let (column, otherwise) = match side {
        "for" => ("\"claimed_by\"", "if(\"status\" IN ('reported', 'confirmed'), 'the report itself', 'nobody')"),
        _ => ("\"denied_by\"", "'nobody'"),
    };
    let none = format!("'<div>' || {otherwise} || '</div>'");
    format!("coalesce(nullif(try({related}, ''), ''), '<div>' || {} || '</div>', {none})", escaped(column))
}

/// Every report that tells an incident; without the project the main one.
fn sources() -> String {
    let each = format!("'<div>' || {} || '</div>'", reference("coalesce(\"title\", \"report_id\")"));
    let related =
        format!("relation_aggregate('{SOURCES}', 'concatenate', {each}, concatenator:='', order_by:=\"report_id\")");
    let own = reference("coalesce(\"report_title\", \"report_id\")");
    format!("coalesce(nullif(try({related}, ''), ''), '<div>' || {own} || '</div>')")
}

/// A page of a title and what is known of it: what is null says nothing.
fn page(title: &str, parts: &[String]) -> String {
    format!(
        "<div style=\"font-family:sans-serif;width:360px\"><div style=\"font-weight:bold;font-size:110%\">{title}</div>{}</div>",
        parts.concat()
    )
}

fn asked(expression: &str) -> String {
    format!("[% {} %]", escaped(expression))
}

fn line(expression: &str) -> String {
    format!("[% coalesce('<div>' || {} || '</div>', '') %]", escaped(expression))
}

fn quote() -> String {
    format!("[% coalesce('<blockquote>“' || {} || '”</blockquote>', '') %]", escaped("\"quote\""))
}

fn source() -> String {
    format!("[% coalesce('<div>' || {} || '</div>', '') %]", reference("coalesce(\"report_title\", \"report_id\")"))
}

fn link() -> String {
    format!("[% coalesce('<div>' || {} || '</div>', '') %]", linked("\"url\"", "\"url\""))
}

/// A report: title, who published it, when; the title leads to it where it can be read.
fn reference(title: &str) -> String {
    format!(
        "{} || coalesce(', ' || {}, '') || coalesce(', ' || to_string(\"published\"), '')",
        linked("\"url\"", title),
        escaped("\"source\"")
    )
}

fn linked(url: &str, words: &str) -> String {
    let words = escaped(words);
    format!(
        "if(coalesce(regexp_match({url}, '^https?://'), 0) = 1, '<a href=\"' || {} || '\">' || {words} || '</a>', {words})",
        escaped(url)
    )
}

/// An expression whose text is shown as it is, in HTML and in its attributes.
fn escaped(expression: &str) -> String {
    let steps = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("''", "&#39;")];
    steps.into_iter().fold(expression.to_owned(), |inner, (from, to)| format!("replace({inner}, '{from}', '{to}')"))
}

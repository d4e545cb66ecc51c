//! Forms and attribute tables: names for people, tabs, the claims and sources of an incident beside it.

use super::symbol::option;
use super::tip::{CLAIMS, EXPOSED, SOURCES};
use crate::layer::{Field, Type};
use crate::write::geopackage::ROW;
use crate::write::sheet::{INCIDENT, Sheet};
use crate::write::xml::Element;

/// Columns that say where a row comes from: the last tab of every form.
const ORIGIN: [&str; 12] = [
    "report_id",
    "report_title",
    "published",
    "source",
    "url",
    "start",
    "end",
    "quote",
    "text_sha256",
    "reportmap",
    "gazetteer",
    "id",
];

/// The tabs of an incident's form, by the beginnings of the names of their columns.
const INCIDENT_TABS: [(&str, &[&str]); 4] = [
    (
        "What",
        &[
            "event_type",
            "sub_event",
            "status",
            "disputed",
            "hedged",
            "confidence",
            "verified",
            "corrected_",
            "date_",
            "time_",
            "summary",
        ],
    ),
    ("Where", &["place_", "country", "admin", "geo_precision", "where_prec", "precision_m"]),
    ("Who", &["actors", "targets", "parties", "fatalities", "injured", "missing", "displaced", "arrested"]),
    ("Told by", &["report_count", "report_ids", "sources", "urls", "incident_ids"]),
];

/// Columns that no table needs to show: versions, offsets and what a map says.
const ASIDE: [&str; 8] = ["text_sha256", "reportmap", "gazetteer", "start", "end", "label", "first", ROW];

/// Columns that stand first in a table, in this order, where they are there.
const FIRST: [&str; 14] = [
    "date_start",
    "date_end",
    "name",
    "sub_event_type",
    "event_type",
    "place_name",
    "status",
    "speaker",
    "stance",
    "quote",
    "claimed_by",
    "denied_by",
    "fatalities_best",
    "summary",
];

/// Texts that run over more than a line.
const LONG: [&str; 9] =
    ["quote", "evidence", "claims", "summary", "alternatives", "parties", "notes", "sources", "urls"];

/// Everything that a form and a table of a sheet need, as QGIS keeps it.
pub(super) fn elements(sheet: &Sheet<'_>) -> Vec<Element> {
    let widgets = sheet.columns.iter().map(|field| {
        let (kind, options) = widget(sheet, field);
        let config =
            Element::new("config").containing(Element::new("Option").with("type", "Map").containing_all(options));
        let edit = Element::new("editWidget").with("type", kind).containing(config);
        Element::new("field").with("name", field.name).with("configurationFlags", "None").containing(edit)
    });
    let aliases = sheet.columns.iter().zip(1usize..).map(|(field, at)| {
        Element::new("alias").with("field", field.name).with("index", at.to_string()).with("name", field.alias)
    });
    let row = Element::new("alias").with_all([("field", ROW), ("index", "0"), ("name", "Row")]);
    vec![
        Element::new("fieldConfiguration").containing(hidden_row()).containing_all(widgets),
        Element::new("aliases").containing(row).containing_all(aliases),
        table(sheet),
        Element::new("editorlayout").saying("tablayout"),
        Element::new("attributeEditorForm").containing_all(tabs(sheet)),
        Element::new("previewExpression").saying(name(sheet)),
    ]
}

/// What a row is called in lists.
fn name(sheet: &Sheet<'_>) -> &'static str {
    match sheet.name {
        "claims" => "\"speaker\" || ' ' || replace(\"stance\", '_', ' ')",
        "sources" => "coalesce(\"title\", \"report_id\")",
        "exposed" => "\"asset\"",
        _ if sheet.has("label") => "\"label\"",
        _ => "\"name\"",
    }
}

fn hidden_row() -> Element {
    let config = Element::new("config").containing(Element::new("Option").with("type", "Map"));
    let edit = Element::new("editWidget").with("type", "Hidden").containing(config);
    Element::new("field").with("name", ROW).with("configurationFlags", "None").containing(edit)
}

fn widget(sheet: &Sheet<'_>, field: &Field) -> (&'static str, Vec<Element>) {
    let relation = match (sheet.name, field.name) {
        ("claims", INCIDENT) => Some(CLAIMS),
        ("sources", INCIDENT) => Some(SOURCES),
        ("exposed", INCIDENT) => Some(EXPOSED),
        _ => None,
    };
    match (relation, field.kind) {
        (Some(relation), _) => (
            "RelationReference",
            vec![
                option("Relation", "QString", relation),
                option("AllowNULL", "bool", "true"),
                option("ShowForm", "bool", "false"),
                option("ShowOpenFormButton", "bool", "true"),
                option("MapIdentification", "bool", "false"),
                option("ReadOnly", "bool", "false"),
            ],
        ),
        (None, Type::Date) => ("DateTime", date_options("yyyy-MM-dd", "false")),
        (None, Type::DateTime) => ("DateTime", date_options("yyyy-MM-dd HH:mm:ss", "true")),
        (None, Type::Bool) => ("CheckBox", Vec::new()),
        (None, _) => {
            let long = LONG.contains(&field.name).to_string();
            ("TextEdit", vec![option("IsMultiline", "bool", &long), option("UseHtml", "bool", "false")])
        }
    }
}

fn date_options(format: &str, iso: &str) -> Vec<Element> {
    vec![
        option("display_format", "QString", format),
        option("field_format", "QString", format),
        option("calendar_popup", "bool", "true"),
        option("allow_null", "bool", "true"),
        option("field_iso_format", "bool", iso),
    ]
}

fn tabs(sheet: &Sheet<'_>) -> Vec<Element> {
    let mut left: Vec<(usize, &Field)> = sheet.columns.iter().enumerate().collect();
    let mut taken = |wanted: &dyn Fn(&Field) -> bool| -> Vec<Element> {
        let (now, later) = left.drain(..).partition(|(_, field)| wanted(field));
        left = later;
        let now: Vec<(usize, &Field)> = now;
        now.into_iter().map(|(at, field)| shown(at, field)).collect()
    };
    let mut tabs = Vec::new();
    if sheet.name == "incidents" {
        for (title, beginnings) in INCIDENT_TABS {
            tabs.push(tab(title, taken(&|field| beginnings.iter().any(|b| field.name.starts_with(b)))));
        }
        let said = taken(&|field| ["claimed_by", "denied_by"].contains(&field.name));
        tabs.insert(3, tab("Claims", said.into_iter().chain([related(CLAIMS, "Claims")]).collect()));
        tabs.push(tab("Sources", vec![related(SOURCES, "Sources")]));
        tabs.push(tab("Exposed infrastructure", vec![related(EXPOSED, "Exposed infrastructure")]));
    }
    let origin = taken(&|field| ORIGIN.contains(&field.name));
    let rest = taken(&|_| true);
    if !rest.is_empty() {
        let title = if sheet.name == "incidents" { "More" } else { sheet.title };
        let at = if sheet.name == "incidents" { tabs.len() } else { 0 };
        tabs.insert(at, tab(title, rest));
    }
    if !origin.is_empty() {
        tabs.push(tab("Origin", origin));
    }
    tabs
}

fn tab(title: &str, inside: Vec<Element>) -> Element {
    Element::new("attributeEditorContainer")
        .with("name", title)
        .with_all([
            ("groupBox", "0"),
            ("columnCount", "1"),
            ("showLabel", "1"),
            ("visibilityExpressionEnabled", "0"),
            ("visibilityExpression", ""),
        ])
        .containing_all(inside)
}

fn shown(at: usize, field: &Field) -> Element {
    Element::new("attributeEditorField")
        .with("name", field.name)
        .with("index", (at + 1).to_string())
        .with("showLabel", "1")
}

fn related(relation: &str, label: &str) -> Element {
    Element::new("attributeEditorRelation")
        .with("name", relation)
        .with("relation", relation)
        .with("label", label)
        .with_all([
            ("showLabel", "1"),
            ("relationWidgetTypeId", "relation_editor"),
            ("nmRelationId", ""),
            ("forceSuppressFormPopup", "0"),
        ])
        .containing(Element::new("editor_configuration"))
}

/// The attribute table: what matters first, versions and offsets hidden, the latest on top.
fn table(sheet: &Sheet<'_>) -> Element {
    let first = FIRST.iter().filter(|name| sheet.has(name)).copied();
    let rest = sheet.columns.iter().map(|field| field.name).filter(|name| !FIRST.contains(name));
    let columns = first.chain(rest).chain([ROW]).map(|name| {
        Element::new("column")
            .with("type", "field")
            .with("name", name)
            .with("hidden", if ASIDE.contains(&name) { "1" } else { "0" })
            .with("width", "-1")
    });
    let actions = Element::new("column").with_all([("type", "actions"), ("hidden", "1"), ("width", "-1")]);
    let (sorted, order) = if sheet.has("date_start") { ("\"date_start\"", "1") } else { ("", "0") };
    Element::new("attributetableconfig")
        .with_all([("actionWidgetStyle", "dropDown"), ("sortExpression", sorted), ("sortOrder", order)])
        .containing(Element::new("columns").containing_all(columns).containing(actions))
}

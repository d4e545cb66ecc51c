//! What each sheet is labelled with, and how labels make way for each other: findings before places before the ground.

use super::crowd::Crowd;
use super::look::near;
use super::symbol::{INK, WHITE, decisions, rgba};
use crate::write::sheet::Sheet;
use crate::write::xml::Element;

/// A text: how it looks, what it says, where it may stand.
struct Label {
    /// What it says: an expression.
    says: String,
    size: f64,
    color: &'static str,
    bold: bool,
    italic: bool,
    /// Letters to a line; 0 for one line.
    wrap: u8,
    spacing: f64,
    capitals: bool,
    stands: Stands,
    /// 0 gives way to all, 10 to none.
    priority: u8,
    /// Whether other labels keep off its feature.
    obstacle: bool,
    /// When it is shown: an expression.
    shown: Option<String>,
    /// From which scale on it is shown; `None` for any.
    from: Option<f64>,
}

/// Where a label may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Around its point, the best places first.
    Around,
    /// On its point.
    Over,
    /// Along its line, following its bends.
    Along,
    /// Along its line, straight: for lines of few corners.
    Beside,
    /// Level, inside its area.
    Inside,
}

impl Label {
    fn new(says: impl Into<String>, size: f64, stands: Stands) -> Self {
        Self {
            says: says.into(),
            size,
            color: INK,
            bold: false,
            italic: false,
            wrap: 0,
            spacing: 0.0,
            capitals: false,
            stands,
            priority: 5,
            obstacle: false,
            shown: None,
            from: None,
        }
    }
}

/// The labels of a sheet; `None` where it has none.
pub(super) fn labeling(sheet: &Sheet<'_>) -> Option<Element> {
    let label = match sheet.name {
        "incidents" => Label {
            bold: true,
            priority: 10,
            obstacle: true,
            from: Crowd::of(sheet).named(),
            ..Label::new(incident(), 7.0, Stands::Around)
        },
        "infrastructure" => Label {
            color: "#00527f",
            bold: true,
            priority: 7,
            obstacle: true,
            ..Label::new("\"name\" || if(\"schematic\", ' (schematic)', '')", 7.0, Stands::Beside)
        },
        "infrastructure_points" => Label {
            color: "#00527f",
            wrap: 28,
            priority: 8,
            obstacle: true,
            ..Label::new("\"name\" || ' – ' || replace(\"status\", '_', ' ')", 7.5, Stands::Around)
        },
        "lines" => Label {
            color: "#8f3f00",
            bold: true,
            priority: 7,
            obstacle: true,
            ..Label::new("\"name\"", 7.5, Stands::Along)
        },
        "areas" => Label {
            color: "#7a5200",
            italic: true,
            spacing: 0.6,
            wrap: 24,
            priority: 4,
            shown: Some(
                // What is larger than the map would name all of it: a hundredth of the square of the scale in thousands.
                "NOT \"kind\" IN ('border', 'line', 'country', 'continent') AND \
                 (\"incident_count\" > 0 OR \"kind\" <> 'uncertainty') AND \
                 \"area_km2\" <= 0.01 * (coalesce(@map_scale, 1e9) / 1000) ^ 2"
                    .to_owned(),
            ),
            ..Label::new("\"name\"", 9.0, Stands::Inside)
        },
        "places" => Label {
            color: "#33495a",
            priority: 5,
            shown: Some(
                "\"first\" AND NOT coalesce(\"level\", '') IN ('country', 'continent', 'region', 'admin1')".to_owned(),
            ),
            ..Label::new("\"label\"", 7.0, Stands::Around)
        },
        "reports" => Label { wrap: 34, priority: 3, ..Label::new("\"label\"", 7.0, Stands::Around) },
        "basemap_labels" | "basemap_world_labels" => return Some(ground()),
        "basemap_rivers" | "basemap_world_rivers" => Label {
            color: "#5b8ba5",
            italic: true,
            priority: 1,
            shown: Some(format!("\"name\" IS NOT NULL AND ({})", near("rank"))),
            ..Label::new("\"name\"", 6.5, Stands::Along)
        },
        _ => return None,
    };
    Some(match label.from {
        Some(scale) => from_nearby(&label, scale),
        None => Element::new("labeling").with("type", "simple").containing(settings(&label, true)),
    })
}

/// Labels from a scale on; farther off other labels still keep off what they name.
fn from_nearby(label: &Label, scale: f64) -> Element {
    let near = rule(1, "near", None).with("scalemindenom", "1").with("scalemaxdenom", scale.to_string());
    let far = rule(2, "far", None).with("scalemindenom", scale.to_string()).with("scalemaxdenom", "0");
    rule_based([near.containing(settings(label, true)), far.containing(settings(label, false))])
}

/// No labels, but others keep off: for what is counted, unless it is too much.
pub(super) fn clearing(sheet: &Sheet<'_>) -> Option<Element> {
    let label = Label { obstacle: true, ..Label::new("''", 7.0, Stands::Around) };
    let simple = || Element::new("labeling").with("type", "simple").containing(settings(&label, false));
    Crowd::of(sheet).kept_clear().then(simple)
}

fn rule(number: usize, name: &str, filter: Option<String>) -> Element {
    let key = format!("{{00000000-0000-4000-8000-{number:012x}}}");
    let rule = Element::new("rule").with("key", key).with("description", name);
    match filter {
        Some(filter) => rule.with("filter", filter),
        None => rule,
    }
}

fn rule_based(rules: impl IntoIterator<Item = Element>) -> Element {
    let root = Element::new("rules").with("key", "{00000000-0000-4000-8000-000000000000}");
    Element::new("labeling").with("type", "rule-based").containing(root.containing_all(rules))
}

/// What; where; when and what claims make of it, where that is more than a report: a line each.
fn incident() -> String {
    "coalesce(\"sub_event_type\", \"event_type\") || coalesce('\\n' || left(\"place_name\", 48), '') || \
     coalesce('\\n' || nullif(concat(\
     if(\"date_end\" > \"date_start\", format_date(\"date_start\", 'd MMM', 'en') || ' – ', ''), \
     format_date(coalesce(\"date_end\", \"date_start\"), 'd MMM yyyy', 'en'), \
     if(\"status\" <> 'reported', if(\"date_start\" IS NULL, '', ' · ') || \"status\", '')), ''), '')"
        .to_owned()
}

/// Names on the ground, by what they name; each is shown from the scale that its rank asks for.
fn ground() -> Element {
    let name = |size, stands| Label { priority: 1, ..Label::new("\"name\"", size, stands) };
    let kinds = [
        ("country", Label { color: "#8b8279", spacing: 1.2, capitals: true, wrap: 18, ..name(8.5, Stands::Over) }),
        ("capital", Label { color: "#55504b", bold: true, priority: 3, obstacle: true, ..name(8.0, Stands::Around) }),
        ("town", Label { color: "#55504b", priority: 2, ..name(7.0, Stands::Around) }),
        ("sea", Label { color: "#5b8ba5", italic: true, spacing: 0.8, wrap: 16, ..name(8.0, Stands::Over) }),
    ];
    rule_based((1..).zip(kinds).map(|(number, (kind, label))| {
        let filter = format!("\"kind\" = '{kind}' AND NOT \"told\" AND ({})", near("rank"));
        rule(number, kind, Some(filter)).containing(settings(&label, true))
    }))
}

/// What QGIS keeps of a label. What is not `drawn` only keeps others off.
fn settings(label: &Label, drawn: bool) -> Element {
    let shown: Vec<_> = label.shown.iter().map(|shown| ("Show", shown.clone())).collect();
    Element::new("settings")
        .with("calloutType", "simple")
        .containing_all([
            style(label),
            Element::new("text-format").with("autoWrapLength", label.wrap.to_string()).with_all([
                ("useMaxLineLengthForAutoWrap", "1"),
                ("multilineAlign", "3"),
                ("wrapChar", ""),
            ]),
            placement(label),
            Element::new("rendering")
                .with("obstacle", flag(label.obstacle))
                .with("drawLabels", flag(drawn))
                .with("mergeLines", flag(matches!(label.stands, Stands::Along | Stands::Beside)))
                .with_all([
                    ("displayAll", "0"),
                    ("obstacleFactor", "1.4"),
                    ("obstacleType", "1"),
                    ("labelPerPart", "0"),
                    ("upsidedownLabels", "0"),
                    ("limitNumLabels", "0"),
                    ("minFeatureSize", "0"),
                    ("unplacedVisibility", "0"),
                    ("fontLimitPixelSize", "0"),
                    ("zIndex", "0"),
                ]),
        ])
        .containing_all(decisions("dd_properties", &shown))
}

fn style(label: &Label) -> Element {
    text(label.size, label.color, label.bold, label.italic)
        .with("fieldName", &label.says)
        .with("isExpression", "1")
        .with("fontLetterSpacing", label.spacing.to_string())
        .with("capitalization", if label.capitals { "1" } else { "0" })
        .containing(
            Element::new("text-buffer")
                .with_all([
                    ("bufferDraw", "1"),
                    ("bufferSize", "0.8"),
                    ("bufferSizeUnits", "MM"),
                    ("bufferOpacity", "0.85"),
                    ("bufferNoFill", "1"),
                    ("bufferJoinStyle", "128"),
                    ("bufferBlendMode", "0"),
                ])
                .with("bufferColor", rgba(WHITE, 1.0)),
        )
        .containing(Element::new("background").with("shapeDraw", "0"))
        .containing(Element::new("shadow").with("shadowDraw", "0"))
}

/// A text's letters. DejaVu has most scripts that names are written in; where it is missing the next family stands in.
pub(super) fn text(size: f64, color: &str, bold: bool, italic: bool) -> Element {
    let families =
        ["DejaVu Sans", "Noto Sans", "Open Sans", "Arial"].map(|name| Element::new("family").with("name", name));
    Element::new("text-style")
        .with("fontSize", size.to_string())
        .with("textColor", rgba(color, 1.0))
        .with("fontWeight", if bold { "75" } else { "50" })
        .with("fontItalic", flag(italic))
        .with(
            "namedStyle",
            match (bold, italic) {
                (true, true) => "Bold Oblique",
                (true, false) => "Bold",
                (false, true) => "Oblique",
                (false, false) => "Book",
            },
        )
        .with_all([
            ("fontFamily", "DejaVu Sans"),
            ("fontSizeUnit", "Point"),
            ("textOpacity", "1"),
            ("multilineHeight", "1"),
            ("allowHtml", "0"),
            ("textOrientation", "horizontal"),
            ("blendMode", "0"),
        ])
        .containing(Element::new("families").containing_all(families))
}

/// QGIS's numbers of placements: 1 over a point, 2 and 3 straight and curved along a line, 4 level in an area, 6 ordered places around a point.
fn placement(label: &Label) -> Element {
    let number = match label.stands {
        Stands::Over => "1",
        Stands::Beside => "2",
        Stands::Along => "3",
        Stands::Inside => "4",
        Stands::Around => "6",
    };
    Element::new("placement").with("placement", number).with("priority", label.priority.to_string()).with_all([
        ("predefinedPositionOrder", "R,TR,BR,L,TL,BL,TSR,BSR"),
        // From the mark's edge.
        ("offsetType", "1"),
        ("dist", if label.stands == Stands::Around { "0.8" } else { "0" }),
        ("distUnits", "MM"),
        ("quadOffset", "4"),
        ("placementFlags", "10"),
        ("polygonPlacementFlags", "2"),
        ("maxCurvedCharAngleIn", "40"),
        ("maxCurvedCharAngleOut", "-40"),
        ("repeatDistance", "0"),
        ("overrunDistance", "0"),
        ("lineAnchorPercent", "0.5"),
        ("lineAnchorType", "0"),
        ("fitInPolygonOnly", "0"),
    ])
}

fn flag(yes: bool) -> &'static str {
    if yes { "1" } else { "0" }
}

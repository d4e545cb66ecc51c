//! What each sheet looks like: its symbols, and which feature gets which.
//!
//! Event types differ in colour and in shape, so that they read in grey and with any colour vision; what claims make of an
//! incident is told by how its mark is filled. Where a thing may lie is dotted, what is drawn schematically is dashed.

use super::crowd::Crowd;
use super::rule::{Rule, Seen};
use super::symbol::{INK, Part, Symbol, WHITE};
use crate::layer::style::{ASSET_COLORS, EVENT_COLORS};
use crate::write::sheet::Sheet;

/// The shape of each event type, its turn in degrees, and its size that makes it look as large as the others: no two share an
/// outline.
const EVENT_SHAPES: [(&str, &str, f64, f64); 9] = [
    ("Battles", "diamond", 0.0, 1.1),
    ("Explosions/Remote violence", "star", 0.0, 1.35),
    ("Violence against civilians", "equilateral_triangle", 0.0, 1.1),
    ("Protests", "circle", 0.0, 1.0),
    ("Riots", "pentagon", 0.0, 1.05),
    ("Strategic developments", "square", 0.0, 0.88),
    ("Natural hazard", "equilateral_triangle", 180.0, 1.1),
    ("Technological hazard", "hexagon", 90.0, 1.0),
    ("Health", "cross_fill", 0.0, 1.15),
];

/// How each status is drawn, in the words of the legend.
pub(super) const STATUSES: [(&str, &str); 5] = [
    ("reported", "Reported in a report's own voice"),
    ("confirmed", "Confirmed by opposing sides or a third"),
    ("claimed", "Claimed by one side"),
    ("disputed", "Disputed: one side claims, another denies"),
    ("denied", "Only denied"),
];

const GREY: &str = "#999999";
/// So much wider is the dark casing that sets a mark off from any ground, as a share of its size.
const CASING: f64 = 0.17;
/// The hollow of a mark, as a share of its size.
const HOLLOW: f64 = 0.56;

/// Colours of the ground: quiet, so that the findings stand out, and apart from the palette.
pub(super) const SEA: &str = "#dbe8ef";
const LAND: &str = "#f7f5f0";
const RIVER: &str = "#a9c9d9";
const BORDER: &str = "#a39a90";

/// One symbol for all, or one by rules.
pub(super) enum Look {
    One(Symbol),
    Rules(Vec<Rule>),
}

/// How a sheet looks.
pub(super) fn look(sheet: &Sheet<'_>) -> Look {
    match sheet.name {
        "incidents" => Look::Rules(incidents(Crowd::of(sheet).mark())),
        "infrastructure" => Look::Rules(assets(pipeline)),
        "infrastructure_points" => Look::Rules(assets(site)),
        "places" => Look::Rules(places()),
        "areas" => Look::Rules(areas()),
        "lines" => Look::Rules(lines()),
        "reports" => Look::One(Symbol::marker([
            Part::marker("square", 3.2).colored(WHITE, 1.0).outlined(INK, 0.3, "solid"),
            Part::marker("line", 1.8).outlined(INK, 0.35, "solid").set("angle", "90"),
        ])),
        "basemap_window" => Look::One(Symbol::fill([Part::fill(SEA, 1.0)])),
        "basemap_land" | "basemap_world_land" => {
            Look::One(Symbol::fill([Part::fill(LAND, 1.0).outlined("#b9c3c7", 0.15, "solid")]))
        }
        "basemap_lakes" | "basemap_world_lakes" => {
            Look::One(Symbol::fill([Part::fill(SEA, 1.0).outlined(RIVER, 0.12, "solid")]))
        }
        "basemap_rivers" | "basemap_world_rivers" => {
            let width = "CASE WHEN \"rank\" <= 2 THEN 0.4 WHEN \"rank\" <= 5 THEN 0.28 ELSE 0.18 END";
            Look::Rules(vec![Rule::new(
                "River",
                near("rank"),
                |_| true,
                Symbol::line([Part::line(RIVER, 0.25).decided("outlineWidth", width)]),
            )])
        }
        "basemap_borders" | "basemap_world_borders" => Look::Rules(borders()),
        _ => Look::Rules(towns()),
    }
}

/// Whether a thing of a rank is drawn at the scale of the map: each rank from nearer by.
pub(super) fn near(rank: &str) -> String {
    format!(
        "@map_scale IS NULL OR @map_scale <= array_get(array({}), min(max(coalesce(\"{rank}\", 9), 0), 9))",
        "4e8, 1.5e8, 7e7, 3.2e7, 1.6e7, 9e6, 5e6, 3e6, 1.8e6, 1e6"
    )
}

fn towns() -> Vec<Rule> {
    let dot = |size| Part::marker("circle", size).colored("#6d6a66", 1.0).outlined(WHITE, 0.2, "solid");
    let capital = Symbol::marker([dot(2.0), Part::marker("circle", 0.7).colored(WHITE, 1.0)]);
    vec![
        Rule::new("Capital", format!("\"kind\" = 'capital' AND ({})", near("rank")), |s| s.kind == "capital", capital),
        Rule::new(
            "Town",
            format!("\"kind\" = 'town' AND ({})", near("rank")),
            |s| s.kind == "town",
            Symbol::marker([dot(1.3)]),
        ),
        // QGIS labels what it draws: a name alone has a mark that is not seen.
        Rule::otherwise("Name", Symbol::marker([Part::marker("circle", 0.1).colored(WHITE, 0.0)])),
    ]
}

fn borders() -> Vec<Rule> {
    let line = || Part::line(BORDER, 0.35).decided("outlineWidth", "if(@map_scale > 5e7, 0.2, 0.35)");
    let agreed = Symbol::line([line()]);
    let disputed = Symbol::line([line().dashed("1.6;1.2")]);
    vec![
        Rule::new("Border", "NOT coalesce(\"disputed\", FALSE)", |s| !s.disputed, agreed),
        Rule::new("Disputed border or ceasefire line", "\"disputed\"", |s| s.disputed, disputed),
    ]
}

/// The rules of the incidents: the types, then what the filling tells. The second group draws nothing; it is the legend.
fn incidents(size: f64) -> Vec<Rule> {
    let mut types: Vec<Rule> = EVENT_SHAPES
        .into_iter()
        .map(|(name, shape, turn, large)| {
            let color = EVENT_COLORS.iter().find(|(known, _)| *known == name).map_or(GREY, |(_, color)| color);
            let symbol = mark(shape, turn, color, size * large, &Told::Asked);
            Rule::new(name, format!("\"event_type\" = '{name}'"), move |s| s.event_type == name, symbol)
        })
        .collect();
    types.push(Rule::otherwise("Another type", mark("circle", 0.0, GREY, size, &Told::Asked)));
    let told = STATUSES.into_iter().map(move |(status, label)| {
        Rule::new(
            label,
            "FALSE",
            move |s| s.status == status,
            mark("circle", 0.0, "#777777", size.max(2.8), &Told::As(status)),
        )
    });
    vec![Rule::group("What", types), Rule::group("Who says so", told.collect())]
}

/// Where the status of a mark comes from.
enum Told {
    /// The column.
    Asked,
    /// A word: for the legend.
    As(&'static str),
}

impl Told {
    /// A part that is drawn for some statuses only. A legend shows what is set and decides nothing, so a part that the column
    /// decides is set to nothing.
    fn when(&self, statuses: &[&str], part: Part, property: &'static str, drawn: &str, nothing: &str) -> Part {
        match self {
            Self::As(status) => part.set(property, if statuses.contains(status) { drawn } else { nothing }),
            Self::Asked => {
                let words: Vec<String> = statuses.iter().map(|status| format!("'{status}'")).collect();
                let name = if property == "size" { "size" } else { "outlineStyle" };
                part.set(property, nothing)
                    .decided(name, format!("if(\"status\" IN ({}), '{drawn}', '{nothing}')", words.join(", ")))
            }
        }
    }
}

/// The mark of an incident: a dark casing, the colour of its type, and by its status a second ring, a hollow, an eye in it, or
/// a cross.
fn mark(shape: &str, turn: f64, color: &str, size: f64, told: &Told) -> Symbol {
    let layer = |size: f64, color: &str| Part::marker(shape, size).colored(color, 1.0).set("angle", turn.to_string());
    let sized =
        |statuses: &[&str], size: f64, part: Part| told.when(statuses, part, "size", &format!("{size:.2}"), "0");
    let cross = Part::marker("cross2", size * 1.05).outlined(INK, size * 0.16, "solid");
    Symbol::marker([
        sized(&["confirmed"], size * (1.0 + CASING * 4.2), layer(0.0, INK)),
        sized(&["confirmed"], size * (1.0 + CASING * 2.8), layer(0.0, WHITE)),
        layer(size * (1.0 + CASING), INK),
        layer(size, color),
        sized(&["claimed", "disputed", "denied"], size * HOLLOW, layer(0.0, WHITE)),
        sized(&["disputed"], size * 0.27, Part::marker("circle", 0.0).colored(INK, 1.0)),
        told.when(&["denied"], cross, "outline_style", "solid", "no"),
    ])
}

/// Rules by the state of an asset, the states of one colour together.
fn assets(symbol: fn(&str) -> Symbol) -> Vec<Rule> {
    let groups: [(&'static str, &'static [&'static str]); 5] = [
        ("Destroyed, damaged or attacked", &["destroyed", "damaged", "attacked"]),
        ("Seized, closed or disrupted", &["seized", "closed", "disrupted"]),
        ("At risk", &["at_risk"]),
        ("Undamaged or restored", &["undamaged", "restored"]),
        ("Mentioned", &["mentioned"]),
    ];
    let rule = |(label, states): (&'static str, &'static [&'static str])| {
        let color = ASSET_COLORS.iter().find(|(state, _)| states.contains(state)).map_or(GREY, |(_, color)| color);
        let words: Vec<String> = states.iter().map(|state| format!("'{state}'")).collect();
        Rule::new(
            label,
            format!("\"status\" IN ({})", words.join(", ")),
            move |s| states.contains(&s.status.as_str()),
            symbol(color),
        )
    };
    let mut rules: Vec<Rule> = groups.into_iter().map(rule).collect();
    rules.push(Rule::otherwise("Another state", symbol(GREY)));
    rules
}

/// A line of infrastructure on a white bed, dashed where it is schematic.
fn pipeline(color: &str) -> Symbol {
    let dashes = "CASE WHEN coalesce(\"schematic\", TRUE) THEN '3.2;1.6' ELSE '1000;0' END";
    Symbol::line([Part::line(WHITE, 1.3), Part::line(color, 0.75).dashed("3.2;1.6").decided("customDash", dashes)])
}

/// A site: a square with a cross, as no incident has it.
fn site(color: &str) -> Symbol {
    Symbol::marker([
        Part::marker("square", 3.6).colored(WHITE, 1.0).outlined(INK, 0.25, "solid"),
        Part::marker("square", 2.8).colored(color, 1.0),
        Part::marker("cross", 2.8).outlined(WHITE, 0.4, "solid"),
    ])
}

fn places() -> Vec<Rule> {
    let ring = |color: &str, width| {
        Symbol::marker([Part::marker("circle", 1.8).colored(WHITE, 0.85).outlined(color, width, "solid")])
    };
    let doubtful = Part::marker("circle", 2.6).colored(WHITE, 0.9).outlined("#8a5f00", 0.4, "dot");
    // The pin of an area says less than the area, which is drawn.
    let large = "coalesce(\"level\", '') IN ('continent', 'country', 'region', 'admin1')";
    vec![
        Rule::new(
            "Ambiguous: could be elsewhere",
            "\"outcome\" = 'ambiguous'",
            |s| s.outcome == "ambiguous",
            Symbol::marker([doubtful]),
        ),
        Rule::new(
            "Named in a report",
            format!("\"outcome\" <> 'ambiguous' AND NOT {large}"),
            |s| s.outcome != "ambiguous" && !is_large(s),
            ring("#4d6a80", 0.35),
        ),
        Rule::new(
            "Middle of a region or country named in a report",
            format!("\"outcome\" <> 'ambiguous' AND {large}"),
            |s| s.outcome != "ambiguous" && is_large(s),
            ring("#8fa3b3", 0.25),
        )
        .hidden(),
    ]
}

fn is_large(seen: &Seen) -> bool {
    ["continent", "country", "region", "admin1"].contains(&seen.level.as_str())
}

fn areas() -> Vec<Rule> {
    let soft = |color: &str, fill, outline: &str, width, style: &str| {
        Symbol::fill([Part::fill(color, fill).outlined(outline, width, style).set("joinstyle", "round")])
    };
    let large = "\"kind\" IN ('country', 'continent')";
    vec![
        Rule::new(
            "Where an incident lies, or may lie",
            "\"incident_count\" > 0 AND NOT \"kind\" IN ('border', 'line')",
            |s| s.incidents && !linear(s),
            soft("#E69F00", 0.16, "#8a5f00", 0.4, "dot"),
        ),
        Rule::new(
            "Along a border or line",
            "\"kind\" IN ('border', 'line')",
            linear,
            soft("#E69F00", 0.12, "#8a5f00", 0.3, "dot"),
        ),
        Rule::new(
            "Where a named place may lie",
            "\"incident_count\" = 0 AND \"kind\" = 'uncertainty'",
            |s| !s.incidents && s.kind == "uncertainty",
            soft("#4d6a80", 0.07, "#4d6a80", 0.3, "dot"),
        ),
        Rule::new(
            "Area named in a report",
            format!("\"incident_count\" = 0 AND NOT \"kind\" IN ('border', 'line', 'uncertainty') AND NOT {large}"),
            |s| !s.incidents && !linear(s) && s.kind != "uncertainty" && !wide(s),
            soft("#4d6a80", 0.05, "#4d6a80", 0.35, "dash"),
        ),
        Rule::new(
            "Country or continent named in a report",
            format!("\"incident_count\" = 0 AND {large}"),
            |s| !s.incidents && wide(s),
            soft("#4d6a80", 0.0, "#4d6a80", 0.3, "dash"),
        )
        .hidden(),
    ]
}

fn linear(seen: &Seen) -> bool {
    ["border", "line"].contains(&seen.kind.as_str())
}

fn wide(seen: &Seen) -> bool {
    ["country", "continent"].contains(&seen.kind.as_str())
}

fn lines() -> Vec<Rule> {
    let on_bed = |color: &str| Symbol::line([Part::line(WHITE, 1.5), Part::line(color, 0.9)]);
    vec![
        Rule::new("Border or line of an incident", "\"incident_count\" > 0", |s| s.incidents, on_bed("#D55E00")),
        Rule::otherwise("Border or line named in a report", on_bed("#4d6a80")),
    ]
}

/// The circles within which incidents may lie: a diameter is in metres on the ground, at the place. What has no size in a
/// legend is drawn there by a rule that takes nothing.
pub(super) fn uncertainty() -> Vec<Rule> {
    let circle = |size: f64| Part::marker("circle", size).colored("#E69F00", 0.13).outlined("#8a5f00", 0.3, "dot");
    let true_to_scale = circle(1.0).set("size_unit", "RenderMetersInMapUnits").decided("size", "2 * \"precision_m\"");
    vec![
        Rule::new("True to scale", "\"precision_m\" > 0", |_| false, Symbol::marker([true_to_scale])),
        Rule::new("Circle within which an incident may lie", "FALSE", |_| true, Symbol::marker([circle(4.0)])),
    ]
}

/// How many incidents there are about here: a disc that grows with their number, and the number.
pub(super) fn count() -> Symbol {
    let grown = |more: f64| format!("4.2 + 1.5 * log10(coalesce(@cluster_size, 10)) + {more}");
    Symbol::marker([
        Part::marker("circle", 6.4).colored(WHITE, 1.0).decided("size", grown(0.8)),
        Part::marker("circle", 5.6).colored("#33495a", 1.0).decided("size", grown(0.0)),
        Part::letters("n", 2.3).colored(WHITE, 1.0).decided("char", "coalesce(@cluster_size, 'n')"),
    ])
}

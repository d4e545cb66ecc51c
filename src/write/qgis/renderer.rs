//! Renderers as QGIS writes them: one symbol for all, or one by rules; marks at one place stand apart.

use super::crowd::Crowd;
use super::look::{Look, count, look};
use super::rule::Rule;
use super::symbol::{INK, Part, Symbol, WHITE, rgba};
use crate::write::sheet::Sheet;
use crate::write::xml::Element;

/// The renderer of a sheet; `None` for a table.
pub(super) fn renderer(sheet: &Sheet<'_>) -> Option<Element> {
    sheet.geometry?;
    let renderer = match look(sheet) {
        Look::One(symbol) => single(&symbol),
        Look::Rules(several) => rules(&several),
    };
    Some(if sheet.name == "incidents" { apart(renderer, Crowd::of(sheet).tolerance()) } else { renderer })
}

/// The renderer of a sheet of points seen from afar: those near each other are one disc with their number.
pub(super) fn counted(sheet: &Sheet<'_>) -> Element {
    let alone = match look(sheet) {
        Look::One(symbol) => single(&symbol),
        Look::Rules(several) => rules(&several),
    };
    frame("pointCluster")
        .with_all([("tolerance", "8.5"), ("toleranceUnit", "MM"), ("toleranceUnitScale", "3x:0,0,0,0,0,0")])
        .containing(alone)
        .containing(count().element("centerSymbol"))
}

/// Marks at one place stand around it in rings, so that none hides another.
fn apart(inner: Element, tolerance: f64) -> Element {
    let center = Symbol::marker([Part::marker("circle", 1.2).colored(INK, 1.0).outlined(WHITE, 0.25, "solid")]);
    frame("pointDisplacement")
        .with("tolerance", tolerance.to_string())
        .with_all([
            ("placement", "1"),
            ("toleranceUnit", "MM"),
            ("toleranceUnitScale", "3x:0,0,0,0,0,0"),
            ("circleWidth", "0.2"),
            ("circleRadiusAddition", "0.6"),
            ("labelDistanceFactor", "0.5"),
            ("labelAttributeName", ""),
            ("labelColor", "0,0,0,255"),
            ("maxLabelScaleDenominator", "0"),
        ])
        .with("circleColor", rgba("#9a948c", 1.0))
        .containing(
            Element::new("labelFontProperties")
                .with("description", "DejaVu Sans,8,-1,5,50,0,0,0,0,0")
                .with("style", ""),
        )
        .containing(inner)
        .containing(center.element("centerSymbol"))
}

/// One symbol for all.
fn single(symbol: &Symbol) -> Element {
    frame("singleSymbol").containing(Element::new("symbols").containing(symbol.element("0")))
}

fn frame(kind: &str) -> Element {
    Element::new("renderer-v2").with("type", kind).with_all([
        ("enableorderby", "0"),
        ("symbollevels", "0"),
        ("forceraster", "0"),
        ("referencescale", "-1"),
    ])
}

/// One symbol a rule.
pub(super) fn rules(rules: &[Rule]) -> Element {
    let mut symbols = Vec::new();
    let mut keys = 0;
    let elements: Vec<Element> = rules.iter().map(|rule| element(rule, &mut symbols, &mut keys)).collect();
    frame("RuleRenderer")
        .containing(Element::new("rules").with("key", key(0)).containing_all(elements))
        .containing(Element::new("symbols").containing_all(symbols))
}

fn element(rule: &Rule, symbols: &mut Vec<Element>, keys: &mut usize) -> Element {
    *keys += 1;
    let mut out = Element::new("rule").with("key", key(*keys)).with("label", &rule.label);
    out = out.with("filter", rule.filter.clone().unwrap_or_else(|| "ELSE".to_owned()));
    if !rule.shown {
        out = out.with("checkstate", "0");
    }
    if let Some(symbol) = &rule.symbol {
        let name = symbols.len().to_string();
        symbols.push(symbol.element(&name));
        out = out.with("symbol", name);
    }
    out.containing_all(rule.children.iter().map(|child| element(child, symbols, keys)).collect::<Vec<_>>())
}

/// QGIS knows a rule by a key of this form, within its layer.
fn key(number: usize) -> String {
    format!("{{00000000-0000-4000-8000-{number:012x}}}")
}

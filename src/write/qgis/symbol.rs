//! Symbols as QGIS writes them: layers of markers, lines and fills, with what an expression decides.

use crate::write::xml::Element;

/// Black by another name: outlines and texts that must read on any ground.
pub(super) const INK: &str = "#2b2b2b";
/// What is hollow, and the halo of texts.
pub(super) const WHITE: &str = "#ffffff";

/// A layer of a symbol.
#[derive(Debug, Clone)]
pub(super) struct Part {
    class: &'static str,
    properties: Vec<(&'static str, String)>,
    decided: Vec<(&'static str, String)>,
}

impl Part {
    /// A marker of QGIS's own shapes, in millimetres.
    pub fn marker(shape: &str, size: f64) -> Self {
        let part = Self { class: "SimpleMarker", properties: Vec::new(), decided: Vec::new() };
        part.set("name", shape).set("size", format!("{size:.2}")).set("size_unit", "MM").set("outline_style", "no")
    }

    /// A marker of letters, in millimetres.
    pub fn letters(letters: &str, size: f64) -> Self {
        let part = Self { class: "FontMarker", properties: Vec::new(), decided: Vec::new() };
        part.set("chr", letters)
            .set("font", "DejaVu Sans")
            .set("font_style", "Bold")
            .set("size", format!("{size:.2}"))
            .set("size_unit", "MM")
            .set("outline_width", "0")
    }

    /// A line, in millimetres.
    pub fn line(color: &str, width: f64) -> Self {
        let part = Self { class: "SimpleLine", properties: Vec::new(), decided: Vec::new() };
        part.set("line_color", rgba(color, 1.0))
            .set("line_width", width.to_string())
            .set("line_width_unit", "MM")
            .set("joinstyle", "round")
            .set("capstyle", "round")
    }

    /// A fill without an outline.
    pub fn fill(color: &str, opacity: f64) -> Self {
        let part = Self { class: "SimpleFill", properties: Vec::new(), decided: Vec::new() };
        let style = if opacity > 0.0 { "solid" } else { "no" };
        part.set("color", rgba(color, opacity)).set("style", style).set("outline_style", "no")
    }

    /// With a property.
    pub fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.properties.retain(|(known, _)| *known != name);
        self.properties.push((name, value.into()));
        self
    }

    /// With a colour inside.
    pub fn colored(self, color: &str, opacity: f64) -> Self {
        self.set("color", rgba(color, opacity))
    }

    /// With an outline, in millimetres.
    pub fn outlined(self, color: &str, width: f64, style: &str) -> Self {
        self.set("outline_color", rgba(color, 1.0))
            .set("outline_width", width.to_string())
            .set("outline_width_unit", "MM")
            .set("outline_style", style)
    }

    /// With dashes and gaps in millimetres.
    pub fn dashed(self, dashes: &str) -> Self {
        self.set("use_custom_dash", "1").set("customdash", dashes).set("customdash_unit", "MM").set("capstyle", "flat")
    }

    /// With a property that an expression decides.
    pub fn decided(mut self, name: &'static str, expression: impl Into<String>) -> Self {
        self.decided.push((name, expression.into()));
        self
    }

    fn element(&self) -> Element {
        let options = self.properties.iter().map(|(name, value)| option(name, "QString", value));
        Element::new("layer")
            .with_all([("class", self.class), ("enabled", "1"), ("locked", "0"), ("pass", "0")])
            .containing(Element::new("Option").with("type", "Map").containing_all(options))
            .containing_all(decisions("data_defined_properties", &self.decided))
    }
}

/// What a symbol draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Marker,
    Line,
    Fill,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Marker => "marker",
            Self::Line => "line",
            Self::Fill => "fill",
        }
    }
}

/// A symbol: the first part lies below.
#[derive(Debug, Clone)]
pub(super) struct Symbol {
    /// What it draws.
    pub kind: Kind,
    /// Its parts.
    pub parts: Vec<Part>,
}

impl Symbol {
    pub fn marker(parts: impl IntoIterator<Item = Part>) -> Self {
        Self { kind: Kind::Marker, parts: parts.into_iter().collect() }
    }

    pub fn line(parts: impl IntoIterator<Item = Part>) -> Self {
        Self { kind: Kind::Line, parts: parts.into_iter().collect() }
    }

    pub fn fill(parts: impl IntoIterator<Item = Part>) -> Self {
        Self { kind: Kind::Fill, parts: parts.into_iter().collect() }
    }

    /// The symbol under a name.
    pub fn element(&self, name: &str) -> Element {
        Element::new("symbol")
            .with("name", name)
            .with_all([("type", self.kind.name()), ("alpha", "1"), ("clip_to_extent", "1"), ("force_rhr", "0")])
            .containing_all(self.parts.iter().map(Part::element))
    }
}

/// An option of QGIS's variant maps.
pub(super) fn option(name: &str, kind: &str, value: &str) -> Element {
    Element::new("Option").with("name", name).with("type", kind).with("value", value)
}

/// The properties that expressions decide, under a name; `None` when there are none.
pub(super) fn decisions(name: &'static str, properties: &[(&'static str, String)]) -> Option<Element> {
    (!properties.is_empty()).then(|| Element::new(name).containing(decided(properties)))
}

fn decided(properties: &[(&'static str, String)]) -> Element {
    let map = |name: &'static str, expression: &String| {
        Element::new("Option").with_all([("name", name), ("type", "Map")]).containing_all([
            option("active", "bool", "true"),
            option("expression", "QString", expression),
            option("type", "int", "3"),
        ])
    };
    Element::new("Option").with("type", "Map").containing_all([
        option("name", "QString", ""),
        Element::new("Option")
            .with_all([("name", "properties"), ("type", "Map")])
            .containing_all(properties.iter().map(|(name, expression)| map(name, expression))),
        option("type", "QString", "collection"),
    ])
}

/// Red, green and blue of a colour `#rrggbb`, each to 255.
pub(super) fn channels(color: &str) -> [u8; 3] {
    [1, 3, 5].map(|at| color.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(0))
}

/// A colour as QGIS writes it: red, green, blue and opacity, each to 255.
pub(super) fn rgba(color: &str, opacity: f64) -> String {
    let [red, green, blue] = channels(color);
    format!("{red},{green},{blue},{}", (opacity * 255.0).round())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_four_numbers() {
        assert_eq!(rgba("#D55E00", 1.0), "213,94,0,255");
        assert_eq!(rgba("#ffffff", 0.5), "255,255,255,128");
    }
}

//! The styles of a KML document: one for each look that its features have, in the colours of the other formats.

use super::icon;
use crate::layer::style::{Size, Style, style};
use crate::layer::{Feature, GeometryKind, Layer};
use crate::write::WriteError;
use crate::write::picture::symbol::Symbol;
use crate::write::xml::Element;

/// How the features of a layer look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    layer: &'static str,
    geometry: GeometryKind,
    /// Colours and sizes.
    pub style: Style,
    /// What an incident looks like.
    pub symbol: Option<Symbol>,
}

/// The looks in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Styles {
    looks: Vec<(Look, String)>,
    /// Whether the document stands in an archive, where its points are symbols beside it.
    pub packed: bool,
}

impl Styles {
    /// Styles of a document in an archive.
    pub fn of_archive() -> Self {
        Self { looks: Vec::new(), packed: true }
    }

    /// The id of the style of a feature: made of the layer's name and a number, because XML allows few characters in ids.
    pub fn id(&mut self, layer: &Layer, feature: &Feature) -> String {
        let word = |field: &str| layer.value(feature, field).as_text().unwrap_or_default();
        let symbol = (layer.name == "incidents").then(|| Symbol::of(word("event_type"), word("status")));
        let look = Look { layer: layer.name, geometry: layer.geometry, style: style(layer, feature), symbol };
        if let Some((_, id)) = self.looks.iter().find(|(known, _)| *known == look) {
            return id.clone();
        }
        let number = self.looks.iter().filter(|(known, _)| known.layer == layer.name).count() + 1;
        let id = format!("look-{}-{number}", layer.name);
        self.looks.push((look, id.clone()));
        id
    }

    /// All styles.
    pub fn elements(&self) -> Vec<Element> {
        self.looks.iter().map(|(look, id)| self.element(look, id)).collect()
    }

    /// The symbols of all styles of points with their names beside the document.
    ///
    /// # Errors
    ///
    /// When one cannot be drawn.
    pub fn icons(&self) -> Result<Vec<(String, Vec<u8>)>, WriteError> {
        let points = self.looks.iter().filter(|(look, _)| look.geometry == GeometryKind::Point);
        points.map(|(look, id)| Ok((icon::path(id), icon::png(look)?))).collect()
    }

    fn element(&self, look: &Look, id: &str) -> Element {
        let style = look.style;
        let scale = |factor: f64| Element::new("scale").saying(factor.to_string());
        let element = Element::new("Style").with("id", id);
        let drawn = if look.geometry == GeometryKind::Point {
            element.containing(self.pin(look, id)).containing(Element::new("LabelStyle").containing(scale(0.8)))
        } else {
            element.containing(
                Element::new("LineStyle")
                    .containing(color(style.color, style.opacity))
                    .containing(Element::new("width").saying(style.width.to_string())),
            )
        };
        let drawn = if look.geometry == GeometryKind::MultiPolygon {
            drawn.containing(Element::new("PolyStyle").containing(color(style.color, style.fill_opacity)))
        } else {
            drawn
        };
        // The balloon says all, the name too: a viewer would put the name into it as HTML.
        drawn.containing(Element::new("BalloonStyle").containing(Element::new("text").saying("$[description]")))
    }

    fn pin(&self, look: &Look, id: &str) -> Element {
        let factor = match look.style.size {
            Size::Small => 0.7,
            Size::Medium => 1.0,
            Size::Large => 1.2,
        };
        let scale = Element::new("scale").saying(factor.to_string());
        if !self.packed {
            return Element::new("IconStyle").containing(color(look.style.color, 1.0)).containing(scale);
        }
        let middle = [("x", "0.5"), ("y", "0.5"), ("xunits", "fraction"), ("yunits", "fraction")];
        Element::new("IconStyle")
            .containing(scale)
            .containing(Element::new("Icon").containing(Element::new("href").saying(icon::path(id))))
            .containing(Element::new("hotSpot").with_all(middle))
    }
}

/// A colour as KML writes it: alpha, blue, green, red, in hexadecimal digits.
fn color(rgb: &str, opacity: f64) -> Element {
    let digits: Vec<char> = rgb.chars().skip(1).collect();
    let channel =
        |from: usize| digits.get(from..from + 2).map(|pair| pair.iter().collect::<String>()).unwrap_or_default();
    let alpha = (opacity.clamp(0.0, 1.0) * 255.0).round() as u8;
    let written = format!("{alpha:02x}{}{}{}", channel(4), channel(2), channel(0)).to_lowercase();
    Element::new("color").saying(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_run_from_blue_to_red() {
        let written = color("#D55E00", 0.5).document("a colour", None).unwrap();
        assert!(written.ends_with("<color>80005ed5</color>"), "{written}");
    }
}

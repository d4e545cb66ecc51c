//! simplestyle 1.1: how code-hosting sites and geojson.io draw a feature
//! (<https://github.com/mapbox/simplestyle-spec/tree/master/1.1.0>).

use crate::layer::style::{Size, Style, style};
use crate::layer::{Feature, GeometryKind, Layer};
use serde::Serialize;

/// The value of a simplestyle property: one type a property, as for any other column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Look<'a> {
    /// Text.
    Text(&'a str),
    /// A number of pixels, or an opacity.
    Number(f64),
}

/// The simplestyle properties of a feature: the same names for every feature of a layer.
pub(super) fn properties<'a>(layer: &Layer, feature: &'a Feature) -> Vec<(&'static str, Look<'a>)> {
    let look = style(layer, feature);
    let mut all = vec![("title", Look::Text(&feature.label)), ("description", Look::Text(&feature.summary))];
    all.extend(match layer.geometry {
        GeometryKind::Point => marker(look),
        GeometryKind::MultiLineString => stroke(look),
        GeometryKind::MultiPolygon => {
            let fill = [("fill", Look::Text(look.color)), ("fill-opacity", Look::Number(look.fill_opacity))];
            stroke(look).into_iter().chain(fill).collect()
        }
    });
    all
}

fn marker<'a>(look: Style) -> Vec<(&'static str, Look<'a>)> {
    let size = match look.size {
        Size::Small => "small",
        Size::Medium => "medium",
        Size::Large => "large",
    };
    vec![
        ("marker-color", Look::Text(look.color)),
        ("marker-size", Look::Text(size)),
        ("marker-symbol", Look::Text(look.symbol)),
    ]
}

fn stroke<'a>(look: Style) -> Vec<(&'static str, Look<'a>)> {
    vec![
        ("stroke", Look::Text(look.color)),
        ("stroke-width", Look::Number(look.width)),
        ("stroke-opacity", Look::Number(look.opacity)),
    ]
}

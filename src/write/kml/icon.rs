//! The symbols that a KMZ archive brings along, as PNG: those of the printed map, with room around them.

use super::style::Look;
use crate::write::WriteError;
use resvg::{tiny_skia, usvg};

/// Pixels of a symbol's side: viewers draw 32, screens show twice as many.
const SIDE: u32 = 64;

/// The middle, in the units of the drawing.
const MIDDLE: f64 = 16.0;

/// Names the symbol of a style beside the document.
pub(super) fn path(id: &str) -> String {
    format!("icons/{id}.png")
}

/// The symbol of a look.
///
/// # Errors
///
/// When it cannot be drawn, which no report should cause.
pub(super) fn png(look: &Look) -> Result<Vec<u8>, WriteError> {
    let failed = |why: String| WriteError::Picture { why };
    let drawing = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{SIDE}\" height=\"{SIDE}\" viewBox=\"0 0 32 32\">{}</svg>",
        svg(look)
    );
    let tree = usvg::Tree::from_data(drawing.as_bytes(), &usvg::Options::default())
        .map_err(|error| failed(error.to_string()))?;
    let mut pixels = tiny_skia::Pixmap::new(SIDE, SIDE).ok_or_else(|| failed(format!("{SIDE} by {SIDE} pixels")))?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(error.to_string()))
}

fn svg(look: &Look) -> String {
    if let Some(symbol) = look.symbol {
        return symbol.svg([MIDDLE, MIDDLE], 9.0);
    }
    let color = look.style.color;
    match look.style.symbol {
        "square" => format!(
            "<rect x=\"7\" y=\"7\" width=\"18\" height=\"18\" fill=\"{color}\" stroke=\"#fff\" stroke-width=\"2\"/>"
        ),
        "star" => format!(
            "<path d=\"M16 3l3.8 8.6 9.2 .9-7 6.2 2.1 9.1-8.1-4.8-8.1 4.8 2.1-9.1-7-6.2 9.2-.9z\" fill=\"{color}\" stroke=\"#fff\" stroke-width=\"2\"/>"
        ),
        "circle-stroked" => {
            format!("<circle cx=\"16\" cy=\"16\" r=\"8\" fill=\"#fff\" stroke=\"{color}\" stroke-width=\"4\"/>")
        }
        _ => format!("<circle cx=\"16\" cy=\"16\" r=\"8\" fill=\"{color}\" stroke=\"#fff\" stroke-width=\"2\"/>"),
    }
}

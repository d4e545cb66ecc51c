//! The sheet that is drawn on: SVG, and which parts of it are taken by words and symbols.

use super::projection::Frame;
use super::text::{FAMILY, Weight, safe, width};
use std::fmt::Write;

/// An SVG in the making.
#[derive(Debug, Default)]
pub(super) struct Paper {
    /// What is drawn so far.
    pub out: String,
    taken: Vec<Frame>,
}

/// How words stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters {
    /// Pixels.
    pub size: f64,
    /// The cut.
    pub weight: Weight,
    /// `#rrggbb`.
    pub color: &'static str,
    /// Pixels between letters, more than usual.
    pub spacing: f64,
    /// Whether a light rim keeps them readable on a map.
    pub rim: bool,
}

impl Letters {
    /// Upright dark letters of a size.
    pub const fn new(size: f64) -> Self {
        Self { size, weight: Weight::Regular, color: "#222222", spacing: 0.0, rim: false }
    }

    /// How wide some words are.
    pub fn width(&self, words: &str) -> f64 {
        width(words, self.size, self.weight) + self.spacing * words.chars().count() as f64
    }
}

impl Paper {
    /// Adds SVG.
    pub fn draw(&mut self, svg: &str) {
        self.out.push_str(svg);
        self.out.push('\n');
    }

    /// Words with their baseline beginning at a point.
    pub fn words(&mut self, [x, y]: [f64; 2], letters: Letters, words: &str) {
        let style = match letters.weight {
            Weight::Regular => "",
            Weight::Bold => " font-weight=\"700\"",
            Weight::Italic => " font-style=\"italic\"",
        };
        let spacing =
            if letters.spacing > 0.0 { format!(" letter-spacing=\"{}\"", letters.spacing) } else { String::new() };
        let place = format!(
            "x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"{FAMILY}\" font-size=\"{}\"{style}{spacing}",
            letters.size
        );
        let words = safe(words);
        if letters.rim {
            // Twice, since not every renderer knows paint-order.
            let _ = writeln!(
                self.out,
                "<text {place} fill=\"#fff\" stroke=\"#fff\" stroke-width=\"3\" stroke-opacity=\"0.85\" stroke-linejoin=\"round\" aria-hidden=\"true\">{words}</text>"
            );
        }
        let _ = writeln!(self.out, "<text {place} fill=\"{}\">{words}</text>", letters.color);
    }

    /// Takes a part of the sheet, if nothing stands there.
    pub fn take(&mut self, frame: Frame) -> bool {
        let free = self.is_free(&frame);
        if free {
            self.taken.push(frame);
        }
        free
    }

    /// Takes a part of the sheet, whatever stands there.
    pub fn keep(&mut self, frame: Frame) {
        self.taken.push(frame);
    }

    /// Whether nothing stands there.
    pub fn is_free(&self, frame: &Frame) -> bool {
        !self.taken.iter().any(|taken| taken.meets(frame))
    }

    /// Words beside a point, on the first side where there is room inside the map; whether there was any.
    pub fn beside(&mut self, [x, y]: [f64; 2], away: f64, letters: Letters, words: &str, map: &Frame) -> bool {
        let (wide, high) = (letters.width(words), letters.size);
        let (half, gap) = (wide / 2.0, away + 2.0);
        let diagonal = away * 0.8;
        let starts = [
            [x + gap, y + high * 0.35],
            [x - gap - wide, y + high * 0.35],
            [x - half, y - gap - 1.0],
            [x - half, y + gap + high * 0.85],
            [x + diagonal, y - diagonal],
            [x + diagonal, y + diagonal + high * 0.7],
            [x - diagonal - wide, y - diagonal],
            [x - diagonal - wide, y + diagonal + high * 0.7],
        ];
        self.first_free(&starts, letters, words, map)
    }

    /// Words around a point, in its middle if that is free, else a little off; whether there was room.
    pub fn around(&mut self, [x, y]: [f64; 2], letters: Letters, words: &str, map: &Frame) -> bool {
        let half = letters.width(words) / 2.0;
        let steps = [
            [0.0, 0.0],
            [0.0, -1.6],
            [0.0, 1.6],
            [-0.5, 0.0],
            [0.5, 0.0],
            [-0.5, -1.6],
            [0.5, 1.6],
            [0.0, -3.2],
            [0.0, 3.2],
        ];
        let starts = steps.map(|[across, up]| [x - half + across * half, y + letters.size * (0.35 + up)]);
        self.first_free(&starts, letters, words, map)
    }

    fn first_free(&mut self, starts: &[[f64; 2]], letters: Letters, words: &str, map: &Frame) -> bool {
        let (wide, high) = (letters.width(words), letters.size);
        for start in starts {
            let frame = Frame { x: start[0] - 1.0, y: start[1] - high * 0.9, width: wide + 2.0, height: high * 1.2 };
            if map.holds(&frame) && self.take(frame) {
                self.words(*start, letters, words);
                return true;
            }
        }
        false
    }
}

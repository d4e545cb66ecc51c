//! Words on a picture: how wide they are, where they break, and what of a report's text may stand in an SVG.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// The letters of a picture: Noto Sans (SIL Open Font License 1.1, `fonts/OFL.txt`), cut to Latin, Greek and Cyrillic.
pub(super) const FONTS: [&[u8]; 3] = [
    include_bytes!("fonts/NotoSans-Regular.ttf"),
    include_bytes!("fonts/NotoSans-Bold.ttf"),
    include_bytes!("fonts/NotoSans-Italic.ttf"),
];

/// The families an SVG names: the machine that shows it may have another.
pub(super) const FAMILY: &str = "Noto Sans, Open Sans, Arial, sans-serif";

/// A cut of the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Upright.
    Regular,
    /// Bold.
    Bold,
    /// Slanted.
    Italic,
}

/// How wide words are, in pixels.
pub(super) fn width(words: &str, size: f64, weight: Weight) -> f64 {
    let Ok(font) = FontRef::new(FONTS[weight as usize]) else { return words.chars().count() as f64 * size * 0.6 };
    let (letters, metrics) = (font.charmap(), font.glyph_metrics(Size::new(size as f32), LocationRef::default()));
    let advance = |letter: char| letters.map(letter).and_then(|glyph| metrics.advance_width(glyph));
    words.chars().map(|letter| advance(letter).map_or(size * 0.6, f64::from)).sum()
}

/// Words on lines of at most a width; the last of so many lines ends with an ellipsis when words are left.
pub(super) fn wrapped(words: &str, size: f64, weight: Weight, wide: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let joined = lines.last().map(|line| format!("{line} {word}"));
        match joined.filter(|line| width(line, size, weight) <= wide) {
            Some(line) => {
                lines.pop();
                lines.push(line);
            }
            None if lines.len() == most => {
                let last = lines.pop().unwrap_or_default();
                lines.push(shortened(&format!("{last} {word}…"), size, weight, wide, true));
                return lines;
            }
            None => lines.push(shortened(word, size, weight, wide, false)),
        }
    }
    lines
}

/// Words that fit a width: with an ellipsis in place of what does not.
pub(super) fn fitted(words: &str, size: f64, weight: Weight, wide: f64) -> String {
    shortened(words, size, weight, wide, false)
}

fn shortened(words: &str, size: f64, weight: Weight, wide: f64, ends: bool) -> String {
    if width(words, size, weight) <= wide {
        return words.to_owned();
    }
    let mut letters: Vec<char> = words.chars().take(400).collect();
    if ends {
        letters.pop();
    }
    while !letters.is_empty() {
        letters.pop();
        let short = letters.iter().collect::<String>().trim_end().to_owned() + "…";
        if width(&short, size, weight) <= wide {
            return short;
        }
    }
    String::new()
}

/// A report's words as they may stand in XML: escaped, without control characters and marks that turn the direction of what
/// stands beside them.
pub(super) fn safe(words: &str) -> String {
    let harmless = |letter: &char| {
        !letter.is_control()
            && !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
    };
    quick_xml::escape::escape(words.chars().filter(harmless).collect::<String>()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_have_widths() {
        for weight in [Weight::Regular, Weight::Bold, Weight::Italic] {
            let (narrow, wide) = (width("ill", 10.0, weight), width("MMM", 10.0, weight));
            assert!(narrow > 5.0 && narrow < wide && wide < 40.0, "{narrow} {wide}");
        }
        assert!(width("Xocavənd Ağdərə", 10.0, Weight::Regular) > 60.0);
    }

    #[test]
    fn words_break_where_they_do_not_fit() {
        let lines = wrapped("one two three four five six seven", 10.0, Weight::Regular, 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert!(lines.iter().all(|line| width(line, 10.0, Weight::Regular) <= 60.0));
        assert!(width(&wrapped(&"x".repeat(10_000), 10.0, Weight::Regular, 60.0, 2)[0], 10.0, Weight::Regular) <= 60.0);
    }

    #[test]
    fn a_hostile_word_is_inert() {
        assert_eq!(safe("<script>\u{202e}a\u{0}\"&"), "&lt;script&gt;a&quot;&amp;");
    }
}

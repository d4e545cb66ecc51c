//! More text to learn from: annotated reports with their places exchanged for others of the world, so that a name's look and
//! its place in the gazetteer count, and not that it stood in the corpus.

use crate::gazetteer::{Gazetteer, Level, PlaceRef};
use crate::text::Span;
use std::collections::BTreeMap;

/// A random number generator that gives the same numbers in every run (Knuth's constants).
pub(super) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`, which is above zero.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Names that are exchanged at random.
pub(super) struct Names<'g> {
    gazetteer: &'g Gazetteer,
    rows: usize,
}

impl<'g> Names<'g> {
    pub fn new(gazetteer: &'g Gazetteer) -> Self {
        Self { gazetteer, rows: gazetteer.summaries().last().map_or(0, |s| s.places as usize) }
    }

    /// A name in Latin letters, of a town of some size or something larger.
    fn any(&self, dice: &mut Dice) -> Option<&'g str> {
        let world = u16::try_from(self.gazetteer.summaries().len().saturating_sub(1)).ok()?;
        // Large rows stand at the front of the index; towns fill the rest.
        let reach = if dice.below(3) == 0 { self.rows.min(5_000) } else { self.rows };
        (0..50).find_map(|_| {
            let place = PlaceRef { layer: world, row: u32::try_from(dice.below(reach.max(1))).ok()? };
            let view = self.gazetteer.place(place)?;
            let known = view.level() < Level::Place || view.population().unwrap_or(0) >= 3_000;
            let plain = view.name().chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'))
                && view.name().chars().next().is_some_and(char::is_uppercase)
                && view.name().chars().any(|c| c.is_ascii_lowercase());
            (known && plain).then(|| view.name())
        })
    }

    /// The text with each of its places exchanged for another, the same for the same, and where the new ones stand. Names that
    /// `keep` holds back stay.
    pub fn exchanged(
        &self,
        text: &str,
        spans: &[Span],
        keep: impl Fn(&str) -> bool,
        dice: &mut Dice,
    ) -> (String, Vec<Span>) {
        let letters: Vec<char> = text.chars().collect();
        let mut chosen: BTreeMap<String, String> = BTreeMap::new();
        let (mut out, mut found, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
        let mut length = 0;
        let mut push = |out: &mut String, piece: &str| {
            out.push_str(piece);
            length += piece.chars().count();
            length
        };
        for span in spans {
            if span.start < at || span.end > letters.len() {
                continue;
            }
            let before: String = letters[at..span.start].iter().collect();
            let surface: String = letters[span.start..span.end].iter().collect();
            let start = push(&mut out, &before);
            let new = match chosen.get(&surface) {
                Some(name) => name.clone(),
                None if keep(&surface) => surface.clone(),
                None => {
                    let shouted = surface.chars().count() > 4 && !surface.chars().any(char::is_lowercase);
                    let name = self.any(dice).unwrap_or(&surface);
                    if shouted { name.to_uppercase() } else { name.to_owned() }
                }
            };
            let end = push(&mut out, &new);
            chosen.insert(surface, new);
            found.push(Span::new(start, end));
            at = span.end;
        }
        let rest: String = letters.get(at..).unwrap_or_default().iter().collect();
        push(&mut out, &rest);
        (out, found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_names_stand_where_they_are_said_to() {
        let gazetteer = Gazetteer::embedded();
        let text = "Fires in Baku, then in Şəki; Baku is safe. The French left.";
        let spans = [Span::new(9, 13), Span::new(23, 27), Span::new(29, 33), Span::new(47, 53)];
        let (new, found) = Names::new(&gazetteer).exchanged(text, &spans, |name| name == "French", &mut Dice::new(7));
        let letters: Vec<char> = new.chars().collect();
        let names: Vec<String> = found.iter().map(|s| letters[s.start..s.end].iter().collect()).collect();
        assert_eq!((names[0].as_str(), names[3].as_str()), (names[2].as_str(), "French"));
        assert_ne!(names[0], "Baku");
        assert!(new.ends_with(" left.") && new.starts_with("Fires in "));
    }
}

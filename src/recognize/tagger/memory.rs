//! What one pass made of a name moves the next pass over its other mentions: one sense a discourse (Gale et al. 1992).

use super::{Decoded, Row};
use crate::recognize::reader::Reader;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How much the other mentions of a name in a report count.
const MEMORY: f32 = 2.5;

/// A name that the first pass found.
struct Known {
    /// Where it stands last.
    tokens: Range<usize>,
    /// Whether it is a people's name there.
    demonym: bool,
}

/// Names with one first word.
#[derive(Default)]
struct Family {
    /// The longest first.
    names: Vec<Known>,
    /// By their number of words: how many mentions there are, and the sum of their shares.
    mentions: BTreeMap<usize, (usize, f64)>,
}

/// Moves the scores of a name's other mentions towards what most of them are; the numbers of
/// the sentences in which any was moved.
pub(super) fn remember(reader: &Reader<'_>, first: &Decoded, scores: &mut [Row]) -> BTreeSet<usize> {
    let mut moved = BTreeSet::new();
    let families = families(reader, first);
    let mut tagged = first.tagged.iter().peekable();
    for token in 0..reader.len() {
        let own = tagged.next_if(|t| t.tokens.start == token);
        let Some(family) = families.get(reader.word(token)) else { continue };
        if !reader.is_capital(token) && reader.cased {
            continue;
        }
        let Some(longest) = family.names.iter().find(|name| stands_at(reader, name, token)) else { continue };
        let length = longest.tokens.len();
        let (mut others, mut sum) = family.mentions.get(&length).copied().unwrap_or_default();
        if own.is_some_and(|t| t.tokens.len() == length) {
            (others, sum) = (others - 1, sum - f64::from(first.shares[token]));
        }
        if others == 0 {
            continue;
        }
        let belief = (sum / others as f64) as f32;
        let bonus = MEMORY * (belief - 0.5).max(0.0) * 2.0;
        if bonus == 0.0 {
            continue;
        }
        moved.extend([token, token + length - 1].map(|t| reader.text.sentence_of(t)));
        scores[token][if longest.demonym { 3 } else { 1 }] += bonus;
        for inside in &mut scores[token + 1..token + length] {
            inside[2] += bonus;
        }
    }
    moved
}

fn families<'r>(reader: &'r Reader<'_>, first: &Decoded) -> BTreeMap<&'r str, Family> {
    let mut out: BTreeMap<&str, Family> = BTreeMap::new();
    for tagged in &first.tagged {
        let (start, length) = (tagged.tokens.start, tagged.tokens.len());
        let family = out.entry(reader.word(start)).or_default();
        let (count, sum) = family.mentions.entry(length).or_default();
        (*count, *sum) = (*count + 1, *sum + f64::from(first.shares[start]));
        let now = Known { tokens: tagged.tokens.clone(), demonym: tagged.demonym };
        match family.names.iter_mut().find(|name| name.tokens.len() == length && stands_at(reader, name, start)) {
            Some(known) => *known = now,
            None => family.names.push(now),
        }
    }
    for family in out.values_mut() {
        family.names.sort_by_key(|name| std::cmp::Reverse(name.tokens.len()));
    }
    out
}

/// Whether the words of a name stand at a token.
fn stands_at(reader: &Reader<'_>, name: &Known, token: usize) -> bool {
    let words = name.tokens.clone().map(|t| reader.word(t));
    // Marks have no words, and neither has what is behind the end.
    token + name.tokens.len() <= reader.len() && words.eq((token..token + name.tokens.len()).map(|t| reader.word(t)))
}

#[cfg(test)]
mod tests {
    use super::super::Tagged;
    use super::*;
    use crate::gazetteer::Gazetteer;
    use crate::text::Text;

    #[test]
    fn a_name_with_a_mark_does_not_go_over_the_end_of_the_text() {
        let (text, gazetteer) = (Text::new("Kent - Kent"), Gazetteer::embedded());
        let reader = Reader::new(&text, &gazetteer);
        let first = Decoded {
            tagged: vec![Tagged { tokens: 0..2, demonym: false, confidence: 0.9 }],
            shares: vec![0.9, 0.0, 0.1],
        };
        let mut scores = vec![[0.0; 4]; reader.len()];
        assert!(remember(&reader, &first, &mut scores).is_empty());
        assert_eq!(scores, [[0.0; 4]; 3]);
    }

    #[test]
    fn a_name_that_is_a_place_elsewhere_is_likelier_one_here() {
        let (text, gazetteer) = (Text::new("In Kent it rained. Kent won."), Gazetteer::embedded());
        let reader = Reader::new(&text, &gazetteer);
        let named = |token: usize| Tagged { tokens: token..token + 1, demonym: false, confidence: 0.9 };
        let mut shares = vec![0.0; reader.len()];
        (shares[1], shares[5]) = (0.9, 0.2);
        let first = Decoded { tagged: vec![named(1)], shares };
        let mut scores = vec![[0.0; 4]; reader.len()];
        assert_eq!(remember(&reader, &first, &mut scores), BTreeSet::from([1]));
        assert!(scores[5][1] > 1.9 && scores[1][1] == 0.0, "{scores:?}");
    }
}

//! Walking a text against the transducer: which names start at a token, without making a string.

use super::index::{Index, joined};
use super::names::Folder;
use super::view::name_kind;
use super::{Gazetteer, NameKind, PlaceRef};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// The longest name in tokens that a walk follows: `Organization for Security …` is no place name.
const LONGEST: usize = 9;

/// A stretch of tokens that is a name in the gazetteer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch {
    /// The tokens.
    pub tokens: Range<usize>,
    values: Vec<(u16, u64)>,
}

impl NameMatch {
    /// The places with that name, each with the kind of name; of a place that several layers have, the row that wins.
    pub fn places(&self, gazetteer: &Gazetteer) -> Vec<(PlaceRef, NameKind)> {
        gazetteer.behind(&self.values)
    }
}

impl Gazetteer {
    /// The names that start at a token, shortest first.
    pub fn names_at(&self, text: &Text, token: usize) -> Vec<NameMatch> {
        let mut out: Vec<NameMatch> = Vec::new();
        for (layer, index) in self.each_layer() {
            walk(index, text, token, |end, value| match out.iter_mut().find(|m| m.tokens.end == end) {
                Some(found) => found.values.push((layer, value)),
                None => out.push(NameMatch { tokens: token..end, values: vec![(layer, value)] }),
            });
        }
        out.sort_by_key(|m| m.tokens.end);
        out
    }

    /// The places behind values of the name transducers.
    pub(super) fn behind(&self, values: &[(u16, u64)]) -> Vec<(PlaceRef, NameKind)> {
        let mut out: Vec<(PlaceRef, NameKind)> = Vec::new();
        for &(layer, value) in values {
            let Some(index) = self.layers.get(usize::from(layer)) else { continue };
            for posting in index.postings(value) {
                let place = PlaceRef { layer, row: posting.row };
                let kind = name_kind(posting.kind);
                let winner = self.winner(place);
                // What several layers have is told once; without layers above or below nothing can be told twice.
                if self.layers.len() == 1 || !out.iter().any(|(known, _)| *known == winner) {
                    out.push((winner, kind));
                }
            }
        }
        out
    }

    /// The values of a folded name in each layer.
    pub(super) fn values_of(&self, folded: &str) -> Vec<(u16, u64)> {
        self.each_layer().filter_map(|(layer, index)| Some((layer, index.names().get(folded.as_bytes())?))).collect()
    }

    /// The places whose folded name is exactly this one.
    pub fn named(&self, folded: &str) -> Vec<(PlaceRef, NameKind)> {
        self.behind(&self.values_of(folded))
    }
}

fn walk(index: &Index, text: &Text, token: usize, mut found: impl FnMut(usize, u64)) {
    let tokens = text.tokens();
    let Some(first) = tokens.get(token) else { return };
    let last = (token + LONGEST).min(tokens.len());
    let names = index.names();
    let Some(mut node) = names.root() else { return };
    let mut output = fst::raw::Output::zero();
    let mut folder = Folder::default();
    let mut end = token;
    let mut alive = true;
    let stretch = text.as_str().get(first.bytes.start..tokens[last - 1].bytes.end).unwrap_or_default();
    let mut chars = stretch.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        // A name does not run over a paragraph.
        if c == '\n' && next == Some('\n') {
            return;
        }
        folder.push(c, next, |folded| {
            let mut buffer = [0; 4];
            for byte in folded.encode_utf8(&mut buffer).bytes() {
                match node.find_input(byte) {
                    Some(transition) if alive => {
                        let t = node.transition(transition);
                        output = joined(output, t.out);
                        match names.node(t.addr) {
                            Some(next) => node = next,
                            None => alive = false,
                        }
                    }
                    _ => alive = false,
                }
            }
        });
        if !alive {
            return;
        }
        let byte = first.bytes.start + offset + c.len_utf8();
        if tokens[end].bytes.end == byte {
            // Punctuation folds to nothing: a name ends with a word.
            if node.is_final() && matches!(tokens[end].kind, TokenKind::Word | TokenKind::Number) {
                found(end + 1, joined(output, node.final_output()).value());
            }
            end += 1;
            if end == last {
                return;
            }
        }
    }
}

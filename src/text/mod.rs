//! Text as the stages see it: tokens, sentences, and offsets that hold for any Unicode text.
//!
//! Owns the counting: a [`Span`] counts code points of the report's text, end exclusive, as the output does, and
//! [`Text`] turns it into the slice it stands for. Knows nothing about places.
//!
//! ```
//! use reportmap::text::Text;
//! let text = Text::new("Xocavənd was hit. Baku denied it.");
//! assert_eq!(text.sentences().len(), 2);
//! let first = &text.tokens()[0];
//! assert_eq!(text.slice(first.span), "Xocavənd");
//! assert_eq!((first.span.start, first.span.end), (0, 8));
//! ```

mod sentences;
mod span;
mod tokens;
mod words;

pub use sentences::Sentence;
pub use span::Span;
pub use tokens::{Token, TokenKind};
pub use words::{LineSet, WordMap, WordSet};

use std::ops::Range;

/// A checkpoint every so many code points lets a span find its bytes without a walk from the start.
const STRIDE: usize = 64;

/// A text with its tokens and sentences.
#[derive(Debug, Clone)]
pub struct Text {
    source: String,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    /// Byte offset of every `STRIDE`th code point.
    checkpoints: Vec<usize>,
    length: usize,
}

impl Text {
    /// Splits a text into tokens and sentences. Takes any Unicode text; linear in its length.
    pub fn new(source: impl Into<String>) -> Self {
        let source = source.into();
        let mut checkpoints = Vec::with_capacity(source.len() / STRIDE + 1);
        let mut length = 0;
        for (byte, _) in source.char_indices() {
            if length % STRIDE == 0 {
                checkpoints.push(byte);
            }
            length += 1;
        }
        let tokens = tokens::tokens(&source);
        let sentences = sentences::sentences(&source, &tokens);
        Self { source, tokens, sentences, checkpoints, length }
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Length in code points.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether the text has no code point at all.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Words, numbers and punctuation in order; what lies between two tokens is white space.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Sentences in order; every token belongs to exactly one.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The tokens of a sentence.
    pub fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        &self.tokens[sentence.tokens.clone()]
    }

    /// The sentence that holds the token with this index.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token).min(self.sentences.len().saturating_sub(1))
    }

    /// The index of the first token that ends after this code point.
    pub fn token_at(&self, offset: usize) -> usize {
        self.tokens.partition_point(|t| t.span.end <= offset)
    }

    /// The indexes of the tokens that overlap a span.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.token_at(span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        start..end.max(start)
    }

    /// Where a name stands as it is written, from the start of a token to the end of one.
    pub fn occurrences(&self, name: &str) -> Vec<Span> {
        let starts = |byte: usize| self.tokens.binary_search_by_key(&byte, |t| t.bytes.start).ok();
        let ends = |byte: usize| self.tokens.binary_search_by_key(&byte, |t| t.bytes.end).ok();
        let whole = |(start, found): (usize, &str)| Some(starts(start)?..ends(start + found.len())? + 1);
        self.source.match_indices(name).filter_map(whole).map(|tokens| self.span_of(tokens)).collect()
    }

    /// The text of a span; offsets beyond the end stop at the end.
    pub fn slice(&self, span: Span) -> &str {
        let start = self.byte_of(span.start);
        let end = self.byte_of(span.end).max(start);
        self.source.get(start..end).unwrap_or_default()
    }

    /// The text of a token.
    pub fn word(&self, token: &Token) -> &str {
        self.source.get(token.bytes.clone()).unwrap_or_default()
    }

    /// The span from the first to the last of these tokens; empty for an empty range.
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => Span::new(first.span.start, last.span.end),
            _ => Span::new(0, 0),
        }
    }

    fn byte_of(&self, offset: usize) -> usize {
        let Some(&checkpoint) = self.checkpoints.get(offset / STRIDE) else { return self.source.len() };
        let rest = self.source.get(checkpoint..).unwrap_or_default();
        rest.char_indices().nth(offset % STRIDE).map_or(self.source.len(), |(byte, _)| checkpoint + byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tokens_slice_back_and_only_white_space_lies_between(source in "\\PC*|[a-z .'’\\-\n]*|(?s).{0,80}") {
            let text = Text::new(source.clone());
            let mut at = 0;
            for token in text.tokens() {
                prop_assert!(token.span.start >= at && token.span.end > token.span.start);
                let gap = text.slice(Span::new(at, token.span.start));
                prop_assert!(gap.chars().all(char::is_whitespace), "gap {gap:?}");
                let chars: String = source.chars().skip(token.span.start).take(token.span.len()).collect();
                prop_assert_eq!(text.slice(token.span), chars.as_str());
                prop_assert_eq!(text.word(token), chars.as_str());
                at = token.span.end;
            }
            prop_assert!(text.slice(Span::new(at, text.len())).chars().all(char::is_whitespace));
        }

        #[test]
        fn every_token_is_in_exactly_one_sentence(source in "(?s)([A-Za-z]{1,6}|[.?!]|\n|\n\n| ){0,60}") {
            let text = Text::new(source);
            let mut next = 0;
            for sentence in text.sentences() {
                prop_assert_eq!(sentence.tokens.start, next);
                prop_assert!(sentence.tokens.end > sentence.tokens.start);
                next = sentence.tokens.end;
            }
            prop_assert_eq!(next, text.tokens().len());
            for index in 0..text.tokens().len() {
                prop_assert!(text.sentences()[text.sentence_of(index)].tokens.contains(&index));
            }
        }
    }

    #[test]
    fn offsets_count_code_points_and_not_bytes() {
        let text = Text::new("Հայաստան 🇦🇲 Երևան");
        let last = text.tokens().last().unwrap();
        assert_eq!(text.slice(last.span), "Երևան");
        assert_eq!(last.span, Span::new(12, 17));
    }
}

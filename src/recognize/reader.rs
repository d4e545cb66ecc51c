//! A text as the recogniser reads it: its tokens with their folded words, and questions about what stands around them.

use super::datelines;
use super::lexicon::{LEXICON, List, Lists, lists_of};
use crate::gazetteer::names::fold;
use crate::gazetteer::{Gazetteer, NameKind, NameMatch, PlaceRef};
use crate::text::{Text, TokenKind, WordSet};
use std::cell::OnceCell;

use std::ops::Range;

/// A text and the gazetteer to read it with.
pub(super) struct Reader<'a> {
    pub text: &'a Text,
    pub gazetteer: &'a Gazetteer,
    words: Vec<String>,
    /// The lists that each word is on.
    lists: Vec<Lists>,
    /// Whether each token is a word that starts with a capital, or of a script that has none.
    capital: Vec<bool>,
    /// The gazetteer's names that start at each token, looked up once.
    names: Vec<OnceCell<Vec<NameMatch>>>,
    /// Names that this text gives to things: `Marburg` once it says `Marburg virus`.
    things: WordSet,
    /// Whether the text writes names with capitals: not so in lower-case posts and in scripts without case.
    pub cased: bool,
    /// The towns of its datelines.
    datelines: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a Text, gazetteer: &'a Gazetteer) -> Self {
        let words: Vec<String> = text.tokens().iter().map(|t| fold(text.word(t))).collect();
        let letters = text.tokens().iter().filter(|t| t.kind == TokenKind::Word);
        let (mut upper, mut all) = (0usize, 0usize);
        for token in letters {
            all += 1;
            upper += usize::from(text.word(token).chars().next().is_some_and(char::is_uppercase));
        }
        let names = vec![OnceCell::new(); words.len()];
        let opens = |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || is_uncased(c));
        let mut out = Self {
            text,
            gazetteer,
            lists: words.iter().map(|word| lists_of(word)).collect(),
            capital: text.tokens().iter().map(|t| t.kind == TokenKind::Word && opens(text.word(t))).collect(),
            words,
            names,
            things: WordSet::default(),
            datelines: Vec::new(),
            cased: upper > 0 && upper < all.max(1),
        };
        out.datelines = datelines::find(&out);
        out.things = (0..out.len()).filter(|t| out.names_thing(*t)).map(|t| out.words[t].clone()).collect();
        out
    }

    /// The folded words of the text.
    pub fn into_words(self) -> Vec<String> {
        self.words
    }

    /// The folded word of a token; empty past the ends and for punctuation.
    pub fn word(&self, token: usize) -> &str {
        self.words.get(token).map_or("", String::as_str)
    }

    /// The folded word so many tokens before.
    pub fn before(&self, token: usize, back: usize) -> &str {
        token.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// The text of a token as written.
    pub fn written(&self, token: usize) -> &str {
        self.text.tokens().get(token).map_or("", |t| self.text.word(t))
    }

    pub fn kind(&self, token: usize) -> Option<TokenKind> {
        self.text.tokens().get(token).map(|t| t.kind)
    }

    /// Whether a token is a word that starts with a capital, or of a script that has none.
    pub fn is_capital(&self, token: usize) -> bool {
        self.capital.get(token) == Some(&true)
    }

    /// Whether the word of a token is on a list.
    pub fn is_on(&self, token: usize, list: List) -> bool {
        self.lists(token).has(list)
    }

    /// The lists that the word of a token is on; given names and surnames are asked for apart.
    pub fn lists(&self, token: usize) -> Lists {
        self.lists.get(token).copied().unwrap_or_default()
    }

    /// Whether every letter of a token is a capital.
    pub fn is_shouted(&self, token: usize) -> bool {
        let word = self.written(token);
        word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
    }

    /// Whether a token is the first of its sentence, quotes aside.
    pub fn starts_sentence(&self, token: usize) -> bool {
        let sentence = &self.text.sentences()[self.text.sentence_of(token)];
        (sentence.tokens.start..token).all(|t| self.kind(t) == Some(TokenKind::Punctuation))
    }

    /// Whether a token is the first of its line.
    pub fn starts_line(&self, token: usize) -> bool {
        let tokens = self.text.tokens();
        let Some(here) = tokens.get(token) else { return false };
        let before = token.checked_sub(1).and_then(|t| tokens.get(t)).map_or(0, |t| t.bytes.end);
        token == 0 || self.text.as_str().get(before..here.bytes.start).is_some_and(|gap| gap.contains('\n'))
    }

    /// Whether a stretch is the town of a dateline.
    pub fn is_dateline(&self, tokens: &Range<usize>) -> bool {
        self.datelines.contains(tokens)
    }

    /// The towns of the datelines.
    pub fn datelines(&self) -> &[Range<usize>] {
        &self.datelines
    }

    /// Whether two tokens stand in one sentence.
    pub fn same_sentence(&self, one: usize, other: usize) -> bool {
        one < self.words.len() && other < self.words.len() && self.text.sentence_of(one) == self.text.sentence_of(other)
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// A token behind `end`, over a closing quote: `"Minsk" group`.
    pub fn over_quote(&self, end: usize) -> usize {
        if matches!(self.written(end), "\"" | "”" | "’" | "'" | "»") && !self.spaced(end) { end + 1 } else { end }
    }

    /// Whether white space stands before a token.
    pub fn spaced(&self, token: usize) -> bool {
        self.text.tokens().get(token).is_some_and(|t| t.spaced)
    }

    /// The names of the gazetteer that start at a token, shortest first.
    pub fn names_at(&self, token: usize) -> &[NameMatch] {
        let known = self.names.get(token);
        known.map_or(&[], |cell| cell.get_or_init(|| self.gazetteer.names_at(self.text, token)))
    }

    /// The places of a match whose kind of name the writing allows.
    pub fn places(&self, found: &NameMatch) -> Vec<(PlaceRef, NameKind)> {
        let mut all = found.places(self.gazetteer);
        if self.is_acronym(&found.tokens) {
            all.retain(|(_, kind)| !matches!(kind, NameKind::Main | NameKind::Alternate));
        }
        all
    }

    /// Whether a capitalised word is the name of a disease, a breed or the like: `West Nile virus`.
    fn names_thing(&self, token: usize) -> bool {
        (self.is_capital(token) && self.is_on(token + 1, List::ThingAfter) && self.same_sentence(token, token + 1))
            || (self.is_capital(token) && token > 0 && self.is_on(token - 1, List::ThingBefore))
    }

    /// Whether a stretch is no place by what is written beside it: `Marburg virus`, and then `Marburg` unless something is in
    /// it; `US$5 million`.
    pub fn is_thing(&self, tokens: &Range<usize>) -> bool {
        let last = tokens.end.saturating_sub(1);
        let money = |token: usize| matches!(self.written(token).chars().next(), Some('$' | '£' | '€'));
        (money(tokens.end) && !self.spaced(tokens.end))
            || (tokens.start > 0 && money(tokens.start - 1) && !self.spaced(tokens.start))
            || self.names_thing(last)
            || (self.things.contains(self.word(last)) && !LEXICON.locatives.contains(self.before(tokens.start, 1)))
    }

    /// Whether a stretch is a few capitals in a text that has small letters: `HIV`, `SOS`. Such a word is an abbreviation, and
    /// never the town that is spelt so.
    pub fn is_acronym(&self, tokens: &Range<usize>) -> bool {
        let short = |word: &str| word.is_ascii() && word.chars().filter(|c| c.is_alphabetic()).count() <= 4;
        let beside = |token: usize| self.kind(token) == Some(TokenKind::Word) && !self.is_shouted(token);
        tokens.len() == 1
            && self.is_shouted(tokens.start)
            && short(self.written(tokens.start))
            && (tokens.start.saturating_sub(3)..tokens.start + 4).any(beside)
    }

    pub fn is_title(&self, token: usize) -> bool {
        self.is_on(token, List::Title) && self.is_capital(token)
    }

    pub fn is_first_name(&self, token: usize) -> bool {
        self.is_on(token, List::FirstName) && self.is_capital(token)
    }
}

/// Scripts without capitals.
fn is_uncased(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

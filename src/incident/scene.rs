//! A report as the incident coder reads it: folded words, clauses, and the places that may locate something.

use super::Context;
use super::casualties::{self, Toll};
use super::dates::{Timeline, When};
use super::lexicon::{Classes, LEXICON, Phrases, may_start_trigger};
use super::vocabulary::Vocabulary;
use crate::recognize::{NamedParty, Recognized, Role};
use crate::resolve::{Resolved, Toponym, Unresolved};
use crate::text::{Span, Text, TokenKind};
use std::borrow::Cow;
use std::ops::Range;

/// The text, what was recognised, and where.
pub(super) struct Scene<'a> {
    pub text: &'a Text,
    pub found: &'a Recognized,
    pub places: &'a Resolved,
    words: Cow<'a, [String]>,
    /// Which tables of phrases each word may start a phrase of.
    openers: Vec<u32>,
    classes: Vec<Classes>,
    /// Words of the user's own.
    pub vocabulary: Option<&'a Vocabulary>,
    /// The report's date.
    pub published: Option<jiff::civil::Date>,
    latest_year: Option<i16>,
    clauses: Vec<Range<usize>>,
    placed: Places,
    unplaced: Places,
    named: Places,
    timeline: Timeline,
    tolls: Vec<Toll>,
}

/// Ranges of tokens with the number of what stands there, by their starts.
type Places = Vec<(Range<usize>, usize)>;

/// The most tokens of a dateline.
const DATELINE: usize = 14;

fn by_start(text: &Text, spans: impl Iterator<Item = Span>) -> Places {
    let mut out: Places = spans.enumerate().map(|(at, span)| (text.tokens_in(span), at)).collect();
    out.sort_by_key(|(tokens, _)| tokens.start);
    out
}

/// What stands wholly inside a range, in text order.
fn within(places: &Places, range: Range<usize>) -> impl Iterator<Item = &usize> {
    let first = places.partition_point(|(tokens, _)| tokens.start < range.start);
    let rest = places.get(first..).unwrap_or_default();
    rest.iter()
        .take_while(move |(tokens, _)| tokens.start < range.end)
        .filter(move |(tokens, _)| tokens.end <= range.end)
        .map(|(_, at)| at)
}

impl<'a> Scene<'a> {
    pub fn new(text: &'a Text, found: &'a Recognized, places: &'a Resolved, context: Context<'a>) -> Self {
        let Context { published, vocabulary, .. } = context;
        let words: Cow<'a, [String]> = if found.words.len() == text.tokens().len() {
            Cow::Borrowed(&found.words)
        } else {
            text.tokens().iter().map(|t| crate::gazetteer::names::fold(text.word(t))).collect()
        };
        let openers: Vec<u32> = words.iter().map(|word| LEXICON.openers(word)).collect();
        let classes = classes(text, &words, &openers, places);
        let years =
            text.tokens().iter().filter(|t| t.kind == TokenKind::Number).filter_map(|t| text.word(t).parse().ok());
        let latest_year = years.filter(|y| (1900..2100).contains(y)).max();
        let mut out = Self {
            text,
            found,
            places,
            words,
            openers,
            classes,
            vocabulary,
            published,
            latest_year,
            clauses: Vec::new(),
            placed: by_start(text, places.toponyms.iter().map(|t| t.span)),
            unplaced: by_start(text, places.unresolved.iter().map(|u| u.span)),
            named: by_start(text, found.names.iter().map(|n| n.span)),
            timeline: Timeline::default(),
            tolls: Vec::new(),
        };
        out.clauses = out.find_clauses();
        out.timeline = Timeline::new(&out, published);
        out.tolls = text.sentences().iter().flat_map(|s| casualties::of(&out, s.tokens.clone())).collect();
        out
    }

    /// Whether a trigger of the program's may start at a token.
    pub fn may_start_trigger(&self, token: usize) -> bool {
        self.openers.get(token).is_some_and(|openers| may_start_trigger(*openers))
    }

    /// The classes of the words in a range.
    pub fn classes(&self, range: Range<usize>) -> Classes {
        let within = self.classes.get(range.start..range.end.min(self.classes.len()).max(range.start));
        within.into_iter().flatten().fold(Classes::default(), |all, class| all.with(*class))
    }

    /// The counts of people in a range of tokens.
    pub fn tolls_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Toll> {
        let (within, sentence) = (range.clone(), self.sentence(range.start));
        // They stand in the order of their sentences.
        let first = self.tolls.partition_point(|toll| toll.word.start < sentence.start);
        let rest = self.tolls.get(first..).unwrap_or_default();
        let last = self.sentence(within.end.saturating_sub(1)).end.max(within.end);
        rest.iter().take_while(move |toll| toll.word.start < last).filter(move |toll| within.contains(&toll.word.start))
    }

    /// The time of an event.
    pub fn when(&self, trigger: &Range<usize>) -> Option<When> {
        self.timeline.of(self, trigger)
    }

    /// The latest year that the text writes.
    pub fn latest_year(&self) -> Option<i16> {
        self.latest_year
    }

    /// The folded word of a token; empty for punctuation and past the end.
    pub fn word(&self, token: usize) -> &str {
        self.words.get(token).map_or("", String::as_str)
    }

    /// The token as written.
    pub fn written(&self, token: usize) -> &str {
        self.text.tokens().get(token).map_or("", |t| self.text.word(t))
    }

    pub fn kind(&self, token: usize) -> Option<TokenKind> {
        self.text.tokens().get(token).map(|t| t.kind)
    }

    /// The first phrase of a table inside a range of tokens: its tokens and value.
    pub fn phrase<'t, T>(&self, phrases: &'t Phrases<T>, range: Range<usize>) -> Option<(Range<usize>, &'t T)> {
        self.phrases(phrases, range).next()
    }

    /// All phrases of a table inside a range, longest first at each token, without overlaps.
    pub fn phrases<'s, 't: 's, T>(
        &'s self,
        phrases: &'t Phrases<T>,
        range: Range<usize>,
    ) -> impl Iterator<Item = (Range<usize>, &'t T)> + 's {
        let mut token = range.start;
        std::iter::from_fn(move || {
            while token < range.end {
                let start = token;
                token += 1;
                if !phrases.may_start(self.openers.get(start).copied().unwrap_or(0)) {
                    continue;
                }
                if let Some((end, value)) = phrases.at(start, |t| self.word(t)).filter(|(end, _)| *end <= range.end) {
                    token = end;
                    return Some((start..end, value));
                }
            }
            None
        })
    }

    /// Whether a range holds a phrase of a table.
    pub fn has<T>(&self, phrases: &Phrases<T>, range: Range<usize>) -> bool {
        self.phrase(phrases, range).is_some()
    }

    /// Whether a token is the first word of its sentence.
    pub fn starts_sentence(&self, token: usize) -> bool {
        (self.sentence(token).start..token).all(|t| self.kind(t) == Some(TokenKind::Punctuation))
    }

    /// The sentence that holds a token, as tokens.
    pub fn sentence(&self, token: usize) -> Range<usize> {
        let sentences = self.text.sentences();
        sentences.get(self.text.sentence_of(token)).map_or(0..0, |s| s.tokens.clone())
    }

    /// The number of the paragraph of a token; `None` past the end.
    pub fn paragraph(&self, token: usize) -> Option<usize> {
        self.text.sentences().get(self.text.sentence_of(token)).map(|sentence| sentence.paragraph)
    }

    /// The clause that holds a token: between semicolons, dashes, `but`, and commas before a conjunction or a relative pronoun.
    pub fn clause(&self, token: usize) -> Range<usize> {
        self.clauses.get(token).cloned().unwrap_or(token..token)
    }

    /// The clause of each token of the text.
    fn find_clauses(&self) -> Vec<Range<usize>> {
        let mut out = Vec::with_capacity(self.words.len());
        for sentence in self.text.sentences() {
            let mut start = sentence.tokens.start;
            while start < sentence.tokens.end {
                let end = (start..sentence.tokens.end).find(|t| self.breaks(*t));
                let clause = start..end.unwrap_or(sentence.tokens.end);
                // The mark or word that ends a clause belongs to it.
                let next = end.map_or(sentence.tokens.end, |end| end + 1);
                out.extend((start..next).map(|_| clause.clone()));
                start = next;
            }
        }
        out
    }

    fn breaks(&self, token: usize) -> bool {
        match self.written(token) {
            ";" | ":" | "—" => true,
            "," => matches!(
                self.word(token + 1),
                "and"
                    | "but"
                    | "which"
                    | "who"
                    | "while"
                    | "whereas"
                    | "although"
                    | "though"
                    | "as"
                    | "after"
                    | "where"
                    | "including"
                    | "because"
                    | "so"
                    | "yet"
            ),
            "but" | "while" | "whereas" | "although" => true,
            _ => false,
        }
    }

    /// The tokens of a toponym.
    pub fn tokens_of(&self, toponym: &Toponym) -> Range<usize> {
        self.text.tokens_in(toponym.span)
    }

    /// The toponyms inside a range of tokens.
    pub fn toponyms_in(&self, range: Range<usize>) -> impl Iterator<Item = &'a Toponym> + '_ {
        within(&self.placed, range).filter_map(|at| self.places.toponyms.get(*at))
    }

    /// The names in a range of tokens that no gazetteer has.
    pub fn unresolved_in(&self, range: Range<usize>) -> impl Iterator<Item = &'a Unresolved> + '_ {
        within(&self.unplaced, range).filter_map(|at| self.places.unresolved.get(*at))
    }

    /// The persons and bodies in a range of tokens.
    pub fn names_in(&self, range: Range<usize>) -> impl Iterator<Item = &'a NamedParty> + '_ {
        within(&self.named, range).filter_map(|at| self.found.names.get(*at))
    }

    /// Where the text of a sentence begins behind its dateline: `KHARKIV, May 16 (Agency) — …`; `None` without one.
    pub fn dateline_end(&self, sentence: &Range<usize>) -> Option<usize> {
        let capitals = |t: usize| {
            let written = self.written(t);
            written.chars().filter(|c| c.is_alphabetic()).count() > 2 && !written.chars().any(char::is_lowercase)
        };
        let first = sentence.start;
        let dash = (first + 1..sentence.end.min(first + DATELINE)).find(|t| {
            let spaced = |t: usize| self.text.tokens().get(t).is_some_and(|token| token.spaced);
            matches!(self.written(*t), "—" | "–" | "--") || (self.written(*t) == "-" && spaced(*t) && spaced(*t + 1))
        })?;
        capitals(first).then_some(dash + 1)
    }

    /// The span of a range of tokens, without punctuation at its ends.
    pub fn span(&self, range: Range<usize>) -> Span {
        let loose = |t: &usize| {
            self.kind(*t) == Some(TokenKind::Punctuation)
                && !matches!(self.written(*t), ")" | "(" | "\"" | "”" | "“" | "%")
        };
        let start = range.clone().find(|t| !loose(t)).unwrap_or(range.start);
        let end = range.clone().rev().find(|t| !loose(t)).map_or(range.end, |t| t + 1);
        self.text.span_of(start..end.max(start))
    }

    /// The text of a range, in one line.
    pub fn quote(&self, range: Range<usize>) -> (Span, String) {
        let span = self.span(range);
        (span, self.text.slice(span).to_owned())
    }
}

/// The plural of a people's name, and no adjective.
fn is_people(surface: &str) -> bool {
    surface.ends_with('s') && !surface.ends_with("ss")
}

/// The classes of each token, by the tables, and what toponyms name.
fn classes(text: &Text, words: &[String], openers: &[u32], places: &Resolved) -> Vec<Classes> {
    let word = |t: usize| words.get(t).map_or("", String::as_str);
    let mut out = vec![Classes::default(); words.len()];
    let mut token = 0;
    while token < words.len() {
        match LEXICON.classes_at(token, openers[token], word) {
            Some((end, found)) => {
                out[token..end].iter_mut().for_each(|class| *class = class.with(found));
                token = end;
            }
            None => token += 1,
        }
    }
    // "Palestinians", "Rohingya": a people's name is people.
    for toponym in places.toponyms.iter().filter(|t| t.role == Role::Demonym && is_people(&t.surface)) {
        if let Some(within) = out.get_mut(text.tokens_in(toponym.span)) {
            within.iter_mut().for_each(|class| *class = class.with(LEXICON.class("civilian")));
        }
    }
    // What no gazetteer has is a place too.
    let spans = places.toponyms.iter().map(|t| t.span).chain(places.unresolved.iter().map(|u| u.span));
    for span in spans {
        let tokens = text.tokens_in(span);
        if let Some(within) = out.get_mut(tokens) {
            within.iter_mut().for_each(|class| *class = class.with(Classes::PLACE));
        }
    }
    out
}

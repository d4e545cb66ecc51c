//! Persons' names, blotted out wherever they stand.

use super::people;
use super::strings::{BLOT, blot_spans, each};
use crate::analysis::Analysis;
use crate::text::{Span, Text, TokenKind};
use std::collections::BTreeSet;

/// Words of this many letters and fewer are not looked for alone: `Al`, `de`.
const SHORT: usize = 2;

/// Blots out the names and, wherever they stand, each word of them that begins with a capital: `Grigoryan` after `Anna Grigoryan`.
/// Words that also name a place of the report are left where they stand for the place.
pub(super) fn blot(analysis: &mut Analysis, text: &mut String, people: &[Span]) {
    let source = Text::new(text.clone());
    let places: Vec<Span> = analysis.toponyms.iter().map(|t| t.span).collect();
    let of_place = |span: Span| places.iter().any(|place| place.overlaps(span));
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let words: BTreeSet<String> = people
        .iter()
        .flat_map(|span| source.tokens_in(*span))
        .filter_map(|t| source.tokens().get(t))
        .filter(|t| t.kind == TokenKind::Word)
        .map(|t| source.word(t).to_owned())
        .chain(people::speakers(analysis))
        .filter(|word| capital(word) && word.chars().count() > SHORT)
        .collect();
    let mut hidden: Vec<Span> = people.iter().copied().filter(|span| !of_place(*span)).collect();
    for (number, token) in source.tokens().iter().enumerate() {
        let span = source.span_of(number..number + 1);
        if words.contains(source.word(token)) && !of_place(span) {
            hidden.push(span);
        }
    }
    blot_spans(text, &hidden);
    // In what repeats the text no offset tells which is which: a word that is a place's, too, stays.
    let surfaces = analysis.toponyms.iter().flat_map(|t| t.surface.split(|c: char| !c.is_alphanumeric()));
    let of_places: BTreeSet<String> = surfaces.map(str::to_owned).collect();
    let words: BTreeSet<String> = words.difference(&of_places).cloned().collect();
    each(analysis, |string| blot_words(string, &words));
}

/// Blots whole words out of a string.
fn blot_words(string: &mut String, words: &BTreeSet<String>) {
    let mut out = String::with_capacity(string.len());
    let mut word = String::new();
    let end = |word: &mut String, out: &mut String| {
        if words.contains(word.as_str()) {
            out.extend(word.chars().map(|_| BLOT));
        } else {
            out.push_str(word);
        }
        word.clear();
    };
    for c in string.chars() {
        if c.is_alphanumeric() {
            word.push(c);
        } else {
            end(&mut word, &mut out);
            out.push(c);
        }
    }
    end(&mut word, &mut out);
    *string = out;
}

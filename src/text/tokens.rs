//! Words, numbers and punctuation, by the word boundaries of Unicode (UAX #29) with three corrections for news:
//! a possessive ending is a token of its own, an abbreviation keeps its last full stop, and hyphens part words.

use super::Span;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with digits or apostrophes inside, or an abbreviation with its full stops.
    Word,
    /// Starts with a digit and has no letter.
    Number,
    /// A possessive ending: `'s` or `’s`.
    Possessive,
    /// Everything else that is no white space.
    Punctuation,
}

/// A token: its place in the text, in code points and in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Code points.
    pub span: Span,
    /// Bytes, always on character boundaries of the text it was cut from.
    pub bytes: Range<usize>,
    /// What it is made of.
    pub kind: TokenKind,
    /// Whether white space (or the start of the text) stands before it.
    pub spaced: bool,
}

/// Abbreviations that keep a full stop although they have only one: titles, months, US states, units, companies.
const ABBREVIATIONS: [&str; 84] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "maj", "capt", "cmdr", "adm", "gov", "sen", "rep",
    "rev", "hon", "pres", "st", "ste", "mt", "ft", "pt", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind",
    "kan", "ky", "la", "md", "mass", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "penn",
    "tenn", "tex", "vt", "va", "wash", "wis", "wyo", "ont", "que", "alta", "sask", "man", "vs", "no", "inc", "ltd",
    "corp", "co", "approx", "est", "jr",
];

pub(super) fn tokens(source: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(source.len() / 5);
    let (mut at, mut spaced) = (0, true);
    let mut pieces = pieces(source).peekable();
    while let Some((byte, piece)) = pieces.next() {
        if piece.chars().all(char::is_whitespace) {
            at += piece.chars().count();
            spaced = true;
            continue;
        }
        let mut end = byte + piece.len();
        if let Some(&(_, ".")) = pieces.peek()
            && keeps_full_stop(piece)
        {
            end += 1;
            pieces.next();
        }
        let whole = source.get(byte..end).unwrap_or_default();
        let (stem, ending) = split_possessive(whole);
        at = push(&mut out, stem, byte, at, spaced, None);
        spaced = false;
        if !ending.is_empty() {
            at = push(&mut out, ending, byte + stem.len(), at, spaced, Some(TokenKind::Possessive));
        }
    }
    out
}

/// The stretches between word boundaries, with where they start; white space may be in one. Words of ASCII, which most are, are
/// cut without asking for the class of each character.
fn pieces(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = source.get(at..).filter(|rest| !rest.is_empty())?;
        let piece = match plain(rest.as_bytes()) {
            Some(length) => rest.get(..length)?,
            None => rest.split_word_bounds().next()?,
        };
        let start = at;
        at += piece.len();
        Some((start, piece))
    })
}

/// How long the first piece is, where a few bytes of ASCII tell: a run of letters and digits, a run of white space, or a mark. What
/// stands behind must be ASCII, too, because a combining mark would belong to it, and no mark that joins letters (UAX #29, WB 6 to 13).
fn plain(bytes: &[u8]) -> Option<usize> {
    let run = |is: fn(&u8) -> bool| bytes.iter().position(|byte| !is(byte)).unwrap_or(bytes.len());
    let ends = |at: usize| bytes.get(at).is_none_or(u8::is_ascii);
    let first = bytes.first()?;
    if first.is_ascii_alphanumeric() {
        let length = run(u8::is_ascii_alphanumeric);
        let joins = match bytes.get(length) {
            Some(b'.' | b',' | b';' | b':' | b'\'') => {
                bytes.get(length + 1).is_some_and(|next| next.is_ascii_alphanumeric() || !next.is_ascii())
            }
            next => next == Some(&b'_'),
        };
        return (ends(length) && !joins).then_some(length);
    }
    if first.is_ascii_whitespace() {
        let length = run(u8::is_ascii_whitespace);
        return ends(length).then_some(length);
    }
    (first.is_ascii_punctuation() && *first != b'_' && ends(1) && bytes.get(1) != Some(&b'_')).then_some(1)
}

fn push(out: &mut Vec<Token>, piece: &str, byte: usize, at: usize, spaced: bool, kind: Option<TokenKind>) -> usize {
    let end = at + if piece.is_ascii() { piece.len() } else { piece.chars().count() };
    let kind = kind.unwrap_or_else(|| kind_of(piece));
    out.push(Token { span: Span::new(at, end), bytes: byte..byte + piece.len(), kind, spaced });
    end
}

fn kind_of(piece: &str) -> TokenKind {
    if piece.chars().any(char::is_alphabetic) {
        TokenKind::Word
    } else if piece.chars().next().is_some_and(char::is_numeric) {
        TokenKind::Number
    } else {
        TokenKind::Punctuation
    }
}

/// `U.S` + `.`, `W.Va` + `.`, `Gen` + `.`, the `J` + `.` of an initial.
fn keeps_full_stop(piece: &str) -> bool {
    let mut letters = piece.chars();
    if let (Some(first), None) = (letters.next(), letters.next()) {
        return first.is_uppercase();
    }
    let first_is_upper = piece.chars().next().is_some_and(char::is_uppercase);
    let dotted = piece.contains('.')
        && piece.split('.').all(|p| (1..=3).contains(&p.chars().count()) && p.chars().all(char::is_alphabetic));
    dotted || (first_is_upper && piece.len() <= 6 && ABBREVIATIONS.contains(&piece.to_lowercase().as_str()))
}

fn split_possessive(piece: &str) -> (&str, &str) {
    // Nothing ends so that ends with another letter.
    if !piece.ends_with(['s', 'S']) {
        return (piece, "");
    }
    for ending in ["'s", "’s", "'S", "’S", "ʼs"] {
        if let Some(stem) = piece.strip_suffix(ending)
            && stem.chars().any(char::is_alphanumeric)
        {
            return piece.split_at(stem.len());
        }
    }
    (piece, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_end_at_the_word_boundaries_of_unicode(source in "([a-c1-2 .,;:'_\"\\-\\n\\t\\rאé’中\u{301}\u{200d}\u{ad}]|\\PC){0,40}") {
            let words = |pieces: Vec<&str>| -> Vec<String> {
                pieces.iter().filter(|p| !p.chars().all(char::is_whitespace)).map(|p| p.to_string()).collect()
            };
            let ours = words(pieces(&source).map(|(_, piece)| piece).collect());
            prop_assert_eq!(ours, words(source.split_word_bounds().collect()));
        }
    }

    fn words(source: &str) -> Vec<&str> {
        tokens(source).iter().map(|t| source.get(t.bytes.clone()).unwrap()).collect()
    }

    #[test]
    fn a_possessive_is_parted_from_its_name() {
        assert_eq!(words("Baku’s envoy, Xi'an's mayor"), ["Baku", "’s", "envoy", ",", "Xi'an", "'s", "mayor"]);
    }

    #[test]
    fn an_abbreviation_keeps_its_last_full_stop() {
        assert_eq!(
            words("the U.S. and W.Va. and Gen. Smith."),
            ["the", "U.S.", "and", "W.Va.", "and", "Gen.", "Smith", "."]
        );
    }

    #[test]
    fn hyphens_part_words() {
        assert_eq!(words("Nagorno-Karabakh"), ["Nagorno", "-", "Karabakh"]);
    }

    #[test]
    fn a_word_at_the_end_of_a_sentence_keeps_no_full_stop() {
        assert_eq!(words("They left. Then"), ["They", "left", ".", "Then"]);
    }

    #[test]
    fn chinese_is_cut_into_characters() {
        assert_eq!(words("中国武汉"), ["中", "国", "武", "汉"]);
    }
}

//! Sentences: full stops that end one, and lines and paragraphs that end one without a full stop.

use super::{Span, Token, TokenKind};
use std::ops::Range;

/// A sentence, a headline, a list item or a caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last token, in code points.
    pub span: Span,
    /// Indexes of its tokens.
    pub tokens: Range<usize>,
    /// Which paragraph of the text it is in, from 0.
    pub paragraph: usize,
}

/// A sentence of more tokens is none, but a table or a text without marks: it is cut, so that no stage has to look over all
/// of it for each of its words.
const MOST: usize = 400;

/// So many closing marks may stand behind a sentence.
const CLOSING: usize = 8;

pub(super) fn sentences(source: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut out = Vec::new();
    let (mut start, mut paragraph) = (0, 0);
    for index in 0..tokens.len() {
        let gap = tokens.get(index + 1).map(|next| gap(source, &tokens[index], next));
        let ends = match gap {
            None => true,
            Some(gap) => {
                is_paragraph_break(gap)
                    || index + 1 - start >= MOST
                    || is_line_break(source, gap, tokens, index)
                    || ends_sentence(source, tokens, index)
            }
        };
        if ends {
            let range = start..index + 1;
            let span = Span::new(tokens[range.start].span.start, tokens[index].span.end);
            out.push(Sentence { span, tokens: range, paragraph });
            start = index + 1;
            paragraph += usize::from(gap.is_some_and(is_paragraph_break));
        }
    }
    out
}

fn gap<'a>(source: &'a str, left: &Token, right: &Token) -> &'a str {
    source.get(left.bytes.end..right.bytes.start).unwrap_or_default()
}

fn is_paragraph_break(gap: &str) -> bool {
    gap.matches('\n').count() >= 2 || gap.contains('\u{2029}')
}

/// A single line break ends a sentence when the line is a Markdown heading or the next line starts a list item or heading;
/// else it is only a wrapped line.
fn is_line_break(source: &str, gap: &str, tokens: &[Token], index: usize) -> bool {
    if !gap.contains('\n') {
        return false;
    }
    let word = |i: usize| tokens.get(i).and_then(|t| source.get(t.bytes.clone())).unwrap_or_default();
    let next_starts_item = matches!(word(index + 1), "#" | "-" | "*" | "•" | "–" | ">" | "|");
    let before = source.get(..tokens[index].bytes.end).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    if next_starts_item || line.starts_with('#') {
        return true;
    }
    // A line that is broken on purpose: the next one starts anew, and its first word would have had room.
    let next = word(index + 1);
    let anew = next.chars().next().is_some_and(|c| !c.is_lowercase() && (c.is_alphanumeric() || !c.is_ascii()));
    let width = paragraph_width(source, tokens[index].bytes.end);
    let length = line.trim_end().chars().count();
    anew && (!WRAPPED.contains(&width) || length + 1 + next.chars().count() < width)
}

/// Lines that a program has wrapped are about so many characters wide.
const WRAPPED: Range<usize> = 60..101;

/// The longest line of the paragraph that holds a byte, in characters.
fn paragraph_width(source: &str, byte: usize) -> usize {
    let before = source.get(..byte).unwrap_or_default();
    let start = before.rfind("\n\n").map_or(0, |at| at + 2);
    let rest = source.get(start..).unwrap_or_default();
    let paragraph = rest.split("\n\n").next().unwrap_or_default();
    paragraph.lines().map(|line| line.trim_end().chars().count()).max().unwrap_or(0)
}

fn ends_sentence(source: &str, tokens: &[Token], index: usize) -> bool {
    let word = |i: usize| tokens.get(i).and_then(|t| source.get(t.bytes.clone())).unwrap_or_default();
    // Closing quotes and brackets belong to the sentence that they close.
    let mut last = index;
    while last > 0 && index - last < CLOSING && !tokens[last].spaced && is_closing(word(last)) {
        last -= 1;
    }
    let mark = word(last);
    if ["。", "！", "？", "۔", "।"].contains(&mark) {
        return true;
    }
    let next = index + 1;
    if is_closing(word(next)) && !tokens[next].spaced {
        return false;
    }
    let next_word = word(next);
    let starts = next_word.chars().next().is_some_and(|c| !c.is_lowercase() && (c.is_alphanumeric() || is_opening(c)));
    if !starts || !tokens[next].spaced {
        return false;
    }
    match mark {
        "." | "!" | "?" | "…" | "؟" => true,
        // "in the U.S. The army …": an abbreviation ends a sentence only before a word that starts many.
        _ if tokens[last].kind == TokenKind::Word && mark.ends_with('.') && mark.matches('.').count() > 1 => {
            ["The", "A", "An", "In", "On", "He", "She", "It", "They", "But", "This", "That", "At", "We", "However"]
                .contains(&next_word)
        }
        _ => false,
    }
}

fn is_closing(word: &str) -> bool {
    matches!(word, "\"" | "”" | "’" | "'" | ")" | "]" | "»")
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '(' | '[' | '«' | '¿' | '¡')
}

#[cfg(test)]
mod tests {
    use crate::text::Text;

    fn cut(source: &str) -> Vec<String> {
        let text = Text::new(source);
        text.sentences().iter().map(|s| text.slice(s.span).to_owned()).collect()
    }

    #[test]
    fn titles_initials_and_abbreviations_end_no_sentence() {
        assert_eq!(
            cut("Gen. J. Smith met U.S. envoys in St. Petersburg. They left at 3.30 p.m. on Friday."),
            ["Gen. J. Smith met U.S. envoys in St. Petersburg.", "They left at 3.30 p.m. on Friday."]
        );
    }

    #[test]
    fn a_line_broken_on_purpose_ends_a_sentence() {
        assert_eq!(
            cut("Bomber kills 17 at mosque\nGunmen abduct 30 students in Zamfara\nFlood in Derna"),
            ["Bomber kills 17 at mosque", "Gunmen abduct 30 students in Zamfara", "Flood in Derna"]
        );
        // The second line would have had no room on the first: it is wrapped.
        let wrapped = "The ministry said that its soldiers had left the town on Friday and\nMartuni was quiet.";
        assert_eq!(cut(wrapped), [wrapped]);
    }

    #[test]
    fn a_text_without_marks_is_cut() {
        let long = "word ".repeat(1000);
        assert!(Text::new(long).sentences().iter().all(|s| s.tokens.len() <= super::MOST));
    }

    #[test]
    fn a_quote_closes_with_its_sentence() {
        assert_eq!(cut("\"We left.\" The army came."), ["\"We left.\"", "The army came."]);
    }

    #[test]
    fn a_paragraph_ends_a_sentence_and_a_wrapped_line_does_not() {
        assert_eq!(
            cut("Statements by both\nsides\n\nThe army said no."),
            ["Statements by both\nsides", "The army said no."]
        );
    }

    #[test]
    fn headings_and_list_items_stand_alone() {
        assert_eq!(
            cut("# Fighting in Martuni\nIt goes on.\n- one\n- two"),
            ["# Fighting in Martuni", "It goes on.", "- one", "- two"]
        );
    }
}

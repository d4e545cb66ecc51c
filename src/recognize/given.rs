//! Mentions that somebody else found: by hand in an annotated report, or by another recogniser.

use super::mention::{Mention, Recognized, Role};
use super::reader::Reader;
use super::{Models, lookup, roles, scan};
use crate::gazetteer::Gazetteer;
use crate::text::{Span, Text};

/// Takes stretches of a text as mentions of places, gives them their candidates and, by the words around, their roles. A
/// stretch that the text does not hold is left out.
pub fn given(text: &Text, spans: &[Span], gazetteer: &Gazetteer, models: Option<&Models<'_>>) -> Recognized {
    let reader = Reader::new(text, gazetteer);
    let mut mentions: Vec<Mention> = Vec::new();
    for span in spans {
        let tokens = text.tokens_in(*span);
        if tokens.is_empty() || mentions.last().is_some_and(|m| m.tokens.end > tokens.start) {
            continue;
        }
        let candidates = lookup::places(&reader, &tokens);
        let stated = scan::stated(&reader, &tokens);
        let mut mention = scan::mention(&reader, tokens, candidates, stated);
        mention.span = *span;
        mentions.push(mention);
    }
    roles::assign(&reader, &mut mentions, models.and_then(|m| m.roles.as_ref()));
    for mention in &mut mentions {
        // Whoever gave it said that it is a place reference.
        if matches!(mention.role, Role::Organization | Role::Document) {
            mention.role = Role::Metonym;
        }
    }
    Recognized { mentions, words: reader.into_words(), ..Recognized::default() }
}

//! What the tagger learns from: annotated texts as features and the labels that the annotation allows.

use super::mention::Mention;
use super::reader::Reader;
use super::tagger::{Evidence, Features, LABELS, features};
use super::{lookup, parties, roles, scan};
use crate::gazetteer::{Gazetteer, Level, NameKind, PlaceRef};
use crate::text::{Span, Text};

/// A sentence to learn from.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// The features of each token.
    pub features: Vec<Vec<u32>>,
    /// Which labels each token may have: more than one where the annotation leaves it open.
    pub allowed: Vec<[bool; LABELS]>,
}

const OUTSIDE: [bool; LABELS] = [true, false, false, false];
const BEGIN: [bool; LABELS] = [false, true, false, false];
const INSIDE: [bool; LABELS] = [false, false, true, false];
const DEMONYM: [bool; LABELS] = [false, false, false, true];

/// What a corpus says of peoples' names and adjectives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demonyms {
    /// It annotates them: what is not annotated is none.
    Annotated,
    /// It leaves them out, and others say what they are.
    Open,
    /// It leaves them out, and the gazetteer alone says what they are.
    Listed,
}

/// The sentences of an annotated text.
pub fn examples(text: &Text, gold: &[Span], demonyms: Demonyms, gazetteer: &Gazetteer) -> Vec<Example> {
    let reader = Reader::new(text, gazetteer);
    let parties = parties::find(&reader);
    let scan::Scan { mut mentions, .. } = scan::scan(&reader, &parties);
    roles::assign(&reader, &mut mentions, None);
    let features: Features = features(&reader, &Evidence { mentions: &mentions, parties: &parties });
    let mut allowed = vec![OUTSIDE; text.tokens().len()];
    if demonyms != Demonyms::Annotated {
        let outside = demonyms == Demonyms::Open;
        for token in 0..allowed.len() {
            for found in gazetteer.names_at(text, token) {
                if is_demonym(&found.places(gazetteer), gazetteer) && reader.is_capital(token) {
                    allowed[token] = [outside, false, false, true];
                    for inside in &mut allowed[token + 1..found.tokens.end] {
                        *inside = [outside, false, true, false];
                    }
                }
            }
        }
    }
    for span in gold {
        let tokens = text.tokens_in(*span);
        if tokens.is_empty() {
            continue;
        }
        let people = is_demonym(&lookup::exactly(&reader, &tokens), gazetteer);
        allowed[tokens.clone()].fill(INSIDE);
        allowed[tokens.start] = if people { DEMONYM } else { BEGIN };
    }
    let sentences = text.sentences().iter().map(|sentence| Example {
        features: sentence.tokens.clone().map(|t| features.of(t).to_vec()).collect(),
        allowed: allowed[sentence.tokens.clone()].to_vec(),
    });
    sentences.collect()
}

/// A mention to learn a role from.
#[derive(Debug, Clone)]
pub struct RoleExample {
    /// Its features.
    pub features: Vec<u32>,
    /// Whether it stands for who acts there.
    pub metonym: bool,
}

/// The mentions of a marked text whose form alone does not tell whether they are metonyms.
pub fn role_examples(text: &Text, marked: &[(Span, Option<bool>)], gazetteer: &Gazetteer) -> Vec<RoleExample> {
    let reader = Reader::new(text, gazetteer);
    let mut mentions = Vec::new();
    let mut meant = Vec::new();
    for (span, metonym) in marked {
        let tokens = text.tokens_in(*span);
        if tokens.is_empty() || mentions.last().is_some_and(|m: &Mention| m.tokens.end > tokens.start) {
            continue;
        }
        let stated = scan::stated(&reader, &tokens);
        mentions.push(scan::mention(&reader, tokens.clone(), lookup::places(&reader, &tokens), stated));
        meant.push(*metonym);
    }
    let open = roles::open(&reader, &mut mentions);
    open.into_iter().filter_map(|(at, features)| Some(RoleExample { features, metonym: meant[at]? })).collect()
}

/// Share of a text's peoples' names and adjectives that are annotated: those annotated, and all.
pub fn annotated_demonyms(text: &Text, gold: &[Span], gazetteer: &Gazetteer) -> (usize, usize) {
    let (mut annotated, mut all) = (0, 0);
    let reader = Reader::new(text, gazetteer);
    for token in (0..text.tokens().len()).filter(|t| reader.is_capital(*t)) {
        let longest = gazetteer.names_at(text, token).pop();
        if let Some(found) = longest.filter(|m| is_demonym(&m.places(gazetteer), gazetteer)) {
            let span = text.span_of(found.tokens);
            all += 1;
            annotated += usize::from(gold.iter().any(|g| g.overlaps(span)));
        }
    }
    (annotated, all)
}

/// Whether a name is of a people and of no country or state.
fn is_demonym(places: &[(PlaceRef, NameKind)], gazetteer: &Gazetteer) -> bool {
    let large = |place: PlaceRef| gazetteer.place(place).is_some_and(|view| view.level() <= Level::Admin1);
    places.iter().any(|(_, kind)| *kind == NameKind::Demonym)
        && !places.iter().any(|(place, kind)| {
            matches!(kind, NameKind::Main | NameKind::Curated | NameKind::Abbreviation) && large(*place)
        })
}

//! The fitted tagger: which stretches of a text are place references, and how sure that is.
//!
//! A conditional random field that reads what the rules found as one feature among others. Weights come from `models/` and
//! are fitted by `reportmap train`.

mod features;
mod model;

pub use features::Features;
pub(super) use features::{Evidence, features};
pub use model::{LABELS, Label, Model, Row, Transitions, marginals, may_follow, viterbi};

use super::reader::Reader;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// The weights inside the program.
static WEIGHTS: &[u8] = include_bytes!("../../../models/tagger.bin");

static SHIPPED: LazyLock<Option<Model<'static>>> = LazyLock::new(|| Model::open(WEIGHTS).ok());

/// The model inside the program.
pub fn shipped() -> Option<Model<'static>> {
    *SHIPPED
}

/// A stretch that the tagger takes for a place reference.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Whether it is a people's name or an adjective.
    pub demonym: bool,
    /// The probability that its first token begins a reference.
    pub confidence: f64,
}

/// How much the other mentions of a name in a report count: one sense a discourse (Gale et al. 1992).
const MEMORY: f32 = 2.5;

/// How much less sure than the rest a reference may be: the annotation that the weights come from misses some.
const EAGER: f32 = 0.0;

/// The references in a text, in order. Decided twice: the second time, what the first made of a name elsewhere counts.
pub(super) fn tag(reader: &Reader<'_>, evidence: &Evidence<'_>, model: &Model<'_>) -> Decoded {
    let features = features(reader, evidence);
    let mut scores: Vec<Row> = (0..reader.len())
        .map(|token| {
            let [outside, begin, inside, demonym] = model.score(features.of(token));
            [outside, begin + EAGER, inside, demonym + EAGER]
        })
        .collect();
    let first = decode(reader, &scores, model);
    remember(reader, &first, &mut scores);
    decode(reader, &scores, model)
}

/// What one pass says.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The references, in order.
    pub tagged: Vec<Tagged>,
    /// The probability that a reference begins at each token.
    pub shares: Vec<f32>,
}

fn decode(reader: &Reader<'_>, scores: &[Row], model: &Model<'_>) -> Decoded {
    let mut out = Decoded { tagged: Vec::new(), shares: Vec::with_capacity(scores.len()) };
    for sentence in reader.text.sentences() {
        let (labels, shares) = model.decode(&scores[sentence.tokens.clone()]);
        for (number, token) in sentence.tokens.clone().enumerate() {
            let begins = shares[number][1] + shares[number][3];
            out.shares.push(begins);
            match Label::ALL[labels[number]] {
                Label::Outside => {}
                Label::Inside => {
                    if let Some(last) = out.tagged.last_mut() {
                        last.tokens.end = token + 1;
                    }
                }
                label => out.tagged.push(Tagged {
                    tokens: token..token + 1,
                    demonym: label == Label::Demonym,
                    confidence: f64::from(begins),
                }),
            }
        }
    }
    out
}

/// Moves the scores of a name's other mentions towards what most of them are.
fn remember(reader: &Reader<'_>, first: &Decoded, scores: &mut [Row]) {
    let mut names: BTreeMap<&str, Vec<&Tagged>> = BTreeMap::new();
    for tagged in &first.tagged {
        names.entry(reader.word(tagged.tokens.start)).or_default().push(tagged);
    }
    for token in 0..reader.len() {
        let Some(known) = names.get(reader.word(token)) else { continue };
        // The longest of the names that stand here.
        let same = |t: &&&Tagged| {
            let wanted = t.tokens.clone().map(|w| reader.word(w));
            wanted.eq((token..token + t.tokens.len()).map(|w| reader.word(w)))
        };
        let Some(longest) = known.iter().filter(same).max_by_key(|t| t.tokens.len()) else { continue };
        if !reader.is_capital(token) && reader.cased {
            continue;
        }
        let others: Vec<f32> = known
            .iter()
            .filter(|t| t.tokens.start != token && t.tokens.len() == longest.tokens.len())
            .map(|t| first.shares[t.tokens.start])
            .collect();
        if others.is_empty() {
            continue;
        }
        let belief = others.iter().sum::<f32>() / others.len() as f32;
        let bonus = MEMORY * (belief - 0.5).max(0.0) * 2.0;
        let label = if longest.demonym { 3 } else { 1 };
        scores[token][label] += bonus;
        for inside in &mut scores[token + 1..token + longest.tokens.len()] {
            inside[2] += bonus;
        }
    }
}

//! The fitted tagger: which stretches of a text are place references, and how sure that is.
//!
//! A conditional random field that reads what the rules found as one feature among others. Weights come from `models/` and
//! are fitted by `reportmap train`.

mod features;
mod memory;
mod model;

pub use features::Features;
pub(super) use features::{Evidence, features};
pub use model::{LABELS, Label, Model, Row, Transitions, marginals, may_follow, viterbi};

use super::reader::Reader;
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
    let mut sentences: Vec<Sequence> =
        reader.text.sentences().iter().map(|s| model.decode(&scores[s.tokens.clone()])).collect();
    let first = gathered(reader, &sentences);
    let moved = memory::remember(reader, &first, &mut scores);
    if moved.is_empty() {
        return first;
    }
    for number in moved {
        let sentence = &reader.text.sentences()[number];
        sentences[number] = model.decode(&scores[sentence.tokens.clone()]);
    }
    gathered(reader, &sentences)
}

/// The labels of a sentence, and the probability of every label of every token.
type Sequence = (Vec<usize>, Vec<Row>);

/// What one pass says.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The references, in order.
    pub tagged: Vec<Tagged>,
    /// The probability that a reference begins at each token.
    pub shares: Vec<f32>,
}

fn gathered(reader: &Reader<'_>, sentences: &[Sequence]) -> Decoded {
    let mut out = Decoded { tagged: Vec::new(), shares: Vec::with_capacity(reader.len()) };
    for (sentence, (labels, shares)) in reader.text.sentences().iter().zip(sentences) {
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

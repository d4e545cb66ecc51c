//! Fits the tagger: the likelihood of the annotation, climbed sentence by sentence (AdaGrad, Duchi et al. 2011). Where the
//! annotation leaves labels open, the sum over all that it allows is climbed (Täckström et al. 2013).

use super::substitute::{Dice, Names};
use crate::evaluate::Gold;
use crate::gazetteer::names::fold;
use crate::gazetteer::{Gazetteer, NameKind};
use crate::recognize::tagger::{LABELS, Model, Row, Transitions, marginals, may_follow};
use crate::recognize::{Demonyms, Example, annotated_demonyms, examples};
use crate::text::{Span, Text};
use rayon::prelude::*;

/// How to fit.
#[derive(Debug, Clone, Copy)]
pub struct TaggerFit {
    /// Features are hashed into two to the power of this.
    pub bits: u32,
    /// How often all sentences are gone through.
    pub rounds: usize,
    /// The first step.
    pub rate: f32,
    /// How many copies with exchanged places are learned from as well.
    pub copies: usize,
    /// How strongly weights are drawn to zero.
    pub shrink: f32,
}

impl Default for TaggerFit {
    fn default() -> Self {
        Self { bits: 19, rounds: 12, rate: 0.12, copies: 1, shrink: 2e-6 }
    }
}

/// A corpus annotates adjectives when it does so for at least this share of them.
const ANNOTATES: f64 = 0.3;

/// The bytes of a tagger model, fitted on some corpora.
pub fn fit_tagger(corpora: &[Gold], gazetteer: &Gazetteer, how: TaggerFit) -> Vec<u8> {
    let corpora: Vec<Annotated> = corpora.iter().map(|gold| Annotated::new(gold, gazetteer)).collect();
    let others = if corpora.iter().any(|c| c.demonyms) { Demonyms::Open } else { Demonyms::Listed };
    let examples: Vec<Example> = corpora
        .iter()
        .flat_map(|corpus| {
            let demonyms = if corpus.demonyms { Demonyms::Annotated } else { others };
            let found: Vec<Vec<Example>> =
                corpus.reports.par_iter().map(|(text, spans)| examples(text, spans, demonyms, gazetteer)).collect();
            found.into_iter().flatten()
        })
        .collect();
    let examples =
        [examples, exchanged(&corpora, others, gazetteer, how), recased(&corpora, others, gazetteer)].concat();
    let mut fit = Fit::new(how);
    for round in 0..how.rounds {
        for number in shuffled(examples.len(), round as u64) {
            fit.learn(&examples[number]);
        }
    }
    let weights: Vec<Row> = fit.weights.iter().map(|row| row.map(|w| if w.abs() < 0.004 { 0.0 } else { w })).collect();
    Model::encode(&weights, &fit.transitions)
}

/// Every so many-th report is learned from in small letters too, as posts are written, and another with its first sentence in
/// capitals, as headlines are.
const RECASED: usize = 6;

fn recased(corpora: &[Annotated], others: Demonyms, gazetteer: &Gazetteer) -> Vec<Example> {
    let mut out = Vec::new();
    for corpus in corpora {
        let demonyms = if corpus.demonyms { Demonyms::Annotated } else { others };
        let made: Vec<Vec<Example>> = corpus
            .reports
            .par_iter()
            .enumerate()
            .map(|(number, (text, spans))| {
                let written: String = match number % RECASED {
                    0 => text.as_str().chars().map(lower).collect(),
                    1 => {
                        let headline = text.sentences().first().map_or(0, |s| s.tokens.end);
                        let end = text.span_of(0..headline).end;
                        text.as_str().chars().enumerate().map(|(at, c)| if at < end { upper(c) } else { c }).collect()
                    }
                    _ => return Vec::new(),
                };
                examples(&Text::new(written), spans, demonyms, gazetteer)
            })
            .collect();
        out.extend(made.into_iter().flatten());
    }
    out
}

/// The small letter, where it is one letter: offsets must stay.
fn lower(c: char) -> char {
    let mut small = c.to_lowercase();
    small.next().filter(|_| small.next().is_none()).unwrap_or(c)
}

fn upper(c: char) -> char {
    let mut large = c.to_uppercase();
    large.next().filter(|_| large.next().is_none()).unwrap_or(c)
}

/// The same reports with other places, so many times.
fn exchanged(corpora: &[Annotated], others: Demonyms, gazetteer: &Gazetteer, how: TaggerFit) -> Vec<Example> {
    let names = Names::new(gazetteer);
    let mut out = Vec::new();
    for (number, corpus) in corpora.iter().enumerate() {
        let demonyms = if corpus.demonyms { Demonyms::Annotated } else { others };
        for copy in 0..how.copies {
            let made: Vec<Vec<Example>> = corpus
                .reports
                .par_iter()
                .enumerate()
                .map(|(report, (text, spans))| {
                    let mut dice = Dice::new((report * 64 + number * 8 + copy) as u64);
                    let keep = |name: &str| is_people(name, gazetteer) || has_its_own_look(name);
                    let (text, spans) = names.exchanged(text.as_str(), spans, keep, &mut dice);
                    examples(&Text::new(text), &spans, demonyms, gazetteer)
                })
                .collect();
            out.extend(made.into_iter().flatten());
        }
    }
    out
}

fn is_people(name: &str, gazetteer: &Gazetteer) -> bool {
    gazetteer.named(&fold(name)).iter().any(|(_, kind)| *kind == NameKind::Demonym)
}

/// Abbreviations and names with numbers have a look of their own, which a town's name would spoil.
fn has_its_own_look(name: &str) -> bool {
    name.chars().any(|c| c == '.' || c.is_ascii_digit()) || (name.len() <= 4 && !name.chars().any(char::is_lowercase))
}

/// A corpus, and whether it annotates peoples' names and adjectives.
struct Annotated {
    reports: Vec<(Text, Vec<Span>)>,
    demonyms: bool,
}

impl Annotated {
    fn new(gold: &Gold, gazetteer: &Gazetteer) -> Self {
        let reports: Vec<(Text, Vec<Span>)> = gold
            .reports
            .iter()
            .map(|r| (Text::new(r.report.text.clone()), r.toponyms.iter().map(|t| t.span).collect()))
            .collect();
        let (annotated, all) = reports
            .par_iter()
            .map(|(text, spans)| annotated_demonyms(text, spans, gazetteer))
            .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        Self { reports, demonyms: annotated as f64 >= ANNOTATES * all as f64 }
    }
}

struct Fit {
    how: TaggerFit,
    weights: Vec<Row>,
    squares: Vec<Row>,
    transitions: Transitions,
    transition_squares: Transitions,
}

impl Fit {
    fn new(how: TaggerFit) -> Self {
        let buckets = 1 << how.bits;
        Self {
            how,
            weights: vec![[0.0; LABELS]; buckets],
            squares: vec![[0.0; LABELS]; buckets],
            transitions: Transitions::default(),
            transition_squares: Transitions::default(),
        }
    }

    fn learn(&mut self, example: &Example) {
        let mask = self.weights.len() - 1;
        let scores: Vec<Row> = example
            .features
            .iter()
            .map(|features| {
                let mut row = [0.0; LABELS];
                for feature in features {
                    for (sum, weight) in row.iter_mut().zip(self.weights[*feature as usize & mask]) {
                        *sum += weight;
                    }
                }
                row
            })
            .collect();
        // What the annotation does not allow is as good as impossible.
        let wanted: Vec<Row> = scores
            .iter()
            .zip(&example.allowed)
            .map(|(row, allowed)| std::array::from_fn(|label| if allowed[label] { row[label] } else { -1e4 }))
            .collect();
        let (free, held) = (marginals(&scores, &self.transitions), marginals(&wanted, &self.transitions));
        for (token, features) in example.features.iter().enumerate() {
            let gradient: Row = std::array::from_fn(|label| free[token][label] - held[token][label]);
            if gradient.iter().all(|g| g.abs() < 1e-4) {
                continue;
            }
            for feature in features {
                let bucket = *feature as usize & mask;
                let learnt = self.weights[bucket].iter_mut().zip(&mut self.squares[bucket]).zip(&gradient);
                for ((weight, square), gradient) in learnt {
                    let step = gradient + self.how.shrink * *weight;
                    *square += step * step;
                    *weight -= self.how.rate * step / (square.sqrt() + 1e-3);
                }
            }
        }
        self.learn_transitions(&free, &held);
    }

    /// The pairs of labels, taken as independent given their tokens' marginals: enough for sixteen weights.
    fn learn_transitions(&mut self, free: &[Row], held: &[Row]) {
        for (free, held) in free.windows(2).zip(held.windows(2)) {
            for before in 0..LABELS {
                for after in (0..LABELS).filter(|after| may_follow(Some(before), *after)) {
                    let gradient = free[0][before] * free[1][after] - held[0][before] * held[1][after];
                    if gradient.abs() < 1e-3 {
                        continue;
                    }
                    let square = &mut self.transition_squares[before][after];
                    *square += gradient * gradient;
                    self.transitions[before][after] -= self.how.rate * gradient / (square.sqrt() + 1e-3);
                }
            }
        }
    }
}

/// The numbers up to `count` in an order that differs from round to round and never from run to run (Fisher and Yates).
pub(super) fn shuffled(count: usize, round: u64) -> Vec<usize> {
    let mut out: Vec<usize> = (0..count).collect();
    let mut dice = Dice::new(round);
    for at in (1..count).rev() {
        out.swap(at, dice.below(at + 1));
    }
    out
}

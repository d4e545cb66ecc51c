//! A linear-chain conditional random field (Lafferty et al. 2001) over hashed features (Weinberger et al. 2009): weights of
//! one byte, read in place.

use crate::fitted::ModelError;

/// What a token is to a place reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Nothing.
    Outside,
    /// Its first token.
    Begin,
    /// A further token.
    Inside,
    /// The first token of a people's name or an adjective.
    Demonym,
}

impl Label {
    /// All, in the order of the weights.
    pub const ALL: [Self; LABELS] = [Self::Outside, Self::Begin, Self::Inside, Self::Demonym];
}

/// How many labels there are.
pub const LABELS: usize = 4;
/// Scores or probabilities of the labels of a token.
pub type Row = [f32; LABELS];
/// Scores of a label behind another.
pub type Transitions = [Row; LABELS];

/// A name goes on only where one began.
pub const fn may_follow(before: Option<usize>, label: usize) -> bool {
    !(label == 2 && matches!(before, None | Some(0)))
}

const MAGIC: &[u8; 4] = b"RMTG";
const VERSION: u32 = 1;
const HEADER: usize = 16 + 4 * LABELS * LABELS;

/// The weights.
#[derive(Debug, Clone, Copy)]
pub struct Model<'a> {
    weights: &'a [[i8; LABELS]],
    transitions: Transitions,
    scale: f32,
}

impl<'a> Model<'a> {
    /// Reads a model in place.
    ///
    /// # Errors
    ///
    /// When the bytes are no whole model of this version.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let word = |at: usize| bytes.get(at..at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok());
        let number = |at: usize| word(at).map(f32::from_le_bytes).ok_or(ModelError::Foreign);
        if bytes.get(..4) != Some(MAGIC) || word(4).map(u32::from_le_bytes) != Some(VERSION) {
            return Err(ModelError::Foreign);
        }
        let bits = word(8).map(u32::from_le_bytes).filter(|b| *b <= 24).ok_or(ModelError::Foreign)?;
        let wanted = HEADER + (LABELS << bits);
        if bytes.len() != wanted {
            return Err(ModelError::Length { found: bytes.len(), wanted });
        }
        let mut transitions = Transitions::default();
        for (index, cell) in transitions.iter_mut().flatten().enumerate() {
            *cell = number(16 + 4 * index)?;
        }
        let weights = bytemuck::cast_slice(bytes.get(HEADER..).unwrap_or_default());
        Ok(Self { weights, transitions, scale: number(12)? })
    }

    /// The bytes of a model with these weights, whose number is a power of two.
    pub fn encode(weights: &[Row], transitions: &Transitions) -> Vec<u8> {
        let largest = weights.iter().flatten().fold(1e-6_f32, |most, w| most.max(w.abs()));
        let scale = largest / 127.0;
        let mut out = Vec::with_capacity(HEADER + LABELS * weights.len());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&weights.len().ilog2().to_le_bytes());
        out.extend_from_slice(&scale.to_le_bytes());
        out.extend(transitions.iter().flatten().flat_map(|w| w.to_le_bytes()));
        out.extend(weights.iter().flatten().map(|w| (w / scale).round() as i8 as u8));
        out
    }

    /// How many weights a label has; features are hashed into as many buckets.
    pub fn buckets(&self) -> usize {
        self.weights.len()
    }

    /// The scores of the labels of a token with these features.
    pub fn score(&self, features: &[u32]) -> Row {
        let mut sums = [0_i32; LABELS];
        let mask = self.weights.len() - 1;
        for feature in features {
            let row = self.weights[*feature as usize & mask];
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(weight);
            }
        }
        sums.map(|sum| sum as f32 * self.scale)
    }

    /// The likeliest labels of a sentence, and the probability of every label of every token.
    pub fn decode(&self, scores: &[Row]) -> (Vec<usize>, Vec<Row>) {
        (viterbi(scores, &self.transitions), marginals(scores, &self.transitions))
    }
}

/// The likeliest sequence of labels (Viterbi 1967).
pub fn viterbi(scores: &[Row], transitions: &Transitions) -> Vec<usize> {
    let mut best: Vec<Row> = Vec::with_capacity(scores.len());
    let mut from: Vec<[usize; LABELS]> = Vec::with_capacity(scores.len());
    for (at, score) in scores.iter().enumerate() {
        let (mut row, mut back) = ([f32::NEG_INFINITY; LABELS], [0; LABELS]);
        for label in 0..LABELS {
            match at.checked_sub(1).map(|before| best[before]) {
                None if may_follow(None, label) => row[label] = score[label],
                None => {}
                Some(previous) => {
                    for before in (0..LABELS).filter(|before| may_follow(Some(*before), label)) {
                        let sum = previous[before] + transitions[before][label] + score[label];
                        if sum > row[label] {
                            (row[label], back[label]) = (sum, before);
                        }
                    }
                }
            }
        }
        best.push(row);
        from.push(back);
    }
    let Some(last) = best.last() else { return Vec::new() };
    let mut label = (0..LABELS).max_by(|a, b| last[*a].total_cmp(&last[*b])).unwrap_or(0);
    let mut out = vec![0; scores.len()];
    for at in (0..scores.len()).rev() {
        out[at] = label;
        label = from[at][label];
    }
    out
}

/// The probability of every label of every token, by the forward and backward sums (Baum 1970), scaled at each step.
pub fn marginals(scores: &[Row], transitions: &Transitions) -> Vec<Row> {
    let weights = transitions.map(|row| row.map(f32::exp));
    let mut forward: Vec<Row> = Vec::with_capacity(scores.len());
    // Scores are lifted by the largest of their token, so that no exponential overflows.
    let lifted: Vec<Row> = scores
        .iter()
        .map(|row| {
            let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            row.map(|score| (score - top).exp())
        })
        .collect();
    for (at, own) in lifted.iter().enumerate() {
        let mut row = [0.0; LABELS];
        for label in 0..LABELS {
            let reached = match at.checked_sub(1).map(|before| forward[before]) {
                None => f32::from(u8::from(may_follow(None, label))),
                Some(previous) => (0..LABELS)
                    .filter(|before| may_follow(Some(*before), label))
                    .map(|before| previous[before] * weights[before][label])
                    .sum(),
            };
            row[label] = reached * own[label];
        }
        forward.push(normal(row));
    }
    let mut backward = [1.0; LABELS];
    let mut out = vec![[0.0; LABELS]; scores.len()];
    for at in (0..scores.len()).rev() {
        let mut both = forward[at];
        for (share, behind) in both.iter_mut().zip(backward) {
            *share *= behind;
        }
        out[at] = normal(both);
        let mut next = [0.0; LABELS];
        for (label, cell) in next.iter_mut().enumerate() {
            *cell = (0..LABELS)
                .filter(|after| may_follow(Some(label), *after))
                .map(|after| weights[label][after] * lifted[at][after] * backward[after])
                .sum();
        }
        backward = normal(next);
    }
    out
}

fn normal(row: Row) -> Row {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 { row.map(|share| share / sum) } else { [1.0 / LABELS as f32; LABELS] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn model() -> Vec<u8> {
        let mut weights = vec![[0.0; LABELS]; 8];
        weights[3] = [-1.0, 2.0, 0.5, 0.0];
        Model::encode(&weights, &[[0.1; LABELS]; LABELS])
    }

    #[test]
    fn what_is_encoded_is_read_again() {
        let bytes = model();
        let model = Model::open(&bytes).unwrap();
        let score = model.score(&[3, 11]);
        assert!((score[1] - 4.0).abs() < 0.05 && (score[0] + 2.0).abs() < 0.05, "{score:?}");
    }

    #[test]
    fn a_damaged_model_is_refused() {
        let bytes = model();
        for cut in 0..bytes.len() {
            assert!(Model::open(&bytes[..cut]).is_err());
        }
        assert_eq!(Model::open(b"RMTGxxxxxxxxxxxx").unwrap_err(), ModelError::Foreign);
    }

    proptest! {
        #[test]
        fn probabilities_are_those_of_all_sequences(
            scores in prop::collection::vec(prop::array::uniform4(-3.0_f32..3.0), 1..5),
            transitions in prop::array::uniform4(prop::array::uniform4(-2.0_f32..2.0)),
        ) {
            let mut sums = vec![[0.0_f64; LABELS]; scores.len()];
            let (mut best, mut best_score, mut total) = (Vec::new(), f64::NEG_INFINITY, 0.0);
            for number in 0..LABELS.pow(scores.len() as u32) {
                let sequence: Vec<usize> = (0..scores.len()).map(|at| number / LABELS.pow(at as u32) % LABELS).collect();
                let legal = (0..sequence.len())
                    .all(|at| may_follow(at.checked_sub(1).map(|before| sequence[before]), sequence[at]));
                if !legal { continue; }
                let mut score = 0.0_f64;
                for (at, label) in sequence.iter().enumerate() {
                    score += f64::from(scores[at][*label]);
                    if at > 0 { score += f64::from(transitions[sequence[at - 1]][*label]); }
                }
                if score > best_score { (best, best_score) = (sequence.clone(), score); }
                total += score.exp();
                for (at, label) in sequence.iter().enumerate() { sums[at][*label] += score.exp(); }
            }
            prop_assert_eq!(viterbi(&scores, &transitions), best);
            for (row, sum) in marginals(&scores, &transitions).iter().zip(&sums) {
                for label in 0..LABELS {
                    prop_assert!((f64::from(row[label]) - sum[label] / total).abs() < 1e-4);
                }
            }
        }
    }
}

//! A logistic regression, climbed example by example (AdaGrad, Duchi et al. 2011). The same examples give the same weights.

use super::tagger::shuffled;

/// What is learnt from: features, and whether it is the one thing.
pub(super) struct Lesson<'a> {
    pub features: &'a [u32],
    pub is: bool,
    /// How much it counts.
    pub weight: f32,
}

/// How it is climbed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Climb {
    /// Features are hashed into two to the power of this.
    pub bits: u32,
    /// How often all examples are gone through.
    pub rounds: usize,
    /// The first step.
    pub rate: f32,
    /// How strongly weights are drawn to zero.
    pub shrink: f32,
    /// Features of fewer lessons than this are left out: what is seen once is learnt by heart.
    pub rare: u32,
}

/// The weights that tell the lessons apart.
pub(super) fn fit(lessons: &[Lesson<'_>], climb: Climb) -> Vec<f32> {
    let mask = (1 << climb.bits) - 1;
    let (mut weights, mut squares) = (vec![0.0_f32; 1 << climb.bits], vec![0.0_f32; 1 << climb.bits]);
    let mut seen = vec![0_u32; 1 << climb.bits];
    for feature in lessons.iter().filter(|lesson| lesson.weight >= 1.0).flat_map(|lesson| lesson.features) {
        seen[*feature as usize & mask] += 1;
    }
    let mut mean = vec![0.0_f32; 1 << climb.bits];
    let settled = climb.rounds / 2;
    for round in 0..climb.rounds {
        for number in shuffled(lessons.len(), round as u64) {
            let lesson = &lessons[number];
            let buckets = || lesson.features.iter().map(|f| *f as usize & mask).filter(|b| seen[*b] >= climb.rare);
            let odds: f32 = buckets().map(|b| weights[b]).sum();
            let error = lesson.weight * (1.0 / (1.0 + (-odds).exp()) - f32::from(u8::from(lesson.is)));
            for bucket in buckets() {
                let step = error + climb.shrink * weights[bucket];
                squares[bucket] += step * step;
                weights[bucket] -= climb.rate * step / (squares[bucket].sqrt() + 1e-2);
            }
        }
        // The mean of the later rounds hangs less on the order of the lessons (Polyak and Juditsky 1992).
        if round >= settled {
            mean.iter_mut().zip(&weights).for_each(|(mean, weight)| *mean += weight);
        }
    }
    let rounds = (climb.rounds - settled) as f32;
    mean.iter_mut().for_each(|weight| *weight /= rounds);
    mean
}

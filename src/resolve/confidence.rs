//! What a belief is worth: the share of mentions with it that are right, as measured on reports that the models had not seen.

use serde::{Deserialize, Serialize};

/// The beliefs at which the curve is kept: close together where most mentions lie.
pub const KNOTS: [f64; 11] = [0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0];

/// A rising curve from belief to confidence, straight between [`KNOTS`]; fitted by `reportmap train`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Curve(pub [f64; 11]);

impl Default for Curve {
    /// Confidence is belief.
    fn default() -> Self {
        Self(KNOTS)
    }
}

impl Curve {
    /// The confidence of a belief, 0 to 1.
    pub fn at(&self, belief: f64) -> f64 {
        let after = KNOTS.partition_point(|knot| *knot < belief).clamp(1, KNOTS.len() - 1);
        let (left, right) = (KNOTS[after - 1], KNOTS[after]);
        let along = ((belief - left) / (right - left)).clamp(0.0, 1.0);
        self.0[after - 1] + (self.0[after] - self.0[after - 1]) * along
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_knots_it_is_straight() {
        let mut curve = Curve::default();
        assert_eq!((curve.at(0.0), curve.at(1.0)), (0.0, 1.0));
        assert!((curve.at(0.3) - 0.3).abs() < 1e-12);
        curve.0[10] = 0.9;
        assert!((curve.at(0.99) - 0.94).abs() < 1e-12, "{}", curve.at(0.99));
        assert_eq!(curve.at(7.0), 0.9);
    }
}

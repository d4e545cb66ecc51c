//! What the fitted models of the stages share: hashed features, and a logistic regression over them.
//!
//! Owns the form of the weights, and knows neither what a feature means nor how it was fitted.

mod logistic;

pub use logistic::{Logistic, probability};

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ModelError {
    /// Not a model, or one of another version.
    #[error("not a model of this version; fit it anew with `reportmap train`")]
    Foreign,
    /// Cut off.
    #[error("the model is damaged: {found} bytes instead of {wanted}")]
    Length {
        /// Bytes there are.
        found: usize,
        /// Bytes there should be.
        wanted: usize,
    },
}

pub(crate) fn hash(bytes: &[u8]) -> u64 {
    // FNV-1a.
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01B3))
}

pub(crate) fn mix(hash: u64, part: u64) -> u64 {
    (hash.rotate_left(23) ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

//! A logistic regression over hashed features (Weinberger et al. 2009): how likely one of two things is. Weights of one byte,
//! read in place.

use super::ModelError;

const MAGIC: &[u8; 4] = b"RMRO";
const VERSION: u32 = 1;
const HEADER: usize = 16;

/// The weights.
#[derive(Debug, Clone, Copy)]
pub struct Logistic<'a> {
    weights: &'a [i8],
    scale: f32,
}

impl<'a> Logistic<'a> {
    /// Reads a model in place.
    ///
    /// # Errors
    ///
    /// When the bytes are no whole model of this version.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let word = |at: usize| bytes.get(at..at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok());
        let header = (word(0), word(4).map(u32::from_le_bytes), word(8).map(u32::from_le_bytes), word(12));
        let (Some(magic), Some(VERSION), Some(bits @ 0..=24), Some(scale)) = header else {
            return Err(ModelError::Foreign);
        };
        if magic != *MAGIC {
            return Err(ModelError::Foreign);
        }
        let wanted = HEADER + (1 << bits);
        if bytes.len() != wanted {
            return Err(ModelError::Length { found: bytes.len(), wanted });
        }
        let weights = bytemuck::cast_slice(bytes.get(HEADER..).unwrap_or_default());
        Ok(Self { weights, scale: f32::from_le_bytes(scale) })
    }

    /// The bytes of a model with these weights, whose number is a power of two.
    pub fn encode(weights: &[f32]) -> Vec<u8> {
        let largest = weights.iter().fold(1e-6_f32, |most, w| most.max(w.abs()));
        let scale = largest / 127.0;
        let mut out = Vec::with_capacity(HEADER + weights.len());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&weights.len().ilog2().to_le_bytes());
        out.extend_from_slice(&scale.to_le_bytes());
        out.extend(weights.iter().map(|w| (w / scale).round() as i8 as u8));
        out
    }

    /// The log-odds of what has these features.
    pub fn score(&self, features: &[u32]) -> f32 {
        let mask = self.weights.len() - 1;
        let sum: i32 = features.iter().map(|f| i32::from(self.weights[*f as usize & mask])).sum();
        sum as f32 * self.scale
    }
}

/// The probability of log-odds.
pub fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_read_again() {
        let bytes = Logistic::encode(&[0.0, 2.0, -1.0, 0.5]);
        let model = Logistic::open(&bytes).unwrap();
        // Buckets are taken modulo their number.
        assert!((model.score(&[1, 6]) - 1.0).abs() < 0.02, "{}", model.score(&[1, 6]));
    }

    #[test]
    fn a_damaged_model_is_refused() {
        let bytes = Logistic::encode(&[0.0, 2.0, -1.0, 0.5]);
        for cut in 0..bytes.len() {
            assert!(Logistic::open(&bytes[..cut]).is_err());
        }
        assert_eq!(Logistic::open(b"RMROxxxxxxxxxxxx").unwrap_err(), ModelError::Foreign);
    }

    #[test]
    fn even_odds_are_a_half() {
        assert_eq!(probability(0.0), 0.5);
        assert!(probability(40.0) > 0.999 && probability(-40.0) < 0.001);
    }
}

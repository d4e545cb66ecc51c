//! Checking what is read: a block of the body is compared with its hash before anything is read from it, once.

use super::IndexError;
use crate::gazetteer::format::{BLOCK, HASHES, block_hash};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which blocks were compared already, and which was found damaged.
#[derive(Debug)]
pub struct Guard {
    /// Where the body starts.
    body: usize,
    /// A bit a block.
    seen: Box<[AtomicU64]>,
    /// The first damaged block that was met, plus one; 0 for none.
    damaged: AtomicU64,
}

impl Guard {
    /// For a body that starts there and has so many blocks.
    pub fn new(body: usize, blocks: usize) -> Self {
        Self { body, seen: (0..blocks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect(), damaged: AtomicU64::new(0) }
    }

    /// Whether a stretch of the file is as it was written.
    #[inline]
    pub fn holds(&self, bytes: &[u8], range: &Range<usize>) -> bool {
        if range.is_empty() {
            return true;
        }
        let Some(first) = range.start.checked_sub(self.body) else { return false };
        let last = range.end - 1 - self.body;
        (first / BLOCK..=last / BLOCK).all(|block| self.is_seen(block) || self.check(bytes, block))
    }

    #[inline]
    fn is_seen(&self, block: usize) -> bool {
        self.seen.get(block / 64).is_some_and(|bits| bits.load(Ordering::Relaxed) >> (block % 64) & 1 == 1)
    }

    #[cold]
    fn check(&self, bytes: &[u8], block: usize) -> bool {
        let is_sound = is_sound(bytes, self.body, block);
        match self.seen.get(block / 64) {
            Some(bits) if is_sound => {
                bits.fetch_or(1 << (block % 64), Ordering::Relaxed);
            }
            _ => {
                let _ = self.damaged.compare_exchange(0, block as u64 + 1, Ordering::Relaxed, Ordering::Relaxed);
            }
        }
        is_sound
    }

    /// Whether all that was read so far was as it was written.
    ///
    /// # Errors
    ///
    /// When a block was not; what was asked for in it was answered with nothing.
    pub fn sound(&self) -> Result<(), IndexError> {
        match self.damaged.load(Ordering::Relaxed).checked_sub(1) {
            None => Ok(()),
            Some(block) => Err(damage(self.body, block as usize)),
        }
    }
}

/// Compares a block with its hash.
pub fn is_sound(bytes: &[u8], body: usize, block: usize) -> bool {
    let start = body + block * BLOCK;
    let content = bytes.get(start..bytes.len().min(start + BLOCK));
    let hash = bytes.get(HASHES + block * 8..HASHES + block * 8 + 8).and_then(|b| b.try_into().ok());
    content.zip(hash).is_some_and(|(content, hash)| block_hash(content) == u64::from_le_bytes(hash))
}

/// The error of a damaged block.
pub fn damage(body: usize, block: usize) -> IndexError {
    IndexError::Block { from: body + block * BLOCK, to: body + (block + 1) * BLOCK }
}

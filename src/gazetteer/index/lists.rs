//! The places behind names and prefixes.

use super::{Index, VARINT};
use crate::gazetteer::format::{BEST, SINGLE, Section, read_text, read_varint};

/// A name of the index, as a look-up gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// The place.
    pub row: u32,
    /// The kind of name, see `compile::kind`.
    pub kind: u8,
}

fn posting(number: u64) -> Posting {
    Posting { row: (number >> 3) as u32, kind: (number & 7) as u8 }
}

impl Index {
    /// The postings behind a transducer's value, by row.
    pub fn postings(&self, value: u64) -> Vec<Posting> {
        if value & SINGLE != 0 {
            return vec![posting(value & !SINGLE)];
        }
        self.posting_list(value).unwrap_or_default()
    }

    /// The best postings behind a value, at least so many where there are: all of a short list, in the order of their rows, and
    /// the first of a long one, the best first.
    pub fn best_postings(&self, value: u64, wanted: usize) -> Vec<Posting> {
        if value & SINGLE != 0 || wanted > BEST {
            return self.postings(value);
        }
        match self.list_head(value) {
            Some((count, start)) if count > BEST => self.best_of(start).unwrap_or_default(),
            _ => self.postings(value),
        }
    }

    /// How many postings a list has, and where the first one stands.
    fn list_head(&self, value: u64) -> Option<(usize, usize)> {
        let start = usize::try_from(value).ok()?;
        let mut at = 0;
        let count = read_varint(self.upto(Section::Postings, start, VARINT)?, &mut at)?;
        Some((usize::try_from(count).ok()?, start + at))
    }

    fn best_of(&self, start: usize) -> Option<Vec<Posting>> {
        let bytes = self.upto(Section::Postings, start, BEST * VARINT)?;
        let mut at = 0;
        (0..BEST).map(|_| read_varint(bytes, &mut at).map(posting)).collect()
    }

    fn posting_list(&self, value: u64) -> Option<Vec<Posting>> {
        let (count, start) = self.list_head(value)?;
        let head = if count > BEST { BEST } else { 0 };
        let bytes = self.upto(Section::Postings, start, count.checked_add(head)?.checked_mul(VARINT)?)?;
        let (mut at, mut last) = (0, 0u64);
        for _ in 0..head {
            read_varint(bytes, &mut at)?;
        }
        let mut out = Vec::with_capacity(count.min(bytes.len()));
        for _ in 0..count {
            last = last.checked_add(read_varint(bytes, &mut at)?)?;
            out.push(posting(last));
        }
        Some(out)
    }

    /// The best places of a prefix that many names begin with, the best first, each with the rest of its name; `None` for a
    /// prefix of few.
    pub fn best_behind_prefix(&self, prefix: &str) -> Option<Vec<(Posting, &str)>> {
        let (count, mut start) = self.list_head(self.prefixes.get(prefix.as_bytes())?)?;
        let mut out = Vec::with_capacity(count.min(BEST));
        for _ in 0..count.min(BEST) {
            let head = self.upto(Section::Postings, start, 2 * VARINT)?;
            let mut at = 0;
            let found = posting(read_varint(head, &mut at)?);
            let from = at;
            let length = usize::try_from(read_varint(head, &mut at)?).ok()?;
            let bytes = self.upto(Section::Postings, start + from, length.checked_add(at - from)?)?;
            out.push((found, read_text(bytes, &mut 0)?));
            start += at + length;
        }
        Some(out)
    }
}

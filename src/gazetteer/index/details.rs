//! What an index knows of a place beyond its row.

use crate::gazetteer::format::{read_text, read_varint};

/// A name as its source has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The name.
    pub name: String,
    /// ISO 639 letters or what the source has in their stead; empty where it says nothing.
    pub language: String,
    /// The usual one of its language.
    pub preferred: bool,
    /// A short one: California for State of California.
    pub short: bool,
    /// Slang or a nickname: Big Apple.
    pub colloquial: bool,
    /// Of the past: Bombay.
    pub historic: bool,
}

/// The details of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// Which of the sources in the index's own description it comes from, the first is 0.
    pub source: u32,
    /// What other sources call the same place by.
    pub other_ids: Vec<String>,
    /// Its names as its sources have them, where they say more than the name.
    pub spellings: Vec<Spelling>,
}

impl Details {
    /// Reads source, ids and spellings; `None` when the bytes end early.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut at = 0;
        let source = u32::try_from(read_varint(bytes, &mut at)?).ok()?;
        let count = read_varint(bytes, &mut at)?;
        let mut other_ids = Vec::new();
        for _ in 0..count {
            other_ids.push(read_text(bytes, &mut at)?.to_owned());
        }
        let count = read_varint(bytes, &mut at)?;
        let mut spellings = Vec::new();
        for _ in 0..count {
            let flags = read_varint(bytes, &mut at)?;
            let language = read_text(bytes, &mut at)?.to_owned();
            let name = read_text(bytes, &mut at)?.to_owned();
            spellings.push(Spelling {
                name,
                language,
                preferred: flags & 1 != 0,
                short: flags & 2 != 0,
                colloquial: flags & 4 != 0,
                historic: flags & 8 != 0,
            });
        }
        Some(Self { source, other_ids, spellings })
    }
}

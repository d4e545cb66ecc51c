//! Where the bytes of an index are: inside the program, in memory, or in a file that is mapped.

use std::fs::File;
use std::io;
use std::ops::{Deref, Range};
use std::path::Path;
use std::sync::Arc;

/// The bytes of an index.
#[derive(Debug)]
pub enum Source {
    /// Linked into the program.
    Inside(&'static [u8]),
    /// Made in memory from a user's file.
    Memory(Vec<u8>),
    /// A file, mapped: the system reads what is looked at, and forgets it again when memory is scarce.
    Mapped(memmap2::Mmap),
}

impl Source {
    /// Maps a file.
    ///
    /// # Errors
    ///
    /// When it cannot be opened or mapped.
    pub fn map(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        // SAFETY: the map is read only. A file that another program changes meanwhile changes the bytes under us, which the
        // hashes of the blocks find at first reading; cutting it short ends the program with SIGBUS, as with every mapped
        // file. The importer never writes into a file in place: it renames a whole new one over it.
        #[allow(unsafe_code, reason = "mapping a file is unsafe everywhere; the condition is stated")]
        let map = unsafe { memmap2::Mmap::map(&file) }?;
        Ok(Self::Mapped(map))
    }
}

impl Deref for Source {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Inside(bytes) => bytes,
            Self::Memory(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

/// A stretch of a source that lives as long as its user.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Inside the program: looked at without a detour, in every step of every walk.
    Inside(&'static [u8]),
    /// Of any other source.
    Shared(Arc<Source>, Range<usize>),
}

impl Piece {
    /// A stretch of a source; empty where it does not lie within.
    pub fn of(source: &Arc<Source>, range: Range<usize>) -> Self {
        match **source {
            Source::Inside(bytes) => Self::Inside(bytes.get(range).unwrap_or_default()),
            _ => Self::Shared(Arc::clone(source), range),
        }
    }
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Inside(bytes) => bytes,
            Self::Shared(source, range) => source.get(range.clone()).unwrap_or_default(),
        }
    }
}

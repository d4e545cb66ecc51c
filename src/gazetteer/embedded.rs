//! The index inside the program.

use super::index::{Index, Source};

/// Sections start at multiples of 64 bytes from the start, so the start must be aligned too.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static WORLD: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/world.rmg")));

/// Opens it: no parsing, no unpacking, no file.
pub(super) fn world() -> Index {
    Index::open(Source::Inside(&WORLD.0)).expect("the build script made it with the same code, and tests open it")
}

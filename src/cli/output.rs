//! Standard output: written whole, and quiet when the reader has gone.

use anyhow::Context;
use std::io::{self, ErrorKind, Write, stdout};

/// Writes text to standard output.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot write to standard output")
}

/// Whether a run ended because the reader of its output has gone.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let of = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe)
    };
    error.chain().any(of)
}

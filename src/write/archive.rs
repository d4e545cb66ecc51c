//! Zip archives without a clock: the same files give the same bytes.

use super::WriteError;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Files in an archive, in the order given; `what` names the archive in errors.
///
/// # Errors
///
/// When a file cannot be packed.
pub(super) fn packed(what: &str, files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, WriteError> {
    let failed = |source| WriteError::Zip { what: what.to_owned(), source };
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // The earliest day that a zip knows.
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options).map_err(failed)?;
        archive.write_all(bytes).map_err(|error| failed(error.into()))?;
    }
    Ok(archive.finish().map_err(failed)?.into_inner())
}

//! What identifies a source, so that an index can be made again of the same.

use crate::gazetteer::hex;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// SHA-256 in hexadecimal digits: of a file as it is; of a folder that of a list of its records, each `DIGEST  NAME` on a line in the
/// order of the names, as `sha256sum` writes it.
pub fn of(path: &Path) -> io::Result<String> {
    if !path.is_dir() {
        return of_file(path);
    }
    let mut list = Sha256::new();
    super::source::records_below(path, "", &mut |file, name| {
        list.update(format!("{}  {}\n", of_file(file)?, name.trim_start_matches('/')));
        Ok::<(), io::Error>(())
    })?;
    Ok(hex(&list.finalize()))
}

fn of_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&digest.finalize())),
            read => digest.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

//! What was made is kept while what it was made from is the same: cargo runs all stages of the build again when one input of
//! any of them changes.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Has cargo watch some files and folders, and gives the SHA-256 over all their names and bytes.
pub fn watched(root: &Path, inputs: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        println!("cargo::rerun-if-changed={input}");
        collect(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut all = Sha256::new();
    for file in files {
        let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        all.update(file.strip_prefix(root).unwrap_or(&file).to_string_lossy().as_bytes());
        all.update((bytes.len() as u64).to_le_bytes());
        all.update(bytes);
    }
    Ok(all.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The files of a folder and of those in it; a file is itself.
pub fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}

/// Makes something, unless it is there and was made from the same.
pub fn made(what: &Path, from: &str, make: impl FnOnce() -> Result<()>) -> Result<()> {
    let stamp = PathBuf::from(format!("{}.stamp", what.display()));
    if what.exists() && std::fs::read_to_string(&stamp).is_ok_and(|before| before == from) {
        return Ok(());
    }
    make()?;
    std::fs::write(&stamp, from).with_context(|| format!("cannot write {}", stamp.display()))
}

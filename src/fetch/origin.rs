//! Where a downloaded file comes from: the record that stands beside it, `FILE.json`.

use super::client::hex;
use super::error::FetchError;
use jiff::Timestamp;
use reqwest::header::{ETAG, HeaderMap, LAST_MODIFIED};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Whence a file came, and under which terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// What was asked for.
    pub url: String,
    /// Where it was found.
    pub final_url: String,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// When it was complete.
    pub fetched_at: Timestamp,
    /// The state of the file, as the server names it.
    #[serde(flatten)]
    pub state: State,
    /// The licence, as SPDX writes it.
    pub licence: String,
    /// Whom to name.
    pub attribution: String,
}

/// The state of a file on a server: another one is another file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

impl State {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        Self { etag: text(ETAG), last_modified: text(LAST_MODIFIED) }
    }

    /// Whether two answers are certainly of different files: what both say is not the same.
    pub(super) fn differs(&self, other: &Self) -> bool {
        let differ = |one: &Option<String>, two: &Option<String>| one.is_some() && two.is_some() && one != two;
        differ(&self.etag, &other.etag) || differ(&self.last_modified, &other.last_modified)
    }

    /// What says byte for byte that a file is the same (RFC 9110, 13.1.5): a strong tag, or the date where there is no tag.
    pub(super) fn exact(&self) -> Option<&str> {
        match &self.etag {
            Some(etag) => Some(etag.as_str()).filter(|etag| !etag.starts_with("W/")),
            None => self.last_modified.as_deref(),
        }
    }
}

/// A path with something behind its name.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

pub(super) fn unusable(path: &Path, source: io::Error) -> FetchError {
    FetchError::Cache { path: path.to_owned(), source }
}

/// Reads the record beside a file; `None` where there is none, or none that can be read.
pub(super) fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Option<T>, FetchError> {
    let path = beside(path, ".json");
    match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(unusable(&path, source)),
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
    }
}

/// Writes the record beside a file, whole or not at all.
pub(super) fn write(path: &Path, record: &impl Serialize) -> Result<(), FetchError> {
    let (folder, path) = (path.parent().unwrap_or(Path::new(".")), beside(path, ".json"));
    let written = serde_json::to_vec_pretty(record).map_err(io::Error::from).and_then(|bytes| {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&bytes)?;
        file.persist(&path).map_err(|error| error.error)
    });
    written.map(drop).map_err(|source| unusable(&path, source))
}

/// SHA-256 and length of a file.
pub(super) fn digest(path: &Path) -> Result<(String, u64), FetchError> {
    let digest = || -> io::Result<(String, u64)> {
        let (mut file, mut hash, mut piece, mut bytes) = (File::open(path)?, Sha256::new(), vec![0; 1 << 16], 0);
        loop {
            let read = file.read(&mut piece)?;
            if read == 0 {
                return Ok((hex(&hash.finalize()), bytes));
            }
            hash.update(piece.get(..read).unwrap_or_default());
            bytes += read as u64;
        }
    };
    digest().map_err(|source| unusable(path, source))
}

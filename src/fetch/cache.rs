//! What was fetched, kept as evidence: the bytes as they came, and when, whence and how they came.
//!
//! Of each URL a folder, named by the SHA-256 of the URL. In it each body once, as `SHA-256.body`, and of each fetch a record,
//! as `TIME.json`; nothing is ever overwritten by something else. Bodies are compared with their names when they are read.

use super::client::{Fetched, Fetcher, parse, sha256};
use super::error::FetchError;
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A folder of evidence.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

/// What is written of a fetch.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    url: String,
    final_url: String,
    redirects: Vec<String>,
    /// 304 where the server confirmed what was kept before.
    status: u16,
    headers: Vec<(String, String)>,
    sha256: String,
    fetched_at: Timestamp,
}

impl Cache {
    /// The cache in a folder, which is made when something is kept.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Where the cache of a user is: `$XDG_CACHE_HOME/reportmap`, on Windows `%LOCALAPPDATA%\reportmap`, else `~/.cache/reportmap`;
    /// `None` for a user without a home.
    pub fn usual_folder() -> Option<PathBuf> {
        let stated = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let local = if cfg!(windows) { stated("LOCALAPPDATA") } else { None };
        let home = || env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(".cache"));
        Some(stated("XDG_CACHE_HOME").or(local).or_else(home)?.join(env!("CARGO_PKG_NAME")))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Fetches a URL and keeps what came. Where something of it is kept, the server is asked only whether it changed; if it did
    /// not, the kept body is given, with the time at which the server said so.
    ///
    /// # Errors
    ///
    /// Those of [`Fetcher::get`], and when nothing can be kept.
    pub fn get(&self, fetcher: &Fetcher, url: &str) -> Result<Fetched, FetchError> {
        let fetched = renewed(fetcher, url, self.trusted(url)?)?;
        self.keep(&fetched)?;
        Ok(fetched)
    }

    /// The newest that is kept of a URL, where there is one that can be trusted.
    pub(super) fn trusted(&self, url: &str) -> Result<Option<Fetched>, FetchError> {
        match self.newest(url) {
            // It can be fetched again, which is what the error would say.
            Err(error @ FetchError::Damaged { .. }) => {
                tracing::warn!("{error}");
                Ok(None)
            }
            kept => kept,
        }
    }

    /// What is kept of a URL, without the network.
    ///
    /// # Errors
    ///
    /// When nothing is kept of it, or it cannot be read or trusted.
    pub fn offline(&self, url: &str) -> Result<Fetched, FetchError> {
        let nothing = || FetchError::NotKept { url: url.to_owned(), cache: self.folder.clone() };
        self.newest(url)?.ok_or_else(nothing)
    }

    /// The newest that is kept of a URL.
    fn newest(&self, url: &str) -> Result<Option<Fetched>, FetchError> {
        let folder = self.folder_of(parse(url)?.as_str());
        // The names sort as the times do.
        let Some(path) = records(&folder).map_err(|source| unusable(&folder, source))?.pop_last() else {
            return Ok(None);
        };
        let damaged = |path: &Path, problem: String| FetchError::Damaged { path: path.to_owned(), problem };
        let record = fs::read(&path).map_err(|source| unusable(&path, source))?;
        let record: Record = serde_json::from_slice(&record).map_err(|error| damaged(&path, error.to_string()))?;
        if record.sha256.len() != 64 || !record.sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(damaged(&path, "its sha256 is none".to_owned()));
        }
        let path = folder.join(format!("{}.body", record.sha256));
        let body = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(damaged(&path, "it is missing".to_owned()));
            }
            body => body.map_err(|source| unusable(&path, source))?,
        };
        if sha256(&body) != record.sha256 {
            return Err(damaged(&path, "its SHA-256 is another than its name".to_owned()));
        }
        let Record { url, final_url, redirects, status, headers, sha256, fetched_at } = record;
        Ok(Some(Fetched { url, final_url, status, headers, body, redirects, fetched_at, sha256 }))
    }

    /// Keeps what was fetched: the body first, so that no record is without one.
    pub(super) fn keep(&self, fetched: &Fetched) -> Result<(), FetchError> {
        let folder = self.folder_of(&fetched.url);
        fs::create_dir_all(&folder).map_err(|source| unusable(&folder, source))?;
        let body = folder.join(format!("{}.body", fetched.sha256));
        // One that was damaged is made whole, too.
        if !fs::read(&body).is_ok_and(|there| there == fetched.body) {
            write(&folder, &body, &fetched.body)?;
        }
        let record = Record {
            url: fetched.url.clone(),
            final_url: fetched.final_url.clone(),
            redirects: fetched.redirects.clone(),
            status: fetched.status,
            headers: fetched.headers.clone(),
            sha256: fetched.sha256.clone(),
            fetched_at: fetched.fetched_at,
        };
        let path = folder.join(format!("{}.json", fetched.fetched_at.strftime("%Y%m%dT%H%M%S.%3fZ")));
        let record = serde_json::to_vec_pretty(&record).map_err(|error| unusable(&path, error.into()))?;
        write(&folder, &path, &record)
    }

    fn folder_of(&self, url: &str) -> PathBuf {
        self.folder.join(sha256(url.as_bytes()))
    }
}

/// Fetches a URL, with a condition where something of it is kept.
pub(super) fn renewed(fetcher: &Fetcher, url: &str, kept: Option<Fetched>) -> Result<Fetched, FetchError> {
    let Some(kept) = kept else { return fetcher.get(url) };
    let fetched = fetcher.get_with(url, &conditions(&kept))?;
    match fetched.status {
        304 if fetched.final_url == kept.final_url => Ok(confirmed(kept, fetched)),
        // Said of another page than the one that is kept.
        304 => fetcher.get(url),
        _ => Ok(fetched),
    }
}

fn unusable(path: &Path, source: io::Error) -> FetchError {
    FetchError::Cache { path: path.to_owned(), source }
}

/// Writes a file whole or not at all.
fn write(folder: &Path, path: &Path, bytes: &[u8]) -> Result<(), FetchError> {
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)
    });
    written.map(drop).map_err(|source| unusable(path, source))
}

/// The records in a folder; none where there is no folder.
fn records(folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        entries => entries?,
    };
    let paths: io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.path())).collect();
    Ok(paths?.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect())
}

/// "Only if it is no longer this" (RFC 9110, 13.1).
fn conditions(kept: &Fetched) -> HeaderMap {
    let mut conditions = HeaderMap::new();
    for (header, condition) in [("etag", IF_NONE_MATCH), ("last-modified", IF_MODIFIED_SINCE)] {
        if let Some(value) = kept.header(header).and_then(|value| HeaderValue::from_str(value).ok()) {
            conditions.insert(condition, value);
        }
    }
    conditions
}

/// What was kept, as the server confirms it: with the headers that it sends anew (RFC 9111, 3.2).
fn confirmed(kept: Fetched, answer: Fetched) -> Fetched {
    let about_the_body = |name: &str| matches!(name, "content-length" | "content-encoding" | "content-type");
    let mut headers = answer.headers.clone();
    headers.retain(|(name, _)| !about_the_body(name));
    let old = kept.headers.into_iter().filter(|(name, _)| about_the_body(name) || answer.header(name).is_none());
    headers.extend(old);
    Fetched { headers, body: kept.body, sha256: kept.sha256, ..answer }
}

//! Large files: fetched in as many pieces as the network makes of them, across runs, and whole in the end.
//!
//! What has come stands in `FILE.part`, and beside it in `FILE.part.json` which state of the server's file it is part of. The next
//! try asks for the rest of that state (`Range`, `If-Range`), and begins anew where the server has another.

use super::client::{Fetcher, Opened, now, parse};
use super::error::FetchError;
use super::origin::{self, Origin, State, beside, unusable};
use super::retry;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE,
    RANGE, RETRY_AFTER,
};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A file that is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    /// Its URL.
    pub url: &'w str,
    /// Where it is to stand.
    pub path: &'w Path,
    /// What it is.
    pub kind: Kind,
    /// Its licence, as SPDX writes it.
    pub licence: &'w str,
    /// Whom to name.
    pub attribution: &'w str,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A zip archive.
    Zip,
    /// A table as text.
    Table,
}

impl Kind {
    /// What is wrong with a file of that begin, where something is.
    fn problem(self, head: &[u8]) -> Option<&'static str> {
        let is_page = String::from_utf8_lossy(head).trim_start().starts_with('<');
        match self {
            _ if is_page => Some(
                "is a web page and no file of data; check the address, and what the server says there in a browser",
            ),
            Self::Zip if !head.starts_with(b"PK\x03\x04") => Some("is no zip archive; check the address"),
            Self::Table if head.is_empty() || head.contains(&0) => Some("is no table; check the address"),
            _ => None,
        }
    }
}

/// What `FILE.part` is part of.
#[derive(Debug, Serialize, Deserialize)]
struct Begun {
    url: String,
    #[serde(flatten)]
    state: State,
}

impl Wanted<'_> {
    /// The file as it stands there from an earlier download; `None` where it does not, or is of another URL.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is not what was downloaded.
    pub fn kept(&self) -> Result<Option<Origin>, FetchError> {
        let Some(origin) =
            origin::read::<Origin>(self.path)?.filter(|origin| origin.url == self.url && self.path.exists())
        else {
            return Ok(None);
        };
        if origin::digest(self.path)? == (origin.sha256.clone(), origin.bytes) {
            return Ok(Some(origin));
        }
        Err(FetchError::Damaged {
            path: self.path.to_owned(),
            problem: "its SHA-256 is another than the record's".to_owned(),
        })
    }
}

impl Fetcher {
    /// Downloads a file, or finds out that the one that is kept did not change. `tell` hears how many bytes of how many there are.
    ///
    /// # Errors
    ///
    /// Those of [`Fetcher::get`]; when it is not of its kind; when it cannot be written. What came is then kept for the next time,
    /// unless it is wrong.
    pub fn download(&self, wanted: &Wanted<'_>, tell: &mut dyn FnMut(u64, Option<u64>)) -> Result<Origin, FetchError> {
        let part = beside(wanted.path, ".part");
        if let Some(folder) = part.parent() {
            fs::create_dir_all(folder).map_err(|source| unusable(folder, source))?;
        }
        let opened = File::options().read(true).write(true).create(true).truncate(false).open(&part);
        let mut file = opened.map_err(|source| unusable(&part, source))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                let problem = format!("another run is fetching it into {}; wait for that one", part.display());
                return Err(FetchError::Wrong { url: wanted.url.to_owned(), problem });
            }
            // A file system without locks is no reason to fetch nothing.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let kept = wanted.kept().unwrap_or_else(|error| {
            tracing::warn!("{error}");
            None
        });
        let done = self.fill(wanted, &part, &mut file, kept, tell);
        drop(file);
        match &done {
            // Nothing of what is wrong is of use; what is merely incomplete is.
            Ok(_) | Err(FetchError::Wrong { .. } | FetchError::TooLarge { .. }) => forget(&part),
            Err(_) if fs::metadata(&part).is_ok_and(|m| m.len() == 0) => forget(&part),
            Err(_) => {}
        }
        done
    }

    fn fill(
        &self,
        wanted: &Wanted<'_>,
        part: &Path,
        file: &mut File,
        kept: Option<Origin>,
        tell: &mut dyn FnMut(u64, Option<u64>),
    ) -> Result<Origin, FetchError> {
        let until = Instant::now() + self.limits().total;
        let (mut wait, mut tries_left) = (self.limits().first_wait, self.limits().retries);
        let mut farthest = 0;
        loop {
            let before = farthest;
            let mut hear = |done, of| {
                farthest = farthest.max(done);
                tell(done, of);
            };
            let mut asked = None;
            let error = match self.more(wanted, part, file, kept.as_ref(), until, &mut asked, &mut hear) {
                Ok(Came::Unchanged(origin)) => return Ok(origin),
                Ok(Came::Complete(state, final_url)) => {
                    // On Windows a locked file is read by its owner's handle alone.
                    drop(file.unlock());
                    return complete(wanted, part, state, final_url);
                }
                Err(error) => error,
            };
            // As long as it gets on, it may break as often as it likes.
            if farthest > before {
                (wait, tries_left) = (self.limits().first_wait, self.limits().retries);
            } else if tries_left == 0 {
                return Err(error);
            } else {
                tries_left -= 1;
            }
            let pause = asked.unwrap_or(wait);
            if !error.may_pass() || pause > self.limits().longest_wait || Instant::now() + pause >= until {
                return Err(error);
            }
            tracing::debug!(%error, ms = pause.as_millis(), "going on");
            sleep(pause);
            wait *= 2;
        }
    }
}

/// What a request came to.
enum Came {
    /// The kept file is the server's.
    Unchanged(Origin),
    /// `FILE.part` is all of the file, of this state and found there.
    Complete(State, String),
}

impl Fetcher {
    /// Asks for what is missing and writes what comes. `asked` becomes what a server that is busy asks to wait.
    #[expect(clippy::too_many_arguments, reason = "a step of `fill`, which owns all of them")]
    fn more(
        &self,
        wanted: &Wanted<'_>,
        part: &Path,
        file: &mut File,
        kept: Option<&Origin>,
        until: Instant,
        asked: &mut Option<Duration>,
        tell: &mut dyn FnMut(u64, Option<u64>),
    ) -> Result<Came, FetchError> {
        let url = parse(wanted.url)?;
        let wrong = |problem: String| FetchError::Wrong { url: wanted.url.to_owned(), problem };
        let there = length(part, file)?;
        let begun = origin::read::<Begun>(part)?.filter(|begun| there > 0 && begun.url == wanted.url);
        let resumed = begun.as_ref().and_then(|begun| begun.state.exact());
        let mut headers = HeaderMap::new();
        // The bytes of a file that is packed on the way cannot be counted.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if let Some(Ok(state)) = resumed.map(HeaderValue::from_str) {
            headers.insert(IF_RANGE, state);
            headers.insert(RANGE, number(format!("bytes={there}-")));
        } else if let Some(origin) = kept {
            for (name, value) in [(IF_NONE_MATCH, &origin.state.etag), (IF_MODIFIED_SINCE, &origin.state.last_modified)]
            {
                if let Some(Ok(value)) = value.as_deref().map(HeaderValue::from_str) {
                    headers.insert(name, value);
                }
            }
        }
        let asks_for_rest = headers.contains_key(RANGE);
        let Opened { mut answer, .. } = self.open(&url, &headers, until)?;
        let status = answer.status().as_u16();
        let (from, expected) = match (status, kept) {
            (304, Some(origin)) if !asks_for_rest => return Ok(Came::Unchanged(origin.clone())),
            (200, _) => (0, answer.content_length()),
            // A server that does not know `If-Range` sends the rest of whatever stands there now.
            (206, _)
                if asks_for_rest && begun.as_ref().is_some_and(|b| b.state.differs(&State::of(answer.headers()))) =>
            {
                file.set_len(0).map_err(|source| unusable(part, source))?;
                return Err(FetchError::Cut { url: wanted.url.to_owned(), got: 0, expected: None, source: None });
            }
            (206, _) if asks_for_rest => match range(answer.headers()) {
                Some((from, total)) if from == there => (there, total),
                _ => {
                    return Err(wrong(
                        "the server sends another part than it was asked for; try again, or fetch it yourself".into(),
                    ));
                }
            },
            // There is no rest: what is there is too long, or of a file that is gone.
            (416, _) if asks_for_rest => {
                file.set_len(0).map_err(|source| unusable(part, source))?;
                return Err(FetchError::Cut { url: wanted.url.to_owned(), got: 0, expected: None, source: None });
            }
            _ => {
                *asked = answer.headers().get(RETRY_AFTER).and_then(|value| retry::after(value.to_str().ok()?));
                return Err(FetchError::Status { url: wanted.url.to_owned(), status });
            }
        };
        let media_type = answer.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if media_type.starts_with("text/html") {
            return Err(wrong(Kind::Table.problem(b"<").unwrap_or_default().to_owned()));
        }
        let state = State::of(answer.headers());
        let final_url = answer.url().to_string();
        file.set_len(from).and_then(|()| file.seek(SeekFrom::Start(from))).map_err(|source| unusable(part, source))?;
        origin::write(part, &Begun { url: wanted.url.to_owned(), state: state.clone() })?;
        let mut bounds = self.bounds(wanted.url, until);
        if expected.is_some_and(|total| total > bounds.bytes) {
            return Err(FetchError::TooLarge { url: wanted.url.to_owned(), most: bounds.bytes });
        }
        bounds.bytes = bounds.bytes.saturating_sub(from);
        let mut got = from;
        bounds.pieces(&mut answer, expected.map(|total| total.saturating_sub(from)), &mut |piece| {
            file.write_all(piece).map_err(|source| unusable(part, source))?;
            got += piece.len() as u64;
            tell(got, expected);
            Ok(())
        })?;
        Ok(Came::Complete(state, final_url))
    }
}

/// From where to where a part goes: its first byte, and the length of the whole.
fn range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let stated = headers.get(CONTENT_RANGE)?.to_str().ok()?;
    let (range, total) = stated.strip_prefix("bytes ")?.split_once('/')?;
    let (from, to) = range.split_once('-')?;
    let (from, to): (u64, u64) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    let total = total.trim().parse::<u64>().ok();
    // A part that is not the rest would leave a hole.
    total.is_none_or(|total| to.checked_add(1) == Some(total)).then_some((from, total))
}

fn number(text: String) -> HeaderValue {
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("bytes=0-"))
}

fn length(part: &Path, file: &File) -> Result<u64, FetchError> {
    file.metadata().map(|metadata| metadata.len()).map_err(|source| unusable(part, source))
}

/// Deletes what is of no more use; what cannot be deleted is overwritten the next time.
fn forget(part: &Path) {
    drop(fs::remove_file(part));
    drop(fs::remove_file(beside(part, ".json")));
}

/// Looks at a complete file and puts it in its place, with its record.
fn complete(wanted: &Wanted<'_>, part: &Path, state: State, final_url: String) -> Result<Origin, FetchError> {
    let mut head = Vec::new();
    File::open(part).and_then(|file| file.take(512).read_to_end(&mut head)).map_err(|source| unusable(part, source))?;
    if let Some(problem) = wanted.kind.problem(&head) {
        return Err(FetchError::Wrong { url: wanted.url.to_owned(), problem: problem.to_owned() });
    }
    // A body without a length that ends early is found by what stands at the end of an archive.
    if wanted.kind == Kind::Zip {
        let archive = File::open(part).map_err(|source| unusable(part, source))?;
        if let Err(error) = zip::ZipArchive::new(archive) {
            let problem = format!("is no whole zip archive ({error}); it may have been cut on the way: fetch it again");
            return Err(FetchError::Wrong { url: wanted.url.to_owned(), problem });
        }
    }
    let (sha256, bytes) = origin::digest(part)?;
    let origin = Origin {
        url: wanted.url.to_owned(),
        final_url,
        sha256,
        bytes,
        fetched_at: now(),
        state,
        licence: wanted.licence.to_owned(),
        attribution: wanted.attribution.to_owned(),
    };
    fs::rename(part, wanted.path).map_err(|source| unusable(wanted.path, source))?;
    origin::write(wanted.path, &origin)?;
    Ok(origin)
}

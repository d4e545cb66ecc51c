//! Opening a source: a plain file, a packed one, or the files of an archive or a folder, as lines or bytes with their place.
//!
//! What is in it is given to its reader one by one. Nothing is unpacked to disk but databases, which SQLite must seek in.

use super::{Format, ImportError, UNFINISHED};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::path::Path;

mod archive;

pub use archive::records_below;

/// The first bytes tell the format.
const LOOK: usize = 1 << 16;
/// Progress is told every so many bytes.
const TELL: u64 = 1 << 20;
/// The longest line; GeoNames' are of kilobytes.
const LONGEST_LINE: u64 = 16 << 20;
/// What an archive may unpack to: any file of so many bytes,
const SMALL: u64 = 64 << 20;
/// … a larger one of so many times its packed size (tables have 3 to 20 times, a zip bomb a thousand times),
const MOST_TIMES: u64 = 100;
/// … and none of more than this.
const MOST_UNPACKED: u64 = 64 << 30;
/// How every SQLite database begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// One of the things that are in a source.
pub struct Part<'p> {
    /// Its name in there; none where the source is a file as it is.
    pub name: Option<String>,
    /// One of many that stand for themselves, such as a record: where it is wrong, the others are not.
    pub is_record: bool,
    /// What is in it.
    pub content: Content<'p>,
}

/// What is in a part.
pub enum Content<'p> {
    /// A text.
    Text(Source<'p>),
    /// An SQLite database in a file.
    Database(&'p Path),
}

/// Whoever takes the parts.
pub type Take<'t> = &'t mut dyn FnMut(Part<'_>) -> Result<(), ImportError>;

/// Gives all parts of a source to `take`; `tell` hears how many bytes of how many are read. Databases that are packed are unpacked in
/// `folder`, without a trace; without one they are not. Gives the reason where it could not be read to its end.
///
/// # Errors
///
/// When it cannot be opened, and what `take` says.
pub fn each(
    path: &Path,
    folder: Option<&Path>,
    tell: &mut dyn FnMut(u64, u64),
    take: Take<'_>,
) -> Result<Option<String>, ImportError> {
    let unreadable = |source| ImportError::Read { path: path.to_owned(), source };
    if path.is_dir() {
        return archive::folder(path, tell, take).map(|()| None);
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let of = file.metadata().map_err(unreadable)?.len();
    let head = head(&mut file).map_err(unreadable)?;
    let start = head.get(..4).unwrap_or(&head);
    if start == b"PK\x03\x04" {
        return archive::zip(path, folder, tell, take).map(|()| None);
    }
    if head.starts_with(SQLITE) {
        take(Part { name: None, is_record: false, content: Content::Database(path) })?;
        return Ok(None);
    }
    let packed = start.starts_with(b"\x1f\x8b") || start.starts_with(b"BZh");
    let is_gzip = packed && start.starts_with(b"\x1f\x8b");
    let mut whole = Cursor::new(head).chain(file);
    let mut counted = Counted { inner: &mut whole, done: 0, told: 0, of, most: u64::MAX, tell };
    if !packed {
        return archive::tar_or_text(&mut counted, of, None, folder, path, take);
    }
    let most = most_unpacked(of);
    if is_gzip {
        let mut unpacked = flate2::read::MultiGzDecoder::new(BufReader::with_capacity(LOOK, counted));
        archive::tar_or_text(&mut unpacked, of, Some(most), folder, path, take)
    } else {
        let mut unpacked = bzip2::read::MultiBzDecoder::new(BufReader::with_capacity(LOOK, counted));
        archive::tar_or_text(&mut unpacked, of, Some(most), folder, path, take)
    }
}

/// What so many packed bytes may unpack to.
fn most_unpacked(packed: u64) -> u64 {
    packed.saturating_mul(MOST_TIMES).clamp(SMALL, MOST_UNPACKED)
}

/// The first bytes: as many as tell the format.
fn head(from: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    from.take(LOOK as u64).read_to_end(&mut out)?;
    Ok(out)
}

/// An open source.
pub struct Source<'s> {
    inner: BufReader<Counted<'s>>,
    line: u64,
    /// Why reading stopped before the end.
    broken: Option<io::Error>,
}

struct Counted<'s> {
    inner: &'s mut dyn Read,
    done: u64,
    told: u64,
    of: u64,
    /// More is a bomb.
    most: u64,
    tell: &'s mut dyn FnMut(u64, u64),
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.done += read as u64;
        if self.done > self.most {
            return Err(wrong(format!(
                "it unpacks to more than {} MB, far more than a table of its packed size",
                self.most >> 20
            )));
        }
        if self.done >= self.told + TELL {
            self.told = self.done;
            (self.tell)(self.done, self.of);
        }
        Ok(read)
    }
}

fn wrong(problem: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, problem)
}

impl<'s> Source<'s> {
    fn new(inner: &'s mut dyn Read, of: u64, most: u64, tell: &'s mut dyn FnMut(u64, u64)) -> io::Result<Self> {
        let mut inner = BufReader::with_capacity(LOOK, Counted { inner, done: 0, told: 0, of, most, tell });
        if inner.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            inner.consume(3);
        }
        Ok(Self { inner, line: 0, broken: None })
    }

    /// What it is, by its first bytes.
    pub fn format(&mut self, path: &Path) -> Result<Format, ImportError> {
        let start = self.inner.fill_buf().map_err(|source| ImportError::Read { path: path.to_owned(), source })?;
        Format::of(start).map_err(|problem| ImportError::Format { path: path.to_owned(), problem })
    }

    /// Whether it is no text, but an SQLite database.
    fn is_database(&mut self) -> io::Result<bool> {
        Ok(self.inner.fill_buf()?.starts_with(SQLITE))
    }

    /// All of it in a file of its own, which is gone with the value.
    fn in_a_file(&mut self, folder: &Path) -> io::Result<tempfile::NamedTempFile> {
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        io::copy(&mut self.inner, &mut file)?;
        file.flush()?;
        Ok(file)
    }

    /// Reads the next line without its end into a buffer; gives its number, `None` behind the last.
    pub fn line(&mut self, buffer: &mut Vec<u8>) -> Option<u64> {
        buffer.clear();
        match (&mut self.inner).take(LONGEST_LINE).read_until(b'\n', buffer) {
            Ok(0) => None,
            Ok(read) if read as u64 == LONGEST_LINE && !buffer.ends_with(b"\n") => {
                let problem =
                    format!("line {} is longer than {} MB, as no table's is", self.line + 1, LONGEST_LINE >> 20);
                self.broken = Some(wrong(problem));
                None
            }
            Ok(_) => {
                while matches!(buffer.last(), Some(b'\n' | b'\r')) {
                    buffer.pop();
                }
                self.line += 1;
                Some(self.line)
            }
            Err(error) => {
                self.broken = Some(error);
                None
            }
        }
    }

    /// Why reading stopped, where it was not the end: a damaged archive, a failing disk.
    pub fn broken(&mut self) -> Option<io::Error> {
        self.broken.take()
    }

    /// The bytes, for readers of their own.
    pub fn bytes(&mut self) -> &mut impl BufRead {
        &mut self.inner
    }
}

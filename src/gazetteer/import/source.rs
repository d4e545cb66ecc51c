//! Opening a source: a plain file, or the files in a zip archive, as lines or bytes with their place.

use super::{Format, ImportError};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

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

/// A file, or one in an archive.
pub struct Part(Option<usize>);

/// The parts of a source.
pub fn parts(path: &Path) -> Result<Vec<Part>, ImportError> {
    let unreadable = |source| ImportError::Read { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(unreadable)?;
    if path.is_dir() {
        return Err(ImportError::Format {
            path: path.to_owned(),
            problem: "a folder; name its files one by one".to_owned(),
        });
    }
    let mut start = [0; 4];
    let length = file.read(&mut start).map_err(unreadable)?;
    if length < 4 || start != *b"PK\x03\x04" {
        return Ok(vec![Part(None)]);
    }
    let mut archive = archive(path)?;
    let mut out = Vec::new();
    for number in 0..archive.len() {
        let file = archive.by_index_raw(number).map_err(|error| unzippable(path, &error))?;
        let name = file.name().map_err(|error| unzippable(path, &error))?.to_ascii_lowercase();
        // GeoNames puts a readme.txt beside the table.
        if file.is_file() && !name.ends_with("readme.txt") && !name.starts_with("__macosx") {
            out.push(Part(Some(number)));
        }
    }
    Ok(out)
}

fn archive(path: &Path) -> Result<zip::ZipArchive<BufReader<File>>, ImportError> {
    let file = File::open(path).map_err(|source| ImportError::Read { path: path.to_owned(), source })?;
    zip::ZipArchive::new(BufReader::new(file)).map_err(|error| unzippable(path, &error))
}

fn unzippable(path: &Path, error: &zip::result::ZipError) -> ImportError {
    ImportError::Format {
        path: path.to_owned(),
        problem: format!("the zip archive cannot be read: {error}; fetch it again"),
    }
}

impl Part {
    /// Opens it and gives it to `use_it`; `tell` hears how many bytes of how many are read.
    pub fn open(
        &self,
        path: &Path,
        tell: &mut dyn FnMut(u64, u64),
        use_it: impl FnOnce(Source<'_>) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let unreadable = |source| ImportError::Read { path: path.to_owned(), source };
        match self.0 {
            None => {
                let mut file = File::open(path).map_err(unreadable)?;
                let of = file.metadata().map_err(unreadable)?.len();
                use_it(Source::new(&mut file, of, u64::MAX, tell).map_err(unreadable)?)
            }
            Some(number) => {
                let mut archive = archive(path)?;
                let mut file = archive.by_index(number).map_err(|error| unzippable(path, &error))?;
                let of = file.size();
                let most = file.compressed_size().saturating_mul(MOST_TIMES).clamp(SMALL, MOST_UNPACKED);
                use_it(Source::new(&mut file, of, most, tell).map_err(unreadable)?)
            }
        }
    }
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

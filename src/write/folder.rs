//! Files that take their places whole or not at all.

use super::{Fill, WriteError};
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// How unfinished files are called: hidden, so that no reader takes them for layers.
const UNFINISHED: &str = ".reportmap-unfinished-";

/// Writes files into a folder, which is made when it is not there, and says where they are ([`Folder`]).
///
/// # Errors
///
/// When the folder cannot be made, a file cannot be written, or a folder stands where a file must go.
pub fn folder(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>, WriteError> {
    let mut folder = Folder::open(dir)?;
    files.iter().try_for_each(|(name, bytes)| folder.add(name, bytes))?;
    folder.finish()
}

/// A folder whose files take their places together.
///
/// All are written beside their places first; only when every one is complete do they take their places, by renaming. On an
/// error, or when the program is killed, the earlier files are as they were; after an error nothing unfinished is left.
#[derive(Debug)]
pub struct Folder {
    dir: PathBuf,
    ready: Vec<(PathBuf, TempPath)>,
}

impl Folder {
    /// Opens a folder, which is made when it is not there.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn open(dir: &Path) -> Result<Self, WriteError> {
        fs::create_dir_all(dir).map_err(|source| WriteError::Folder { path: dir.to_owned(), source })?;
        Ok(Self { dir: dir.to_owned(), ready: Vec::new() })
    }

    /// Takes away what runs that were killed have left unfinished. Only for who knows that no other run writes there.
    pub fn sweep(&self) {
        let left = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        for entry in left.filter(|e| e.file_name().to_string_lossy().starts_with(UNFINISHED)) {
            // What cannot be taken away disturbs nobody.
            let _ = fs::remove_file(entry.path());
        }
    }

    /// Writes a file beside its place.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or a folder stands where it must go.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        self.fill(name, &|out| out.write_all(bytes).map_err(WriteError::out(name))).map(|_| ())
    }

    /// Writes a file beside its place as it is made, and says how many bytes it has.
    ///
    /// # Errors
    ///
    /// When it cannot be made or written, or a folder stands where it must go.
    pub fn fill(&mut self, name: &str, fill: &Fill<'_>) -> Result<u64, WriteError> {
        let path = self.dir.join(name);
        if path.is_dir() {
            return Err(WriteError::InTheWay { path });
        }
        let failed = |source| WriteError::File { path: path.clone(), source };
        let mut out = Counted { out: BufWriter::new(unfinished(&self.dir).map_err(failed)?), bytes: 0, fault: None };
        let filled = fill(&mut out);
        // A disk without room is what is wrong, whatever the writer made of it.
        if let Some(source) = out.fault.take() {
            return Err(failed(source));
        }
        filled?;
        let bytes = out.bytes;
        let file = out.out.into_inner().map_err(|error| failed(error.into_error()))?;
        // The path without the open file: a folder of many layers must not run out of handles.
        self.ready.push((path, file.into_temp_path()));
        Ok(bytes)
    }

    /// Puts all files into their places, and says where they are.
    ///
    /// # Errors
    ///
    /// When a file cannot take its place.
    pub fn finish(self) -> Result<Vec<PathBuf>, WriteError> {
        self.ready.into_iter().map(|(path, unfinished)| take_place(path, unfinished)).collect()
    }
}

/// A file that is written, with its length and the first thing that went wrong with it.
struct Counted {
    out: BufWriter<NamedTempFile>,
    bytes: u64,
    fault: Option<std::io::Error>,
}

impl Counted {
    fn noted<T>(&mut self, done: std::io::Result<T>) -> std::io::Result<T> {
        done.map_err(|error| {
            let told = std::io::Error::new(error.kind(), error.to_string());
            self.fault.get_or_insert(error);
            told
        })
    }
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let done = self.out.write(bytes);
        let written = self.noted(done)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let done = self.out.flush();
        self.noted(done)
    }
}

#[cfg(unix)]
pub(super) fn unfinished(dir: &Path) -> std::io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    // What any new file gets: the user's mask takes away what it must.
    tempfile::Builder::new().prefix(UNFINISHED).permissions(fs::Permissions::from_mode(0o666)).tempfile_in(dir)
}

#[cfg(not(unix))]
pub(super) fn unfinished(dir: &Path) -> std::io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(dir)
}

fn take_place(path: PathBuf, unfinished: TempPath) -> Result<PathBuf, WriteError> {
    match unfinished.persist(&path) {
        Ok(()) => Ok(path),
        Err(error) => Err(WriteError::File { path, source: error.error }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str], bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        names.iter().map(|name| ((*name).to_owned(), bytes.to_vec())).collect()
    }

    fn listed(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_take_their_places_and_nothing_else_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let inside = dir.path().join("a/b");
        let paths = folder(&inside, &files(&["x.geojson", "y.jsonl"], b"one")).unwrap();
        folder(&inside, &files(&["x.geojson"], b"two")).unwrap();
        assert_eq!(listed(&inside), ["x.geojson", "y.jsonl"]);
        assert_eq!(fs::read(&paths[0]).unwrap(), b"two");
        assert_eq!(fs::read(&paths[1]).unwrap(), b"one");
    }

    #[test]
    fn a_folder_in_the_way_leaves_the_earlier_files_as_they_were() {
        let dir = tempfile::tempdir().unwrap();
        folder(dir.path(), &files(&["x.geojson"], b"before")).unwrap();
        fs::create_dir(dir.path().join("y.jsonl")).unwrap();
        let error = folder(dir.path(), &files(&["x.geojson", "y.jsonl"], b"after")).unwrap_err();
        assert!(error.to_string().contains("y.jsonl") && error.to_string().contains("-o"), "{error}");
        assert_eq!(fs::read(dir.path().join("x.geojson")).unwrap(), b"before");
        assert_eq!(listed(dir.path()), ["x.geojson", "y.jsonl"]);
    }

    #[test]
    fn a_file_in_place_of_the_folder_is_an_error_that_names_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("output");
        fs::write(&file, b"mine").unwrap();
        let error = folder(&file, &files(&["x.geojson"], b"new")).unwrap_err();
        assert!(error.to_string().contains("output"), "{error}");
        assert_eq!(fs::read(&file).unwrap(), b"mine");
    }
}

//! A section while it is written: in memory as long as it is small, then in a temporary file without a name.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Sections up to this stay in memory.
const IN_MEMORY: usize = 32 << 20;

/// Bytes that are written once, and then read once.
#[derive(Debug, Default)]
pub struct Spool {
    memory: Vec<u8>,
    file: Option<BufWriter<File>>,
    folder: Option<PathBuf>,
    length: u64,
}

impl Spool {
    /// An empty one; its file, if it needs one, lies in `folder`, else where the system keeps such files.
    pub fn new(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned), ..Self::default() }
    }

    /// Bytes so far.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Gives all of it to `each`, in pieces of so many bytes, the last one shorter.
    pub fn drain(self, piece: usize, mut each: impl FnMut(&mut [u8]) -> io::Result<()>) -> io::Result<()> {
        let Self { mut memory, file, .. } = self;
        let Some(file) = file else { return memory.chunks_mut(piece).try_for_each(each) };
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        let mut buffer = vec![0; piece];
        loop {
            let mut filled = 0;
            while filled < piece {
                match file.read(&mut buffer[filled..])? {
                    0 => break,
                    read => filled += read,
                }
            }
            if filled == 0 {
                return Ok(());
            }
            each(&mut buffer[..filled])?;
        }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.file.is_none() && self.memory.len() + bytes.len() > IN_MEMORY {
            let mut file = BufWriter::with_capacity(1 << 18, temporary(self.folder.as_deref())?);
            file.write_all(&self.memory)?;
            self.memory = Vec::new();
            self.file = Some(file);
        }
        match &mut self.file {
            Some(file) => file.write_all(bytes)?,
            None => self.memory.extend_from_slice(bytes),
        }
        self.length += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file that has no name and is gone when it is closed, also when the program is killed.
pub fn temporary(folder: Option<&Path>) -> io::Result<File> {
    folder.map_or_else(tempfile::tempfile, tempfile::tempfile_in)
}

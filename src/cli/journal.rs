//! What a run has done so far, on disk, so that one that was stopped goes on where it was; and a lock, so that no two runs write
//! into one folder.
//!
//! A file of lines: what the run was started with, then the analyses in their order. A line that was cut is as good as none.

use anyhow::{Context, bail, ensure};
use reportmap::Analysis;
use reportmap::analysis::Lines;
use reportmap::report::Report;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The name of the journal of a run in its folder; hidden, and gone when the run is done.
pub const NAME: &str = ".reportmap-run.jsonl";

/// What a run was started with: only a run with the same may go on with its journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Version of the program.
    pub reportmap: String,
    /// Versions of the gazetteer's layers.
    pub gazetteer: Vec<String>,
    /// SHA-256 of the options that change an analysis, and of the files that they name.
    pub options: String,
}

/// The journal of a run.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    out: BufWriter<File>,
    /// What an earlier run has left, as long as it fits what is read.
    old: Option<Old>,
}

#[derive(Debug)]
struct Old {
    lines: BufReader<File>,
    next: Option<(Analysis, u64)>,
    /// Bytes of the journal that hold so far.
    upto: u64,
}

/// An analysis that an earlier run made, and where the journal goes on behind it.
#[derive(Debug)]
pub struct Done {
    pub analysis: Analysis,
    behind: u64,
}

impl Journal {
    /// Begins a journal in a folder that is there, or goes on with the one that a stopped run has left.
    ///
    /// # Errors
    ///
    /// When another run holds the folder, or the journal is of a run with other settings.
    pub fn open(path: &Path, settings: &Settings, resume: bool) -> anyhow::Result<Self> {
        let shown = path.display();
        let failed = || format!("cannot write {shown}");
        let file =
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path).with_context(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!(
                "another run of reportmap writes into {}: wait until it is done, or choose another folder with -o",
                path.parent().unwrap_or(Path::new(".")).display()
            ),
            // A disk that knows no locks is as good as one run at a time.
            Err(TryLockError::Error(_)) => {}
        }
        let old = if resume { Old::read(&file, path, settings)? } else { None };
        let mut out = BufWriter::new(file);
        if old.is_none() {
            let file = out.get_mut();
            file.set_len(0).with_context(failed)?;
            file.seek(SeekFrom::Start(0)).with_context(failed)?;
            serde_json::to_writer(&mut out, settings).with_context(failed)?;
            out.write_all(b"\n").and_then(|()| out.flush()).with_context(failed)?;
        }
        Ok(Self { path: path.to_owned(), out, old })
    }

    /// The analysis of a report that an earlier run has made, when it is the next one in the journal.
    pub fn take(&mut self, report: &Report) -> Option<Done> {
        let old = self.old.as_mut()?;
        let (analysis, _) = old.next.as_ref()?;
        let same = analysis.id == report.id
            && analysis.published == report.published.map(|(day, _)| day)
            && analysis.provenance.text_sha256 == hex(&Sha256::digest(report.text.as_bytes()));
        if !same {
            return None;
        }
        let (analysis, behind) = old.next.take()?;
        old.advance();
        Some(Done { analysis, behind })
    }

    /// Keeps what came out of a report: an analysis of this run, or one that was taken from the journal, in their order.
    ///
    /// # Errors
    ///
    /// When the disk takes no more.
    pub fn keep(&mut self, analysis: &Analysis, taken_behind: Option<u64>) -> anyhow::Result<()> {
        let failed = || format!("cannot write {}: check that the disk has room", self.path.display());
        if let Some(old) = &mut self.old {
            if let Some(behind) = taken_behind {
                old.upto = behind;
                return Ok(());
            }
            // From here on the runs differ: what the earlier one has left behind this report is done anew.
            let upto = old.upto;
            self.old = None;
            let file = self.out.get_mut();
            file.set_len(upto).with_context(failed)?;
            file.seek(SeekFrom::Start(upto)).with_context(failed)?;
        }
        serde_json::to_writer(&mut self.out, analysis).with_context(failed)?;
        self.out.write_all(b"\n").with_context(failed)
    }

    /// Hands everything to the system, so that a run that is killed has it.
    ///
    /// # Errors
    ///
    /// When the disk takes no more.
    pub fn flush(&mut self) -> anyhow::Result<()> {
        self.out.flush().with_context(|| format!("cannot write {}: check that the disk has room", self.path.display()))
    }

    /// The analyses, as they stand in the journal.
    ///
    /// # Errors
    ///
    /// When the journal cannot be read.
    pub fn analyses(&mut self) -> anyhow::Result<Lines> {
        self.flush()?;
        let failed = || self.path.display().to_string();
        let mut file = File::open(&self.path).with_context(failed)?;
        let head = BufReader::new(&mut file).skip_until(b'\n').with_context(failed)? as u64;
        let whole = file.metadata().with_context(failed)?.len();
        Lines::between(file, head, self.old.as_ref().map_or(whole, |old| old.upto)).with_context(failed)
    }

    /// Copies the analyses, as they stand in the journal.
    ///
    /// # Errors
    ///
    /// When the journal cannot be read or the copy not be written.
    pub fn copy_to(&mut self, out: &mut impl Write) -> anyhow::Result<()> {
        self.flush()?;
        let upto = self.old.as_ref().map(|old| old.upto);
        let mut file = File::open(&self.path).with_context(|| self.path.display().to_string())?;
        let mut lines = BufReader::new(&mut file);
        let head = lines.skip_until(b'\n').with_context(|| self.path.display().to_string())? as u64;
        let mut rest = std::io::Read::take(lines, upto.map_or(u64::MAX, |upto| upto.saturating_sub(head)));
        std::io::copy(&mut rest, out).with_context(|| self.path.display().to_string())?;
        Ok(())
    }

    /// Ends the run: the journal goes.
    pub fn finish(self) {
        // It is only in the way of nobody when it stays.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Done {
    /// The analysis, and what the journal needs to know when it is kept.
    pub fn into_parts(self) -> (Analysis, Option<u64>) {
        (self.analysis, Some(self.behind))
    }
}

impl Old {
    fn read(file: &File, path: &Path, settings: &Settings) -> anyhow::Result<Option<Self>> {
        let shown = path.display();
        let mut lines = BufReader::new(file.try_clone().with_context(|| shown.to_string())?);
        lines.seek(SeekFrom::Start(0)).with_context(|| shown.to_string())?;
        let mut head = String::new();
        let read = lines.read_line(&mut head).with_context(|| shown.to_string())? as u64;
        let Some(before) =
            Some(&head).filter(|h| h.ends_with('\n')).and_then(|h| serde_json::from_str::<Settings>(h).ok())
        else {
            // Nothing was done yet.
            return Ok(None);
        };
        ensure!(
            before == *settings,
            "the run that was stopped ({shown}) was started with other options, other files or another version: start it anew without --resume"
        );
        // A handle of its own: the writer moves the other one.
        let mut lines = BufReader::new(File::open(path).with_context(|| shown.to_string())?);
        lines.seek(SeekFrom::Start(read)).with_context(|| shown.to_string())?;
        let mut out = Self { lines, next: None, upto: read };
        out.advance_from(read);
        Ok(Some(out))
    }

    fn advance(&mut self) {
        let from = self.lines.stream_position().unwrap_or(self.upto);
        self.advance_from(from);
    }

    /// Reads the next line; one that is cut or no analysis is the end.
    fn advance_from(&mut self, from: u64) {
        let mut line = Vec::new();
        let read = self.lines.read_until(b'\n', &mut line).unwrap_or(0) as u64;
        self.next = line
            .ends_with(b"\n")
            .then(|| serde_json::from_slice(&line).ok())
            .flatten()
            .map(|analysis| (analysis, from + read));
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

//! Analyses on disk: a file of JSON Lines that is read again and again, an analysis at a time.

use super::{Analyses, Analysis, Head, Texts};
use crate::layer::{Room, Rows, mark, read_at};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::sync::OnceLock;

/// So many bytes are read at a time.
const BLOCK: usize = 1 << 18;

/// Analyses in a file, a line each. Of each is held where its line begins.
///
/// What cannot be read is missing; whether anything was is told by [`Lines::sound`].
#[derive(Debug)]
pub struct Lines {
    file: File,
    /// Where each line begins, and where the last one ends.
    begins: Vec<u64>,
    fault: OnceLock<io::Error>,
}

impl Lines {
    /// The lines of a file between two places; a line that is cut is none.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn between(file: File, from: u64, to: u64) -> io::Result<Self> {
        let (mut begins, mut at, mut block) = (vec![from], from, vec![0; BLOCK]);
        while at < to {
            let most = usize::try_from(to - at).unwrap_or(BLOCK).min(BLOCK);
            let got = read_at(&file, block.get_mut(..most).unwrap_or_default(), at)?;
            if got == 0 {
                break;
            }
            let read = block.iter().take(got).zip(at + 1..);
            begins.extend(read.filter(|(byte, _)| **byte == b'\n').map(|(_, behind)| behind));
            at += got as u64;
        }
        Ok(Self { file, begins, fault: OnceLock::new() })
    }

    /// Whether all that was asked for could be read so far.
    ///
    /// # Errors
    ///
    /// What was wrong with what could not.
    pub fn sound(&self) -> io::Result<()> {
        self.fault.get().map_or(Ok(()), |error| Err(io::Error::new(error.kind(), error.to_string())))
    }

    fn read<T: DeserializeOwned>(&self, number: usize) -> Option<T> {
        let (from, to) = (*self.begins.get(number)?, *self.begins.get(number + 1)?);
        let read = || -> io::Result<T> {
            let mut line = vec![0; usize::try_from(to - from).map_err(io::Error::other)?];
            filled(&self.file, &mut line, from)?;
            Ok(serde_json::from_slice(&line)?)
        };
        read().map_err(|error| self.fault.set(error)).ok()
    }
}

/// Reads all of a buffer.
fn filled(file: &File, mut into: &mut [u8], mut at: u64) -> io::Result<()> {
    while !into.is_empty() {
        let got = read_at(file, into, at)?;
        if got == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        into = into.get_mut(got..).unwrap_or_default();
        at += got as u64;
    }
    Ok(())
}

impl Analyses for Lines {
    fn count(&self) -> usize {
        self.begins.len() - 1
    }

    fn at(&self, number: usize) -> Option<Cow<'_, Analysis>> {
        self.read(number).map(Cow::Owned)
    }

    fn head(&self, number: usize) -> Option<Head> {
        self.read(number)
    }

    fn write_lines(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let (mut at, end) = (self.begins.first().copied().unwrap_or(0), self.begins.last().copied().unwrap_or(0));
        let mut block = vec![0; BLOCK];
        while at < end {
            let most = usize::try_from(end - at).unwrap_or(BLOCK).min(BLOCK);
            let some = block.get_mut(..most).unwrap_or_default();
            filled(&self.file, some, at)?;
            out.write_all(some)?;
            at += most as u64;
        }
        Ok(())
    }
}

/// Texts of reports on disk.
#[derive(Debug)]
pub struct KeptTexts {
    texts: Rows<String>,
    /// Where they stand, by the marks of the reports' ids.
    places: HashMap<u128, u64>,
}

impl KeptTexts {
    /// None yet.
    pub fn new(room: &Room) -> Self {
        Self { texts: Rows::new(room), places: HashMap::new() }
    }

    /// Keeps the text of a report; of two with one id the later.
    pub fn keep(&mut self, report: &str, text: &String) {
        let at = self.texts.push(text);
        self.places.insert(mark(report), at);
    }

    /// Whether all texts could be kept and read so far.
    ///
    /// # Errors
    ///
    /// What the system said when one could not.
    pub fn sound(&self) -> io::Result<()> {
        self.texts.sound()
    }
}

impl Texts for KeptTexts {
    fn text(&self, report: &str) -> Option<Cow<'_, str>> {
        self.texts.get(*self.places.get(&mark(report))?).map(Cow::Owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Geoparser;
    use crate::report::Report;
    use std::io::Write;

    fn analyses() -> Vec<Analysis> {
        let geoparser = Geoparser::new();
        let texts =
            ["Shells fell on Martuni, killing 3.", "Floods reached the town of Sagaing, 12 km from Mandalay.", ""];
        let report = |(number, text): (usize, &&str)| geoparser.analyze(&Report::new(format!("r{number}"), *text));
        texts.iter().enumerate().map(report).collect()
    }

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn analyses_come_back_from_disk_as_they_were() {
        let all = analyses();
        let mut lines = b"what stands before\n".to_vec();
        let from = lines.len() as u64;
        all.write_lines(&mut lines).unwrap();
        let to = lines.len() as u64;
        lines.extend_from_slice(b"{\"cut");
        let kept = Lines::between(file(&lines), from, lines.len() as u64).unwrap();
        assert_eq!(kept.count(), all.len());
        for (number, analysis) in all.iter().enumerate() {
            // What is not written down, the open gazetteer's own numbers, is not compared.
            let read = kept.at(number).unwrap();
            assert_eq!(serde_json::to_string(&*read).unwrap(), serde_json::to_string(analysis).unwrap());
            assert_eq!(kept.head(number), Some(Head::from(analysis)));
        }
        let mut copied = Vec::new();
        kept.write_lines(&mut copied).unwrap();
        assert_eq!(copied, lines[from as usize..to as usize]);
        assert!(kept.at(all.len()).is_none() && kept.sound().is_ok());
    }

    #[test]
    fn a_line_that_is_no_analysis_is_told() {
        let kept = Lines::between(file(b"{}\n"), 0, 3).unwrap();
        assert!(kept.at(0).is_none());
        assert!(kept.sound().is_err());
    }

    #[test]
    fn of_two_texts_with_one_id_the_later_counts() {
        let mut texts = KeptTexts::new(&Room::Memory);
        for (id, text) in [("a", "one"), ("b", "two"), ("a", "three")] {
            texts.keep(id, &text.to_owned());
        }
        assert_eq!(texts.text("a").as_deref(), Some("three"));
        assert_eq!(texts.text("c"), None);
    }
}

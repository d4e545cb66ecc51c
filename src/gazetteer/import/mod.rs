//! Import: any gazetteer of the formats that users have, at any size, into one index.
//!
//! Owns the reading of foreign formats, a file each, and what becomes of rows that are wrong: they are reported with their line
//! and the import goes on. The index itself is made by `compile`. Sources are read as streams; what does not fit into memory is
//! sorted in temporary files without a name. The output takes its place whole or not at all.
//!
//! ```no_run
//! use reportmap::gazetteer::import::{Import, Step};
//! let mut import = Import::new(std::path::Path::new("world.rmg"));
//! import.source("allCountries.zip".into());
//! import.source("alternateNamesV2.zip".into());
//! let done = import.run(&mut |step: Step| eprintln!("{step:?}"))?;
//! println!("{} places", done.places);
//! # Ok::<(), reportmap::gazetteer::import::ImportError>(())
//! ```

mod columns;
mod csv;
mod database;
mod digest;
mod feature;
mod features;
mod format;
mod geonames;
mod geopackage;
mod landform;
mod openstreetmap;
mod overpass;
mod rejects;
mod source;
mod whosonfirst;

pub use columns::Columns;
pub use format::Format;
pub use rejects::Reject;

use super::Gazetteer;
use super::compile::{Builder, CompileError, Duplicates, Entry, Made, Stage, Tables};
use rejects::Rejects;
use serde_json::json;
use source::Content;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The layer of rows from a published gazetteer.
const IMPORTED: u8 = 3;
/// The layer of rows from a list of one's own.
const OWN: u8 = 1;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A source cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A source is in no format that is known.
    #[error("{path}: {problem}")]
    Format {
        /// The file.
        path: PathBuf,
        /// What, and what to do.
        problem: String,
    },
    /// The output or a temporary file beside it cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The rows cannot be compiled.
    #[error("cannot compile {path}")]
    Compile {
        /// The output.
        path: PathBuf,
        /// Why.
        source: CompileError,
    },
    /// No source gave a single place.
    #[error("no source gave a place; {rejected} rows were rejected{first}")]
    Nothing {
        /// How many.
        rejected: u64,
        /// The first of them, in words.
        first: String,
    },
}

/// What an import is at, for whoever shows progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Reading a source: bytes done, of so many, rows so far.
    Reading {
        /// Its name.
        name: String,
        /// Bytes read.
        done: u64,
        /// Bytes of it.
        of: u64,
    },
    /// Making the index: what, and how many of it are done.
    Making(&'static str, u64),
}

/// What one source gave.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Read {
    /// The file's name.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// The licence of what the format is known to hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<&'static str>,
    /// Places.
    pub places: u64,
    /// Names for places of any source.
    pub names: u64,
    /// Links of places of any source to what they lie in.
    #[serde(skip_serializing_if = "is_none")]
    pub links: u64,
    /// Rows that were wrong.
    pub rejected: u64,
    /// SHA-256 of the file in hexadecimal digits; of a folder that of the list of its records, as `sha256sum` writes it.
    pub sha256: String,
    /// Where it was downloaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was downloaded (RFC 3339), as the record of the download has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched_at: Option<String>,
    /// Records that were left out on purpose: further geometries of others, and places that are no more.
    #[serde(skip_serializing_if = "is_none")]
    pub skipped: u64,
}

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// What each source gave.
    pub sources: Vec<Read>,
    /// Places in the index.
    pub places: u64,
    /// Places that several sources have.
    pub joined: u64,
    /// Names for ids that no place has.
    pub homeless: u64,
    /// Links of places to what they lie in.
    pub links: u64,
    /// Such links of which one end is a place that no source has.
    pub loose: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows that were wrong, and the file that lists them.
    pub rejected: u64,
    /// The list of rejected rows; none when there are none.
    pub rejects: Option<PathBuf>,
}

/// An import that is to be run.
#[derive(Debug)]
pub struct Import {
    output: PathBuf,
    sources: Vec<PathBuf>,
    /// Whence a source was downloaded, and when.
    origins: BTreeMap<PathBuf, (String, String)>,
    columns: Columns,
    rejects: PathBuf,
}

impl Import {
    /// Into a file, which is replaced when it is complete.
    pub fn new(output: &Path) -> Self {
        let mut rejects = output.as_os_str().to_owned();
        rejects.push(".rejected.tsv");
        Self {
            output: output.to_owned(),
            sources: Vec::new(),
            origins: BTreeMap::new(),
            columns: Columns::default(),
            rejects: rejects.into(),
        }
    }

    /// From this file, too. Where two know a place, the one that was named first has the word.
    pub fn source(&mut self, path: PathBuf) {
        self.sources.push(path);
    }

    /// The same of a file that was downloaded: from where, and when as the record of the download has it.
    pub fn fetched(&mut self, path: PathBuf, url: &str, at: &str) {
        self.origins.insert(path.clone(), (url.to_owned(), at.to_owned()));
        self.source(path);
    }

    /// With these columns of CSV files and properties of GeoJSON.
    pub fn columns(&mut self, columns: Columns) {
        self.columns = columns;
    }

    /// With the list of rejected rows there instead of beside the output.
    pub fn rejects(&mut self, path: PathBuf) {
        self.rejects = path;
    }

    /// Reads all sources and writes the index.
    ///
    /// # Errors
    ///
    /// When a source cannot be read or is of no known format, nothing was found, or a file cannot be written. The output is then as
    /// it was.
    pub fn run(&self, progress: &mut dyn FnMut(Step)) -> Result<Imported, ImportError> {
        let folder = match self.output.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let unwritable = |source| ImportError::Write { path: self.output.clone(), source };
        if self.output.is_dir() {
            return Err(unwritable(std::io::ErrorKind::IsADirectory.into()));
        }
        std::fs::create_dir_all(&folder).map_err(unwritable)?;
        let mut into = Into {
            builder: Builder::new(Duplicates::Merge, Some(&folder)),
            rejects: Rejects::new(&self.rejects),
            number: 0,
            count: 0,
            inside: None,
            read: Read::new(String::new(), Format::Csv),
            failed: None,
            world: Gazetteer::embedded(),
        };
        if self.sources.iter().filter(|path| holds_places(path)).nth(1).is_some() {
            into.builder.compare_sources();
        }
        let mut sources = Vec::new();
        for (path, number) in self.sources.iter().zip(0..) {
            into.number = number;
            sources.push(self.read(path, &folder, &mut into, progress)?);
        }
        let places: u64 = sources.iter().map(|source| source.places).sum();
        if places == 0 {
            return Err(into.rejects.nothing());
        }
        let Into { builder, mut rejects, .. } = into;
        let mut unwritten = None;
        let told = |made: &Made| {
            unwritten = doubtful(made, &mut sources, &mut rejects).err();
            Some(about(&sources))
        };
        let mut file = None;
        // A file with a name stands there only while the finished index is copied into it.
        let open = || {
            let made = file.insert(unfinished(&folder)?);
            Ok(std::io::BufWriter::with_capacity(1 << 20, made.reopen()?))
        };
        let made = builder.finish(Tables::default(), told, open, &mut |stage, count| {
            progress(Step::Making(words(stage), count));
        });
        let made = made.map_err(|source| ImportError::Compile { path: self.output.clone(), source })?;
        unwritten.map_or(Ok(()), |error| Err(ImportError::Write { path: self.rejects.clone(), source: error }))?;
        let (rejected, rejects) = rejects.finish().map_err(unwritable)?;
        let file = file.ok_or_else(|| unwritable(std::io::ErrorKind::NotFound.into()))?;
        let bytes = file.as_file().metadata().map_err(unwritable)?.len();
        file.persist(&self.output).map_err(|error| unwritable(error.error))?;
        Ok(Imported {
            sources,
            places: made.places,
            joined: made.joined,
            homeless: made.homeless,
            links: made.links,
            loose: made.loose,
            bytes,
            rejected,
            rejects,
        })
    }

    fn read(
        &self,
        path: &Path,
        folder: &Path,
        into: &mut Into,
        progress: &mut dyn FnMut(Step),
    ) -> Result<Read, ImportError> {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        let mut all: Option<Read> = None;
        (into.count, into.inside) = (0, None);
        let mut tell = |done, of| progress(Step::Reading { name: name.clone(), done, of });
        let broken = source::each(path, Some(folder), &mut tell, &mut |part| {
            let is_record = part.is_record;
            into.inside = part.name;
            into.read = Read::new(name.clone(), all.as_ref().map_or(Format::GeoJson, |all| all.format));
            match self.part(path, part.content, is_record, into) {
                Err(ImportError::Format { problem, .. }) if is_record => {
                    into.reject(Place::Feature(into.count), problem)
                }
                other => other?,
            }
            if let Some(error) = into.failed.take() {
                return Err(ImportError::Compile { path: self.output.clone(), source: error });
            }
            match &mut all {
                Some(all) => all.add(&into.read),
                None => all = Some(into.read.clone()),
            }
            Ok(())
        })?;
        let mut all = all.ok_or_else(|| ImportError::Format {
            path: path.to_owned(),
            problem: "there is no file in it".to_owned(),
        })?;
        all.sha256 = digest::of(path).map_err(|source| ImportError::Read { path: path.to_owned(), source })?;
        (all.url, all.fetched_at) = self.origins.get(path).cloned().unzip();
        if let Some(problem) = broken {
            (into.inside, into.read) = (None, Read::new(name, all.format));
            let place = all.format.place(into.count);
            into.reject(
                place,
                format!("it cannot be read to its end: {problem}; what stands behind is lost, fetch it again"),
            );
            all.add(&into.read);
        }
        Ok(all)
    }

    fn part(&self, path: &Path, content: Content<'_>, is_record: bool, into: &mut Into) -> Result<(), ImportError> {
        let mut source = match content {
            Content::Database(file) => return database::read(file, path, &self.columns, into),
            Content::Text(source) => source,
        };
        let format = if is_record { Format::GeoJson } else { source.format(path)? };
        into.read.is_of(format);
        match format {
            Format::GeoNames | Format::AlternateNames | Format::AdminCodes | Format::Hierarchy => {
                geonames::read(&mut source, format, into)
            }
            Format::Csv => csv::read(&mut source, &self.columns, into),
            Format::Overpass => overpass::read(&mut source, into),
            Format::GeoJson | Format::GeoPackage | Format::WhosOnFirst => {
                features::read(&mut source, &self.columns, into)
            }
        }
    }
}

impl Read {
    fn new(name: String, format: Format) -> Self {
        Self {
            name,
            format,
            licence: format.licence(),
            places: 0,
            names: 0,
            links: 0,
            rejected: 0,
            sha256: String::new(),
            url: None,
            fetched_at: None,
            skipped: 0,
        }
    }

    fn is_of(&mut self, format: Format) {
        (self.format, self.licence) = (format, format.licence());
    }

    fn add(&mut self, other: &Self) {
        self.places += other.places;
        self.names += other.names;
        self.links += other.links;
        self.rejected += other.rejected;
        self.skipped += other.skipped;
    }
}

/// Where the rows of a source go.
struct Into {
    builder: Builder,
    rejects: Rejects,
    number: u32,
    /// Features of the source so far.
    count: u64,
    /// The file in the source that is being read, where there are several.
    inside: Option<String>,
    read: Read,
    failed: Option<CompileError>,
    /// What all sources are compared with: so places of two sources become one where both are places of the world.
    world: Gazetteer,
}

impl Into {
    /// Takes a place, or what is wrong with it.
    fn place(&mut self, at: Place, entry: Result<Entry, String>) {
        let added = match entry {
            Ok(mut entry) => {
                (entry.source, entry.number) = (self.number, at.number());
                self.world.recognise(&mut entry);
                self.builder.add(&entry)
            }
            Err(problem) => return self.reject(at, problem),
        };
        match added {
            Ok(()) => self.read.places += 1,
            Err(error @ CompileError::OffTheEarth { .. }) => self.reject(at, error.to_string()),
            Err(error) => self.fail(error),
        }
    }

    /// Takes a name for a place that some source has.
    fn name(&mut self, id: &str, spelt: &super::compile::Spelt) {
        self.read.names += 1;
        if let Err(error) = self.builder.add_name(id, spelt) {
            self.fail(error);
        }
    }

    /// Takes that a place lies in another one.
    fn parent(&mut self, at: Place, id: &str, parent: &str) {
        self.read.links += 1;
        if let Err(error) = self.builder.add_parent(id, parent, self.number, at.number()) {
            self.fail(error);
        }
    }

    /// Takes a feature, which may be meant to be left out.
    fn feature(&mut self, at: Place, entry: Result<Option<Entry>, String>) {
        match entry.transpose() {
            Some(entry) => self.place(at, entry),
            None => self.read.skipped += 1,
        }
    }

    /// What ids without a source of their own are called by: the file's name.
    fn stem(&self) -> String {
        // The file in an archive tells more than the archive, but for the only one.
        let file = self.inside.as_deref().and_then(|inside| inside.rsplit('/').next());
        let name = file.filter(|_| self.count > 0).unwrap_or(&self.read.name);
        name.split('.').next().unwrap_or_default().to_owned()
    }

    fn reject(&mut self, at: Place, problem: String) {
        self.read.rejected += 1;
        let source = match &self.inside {
            Some(inside) => format!("{}/{inside}", self.read.name),
            None => self.read.name.clone(),
        };
        if let Err(error) = self.rejects.add(Reject { source, place: at, problem }) {
            self.fail(CompileError::Write(error));
        }
    }

    fn fail(&mut self, error: CompileError) {
        self.failed.get_or_insert(error);
    }

    /// Whether reading on is of no use.
    fn has_failed(&self) -> bool {
        self.failed.is_some()
    }
}

/// Where a row stands in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line, the first is 1.
    Line(u64),
    /// A feature or element, the first is 1.
    Feature(u64),
}

impl Place {
    fn number(self) -> u64 {
        match self {
            Self::Line(number) | Self::Feature(number) => number,
        }
    }
}

/// Whether a source may hold places, and not only names and links of those of others. What cannot be read is told when it is read.
fn holds_places(path: &Path) -> bool {
    let mut first = None;
    let _ = source::each(path, None, &mut |_, _| {}, &mut |part| {
        if let Content::Text(mut source) = part.content {
            first = source.format(path).ok();
        }
        // That is all that is asked.
        Err(ImportError::Nothing { rejected: 0, first: String::new() })
    });
    !matches!(first, Some(Format::AlternateNames | Format::AdminCodes | Format::Hierarchy))
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

/// Lists what only all rows together tell: ids that a source gives to two places, and places that lie in themselves.
fn doubtful(made: &Made, sources: &mut [Read], rejects: &mut Rejects) -> std::io::Result<()> {
    let mut list = |source: u32, number: u64, problem: String| -> std::io::Result<()> {
        let Some(read) = sources.get_mut(source as usize) else { return Ok(()) };
        read.rejected += 1;
        let place = read.format.place(number);
        rejects.add(Reject { source: read.name.clone(), place, problem })
    };
    for double in &made.doubles {
        let id = double.id.rsplit_once('#').map_or(double.id.as_str(), |(id, _)| id);
        let problem = format!(
            "{:?} has the id {id} of {:?} (number {}), which is another place; it is kept as {}",
            double.name, double.first, double.first_number, double.id
        );
        list(double.source, double.number, problem)?;
    }
    for circle in &made.circles {
        // What is as long as this says enough by its beginning.
        let shown: Vec<&str> = circle.ids.iter().take(8).map(String::as_str).collect();
        let more = if circle.ids.len() > shown.len() { " → …" } else { "" };
        let first = shown.first().copied().unwrap_or_default();
        let problem = format!("it lies in itself: {}{more} → {first}; say which of these is wrong", shown.join(" → "));
        list(circle.source, circle.number, problem)?;
    }
    Ok(())
}

fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Places => "places",
        Stage::Names => "names",
        Stage::Keys => "transliteration keys",
        Stage::Positions => "positions",
        Stage::File => "the file",
    }
}

/// What the index says about itself. Nothing of the day or the machine: the same sources give the same bytes.
fn about(sources: &[Read]) -> String {
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    json!({ "source": names.join(", "), "sources": sources }).to_string()
}

#[cfg(unix)]
fn unfinished(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::Permissions::from_mode(0o666);
    tempfile::Builder::new().prefix(UNFINISHED).permissions(mode).tempfile_in(folder)
}

#[cfg(not(unix))]
fn unfinished(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)
}

/// How an unfinished file is called.
const UNFINISHED: &str = ".reportmap-unfinished-";

#[cfg(test)]
mod tests;

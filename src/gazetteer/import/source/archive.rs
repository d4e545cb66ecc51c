//! Archives and folders: what is in them, one by one, in an order that does not depend on the disk.

use super::{Content, Counted, ImportError, Part, SMALL, Source, Take, head, most_unpacked};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use tar::EntryType;

/// The longest name in a tar archive that is read.
const LONGEST_NAME: u64 = 1 << 16;

/// The records in a folder and those below it. Links are not followed: they may lead round in circles.
pub fn folder(path: &Path, tell: &mut dyn FnMut(u64, u64), take: Take<'_>) -> Result<(), ImportError> {
    let mut count = 0;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let read = records_below(path, &name, &mut |file, name| {
        let mut open = File::open(file)?;
        let of = open.metadata()?.len();
        count += 1;
        tell(count, count);
        let mut quiet = |_, _| {};
        let source = Source::new(&mut open, of, u64::MAX, &mut quiet)?;
        take(Part { name: Some(name.to_owned()), is_record: true, content: Content::Text(source) }).map_err(Stop::Taker)
    });
    read.map_err(|stop| match stop {
        Stop::Disk(source) => ImportError::Read { path: path.to_owned(), source },
        Stop::Taker(error) => error,
    })?;
    no_records(path, count, "folder")
}

/// Gives every record in a folder with its name, in the order of the names.
pub fn records_below<E: From<io::Error>>(
    path: &Path,
    name: &str,
    each: &mut dyn FnMut(&Path, &str) -> Result<(), E>,
) -> Result<(), E> {
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        inside.push((entry.file_name(), entry.file_type()?));
    }
    inside.sort_by(|a, b| a.0.cmp(&b.0));
    for (file, kind) in inside {
        let (below, told) = (path.join(&file), format!("{name}/{}", file.to_string_lossy()));
        if kind.is_dir() && !file.to_string_lossy().starts_with('.') {
            records_below(&below, &told, each)?;
        } else if kind.is_file() && is_record(&told) {
            each(&below, &told)?;
        }
    }
    Ok(())
}

/// An error of the disk, or of whoever takes the parts.
enum Stop {
    Disk(io::Error),
    Taker(ImportError),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Whether a file of a folder or a tar archive is one of the records: what else lies there tells about them.
fn is_record(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("geojson" | "json"))
}

fn no_records(path: &Path, count: u64, what: &str) -> Result<(), ImportError> {
    let problem = format!("no .geojson lies in this {what}; name files of other formats one by one");
    if count > 0 { Ok(()) } else { Err(ImportError::Format { path: path.to_owned(), problem }) }
}

/// The files in a zip archive.
pub fn zip(
    path: &Path,
    folder: Option<&Path>,
    tell: &mut dyn FnMut(u64, u64),
    take: Take<'_>,
) -> Result<(), ImportError> {
    let unreadable = |source| ImportError::Read { path: path.to_owned(), source };
    let broken = |error: zip::result::ZipError| ImportError::Format {
        path: path.to_owned(),
        problem: format!("the zip archive cannot be read: {error}; fetch it again"),
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).map_err(broken)?;
        let name = file.name().map_err(broken)?.into_owned();
        let lower = name.to_ascii_lowercase();
        // GeoNames puts a readme.txt beside the table.
        if !file.is_file() || lower.ends_with("readme.txt") || lower.starts_with("__macosx") {
            continue;
        }
        let (of, most) = (file.size(), most_unpacked(file.compressed_size()));
        let mut source = Source::new(&mut file, of, most, tell).map_err(unreadable)?;
        if source.is_database().map_err(unreadable)? {
            let file = folder.map(|folder| source.in_a_file(folder)).transpose().map_err(unreadable)?;
            let content = Content::Database(file.as_ref().map_or(path, |file| file.path()));
            take(Part { name: Some(name), is_record: false, content })?;
        } else {
            take(Part { name: Some(name), is_record: false, content: Content::Text(source) })?;
        }
    }
    Ok(())
}

/// The records in a tar archive, else one text; `most` where it is unpacked on the way.
pub fn tar_or_text(
    from: &mut dyn Read,
    of: u64,
    most: Option<u64>,
    folder: Option<&Path>,
    path: &Path,
    take: Take<'_>,
) -> Result<Option<String>, ImportError> {
    let unreadable = |source| ImportError::Read { path: path.to_owned(), source };
    let mut quiet = |_, _| {};
    let most = most.unwrap_or(u64::MAX);
    let mut limited = Counted { inner: from, done: 0, told: 0, of, most, tell: &mut quiet };
    let head = head(&mut limited).map_err(unreadable)?;
    let is_tar = head.get(257..262) == Some(b"ustar");
    let mut whole = Cursor::new(head).chain(limited);
    if is_tar {
        return records(&mut whole, path, take);
    }
    let mut quiet = |_, _| {};
    let mut source = Source::new(&mut whole, of, u64::MAX, &mut quiet).map_err(unreadable)?;
    if source.is_database().map_err(unreadable)? {
        let file = folder.map(|folder| source.in_a_file(folder)).transpose().map_err(unreadable)?;
        let content = Content::Database(file.as_ref().map_or(path, |file| file.path()));
        take(Part { name: None, is_record: false, content })?;
    } else {
        take(Part { name: None, is_record: false, content: Content::Text(source) })?;
    }
    Ok(None)
}

/// The records in a tar archive. Names that are too long for its heads stand in entries of their own, which are read here with a
/// limit: the crate would read them whole, however long they say they are.
fn records(from: &mut dyn Read, path: &Path, take: Take<'_>) -> Result<Option<String>, ImportError> {
    let mut archive = tar::Archive::new(from);
    let unreadable = |source| ImportError::Read { path: path.to_owned(), source };
    let (mut count, mut long) = (0, None);
    for entry in archive.entries().map_err(unreadable)?.raw(true) {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) if count > 0 => return Ok(Some(error.to_string())),
            Err(error) => return Err(unreadable(error)),
        };
        let kind = entry.header().entry_type();
        if matches!(kind, EntryType::GNULongName | EntryType::XHeader) {
            let mut bytes = Vec::new();
            if (&mut entry).take(LONGEST_NAME).read_to_end(&mut bytes).is_ok() {
                long = if kind == EntryType::XHeader { name_of(&bytes).or(long) } else { Some(text(&bytes)) };
            }
            continue;
        }
        let name = long.take().unwrap_or_else(|| text(&entry.path_bytes()));
        if kind != EntryType::Regular || !is_record(&name) {
            continue;
        }
        count += 1;
        let (of, mut quiet) = (entry.size(), |_, _| {});
        let source = match Source::new(&mut entry, of, of.max(SMALL), &mut quiet) {
            Ok(source) => source,
            Err(error) => return Ok(Some(error.to_string())),
        };
        take(Part { name: Some(name), is_record: true, content: Content::Text(source) })?;
    }
    no_records(path, count, "archive").map(|()| None)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned()
}

/// The name in a pax header.
fn name_of(bytes: &[u8]) -> Option<String> {
    let found = tar::PaxExtensions::new(bytes).flatten().find(|extension| extension.key_bytes() == b"path")?;
    Some(text(found.value_bytes()))
}

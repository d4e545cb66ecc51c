//! What the fuzz targets ask of every answer, beyond that there is one.

pub mod analysis;
pub mod gazetteer;
pub mod reports;

use reportmap::geography::LonLat;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A file of this process alone, which is written anew in every run: in memory where the system has a folder for that.
pub fn scratch(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        let root = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = root.join(format!("reportmap-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for temporary files can be made");
        folder
    });
    folder.join(name)
}

/// A file of these bytes.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = scratch(name);
    std::fs::write(&path, bytes).expect("a temporary file can be written");
    path
}

/// The text of these bytes up to the first that is no UTF-8: mutations stay short where replacement characters would not.
pub fn text(bytes: &[u8]) -> &str {
    bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}

/// A position is on the earth.
pub fn on_earth(at: LonLat) {
    assert!(at.is_valid(), "{at:?} is not on the earth");
}

/// A share is one.
pub fn share(value: f64) {
    assert!((0.0..=1.0).contains(&value), "{value} is no share");
}

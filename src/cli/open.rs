//! `map --open`: the web map in the user's browser.

use super::terminal::Terminal;
use std::path::Path;

/// Opens a file with whatever the system opens it with. A machine without a screen has nothing that does: the map is
/// written all the same, so that is a note and no failure.
pub fn open(path: &Path, terminal: &Terminal) {
    if let Err(error) = open::that_detached(path) {
        terminal.note(format!("cannot open {} here: {error}; open it in a browser", path.display()));
    }
}

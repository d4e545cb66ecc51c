//! The web map: one HTML page that needs no network, from disk or from any web server.
//!
//! The page is a shell, the style and the program of `web/` (built by `build/`, see ARCHITECTURE.md), and one block of JSON
//! with all that is shown. Its content-security-policy lets nothing run but that very program, and nothing be fetched at
//! all; [`block`] sees to it that no word of a report ends the block.

mod block;
mod columns;
mod content;
mod ground;
mod packed;
mod reports;
mod told;

use super::{Publication, WriteError};
use std::io::{self, BufWriter, Write};

/// What `web/build.mjs` made: the shell with marks where the rest goes, the program, the style, and the hashes by which the
/// policy knows them (CSP Level 3, §2.3.1).
const SHELL: &str = include_str!(concat!(env!("OUT_DIR"), "/web/dist/shell.html"));
const PROGRAM: &str = include_str!(concat!(env!("OUT_DIR"), "/web/dist/map.js"));
const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/web/dist/map.css"));
const PROGRAM_HASH: &str = include_str!(concat!(env!("OUT_DIR"), "/web/dist/map.js.sha256"));
const STYLE_HASH: &str = include_str!(concat!(env!("OUT_DIR"), "/web/dist/map.css.sha256"));

/// The page `map.html`: the same bytes for the same publication and build.
///
/// # Errors
///
/// When a value has no JSON form.
pub fn web_map(publication: &Publication<'_>) -> Result<Vec<u8>, WriteError> {
    super::held(&|out| write(publication, out))
}

/// Writes the page, a report after the other.
pub(super) fn write(publication: &Publication<'_>, out: &mut dyn Write) -> Result<(), WriteError> {
    filled(publication, out).map_err(WriteError::out(super::WEB_MAP))
}

/// What the page may do: run its own program, use its own style, show its own icon. Nothing is fetched, framed or sent.
fn policy() -> String {
    format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        PROGRAM_HASH.trim(),
        STYLE_HASH.trim()
    )
}

/// The shell with each mark replaced, once, in one pass: what stands in the data is never read as a mark.
fn filled(publication: &Publication<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = content::title(publication);
    for (i, part) in SHELL.split("{{").enumerate() {
        if i == 0 {
            out.write_all(part.as_bytes())?;
            continue;
        }
        let (mark, rest) = part.split_once("}}").unwrap_or(("", part));
        match mark {
            "title" => out.write_all(block::text(&title).as_bytes())?,
            "policy" => out.write_all(policy().as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "program" => out.write_all(PROGRAM.as_bytes())?,
            "data" => {
                let mut inert = block::Inert::new(BufWriter::new(&mut *out));
                content::write(publication, &title, &mut inert)?;
                inert.finish()?;
            }
            _ => {}
        }
        out.write_all(rest.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basemap::Basemap;
    use crate::gazetteer::Gazetteer;
    use crate::layer;
    use std::collections::BTreeMap;

    #[test]
    fn a_page_without_reports_is_a_page() {
        let layers = layer::layers(&[], &Gazetteer::embedded());
        let (texts, basemap) = (BTreeMap::new(), Basemap::default());
        let publication = Publication { layers: &layers, analyses: &Vec::new(), texts: &texts, basemap: &basemap };
        let page = String::from_utf8(web_map(&publication).unwrap()).unwrap();
        assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"), "{}", page.len());
        assert!(page.contains("default-src 'none'") && !page.contains("unsafe"), "the policy is strict");
        assert!(!page.contains("{{"), "each mark is filled");
    }

    #[test]
    fn the_licences_of_others_are_passed_on() {
        for (package, licence) in [("\nol ", "(BSD-2-Clause)"), ("\nsupercluster ", "(ISC)")] {
            assert!(PROGRAM.contains(package) && PROGRAM.contains(licence), "{package}");
        }
    }

    #[test]
    fn the_hashes_are_those_of_what_the_page_holds() {
        use sha2::{Digest, Sha256};
        for (text, hash) in [(PROGRAM, PROGRAM_HASH), (STYLE, STYLE_HASH)] {
            assert_eq!(hash.trim(), format!("sha256-{}", base64(&Sha256::digest(text.as_bytes()))));
        }
    }

    /// RFC 4648 §4, for the one comparison above.
    fn base64(bytes: &[u8]) -> String {
        const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for three in bytes.chunks(3) {
            let bits =
                three.iter().chain([0, 0].iter().take(3 - three.len())).fold(0u32, |all, b| all << 8 | u32::from(*b));
            for place in 0..4 {
                let sign = SIGNS[(bits >> (18 - 6 * place) & 63) as usize];
                out.push(if place > three.len() { '=' } else { sign.into() });
            }
        }
        out
    }
}

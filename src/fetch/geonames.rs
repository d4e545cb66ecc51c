//! The dumps of GeoNames (<https://download.geonames.org/export/dump/readme.txt>): which files make a gazetteer.

use super::download::Kind;
use std::collections::BTreeSet;
use std::str::FromStr;

/// Where they are published.
pub const GEONAMES: &str = "https://download.geonames.org/export/dump/";
/// Under which licence.
pub const GEONAMES_LICENCE: &str = "CC-BY-4.0";
/// Whom to name.
pub const GEONAMES_ATTRIBUTION: &str = "GeoNames, https://www.geonames.org/";

/// What of GeoNames is wanted, written as `geonames:AZ,AM` or `geonames:all`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dump {
    /// All of the world: 0.6 GB.
    All,
    /// Countries, by their ISO 3166 codes of two letters.
    Countries(BTreeSet<String>),
}

/// A file of a dump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DumpFile {
    /// Its path behind the base URL, and in the folder of what is kept.
    pub path: String,
    /// What it is.
    pub kind: Kind,
}

impl FromStr for Dump {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("expected geonames:all, or countries such as geonames:AZ,AM, and not {text:?}");
        let wanted = text.strip_prefix("geonames:").ok_or_else(wrong)?;
        if wanted.eq_ignore_ascii_case("all") {
            return Ok(Self::All);
        }
        let code = |code: &str| {
            let code = code.trim();
            let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
            if is_code { Ok(code.to_ascii_uppercase()) } else { Err(wrong()) }
        };
        Ok(Self::Countries(wanted.split(',').map(code).collect::<Result<_, _>>()?))
    }
}

impl Dump {
    /// Its files: places first, then their further names, the names of areas, and what lies in what.
    pub fn files(&self) -> Vec<DumpFile> {
        let zip = |path: String| DumpFile { path, kind: Kind::Zip };
        let mut files: Vec<DumpFile> = match self {
            Self::All => ["allCountries.zip", "alternateNamesV2.zip"].map(|path| zip(path.to_owned())).into(),
            Self::Countries(codes) => {
                let places = codes.iter().map(|code| zip(format!("{code}.zip")));
                places.chain(codes.iter().map(|code| zip(format!("alternatenames/{code}.zip")))).collect()
            }
        };
        let areas = ["admin1CodesASCII.txt", "admin2Codes.txt"];
        files.extend(areas.map(|path| DumpFile { path: path.to_owned(), kind: Kind::Table }));
        // Of the world, also for a country: what is elsewhere is counted and left.
        files.push(zip("hierarchy.zip".to_owned()));
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_or_all_of_it_are_named() {
        let paths =
            |text: &str| text.parse::<Dump>().map(|d| d.files().into_iter().map(|f| f.path).collect::<Vec<_>>());
        assert_eq!(
            paths("geonames:az, AM,az").unwrap(),
            [
                "AM.zip",
                "AZ.zip",
                "alternatenames/AM.zip",
                "alternatenames/AZ.zip",
                "admin1CodesASCII.txt",
                "admin2Codes.txt",
                "hierarchy.zip"
            ]
        );
        assert_eq!(paths("geonames:all").unwrap()[..2], ["allCountries.zip", "alternateNamesV2.zip"]);
        for wrong in ["geonames:", "geonames:AZ,", "geonames:AZE", "geonames:../", "AZ", "osm:AZ", "geonames:\u{c4}"] {
            assert!(paths(wrong).unwrap_err().starts_with("expected geonames:all"), "{wrong}");
        }
    }
}

//! Which column or property holds what.

use std::collections::BTreeMap;

/// What a table can say of a place, each with the headings that are taken for it when none is named.
const KNOWN: [(&str, &[&str]); 13] = [
    ("name", &["name", "title", "place", "placename", "toponym", "nom", "nombre"]),
    ("lon", &["lon", "longitude", "lng", "long", "x", "point_x"]),
    ("lat", &["lat", "latitude", "y", "point_y"]),
    ("id", &["id", "geonameid", "code", "pcode"]),
    ("names", &["names", "alternatenames", "alternate_names", "aliases", "alias", "name_alt", "namealt"]),
    ("other_name", &["other_name", "othername"]),
    ("country", &["country", "country_code", "countrycode", "iso2", "iso_a2", "cc"]),
    ("population", &["population", "pop", "people"]),
    ("feature_class", &["feature_class", "featureclass", "class"]),
    ("feature_code", &["feature_code", "featurecode"]),
    ("precision_m", &["precision_m", "precision"]),
    ("other_ids", &["other_ids"]),
    ("parents", &["parents"]),
];

/// A mapping of columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(BTreeMap<String, String>);

impl std::str::FromStr for Columns {
    type Err = String;

    /// Reads `name=Ort,lon=X,lat=Y`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut out = BTreeMap::new();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let wrong = || format!("{pair:?} is not WHAT=COLUMN, such as name=Ort");
            let (what, column) = pair.split_once('=').ok_or_else(wrong)?;
            let what = what.trim();
            if !KNOWN.iter().any(|(known, _)| *known == what) {
                let all: Vec<&str> = KNOWN.iter().map(|(known, _)| *known).collect();
                return Err(format!("{what:?} is none of {}", all.join(", ")));
            }
            out.insert(what.to_owned(), column.trim().to_owned());
        }
        Ok(Self(out))
    }
}

impl Columns {
    /// The heading that was named for what is wanted, else the first of `headings` that is known for it.
    pub(super) fn of<'h>(&self, what: &str, headings: impl Iterator<Item = &'h str> + Clone) -> Option<&'h str> {
        if let Some(named) = self.0.get(what) {
            return headings.clone().find(|heading| heading == named);
        }
        let (_, usual) = KNOWN.iter().find(|(known, _)| *known == what)?;
        usual.iter().find_map(|usual| headings.clone().find(|heading| heading.trim().eq_ignore_ascii_case(usual)))
    }

    /// The columns that were named and are not there.
    pub(super) fn missing<'h>(&self, headings: impl Iterator<Item = &'h str> + Clone) -> Option<String> {
        self.0.values().find(|named| !headings.clone().any(|heading| heading == **named)).cloned()
    }

    /// Whether a property was named for something.
    pub(super) fn named(&self, what: &str) -> Option<&str> {
        self.0.get(what).map(String::as_str)
    }
}

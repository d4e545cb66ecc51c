//! The gazetteer: places, their names, areas and borders, and the assets between them.
//!
//! Owns the index (built from `gazetteer/` when the program is built, linked in, read in place), look-up by name and by
//! position, and the layering: a user's file stands before the world, and what a person curated wins in both. Knows nothing
//! about reports. Every look-up goes through [`Gazetteer`].
//!
//! ```
//! use reportmap::gazetteer::{Gazetteer, Search};
//! let gazetteer = Gazetteer::embedded();
//! let found = gazetteer.search("Մարտունի", &Search::default());
//! let place = gazetteer.place(found[0].place).expect("found places are there");
//! assert_eq!(place.id().0, "geonames:146969");
//! ```

mod asset;
mod borders;
mod compile;
mod country;
mod edits;
mod embedded;
pub(crate) mod format;
mod hierarchy;
pub mod import;
mod index;
pub mod names;
mod place;
mod position;
mod same;
mod search;
mod time_zone;
mod user;
mod view;
mod walk;
mod weight;

pub use asset::{Asset, AssetName, AssetNames, AssetSite};
pub use borders::SharedBorder;
pub use country::iso_numeric;
pub(crate) use index::hex;
pub use index::{Details, IndexError, Spelling};
pub use place::{FeatureClass, Layer, Level, NameKind, PlaceId, PlaceRef};
pub use search::{Found, Likeness, MatchKind, Search, prominence};
pub use user::UserFileError;
pub use view::PlaceView;
pub use walk::NameMatch;

use crate::geography::{Shape, Side, circle, size};
use compile::Duplicates;
use geo::{MultiLineString, MultiPolygon};
use index::{Held, Index};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

/// An open gazetteer: layers of indexes, the ones that win first.
#[derive(Debug)]
pub struct Gazetteer {
    layers: Vec<Index>,
    assets: OnceLock<Vec<Asset>>,
    asset_names: OnceLock<AssetNames>,
    /// Shapes that were made once: the outline of a place, or a side of it.
    drawn: Mutex<Drawn>,
}

/// The outlines that were made, `None` for a place that has none.
type Drawn = HashMap<(PlaceRef, Option<Side>), Option<Shape>>;

/// The most corners of an outline: as a mention carries it. Whoever draws takes [`Gazetteer::area`].
const OUTLINE: usize = 400;

/// What one index of a gazetteer holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// What identifies it: the first 16 hexadecimal digits of its SHA-256.
    pub version: String,
    /// JSON: sources and counts.
    pub about: String,
    /// Places.
    pub places: u32,
    /// Different folded names.
    pub names: usize,
    /// Different transliteration keys.
    pub keys: usize,
    /// Borders between two countries.
    pub borders: usize,
    /// Assets.
    pub assets: usize,
    /// Bytes.
    pub size: usize,
}

impl Gazetteer {
    /// The gazetteer inside the program.
    pub fn embedded() -> Self {
        Self::of(embedded::world())
    }

    /// The gazetteer of one imported file alone, without the world.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is no gazetteer.
    pub fn file(path: &Path) -> Result<Self, UserFileError> {
        Ok(Self::of(user::open(path, None, Duplicates::Refuse)?))
    }

    /// The same of a file that is to be checked: rows of a table that share an id are kept, told apart by a number behind it
    /// (`mine:7#2`).
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is no gazetteer.
    pub fn doubtful_file(path: &Path) -> Result<Self, UserFileError> {
        Ok(Self::of(user::open(path, None, Duplicates::Apart)?))
    }

    /// A gazetteer of one index.
    fn of(index: Index) -> Self {
        Self { layers: vec![index], assets: OnceLock::new(), asset_names: OnceLock::new(), drawn: Mutex::default() }
    }

    /// The same gazetteer with a user's file (CSV, GeoJSON, or an imported .rmg) before all that it has.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, has no name or position column, or holds a row that is wrong; the error says where.
    pub fn with_user_file(self, path: &Path) -> Result<Self, UserFileError> {
        let index = user::open(path, Some(&self), Duplicates::Refuse)?;
        Ok(self.under(index))
    }

    /// The same with a file that is to be checked, see [`Gazetteer::doubtful_file`].
    ///
    /// # Errors
    ///
    /// As [`Gazetteer::with_user_file`], but for rows that share an id.
    pub fn with_doubtful_file(self, path: &Path) -> Result<Self, UserFileError> {
        let index = user::open(path, Some(&self), Duplicates::Apart)?;
        Ok(self.under(index))
    }

    /// The same gazetteer with an index before all that it has.
    fn under(mut self, index: Index) -> Self {
        self.layers.insert(0, index);
        self.assets = OnceLock::new();
        self.asset_names = OnceLock::new();
        self.drawn = Mutex::default();
        self
    }

    /// A place by its handle; `None` for a handle of another gazetteer.
    pub fn place(&self, place: PlaceRef) -> Option<PlaceView<'_>> {
        let index = self.layers.get(usize::from(place.layer))?;
        Some(PlaceView::new(index, index.row(place.row)?, place))
    }

    /// The place with an id, its own or that of another source.
    pub fn by_id(&self, id: &PlaceId) -> Option<PlaceRef> {
        let found = self.rows_with(&id.0).next()?;
        Some(self.winner(found))
    }

    /// A country by its ISO 3166-1 alpha-2 letters.
    pub fn country(&self, iso2: &str) -> Option<PlaceRef> {
        let letters: [u8; 2] = iso2.as_bytes().try_into().ok()?;
        let key = compile::country_key(letters.map(|l| l.to_ascii_uppercase()));
        self.each_layer().find_map(|(layer, index)| Some(PlaceRef { layer, row: index.row_of_country(key)? }))
    }

    /// The area of a place, where it has one.
    pub fn area(&self, place: PlaceRef) -> Option<MultiPolygon<f64>> {
        match self.held(place)? {
            Held::Area(area) => Some(area),
            Held::Lines(_) => None,
        }
    }

    /// The line of a place (a named border, a river), where it has one.
    pub fn line(&self, place: PlaceRef) -> Option<MultiLineString<f64>> {
        match self.held(place)? {
            Held::Lines(lines) => Some(lines),
            Held::Area(_) => None,
        }
    }

    /// The line or the area of a place with at most some hundred corners, made once and then shared.
    pub fn outline(&self, place: PlaceRef) -> Option<Shape> {
        self.made_once((place, None), || {
            let index = self.layers.get(usize::from(place.layer))?;
            if let Some(Held::Area(made)) = index.row(place.row).and_then(|row| index.shape(row.outline)) {
                return Some(Shape::new(made));
            }
            Some(match self.held(place)? {
                Held::Lines(lines) => Shape::new(size::capped_lines(lines, OUTLINE).0),
                Held::Area(area) => {
                    let (small, simplified) = size::capped_area(area, OUTLINE);
                    if simplified { Shape::sound(small) } else { Shape::new(small) }
                }
            })
        })
    }

    /// One side of the area of a place, of a circle around it where it has none; made once and then shared.
    pub fn part(&self, place: PlaceRef, side: Side) -> Option<Shape> {
        self.made_once((place, Some(side)), || {
            let outline = self.outline(place);
            let whole = match outline.as_ref().map(Shape::geometry) {
                Some(geo::Geometry::MultiPolygon(area)) => area.clone(),
                _ => {
                    let view = self.place(place)?;
                    MultiPolygon(vec![circle(view.at(), view.precision())])
                }
            };
            Some(Shape::sound(side.of(&whole)))
        })
    }

    fn made_once(&self, key: (PlaceRef, Option<Side>), make: impl FnOnce() -> Option<Shape>) -> Option<Shape> {
        let known = self.drawn.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let made = make();
            self.drawn.lock().unwrap_or_else(PoisonError::into_inner).insert(key, made.clone());
            made
        })
    }

    fn held(&self, place: PlaceRef) -> Option<Held> {
        let index = self.layers.get(usize::from(place.layer))?;
        index.shape(index.row(place.row)?.shape)
    }

    /// Pipelines, dams, airports … of all layers, in the order of their ids.
    pub fn assets(&self) -> &[Asset] {
        self.assets.get_or_init(|| {
            let mut all: Vec<Asset> = self.layers.iter().flat_map(|index| asset::read(index.assets())).collect();
            all.sort_by(|a, b| a.id.cmp(&b.id));
            all
        })
    }

    /// Every place, layer by layer and row by row; one that an upper layer has, too, is not told again.
    pub fn all(&self) -> impl Iterator<Item = PlaceView<'_>> {
        let rows =
            self.each_layer().flat_map(|(layer, index)| (0..index.len()).map(move |row| PlaceRef { layer, row }));
        rows.filter(|place| self.winner(*place) == *place).filter_map(|place| self.place(place))
    }

    /// What identifies each layer, the ones that win first.
    pub fn versions(&self) -> Vec<String> {
        self.layers.iter().map(Index::version).collect()
    }

    /// What each layer holds, the ones that win first.
    pub fn summaries(&self) -> Vec<Summary> {
        self.layers
            .iter()
            .map(|index| {
                let (names, keys) = index.name_counts();
                Summary {
                    version: index.version(),
                    about: index.about().to_owned(),
                    places: index.len(),
                    names,
                    keys,
                    borders: index.borders().filter(|row| row.between[0] != 0).count(),
                    assets: asset::read(index.assets()).count(),
                    size: index.size(),
                }
            })
            .collect()
    }

    /// Reads every layer whole and compares it with its checksum.
    ///
    /// # Errors
    ///
    /// When one has been changed since it was built.
    pub fn verify(&self) -> Result<(), IndexError> {
        self.layers.iter().try_for_each(Index::verify)
    }

    /// Whether all that was read so far of files from outside was as it was written. Look-ups give nothing for what is damaged, so
    /// whoever shows their answers asks this first.
    ///
    /// # Errors
    ///
    /// When something damaged was met.
    pub fn sound(&self) -> Result<(), IndexError> {
        self.layers.iter().try_for_each(Index::sound)
    }

    fn each_layer(&self) -> impl Iterator<Item = (u16, &Index)> {
        (0..).zip(&self.layers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::{LonLat, Metres, distance};

    fn martuni(name: &str) -> bool {
        let gazetteer = Gazetteer::embedded();
        gazetteer
            .search(name, &Search::default())
            .iter()
            .filter_map(|f| gazetteer.place(f.place))
            .any(|p| p.id().0 == "geonames:146969")
    }

    #[test]
    fn martuni_is_found_by_all_its_spellings() {
        for name in [
            "Martuni",
            "Martouni",
            "Martoni",
            "Xocavənd",
            "Xocavend",
            "Khojavend",
            "Мартуни",
            "Մարտունի",
            "MARTUNI",
            "Martunni",
        ] {
            assert!(martuni(name), "{name}");
        }
    }

    #[test]
    fn the_index_is_what_was_built() {
        Gazetteer::embedded().verify().unwrap();
    }

    #[test]
    fn all_places_of_geonames_are_there() {
        let summary = &Gazetteer::embedded().summaries()[0];
        let about: serde_json::Value = serde_json::from_str(&summary.about).unwrap();
        assert_eq!(about["rows"]["places"], 234_908);
        assert_eq!(about["rows"]["continents"], 7);
        assert!(summary.names > 700_000, "{}", summary.names);
    }

    #[test]
    fn every_name_is_found_again() {
        let gazetteer = Gazetteer::embedded();
        let mut number = 0u32;
        gazetteer.for_each_name(|name, places| {
            number += 1;
            assert_eq!(names::fold(name), name, "names of the index are folded");
            // The transducer gives what it was given; one in 499 is looked up the long way too, by search.
            if number.is_multiple_of(499) {
                let found = gazetteer
                    .search(name, &Search { limit: usize::MAX, likeness: Likeness::Same, ..Search::default() });
                assert!(places.iter().all(|(place, _)| found.iter().any(|f| f.place == *place)), "{name}");
            }
        });
        assert!(number > 700_000, "{number}");
    }

    #[test]
    fn a_search_in_a_country_finds_nothing_elsewhere() {
        let gazetteer = Gazetteer::embedded();
        let found = gazetteer.search("Paris", &Search { country: Some("us".into()), ..Search::default() });
        assert!(found.len() > 3);
        assert!(found.iter().all(|f| gazetteer.place(f.place).unwrap().country_code().as_deref() == Some("US")));
    }

    #[test]
    fn the_nearer_of_two_namesakes_comes_first() {
        let gazetteer = Gazetteer::embedded();
        let first = |lon, lat| {
            let found = gazetteer.search("Martuni", &Search { near: Some(LonLat::new(lon, lat)), ..Search::default() });
            gazetteer.place(found[0].place).unwrap().id().0
        };
        assert_eq!(first(45.3, 40.3), "geonames:616438");
        assert_eq!(first(46.75, 39.8), "geonames:146969");
    }

    #[test]
    fn a_position_lies_in_its_region_state_and_country() {
        let gazetteer = Gazetteer::embedded();
        let ids: Vec<String> = gazetteer
            .containing(LonLat::new(46.75, 39.82))
            .iter()
            .map(|p| gazetteer.place(*p).unwrap().id().0)
            .collect();
        assert!(ids.contains(&"reportmap:nagorno-karabakh".to_owned()), "{ids:?}");
        assert!(ids.contains(&"geonames:587116".to_owned()), "{ids:?}");
    }

    #[test]
    fn the_nearest_towns_of_a_position_come_in_order() {
        let gazetteer = Gazetteer::embedded();
        let near = gazetteer.nearest(LonLat::new(47.11, 39.79), Metres(20_000.0), 3);
        assert_eq!(gazetteer.place(near[0].0).unwrap().id().0, "geonames:146969");
        assert!(near.windows(2).all(|w| w[0].1 <= w[1].1));
    }

    #[test]
    fn names_of_the_news_have_their_place() {
        let gazetteer = Gazetteer::embedded();
        for (name, lon, lat, km) in [
            ("Neches River", -94.5, 31.2, 100.0),
            ("Bab el-Mandeb", 43.3, 12.6, 100.0),
            ("Hedmark", 11.5, 61.4, 100.0),
            ("County Mayo", -9.3, 53.9, 50.0),
            ("Lot-et-Garonne", 0.5, 44.35, 50.0),
            ("South West England", -3.2, 50.9, 150.0),
            ("Heathrow", -0.46, 51.47, 10.0),
            ("Zaatari", 36.33, 32.29, 10.0),
            ("Rangoon", 96.16, 16.8, 30.0),
            ("Nellore district", 79.9, 14.3, 100.0),
        ] {
            let found = gazetteer.search(name, &Search { likeness: Likeness::Same, ..Search::default() });
            let near = |place| distance(gazetteer.place(place).unwrap().at(), LonLat::new(lon, lat)).0 / 1000.0;
            assert!(found.iter().any(|f| near(f.place) < km), "{name}: {found:?}");
        }
    }

    #[test]
    fn every_asset_is_read() {
        let gazetteer = Gazetteer::embedded();
        assert!(gazetteer.assets().len() > 100);
        let btc = gazetteer.assets().iter().find(|a| a.id.0 == "pipeline:btc").unwrap();
        assert_eq!(btc.commodities, ["oil"]);
        assert_eq!(btc.published_length, Some(crate::geography::Km(1768.0)));
    }
}

//! Gazetteers from outside: asking everything of one that was opened, and giving a made one the sums of an honest one.

use crate::{on_earth, share};
use reportmap::gazetteer::{FeatureClass, Gazetteer, Likeness, PlaceId, PlaceRef, Search};
use reportmap::geography::{LonLat, Metres, Side};
use reportmap::text::Text;
use sha2::{Digest, Sha256};

const TABLE: usize = 64;
const SECTIONS: usize = 17;
const BLOCK: usize = 16 * 1024;
const HASHES: usize = TABLE + SECTIONS * 16;

/// The same bytes with the header, the hashes and the digest of docs/gazetteer-format.md: what a hostile author would do. The
/// table of sections and the body stay as they are.
pub fn sealed(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let blocks = bytes.len().checked_sub(HASHES + 64)?.div_ceil(BLOCK);
    let body = (HASHES + blocks * 8).next_multiple_of(64);
    let hashes: Vec<u8> = bytes
        .get(body..)?
        .chunks(BLOCK)
        .flat_map(|block| twox_hash::XxHash3_64::oneshot(block).to_le_bytes())
        .collect();
    let length = bytes.len() as u64;
    let mut put = |at: usize, what: &[u8]| bytes.get_mut(at..at + what.len()).map(|place| place.copy_from_slice(what));
    put(0, b"RMGAZ\0\0\0")?;
    put(8, &4u32.to_le_bytes())?;
    put(12, &(SECTIONS as u32).to_le_bytes())?;
    put(16, &length.to_le_bytes())?;
    put(24, &(BLOCK as u32).to_le_bytes())?;
    put(28, &u32::try_from(body).ok()?.to_le_bytes())?;
    put(HASHES, &hashes)?;
    let digest = Sha256::new().chain_update(bytes.get(..32)?).chain_update(bytes.get(TABLE..body)?).finalize();
    bytes.get_mut(32..TABLE)?.copy_from_slice(&digest);
    Some(bytes)
}

/// Names that are looked for: some of the seed's, some not.
const NAMES: [&str; 6] = ["Goma", "Gomma", "San", "Kupyansk", "Куп'янськ", "a"];

/// Asks everything that a gazetteer answers.
pub fn ask(gazetteer: &Gazetteer) {
    let _ = (gazetteer.versions(), gazetteer.summaries(), gazetteer.assets().len(), gazetteer.asset_names().len());
    let rows: Vec<PlaceRef> = gazetteer.all().map(|view| view.handle()).take(64).collect();
    rows.iter().for_each(|place| row(gazetteer, *place));
    for name in NAMES {
        for likeness in [Likeness::Same, Likeness::Prefix, Likeness::Spelling, Likeness::Typing, Likeness::Edits] {
            let found = gazetteer.search(name, &Search { likeness, ..Search::default() });
            assert!(found.len() <= Search::default().limit);
            assert!(found.array_windows().all(|[one, next]| one.score >= next.score), "the best is not first");
            found.iter().for_each(|one| share(one.score));
        }
        let _ = gazetteer.named(name);
    }
    let filtered = Search {
        country: Some("CD".to_owned()),
        classes: vec![FeatureClass::Populated],
        bounds: Some([0.0, -10.0, 60.0, 60.0]),
        near: Some(LonLat::new(29.0, -1.0)),
        ..Search::default()
    };
    let _ = gazetteer.search("Goma", &filtered);
    let mut names = 0;
    gazetteer.for_each_name(|_, places| names += places.len());
    let text = Text::new("Goma and San Juan de la Maguana, Kupiansk");
    for token in 0..text.tokens().len() {
        for found in gazetteer.names_at(&text, token) {
            assert!(found.tokens.start == token && found.tokens.end <= text.tokens().len());
            let _ = found.places(gazetteer);
        }
    }
    for id in ["geonames:216281", "x:1", "reportmap:none"] {
        let _ = gazetteer.by_id(&PlaceId(id.to_owned()));
    }
    for country in ["CD", "UA", "XX", "é"] {
        let Some(country) = gazetteer.country(country) else { continue };
        let _ = (gazetteer.coast(country), gazetteer.neighbours(country), gazetteer.border(country, country));
    }
    for at in [LonLat::new(29.23, -1.67), LonLat::new(37.6, 49.7), LonLat::new(180.0, 90.0), LonLat::new(-180.0, -90.0)]
    {
        let _ = (gazetteer.containing(at), gazetteer.p_codes(at), gazetteer.p_codes_within(at, Metres(5000.0)));
        let near = gazetteer.nearest(at, Metres(50_000.0), 5);
        assert!(near.len() <= 5 && near.iter().all(|(_, far)| (0.0..=50_000.0).contains(&far.0)), "{near:?}");
    }
    let _ = (gazetteer.within([-180.0, -90.0, 180.0, 90.0], |_| true), gazetteer.p_code_levels());
    let _ = (gazetteer.verify(), gazetteer.sound());
}

fn row(gazetteer: &Gazetteer, place: PlaceRef) {
    let Some(view) = gazetteer.place(place) else { return };
    on_earth(view.at());
    let _ = (view.id(), view.name(), view.other_name(), view.full_name(), view.feature_class(), view.feature_code());
    let _ = (view.level(), view.layer(), view.country_code(), view.admin1(), view.population(), view.details());
    assert!(view.precision().0 >= 0.0);
    let _ = (gazetteer.area(place), gazetteer.line(place), gazetteer.outline(place));
    for bearing in [None, Some(0.0), Some(225.0)] {
        let _ = gazetteer.part(place, Side::towards(bearing));
    }
    let _ = gazetteer.by_id(&view.id());
}

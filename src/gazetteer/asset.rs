//! Infrastructure the gazetteer knows: pipelines as lines, terminals, dams, airports and crossings as points.

use super::names::fold;
use super::{Gazetteer, PlaceId};
use crate::geography::{Km, LonLat, Metres, distance, distance_to};
use crate::text::WordMap;

/// An asset of the curated tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// `pipeline:btc`, `asset:kakhovka-dam`.
    pub id: PlaceId,
    /// Its id in Wikidata (`Q899`), where known.
    pub wikidata: Option<String>,
    /// Its usual English name.
    pub name: String,
    /// Other names and abbreviations, in any language.
    pub names: Vec<String>,
    /// `pipeline`, `oil_terminal`, `gas_terminal`, `refinery`, `port`, `dam`, `power_station`, `nuclear_plant`, `airport`,
    /// `airbase`, `bridge`, `border_crossing`, …
    pub kind: String,
    /// `oil`, `gas`, `products`; empty for others.
    pub commodities: Vec<String>,
    /// Who runs it, where known.
    pub operator: Option<String>,
    /// ISO 3166-1 alpha-2 of the countries it lies in.
    pub countries: Vec<String>,
    /// `operating`, `idle`, `planned`, `shutdown`, `destroyed`; empty when unknown.
    pub state: String,
    /// What a line is for: `export`, `import`, `domestic`; empty for others.
    pub flow: String,
    /// Length its operator publishes.
    pub published_length: Option<Km>,
    /// How far the drawn line or point may lie from the true one.
    pub precision: Metres,
    /// Where it is.
    pub site: AssetSite,
    /// Where the facts come from.
    pub source: String,
}

/// Where an asset is.
#[derive(Debug, Clone, PartialEq)]
pub enum AssetSite {
    /// Drawn through its way-points: schematic.
    Line(geo::MultiLineString<f64>),
    /// A point.
    Point(LonLat),
}

impl Asset {
    /// What others call it by, with their names: `wikidata:Q899`.
    pub fn other_ids(&self) -> Vec<String> {
        self.wikidata.iter().map(|id| format!("wikidata:{id}")).collect()
    }

    /// A point of it: its own, or one in the middle of its line.
    pub fn point(&self) -> Option<LonLat> {
        match &self.site {
            AssetSite::Point(at) => Some(*at),
            AssetSite::Line(lines) => {
                let line = &lines.0.first()?.0;
                line.get(line.len() / 2).map(|at| LonLat::new(at.x, at.y))
            }
        }
    }

    /// Whether it has this name, but for case, accents and punctuation.
    pub fn is_called(&self, name: &str) -> bool {
        let wanted = fold(name);
        self.folded().any(|name| name == wanted)
    }

    /// Its names, folded; "Golden Gate Bridge, United States" is looked for without its country, too.
    fn folded(&self) -> impl Iterator<Item = String> {
        let short = |name: &str| name.split(", ").next().map(fold);
        std::iter::once(&self.name).chain(&self.names).flat_map(move |name| [Some(fold(name)), short(name)]).flatten()
    }

    fn far_from(&self, at: LonLat) -> Option<Metres> {
        match &self.site {
            AssetSite::Line(lines) => distance_to(at, &geo::Geometry::MultiLineString(lines.clone())),
            AssetSite::Point(point) => Some(distance(at, *point)),
        }
    }
}

/// The names of assets that are two words or more, by their first word.
pub type AssetNames = WordMap<Vec<AssetName>>;

/// A name, and what is called by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetName {
    /// Its folded words: `kirkuk`, `ceyhan`, `pipeline`.
    pub words: Vec<String>,
    /// The numbers of the assets among [`Gazetteer::assets`], in order.
    pub assets: Vec<usize>,
}

impl Gazetteer {
    /// What texts call assets by.
    pub fn asset_names(&self) -> &AssetNames {
        self.asset_names.get_or_init(|| {
            let mut out = AssetNames::default();
            for (number, asset) in self.assets().iter().enumerate() {
                for name in std::iter::once(&asset.name).chain(&asset.names) {
                    let words: Vec<String> = fold(name).split(' ').map(str::to_owned).collect();
                    let Some(first) = words.first().filter(|_| words.len() > 1) else { continue };
                    let listed = out.entry(first.clone()).or_default();
                    match listed.iter_mut().find(|known| known.words == words) {
                        Some(known) if known.assets.last() == Some(&number) => {}
                        Some(known) => known.assets.push(number),
                        None => listed.push(AssetName { words, assets: vec![number] }),
                    }
                }
            }
            out
        })
    }

    /// The assets that have a name, but for case, accents and punctuation, in the order of their ids; with `begins` also those of which
    /// one begins so.
    pub fn assets_named(&self, name: &str, begins: bool) -> Vec<&Asset> {
        let wanted = fold(name);
        if wanted.is_empty() {
            return Vec::new();
        }
        let is_it = |asset: &&Asset| asset.folded().any(|n| n == wanted || (begins && n.starts_with(&wanted)));
        self.assets().iter().filter(is_it).collect()
    }

    /// The assets within a distance of a position, the nearest first.
    pub fn assets_near(&self, at: LonLat, within: Metres) -> Vec<(&Asset, Metres)> {
        let mut out: Vec<(&Asset, Metres)> = self
            .assets()
            .iter()
            .filter_map(|asset| Some((asset, asset.far_from(at)?)))
            .filter(|(_, far)| *far <= within)
            .collect();
        out.sort_by(|a, b| a.1.0.total_cmp(&b.1.0).then_with(|| a.0.id.cmp(&b.0.id)));
        out
    }
}

/// An asset as the index holds it: one JSON object a line.
#[derive(serde::Deserialize)]
struct Line {
    id: String,
    name: String,
    names: Vec<String>,
    kind: String,
    commodities: Vec<String>,
    operator: String,
    countries: Vec<String>,
    state: String,
    #[serde(default)]
    flow: String,
    length_km: Option<f64>,
    precision_m: f64,
    #[serde(default)]
    line: Vec<[f64; 2]>,
    point: Option<[f64; 2]>,
    #[serde(default)]
    wikidata: String,
    source: String,
}

/// Reads the assets of an index; read at first use, some hundred lines.
pub(super) fn read(lines: &str) -> impl Iterator<Item = Asset> {
    lines.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()).map(|line| Asset {
        id: PlaceId(line.id),
        wikidata: (!line.wikidata.is_empty()).then_some(line.wikidata),
        name: line.name,
        names: line.names,
        kind: line.kind,
        commodities: line.commodities,
        operator: (!line.operator.is_empty()).then_some(line.operator),
        countries: line.countries,
        state: line.state,
        flow: line.flow,
        published_length: line.length_km.map(Km),
        precision: Metres(line.precision_m),
        site: match line.point {
            Some([lon, lat]) => AssetSite::Point(LonLat::new(lon, lat)),
            None => AssetSite::Line(geo::MultiLineString(vec![line.line.into()])),
        },
        source: line.source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infrastructure_is_found_by_name_and_position_with_its_ids() {
        let gazetteer = Gazetteer::embedded();
        let named = gazetteer.assets_named("golden gate bridge", false);
        assert_eq!(named[0].other_ids(), ["wikidata:Q44440"]);
        let at = named[0].point().unwrap();
        let (nearest, far) = gazetteer.assets_near(at, Metres(5_000.0))[0];
        assert_eq!((&nearest.id, far), (&named[0].id, Metres(0.0)));
        assert!(gazetteer.assets_named("golden", true).iter().any(|asset| asset.id == named[0].id));
        assert!(gazetteer.assets_named("golden", false).is_empty() && gazetteer.assets_named("", true).is_empty());
    }

    #[test]
    fn wikidata_ids_of_the_tables_are_in_the_index() {
        let gazetteer = Gazetteer::embedded();
        let known: Vec<&str> = gazetteer.assets().iter().filter_map(|asset| asset.wikidata.as_deref()).collect();
        assert_eq!(known, ["Q125006", "Q44440", "Q7350", "Q899", "Q12514"]);
    }
}

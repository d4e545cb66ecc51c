//! Which assets a sentence names or means.

use super::state::told_of;
use crate::gazetteer::{Asset, AssetSite, Gazetteer, Level};
use crate::geography::{LonLat, Metres, distance, nearest_on_lines};
use crate::incident::grammar;
use crate::incident::lexicon::LEXICON;
use crate::incident::scene::Scene;
use crate::recognize::Role;
use crate::resolve::Toponym;
use geo::{Contains, Intersects, Point};
use std::ops::Range;

/// An asset that is named must lie within this of a place that is named beside it.
const BESIDE: Metres = Metres(60_000.0);

/// … and one that is meant by its kind alone within this: the power plant 40 km off is that of another town.
const OF_A_TOWN: Metres = Metres(30_000.0);

/// The words of an asset, its kind, and the assets of the tables that they may be.
pub(super) type Meant<'g> = (Range<usize>, String, Vec<&'g Asset>);

/// Assets called by their names.
pub(super) fn named<'g>(scene: &Scene<'_>, sentence: Range<usize>, gazetteer: &'g Gazetteer) -> Vec<Meant<'g>> {
    let mut out: Vec<Meant<'g>> = Vec::new();
    let mut token = sentence.start;
    while token < sentence.end {
        let listed = gazetteer.asset_names().get(scene.word(token)).into_iter().flatten();
        let longest = listed
            .filter_map(|name| end_of(scene, token, &name.words, sentence.end).map(|end| (end, &name.assets)))
            .max_by_key(|(end, _)| *end);
        let Some((end, numbers)) = longest else {
            token += 1;
            continue;
        };
        let assets: Vec<&Asset> = numbers.iter().filter_map(|number| gazetteer.assets().get(*number)).collect();
        if let Some(first) = assets.first() {
            out.push((token..end, first.kind.clone(), assets));
        }
        token = end;
    }
    out
}

/// The end of a name that starts at a token; hyphens and dashes between its words are passed over.
fn end_of(scene: &Scene<'_>, token: usize, name: &[String], limit: usize) -> Option<usize> {
    let mut at = token;
    for (number, word) in name.iter().enumerate() {
        while number > 0 && matches!(scene.written(at), "-" | "–" | "—" | "‑") {
            at += 1;
        }
        if at >= limit || scene.word(at) != word {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Assets meant by their kind: `its pipelines … through the southern Caucasus`, `the airport in Hatay`.
pub(super) fn meant<'g>(scene: &Scene<'_>, sentence: Range<usize>, gazetteer: &'g Gazetteer) -> Vec<Meant<'g>> {
    let mut out: Vec<Meant<'g>> = Vec::new();
    let all: Vec<(Range<usize>, &String)> = scene.phrases(&LEXICON.assets, sentence.clone()).collect();
    for (number, (tokens, kind)) in all.iter().cloned().enumerate() {
        // "the State University Hospital" is one thing: what its last word says.
        let part = all.get(number + 1).is_some_and(|(next, _)| next.start == tokens.end);
        if part || !is_asset(scene, &tokens, kind) || out.iter().any(|(_, known, _)| known == kind) {
            continue;
        }
        let assets = if kind == "pipeline" {
            lines(scene, sentence.clone(), &tokens, gazetteer)
        } else {
            spots(scene, &tokens, kind, gazetteer)
        };
        out.push((tokens, kind.clone(), assets));
    }
    out
}

/// "dam" and "bridge" as names or figures are left out; roads and hospitals count when something happens to them.
fn is_asset(scene: &Scene<'_>, tokens: &Range<usize>, kind: &str) -> bool {
    let touched = scene.has(&LEXICON.states, told_of(scene, tokens));
    let figure = matches!(scene.word(tokens.end), "the" | "gap" | "loan" | "club")
        || matches!(scene.word(tokens.start.saturating_sub(1)), "to" | "will" | "would");
    !figure && (touched || kind == "pipeline") && !is_in_name(scene, tokens)
}

/// Whether the words stand in the name of a town or an area: `Port Sudan`.
fn is_in_name(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    scene.toponyms_in(scene.clause(tokens.start)).any(|toponym| {
        let name = scene.tokens_of(toponym);
        name.start <= tokens.start
            && tokens.end <= name.end
            && name.len() > tokens.len()
            && toponym.role != Role::Relative
            && toponym.place.as_ref().is_some_and(|place| place.level < Level::Site)
    })
}

/// Pipelines that carry what the sentence says, through where it says, owned by whom it says.
fn lines<'g>(
    scene: &Scene<'_>,
    sentence: Range<usize>,
    tokens: &Range<usize>,
    gazetteer: &'g Gazetteer,
) -> Vec<&'g Asset> {
    let wanted = carried(scene, &sentence, tokens);
    let exported =
        sentence.clone().any(|t| matches!(scene.word(t), "export" | "exports" | "markets" | "market" | "exported"));
    let places: Vec<&Toponym> = scene.toponyms_in(sentence.clone()).filter(|t| t.place.is_some()).collect();
    // Where they run is said behind them: "pipelines … through the southern Caucasus".
    let behind = |t: &&Toponym| t.role == Role::Literal && scene.tokens_of(t).start >= tokens.end;
    let through: Vec<&Toponym> = places.iter().copied().filter(behind).collect();
    // Whose they are is said last before them: "Azerbaijan … its pipelines".
    let owner = |t: &&&Toponym| {
        matches!(t.role, Role::Metonym | Role::Demonym | Role::Literal) && scene.tokens_of(t).end <= tokens.start
    };
    let owners: Vec<&str> =
        places.iter().rfind(owner).and_then(|t| t.place.as_ref()?.country.as_deref()).into_iter().collect();
    if through.is_empty() && owners.is_empty() {
        return Vec::new();
    }
    let possessed = sentence.clone().any(|t| matches!(scene.word(t), "its" | "their")) && !owners.is_empty();
    let areas: Vec<_> = through
        .iter()
        .filter(|t| t.place.as_ref().is_some_and(|p| p.level < Level::Place))
        .filter_map(|t| gazetteer.outline(t.place_ref?))
        .collect();
    let towns: Vec<LonLat> =
        through.iter().filter_map(|t| t.place.as_ref()).filter(|p| p.level >= Level::Place).map(|p| p.at).collect();
    let fits = |asset: &&Asset| {
        // "a gas pipeline near Yevlakh".
        let beside = areas.is_empty() || !towns.is_empty();
        let beside = !beside || towns.iter().all(|at| far(asset, *at) <= BESIDE);
        let carries = wanted.is_empty() || asset.commodities.iter().any(|c| wanted.contains(&c.as_str()));
        let owned = !possessed || asset.countries.iter().any(|c| owners.contains(&c.as_str()));
        let crosses = areas.is_empty()
            || areas.iter().all(|area| match &asset.site {
                AssetSite::Line(lines) => area.geometry().intersects(lines),
                AssetSite::Point(at) => area.geometry().contains(&Point::from(*at)),
            });
        // What goes to markets abroad is an export line.
        let trunk = !exported || asset.flow == "export";
        asset.kind == "pipeline"
            && carries
            && owned
            && crosses
            && beside
            && trunk
            && !matches!(asset.state.as_str(), "planned" | "destroyed")
    };
    let all: Vec<&Asset> = gazetteer.assets().iter().filter(fits).collect();
    // More than a handful is no answer to "which pipelines".
    if all.len() <= 8 { all } else { Vec::new() }
}

/// The asset of a kind beside the place that the clause names.
fn spots<'g>(scene: &Scene<'_>, tokens: &Range<usize>, kind: &str, gazetteer: &'g Gazetteer) -> Vec<&'g Asset> {
    let clause = scene.clause(tokens.start);
    let near = scene
        .toponyms_in(clause)
        .filter(|t| t.role == Role::Literal)
        .filter_map(|t| t.place.as_ref())
        .filter(|p| p.level >= Level::Place)
        .map(|p| p.at)
        .next();
    let Some(at) = near else { return Vec::new() };
    let same = gazetteer.assets().iter().filter(|a| a.kind == kind && far(a, at) <= OF_A_TOWN);
    same.min_by(|a, b| far(a, at).0.total_cmp(&far(b, at).0)).into_iter().collect()
}

/// How far an asset is from a point.
fn far(asset: &Asset, at: LonLat) -> Metres {
    match &asset.site {
        AssetSite::Point(site) => distance(at, *site),
        AssetSite::Line(lines) => nearest_on_lines(at, lines).map_or(Metres(f64::INFINITY), |(_, far)| far),
    }
}

/// What a pipeline carries: by the words right before it (`a gas pipeline`), else by those of its sentence.
pub(super) fn carried(scene: &Scene<'_>, sentence: &Range<usize>, tokens: &Range<usize>) -> Vec<&'static str> {
    let said = |range: Range<usize>| {
        ["oil", "gas"].into_iter().filter(|c| range.clone().any(|t| scene.word(t) == *c)).collect::<Vec<_>>()
    };
    let own = said(tokens.start.saturating_sub(3).max(sentence.start)..tokens.end);
    if own.is_empty() { said(sentence.clone()) } else { own }
}

/// The tokens of the whole name of an asset: `State University Hospital`, where only its last word says what it is.
pub(super) fn name_of(scene: &Scene<'_>, tokens: &Range<usize>) -> Range<usize> {
    let capital = |t: usize| scene.written(t).starts_with(char::is_uppercase);
    let first = scene.sentence(tokens.start).start;
    // "Pan-American Highway": a hyphen joins.
    let joins = |t: usize| scene.written(t) == "-" && capital(t.saturating_sub(1));
    let part = |t: &usize| (capital(*t) || joins(*t)) && !grammar::opens_noun(scene.word(*t));
    let before = (first..tokens.start).rev().take_while(part).last();
    before.filter(|_| capital(tokens.start)).unwrap_or(tokens.start)..tokens.end
}

//! Infrastructure: the assets that a report names or means, what it says of their state, and how near the incidents are.

use super::incident::{AssetStatus, Certainty, Claim, Evidence, Incident, Infrastructure, Stance};
use super::lexicon::LEXICON;
use super::scene::Scene;
use super::{grammar, locate, parties};
use crate::gazetteer::{Asset, AssetSite, Gazetteer, Level};
use crate::geography::{Km, LonLat, Metres, decimals, distance, nearest_on_lines};
use crate::recognize::Role;
use crate::resolve::Toponym;
use geo::{Contains, Intersects, Point};
use std::ops::Range;

/// An asset that is named must lie within this of a place that is named beside it.
const BESIDE: Metres = Metres(60_000.0);

/// … and one that is meant by its kind alone within this: the power plant 40 km off is that of another town.
const OF_A_TOWN: Metres = Metres(30_000.0);

/// Finds them, in text order.
pub(super) fn find(scene: &Scene<'_>, gazetteer: &Gazetteer) -> Vec<Infrastructure> {
    let mut out: Vec<Infrastructure> = Vec::new();
    for sentence in scene.text.sentences() {
        let range = sentence.tokens.clone();
        let mut found = named(scene, range.clone(), gazetteer);
        let called: Vec<(Range<usize>, String)> =
            found.iter().map(|(tokens, kind, _)| (tokens.clone(), kind.clone())).collect();
        // "The Baku–Tbilisi–Ceyhan pipeline" is meant by no other word of its clause, and by no word of its name.
        let other = |(tokens, kind, _): &Meant<'_>| {
            called.iter().all(|(name, known)| {
                !name.contains(&tokens.start) && (kind != known || !scene.clause(name.start).contains(&tokens.start))
            })
        };
        found.extend(meant(scene, range.clone(), gazetteer).into_iter().filter(other));
        found.sort_by_key(|(tokens, ..)| tokens.start);
        if found.is_empty() {
            later(scene, range, &mut out);
            continue;
        }
        for (tokens, kind, assets) in found {
            let asset = infrastructure(scene, range.clone(), tokens, kind, &assets);
            let same = |known: &&mut Infrastructure| {
                known.kind == asset.kind
                    && (known.place_id.is_none() || asset.place_id.is_none() || known.place_id == asset.place_id)
                    && (known.asset_ids == asset.asset_ids || asset.asset_ids.is_empty() || known.asset_ids.is_empty())
            };
            match out.iter_mut().find(same) {
                Some(known) => join(known, asset),
                None => out.push(asset),
            }
        }
    }
    out
}

/// Says of each how near the nearest incident is.
pub(super) fn measure(found: &mut [Infrastructure], incidents: &[Incident], gazetteer: &Gazetteer) {
    for asset in found {
        (asset.nearest_incident_km, asset.nearest_incident) = nearest(asset, incidents, gazetteer);
    }
}

type Meant<'g> = (Range<usize>, String, Vec<&'g Asset>);

/// Assets called by their names.
fn named<'g>(scene: &Scene<'_>, sentence: Range<usize>, gazetteer: &'g Gazetteer) -> Vec<Meant<'g>> {
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
fn meant<'g>(scene: &Scene<'_>, sentence: Range<usize>, gazetteer: &'g Gazetteer) -> Vec<Meant<'g>> {
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
fn carried(scene: &Scene<'_>, sentence: &Range<usize>, tokens: &Range<usize>) -> Vec<&'static str> {
    let said = |range: Range<usize>| {
        ["oil", "gas"].into_iter().filter(|c| range.clone().any(|t| scene.word(t) == *c)).collect::<Vec<_>>()
    };
    let own = said(tokens.start.saturating_sub(3).max(sentence.start)..tokens.end);
    if own.is_empty() { said(sentence.clone()) } else { own }
}

fn infrastructure(
    scene: &Scene<'_>,
    sentence: Range<usize>,
    tokens: Range<usize>,
    kind: String,
    assets: &[&Asset],
) -> Infrastructure {
    let (span, text) = scene.quote(scene.clause(tokens.start));
    let mut commodities: Vec<String> = assets.iter().flat_map(|a| a.commodities.clone()).collect();
    if commodities.is_empty() && kind == "pipeline" {
        commodities = carried(scene, &sentence, &tokens).into_iter().map(str::to_owned).collect();
    }
    commodities.sort();
    commodities.dedup();
    // One that no gazetteer knows is where its words say.
    let located = assets.is_empty().then(|| locate::of_words(scene, &tokens)).flatten();
    let mut out = Infrastructure {
        place_id: located.as_ref().map(|l| l.place.id.clone()),
        place_name: located.as_ref().map(|l| l.place.name.clone()),
        lat: located.as_ref().map(|l| l.at.lat),
        lon: located.as_ref().map(|l| l.at.lon),
        precision_m: located.as_ref().map(|l| Metres(l.precision.0.round())),
        name: scene.text.slice(scene.text.span_of(name_of(scene, &tokens))).to_owned(),
        kind,
        commodities,
        asset_ids: assets.iter().map(|a| a.id.clone()).collect(),
        asset_names: assets.iter().map(|a| a.name.clone()).collect(),
        status: AssetStatus::Mentioned,
        as_of: scene.published,
        also: None,
        status_by: Vec::new(),
        concern_by: Vec::new(),
        claims: Vec::new(),
        nearest_incident_km: None,
        nearest_incident: None,
        evidence: vec![Evidence { span, text }],
    };
    state(scene, told_of(scene, &tokens), &tokens, &mut out);
    out
}

/// The tokens of the whole name of an asset: `State University Hospital`, where only its last word says what it is.
fn name_of(scene: &Scene<'_>, tokens: &Range<usize>) -> Range<usize> {
    let capital = |t: usize| scene.written(t).starts_with(char::is_uppercase);
    let first = scene.sentence(tokens.start).start;
    // "Pan-American Highway": a hyphen joins.
    let joins = |t: usize| scene.written(t) == "-" && capital(t.saturating_sub(1));
    let part = |t: &usize| (capital(*t) || joins(*t)) && !grammar::opens_noun(scene.word(*t));
    let before = (first..tokens.start).rev().take_while(part).last();
    before.filter(|_| capital(tokens.start)).unwrap_or(tokens.start)..tokens.end
}

/// Where the state of an asset is told: its clause, with a relative clause right behind it where that tells none.
fn told_of(scene: &Scene<'_>, tokens: &Range<usize>) -> Range<usize> {
    let clause = scene.clause(tokens.start);
    let relative = scene.written(tokens.end) == "," && matches!(scene.word(tokens.end + 1), "which" | "that");
    if relative && !scene.has(&LEXICON.states, clause.clone()) {
        let behind = scene.clause(tokens.end + 2);
        return clause.start..behind.end.max(clause.end);
    }
    clause
}

/// Tokens that a word before an asset seems further off than one behind it.
const BEHIND: usize = 2;

/// What a clause says of the state of an asset at these tokens.
fn state(scene: &Scene<'_>, clause: Range<usize>, tokens: &Range<usize>, asset: &mut Infrastructure) {
    // "the Russian-occupied plant": who holds it is no news.
    let compound = |cue: &Range<usize>| scene.written(cue.start.saturating_sub(1)) == "-";
    // What is said of a thing mostly stands behind it.
    let far = |cue: &Range<usize>| match cue.start.checked_sub(tokens.end) {
        Some(gap) => gap,
        None => tokens.start.saturating_sub(cue.end) + BEHIND,
    };
    let cues = scene.phrases(&LEXICON.states, clause.clone()).filter(|(cue, _)| !compound(cue));
    let Some((cue, word)) = cues.min_by_key(|(cue, _)| far(cue)) else { return };
    let negated = scene.has(&LEXICON.negation, clause.start..cue.start)
        || matches!(scene.word(cue.start.saturating_sub(1)), "no" | "not" | "without");
    let status = match word.as_str() {
        "damaged" => AssetStatus::Damaged,
        "destroyed" => AssetStatus::Destroyed,
        "attacked" => AssetStatus::Attacked,
        "disrupted" => AssetStatus::Disrupted,
        "closed" => AssetStatus::Closed,
        "seized" => AssetStatus::Seized,
        "restored" => AssetStatus::Restored,
        "undamaged" => AssetStatus::Undamaged,
        _ => AssetStatus::AtRisk,
    };
    let status = if negated
        && matches!(
            status,
            AssetStatus::Damaged | AssetStatus::Destroyed | AssetStatus::Attacked | AssetStatus::Disrupted
        ) {
        AssetStatus::Undamaged
    } else if negated {
        return;
    } else {
        status
    };
    let unreal = scene.has(&LEXICON.unreal, clause.start..cue.start) && status != AssetStatus::AtRisk;
    let status = if unreal { AssetStatus::AtRisk } else { status };
    let speaker =
        if status == AssetStatus::AtRisk { worried(scene, &clause, cue.start) } else { speaker(scene, &clause) };
    record(scene, clause, &cue, status, speaker, asset);
}

/// Notes a state: the first one is the status, one that also holds stands beside it.
fn record(
    scene: &Scene<'_>,
    clause: Range<usize>,
    cue: &Range<usize>,
    status: AssetStatus,
    speaker: Option<Range<usize>>,
    asset: &mut Infrastructure,
) {
    let name = speaker.clone().map_or_else(|| "reporter".to_owned(), |s| parties::name(scene, s));
    let (span, quote) = scene.quote(clause);
    asset.claims.push(Claim {
        speaker_role: speaker.map_or("reporter", |s| parties::speaker_role(scene, s)).to_owned(),
        speaker: name.clone(),
        stance: match status {
            AssetStatus::AtRisk => Stance::Concern,
            AssetStatus::Undamaged => Stance::Denies,
            _ => Stance::Asserts,
        },
        certainty: Certainty::Certain,
        cue: scene.text.slice(scene.text.span_of(cue.clone())).to_owned(),
        quote: quote.clone(),
        span,
    });
    if !asset.evidence.iter().any(|e| e.span == span) {
        asset.evidence.push(Evidence { span, text: quote });
    }
    let list = if status == AssetStatus::AtRisk { &mut asset.concern_by } else { &mut asset.status_by };
    if !list.contains(&name) {
        list.push(name);
    }
    // What is known outweighs what is feared.
    let before = asset.status;
    if asset.status == AssetStatus::Mentioned {
        asset.status = status;
    } else if asset.status == AssetStatus::AtRisk && status != AssetStatus::AtRisk {
        asset.also = Some(AssetStatus::AtRisk);
        asset.status = status;
    } else if asset.status != status {
        asset.also = Some(status);
    }
    if asset.status != before {
        asset.as_of = scene.when(cue).and_then(|when| when.days).map(|(_, last)| last).or(scene.published);
    }
}

fn speaker(scene: &Scene<'_>, clause: &Range<usize>) -> Option<Range<usize>> {
    let sentence = scene.sentence(clause.start);
    // Up to the semicolons around it: what stands behind one is somebody else's.
    let mark = |t: &usize| scene.written(*t) == ";";
    let start = (sentence.start..clause.start).rev().find(mark).map_or(sentence.start, |t| t + 1);
    let end = (clause.end..sentence.end).find(mark).unwrap_or(sentence.end);
    let said = |range: Range<usize>| scene.phrase(&LEXICON.say, range).map(|(verb, ())| verb);
    let verb = said(clause.clone()).or_else(|| said(start..end))?;
    if scene.word(verb.start) == "according" {
        parties::after(scene, verb.end)
    } else {
        parties::before(scene, verb.start)
    }
}

/// Who expresses concern: the subject, or what a relative clause hangs on (`denied by X, which expressed concern`).
fn worried(scene: &Scene<'_>, clause: &Range<usize>, cue: usize) -> Option<Range<usize>> {
    let relative = clause.clone().take(3).find(|t| matches!(scene.word(*t), "which" | "who"));
    let head = match relative {
        Some(which) => {
            let sentence = scene.sentence(which);
            scene.toponyms_in(sentence.start..which).last().map(|t| scene.tokens_of(t))
        }
        None => scene
            .toponyms_in(clause.start..cue)
            .find(|t| matches!(t.role, Role::Metonym | Role::Literal | Role::Demonym))
            .map(|t| scene.tokens_of(t)),
    };
    head.filter(|h| !h.is_empty()).or_else(|| parties::before(scene, cue))
}

/// A sentence that goes on about assets named before: `None of these lines has been damaged`.
fn later(scene: &Scene<'_>, sentence: Range<usize>, out: &mut [Infrastructure]) {
    let refers = sentence.clone().any(|t| {
        matches!(
            scene.word(t),
            "lines" | "line" | "pipes" | "facility" | "facilities" | "plant" | "installations" | "infrastructure"
        )
    });
    let points = sentence.clone().any(|t| matches!(scene.word(t), "these" | "those" | "the" | "them" | "its"));
    let Some(last) = out.last_mut().filter(|_| refers && points) else { return };
    let Some((cue, _)) = scene.phrase(&LEXICON.states, sentence.clone()) else { return };
    state(scene, sentence, &cue, last);
}

fn join(known: &mut Infrastructure, other: Infrastructure) {
    // A heading or a bare mention is made good by the sentence that says which one.
    if known.asset_ids.is_empty() {
        (known.asset_ids, known.asset_names, known.commodities, known.name) =
            (other.asset_ids, other.asset_names, other.commodities, other.name);
        if known.asset_ids.is_empty() {
            known.place_id = known.place_id.take().or(other.place_id);
            known.place_name = known.place_name.take().or(other.place_name);
            known.precision_m = known.precision_m.or(other.precision_m);
            (known.lat, known.lon) = (known.lat.or(other.lat), known.lon.or(other.lon));
        } else {
            (known.place_id, known.place_name, known.lat, known.lon, known.precision_m) =
                (None, None, None, None, None);
        }
    }
    known.also = known.also.or(other.also);
    for claim in other.claims {
        if !known.claims.contains(&claim) {
            known.claims.push(claim);
        }
    }
    for (list, more) in [(&mut known.status_by, other.status_by), (&mut known.concern_by, other.concern_by)] {
        for name in more {
            if !list.contains(&name) {
                list.push(name);
            }
        }
    }
    known.evidence.extend(other.evidence);
    known.evidence.dedup();
    if matches!(known.status, AssetStatus::Mentioned | AssetStatus::AtRisk) && other.status != AssetStatus::Mentioned {
        if known.status == AssetStatus::AtRisk && other.status != AssetStatus::AtRisk {
            known.also = Some(AssetStatus::AtRisk);
        }
        (known.status, known.as_of) = (other.status, other.as_of);
    }
}

/// The nearest incident to any of the assets. Incidents at a town or near one count first; an area or a line only when there is no other.
fn nearest(asset: &Infrastructure, incidents: &[Incident], gazetteer: &Gazetteer) -> (Option<Km>, Option<String>) {
    let sites: Vec<&AssetSite> =
        gazetteer.assets().iter().filter(|a| asset.asset_ids.contains(&a.id)).map(|a| &a.site).collect();
    let own = asset.at();
    let far = |at: LonLat| {
        let each = sites.iter().filter_map(|site| match site {
            AssetSite::Point(point) => Some(distance(at, *point)),
            AssetSite::Line(lines) => nearest_on_lines(at, lines).map(|(_, far)| far),
        });
        each.chain(own.map(|own| distance(at, own))).min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let all = incidents.iter().filter_map(|i| Some((i.geo_precision? > 2, far(i.at()?)?, i)));
    let best = all.min_by(|a, b| a.0.cmp(&b.0).then(a.1.0.total_cmp(&b.1.0)));
    best.map_or((None, None), |(_, metres, i)| (Some(Km(decimals(metres.as_km().0, 1))), Some(i.id.clone())))
}

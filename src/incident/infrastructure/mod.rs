//! Infrastructure: the assets that a report names or means, what it says of their state, and how near the incidents are.
//!
//! [`meant`] finds the words and the assets behind them, [`airport`] the airports of the gazetteer, [`state`] what is said of them.

mod airport;
mod meant;
mod state;

use super::incident::{AssetStatus, Evidence, Incident, Infrastructure};
use super::locate;
use super::scene::Scene;
use crate::gazetteer::{Asset, AssetSite, Gazetteer, Level, PlaceId};
use crate::geography::{Km, LonLat, Metres, decimals, distance, nearest_on_lines};
use meant::{Meant, carried, meant, name_of, named};
use state::{later, state, told_of};
use std::ops::Range;

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
            let asset = infrastructure(scene, range.clone(), tokens, kind, &assets, gazetteer);
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

fn infrastructure(
    scene: &Scene<'_>,
    sentence: Range<usize>,
    tokens: Range<usize>,
    kind: String,
    assets: &[&Asset],
    gazetteer: &Gazetteer,
) -> Infrastructure {
    let (span, text) = scene.quote(scene.clause(tokens.start));
    let mut commodities: Vec<String> = assets.iter().flat_map(|a| a.commodities.clone()).collect();
    if commodities.is_empty() && kind == "pipeline" {
        commodities = carried(scene, &sentence, &tokens).into_iter().map(str::to_owned).collect();
    }
    commodities.sort();
    commodities.dedup();
    let site = if assets.is_empty() { site(scene, &tokens, &kind, gazetteer) } else { None };
    let mut out = Infrastructure {
        place_id: site.as_ref().map(|s| s.id.clone()),
        place_name: site.as_ref().map(|s| s.name.clone()),
        lat: site.as_ref().map(|s| s.at.lat),
        lon: site.as_ref().map(|s| s.at.lon),
        precision_m: site.map(|s| Metres(s.precision.0.round())),
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

/// Where an asset is that no table of assets has.
struct Site {
    id: PlaceId,
    name: String,
    at: LonLat,
    precision: Metres,
}

/// The airport of the gazetteer that is meant, else where the words say that the asset is.
fn site(scene: &Scene<'_>, tokens: &Range<usize>, kind: &str, gazetteer: &Gazetteer) -> Option<Site> {
    let told = locate::of_words(scene, tokens);
    if kind == "airport" {
        let town = told.as_ref().filter(|told| told.place.level == Level::Place);
        let known = airport::of(scene, tokens, gazetteer)
            .or_else(|| airport::of_town(&town?.place.name, town?.place.at, gazetteer));
        if let Some(view) = known {
            return Some(Site { id: view.id(), name: view.full_name(), at: view.at(), precision: view.precision() });
        }
    }
    told.map(|told| Site { id: told.place.id, name: told.place.name, at: told.at, precision: told.precision })
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

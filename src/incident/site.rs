//! Incidents at a site: what no place locates, and what happened to a dam or an airport that the gazetteer knows.

use super::incident::{AssetStatus, Incident, Infrastructure};
use crate::gazetteer::{AssetSite, Gazetteer};
use crate::geography::{Shape, decimals};

/// Puts unlocated incidents where the one asset is that their words name.
pub(super) fn locate(incidents: &mut [Incident], found: &[Infrastructure], gazetteer: &Gazetteer) {
    for incident in incidents.iter_mut().filter(|i| i.lat.is_none()) {
        let mut struck = found.iter().filter(|asset| harmed(asset) && tells(incident, asset));
        let (Some(asset), None) = (struck.next(), struck.next()) else { continue };
        let [id] = asset.asset_ids.as_slice() else { continue };
        let Some(known) = gazetteer.assets().iter().find(|a| a.id == *id) else { continue };
        // Where on a line it was, nobody says.
        let AssetSite::Point(at) = known.site else { continue };
        (incident.lat, incident.lon) = (Some(decimals(at.lat, 6)), Some(decimals(at.lon, 6)));
        incident.geometry = Some(Shape::point(at));
        (incident.place_id, incident.place_name) = (Some(known.id.clone()), Some(known.name.clone()));
        incident.country = known.countries.first().filter(|_| known.countries.len() == 1).cloned();
        (incident.geo_precision, incident.where_prec) = (Some(1), Some(1));
        incident.precision_m = Some(known.precision);
    }
}

/// Whether something was done to it.
fn harmed(asset: &Infrastructure) -> bool {
    !matches!(
        asset.status,
        AssetStatus::Mentioned | AssetStatus::AtRisk | AssetStatus::Undamaged | AssetStatus::Restored
    )
}

/// Whether an asset is named in the words that an incident was read from.
fn tells(incident: &Incident, asset: &Infrastructure) -> bool {
    incident
        .evidence
        .iter()
        .any(|own| own.text.contains(&asset.name) && asset.evidence.iter().any(|other| other.span.overlaps(own.span)))
}

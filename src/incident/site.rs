//! Incidents at a site: what happened to a dam or an airport that the gazetteer knows, where no place locates it, or an area that
//! holds the site does.

use super::incident::{AssetStatus, Evidence, Incident, Infrastructure};
use crate::gazetteer::{AssetSite, Gazetteer};
use crate::geography::{LonLat, Metres, Shape, decimals};
use geo::{Contains, Point};

/// How far from a site something may be that happened beside it.
const BESIDE: Metres = Metres(5_000.0);

/// Puts incidents that are unlocated, or are somewhere in an area, where the one asset is that their words name.
pub(super) fn locate(incidents: &mut [Incident], found: &[Infrastructure], gazetteer: &Gazetteer) {
    for incident in incidents.iter_mut().filter(|i| i.geo_precision.is_none_or(|precision| precision > 1)) {
        // What was harmed; where nothing was, the one site beside which it happened: "shelling near the Kremenchuk refinery".
        let only = |wanted: &dyn Fn(&Infrastructure) -> bool| {
            let mut told = found.iter().filter(|asset| wanted(asset) && is_told(&incident.evidence, asset));
            told.next().filter(|_| told.next().is_none())
        };
        let struck = only(&harmed);
        let beside = struck.is_none();
        let Some(asset) = struck.or_else(|| only(&|_| true)) else { continue };
        let [id] = asset.asset_ids.as_slice() else { continue };
        let Some(known) = gazetteer.assets().iter().find(|a| a.id == *id) else { continue };
        // Where on a line it was, nobody says.
        let AssetSite::Point(at) = known.site else { continue };
        // "damaged the Kakhovka dam in Kherson region": the dam, which is there. What was only beside it, and what a later sentence adds
        // (`most of them over Odesa region. One … hit a terminal in Izmail`), is where it is said to be.
        let own = incident.evidence.get(..1).unwrap_or_default();
        if incident.lat.is_some() && (beside || !is_told(own, asset) || !may_be(incident, at)) {
            continue;
        }
        (incident.lat, incident.lon) = (Some(decimals(at.lat, 6)), Some(decimals(at.lon, 6)));
        incident.geometry = Some(Shape::point(at));
        (incident.place_id, incident.place_name) = (Some(known.id.clone()), Some(known.name.clone()));
        incident.country = known.countries.first().filter(|_| known.countries.len() == 1).cloned();
        let (prec, off) = if beside { (2, BESIDE) } else { (1, Metres(0.0)) };
        (incident.geo_precision, incident.where_prec) = (Some(prec), Some(prec));
        incident.precision_m = Some(Metres(known.precision.0 + off.0));
    }
}

/// Whether a position lies in the area in which an incident is said to be.
fn may_be(incident: &Incident, at: LonLat) -> bool {
    incident.geometry.as_ref().is_some_and(|area| area.geometry().contains(&Point::from(at)))
}

/// Whether something was done to it.
fn harmed(asset: &Infrastructure) -> bool {
    !matches!(
        asset.status,
        AssetStatus::Mentioned | AssetStatus::AtRisk | AssetStatus::Undamaged | AssetStatus::Restored
    )
}

/// Whether an asset is named in these words.
fn is_told(words: &[Evidence], asset: &Infrastructure) -> bool {
    words
        .iter()
        .any(|own| own.text.contains(&asset.name) && asset.evidence.iter().any(|other| other.span.overlaps(own.span)))
}

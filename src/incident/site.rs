//! Incidents at a site: what happened to a dam or an airport that the gazetteer knows, where no place locates it, or an area that
//! holds the site does.

use super::incident::{AssetStatus, Evidence, Incident, Infrastructure};
use crate::gazetteer::{AssetSite, Gazetteer, PlaceId};
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
        let Some(known) = known(asset, gazetteer) else { continue };
        let at = known.at;
        // "damaged the Kakhovka dam in Kherson region": the dam, which is there. What was only beside it, and what a later sentence adds
        // (`most of them over Odesa region. One … hit a terminal in Izmail`), is where it is said to be.
        let own = incident.evidence.get(..1).unwrap_or_default();
        if incident.lat.is_some() && (beside || !is_told(own, asset) || !may_be(incident, at)) {
            continue;
        }
        (incident.lat, incident.lon) = (Some(decimals(at.lat, 6)), Some(decimals(at.lon, 6)));
        incident.geometry = Some(Shape::point(at));
        (incident.place_id, incident.place_name) = (Some(known.id.clone()), Some(known.name.clone()));
        incident.country = known.country;
        let (prec, off) = if beside { (2, BESIDE) } else { (1, Metres(0.0)) };
        (incident.geo_precision, incident.where_prec) = (Some(prec), Some(prec));
        incident.precision_m = Some(Metres(known.precision.0 + off.0));
    }
}

/// A site with its one point.
struct Known {
    id: PlaceId,
    name: String,
    at: LonLat,
    precision: Metres,
    country: Option<String>,
}

/// The site of an asset, where the gazetteer has that very one.
fn known(asset: &Infrastructure, gazetteer: &Gazetteer) -> Option<Known> {
    match asset.asset_ids.as_slice() {
        [id] => {
            let known = gazetteer.assets().iter().find(|a| a.id == *id)?;
            // Where on a line it was, nobody says.
            let AssetSite::Point(at) = known.site else { return None };
            let country = known.countries.first().filter(|_| known.countries.len() == 1).cloned();
            Some(Known { id: known.id.clone(), name: known.name.clone(), at, precision: known.precision, country })
        }
        // What else has a place is only near it.
        [] if asset.kind == "airport" => {
            let view = gazetteer.place(gazetteer.by_id(asset.place_id.as_ref()?)?)?;
            let country = view.country_code();
            let (id, name, at, precision) = (view.id(), view.full_name(), view.at(), view.precision());
            (view.feature_code() == "AIRP").then_some(Known { id, name, at, precision, country })
        }
        _ => None,
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

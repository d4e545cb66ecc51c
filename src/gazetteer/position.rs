//! Look-ups by position: what holds it, what is near it, what lies in a box.

use super::{Gazetteer, Level, PlaceRef, PlaceView};
use crate::geography::{LonLat, Metres, distance};
use geo::{Distance, Haversine, MultiPolygon, Point};

/// What ids of areas with a P-code begin with.
const P_CODE: &str = "pcode:";

impl Gazetteer {
    /// The areas that hold a position, the smallest first.
    pub fn containing(&self, at: LonLat) -> Vec<PlaceRef> {
        self.containing_where(at, |_| true)
    }

    /// The same, of the areas that are `wanted`.
    pub fn containing_where(&self, at: LonLat, wanted: impl Fn(&PlaceView<'_>) -> bool) -> Vec<PlaceRef> {
        let mut found: Vec<(f64, PlaceRef)> = Vec::new();
        let (lon, lat) = (micro(at.lon), micro(at.lat));
        for (layer, index) in self.each_layer() {
            for row in index.boxes_at(lon, lat) {
                let place = PlaceRef { layer, row };
                if let Some(shape) = index.row(row).map(|row| row.shape)
                    && let Some(edges) = index.edges(shape)
                    && self.place(place).is_some_and(|view| wanted(&view))
                    && edges.hold(lon, lat) == Some(true)
                {
                    found.push((edges.size(), place));
                }
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// The P-codes of a position, from the areas that hold it and have one, as (level, code): no other is known, and none is made
    /// up.
    pub fn p_codes(&self, at: LonLat) -> Vec<(u8, String)> {
        self.p_codes_within(at, Metres(0.0))
    }

    /// The same, of a position that may lie so far off: only of areas that are as wide.
    pub fn p_codes_within(&self, at: LonLat, off: Metres) -> Vec<(u8, String)> {
        let areas = self.containing_where(at, |view| view.id().0.starts_with(P_CODE)).into_iter();
        let is_wide = |place: &PlaceRef| off.0 <= 0.0 || self.area(*place).is_some_and(|area| radius(&area) >= off);
        let areas = areas.filter(is_wide);
        let code = |place| {
            let view = self.place(place)?;
            Some((p_code_level(&view)?, view.id().0.strip_prefix(P_CODE)?.to_owned()))
        };
        let mut out: Vec<(u8, String)> = areas.filter_map(code).collect();
        out.sort();
        out
    }

    /// The levels of which this gazetteer has areas with P-codes, rising.
    pub fn p_code_levels(&self) -> Vec<u8> {
        let mut levels = std::collections::BTreeSet::new();
        for (layer, index) in self.each_layer() {
            index.text_ids_from(P_CODE, |row| {
                levels.extend(self.place(PlaceRef { layer, row }).as_ref().and_then(p_code_level));
            });
        }
        levels.into_iter().collect()
    }

    /// The populated places nearest to a position, with their geodesic distances; looks as far as `within`.
    pub fn nearest(&self, at: LonLat, within: Metres, limit: usize) -> Vec<(PlaceRef, Metres)> {
        // On the sphere first: the ellipsoid, which is slow, differs by less than a hundredth.
        let mut round = Vec::new();
        for (layer, index) in self.each_layer() {
            for row in index.boxes_in(around(at, within)) {
                let place = PlaceRef { layer, row };
                let Some(view) = self.place(place).filter(|view| view.level() >= Level::Place) else { continue };
                let far = Haversine.distance(Point::from(at), Point::from(view.at()));
                if far <= within.0 * 1.01 && self.winner(place) == place {
                    round.push((place, far, view.at()));
                }
            }
        }
        round.sort_by(|a, b| a.1.total_cmp(&b.1));
        let last =
            limit.checked_sub(1).and_then(|last| round.get(last)).map_or(f64::INFINITY, |last| last.1 * 1.02 + 1.0);
        let near = round.into_iter().take_while(|(_, far, _)| *far <= last);
        let mut found: Vec<(PlaceRef, Metres)> = near.map(|(place, _, to)| (place, distance(at, to))).collect();
        found.retain(|(_, far)| *far <= within);
        found.sort_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)));
        found.truncate(limit);
        found
    }

    /// The places that have their point within bounds (west, south, east, north, not over the antimeridian) and are `wanted`.
    pub fn within<'g>(&'g self, bounds: [f64; 4], wanted: impl Fn(&PlaceView<'g>) -> bool) -> Vec<PlaceView<'g>> {
        let [west, south, east, north] = bounds;
        let inside = |at: LonLat| at.lon >= west && at.lon <= east && at.lat >= south && at.lat <= north;
        let mut found = Vec::new();
        for (layer, index) in self.each_layer() {
            let rows = index.boxes_in(bounds.map(micro)).into_iter();
            let views = rows.filter_map(|row| self.place(PlaceRef { layer, row }));
            found.extend(views.filter(|view| inside(view.at()) && wanted(view)));
        }
        found
    }
}

/// A box around a position that holds what is within a distance, in units of 1e-6 degrees: west, south, east, north.
pub(super) fn around(at: LonLat, within: Metres) -> [i32; 4] {
    let degrees = within.0 / 111_000.0;
    let wide = degrees / at.lat.to_radians().cos().max(0.02);
    [at.lon - wide, at.lat - degrees, at.lon + wide, at.lat + degrees].map(micro)
}

/// The level of an area with a P-code.
fn p_code_level(view: &PlaceView<'_>) -> Option<u8> {
    match view.level() {
        Level::Country => Some(0),
        Level::Admin1 => Some(1),
        _ => view.feature_code().strip_prefix("ADM")?.parse().ok(),
    }
}

/// The radius of a circle as large as an area.
fn radius(area: &MultiPolygon<f64>) -> Metres {
    use geo::GeodesicArea;
    Metres((area.geodesic_area_unsigned() / std::f64::consts::PI).sqrt())
}

fn micro(degrees: f64) -> i32 {
    (degrees.clamp(-180.0, 180.0) * 1e6).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_few_are_those_of_all() {
        let gazetteer = Gazetteer::embedded();
        for (lon, lat) in [(47.11, 39.79), (2.35, 48.85), (-99.1, 19.4), (18.9, 69.6), (179.9, -16.5)] {
            let at = LonLat::new(lon, lat);
            let within = Metres(60_000.0);
            let all = gazetteer.nearest(at, within, usize::MAX);
            assert!(all.windows(2).all(|two| two[0].1 <= two[1].1) && all.iter().all(|(_, far)| *far <= within));
            for limit in [0, 1, 7, 40] {
                assert_eq!(gazetteer.nearest(at, within, limit), all[..limit.min(all.len())], "{lon} {lat} {limit}");
            }
        }
    }

    #[test]
    fn areas_hold_what_their_outline_holds() {
        use geo::Contains;
        let gazetteer = Gazetteer::embedded();
        let mut held = 0;
        for (lon, lat) in [(46.75, 39.82), (2.35, 48.85), (36.3, 33.5), (-77.03, 38.9), (30.5, 50.45), (100.0, 60.0)] {
            let at = LonLat::new(lon, lat);
            let found = gazetteer.containing(at);
            for view in gazetteer.all().filter(PlaceView::has_geometry) {
                let Some(area) = gazetteer.area(view.handle()) else { continue };
                let holds = area.contains(&Point::from(at));
                assert_eq!(found.contains(&view.handle()), holds, "{} {lon} {lat}", view.name());
                held += usize::from(holds);
            }
        }
        assert!(held > 12, "{held}");
    }
}

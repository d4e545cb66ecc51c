//! What the map shows when it opens: the projection that fits the data, and the part of it that holds them all.

use crate::geography::bbox;
use crate::layer::{Feature, Layer, Layers};
use crate::write::xml::Element;

/// The radius of the sphere of web maps, and the semi-major axis of WGS 84.
const RADIUS: f64 = 6_378_137.0;
/// The radius of the sphere that has the area of the WGS 84 ellipsoid, on which Equal Earth is drawn.
const AUTHALIC: f64 = 6_371_007.181;
/// Beyond this latitude Mercator's map has no use.
const MERCATOR_END: f64 = 78.0;
/// Wider than this a map is one of the world, and its areas should be true.
const WIDE: f64 = 110.0;
/// The smallest width of a view, in metres on the map: a single pin wants its surroundings.
const LEAST: f64 = 120_000.0;

/// A projected coordinate system: all have units of metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Projection {
    /// EPSG:3857, as web maps have it: true to shape, for countries and less.
    Mercator,
    /// EPSG:3832, Mercator around 150° east: for what lies on both sides of the antimeridian.
    PacificMercator,
    /// EPSG:8857, Equal Earth (Šavrič, Patterson and Jenny 2018): true to area, for the world.
    EqualEarth,
    /// EPSG:8859, Equal Earth around 150° east.
    PacificEqualEarth,
}

impl Projection {
    /// The projection for data within some bounds (west, south, east, north; west greater than east over the antimeridian).
    pub fn fitting(bounds: [f64; 4]) -> Self {
        let [west, south, east, north] = bounds;
        let across = west > east;
        let width = if across { east + 360.0 - west } else { east - west };
        let local = width <= WIDE && south >= -MERCATOR_END && north <= MERCATOR_END;
        match (local, across) {
            (true, false) => Self::Mercator,
            (true, true) => Self::PacificMercator,
            (false, false) => Self::EqualEarth,
            (false, true) => Self::PacificEqualEarth,
        }
    }

    fn system(self) -> System {
        match self {
            Self::Mercator => System { epsg: 3857, own: 3857 },
            Self::PacificMercator => System { epsg: 3832, own: 27_242 },
            Self::EqualEarth => System { epsg: 8857, own: 60_449 },
            Self::PacificEqualEarth => System { epsg: 8859, own: 60_451 },
        }
    }

    /// How QGIS names it.
    pub fn element(self) -> Element {
        system(self.system())
    }

    fn meridian(self) -> f64 {
        match self {
            Self::Mercator | Self::EqualEarth => 0.0,
            Self::PacificMercator | Self::PacificEqualEarth => 150.0,
        }
    }

    /// East and north in metres.
    fn project(self, lon: f64, lat: f64) -> (f64, f64) {
        let turned = (lon - self.meridian() + 540.0).rem_euclid(360.0) - 180.0;
        let (lambda, phi) = (turned.to_radians(), lat.to_radians());
        match self {
            Self::Mercator | Self::PacificMercator => {
                let phi = lat.clamp(-85.0, 85.0).to_radians();
                (RADIUS * lambda, RADIUS * (std::f64::consts::FRAC_PI_4 + phi / 2.0).tan().ln())
            }
            Self::EqualEarth | Self::PacificEqualEarth => equal_earth(lambda, phi),
        }
    }
}

/// The polynomial of Equal Earth (Šavrič, Patterson and Jenny 2018, equations 7 to 9), on the authalic sphere.
fn equal_earth(lambda: f64, geodetic: f64) -> (f64, f64) {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    // The authalic latitude, to some ten metres: e²/3 + 31e⁴/180 of WGS 84 (Snyder 1987, equation 3-18).
    let phi = geodetic - 0.002_239_2 * (2.0 * geodetic).sin();
    let root = 3f64.sqrt();
    let theta = (root / 2.0 * phi.sin()).asin();
    let (t2, t6) = (theta.powi(2), theta.powi(6));
    let slope = 9.0 * A[3] * t6 * t2 + 7.0 * A[2] * t6 + 3.0 * A[1] * t2 + A[0];
    let x = 2.0 * root * lambda * theta.cos() / (3.0 * slope);
    let y = theta * (A[3] * t6 * t2 + A[2] * t6 + A[1] * t2 + A[0]);
    (AUTHALIC * x, AUTHALIC * y)
}

/// A coordinate system of EPSG, with the number that QGIS 3.22 has for it. QGIS goes by the first, but reads it only beside
/// the second.
#[derive(Debug, Clone, Copy)]
pub(super) struct System {
    epsg: u32,
    own: u32,
}

/// Longitude and latitude.
pub(super) const WGS_84: System = System { epsg: 4326, own: 3452 };

/// A coordinate system as QGIS names it.
pub(super) fn system(system: System) -> Element {
    let authority = format!("EPSG:{}", system.epsg);
    Element::new("spatialrefsys").containing_all([
        Element::new("srsid").saying(system.own.to_string()),
        Element::new("authid").saying(authority),
    ])
}

/// What the map is to show: the incidents with the lines and areas in which they lie; without any, all that there is. A
/// pipeline runs over half a continent, and the pins along it would be one.
pub(super) fn bounds(layers: &Layers) -> Option<[f64; 4]> {
    let holds = |layer: &Layer, feature: &Feature| {
        layer.value(feature, "incident_count").as_integer().is_none_or(|incidents| incidents > 0)
    };
    let named = ["incidents", "areas", "lines"].into_iter().filter_map(|name| layers.get(name));
    let located = named.flat_map(|layer| layer.features.iter().filter(move |feature| holds(layer, feature)));
    bbox::around(located.filter_map(|feature| feature.geometry)).or_else(|| layers.bounds())
}

/// What a map shows: its projection, and west, south, east, north in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    /// The projection.
    pub projection: Projection,
    /// The sides.
    pub extent: [f64; 4],
}

impl View {
    /// The view that holds some bounds with a margin; without bounds the world.
    pub fn around(bounds: Option<[f64; 4]>) -> Self {
        let bounds = bounds.unwrap_or([-180.0, -60.0, 180.0, 80.0]);
        let projection = Projection::fitting(bounds);
        let [west, south, east, north] = bounds;
        // The sides of Equal Earth bend: its middle is wider than its ends.
        let latitudes = [south, north, 0f64.clamp(south, north)];
        let corners = latitudes.iter().flat_map(|lat| [west, east].map(|lon| projection.project(lon, *lat)));
        let mut extent = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        for (x, y) in corners {
            extent = [extent[0].min(x), extent[1].min(y), extent[2].max(x), extent[3].max(y)];
        }
        let [w, s, e, n] = extent;
        let margin = ((e - w).max(n - s) * 0.2).max((LEAST - (e - w).max(n - s)) / 2.0);
        Self { projection, extent: [w - margin, s - margin, e + margin, n + margin] }
    }

    /// The same, grown on two sides until its width is so many times its height.
    pub fn shaped(self, ratio: f64) -> Self {
        let [west, south, east, north] = self.extent;
        let (width, height) = (east - west, north - south);
        let (wide, high) = if width / height < ratio { (height * ratio, height) } else { (width, width / ratio) };
        let (x, y) = ((west + east) / 2.0, (south + north) / 2.0);
        Self { extent: [x - wide / 2.0, y - high / 2.0, x + wide / 2.0, y + high / 2.0], ..self }
    }

    /// The sides as attributes of QGIS's layouts and views.
    pub fn sides(self) -> [(&'static str, String); 4] {
        let [west, south, east, north] = self.extent.map(|side| format!("{side:.3}"));
        [("xmin", west), ("ymin", south), ("xmax", east), ("ymax", north)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PROJ's values; its Mercator of EPSG:3832 is on the ellipsoid, which a view need not know.
    #[test]
    fn points_lie_where_proj_puts_them() {
        let near = |(x, y): (f64, f64), (a, b): (f64, f64), off| (x - a).abs() < off && (y - b).abs() < off;
        assert!(near(Projection::Mercator.project(47.0, 39.8), (5_232_016.07, 4_836_921.25), 1.0));
        assert!(near(Projection::EqualEarth.project(47.0, 39.8), (3_998_789.43, 4_898_685.45), 100.0));
        assert!(near(Projection::EqualEarth.project(-120.0, -30.0), (-10_758_407.93, -3_764_325.43), 100.0));
        assert!(near(Projection::PacificMercator.project(-179.0, -17.0), (3_450_904.21, -1_908_339.07), 2e4));
    }

    #[test]
    fn the_projection_fits_what_is_shown() {
        assert_eq!(Projection::fitting([44.0, 38.0, 51.0, 42.0]), Projection::Mercator);
        assert_eq!(Projection::fitting([178.0, -20.0, -178.0, -15.0]), Projection::PacificMercator);
        assert_eq!(Projection::fitting([-120.0, -30.0, 140.0, 60.0]), Projection::EqualEarth);
        assert_eq!(Projection::fitting([10.0, 75.0, 30.0, 84.0]), Projection::EqualEarth);
    }

    #[test]
    fn a_single_pin_has_its_surroundings_and_a_page_its_shape() {
        let view = View::around(Some([47.0, 39.8, 47.0, 39.8]));
        assert!(view.extent[2] - view.extent[0] >= LEAST);
        let [west, south, east, north] = view.shaped(1.5).extent;
        assert!(((east - west) / (north - south) - 1.5).abs() < 1e-9);
    }
}

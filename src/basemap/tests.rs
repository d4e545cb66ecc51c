//! The promises of the ground, on the ground inside the program.

use super::*;
use geo::{BoundingRect, Contains, Point, Validation};

fn around(bounds: [f64; 4]) -> Window {
    Basemap::around(&Gazetteer::embedded(), Some(bounds)).window.unwrap()
}

/// Bytes of compact JSON, as a web page carries it.
fn bytes(ground: &Ground) -> usize {
    let pair = |c: geo::Coord<f64>| format!("[{},{}],", decimals(c.x, 4), decimals(c.y, 4)).len();
    let land: usize = ground.land.iter().flat_map(|l| l.area.coords_iter()).map(pair).sum();
    let borders: usize = ground.borders.iter().flat_map(|b| b.lines.coords_iter()).map(pair).sum();
    let lakes: usize = ground.lakes.iter().flat_map(|l| l.shape.coords_iter()).map(pair).sum();
    let rivers: usize = ground.rivers.iter().flat_map(|r| r.shape.coords_iter()).map(pair).sum();
    land + borders + lakes + rivers + ground.labels.len() * 70 + 60 * (ground.lakes.len() + ground.rivers.len())
}

fn labelled<'g>(ground: &'g Ground, name: &str) -> Option<&'g Label> {
    ground.labels.iter().find(|label| label.name == name)
}

const KARABAKH: [f64; 4] = [46.0, 39.2, 47.6, 40.4];
const FIJI: [f64; 4] = [177.0, -19.0, -179.0, -16.0];

#[test]
fn the_world_is_small_and_has_every_country() {
    let gazetteer = Gazetteer::embedded();
    let world = Basemap::around(&gazetteer, None).world;
    assert!(bytes(&world) < 150_000, "{}", bytes(&world));
    let table = include_str!("../../gazetteer/world/countries.tsv");
    // Natural Earth counts these with their state, or leaves the smallest out.
    let without = ["BQ", "BV", "CC", "CX", "GF", "GP", "MQ", "RE", "SJ", "TK", "YT", "UM", "GI"];
    for iso2 in table.lines().skip(1).filter_map(|line| line.split('\t').nth(1)) {
        let there = world.land.iter().any(|land| land.country.as_deref() == Some(iso2));
        assert!(there || without.contains(&iso2), "{iso2} has no land");
    }
    for name in ["Brazil", "Tokyo", "Pacific Ocean", "Mediterranean Sea"] {
        assert!(labelled(&world, name).is_some(), "{name}");
    }
}

#[test]
fn every_shape_of_a_window_lies_inside_and_is_valid() {
    for bounds in [KARABAKH, FIJI, [-10.0, 35.0, 40.0, 60.0], [30.0, 29.0, 36.5, 34.0], [-180.0, -60.0, 180.0, 75.0]] {
        let window = around(bounds);
        let boxes = cut::boxes(window.bounds);
        let inside = |rect: geo::Rect<f64>| {
            boxes.iter().any(|b| {
                rect.min().x >= b.min().x - 1e-6
                    && rect.max().x <= b.max().x + 1e-6
                    && rect.min().y >= b.min().y - 1e-6
                    && rect.max().y <= b.max().y + 1e-6
            })
        };
        let areas = window.ground.land.iter().map(|l| &l.area).chain(window.ground.lakes.iter().map(|l| &l.shape));
        for area in areas {
            assert!(area.is_valid(), "{bounds:?}");
            assert!(area.iter().filter_map(BoundingRect::bounding_rect).all(inside), "{bounds:?}");
        }
        let lines = window.ground.borders.iter().map(|b| &b.lines).chain(window.ground.rivers.iter().map(|r| &r.shape));
        for line in lines.flat_map(|lines| &lines.0) {
            assert!(line.bounding_rect().is_some_and(inside), "{bounds:?}");
        }
        assert!(window.ground.labels.iter().all(|label| label.at.is_valid()));
        assert!(bytes(&window.ground) < 700_000, "{bounds:?}: {}", bytes(&window.ground));
    }
}

#[test]
fn karabakh_has_its_neighbours_its_disputed_lines_and_both_names() {
    let Window { bounds, ground } = around(KARABAKH);
    assert!(bounds[0] < 45.0 && bounds[2] > 48.6, "{bounds:?}");
    for country in ["AM", "AZ", "IR"] {
        assert!(ground.land.iter().any(|land| land.country.as_deref() == Some(country)), "{country}");
    }
    let border =
        |name: &str| ground.borders.iter().find(|border| border.name == name).unwrap_or_else(|| panic!("{name}"));
    assert!(border("Armenia – Azerbaijan").disputed);
    assert!(border("Line of contact (1994–2020)").disputed);
    assert!(!border("Armenia – Iran").disputed);
    assert!(labelled(&ground, "Yerevan").is_some_and(|label| label.kind == LabelKind::Capital));
    assert!(labelled(&ground, "Khojavend (Martuni)").is_some());
    assert!(ground.rivers.iter().any(|river| river.name.as_deref() == Some("Kura River")));
    assert!(ground.lakes.iter().any(|lake| lake.name.as_deref().is_some_and(|name| name.contains("Sevan"))));
}

#[test]
fn a_window_over_the_antimeridian_has_both_sides() {
    let Window { bounds, ground } = around(FIJI);
    assert!(bounds[0] > bounds[2], "{bounds:?}");
    let fiji = &ground.land.iter().find(|land| land.country.as_deref() == Some("FJ")).unwrap().area;
    assert!(fiji.iter().filter_map(BoundingRect::bounding_rect).any(|part| part.center().x > 0.0));
    assert!(fiji.iter().filter_map(BoundingRect::bounding_rect).any(|part| part.center().x < 0.0));
}

#[test]
fn crimea_is_land_of_ukraine_and_kosovo_has_disputed_borders() {
    let ground = around([30.0, 44.0, 38.0, 48.0]).ground;
    let ukraine = &ground.land.iter().find(|land| land.country.as_deref() == Some("UA")).unwrap().area;
    assert!(ukraine.contains(&Point::new(34.2, 45.2)));
    let balkans = around([19.0, 41.0, 23.0, 44.0]).ground;
    assert!(balkans.borders.iter().find(|border| border.name == "Serbia – Kosovo").unwrap().disputed);
}

#[test]
fn the_same_bounds_give_the_same_ground() {
    assert_eq!(around(KARABAKH), around(KARABAKH));
}

#[test]
fn bounds_are_widened_and_never_flat() {
    let point = widened([44.0, 40.0, 44.0, 40.0]);
    assert!(point[2] - point[0] >= 3.0 && point[3] - point[1] >= 3.0, "{point:?}");
    let flat = widened([0.0, 0.0, 40.0, 0.1]);
    assert!(flat[3] - flat[1] > 0.5 * (flat[2] - flat[0]), "{flat:?}");
    assert_eq!(widened([-179.0, -50.0, 179.0, 70.0])[0], -180.0);
}

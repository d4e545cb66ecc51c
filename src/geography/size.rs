//! Areas and lines small enough for a web page: no more corners than a map can show.

use geo::{Area, BoundingRect, CoordsIter, LineString, MultiLineString, MultiPolygon, Polygon, SimplifyVw, Validation};

/// How much the bar rises from one try to the next.
const STEP: f64 = 3.0;

/// Tries: 3 to the 20th is beyond the ten-million-fold that leads from the first bar to the whole box.
const TRIES: usize = 20;

/// The area with at most `most` corners, and whether any were left out (Visvalingam and Whyatt 1993). Where some were, it may
/// cross itself: whoever shows it makes it sound.
pub(crate) fn capped_area(area: MultiPolygon<f64>, most: usize) -> (MultiPolygon<f64>, bool) {
    if area.coords_count() <= most {
        return (area, false);
    }
    let mut small = area;
    let mut bar = first_bar(small.bounding_rect());
    // Corners by the thousand within what a corner more or less cannot show: one walk costs less than weighing each.
    if small.coords_count() > 4 * most {
        small = thinned(small, bar.sqrt() * CLOSE);
        bar *= STEP * STEP;
    }
    for _ in 0..TRIES {
        small = round(small, bar);
        bar *= STEP;
        if small.coords_count() <= most {
            break;
        }
    }
    (largest_parts(small, most), true)
}

/// The lines with at most `most` corners, and whether any were left out.
pub(crate) fn capped_lines(lines: MultiLineString<f64>, most: usize) -> (MultiLineString<f64>, bool) {
    if lines.coords_count() <= most {
        return (lines, false);
    }
    let mut small = lines;
    let mut bar = first_bar(small.bounding_rect());
    for _ in 0..TRIES {
        small = small.simplify_vw(bar);
        bar *= STEP;
        if small.coords_count() <= most {
            break;
        }
    }
    (small, true)
}

/// The area itself when it is valid, else all that its rings enclose.
pub(crate) fn valid(area: MultiPolygon<f64>) -> MultiPolygon<f64> {
    if area.is_valid() { area } else { geo::unary_union(area.iter()) }
}

/// Corners are close within three times the side of the first bar's square: a thousandth of the box.
const CLOSE: f64 = 3.0;

/// The area without corners that are close to the last one kept. Rings that would lose their form stay as they are.
fn thinned(area: MultiPolygon<f64>, close: f64) -> MultiPolygon<f64> {
    let ring = |ring: &LineString<f64>| {
        let Some(mut last) = ring.0.first().copied() else { return ring.clone() };
        let end = ring.0.len() - 1;
        let kept = ring.0.iter().enumerate().filter(|(at, corner)| {
            let far = (corner.x - last.x).abs().max((corner.y - last.y).abs()) > close;
            if far {
                last = **corner;
            }
            far || *at == 0 || *at == end
        });
        let kept: LineString<f64> = kept.map(|(_, corner)| *corner).collect();
        if kept.0.len() < 16 { ring.clone() } else { kept }
    };
    let part = |part: &Polygon<f64>| Polygon::new(ring(part.exterior()), part.interiors().iter().map(ring).collect());
    MultiPolygon(area.iter().map(part).collect())
}

/// A ten-millionth of the box around it, in square degrees: removes next to nothing.
fn first_bar(bounds: Option<geo::Rect<f64>>) -> f64 {
    bounds.map_or(0.0, |r| r.width() * r.height()).max(1e-6) * 1e-7
}

/// One round: islands and holes smaller than the bar go (the largest island stays), the others lose their small corners.
fn round(area: MultiPolygon<f64>, bar: f64) -> MultiPolygon<f64> {
    let largest = area.iter().map(Area::unsigned_area).fold(0.0, f64::max);
    let kept = area.into_iter().filter(|part| part.unsigned_area() >= bar.min(largest)).map(|part| {
        let (exterior, interiors) = part.into_inner();
        let holes = interiors.into_iter().filter(|ring| Polygon::new(ring.clone(), vec![]).unsigned_area() >= bar);
        let part = Polygon::new(exterior, holes.collect());
        // A bar near the size of the part would leave nothing of it.
        let small = part.simplify_vw(bar.min(part.unsigned_area() / 16.0));
        if small.exterior().0.len() >= 4 && small.unsigned_area() > 0.0 { small } else { part }
    });
    MultiPolygon(kept.collect())
}

/// As many of the largest islands as fit: for swarms of islands of one size.
fn largest_parts(area: MultiPolygon<f64>, most: usize) -> MultiPolygon<f64> {
    if area.coords_count() <= most {
        return area;
    }
    let mut parts = area.0;
    parts.sort_by(|a, b| b.unsigned_area().total_cmp(&a.unsigned_area()));
    let mut corners = 0;
    let fitting = parts.into_iter().enumerate().take_while(|(i, part)| {
        corners += part.coords_count();
        *i == 0 || corners <= most
    });
    MultiPolygon(fitting.map(|(_, part)| part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Coord, Translate};

    const MOST: usize = 4_000;

    fn wavy(corners: usize) -> Polygon<f64> {
        let ring = (0..corners).map(|i| {
            let turn = std::f64::consts::TAU * i as f64 / corners as f64;
            let far = 2.0 + 0.3 * (turn * 40.0).sin() + 0.001 * (turn * 4_321.0).sin();
            Coord { x: far * turn.cos(), y: far * turn.sin() }
        });
        Polygon::new(ring.collect::<LineString<f64>>(), vec![])
    }

    #[test]
    fn a_large_area_is_capped_and_keeps_its_size() {
        let area = MultiPolygon(vec![wavy(30_000)]);
        let before = area.unsigned_area();
        let (small, simplified) = capped_area(area, MOST);
        let small = valid(small);
        assert!(simplified && small.is_valid() && small.coords_count() <= MOST);
        assert!((small.unsigned_area() - before).abs() / before < 0.01);
    }

    #[test]
    fn a_swarm_of_islands_loses_the_smallest() {
        let islands = (0..3_000).map(|i| wavy(8).translate(f64::from(i % 60) * 6.0, f64::from(i / 60) * 6.0));
        let (small, _) = capped_area(MultiPolygon(islands.collect()), MOST);
        assert!(small.coords_count() <= MOST && !small.0.is_empty());
    }

    #[test]
    fn a_small_area_stays_as_it_is() {
        let area = MultiPolygon(vec![wavy(100)]);
        assert_eq!(capped_area(area.clone(), MOST), (area, false));
    }
}

//! How a map of many incidents stays readable: smaller marks, names only from nearby, counts instead of marks from afar.

use crate::write::sheet::Sheet;
use geo::Geometry;

/// So many incidents have room on a page with their names.
const ROOM: f64 = 60.0;
/// So many marks have room on a page without.
const MARKS: f64 = 1_200.0;
/// So many places QGIS keeps free of names in a moment.
const CLEAR: f64 = 20_000.0;
/// The size of a mark where there is room, and the smallest that still shows its shape, in millimetres.
const LARGE: f64 = 3.6;
const SMALL: f64 = 1.9;
/// The width of a printed map, in metres.
const PAGE: f64 = 0.209;
/// Metres of a degree of a great circle.
const DEGREE: f64 = 111_195.0;

/// How many incidents a sheet has on the map, and how wide they lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Crowd {
    located: f64,
    /// The scale, as the number under the 1, at which they fill a page.
    scale: f64,
}

impl Crowd {
    /// Of the incidents of a sheet.
    pub fn of(sheet: &Sheet<'_>) -> Self {
        let points = sheet.rows().filter_map(|row| match row.geometry.as_deref() {
            Some(Geometry::Point(at)) => Some(*at),
            _ => None,
        });
        let (mut located, mut low, mut high) = (0.0, [f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for at in points {
            located += 1.0;
            low = [low[0].min(at.x()), low[1].min(at.y())];
            high = [high[0].max(at.x()), high[1].max(at.y())];
        }
        let widest = if located > 0.0 { (high[0] - low[0]).max(high[1] - low[1]).max(0.1) } else { 0.1 };
        Self { located, scale: widest * DEGREE / PAGE }
    }

    /// The size of a mark in millimetres.
    pub fn mark(self) -> f64 {
        let size = LARGE * (ROOM / self.located.max(ROOM)).powf(0.24);
        (size.max(SMALL) * 10.0).round() / 10.0
    }

    /// How near two marks are, in millimetres, that are drawn apart: where there is room all that would overlap, in a crowd
    /// those at one place only.
    pub fn tolerance(self) -> f64 {
        if self.located <= ROOM { 2.4 } else { 0.3 }
    }

    /// From which scale on incidents are named; `None` for any.
    pub fn named(self) -> Option<f64> {
        self.from(ROOM)
    }

    /// From which scale on every incident has its mark, and farther off they are counted; `None` for any.
    pub fn marked(self) -> Option<f64> {
        self.from(MARKS)
    }

    /// Whether names on the ground can keep off every one: QGIS looks at each.
    pub fn kept_clear(self) -> bool {
        self.located <= CLEAR
    }

    /// The scale at which so many are on a page, were they spread evenly; `None` when there are no more.
    fn from(self, room: f64) -> Option<f64> {
        (self.located > room).then(|| (self.scale / (self.located / room).sqrt()).round())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_incidents_are_large_and_named_and_many_are_counted() {
        let few = Crowd { located: 6.0, scale: 2e6 };
        assert_eq!((few.mark(), few.named(), few.marked()), (LARGE, None, None));
        let some = Crowd { located: 400.0, scale: 2e6 };
        assert!(some.mark() < LARGE && some.named().is_some_and(|scale| scale < 1e6) && some.marked().is_none());
        let many = Crowd { located: 100_000.0, scale: 2e6 };
        assert!(many.mark() == SMALL && many.marked() > many.named());
    }
}

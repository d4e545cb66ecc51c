//! The time of the map: from which day to which, a day a frame.

use crate::layer::{Layers, Value};
use crate::write::xml::Element;
use jiff::ToSpan;
use jiff::civil::Date;
use std::fmt;

/// The first and the last day of what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    first: Date,
    last: Date,
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{} to {}", self.first, self.last) }
    }
}

impl Days {
    /// How long a frame is, as QGIS writes it: a day; a week or a month where days would be too many to watch.
    fn step(self) -> &'static str {
        match (self.last - self.first).get_days() {
            ..=120 => "d",
            121..=730 => "wk",
            _ => "mon",
        }
    }

    /// Both ends as QGIS writes moments: the last day is counted whole.
    fn moments(self) -> (String, String) {
        let end = self.last.saturating_add(1.day());
        (format!("{}T00:00:00Z", self.first), format!("{end}T00:00:00Z"))
    }
}

/// The days of the incidents; without dated incidents those of the reports; `None` when nothing has a day.
pub(super) fn days(layers: &Layers) -> Option<Days> {
    between(layers, "incidents", &["date_start", "date_end"]).or_else(|| between(layers, "reports", &["published"]))
}

fn between(layers: &Layers, name: &str, columns: &[&str]) -> Option<Days> {
    let layer = layers.get(name)?;
    let places: Vec<usize> =
        columns.iter().filter_map(|column| layer.schema.iter().position(|field| field.name == *column)).collect();
    let mut days: Option<Days> = None;
    for feature in &layer.features {
        for value in places.iter().filter_map(|at| feature.values.get(*at)) {
            if let Value::Date(day) = *value {
                let Days { first, last } = days.unwrap_or(Days { first: day, last: day });
                days = Some(Days { first: first.min(day), last: last.max(day) });
            }
        }
    }
    days
}

/// The range of the project and the length of a frame.
pub(super) fn settings(days: Option<Days>) -> Element {
    let range = days.map(|days| {
        let (start, end) = days.moments();
        Element::new("TemporalRange")
            .containing_all([Element::new("start").saying(start), Element::new("end").saying(end)])
    });
    Element::new("ProjectTimeSettings")
        .with("timeStepUnit", days.map_or("d", Days::step))
        .with_all([("timeStep", "1"), ("frameRate", "2"), ("cumulativeTemporalRange", "0")])
        .containing_all(range)
}

/// The state of the temporal controller: its range is set and it is off, so that the map opens with everything on it.
pub(super) fn controller(days: Option<Days>) -> Element {
    let words = |name, value: String| Element::new(name).with("type", "QString").saying(value);
    let range = days.map(Days::moments).map(|(start, end)| [words("StartDateTime", start), words("EndDateTime", end)]);
    Element::new("TemporalControllerWidget")
        .containing(Element::new("NavigationMode").with("type", "int").saying("0"))
        .containing_all(range.into_iter().flatten())
}

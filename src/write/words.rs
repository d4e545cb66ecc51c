//! What people read in more than one format: days, and the reports that a map stands on.

use crate::layer::{Feature, Layer, Layers, Value};
use jiff::civil::Date;

/// A day: `24 Oct 2020`.
pub(super) fn day(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// Some days: `23–24 Oct 2020`.
pub(super) fn days(first: Date, last: Date) -> String {
    if first >= last {
        day(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}–{}", first.day(), day(last))
    } else if first.year() == last.year() {
        format!("{} – {}", first.strftime("%-d %b"), day(last))
    } else {
        format!("{} – {}", day(first), day(last))
    }
}

/// A report as a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// Its title, or its id.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<Date>,
    /// Where it can be read.
    pub url: Option<String>,
}

impl Source {
    /// Title, publisher and day in a line.
    pub fn citation(&self) -> String {
        let about: Vec<String> = self.publisher.clone().into_iter().chain(self.published.map(day)).collect();
        if about.is_empty() { self.title.clone() } else { format!("{} ({})", self.title, about.join(", ")) }
    }
}

/// The reports of a map, in the order of their layer.
pub(super) fn reports(layers: &Layers) -> impl Iterator<Item = Source> {
    let layer = layers.get("reports");
    layer.into_iter().flat_map(sources)
}

fn sources(layer: &Layer) -> impl Iterator<Item = Source> {
    let text = |feature: &Feature, field: &str| layer.value(feature, field).as_text().map(str::to_owned);
    let source = move |feature: Feature| Source {
        title: text(&feature, "title").unwrap_or_default(),
        publisher: text(&feature, "source"),
        published: match layer.value(&feature, "published") {
            Value::Date(day) => Some(*day),
            _ => None,
        },
        url: text(&feature, "url"),
    };
    layer.features.iter().map(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_written_as_people_write_them() {
        assert_eq!(days(date(2020, 10, 23), date(2020, 10, 24)), "23–24 Oct 2020");
        assert_eq!(days(date(2020, 10, 23), date(2020, 10, 23)), "23 Oct 2020");
        assert_eq!(days(date(2020, 10, 31), date(2020, 11, 1)), "31 Oct – 1 Nov 2020");
        assert_eq!(days(date(2020, 12, 31), date(2021, 1, 1)), "31 Dec 2020 – 1 Jan 2021");
    }
}

//! When a feature was, for the viewer's time slider: a moment, a day, or some days.

use crate::layer::{Feature, Layer, Value};
use crate::write::xml::Element;
use jiff::civil::Date;

/// The time of an incident (its moment, or its days), of a state of infrastructure, or of a report. What has no date has no
/// time, and is shown at all times.
pub(super) fn element(layer: &Layer, feature: &Feature) -> Option<Element> {
    let day = |field: &str| match layer.value(feature, field) {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    match layer.name {
        "incidents" => match layer.value(feature, "occurred_at") {
            Value::DateTime(moment) => Some(stamp(moment.to_string())),
            _ => days(day("date_start"), day("date_end")),
        },
        "infrastructure" | "infrastructure_points" => days(day("as_of"), None),
        "reports" => days(day("published"), None),
        _ => None,
    }
}

fn days(first: Option<Date>, last: Option<Date>) -> Option<Element> {
    match (first, last) {
        (Some(first), Some(last)) if first != last => Some(
            Element::new("TimeSpan")
                .containing(Element::new("begin").saying(first.to_string()))
                .containing(Element::new("end").saying(last.to_string())),
        ),
        (first, last) => first.or(last).map(|day| stamp(day.to_string())),
    }
}

fn stamp(when: String) -> Element {
    Element::new("TimeStamp").containing(Element::new("when").saying(when))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn one_day_is_a_stamp_and_several_are_a_span() {
        let written = |first, last| days(first, last).map(|element| element.document("days", None).unwrap());
        let (first, last) = (date(2020, 10, 23), date(2020, 10, 24));
        assert!(
            written(Some(first), Some(last))
                .unwrap()
                .ends_with("<TimeSpan><begin>2020-10-23</begin><end>2020-10-24</end></TimeSpan>")
        );
        for stamp in [written(Some(first), Some(first)), written(Some(first), None), written(None, Some(first))] {
            assert!(stamp.unwrap().ends_with("<TimeStamp><when>2020-10-23</when></TimeStamp>"));
        }
        assert_eq!(written(None, None), None);
    }
}

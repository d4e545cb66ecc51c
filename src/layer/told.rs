//! Who tells an event: columns of the layer and of the table of incidents.

use super::Value;
use super::column::{Column, integer, text};
use crate::incident::each_once;
use crate::merge::Event;

/// How many reports, which, by whom, where they can be read, and the incidents that each of them tells.
pub(super) fn columns<'a>() -> Vec<Column<Event<'a>>> {
    vec![
        integer("report_count", "Reports", "How many reports tell it", |e| e.sources.len().into()),
        text("report_ids", "All reports", "The reports that tell it; see layer reports", |e| {
            Value::list(e.sources.iter().map(|s| &s.analysis.id))
        }),
        text("sources", "All sources", "Who published these reports, each once", sources),
        text("urls", "All links", "Where these reports can be read", |e| {
            Value::list(each_once(e.sources.iter().filter_map(|s| s.analysis.url.as_ref())))
        }),
        text("incident_ids", "All incidents", "The incident of each of these reports in analysis.jsonl", |e| {
            Value::list(e.sources.iter().map(|s| &s.incident.id))
        }),
    ]
}

/// Who published the reports that tell an event, each once.
pub(super) fn sources(event: &Event<'_>) -> Value {
    Value::list(each_once(event.sources.iter().filter_map(|s| s.analysis.source.as_ref())))
}

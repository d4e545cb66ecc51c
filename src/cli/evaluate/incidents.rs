//! The tables of incident measures.

use super::super::table::{Table, shortened};
use super::{percent, rates};
use reportmap::evaluate::{IncidentCase, IncidentMeasures};

/// The measures of all corpora side by side, then the errors of each.
pub fn tables(all: &[IncidentMeasures], worst: usize) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut table = Table::plain();
    let mut line = |name: &str, of: &dyn Fn(&IncidentMeasures) -> String| {
        table.row(std::iter::once(name.to_owned()).chain(all.iter().map(of)));
    };
    line("", &|m| m.corpus.clone());
    line("reports / that report nothing", &|m| format!("{} / {}", m.docs, m.negatives));
    line("incidents coded / found", &|m| format!("{} / {}", m.gold, m.pred));
    line("incidents: P / R / F1", &|m| rates(&m.found));
    line("of those: sub-event type right", &|m| percent(m.sub_type));
    line("place right", &|m| percent(m.place));
    line("days right", &|m| percent(m.date));
    line("status right", &|m| percent(m.status));
    line("deaths right", &|m| percent(m.killed));
    line("injured right", &|m| percent(m.injured));
    line("actor right, where one is coded", &|m| percent(m.actor));
    line("claims and denials: P / R / F1", &|m| rates(&m.claims));
    line("reports of nothing with an incident", &|m| percent(m.false_reports));
    let mut out = table.lines("");
    for measures in all {
        out.push_str(&format!("\n{}: errors\n", measures.corpus));
        let mut cases = Table::new(&["", "report", "coded", "found", "sentence"]);
        for (kind, count) in &measures.kinds {
            cases.row([kind.clone(), format!("×{count}"), String::new(), String::new(), String::new()]);
            measures.cases.iter().filter(|c| c.kind == *kind).take(worst).for_each(|c| cases.row(row(c)));
        }
        out.push_str(&cases.lines("  "));
    }
    out
}

fn row(case: &IncidentCase) -> [String; 5] {
    let report = shortened(&case.report, 24);
    [String::new(), report, shortened(&case.wanted, 50), shortened(&case.got, 50), shortened(&case.context, 130)]
}

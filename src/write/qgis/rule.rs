//! Rules: which features of a layer get which symbol, and whether a legend has any to show.

use super::symbol::Symbol;
use crate::layer::Value;
use crate::write::sheet::Sheet;
use std::collections::BTreeSet;

/// What rules ask of a feature. The same answers as the rule's expression gives, for legends: they are made before QGIS runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seen {
    pub event_type: String,
    pub status: String,
    pub kind: String,
    pub outcome: String,
    pub level: String,
    /// Whether incidents are located by it.
    pub incidents: bool,
    pub disputed: bool,
}

/// What the features of a sheet that have a place on the map answer, each answer once.
pub(super) fn seen(sheet: &Sheet<'_>) -> BTreeSet<Seen> {
    let column = |name: &str| sheet.columns.iter().position(|field| field.name == name);
    let names = ["event_type", "status", "kind", "outcome", "level", "incident_count", "disputed"].map(column);
    let located = sheet.rows().filter(|row| row.geometry.is_some());
    let answers = located.map(|row| {
        let [event_type, status, kind, outcome, level, incidents, disputed] =
            names.map(|at| at.and_then(|at| row.values.get(at)).map_or(&Value::Null, |value| value.as_ref()));
        let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
        Seen {
            event_type: text(event_type),
            status: text(status),
            kind: text(kind),
            outcome: text(outcome),
            level: text(level),
            incidents: incidents.as_integer().is_some_and(|count| count > 0),
            disputed: *disputed == Value::Bool(true),
        }
    });
    answers.collect()
}

/// A rule of a renderer: what it is called, which features it takes, what it draws.
pub(super) struct Rule {
    /// What the legend calls it.
    pub label: String,
    /// An expression; `None` for what no rule before takes.
    pub filter: Option<String>,
    /// `None` for a heading.
    pub symbol: Option<Symbol>,
    /// Whether it is drawn when the project opens.
    pub shown: bool,
    /// The rules below a heading.
    pub children: Vec<Rule>,
    takes: Box<dyn Fn(&Seen) -> bool>,
}

impl Rule {
    pub fn new(
        label: &str,
        filter: impl Into<String>,
        takes: impl Fn(&Seen) -> bool + 'static,
        symbol: Symbol,
    ) -> Self {
        Self {
            label: label.to_owned(),
            filter: Some(filter.into()),
            symbol: Some(symbol),
            shown: true,
            children: vec![],
            takes: Box::new(takes),
        }
    }

    /// A heading with rules below it.
    pub fn group(label: &str, children: Vec<Rule>) -> Self {
        Self {
            label: label.to_owned(),
            filter: Some("TRUE".to_owned()),
            symbol: None,
            shown: true,
            children,
            takes: Box::new(|_| true),
        }
    }

    /// What no rule before takes.
    pub fn otherwise(label: &str, symbol: Symbol) -> Self {
        Self { filter: None, ..Self::new(label, "", |_| true, symbol) }
    }

    /// Not drawn when the project opens.
    pub fn hidden(self) -> Self {
        Self { shown: false, ..self }
    }
}

/// The places of the rules that draw something, in the order in which QGIS lists them in a legend: each before those below it.
pub(super) fn drawing(rules: &[Rule], all: &BTreeSet<Seen>) -> Vec<usize> {
    let mut next = 0;
    list(rules, all, &mut next)
}

fn list(rules: &[Rule], all: &BTreeSet<Seen>, next: &mut usize) -> Vec<usize> {
    let mut out = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let own = *next;
        *next += 1;
        let below = list(&rule.children, all, next);
        let taken_before = |seen: &Seen| rules.iter().take(at).any(|before| (before.takes)(seen));
        let draws = match (&rule.filter, rule.children.is_empty()) {
            (_, false) => !below.is_empty(),
            (Some(_), true) => all.iter().any(|seen| (rule.takes)(seen)),
            (None, true) => all.iter().any(|seen| !taken_before(seen)),
        };
        if draws && rule.shown {
            out.push(own);
            out.extend(below);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(label: &str, kind: &'static str) -> Rule {
        Rule::new(label, "", move |seen| seen.kind == kind, Symbol::marker([]))
    }

    #[test]
    fn a_legend_lists_what_is_drawn_and_its_heading() {
        let all = BTreeSet::from(["b", "x"].map(|kind| Seen { kind: kind.to_owned(), ..Seen::default() }));
        let group = |a, b| Rule::group("heading", vec![rule("1", a), rule("2", b)]);
        let rules = [group("a", "b"), group("c", "d"), Rule::otherwise("rest", Symbol::marker([]))];
        assert_eq!(drawing(&rules, &all), [0, 2]);
        let flat = [rule("1", "a"), rule("2", "b"), Rule::otherwise("rest", Symbol::marker([]))];
        assert_eq!(drawing(&flat, &all), [1, 2]);
    }
}

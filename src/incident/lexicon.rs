//! The tables of the incident coder: what words report which event, and which words deny, hedge, plan or date it.

use crate::gazetteer::names::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

const EVENTS: &str = include_str!("../../lexicon/events.csv");
const CUES: &str = include_str!("../../lexicon/event_cues.csv");
const ASSETS: &str = include_str!("../../lexicon/infrastructure_words.csv");
const STATES: &str = include_str!("../../lexicon/infrastructure_status.csv");

/// An event that a phrase reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// ACLED's event type, or a hazard class.
    pub event_type: String,
    /// ACLED's sub-event type, or a GLIDE term.
    pub sub_event_type: String,
    /// What a vague verb leaves open.
    pub candidates: Vec<String>,
    /// Verbs report by themselves; nouns only with a word that says that it happened.
    pub is_verb: bool,
}

/// Phrases with a value each, found by their first word.
#[derive(Debug)]
pub(super) struct Phrases<T>(HashMap<String, Vec<(Vec<String>, T)>>);

impl<T> Phrases<T> {
    fn new(rows: impl Iterator<Item = (String, T)>) -> Self {
        let mut out: HashMap<String, Vec<(Vec<String>, T)>> = HashMap::new();
        for (phrase, value) in rows {
            let words: Vec<String> = fold(&phrase).split(' ').map(str::to_owned).collect();
            if let Some(first) = words.first().cloned() {
                out.entry(first).or_default().push((words, value));
            }
        }
        for list in out.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self(out)
    }

    /// The longest phrase that starts at a token, with its end; `word` gives the folded word of a token.
    pub fn at<'w>(&self, token: usize, word: impl Fn(usize) -> &'w str) -> Option<(usize, &T)> {
        let list = self.0.get(word(token))?;
        list.iter()
            .find(|(words, _)| words.iter().enumerate().all(|(i, w)| word(token + i) == w))
            .map(|(words, value)| (token + words.len(), value))
    }
}

/// The tables.
pub(super) struct Lexicon {
    pub events: Phrases<Event>,
    pub block: Phrases<()>,
    pub occurs: Phrases<()>,
    pub negation: Phrases<()>,
    pub unreal: Phrases<()>,
    pub past: Phrases<()>,
    pub hedge: Phrases<()>,
    pub say: Phrases<()>,
    pub deny: Phrases<()>,
    pub confirm: Phrases<()>,
    pub armed: Phrases<()>,
    pub nonstate: Phrases<()>,
    pub assets: Phrases<String>,
    pub states: Phrases<String>,
}

/// Read once, at first use.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let cue = |kind: &'static str| {
        Phrases::new(
            rows(CUES).filter(move |row| row.get(1).is_some_and(|k| k == kind)).map(|row| (row[0].clone(), ())),
        )
    };
    let pairs = |table: &'static str| {
        Phrases::new(rows(table).filter(|row| row.len() == 2).map(|row| (row[0].clone(), row[1].clone())))
    };
    Lexicon {
        events: Phrases::new(rows(EVENTS).filter(|row| row.len() == 5).map(|row| {
            let candidates = row[4].split('|').filter(|c| !c.is_empty()).map(str::to_owned).collect();
            (
                row[0].clone(),
                Event {
                    event_type: row[2].clone(),
                    sub_event_type: row[3].clone(),
                    candidates,
                    is_verb: row[1] == "verb",
                },
            )
        })),
        block: cue("block"),
        occurs: cue("occurs"),
        negation: cue("negation"),
        unreal: cue("unreal"),
        past: cue("past"),
        hedge: cue("hedge"),
        say: cue("say"),
        deny: cue("deny"),
        confirm: cue("confirm"),
        armed: cue("armed"),
        nonstate: cue("nonstate"),
        assets: pairs(ASSETS),
        states: pairs(STATES),
    }
});

fn rows(table: &'static str) -> impl Iterator<Item = Vec<String>> {
    csv::Reader::from_reader(table.as_bytes())
        .into_records()
        .filter_map(Result::ok)
        .map(|record| record.iter().map(str::to_owned).collect())
}

/// The event types of VOCABULARIES, for tests of the table.
#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_of_the_tables_is_read() {
        let types: BTreeSet<String> = rows(EVENTS).map(|row| row[2].clone()).collect();
        let known = [
            "Battles",
            "Explosions/Remote violence",
            "Health",
            "Natural hazard",
            "Protests",
            "Riots",
            "Strategic developments",
            "Technological hazard",
            "Violence against civilians",
        ];
        assert_eq!(types.iter().map(String::as_str).collect::<Vec<_>>(), known);
        assert!(rows(EVENTS).all(|row| row.len() == 5 && !row[3].is_empty()));
        assert!(rows(CUES).count() > 300 && rows(ASSETS).count() > 40 && rows(STATES).count() > 40);
    }

    #[test]
    fn the_longest_phrase_wins() {
        let words = ["fired", "tear", "gas"];
        let found = LEXICON.events.at(0, |i| words.get(i).copied().unwrap_or_default());
        assert_eq!(found.map(|(end, e)| (end, e.sub_event_type.as_str())), Some((3, "Protest with intervention")));
    }
}

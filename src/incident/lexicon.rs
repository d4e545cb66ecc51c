//! The tables of the incident coder: which words report which event, what kind of thing a noun is, and which words deny, hedge,
//! plan or date.
//!
//! `lexicon/events.csv` states a trigger with what it needs: a class of words in its subject, in its object, or near it. `hit`
//! is an air strike when a drone did it, a tornado when a tornado did, and nothing at all when a song did. Classes are in
//! `lexicon/classes.csv`, verbs that share a row in `lexicon/verb_groups.csv`, codes in `lexicon/event_types.csv`.

use super::inflection::{self, Form, Irregular};
use super::triggers::Triggers;
use crate::gazetteer::names::fold;
use crate::text::{WordMap, WordSet};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::LazyLock;

const EVENTS: &str = include_str!("../../lexicon/events.csv");
const TYPES: &str = include_str!("../../lexicon/event_types.csv");
const CLASSES: &str = include_str!("../../lexicon/classes.csv");
const CLASS_EVENTS: &str = include_str!("../../lexicon/class_events.csv");
const GROUPS: &str = include_str!("../../lexicon/verb_groups.csv");
const IRREGULAR: &str = include_str!("../../lexicon/irregular_verbs.csv");
const CASUALTIES: &str = include_str!("../../lexicon/casualty_words.csv");
const PEOPLE: &str = include_str!("../../lexicon/people_words.csv");
const CUES: &str = include_str!("../../lexicon/event_cues.csv");
const ASSETS: &str = include_str!("../../lexicon/infrastructure_words.csv");
const STATES: &str = include_str!("../../lexicon/infrastructure_status.csv");

/// A set of word classes: `state`, `civilian`, `boat`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Classes(u128);

impl Classes {
    /// The class of what a toponym names, which stands in no table.
    pub const PLACE: Self = Self(1);

    fn bit(number: usize) -> Self {
        Self(1 << number)
    }

    /// Both.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether they share a class.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The number of each.
    pub fn numbers(self) -> impl Iterator<Item = u64> {
        (0..128).filter(move |number| self.0 & (1 << number) != 0)
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A kind of event, as the codebooks have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EventType {
    /// ACLED's event type, or a hazard class.
    pub event_type: String,
    /// ACLED's sub-event type, or a GLIDE term.
    pub sub_event_type: String,
    /// PLOVER's event type; empty for hazards.
    pub plover: String,
    /// GLIDE's code; empty for political violence.
    pub glide: String,
    /// The order of ACLED's codebook; hazards behind.
    pub rank: usize,
}

/// What became of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tally {
    Killed,
    Injured,
    Missing,
    Displaced,
    Arrested,
}

/// Where the number of people stands beside a word that says what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// `12 people died`.
    Before,
    /// `killing 12 people`.
    Behind,
    /// `killed 12 people`, `12 people were killed`.
    Both,
    /// `12 dead`.
    Adjacent,
    /// `the toll stands at 12`.
    Toll,
}

/// Phrases with a value each, found by their first word.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    by_word: WordMap<Vec<(Vec<String>, T)>>,
    /// Its bit among those of [`Lexicon::openers`]; none for a table that stands alone.
    bit: u32,
}

impl<T> Phrases<T> {
    pub fn new(rows: impl Iterator<Item = (String, T)>) -> Self {
        Self::of_words(rows.map(|(phrase, value)| (words_of(&phrase), value)))
    }

    /// The same from the words of each phrase.
    fn of_words(rows: impl Iterator<Item = (Vec<String>, T)>) -> Self {
        let mut out: WordMap<Vec<(Vec<String>, T)>> = WordMap::default();
        for (words, value) in rows {
            if let Some(first) = words.first().cloned() {
                out.entry(first).or_default().push((words, value));
            }
        }
        for list in out.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self { by_word: out, bit: 0 }
    }

    /// The longest phrase that starts at a token, with its end; `word` gives the folded word of a token.
    pub fn at<'w>(&self, token: usize, word: impl Fn(usize) -> &'w str) -> Option<(usize, &T)> {
        let list = self.by_word.get(word(token))?;
        list.iter()
            .find(|(words, _)| words.iter().enumerate().all(|(i, w)| word(token + i) == w))
            .map(|(words, value)| (token + words.len(), value))
    }

    /// Whether a phrase of the table may start with a word that opens the tables of `openers`.
    pub fn may_start(&self, openers: u32) -> bool {
        self.bit == 0 || openers & self.bit != 0
    }

    fn enter(&mut self, number: usize, openers: &mut WordMap<u32>) {
        self.bit = 1 << number;
        for word in self.by_word.keys() {
            *openers.entry(word.clone()).or_default() |= self.bit;
        }
    }
}

/// The words of a phrase, folded; hyphens part them.
pub(super) fn words_of(phrase: &str) -> Vec<String> {
    let words = |folded: &str| folded.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    // Most rows of the tables are folded as they are.
    let plain = |b: u8| b == b' ' || b.is_ascii_lowercase() || b.is_ascii_digit();
    if phrase.bytes().all(plain) { words(phrase) } else { words(&fold(phrase)) }
}

/// The tables.
pub(super) struct Lexicon {
    pub types: Vec<EventType>,
    /// What reports events.
    pub triggers: Triggers,
    irregular: Irregular,
    verb_groups: WordMap<Vec<String>>,
    classes: Phrases<Classes>,
    class_events: Vec<(Classes, usize)>,
    /// Past forms of verbs that the tables know: where one stands, another clause is.
    past_verbs: WordSet,
    class_numbers: WordMap<Classes>,
    pub casualties: Phrases<(Tally, Side)>,
    /// What a counted noun is: a person, an animal, a thing.
    pub people: WordMap<String>,
    /// Classes whose words are persons.
    pub persons: Classes,
    pub block: Phrases<()>,
    pub negation: Phrases<()>,
    pub unreal: Phrases<()>,
    pub past: Phrases<()>,
    pub hedge: Phrases<()>,
    pub occurs: Phrases<()>,
    /// Verbs that do what their object names: `held`, `launched`.
    pub light: Phrases<()>,
    pub say: Phrases<()>,
    /// Verbs that give a figure: `put`, `gave`.
    pub figure: Phrases<()>,
    pub deny: Phrases<()>,
    pub confirm: Phrases<()>,
    pub refute: Phrases<()>,
    pub unverified: Phrases<()>,
    pub nonstate: Phrases<()>,
    pub assets: Phrases<String>,
    pub states: Phrases<String>,
    openers: WordMap<u32>,
}

/// The bit of [`Lexicon::openers`] of words that a trigger may start with.
const TRIGGER: u32 = 1 << 31;

/// Whether a trigger of the table may start with a word of these openers.
pub(super) fn may_start_trigger(openers: u32) -> bool {
    openers & TRIGGER != 0
}

/// Read once, at first use.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

impl Lexicon {
    fn new() -> Self {
        let cues: Vec<csv::StringRecord> = rows(CUES).collect();
        let cue = |kind: &'static str| {
            let own = cues.iter().filter(move |row| row.get(1) == Some(kind));
            Phrases::new(own.map(|row| (row[0].to_owned(), ())))
        };
        let pairs = |table: &'static str| {
            Phrases::new(rows(table).filter(|row| row.len() == 2).map(|row| (row[0].to_owned(), row[1].to_owned())))
        };
        let types: Vec<EventType> = rows(TYPES)
            .filter(|row| row.len() == 5)
            .map(|row| EventType {
                sub_event_type: row[0].to_owned(),
                event_type: row[1].to_owned(),
                plover: row[2].to_owned(),
                glide: row[3].to_owned(),
                rank: row[4].parse().unwrap_or(usize::MAX),
            })
            .collect();
        let mut out = Self {
            types,
            triggers: Triggers::default(),
            irregular: WordMap::default(),
            verb_groups: WordMap::default(),
            classes: Phrases::new(std::iter::empty()),
            class_events: Vec::new(),
            past_verbs: WordSet::default(),
            class_numbers: WordMap::from_iter([("place".to_owned(), Classes::PLACE)]),
            casualties: Phrases::new(
                rows(CASUALTIES).filter_map(|row| Some((row[0].to_owned(), (tally(&row[1])?, side(&row[2])?)))),
            ),
            people: rows(PEOPLE).map(|row| (row[0].to_owned(), row[1].to_owned())).collect(),
            persons: Classes::default(),
            block: cue("block"),
            negation: cue("negation"),
            unreal: cue("unreal"),
            past: cue("past"),
            hedge: cue("hedge"),
            occurs: cue("occurs"),
            light: cue("light"),
            say: cue("say"),
            figure: cue("figure"),
            deny: cue("deny"),
            confirm: cue("confirm"),
            refute: cue("refute"),
            unverified: cue("unverified"),
            nonstate: cue("nonstate"),
            assets: pairs(ASSETS),
            states: pairs(STATES),
            openers: WordMap::default(),
        };
        out.read_classes();
        out.read_events();
        out.enter_phrases();
        out
    }

    /// One look for all tables: which of them have a phrase that starts with a word.
    fn enter_phrases(&mut self) {
        let openers = &mut self.openers;
        let plain = [
            &mut self.block,
            &mut self.negation,
            &mut self.unreal,
            &mut self.past,
            &mut self.hedge,
            &mut self.occurs,
            &mut self.light,
            &mut self.say,
            &mut self.figure,
            &mut self.deny,
            &mut self.confirm,
            &mut self.refute,
            &mut self.unverified,
            &mut self.nonstate,
        ];
        let count = plain.len();
        for (number, table) in plain.into_iter().enumerate() {
            table.enter(number, openers);
        }
        self.casualties.enter(count, openers);
        self.assets.enter(count + 1, openers);
        self.states.enter(count + 2, openers);
        self.classes.enter(count + 3, openers);
        for word in self.triggers.first_words() {
            *openers.entry(word.clone()).or_default() |= TRIGGER;
        }
    }

    /// The tables of phrases that a folded word may start a phrase of, a bit each.
    pub fn openers(&self, word: &str) -> u32 {
        self.openers.get(word).copied().unwrap_or(0)
    }

    fn read_classes(&mut self) {
        let mut by_words: HashMap<Vec<String>, Classes, FixedState> = HashMap::default();
        for row in rows(CLASSES).filter(|row| row.len() == 2) {
            // The judge's weights know a class by its number: new ones come behind the others.
            let next = self.class_numbers.len();
            let class = *self.class_numbers.entry(row[1].to_owned()).or_insert(Classes::bit(next));
            let one = words_of(&row[0]);
            let mut many = one.clone();
            if let Some(last) = many.last_mut() {
                *last = inflection::plural(last);
            }
            for words in [one, many] {
                let known = by_words.entry(words).or_default();
                *known = known.with(class);
            }
        }
        self.classes = Phrases::of_words(by_words.into_iter());
        self.persons = self.classes_named("state|rebel|police|crowd|civilian");
        for row in rows(CLASS_EVENTS).filter(|row| row.len() == 2) {
            let number = self.types.iter().position(|t| t.sub_event_type == row[1]);
            if let Some((class, number)) = self.class_numbers.get(&row[0]).copied().zip(number) {
                self.class_events.push((class, number));
            }
        }
        // What a verb of impact may have as its subject: whatever has an event of its own.
        let is_hazard = |t: &EventType| t.glide.is_empty();
        let of = |weapons: bool| {
            let own = self.class_events.iter().filter(|(_, number)| is_hazard(&self.types[*number]) == weapons);
            own.fold(Classes::default(), |all, (class, _)| all.with(*class))
        };
        let (weapon, hazard) = (of(true), of(false));
        self.class_numbers.insert("weapon".to_owned(), weapon);
        self.class_numbers.insert("hazard".to_owned(), hazard);
    }

    fn read_events(&mut self) {
        self.irregular = rows(IRREGULAR)
            .filter(|row| row.len() == 3)
            .map(|row| (row[0].to_owned(), (row[1].to_owned(), row[2].to_owned())))
            .collect();
        for row in rows(GROUPS).filter(|row| row.len() == 2) {
            self.verb_groups.entry(row[0].to_owned()).or_default().push(row[1].to_owned());
        }
        for base in self.irregular.keys() {
            learn_past(&mut self.past_verbs, base, &self.irregular);
        }
        let mut triggers = Triggers::default();
        for cells in rows(EVENTS) {
            // A row that cannot be read is a mistake of ours, and a test finds it.
            let _ = triggers.learn(&cells, self);
        }
        self.past_verbs.extend(triggers.take_pasts());
        self.triggers = triggers;
    }

    /// The classes that a cell names, with bars between them.
    pub fn classes_named(&self, cell: &str) -> Classes {
        let named = cell.split('|').filter_map(|name| self.class_numbers.get(name));
        named.fold(Classes::default(), |all, class| all.with(*class))
    }

    /// The verbs of a group.
    pub fn verbs_of(&self, group: &str) -> Option<&[String]> {
        self.verb_groups.get(group).map(Vec::as_slice)
    }

    /// All forms of a verb.
    pub fn forms(&self, verb: &str) -> Vec<(String, Form)> {
        inflection::verb(verb, &self.irregular)
    }

    /// Whether the tables have a class of this name.
    pub fn has_class(&self, name: &str) -> bool {
        self.class_numbers.contains_key(name)
    }

    /// The type with a name.
    pub fn named(&self, sub_event_type: &str) -> Option<&EventType> {
        self.types.iter().find(|t| t.sub_event_type == sub_event_type)
    }

    /// The classes of the phrase that starts at a token whose word has these openers, and its end.
    pub fn classes_at<'w>(
        &self,
        token: usize,
        openers: u32,
        word: impl Fn(usize) -> &'w str,
    ) -> Option<(usize, Classes)> {
        let found = self.classes.may_start(openers).then(|| self.classes.at(token, word)).flatten();
        found.map(|(end, classes)| (end, *classes))
    }

    /// The event that belongs to a set of classes: the first of the table that is in it.
    pub fn event_of(&self, classes: Classes) -> Option<usize> {
        self.class_events.iter().find(|(class, _)| classes.meets(*class)).map(|(_, number)| *number)
    }

    /// A class by its name; none for a name that no table has.
    pub fn class(&self, name: &str) -> Classes {
        self.class_numbers.get(name).copied().unwrap_or_default()
    }

    /// Whether a word is the past of a verb that the tables know.
    pub fn is_past_verb(&self, word: &str) -> bool {
        self.past_verbs.contains(word)
    }
}

fn learn_past(known: &mut WordSet, base: &str, irregular: &Irregular) {
    for (form, kind) in inflection::verb(base, irregular) {
        if matches!(kind, Form::Past | Form::Participle) {
            known.insert(form);
        }
    }
}

fn tally(name: &str) -> Option<Tally> {
    Some(match name {
        "killed" => Tally::Killed,
        "injured" => Tally::Injured,
        "missing" => Tally::Missing,
        "displaced" => Tally::Displaced,
        "arrested" => Tally::Arrested,
        _ => return None,
    })
}

fn side(name: &str) -> Option<Side> {
    Some(match name {
        "before" => Side::Before,
        "behind" => Side::Behind,
        "both" => Side::Both,
        "adjacent" => Side::Adjacent,
        "toll" => Side::Toll,
        _ => return None,
    })
}

pub(super) fn rows(table: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(table.as_bytes()).into_records().filter_map(Result::ok)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_of_the_tables_is_read() {
        let types: BTreeSet<&str> = LEXICON.types.iter().map(|t| t.event_type.as_str()).collect();
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
        assert_eq!(types.into_iter().collect::<Vec<_>>(), known);
        assert_eq!((LEXICON.types.len(), LEXICON.triggers.len()), (rows(TYPES).count(), rows(EVENTS).count()));
        let classes =
            |cell: &str| cell.split('|').filter(|c| !c.is_empty()).all(|c| LEXICON.class_numbers.contains_key(c));
        for row in rows(EVENTS) {
            assert!((2..5).all(|cell| classes(&row[cell])), "{row:?}");
        }
        assert!(rows(CUES).count() > 300 && rows(ASSETS).count() > 40 && rows(STATES).count() > 40);
    }
}

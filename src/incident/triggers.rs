//! The words that report events: triggers with what they need, in all their forms.
//!
//! A row states a trigger once: `shoot down`, a verb, of a weapon; a text writes it in many ways. The program's own rows are in
//! `lexicon/events.csv`; a user's have the same columns ([`super::Vocabulary`]).

use super::inflection::{self, Form};
use super::lexicon::{Classes, Lexicon, words_of};
use crate::text::WordMap;

/// What a row of the table makes of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// This type.
    Type(usize),
    /// The type that belongs to the class of the subject: a quake shakes, a drone hits.
    OfClass,
    /// A change of who holds a place: by whom tells which.
    Territory,
}

/// A trigger with what it needs to report an event.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The trigger as the table has it.
    pub trigger: String,
    /// Classes of which one must stand in the subject; in an event noun's own phrase for nouns.
    pub subject: Classes,
    /// … in the object.
    pub object: Classes,
    /// … in the clause.
    pub near: Classes,
    /// What it reports.
    pub outcome: Outcome,
    /// Whether it needs no more than this to be believed.
    pub strong: bool,
    /// What a vague verb leaves open.
    pub candidates: Vec<String>,
}

/// A first word in one of its forms; several forms of a verb may be written alike.
#[derive(Debug)]
struct Written {
    head: usize,
    forms: Vec<Form>,
}

/// The triggers that start with a verb or a noun.
#[derive(Debug, Default)]
struct Head {
    /// Those whose second word follows, by that word: a few verbs start very many.
    by_next: WordMap<Vec<Pattern>>,
    /// The others: of one word, or with a gap behind it.
    others: Vec<Pattern>,
}

/// What stands behind the first word, and the rows that are written so, each with its place among all that was learnt.
#[derive(Debug)]
struct Pattern {
    rest: Vec<Piece>,
    rows: Vec<(usize, usize)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Word(String),
    /// Up to [`GAP`] words: `took 12 people hostage`.
    Gap,
}

/// The most words that may stand inside a trigger that is written apart.
const GAP: usize = 8;

/// A trigger found in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match<'a> {
    /// The token behind it.
    pub end: usize,
    pub form: Form,
    /// Its row.
    pub row: &'a Row,
}

/// Rows of triggers, found by their first word.
#[derive(Debug, Default)]
pub(super) struct Triggers {
    rows: Vec<Row>,
    by_word: WordMap<Vec<Written>>,
    heads: Vec<Head>,
    verbs: WordMap<usize>,
    nouns: WordMap<usize>,
    learnt: usize,
    /// Pasts and participles of its verbs, as they were learnt.
    pasts: Vec<String>,
}

/// What a table of triggers holds, column by column.
pub(super) const COLUMNS: [&str; 8] =
    ["trigger", "kind", "subject", "object", "near", "sub_event_type", "strength", "candidates"];

impl Triggers {
    /// Takes a row of a table in; what is wrong with it, when it cannot be read.
    pub fn learn(&mut self, cells: &csv::StringRecord, lexicon: &Lexicon) -> Result<(), String> {
        let cell = |n: usize| cells.get(n).unwrap_or_default().trim();
        if cells.len() != COLUMNS.len() {
            return Err(format!(
                "it has {} cells where {} are expected: {}",
                cells.len(),
                COLUMNS.len(),
                COLUMNS.join(",")
            ));
        }
        if words_of(cell(0)).is_empty() {
            return Err("its trigger is empty".to_owned());
        }
        let outcome = match cell(5) {
            "=class" => Outcome::OfClass,
            "=territory" => Outcome::Territory,
            name => match lexicon.types.iter().position(|t| t.sub_event_type == name) {
                Some(number) => Outcome::Type(number),
                None => {
                    return Err(format!(
                        "“{name}” is no sub-event type; lexicon/event_types.csv lists them, such as {}",
                        lexicon.types.first().map_or("", |t| &t.sub_event_type)
                    ));
                }
            },
        };
        let unknown =
            [2, 3, 4].into_iter().flat_map(|n| cell(n).split('|')).find(|c| !c.is_empty() && !lexicon.has_class(c));
        if let Some(class) = unknown {
            return Err(format!("“{class}” is no class of words; lexicon/classes.csv lists them, such as rebel"));
        }
        let number = self.rows.len();
        match cell(1) {
            "group" => {
                let verbs = lexicon.verbs_of(cell(0)).ok_or_else(|| format!("“{}” is no group of verbs", cell(0)))?;
                for verb in verbs {
                    self.learn_verb(verb, number, lexicon);
                }
            }
            "verb" => self.learn_verb(cell(0), number, lexicon),
            "noun" => self.learn_noun(cell(0), number),
            kind => return Err(format!("“{kind}” is neither noun, verb nor group")),
        }
        self.rows.push(Row {
            trigger: cell(0).to_owned(),
            subject: lexicon.classes_named(cell(2)),
            object: lexicon.classes_named(cell(3)),
            near: lexicon.classes_named(cell(4)),
            outcome,
            strong: cell(6) == "strong",
            candidates: cell(7).split('|').filter(|c| !c.is_empty()).map(str::to_owned).collect(),
        });
        Ok(())
    }

    /// The words that they start with.
    pub fn first_words(&self) -> impl Iterator<Item = &String> {
        self.by_word.keys()
    }

    /// Hands over the pasts and participles of the verbs learnt so far.
    pub fn take_pasts(&mut self) -> Vec<String> {
        std::mem::take(&mut self.pasts)
    }

    /// How many rows there are.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    fn learn_verb(&mut self, verb: &str, row: usize, lexicon: &Lexicon) {
        let mut pieces = verb.split(' ').flat_map(|word| match word {
            "..." => vec![Piece::Gap],
            word => words_of(word).into_iter().map(Piece::Word).collect(),
        });
        let Some(Piece::Word(first)) = pieces.next() else { return };
        let head = match self.verbs.get(&first) {
            Some(head) => *head,
            None => {
                let head = self.new_head();
                for (form, kind) in lexicon.forms(&first) {
                    if matches!(kind, Form::Past | Form::Participle) {
                        self.pasts.push(form.clone());
                    }
                    self.write(form, head, kind);
                }
                self.verbs.insert(first, head);
                head
            }
        };
        self.enter(head, pieces.collect(), row);
    }

    fn learn_noun(&mut self, noun: &str, row: usize) {
        let words = words_of(noun);
        let Some((last, ahead)) = words.split_last() else { return };
        let mut spellings = vec![last.clone()];
        if !last.ends_with('s')
            && !noun.ends_with("ing")
            && !matches!(last.as_str(), "of" | "electricity" | "power" | "dark")
        {
            spellings.push(inflection::plural(last));
        }
        for last in spellings {
            let mut words = ahead.iter().chain([&last]).cloned();
            let Some(first) = words.next() else { continue };
            let rest = words.map(Piece::Word).collect();
            let head = match self.nouns.get(&first) {
                Some(head) => *head,
                None => {
                    let head = self.new_head();
                    self.write(first.clone(), head, Form::Noun);
                    self.nouns.insert(first, head);
                    head
                }
            };
            self.enter(head, rest, row);
        }
    }

    fn new_head(&mut self) -> usize {
        self.heads.push(Head::default());
        self.heads.len() - 1
    }

    fn write(&mut self, word: String, head: usize, form: Form) {
        let list = self.by_word.entry(word).or_default();
        match list.iter_mut().find(|written| written.head == head) {
            Some(written) => written.forms.push(form),
            None => list.push(Written { head, forms: vec![form] }),
        }
    }

    /// Notes that a row is written with this behind its first word.
    fn enter(&mut self, head: usize, rest: Vec<Piece>, row: usize) {
        let Some(head) = self.heads.get_mut(head) else { return };
        let patterns = match rest.first() {
            Some(Piece::Word(next)) => head.by_next.entry(next.clone()).or_default(),
            _ => &mut head.others,
        };
        let place = (self.learnt, row);
        self.learnt += 1;
        match patterns.iter_mut().find(|pattern| pattern.rest == rest) {
            Some(pattern) => pattern.rows.push(place),
            None => patterns.push(Pattern { rest, rows: vec![place] }),
        }
    }

    /// The triggers that start at a token, in the order of the table; `word` gives the folded word of a token, `joins` whether
    /// it is a hyphen, and nothing is read past `limit`.
    pub fn at<'a, 'w>(
        &'a self,
        token: usize,
        limit: usize,
        word: &impl Fn(usize) -> &'w str,
        joins: &impl Fn(usize) -> bool,
    ) -> Vec<Match<'a>> {
        let Some(list) = self.by_word.get(word(token)) else { return Vec::new() };
        let mut next = token + 1;
        while joins(next) {
            next += 1;
        }
        let next = word(next);
        let mut found = Vec::new();
        for written in list {
            let Some(head) = self.heads.get(written.head) else { continue };
            for pattern in head.others.iter().chain(head.by_next.get(next).into_iter().flatten()) {
                let Some(end) = pattern.end(token + 1, limit, word, joins) else { continue };
                for (place, row) in &pattern.rows {
                    let Some(row) = self.rows.get(*row) else { continue };
                    found.extend(written.forms.iter().map(|form| (*place, Match { end, form: *form, row })));
                }
            }
        }
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, found)| found).collect()
    }
}

impl Pattern {
    fn end<'w>(
        &self,
        mut token: usize,
        limit: usize,
        word: &impl Fn(usize) -> &'w str,
        joins: &impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut gap = false;
        for piece in &self.rest {
            let Piece::Word(wanted) = piece else {
                gap = true;
                continue;
            };
            while joins(token) {
                token += 1;
            }
            if gap {
                // A comma or a full stop ends the reach.
                token = (token..limit.min(token + GAP + 1))
                    .take_while(|t| !word(*t).is_empty() || joins(*t))
                    .find(|t| word(*t) == wanted)?;
                gap = false;
            } else if token >= limit || word(token) != wanted {
                return None;
            }
            token += 1;
        }
        (token <= limit).then_some(token)
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::LEXICON;
    use super::*;

    fn found(words: &[&str]) -> Vec<(usize, Form)> {
        let word = |i: usize| words.get(i).copied().unwrap_or_default();
        let matches = LEXICON.triggers.at(0, words.len(), &word, &|_| false);
        matches.into_iter().map(|m| (m.end, m.form)).collect()
    }

    #[test]
    fn triggers_are_found_in_all_forms_and_apart() {
        assert!(found(&["shelled", "the", "town"]).contains(&(1, Form::Past)));
        assert!(found(&["took", "twelve", "people", "hostage"]).contains(&(4, Form::Past)));
        assert!(found(&["airstrikes", "hit"]).contains(&(1, Form::Noun)));
        assert!(found(&["table"]).is_empty());
    }
}

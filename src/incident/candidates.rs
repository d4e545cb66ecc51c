//! What may have happened: the triggers of a report with what they would report, before it is judged whether they do.

use super::grammar;
use super::inflection::Form;
use super::lexicon::{Classes, LEXICON};
use super::scene::Scene;
use super::triggers::{Match, Outcome, Row, Triggers};
use super::unreal;
use super::vocabulary::Vocabulary;
use crate::recognize::Role;
use jiff::civil::Date;
use std::ops::Range;

/// A trigger that may report an event.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'a> {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The row of the table that it fits.
    pub row: &'a Row,
    /// The number of its type in the table of types.
    pub kind: usize,
    pub form: Form,
    /// Who or what acts, where the sentence tells.
    pub subject: Option<Range<usize>>,
    /// Who or what is acted on.
    pub object: Option<Range<usize>>,
    /// Whether the event was done to what stands before it: `the town was shelled`.
    pub passive: bool,
    /// How the verb stands; nouns have none.
    pub verb: Option<grammar::Verb>,
}

/// The candidates of a report, in text order: each trigger with every type that the table lets it have there. Triggers that a
/// longer one holds are part of it.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Candidate<'a>> {
    let word = |t: usize| scene.word(t);
    let joins = |t: usize| matches!(scene.written(t), "-" | "‑");
    // What the user says of a word holds before what the program knows.
    let own: Option<&'a Triggers> = scene.vocabulary.map(Vocabulary::triggers);
    let mut out: Vec<Candidate<'a>> = Vec::new();
    for sentence in scene.text.sentences() {
        let range = sentence.tokens.clone();
        let blocked: Vec<Range<usize>> = scene.phrases(&LEXICON.block, range.clone()).map(|(t, ())| t).collect();
        let named = names(scene, range.clone());
        let mut covered = range.start;
        for token in range.clone().filter(|t| !named.iter().any(|name| name.contains(t))) {
            let known = scene.may_start_trigger(token).then_some(&LEXICON.triggers);
            if known.is_none() && own.is_none() {
                continue;
            }
            let of = |table: &'a Triggers| table.at(token, range.end, &word, &joins);
            let mut matches: Vec<Match<'a>> = own.into_iter().chain(known).flat_map(of).collect();
            if matches.is_empty() {
                continue;
            }
            // The longest reading first, then the order of the tables.
            matches.sort_by_key(|m| std::cmp::Reverse(m.end));
            // What is blocked is so alone: "set the depot on fire" goes beyond "on fire".
            let beyond = |m: &Match<'_>, b: &Range<usize>| token < b.start && b.end <= m.end;
            let apart = |m: &Match<'_>, b: &Range<usize>| b.end <= token || m.end <= b.start;
            let free = |m: &Match<'_>| m.end > covered && blocked.iter().all(|b| apart(m, b) || beyond(m, b));
            let mut kinds: Vec<usize> = Vec::new();
            let mut stands = Stands::default();
            for found in matches.into_iter().filter(free).filter_map(|m| candidate(scene, token, m, &mut stands)) {
                // Each type once: the reading that the table has first.
                if kinds.len() < READINGS && !kinds.contains(&found.kind) {
                    kinds.push(found.kind);
                    out.push(found);
                }
            }
            covered =
                covered.max(out.last().filter(|last| last.tokens.start == token).map_or(0, |last| last.tokens.end));
        }
    }
    out
}

/// Places of several words: `Rhino Camp` camps nowhere, and at `Battle Creek` there is no fight.
fn names(scene: &Scene<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let named = scene.toponyms_in(range).filter(|t| matches!(t.role, Role::Literal | Role::Metonym));
    named.map(|t| scene.tokens_of(t)).filter(|tokens| tokens.len() > 1).collect()
}

/// So many types a trigger may have in one place, at the most.
const READINGS: usize = 5;

impl Candidate<'_> {
    /// Its type.
    pub fn event(&self) -> &'static super::lexicon::EventType {
        &LEXICON.types[self.kind]
    }
}

/// How a trigger of one length and form stands in its sentence, whatever rows it has.
struct Stand {
    subject: Part,
    object: Part,
    verb: Option<grammar::Verb>,
    /// Whether what it tells is only wanted or to come.
    awaited: bool,
}

/// A phrase of a trigger with the classes of its words.
#[derive(Clone, Default)]
struct Part {
    tokens: Option<Range<usize>>,
    classes: Classes,
    /// What a short phrase does not tell, the words from the start of the clause may: `rockets fired from X were brought down`.
    wide: Classes,
}

impl Part {
    fn of(scene: &Scene<'_>, token: usize, tokens: Option<Range<usize>>) -> Self {
        let Some(phrase) = tokens.clone() else { return Self::default() };
        let start = if phrase.start < token { scene.clause(token).start.min(phrase.start) } else { phrase.start };
        let wide = scene.classes(start..phrase.end);
        Self { tokens, classes: scene.classes(phrase), wide }
    }

    /// Whether it has a class that a row wants there.
    fn reads(&self, form: Form, wanted: Classes) -> bool {
        wanted.is_empty() || wanted.meets(self.classes) || form != Form::Noun && wanted.meets(self.wide)
    }
}

/// The stands of a trigger's readings, each found once: many rows share a word. None where nothing can be reported.
#[derive(Default)]
struct Stands(Vec<((usize, Form), Option<Stand>)>);

impl Stands {
    fn of(&mut self, scene: &Scene<'_>, tokens: &Range<usize>, form: Form) -> Option<&Stand> {
        let key = (tokens.end, form);
        let place = match self.0.iter().position(|(known, _)| *known == key) {
            Some(place) => place,
            None => {
                self.0.push((key, stand(scene, tokens, form)));
                self.0.len() - 1
            }
        };
        self.0.get(place)?.1.as_ref()
    }
}

fn stand(scene: &Scene<'_>, tokens: &Range<usize>, form: Form) -> Option<Stand> {
    let token = tokens.start;
    if unreal::is_other_word(scene, token, form) || unreal::is_supposed(scene, tokens, form) {
        return None;
    }
    let (subject, object, verb) = if form == Form::Noun {
        let own = grammar::noun_phrase(scene, tokens);
        let by = grammar::agent(scene, tokens.end);
        let behind = matches!(scene.word(tokens.end), "of" | "on" | "against" | "at" | "in")
            .then(|| grammar::behind(scene, tokens.end + 1));
        // What an event noun is of or on: "the capture of X", "an attack on a market".
        (Some(by.unwrap_or(own.start..tokens.start)), behind, None)
    } else {
        let verb = grammar::verb(scene, token, tokens.end);
        if verb.modal || verb.negated || verb.planned {
            return None;
        }
        let (before, behind) = (grammar::before(scene, verb.start), grammar::behind(scene, tokens.end));
        if verb.passive && form != Form::Gerund {
            (grammar::agent(scene, tokens.end), Some(before), Some(verb))
        } else {
            (Some(before), Some(behind), Some(verb))
        }
    };
    let infinitive = verb.as_ref().filter(|v| v.infinitive);
    let awaited = infinitive.is_some_and(|v| unreal::is_wanted(scene, tokens) || unreal::is_to_come(scene, v.start));
    let part = |tokens| Part::of(scene, token, tokens);
    Some(Stand { subject: part(subject), object: part(object), verb, awaited })
}

fn candidate<'a>(scene: &Scene<'a>, token: usize, found: Match<'a>, stands: &mut Stands) -> Option<Candidate<'a>> {
    let Match { end, form, row } = found;
    let tokens = token..end;
    let Stand { subject, object, verb, awaited } = stands.of(scene, &tokens, form)?;
    let fits = |subject: &Part, object: &Part| subject.reads(form, row.subject) && object.reads(form, row.object);
    let nobody = Part::default();
    let (subject, object, reduced) = if fits(subject, object) {
        (subject, object, false)
    } else {
        // "Mayor shot dead in Celaya": a headline leaves out what makes its verb a passive.
        let suffers = subject.tokens.is_some() && is_reduced(scene, form, verb.as_ref(), object.tokens.as_ref());
        (&nobody, Some(subject).filter(|subject| suffers && fits(&nobody, subject))?, true)
    };
    if !row.near.is_empty() && !row.near.meets(scene.classes(scene.clause(token))) {
        return None;
    }
    let infinitive = verb.as_ref().is_some_and(|v| v.infinitive);
    if *awaited || infinitive && row.trigger == "impact" {
        return None;
    }
    let kind = match row.outcome {
        Outcome::Type(number) => number,
        Outcome::OfClass => LEXICON.event_of(subject.classes).or_else(|| LEXICON.event_of(subject.wide))?,
        Outcome::Territory => territory(subject.classes),
    };
    if unreal::is_of_no_such_type(scene, &tokens, form, kind) {
        return None;
    }
    let passive = reduced || verb.as_ref().is_some_and(|v| v.passive) && form != Form::Gerund;
    let (subject, object, verb) = (subject.tokens.clone(), object.tokens.clone(), verb.clone());
    Some(Candidate { tokens, row, kind, form, subject, object, passive, verb })
}

/// Whether a past is a passive without its auxiliary: nothing stands behind it that could be its object.
fn is_reduced(scene: &Scene<'_>, form: Form, verb: Option<&grammar::Verb>, object: Option<&Range<usize>>) -> bool {
    let bare = |object: &Range<usize>| {
        // "rebels seized it": a pronoun is an object.
        object.is_empty() && !matches!(scene.word(object.start), "it" | "them" | "him" | "her")
            || matches!(
                scene.word(object.start),
                "in" | "at"
                    | "near"
                    | "on"
                    | "over"
                    | "off"
                    | "by"
                    | "after"
                    | "during"
                    | "from"
                    | "outside"
                    | "as"
                    | "amid"
            )
    };
    matches!(form, Form::Past | Form::Participle)
        && verb.is_some_and(|v| !v.passive && !v.infinitive && !v.modal)
        && object.is_none_or(bare)
}

/// Who gains ground: rebels overtake it, and so does a state on another's ground; a government regains it.
fn territory(subject: Classes) -> usize {
    let name = if subject.meets(LEXICON.class("rebel")) && !subject.meets(LEXICON.class("state")) {
        "Non-state actor overtakes territory"
    } else {
        "Government regains territory"
    };
    LEXICON.types.iter().position(|t| t.sub_event_type == name).unwrap_or_default()
}

/// Sentences about what lies long back, by the years they name.
pub(super) fn is_old(scene: &Scene<'_>, range: Range<usize>, published: Option<Date>) -> bool {
    let years: Vec<i16> = range
        .filter(|t| scene.written(*t).len() == 4)
        .filter_map(|t| scene.written(t).parse().ok())
        .filter(|y| (1500..2100).contains(y))
        .collect();
    match published {
        Some(day) => {
            years.iter().any(|y| *y < day.year() - 1) || years.iter().any(|y| *y < day.year()) && years.len() > 1
        }
        // Without a date of the report the latest year it names is as good as now.
        None => {
            let latest = scene.latest_year();
            years.iter().any(|y| latest.is_some_and(|l| *y < l - 1)) || years.len() > 1
        }
    }
}

//! Whether a candidate reports what happened: a logistic regression over what stands around it, its grammar, and the report.
//!
//! A word is no event by itself. `attack` is one in a wire story and none in a match; a quake of last century, a drill, a forecast
//! and a threat are none. What tells them apart is learnt from coded reports (`models/incidents/`), by features that any
//! report has; the tables only say what a word could mean.

use super::candidates::Candidate;
use super::inflection::Form;
use super::lexicon::{LEXICON, Tally};
use super::scene::Scene;
use crate::fitted::{Logistic, ModelError, hash, mix, probability};
use crate::recognize::is_of_sport;
use crate::text::Sentence;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The weights inside the program.
static WEIGHTS: &[u8] = include_bytes!("../../models/incidents.bin");

static SHIPPED: LazyLock<Option<Judge<'static>>> = LazyLock::new(|| Judge::open(WEIGHTS).ok());

/// The model inside the program.
pub(super) fn shipped() -> Option<Judge<'static>> {
    *SHIPPED
}

/// Two models over the same features: whether anything happened, and whether it is of the type that a reading says.
#[derive(Debug, Clone, Copy)]
pub struct Judge<'a> {
    happened: Logistic<'a>,
    kind: Logistic<'a>,
}

impl<'a> Judge<'a> {
    /// Reads a judge in place: two models of one length, one behind the other.
    ///
    /// # Errors
    ///
    /// When the bytes are no whole judge of this version.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let (happened, kind) = bytes.split_at(bytes.len() / 2);
        Ok(Self { happened: Logistic::open(happened)?, kind: Logistic::open(kind)? })
    }

    /// The bytes of a judge with these weights.
    pub fn encode(happened: &[f32], kind: &[f32]) -> Vec<u8> {
        [Logistic::encode(happened), Logistic::encode(kind)].concat()
    }
}

/// What a judge says of a candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Verdict {
    /// The probability that something happened.
    pub happened: f64,
    /// The probability that it is of this type.
    pub kind: f64,
}

/// What the words of a report say of all its candidates.
pub(super) struct Setting<'s, 'a> {
    scene: &'s Scene<'a>,
    published: Option<Date>,
    /// The content words of each sentence.
    words: Vec<Vec<u64>>,
    sport: usize,
}

/// Features of one template and some parts, and the template of each.
#[derive(Default)]
struct Features {
    codes: Vec<u32>,
    templates: Vec<u8>,
}

impl Features {
    fn push(&mut self, template: u8, parts: &[u64]) {
        let start = u64::from(template).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let code = parts.iter().fold(start, |code, part| mix(code, *part));
        self.codes.push((code >> 32) as u32);
        self.templates.push(template);
    }
}

/// What templates of features read, for people.
fn subject_of(template: u8) -> &'static str {
    match template {
        1..=9 => "the trigger itself",
        10..=12 => "how the verb stands",
        13 => "negation",
        14 | 15 => "plans, threats, conditions",
        16 | 20 => "what lies long back",
        17 => "hedges",
        18 => "a word that says that it happened",
        19 => "a verb of saying",
        21 | 23 | 25 => "who acts",
        22 | 24 | 26 => "who is acted on",
        27..=29 => "kinds of words in the clause",
        30..=35 => "the words beside it",
        39 => "the words of its clause",
        37 | 38 => "the words of its sentence",
        40 | 44 => "a place",
        41 | 46 => "a date",
        42 | 45 => "casualties",
        43 => "place, date and casualties together",
        47 | 48 => "where in the report it stands",
        49 | 50 => "other triggers before it",
        _ => "what the report is about",
    }
}

fn of(word: &str) -> u64 {
    hash(word.as_bytes())
}

/// Words of fewer letters tell nothing of what a report is about.
const CONTENT: usize = 4;
/// So many candidates before one are looked at.
const REMEMBERED: usize = 200;
/// So many sentences before and behind tell what it is about; the first one does everywhere.
const AROUND: usize = 2;

impl<'s, 'a> Setting<'s, 'a> {
    pub fn new(scene: &'s Scene<'a>, published: Option<Date>) -> Self {
        let all = (0..scene.text.tokens().len()).map(|t| scene.word(t));
        let sport: BTreeSet<&str> = all.filter(|w| w.len() >= CONTENT && is_of_sport(w)).collect();
        let content = |sentence: &Sentence| -> Vec<u64> {
            sentence.tokens.clone().map(|t| scene.word(t)).filter(|w| w.len() >= CONTENT).map(of).collect()
        };
        Self { scene, published, words: scene.text.sentences().iter().map(content).collect(), sport: sport.len() }
    }

    /// What the judge says of a candidate; `before` are the candidates that stand before it.
    pub fn verdict(&self, candidate: &Candidate<'_>, before: &[Candidate<'_>], judge: &Judge<'_>) -> Verdict {
        let features = self.features(candidate, before);
        let of = |model: &Logistic<'_>| f64::from(probability(model.score(&features)));
        Verdict { happened: of(&judge.happened), kind: of(&judge.kind) }
    }

    /// What spoke for a candidate and against it, in log-odds, the heaviest first.
    pub fn reasons(
        &self,
        candidate: &Candidate<'_>,
        before: &[Candidate<'_>],
        judge: &Judge<'_>,
    ) -> Vec<(&'static str, f64)> {
        let read = self.read(candidate, before);
        let mut out: Vec<(&'static str, f64)> = Vec::new();
        for (code, template) in read.codes.iter().zip(&read.templates) {
            let (subject, weight) = (subject_of(*template), f64::from(judge.happened.score(&[*code])));
            match out.iter_mut().find(|(known, _)| *known == subject) {
                Some((_, sum)) => *sum += weight,
                None => out.push((subject, weight)),
            }
        }
        out.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        out
    }

    /// What the model reads of a candidate; `before` are the candidates that stand before it.
    pub fn features(&self, candidate: &Candidate<'_>, before: &[Candidate<'_>]) -> Vec<u32> {
        self.read(candidate, before).codes
    }

    fn read(&self, candidate: &Candidate<'_>, before: &[Candidate<'_>]) -> Features {
        let before = before.get(before.len().saturating_sub(REMEMBERED)..).unwrap_or_default();
        let scene = self.scene;
        let tokens = &candidate.tokens;
        let (sentence, clause) = (scene.sentence(tokens.start), scene.clause(tokens.start));
        let mut out = Features::default();
        let trigger = of(&candidate.row.trigger);
        let word = of(scene.word(tokens.start));
        let kind = candidate.kind as u64;
        let form = of(candidate.form.name());
        let noun = u64::from(candidate.form == Form::Noun);
        let strong = u64::from(candidate.row.strong);
        out.push(1, &[]);
        out.push(2, &[trigger]);
        out.push(3, &[word, noun]);
        out.push(4, &[kind]);
        out.push(5, &[form, strong]);
        out.push(6, &[kind, form]);
        out.push(7, &[strong, u64::from(candidate.passive)]);
        self.grammar(candidate, &clause, &mut out);
        self.around(candidate, &sentence, &clause, &mut out);
        self.evidence(candidate, &sentence, &clause, before, &mut out);
        // What the report is about, there: a long one is about much.
        let number = scene.text.sentence_of(tokens.start);
        let last = self.words.len().min(number + AROUND + 1);
        let near = self.words.get(number.saturating_sub(AROUND).min(last)..last).unwrap_or_default();
        let mut about: Vec<u64> = self.words.iter().take(1).chain(near).flatten().copied().collect();
        about.sort_unstable();
        about.dedup();
        for word in about {
            out.push(60, &[word]);
        }
        out.push(61, &[self.sport.min(4) as u64]);
        out.push(62, &[u64::from(self.sport > 2), kind]);
        out
    }

    fn grammar(&self, candidate: &Candidate<'_>, clause: &Range<usize>, out: &mut Features) {
        let scene = self.scene;
        let tokens = &candidate.tokens;
        let before = clause.start..tokens.start;
        let near = tokens.start.saturating_sub(7).max(clause.start)..tokens.start;
        let kind = candidate.kind as u64;
        let noun = u64::from(candidate.form == Form::Noun);
        if let Some(verb) = &candidate.verb {
            let group = u64::from(verb.modal) + 2 * u64::from(verb.infinitive) + 4 * u64::from(verb.negated);
            out.push(10, &[group]);
            out.push(11, &[group, of(candidate.form.name())]);
            let lead = verb.start.checked_sub(1).map_or("", |t| scene.word(t));
            out.push(12, &[of(lead), u64::from(verb.infinitive)]);
        }
        for (template, cue) in [
            (13, scene.has(&LEXICON.negation, near)),
            (14, scene.has(&LEXICON.unreal, before.clone())),
            (15, scene.has(&LEXICON.unreal, clause.clone())),
            (16, scene.has(&LEXICON.past, scene.sentence(tokens.start))),
            (17, scene.has(&LEXICON.hedge, clause.clone())),
            (18, scene.has(&LEXICON.occurs, clause.clone())),
            (19, scene.has(&LEXICON.say, scene.sentence(tokens.start))),
            (20, super::candidates::is_old(scene, scene.sentence(tokens.start), self.published)),
        ] {
            out.push(template, &[u64::from(cue), noun]);
        }
        // Each class of who acts and who suffers, by name: what is learnt of soldiers holds for all armies.
        for (template, range) in [(21, &candidate.subject), (22, &candidate.object)] {
            let classes = range.clone().map_or_else(Default::default, |r| scene.classes(r));
            for number in classes.numbers() {
                out.push(template, &[number]);
                out.push(template + 2, &[number, kind]);
            }
            out.push(template + 4, &[u64::from(classes.is_empty()), u64::from(range.is_some()), noun]);
        }
        for number in scene.classes(clause.clone()).numbers() {
            out.push(27, &[number]);
            out.push(28, &[number, kind]);
        }
        for number in scene.classes(tokens.clone()).numbers() {
            out.push(29, &[number, kind]);
        }
    }

    fn around(&self, candidate: &Candidate<'_>, sentence: &Range<usize>, clause: &Range<usize>, out: &mut Features) {
        let scene = self.scene;
        let tokens = &candidate.tokens;
        let noun = u64::from(candidate.form == Form::Noun);
        let at = |token: Option<usize>| match token.filter(|t| sentence.contains(t)) {
            None => 1,
            Some(t) if scene.word(t).is_empty() => of(scene.written(t)),
            Some(t) => of(scene.word(t)),
        };
        let back = |n: usize| at(tokens.start.checked_sub(n));
        let ahead = |n: usize| at(Some(tokens.end + n));
        out.push(30, &[back(1), noun]);
        out.push(31, &[back(2), back(1)]);
        out.push(32, &[ahead(0), noun]);
        out.push(33, &[ahead(0), ahead(1)]);
        out.push(34, &[back(2), noun]);
        out.push(35, &[back(1), ahead(0)]);
        out.push(8, &[of(&candidate.row.trigger), candidate.kind as u64]);
        out.push(9, &[of(scene.word(tokens.start)), candidate.kind as u64]);
        for token in clause.clone().filter(|t| !tokens.contains(t) && !scene.word(*t).is_empty()) {
            out.push(39, &[of(scene.word(token)), candidate.kind as u64]);
        }
        for token in sentence.clone().filter(|t| !clause.contains(t) && scene.word(*t).len() >= CONTENT) {
            out.push(37, &[of(scene.word(token))]);
        }
        let asks = sentence.clone().any(|t| scene.written(t) == "?");
        out.push(38, &[u64::from(asks)]);
    }

    fn evidence(
        &self,
        candidate: &Candidate<'_>,
        sentence: &Range<usize>,
        clause: &Range<usize>,
        before: &[Candidate<'_>],
        out: &mut Features,
    ) {
        let scene = self.scene;
        let noun = u64::from(candidate.form == Form::Noun);
        let kind = candidate.kind as u64;
        let strong = u64::from(candidate.row.strong);
        let located = |range: &Range<usize>| scene.toponyms_in(range.clone()).any(|t| t.role.locates());
        let place = u64::from(located(clause)) + u64::from(located(sentence));
        let when = scene.when(&candidate.tokens);
        let dated = match (&when, self.published) {
            (None, _) => 0,
            (Some(when), Some(published)) => match when.days {
                Some((first, last)) if last > published => 1 + u64::from(first > published),
                Some((first, _)) if (published - first).get_days() > 60 => 3,
                Some(_) => 4,
                None => 5,
            },
            (Some(when), None) => 5 - u64::from(when.days.is_some()),
        };
        let has = |tally: Tally| scene.tolls_in(sentence).any(|t| t.tally == tally);
        let hurt = u64::from(has(Tally::Killed)) + 2 * u64::from(has(Tally::Injured));
        out.push(40, &[place, noun]);
        out.push(41, &[dated, noun]);
        out.push(42, &[hurt, noun]);
        out.push(43, &[place, dated, hurt.min(1), noun, strong]);
        out.push(44, &[kind, place]);
        out.push(45, &[kind, hurt]);
        out.push(46, &[kind, dated.min(4)]);
        let number = scene.text.sentence_of(candidate.tokens.start).min(6) as u64;
        out.push(47, &[number]);
        out.push(48, &[number.min(1), noun, strong]);
        let before: Vec<&Candidate<'_>> = before.iter().filter(|c| c.tokens.start < candidate.tokens.start).collect();
        let again = before.iter().filter(|c| c.kind == candidate.kind).count().min(3) as u64;
        let beside = before.iter().any(|c| c.kind == candidate.kind && sentence.contains(&c.tokens.start));
        out.push(49, &[again, u64::from(beside), noun]);
        out.push(
            50,
            &[before.iter().filter(|c| sentence.contains(&c.tokens.start)).count().min(3) as u64, noun, strong],
        );
    }
}

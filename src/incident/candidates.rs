//! What may have happened: the triggers of a report with what they would report, before it is judged whether they do.

use super::grammar;
use super::inflection::Form;
use super::lexicon::{Classes, LEXICON};
use super::scene::Scene;
use super::triggers::{Match, Outcome, Row, Triggers};
use super::vocabulary::Vocabulary;
use crate::recognize::Role;
use crate::text::TokenKind;
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
            for found in matches.into_iter().filter(free).filter_map(|m| candidate(scene, token, m)) {
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

/// Whether a verb's bare form cannot be one here: `a bomb`, `of fire`, `the March`.
fn is_other_word(scene: &Scene<'_>, token: usize, form: Form) -> bool {
    let before = token.checked_sub(1).map_or("", |t| scene.word(t));
    if scene.written(token) == "March" && !scene.starts_sentence(token) {
        return true;
    }
    // "a burnt-out store", "the workers' camp".
    let joined = |t: usize| scene.written(t) == "-" && scene.text.tokens().get(t).is_some_and(|token| !token.spaced);
    let participle = matches!(form, Form::Past | Form::Participle);
    let owned = matches!(scene.written(token.wrapping_sub(1)), "'" | "’") && matches!(form, Form::Base | Form::Present);
    // "the agreed ceasefire": a participle between an article and its noun tells what is known.
    let attributive = participle
        && matches!(before, "the" | "a" | "an" | "this" | "its" | "their")
        && scene.kind(token + 1) == Some(TokenKind::Word)
        && !grammar::opens_noun(scene.word(token + 1))
        && !matches!(
            scene.word(token + 1),
            "and"
                | "or"
                | "to"
                | "that"
                | "who"
                | "were"
                | "was"
                | "is"
                | "are"
                | "near"
                | "after"
                | "during"
                | "between"
                | "into"
                | "as"
                | "when"
        );
    // "Mud-brick houses", "quake sirens", "flood insurance".
    let compound = form == Form::Noun
        && (joined(token + 1) && scene.text.tokens().get(token + 2).is_some_and(|t| !t.spaced)
            || matches!(
                scene.word(token + 1),
                "siren"
                    | "sirens"
                    | "insurance"
                    | "drill"
                    | "drills"
                    | "preparedness"
                    | "memorial"
                    | "museum"
                    | "insurers"
            ));
    if participle && joined(token + 1) || owned || attributive || compound {
        return true;
    }
    // "Clashes between …": a present has its subject before it.
    if matches!(form, Form::Base | Form::Present) && scene.starts_sentence(token) {
        return true;
    }
    let month = scene.written(token) == "March"
        && [token.wrapping_sub(1), token + 1].iter().any(|t| scene.kind(*t) == Some(TokenKind::Number));
    month
        || matches!(form, Form::Base | Form::Present)
            && (grammar::opens_noun(before)
                || matches!(
                    before,
                    "no" | "his"
                        | "her"
                        | "its"
                        | "their"
                        | "this"
                        | "that"
                        | "some"
                        | "any"
                        | "every"
                        | "after"
                        | "under"
                        | "into"
                        | "heavy"
                        | "new"
                        | "s"
                )
                || scene.kind(token.wrapping_sub(1)) == Some(TokenKind::Number)
                || scene.kind(token.wrapping_sub(1)) == Some(TokenKind::Possessive))
}

/// Words that are asked for, feared or planned: `called for a ceasefire`, `to prevent fighting`.
fn is_wanted(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    let clause = scene.clause(tokens.start);
    let near = tokens.start.saturating_sub(WANTED).max(clause.start)..tokens.start;
    let last = scene.phrases(&LEXICON.unreal, near).map(|(cue, ())| cue.end).last();
    // "threatened to march and blocked the road": another verb has come between.
    last.is_some_and(|end| !(end..tokens.start).any(|t| LEXICON.is_past_verb(scene.word(t))))
}

/// `could bring flash floods`: the plural of a noun that reads like a present, behind a modal that has its own verb.
fn is_modal_object(scene: &Scene<'_>, token: usize, form: Form) -> bool {
    // "may cause flooding": a verb of bringing about stands between.
    let brought = form == Form::Gerund
        && matches!(
            scene.word(token.saturating_sub(1)),
            "cause"
                | "bring"
                | "trigger"
                | "spark"
                | "mean"
                | "to"
                | "severe"
                | "flash"
                | "widespread"
                | "localised"
                | "further"
        );
    (form == Form::Present || brought) && {
        let clause = scene.clause(token);
        let near = token.saturating_sub(MODAL).max(clause.start)..token;
        let modal = near.rev().find(|t| grammar::is_modal(scene.word(*t)));
        modal.is_some_and(|modal| !(modal..token).any(|t| LEXICON.is_past_verb(scene.word(t))))
    }
}

/// Tokens between a modal and the plural that its verb has as an object.
const MODAL: usize = 4;

/// A noun of which the words behind it say that it is to come: `landslides remain possible`, `storms were forecast`.
fn is_expected(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    if is_put_off(scene, tokens) || is_brought_about(scene, tokens.start) {
        return true;
    }
    // "Typhoon Koppu is expected to …": a name may stand between.
    let named = usize::from(scene.written(tokens.end).chars().next().is_some_and(char::is_uppercase));
    let start = tokens.end + named;
    let words: Vec<&str> = (start..start + 4).map(|t| scene.word(t)).collect();
    let coming = |word: &str| {
        matches!(word, "possible" | "likely" | "forecast" | "predicted" | "expected" | "planned" | "overdue" | "feared")
    };
    match words.as_slice() {
        ["is" | "are" | "was" | "were" | "remain" | "remains", "forecast" | "predicted", ..] => true,
        // "Cyclone Tsiory may make landfall": not "the fire may have been set".
        ["may" | "might" | "could" | "will", verb, ..] => !goes_on(verb) && *verb != "have" && *verb != "be",
        // "The fire is expected to burn for days": it burns.
        ["is" | "are" | "was" | "were", "expected" | "likely", "to", verb] => !goes_on(verb),
        ["is" | "are" | "was" | "were" | "remain" | "remains", word, next, _] => coming(word) && *next != "to",
        _ => false,
    }
}

/// What a fire or a flood does that is there already.
fn goes_on(verb: &str) -> bool {
    matches!(
        verb,
        "ease" | "end" | "weaken" | "subside" | "burn" | "continue" | "last" | "spread" | "recede" | "rise" | "pass"
    )
}

/// What somebody is tried or sentenced for: `convicted of the killing`, `sentenced to death for murder, rape and arson`.
fn is_tried(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    let clause = scene.clause(tokens.start);
    let near = tokens.start.saturating_sub(TRIED).max(clause.start)..tokens.start;
    let court = |word: &str| {
        matches!(
            word,
            "sentenced"
                | "convicted"
                | "jailed"
                | "acquitted"
                | "guilty"
                | "trial"
                | "verdict"
                | "indicted"
                | "prison"
                | "pleaded"
        )
    };
    let tried = near.clone().rev().find(|t| court(scene.word(*t)));
    tried.is_some_and(|tried| {
        (tried..tokens.start).any(|t| matches!(scene.word(t), "for" | "of" | "over" | "to"))
            && !(tried + 1..tokens.start).any(|t| LEXICON.is_past_verb(scene.word(t)))
    })
}

/// Tokens between a word of the court and what it tries.
const TRIED: usize = 12;

/// A truce that is only talked about: `resumed talks with Hamas on a long-term truce`.
fn is_negotiated(scene: &Scene<'_>, tokens: &Range<usize>, kind: usize) -> bool {
    let talks = |word: &str| {
        matches!(
            word,
            "talks"
                | "negotiations"
                | "negotiating"
                | "proposal"
                | "proposals"
                | "discussions"
                | "consultations"
                | "efforts"
        )
    };
    LEXICON.types.get(kind).is_some_and(|t| t.sub_event_type == "Agreement") && {
        let clause = scene.clause(tokens.start);
        let near = tokens.start.saturating_sub(TRIED).max(clause.start)..tokens.start;
        let agreed = |word: &str| {
            matches!(word, "signed" | "agreed" | "reached" | "sealed" | "struck" | "announced" | "produced" | "led")
        };
        // "keeps to the truce", "spoke of a ceasefire": one that is in force, or wished for.
        let before: Vec<&str> = (tokens.start.saturating_sub(4)..tokens.start).map(|t| scene.word(t)).collect();
        let kept = before.windows(2).any(|pair| {
            matches!(
                pair,
                ["keeps" | "kept" | "keep" | "sticks" | "stuck", "to"]
                    | [
                        "spoke"
                            | "speak"
                            | "speaks"
                            | "dream"
                            | "dreams"
                            | "hope"
                            | "hopes"
                            | "call"
                            | "calls"
                            | "called",
                        "of" | "for"
                    ]
                    | [
                        "violated"
                            | "violates"
                            | "violating"
                            | "breached"
                            | "broke"
                            | "breaking"
                            | "respect"
                            | "respects"
                            | "honour"
                            | "monitor",
                        _
                    ]
            )
        });
        kept || near.clone().any(|t| talks(scene.word(t))) && !near.clone().any(|t| agreed(scene.word(t)))
    }
}

/// An infinitive behind a word of what is to come: `is expected to make landfall`, `forecast to hit`.
fn is_to_come(scene: &Scene<'_>, verb: usize) -> bool {
    let before = verb.checked_sub(1).map_or("", |t| scene.word(t));
    matches!(
        before,
        "expected" | "forecast" | "predicted" | "likely" | "due" | "set" | "poised" | "about" | "projected"
    )
}

/// Tokens between a word of wanting and what is wanted.
const WANTED: usize = 7;

/// What is said not to be: `no shelling`, `no new attacks`, `without fighting`.
fn is_absent(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    let absent = |n: usize| tokens.start.checked_sub(n).is_some_and(|t| matches!(scene.word(t), "no" | "without"));
    absent(1) || (absent(2) && !LEXICON.is_past_verb(scene.word(tokens.start - 1)))
}

/// What would only follow from something, or be followed by it: `if Russia attacks Odesa`.
fn is_conditional(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    (scene.clause(tokens.start).start..tokens.start).any(|t| matches!(scene.word(t), "if" | "unless"))
}

/// A noun that only recalls what was told or known: `the renewed clashes`, `since the start of the fighting`, `previous truces`.
fn is_background(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    let back = |n: usize| tokens.start.checked_sub(n).map_or("", |t| scene.word(t));
    if matches!(back(1), "previous" | "past" | "former" | "continuing" | "existing" | "agreed" | "earlier") {
        return true;
    }
    let start = grammar::noun_phrase(scene, tokens).start;
    let before = |n: usize| start.checked_sub(n).map_or("", |t| scene.word(t));
    let definite = matches!(before(1), "the" | "this" | "these" | "those");
    let governor = if definite { before(2) } else { before(1) };
    let recalled = matches!(governor, "following" | "since" | "despite" | "amid" | "about" | "before" | "during");
    let part_of = governor == "of"
        && matches!(
            if definite { before(3) } else { before(2) },
            "start"
                | "wake"
                | "aftermath"
                | "end"
                | "history"
                | "respect"
                | "implementation"
                | "cessation"
                | "terms"
                | "outbreak"
                | "anniversary"
        );
    (definite && recalled) || part_of
}

/// "Demining in Meta was suspended", "temperatures above 40 degrees were forecast".
fn is_put_off(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    let clause = scene.clause(tokens.start);
    let near = tokens.end..clause.end.min(tokens.end + PUT_OFF);
    near.clone().any(|t| {
        matches!(scene.word(t), "was" | "were" | "is" | "are" | "been" | "be")
            && matches!(
                scene.word(t + 1),
                "suspended" | "postponed" | "cancelled" | "canceled" | "forecast" | "overdue" | "averted"
            )
            && !(tokens.end..t).any(|t| LEXICON.is_past_verb(scene.word(t)))
    })
}

/// Tokens from a noun to the verb that says it did not come.
const PUT_OFF: usize = 6;

/// "may cause flooding", "is likely to intensify into a cyclone", "a low that could bring storms".
fn is_brought_about(scene: &Scene<'_>, token: usize) -> bool {
    let clause = scene.clause(token);
    let near = token.saturating_sub(BROUGHT).max(clause.start)..token;
    near.clone().rev().any(|t| {
        let brings = matches!(
            scene.word(t),
            "cause"
                | "bring"
                | "trigger"
                | "spark"
                | "become"
                | "becoming"
                | "intensify"
                | "develop"
                | "strengthen"
                | "turn"
                | "lead"
                | "produce"
                | "provoke"
                | "unleash"
        );
        let back = |n: usize| t.checked_sub(n).map_or("", |t| scene.word(t));
        let modal = grammar::is_modal(back(1)) || grammar::is_modal(back(2)) && !matches!(back(1), "not" | "have");
        let likely = back(1) == "to"
            && matches!(back(2), "likely" | "expected" | "forecast" | "set" | "due" | "threatening" | "threatens");
        let chance = scene.word(t) == "becoming" && matches!(back(1), "of");
        brings && (modal || likely || chance)
    })
}

/// Tokens from a verb of bringing about to what it brings.
const BROUGHT: usize = 6;

/// "The vessel was hit by a missile" is no accident.
fn is_hit_by_weapon(scene: &Scene<'_>, tokens: &Range<usize>, kind: usize) -> bool {
    let accident = LEXICON.types.get(kind).is_some_and(|t| t.sub_event_type == "Transport accident");
    let by = scene.word(tokens.end - 1) == "by"
        && scene.classes(grammar::behind(scene, tokens.end)).meets(LEXICON.class("weapon"));
    accident && by
}

fn candidate<'a>(scene: &Scene<'a>, token: usize, found: Match<'a>) -> Option<Candidate<'a>> {
    if is_other_word(scene, token, found.form) || is_modal_object(scene, token, found.form) {
        return None;
    }
    let row = found.row;
    let tokens = token..found.end;
    if is_conditional(scene, &tokens) {
        return None;
    }
    let noun = matches!(found.form, Form::Noun | Form::Gerund);
    if found.form == Form::Noun
        && (is_wanted(scene, &tokens) || is_background(scene, &tokens) || is_expected(scene, &tokens))
        || noun && is_absent(scene, &tokens)
        || (noun || found.form == Form::Base) && is_tried(scene, &tokens)
    {
        return None;
    }
    let (subject, object, verb) = if found.form == Form::Noun {
        let own = grammar::noun_phrase(scene, &tokens);
        let by = grammar::agent(scene, tokens.end);
        let behind = matches!(scene.word(tokens.end), "of" | "on" | "against" | "at" | "in")
            .then(|| grammar::behind(scene, tokens.end + 1));
        // What an event noun is of or on: "the capture of X", "an attack on a market".
        (Some(by.unwrap_or(own.start..tokens.start)), behind, None)
    } else {
        let verb = grammar::verb(scene, token, tokens.end);
        let (before, behind) = (grammar::before(scene, verb.start), grammar::behind(scene, tokens.end));
        if verb.passive && found.form != Form::Gerund {
            (grammar::agent(scene, tokens.end), Some(before), Some(verb))
        } else {
            (Some(before), Some(behind), Some(verb))
        }
    };
    let clause = scene.clause(token);
    let fits = |subject: &Option<Range<usize>>, object: &Option<Range<usize>>| {
        reads(scene, found.form, token, row.subject, subject) && reads(scene, found.form, token, row.object, object)
    };
    let (subject, object, reduced) = if fits(&subject, &object) {
        (subject, object, false)
    } else {
        // "Mayor shot dead in Celaya": a headline leaves out what makes its verb a passive.
        let suffers = subject.filter(|_| is_reduced(scene, found.form, verb.as_ref(), object.as_ref()));
        (None, Some(suffers.filter(|suffers| fits(&None, &Some(suffers.clone())))?), true)
    };
    if !row.near.is_empty() && !row.near.meets(scene.classes(clause)) {
        return None;
    }
    if verb.as_ref().is_some_and(|v| {
        v.modal
            || v.negated
            || v.planned
            || (v.infinitive && (row.trigger == "impact" || is_wanted(scene, &tokens) || is_to_come(scene, v.start)))
    }) {
        return None;
    }
    let kind = match row.outcome {
        Outcome::Type(number) => number,
        Outcome::OfClass => LEXICON
            .event_of(classes(scene, &subject))
            .or_else(|| LEXICON.event_of(wide_classes(scene, token, &subject)))?,
        Outcome::Territory => territory(classes(scene, &subject)),
    };
    if found.form == Form::Noun && is_negotiated(scene, &tokens, kind) || is_hit_by_weapon(scene, &tokens, kind) {
        return None;
    }
    let passive = reduced || verb.as_ref().is_some_and(|v| v.passive) && found.form != Form::Gerund;
    Some(Candidate { tokens, row, kind, form: found.form, subject, object, passive, verb })
}

/// Whether a past is a passive without its auxiliary: nothing stands behind it that could be its object.
fn is_reduced(scene: &Scene<'_>, form: Form, verb: Option<&grammar::Verb>, object: Option<&Range<usize>>) -> bool {
    let bare = |object: &Range<usize>| {
        object.is_empty()
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

fn classes(scene: &Scene<'_>, range: &Option<Range<usize>>) -> Classes {
    range.clone().map_or(Classes::default(), |r| scene.classes(r))
}

/// What a short phrase does not tell, the words from the start of the clause may: `rockets fired from X were brought down`.
fn wide_classes(scene: &Scene<'_>, token: usize, range: &Option<Range<usize>>) -> Classes {
    match range {
        Some(phrase) if phrase.start < token => scene.classes(scene.clause(token).start.min(phrase.start)..phrase.end),
        Some(phrase) => scene.classes(phrase.clone()),
        None => Classes::default(),
    }
}

/// Whether a phrase has a class that a row wants there.
fn reads(scene: &Scene<'_>, form: Form, token: usize, wanted: Classes, range: &Option<Range<usize>>) -> bool {
    wanted.is_empty()
        || wanted.meets(classes(scene, range))
        || form != Form::Noun && wanted.meets(wide_classes(scene, token, range))
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

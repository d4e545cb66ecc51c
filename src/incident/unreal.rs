//! Words that look like triggers and report nothing: other parts of speech, and what is wanted, expected, feared, tried or denied.

use super::grammar;
use super::inflection::Form;
use super::lexicon::LEXICON;
use super::scene::Scene;
use crate::text::TokenKind;
use std::ops::Range;

/// Whether a trigger in this form tells only of what may be, should be or was before: nothing of its rows holds then.
pub(super) fn is_supposed(scene: &Scene<'_>, tokens: &Range<usize>, form: Form) -> bool {
    let noun = matches!(form, Form::Noun | Form::Gerund);
    is_modal_object(scene, tokens.start, form)
        || is_conditional(scene, tokens)
        || form == Form::Noun
            && (is_wanted(scene, tokens) || is_background(scene, tokens) || is_expected(scene, tokens))
        || noun && is_absent(scene, tokens)
        || (noun || form == Form::Base) && is_tried(scene, tokens)
}

/// Whether a trigger does not report this type, whatever its row says.
pub(super) fn is_of_no_such_type(scene: &Scene<'_>, tokens: &Range<usize>, form: Form, kind: usize) -> bool {
    form == Form::Noun && is_negotiated(scene, tokens, kind) || is_hit_by_weapon(scene, tokens, kind)
}

/// Whether a verb's bare form cannot be one here: `a bomb`, `of fire`, `the March`.
pub(super) fn is_other_word(scene: &Scene<'_>, token: usize, form: Form) -> bool {
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
pub(super) fn is_wanted(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
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
pub(super) fn is_to_come(scene: &Scene<'_>, verb: usize) -> bool {
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

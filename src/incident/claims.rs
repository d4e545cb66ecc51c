//! Who says so and who denies it (source-relative factuality, after FactBank: Saurí and Pustejovsky 2009).
//!
//! An event is claimed by whoever the sentence says that says it, before it (`X said that …`) or behind it (`…, X said`).
//! Denials, confirmations and doubts stand in the same sentence or in those that follow, as long as nothing else is told
//! between: they belong to what was told last.

use super::candidates::Candidate;
use super::grammar;
use super::incident::{Certainty, Claim, Stance, Status};
use super::lexicon::{EventType, LEXICON};
use super::parties;
use super::scene::Scene;
use super::triggers::Outcome;
use crate::text::TokenKind;
use std::ops::Range;

/// How many sentences behind an event its denial is still looked for.
const REACH: usize = 2;
/// Tokens behind a verb of saying that closes a sentence: `…, a nun told Radio Vision on Monday`.
const TAIL: usize = 14;

/// What is said about what a range of tokens in one sentence reports.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// In text order.
    pub claims: Vec<Claim>,
    /// Whether the reporter tells it in their own voice.
    pub outright: bool,
}

/// The claims about an event. `others` are the triggers of the other events of the report: a denial belongs to the event it
/// stands nearest to.
pub(super) fn of(scene: &Scene<'_>, candidate: &Candidate<'_>, others: &[Range<usize>]) -> Said {
    let trigger = &candidate.tokens;
    let sentence = scene.sentence(trigger.start);
    let clause = scene.clause(trigger.start);
    let certainty = certainty(scene, clause.clone());
    let mut out = Said { claims: Vec::new(), outright: true };
    if let Some((speaker, verb)) = speaker(scene, candidate, &sentence) {
        let denies = scene.has(&LEXICON.deny, verb.clone());
        let stance = if denies { Stance::Denies } else { Stance::Asserts };
        let quoted = speaker.start.min(clause.start)..clause.end.max(verb.end);
        out.claims.push(claim(scene, speaker, verb, stance, certainty, quoted));
        out.outright = false;
    }
    let between = |at: usize| {
        others
            .iter()
            .any(|o| trigger.end <= o.start && o.end <= at && scene.clause(o.start) != scene.clause(trigger.start))
    };
    out.claims.extend(denials(scene, &sentence, trigger, between));
    out.claims.extend(later(scene, candidate, &sentence, others, &out.claims));
    out.claims.sort_by_key(|c| c.span);
    out
}

/// The status that follows from the claims and from whether the reporter says so too.
pub(crate) fn status(claims: &[Claim], outright: bool) -> Status {
    let has = |stance: Stance| claims.iter().any(|c| c.stance == stance);
    let asserted = has(Stance::Asserts);
    match (asserted || outright, has(Stance::Denies), has(Stance::Confirms)) {
        (true, true, _) => Status::Disputed,
        (false, true, true) => Status::Disputed,
        (false, true, false) => Status::Denied,
        // What the reporter tells and one side confirms is no more than reported, unless another said it first.
        (true, false, true) if asserted => Status::Confirmed,
        (true, false, true) => Status::Confirmed,
        // Whom somebody blames for what the reporter tells is one thing; that it happened another.
        (true, false, false) if asserted && !outright => Status::Claimed,
        (false, false, true) => Status::Confirmed,
        _ => Status::Reported,
    }
}

fn certainty(scene: &Scene<'_>, clause: Range<usize>) -> Certainty {
    match scene.phrase(&LEXICON.hedge, clause) {
        Some((tokens, ()))
            if matches!(
                scene.word(tokens.start),
                "likely" | "probably" | "appears" | "appeared" | "believed" | "apparently"
            ) =>
        {
            Certainty::Probable
        }
        Some(_) => Certainty::Possible,
        None => Certainty::Certain,
    }
}

/// Speaker and verb that govern the trigger: `X said that …`, `according to X`, `…, X said`, `…, said X`, `X: …`.
fn speaker(scene: &Scene<'_>, event: &Candidate<'_>, sentence: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let trigger = &event.tokens;
    if let Some(found) = according(scene, sentence) {
        return Some(found);
    }
    let verbs: Vec<Range<usize>> = scene
        .phrases(&LEXICON.say, sentence.clone())
        .map(|(tokens, ())| tokens)
        .chain(scene.phrases(&LEXICON.deny, sentence.clone()).map(|(tokens, ())| tokens))
        .filter(|verb| verb.start >= trigger.end || verb.end <= trigger.start)
        .filter(|verb| !is_passive(scene, verb))
        .collect();
    // The nearest verb of saying before the trigger, with no full clause between that would end its reach.
    let before = verbs
        .iter()
        .filter(|v| v.end <= trigger.start && !is_noun(scene, v) && reaches(scene, v, trigger))
        .max_by_key(|v| v.start);
    if let Some(verb) = before
        && let Some(subject) = parties::before(scene, verb.start).filter(|s| is_speaker(scene, s))
    {
        return Some((subject, verb.clone()));
    }
    if let Some(verb) = verbs.iter().find(|v| is_pronoun(scene, v, trigger)) {
        // "The air force shot down two drones, it said": who acts speaks.
        let body = scene.word(verb.start.wrapping_sub(1)) == "it";
        let actor = event.subject.clone().filter(|_| body && !event.passive && verb.start > trigger.start);
        let actor = actor.and_then(|actor| parties::trimmed(scene, actor)).filter(|actor| is_speaker(scene, actor));
        return actor.or_else(|| antecedent(scene, sentence)).map(|speaker| (speaker, verb.clone()));
    }
    closing(scene, sentence, trigger, &verbs).or_else(|| heading(scene, sentence, trigger))
}

/// `He added that …`, `…, she said`: a verb of saying by somebody who has spoken before.
fn is_pronoun(scene: &Scene<'_>, verb: &Range<usize>, trigger: &Range<usize>) -> bool {
    let subject = verb.start.wrapping_sub(1);
    let pronoun = matches!(scene.word(subject), "he" | "she" | "it" | "they");
    let opens = scene.starts_sentence(subject)
        && verb.end <= trigger.start
        && reaches(scene, verb, trigger)
        && (verb.end..trigger.start).all(|t| scene.written(t) != ",");
    let closes = verb.start >= trigger.end
        && matches!(scene.written(subject.wrapping_sub(1)), "," | "\"" | "”")
        && (matches!(scene.written(verb.end), "." | "" | ",")
            || matches!(scene.word(verb.end), "on" | "in" | "late" | "early"));
    pronoun && !is_noun(scene, verb) && (opens || closes)
}

/// Who spoke last in the two sentences before.
fn antecedent(scene: &Scene<'_>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let mut end = sentence.start;
    for _ in 0..REACH {
        let before = scene.sentence(end.checked_sub(1)?);
        let says = scene.phrases(&LEXICON.say, before.clone()).chain(scene.phrases(&LEXICON.deny, before.clone()));
        let mut spoke: Vec<Range<usize>> = says
            .map(|(verb, ())| verb)
            .filter(|verb| !is_passive(scene, verb) && !is_noun(scene, verb))
            .filter_map(|verb| match scene.word(verb.start) {
                "according" => parties::after(scene, verb.end),
                _ => spoken_by(scene, &before, &verb),
            })
            .filter(|speaker| is_speaker(scene, speaker))
            .collect();
        spoke.sort_by_key(|speaker| speaker.start);
        if let Some(speaker) = spoke.pop() {
            return Some(speaker);
        }
        end = before.start;
    }
    None
}

/// `…, the ministry said on Monday`, `…," said a doctor at the clinic`: the verb of saying that closes what it tells.
fn closing(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    trigger: &Range<usize>,
    verbs: &[Range<usize>],
) -> Option<(Range<usize>, Range<usize>)> {
    let verb = verbs.iter().find(|v| {
        v.start >= trigger.end
            && !scene.has(&LEXICON.deny, (*v).clone())
            && scene.word(v.end) != "that"
            && opens(scene, trigger.end, v.start).is_some()
    })?;
    let tail = sentence.end.saturating_sub(verb.end);
    let from = opens(scene, trigger.end, verb.start)?;
    let inverted = from == verb.start;
    let speaker = if inverted { parties::after(scene, verb.end)? } else { relative_head(scene, from..verb.start)? };
    // A long rest is a sentence of its own, unless the verb is followed by what it says.
    let closes = tail <= TAIL || matches!(scene.written(verb.end), ":" | "," | ";") || inverted;
    (closes && is_speaker(scene, &speaker)).then(|| (speaker, verb.clone()))
}

/// Where the last comma or quotation mark before a verb of saying opens its clause; `None` when `and` goes on from it.
fn opens(scene: &Scene<'_>, from: usize, verb: usize) -> Option<usize> {
    let mark = (from..verb).rev().find(|t| matches!(scene.written(*t), "," | "\"" | "”" | "“" | "—" | "–"))?;
    let first = mark + 1;
    let goes_on = matches!(scene.word(first), "and" | "but" | "while" | "as" | "which" | "who" | "after" | "when");
    let short = verb - first <= 12;
    (!goes_on && short).then_some(first)
}

/// A subject without its relative clause: `a nun who runs the clinic`.
fn relative_head(scene: &Scene<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let relative = |t: &usize| matches!(scene.written(*t), "who" | "which" | "whose");
    let end = range.clone().find(relative).unwrap_or(range.end);
    let mut end = end;
    while end > range.start
        && matches!(scene.word(end - 1), "also" | "later" | "has" | "have" | "had" | "then" | "only")
    {
        end -= 1;
    }
    parties::trimmed(scene, range.start..end)
}

/// `Chinese state media: a ladle tipped over`.
fn heading(scene: &Scene<'_>, sentence: &Range<usize>, trigger: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let colon = (sentence.start..trigger.start.min(sentence.start + 8)).find(|t| scene.written(*t) == ":")?;
    let head = parties::trimmed(scene, sentence.start..colon)?;
    // A body that speaks, and neither a place nor a headline.
    let speaks = matches!(
        scene.word(head.end - 1),
        "media"
            | "ministry"
            | "centre"
            | "center"
            | "office"
            | "police"
            | "agency"
            | "army"
            | "command"
            | "department"
            | "board"
            | "council"
            | "union"
            | "spokesman"
            | "spokeswoman"
            | "authorities"
            | "service"
            | "officials"
            | "government"
            | "directorate"
            | "commission"
            | "residents"
            | "witnesses"
            | "radio"
            | "television"
            | "observatory"
            | "brigade"
            | "institute"
            | "survey"
    );
    (speaks && head.len() <= 6).then_some((head, colon..colon + 1))
}

fn according(scene: &Scene<'_>, sentence: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let at = sentence.clone().find(|t| scene.word(*t) == "according" && scene.word(t + 1) == "to")?;
    Some((parties::after(scene, at + 2)?, at..at + 2))
}

/// A verb of saying reaches to the end of its sentence, unless a new main clause starts: `; `, or `, and X` with a subject.
fn reaches(scene: &Scene<'_>, verb: &Range<usize>, trigger: &Range<usize>) -> bool {
    !(verb.end..trigger.start)
        .any(|t| scene.written(t) == ";" || (scene.written(t) == "," && scene.word(t + 1) == "but"))
}

/// `denied reports that …`, `rejected its claim of …`: what is said to be said.
fn is_noun(scene: &Scene<'_>, verb: &Range<usize>) -> bool {
    let before = verb.start.checked_sub(1).map_or(0..0, |t| t..t + 1);
    matches!(scene.word(verb.start), "report" | "reports" | "claim" | "claims")
        && (scene.has(&LEXICON.deny, before.clone())
            || scene.has(&LEXICON.confirm, before.clone())
            // "are investigating reports that …".
            || scene.word(before.start).ends_with("ing")
            || matches!(
                scene.word(before.start),
                "a" | "an"
                    | "the"
                    | "its"
                    | "his"
                    | "her"
                    | "their"
                    | "any"
                    | "all"
                    | "such"
                    | "of"
                    | "media"
                    | "television"
            ))
}

/// `was admitted`, `have been registered`: what stands before the verb does not speak.
fn is_passive(scene: &Scene<'_>, verb: &Range<usize>) -> bool {
    let before = verb.start.checked_sub(1).map_or("", |t| scene.word(t));
    // "a man said to have stolen", "a man accused of stealing": others say so.
    let spoken_of = matches!(
        (scene.word(verb.end - 1), scene.word(verb.end), scene.word(verb.end + 1)),
        ("said" | "alleged" | "reported" | "believed", "to", "have" | "be") | ("accused", "of", _)
    );
    spoken_of || matches!(before, "was" | "were" | "been" | "being" | "be" | "is" | "are")
}

/// A pronoun or a number speaks for nobody that can be named.
fn is_speaker(scene: &Scene<'_>, subject: &Range<usize>) -> bool {
    // "neither confirmed nor", "independently", "untrue": what stands before the verb is no name.
    let last = scene.word(subject.end - 1);
    if matches!(last, "cannot" | "nor" | "neither" | "first" | "untrue" | "false" | "others" | "reports" | "not")
        || subject.len() == 1 && parties::is_adverb(scene.written(subject.end - 1))
    {
        return false;
    }
    let nobody = matches!(scene.word(subject.start), "no" | "nobody" | "none" | "any" | "where" | "when" | "nothing");
    let is_bare = |t: usize| {
        scene.kind(t) == Some(TokenKind::Number)
            || super::casualties::is_number(scene, t)
            || matches!(
                scene.word(t),
                "he" | "she"
                    | "it"
                    | "they"
                    | "who"
                    | "which"
                    | "we"
                    | "i"
                    | "one"
                    | "others"
                    | "there"
                    | ""
                    | "this"
                    | "that"
                    | "in"
                    | "turn"
                    | "for"
                    | "part"
                    | "neither"
                    | "nor"
            )
    };
    !nobody && subject.clone().any(|t| parties::is_acronym(scene, t) || !is_bare(t))
}

/// Denials in the same sentence behind the trigger: `which was denied by X`, `but X denies this`, `; X rejected it`.
fn denials(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    trigger: &Range<usize>,
    between: impl Fn(usize) -> bool,
) -> Vec<Claim> {
    let mut out: Vec<Claim> = scene
        .phrases(&LEXICON.deny, trigger.end..sentence.end)
        .filter(|(verb, ())| !between(verb.start))
        .filter_map(|(verb, ())| {
            let by = scene.word(verb.end) == "by";
            let speaker = if by { parties::after(scene, verb.end + 1)? } else { parties::before(scene, verb.start)? };
            let speaker = behind_charge(scene, speaker);
            is_speaker(scene, &speaker).then(|| {
                let clause = scene.clause(verb.start);
                claim(scene, speaker, verb, Stance::Denies, Certainty::Certain, clause)
            })
        })
        .collect();
    if out.is_empty() && !between(sentence.end) {
        out.extend(unverified(scene, trigger.end..sentence.end));
    }
    out
}

/// `…, a charge Yerevan rejected`: the noun that names what was said is no part of who denies it.
fn behind_charge(scene: &Scene<'_>, speaker: Range<usize>) -> Range<usize> {
    let charge = matches!(
        scene.word(speaker.start),
        "charge"
            | "charges"
            | "claim"
            | "claims"
            | "allegation"
            | "allegations"
            | "accusation"
            | "accusations"
            | "account"
            | "something"
            | "assertion"
            | "version"
    );
    if !charge || speaker.len() < 2 {
        return speaker;
    }
    let article = usize::from(matches!(scene.word(speaker.start + 1), "the" | "a" | "an"));
    speaker.start + 1 + article..speaker.end
}

/// What the sentences behind say of an event, as long as they tell no other one.
fn later(
    scene: &Scene<'_>,
    event: &Candidate<'_>,
    sentence: &Range<usize>,
    others: &[Range<usize>],
    own: &[Claim],
) -> Vec<Claim> {
    let mut out = Vec::new();
    let mut from = sentence.end;
    for _ in 0..REACH {
        let next = scene.sentence(from);
        if next.start != from || next.is_empty() {
            break;
        }
        from = next.end;
        let head = next.start..others.iter().map(|o| o.start).filter(|o| next.contains(o)).min().unwrap_or(next.end);
        let told = head.end < next.end;
        match reply(scene, event, &next, &head, own, sentence) {
            Some(claim) => out.push(claim),
            // Another event is told, or an aside: what follows belongs to that.
            None if told => break,
            None => {}
        }
        if told {
            break;
        }
    }
    out
}

/// What a sentence says of the event before it: `Baku denied it`, `"Untrue," answered a spokesman`, `The army called that a lie`,
/// `Moscow confirmed the raid`, `It could not be verified`.
fn reply(
    scene: &Scene<'_>,
    event: &Candidate<'_>,
    next: &Range<usize>,
    head: &Range<usize>,
    own: &[Claim],
    told: &Range<usize>,
) -> Option<Claim> {
    if let Some(doubt) = unverified(scene, head.clone()) {
        return Some(doubt);
    }
    let opening = head.start..head.end.min(head.start + 16);
    let denied = scene.phrase(&LEXICON.deny, opening.clone()).map(|(verb, ())| (verb, Stance::Denies));
    let confirmed = scene.phrase(&LEXICON.confirm, opening.clone()).map(|(verb, ())| (verb, Stance::Confirms));
    // "confirmed the spill but disputed the amount": what stands first is of the event.
    let direct = match (denied, confirmed) {
        (Some(denied), Some(confirmed)) if is_confirmed_first(scene, &confirmed.0, &denied.0) => Some(confirmed),
        (denied, confirmed) => denied.or(confirmed),
    };
    if let Some((verb, stance)) = direct {
        // Who owns up to what the reporter tells anyway confirms nobody's word; a third party that confirms it does.
        let takes_part = scene.word(verb.end - 1) == "responsibility" || scene.word(verb.end - 1) == "attack";
        if stance == Stance::Denies
            && (denies_another(scene, event, &verb, next) || is_elsewhere(scene, &verb, next, told))
        {
            return None;
        }
        // … and who owns up to a deed confirms it whoever told it.
        let owns_up = stance == Stance::Confirms && is_admission(scene, &verb);
        let confirms = matches!(scene.word(verb.start), "confirmed" | "confirms" | "confirm") && !takes_part;
        if (takes_part || stance == Stance::Confirms && !owns_up && !confirms)
            && !own.iter().any(|c| c.stance == Stance::Asserts)
        {
            return None;
        }
        let speaker = spoken_by(scene, next, &verb)?;
        return Some(claim(scene, speaker, verb, stance, Certainty::Certain, next.clone()));
    }
    if let Some(claim) = blame(scene, next, head).filter(|claim| own.iter().all(|c| c.speaker != claim.speaker)) {
        return Some(claim);
    }
    if let Some(claim) = retort(scene, next, head).filter(|claim| own.iter().all(|c| c.speaker != claim.speaker)) {
        return Some(claim);
    }
    let calls = |t: usize| {
        matches!(scene.word(t), "called" | "calls" | "branded" | "brands" | "labelled" | "termed" | "dubbed")
    };
    let says = scene.phrases(&LEXICON.say, head.clone()).map(|(verb, ())| verb).find(|verb| !is_noun(scene, verb));
    let called = head.clone().find(|t| calls(*t)).map(|t| t..t + 1);
    let verb = [says, called].into_iter().flatten().min_by_key(|verb| verb.start)?;
    let speaker = spoken_by(scene, next, &verb)?;
    let name = parties::name(scene, speaker.clone());
    let refutes = scene.phrase(&LEXICON.refute, next.clone());
    let contradicts = (denies_all(scene, &verb, next) || denies_in_quotes(scene, &verb, next))
        && own.iter().any(|c| c.stance == Stance::Asserts && c.speaker != name);
    if refutes.is_some() || contradicts {
        let cue = refutes.map_or(verb, |(tokens, ())| tokens);
        return Some(claim(scene, speaker, cue, Stance::Denies, Certainty::Certain, next.clone()));
    }
    None
}

/// "confirmed the spill but disputed the amount", and not "neither confirmed nor denied it".
fn is_confirmed_first(scene: &Scene<'_>, confirmed: &Range<usize>, denied: &Range<usize>) -> bool {
    confirmed.end < denied.start && (confirmed.end..denied.start).any(|t| matches!(scene.word(t), "but" | "though"))
}

/// `admitted firing them`, `acknowledges that its men did`; a number admitted is only a number.
fn is_admission(scene: &Scene<'_>, verb: &Range<usize>) -> bool {
    let admits = matches!(
        scene.word(verb.start),
        "admitted" | "admits" | "admit" | "acknowledged" | "acknowledges" | "conceded" | "concedes"
    );
    let what = scene.word(verb.end);
    admits && (what == "that" || what.ends_with("ing"))
}

/// `Kyiv blamed Russia`, `The governor accuses the rebels of having laid it`: the culprit that somebody names.
fn blame(scene: &Scene<'_>, next: &Range<usize>, head: &Range<usize>) -> Option<Claim> {
    if head.end < next.end {
        return None;
    }
    let blames = |t: &usize| matches!(scene.word(*t), "blamed" | "blames" | "blame" | "accused" | "accuses" | "accuse");
    let verb = (head.start..head.end.min(head.start + 12)).find(blames).map(|t| t..t + 1)?;
    if is_passive(scene, &verb) || grammar::opens_noun(scene.word(verb.start.saturating_sub(1))) {
        return None;
    }
    let object = parties::after(scene, verb.end)?;
    let named = object.clone().any(|t| scene.written(t).chars().next().is_some_and(char::is_uppercase))
        || scene.classes(object).meets(LEXICON.persons);
    // "accused the army of lying": of another thing than what was told.
    let refers = |t: usize| {
        matches!(
            scene.word(t),
            "it" | "this"
                | "attack"
                | "attacks"
                | "strike"
                | "strikes"
                | "blast"
                | "bombing"
                | "shelling"
                | "killing"
                | "killings"
                | "raid"
                | "ambush"
                | "explosion"
                | "assault"
                | "violence"
                | "deaths"
                | "fire"
                | "incident"
                | "abduction"
                | "behind"
                | "responsible"
                | "carrying"
        )
    };
    let rest = verb.end..next.end;
    let of = rest.clone().find(|t| matches!(scene.word(*t), "of" | "for"));
    if !named || of.is_some_and(|of| !(of..rest.end).any(refers)) {
        return None;
    }
    let speaker = spoken_by(scene, next, &verb)?;
    Some(claim(scene, speaker, verb, Stance::Asserts, Certainty::Certain, next.clone()))
}

/// `The brigade that holds the village: "Lies. We are drinking coffee here."`
fn retort(scene: &Scene<'_>, next: &Range<usize>, head: &Range<usize>) -> Option<Claim> {
    let colon = (next.start..head.end.min(next.start + 10)).find(|t| scene.written(*t) == ":")?;
    let quoted = matches!(scene.written(colon + 1), "\"" | "“" | "”");
    let denied = (colon + 2..colon + 8).any(|t| is_denial(scene, t))
        || scene.has(&LEXICON.refute, colon + 2..next.end.max(colon + 2));
    let speaker = parties::trimmed(scene, next.start..colon).filter(|_| quoted && denied)?;
    let speaker = relative_head(scene, speaker).filter(|s| is_speaker(scene, s))?;
    Some(claim(scene, speaker, colon..colon + 1, Stance::Denies, Certainty::Certain, next.clone()))
}

/// Words that deny at the head of what somebody says.
fn is_denial(scene: &Scene<'_>, token: usize) -> bool {
    matches!(
        scene.word(token),
        "no" | "none" | "not" | "nobody" | "never" | "nothing" | "lies" | "lie" | "nonsense" | "untrue" | "false"
    ) || scene.word(token).ends_with("n't")
}

/// Whether what is denied is no event: `denied that any aid was withheld`, `denied backing the rebels`.
fn denies_another(scene: &Scene<'_>, event: &Candidate<'_>, verb: &Range<usize>, sentence: &Range<usize>) -> bool {
    let word = |t: usize| scene.word(t);
    let joins = |t: usize| matches!(scene.written(t), "-" | "‑");
    let tells = |range: Range<usize>| {
        let mut all = range.into_iter().flat_map(|t| LEXICON.triggers.at(t, sentence.end, &word, &joins));
        all.any(|told| match told.row.outcome {
            Outcome::Type(kind) => is_akin(&LEXICON.types[kind], event.event()),
            Outcome::OfClass | Outcome::Territory => true,
        })
    };
    // "denied that …", "denied a report that …": what follows is denied, and nothing before it, unless it says so.
    let that = (verb.end..(verb.end + 5).min(sentence.end)).find(|t| scene.word(*t) == "that");
    // "rejects that: the device was old" denies what was said.
    let that = that.filter(|that| {
        *that == verb.end && !scene.word(that + 1).is_empty()
            || matches!(
                scene.word(that - 1),
                "report"
                    | "reports"
                    | "claim"
                    | "claims"
                    | "allegation"
                    | "allegations"
                    | "rumour"
                    | "rumours"
                    | "rumors"
            )
    });
    if let Some(that) = that {
        let rest = that + 1..sentence.end;
        // "that they had done it", "that this was so", "that anybody was hurt".
        let refers = rest.clone().any(|t| match scene.word(t) {
            "this" | "responsible" | "involved" | "anyone" | "anybody" | "anything" => true,
            "it" => scene.word(t + 1).is_empty(),
            _ => false,
        });
        return !refers && !tells(rest);
    }
    match scene.word(verb.end) {
        gerund if gerund.ends_with("ing") => {
            !matches!(gerund, "being" | "having" | "doing" | "carrying" | "anything") && !tells(verb.end..verb.end + 1)
        }
        _ => false,
    }
}

/// Whether a denial of the one may be of the other: violence of any kind is; an agreement is only an agreement.
pub(super) fn is_akin(one: &EventType, other: &EventType) -> bool {
    let group = |event: &'_ EventType| match (event.event_type.as_str(), event.sub_event_type.as_str()) {
        ("Strategic developments", "Arrests" | "Looting/property destruction") => None,
        ("Strategic developments", _) | ("Protests", _) => Some(event.sub_event_type.clone()),
        ("Natural hazard" | "Technological hazard" | "Health", _) => Some(event.event_type.clone()),
        _ => None,
    };
    group(one) == group(other)
}

/// Whether what is denied is said to have been at a place that the event's sentence does not name.
fn is_elsewhere(scene: &Scene<'_>, verb: &Range<usize>, sentence: &Range<usize>, told: &Range<usize>) -> bool {
    let id = |t: &crate::resolve::Toponym| t.place.as_ref().map(|p| p.id.clone());
    let here: Vec<_> = scene.toponyms_in(told.clone()).filter_map(id).collect();
    // "rejected the accusation and alleged in turn that … in Y": what comes after another verb is not denied.
    let end = scene.phrase(&LEXICON.say, verb.end..sentence.end).map_or(sentence.end, |(next, ())| next.start);
    let that = (verb.end..end).any(|t| scene.word(t) == "that");
    let end = if that { end } else { end.min((verb.end..end).find(|t| scene.word(*t) == "and").unwrap_or(end)) };
    let mut denied = scene.toponyms_in(verb.end..end).filter(|t| t.role.locates()).filter_map(id).peekable();
    denied.peek().is_some() && !denied.any(|place| here.contains(&place))
}

/// Whether a sentence begins with a quotation that denies: `"He is not with us," said the police`.
fn denies_in_quotes(scene: &Scene<'_>, verb: &Range<usize>, sentence: &Range<usize>) -> bool {
    let quote = |t: usize| matches!(scene.written(t), "\"" | "“" | "”");
    let closed = quote(verb.start.saturating_sub(1)) || quote(verb.start.saturating_sub(2));
    quote(sentence.start)
        && closed
        && (sentence.start + 1..verb.start.min(sentence.start + 9)).any(|t| is_denial(scene, t))
}

/// Who speaks with a verb: before it, or behind it after a quotation (`"Untrue," answered X`).
fn spoken_by(scene: &Scene<'_>, sentence: &Range<usize>, verb: &Range<usize>) -> Option<Range<usize>> {
    let mark = verb.start.checked_sub(1).filter(|t| *t >= sentence.start).map_or("", |t| scene.written(t));
    let found = match mark {
        "\"" | "”" => parties::after(scene, verb.end).or_else(|| parties::before(scene, verb.start)),
        // "Zabihullah Mujahid, a Taliban spokesman, denied it": what stands between commas says who it is.
        "," => parties::before(scene, verb.start)
            .filter(|s| is_speaker(scene, s))
            .or_else(|| parties::after(scene, verb.end)),
        _ => parties::before(scene, verb.start),
    };
    found.filter(|s| is_speaker(scene, s))
}

/// Whether what is said begins with a denial: `says that none of its men …`, `said nobody had been shot at`.
fn denies_all(scene: &Scene<'_>, verb: &Range<usize>, sentence: &Range<usize>) -> bool {
    let start = verb.end + usize::from(scene.word(verb.end) == "that");
    (start..(start + 5).min(sentence.end)).any(|t| {
        matches!(scene.word(t), "no" | "none" | "not" | "nobody" | "never" | "nothing" | "neither")
            || scene.word(t) == "n't"
    })
}

/// `could not be independently verified`, `neither confirmed nor denied`, `is unable to confirm`.
fn unverified(scene: &Scene<'_>, range: Range<usize>) -> Option<Claim> {
    let (cue, ()) = scene.phrase(&LEXICON.unverified, range.clone())?;
    let verb = (cue.end..(cue.end + 4).min(range.end))
        .find(|t| {
            matches!(scene.word(*t), "confirm" | "verify" | "confirmed" | "verified" | "corroborate" | "corroborated")
        })
        .map_or(cue.clone(), |t| cue.start..t + 1);
    let passive = scene.word(verb.end - 1).ends_with("ed");
    let speaker = if passive {
        scene.word(verb.end).eq("by").then(|| parties::after(scene, verb.end + 1)).flatten()
    } else {
        parties::before(scene, cue.start)
    };
    let speaker = speaker.filter(|s| is_speaker(scene, s))?;
    Some(claim(scene, speaker, verb, Stance::CannotConfirm, Certainty::Possible, range))
}

fn claim(
    scene: &Scene<'_>,
    speaker: Range<usize>,
    verb: Range<usize>,
    stance: Stance,
    certainty: Certainty,
    quoted: Range<usize>,
) -> Claim {
    let (span, quote) = scene.quote(quoted);
    Claim {
        speaker_role: parties::speaker_role(scene, speaker.clone()).to_owned(),
        speaker: parties::name(scene, speaker),
        stance,
        certainty,
        cue: scene.text.slice(scene.text.span_of(verb)).to_owned(),
        quote,
        span,
    }
}

//! Who speaks: `X said that …`, `according to X`, `…, X said`, `X: …`, and pronouns for who spoke before.

use super::REACH;
use crate::incident::candidates::Candidate;
use crate::incident::casualties;
use crate::incident::lexicon::LEXICON;
use crate::incident::parties;
use crate::incident::scene::Scene;
use crate::text::TokenKind;
use std::ops::Range;

/// Tokens behind a verb of saying that closes a sentence: `…, a nun told Radio Vision on Monday`.
const TAIL: usize = 14;

/// Speaker and verb that govern the trigger: `X said that …`, `according to X`, `…, X said`, `…, said X`, `X: …`.
pub(super) fn speaker(
    scene: &Scene<'_>,
    event: &Candidate<'_>,
    sentence: &Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
    let trigger = &event.tokens;
    if let Some(found) = according(scene, sentence) {
        return Some(found);
    }
    let verbs: Vec<Range<usize>> = scene
        .phrases(&LEXICON.say, sentence.clone())
        .map(|(tokens, ())| tokens)
        .chain(scene.phrases(&LEXICON.deny, sentence.clone()).map(|(tokens, ())| tokens))
        .filter(|verb| verb.start >= trigger.end || verb.end <= trigger.start)
        // "SITUATION REPORT NO. 2".
        .filter(|verb| !verb.clone().all(|t| is_shouted(scene.written(t))))
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
pub(super) fn antecedent(scene: &Scene<'_>, sentence: &Range<usize>) -> Option<Range<usize>> {
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
pub(super) fn closing(
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
    // "…, the governor, Vyacheslav Gladkov, said": the last comma closes an insertion.
    let inserted = (from == verb.start && scene.written(from - 1) == ",")
        .then(|| parties::before(scene, verb.start))
        .flatten()
        .filter(|speaker| speaker.start > trigger.end && speaker.end < verb.start && is_speaker(scene, speaker))
        .filter(|speaker| {
            scene.written(speaker.start.saturating_sub(2)) == "," || scene.written(speaker.start - 1) == ","
        });
    let inverted = from == verb.start && inserted.is_none();
    let speaker = match inserted {
        Some(speaker) => speaker,
        None if inverted => parties::after(scene, verb.end)?,
        None => relative_head(scene, from..verb.start)?,
    };
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
    // "…, the region that both countries claim": a relative clause tells nothing of what stands before it.
    let relative = (first..verb).any(|t| scene.word(t) == "that");
    (!goes_on && !relative && short).then_some(first)
}

/// A subject without its relative clause: `a nun who runs the clinic`.
pub(super) fn relative_head(scene: &Scene<'_>, range: Range<usize>) -> Option<Range<usize>> {
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
pub(super) fn heading(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    trigger: &Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
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
    let person = head.clone().len() > 1 && scene.classes(head.end - 1..head.end).meets(LEXICON.persons);
    ((speaks || person) && head.len() <= 6).then_some((head, colon..colon + 1))
}

fn according(scene: &Scene<'_>, sentence: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let at = sentence.clone().find(|t| scene.word(*t) == "according" && scene.word(t + 1) == "to")?;
    Some((parties::after(scene, at + 2)?, at..at + 2))
}

/// Who speaks with a verb: before it, or behind it after a quotation (`"Untrue," answered X`).
pub(super) fn spoken_by(scene: &Scene<'_>, sentence: &Range<usize>, verb: &Range<usize>) -> Option<Range<usize>> {
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

/// A verb of saying reaches to the end of its sentence, unless a new main clause starts: `; `, or `, and X` with a subject.
fn reaches(scene: &Scene<'_>, verb: &Range<usize>, trigger: &Range<usize>) -> bool {
    !(verb.end..trigger.start)
        .any(|t| scene.written(t) == ";" || (scene.written(t) == "," && scene.word(t + 1) == "but"))
}

fn is_shouted(written: &str) -> bool {
    written.len() > 1 && written.chars().all(char::is_uppercase)
}

/// `denied reports that …`, `rejected its claim of …`: what is said to be said.
pub(super) fn is_noun(scene: &Scene<'_>, verb: &Range<usize>) -> bool {
    let before = verb.start.checked_sub(1).map_or(0..0, |t| t..t + 1);
    // "SITUATION REPORT No. 2", "54 confirmed cases".
    let heading = verb.clone().all(|t| is_shouted(scene.written(t)));
    let cases = matches!(scene.word(verb.start), "confirmed" | "reported")
        && matches!(scene.word(verb.end), "case" | "cases" | "death" | "deaths" | "infections" | "dead");
    let numbered = verb.start.checked_sub(1).is_some_and(|t| casualties::is_number(scene, t));
    // "Situation report No. 2".
    let document = scene.word(verb.start) == "report"
        && matches!(
            scene.word(verb.start.wrapping_sub(1)),
            "situation" | "status" | "flash" | "progress" | "annual" | "special" | "incident" | "weekly" | "daily"
        );
    heading
        || document
        || cases && numbered
        || matches!(scene.word(verb.start), "report" | "reports" | "claim" | "claims")
            && (scene.kind(before.start) == Some(TokenKind::Possessive)
            || scene.has(&LEXICON.deny, before.clone())
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
pub(super) fn is_passive(scene: &Scene<'_>, verb: &Range<usize>) -> bool {
    let before = verb.start.checked_sub(1).map_or("", |t| scene.word(t));
    // "a man said to have stolen", "a man accused of stealing": others say so.
    let spoken_of = matches!(
        (scene.word(verb.end - 1), scene.word(verb.end), scene.word(verb.end + 1)),
        ("said" | "alleged" | "reported" | "believed", "to", "have" | "be") | ("accused", "of", _)
    );
    spoken_of || matches!(before, "was" | "were" | "been" | "being" | "be" | "is" | "are")
}

/// A pronoun or a number speaks for nobody that can be named.
pub(super) fn is_speaker(scene: &Scene<'_>, subject: &Range<usize>) -> bool {
    // "neither confirmed nor", "independently", "untrue": what stands before the verb is no name.
    let last = scene.word(subject.end - 1);
    if matches!(
        last,
        "we" | "he"
            | "she"
            | "they"
            | "it"
            | "i"
            | "cannot"
            | "nor"
            | "neither"
            | "first"
            | "untrue"
            | "false"
            | "others"
            | "reports"
            | "not"
    ) || subject.len() == 1 && parties::is_adverb(scene.written(subject.end - 1))
    {
        return false;
    }
    let nobody = matches!(
        scene.word(subject.start),
        "if" | "having" | "being" | "no" | "nobody" | "none" | "any" | "where" | "when" | "nothing" | "each"
    );
    let is_bare = |t: usize| {
        scene.kind(t) == Some(TokenKind::Number)
            || casualties::is_number(scene, t)
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
    !nobody
        && !LEXICON.is_past_verb(scene.word(subject.start))
        && subject.clone().any(|t| parties::is_acronym(scene, t) || !is_bare(t))
}

/// Whose word a noun of saying reports: `rejected a report by a rights group that soldiers had …`, `denied Kyiv's claim that …`.
pub(super) fn reported(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    trigger: &Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
    let noun = |t: usize| {
        matches!(
            scene.word(t),
            "report"
                | "reports"
                | "claim"
                | "claims"
                | "charge"
                | "charges"
                | "accusation"
                | "accusations"
                | "allegation"
                | "allegations"
                | "statement"
                | "assertion"
        )
    };
    let that = (sentence.start..trigger.start).rev().find(|t| scene.word(*t) == "that")?;
    let cue = (sentence.start..that).rev().take(REPORTED).find(|t| noun(*t))?;
    let by = matches!(scene.word(cue + 1), "by" | "from");
    let speaker = if by {
        parties::trimmed(scene, cue + 2..that)?
    } else if cue + 1 == that && scene.kind(cue.wrapping_sub(1)) == Some(TokenKind::Possessive) {
        parties::before(scene, cue - 1)?
    } else {
        return None;
    };
    let short = speaker.len() <= REPORTED && speaker.clone().all(|t| scene.written(t) != ",");
    (short && is_speaker(scene, &speaker)).then_some((speaker, cue..cue + 1))
}

/// Tokens from a noun of saying to what it says.
const REPORTED: usize = 9;

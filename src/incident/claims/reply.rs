//! What the sentences behind an event say of it: denials, confirmations, doubts, who is blamed.

use super::account::accounts;
use super::denial::{denies_all, denies_another, denies_in_quotes, is_denial, is_elsewhere, is_of_ground};
use super::speaker::{is_noun, is_passive, is_speaker, relative_head, spoken_by};
use super::{REACH, claim};
use crate::incident::candidates::Candidate;
use crate::incident::grammar;
use crate::incident::incident::{Certainty, Claim, Party, PartySide, Stance};
use crate::incident::lexicon::LEXICON;
use crate::incident::locate;
use crate::incident::parties;
use crate::incident::scene::Scene;
use crate::incident::sides;
use std::ops::Range;

/// What the sentences behind say of an event, as long as they tell no other one.
pub(super) fn later(
    scene: &Scene<'_>,
    event: &Candidate<'_>,
    sentence: &Range<usize>,
    others: &[Range<usize>],
    own: &[Claim],
) -> Vec<Claim> {
    let mut out = Vec::new();
    let mut from = sentence.end;
    let trigger = &event.tokens;
    // "X came under fire, and Y had been shelled": what follows is said of what was told last, unless it names the place.
    let last = !others.iter().any(|o| {
        trigger.end <= o.start && sentence.contains(&o.start) && scene.clause(o.start) != scene.clause(trigger.start)
    });
    let place = if last { None } else { locate::of(scene, event).into_iter().next().map(|location| location.place.id) };
    let named = |next: &Range<usize>| {
        scene.toponyms_in(next.clone()).any(|t| t.place.as_ref().is_some_and(|p| Some(&p.id) == place.as_ref()))
    };
    for _ in 0..REACH {
        let next = scene.sentence(from);
        if next.start != from || next.is_empty() {
            break;
        }
        from = next.end;
        if !last && !named(&next) {
            continue;
        }
        let head = next.start..others.iter().map(|o| o.start).filter(|o| next.contains(o)).min().unwrap_or(next.end);
        let told = head.end < next.end;
        match reply(scene, event, &next, &head, own, sentence) {
            Some(claim) => out.push(claim),
            // Another event is told, or an aside: what follows belongs to that.
            None if told => break,
            // A paragraph of its own tells something else.
            None if scene.paragraph(next.start) != scene.paragraph(trigger.start) => {}
            None => {
                let known = |claim: &Claim| own.iter().chain(&out).any(|c: &Claim| is_one_speaker(c, claim));
                let new: Vec<Claim> = accounts(scene, &next).into_iter().filter(|claim| !known(claim)).collect();
                out.extend(new);
            }
        }
        if told {
            break;
        }
    }
    out
}

/// Whether two claims are by one speaker, the second named more shortly: `Two medical groups …, the groups said`.
fn is_one_speaker(known: &Claim, claim: &Claim) -> bool {
    let words = |name: &str| name.to_lowercase();
    let known = words(&known.speaker);
    words(&claim.speaker).split(' ').all(|word| known.split(' ').any(|w| w == word))
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
        // "denied targeting civilians but acknowledged that its troops had fired": what comes last is of the event.
        (Some(denied), Some(confirmed))
            if is_confirmed_first(scene, &denied.0, &confirmed.0)
                && (is_admission(scene, &confirmed.0)
                    || denies_another(scene, event, &denied.0, &(next.start..confirmed.0.start))) =>
        {
            Some(confirmed)
        }
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
        let told = own.iter().any(|c| c.stance == Stance::Asserts);
        // … what only the reporter tells is claimed by them.
        let stance = if takes_part && stance == Stance::Confirms && !told { Stance::Asserts } else { stance };
        if stance == Stance::Confirms && !owns_up && !confirms && !told {
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
    if is_own_deed(scene, event, &speaker, &verb)
        && own.iter().any(|c| c.stance == Stance::Asserts && c.speaker != name)
    {
        return Some(claim(scene, speaker, verb, Stance::Confirms, Certainty::Certain, next.clone()));
    }
    if gives_up(scene, event, &verb, next) && own.iter().any(|c| c.stance == Stance::Asserts && c.speaker != name) {
        return Some(claim(scene, speaker, verb, Stance::Confirms, Certainty::Certain, next.clone()));
    }
    // "There was no damage" refutes nothing.
    let harm = |t: usize| {
        scene.has(&LEXICON.casualties, t..t + 1)
            || matches!(
                scene.word(t),
                "damage" | "casualties" | "immediate" | "word" | "danger" | "threat" | "injuries" | "victims"
            )
    };
    let refutes = scene.phrase(&LEXICON.refute, next.clone()).filter(|(cue, ())| !harm(cue.end));
    // "The police service says that its men used no live rounds": who acted, by the reporter's word alone.
    let acted = || {
        let kinds = |range: Range<usize>| scene.classes(range);
        let persons = kinds(speaker.clone()).meets(LEXICON.persons);
        let subject = event.subject.clone().unwrap_or_default();
        persons && kinds(speaker.clone()).meets(kinds(subject))
    };
    let contradicts = (denies_all(scene, &verb, next) || denies_in_quotes(scene, &verb, next))
        && (own.iter().any(|c| c.stance == Stance::Asserts && c.speaker != name) || own.is_empty() && acted());
    if refutes.is_some() || contradicts {
        let cue = refutes.map_or(verb, |(tokens, ())| tokens);
        return Some(claim(scene, speaker, cue, Stance::Denies, Certainty::Certain, next.clone()));
    }
    None
}

/// "confirmed the spill but disputed the amount": the one, `but`, and the other; and not "neither confirmed nor denied it".
fn is_confirmed_first(scene: &Scene<'_>, confirmed: &Range<usize>, denied: &Range<usize>) -> bool {
    confirmed.end < denied.start && (confirmed.end..denied.start).any(|t| matches!(scene.word(t), "but" | "though"))
}

/// What the side that acted says of its deed: `An Israeli air strike … The Israeli military said it had hit a command centre`.
fn is_own_deed(scene: &Scene<'_>, event: &Candidate<'_>, speaker: &Range<usize>, verb: &Range<usize>) -> bool {
    let violent = matches!(
        event.event().event_type.as_str(),
        "Battles" | "Explosions/Remote violence" | "Violence against civilians"
    ) || event.event().sub_event_type == "Looting/property destruction";
    let that = usize::from(scene.word(verb.end) == "that");
    let tells: Vec<&str> = (verb.end + that..verb.end + that + 5).map(|t| scene.word(t)).collect();
    let did = match tells.as_slice() {
        ["it" | "they", "had", verb, ..] => LEXICON.is_past_verb(verb),
        ["its" | "their", _, "had", verb, ..] | ["its" | "their", _, _, "had", verb] => LEXICON.is_past_verb(verb),
        _ => false,
    };
    violent
        && did
        && !(verb.end..verb.end + 6).any(|t| matches!(scene.word(t), "no" | "not" | "never" | "nothing"))
        && {
            let party = sides::party(scene, speaker.clone(), PartySide::Actor);
            let clause = scene.clause(event.tokens.start);
            let actors = sides::of(scene, std::slice::from_ref(event), &clause);
            let acts = |actor: &&Party| actor.side == PartySide::Actor;
            // "A missile hit a ship … The Houthis said they had fired at it": who did it was not told.
            let unnamed = !actors.iter().any(|actor| acts(&actor)) && scene.has(&LEXICON.nonstate, speaker.clone());
            unnamed || actors.iter().filter(acts).any(|actor| is_one_side(actor, &party))
        }
}

/// `said its men had withdrawn in good order`: who has lost a place owns that it is lost.
fn gives_up(scene: &Scene<'_>, event: &Candidate<'_>, verb: &Range<usize>, next: &Range<usize>) -> bool {
    let left = |t: usize| {
        matches!(
            scene.word(t),
            "withdrawn" | "withdrew" | "retreated" | "regrouped" | "pulled" | "fallen" | "left" | "gone" | "evacuated"
        )
    };
    let told = verb.end..next.end.min(verb.end + 10);
    is_of_ground(event)
        && told.clone().any(left)
        && !told.into_iter().any(|t| matches!(scene.word(t), "not" | "never" | "no"))
}

/// Whether two parties are of one side: the same name, or the same country's.
pub(in crate::incident) fn is_one_side(one: &Party, other: &Party) -> bool {
    one.name == other.name
        || one.known_as.is_some() && one.known_as == other.known_as
        || one.country.is_some() && one.country == other.country
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

/// `could not be independently verified`, `neither confirmed nor denied`, `is unable to confirm`.
pub(super) fn unverified(scene: &Scene<'_>, range: Range<usize>) -> Option<Claim> {
    let checks = |t: &usize| {
        matches!(
            scene.word(*t),
            "confirm"
                | "verify"
                | "confirmed"
                | "verified"
                | "corroborate"
                | "corroborated"
                | "determine"
                | "determined"
                | "establish"
                | "established"
                | "authenticate"
                | "authenticated"
                | "checked"
        )
    };
    let verb = scene.phrases(&LEXICON.unverified, range.clone()).find_map(|(cue, ())| {
        let verb = (cue.end..(cue.end + 4).min(range.end)).find(checks).map(|t| cue.start..t + 1);
        // "could not be reached" leaves nothing open; "neither confirmed nor denied" says it all.
        let whole = cue
            .clone()
            .any(|t| scene.word(t).starts_with("confirm") || matches!(scene.word(t), "independent" | "neither"));
        verb.or_else(|| whole.then_some(cue))
    })?;
    let passive = scene.word(verb.end - 1).ends_with("ed") || verb.clone().any(|t| scene.word(t) == "be");
    let speaker = if passive {
        scene.word(verb.end).eq("by").then(|| parties::after(scene, verb.end + 1)).flatten()
    } else {
        parties::before(scene, verb.start)
    };
    let speaker = speaker.filter(|s| is_speaker(scene, s))?;
    Some(claim(scene, speaker, verb, Stance::CannotConfirm, Certainty::Possible, range))
}

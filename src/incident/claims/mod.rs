//! Who says so and who denies it (source-relative factuality, after FactBank: Saurí and Pustejovsky 2009).
//!
//! An event is claimed by whoever the sentence says that says it, before it (`X said that …`) or behind it (`…, X said`).
//! Denials, confirmations and doubts stand in the same sentence or in those that follow, as long as nothing else is told
//! between: they belong to what was told last.

mod account;
mod denial;
mod reply;
mod speaker;

pub(super) use denial::is_akin;
pub(super) use reply::is_one_side;

use crate::incident::candidates::Candidate;
use crate::incident::incident::{Certainty, Claim, Stance, Status};
use crate::incident::lexicon::LEXICON;
use crate::incident::parties;
use crate::incident::scene::Scene;
use denial::{confirmations, denials};
use reply::later;
use speaker::speaker;
use std::ops::Range;

/// How many sentences behind an event its denial is still looked for.
const REACH: usize = 2;

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
        // "said it could not determine who was behind the attack".
        let doubts = verb.end < trigger.start && reply::unverified(scene, verb.end..trigger.start).is_some();
        let stance = match () {
            () if denies => Stance::Denies,
            () if doubts => Stance::CannotConfirm,
            () => Stance::Asserts,
        };
        let quoted = speaker.start.min(clause.start)..clause.end.max(verb.end);
        let each = parties::each(scene, speaker);
        out.claims
            .extend(each.into_iter().map(|one| claim(scene, one, verb.clone(), stance, certainty, quoted.clone())));
        out.outright = false;
    }
    if let Some((source, cue)) = speaker::reported(scene, &sentence, trigger) {
        let quoted = cue.start.min(clause.start)..clause.end.max(cue.end);
        let claim = claim(scene, source, cue, Stance::Asserts, certainty, quoted);
        if out.claims.iter().all(|c| c.speaker != claim.speaker) {
            out.claims.push(claim);
            out.outright = false;
        }
    }
    let between = |at: usize| {
        others
            .iter()
            .any(|o| trigger.end <= o.start && o.end <= at && scene.clause(o.start) != scene.clause(trigger.start))
    };
    // "The RSF said it had attacked three camps and denied targeting civilians": who says it does not deny it.
    let says =
        |claim: &Claim| out.claims.iter().any(|own| own.stance == Stance::Asserts && own.speaker == claim.speaker);
    let denied: Vec<Claim> = denials(scene, &sentence, trigger, between).into_iter().filter(|c| !says(c)).collect();
    out.claims.extend(denied);
    out.claims.extend(confirmations(scene, &sentence, trigger, between));
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
        (_, false, true) => Status::Confirmed,
        // Whom somebody blames for what the reporter tells is one thing; that it happened another.
        (true, false, false) if asserted && !outright => Status::Claimed,
        _ => Status::Reported,
    }
}

fn certainty(scene: &Scene<'_>, clause: Range<usize>) -> Certainty {
    // "Suspected jihadists ambushed a convoy": in doubt is who did it, and not that it was done.
    let of_actor = |tokens: &Range<usize>| {
        matches!(scene.word(tokens.start), "suspected" | "alleged" | "presumed")
            && scene.classes(tokens.end..tokens.end + 3).meets(LEXICON.persons)
    };
    match scene.phrases(&LEXICON.hedge, clause).find(|(tokens, ())| !of_actor(tokens)) {
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

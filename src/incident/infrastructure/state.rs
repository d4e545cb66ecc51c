//! What a report says of the state of an asset, and who says so.

use crate::incident::incident::{AssetStatus, Certainty, Claim, Evidence, Infrastructure, Stance};
use crate::incident::lexicon::LEXICON;
use crate::incident::parties;
use crate::incident::scene::Scene;
use crate::recognize::Role;
use std::ops::Range;

/// Where the state of an asset is told: its clause, with a relative clause right behind it where that tells none.
pub(super) fn told_of(scene: &Scene<'_>, tokens: &Range<usize>) -> Range<usize> {
    let clause = scene.clause(tokens.start);
    let relative = scene.written(tokens.end) == "," && matches!(scene.word(tokens.end + 1), "which" | "that");
    if relative && !scene.has(&LEXICON.states, clause.clone()) {
        let behind = scene.clause(tokens.end + 2);
        return clause.start..behind.end.max(clause.end);
    }
    clause
}

/// Tokens that a word before an asset seems further off than one behind it.
const BEHIND: usize = 2;

/// What a clause says of the state of an asset at these tokens.
pub(super) fn state(scene: &Scene<'_>, clause: Range<usize>, tokens: &Range<usize>, asset: &mut Infrastructure) {
    // "the Russian-occupied plant": who holds it is no news.
    let compound = |cue: &Range<usize>| scene.written(cue.start.saturating_sub(1)) == "-";
    // What is said of a thing mostly stands behind it.
    let far = |cue: &Range<usize>| match cue.start.checked_sub(tokens.end) {
        Some(gap) => gap,
        None => tokens.start.saturating_sub(cue.end) + BEHIND,
    };
    let cues = scene.phrases(&LEXICON.states, clause.clone()).filter(|(cue, _)| !compound(cue));
    let Some((cue, word)) = cues.min_by_key(|(cue, _)| far(cue)) else { return };
    let negated = scene.has(&LEXICON.negation, clause.start..cue.start)
        || matches!(scene.word(cue.start.saturating_sub(1)), "no" | "not" | "without");
    let status = match word.as_str() {
        "damaged" => AssetStatus::Damaged,
        "destroyed" => AssetStatus::Destroyed,
        "attacked" => AssetStatus::Attacked,
        "disrupted" => AssetStatus::Disrupted,
        "closed" => AssetStatus::Closed,
        "seized" => AssetStatus::Seized,
        "restored" => AssetStatus::Restored,
        "undamaged" => AssetStatus::Undamaged,
        _ => AssetStatus::AtRisk,
    };
    let status = if negated
        && matches!(
            status,
            AssetStatus::Damaged | AssetStatus::Destroyed | AssetStatus::Attacked | AssetStatus::Disrupted
        ) {
        AssetStatus::Undamaged
    } else if negated {
        return;
    } else {
        status
    };
    let unreal = scene.has(&LEXICON.unreal, clause.start..cue.start) && status != AssetStatus::AtRisk;
    let status = if unreal { AssetStatus::AtRisk } else { status };
    let speaker =
        if status == AssetStatus::AtRisk { worried(scene, &clause, cue.start) } else { speaker(scene, &clause) };
    record(scene, clause, &cue, status, speaker, asset);
}

/// Notes a state: the first one is the status, one that also holds stands beside it.
fn record(
    scene: &Scene<'_>,
    clause: Range<usize>,
    cue: &Range<usize>,
    status: AssetStatus,
    speaker: Option<Range<usize>>,
    asset: &mut Infrastructure,
) {
    let name = speaker.clone().map_or_else(|| "reporter".to_owned(), |s| parties::name(scene, s));
    let (span, quote) = scene.quote(clause);
    asset.claims.push(Claim {
        speaker_role: speaker.map_or("reporter", |s| parties::speaker_role(scene, s)).to_owned(),
        speaker: name.clone(),
        stance: match status {
            AssetStatus::AtRisk => Stance::Concern,
            AssetStatus::Undamaged => Stance::Denies,
            _ => Stance::Asserts,
        },
        certainty: Certainty::Certain,
        cue: scene.text.slice(scene.text.span_of(cue.clone())).to_owned(),
        quote: quote.clone(),
        span,
    });
    if !asset.evidence.iter().any(|e| e.span == span) {
        asset.evidence.push(Evidence { span, text: quote });
    }
    let list = if status == AssetStatus::AtRisk { &mut asset.concern_by } else { &mut asset.status_by };
    if !list.contains(&name) {
        list.push(name);
    }
    // What is known outweighs what is feared.
    let before = asset.status;
    if asset.status == AssetStatus::Mentioned {
        asset.status = status;
    } else if asset.status == AssetStatus::AtRisk && status != AssetStatus::AtRisk {
        asset.also = Some(AssetStatus::AtRisk);
        asset.status = status;
    } else if asset.status != status {
        asset.also = Some(status);
    }
    if asset.status != before {
        asset.as_of = scene.when(cue).and_then(|when| when.days).map(|(_, last)| last).or(scene.published);
    }
}

fn speaker(scene: &Scene<'_>, clause: &Range<usize>) -> Option<Range<usize>> {
    let sentence = scene.sentence(clause.start);
    // Up to the semicolons around it: what stands behind one is somebody else's.
    let mark = |t: &usize| scene.written(*t) == ";";
    let start = (sentence.start..clause.start).rev().find(mark).map_or(sentence.start, |t| t + 1);
    let end = (clause.end..sentence.end).find(mark).unwrap_or(sentence.end);
    let said = |range: Range<usize>| scene.phrase(&LEXICON.say, range).map(|(verb, ())| verb);
    let verb = said(clause.clone()).or_else(|| said(start..end))?;
    if scene.word(verb.start) == "according" {
        parties::after(scene, verb.end)
    } else {
        parties::before(scene, verb.start)
    }
}

/// Who expresses concern: the subject, or what a relative clause hangs on (`denied by X, which expressed concern`).
fn worried(scene: &Scene<'_>, clause: &Range<usize>, cue: usize) -> Option<Range<usize>> {
    let relative = clause.clone().take(3).find(|t| matches!(scene.word(*t), "which" | "who"));
    let head = match relative {
        Some(which) => {
            let sentence = scene.sentence(which);
            scene.toponyms_in(sentence.start..which).last().map(|t| scene.tokens_of(t))
        }
        None => scene
            .toponyms_in(clause.start..cue)
            .find(|t| matches!(t.role, Role::Metonym | Role::Literal | Role::Demonym))
            .map(|t| scene.tokens_of(t)),
    };
    head.filter(|h| !h.is_empty()).or_else(|| parties::before(scene, cue))
}

/// A sentence that goes on about assets named before: `None of these lines has been damaged`.
pub(super) fn later(scene: &Scene<'_>, sentence: Range<usize>, out: &mut [Infrastructure]) {
    let refers = sentence.clone().any(|t| {
        matches!(
            scene.word(t),
            "lines" | "line" | "pipes" | "facility" | "facilities" | "plant" | "installations" | "infrastructure"
        )
    });
    let points = sentence.clone().any(|t| matches!(scene.word(t), "these" | "those" | "the" | "them" | "its"));
    let Some(last) = out.last_mut().filter(|_| refers && points) else { return };
    let Some((cue, _)) = scene.phrase(&LEXICON.states, sentence.clone()) else { return };
    state(scene, sentence, &cue, last);
}

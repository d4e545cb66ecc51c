//! From triggers to incidents: each with its place, time, actors and claims, and those that are the same joined.

use super::claims;
use super::events::{Trigger, is_past, triggers};
use super::incident::{Evidence, Incident, Stance};
use super::lexicon::LEXICON;
use super::locate::{self, Location};
use super::scene::Scene;
use super::{Context, casualties, dates, parties};
use crate::geography::Metres;
use crate::recognize::Role;
use sha2::{Digest, Sha256};
use std::ops::Range;

/// The incidents of a report, in the order of their evidence.
pub(super) fn incidents(scene: &Scene<'_>, context: Context<'_>) -> Vec<Incident> {
    let mut out: Vec<Incident> = Vec::new();
    let merged = merged_in_clause(scene, without_consequences(triggers(scene, context.published)));
    let all: Vec<Range<usize>> = merged.iter().map(|(t, _)| t.tokens.clone()).collect();
    for trigger in merged {
        let Some(incident) = incident(scene, &trigger, &all, context) else { continue };
        match out.iter_mut().find(|known| is_same(known, &incident)) {
            Some(known) => join(known, incident),
            None => out.push(incident),
        }
    }
    out.sort_by_key(|i| i.evidence.first().map(|e| e.span));
    later_casualties(scene, &all, &mut out, context);
    out
}

/// What a natural hazard makes collapse or burst is its consequence, and no incident of its own.
fn without_consequences(mut all: Vec<Trigger>) -> Vec<Trigger> {
    if all.iter().any(|t| t.event.event_type == "Natural hazard") {
        all.retain(|t| !matches!(t.event.sub_event_type.as_str(), "Structural collapse" | "Power outage"));
    }
    all
}

/// How many sentences behind an incident its casualties are still looked for.
const LATER: usize = 3;

/// Sentences that only count the dead and injured belong to the incident before them.
fn later_casualties(scene: &Scene<'_>, all: &[Range<usize>], incidents: &mut [Incident], context: Context<'_>) {
    for (number, sentence) in scene.text.sentences().iter().enumerate() {
        let range = sentence.tokens.clone();
        let (killed, hurt) = casualties::of(scene, range.clone());
        let own = all.iter().any(|t| range.contains(&t.start));
        if own
            || (killed.is_none() && hurt.is_none())
            || is_past(scene, range.clone(), context.published)
            || scene.has(&LEXICON.negation, range)
        {
            continue;
        }
        let near = |i: &&mut Incident| {
            i.evidence.last().is_some_and(|e| {
                let at = scene.text.sentence_of(scene.text.token_at(e.span.start));
                at < number && number - at <= LATER
            })
        };
        if let Some(incident) = incidents.iter_mut().filter(near).max_by_key(|i| i.evidence.last().map(|e| e.span)) {
            incident.fatalities = incident.fatalities.take().or(killed);
            incident.injured = incident.injured.take().or(hurt);
            let (span, text) = scene.quote(sentence.tokens.clone());
            incident.evidence.push(Evidence { span, text });
        }
    }
}

/// In one clause, the event that ACLED's codebook ranks higher wins; the others are its words too.
fn merged_in_clause(scene: &Scene<'_>, all: Vec<Trigger>) -> Vec<(Trigger, Vec<String>)> {
    let mut out: Vec<(Trigger, Vec<String>)> = Vec::new();
    for trigger in all {
        let words = scene.text.slice(scene.text.span_of(trigger.tokens.clone())).to_owned();
        let clause = scene.clause(trigger.tokens.start);
        match out.iter_mut().find(|(known, _)| clause.contains(&known.tokens.start) && may_be_one(known, &trigger)) {
            Some((known, said)) => {
                if rank(&trigger) < rank(known) {
                    *known = trigger;
                }
                said.push(words);
            }
            None => out.push((trigger, vec![words])),
        }
    }
    out
}

/// A flood and its landslide are two; shelling and the fighting it is part of are one.
fn may_be_one(one: &Trigger, other: &Trigger) -> bool {
    let hazard = |t: &Trigger| t.event.event_type.ends_with("hazard") || t.event.event_type == "Health";
    one.event.sub_event_type == other.event.sub_event_type
        || (!hazard(one) && !hazard(other))
        || (hazard(one) != hazard(other) && one.event.event_type != "Protests" && other.event.event_type != "Protests")
        || one.event.event_type == "Technological hazard"
        || other.event.event_type == "Technological hazard"
}

/// The order of ACLED's codebook; hazards explain what burns and falls, so they stand first among themselves.
fn rank(trigger: &Trigger) -> usize {
    const ORDER: [&str; 9] = [
        "Natural hazard",
        "Health",
        "Battles",
        "Protests",
        "Riots",
        "Explosions/Remote violence",
        "Violence against civilians",
        "Strategic developments",
        "Technological hazard",
    ];
    let place = ORDER.iter().position(|t| *t == trigger.event.event_type).unwrap_or(ORDER.len()) * 10;
    // A weapon that failed is that, whatever else it would have been; force against a protest is more than the protest.
    place
        + match trigger.event.sub_event_type.as_str() {
            "Disrupted weapons use" => return 0,
            "Excessive force against protesters" => 0,
            "Protest with intervention" => 1,
            "Air/drone strike" => 0,
            "Suicide bomb" => 1,
            _ => 5,
        }
}

fn incident(
    scene: &Scene<'_>,
    (trigger, said): &(Trigger, Vec<String>),
    all: &[Range<usize>],
    context: Context<'_>,
) -> Option<Incident> {
    let tokens = &trigger.tokens;
    let clause = scene.clause(tokens.start);
    let location = locate::of(scene, tokens);
    let (actors, targets) = sides(scene, trigger, &clause);
    // Control of what? Without a place or a line this is a figure of speech, and so is a thing that nobody does anywhere.
    let spatial = trigger.event.event_type == "Battles" && trigger.event.sub_event_type.contains("territory");
    let unknown = locate::unknown(scene, tokens);
    if location.is_none() && unknown.is_none() && (spatial || (actors.is_empty() && !is_agreement(trigger))) {
        return None;
    }
    let (event_type, sub_event_type) = typed(scene, trigger, &clause);
    let claims = claims::of(scene, tokens, all);
    let when = dates::of(scene, tokens, context.published);
    let sentence = scene.sentence(tokens.start);
    let (fatalities, injured) = casualties::of(scene, sentence.clone());
    let (span, text) = scene.quote(evidence(scene, tokens, &clause, &sentence, &claims));
    let by = |stance: Stance| unique(claims.iter().filter(|c| c.stance == stance).map(|c| c.speaker.clone()));
    Some(Incident {
        id: id(context.report, span.start, span.end, &sub_event_type),
        event_type,
        sub_event_type,
        sub_event_candidates: trigger.event.candidates.clone(),
        triggers: said.clone(),
        lat: location.as_ref().map(|l| l.at.lat),
        lon: location.as_ref().map(|l| l.at.lon),
        geometry: location.as_ref().and_then(|l| l.geometry.clone()),
        place_id: location.as_ref().map(|l| l.place.id.clone()),
        place_name: location.as_ref().map(|l| l.place.name.clone()).or(unknown),
        country: location.as_ref().and_then(|l| l.place.country.clone()),
        admin1: location.as_ref().and_then(|l| l.place.admin1.clone()),
        geo_precision: location.as_ref().map(|l| l.geo_precision),
        where_prec: location.as_ref().map(|l| l.where_prec),
        precision_m: location.as_ref().map(|l| Metres(l.precision.0.round())),
        date_start: when.as_ref().and_then(|w| w.days).map(|d| d.0),
        date_end: when.as_ref().and_then(|w| w.days).map(|d| d.1),
        time_precision: when.as_ref().filter(|w| w.days.is_some()).map(|w| w.precision),
        date_phrase: when.map(|w| scene.text.slice(scene.text.span_of(w.tokens)).to_owned()),
        actors,
        targets,
        fatalities,
        injured,
        status: claims::status(&claims),
        hedged: scene.has(&LEXICON.hedge, clause),
        claimed_by: by(Stance::Asserts),
        denied_by: by(Stance::Denies),
        confidence: confidence(trigger, location.as_ref()),
        claims,
        evidence: vec![Evidence { span, text }],
    })
}

/// The clause, with what carries its claim and its denial in the same sentence.
fn evidence(
    scene: &Scene<'_>,
    tokens: &Range<usize>,
    clause: &Range<usize>,
    sentence: &Range<usize>,
    claims: &[super::Claim],
) -> Range<usize> {
    let mut range = clause.start.min(tokens.start)..clause.end.max(tokens.end);
    for claim in claims {
        let said = scene.text.tokens_in(claim.span);
        if said.start >= sentence.start && said.end <= sentence.end && said.len() < sentence.len() {
            range = range.start.min(said.start)..range.end.max(said.end);
        }
    }
    range
}

fn is_agreement(trigger: &Trigger) -> bool {
    trigger.event.sub_event_type == "Agreement"
}

/// Who acts and who or what is acted on.
fn sides(scene: &Scene<'_>, trigger: &Trigger, clause: &Range<usize>) -> (Vec<String>, Vec<String>) {
    let before = parties::actors(scene, clause.start..trigger.tokens.start);
    let behind = parties::actors(scene, trigger.tokens.end..clause.end);
    let hazard = trigger.event.event_type.ends_with("hazard") || trigger.event.event_type == "Health";
    if hazard {
        return (Vec::new(), Vec::new());
    }
    if trigger.passive {
        // Never a culprit that the text does not name: only `by X` behind a passive is one.
        let by = (trigger.tokens.end..clause.end)
            .find(|t| scene.word(*t) == "by")
            .map(|t| parties::actors(scene, t + 1..clause.end))
            .unwrap_or_default();
        let struck = target(scene, clause.start..trigger.tokens.start);
        return (by, struck.into_iter().collect());
    }
    if trigger.event.is_verb { (before, behind) } else { (unique(before.into_iter().chain(behind)), Vec::new()) }
}

/// The place that a passive was done to.
fn target(scene: &Scene<'_>, range: Range<usize>) -> Option<String> {
    scene.toponyms_in(range).filter(|t| t.role == Role::Literal).last().map(|t| t.surface.clone())
}

/// The type, where it depends on who acts.
fn typed(scene: &Scene<'_>, trigger: &Trigger, clause: &Range<usize>) -> (String, String) {
    let event = &trigger.event;
    let armed = scene.has(&LEXICON.armed, clause.clone());
    if event.sub_event_type == "Government regains territory"
        && scene.has(&LEXICON.nonstate, clause.start..trigger.tokens.start)
    {
        return (event.event_type.clone(), "Non-state actor overtakes territory".to_owned());
    }
    // "Fire" among troops is fire of guns; "attack" on positions is a clash.
    if event.sub_event_type == "Attack"
        && armed
        && scene.has(&LEXICON.armed, trigger.tokens.end..clause.end)
        && scene.has(&LEXICON.armed, clause.start..trigger.tokens.start)
    {
        return ("Battles".to_owned(), "Armed clash".to_owned());
    }
    (event.event_type.clone(), event.sub_event_type.clone())
}

fn confidence(trigger: &Trigger, location: Option<&Location>) -> f64 {
    let word: f64 = if trigger.event.candidates.is_empty() { 0.85 } else { 0.7 };
    crate::geography::decimals(word * if location.is_some() { 1.0 } else { 0.6 }, 3)
}

fn id(report: &str, start: usize, end: usize, kind: &str) -> String {
    let digest = Sha256::digest(format!("{report}|{start}|{end}|{kind}").as_bytes());
    format!("{report}-{}", crate::gazetteer::hex(digest.get(..4).unwrap_or_default()))
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names {
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// One incident is one day (or interval) × one place × one type: what agrees in these, or leaves them open, is the same.
fn is_same(known: &Incident, other: &Incident) -> bool {
    let place = known.place_id == other.place_id || other.place_id.is_none() || known.place_id.is_none();
    let day = match (known.date_start, other.date_start) {
        (Some(a), Some(b)) => a <= other.date_end.unwrap_or(b) && b <= known.date_end.unwrap_or(a),
        _ => true,
    };
    let kind = known.sub_event_type == other.sub_event_type;
    // A hazard is one event however many towns it hits; each town of a shelling is an incident.
    let hazard = known.event_type == "Natural hazard" && (place || is_wider(known, other) || is_wider(other, known));
    // What another side claims without saying where is a claim of its own.
    let claimed =
        known.claimed_by == other.claimed_by || (known.place_id == other.place_id && known.place_id.is_some());
    kind && day && (place || hazard) && (claimed || known.event_type == "Natural hazard")
}

/// Whether one is only known by a country or region where the other is known by a town.
fn is_wider(one: &Incident, other: &Incident) -> bool {
    one.geo_precision > other.geo_precision && one.country == other.country
}

fn join(known: &mut Incident, other: Incident) {
    let better = match (known.geo_precision, other.geo_precision) {
        (None, Some(_)) => true,
        (Some(a), Some(b)) => b < a,
        _ => false,
    };
    if better {
        (known.lat, known.lon, known.geometry) = (other.lat, other.lon, other.geometry);
        (known.place_id, known.place_name, known.country, known.admin1) =
            (other.place_id, other.place_name, other.country, other.admin1);
        (known.geo_precision, known.where_prec, known.precision_m) =
            (other.geo_precision, other.where_prec, other.precision_m);
    }
    if known.date_start.is_none() && other.date_start.is_some() {
        (known.date_start, known.date_end, known.time_precision) =
            (other.date_start, other.date_end, other.time_precision);
        known.date_phrase = other.date_phrase;
    } else {
        known.date_phrase = known.date_phrase.take().or(other.date_phrase);
    }
    known.fatalities = known.fatalities.take().or(other.fatalities);
    known.injured = known.injured.take().or(other.injured);
    known.hedged |= other.hedged;
    known.confidence = known.confidence.max(other.confidence);
    known.actors = unique(known.actors.drain(..).chain(other.actors));
    known.targets = unique(known.targets.drain(..).chain(other.targets));
    known.triggers = unique(known.triggers.drain(..).chain(other.triggers));
    for claim in other.claims {
        if !known.claims.iter().any(|c| c.span == claim.span && c.speaker == claim.speaker) {
            known.claims.push(claim);
        }
    }
    known.evidence.extend(other.evidence);
    known.evidence.dedup();
    let by = |claims: &[super::Claim], stance: Stance| {
        unique(claims.iter().filter(|c| c.stance == stance).map(|c| c.speaker.clone()))
    };
    known.claimed_by = by(&known.claims, Stance::Asserts);
    known.denied_by = by(&known.claims, Stance::Denies);
    // What the reporter says outright stays reported, unless somebody denies it.
    let outright = known.status == super::Status::Reported || other.status == super::Status::Reported;
    let status = claims::status(&known.claims);
    known.status = if outright && status == super::Status::Claimed { super::Status::Reported } else { status };
}

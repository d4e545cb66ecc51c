//! From triggers to incidents: each with its place, time, actors and claims, and those that are the same joined.

mod again;
mod believed;
mod clause;
mod people;

pub(super) use believed::considered;

use super::candidates::Candidate;
use super::claims::{self, Said};
use super::incident::{Evidence, Incident, PartySide, Stance, Status, each_once};
use super::judge::Verdict;
use super::lexicon::{EventType, LEXICON};
use super::locate::{self, Location};
use super::scene::Scene;
use super::{Context, sides};
use crate::geography::Metres;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// A candidate that is believed, with the words of others that are the same event.
struct Trigger<'a> {
    tokens: Range<usize>,
    candidate: Candidate<'a>,
    verdict: Verdict,
    said: Vec<String>,
    /// The others.
    also: Vec<Candidate<'a>>,
}

/// An incident on the way, with what the output does not show.
struct Coded {
    incident: Incident,
    /// Whether the reporter tells it in their own voice.
    outright: bool,
    /// Whether its place is only where the whole report plays.
    assumed: bool,
    /// Whether only a heading tells it: a day in it is the report's.
    heading: bool,
    /// Where its triggers stand: the end of each by its start. A report may tell one incident ten thousand times.
    triggers: BTreeMap<usize, usize>,
}

/// The incidents of a report, in the order of their evidence.
pub(super) fn incidents(scene: &Scene<'_>, context: Context<'_>) -> Vec<Incident> {
    let mut out: Vec<Coded> = Vec::new();
    let merged = clause::merged(scene, clause::without_consequences(believed::believed(scene, context)));
    let mut all: Vec<Range<usize>> = merged.iter().map(|t| t.tokens.clone()).collect();
    all.sort_by_key(|tokens| tokens.start);
    for trigger in merged {
        let reach = again::reach(scene, &trigger);
        let recalled = out.iter().rposition(|known| again::recalls(scene, &trigger, &reach, known));
        for coded in incidents_of(scene, &trigger, &all, context) {
            if let Some(known) = recalled.and_then(|at| out.get_mut(at)) {
                again::recall(known, coded);
                continue;
            }
            match out.iter_mut().find(|known| again::is_same(known, &coded)) {
                Some(known) => again::join(known, coded),
                None => out.push(coded),
            }
        }
    }
    for Coded { incident, outright, .. } in &mut out {
        incident.status = claims::status(&incident.claims, *outright);
    }
    out.sort_by_key(|coded| coded.incident.evidence.first().map(|e| e.span));
    tell_apart(&mut out, context.report);
    people::count(scene, &all, &mut out, context);
    out.into_iter().map(|coded| coded.incident).collect()
}

/// So many triggers from the sentence of one on are looked at for who speaks of it.
const NEAR: usize = 100;

/// The incidents of a trigger: one for each place of a list.
fn incidents_of(scene: &Scene<'_>, trigger: &Trigger<'_>, all: &[Range<usize>], context: Context<'_>) -> Vec<Coded> {
    let tokens = &trigger.tokens;
    let places = locate::of(scene, &trigger.candidate);
    let first = incident(scene, trigger, places.first().cloned(), all, context);
    let others = places.iter().skip(1).map(|place| incident(scene, trigger, Some(place.clone()), all, context));
    let mut out: Vec<Coded> = std::iter::once(first).chain(others).collect();
    if out.len() > 1 {
        // Each is struck where it is, and not where the next one is.
        let here: Vec<&str> = scene.toponyms_in(scene.sentence(tokens.start)).map(|t| t.surface.as_str()).collect();
        for Coded { incident, .. } in &mut out {
            let other = |name: &str| here.contains(&name);
            incident.parties.retain(|p| p.side == PartySide::Actor || !other(&p.name));
            incident.targets.retain(|name| !other(name));
        }
    }
    out
}

fn incident(
    scene: &Scene<'_>,
    trigger: &Trigger<'_>,
    location: Option<Location>,
    all: &[Range<usize>],
    context: Context<'_>,
) -> Coded {
    let tokens = &trigger.tokens;
    let clause = scene.clause(tokens.start);
    let told: Vec<Candidate<'_>> = std::iter::once(&trigger.candidate).chain(&trigger.also).cloned().collect();
    let parties = sides::of(scene, &told, &clause);
    let names = |side: PartySide| parties.iter().filter(|p| p.side == side).map(|p| p.name.clone()).collect();
    let unknown = locate::unknown(scene, tokens).map(|name| name.surface.clone());
    let event = typed(&trigger.candidate, location.as_ref(), scene);
    let (event_type, sub_event_type) = (event.event_type.clone(), event.sub_event_type.clone());
    // What others tell matters near it only.
    let near = all.partition_point(|t| t.end <= scene.sentence(tokens.start).start);
    let near = all.get(near..all.len().min(near + NEAR)).unwrap_or_default();
    let Said { claims, outright } = claims::of(scene, &trigger.candidate, near);
    let when = scene.when(tokens);
    let sentence = scene.sentence(tokens.start);
    let (span, text) = scene.quote(evidence(scene, tokens, &clause, &sentence, &claims));
    let by = |stance: Stance| each_once(claims.iter().filter(|c| c.stance == stance).map(|c| c.speaker.clone()));
    let assumed = location.as_ref().is_some_and(|l| l.assumed);
    let incident = Incident {
        id: id(
            context.report,
            span.start,
            span.end,
            &format!("{sub_event_type}{:?}", location.as_ref().map(|l| &l.place.id)),
        ),
        event_type,
        sub_event_type,
        sub_event_candidates: trigger.candidate.row.candidates.clone(),
        triggers: trigger.said.clone(),
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
        time_precision: when.as_ref().filter(|w| w.days.is_some()).map(|w| w.precision).filter(|p| *p <= 3),
        clock: None,
        date_phrase: when.map(|w| scene.text.slice(scene.text.span_of(w.tokens)).to_owned()),
        actors: names(PartySide::Actor),
        targets: names(PartySide::Target),
        parties,
        fatalities: None,
        injured: None,
        missing: None,
        displaced: None,
        arrested: None,
        // Told once all its claims are known.
        status: Status::Reported,
        hedged: scene.has(&LEXICON.hedge, clause),
        claimed_by: by(Stance::Asserts),
        denied_by: by(Stance::Denies),
        confidence: crate::geography::decimals(
            trigger.verdict.happened * if location.is_some() { 1.0 } else { 0.8 },
            3,
        ),
        claims,
        evidence: vec![Evidence { span, text }],
        checked: location.map(|l| l.checked).unwrap_or_default(),
    };
    let heading = again::is_heading(scene, &sentence);
    Coded { incident, outright, assumed, heading, triggers: BTreeMap::from([(tokens.start, tokens.end)]) }
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

/// The type, where it depends on whose ground it is: a state that takes another's is no government that regains it.
fn typed(candidate: &Candidate<'_>, location: Option<&Location>, scene: &Scene<'_>) -> &'static EventType {
    let event = candidate.event();
    let ground = location.and_then(|l| l.place.country.as_deref());
    if let (Some(ground), Some(subject), "Government regains territory") =
        (ground, &candidate.subject, event.sub_event_type.as_str())
    {
        let mut states = scene.toponyms_in(subject.clone()).filter_map(|t| t.place.as_ref()?.country.as_deref());
        if states.next().is_some_and(|state| state != ground) {
            return LEXICON.named("Non-state actor overtakes territory").unwrap_or(event);
        }
    }
    event
}

/// Gives those an id of their own that the same words tell at the same place: on two days, or by two sides.
fn tell_apart(all: &mut [Coded], report: &str) {
    let mut known = HashSet::new();
    for Coded { incident, .. } in all {
        let mut copy = 1;
        while !known.insert(incident.id.clone()) {
            copy += 1;
            let told = incident.evidence.first().map_or((0, 0), |e| (e.span.start, e.span.end));
            let kind = format!("{}{:?}|{copy}", incident.sub_event_type, incident.place_id);
            incident.id = id(report, told.0, told.1, &kind);
        }
    }
}

/// The id of an incident: stable, of the report, the words that tell it, and what and where it is.
pub(super) fn id(report: &str, start: usize, end: usize, kind: &str) -> String {
    let digest = Sha256::digest(format!("{report}|{start}|{end}|{kind}").as_bytes());
    format!("{report}-{}", crate::gazetteer::hex(digest.get(..4).unwrap_or_default()))
}

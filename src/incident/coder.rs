//! From triggers to incidents: each with its place, time, actors and claims, and those that are the same joined.

use super::candidates::{self, Candidate};
use super::casualties::{self, Toll};
use super::claims::{self, Said};
use super::incident::{Considered, Count, Evidence, Incident, PartySide, Reason, Stance, each_once};
use super::judge::{Setting, Verdict};
use super::lexicon::{EventType, LEXICON, Tally};
use super::locate::{self, Location};
use super::scene::Scene;
use super::{Context, sides};
use crate::geography::Metres;
use sha2::{Digest, Sha256};
use std::ops::Range;

/// From this probability on a candidate is believed.
const BELIEVED: f64 = 0.5;
/// … where its sentence tells nothing else.
const UNTOLD: f64 = 0.8;

/// … and in a report of several sentences of which none is this sure: it may be about something else altogether.
const DOUBT: f64 = 0.7;
/// See [`DOUBT`].
const SURE: f64 = 0.9;
/// See [`DOUBT`].
const SEVERAL: usize = 3;

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
    /// Where its triggers stand.
    triggers: Vec<Range<usize>>,
}

/// The incidents of a report, in the order of their evidence.
pub(super) fn incidents(scene: &Scene<'_>, context: Context<'_>) -> Vec<Incident> {
    let mut out: Vec<Coded> = Vec::new();
    let merged = merged_in_clause(scene, without_consequences(believed(scene, context)));
    let mut all: Vec<Range<usize>> = merged.iter().map(|t| t.tokens.clone()).collect();
    all.sort_by_key(|tokens| tokens.start);
    for trigger in merged {
        let recalled = out.iter().rposition(|known| recalls(scene, &trigger, known));
        for coded in incidents_of(scene, &trigger, &all, context) {
            if let Some(known) = recalled.and_then(|at| out.get_mut(at)) {
                recall(known, coded);
                continue;
            }
            match out.iter_mut().find(|known| is_same(known, &coded)) {
                Some(known) => join(known, coded),
                None => out.push(coded),
            }
        }
    }
    out.sort_by_key(|coded| coded.incident.evidence.first().map(|e| e.span));
    count_people(scene, &all, &mut out, context);
    out.into_iter().map(|coded| coded.incident).collect()
}

/// The candidates that the model believes.
fn believed<'a>(scene: &Scene<'a>, context: Context<'_>) -> Vec<Trigger<'a>> {
    let mut best: Vec<(Candidate<'_>, Verdict)> = Vec::new();
    for (candidate, verdict) in judged(scene, context) {
        // Of several readings of a trigger the likeliest type holds.
        match best.last_mut().filter(|(last, _)| candidate.tokens.start < last.tokens.end) {
            Some(last) => {
                let happened = last.1.happened.max(verdict.happened);
                if last.1.kind < verdict.kind {
                    *last = (candidate, verdict);
                }
                last.1.happened = happened;
            }
            None => best.push((candidate, verdict)),
        }
    }
    let doubt = doubt(scene, best.iter().map(|(_, verdict)| verdict));
    best.into_iter()
        .filter(|(candidate, verdict)| {
            verdict.happened >= bar(scene, candidate).max(doubt) && !is_history(scene, candidate, context)
        })
        .map(|(candidate, verdict)| Trigger {
            tokens: candidate.tokens.clone(),
            said: vec![scene.text.slice(scene.text.span_of(candidate.tokens.clone())).to_owned()],
            candidate,
            verdict,
            also: Vec::new(),
        })
        .collect()
}

/// Years before its report from which on an event is history: `In 1999 a quake near Izmit killed more than 17,000 people`.
const HISTORY: i16 = 5;

/// Whether a candidate happened so long before its report that it is told for comparison.
fn is_history(scene: &Scene<'_>, candidate: &Candidate<'_>, context: Context<'_>) -> bool {
    let last = scene.when(&candidate.tokens).and_then(|when| when.days).map(|(_, last)| last.year());
    last.zip(context.published).is_some_and(|(last, published)| last + HISTORY <= published.year())
}

/// How likely every candidate of a report must be.
fn doubt<'v>(scene: &Scene<'_>, mut verdicts: impl Iterator<Item = &'v Verdict>) -> f64 {
    let sure = verdicts.any(|verdict| verdict.happened >= SURE);
    if sure || scene.text.sentences().len() < SEVERAL { 0.0 } else { DOUBT }
}

/// How likely a candidate must be: more where its sentence tells neither where nor when nor what it did to anybody.
fn bar(scene: &Scene<'_>, candidate: &Candidate<'_>) -> f64 {
    let sentence = scene.sentence(candidate.tokens.start);
    let told = scene.toponyms_in(sentence.clone()).any(|t| t.role.locates())
        || locate::unknown(scene, &candidate.tokens).is_some()
        || scene.when(&candidate.tokens).is_some()
        || scene.tolls_in(&sentence).next().is_some();
    if told { BELIEVED } else { UNTOLD }
}

/// All candidates with what the judge says of them.
fn judged<'a>(scene: &Scene<'a>, context: Context<'_>) -> Vec<(Candidate<'a>, Verdict)> {
    let all = candidates::find(scene);
    let Some(model) = context.judge().filter(|_| !all.is_empty()) else { return Vec::new() };
    let setting = Setting::new(scene, context.published);
    let verdicts: Vec<Verdict> =
        all.iter().enumerate().map(|(number, one)| setting.verdict(one, &all[..number], &model)).collect();
    all.into_iter().zip(verdicts).collect()
}

/// What was considered, and what spoke for it and against it.
pub(super) fn considered(scene: &Scene<'_>, context: Context<'_>) -> Vec<Considered> {
    let all: Vec<(Candidate<'_>, Verdict)> = judged(scene, context);
    let Some(model) = context.judge() else { return Vec::new() };
    let setting = Setting::new(scene, context.published);
    let doubt = doubt(scene, all.iter().map(|(_, verdict)| verdict));
    let candidates: Vec<Candidate<'_>> = all.iter().map(|(candidate, _)| candidate.clone()).collect();
    let told = all.iter().enumerate().map(|(number, (candidate, verdict))| {
        let span = scene.text.span_of(candidate.tokens.clone());
        let phrase = |range: &Option<Range<usize>>| {
            range.clone().filter(|r| !r.is_empty()).map(|r| scene.text.slice(scene.text.span_of(r)).to_owned())
        };
        let reasons = setting.reasons(candidate, &candidates[..number], &model);
        Considered {
            trigger: Evidence { span, text: scene.text.slice(span).to_owned() },
            sub_event_type: candidate.event().sub_event_type.clone(),
            rule: format!("{}: {}", candidate.form.name(), candidate.row.trigger),
            subject: phrase(&candidate.subject),
            object: phrase(&candidate.object),
            probability: crate::geography::decimals(verdict.happened, 3),
            type_probability: crate::geography::decimals(verdict.kind, 3),
            believed: verdict.happened >= bar(scene, candidate).max(doubt) && !is_history(scene, candidate, context),
            reasons: reasons
                .into_iter()
                .filter(|(_, weight)| weight.abs() >= 0.05)
                .map(|(reason, weight)| Reason {
                    reason: reason.to_owned(),
                    weight: crate::geography::decimals(weight, 2),
                })
                .collect(),
        }
    });
    told.collect()
}

/// What a natural hazard makes collapse or burst is its consequence, and no incident of its own.
fn without_consequences<'a>(mut all: Vec<Trigger<'a>>) -> Vec<Trigger<'a>> {
    if all.iter().any(|t| t.candidate.event().event_type == "Natural hazard") {
        all.retain(|t| t.candidate.event().sub_event_type != "Structural collapse");
    }
    all
}

/// How many sentences behind an incident its casualties are still looked for.
const LATER: usize = 3;

/// So many triggers from the sentence of one on are looked at for who speaks of it.
const NEAR: usize = 100;

/// Counts people by the incident that they belong to: the nearest trigger of the sentence, its clause first; a sentence that
/// only counts belongs to the incident before it. A figure that is given again widens the range and is not added.
fn count_people(scene: &Scene<'_>, all: &[Range<usize>], incidents: &mut [Coded], context: Context<'_>) {
    let everything = 0..scene.text.tokens().len();
    let mut own: Vec<(usize, Vec<&Toll>)> = Vec::new();
    let mut after: Vec<(usize, &Toll)> = Vec::new();
    for toll in scene.tolls_in(&everything) {
        let sentence = scene.sentence(toll.word.start);
        let first = all.partition_point(|t| t.start < sentence.start);
        let here = || all.iter().enumerate().skip(first).take_while(|(_, t)| t.start < sentence.end);
        let clause = scene.clause(toll.word.start);
        let far = |trigger: &Range<usize>| {
            let other = if clause.contains(&trigger.start) { 0 } else { 30 };
            trigger.start.abs_diff(toll.word.start) + other
        };
        match here().min_by_key(|(_, t)| far(t)) {
            Some((number, _)) => match own.iter_mut().find(|(n, _)| *n == number) {
                Some((_, list)) => list.push(toll),
                None => own.push((number, vec![toll])),
            },
            None if is_aside(scene, &sentence, context) => {}
            None => after.push((scene.text.sentence_of(toll.word.start), toll)),
        }
    }
    for (number, tolls) in own {
        // One trigger has an incident at each place of a list: a number goes where it stands.
        for (coded, tolls) in by_place(scene, &all[number], incidents, &tolls) {
            for tally in TALLIES {
                if let Some(count) = casualties::sum(tolls.iter().copied(), tally) {
                    widen(coded.incident.tally(tally), count);
                }
            }
        }
    }
    for (sentence, toll) in after {
        let near = |i: &&mut Coded| {
            i.incident.evidence.last().is_some_and(|e| {
                let at = scene.text.sentence_of(scene.text.token_at(e.span.start));
                at < sentence && sentence - at <= LATER
            })
        };
        let last = incidents.iter_mut().filter(near).max_by_key(|i| i.incident.evidence.last().map(|e| e.span));
        if let Some(incident) = last.map(|coded| &mut coded.incident) {
            let known = incident.tally(toll.tally);
            match known {
                // "The toll later rose to 17": what was known before is no other account.
                Some(count) if toll.total && toll.count.best >= count.best => *known = Some(toll.count.clone()),
                _ => widen(known, toll.count.clone()),
            }
            let (span, text) = scene.quote(scene.sentence(toll.word.start));
            if !incident.evidence.iter().any(|e| e.span == span) {
                incident.evidence.push(Evidence { span, text });
            }
        }
    }
}

/// The incidents of a trigger, each with the counts of its own place; what names no place of theirs is of the first.
fn by_place<'c, 't>(
    scene: &Scene<'_>,
    trigger: &Range<usize>,
    incidents: &'c mut [Coded],
    tolls: &[&'t Toll],
) -> Vec<(&'c mut Coded, Vec<&'t Toll>)> {
    let mut out: Vec<(&mut Coded, Vec<&Toll>)> =
        incidents.iter_mut().filter(|i| i.triggers.contains(trigger)).map(|coded| (coded, Vec::new())).collect();
    let listed = tolls.iter().any(|toll| toll.elliptic);
    for toll in tolls {
        let sentence = scene.sentence(toll.word.start);
        let place =
            scene.toponyms_in(toll.word.end..sentence.end).find(|t| t.role.locates()).and_then(|t| t.place.as_ref());
        let of = |coded: &Coded| place.is_some_and(|p| coded.incident.place_id.as_ref() == Some(&p.id));
        let at = out.iter().position(|(coded, _)| listed && of(coded)).unwrap_or(0);
        if let Some((_, list)) = out.get_mut(at) {
            list.push(toll);
        }
    }
    out
}

const TALLIES: [Tally; 5] = [Tally::Killed, Tally::Injured, Tally::Missing, Tally::Displaced, Tally::Arrested];

/// Sentences whose figures are of other days.
fn is_aside(scene: &Scene<'_>, sentence: &Range<usize>, context: Context<'_>) -> bool {
    candidates::is_old(scene, sentence.clone(), context.published)
        || scene.has(&LEXICON.past, sentence.clone())
        || scene.has(&LEXICON.negation, sentence.clone())
}

/// A first figure is taken; another one widens the range, and the first stays the one to use.
fn widen(known: &mut Option<Count>, other: Count) {
    match known {
        None => *known = Some(other),
        Some(count) => {
            count.low = count.low.min(other.low);
            count.high = count.high.max(other.high);
        }
    }
}

/// In one clause, the likelier event wins; the others are its words too.
fn merged_in_clause<'a>(scene: &Scene<'_>, all: Vec<Trigger<'a>>) -> Vec<Trigger<'a>> {
    let mut out: Vec<Trigger> = Vec::new();
    for trigger in all {
        let clause = scene.clause(trigger.tokens.start);
        let one = |known: &Trigger<'_>| {
            clause.contains(&known.tokens.start) && may_be_one(known, &trigger) && !is_apart(scene, known, &trigger)
        };
        match out.iter_mut().rev().find(|known| one(known)) {
            Some(known) => {
                let mut said = std::mem::take(&mut known.said);
                said.extend(trigger.said.iter().cloned());
                let mut also = std::mem::take(&mut known.also);
                let likelier = trigger.verdict.kind > known.verdict.kind;
                if brings(scene, &trigger, known) || likelier && !brings(scene, known, &trigger) {
                    also.insert(0, known.candidate.clone());
                    *known = trigger;
                } else {
                    also.push(trigger.candidate);
                }
                (known.said, known.also) = (said, also);
            }
            None => out.push(trigger),
        }
    }
    out
}

/// "A boat sank off Lampedusa and a plane crashed in Kathmandu": `and` joins two that have each their own place, unless one
/// subject does both.
fn is_apart(scene: &Scene<'_>, one: &Trigger<'_>, two: &Trigger<'_>) -> bool {
    let (first, second) = if one.tokens.start < two.tokens.start { (one, two) } else { (two, one) };
    let clause = scene.clause(first.tokens.start);
    let Some(and) = (first.tokens.end..second.tokens.start).rev().find(|t| scene.word(*t) == "and") else {
        return false;
    };
    let places = |range: Range<usize>| {
        let there = scene.toponyms_in(range).filter(|t| t.role.locates());
        there.filter_map(|t| t.place.as_ref().map(|p| p.id.clone())).collect::<Vec<_>>()
    };
    // "clashed in Hajin and the village of Susah": a list is one event at several places.
    let (here, there) = (places(first.tokens.end..and), places(second.tokens.start..clause.end));
    let shared = and + 1 == second.tokens.start && second.candidate.verb.is_some();
    !shared && !here.is_empty() && !there.is_empty() && there.iter().all(|place| !here.contains(place))
}

/// "Fighters blew up the dam, flooding villages": somebody's act brings the flood, and is what happened.
fn brings(scene: &Scene<'_>, act: &Trigger<'_>, hazard: &Trigger<'_>) -> bool {
    let somebody = act.candidate.subject.as_ref().is_some_and(|s| scene.classes(s.clone()).meets(LEXICON.persons));
    let natural = |t: &Trigger<'_>| t.candidate.event().event_type == "Natural hazard";
    let any = |t: &Trigger<'_>| t.candidate.event().event_type.ends_with("hazard");
    somebody && natural(hazard) && !any(act)
}

/// A flood and its landslide are two; shelling and the fighting it is part of are one.
fn may_be_one(one: &Trigger<'_>, other: &Trigger<'_>) -> bool {
    let (one, other) = (one.candidate.event(), other.candidate.event());
    let hazard = |e: &EventType| e.event_type.ends_with("hazard") || e.event_type == "Health";
    let technological = |e: &EventType| e.event_type == "Technological hazard";
    let one_water = [one, other].iter().all(|e| matches!(e.sub_event_type.as_str(), "Flood" | "Flash Flood"));
    one.sub_event_type == other.sub_event_type
        || one_water
        || (!hazard(one) && !hazard(other))
        || (hazard(one) != hazard(other) && one.event_type != "Protests" && other.event_type != "Protests")
        || technological(one)
        || technological(other)
}

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
    let unknown = locate::unknown(scene, tokens);
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
        status: claims::status(&claims, outright),
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
    let heading = is_heading(scene, &sentence);
    Coded { incident, outright, assumed, heading, triggers: vec![tokens.clone()] }
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

/// Who acts and who or what is acted on.
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

/// The id of an incident: stable, of the report, the words that tell it, and what and where it is.
pub(super) fn id(report: &str, start: usize, end: usize, kind: &str) -> String {
    let digest = Sha256::digest(format!("{report}|{start}|{end}|{kind}").as_bytes());
    format!("{report}-{}", crate::gazetteer::hex(digest.get(..4).unwrap_or_default()))
}

/// One incident is one day (or interval) × one place × one type: what agrees in these, or leaves them open, is the same.
fn is_same(known: &Coded, other: &Coded) -> bool {
    let told = !known.assumed && !other.assumed;
    let heading = known.heading && !other.heading;
    let (known, other) = (&known.incident, &other.incident);
    let place = known.place_id == other.place_id || other.place_id.is_none() || known.place_id.is_none();
    let day = match (known.date_start, other.date_start) {
        _ if heading => true,
        (Some(a), Some(b)) => a <= other.date_end.unwrap_or(b) && b <= known.date_end.unwrap_or(a),
        _ => true,
    };
    let kind = known.sub_event_type == other.sub_event_type;
    // A hazard is one event however many towns it hits; each town of a shelling is an incident.
    let wide = known.event_type == "Natural hazard" || (heading && known.event_type == "Health");
    let under = heading && known.country.is_some() && known.country == other.country;
    let hazard = wide && (under || place || is_wider(known, other) || is_wider(other, known));
    // What another side claims without saying where is a claim of its own.
    let claimed =
        known.claimed_by == other.claimed_by || (told && known.place_id == other.place_id && known.place_id.is_some());
    kind && day && (place || hazard) && (claimed || wide)
}

/// Whether a sentence belongs to a line at the head of a report that has no end: `KENYA: Drought Situation Report (10 October 2022)`.
fn is_heading(scene: &Scene<'_>, sentence: &Range<usize>) -> bool {
    let text = scene.text.as_str();
    let Some(line) = text.find('\n').and_then(|end| text.get(..end)) else { return false };
    let end = scene.text.tokens().get(sentence.end.saturating_sub(1)).map_or(0, |t| t.bytes.end);
    end <= line.len() && line.len() <= HEADING && !line.trim_end().ends_with(['.', '!', '?', '"', '”', '…'])
}

/// The most bytes of a heading.
const HEADING: usize = 160;

/// Sentences behind an incident in which a definite noun still means it.
const RECALLED: usize = 2;

/// Whether a trigger only comes back to a known incident: `confirmed the blast` behind a suicide bombing, or what the side that
/// acted says of its deed: `An Israeli air strike … The Israeli military said it had hit a command centre`.
fn recalls(scene: &Scene<'_>, trigger: &Trigger<'_>, known: &Coded) -> bool {
    let Some(last) = known.triggers.iter().map(|t| t.start).max() else { return false };
    let (here, there) = (scene.text.sentence_of(trigger.tokens.start), scene.text.sentence_of(last));
    let Some(kind) = LEXICON.named(&known.incident.sub_event_type) else { return false };
    let event = trigger.candidate.event();
    let near = last < trigger.tokens.start && (1..=RECALLED).contains(&(here - there.min(here)));
    if !near || !(claims::is_akin(kind, event) || is_its_blast(kind, event)) {
        return false;
    }
    let clause = scene.clause(trigger.tokens.start);
    let elsewhere = scene
        .toponyms_in(clause.clone())
        .any(|t| t.role.locates() && t.place.as_ref().is_some_and(|p| known.incident.place_id.as_ref() != Some(&p.id)));
    let other_day = scene.when(&trigger.tokens).and_then(|w| w.days).is_some_and(|(from, to)| {
        known.incident.date_start.zip(known.incident.date_end).is_none_or(|(a, b)| to < a || b < from)
    });
    if elsewhere || other_day {
        return false;
    }
    let phrase = super::grammar::noun_phrase(scene, &trigger.tokens);
    let article = phrase.start.checked_sub(1).map_or("", |t| scene.word(t));
    let bare = phrase.start == trigger.tokens.start;
    let definite = trigger.candidate.verb.is_none() && bare && matches!(article, "the" | "this" | "that");
    definite && scene.has(&LEXICON.confirm, scene.sentence(trigger.tokens.start).start..trigger.tokens.start)
        || here == there + 1 && is_own_word(scene, trigger, known)
}

/// "the blast", "the fire": what a bomb, a strike or a raid made.
fn is_its_blast(deed: &EventType, event: &EventType) -> bool {
    matches!(event.sub_event_type.as_str(), "Explosion" | "Fire")
        && matches!(
            deed.event_type.as_str(),
            "Battles" | "Explosions/Remote violence" | "Violence against civilians" | "Technological hazard" | "Riots"
        )
}

/// "said it had …", by the side that acted, of a violent deed.
fn is_own_word(scene: &Scene<'_>, trigger: &Trigger<'_>, known: &Coded) -> bool {
    let Some(verb) = &trigger.candidate.verb else { return false };
    let pronoun = matches!(scene.word(verb.start.wrapping_sub(1)), "it" | "they" | "he");
    let violent = matches!(
        known.incident.event_type.as_str(),
        "Battles" | "Explosions/Remote violence" | "Violence against civilians"
    );
    let clause = scene.clause(trigger.tokens.start);
    pronoun && violent && {
        let actors = sides::of(scene, std::slice::from_ref(&trigger.candidate), &clause);
        let known_actor =
            |p: &super::Party| known.incident.parties.iter().any(|k| k.side == p.side && claims::is_one_side(k, p));
        actors.iter().any(|p| p.side == PartySide::Actor && known_actor(p))
    }
}

/// Adds what is told anew of an incident. Whose own deed it is confirms it, where another side told it before.
fn recall(known: &mut Coded, mut other: Coded) {
    let told = known.incident.claims.iter().any(|c| c.stance == Stance::Asserts) || known.outright;
    for claim in &mut other.incident.claims {
        let again = known.incident.claims.iter().any(|c| c.speaker == claim.speaker);
        if claim.stance == Stance::Asserts && told && !again {
            claim.stance = Stance::Confirms;
        }
    }
    known.triggers.extend(other.triggers);
    let incident = &mut known.incident;
    incident.triggers = each_once(incident.triggers.drain(..).chain(other.incident.triggers));
    incident.evidence.extend(other.incident.evidence);
    incident.evidence.dedup();
    add_claims(incident, other.incident.claims, known.outright);
}

/// Whether one is only known by a country or region where the other is known by a town.
fn is_wider(one: &Incident, other: &Incident) -> bool {
    one.geo_precision > other.geo_precision && one.country == other.country
}

fn join(one: &mut Coded, two: Coded) {
    one.outright |= two.outright;
    one.assumed &= two.assumed;
    let heading = one.heading && !two.heading;
    one.heading &= two.heading;
    one.triggers.extend(two.triggers);
    let outright = one.outright;
    let (known, other) = (&mut one.incident, two.incident);
    let better = match (known.geo_precision, other.geo_precision) {
        (None, Some(_)) => true,
        (Some(a), Some(b)) => b < a || (heading && b == a),
        _ => false,
    };
    if better {
        (known.lat, known.lon, known.geometry) = (other.lat, other.lon, other.geometry);
        (known.place_id, known.place_name, known.country, known.admin1) =
            (other.place_id, other.place_name, other.country, other.admin1);
        (known.geo_precision, known.where_prec, known.precision_m) =
            (other.geo_precision, other.where_prec, other.precision_m);
    }
    if (known.date_start.is_none() || heading) && other.date_start.is_some() {
        (known.date_start, known.date_end, known.time_precision) =
            (other.date_start, other.date_end, other.time_precision);
        known.date_phrase = other.date_phrase;
    } else {
        known.date_phrase = known.date_phrase.take().or(other.date_phrase);
    }
    known.hedged |= other.hedged;
    known.confidence = known.confidence.max(other.confidence);
    known.actors = each_once(known.actors.drain(..).chain(other.actors));
    known.targets = each_once(known.targets.drain(..).chain(other.targets));
    known.parties = each_once(known.parties.drain(..).chain(other.parties));
    known.triggers = each_once(known.triggers.drain(..).chain(other.triggers));
    known.evidence.extend(other.evidence);
    known.evidence.dedup();
    add_claims(known, other.claims, outright);
}

fn add_claims(known: &mut Incident, claims: Vec<super::Claim>, outright: bool) {
    // Who said it before stands there already: only what is new is looked at, for a report may tell one incident ten thousand times.
    for claim in claims {
        if known.claims.iter().any(|c| c.span == claim.span && c.speaker == claim.speaker) {
            continue;
        }
        let by = match claim.stance {
            Stance::Asserts => Some(&mut known.claimed_by),
            Stance::Denies => Some(&mut known.denied_by),
            _ => None,
        };
        if let Some(by) = by.filter(|by| !by.contains(&claim.speaker)) {
            by.push(claim.speaker.clone());
        }
        known.claims.push(claim);
    }
    known.status = claims::status(&known.claims, outright);
}

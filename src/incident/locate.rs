//! Where: the place that locates an event, and how exactly.

use super::candidates::Candidate;
use super::lexicon::LEXICON;
use super::parties;
use super::scene::Scene;
use crate::gazetteer::Level;
use crate::geography::{LonLat, Metres, Shape, circle, decimals, distance};
use crate::recognize::Role;
use crate::resolve::{Checked, Place, Toponym, Unresolved};
use crate::text::TokenKind;
use geo::{Contains, Point};
use std::ops::Range;

/// A place with the precision that an incident there has.
#[derive(Debug, Clone)]
pub(super) struct Location {
    pub place: Place,
    pub at: LonLat,
    pub geometry: Option<Shape>,
    pub geo_precision: u8,
    pub where_prec: u8,
    pub precision: Metres,
    /// Whether no word of the event's says so: it is where the whole report plays.
    pub assumed: bool,
    /// What a person decided on the name of the place.
    pub checked: Checked,
}

/// Tokens that a place in another clause seems further off.
const OTHER_CLAUSE: usize = 25;
/// Tokens that a place before the event seems further off: places mostly follow.
const BEFORE: usize = 2;

/// The locations of an event, the nearest first: several where a list of places is told; none when its sentence and the one
/// before name no place that could be it, and the report is not about one region.
///
/// A country that acts is no place: `Armenia and Azerbaijan reached a truce`.
pub(super) fn of(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Vec<Location> {
    let (trigger, subject) = (&candidate.tokens, candidate.subject.as_ref());
    let mut here = locating(scene, scene.sentence(trigger.start));
    let clause = scene.clause(trigger.start);
    let inside = |t: &&Toponym| {
        let tokens = scene.tokens_of(t);
        clause.start <= tokens.start && tokens.end <= clause.end && lead(scene, tokens.start) == 0
    };
    if let Some(stricken) = stricken(scene, candidate).filter(|_| !here.iter().any(inside)) {
        return location(scene, stricken).into_iter().collect();
    }
    // "ADDIS ABABA: …" may be a dateline; a place that the sentence names otherwise comes first.
    let heading = heading(scene, trigger).filter(|h| {
        let other = here.iter().any(|t| t.span != h.span);
        !other || h.surface.chars().any(char::is_lowercase)
    });
    if let Some(heading) = heading {
        // "Druzhkivka: an Iskander missile …": what follows may name a place in it, and tells it by a word.
        let told = |t: &Toponym| {
            let start = scene.tokens_of(t).start;
            t.role == Role::Relative || lead(scene, start) == 0 || scene.word(start.wrapping_sub(1)) == "of"
        };
        here.retain(|t| t.span == heading.span || told(t));
        if here.iter().all(|t| t.span != heading.span) {
            here.insert(0, heading);
        }
    }
    here.retain(|t| {
        let tokens = scene.tokens_of(t);
        let acts = subject.is_some_and(|s| s.start <= tokens.start && tokens.end <= s.end);
        let country = t.place.as_ref().is_some_and(|p| p.level == Level::Country);
        !(acts && country && lead(scene, tokens.start) > 0)
    });
    // "DUBAI – A missile hit a ship west of Hodeidah": filed in Dubai. "…, officials in Niamey said": told there.
    for elsewhere in [is_dateline, is_of_speaker] {
        if here.len() > 1 && here.iter().any(|t| !elsewhere(scene, t)) {
            here.retain(|t| !elsewhere(scene, t));
        }
    }
    here.retain(|t| !(is_of_speaker(scene, t) && speaks_for_many(scene, t)));
    // "The quake was felt in X": it was elsewhere.
    here.retain(|t| {
        let start = scene.tokens_of(t).start;
        !(start.saturating_sub(FELT).max(scene.sentence(start).start)..start).any(|t| scene.word(t) == "felt")
    });
    // "CAIRO — … south of a place that no gazetteer has": the report was filed in Cairo, and it happened elsewhere.
    if unknown(scene, trigger).is_some() {
        here.retain(|t| !is_dateline(scene, t) && heading.is_none_or(|h| h.span != t.span));
    }
    keep_own_clause(scene, trigger, &mut here);
    let Some(chosen) = one(scene, trigger, &here) else {
        // A place that no gazetteer has is not the one that the report is about.
        let about = theatre(scene).filter(|_| unknown(scene, trigger).is_none());
        let assumed = about.and_then(|toponym| location(scene, toponym));
        return assumed.map(|location| Location { assumed: true, ..location }).into_iter().collect();
    };
    listed(scene, &here, chosen).into_iter().filter_map(|toponym| location(scene, toponym)).collect()
}

/// Where words say that a thing is, as finely as a county; none where they say it of a whole country.
pub(super) fn of_words(scene: &Scene<'_>, tokens: &Range<usize>) -> Option<Location> {
    let mut here = locating(scene, scene.sentence(tokens.start));
    here.retain(|t| !is_dateline(scene, t) && !is_of_speaker(scene, t));
    keep_own_clause(scene, tokens, &mut here);
    let toponym = one(scene, tokens, &here)?;
    let fine = toponym.place.as_ref().is_some_and(|p| p.level >= Level::Admin2);
    fine.then(|| location(scene, toponym)).flatten()
}

fn one<'t>(scene: &Scene<'t>, trigger: &Range<usize>, here: &[&'t Toponym]) -> Option<&'t Toponym> {
    let clause = scene.clause(trigger.start);
    let far = |tokens: &Range<usize>| {
        let gap = if tokens.start >= trigger.end {
            tokens.start - trigger.end
        } else {
            trigger.start.saturating_sub(tokens.end) + BEFORE
        };
        let other = if clause.start <= tokens.start && tokens.end <= clause.end { 0 } else { OTHER_CLAUSE };
        gap + other + lead(scene, tokens.start)
    };
    let nearest = here.iter().min_by_key(|t| far(&scene.tokens_of(t))).copied();
    match nearest {
        Some(toponym) => {
            Some(beside(scene, here, inner(scene, here, within(scene, here, described(scene, here, toponym)))))
        }
        // A place that no gazetteer has is not the last one that was.
        None if unknown(scene, trigger).is_some() => None,
        None => previous(scene, trigger),
    }
}

/// "launched drones at Ukraine, damaging plants in the Poltava region": the place inside the country that a later word is in.
fn within<'t>(scene: &Scene<'_>, here: &[&'t Toponym], chosen: &'t Toponym) -> &'t Toponym {
    let of = |t: &Toponym| t.place.as_ref().map(|p| (p.level, p.country.clone()));
    let Some((Level::Country, Some(country))) = of(chosen) else { return chosen };
    let inside = |t: &&&Toponym| {
        let finer = of(t).is_some_and(|(level, of)| level > Level::Country && of.as_ref() == Some(&country));
        finer && t.span.start > chosen.span.start && lead(scene, scene.tokens_of(t).start) == 0
    };
    here.iter().find(inside).copied().unwrap_or(chosen)
}

/// "Stepanakert, the main city of Nagorno-Karabakh, came under fire": the place that an insertion describes by another.
fn described<'t>(scene: &Scene<'_>, here: &[&'t Toponym], chosen: &'t Toponym) -> &'t Toponym {
    let start = scene.tokens_of(chosen).start;
    let heads = |t: &&&Toponym| {
        let end = scene.tokens_of(t).end;
        end < start
            && start - end <= INSERTED
            && scene.written(end) == ","
            && matches!(scene.word(end + 1), "the" | "a" | "an" | "its" | "their")
            && (end + 1..start).all(|k| scene.written(k) != ",")
            && matches!(scene.word(start - 1), "of" | "in" | "to" | "the")
    };
    here.iter().rev().find(heads).copied().unwrap_or(chosen)
}

/// Tokens from a name to the one that an insertion describes it by.
const INSERTED: usize = 9;

/// The place that heads a line of a list: `• Goma: no power since Monday`. There it is no government that speaks.
fn heading<'t>(scene: &Scene<'t>, trigger: &Range<usize>) -> Option<&'t Toponym> {
    let sentence = scene.sentence(trigger.start);
    let quoted = |t: usize| matches!(scene.written(t), "\"" | "“" | "”");
    scene
        .toponyms_in(sentence.start..trigger.start.max(sentence.start))
        .take(1)
        .filter(|t| t.place.is_some() && (t.role.locates() || t.role == Role::Metonym))
        .find(|t| {
            let tokens = scene.tokens_of(t);
            scene.starts_sentence(tokens.start) && scene.written(tokens.end) == ":" && !quoted(tokens.end + 1)
        })
}

/// The place that a hazard befell, when the sentence says it of the place itself: `Turkana county is in the grip of drought`,
/// `Rome wilted`.
fn stricken<'t>(scene: &Scene<'t>, candidate: &Candidate<'_>) -> Option<&'t Toponym> {
    let hazard = candidate.event().event_type.ends_with("hazard");
    let subject = candidate.subject.clone().filter(|_| hazard)?;
    let toponym = scene.toponyms_in(subject.clone()).next()?;
    let tokens = scene.tokens_of(toponym);
    let bare = |range: Range<usize>| {
        range.into_iter().all(|t| {
            matches!(
                scene.word(t),
                "" | "the"
                    | "all"
                    | "of"
                    | "most"
                    | "much"
                    | "city"
                    | "town"
                    | "village"
                    | "county"
                    | "district"
                    | "province"
                    | "region"
                    | "island"
                    | "whole"
            )
        })
    };
    let whole = bare(subject.start..tokens.start.max(subject.start)) && bare(tokens.end..subject.end.max(tokens.end));
    (whole && toponym.place.is_some() && (toponym.role.locates() || toponym.role == Role::Metonym)).then_some(toponym)
}

/// So often a report names the region that it is about.
const ABOUT: usize = 3;

/// The region that the whole report is about: named as a place at least three times, and more often than all other places that
/// are no countries. What the report tells without a place is then told of it.
fn theatre<'t>(scene: &Scene<'t>) -> Option<&'t Toponym> {
    let id = |t: &Toponym| t.place.as_ref().map(|p| p.id.clone());
    let level = |t: &Toponym| t.place.as_ref().map(|p| p.level);
    let named: Vec<&Toponym> = scene
        .toponyms_in(0..scene.text.tokens().len())
        .filter(|t| t.role == Role::Literal && level(t).is_some_and(|l| l >= Level::Admin1 || l == Level::Region))
        .collect();
    named.iter().copied().filter(|t| matches!(level(t), Some(Level::Region | Level::Admin1))).find(|one| {
        let times = named.iter().filter(|t| id(t) == id(one)).count();
        times >= ABOUT && 2 * times > named.len()
    })
}

/// How much further off a place seems by the word before it: one is `in` a town, and comes `from` another.
fn lead(scene: &Scene<'_>, start: usize) -> usize {
    let back = |n: usize| start.checked_sub(n).map_or("", |t| scene.word(t));
    let word = if matches!(back(1), "the" | "nearby" | "neighbouring" | "neighboring") { back(2) } else { back(1) };
    match word {
        "in" | "at" | "near" | "outside" | "inside" | "around" | "across" | "off" | "over" | "on" => 0,
        "from" | "to" | "towards" | "toward" | "with" | "by" | "for" => 12,
        _ => 4,
    }
}

/// The towns of a list that holds the chosen one: `in Fizuli, Jabrayil and Hadrut`.
fn listed<'t>(scene: &Scene<'t>, here: &[&'t Toponym], chosen: &'t Toponym) -> Vec<&'t Toponym> {
    let town = |t: &Toponym| t.place.as_ref().is_some_and(|p| p.level >= Level::Admin1) && t.role == Role::Literal;
    let mut row: Vec<&Toponym> = here.iter().copied().filter(|t| town(t)).collect();
    row.sort_by_key(|t| t.span);
    let Some(at) = row.iter().position(|t| t.span == chosen.span) else { return vec![chosen] };
    let joint = |one: &Toponym, two: &Toponym| {
        let gap = scene.tokens_of(one).end..scene.tokens_of(two).start;
        let words: Vec<&str> =
            gap.map(|t| if scene.word(t).is_empty() { scene.written(t) } else { scene.word(t) }).collect();
        match words.as_slice() {
            [","] => Some(false),
            ["and"] | [",", "and"] | ["and", "in"] | [",", "and", "in"] | ["and", "at"] => Some(true),
            // "in Goma, two in Bukavu and one in Uvira": each with people of its own.
            [first @ .., "in" | "at" | "near"] if shares(scene, scene.tokens_of(one).end, first.len()) => {
                Some(first.contains(&"and"))
            }
            _ => None,
        }
    };
    let (mut first, mut last) = (at, at);
    while first > 0 && joint(row[first - 1], row[first]).is_some() {
        first -= 1;
    }
    while last + 1 < row.len() && joint(row[last], row[last + 1]).is_some() {
        last += 1;
    }
    // "Paris, Texas" is one place; a list ends with `and`, and stands between nothing.
    let closed = last > first && joint(row[last - 1], row[last]) == Some(true);
    let start = scene.tokens_of(row[first]).start;
    let tied = start.checked_sub(1).is_some_and(|t| matches!(scene.word(t), "between" | "linking" | "connecting"));
    if !closed || tied {
        return vec![chosen];
    }
    let same = |a: &Toponym, b: &Toponym| a.place.as_ref().map(|p| &p.id) == b.place.as_ref().map(|p| &p.id);
    let mut out = vec![chosen];
    out.extend(row[first..=last].iter().copied().filter(|t| !same(t, chosen)));
    out
}

/// Whether so many tokens behind a place start the next number of a list: `and two people`.
fn shares(scene: &Scene<'_>, start: usize, count: usize) -> bool {
    scene.tolls_in(&(start..start + count)).any(|toll| toll.elliptic)
}

/// The places of a range that may locate something: the towns at the ends of a road are left out for the road.
fn locating<'t>(scene: &Scene<'t>, range: Range<usize>) -> Vec<&'t Toponym> {
    let all: Vec<&Toponym> = scene.toponyms_in(range).filter(|t| t.role.locates() && t.place.is_some()).collect();
    let stretch = |t: &Toponym| matches!(t.relation.as_deref(), Some("between" | "road" | "off"));
    let ends = |t: &Toponym| all.iter().any(|s| stretch(s) && s.span != t.span && s.span.overlaps(t.span));
    all.iter().copied().filter(|t| !ends(t)).collect()
}

/// The name of a place in the clause that no gazetteer has, when no other place stands there.
pub(super) fn unknown<'t>(scene: &Scene<'t>, trigger: &Range<usize>) -> Option<&'t Unresolved> {
    let clause = scene.clause(trigger.start);
    let located =
        scene.toponyms_in(clause.clone()).any(|t| t.role.locates() && t.place.is_some() && !is_dateline(scene, t));
    scene.unresolved_in(clause).find(|_| !located)
}

/// Leaves out the towns of other clauses where the own one says a place that no gazetteer has: `attacked a convoy near …, and clashes
/// continued in Goma`. An area may hold that place.
fn keep_own_clause(scene: &Scene<'_>, trigger: &Range<usize>, here: &mut Vec<&Toponym>) {
    let said = |u: &Unresolved| lead(scene, scene.text.tokens_in(u.span).start) == 0;
    if !unknown(scene, trigger).is_some_and(said) {
        return;
    }
    let clause = scene.clause(trigger.start);
    here.retain(|t| {
        let town = t.role != Role::Relative && t.place.as_ref().is_some_and(|p| p.level >= Level::Place);
        !town || clause.contains(&scene.tokens_of(t).start)
    });
}

/// Whether a toponym stands in a dateline: where the report was filed.
fn is_dateline(scene: &Scene<'_>, toponym: &Toponym) -> bool {
    let tokens = scene.tokens_of(toponym);
    scene.dateline_end(&scene.sentence(tokens.start)).is_some_and(|text| tokens.end < text)
}

/// Whether a toponym only says where somebody speaks: `officials in Niamey said`, `said a doctor in Goma`.
fn is_of_speaker(scene: &Scene<'_>, toponym: &Toponym) -> bool {
    let tokens = scene.tokens_of(toponym);
    let sentence = scene.sentence(tokens.start);
    // "Shelling of Martuni alleged" speaks of it.
    let stands = matches!(scene.word(tokens.start.wrapping_sub(1)), "in" | "at" | "near" | "from" | "outside");
    stands
        && scene.phrases(&LEXICON.say, sentence).any(|(verb, ())| {
            let holds =
                |phrase: Option<Range<usize>>| phrase.is_some_and(|p| p.start < tokens.start && tokens.end <= p.end);
            let inverted = verb.start.checked_sub(1).is_some_and(|t| matches!(scene.written(t), "," | "\"" | "”"));
            holds(parties::before(scene, verb.start)) || inverted && holds(told_by(scene, &verb))
        })
}

/// Whether who speaks in a town speaks of the whole country: `mediators in Havana`, and not `a doctor in Goma`.
fn speaks_for_many(scene: &Scene<'_>, toponym: &Toponym) -> bool {
    let start = scene.tokens_of(toponym).start;
    matches!(
        scene.word(start.saturating_sub(2)),
        "officials"
            | "official"
            | "mediators"
            | "negotiators"
            | "diplomats"
            | "diplomat"
            | "envoys"
            | "ministry"
            | "government"
            | "authorities"
            | "analysts"
            | "headquarters"
            | "spokesman"
            | "spokeswoman"
    )
}

/// The words behind `…, said` up to the next mark: a speaker with where they are.
fn told_by(scene: &Scene<'_>, verb: &Range<usize>) -> Option<Range<usize>> {
    let sentence = scene.sentence(verb.start);
    let end = (verb.end..sentence.end).find(|t| matches!(scene.written(*t), "," | "." | ";" | ":" | "\"" | "”"));
    Some(verb.end..end.unwrap_or(sentence.end)).filter(|phrase| phrase.len() <= SPEAKER)
}

/// The most tokens of a speaker behind the verb.
const SPEAKER: usize = 12;

/// Tokens between `felt` and where it was.
const FELT: usize = 6;

/// "the village of X, 5 km south of Y": when the X of the gazetteer lies elsewhere, the words behind it say where it is.
fn beside<'t>(scene: &Scene<'_>, here: &[&'t Toponym], chosen: &'t Toponym) -> &'t Toponym {
    let end = scene.tokens_of(chosen).end;
    let next = here
        .iter()
        .find(|t| t.role == Role::Relative && scene.tokens_of(t).start == end + 1 && scene.written(end) == ",");
    match next {
        Some(relative) if lies_elsewhere(chosen, relative) => relative,
        _ => chosen,
    }
}

/// Whether the place of one is neither near that of the other nor within it: Bududa lies in "eastern Uganda".
fn lies_elsewhere(one: &Toponym, other: &Toponym) -> bool {
    let (Some(here), Some(there)) = (&one.place, &other.place) else { return false };
    let within = other.geometry.as_ref().is_some_and(|area| area.geometry().contains(&Point::from(here.at)));
    !within && distance(here.at, there.at) > Metres(30_000.0)
}

/// "the town of X in the Y region": X, though Y may stand nearer.
fn inner<'t>(scene: &Scene<'_>, here: &[&'t Toponym], outer: &'t Toponym) -> &'t Toponym {
    let level = |t: &Toponym| t.place.as_ref().map(|p| p.level);
    let start = scene.tokens_of(outer).start;
    let before = here.iter().filter(|t| {
        let end = scene.tokens_of(t).end;
        end <= start
            && start - end <= 3
            && (end..start).all(|k| {
                matches!(
                    scene.word(k),
                    "" | "in" | "the" | "of" | "region" | "disputed" | "eastern" | "western" | "northern" | "southern"
                )
            })
    });
    // "Cuba's Guantánamo province", "Kogi state's Dekina district".
    let end = scene.tokens_of(outer).end;
    let end = end + usize::from(matches!(scene.word(end), "state" | "province" | "region" | "district" | "county"));
    let owned =
        here.iter().find(|t| scene.kind(end) == Some(TokenKind::Possessive) && scene.tokens_of(t).start == end + 1);
    // A region is no administrative area, and lies in its country all the same: "Sudan's Darfur".
    let lies_in = |finer: &Toponym| {
        level(finer) > level(outer) || level(finer) == Some(Level::Region) && level(outer) == Some(Level::Country)
    };
    match before.max_by_key(|t| t.span).or(owned) {
        Some(finer) if lies_in(finer) => inner(scene, here, finer),
        _ => outer,
    }
}

/// The last place that the same paragraph names before the event's sentence, when that is a town or a region and no whole country.
fn previous<'t>(scene: &Scene<'t>, trigger: &Range<usize>) -> Option<&'t Toponym> {
    let number = scene.text.sentence_of(trigger.start);
    let paragraph = scene.text.sentences().get(number)?.paragraph;
    let before = scene.text.sentences().get(number.checked_sub(1)?).filter(|s| s.paragraph == paragraph)?;
    let finer = |t: &&Toponym| {
        t.role == Role::Literal
            && t.place.as_ref().is_some_and(|p| p.level >= Level::Admin1 || p.level == Level::Region)
    };
    let told = || scene.toponyms_in(before.tokens.clone()).filter(finer);
    told().filter(|t| !is_of_speaker(scene, t)).last().or_else(|| told().last())
}

/// Coordinates less exact than this do not tell a town (0.1° is 11 km, a minute 1.9 km).
const TOWN: Metres = Metres(5_000.0);
/// UCDP's bar for "near a place".
const REGION: Metres = Metres(25_000.0);

fn location(scene: &Scene<'_>, toponym: &Toponym) -> Option<Location> {
    let near = toponym.relation.is_some()
        || is_near(scene, scene.tokens_of(toponym).start)
        || (toponym.role == Role::Relative && toponym.place.as_ref()?.level >= Level::Place);
    at(toponym, near)
}

/// Where something is that happened at a toponym, or near it.
pub(super) fn at(toponym: &Toponym, near: bool) -> Option<Location> {
    let place = toponym.place.clone()?;
    let line = place.feature_code == "BDRY" || place.id.0.starts_with("coast:");
    let stretch = matches!(place.feature_code.as_str(), "RD" | "RR") || toponym.relation.as_deref() == Some("between");
    let water = place.feature_code == "SEA" || place.feature_code == "OCN" || place.feature_code == "GULF";
    let (geo_precision, where_prec) = match place.level {
        _ if line => (3, 5),
        _ if water => (3, 7),
        _ if stretch && toponym.precision_m <= REGION => (2, 2),
        _ if stretch => (3, 5),
        Level::Place | Level::Site if near => (2, 2),
        // Coordinates are as exact as they are written: "46N078W" is no town.
        Level::Site if toponym.role == Role::Coordinate && toponym.precision_m > REGION => (3, 5),
        Level::Site if toponym.role == Role::Coordinate && toponym.precision_m > TOWN => (2, 2),
        Level::Place | Level::Site => (1, 1),
        Level::Admin2 => (2, 3),
        Level::Admin1 => (3, 4),
        Level::Region => (3, 5),
        Level::Country | Level::Continent => (3, 6),
    };
    let precision = if near && place.level >= Level::Place {
        Metres(toponym.precision_m.0.max(10_000.0))
    } else {
        toponym.precision_m
    };
    let at = LonLat::new(decimals(place.at.lon, 6), decimals(place.at.lat, 6));
    let geometry = toponym.geometry.clone().or_else(|| {
        // A town is a point; what is only near it is drawn as far as it may lie.
        Some(if near { Shape::new(circle(at, precision)) } else { Shape::point(at) })
    });
    let geometry = if place.level == Level::Country {
        Some(toponym.geometry.clone().unwrap_or_else(|| Shape::point(at)))
    } else {
        geometry
    };
    // A checked place is not yet a checked incident.
    let checked = Checked { verified: false, ..toponym.checked.clone() };
    Some(Location { place, at, geometry, geo_precision, where_prec, precision, assumed: false, checked })
}

/// `near X`, `near the town of X`, `outside X`.
fn is_near(scene: &Scene<'_>, start: usize) -> bool {
    let near = |back: usize| {
        start.checked_sub(back).is_some_and(|t| {
            matches!(
                scene.word(t),
                "near" | "outside" | "around" | "close" | "toward" | "towards" | "vicinity" | "outskirts"
            )
        })
    };
    let one = start.checked_sub(1).map_or("", |t| scene.word(t));
    match one {
        "of" => near(4) || near(2) || near(3),
        "the" | "to" => near(2),
        _ => near(1),
    }
}

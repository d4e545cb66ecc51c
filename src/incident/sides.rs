//! Who takes part in an incident: who acts, and who or what is acted on.
//!
//! Read from the grammar around the trigger: the subject and the object of a verb, `by X`, `between X and Y`, `against X` and
//! the words before a noun. Never a culprit that the text does not name: what only stands in the same sentence is none.

use super::actors::{Actor, ActorKind, SHIPPED};
use super::candidates::Candidate;
use super::grammar;
use super::incident::{Party, PartySide};
use super::inflection::Form;
use super::lexicon::{Classes, LEXICON};
use super::scene::Scene;
use super::{casualties, dates, parties};
use crate::gazetteer::Level;
use crate::recognize::{PartyKind, Role};
use crate::resolve::{Place, Toponym};
use crate::text::TokenKind;
use std::ops::Range;

/// The parties of an event, actors first; each once on each side. `words` are the candidates that tell it, the best first:
/// what one does not say, the next may.
pub(super) fn of(scene: &Scene<'_>, words: &[Candidate<'_>], clause: &Range<usize>) -> Vec<Party> {
    let hazard = |c: &Candidate<'_>| c.event().event_type.ends_with("hazard") || c.event().event_type == "Health";
    if words.first().is_some_and(hazard) {
        return Vec::new();
    }
    let (mut actors, mut targets) = (Vec::new(), Vec::new());
    // What a hazard befell on the side is no party of an attack.
    for candidate in words.iter().filter(|c| !hazard(c)) {
        let (acts, suffers) = phrases(scene, candidate, clause);
        if actors.is_empty() {
            actors = acts;
        }
        if targets.is_empty() {
            targets = suffers;
        }
    }
    // Who acts is not acted on by the same words.
    targets.retain(|phrase: &Phrase| !actors.iter().any(|actor| actor.start < phrase.end && phrase.start < actor.end));
    let mut out: Vec<Party> = Vec::new();
    let sides = [(PartySide::Actor, actors), (PartySide::Target, targets)];
    for (side, phrase) in sides.into_iter().flat_map(|(side, list)| list.into_iter().map(move |phrase| (side, phrase)))
    {
        let party = party(scene, phrase, side);
        // "the Sudanese Armed Forces (SAF)" are one.
        let same =
            |known: &Party| known.name == party.name || (known.known_as.is_some() && known.known_as == party.known_as);
        if !out.iter().any(|known| known.side == side && same(known)) {
            out.push(party);
        }
    }
    out
}

type Phrase = Range<usize>;

fn phrases(scene: &Scene<'_>, candidate: &Candidate<'_>, clause: &Range<usize>) -> (Vec<Phrase>, Vec<Phrase>) {
    let tokens = &candidate.tokens;
    let of = |range: &Option<Range<usize>>| range.clone().map(|r| acting(scene, r)).unwrap_or_default();
    let Some(verb) = &candidate.verb else {
        return around_noun(scene, candidate, clause);
    };
    if candidate.form == Form::Gerund {
        let subject = candidate.subject.as_ref().map(|phrase| own_subject(scene, phrase));
        return (of(&subject), struck(scene, candidate.object.clone().unwrap_or_default()));
    }
    if candidate.passive {
        let struck = struck(scene, candidate.object.clone().unwrap_or(clause.start..verb.start));
        return (of(&candidate.subject), struck);
    }
    let mut actors = of(&candidate.subject);
    if actors.is_empty() {
        actors.extend(state(scene, candidate.subject.clone().unwrap_or_default()));
    }
    if actors.is_empty() {
        actors = speaker(scene, verb.start, candidate.subject.as_ref());
    }
    if candidate.event().sub_event_type == "Agreement" {
        // "X signed a truce with Y": both agree, and nobody is acted on.
        let with = (tokens.end..clause.end).take(2 * REACH).find(|t| scene.word(*t) == "with");
        let other = with.map(|with| acting(scene, with + 1..grammar::behind(scene, with + 1).end)).unwrap_or_default();
        let mediates = |p: &Phrase| matches!(scene.word(p.end), "mediation" | "help" | "support" | "backing");
        actors.extend(other.into_iter().filter(|phrase| !mediates(phrase)));
        return (actors, Vec::new());
    }
    let mut targets = struck(scene, candidate.object.clone().unwrap_or_default());
    // "X clashed with Y": both fight.
    let with = (tokens.end..clause.end).take(REACH).find(|t| matches!(scene.word(*t), "with" | "against"));
    if let Some(with) = with {
        let against = acting(scene, with + 1..grammar::behind(scene, with + 1).end);
        targets.retain(|known| against.iter().all(|one| one.start >= known.end || known.start >= one.end));
        targets.extend(against);
    }
    (actors, targets)
}

/// "accused X of firing", "X said Y left after shelling": the words behind the last verb.
fn own_subject(scene: &Scene<'_>, phrase: &Phrase) -> Phrase {
    let is_verb = |t: &usize| LEXICON.is_past_verb(scene.word(*t)) || scene.has(&LEXICON.say, *t..*t + 1);
    let verb = phrase.clone().rev().find(is_verb);
    match verb {
        Some(verb) if !acting(scene, verb + 1..phrase.end).is_empty() => verb + 1..phrase.end,
        _ => phrase.clone(),
    }
}

/// "The army said it had taken the town", "… that its drones had hit": who speaks is who acts.
fn speaker(scene: &Scene<'_>, verb: usize, subject: Option<&Phrase>) -> Vec<Phrase> {
    let sentence = scene.sentence(verb);
    let own = |t: usize| matches!(scene.word(t), "its" | "their" | "his" | "it" | "they" | "he" | "she");
    let first = subject.map_or(verb, |s| s.start.min(verb));
    let pronoun = (first.saturating_sub(2).max(sentence.start)..verb).find(|t| own(*t));
    let Some(pronoun) = pronoun else { return Vec::new() };
    let of = |table| scene.phrases(table, sentence.start..pronoun).map(|(cue, ())| cue.start).last();
    // "Armenia denied that it had fired": who denies would be who did it.
    let said = of(&LEXICON.say).max(of(&LEXICON.deny));
    let Some(said) = said else { return Vec::new() };
    let phrase = grammar::before(scene, grammar::verb(scene, said, said + 1).start);
    let who = acting(scene, phrase.clone());
    if who.is_empty() { state(scene, phrase).into_iter().collect() } else { who }
}

/// So many words behind a verb a `with` may stand.
const REACH: usize = 8;

/// An event noun: `an RSF attack on the market by drones`, `clashes between the army and rebels`, `teachers held a protest`.
fn around_noun(scene: &Scene<'_>, candidate: &Candidate<'_>, clause: &Range<usize>) -> (Vec<Phrase>, Vec<Phrase>) {
    let tokens = &candidate.tokens;
    let own = grammar::noun_phrase(scene, tokens);
    let mut actors = acting(scene, own.start..tokens.start);
    let mut targets = Vec::new();
    let violence = candidate.event().event_type != "Battles";
    for at in tokens.end..clause.end.min(tokens.end + 2 * REACH) {
        let phrase = || acting(scene, at + 1..grammar::behind(scene, at + 1).end);
        match scene.word(at) {
            "by" => actors.extend(phrase()),
            // "killed between 12 and 15 people" is a number.
            "between" if scene.kind(at + 1) != Some(TokenKind::Number) => {
                actors.extend(acting(scene, at + 1..scene.sentence(at).end));
            }
            "of" | "on" | "against" if candidate.event().sub_event_type == "Agreement" => continue,
            "of" if candidate.event().event_type == "Protests" => actors.extend(phrase()),
            "with" if candidate.event().event_type == "Battles" => actors.extend(phrase()),
            "against" | "on" | "of" if violence => {
                targets.extend(struck(scene, at + 1..grammar::behind(scene, at + 1).end))
            }
            _ if is_clause_word(scene, at) => break,
            _ => continue,
        }
        if !matches!(scene.word(at), "of" | "on") {
            break;
        }
    }
    if actors.is_empty() {
        // "Teachers held a protest": who does what the noun names.
        let before = own.start.saturating_sub(LIGHT).max(clause.start)..own.start;
        if let Some((light, ())) = scene.phrases(&LEXICON.light, before).last() {
            let verb = grammar::verb(scene, light.start, light.end);
            let phrase = grammar::before(scene, verb.start);
            if !verb.passive {
                actors = acting(scene, phrase.clone());
                actors.extend(state(scene, phrase).filter(|_| actors.is_empty()));
            }
        }
    }
    (actors, targets)
}

/// So many words before an event noun the verb may stand that makes its subject the one who acts.
const LIGHT: usize = 6;

fn is_clause_word(scene: &Scene<'_>, token: usize) -> bool {
    matches!(scene.word(token), "said" | "says" | "after" | "when" | "while" | "who" | "which" | "that")
        || matches!(scene.written(token), "," | ";" | ":")
}

/// Those in a range who can act: armed men, crowds, named groups, states' own forces. What follows a preposition of place is
/// where, and not who.
fn acting(scene: &Scene<'_>, range: Phrase) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    let mut token = range.start;
    while token < range.end {
        let Some(head) = head(scene, token, range.end) else {
            token += 1;
            continue;
        };
        let phrase = widened(scene, head.clone(), &range);
        let lead = phrase.start.checked_sub(1).filter(|t| range.contains(t)).map_or("", |t| scene.word(t));
        let lead = if matches!(lead, "the" | "a" | "an" | "their" | "his" | "its") {
            phrase.start.checked_sub(2).filter(|t| range.contains(t)).map_or("", |t| scene.word(t))
        } else {
            lead
        };
        let aside =
            matches!(lead, "in" | "near" | "at" | "for" | "from" | "on" | "into" | "outside" | "under" | "after");
        token = phrase.end.max(token + 1);
        if !aside && out.last().is_none_or(|last| last.end <= phrase.start) {
            out.push(phrase);
        }
    }
    out
}

/// The word that names who acts, if one starts at a token.
fn head(scene: &Scene<'_>, token: usize, limit: usize) -> Option<Phrase> {
    if token >= limit {
        return None;
    }
    if let Some((end, _)) = known(scene, token).filter(|(end, _)| *end <= limit) {
        return Some(token..end);
    }
    let word = scene.word(token);
    let human = scene.classes(token..token + 1).meets(human())
        || LEXICON.people.get(word).is_some_and(|kind| kind == "person")
            && !matches!(word, "others" | "other" | "member" | "members");
    if human {
        return Some(token..token + 1);
    }
    let span = scene.text.span_of(token..token + 1);
    let side = |t: &&Toponym| matches!(t.role, Role::Metonym | Role::Demonym) && t.span.start == span.start;
    if let Some(toponym) = scene.toponyms_in(token..limit).take_while(|t| t.span.start <= span.start).find(side) {
        let end = scene.text.tokens_in(toponym.span).end;
        return Some(token..end.min(limit).max(token + 1));
    }
    let body = |n: &&crate::recognize::NamedParty| n.kind == PartyKind::Organization && n.span.start == span.start;
    let body = scene.names_in(token..limit).take_while(|n| n.span.start <= span.start).find(body)?;
    Some(token..scene.text.tokens_in(body.span).end.min(limit).max(token + 1))
}

fn human() -> Classes {
    LEXICON.persons.with(LEXICON.class("mob")).with(LEXICON.class("prisoner"))
}

/// A head with the words that belong to it: what stands before it up to an article or preposition, the heads behind it, and a
/// name behind `of`.
fn widened(scene: &Scene<'_>, head: Phrase, range: &Phrase) -> Phrase {
    let mut start = head.start;
    while start > range.start && is_modifier(scene, start - 1) && !is_where(scene, start - 1) {
        start -= 1;
    }
    let mut end = head.end;
    loop {
        let joined = usize::from(matches!(scene.written(end), "-" | "'" | "’"));
        let possessive = usize::from(scene.kind(end) == Some(TokenKind::Possessive));
        if let Some(next) = self::head(scene, end + joined + possessive, range.end) {
            end = next.end;
        } else if let Some(next) = (joined == 1).then(|| self::head(scene, end + 2, range.end)).flatten() {
            // "Turkish-backed factions" are not Turkey's own.
            end = next.end;
        } else if possessive == 0 && end < range.end && (is_name(scene, end) || is_arm(scene, end)) {
            // "Azerbaijani artillery": who owns it is not said, and the adjective alone would say too much.
            end += 1;
        } else if scene.word(end) == "of" && end + 1 < range.end {
            let first = end + 1 + usize::from(scene.word(end + 1) == "the");
            if !is_name(scene, first) {
                break;
            }
            end = first + 1;
        } else if let Some(next) = (possessive == 1).then(|| self::head(scene, end + 2, range.end)).flatten() {
            // "Myanmar's ruling junta".
            end = next.end;
        } else {
            break;
        }
    }
    // "three armed men": the number is no name.
    while start < head.start && (scene.kind(start) != Some(TokenKind::Word) || casualties::is_number(scene, start)) {
        start += 1;
    }
    start..end.min(range.end).max(head.end)
}

/// "in Juliaca police fired": the town says where, and is no part of the name.
fn is_where(scene: &Scene<'_>, token: usize) -> bool {
    scene.toponyms_in(token..token + 1).any(|t| {
        let tokens = scene.text.tokens_in(t.span);
        let lead = tokens.start.checked_sub(1).map_or("", |t| scene.word(t));
        t.role == Role::Literal && matches!(lead, "in" | "at" | "near" | "outside" | "from" | "around" | "across")
    })
}

fn is_arm(scene: &Scene<'_>, token: usize) -> bool {
    scene.classes(token..token + 1).meets(LEXICON.classes_named("artillery|air"))
}

fn is_name(scene: &Scene<'_>, token: usize) -> bool {
    scene.kind(token) == Some(TokenKind::Word)
        && scene.written(token).chars().next().is_some_and(char::is_uppercase)
        && !is_day(scene.word(token))
}

fn is_day(word: &str) -> bool {
    word.ends_with("day") || dates::is_month(word)
}

/// Whether a token may stand inside a name or before its head: no article, no preposition, no verb, no mark.
fn is_modifier(scene: &Scene<'_>, token: usize) -> bool {
    let word = scene.word(token);
    match scene.kind(token) {
        Some(TokenKind::Punctuation) => {
            let spaced = scene.text.tokens().get(token).is_some_and(|t| t.spaced);
            return matches!(scene.written(token), "-" | "–") && !spaced;
        }
        Some(TokenKind::Possessive) => return true,
        Some(TokenKind::Number) | None => return false,
        _ => {}
    }
    !word.is_empty()
        && !is_day(word)
        && !LEXICON.is_past_verb(word)
        && !grammar::opens_noun(word)
        && !matches!(word, "to" | "and" | "or" | "as")
        && !matches!(
            word,
            "near" | "after" | "before" | "when" | "while" | "where" | "who" | "that" | "which" | "against" | "between"
        )
        && !matches!(
            word,
            "into" | "among" | "over" | "under" | "during" | "but" | "than" | "its" | "their" | "his" | "her" | "these"
        )
        && !matches!(
            word,
            "those" | "this" | "is" | "are" | "was" | "were" | "be" | "been" | "has" | "have" | "had" | "morning"
        )
        && !matches!(
            word,
            "meanwhile" | "also" | "then" | "later" | "yesterday" | "today" | "night" | "evening" | "about"
        )
        && !matches!(
            word,
            "said" | "says" | "not" | "no" | "will" | "would" | "could" | "may" | "killing" | "wounding" | "least"
        )
        && !word.ends_with("ly")
}

/// A state that acts under its bare name: `Israel and Hamas agreed`.
fn state(scene: &Scene<'_>, range: Phrase) -> Option<Phrase> {
    let toponym = scene.toponyms_in(range.clone()).find(|t| {
        let tokens = scene.text.tokens_in(t.span);
        t.place.is_some() && tokens.start == range.start + usize::from(scene.word(range.start) == "the")
    })?;
    let tokens = scene.text.tokens_in(toponym.span);
    let alone = tokens.end >= range.end || matches!(scene.word(tokens.end), "and" | "also" | "has" | "");
    alone.then_some(tokens)
}

/// Who or what is struck: people where there are any, else the place, else the thing.
fn struck(scene: &Scene<'_>, range: Phrase) -> Vec<Phrase> {
    // "fired mortars at the village": at what, and not with what.
    let arms = scene.classes(range.clone()).meets(LEXICON.class("weapon"));
    let range = match arms.then(|| at_what(scene, range.end)).flatten() {
        Some(phrase) => phrase,
        None if arms => return Vec::new(),
        None => range,
    };
    let people = acting(scene, range.clone());
    if !people.is_empty() {
        return people;
    }
    let hit = |t: &&Toponym| {
        let lead = scene.text.tokens_in(t.span).start.checked_sub(1).map_or("", |t| scene.word(t));
        t.role == Role::Literal && !matches!(lead, "in" | "near" | "outside" | "from" | "at" | "around")
    };
    let place = scene.toponyms_in(range.clone()).filter(hit).last();
    if let Some(place) = place {
        return vec![scene.text.tokens_in(place.span)];
    }
    let prepositions = ["at", "in", "on", "from", "to", "of", "out", "off", "over", "into", "up", "down"];
    let is_thing = |r: &Phrase| {
        r.len() <= THING && !scene.classes(r.clone()).is_empty() && !prepositions.contains(&scene.word(r.start))
    };
    let thing = parties::trimmed(scene, range).filter(is_thing);
    thing.into_iter().collect()
}

fn at_what(scene: &Scene<'_>, end: usize) -> Option<Phrase> {
    let sentence = scene.sentence(end.saturating_sub(1));
    let near = end.saturating_sub(1)..sentence.end.min(end + 3);
    let at =
        near.into_iter().find(|t| matches!(scene.word(*t), "at" | "on" | "into" | "against" | "toward" | "towards"))?;
    Some(at + 1..grammar::behind(scene, at + 1).end)
}

/// The most words of a thing that is struck.
const THING: usize = 6;

/// What the tables know of the longest name that starts at a token, the user's before the program's.
fn known<'s>(scene: &Scene<'s>, token: usize) -> Option<(usize, &'s Actor)> {
    let own = scene.vocabulary.and_then(|v| v.actors()).and_then(|table| table.at(token, |t| scene.word(t)));
    own.or_else(|| {
        SHIPPED.at(token, |t| scene.word(t)).filter(|(end, actor)| {
            // "Fano" is a group and "fano" may be a word of another tongue: names are written with capitals.
            actor.known_as.is_empty() || (token..*end).any(|t| scene.written(t).chars().any(char::is_uppercase))
        })
    })
}

pub(super) fn party(scene: &Scene<'_>, phrase: Phrase, side: PartySide) -> Party {
    let name = parties::name(scene, phrase.clone());
    let mut named: Option<&Actor> = None;
    let mut general: Option<ActorKind> = None;
    let mut token = phrase.start;
    while token < phrase.end {
        match known(scene, token).filter(|(end, _)| *end <= phrase.end) {
            Some((end, actor)) => {
                if actor.known_as.is_empty() {
                    // The last general word is the head: `army recruits`.
                    general = Some(actor.kind);
                } else {
                    named = named.or(Some(actor));
                }
                token = end;
            }
            None => token += 1,
        }
    }
    if let Some(actor) = named {
        return Party {
            name,
            side,
            known_as: Some(actor.known_as.clone()),
            country: actor.country.clone(),
            kind: Some(actor.kind),
        };
    }
    let state = scene.toponyms_in(phrase.clone()).find_map(|t| t.place.as_ref()).or_else(|| owner(scene, &phrase));
    let country = state.and_then(|place| place.country.clone());
    let whole = scene
        .toponyms_in(phrase.clone())
        .any(|t| matches!(t.role, Role::Metonym | Role::Literal) && scene.text.tokens_in(t.span).len() >= phrase.len());
    let kind = general.or_else(|| by_class(scene.classes(phrase.clone()))).or(whole.then_some(ActorKind::Government));
    let of = |what: &str| {
        state.filter(|place| place.level == Level::Country).map(|place| format!("{what} of {}", place.name))
    };
    let known_as = match kind {
        Some(ActorKind::StateForces) => of("Military forces"),
        Some(ActorKind::Police) => of("Police"),
        Some(ActorKind::Government) => of("Government"),
        _ => None,
    };
    Party { name, side, known_as, country, kind }
}

/// "The ministry in Kyiv said its forces …": the state of who speaks.
fn owner<'s>(scene: &Scene<'s>, phrase: &Phrase) -> Option<&'s Place> {
    let lead = phrase.start.checked_sub(1).map_or("", |t| scene.word(t));
    if !matches!(lead, "its" | "their") {
        return None;
    }
    let said =
        scene.phrases(&LEXICON.say, scene.sentence(phrase.start).start..phrase.start).map(|(cue, ())| cue).last()?;
    let who = grammar::before(scene, grammar::verb(scene, said.start, said.end).start);
    scene.toponyms_in(who).find_map(|t| t.place.as_ref())
}

fn by_class(classes: Classes) -> Option<ActorKind> {
    let is = |name: &str| classes.meets(LEXICON.class(name));
    [
        ("police", ActorKind::Police),
        ("rebel", ActorKind::Rebels),
        ("state", ActorKind::StateForces),
        ("crowd", ActorKind::Protesters),
        ("mob", ActorKind::Protesters),
        ("civilian", ActorKind::Civilians),
    ]
    .into_iter()
    .find(|(class, _)| is(class))
    .map(|(_, kind)| kind)
}

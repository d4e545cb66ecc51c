//! Who is a person, for who must not be named: rather one name too many than one too few.
//!
//! Beside the persons that are recognised: capitals behind an office or a calling (`the nurse Alma Reyes`), behind a given name, before an age
//! (`Reyes, 34,`), and who speaks without being a body or a government.

use crate::analysis::Analysis;
use crate::recognize::{PartyKind, Recognized, is_given_name};
use crate::text::{Span, Text, TokenKind};

/// Offices and callings that stand before a name.
const OFFICES: [&str; 72] = [
    "mayor",
    "governor",
    "president",
    "minister",
    "premier",
    "chancellor",
    "colonel",
    "general",
    "major",
    "captain",
    "lieutenant",
    "sergeant",
    "corporal",
    "private",
    "commander",
    "chief",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "director",
    "manager",
    "teacher",
    "doctor",
    "dr",
    "nurse",
    "surgeon",
    "medic",
    "paramedic",
    "midwife",
    "journalist",
    "reporter",
    "photographer",
    "editor",
    "activist",
    "lawyer",
    "pastor",
    "bishop",
    "priest",
    "imam",
    "sheikh",
    "rabbi",
    "father",
    "sister",
    "brother",
    "farmer",
    "driver",
    "resident",
    "student",
    "professor",
    "senator",
    "deputy",
    "prosecutor",
    "judge",
    "leader",
    "elder",
    "fisherman",
    "shopkeeper",
    "witness",
    "survivor",
    "victim",
    "mother",
    "son",
    "daughter",
    "widow",
    "husband",
    "wife",
    "mr",
    "mrs",
    "ms",
    "named",
    "called",
    "aged",
];

/// Small words inside a name.
const INNER: [&str; 14] = ["de", "da", "del", "di", "al", "el", "bin", "ibn", "bint", "van", "von", "der", "la", "abu"];

/// Words of bodies: who speaks with one of them is no person.
const BODIES: [&str; 26] = [
    "ministry",
    "government",
    "army",
    "police",
    "forces",
    "office",
    "agency",
    "council",
    "command",
    "group",
    "union",
    "party",
    "movement",
    "service",
    "authority",
    "organization",
    "organisation",
    "committee",
    "observatory",
    "embassy",
    "nations",
    "cross",
    "crescent",
    "front",
    "staff",
    "media",
];

/// Where a text names persons.
pub(crate) fn people(text: &Text, found: &Recognized) -> Vec<Span> {
    let persons = found.names.iter().filter(|n| n.kind == PartyKind::Person).map(|n| n.span);
    let mut out: Vec<Span> = persons.collect();
    let bodies: Vec<Span> = found.names.iter().filter(|n| n.kind == PartyKind::Organization).map(|n| n.span).collect();
    let mut token = 0;
    while token < text.tokens().len() {
        let end = name_end(text, token);
        if end == token {
            token += 1;
            continue;
        }
        let span = text.span_of(token..end);
        let told = is_behind_office(text, token) || is_given(text, token, end) || is_before_age(text, end);
        if told && bodies.iter().all(|b| !b.overlaps(span)) {
            out.push(span);
        }
        token = end;
    }
    out.sort();
    out.dedup();
    out
}

/// Names of who speaks in an analysis and is no body: the words with a capital.
pub(super) fn speakers(analysis: &Analysis) -> Vec<String> {
    let claims =
        analysis.incidents.iter().flat_map(|i| &i.claims).chain(analysis.infrastructure.iter().flat_map(|a| &a.claims));
    let spoken = claims
        .filter(|c| matches!(c.speaker_role.as_str(), "unknown" | "official" | "witness"))
        .map(|c| c.speaker.as_str());
    let by = analysis.infrastructure.iter().flat_map(|a| a.status_by.iter().chain(&a.concern_by)).map(String::as_str);
    let words = |speaker: &str| speaker.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let body = |words: &[String]| words.iter().any(|w| BODIES.contains(&w.to_lowercase().as_str()));
    let all = spoken.chain(by).map(words).filter(|w| !body(w));
    // "the WHO", "BLA": letters of a body.
    let acronym = |word: &str| word.chars().all(char::is_uppercase);
    all.flatten().filter(|w| w.starts_with(char::is_uppercase) && !acronym(w)).collect()
}

fn is_capital(text: &Text, token: usize) -> bool {
    text.tokens().get(token).is_some_and(|t| t.kind == TokenKind::Word && text.word(t).starts_with(char::is_uppercase))
}

fn word(text: &Text, token: usize) -> &str {
    text.tokens().get(token).map_or("", |t| text.word(t))
}

/// Behind the last word of a stretch of capitals that begins at a token, with small words inside; the token itself without one.
fn name_end(text: &Text, token: usize) -> usize {
    if !is_capital(text, token) {
        return token;
    }
    let mut end = token + 1;
    loop {
        let inner = (end..end + 2)
            .take_while(|t| INNER.contains(&word(text, *t)) || matches!(word(text, *t), "-" | "." | "’" | "'"));
        let next = end + inner.count();
        if next - end <= 2 && is_capital(text, next) && !is_end_of_sentence(text, end, next) {
            end = next + 1;
        } else {
            return end;
        }
    }
}

/// "… said Reyes. The clinic": a full stop ends a name, but not behind an initial.
fn is_end_of_sentence(text: &Text, end: usize, next: usize) -> bool {
    next > end && word(text, end) == "." && word(text, end - 1).chars().count() > 2
}

fn is_behind_office(text: &Text, token: usize) -> bool {
    let before = |n: usize| token.checked_sub(n).map_or("", |t| word(text, t)).to_lowercase();
    let office = |w: &str| OFFICES.contains(&w);
    office(&before(1)) || before(1) == "." && office(&before(2)) || before(1) == "," && office(&before(2))
}

/// "Alma Reyes": a given name and another one; "Mayor Reyes": a title that is written large.
fn is_given(text: &Text, token: usize, end: usize) -> bool {
    let first = word(text, token).to_lowercase();
    end - token >= 2 && (is_given_name(&first) || OFFICES.contains(&first.as_str()))
}

/// "Reyes, 34,", "Reyes (34)".
fn is_before_age(text: &Text, end: usize) -> bool {
    let age = word(text, end + 1).parse::<u32>().is_ok_and(|age| (1..=110).contains(&age));
    age && matches!((word(text, end), word(text, end + 2)), ("," | "(", "," | ")" | "."))
}

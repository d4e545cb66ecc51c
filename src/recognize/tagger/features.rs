//! What the tagger looks at: words, shapes and affixes, word lists, the gazetteer's matches by class and size, what the rules
//! say, and what the rest of the report does with the same word. Each is a number that the model hashes into a bucket.

use super::super::lexicon::{List, Lists, is_given_name, is_surname};
use super::super::mention::{Mention, NamedParty, PartyKind, Role};
use super::super::reader::Reader;
use crate::fitted::{hash, mix};
use crate::gazetteer::{Level, NameKind, NameMatch};
use crate::text::TokenKind;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::ops::Range;

/// The features of the tokens of a report, in one list.
#[derive(Debug, Default)]
pub struct Features {
    all: Vec<u32>,
    ends: Vec<usize>,
}

impl Features {
    /// The features of a token.
    pub fn of(&self, token: usize) -> &[u32] {
        let end = self.ends.get(token).copied().unwrap_or(0);
        let start = token.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.all.get(start..end).unwrap_or_default()
    }
}

/// What is known of a token before any is combined.
#[derive(Debug, Clone, Copy, Default)]
struct Atom {
    word: u64,
    shape: u64,
    /// Bits of word lists.
    lists: u32,
    /// The gazetteer's match that covers it: class, size, part; 0 for none.
    place: u64,
    /// The same, coarse.
    coarse: u64,
    /// What the rules make of it: role and part, or a person or organisation.
    rule: u64,
    /// What the rest of the report does with the word.
    memory: u64,
}

/// What stands before the start and behind the end of a sentence.
const NOTHING: Atom = Atom { word: 1, shape: 1, lists: 0, place: 0, coarse: 0, rule: 0, memory: 0 };

/// What the rules found.
pub struct Evidence<'e> {
    /// Their mentions, with roles.
    pub mentions: &'e [Mention],
    /// Persons and organisations.
    pub parties: &'e [NamedParty],
}

/// The features of every token of a report.
pub(in super::super) fn features(reader: &Reader<'_>, evidence: &Evidence<'_>) -> Features {
    let atoms = atoms(reader, evidence);
    let mut out = Features { all: Vec::with_capacity(40 * atoms.len()), ends: Vec::with_capacity(atoms.len()) };
    for sentence in reader.text.sentences() {
        let shouting = is_headline(reader, &sentence.tokens);
        for token in sentence.tokens.clone() {
            combine(&atoms, &sentence.tokens, token, shouting, &mut out.all);
            affixes(reader.word(token), atoms[token].shape, &mut out.all);
            out.ends.push(out.all.len());
        }
    }
    out
}

fn combine(atoms: &[Atom], sentence: &Range<usize>, token: usize, shouting: bool, out: &mut Vec<u32>) {
    let at = |offset: isize| {
        let there = token.wrapping_add_signed(offset);
        if sentence.contains(&there) { atoms[there] } else { NOTHING }
    };
    let (far, left, own, right, next) = (at(-2), at(-1), at(0), at(1), at(2));
    let code = |template: u64, parts: &[u64]| {
        let start = template.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (parts.iter().fold(start, |hash, part| mix(hash, *part)) >> 32) as u32
    };
    let first = u64::from(token == sentence.start);
    out.extend_from_slice(&[
        code(1, &[]),
        code(2, &[own.word]),
        code(3, &[left.word]),
        code(4, &[right.word]),
        code(5, &[far.word]),
        code(6, &[next.word]),
        code(7, &[left.word, own.word]),
        code(8, &[own.word, right.word]),
        code(9, &[own.shape, first, u64::from(shouting)]),
        code(10, &[left.shape, own.shape]),
        code(11, &[own.shape, right.shape]),
        code(12, &[left.shape, own.shape, right.shape]),
        code(13, &[own.place]),
        code(14, &[left.place, own.coarse]),
        code(15, &[own.coarse, right.place]),
        code(16, &[own.place, own.shape, first]),
        code(17, &[own.coarse, left.word]),
        code(18, &[own.coarse, right.word]),
        code(19, &[own.coarse, left.word, right.shape]),
        code(20, &[own.rule]),
        code(21, &[own.rule, own.place]),
        code(22, &[left.rule, own.rule]),
        code(23, &[own.rule, right.rule]),
        code(24, &[own.rule, left.word]),
        code(25, &[own.rule, right.word]),
        code(26, &[own.memory, own.coarse]),
        code(27, &[own.memory, own.rule]),
        code(28, &[far.coarse, left.word, own.coarse]),
        code(29, &[own.coarse, right.word, next.coarse]),
        code(30, &[own.coarse, u64::from(right.lists)]),
        code(31, &[own.coarse, u64::from(left.lists)]),
        code(32, &[u64::from(left.lists), u64::from(own.lists), own.shape]),
        code(33, &[u64::from(own.lists), u64::from(right.lists), own.shape]),
        code(34, &[far.word, left.word]),
        code(35, &[right.word, next.word]),
        code(36, &[own.rule, own.memory, own.shape, u64::from(shouting)]),
    ]);
    for (offset, atom) in [(0, far), (1, left), (2, own), (3, right), (4, next)] {
        let mut left = atom.lists;
        while left != 0 {
            let bit = left.trailing_zeros();
            left &= left - 1;
            out.extend([code(40 + offset, &[u64::from(bit)]), code(50 + offset, &[u64::from(bit), own.coarse])]);
        }
    }
}

/// The ends of a word that starts with a capital tell its kind: `-ville`, `-stan`, `-ovich`.
fn affixes(word: &str, shape: u64, out: &mut Vec<u32>) {
    let bytes = word.as_bytes();
    for (template, long) in [(60, 2), (61, 3), (62, 4)] {
        if bytes.len() > long {
            let tail = bytes.get(bytes.len() - long..).unwrap_or_default();
            out.push((mix(mix(template, hash(tail)), shape) >> 32) as u32);
        }
    }
    let head = bytes.get(..bytes.len().min(3)).unwrap_or_default();
    out.push((mix(mix(63, hash(head)), shape) >> 32) as u32);
}

fn atoms(reader: &Reader<'_>, evidence: &Evidence<'_>) -> Vec<Atom> {
    let mut out: Vec<Atom> = (0..reader.len())
        .map(|token| Atom {
            word: hash(
                if reader.word(token).is_empty() { reader.written(token) } else { reader.word(token) }.as_bytes(),
            ),
            shape: shape(reader, token),
            lists: lists(reader, token),
            ..Atom::default()
        })
        .collect();
    mark_rules(reader, evidence, &mut out);
    mark_places(reader, &mut out);
    mark_memory(reader, evidence, &mut out);
    out
}

/// Capitals, digits, punctuation, and whether white space stands before.
fn shape(reader: &Reader<'_>, token: usize) -> u64 {
    let written = reader.written(token);
    let kind = match reader.kind(token) {
        Some(TokenKind::Number) => 2,
        Some(TokenKind::Possessive) => 3,
        Some(TokenKind::Punctuation) | None => 4,
        Some(TokenKind::Word) => {
            let capital = written.chars().next().is_some_and(char::is_uppercase);
            let later = written.chars().skip(1).any(char::is_uppercase);
            let lower = written.chars().any(char::is_lowercase);
            match (capital, later, lower) {
                (true, _, _) if written.contains('.') => 5,
                (true, false, true) => 6,
                (true, true, true) => 7,
                (true, true, false) if written.len() <= 3 => 8,
                (true, true, false) => 9,
                (true, false, false) => 10,
                _ => 11,
            }
        }
    };
    kind * 2 + u64::from(reader.spaced(token))
}

/// How many word lists there are.
const LISTS: u32 = 11;

fn lists(reader: &Reader<'_>, token: usize) -> u32 {
    if reader.kind(token) != Some(TokenKind::Word) {
        return 0;
    }
    let word = reader.word(token);
    let capital = reader.is_capital(token);
    let given = Lists::one(List::GivenName, capital && is_given_name(word));
    let surname = Lists::one(List::Surname, capital && is_surname(word));
    reader.lists(token).with(given).with(surname).first(LISTS)
}

fn mark_rules(reader: &Reader<'_>, evidence: &Evidence<'_>, atoms: &mut [Atom]) {
    for party in evidence.parties {
        let code = if party.kind == PartyKind::Person { 20 } else { 22 };
        mark(atoms, reader.text.tokens_in(party.span), |atom, part| atom.rule = code + part);
    }
    for mention in evidence.mentions {
        let role = match mention.role {
            Role::Literal | Role::Coordinate | Role::Relative => 2,
            Role::Metonym => 4,
            Role::Demonym => 6,
            Role::Organization => 8,
            Role::Document => 10,
        };
        let within = if mention.within.is_some() { 100 } else { 0 };
        mark(atoms, mention.tokens.clone(), |atom, part| atom.rule = within + role + part);
    }
}

fn mark(atoms: &mut [Atom], tokens: Range<usize>, mut set: impl FnMut(&mut Atom, u64)) {
    for (number, atom) in atoms.get_mut(tokens).unwrap_or_default().iter_mut().enumerate() {
        set(atom, u64::from(number > 0));
    }
}

fn mark_places(reader: &Reader<'_>, atoms: &mut [Atom]) {
    let mut token = 0;
    while token < reader.len() {
        let starts = reader.kind(token) == Some(TokenKind::Word) && (reader.is_capital(token) || !reader.cased);
        let longest =
            if starts { written_as_name(reader, token).filter(|m| !reader.places(m).is_empty()) } else { None };
        let Some(found) = longest else {
            token += 1;
            continue;
        };
        let (coarse, fine) = summary(reader, found);
        let long = u64::from(found.tokens.len() > 1) * 2;
        mark(atoms, found.tokens.clone(), |atom, part| {
            atom.coarse = coarse * 4 + long + part;
            atom.place = fine * 4 + long + part;
        });
        token = found.tokens.end;
    }
}

/// The longest name that starts here and ends with a word that is written as names are.
fn written_as_name<'r>(reader: &'r Reader<'_>, token: usize) -> Option<&'r NameMatch> {
    reader.names_at(token).iter().rev().find(|m| {
        let last = m.tokens.end - 1;
        reader.same_sentence(token, last) && (!reader.cased || reader.is_capital(last) || m.tokens.len() > 2)
    })
}

/// What a match is: the highest level, the largest size, how many, and the kinds of name.
fn summary(reader: &Reader<'_>, found: &NameMatch) -> (u64, u64) {
    let places = reader.places(found);
    let (mut level, mut people, mut demonym, mut main, mut short) = (Level::Site, 0, false, false, false);
    for (place, kind) in &places {
        demonym |= *kind == NameKind::Demonym;
        short |= matches!(kind, NameKind::Abbreviation | NameKind::AfterPlace);
        let Some(view) = reader.gazetteer.place(*place) else { continue };
        if matches!(kind, NameKind::Alternate) {
            // Somebody's other name for a place says little.
            continue;
        }
        main = true;
        level = level.min(view.level());
        people = people.max(view.population().unwrap_or(0));
    }
    let size = match people {
        0 => 0,
        1..2_000 => 1,
        2_000..10_000 => 2,
        10_000..50_000 => 3,
        50_000..200_000 => 4,
        200_000..1_000_000 => 5,
        _ => 6,
    };
    let kinds = u64::from(demonym) + 2 * u64::from(short) + 4 * u64::from(main);
    let coarse = 1 + level as u64 * 8 + kinds;
    let many = (places.len() as u64).clamp(1, 8).ilog2();
    (coarse, (coarse * 8 + size) * 4 + u64::from(many))
}

/// What the rest of the report does with a word: small, behind a place's preposition, in a person's name, taken by the rules.
fn mark_memory(reader: &Reader<'_>, evidence: &Evidence<'_>, atoms: &mut [Atom]) {
    // The keys are hashes already.
    let mut uses: HashMap<u64, [u32; 5], FixedState> = HashMap::default();
    let mut in_person = vec![false; atoms.len()];
    for party in evidence.parties.iter().filter(|p| p.kind == PartyKind::Person) {
        let tokens = reader.text.tokens_in(party.span);
        if tokens.len() > 1 {
            in_person.get_mut(tokens).unwrap_or_default().fill(true);
        }
    }
    for token in 0..atoms.len() {
        if reader.kind(token) != Some(TokenKind::Word) {
            continue;
        }
        let used = uses.entry(atoms[token].word).or_default();
        let located = reader.is_capital(token) && token > 0 && reader.is_on(token - 1, List::Locative);
        let given = token > 0 && atoms[token - 1].lists >> 1 & 1 == 1 && atoms[token - 1].place == 0;
        used[0] += 1;
        used[1] += u32::from(!reader.is_capital(token));
        used[2] += u32::from(located);
        used[3] += u32::from(in_person[token] || given);
        used[4] += u32::from((2..6).contains(&atoms[token].rule));
    }
    for atom in atoms.iter_mut() {
        if let Some(used) = uses.get(&atom.word) {
            let own_rule = u32::from((2..6).contains(&atom.rule));
            atom.memory = u64::from(used[0].min(3))
                + 4 * u64::from(used[1] > 0)
                + 8 * u64::from(used[2] > 0)
                + 16 * u64::from(used[3].min(2))
                + 64 * u64::from((used[4] - own_rule.min(used[4])).min(2));
        }
    }
}

/// A line whose words nearly all begin with capitals tells nothing by them.
fn is_headline(reader: &Reader<'_>, sentence: &Range<usize>) -> bool {
    let words = || sentence.clone().filter(|t| reader.kind(*t) == Some(TokenKind::Word));
    let (all, capital) = (words().count(), words().filter(|t| reader.is_capital(*t)).count());
    all > 3 && capital * 3 >= all * 2
}

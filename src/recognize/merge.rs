//! The tagger's references and the rules' mentions become one list: the tagger decides what is a reference, the rules know the
//! candidates, and what names of bodies and papers contain.

use super::lexicon::{LEXICON, List, is_given_name, is_surname};
use super::mention::{Mention, NamedParty, PartyKind, Role};
use super::reader::Reader;
use super::roles::RoleModel;
use super::tagger::{Decoded, Tagged};
use super::{lookup, parties::is_opening, roles, scan};
use crate::gazetteer::{Level, NameKind, PlaceRef};
use crate::text::{Span, TokenKind};
use std::collections::HashSet;
use std::ops::Range;

/// Merges what was tagged with what the rules found, and gives all their roles.
pub(super) fn merge(
    reader: &Reader<'_>,
    found: &Decoded,
    rules: Vec<Mention>,
    parties: &[NamedParty],
    model: Option<&RoleModel<'_>>,
) -> Vec<Mention> {
    let by_place = Spread::new(&rules, |m| m.tokens.clone());
    let tagged = with_doubtful(reader, found, &by_place, parties);
    let tagged = tagged.as_slice();
    let mut out: Vec<Mention> = Vec::with_capacity(tagged.len());
    // References inside the name of a body or a paper.
    let mut inside: Vec<usize> = Vec::new();
    for reference in tagged {
        let known = by_place.at(&reference.tokens).find(|m| m.tokens == reference.tokens);
        let body = by_place.at(&reference.tokens).any(|m| matches!(m.role, Role::Organization | Role::Document));
        if body {
            inside.push(out.len());
        }
        let mut mention = match known {
            Some(mention) => Mention { within: None, ..mention.clone() },
            None => scan::mention(
                reader,
                reference.tokens.clone(),
                candidates(reader, reference, out.last()),
                scan::stated(reader, &reference.tokens),
            ),
        };
        mention.confidence = reference.confidence;
        out.push(mention);
    }
    let sure: Vec<f64> = out.iter().map(|m| m.confidence).collect();
    roles::assign(reader, &mut out, model);
    for (mention, sure) in out.iter_mut().zip(sure) {
        mention.confidence = sure;
    }
    for index in inside {
        // A body that is called by its place: it speaks, and it is nowhere.
        if out[index].role == Role::Literal {
            out[index].role = Role::Metonym;
        }
    }
    drop(by_place);
    let taken = Spread::new(tagged, |t| t.tokens.clone());
    let free = rules
        .into_iter()
        .filter(|m| matches!(m.role, Role::Organization | Role::Document) && taken.at(&m.tokens).next().is_none());
    out.extend(free);
    out.sort_by_key(|m| m.tokens.start);
    out
}

/// How likely the tagger must think a mention of the rules, for it to stay when the tagger took nothing there.
const DOUBTFUL: f32 = 0.15;

/// How sure a reference must be for the same name to be taken again elsewhere in the report: one sense a discourse (Gale et al.
/// 1992).
const ACCEPTED: f64 = 0.9;

/// … for such a name, and for the name of a country, a continent or a state: few other words are spelt like it.
const KNOWN: f32 = 0.03;

/// … and for a people's name: no other word is spelt like it.
const DEMONYM: f32 = 0.01;

/// How sure a dateline is: its form says it.
const DATELINE: f64 = 0.97;

/// How sure the tagger must be to see a place in the name of somebody whom the report has named in full.
const AGAINST_PERSON: f64 = 0.98;

/// How sure the tagger must be to see a reference where the rules see a part of another name.
const AGAINST_RULES: f64 = 0.85;
/// … where the name says what it is first: `Bank of England`.
const HEADED: f64 = 0.995;
/// … where that part is a state's abbreviation at the front: `U.S. Food and Drug Administration`.
const STATE_AHEAD: f64 = 0.5;

/// What was tagged, and the rules' mentions that the tagger thought possible.
fn with_doubtful(
    reader: &Reader<'_>,
    found: &Decoded,
    rules: &Spread<'_, Mention>,
    parties: &[NamedParty],
) -> Vec<Tagged> {
    let persons = Persons::new(reader, parties);
    let needed = |t: &Tagged| {
        let body = |m: &&Mention| matches!(m.role, Role::Organization | Role::Document);
        match rules.at(&t.tokens).find(body) {
            None if persons.has(reader, &t.tokens) => AGAINST_PERSON,
            None => 0.0,
            Some(m) if m.tokens == t.tokens && m.candidates.iter().any(|(_, k)| *k == NameKind::Abbreviation) => {
                STATE_AHEAD
            }
            Some(m) if m.within.is_some_and(|w| is_headed(reader, w)) => HEADED,
            Some(_) => AGAINST_RULES,
        }
    };
    // `THE` is another name of Teresina, and "The Kyiv–Odesa highway" is not there.
    let small = |t: &Tagged| {
        t.tokens.len() == 1 && is_opening(reader.word(t.tokens.start)) && !reader.is_shouted(t.tokens.start)
    };
    let taken = |t: &&Tagged| t.confidence >= needed(t) && !small(t) && !reader.is_thing(&t.tokens);
    // "near Khepupara late on Sunday" names no place called so.
    let trimmed = |tagged: &Tagged| {
        let last = tagged.tokens.end - 1;
        let end =
            if matches!(reader.written(last), "late" | "early") && tagged.tokens.len() > 1 { last } else { last + 1 };
        Tagged { tokens: tagged.tokens.start..end, ..tagged.clone() }
    };
    let mut out: Vec<Tagged> = found.tagged.iter().filter(taken).map(trimmed).collect();
    for town in reader.datelines().iter().cloned() {
        out.retain(|t| !overlap(&t.tokens, &town));
        out.push(Tagged { tokens: town, demonym: false, confidence: DATELINE });
    }
    for tagged in &mut out {
        // "southern Caucasus" is a name of the gazetteer, though it starts small: the tagger takes its capitals.
        let longer = rules.at(&tagged.tokens).find(|m| {
            m.tokens.end == tagged.tokens.end
                && m.tokens.start < tagged.tokens.start
                && !reader.is_capital(m.tokens.start)
        });
        if let Some(longer) = longer {
            tagged.tokens = longer.tokens.clone();
        }
    }
    let words = |tokens: &Range<usize>| tokens.clone().map(|t| reader.word(t)).collect::<Vec<_>>();
    let accepted: HashSet<Vec<&str>> =
        out.iter().filter(|t| t.confidence >= ACCEPTED).map(|t| words(&t.tokens)).collect();
    let again = |mention: &Mention| accepted.contains(&words(&mention.tokens));
    let mut covered = vec![false; reader.len()];
    let cover = |covered: &mut Vec<bool>, tokens: &Range<usize>| {
        covered.iter_mut().take(tokens.end).skip(tokens.start).for_each(|token| *token = true);
    };
    out.iter().for_each(|t| cover(&mut covered, &t.tokens));
    for mention in rules.all.iter().filter(|m| !matches!(m.role, Role::Organization | Role::Document)) {
        let share = found.shares.get(mention.tokens.start).copied().unwrap_or(0.0);
        let free = !covered.iter().take(mention.tokens.end).skip(mention.tokens.start).any(|token| *token);
        let least = match mention.role {
            Role::Demonym => DEMONYM,
            _ if is_unmistakable(reader, mention) || again(mention) => KNOWN,
            _ => DOUBTFUL,
        };
        if free && share >= least && !persons.has(reader, &mention.tokens) {
            cover(&mut covered, &mention.tokens);
            out.push(Tagged {
                tokens: mention.tokens.clone(),
                demonym: mention.role == Role::Demonym,
                confidence: f64::from(share),
            });
        }
    }
    for tagged in &mut out {
        tagged.tokens.end = end_of_unknown(reader, &tagged.tokens);
        if let Some(longer) = longer_unknown(reader, &tagged.tokens) {
            tagged.tokens = longer;
        }
    }
    out.sort_by_key(|t| t.tokens.start);
    out.dedup_by(|a, b| overlap(&a.tokens, &b.tokens));
    out
}

/// "Escondida copper mine": a name that no gazetteer has ends with its last capital, or with a word for a place (`Musandaba village`).
fn end_of_unknown(reader: &Reader<'_>, tokens: &Range<usize>) -> usize {
    let small = |token: usize| {
        reader.kind(token) == Some(TokenKind::Word)
            && !reader.is_capital(token)
            && !reader.is_on(token, List::PlaceWord)
    };
    let mut end = tokens.end;
    while reader.cased
        && end > tokens.start + 1
        && small(end - 1)
        && lookup::places(reader, &(tokens.start..end)).is_empty()
    {
        end -= 1;
    }
    end
}

/// People up to which a place is so small that the capitals before its name make another name of it.
const SMALL: u64 = 50_000;

/// "on Wad An Nora": no gazetteer has the whole name, and the village that its last word names elsewhere is not meant.
fn longer_unknown(reader: &Reader<'_>, tokens: &Range<usize>) -> Option<Range<usize>> {
    let small = |(place, _): &(PlaceRef, NameKind)| {
        let view = reader.gazetteer.place(*place);
        view.is_some_and(|v| v.level() >= Level::Place && v.population().unwrap_or(0) < SMALL)
    };
    let known = lookup::places(reader, tokens);
    let mut start = tokens.start;
    while start > 0
        && tokens.start - start < LONGER
        && reader.spaced(start)
        && reader.same_sentence(start - 1, start)
        && reader.is_capital(start - 1)
        && !reader.is_shouted(start - 1)
        && !scan::is_known_company(reader, start - 1)
    {
        start -= 1;
    }
    let led = matches!(reader.before(start, 1), "in" | "on" | "at" | "near" | "of" | "from" | "outside" | "around");
    (start < tokens.start && led && !known.is_empty() && known.iter().all(small)).then_some(start..tokens.end)
}

/// Words that a name may have before the one that is known.
const LONGER: usize = 3;

/// Whether the name of a body starts with what it is.
fn is_headed(reader: &Reader<'_>, name: Span) -> bool {
    reader.is_on(reader.text.tokens_in(name).start, List::OrganizationHead)
}

/// The persons of a report.
struct Persons<'r> {
    /// Which tokens are part of a person's name.
    named: Vec<bool>,
    /// Words of names of several words: each may stand for the person later.
    words: HashSet<&'r str>,
}

impl<'r> Persons<'r> {
    fn new(reader: &'r Reader<'_>, parties: &[NamedParty]) -> Self {
        let mut out = Self { named: vec![false; reader.len()], words: HashSet::new() };
        for party in parties.iter().filter(|p| p.kind == PartyKind::Person) {
            let tokens = reader.text.tokens_in(party.span);
            if tokens.len() > 1 {
                out.words.extend(tokens.clone().map(|t| reader.word(t)));
            }
            out.named.iter_mut().take(tokens.end).skip(tokens.start).for_each(|token| *token = true);
        }
        out
    }

    /// Whether a name is that of a person: in the full name, or later alone, unless something is in it.
    fn has(&self, reader: &Reader<'_>, tokens: &Range<usize>) -> bool {
        let located = LEXICON.locatives.contains(reader.before(tokens.start, 1));
        let again = tokens.len() == 1
            && !located
            && reader.written(tokens.end) != ","
            && self.words.contains(reader.word(tokens.start));
        again || self.named.iter().take(tokens.end).skip(tokens.start).any(|token| *token)
    }
}

/// Things that stand at tokens, found by the tokens that they share with others: a text of a hundred thousand names must not be
/// looked through for each of them.
struct Spread<'a, T> {
    all: &'a [T],
    /// First tokens, and which thing it is, in order.
    starts: Vec<(Range<usize>, usize)>,
    longest: usize,
}

impl<'a, T> Spread<'a, T> {
    fn new(all: &'a [T], tokens: impl Fn(&T) -> Range<usize>) -> Self {
        let mut starts: Vec<(Range<usize>, usize)> = all.iter().enumerate().map(|(n, one)| (tokens(one), n)).collect();
        let longest = starts.iter().map(|(tokens, _)| tokens.len()).max().unwrap_or(0);
        starts.sort_by_key(|(tokens, n)| (tokens.start, *n));
        Self { all, starts, longest }
    }

    /// What shares a token with a range, in the order of the text.
    fn at(&self, tokens: &Range<usize>) -> impl Iterator<Item = &'a T> + use<'_, 'a, T> {
        let from = tokens.start.saturating_sub(self.longest);
        let first = self.starts.partition_point(|(other, _)| other.start < from);
        let tokens = tokens.clone();
        let rest = self.starts.get(first..).unwrap_or_default().iter();
        rest.take_while({
            let end = tokens.end;
            move |(other, _)| other.start < end
        })
        .filter(move |(other, _)| overlap(other, &tokens))
        .filter_map(|(_, n)| self.all.get(*n))
    }
}

/// Whether a name is that of a country, its first-level area or something larger, and no usual given name or surname: not `Jordan` or `Chad`.
fn is_unmistakable(reader: &Reader<'_>, mention: &Mention) -> bool {
    let large = mention
        .candidates
        .iter()
        .filter_map(|(place, _)| reader.gazetteer.place(*place))
        .any(|view| matches!(view.level(), Level::Continent | Level::Country | Level::Admin1));
    let word = reader.word(mention.tokens.start);
    large && !(mention.tokens.len() == 1 && (is_given_name(word) || is_surname(word)))
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The places of a reference that the rules had not taken for one.
fn candidates(reader: &Reader<'_>, reference: &Tagged, before: Option<&Mention>) -> Vec<(PlaceRef, NameKind)> {
    let mut all = lookup::places(reader, &reference.tokens);
    let has = |all: &[(PlaceRef, NameKind)], wanted: NameKind| all.iter().any(|(_, kind)| *kind == wanted);
    if reference.demonym && has(&all, NameKind::Demonym) {
        all.retain(|(_, kind)| *kind == NameKind::Demonym);
    }
    // `CA` is California behind a place only.
    let behind = before.is_some_and(|m| m.tokens.end + 2 >= reference.tokens.start);
    if !behind && all.iter().any(|(_, kind)| *kind != NameKind::AfterPlace) {
        all.retain(|(_, kind)| *kind != NameKind::AfterPlace);
    }
    all
}

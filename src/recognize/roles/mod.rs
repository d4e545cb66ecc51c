//! Roles: what a place name does in its sentence. In news almost half of the names are no locations (Gritta et al. 2018).

mod features;

pub use crate::fitted::Logistic as RoleModel;

use super::lexicon::{LEXICON, List};
use super::mention::{Mention, Role};
use super::reader::Reader;
use crate::fitted::probability;
use crate::gazetteer::{FeatureClass, Level, NameKind, PlaceRef};
use crate::text::TokenKind;
use features::Setting;
use std::ops::Range;
use std::sync::LazyLock;

/// The weights inside the program.
static WEIGHTS: &[u8] = include_bytes!("../../../models/roles.bin");

static SHIPPED: LazyLock<Option<RoleModel<'static>>> = LazyLock::new(|| RoleModel::open(WEIGHTS).ok());

/// The model inside the program.
pub fn shipped() -> Option<RoleModel<'static>> {
    *SHIPPED
}

/// Gives every mention its role: by its form where that tells, else by the model, or by the rules alone without one.
pub(super) fn assign(reader: &Reader<'_>, mentions: &mut [Mention], model: Option<&RoleModel<'_>>) {
    let setting = Setting::new(reader);
    for chain in decide_forms(reader, mentions) {
        let Some(model) = model else { continue };
        let Chain { open, around } = chain;
        // Places that stand together do the same: "Baku and Yerevan should negotiate".
        let odds: f32 = open
            .iter()
            .map(|at| {
                let mention = &mentions[*at];
                model.score(&features::features(reader, &setting, mention, (mention.role, mention.confidence), &around))
            })
            .sum::<f32>()
            / open.len() as f32;
        let metonym = probability(odds);
        let (role, sure) = if metonym > 0.5 { (Role::Metonym, metonym) } else { (Role::Literal, 1.0 - metonym) };
        for at in open {
            (mentions[at].role, mentions[at].confidence) = (role, f64::from(sure));
        }
    }
}

/// What the model learns from: mentions whose form does not tell their role, with their features.
pub(super) fn open(reader: &Reader<'_>, mentions: &mut [Mention]) -> Vec<(usize, Vec<u32>)> {
    let setting = Setting::new(reader);
    let mut out = Vec::new();
    for Chain { open, around } in decide_forms(reader, mentions) {
        for at in open {
            let mention = &mentions[at];
            let rule = (mention.role, mention.confidence);
            out.push((at, features::features(reader, &setting, mention, rule, &around)));
        }
    }
    out
}

/// Mentions that are joined, without those whose form tells their role.
struct Chain {
    /// Indexes of the mentions; never empty.
    open: Vec<usize>,
    /// The tokens from the first of all that are joined to the last.
    around: Range<usize>,
}

/// Gives every mention the role of its form or that of the rules, and returns those that have the latter.
fn decide_forms(reader: &Reader<'_>, mentions: &mut [Mention]) -> Vec<Chain> {
    let mut out = Vec::new();
    for chain in chains(reader, mentions) {
        let range = mentions[chain.start].tokens.start..mentions[chain.end - 1].tokens.end;
        let many = chain.len() > 1;
        let together = government(reader, &range, many);
        let parties =
            many && mentions[chain.clone()].iter().all(|m| may_govern(reader, m)) && is_related(reader, &range);
        let ground = is_ground(reader, &range);
        let mut open = Vec::new();
        for at in chain {
            let mention = &mut mentions[at];
            let form = alone(reader, mention)
                .or_else(|| is_airport(reader, mention).then_some((Role::Literal, 0.9)))
                .or_else(|| parties.then_some((Role::Metonym, 0.9)))
                .or_else(|| ground.then_some((Role::Literal, 0.9)));
            if form.is_none() {
                open.push(at);
            }
            (mention.role, mention.confidence) = form.unwrap_or_else(|| of_place(reader, mention, together));
            if mention.role == Role::Demonym {
                keep_demonyms(reader, mention);
            } else {
                mention.candidates.retain(|(_, kind)| *kind != NameKind::Demonym);
            }
        }
        if !open.is_empty() {
            out.push(Chain { open, around: range });
        }
    }
    out
}

/// Whether a name is that of an airport: it governs nothing, whatever it is the subject of.
fn is_airport(reader: &Reader<'_>, mention: &Mention) -> bool {
    let site = |(place, _): &(PlaceRef, NameKind)| {
        reader.gazetteer.place(*place).is_some_and(|view| view.level() == Level::Site)
    };
    reader.word(mention.tokens.end.saturating_sub(1)) == "airport"
        && !mention.candidates.is_empty()
        && mention.candidates.iter().all(site)
}

/// Whether what is between the places is between governments: "disputed between Armenia and Azerbaijan".
fn is_related(reader: &Reader<'_>, tokens: &Range<usize>) -> bool {
    reader.before(tokens.start, 1) == "between" && LEXICON.relations.contains(reader.before(tokens.start, 2))
}

/// Whether the words around places say that they are ground: `Pakistan's Sindh and Balochistan provinces`.
fn is_ground(reader: &Reader<'_>, tokens: &Range<usize>) -> bool {
    let owned = tokens.start.checked_sub(1).is_some_and(|t| reader.kind(t) == Some(crate::text::TokenKind::Possessive));
    let word = reader.word(tokens.end);
    let singular = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let singular = singular.as_deref().unwrap_or_else(|| word.strip_suffix('s').unwrap_or(word));
    let place = LEXICON.place_words.contains_key(word) || LEXICON.place_words.contains_key(singular);
    // "Pakistan's Sindh province government" governs.
    owned && place && !reader.is_on(tokens.end + 1, List::OrganizationAfter)
}

/// Mentions that `and`, `or` or a comma join, as ranges of indexes.
fn chains(reader: &Reader<'_>, mentions: &[Mention]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for index in 0..mentions.len() {
        let joined = index > 0 && is_joined(reader, &mentions[index - 1], &mentions[index]);
        match out.last_mut() {
            Some(last) if joined => last.end = index + 1,
            _ => out.push(index..index + 1),
        }
    }
    out
}

fn is_joined(reader: &Reader<'_>, left: &Mention, right: &Mention) -> bool {
    let between = left.tokens.end..right.tokens.start;
    let plain = between.clone().all(|t| matches!(reader.written(t), "," | "and" | "or" | "&" | "the"));
    // "Bangor, Maine" is one place in another and no list; a list has `and` or two commas, which the last pair shows.
    let listed = between.clone().any(|t| matches!(reader.written(t), "and" | "or" | "&"))
        || matches!(reader.written(right.tokens.end), "," | "and" | "or");
    !between.is_empty() && plain && listed && reader.same_sentence(left.tokens.start, right.tokens.start)
}

/// Roles that follow from the name itself or from what it is part of.
fn alone(reader: &Reader<'_>, mention: &mut Mention) -> Option<(Role, f64)> {
    if let Some(within) = mention.within {
        return Some((part_of(reader, within), 0.9));
    }
    if is_demonym(reader, mention) {
        return Some((Role::Demonym, 0.95));
    }
    if let Some(role) = named_with(reader, mention) {
        return Some((role, 0.85));
    }
    if reader.is_dateline(&mention.tokens) {
        return Some((Role::Literal, 0.97));
    }
    let end = mention.tokens.end;
    if reader.written(end) == "-"
        && !reader.spaced(end)
        && matches!(
            reader.word(end + 1),
            "based"
                | "backed"
                | "led"
                | "born"
                | "controlled"
                | "held"
                | "style"
                | "made"
                | "brokered"
                | "mediated"
                | "registered"
        )
    {
        return Some((Role::Metonym, 0.7));
    }
    if mention.candidates.iter().any(|(_, kind)| *kind == NameKind::Abbreviation)
        && is_modifier(reader, &mention.tokens)
    {
        // "US forces": those of the state.
        return Some((Role::Metonym, 0.8));
    }
    None
}

fn part_of(reader: &Reader<'_>, within: crate::text::Span) -> Role {
    let tokens = reader.text.tokens_in(within);
    let last = tokens.end.saturating_sub(1);
    let paper = |token: usize| reader.is_on(token, List::DocumentAfter);
    // "Algiers Accord", "Treaty of Lisbon".
    let headed = paper(tokens.start) && reader.word(tokens.start + 1) == "of";
    if paper(last) || headed { Role::Document } else { Role::Organization }
}

/// `Helsinki Document`, `"Minsk" group`, `Republic of Nagorno-Karabakh` (a body that calls itself so).
fn named_with(reader: &Reader<'_>, mention: &mut Mention) -> Option<Role> {
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    let next = reader.over_quote(end);
    if next == end && !reader.spaced(end) {
        return None;
    }
    if reader.same_sentence(start, next) {
        let word = reader.word(next);
        let capital = reader.is_capital(next) && !reader.is_shouted(next);
        let quoted = next > end;
        if capital && LEXICON.document_after.contains(word) {
            mention.within = Some(reader.text.span_of(start..next + 1));
            return Some(Role::Document);
        }
        if (capital || (quoted && word == "group")) && LEXICON.organization_after.contains(word) {
            mention.within = Some(reader.text.span_of(start..next + 1));
            return Some(Role::Organization);
        }
    }
    let republic = reader.before(start, 1) == "of"
        && reader.before(start, 2) == "republic"
        && reader.is_capital(start.saturating_sub(2));
    let region = mention.candidates.iter().any(|(place, _)| level(reader, *place) == Some(Level::Region));
    if republic && region && !mention.candidates.iter().any(|(place, _)| level(reader, *place) == Some(Level::Country))
    {
        mention.within = Some(reader.text.span_of(start - 2..end));
        return Some(Role::Organization);
    }
    None
}

fn level(reader: &Reader<'_>, place: PlaceRef) -> Option<Level> {
    reader.gazetteer.place(place).map(|view| view.level())
}

fn is_demonym(reader: &Reader<'_>, mention: &Mention) -> bool {
    let has = mention.candidates.iter().any(|(_, kind)| *kind == NameKind::Demonym);
    let level_of = |place: PlaceRef, kind: NameKind| {
        matches!(kind, NameKind::Main | NameKind::Curated | NameKind::Abbreviation)
            .then(|| level(reader, place))
            .flatten()
    };
    let largest = mention.candidates.iter().filter_map(|(place, kind)| level_of(*place, *kind)).min();
    // A country's own name says no people even before a noun: "US forces" are the forces of the state.
    let country = mention.candidates.iter().any(|(p, k)| level_of(*p, *k) == Some(Level::Country));
    let large = largest.is_some_and(|l| l <= Level::Admin1);
    has && !country && (!large || is_modifier(reader, &mention.tokens))
}

fn keep_demonyms(reader: &Reader<'_>, mention: &mut Mention) {
    if mention.candidates.iter().any(|(_, kind)| *kind == NameKind::Demonym) {
        mention.candidates.retain(|(_, kind)| *kind == NameKind::Demonym);
        // `Georgian` is of the country unless its state is what the report is about; resolve decides among what stays.
        mention.candidates.sort_by_key(|(place, _)| level(reader, *place));
    }
}

/// Whether a noun follows that the name says more of: `US forces`.
fn is_modifier(reader: &Reader<'_>, tokens: &Range<usize>) -> bool {
    let next = tokens.end;
    if reader.kind(next) != Some(TokenKind::Word) || !reader.same_sentence(tokens.start, next) {
        return false;
    }
    if reader.before(tokens.start, 1) == "the" && LEXICON.locatives.contains(reader.before(tokens.start, 2)) {
        return false;
    }
    let word = reader.word(next);
    !LEXICON.verbs.contains(word) && !is_function_word(word)
        || LEXICON.nouns.contains(word) && reader.before(tokens.start, 1) != "the"
}

fn is_function_word(word: &str) -> bool {
    const WORDS: [&str; 50] = [
        "and", "or", "but", "in", "on", "at", "to", "from", "of", "for", "with", "by", "as", "that", "which", "who",
        "where", "when", "while", "after", "before", "since", "until", "because", "if", "than", "then", "also", "has",
        "have", "had", "is", "was", "are", "were", "will", "would", "should", "could", "may", "can", "not", "during",
        "over", "into", "under", "against", "between", "about", "it",
    ];
    WORDS.contains(&word)
}

/// Whether the words around places make governments of them: `Some(true)` when they do, `Some(false)` when they are where something is.
fn government(reader: &Reader<'_>, tokens: &Range<usize>, many: bool) -> Option<bool> {
    let before = reader.before(tokens.start, if reader.before(tokens.start, 1) == "the" { 2 } else { 1 });
    let of_place = before == "of" && LEXICON.place_words.contains_key(reader.before(tokens.start, 2));
    if of_place {
        return Some(false);
    }
    let next = reader.word(tokens.end);
    let possessive = reader.kind(tokens.end) == Some(TokenKind::Possessive);
    let owned = if possessive { reader.word(tokens.end + 1) } else { next };
    if LEXICON.nouns.contains(owned)
        && (possessive || !LEXICON.locatives.contains(before))
        && reader.same_sentence(tokens.start, tokens.end)
    {
        return Some(true);
    }
    // "military support to X", "leaders of X and Y".
    if matches!(before, "to" | "for" | "with" | "on" | "of" | "from")
        && LEXICON.nouns.contains(reader.before(tokens.start, 2))
    {
        return Some(true);
    }
    if LEXICON.locatives.contains(before) {
        return Some(false);
    }
    let fits = match before {
        "between" => many,
        "for" => next == "to",
        _ => true,
    };
    if fits && LEXICON.before_government.contains(before) {
        return Some(true);
    }
    let inside = reader.same_sentence(tokens.start, tokens.end);
    // "are accused of": done to a government; "was shelled" is done to the place, and "is the capital" says nothing.
    let passive = matches!(next, "is" | "are" | "was" | "were")
        && (tokens.end + 1..tokens.end + 3).any(|t| LEXICON.addressed.contains(reader.word(t)));
    if inside && passive {
        return Some(true);
    }
    // "lost to X", "wrote to X".
    if before == "to" && LEXICON.turned.contains(reader.before(tokens.start, 2)) {
        return Some(true);
    }
    if inside
        && (LEXICON.verbs.contains(next)
            || (next.is_empty()
                && reader.written(tokens.end) == ","
                && LEXICON.verbs.contains(relative_verb(reader, tokens.end))))
    {
        return Some(true);
    }
    if inside && before == "for" && next == "to" { Some(true) } else { None }
}

/// The verb of `, which VERB`, or of what goes on behind an insertion: `, which …, VERB`.
fn relative_verb<'r>(reader: &'r Reader<'_>, comma: usize) -> &'r str {
    if !matches!(reader.word(comma + 1), "which" | "who" | "whose") {
        return "";
    }
    let own = reader.word(comma + 2);
    if LEXICON.verbs.contains(own) {
        return own;
    }
    // An insertion is seldom longer than this.
    let close = (comma + 2..comma + 18).find(|t| reader.written(*t) == "," && reader.same_sentence(comma, *t));
    close.map_or("", |t| reader.word(t + 1))
}

fn of_place(reader: &Reader<'_>, mention: &Mention, together: Option<bool>) -> (Role, f64) {
    if mention.stated.is_some_and(|class| class != FeatureClass::Administrative) {
        return (Role::Literal, 0.85);
    }
    if together != Some(false) && acts(reader, &mention.tokens) && may_act(reader, mention) {
        return (Role::Metonym, 0.75);
    }
    if !may_govern(reader, mention) {
        return (Role::Literal, 0.85);
    }
    match together {
        Some(true) => (Role::Metonym, 0.8),
        Some(false) => (Role::Literal, 0.85),
        None => (Role::Literal, 0.6),
    }
}

/// Words between a name and its verb.
fn is_between(word: &str) -> bool {
    matches!(
        word,
        "also" | "now" | "later" | "then" | "already" | "still" | "again" | "never" | "soon" | "both" | "each"
    ) || (word.ends_with("ly") && word.len() > 4)
}

/// Whether a name opens a clause and does what its verb says: "Poland scrambled jets", "CHAD SHUTS CROSSINGS".
fn acts(reader: &Reader<'_>, tokens: &Range<usize>) -> bool {
    let start = tokens.start;
    let opens = reader.starts_sentence(start)
        || reader.starts_line(start)
        || matches!(reader.written(start - 1), "," | ";" | "—" | "–" | "-" | ":" | "\"" | "“" | ")")
        || matches!(
            reader.before(start, 1),
            "and" | "while" | "but" | "whereas" | "as" | "that" | "after" | "because" | "if"
        );
    let at = (tokens.end..tokens.end + 3).find(|t| !is_between(reader.word(*t))).unwrap_or(tokens.end);
    if !opens || !reader.same_sentence(start, at) || reader.kind(at) != Some(TokenKind::Word) {
        return false;
    }
    let (verb, next) = (reader.word(at), reader.word(at + 1));
    let headline = reader.starts_line(start) && (reader.is_shouted(at) || !reader.is_capital(at));
    let present = headline
        && verb.len() > 3
        && verb.ends_with('s')
        && !LEXICON.nouns.contains(verb)
        && !matches!(next, "of" | "in" | "are" | "were");
    let past = verb.len() > 4 && verb.ends_with("ed") && next != "by" && !LEXICON.happens.contains(verb);
    let capital = reader.is_capital(at) && !reader.is_shouted(at);
    !capital && (LEXICON.verbs.contains(verb) || present || past) && !LEXICON.happens.contains(verb)
}

/// Whether a name can stand for somebody who acts: a government, or a city's club or council.
fn may_act(reader: &Reader<'_>, mention: &Mention) -> bool {
    may_govern(reader, mention)
        || mention
            .candidates
            .iter()
            .filter_map(|(place, _)| reader.gazetteer.place(*place))
            .any(|view| matches!(view.level(), Level::Place) && view.population().unwrap_or(0) >= 50_000)
}

/// Whether a name can stand for a government: a country, a capital, a state, a self-declared republic.
fn may_govern(reader: &Reader<'_>, mention: &Mention) -> bool {
    mention
        .candidates
        .iter()
        .filter_map(|(place, _)| reader.gazetteer.place(*place))
        .any(|view| matches!(view.level(), Level::Country | Level::Admin1) || view.feature_code() == "PPLC")
}

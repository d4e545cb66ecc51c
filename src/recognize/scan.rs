//! Names of the gazetteer in the text: which matches are place names, and which only look like one.

use super::lexicon::{LEXICON, List};
use super::mention::{Mention, NamedParty, PartyKind, Role};
use super::reader::Reader;
use crate::gazetteer::{FeatureClass, Level, NameKind, NameMatch, PlaceRef};
use crate::text::{Span, TokenKind};
use std::ops::Range;

/// What a scan of a text finds.
pub(super) struct Scan {
    pub mentions: Vec<Mention>,
    pub unknown: Vec<Span>,
}

/// Goes through the text once, longest name first, so that `New York` never becomes `York`.
pub(super) fn scan(reader: &Reader<'_>, parties: &[NamedParty]) -> Scan {
    let mut out = Scan { mentions: Vec::new(), unknown: Vec::new() };
    let mut token = 0;
    while token < reader.len() {
        if reader.kind(token) != Some(TokenKind::Word) {
            token += 1;
            continue;
        }
        if let Some(mention) = longest(reader, token, &out.mentions, parties) {
            token = mention.tokens.end;
            out.mentions.push(mention);
        } else if let Some((range, stated)) = unknown_name(reader, token, parties) {
            token = range.end;
            let span = reader.text.span_of(range.clone());
            match stated {
                // "the town of X": surely a place; resolve looks for names like it.
                Some(class) => out.mentions.push(mention(reader, range, Vec::new(), Some(class))),
                None => out.unknown.push(span),
            }
        } else {
            token += 1;
        }
    }
    out
}

pub(super) fn mention(
    reader: &Reader<'_>,
    tokens: Range<usize>,
    candidates: Vec<(PlaceRef, NameKind)>,
    stated: Option<FeatureClass>,
) -> Mention {
    Mention {
        span: reader.text.span_of(tokens.clone()),
        tokens,
        role: Role::Literal,
        confidence: 0.8,
        stated,
        relation: None,
        coordinate: None,
        within: None,
        candidates,
    }
}

fn longest(reader: &Reader<'_>, token: usize, before: &[Mention], parties: &[NamedParty]) -> Option<Mention> {
    if reader.cased && !reader.is_capital(token) && !is_small_inside(reader.word(token), 0) {
        return None;
    }
    for found in reader.names_at(token).iter().rev() {
        if reader.text.sentence_of(token) != reader.text.sentence_of(found.tokens.end - 1) {
            continue;
        }
        if is_article(reader, found) {
            continue;
        }
        let span = reader.text.span_of(found.tokens.clone());
        let single = found.tokens.len() == 1;
        if single && (is_common(reader.word(token)) || is_known_surname(reader, token, parties))
            || is_storm(reader, token)
            || reader.is_thing(&found.tokens)
        {
            continue;
        }
        let party = parties.iter().find(|p| p.span.overlaps(span));
        if party.is_some_and(|p| p.kind == PartyKind::Person) {
            continue;
        }
        let candidates = acceptable(reader, found, before);
        if candidates.is_empty() || is_surname(reader, &found.tokens, &candidates) {
            continue;
        }
        let mut mention = mention(reader, found.tokens.clone(), candidates, stated(reader, &found.tokens));
        if let Some(organization) = party {
            // An organisation that is a place's name and nothing more is left to the roles.
            mention.within = (organization.span != span).then_some(organization.span);
            if organization.span == span && !mention.candidates.iter().any(|(p, _)| is_country(reader, *p)) {
                return None;
            }
        }
        return Some(mention);
    }
    None
}

/// `the Netherlands` is a name with its article, and what is behind the article is a name as well.
fn is_article(reader: &Reader<'_>, found: &NameMatch) -> bool {
    let (start, end) = (found.tokens.start, found.tokens.end);
    let small = !reader.is_capital(start) || reader.starts_sentence(start);
    reader.word(start) == "the" && small && reader.names_at(start + 1).iter().any(|m| m.tokens.end == end)
}

/// Words of titles and bodies that are somewhere the name of a town: `Commissioner`, `Corporation`.
fn is_common(word: &str) -> bool {
    LEXICON.titles.contains(word) || LEXICON.organization_after.contains(word)
}

/// `Hurricane Florence`, `storm Daniel`.
fn is_storm(reader: &Reader<'_>, token: usize) -> bool {
    matches!(reader.before(token, 1), "storm" | "hurricane" | "typhoon" | "cyclone" | "tornado")
}

/// Once "Mike Pompeo" has been named, "Pompeo" is he.
fn is_known_surname(reader: &Reader<'_>, token: usize, parties: &[NamedParty]) -> bool {
    parties.iter().filter(|p| p.kind == PartyKind::Person).any(|p| {
        let tokens = reader.text.tokens_in(p.span);
        tokens.len() > 1 && tokens.clone().last().is_some_and(|last| reader.word(last) == reader.word(token))
    })
}

fn is_country(reader: &Reader<'_>, place: PlaceRef) -> bool {
    reader.gazetteer.place(place).is_some_and(|view| view.level() <= Level::Country)
}

/// The places of a match whose kind of name fits the way it is written.
fn acceptable(reader: &Reader<'_>, found: &NameMatch, before: &[Mention]) -> Vec<(PlaceRef, NameKind)> {
    let tokens = &found.tokens;
    if !is_written_as_name(reader, tokens) {
        return Vec::new();
    }
    let written = reader.text.slice(reader.text.span_of(tokens.clone()));
    let short = written.chars().filter(|c| c.is_alphanumeric()).count() <= 3;
    let abbreviated = reader.is_shouted(tokens.start) || written.contains('.');
    let after_place = follows_place(reader, tokens.start, before);
    let stop = tokens.len() == 1 && reader.is_on(tokens.start, List::StopName);
    let cued = is_cued(reader, tokens.start);
    let all = reader.places(found);
    all.into_iter()
        .filter(|(place, kind)| match kind {
            NameKind::Abbreviation => abbreviated,
            NameKind::AfterPlace => after_place,
            NameKind::Demonym => !stop,
            NameKind::Main | NameKind::Curated if !stop => !short || !abbreviated || is_ascii_vowelled(written),
            NameKind::Main | NameKind::Curated => {
                cued && !reader.starts_sentence(tokens.start) && is_sizeable(reader, *place)
            }
            NameKind::Alternate => !(stop || short && written.is_ascii()),
        })
        .collect()
}

/// `Ufa` and `Van` are names; `USN` and `CNN` are not.
fn is_ascii_vowelled(written: &str) -> bool {
    written.chars().any(char::is_lowercase) || !written.is_ascii()
}

fn is_sizeable(reader: &Reader<'_>, place: PlaceRef) -> bool {
    reader.gazetteer.place(place).is_some_and(|v| v.level() < Level::Place || v.population().unwrap_or(0) >= 30_000)
}

/// Capitals where names have them. A curated name may start small (`southern Caucasus`), and small words may stand inside.
fn is_written_as_name(reader: &Reader<'_>, tokens: &Range<usize>) -> bool {
    let words = tokens.clone().filter(|t| reader.kind(*t) == Some(TokenKind::Word));
    let mut capitals = 0;
    for (number, token) in words.enumerate() {
        if reader.is_capital(token) {
            capitals += 1;
        } else if reader.cased && !is_small_inside(reader.word(token), number) {
            return false;
        }
    }
    capitals > 0 || !reader.cased
}

fn is_small_inside(word: &str, number: usize) -> bool {
    let inside = matches!(
        word,
        "of" | "and"
            | "the"
            | "al"
            | "el"
            | "de"
            | "la"
            | "le"
            | "du"
            | "des"
            | "da"
            | "do"
            | "dos"
            | "del"
            | "di"
            | "sur"
            | "an"
            | "am"
            | "upon"
            | "on"
            | "ash"
            | "as"
            | "ad"
            | "ar"
            | "az"
            | "at"
            | "d"
            | "y"
            | "i"
            | "e"
            | "as-"
            | "region"
            | "oblast"
            | "province"
            | "sea"
            | "desert"
            | "peninsula"
            | "islands"
            | "corridor"
            | "camp"
            | "governorate"
            | "valley"
            | "mountains"
            | "river"
            | "mines"
    );
    let direction = matches!(
        word,
        "southern"
            | "northern"
            | "eastern"
            | "western"
            | "central"
            | "north"
            | "south"
            | "east"
            | "west"
            | "northwest"
            | "northeast"
            | "southeast"
            | "southwest"
            | "northwestern"
            | "northeastern"
            | "southeastern"
            | "southwestern"
            | "upper"
            | "lower"
            | "greater"
            | "annexed"
            | "occupied"
            | "former"
            | "mountainous"
    );
    if number == 0 { direction || word == "the" || word == "al" || word == "el" } else { inside || direction }
}

/// `, CA` or `(CA)` behind a place.
fn follows_place(reader: &Reader<'_>, token: usize, before: &[Mention]) -> bool {
    let Some(last) = before.last() else { return false };
    let near = last.tokens.end == token
        || (last.tokens.end + 1 == token && matches!(reader.written(last.tokens.end), "," | "("));
    let dotted = reader.written(token).contains('.');
    near && reader.same_sentence(last.tokens.start, token) && (dotted || reader.is_shouted(token))
}

/// Words that make the next one a place.
fn is_cued(reader: &Reader<'_>, token: usize) -> bool {
    let word = reader.before(token, 1);
    matches!(word, "in" | "near" | "from" | "outside" | "around" | "toward" | "towards" | "at" | "downtown")
        || (word == "of" && LEXICON.place_words.contains_key(reader.before(token, 2)))
}

/// The class that the words around state: `town of X`, `X river`, `river X`.
pub(super) fn stated(reader: &Reader<'_>, tokens: &Range<usize>) -> Option<FeatureClass> {
    let class = |word: &str| LEXICON.place_words.get(word).copied();
    if reader.before(tokens.start, 1) == "of" {
        // "the town of X" is a town, "the northern province of X" a province; "a region of X" is a part of X.
        let definite = [3, 4].iter().any(|n| reader.before(tokens.start, *n) == "the");
        return class(reader.before(tokens.start, 2))
            .filter(|class| definite || !matches!(class, FeatureClass::Area | FeatureClass::Administrative));
    }
    if reader.same_sentence(tokens.start, tokens.end) && !reader.is_capital(tokens.end) {
        return class(reader.word(tokens.end));
    }
    class(reader.before(tokens.start, 1)).filter(|_| !reader.starts_sentence(tokens.start))
}

/// A town's name beside another capital that is no place word is mostly a surname: `Jack London`, `Lincoln Chafee`.
fn is_surname(reader: &Reader<'_>, tokens: &Range<usize>, candidates: &[(PlaceRef, NameKind)]) -> bool {
    // "Bab al-Hawa" is more than "Bab".
    let particle = matches!(reader.word(tokens.end), "al" | "el" | "ad" | "ar" | "as" | "ash" | "an" | "az" | "ez")
        && reader.written(tokens.end + 1) == "-"
        && reader.is_capital(tokens.end + 2);
    if particle {
        return true;
    }
    if candidates.iter().any(|(place, kind)| *kind == NameKind::Demonym || is_country(reader, *place)) || !reader.cased
    {
        return false;
    }
    let neighbour = |at: usize, other: usize| {
        reader.same_sentence(at, other)
            && reader.is_capital(other)
            && !reader.is_shouted(other)
            && !is_known_company(reader, other)
    };
    let left = tokens.start > 0
        && reader.spaced(tokens.start)
        && neighbour(tokens.start, tokens.start - 1)
        && !reader.starts_sentence(tokens.start - 1);
    let right =
        reader.spaced(tokens.end) && neighbour(tokens.start, tokens.end) && reader.names_at(tokens.end).is_empty();
    let large = candidates.iter().any(|(place, kind)| {
        *kind != NameKind::Alternate
            && reader
                .gazetteer
                .place(*place)
                .is_some_and(|v| v.level() < Level::Place || v.population().unwrap_or(0) > 200_000)
    });
    (left || right) && !large
}

/// Capitals that do stand beside places: demonyms, directions, place words, organisation and document words, titles.
pub(super) fn is_known_company(reader: &Reader<'_>, token: usize) -> bool {
    let word = reader.word(token);
    let known = [List::PlaceWord, List::OrganizationAfter, List::DocumentAfter, List::Noun, List::Title];
    known.iter().any(|list| reader.is_on(token, *list))
        || matches!(
            word,
            "north"
                | "south"
                | "east"
                | "west"
                | "northern"
                | "southern"
                | "eastern"
                | "western"
                | "central"
                | "greater"
                | "downtown"
                | "upper"
                | "lower"
                | "to"
                | "from"
                | "the"
                | "in"
                | "i"
        )
        || reader.gazetteer.named(word).iter().any(|(_, kind)| *kind == NameKind::Demonym)
}

/// A capitalised name that no gazetteer has and that stands where a place would.
fn unknown_name(
    reader: &Reader<'_>,
    token: usize,
    parties: &[NamedParty],
) -> Option<(Range<usize>, Option<FeatureClass>)> {
    if !reader.is_capital(token) || !reader.cased || reader.starts_sentence(token) || reader.is_shouted(token) {
        return None;
    }
    let of_class = reader.before(token, 1) == "of" && LEXICON.place_words.contains_key(reader.before(token, 2));
    let mut end = token;
    while reader.is_capital(end) && reader.same_sentence(token, end) {
        end += 1;
        if reader.written(end) == "-" && !reader.spaced(end) && reader.is_capital(end + 1) {
            end += 1;
        }
    }
    let stated = reader.is_on(end, List::PlaceWord);
    if !of_class && !is_at_place(reader, token, stated) {
        return None;
    }
    let span = reader.text.span_of(token..end);
    let is_party = parties.iter().any(|p| p.span.overlaps(span)) || reader.is_on(end - 1, List::OrganizationAfter);
    if is_party || reader.is_on(token, List::StopName) || is_calendar(reader.word(token)) || end - token > 4 {
        return None;
    }
    Some((token..end, of_class.then(|| LEXICON.place_words.get(reader.before(token, 2)).copied()).flatten()))
}

/// Whether the words before a name say that it is a place: `near X`, `in neighbouring X`, `the road to X`, `in the X area`.
fn is_at_place(reader: &Reader<'_>, token: usize, stated: bool) -> bool {
    let back = |n: usize| reader.before(token, n);
    let locates = |word: &str| {
        matches!(word, "in" | "near" | "outside" | "around" | "inside" | "across" | "throughout" | "toward" | "towards")
    };
    match back(1) {
        word if locates(word) => true,
        "neighbouring" | "neighboring" | "nearby" => true,
        "at" | "above" | "below" | "from" | "to" | "into" if stated => true,
        "to" => matches!(back(2), "road" | "highway" | "railway" | "motorway" | "track"),
        "the" if stated => locates(back(2)) || matches!(back(2), "at" | "of" | "to" | "from"),
        "entered" | "stormed" | "recaptured" | "overran" => true,
        _ => false,
    }
}

fn is_calendar(word: &str) -> bool {
    const CALENDAR: [&str; 25] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "spring",
        "autumn",
        "ramadan",
        "christmas",
        "easter",
        "english",
    ];
    CALENDAR.contains(&word)
}

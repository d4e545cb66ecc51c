//! What the rest of a report says of a name: the containers it names, its countries and states, the places near by.

use super::Setting;
use super::candidates::Candidate;
use super::groups::Groups;
use super::home::Home;
use super::rank::Weights;
use crate::gazetteer::{FeatureClass, Gazetteer, Level, MatchKind, NameKind, PlaceRef};
use crate::geography::{LonLat, Shape};
use crate::recognize::{Mention, Role};
use crate::text::Text;
use geo::{Contains, Point};
use std::collections::BTreeMap;

/// How many names of a report inform a decision: the first ones, which say what it is about.
const MOST: usize = 64;

/// How many candidates of a name have a voice, and from which share of the belief on.
const VOICES: usize = 8;
const HEARD: f64 = 0.03;

/// The report around its names.
pub(super) struct Context<'a> {
    mentions: &'a [Mention],
    text: &'a Text,
    gazetteer: &'a Gazetteer,
    weights: &'a Weights,
    home: Option<&'a Home>,
    /// The places that each group may mean so far, with their shares, likeliest first.
    voices: Vec<Vec<Voice>>,
    countries: BTreeMap<[u8; 2], f64>,
    states: BTreeMap<PlaceRef, f64>,
    /// Regions and counties that the report names.
    regions: Vec<NamedArea>,
    group_of: BTreeMap<usize, usize>,
    /// Country and state of the candidates of each group.
    holders: Vec<Vec<Held>>,
}

/// What the other candidates are told of one: what it lies in, and how likely its name alone makes it.
struct Held {
    place: PlaceRef,
    level: Level,
    country: Option<[u8; 2]>,
    admin1: Option<PlaceRef>,
    name_kind: NameKind,
    prior: f64,
}

/// A town is what a name means, and not the state that is called after it, when at least one in so many of the people whom the
/// gazetteer has in the state live in it: `Idlib`, `Ghazni`, `Basra`. Of Quebec fewer do, and who names it means the state.
const SEAT_SHARE: u64 = 12;
/// How much likelier the town then is.
const SEAT_AHEAD: f64 = 0.3;

/// A candidate as the other groups hear it.
#[derive(Clone)]
struct Voice {
    place: PlaceRef,
    heading: [f64; 3],
    level: Level,
    country: Option<[u8; 2]>,
    admin1: Option<PlaceRef>,
    /// Share of the belief of its group.
    share: f64,
    /// The share, times how much the group counts.
    belief: f64,
}

/// A region or a county that the report names.
struct NamedArea {
    group: usize,
    level: Level,
    name: String,
    area: Shape,
}

/// What speaks for a place, as a reader is told.
pub(super) enum Note<'a> {
    Within(&'a str),
    Container,
    Listed,
    In(&'a str),
    Country,
    Near,
    Home,
}

impl std::fmt::Display for Note<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Within(name) => write!(out, "report: named within {name}"),
            Self::Container => out.write_str("report: named as the container of the place before it"),
            Self::Listed => out.write_str("report: listed with others of its kind"),
            Self::In(name) => write!(out, "report: lies in {name}, which the report names"),
            Self::Country => out.write_str("report: in a country it is about"),
            Self::Near => out.write_str("report: near other places of it"),
            Self::Home => out.write_str("report: near where it was published"),
        }
    }
}

impl<'a> Context<'a> {
    pub fn new(
        text: &'a Text,
        mentions: &'a [Mention],
        groups: &Groups,
        setting: &Setting<'a>,
        gazetteer: &'a Gazetteer,
    ) -> Self {
        let mut out = Self {
            mentions,
            text,
            gazetteer,
            weights: setting.weights,
            home: setting.home,
            voices: Vec::with_capacity(groups.all.len()),
            countries: BTreeMap::new(),
            states: BTreeMap::new(),
            regions: Vec::new(),
            group_of: BTreeMap::new(),
            holders: groups
                .all
                .iter()
                .map(|g| {
                    let held = |c: &Candidate| Held {
                        place: c.place,
                        level: c.level,
                        country: c.country,
                        admin1: c.admin1,
                        name_kind: c.name_kind,
                        prior: c.prior,
                    };
                    g.candidates.iter().map(held).collect()
                })
                .collect(),
        };
        for (number, group) in groups.all.iter().enumerate() {
            out.group_of.extend(group.mentions.iter().map(|m| (*m, number)));
            let silent =
                group.mentions.iter().all(|m| matches!(mentions[*m].role, Role::Organization | Role::Document));
            // A name said often counts more, but not as often as it is said; the first one opens the report.
            let lead = if number == 0 { 1.0 + setting.weights.lead } else { 1.0 };
            let weight = lead * (group.mentions.len() as f64).sqrt();
            let heard = if number < MOST && !silent { VOICES } else { 0 };
            let voices: Vec<Voice> = group
                .candidates
                .iter()
                .take(heard)
                .filter(|c| c.share >= HEARD)
                .map(|c| Voice {
                    place: c.place,
                    heading: c.heading,
                    level: c.level,
                    country: c.country,
                    admin1: c.admin1,
                    share: c.share,
                    belief: c.share * weight,
                })
                .collect();
            out.learn(number, &voices);
            out.voices.push(voices);
        }
        out
    }

    fn learn(&mut self, number: usize, voices: &[Voice]) {
        for voice in voices {
            if let Some(country) = voice.country {
                *self.countries.entry(country).or_default() += voice.belief;
            }
            if let Some(state) = voice.admin1 {
                *self.states.entry(state).or_default() += voice.belief;
            }
        }
        if let Some(top) = voices.first().filter(|v| matches!(v.level, Level::Region | Level::Admin2) && v.share > 0.5)
            && let (Some(area), Some(view)) = (self.gazetteer.outline(top.place), self.gazetteer.place(top.place))
        {
            self.regions.push(NamedArea { group: number, level: top.level, name: view.name().to_owned(), area });
        }
    }

    /// The likeliest place of the group of a mention.
    fn top_of(&self, mention: usize) -> Option<&Voice> {
        self.voices.get(*self.group_of.get(&mention)?)?.first()
    }

    /// The score of a candidate of a group: its prior and what the rest of the report adds. Each thing that speaks for it is
    /// told to `note`.
    pub fn weigh(
        &self,
        group: usize,
        mentions: &[usize],
        candidate: &Candidate,
        note: &mut impl FnMut(Note<'_>),
    ) -> f64 {
        let mut score = candidate.prior;
        if let Some(container) = mentions.iter().find_map(|m| self.container(*m, candidate)) {
            score += self.weights.container;
            note(Note::Within(container));
        }
        if candidate.level <= Level::Admin1 && mentions.iter().any(|m| self.contains_previous(*m, candidate)) {
            score += self.weights.contains;
            note(Note::Container);
        }
        if let Some(state) = self.state_called_after(group, mentions, candidate) {
            score += self.weights.seat.max(self.lead_of_state(state, candidate));
        }
        if candidate.level <= Level::Admin1 && mentions.iter().any(|m| self.is_listed(*m, candidate)) {
            score += self.weights.listed;
            note(Note::Listed);
        }
        if candidate.level > Level::Country {
            score += self.around(group, candidate, note);
        }
        if let Some(home) = self.home {
            score += self.at_home(home, candidate, note);
        }
        score
    }

    /// What the report's other places add.
    fn around(&self, group: usize, candidate: &Candidate, note: &mut impl FnMut(Note<'_>)) -> f64 {
        let mut score = 0.0;
        let own = self.voices.get(group).map_or(&[][..], Vec::as_slice);
        for (level, weight) in [(Level::Region, self.weights.region), (Level::Admin2, self.weights.in_county)] {
            let mut all = self.regions.iter().filter(|r| r.group != group && r.level == level);
            if let Some(region) = all.find(|r| r.area.geometry().contains(&Point::from(candidate.at))) {
                score += weight;
                note(Note::In(&region.name));
            }
        }
        let country =
            candidate.country.map_or(0.0, |c| share(&self.countries, &c, mine(own, |v| v.country == Some(c)), own));
        let state = candidate
            .admin1
            .filter(|s| *s != candidate.place)
            .map_or(0.0, |s| share(&self.states, &s, mine(own, |v| v.admin1 == Some(s)), own));
        let near = self.near(group, candidate);
        if country > 0.3 {
            note(Note::Country);
        }
        if near > 0.3 {
            note(Note::Near);
        }
        score + self.weights.country * country + self.weights.state * state + self.weights.near * near
    }

    /// What the place of publication adds.
    fn at_home(&self, home: &Home, candidate: &Candidate, note: &mut impl FnMut(Note<'_>)) -> f64 {
        let mut score = 0.0;
        if candidate.level > Level::Country && home.country.is_some() && candidate.country == home.country {
            score += self.weights.home_country;
        }
        if let Some(at) = home.at.filter(|_| candidate.level > Level::Country) {
            let near = closeness(heading(at), candidate.heading, self.weights.near_km);
            if near > 0.3 {
                note(Note::Home);
            }
            score += self.weights.home * near;
        }
        score
    }

    /// The state of the same name that a town lies in, where nothing says that the state is meant.
    fn state_called_after(&self, group: usize, mentions: &[usize], candidate: &Candidate) -> Option<&Held> {
        let namesake = || {
            let held = self.holders.get(group)?;
            held.iter().find(|h| h.level == Level::Admin1 && h.admin1 == candidate.admin1)
        };
        // Alaska is another name of Anchorage, and means Alaska; Nabatieh is another name of both.
        let main = |kind: NameKind| matches!(kind, NameKind::Main | NameKind::Curated);
        let named = |state: &&Held| {
            main(candidate.name_kind)
                || !main(state.name_kind) && candidate.matched == MatchKind::Exact && self.is_large_in(state, candidate)
        };
        // "Donetsk airport" is in the town.
        let stated =
            |m: &usize| matches!(self.mentions[*m].stated, Some(FeatureClass::Administrative | FeatureClass::Area));
        let town = candidate.level == Level::Place && candidate.admin1.is_some() && !mentions.iter().any(stated);
        if town { namesake().filter(named) } else { None }
    }

    /// How much the state called after a town leads by name and size alone, and a little more, where the town is large in it.
    fn lead_of_state(&self, state: &Held, town: &Candidate) -> f64 {
        if self.is_large_in(state, town) { state.prior - town.prior + SEAT_AHEAD } else { 0.0 }
    }

    /// Whether so many of a state's people live in a town that its name is the town's first.
    fn is_large_in(&self, state: &Held, town: &Candidate) -> bool {
        let people = |place| self.gazetteer.place(place).and_then(|view| view.population());
        people(town.place).zip(people(state.place)).is_some_and(|(town, state)| town * SEAT_SHARE >= state)
    }

    /// Whether the text gives this mention as the container of the one before, and the candidate has a place of that name.
    /// Whether the name stands in a list with states of the same country, or with countries: "New Jersey, New York and Ohio".
    fn is_listed(&self, mention: usize, candidate: &Candidate) -> bool {
        let alike = |other: usize| {
            self.top_of(other).is_some_and(|top| {
                top.level == candidate.level
                    && top.place != candidate.place
                    && (top.level < Level::Admin1 || top.country == candidate.country)
            })
        };
        let joined = |first: usize| {
            let between = self.between(first);
            between.as_deref().is_some_and(|words| matches!(words, ["," | "and" | "or" | "&"] | [",", "and" | "or"]))
        };
        (joined(mention) && alike(mention + 1)) || mention.checked_sub(1).is_some_and(|m| joined(m) && alike(m))
    }

    fn contains_previous(&self, mention: usize, candidate: &Candidate) -> bool {
        let Some(previous) = mention.checked_sub(1) else { return false };
        let between = self.between(previous);
        let adjacent = between.as_deref().is_some_and(|words| matches!(words, ["," | "("] | []));
        let holders = self.group_of.get(&previous).and_then(|g| self.holders.get(*g));
        adjacent
            && holders.into_iter().flatten().any(|Held { level, country, admin1, .. }| match candidate.level {
                Level::Country => *level > Level::Country && *country == candidate.country,
                Level::Admin1 => *level > Level::Admin1 && *admin1 == Some(candidate.place),
                _ => false,
            })
    }

    /// The words between a mention and the next one of its sentence.
    fn between(&self, mention: usize) -> Option<Vec<&'a str>> {
        let (here, there) = (self.mentions.get(mention)?, self.mentions.get(mention + 1)?);
        let same = self.text.sentence_of(here.tokens.start) == self.text.sentence_of(there.tokens.start);
        same.then(|| {
            (here.tokens.end..there.tokens.start)
                .filter_map(|t| self.text.tokens().get(t))
                .map(|t| self.text.word(t))
                .collect()
        })
    }

    /// The name of the container that the text gives a mention and that holds the candidate: `Bangor, Maine`, `X in the Y region`.
    fn container(&self, mention: usize, candidate: &Candidate) -> Option<&'a str> {
        let next = mention + 1;
        let between = self.between(mention)?;
        let plain = matches!(
            between.as_slice(),
            ["," | "("] | [] | ["in" | "of"] | ["in" | "of", "the"] | [",", "in"] | [",", "in", "the"]
        ) || matches!(between.as_slice(), ["in" | "of", "the", word] if matches!(*word, "disputed" | "breakaway" | "mountainous" | "northern" | "southern" | "eastern" | "western"));
        let top = self.top_of(next)?;
        let holds = plain && top.level < candidate.level && self.holds(top, candidate);
        holds.then(|| self.gazetteer.place(top.place).map(|v| v.name())).flatten()
    }

    fn holds(&self, top: &Voice, candidate: &Candidate) -> bool {
        match top.level {
            Level::Country => top.country.is_some() && candidate.country == top.country,
            Level::Admin1 => candidate.admin1 == Some(top.place),
            _ => self
                .gazetteer
                .outline(top.place)
                .is_some_and(|area| area.geometry().contains(&Point::from(candidate.at))),
        }
    }

    /// How near the other names' places are, 0 to 1.
    fn near(&self, group: usize, candidate: &Candidate) -> f64 {
        let others = self.voices.iter().enumerate().filter(|(number, _)| *number != group).flat_map(|(_, all)| all);
        let sum: f64 = others
            .filter(|v| v.level >= Level::Admin1 && v.place != candidate.place)
            .map(|v| v.share * closeness(v.heading, candidate.heading, self.weights.near_km))
            .sum();
        sum.min(1.0)
    }
}

/// What a group itself put into a table of beliefs.
fn mine(own: &[Voice], which: impl Fn(&Voice) -> bool) -> f64 {
    own.iter().filter(|v| which(v)).map(|v| v.belief).sum()
}

/// The share of a key in a table of beliefs, without what the asking group itself put there.
fn share<K: Ord>(table: &BTreeMap<K, f64>, key: &K, mine: f64, own: &[Voice]) -> f64 {
    let total: f64 = table.values().sum::<f64>() - own.iter().map(|v| v.belief).sum::<f64>();
    let here = table.get(key).copied().unwrap_or(0.0) - mine;
    // One name alone is weak evidence: it counts as if one unknown name stood beside it.
    (here / (total + 1.0)).clamp(0.0, 1.0)
}

/// The unit vector from the middle of the earth to a position.
pub(super) fn heading(at: LonLat) -> [f64; 3] {
    let (lon, lat) = (at.lon.to_radians(), at.lat.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// 1 at the same spot, a third at `reach` kilometres, next to nothing from six times that on.
fn closeness(a: [f64; 3], b: [f64; 3], reach: f64) -> f64 {
    // The chord: for weights, as good as the way over ground.
    let km = 6371.0 * a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
    if km > 6.0 * reach { 0.0 } else { (-km / reach).exp() }
}

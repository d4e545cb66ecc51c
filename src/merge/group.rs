//! Which incidents are one event, decided from little: of each incident only what the rule asks for is held, and what repeats is
//! held once.

use super::{Merging, NEAR, SPAN};
use crate::geography::{LonLat, distance};
use crate::incident::{Incident, PartySide};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// A report and an incident of it, by their numbers: where the report stands among the analyses in order, and where the incident
/// among its incidents.
pub(crate) type Telling = (u32, u32);

/// Groups of incidents that are one event each, as they come, report by report.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    groups: Vec<Group>,
    by_cell: BTreeMap<Cell, Vec<u32>>,
    words: Words,
    traits: HashMap<Rc<Traits>, u32>,
    by_number: Vec<Rc<Traits>>,
}

#[derive(Debug)]
struct Group {
    /// Who tells it, in the order of the reports.
    told: Vec<Telling>,
    /// What they tell, each once.
    traits: Vec<u32>,
}

impl Groups {
    /// Adds the incidents of a report; reports must come in their order.
    pub fn add(&mut self, report: usize, incidents: &[Incident], merging: Merging) {
        let report = u32::try_from(report).unwrap_or(u32::MAX);
        for (number, incident) in (0u32..).zip(incidents) {
            let traits = if merging == Merging::Together { self.words.traits(incident) } else { None };
            let Some((cell, traits)) = traits else {
                self.groups.push(Group { told: vec![(report, number)], traits: Vec::new() });
                continue;
            };
            let group = self.known(report, &cell, &traits).unwrap_or(self.groups.len());
            let traits = self.number(traits);
            match self.groups.get_mut(group) {
                Some(known) => {
                    known.told.push((report, number));
                    if !known.traits.contains(&traits) {
                        known.traits.push(traits);
                    }
                }
                None => self.groups.push(Group { told: vec![(report, number)], traits: vec![traits] }),
            }
            let here = self.by_cell.entry(cell).or_default();
            let group = u32::try_from(group).unwrap_or(u32::MAX);
            if !here.contains(&group) {
                here.push(group);
            }
        }
    }

    /// The first group that an incident of a report belongs to: it agrees with each that tells it, and its report does not tell it
    /// yet.
    fn known(&self, report: u32, cell: &Cell, traits: &Traits) -> Option<usize> {
        let mut best: Option<u32> = None;
        for group in cell.around().filter_map(|cell| self.by_cell.get(&cell)).flatten() {
            if best.is_some_and(|best| best <= *group) {
                continue;
            }
            let Some(known) = self.groups.get(*group as usize) else { continue };
            // Reports come in order: the last one is the one that may tell it already.
            let again = known.told.last().is_some_and(|(last, _)| *last == report);
            let mut told = known.traits.iter().filter_map(|number| self.by_number.get(*number as usize));
            if !again && told.all(|known| self.words.is_one(known, traits)) {
                best = Some(*group);
            }
        }
        best.map(|best| best as usize)
    }

    fn number(&mut self, traits: Traits) -> u32 {
        if let Some(number) = self.traits.get(&traits) {
            return *number;
        }
        let number = u32::try_from(self.by_number.len()).unwrap_or(u32::MAX);
        let traits = Rc::new(traits);
        self.by_number.push(Rc::clone(&traits));
        self.traits.insert(traits, number);
        number
    }

    /// Who tells each event, in the order of the events.
    pub fn into_told(self) -> Vec<Vec<Telling>> {
        self.groups.into_iter().map(|group| group.told).collect()
    }
}

/// Words by numbers.
#[derive(Debug, Default)]
struct Words {
    numbers: HashMap<Rc<str>, u32>,
    by_number: Vec<Rc<str>>,
}

/// Of an incident what the rule asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Traits {
    battle: bool,
    sub_event_type: u32,
    candidates: Box<[u32]>,
    first: Date,
    last: Date,
    /// The bits of longitude and latitude.
    at: [u64; 2],
    town: bool,
    place: Option<u32>,
    /// Those that count, each by its one name, where it has one, and by its folded words.
    parties: Box<[(Option<u32>, u32)]>,
}

/// Where and of what an incident is, roughly: only what lies in one cell or the next can be one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    event_type: u32,
    /// Tenths of a degree; a tenth of latitude is 11 km, more than [`NEAR`].
    row: i32,
    /// As many parts of the circle of latitude, each wider than [`NEAR`] up to 60° north and south.
    column: i32,
}

impl Cell {
    /// The cell itself and those beside it; nearer the poles more columns are as near.
    fn around(self) -> impl Iterator<Item = Self> {
        let wide = if self.row.abs() > 600 { 4 } else { 1 };
        (-1..=1).flat_map(move |row| {
            (-wide..=wide).map(move |column| Self {
                event_type: self.event_type,
                row: self.row + row,
                column: (self.column + column + 1800).rem_euclid(3600) - 1800,
            })
        })
    }
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.by_number.len()).unwrap_or(u32::MAX);
        let word: Rc<str> = word.into();
        self.by_number.push(Rc::clone(&word));
        self.numbers.insert(word, number);
        number
    }

    /// `None` for what cannot be merged: undated, loosely dated, unlocated.
    fn traits(&mut self, incident: &Incident) -> Option<(Cell, Traits)> {
        let (first, last) = incident.date_start.zip(incident.date_end)?;
        let at = incident.at().filter(|at| at.is_valid() && (last - first).get_days() < SPAN)?;
        let tenth = |degrees: f64| (degrees * 10.0).floor() as i32;
        let event_type = self.number(&incident.event_type);
        let cell = Cell { event_type, row: tenth(at.lat), column: tenth(at.lon) };
        let battle = incident.event_type == "Battles";
        // Who acts, or in a battle, which both sides fight, whoever fights.
        let counts = incident.parties.iter().filter(|p| p.side == PartySide::Actor || (battle && p.kind.is_some()));
        let parties = counts.map(|party| {
            let known_as = party.known_as.as_deref().map(|name| self.number(name));
            (known_as, self.number(&crate::gazetteer::names::fold(&party.name)))
        });
        let parties = parties.collect();
        let traits = Traits {
            battle,
            sub_event_type: self.number(&incident.sub_event_type),
            candidates: incident.sub_event_candidates.iter().map(|word| self.number(word)).collect(),
            first,
            last,
            at: [at.lon.to_bits(), at.lat.to_bits()],
            town: incident.geo_precision.is_some_and(|precision| precision <= 2),
            place: incident.place_id.as_ref().map(|id| self.number(&id.0)),
            parties,
        };
        Some((cell, traits))
    }

    /// The rule; see the head of the module above. What costs least is asked first.
    fn is_one(&self, one: &Traits, two: &Traits) -> bool {
        if !one.is_one_time(two) || !one.is_one_type(two) {
            return false;
        }
        let near = one.is_one_place(two);
        if near == Nearness::Apart {
            return false;
        }
        let shared = self.shares_party(one, two);
        shared != Some(false) && (near == Nearness::Town || shared == Some(true))
    }

    /// Whether two incidents have a party in common; `None` when one of them names none.
    fn shares_party(&self, one: &Traits, two: &Traits) -> Option<bool> {
        if one.parties.is_empty() || two.parties.is_empty() {
            return None;
        }
        let same = |a: &(Option<u32>, u32), b: &(Option<u32>, u32)| match (a.0, b.0) {
            (Some(a), Some(b)) => a == b,
            _ => self.shares_word(a.1, b.1),
        };
        Some(one.parties.iter().any(|a| two.parties.iter().any(|b| same(a, b))))
    }

    /// `gunmen` and `unknown gunmen`.
    fn shares_word(&self, one: u32, two: u32) -> bool {
        let word = |number: u32| self.by_number.get(number as usize).map_or("", |word| &**word);
        let mut words = word(one).split(' ').filter(|word| word.len() > 2);
        words.any(|one| word(two).split(' ').any(|other| other == one))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearness {
    /// In one town, or as near.
    Town,
    /// In one region, where much may happen on a day.
    Region,
    Apart,
}

impl Traits {
    fn is_one_type(&self, two: &Self) -> bool {
        self.sub_event_type == two.sub_event_type
            || self.candidates.contains(&two.sub_event_type)
            || two.candidates.contains(&self.sub_event_type)
    }

    fn is_one_time(&self, two: &Self) -> bool {
        self.first <= two.last && two.first <= self.last
    }

    fn is_one_place(&self, two: &Self) -> Nearness {
        let same = self.place == two.place;
        let at = |traits: &Self| LonLat::new(f64::from_bits(traits.at[0]), f64::from_bits(traits.at[1]));
        match self.town && two.town {
            true if same || distance(at(self), at(two)) <= NEAR => Nearness::Town,
            false if same => Nearness::Region,
            _ => Nearness::Apart,
        }
    }
}

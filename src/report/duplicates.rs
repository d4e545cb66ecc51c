//! Reports that tell the same in the same words: reprints, feeds read twice, a story with another headline.
//!
//! The same: all words are the same, whatever stands between them. Nearly the same: of their runs of three words at least
//! [`ALIKE`] are in both, as the smallest hashes of these runs tell (Broder, *On the resemblance and containment of documents*, 1997), and
//! no number of the one is missing in the other: two alerts from one template about two quakes stay two. Both only within [`DAYS`] of
//! each other, where both are dated.

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use twox_hash::XxHash3_64;

/// The share of runs of words that nearly the same texts have in common.
pub const ALIKE: f64 = 0.75;
/// Words below which only the very same text is a duplicate: short alerts look alike.
pub const SHORT: usize = 40;
/// Days between two reports of which one may be the reprint of the other.
pub const DAYS: i32 = 7;

/// So many of the smallest hashes are kept.
const KEPT: usize = 24;
/// … and so many of them find a report again.
const KEYS: usize = 4;
/// The most reports that are looked at for a run of words.
const CROWD: usize = 64;
/// The most numbers that are kept of a report.
const NUMBERS: usize = 12;

/// What a report is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Of all words, in their order.
    same: [u8; 16],
    /// The smallest hashes of runs of three words, in order; none for a short text.
    runs: Vec<u32>,
    /// Hashes of the numbers in it, in order.
    numbers: Vec<u32>,
    day: Option<Date>,
}

impl Fingerprint {
    /// The fingerprint of a text and the day it was published.
    pub fn of(text: &str, day: Option<Date>) -> Self {
        let mut digest = Sha256::new();
        let (mut runs, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        let (mut before, mut words) = ([0_u64; 2], 0);
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            let lower = lower(word);
            digest.update(lower.as_bytes());
            digest.update(b" ");
            words += 1;
            let hash = XxHash3_64::oneshot(lower.as_bytes());
            if word.starts_with(char::is_numeric) {
                numbers.insert(short(hash));
            }
            if words > 2 {
                let run = XxHash3_64::oneshot_with_seed(hash ^ before[0].rotate_left(21), &before[1].to_le_bytes());
                // Only what may be among the smallest is put in its place.
                if runs.len() < KEPT || runs.last().is_some_and(|largest| short(run) < *largest) {
                    runs.insert(short(run));
                }
                if runs.len() > KEPT {
                    runs.pop_last();
                }
            }
            before = [before[1], hash];
        }
        let mut same = [0; 16];
        same.copy_from_slice(&digest.finalize()[..16]);
        let runs = if words < SHORT { Vec::new() } else { runs.into_iter().collect() };
        Self { same, runs, numbers: numbers.into_iter().take(NUMBERS).collect(), day }
    }

    fn is_near_in_time(&self, other: Option<Date>) -> bool {
        let days = self.day.zip(other).and_then(|(a, b)| a.until(b).ok()).map(|span| span.get_days().abs());
        days.is_none_or(|days| days <= DAYS)
    }

    /// The share of runs that two texts have in common, by the smallest hashes of both together.
    fn likeness(&self, other: &Self) -> f64 {
        let smallest: BTreeSet<u32> = self.runs.iter().chain(&other.runs).copied().collect();
        let smallest: Vec<u32> = smallest.into_iter().take(KEPT).collect();
        let both = smallest.iter().filter(|h| self.runs.contains(h) && other.runs.contains(h)).count();
        both as f64 / smallest.len().max(1) as f64
    }

    /// Whether one has no number that the other lacks: a reprint may add the hour of its print.
    fn tells_the_same_numbers(&self, other: &Self) -> bool {
        let within = |one: &Self, two: &Self| one.numbers.iter().all(|n| two.numbers.contains(n));
        within(self, other) || within(other, self)
    }
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) { word.into() } else { word.to_lowercase().into() }
}

fn short(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Which earlier report tells the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The id of the first report that tells it.
    pub of: String,
    /// Whether all words are the same.
    pub exact: bool,
}

/// The reports of a run so far: some 300 bytes each.
#[derive(Debug, Default)]
pub struct Seen {
    reports: Vec<(String, Fingerprint)>,
    same: HashMap<[u8; 16], u32>,
    by_run: HashMap<u32, Vec<u32>>,
}

impl Seen {
    /// Takes a report in; the earlier one that tells the same, if any.
    pub fn take(&mut self, id: &str, print: Fingerprint) -> Option<Duplicate> {
        let known = self.same.get(&print.same).and_then(|number| self.reports.get(*number as usize));
        if let Some((of, _)) = known.filter(|(_, other)| print.is_near_in_time(other.day)) {
            return Some(Duplicate { of: of.clone(), exact: true });
        }
        if let Some(of) = self.nearest(&print) {
            return Some(Duplicate { of, exact: false });
        }
        let number = u32::try_from(self.reports.len()).ok()?;
        self.same.insert(print.same, number);
        for run in print.runs.iter().take(KEYS) {
            let known = self.by_run.entry(*run).or_default();
            // What stands in every report of a series finds nothing again.
            if known.len() < CROWD {
                known.push(number);
            }
        }
        self.reports.push((id.to_owned(), print));
        None
    }

    fn nearest(&self, print: &Fingerprint) -> Option<String> {
        let keys = print.runs.iter().take(KEYS);
        let candidates: BTreeSet<u32> = keys.filter_map(|run| self.by_run.get(run)).flatten().copied().collect();
        let mut alike: Vec<(f64, &str)> = Vec::new();
        for (id, other) in candidates.into_iter().filter_map(|number| self.reports.get(number as usize)) {
            let likeness = print.likeness(other);
            if likeness >= ALIKE && print.tells_the_same_numbers(other) && print.is_near_in_time(other.day) {
                alike.push((likeness, id));
            }
        }
        // The likest; of two as like as each other the earlier one.
        alike.into_iter().reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, id)| id.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const STORY: &str = "Shells fell on the market of Kupiansk on Monday, killing three people and wounding eleven, the mayor said. \
        Rescuers dug through the rubble of a bakery until midnight. The governor of Kharkiv called for more air defence, and said that \
        two bridges over the Oskil had been closed to lorries. In Izium a school was hit on the same day; nobody was hurt there.";

    fn taken(texts: &[&str]) -> Vec<Option<(String, bool)>> {
        let mut seen = Seen::default();
        let take = |(number, text): (usize, &&str)| {
            seen.take(&format!("r{number}"), Fingerprint::of(text, Some(date(2024, 5, 14)))).map(|d| (d.of, d.exact))
        };
        texts.iter().enumerate().map(take).collect()
    }

    #[test]
    fn reprints_are_found_whatever_stands_between_the_words() {
        let shouted = format!("  {}\n\n", STORY.to_uppercase().replace(", ", " — "));
        let longer = format!("{STORY} Reporting by our staff; editing by the desk");
        let found = taken(&[STORY, &shouted, &longer, "Another story altogether."]);
        assert_eq!(found[0], None);
        assert_eq!(found[1], Some(("r0".to_owned(), true)));
        assert_eq!(found[2].as_ref().map(|d| d.0.as_str()), Some("r0"), "{found:?}");
        assert_eq!(found[3], None);
    }

    #[test]
    fn a_template_filled_anew_is_another_report() {
        let alert = |place: &str, size: &str, depth: &str| {
            format!(
                "An earthquake of magnitude {size} struck near {place} at a depth of {depth} kilometres on Monday, the survey said. There were no reports of damage. The survey said that people in the area should expect aftershocks, stay away from damaged buildings and follow the advice of local authorities. No tsunami warning was issued."
            )
        };
        let (one, two) = (alert("Izmir", "5.1", "10"), alert("Valdivia", "6.3", "35"));
        assert_eq!(taken(&[&one, &two]), [None, None]);
        assert_eq!(taken(&["Nothing.", "Nothing at all."]), [None, None]);
    }

    #[test]
    fn a_story_of_another_month_is_none() {
        let mut seen = Seen::default();
        assert_eq!(seen.take("a", Fingerprint::of(STORY, Some(date(2024, 5, 14)))), None);
        assert_eq!(seen.take("b", Fingerprint::of(STORY, Some(date(2024, 6, 30)))), None);
        assert!(seen.take("c", Fingerprint::of(STORY, None)).is_some());
    }

    proptest! {
        #[test]
        fn the_same_text_is_always_found(text in "(\\PC{1,12} ){1,60}") {
            prop_assert!(taken(&[&text, &text])[1].as_ref().is_some_and(|d| d.1));
        }
    }
}

//! What look-ups cost in the gazetteer inside the program and in imported ones: the mean, the middle and the slowest hundredth;
//! beside them what the same names cost others, in the same run.
//!
//! ```text
//! python3 benches/make_dump.py 1000000 /tmp/dump
//! reportmap gazetteer import /tmp/dump/allCountries.txt /tmp/dump/alternateNamesV2.txt -o /tmp/dump/million.rmg
//! REPORTMAP_RMG=/tmp/dump/million.rmg cargo bench --bench gazetteer
//! ```

mod peers;

use peers::{Scan, Sqlite};
use reportmap::gazetteer::{Gazetteer, Likeness, Search};
use reportmap::geography::{LonLat, Metres};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Look-ups of a kind.
const SAMPLES: usize = 2000;

fn main() {
    println!("{:<28} {:>12} {:>12} {:>12}", "", "mean", "middle", "99 of 100");
    measure("inside the program", &Gazetteer::embedded());
    let files = std::env::var("REPORTMAP_RMG").unwrap_or_default();
    for file in files.split(':').filter(|file| !file.is_empty()).map(PathBuf::from) {
        let opened = times(200, |_| {
            black_box(Gazetteer::file(&file).expect("the file is a gazetteer"));
        });
        let gazetteer = Gazetteer::file(&file).expect("the file is a gazetteer");
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        say(&format!("{name}: open"), opened);
        measure(&name, &gazetteer);
    }
}

fn measure(title: &str, gazetteer: &Gazetteer) {
    let places: usize = gazetteer.summaries().iter().map(|summary| summary.places as usize).sum();
    let step = (places / SAMPLES).max(1);
    let views: Vec<_> = gazetteer.all().step_by(step).take(SAMPLES).collect();
    let names: Vec<String> = views.iter().map(|view| view.name().to_owned()).collect();
    let places: Vec<LonLat> = views.iter().map(|view| view.at()).collect();
    let same = Search { likeness: Likeness::Same, ..Search::default() };
    let exact = say(
        &format!("{title}: exact"),
        times(names.len(), |n| {
            black_box(gazetteer.search(&names[n], &same));
        }),
    );
    say(
        &format!("{title}: by key"),
        times(names.len(), |n| {
            black_box(gazetteer.search(&names[n], &Search { likeness: Likeness::Spelling, ..Search::default() }));
        }),
    );
    let wrong: Vec<String> = names.iter().enumerate().map(|(n, name)| misspelt(name, n)).collect();
    say(
        &format!("{title}: one letter wrong"),
        times(wrong.len(), |n| {
            black_box(gazetteer.search(&wrong[n], &Search { likeness: Likeness::Typing, ..Search::default() }));
        }),
    );
    let fuzzy = say(
        &format!("{title}: fuzzy"),
        times(wrong.len(), |n| {
            black_box(gazetteer.search(&wrong[n], &Search::default()));
        }),
    );
    let begun: Vec<String> = names.iter().enumerate().map(|(n, name)| name.chars().take(1 + n % 5).collect()).collect();
    let prefix = Search { likeness: Likeness::Prefix, ..Search::default() };
    let typed = say(
        &format!("{title}: prefix"),
        times(begun.len(), |n| {
            black_box(gazetteer.search(&begun[n], &prefix));
        }),
    );
    say(
        &format!("{title}: areas at"),
        times(places.len(), |n| {
            black_box(gazetteer.containing(places[n]));
        }),
    );
    say(
        &format!("{title}: nearest"),
        times(places.len(), |n| {
            black_box(gazetteer.nearest(places[n], Metres(5_000.0), 1));
        }),
    );
    // Beyond this the peers are not waited for.
    if gazetteer.summaries().iter().map(|summary| summary.names).sum::<usize>() > 3_000_000 {
        return;
    }
    let sqlite = Sqlite::of(gazetteer).expect("SQLite takes names into memory");
    let scan = Scan::of(gazetteer);
    let beside = |what: &str, ours: Duration, count: usize, each: &mut dyn FnMut(usize)| {
        let theirs = say(&format!("  {what}"), times(count, each));
        println!("{:>28} {:>38.0} times ours", "", theirs.as_secs_f64() / ours.as_secs_f64().max(1e-9));
    };
    let some = |of: usize, n: usize| n * (names.len() / of).max(1) % names.len();
    beside("SQLite FTS5: phrase", exact, 200, &mut |n| {
        black_box(sqlite.phrase(&names[some(200, n)]).expect("a phrase"));
    });
    beside("SQLite FTS5: prefix", typed, 50, &mut |n| {
        black_box(sqlite.prefix(&begun[some(50, n)]).expect("a prefix"));
    });
    beside("SQLite FTS5: trigrams", fuzzy, 50, &mut |n| {
        black_box(sqlite.alike(&wrong[some(50, n)]).expect("trigrams"));
    });
    beside("scan with strsim", fuzzy, 10, &mut |n| {
        black_box(scan.alike(&wrong[some(10, n)]));
    });
}

/// A name with its middle letter exchanged, its first one, two neighbours, or two letters.
fn misspelt(name: &str, number: usize) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let middle = letters.len() / 2;
    let wrong: &[usize] = match number % 4 {
        0 => &[middle],
        1 => &[0],
        2 => {
            letters.swap(middle, middle.saturating_sub(1));
            &[]
        }
        _ => &[1, letters.len().saturating_sub(1)],
    };
    wrong.iter().filter_map(|at| letters.get_mut(*at).map(|letter| *letter = 'q')).count();
    letters.into_iter().collect()
}

/// Rounds of a measurement. Of each sample the fastest counts: in the others another program had the core.
const ROUNDS: usize = 3;

fn times(count: usize, mut each: impl FnMut(usize)) -> Vec<Duration> {
    // Once without the clock: what is read for the first time is checked, and comes from the disk.
    (0..count).for_each(&mut each);
    let mut best = vec![Duration::MAX; count];
    for _ in 0..ROUNDS {
        for (number, best) in best.iter_mut().enumerate() {
            let started = Instant::now();
            each(number);
            *best = started.elapsed().min(*best);
        }
    }
    best
}

/// Prints times, and gives their mean.
fn say(what: &str, mut times: Vec<Duration>) -> Duration {
    times.sort();
    let mean = times.iter().sum::<Duration>() / times.len().max(1) as u32;
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!("{what:<28} {mean:>12.2?} {:>12.2?} {:>12.2?}", at(50), at(99));
    mean
}

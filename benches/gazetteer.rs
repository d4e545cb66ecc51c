//! What look-ups cost in the gazetteer inside the program and in imported ones: the mean, the middle and the slowest hundredth.
//!
//! ```text
//! python3 benches/make_dump.py 1000000 /tmp/dump
//! reportmap gazetteer import /tmp/dump/allCountries.txt /tmp/dump/alternateNamesV2.txt -o /tmp/dump/million.rmg
//! REPORTMAP_RMG=/tmp/dump/million.rmg cargo bench --bench gazetteer
//! ```

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
    say(
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
    let wrong: Vec<String> = names.iter().map(|name| misspelt(name)).collect();
    say(
        &format!("{title}: one letter wrong"),
        times(wrong.len(), |n| {
            black_box(gazetteer.search(&wrong[n], &Search { likeness: Likeness::Typing, ..Search::default() }));
        }),
    );
    say(
        &format!("{title}: fuzzy"),
        times(wrong.len().min(300), |n| {
            black_box(gazetteer.search(&wrong[n * (wrong.len() / 300).max(1) % wrong.len()], &Search::default()));
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
}

/// A name with its middle letter exchanged.
fn misspelt(name: &str) -> String {
    let middle = name.chars().count() / 2;
    name.chars().enumerate().map(|(at, letter)| if at == middle { 'q' } else { letter }).collect()
}

fn times(count: usize, mut each: impl FnMut(usize)) -> Vec<Duration> {
    // Once without the clock: what is read for the first time is checked, and comes from the disk.
    (0..count).for_each(&mut each);
    (0..count)
        .map(|number| {
            let started = Instant::now();
            each(number);
            started.elapsed()
        })
        .collect()
}

fn say(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let mean = times.iter().sum::<Duration>() / times.len().max(1) as u32;
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!("{what:<28} {mean:>12.2?} {:>12.2?} {:>12.2?}", at(50), at(99));
}

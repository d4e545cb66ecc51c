//! Fits the weights of the ranking: one weight at a time is moved up and down, and stays where more of the annotated mentions
//! find their place. Few weights and a coarse grid: there is little to learn by heart.

use crate::evaluate::Gold;
use crate::gazetteer::{Gazetteer, Level};
use crate::geography::{LonLat, Metres, distance};
use crate::recognize::{Recognized, given};
use crate::resolve::{Home, Setting, Toponym, Weights, resolve_in};
use crate::text::{Span, Text};
use geo::{Contains, Point};
use rayon::prelude::*;

/// How often all weights are gone through.
const PASSES: usize = 2;
/// By how much a weight is tried up and down, as a share of itself.
const STEPS: [f64; 2] = [0.5, 0.2];
/// What a weight near zero is moved by.
const LEAST: f64 = 0.4;
/// How many steps a weight may go at a time.
const FURTHEST: usize = 4;
/// A change is worth it from this gain on, in shares of the mentions: less is chance.
const GAIN: f64 = 0.0002;

/// Within 161 km, 100 miles, a place is right (Leidner 2007).
const RIGHT_M: f64 = 161_000.0;

/// A report with what was annotated in it, ready to be resolved.
struct Prepared {
    text: Text,
    found: Recognized,
    home: Option<Home>,
    wanted: Vec<(Span, LonLat)>,
}

/// The weights that place most of the annotated mentions right, from `start` on.
pub fn fit_ranker(corpora: &[Gold], gazetteer: &Gazetteer, start: Weights) -> Weights {
    let prepared: Vec<Vec<Prepared>> =
        corpora.iter().map(|gold| gold.reports.par_iter().map(|r| prepare(r, gazetteer)).collect()).collect();
    let mut best = start;
    let mut right = score(&prepared, gazetteer, &best);
    for _ in 0..PASSES {
        for step in STEPS {
            for weight in WEIGHTS {
                for sign in [1.0, -1.0] {
                    // As long as it helps, further in the same direction.
                    for _ in 0..FURTHEST {
                        let mut tried = best;
                        let value = weight(&mut tried);
                        *value += sign * (value.abs() * step).max(LEAST * step);
                        let share = score(&prepared, gazetteer, &tried);
                        if share < right + GAIN {
                            break;
                        }
                        (best, right) = (tried, share);
                    }
                }
            }
        }
    }
    best
}

/// The weights that are fitted. How sharp belief is comes from calibration, not from what is right.
const WEIGHTS: [fn(&mut Weights) -> &mut f64; 22] = [
    |w| &mut w.prominence,
    |w| &mut w.state,
    |w| &mut w.country,
    |w| &mut w.near,
    |w| &mut w.near_km,
    |w| &mut w.lead,
    |w| &mut w.alternate,
    |w| &mut w.capital,
    |w| &mut w.nation,
    |w| &mut w.area,
    |w| &mut w.province,
    |w| &mut w.county,
    |w| &mut w.stated,
    |w| &mut w.container,
    |w| &mut w.contains,
    |w| &mut w.listed,
    |w| &mut w.seat,
    |w| &mut w.region,
    |w| &mut w.in_county,
    |w| &mut w.home_country,
    |w| &mut w.home,
    |w| &mut w.curated,
];

fn prepare(gold: &crate::evaluate::GoldReport, gazetteer: &Gazetteer) -> Prepared {
    let text = Text::new(gold.report.text.clone());
    let spans: Vec<Span> = gold.toponyms.iter().map(|t| t.span).collect();
    let found = given(&text, &spans, gazetteer, None);
    let home = gold.report.source.as_deref().and_then(Home::of);
    let wanted = gold.toponyms.iter().filter_map(|t| Some((t.span, t.at?))).collect();
    Prepared { found, text, home, wanted }
}

/// The share of the mentions that find their place, of the mean corpus, by the strict and the tolerant measure, from the text
/// alone and with its source.
fn score(prepared: &[Vec<Prepared>], gazetteer: &Gazetteer, weights: &Weights) -> f64 {
    let mut sum = 0.0;
    for reports in prepared {
        let sourced = reports.iter().any(|p| p.home.is_some());
        let of = |with_source: bool| {
            let right: f64 = reports
                .par_iter()
                .map(|report| {
                    let setting = Setting { weights, home: report.home.as_ref().filter(|_| with_source) };
                    right(report, &resolve_in(&report.text, &report.found, &setting, gazetteer).toponyms, gazetteer)
                })
                .collect::<Vec<f64>>()
                .iter()
                .sum();
            right / reports.iter().map(|r| r.wanted.len()).sum::<usize>().max(1) as f64
        };
        // The text alone is what most reports have.
        sum += if sourced { 0.7 * of(false) + 0.3 * of(true) } else { of(false) };
    }
    sum / prepared.len().max(1) as f64
}

/// How many mentions of a report are right, strictly and tolerantly each for a half.
fn right(report: &Prepared, toponyms: &[Toponym], gazetteer: &Gazetteer) -> f64 {
    let worth = |toponym: &Toponym, at: LonLat| {
        let Some(place) = &toponym.place else { return 0.0 };
        if distance(place.at, at) <= Metres(RIGHT_M) {
            return 1.0;
        }
        let area = toponym.place_ref.filter(|_| matches!(place.level, Level::Country | Level::Admin1));
        let outline = area.and_then(|place| gazetteer.outline(place));
        if outline.is_some_and(|o| o.geometry().contains(&Point::from(at))) { 0.5 } else { 0.0 }
    };
    let found =
        |span: Span| toponyms.binary_search_by_key(&span.start, |t| t.span.start).ok().and_then(|t| toponyms.get(t));
    report.wanted.iter().filter_map(|(span, at)| Some(worth(found(*span)?, *at))).sum()
}

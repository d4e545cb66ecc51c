//! Killed and injured: numbers in digits and in words.

use super::incident::Count;
use super::scene::Scene;
use std::ops::Range;

/// Deaths and injuries that a range of tokens states.
pub(super) fn of(scene: &Scene<'_>, range: Range<usize>) -> (Option<Count>, Option<Count>) {
    let killed =
        |word: &str| matches!(word, "killed" | "killing" | "dead" | "died" | "deaths" | "fatalities" | "kills");
    let injured = |word: &str| matches!(word, "injured" | "wounded" | "injuring" | "wounding" | "hurt" | "injuries");
    (find(scene, range.clone(), killed), find(scene, range, injured))
}

fn find(scene: &Scene<'_>, range: Range<usize>, is_word: impl Fn(&str) -> bool) -> Option<Count> {
    let at = range.clone().find(|t| is_word(scene.word(*t)))?;
    // "at least 12 people were killed" stands before, "killed 12 people" behind; nothing is read over another such word.
    let before = (at.saturating_sub(8).max(range.start)..at)
        .rev()
        .take_while(|t| {
            !matches!(scene.written(*t), ";" | ",") && !matches!(scene.word(*t), "injured" | "wounded" | "killed")
        })
        .find_map(|t| count(scene, t));
    let behind = || {
        (at + 1..(at + 5).min(range.end))
            .take_while(|t| !matches!(scene.written(*t), ";" | ","))
            .find_map(|t| count(scene, t))
    };
    let active = matches!(scene.word(at), "killed" | "killing" | "wounding" | "injuring" | "kills");
    if active && !matches!(scene.word(at.saturating_sub(1)), "were" | "was" | "been") {
        behind().or(before)
    } else {
        before
    }
}

fn count(scene: &Scene<'_>, token: usize) -> Option<Count> {
    // A magnitude, a year, a time or a percentage counts no people.
    let next = scene.word(token + 1);
    if scene.written(token + 1) == "%"
        || matches!(next, "percent" | "km" | "miles" | "kilometres" | "kilometers" | "am" | "pm")
    {
        return None;
    }
    let exact = |n: u64| {
        let low = matches!(scene.word(token.saturating_sub(1)), "least" | "than" | "over");
        Some(Count { low: n, best: n, high: if low { n.saturating_mul(2).max(n) } else { n }, stated: None })
    };
    let number = scene.written(token).replace(',', "");
    if let Ok(value) = number.parse::<u64>() {
        let is_year = number.len() == 4
            && (1900..2100).contains(&value)
            && !scene.written(token).contains(',')
            && !matches!(next, "people" | "civilians" | "soldiers" | "persons" | "others" | "children");
        return if is_year { None } else { exact(value) };
    }
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if let Some(value) = WORDS.iter().position(|w| *w == scene.word(token)).filter(|n| *n > 0) {
        return exact(value as u64);
    }
    // ACLED's reading of vague words.
    let vague = match scene.word(token) {
        "several" | "few" | "many" | "some"
            if matches!(next, "people" | "civilians" | "soldiers" | "persons" | "others" | "were" | "dead") =>
        {
            3
        }
        "dozens" | "scores" => 12,
        "hundreds" => 100,
        "thousands" => 1000,
        _ => return None,
    };
    Some(Count { low: vague, best: vague, high: vague, stated: Some(scene.written(token).to_owned()) })
}

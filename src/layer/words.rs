//! The words of the output, and short sentences made of them.

use crate::gazetteer::Level;
use crate::incident::{AssetStatus, Certainty, Claim, Count, Party, Stance, Status};
use crate::resolve::Checked;
use crate::resolve::Outcome;

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Reported => "reported",
        Status::Claimed => "claimed",
        Status::Disputed => "disputed",
        Status::Denied => "denied",
        Status::Confirmed => "confirmed",
    }
}

pub(super) fn asset_status(status: AssetStatus) -> &'static str {
    match status {
        AssetStatus::Damaged => "damaged",
        AssetStatus::Destroyed => "destroyed",
        AssetStatus::Attacked => "attacked",
        AssetStatus::Disrupted => "disrupted",
        AssetStatus::Closed => "closed",
        AssetStatus::Seized => "seized",
        AssetStatus::AtRisk => "at_risk",
        AssetStatus::Undamaged => "undamaged",
        AssetStatus::Restored => "restored",
        AssetStatus::Mentioned => "mentioned",
    }
}

pub(super) fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "asserts",
        Stance::Denies => "denies",
        Stance::Confirms => "confirms",
        Stance::CannotConfirm => "cannot_confirm",
        Stance::Concern => "concern",
    }
}

pub(super) fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Probable => "probable",
        Certainty::Possible => "possible",
    }
}

pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Ambiguous => "ambiguous",
        Outcome::NotAPlace => "not_a_place",
        Outcome::NotInGazetteer => "not_in_gazetteer",
    }
}

pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Continent => "continent",
        Level::Region => "region",
        Level::Country => "country",
        Level::Admin1 => "admin1",
        Level::Admin2 => "admin2",
        Level::Place => "place",
        Level::Site => "site",
    }
}

/// One claim in a line: `Ministry of Defence (military) denies, certain: "No shell was fired"`.
pub(super) fn claim(claim: &Claim) -> String {
    let said = format!(
        "{} ({}) {}, {}",
        claim.speaker,
        claim.speaker_role,
        stance(claim.stance).replace('_', " "),
        certainty(claim.certainty)
    );
    if claim.quote.is_empty() { said } else { format!("{said}: \"{}\"", one_line(&claim.quote)) }
}

/// A party: `RSF fighters (Rapid Support Forces (RSF), SD, rebels)`.
pub(super) fn party(party: &Party) -> String {
    let kind = party.kind.and_then(|kind| serde_json::to_value(kind).ok());
    let kind = kind.and_then(|kind| kind.as_str().map(|kind| kind.replace('_', " ")));
    let known: Vec<String> = [party.known_as.clone(), party.country.clone(), kind].into_iter().flatten().collect();
    if known.is_empty() { party.name.clone() } else { format!("{} ({})", party.name, known.join(", ")) }
}

/// A number of people as the report states it: `3`, `10 to 20`, `dozens (12 or more)`.
pub(super) fn count(count: &Count) -> String {
    match &count.stated {
        Some(words) => format!("{words} ({} or more)", count.low),
        None if count.low == count.high => count.best.to_string(),
        None => format!("{} to {}", count.low, count.high),
    }
}

/// Words on one line, with single spaces.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first letter as a capital.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Some names as a person lists them: `A, B and C`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What a person decided; `None` where nobody did.
pub(super) fn checked(checked: &Checked) -> Option<String> {
    let by = checked.corrected_by.as_ref()?;
    let at = checked.corrected_at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
    let what = if checked.verified { "Verified" } else { "Corrected" };
    Some(format!("{what} by {by}{at}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_analysis() {
        for value in [Status::Reported, Status::Claimed, Status::Disputed, Status::Denied, Status::Confirmed] {
            assert_eq!(serde_json::to_value(value).unwrap(), status(value));
        }
        for value in [AssetStatus::AtRisk, AssetStatus::Undamaged, AssetStatus::Mentioned, AssetStatus::Seized] {
            assert_eq!(serde_json::to_value(value).unwrap(), asset_status(value));
        }
        for value in [Stance::CannotConfirm, Stance::Concern, Stance::Asserts] {
            assert_eq!(serde_json::to_value(value).unwrap(), stance(value));
        }
        for value in [Outcome::NotAPlace, Outcome::Ambiguous] {
            assert_eq!(serde_json::to_value(value).unwrap(), outcome(value));
        }
    }

    #[test]
    fn names_are_listed_as_a_person_lists_them() {
        let names = ["A", "B", "C"].map(str::to_owned);
        assert_eq!(listed(&names), "A, B and C");
        assert_eq!(listed(&names[..1]), "A");
    }
}

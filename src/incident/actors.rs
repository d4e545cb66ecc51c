//! The table of actors: one name for all the ways the press writes a group, the country it is of, and what kind it is.
//!
//! The program's own is `lexicon/actors.csv`; a user's has the same columns and stands before it ([`super::Vocabulary`]).

use super::lexicon::{Phrases, rows};
use serde::de::value::StrDeserializer;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What kind of actor it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// Armed forces, intelligence and border services of a state, or of who holds power in it.
    StateForces,
    /// Who fights a state.
    Rebels,
    /// Armed for a government, a community or a village.
    Militia,
    /// Police.
    Police,
    /// Demonstrators, strikers, crowds.
    Protesters,
    /// Who takes no part.
    Civilians,
    /// Who helps.
    AidWorkers,
    /// Missions and coalitions of several states.
    InternationalForces,
    /// Companies that fight.
    PrivateMilitary,
    /// Gangs, cartels, bandits.
    CriminalGroup,
    /// A party.
    PoliticalParty,
    /// A government or a state as a whole.
    Government,
    /// Any other body.
    Organization,
}

impl ActorKind {
    /// The kind of a name of the table.
    fn named(name: &str) -> Option<Self> {
        Self::deserialize(StrDeserializer::<serde::de::value::Error>::new(name)).ok()
    }
}

/// What the table knows of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Actor {
    /// The one name; empty for words such as `gunmen`.
    pub known_as: String,
    /// ISO 3166-1 alpha-2, where it is of one country.
    pub country: Option<String>,
    /// Its kind.
    pub kind: ActorKind,
}

/// Names of actors.
pub(super) type Actors = Phrases<Actor>;

/// The columns of a table of actors.
pub(super) const COLUMNS: [&str; 4] = ["name", "known_as", "country", "kind"];

/// The table inside the program, read at first use.
pub(super) static SHIPPED: LazyLock<Actors> =
    LazyLock::new(|| Actors::new(rows(include_str!("../../lexicon/actors.csv")).filter_map(|row| entry(&row).ok())));

/// A row of a table of actors; what is wrong with it, when it cannot be read.
pub(super) fn entry(cells: &csv::StringRecord) -> Result<(String, Actor), String> {
    let cell = |n: usize| cells.get(n).unwrap_or_default().trim();
    if cells.len() != COLUMNS.len() {
        return Err(format!(
            "it has {} cells where {} are expected: {}",
            cells.len(),
            COLUMNS.len(),
            COLUMNS.join(",")
        ));
    }
    let (name, known_as, country, kind) = (cells.get(0).unwrap_or_default(), cell(1), cell(2), cell(3));
    if !name.contains(char::is_alphanumeric) {
        return Err("its name is empty".to_owned());
    }
    if !(country.is_empty() || country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase())) {
        return Err(format!("“{country}” is no country; two capitals of ISO 3166-1 are expected, such as SD"));
    }
    let kind = ActorKind::named(kind).ok_or_else(|| {
        format!(
            "“{kind}” is no kind of actor; expected state_forces, rebels, militia, police, protesters, civilians, \
             aid_workers, international_forces, private_military, criminal_group, political_party, government or \
             organization"
        )
    })?;
    let country = (!country.is_empty()).then(|| country.to_owned());
    Ok((name.to_owned(), Actor { known_as: known_as.to_owned(), country, kind }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let mut count = 0;
        for row in rows(include_str!("../../lexicon/actors.csv")) {
            assert!(entry(&row).is_ok(), "{row:?}: {:?}", entry(&row));
            count += 1;
        }
        assert!(count > 400, "{count}");
    }

    #[test]
    fn what_is_wrong_with_a_row_is_said() {
        let row = |cells: [&str; 4]| entry(&csv::StringRecord::from(cells.to_vec())).unwrap_err();
        assert!(row(["", "X", "SD", "rebels"]).contains("empty"));
        assert!(row(["X", "X", "Sudan", "rebels"]).contains("ISO 3166-1"));
        assert!(row(["X", "X", "SD", "baddies"]).contains("expected state_forces"));
    }
}

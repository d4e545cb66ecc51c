//! Time zones of countries and states, so that an hour that a report writes is an hour of the place.

use super::{Gazetteer, Level, PlaceId};
use crate::text::WordMap;
use std::sync::LazyLock;

/// Country, state or nothing, IANA zone; made by the recipe.
const TABLE: &str = include_str!("../../gazetteer/world/time_zones.tsv");

/// Zones by `AZ` for a country, by the id of a state for one that keeps another time; read at first use.
static ZONES: LazyLock<WordMap<&'static str>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let (country, state, zone) = (cells.next()?, cells.next()?, cells.next()?);
        Some((if state.is_empty() { country } else { state }.to_owned(), zone))
    });
    rows.collect()
});

impl Gazetteer {
    /// The IANA name of the time zone that a place keeps: its state's where that has one of its own, else its country's.
    /// `None` for what lies in no country. A state that two zones share has the one of most of its people.
    pub fn time_zone(&self, place: &PlaceId) -> Option<&'static str> {
        let handle = self.by_id(place)?;
        let view = self.place(handle)?;
        let state = if view.level() == Level::Admin1 { Some(handle) } else { view.admin1() };
        let own = state.and_then(|state| ZONES.get(self.place(state)?.id().0.as_str()));
        own.or_else(|| ZONES.get(view.country_code()?.as_str())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Search;

    #[test]
    fn a_town_keeps_the_time_of_its_state_or_its_country() {
        let gazetteer = Gazetteer::embedded();
        let zone = |name: &str| {
            let found = gazetteer.search(name, &Search::default());
            gazetteer.time_zone(&gazetteer.place(found.first()?.place)?.id())
        };
        assert_eq!(zone("Baku"), Some("Asia/Baku"));
        assert_eq!(zone("Vladivostok"), Some("Asia/Vladivostok"));
        assert_eq!(zone("Honolulu"), Some("Pacific/Honolulu"));
    }

    #[test]
    fn every_zone_is_one_that_the_program_knows() {
        let known = jiff::tz::TimeZoneDatabase::bundled();
        for zone in ZONES.values() {
            assert!(known.get(zone).is_ok(), "{zone}");
        }
        assert_eq!(ZONES.len(), TABLE.lines().count() - 1);
    }
}

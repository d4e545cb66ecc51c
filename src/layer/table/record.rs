//! An incident with what else is known of it: its report, its place, its country. What the rows of both tables are made of.

use crate::analysis::Analysis;
use crate::gazetteer::{Gazetteer, Level};
use crate::geography::Shape;
use crate::incident::Incident;
use crate::layer::ids::Ids;
use crate::layer::{Value, words};
use crate::merge::Event;
use crate::recognize::Role;
use crate::resolve::{Place, Toponym};

/// An incident on its way into a table.
#[derive(Debug)]
pub(super) struct Record<'a> {
    /// The id that it has in the layer `incidents`.
    pub id: String,
    /// The event, with all its sources.
    pub event: &'a Event<'a>,
    /// The report of its place and its words.
    pub analysis: &'a Analysis,
    pub incident: &'a Incident,
    /// The English name of its country.
    pub country: Option<String>,
    /// The mention that it is located by.
    mention: Option<&'a Toponym>,
}

impl<'a> Record<'a> {
    /// The record of an event; events come in the order of the layer `incidents`.
    pub fn of(event: &'a Event<'a>, ids: &mut Ids, gazetteer: &Gazetteer) -> Option<Self> {
        let (analysis, incident) = (event.main()?.analysis, &event.incident);
        Some(Self {
            id: ids.give(&incident.id),
            event,
            analysis,
            incident,
            country: incident.country.as_deref().and_then(|letters| country(letters, gazetteer)),
            mention: mention(analysis, incident),
        })
    }
}

fn country(letters: &str, gazetteer: &Gazetteer) -> Option<String> {
    Some(gazetteer.place(gazetteer.country(letters)?)?.name().to_owned())
}

fn mention<'a>(analysis: &'a Analysis, incident: &Incident) -> Option<&'a Toponym> {
    let id = incident.place_id.as_ref()?;
    analysis.toponyms.iter().find(|toponym| toponym.place.as_ref().is_some_and(|place| place.id == *id))
}

impl Record<'_> {
    /// Its representative point, where it has one on the earth, rounded as in the layer.
    pub fn point(&self) -> Option<geo::Point<f64>> {
        match Shape::point(self.incident.at().filter(|at| at.is_valid())?).geometry() {
            geo::Geometry::Point(point) => Some(*point),
            _ => None,
        }
    }

    /// The state or province: of its place, or its place itself.
    pub fn admin1(&self) -> Option<&str> {
        self.incident.admin1.as_deref().or_else(|| self.itself(Level::Admin1))
    }

    /// The county or district: of its place, or its place itself; null where the gazetteer knows none.
    pub fn admin2(&self) -> Option<&str> {
        self.place().and_then(|place| place.admin2.as_deref()).or_else(|| self.itself(Level::Admin2))
    }

    fn place(&self) -> Option<&Place> {
        self.mention?.place.as_ref()
    }

    /// The name of its place when that is an administrative area of a level, and no part or border of one.
    fn itself(&self, level: Level) -> Option<&str> {
        let whole = self.mention.is_some_and(|m| m.role == Role::Literal && m.relation.is_none());
        self.place().filter(|place| whole && place.level == level).map(|place| place.name.as_str())
    }

    /// All words that it was read from, in text order.
    pub fn notes(&self) -> Value {
        Value::list(self.incident.evidence.iter().map(|e| words::one_line(&e.text)))
    }
}

/// The first of some names.
pub(super) fn first(names: &[String]) -> Value {
    names.first().into()
}

/// The names behind the first.
pub(super) fn others(names: &[String]) -> Value {
    match names {
        [] => Value::Null,
        [first, rest @ ..] => Value::list(rest.iter().filter(|name| *name != first)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_stands_apart_from_the_others() {
        let names = ["police", "army", "police", "guards"].map(str::to_owned);
        assert_eq!((first(&names), others(&names)), ("police".into(), "army; guards".into()));
        assert_eq!((first(&[]), others(&[])), (Value::Null, Value::Null));
        assert_eq!(others(&names[..1]), Value::Null);
    }
}

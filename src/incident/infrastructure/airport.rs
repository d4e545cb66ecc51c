//! The airport of the gazetteer behind the words of a report: `Goma International Airport`, `Boryspil airport`, `the airport in Aden`.

use super::meant::name_of;
use crate::gazetteer::names::fold;
use crate::gazetteer::{Gazetteer, Level, PlaceView};
use crate::geography::{LonLat, Metres, distance};
use crate::incident::scene::Scene;
use crate::recognize::Role;
use crate::resolve::Toponym;
use std::ops::Range;

/// An airport called after a town lies within this of it.
const OF_A_TOWN: Metres = Metres(60_000.0);

/// The airport that these tokens mean: by its own name, else by that of its town where the town has one only.
pub(super) fn of<'g>(scene: &Scene<'_>, tokens: &Range<usize>, gazetteer: &'g Gazetteer) -> Option<PlaceView<'g>> {
    let town = town_of(scene, tokens);
    let place = town.and_then(|t| t.place.as_ref());
    let named = name_of(scene, tokens);
    let own = (named.len() > tokens.len()).then(|| fold(scene.text.slice(scene.text.span_of(named))));
    let by_town = town.map(|t| called(&t.surface)).into_iter().chain(place.map(|p| called(&p.name)));
    let town = place.filter(|p| p.level >= Level::Place).map(|p| p.at);
    own.into_iter().chain(by_town).find_map(|name| one(&name, town, gazetteer))
}

/// The only airport of a town.
pub(super) fn of_town<'g>(name: &str, at: LonLat, gazetteer: &'g Gazetteer) -> Option<PlaceView<'g>> {
    one(&called(name), Some(at), gazetteer)
}

fn called(town: &str) -> String {
    format!("{} airport", fold(town))
}

/// The one airport with a name, near a town where that is known.
fn one<'g>(name: &str, town: Option<LonLat>, gazetteer: &'g Gazetteer) -> Option<PlaceView<'g>> {
    let near = |view: &PlaceView<'_>| town.is_none_or(|at| distance(at, view.at()).0 <= OF_A_TOWN.0);
    let mut found = gazetteer
        .named(name)
        .into_iter()
        .filter_map(|(place, _)| gazetteer.place(place))
        .filter(|view| view.feature_code() == "AIRP" && near(view));
    found.next().filter(|_| found.next().is_none())
}

/// The town that the words call it after: `Boryspil airport`, `the airport in Aden`, or the only one of the clause.
fn town_of<'t>(scene: &Scene<'t>, tokens: &Range<usize>) -> Option<&'t Toponym> {
    let clause = scene.clause(tokens.start);
    let towns = || scene.toponyms_in(clause.clone()).filter(|t| t.role == Role::Literal && t.place.is_some());
    let beside = towns().find(|t| {
        let town = scene.tokens_of(t);
        let before = town.end <= tokens.start && (town.end..tokens.start).all(|t| matches!(scene.word(t), "" | "s"));
        let behind = town.start == tokens.end + 1 && matches!(scene.word(tokens.end), "in" | "at" | "of" | "near");
        before || behind
    });
    beside.or_else(|| towns().next().filter(|_| towns().count() == 1))
}

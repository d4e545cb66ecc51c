//! What lies in what, as sources say it: parents of places, places that share an id, and what lies in itself.
//!
//! Nothing here is inferred from geometry; see `position` for what holds a position.

use super::compile::circles;
use super::format::NONE;
use super::{Gazetteer, PlaceId, PlaceRef};

impl Gazetteer {
    /// The places that a place lies in, as its source says; none where it says nothing.
    pub fn parents(&self, place: PlaceRef) -> Vec<PlaceRef> {
        let rows = self.layers.get(usize::from(place.layer)).map(|index| index.parents(place.row)).unwrap_or_default();
        rows.into_iter().map(|row| PlaceRef { row, ..place }).collect()
    }

    /// Places that lie in themselves: each lies in the one behind it, the last in the first. By parents and by states.
    pub fn circles(&self) -> Vec<Vec<PlaceRef>> {
        let mut out = Vec::new();
        for (layer, index) in self.each_layer() {
            let mut links: Vec<(u32, u32)> = index.links().collect();
            let state = |row: u32| Some(index.row(row)?.admin1).filter(|state| *state != NONE);
            // Of millions of rows those that something lies in are few, and no others lie in themselves.
            let mut holders: Vec<u32> = links.iter().map(|(_, parent)| *parent).collect();
            holders.extend((0..index.len()).filter_map(state));
            holders.sort_unstable();
            holders.dedup();
            links.extend(holders.into_iter().filter_map(|row| Some((row, state(row)?))));
            let found = circles(&links).into_iter();
            out.extend(found.map(|circle| circle.into_iter().map(|row| PlaceRef { layer, row }).collect()));
        }
        out
    }

    /// The place that an id leads to in the layer of another place. That is not the place itself where its source gave the id to two,
    /// or says of two that a third source calls both by it.
    pub fn bearer(&self, id: &PlaceId, beside: PlaceRef) -> Option<PlaceRef> {
        self.rows_with(&id.0).find(|place| place.layer == beside.layer)
    }
}

//! Which places of two sources are one: by their ids, else by name, class and distance.

use super::compile::{Entry, near};
use super::names::fold;
use super::{Gazetteer, Layer, PlaceRef};
use crate::geography::{LonLat, Metres, distance};

impl Gazetteer {
    /// The row that stands for a place where several layers have it: a curated one, else that of the uppermost layer.
    pub(super) fn winner(&self, place: PlaceRef) -> PlaceRef {
        if self.layers.len() == 1 {
            return place;
        }
        let Some(view) = self.place(place) else { return place };
        let ids = std::iter::once(view.id().0).chain(view.details().other_ids);
        let rows = ids.flat_map(|id| self.rows_with(&id).collect::<Vec<_>>());
        rows.chain([place]).min_by_key(|row| self.rank(*row)).unwrap_or(place)
    }

    /// Curated before all others, then the order of the layers.
    fn rank(&self, place: PlaceRef) -> (bool, PlaceRef) {
        (self.place(place).is_some_and(|view| view.layer() != Layer::Curated), place)
    }

    /// The rows with an id, one a layer.
    pub(super) fn rows_with(&self, id: &str) -> impl Iterator<Item = PlaceRef> {
        let number = id.strip_prefix("geonames:").and_then(|n| n.parse().ok());
        self.each_layer().filter_map(move |(layer, index)| {
            let row = number.map_or_else(|| index.row_of_text(id), |number| index.row_of_number(number))?;
            Some(PlaceRef { layer, row })
        })
    }

    /// Tells an entry which place of this gazetteer it is, and adds what it lacks: people and country.
    pub(super) fn recognise(&self, entry: &mut Entry) {
        let known = |id: &String| id.starts_with("geonames:");
        if known(&entry.id) || entry.other_ids.iter().any(known) {
            return;
        }
        let Some(view) = self.twin(entry).and_then(|place| self.place(place)) else { return };
        if view.id().0 == entry.id {
            return;
        }
        entry.other_ids.push(view.id().0);
        if entry.population == 0 {
            entry.population = view.population().unwrap_or(0);
        }
        if entry.country.is_empty() {
            entry.country = view.country_code().unwrap_or_default();
        }
    }

    /// The nearest place with the entry's name and class that is not too far.
    fn twin(&self, entry: &Entry) -> Option<PlaceRef> {
        let at = LonLat::new(entry.lon, entry.lat);
        let reach = Metres(near::reach(entry.class));
        let named = self.named(&fold(&entry.name)).into_iter().filter_map(|(place, _)| {
            let view = self.place(place)?;
            let alike = view.feature_class().letter() == entry.class && view.level() as u8 == entry.level;
            let far = distance(at, view.at());
            (alike && far <= reach).then_some((place, far))
        });
        named.min_by(|a, b| a.1.0.total_cmp(&b.1.0)).map(|(place, _)| place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{PlaceId, Search};

    fn with(files: &[&str]) -> Gazetteer {
        let folder = tempfile::tempdir().unwrap();
        files.iter().zip(0..).fold(Gazetteer::embedded(), |gazetteer, (content, number)| {
            let path = folder.path().join(format!("list{number}.csv"));
            std::fs::write(&path, content).unwrap();
            gazetteer.with_user_file(&path).unwrap()
        })
    }

    #[test]
    fn the_same_town_by_name_class_and_distance_is_one_with_both_ids() {
        let gazetteer = with(&["id,name,lon,lat\nmine:a,Martuni,45.31,40.14\nmine:b,Martuni,20,20\n"]);
        let found = gazetteer.search("Martuni", &Search { limit: 100, ..Search::default() });
        let views: Vec<_> = found.iter().filter_map(|f| gazetteer.place(f.place)).collect();
        assert!(views.iter().all(|view| view.id().0 != "geonames:616438"));
        let mine = views.iter().find(|view| view.id().0 == "mine:a").unwrap();
        assert_eq!(mine.details().other_ids, ["geonames:616438"]);
        assert_eq!((mine.population().is_some(), mine.country_code().as_deref()), (true, Some("AM")));
        let far = views.iter().find(|view| view.id().0 == "mine:b").unwrap();
        assert!(far.details().other_ids.is_empty());
        // A name that only the world has leads to it, too.
        let id = gazetteer.by_id(&PlaceId("geonames:616438".into())).unwrap();
        assert_eq!(gazetteer.place(id).unwrap().id().0, "mine:a");
    }

    #[test]
    fn what_is_curated_wins_over_files_and_files_over_the_world() {
        let curated = Gazetteer::embedded().all().find(|view| view.layer() == Layer::Curated).unwrap().id().0;
        let row = format!("id,name,lon,lat\n{curated},Elsewhere,1,1\ngeonames:616438,Nearby,2,2\n");
        let gazetteer = with(&[&row]);
        let place = |id: &str| gazetteer.place(gazetteer.by_id(&PlaceId(id.into())).unwrap()).unwrap();
        assert_ne!(place(&curated).name(), "Elsewhere");
        assert_eq!(place("geonames:616438").name(), "Nearby");
        let found = gazetteer.search("Elsewhere", &Search::default());
        assert!(found.iter().filter_map(|f| gazetteer.place(f.place)).any(|view| view.id().0 == curated));
    }
}

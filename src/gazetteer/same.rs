//! Which places of two sources are one: by their ids, else by name, class and distance.

use super::compile::{Entry, near};
use super::index::Index;
use super::names::fold;
use super::position::around;
use super::{Gazetteer, Layer, PlaceRef, PlaceView};
use crate::geography::{LonLat, Metres, distance};

impl Gazetteer {
    /// The row that stands for a place where several layers have it: a curated one, else that of the uppermost layer.
    pub(super) fn winner(&self, place: PlaceRef) -> PlaceRef {
        self.rows_of(place).into_iter().min_by_key(|row| self.rank(*row)).unwrap_or(place)
    }

    /// What others call a place by, in all layers that have it.
    pub fn other_ids(&self, place: PlaceRef) -> Vec<String> {
        let Some(own) = self.place(place).map(|view| view.id().0) else { return Vec::new() };
        let mut rows = self.rows_of(place);
        rows.sort_by_key(|row| (*row != place, *row));
        let views = rows.into_iter().filter_map(|row| self.place(row));
        let mut out: Vec<String> = Vec::new();
        for id in views.flat_map(|view| view.details().other_ids.into_iter().chain([view.id().0])) {
            if id != own && !out.contains(&id) {
                out.push(id);
            }
        }
        out
    }

    /// The rows that have a place, its own among them, one a layer: by ids, else by name, class and distance.
    fn rows_of(&self, place: PlaceRef) -> Vec<PlaceRef> {
        let mut rows = vec![place];
        let Some(view) = self.place(place).filter(|_| self.layers.len() > 1) else { return rows };
        let ids = std::iter::once(view.id().0).chain(view.details().other_ids);
        for row in ids.flat_map(|id| self.rows_with(&id).collect::<Vec<_>>()) {
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        // Files are compared with the world, which is the last layer, when they are made, and with each other only here.
        let files = self.layers.len() - 1;
        if rows.len() == 1 && usize::from(place.layer) < files {
            let others = self.each_layer().take(files).filter(|(layer, _)| *layer != place.layer);
            rows.extend(others.filter_map(|(layer, index)| self.twin_in(&view, layer, index)));
        }
        rows
    }

    /// The row of another layer that is the same place: of its class, near it, and of a name of which one is the main one of either.
    fn twin_in(&self, view: &PlaceView<'_>, layer: u16, index: &Index) -> Option<PlaceRef> {
        let reach = Metres(near::reach(view.feature_class().letter()));
        let named = |index: &Index, name: &str, row: u32| {
            let value = index.names().get(fold(name).as_bytes());
            value.is_some_and(|value| index.postings(value).iter().any(|posting| posting.row == row))
        };
        let own = self.layers.get(usize::from(view.handle().layer))?;
        let alike = index.boxes_in(around(view.at(), reach)).into_iter().filter_map(|row| {
            let other = self.place(PlaceRef { layer, row })?;
            if other.feature_class() != view.feature_class() || other.level() != view.level() {
                return None;
            }
            let (here, there) = (view.at(), other.at());
            let far = near::metres([here.lon, here.lat], [there.lon, there.lat]);
            let called =
                far <= reach.0 && (named(index, view.name(), row) || named(own, other.name(), view.handle().row));
            called.then_some((other.handle(), far))
        });
        alike.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
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
    use crate::gazetteer::import::Import;
    use crate::gazetteer::{Likeness, PlaceId, Search};

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

    #[test]
    fn two_imported_files_have_a_village_of_which_the_world_knows_nothing_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, rows: &str| {
            let (table, made) = (folder.path().join(format!("{name}.csv")), folder.path().join(format!("{name}.rmg")));
            std::fs::write(&table, format!("id,name,names,lon,lat\n{rows}")).unwrap();
            let mut import = Import::new(&made);
            import.source(table);
            import.run(&mut |_| ()).unwrap();
            made
        };
        let low = file(
            "low",
            "low:1,Xvelhof,,45,41\nlow:2,Xvelhof,,46,41\nlow:3,Old Zquist,Zquist,47,41\nlow:4,Zquand,,48,41\n",
        );
        let high =
            file("high", "high:1,Xvelhof,,45.01,41\nhigh:3,Zquist,,47.01,41\nhigh:4,New Zquand,Zquand,48.01,41\n");
        let gazetteer = Gazetteer::embedded().with_user_file(&low).unwrap().with_user_file(&high).unwrap();
        let ids = |name: &str| -> Vec<String> {
            let found = gazetteer.search(name, &Search { likeness: Likeness::Same, ..Search::default() });
            let mut ids: Vec<String> = found.iter().map(|f| gazetteer.place(f.place).unwrap().id().0).collect();
            ids.sort();
            ids
        };
        // One is 1 km off, the other 84 km.
        assert_eq!(ids("Xvelhof"), ["high:1", "low:2"]);
        // The name that one is called by is the other one's second name, whichever is above.
        assert_eq!((ids("Zquist"), ids("Old Zquist")), (vec!["high:3".to_owned()], vec!["high:3".to_owned()]));
        assert_eq!((ids("Zquand"), ids("New Zquand")), (vec!["high:4".to_owned()], vec!["high:4".to_owned()]));
        let place = gazetteer.by_id(&PlaceId("low:1".into())).unwrap();
        assert_eq!(gazetteer.place(place).unwrap().id().0, "high:1");
        assert_eq!(gazetteer.other_ids(place), ["low:1"]);
        assert_eq!(gazetteer.nearest(LonLat::new(45.0, 41.0), Metres(3_000.0), 9).len(), 1);
        assert_eq!(gazetteer.all().filter(|view| view.name().contains("Zqu")).count(), 2);
    }
}

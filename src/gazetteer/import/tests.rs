//! Each format with a small source of our own.

use super::*;
use crate::gazetteer::{Details, Gazetteer, PlaceId, PlaceView, Search};
use std::fs;

mod bundles;
mod geopackage;

#[derive(Debug)]
struct Made {
    folder: tempfile::TempDir,
    done: Imported,
    gazetteer: Gazetteer,
}

fn import(files: &[(&str, &str)], columns: &str) -> Result<Made, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.rmg");
    let mut import = Import::new(&output);
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
        import.source(folder.path().join(name));
    }
    import.columns(columns.parse().unwrap());
    let done = import.run(&mut |_| {})?;
    let gazetteer = Gazetteer::file(&output).unwrap();
    gazetteer.verify().unwrap();
    Ok(Made { folder, done, gazetteer })
}

/// Imports files that are there.
fn import_paths(paths: &[PathBuf]) -> Result<Made, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.rmg");
    let mut import = Import::new(&output);
    paths.iter().for_each(|path| import.source(path.clone()));
    let done = import.run(&mut |_| {})?;
    let gazetteer = Gazetteer::file(&output).unwrap();
    gazetteer.verify().unwrap();
    Ok(Made { folder, done, gazetteer })
}

impl Made {
    fn place(&self, id: &str) -> PlaceView<'_> {
        let place = self.gazetteer.by_id(&PlaceId(id.into())).unwrap_or_else(|| panic!("{id} is there"));
        self.gazetteer.place(place).unwrap()
    }

    fn ids(&self, name: &str) -> Vec<String> {
        let found = self.gazetteer.search(name, &Search::default());
        found.iter().map(|f| self.gazetteer.place(f.place).unwrap().id().0).collect()
    }

    fn rejects(&self) -> Vec<String> {
        let text = fs::read_to_string(self.done.rejects.as_ref().unwrap()).unwrap();
        text.lines().skip(1).map(str::to_owned).collect()
    }
}

const DUMP: &str = "\
501\tVelbrück\tVelbruck\tВельбрюк,Velbrook\t41.5\t45.25\tP\tPPLA\tXV\t\t07\t\t\t\t12000\t\t300\tAsia/Velbruck\t2020-01-01
502\tSeven\tSeven\t\t41.0\t45.0\tA\tADM1\tXV\t\t07\t\t\t\t0\t\t\t\t2020-01-01
503\tBroken\tBroken\t\tnorth\t45.0\tP\tPPL\tXV\t\t07\t\t\t\t0\t\t\t\t2020-01-01
504\tShort row\t41.0
505\tAfar\tAfar\t\t95.0\t45.0\tP\tPPL\tXV\t\t\t\t\t\t0\t\t\t\t2020-01-01
";

#[test]
fn a_dump_of_geonames_with_its_tables() {
    let alternates = "1\t501\tru\tВельбрюк\t1\t\t\t\t\t\n2\t501\t\tOld Velm\t\t\t1\t1\t\t\n3\t501\tlink\thttps://example.org\t\t\t\t\n4\t999\ten\tNowhere\t\t\t\t\n";
    let made = import(
        &[
            ("XV.txt", DUMP),
            ("alternateNamesV2.txt", alternates),
            ("admin1CodesASCII.txt", "XV.07\tSeventh Province\tSeventh Province\t502\n"),
        ],
        "",
    )
    .unwrap();
    assert_eq!((made.done.places, made.done.rejected, made.done.homeless), (2, 3, 1));
    let rejects = made.rejects();
    assert!(rejects[0].starts_with("XV.txt\tline\t3\tlatitude is \"north\""), "{rejects:?}");
    assert!(rejects[1].starts_with("XV.txt\tline\t4\t3 columns; the format has 19"), "{rejects:?}");
    assert!(rejects[2].contains("latitude is \"95.0\", not a number from -90 to 90"), "{rejects:?}");
    let town = made.place("geonames:501");
    assert_eq!((town.name(), town.population(), town.feature_code().as_str()), ("Velbrück", Some(12_000), "PPLA"));
    let state = made.gazetteer.place(town.admin1().unwrap()).unwrap();
    assert_eq!((state.id().0.as_str(), town.layer()), ("geonames:502", crate::gazetteer::Layer::Imported));
    let Details { spellings, .. } = town.details();
    let old = spellings.iter().find(|s| s.name == "Old Velm").unwrap();
    assert!(old.historic && old.colloquial && !old.preferred);
    assert!(spellings.iter().any(|s| s.name == "Вельбрюк" && s.language == "ru" && s.preferred));
    for name in ["Velbruck", "Вельбрюк", "old velm", "Velbrook"] {
        assert_eq!(made.ids(name), ["geonames:501"], "{name}");
    }
    assert_eq!(made.ids("Seventh Province"), ["geonames:502"]);
    assert!(made.ids("https://example.org").is_empty());
}

#[test]
fn a_table_with_columns_of_its_own() {
    let table = "Nr;Ort;X;Y;Namen\n4;Posten Vier;45,5;41.5;P4\n5;Posten Fünf;45.5;41.5;P5|Post 5\n6;;45.5;41.5;\n";
    let made = import(&[("posten.csv", table)], "id=Nr,name=Ort,names=Namen").unwrap();
    assert_eq!(made.done.places, 1);
    assert_eq!(
        made.rejects(),
        ["posten.csv\tline\t2\tlon is \"45,5\", which is no number", "posten.csv\tline\t4\tno name"]
    );
    assert_eq!(made.ids("post 5"), ["posten:5"]);
    let error = import(&[("a.csv", "Ort,X\nA,1\n")], "").unwrap_err().to_string();
    assert!(
        error.contains("line 1: no column for \"name\" among \"Ort\", \"X\"; name it with --columns name=COLUMN"),
        "{error}"
    );
}

fn collection(features: &[&str]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn square(west: f64, properties: &str) -> String {
    let east = west + 1.0;
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[{west},1],[{east},1],[{east},2],[{west},2],[{west},1]]]}}}}"#
    )
}

#[test]
fn areas_with_p_codes_hold_positions() {
    let area = |west, name: &str, code: &str| {
        square(
            west,
            &format!(
                r#"{{"ADM2_EN":"{name}","ADM2_AR":"حي","ADM2_PCODE":"{code}","ADM1_EN":"State","ADM1_PCODE":"XV01","ADM0_PCODE":"XV"}}"#
            ),
        )
    };
    let state = square(10.0, r#"{"ADM1_EN":"State","ADM1_PCODE":"XV01","ADM0_PCODE":"XV","ADM2_PCODE":null}"#);
    let made = import(
        &[("adm.geojson", &collection(&[&area(10.0, "One", "XV0101"), &area(11.0, "Two", "XV0102"), &state]))],
        "",
    )
    .unwrap();
    let codes = |lon| made.gazetteer.p_codes(crate::geography::LonLat::new(lon, 1.5));
    assert_eq!(codes(10.5), [(1, "XV01".to_owned()), (2, "XV0101".to_owned())]);
    assert_eq!(codes(11.5), [(2, "XV0102".to_owned())]);
    assert!(codes(12.5).is_empty());
    let one = made.place("pcode:XV0101");
    assert_eq!((one.feature_code().as_str(), one.country_code().as_deref()), ("ADM2", Some("XV")));
    assert_eq!(made.gazetteer.place(one.admin1().unwrap()).unwrap().name(), "State");
    assert!(one.details().spellings.iter().any(|s| s.language == "ar"));
}

#[test]
fn features_of_known_sources() {
    let line = r#""geometry":{"type":"LineString","coordinates":[[1,1],[2,2],[3,1]]}"#;
    let point = r#""geometry":{"type":"Point","coordinates":[5,6]}"#;
    let features = [
        format!(
            r#"{{"type":"Feature","properties":{{"featurecla":"River","name":"Vel","name_de":"Wel","ne_id":77}},{line}}}"#
        ),
        format!(
            r#"{{"type":"Feature","properties":{{"@id":"way/12","name":"Vel Pipe","man_made":"pipeline"}},{line}}}"#
        ),
        format!(r#"{{"type":"Feature","properties":{{"ProjectID":"P1","name":"Vel Gas"}},{line}}}"#),
        r#"{"type":"Feature","properties":{"ProjectID":"P2","name":"Lost"},"geometry":null}"#.to_owned(),
        format!(
            r#"{{"type":"Feature","properties":{{"wof:id":3,"wof:name":"Veltown","wof:placetype":"locality","name:rus_x_variant":["Вель"],"wof:concordances":{{"gn:id":501}}}},{point}}}"#
        ),
        format!(r#"{{"type":"Feature","id":"c9","properties":{{"name":"Mine"}},{point}}}"#),
    ];
    let features: Vec<&str> = features.iter().map(String::as_str).collect();
    let made = import(&[("XV.txt", DUMP), ("some.geojson", &collection(&features))], "").unwrap();
    assert_eq!((made.done.places, made.done.joined), (6, 1));
    assert!(made.rejects().contains(&"some.geojson\tfeature\t4\tno geometry".to_owned()), "{:?}", made.rejects());
    for id in ["naturalearth:77", "osm:way/12", "gem:P1/3"] {
        assert!(made.gazetteer.line(made.place(id).handle()).is_some(), "{id}");
    }
    assert_eq!(made.ids("Wel"), ["naturalearth:77"]);
    // The town of Who's On First is that of the dump, with both ids.
    assert_eq!(made.ids("Вель"), ["geonames:501"]);
    assert_eq!(made.place("wof:3").id().0, "geonames:501");
    assert_eq!(made.place("geonames:501").details().other_ids, ["wof:3"]);
    assert_eq!(made.place("some:c9").name(), "Mine");
}

#[test]
fn elements_of_overpass() {
    let elements = r#"{"version":0.6,"elements":[
        {"type":"node","id":1,"lat":1.0,"lon":2.0,"tags":{"name":"Velhof","place":"village","name:ru":"Вельхоф","wikidata":"Q9"}},
        {"type":"node","id":2,"lat":1.0,"lon":3.0},{"type":"node","id":3,"lat":1.5,"lon":3.5},
        {"type":"way","id":4,"nodes":[2,3],"tags":{"name":"Vel Bridge","bridge":"yes","highway":"primary"}},
        {"type":"way","id":5,"center":{"lat":4,"lon":4},"tags":{"name":"Vel Plant","power":"plant"}},
        {"type":"relation","id":6,"tags":{"name":"Nowhere"}}]}"#;
    let made = import(&[("osm.json", elements)], "").unwrap();
    assert_eq!(made.done.places, 3);
    assert!(made.rejects()[0].contains("feature\t6\tno position; ask Overpass"), "{:?}", made.rejects());
    assert_eq!(made.ids("Вельхоф"), ["osm:node/1"]);
    assert_eq!(made.place("wikidata:Q9").name(), "Velhof");
    assert!(made.gazetteer.line(made.place("osm:way/4").handle()).is_some());
    assert_eq!(made.place("osm:way/5").feature_code(), "PS");
}

#[test]
fn what_two_sources_know_is_one_place_though_the_world_knows_neither() {
    let list = "id,name,lon,lat,other_ids\n1,Xvelhof,2.01,1.0,\n2,Xvel Ost,8,8,wikidata:Q9\n3,Xvelhof,9,9,\n";
    let elements = r#"{"elements":[
        {"type":"node","id":1,"lat":1.0,"lon":2.0,"tags":{"name":"Ксельхоф","place":"village","name:en":"Xvelhof","population":"70"}},
        {"type":"node","id":2,"lat":1.0,"lon":2.02,"tags":{"name":"Xvelhof","place":"hamlet"}},
        {"type":"node","id":3,"lat":8.0,"lon":8.5,"tags":{"name":"Oxvel","place":"village","wikidata":"Q9"}}]}"#;
    let made = import(&[("list.csv", list), ("osm.json", elements)], "").unwrap();
    assert_eq!((made.done.places, made.done.joined), (4, 2));
    // The nearer of the two is the list's, with both ids, both names and what only the other knows.
    let place = made.place("osm:node/1");
    assert_eq!((place.id().0.as_str(), place.population(), place.name()), ("list:1", Some(70), "Xvelhof"));
    assert_eq!((made.ids("Ксельхоф"), place.details().other_ids), (vec!["list:1".into()], vec!["osm:node/1".into()]));
    assert_eq!(made.place("osm:node/3").id().0, "list:2");
    assert_eq!(made.place("osm:node/2").id().0, "osm:node/2");
    assert_eq!(made.place("list:3").details().other_ids, Vec::<String>::new());
    // In the other order the other one has the word.
    let made = import(&[("osm.json", elements), ("list.csv", list)], "").unwrap();
    assert_eq!((made.done.places, made.place("list:1").id().0.as_str()), (4, "osm:node/1"));
}

#[test]
fn a_list_and_a_dump_share_a_place_with_the_names_that_a_table_adds() {
    let dump = "990501\tXvelbrook\tXvelbrook\t\t41.5\t45.25\tP\tPPL\tXV\t\t07\t\t\t\t12000\t\t\t\t\n";
    let names = "1\t990501\tru\tКсельбрук\t1\t\t\t\t\t\n";
    let list = "id,name,lon,lat\n1,Xvelbrook,45.26,41.5\n";
    let made = import(&[("list.csv", list), ("XV.txt", dump), ("alternateNamesV2.txt", names)], "").unwrap();
    assert_eq!((made.done.places, made.done.joined, made.done.homeless), (1, 1, 0));
    assert_eq!(
        (made.ids("Ксельбрук"), made.place("geonames:990501").id().0.as_str()),
        (vec!["list:1".into()], "list:1")
    );
}

#[test]
fn an_area_with_a_corner_off_the_earth_is_rejected() {
    let area = |name: &str, hole: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[[[10,1],[12,1],[12,2],[10,1]]{hole}]}}}}"#
        )
    };
    let both = collection(&[&area("One", ""), &area("Two", ",[[10,1],[10.5,4e29],[10,1.5]]")]);
    let made = import(&[("some.geojson", &both)], "").unwrap();
    assert_eq!((made.done.places, made.done.rejected), (1, 1));
    assert!(made.rejects()[0].contains("longitude goes from -180 to 180"), "{:?}", made.rejects());
}

#[test]
fn what_lies_in_what_is_kept_and_circles_are_told() {
    let dump = "501\tVel\tVel\t\t41\t45\tP\tPPL\tXV\t\t07\t\t\t\t0\t\t\t\t\n502\tSeven\tSeven\t\t41\t45\tA\tADM1\tXV\t\t07\t\t\t\t0\t\t\t\t\n503\tHalf\tHalf\t\t41\t45\tA\tADM2\tXV\t\t07\t\t\t\t0\t\t\t\t\n";
    let hierarchy = "502\t503\tADM\n503\t501\n6295630\t502\tADM\nx\t1\tADM\n";
    let made = import(&[("hierarchy.txt", hierarchy), ("XV.txt", dump)], "").unwrap();
    assert_eq!((made.done.links, made.done.loose, made.done.rejected), (2, 1, 1));
    let parents = |id: &str| -> Vec<String> {
        let parents = made.gazetteer.parents(made.place(id).handle());
        parents.iter().map(|place| made.gazetteer.place(*place).unwrap().id().0).collect()
    };
    assert_eq!(
        (parents("geonames:501"), parents("geonames:503")),
        (vec!["geonames:503".into()], vec!["geonames:502".into()])
    );
    assert!(parents("geonames:502").is_empty() && made.gazetteer.circles().is_empty());
    let around = format!("{hierarchy}501\t502\tADM\n503\t503\tADM\n");
    let made = import(&[("hierarchy.txt", &around), ("XV.txt", dump)], "").unwrap();
    // A place is told in one circle, however many it is in.
    let rejects = made.rejects();
    assert!(
        rejects
            .iter()
            .any(|reject| reject.starts_with("hierarchy.txt\tline\t") && reject.contains("it lies in itself: ")),
        "{rejects:?}"
    );
    assert!(!made.gazetteer.circles().is_empty());
}

#[test]
fn a_table_may_say_what_lies_in_what() {
    let table = "id,name,lon,lat,parents,other_ids\na:1,Vel,1,1,a:2|a:3,wikidata:Q5\na:2,Velland,1,1,a:3,\na:3,Velside,1,1,a:2,\n";
    let made = import(&[("a.csv", table)], "").unwrap();
    assert_eq!(made.rejects(), ["a.csv\tline\t4\tit lies in itself: a:2 → a:3 → a:2; say which of these is wrong"]);
    assert_eq!(made.gazetteer.parents(made.place("wikidata:Q5").handle()).len(), 2);
}

#[test]
fn two_places_of_one_id_are_kept_apart_and_told() {
    let table = "id,name,lon,lat\n1,Vel,10,10\n1,Vel,10.01,10\n1,Brook,10.01,10\n1,Vel,40,10\n2,Sund,1,1\n";
    let made = import(&[("a.csv", table)], "").unwrap();
    assert_eq!((made.done.places, made.done.joined, made.done.rejected), (4, 1, 2));
    let rejects = made.rejects();
    assert!(
        rejects
            .iter()
            .all(|r| r.contains("has the id a:1 of") && r.contains("which is another place; it is kept as a:1#")),
        "{rejects:?}"
    );
    assert_eq!(made.place("a:1#2").id().0, "a:1#2");
    // The parts of an area with one id are one place.
    let parts = collection(&[&square(1.0, r#"{"name":"Isle","id":"i"}"#), &square(9.0, r#"{"name":"Isle","id":"i"}"#)]);
    let made = import(&[("isles.geojson", &parts)], "").unwrap();
    assert_eq!((made.done.places, made.done.joined, made.done.rejected), (1, 1, 0));
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let bytes = || {
        let made = import(&[("XV.txt", DUMP)], "").unwrap();
        fs::read(made.folder.path().join("out.rmg")).unwrap()
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn what_is_no_gazetteer_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("letter.txt");
    for (content, says) in [
        ("Dear all", "begins with \"Dear all\""),
        ("", "it is empty"),
        (r#"{"type":"Topology"}"#, "TopoJSON is not read; convert it"),
        (
            "name,lon,lat\n,1,2\n",
            "no source gave a place; 1 rows were rejected, the first: letter.txt: line 2: no name",
        ),
        ("PK\x03\x04 damaged", "the zip archive cannot be read"),
    ] {
        fs::write(&source, content).unwrap();
        let mut import = Import::new(&folder.path().join("out.rmg"));
        import.source(source.clone());
        let error = import.run(&mut |_| {}).unwrap_err().to_string();
        assert!(error.contains(says), "{content}: {error}");
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| name != "out.rmg" && !name.to_string_lossy().starts_with('.')), "{left:?}");
    }
}

/// A zip archive of one file: a head, and a pattern so often.
fn bomb(path: &Path, pattern: &[u8], times: usize) {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(fs::File::create(path).unwrap());
    archive.start_file("alternateNamesV2.txt", zip::write::SimpleFileOptions::default()).unwrap();
    let head = "1\t2\ten\tName\t\t\t\t\t\t\n";
    archive.write_all(head.as_bytes()).unwrap();
    (0..times).for_each(|_| archive.write_all(pattern).unwrap());
    archive.finish().unwrap();
}

#[test]
fn an_archive_that_unpacks_without_end_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let line = format!("1\t2\tlink\t{}\t\t\t\t\t\t\n", "a".repeat(4000));
    for (pattern, times, says) in [
        (line.as_bytes(), 20_000, "it unpacks to more than 64 MB, far more than a table of its packed size"),
        (&[b'a'; 1 << 16][..], 300, "line 2 is longer than 16 MB"),
    ] {
        let path = folder.path().join("bomb.zip");
        bomb(&path, pattern, times);
        assert!(fs::metadata(&path).unwrap().len() < 600_000);
        let mut import = Import::new(&folder.path().join("out.rmg"));
        import.source(path);
        let error = import.run(&mut |_| {}).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert!(!folder.path().join("out.rmg").exists());
    }
}

//! Bundles of Who's On First: folders, archives and databases of records.

use super::*;
use std::io::Write;

const VELLAND: &str = r#"{"id":1,"type":"Feature","properties":{"wof:id":1,"wof:name":"Velland","wof:placetype":"region","wof:parent_id":-1,"mz:is_current":1,"edtf:deprecated":"","wof:superseded_by":[]},"geometry":{"type":"Point","coordinates":[10,20]}}"#;
const VELTOWN: &str = r#"{"id":2,"type":"Feature","properties":{"wof:id":2,"wof:name":"Veltown","wof:placetype":"locality","wof:parent_id":1,"mz:is_current":-1,"edtf:deprecated":"uuuu","wof:superseded_by":[],"wof:hierarchy":[{"region_id":1,"locality_id":2}],"wof:concordances":{"gn:id":501,"wd:id":"Q5"},"name:rus_x_preferred":["Вель"]},"geometry":{"type":"Point","coordinates":[10.1,20.1]}}"#;
const GONE: &str = r#"{"type":"Feature","properties":{"wof:id":3,"wof:name":"Old","mz:is_current":0},"geometry":null}"#;
const REPLACED: &str = r#"{"type":"Feature","properties":{"wof:id":4,"wof:name":"Old","wof:superseded_by":[2]},"geometry":{"type":"Point","coordinates":[1,1]}}"#;
const OTHER_SHAPE: &str = r#"{"type":"Feature","properties":{"wof:id":1,"src:alt_label":"quattroshapes"},"geometry":{"type":"Point","coordinates":[1,1]}}"#;

/// Names as a bundle has them, and what is in them.
const FILES: [(&str, &str); 8] = [
    ("README.md", "# Records"),
    ("meta/locality.csv", "id,name\n"),
    ("data/1/1.geojson", VELLAND),
    ("data/1/1-alt-quattroshapes.geojson", OTHER_SHAPE),
    ("data/2/2.geojson", VELTOWN),
    ("data/3/3.geojson", GONE),
    ("data/4/4.geojson", REPLACED),
    ("data/5/5.geojson", "{\"type\": broken"),
];

fn is_right(made: &Made, name: &str) {
    assert_eq!((made.done.places, made.done.rejected, made.done.sources[0].skipped), (2, 1, 3), "{name}");
    let town = made.place("geonames:501");
    assert_eq!(
        (town.id().0.as_str(), town.details().other_ids),
        ("wof:2", vec!["geonames:501".into(), "wikidata:Q5".into()])
    );
    assert_eq!(made.ids("Вель"), ["wof:2"]);
    let parents = made.gazetteer.parents(town.handle());
    assert_eq!(made.gazetteer.place(parents[0]).unwrap().id().0, "wof:1");
    assert_eq!(town.admin1(), Some(parents[0]));
}

fn tar(long: &str) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in FILES {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, format!("{long}{name}"), content.as_bytes()).unwrap();
    }
    archive.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_folder_of_records() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("admin-xv");
    for (name, content) in FILES {
        let path = bundle.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let made = import_paths(&[bundle]).unwrap();
    is_right(&made, "a folder");
    assert!(made.rejects()[0].starts_with("admin-xv/admin-xv/data/5/5.geojson\tfeature\t"), "{:?}", made.rejects());
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let error = import_paths(&[empty]).unwrap_err().to_string();
    assert!(error.contains("no .geojson lies in this folder; name files of other formats one by one"), "{error}");
}

#[test]
fn archives_of_records() {
    let folder = tempfile::tempdir().unwrap();
    let far = "a-folder-with-a-name-that-is-too-long-for-the-head-of-an-entry/".repeat(4);
    for (name, bytes) in [
        ("admin.tar", tar("")),
        ("admin.tar.gz", gzip(&tar("whosonfirst-data-admin-xv/"))),
        ("admin.tar.bz2", bzip2(&tar(""))),
        ("far.tar.bz2", bzip2(&tar(&far))),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        is_right(&import_paths(&[path]).unwrap(), name);
    }
}

#[test]
fn a_database_of_records() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whosonfirst-data-admin-xv-latest.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch("CREATE TABLE geojson (id INTEGER, body TEXT, source TEXT, alt_label TEXT, is_alt INTEGER, lastmodified INTEGER); CREATE TABLE spr (id INTEGER);")
        .unwrap();
    for (name, body) in FILES.iter().filter(|(name, _)| name.ends_with(".geojson")) {
        let is_alternate = name.contains("-alt-");
        let row = rusqlite::params![body, if is_alternate { "quattroshapes" } else { "" }, is_alternate];
        database.execute("INSERT INTO geojson VALUES (1, ?1, '', ?2, ?3, 0)", row).unwrap();
    }
    drop(database);
    let made = import_paths(&[path]).unwrap();
    is_right(&made, "a database");
    assert_eq!(made.done.sources[0].format, Format::WhosOnFirst);
    assert!(made.rejects()[0].contains("feature\t6\tthe record is no JSON"), "{:?}", made.rejects());
}

#[test]
fn a_table_that_is_packed_alone() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("XV.txt.gz", gzip(DUMP.as_bytes())), ("XV.txt.bz2", bzip2(DUMP.as_bytes()))] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        assert_eq!(import_paths(&[path]).unwrap().done.places, 2, "{name}");
    }
}

#[test]
fn damaged_archives_give_what_stands_before_the_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.tar.bz2");
    let whole = tar("");
    for bytes in [whole.clone(), gzip(&whole), bzip2(&whole)] {
        for end in (0..bytes.len()).step_by(bytes.len() / 25 + 1) {
            fs::write(&path, &bytes[..end]).unwrap();
            if let Ok(made) = import_paths(std::slice::from_ref(&path)) {
                assert!(made.done.places <= 2);
            }
        }
        for at in (0..bytes.len()).step_by(bytes.len() / 60 + 1) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x41;
            fs::write(&path, damaged).unwrap();
            let _ = import_paths(std::slice::from_ref(&path));
        }
    }
    // Cut behind the records that are read, and before others.
    let more: Vec<u8> = whole[..whole.len() - 3000].to_vec();
    fs::write(&path, more).unwrap();
    let made = import_paths(&[path]).unwrap();
    assert!(made.rejects().iter().any(|reject| reject.contains("cannot be read")), "{:?}", made.rejects());
}

#[test]
fn archives_that_unpack_without_end_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let nothing = vec![b' '; 70 << 20];
    let table = format!("1\t2\tlink\t{}\t\t\t\t\t\t\n", "a".repeat(4000)).repeat(18_000);
    // One record of seventy megabytes of nothing, and a name as long.
    let mut record = tar::Builder::new(Vec::new());
    for (kind, name) in [(tar::EntryType::GNULongName, "././@LongLink"), (tar::EntryType::Regular, "data/1.geojson")] {
        let mut header = tar::Header::new_gnu();
        header.set_size(nothing.len() as u64);
        header.set_entry_type(kind);
        record.append_data(&mut header, name, &nothing[..]).unwrap();
    }
    let record = record.into_inner().unwrap();
    for (name, bytes) in
        [("bomb.tar.gz", gzip(&record)), ("bomb.txt.bz2", bzip2(table.as_bytes())), ("bomb.tar.bz2", bzip2(&record))]
    {
        let path = folder.path().join(name);
        assert!(bytes.len() < 2 << 20, "{name}");
        fs::write(&path, bytes).unwrap();
        let error = import_paths(&[path]).unwrap_err();
        let causes = format!("{error:?}");
        assert!(causes.contains("unpacks to more than"), "{name}: {causes}");
    }
}

//! GeoPackages that are made here: as others write them, and as nobody should.

use super::*;
use rusqlite::{Connection, params};
use wkb::writer::{WriteOptions, write_geometry};

/// A geometry with the head of a GeoPackage: flags, an envelope of so many bytes.
fn blob(flags: u8, envelope: usize, geometry: &geo::Geometry<f64>, endianness: wkb::Endianness) -> Vec<u8> {
    let mut out = vec![b'G', b'P', 0, flags, 0xE6, 0x10, 0, 0];
    out.resize(8 + envelope, 0);
    write_geometry(&mut out, geometry, &WriteOptions { endianness }).unwrap();
    out
}

fn point(x: f64, y: f64) -> geo::Geometry<f64> {
    geo::Point::new(x, y).into()
}

fn square() -> geo::Geometry<f64> {
    geo::Rect::new((10.0, 1.0), (11.0, 2.0)).to_polygon().into()
}

const CORE: &str = "
    PRAGMA page_size = 512; PRAGMA application_id = 0x47504B47;
    CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
    CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, srs_id INTEGER);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
    INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, ''), ('Pseudo-Mercator', 3857, 'EPSG', 3857, ''), ('UTM 38N', 32638, 'EPSG', 32638, '');
";

fn layer(database: &Connection, name: &str, srs: i64, columns: &str) {
    let quoted = name.replace('"', "\"\"");
    database
        .execute_batch(&format!("CREATE TABLE \"{quoted}\" (fid INTEGER PRIMARY KEY, geom BLOB, {columns})"))
        .unwrap();
    database.execute("INSERT INTO gpkg_contents VALUES (?1, 'features', ?2)", params![name, srs]).unwrap();
    database
        .execute("INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 'GEOMETRY', ?2)", params![name, srs])
        .unwrap();
}

fn made(fill: impl FnOnce(&Connection)) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sites.gpkg");
    let database = Connection::open(&path).unwrap();
    database.execute_batch(CORE).unwrap();
    fill(&database);
    drop(database);
    (folder, path)
}

#[test]
fn layers_of_a_geopackage_are_read_like_features() {
    let (little, big) = (wkb::Endianness::LittleEndian, wkb::Endianness::BigEndian);
    let (_folder, path) = made(|database| {
        layer(
            database,
            "adm2",
            4326,
            "\"ADM2_EN\" TEXT, \"ADM2_PCODE\" TEXT, \"ADM1_PCODE\" TEXT, \"ADM0_PCODE\" TEXT",
        );
        let add = "INSERT INTO adm2 VALUES (NULL, ?1, 'One', 'XV0101', 'XV01', 'XV')";
        database.execute(add, [blob(0b11, 32, &square(), little)]).unwrap();
        layer(database, "points", 0, "osm_id TEXT, name TEXT, place TEXT, other_tags TEXT");
        let add = "INSERT INTO points VALUES (NULL, ?1, '12', 'Velhof', 'village', '\"name:ru\"=>\"Вельхоф\",\"wikidata\"=>\"Q9\"')";
        database.execute(add, [blob(0b1000, 64, &point(3.0, 4.0), big)]).unwrap();
        layer(database, "my \"own\"", 3857, "name TEXT, population INTEGER, height REAL");
        let add = "INSERT INTO \"my \"\"own\"\"\" VALUES (7, ?1, 'Post Sieben', 70, 2.5)";
        database.execute(add, [blob(1, 0, &point(1_113_194.9, 5_621_521.5), little)]).unwrap();
        layer(database, "far", 32638, "name TEXT");
    });
    let made = import_paths(&[path]).unwrap();
    assert_eq!((made.done.places, made.done.sources[0].format), (3, Format::GeoPackage));
    assert!(
        made.rejects()[0].contains("layer \"far\": its positions are in EPSG:32638 (UTM 38N); convert it to EPSG:4326")
    );
    assert!(made.gazetteer.area(made.place("pcode:XV0101").handle()).is_some());
    assert_eq!(made.place("osm:node/12").feature_code(), "PPL");
    assert_eq!((made.ids("Вельхоф"), made.place("wikidata:Q9").name()), (vec!["osm:node/12".into()], "Velhof"));
    let own = made.place("sites:my \"own\".7");
    assert_eq!((own.population(), own.at().lon.round(), own.at().lat.round()), (Some(70), 10.0, 45.0));
}

#[test]
fn wrong_geometries_are_rows_of_the_list() {
    let (_folder, path) = made(|database| {
        layer(database, "some", 4326, "name TEXT");
        let add = |blob: Option<Vec<u8>>| {
            database.execute("INSERT INTO some VALUES (NULL, ?1, 'Vel')", [blob]).unwrap();
        };
        let little = wkb::Endianness::LittleEndian;
        add(Some(blob(1, 0, &point(1.0, 2.0), little)));
        add(None);
        add(Some(b"GP".to_vec()));
        add(Some(b"PG\0\x01aaaaaaaaaaaaaaaaaa".to_vec()));
        add(Some(blob(0b1_0001, 0, &point(1.0, 2.0), little)));
        add(Some(blob(0b1111, 0, &point(1.0, 2.0), little)));
        add(Some(blob(0b10_0001, 0, &point(1.0, 2.0), little)));
        add(Some(blob(1, 0, &point(f64::NAN, 2.0), little)));
        add(Some(blob(1, 0, &point(4_000_000.0, 2.0), little)));
        // A line of four billion positions in eleven bytes.
        add(Some([&b"GP\0\x01\xe6\x10\0\0\x01\x02\0\0\0\xff\xff\xff\xff"[..], &[0; 16]].concat()));
    });
    let made = import_paths(&[path]).unwrap();
    assert_eq!((made.done.places, made.done.rejected), (1, 9));
    let says = [
        "no geometry",
        "is cut short",
        "does not begin with GP",
        "an empty geometry",
        "unknown kind 7",
        "is of an extension",
        "is no number",
        "has the position 4000000 2, which is not in degrees",
        "its geometry cannot be read",
    ];
    for ((reject, says), fid) in made.rejects().iter().zip(says).zip(2..) {
        assert!(reject.contains(&format!("layer \"some\", \"fid\" {fid}: ")) && reject.contains(says), "{reject}");
    }
}

#[test]
fn databases_of_others_and_what_is_open_elsewhere_are_refused() {
    for (make, says) in [
        ("CREATE TABLE a (b)", "neither a GeoPackage (no table gpkg_contents) nor one of Who's On First"),
        ("CREATE TABLE gpkg_contents (table_name, data_type, srs_id)", "its list of layers cannot be read"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.gpkg");
        Connection::open(&path).unwrap().execute_batch(make).unwrap();
        let error = import_paths(&[path]).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    let (_folder, path) = made(|_| {});
    assert!(
        import_paths(std::slice::from_ref(&path))
            .unwrap_err()
            .to_string()
            .contains("without layers that have geometries")
    );
    let database = Connection::open(&path).unwrap();
    database.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE more (a);").unwrap();
    let error = import_paths(&[path]).unwrap_err().to_string();
    assert!(error.contains("sites.gpkg-wal; close it in the program"), "{error}");
}

#[test]
fn a_view_that_never_ends_is_not_asked() {
    let (_folder, path) = made(|database| {
        layer(database, "some", 4326, "name TEXT");
        let add = "INSERT INTO some VALUES (NULL, ?1, 'Vel')";
        database.execute(add, [blob(1, 0, &point(1.0, 2.0), wkb::Endianness::LittleEndian)]).unwrap();
        database.execute_batch("CREATE VIEW endless AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) SELECT fid, NULL AS geom FROM n;
            INSERT INTO gpkg_contents VALUES ('endless', 'features', 4326);
            INSERT INTO gpkg_geometry_columns VALUES ('endless', 'geom', 'POINT', 4326);").unwrap();
    });
    let made = import_paths(&[path]).unwrap();
    assert!(made.rejects()[0].contains("layer \"endless\": it is a view, or not there"), "{:?}", made.rejects());
}

#[test]
fn a_damaged_geopackage_gives_what_can_be_read_or_an_error() {
    let (_folder, path) = made(|database| {
        layer(database, "some", 4326, "name TEXT");
        for at in 0..12 {
            let add = "INSERT INTO some VALUES (NULL, ?1, ?2)";
            let square = blob(0b11, 32, &square(), wkb::Endianness::LittleEndian);
            database.execute(add, params![square, format!("Vel {at}")]).unwrap();
        }
    });
    let bytes = fs::read(&path).unwrap();
    let damaged = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        // Whatever comes of it: no panic, no end of the program, and no half-made file.
        match import_paths(std::slice::from_ref(&path)) {
            Ok(made) => assert!(made.done.places <= 13),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    };
    for end in (0..bytes.len()).step_by(211) {
        damaged(&bytes[..end]);
    }
    for at in (0..bytes.len()).step_by(37) {
        let mut other = bytes.clone();
        other[at] ^= [0x01, 0x80, 0xff][at % 3];
        damaged(&other);
    }
}

#[test]
fn a_geopackage_in_an_archive_is_read_too() {
    use std::io::Write;
    let (folder, path) = made(|database| {
        layer(database, "some", 4326, "name TEXT");
        let add = "INSERT INTO some VALUES (3, ?1, 'Vel')";
        database.execute(add, [blob(1, 0, &point(1.0, 2.0), wkb::Endianness::LittleEndian)]).unwrap();
    });
    let packed = folder.path().join("packed.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&packed).unwrap());
    archive.start_file("sites.gpkg", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(&fs::read(&path).unwrap()).unwrap();
    archive.finish().unwrap();
    let gzip = folder.path().join("sites.gpkg.gz");
    let mut encoder = flate2::write::GzEncoder::new(fs::File::create(&gzip).unwrap(), flate2::Compression::fast());
    encoder.write_all(&fs::read(&path).unwrap()).unwrap();
    encoder.finish().unwrap();
    for (packed, id) in [(packed, "packed:some.3"), (gzip, "sites:some.3")] {
        let made = import_paths(&[packed]).unwrap();
        assert_eq!(made.place(id).name(), "Vel");
        let left: Vec<_> = fs::read_dir(made.folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
        assert_eq!(left, ["out.rmg"]);
    }
}

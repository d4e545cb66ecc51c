//! The GeoPackage, judged by SQLite, by GDAL, by GeoPandas and by two validators.

use crate::{fixture, output};
use reportmap::analysis::Analysis;
use reportmap::write;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What `./test` sets when the judges are to be there.
const REQUIRED: &str = "REPORTMAP_REQUIRE_GEOPACKAGE";

/// The exit status by which the comparison says that there is no GeoPandas.
const NO_GEOPANDAS: i32 = 77;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The GeoPackage of some analyses, opened by SQLite.
fn made(analyses: &[Analysis]) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    write::folder(folder.path(), &fixture::files(analyses)).unwrap();
    let connection = Connection::open(folder.path().join("reportmap.gpkg")).unwrap();
    (folder, connection)
}

fn one<T: rusqlite::types::FromSql>(connection: &Connection, sql: &str) -> T {
    connection.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// A tool of the judges, where `./test` puts it or on the path; `None` when it is not there.
fn judged(tool: &str, arguments: &[&std::ffi::OsStr]) -> Option<Output> {
    let places = [root().join("target/tools/bin").join(tool), root().join("target/tools/venv/bin").join(tool)];
    let program = places.into_iter().find(|path| path.exists()).unwrap_or_else(|| PathBuf::from(tool));
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(_) => {
            output::skip(REQUIRED, &format!("{tool} is not there: ./test installs it"));
            None
        }
    }
}

#[test]
fn it_says_what_it_is_and_what_is_in_it() {
    let (_folder, gpkg) = made(&[fixture::shelling(), fixture::storm()]);
    assert_eq!(one::<i64>(&gpkg, "PRAGMA application_id"), 0x4750_4B47);
    assert_eq!(one::<i64>(&gpkg, "PRAGMA user_version"), 10_300);
    assert_eq!(one::<String>(&gpkg, "PRAGMA integrity_check"), "ok");
    assert_eq!(one::<i64>(&gpkg, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_eq!(one::<i64>(&gpkg, "SELECT count(*) FROM incidents"), 4);
    assert_eq!(one::<i64>(&gpkg, "SELECT count(*) FROM incidents WHERE geom IS NULL"), 1);
    assert_eq!(one::<i64>(&gpkg, "SELECT count(*) FROM rtree_incidents_geom"), 3);
    assert_eq!(one::<i64>(&gpkg, "SELECT count(*) FROM claims JOIN incidents ON incident_id = incidents.id"), 2);
    assert_eq!(one::<i64>(&gpkg, "SELECT count(*) FROM sources JOIN incidents ON incident_id = incidents.id"), 4);
    let changed: String = one(&gpkg, "SELECT DISTINCT last_change FROM gpkg_contents");
    assert_eq!(changed, "2026-03-04T00:00:00.000Z");
    // Every column of every layer and table is described, the row numbers and geometries aside.
    let undescribed = "SELECT count(*) FROM gpkg_contents c JOIN pragma_table_info(c.table_name) t \
                       LEFT JOIN gpkg_data_columns d ON d.table_name = c.table_name AND d.column_name = t.name \
                       WHERE c.table_name <> 'layer_styles' AND t.name NOT IN ('fid', 'geom') \
                       AND coalesce(d.description, '') = ''";
    assert_eq!(one::<i64>(&gpkg, undescribed), 0);
    let unstyled = "SELECT count(*) FROM gpkg_contents c LEFT JOIN layer_styles s ON s.f_table_name = c.table_name \
                    WHERE c.table_name <> 'layer_styles' AND s.styleQML IS NULL";
    assert_eq!(one::<i64>(&gpkg, unstyled), 0);
    let rights: String = one(&gpkg, "SELECT metadata FROM gpkg_metadata");
    assert!(
        rights.contains("GeoNames") && rights.contains("CC BY 4.0") && rights.contains("Natural Earth"),
        "{rights}"
    );
    let kinds: String = one(
        &gpkg,
        "SELECT group_concat(type) FROM pragma_table_info('incidents') WHERE name IN ('date_start', 'disputed', 'confidence')",
    );
    assert_eq!(kinds, "BOOLEAN,REAL,DATE");
}

#[test]
fn the_same_reports_give_the_same_bytes() {
    let analyses = [fixture::shelling(), fixture::storm()];
    let (first, second) = (fixture::files(&analyses), fixture::files(&analyses));
    for (one, other) in first.iter().zip(&second) {
        assert!(one == other, "{} differs", one.0);
    }
}

#[test]
fn it_is_a_geopackage_to_the_validators() {
    let Some(folder) = output::folder() else { return };
    let file = folder.join("reportmap.gpkg");
    if let Some(said) = judged("gpkg", &["validate".as_ref(), file.as_os_str()]) {
        let words = String::from_utf8_lossy(&said.stdout);
        assert!(said.status.success() && words.contains("no findings"), "{words}");
    }
    // Without its rules that no layer is empty (RQ2), no geometry null (RQ24) and no line crosses itself (RQ23: rivers and
    // coasts do), which GeoPackage does not ask for. That areas are sound is asked of QGIS.
    let rules = "RQ1,RQ4,RQ6,RQ7,RQ9,RQ10,RQ11,RQ13,RQ14,RQ15,RQ21,RQ22,RQ26,RC17,RC18,RC19,RC20";
    let arguments = ["validate", "--validations", rules, "--gpkg-path"].map(std::ffi::OsStr::new);
    let arguments: Vec<&std::ffi::OsStr> = arguments.into_iter().chain([file.as_os_str()]).collect();
    if let Some(said) = judged("geopackage-validator", &arguments) {
        let words = String::from_utf8_lossy(&said.stdout);
        assert!(said.status.success() && words.contains("\"results\": []"), "{words}");
    }
}

#[test]
fn gdal_reads_every_table_without_a_warning() {
    let Some(folder) = output::folder() else { return };
    let file = folder.join("reportmap.gpkg");
    if let Some(said) = judged("ogrinfo", &["-ro".as_ref(), "-so".as_ref(), "-al".as_ref(), file.as_os_str()]) {
        assert!(said.status.success());
        assert_eq!(String::from_utf8_lossy(&said.stderr), "");
        let words = String::from_utf8_lossy(&said.stdout);
        for table in ["incidents", "claims", "sources", "exposed", "basemap_land", "basemap_world_land"] {
            assert!(words.contains(&format!("Layer name: {table}\n")), "no {table}");
        }
        assert!(words.contains("date_start: Date"), "{words}");
    }
}

#[test]
fn geopandas_finds_the_rows_and_geometries_of_the_geojson() {
    let Some(folder) = output::folder() else { return };
    let script = root().join("tests/geopackage/same_as_geojson.py");
    if let Some(said) = judged("python3", &[script.as_os_str(), folder.as_os_str()]) {
        if said.status.code() == Some(NO_GEOPANDAS) {
            return output::skip(REQUIRED, "geopandas is not there: ./test installs it");
        }
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    }
}

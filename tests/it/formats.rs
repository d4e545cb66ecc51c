//! The formats of `map --also`, held to the GeoJSON of the same map: by what reads them in Rust, by GDAL, by GeoPandas, by QGIS, by
//! OGC's schema of KML and by a validator of GeoParquet.

use crate::cli::reportmap;
use crate::{fixture, output};
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use geojson::FeatureCollection;
use quick_xml::events::Event;
use reportmap::analysis::Analysis;
use reportmap::basemap::Basemap;
use reportmap::gazetteer::Gazetteer;
use reportmap::incident::Incident;
use reportmap::layer;
use reportmap::write::{self, Format, Publication};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};

/// What `./test` sets when the judges are to be there.
const REQUIRED: &str = "REPORTMAP_REQUIRE_GEOPACKAGE";

/// The exit status by which a script says that a module is not there.
const MISSING: i32 = 77;

const FORMATS: [&str; 5] = ["flatgeobuf", "geojsonseq", "kml", "kmz", "geoparquet"];

/// What tries to be markup, a formula of a viewer, the end of a section, or the end of a record.
const HOSTILE: &str = "]]></description><script>alert(\"1\")</script> $[id] &amp; <img src=x onerror='alert(1)'> \u{8}\u{1b}\u{1e}\u{fffe} Ж 𝄞";

/// A report whose every word is hostile, with an incident that is nowhere and one that is somewhere.
fn hostile() -> Analysis {
    let named = |incident: Incident| Incident {
        event_type: HOSTILE.to_owned(),
        sub_event_type: HOSTILE.to_owned(),
        actors: vec![HOSTILE.to_owned()],
        claimed_by: vec![HOSTILE.to_owned()],
        date_phrase: Some(HOSTILE.to_owned()),
        ..incident
    };
    let mut at_town = named(fixture::incident("hostile#1", 0, HOSTILE));
    (at_town.lat, at_town.lon) = (Some(fixture::TOWN.lat), Some(fixture::TOWN.lon));
    at_town.claims = fixture::shelling().incidents.swap_remove(0).claims;
    for claim in &mut at_town.claims {
        (claim.speaker, claim.quote) = (HOSTILE.to_owned(), HOSTILE.to_owned());
    }
    Analysis {
        title: Some(HOSTILE.to_owned()),
        source: Some(HOSTILE.to_owned()),
        url: Some("javascript:alert(1)".to_owned()),
        incidents: vec![at_town, named(fixture::incident("hostile#2", 10, HOSTILE))],
        ..fixture::empty("hostile")
    }
}

fn analyses() -> [Analysis; 3] {
    [fixture::shelling(), fixture::storm(), hostile()]
}

/// The formats that this program was built with.
fn formats() -> impl Iterator<Item = Format> {
    let all = [Format::FlatGeobuf, Format::GeoJsonSequence, Format::Kml, Format::Kmz, Format::GeoParquet];
    all.into_iter().filter(|format| format.check().is_ok())
}

/// All files of some analyses, in all formats.
fn files(analyses: &[Analysis]) -> BTreeMap<String, Vec<u8>> {
    let gazetteer = Gazetteer::embedded();
    let layers = layer::layers(analyses, &gazetteer);
    let basemap = Basemap::around(&gazetteer, layers.bounds());
    let publication = Publication { layers: &layers, analyses: &analyses, texts: &BTreeMap::new(), basemap: &basemap };
    let also = formats().flat_map(|format| write::also(&publication, format).unwrap());
    write::files(&publication).unwrap().into_iter().chain(also).collect()
}

/// The layers of some files, as GeoJSON has them.
fn layers(files: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&str, FeatureCollection)> {
    files.iter().filter_map(|(name, bytes)| {
        let layer = name.strip_suffix(".geojson")?;
        Some((layer, FeatureCollection::try_from(serde_json::from_slice::<geojson::GeoJson>(bytes).unwrap()).unwrap()))
    })
}

#[test]
fn every_format_has_every_row_and_those_that_are_nowhere_too() {
    let files = files(&analyses());
    let kml = String::from_utf8(files["reportmap.kml"].clone()).unwrap();
    let mut seen = 0;
    for (name, collection) in layers(&files) {
        let ids: BTreeSet<String> =
            collection.features.iter().map(|f| f.property("id").unwrap().as_str().unwrap().to_owned()).collect();
        let nowhere = collection.features.iter().filter(|f| f.geometry.is_none()).count();
        seen += nowhere;

        let records: Vec<&[u8]> = files[&format!("{name}.geojsons")].split(|byte| *byte == 0x1E).collect();
        assert_eq!(records[0], b"", "{name}: a record begins with RS");
        let read = records[1..].iter().map(|record| {
            assert_eq!(record.last(), Some(&b'\n'), "{name}: a record ends with a line feed");
            serde_json::from_slice::<geojson::Feature>(record).unwrap()
        });
        assert_eq!(read.collect::<Vec<_>>(), collection.features, "{name}");

        let reader = FgbReader::open(std::io::Cursor::new(&files[&format!("{name}.fgb")])).unwrap();
        let mut rows = reader.select_all().unwrap();
        let (mut read, mut empty) = (BTreeSet::new(), 0);
        while let Some(row) = rows.next().unwrap() {
            read.insert(row.property::<String>("id").unwrap());
            empty += usize::from(row.fbs_feature().geometry().is_none());
        }
        assert_eq!((&read, empty), (&ids, nowhere), "{name}.fgb");

        let folder = folder_of(&kml, name);
        assert_eq!(folder.matches("<Placemark>").count(), ids.len(), "{name} in KML");
        let drawn = ["<Point>", "<MultiGeometry>"].map(|tag| folder.matches(tag).count()).iter().sum::<usize>();
        assert_eq!(drawn, ids.len() - nowhere, "{name} in KML");
    }
    assert!(seen > 2, "incidents and places that are nowhere were tried");
}

/// The folder of a layer in a document: it names its columns by the layer.
fn folder_of<'a>(kml: &'a str, layer: &str) -> &'a str {
    let folders = kml.split("<Folder>").skip(1);
    folders.filter(|folder| folder.contains(&format!("schemaUrl=\"#{layer}\""))).last().unwrap_or_default()
}

#[cfg(feature = "geoparquet")]
#[test]
fn geoparquet_says_what_it_holds() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let files = files(&analyses());
    for (name, collection) in layers(&files) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, &files[&format!("{name}.parquet")]).unwrap();
        let reader = SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap();
        let about = reader.metadata().file_metadata();
        assert_eq!(about.num_rows() as usize, collection.features.len(), "{name}");
        let described = about.key_value_metadata().unwrap().iter().find(|pair| pair.key == "geo").unwrap();
        let geo: serde_json::Value = serde_json::from_str(described.value.as_ref().unwrap()).unwrap();
        assert_eq!((&geo["version"], &geo["primary_column"]), (&"1.1.0".into(), &"geometry".into()));
        let column = &geo["columns"]["geometry"];
        assert_eq!(column["encoding"], "WKB");
        assert!(column.get("crs").is_none(), "OGC:CRS84 is what goes without saying");
        let bbox = collection.bbox.clone().map_or(serde_json::Value::Null, |bbox| serde_json::to_value(bbox).unwrap());
        assert_eq!(column.get("bbox").unwrap_or(&serde_json::Value::Null), &bbox, "{name}");
        let nowhere = collection.features.iter().filter(|feature| feature.geometry.is_none()).count();
        let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
        let empty = rows.filter(|row| {
            row.get_column_iter().any(|(name, value)| name == "geometry" && *value == parquet::record::Field::Null)
        });
        assert_eq!(empty.count(), nowhere, "{name}");
    }
}

#[test]
fn the_same_reports_give_the_same_bytes_in_every_format() {
    let (first, second) = (files(&analyses()), files(&analyses()));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(*bytes == second[name], "{name} differs");
    }
}

/// The document in a KMZ archive.
fn unpacked(kmz: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(kmz)).unwrap();
    let mut document = String::new();
    archive.by_index(0).unwrap().read_to_string(&mut document).unwrap();
    assert_eq!(archive.by_index(0).unwrap().name().unwrap(), "doc.kml");
    document
}

#[test]
fn what_a_report_says_is_no_markup_in_kml() {
    const ELEMENTS: [&str; 42] = [
        "kml",
        "Document",
        "Folder",
        "Placemark",
        "name",
        "open",
        "description",
        "Snippet",
        "TimeSpan",
        "TimeStamp",
        "begin",
        "end",
        "when",
        "styleUrl",
        "Style",
        "IconStyle",
        "Icon",
        "href",
        "hotSpot",
        "LabelStyle",
        "LineStyle",
        "PolyStyle",
        "BalloonStyle",
        "text",
        "color",
        "scale",
        "width",
        "Schema",
        "SimpleField",
        "displayName",
        "ExtendedData",
        "SchemaData",
        "SimpleData",
        "Data",
        "value",
        "Point",
        "MultiGeometry",
        "LineString",
        "Polygon",
        "tessellate",
        "coordinates",
        "LinearRing",
    ];
    let files = files(&[hostile()]);
    for document in [String::from_utf8(files["reportmap.kml"].clone()).unwrap(), unpacked(&files["reportmap.kmz"])] {
        let mut reader = quick_xml::Reader::from_str(&document);
        let (mut inside, mut balloon, mut balloons) = (String::new(), String::new(), 0);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) | Event::Empty(tag) => {
                    inside = tag.name().as_ref().to_owned();
                    assert!(ELEMENTS.contains(&inside.as_str()), "{inside}");
                    balloon.clear();
                }
                Event::Text(text) => balloon.push_str(text.as_ref()),
                Event::GeneralRef(name) => balloon.push_str(match name.as_ref() {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("&{other};"),
                }),
                Event::End(_) if inside == "description" => {
                    // HTML now: its tags are ours alone.
                    balloons += 1;
                    for tag in balloon.split('<').skip(1) {
                        let name: String =
                            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                        let ours = ["h3", "p", "b", "table", "tr", "td", "blockquote", "ul", "li"];
                        assert!(ours.contains(&name.as_str()), "<{tag}");
                    }
                    assert!(!balloon.contains("$["), "{balloon}");
                    inside.clear();
                }
                Event::CData(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => panic!("markup of no use"),
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(balloons > 3, "{balloons}");
    }
}

#[test]
fn an_incident_has_its_days_its_claims_and_its_sources_in_kml() {
    let files = files(&[fixture::shelling()]);
    let kml = String::from_utf8(files["reportmap.kml"].clone()).unwrap();
    let incidents = folder_of(&kml, "incidents");
    for part in [
        "<TimeStamp><when>2026-03-03</when></TimeStamp>",
        "<coordinates>47.112,39.795</coordinates>",
        "&lt;b&gt;southern ministry&lt;/b&gt; (government) denies, certain: “no shell was fired”",
        "Shells and talks (Test desk, 2026-03-04, disputed)",
        "&lt;b&gt;Not located.&lt;/b&gt;",
        "<SimpleData name=\"status\">disputed</SimpleData>",
    ] {
        assert!(incidents.contains(part), "no {part} in {incidents}");
    }
    // The colour of explosions, as every other format has it: E69F00, from blue to red.
    assert!(kml.contains("<color>ff009fe6</color>"), "{kml}");
    assert!(!kml.contains("<href>"), "nothing is fetched");
}

#[test]
fn map_writes_what_is_asked_for_beside_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.txt");
    std::fs::write(&report, "Shells fell on the town of Martuni in the Karabakh region on Friday.").unwrap();
    let out = folder.path().join("out");
    let mut command = reportmap();
    command.arg("map").arg(&report).arg("-o").arg(&out).args([
        "--also",
        "kml",
        "--also",
        "flatgeobuf",
        "--also",
        "kml",
    ]);
    let said = command.assert().success().get_output().stdout.clone();
    assert!(String::from_utf8_lossy(&said).contains("reportmap.kml"), "the summary names it");
    for name in ["reportmap.kml", "incidents.fgb", "reports.fgb", "incidents.geojson", "map.html"] {
        assert!(out.join(name).exists() || (name == "map.html" && cfg!(not(feature = "web"))), "{name}");
    }
    assert!(!out.join("reportmap.kmz").exists() && !out.join("incidents.parquet").exists());
    let unknown = reportmap().arg("map").arg(&report).args(["--also", "shapefile"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("geoparquet"), "it says what there is");
}

#[cfg(not(feature = "geoparquet"))]
#[test]
fn without_its_feature_geoparquet_is_refused_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.txt");
    std::fs::write(&report, "Shells fell on the town of Martuni.").unwrap();
    let out = folder.path().join("out");
    let refused =
        reportmap().arg("map").arg(&report).arg("-o").arg(&out).args(["--also", "geoparquet"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("built without GeoParquet") && said.contains("--features geoparquet"), "{said}");
    assert!(!out.exists());
}

/// A tool of the judges, where `./test` puts it or on the path; `None` when it is not there.
fn judged(tool: &str, arguments: &[&std::ffi::OsStr]) -> Option<Output> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/venv/bin").join(tool);
    let said = Command::new(if own.exists() { own.as_path() } else { Path::new(tool) }).args(arguments).output();
    match said {
        Ok(said) if said.status.code() == Some(MISSING) => {
            output::skip(REQUIRED, &format!("{} ./test installs it", String::from_utf8_lossy(&said.stderr)));
            None
        }
        Ok(said) => Some(said),
        Err(_) => {
            output::skip(REQUIRED, &format!("{tool} is not there: ./test installs it"));
            None
        }
    }
}

/// Folders with all formats: of made-up reports, and of the examples, as the program writes them.
fn folders() -> Vec<tempfile::TempDir> {
    let made = tempfile::tempdir().unwrap();
    write::folder(made.path(), &files(&analyses()).into_iter().collect::<Vec<_>>()).unwrap();
    let examples = output::examples();
    if examples.is_empty() {
        return vec![made];
    }
    let written = tempfile::tempdir().unwrap();
    let also = FORMATS.iter().filter(|name| cfg!(feature = "geoparquet") || **name != "geoparquet");
    reportmap()
        .arg("map")
        .args(&examples)
        .arg("-o")
        .arg(written.path())
        .args(also.flat_map(|format| ["--also", format]))
        .assert()
        .success();
    vec![made, written]
}

fn script(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

#[cfg(feature = "geoparquet")]
#[test]
fn geopandas_finds_the_rows_columns_and_geometries_of_the_geojson() {
    for folder in folders() {
        let arguments = [script("formats/same_as_geojson.py").into_os_string(), folder.path().into()];
        let Some(said) = judged("python3", &arguments.each_ref().map(AsRef::as_ref)) else { return };
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    }
}

#[test]
fn kml_is_valid_and_gdal_finds_in_it_the_rows_and_geometries_of_the_geojson() {
    for folder in folders() {
        let arguments = [script("formats/kml.py").into_os_string(), folder.path().into()];
        let Some(said) = judged("python3", &arguments.each_ref().map(AsRef::as_ref)) else { return };
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    }
}

#[cfg(feature = "geoparquet")]
#[test]
fn geoparquet_conforms_to_its_standard() {
    for folder in folders() {
        let Some(said) = judged("geoparquet-validator", &["check".as_ref(), folder.path().as_os_str()]) else { return };
        let words = String::from_utf8_lossy(&said.stdout);
        // Its advice for distribution asks for statistics of boxes, which a layer without any located feature does not have.
        assert!(!words.contains("FAIL /conf/core") && !words.contains("FAIL /conf/covering"), "{words}");
        assert_eq!(words.matches("core ").count(), 7, "every layer was judged: {words}");
    }
}

#[test]
fn gdal_reads_flatgeobuf_and_sequences_without_a_warning() {
    for folder in folders() {
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            // A sequence of nothing is an empty file, which GDAL does not know for one.
            let empty = path.metadata().unwrap().len() == 0;
            if empty || !path.extension().is_some_and(|ending| ending == "fgb" || ending == "geojsons") {
                continue;
            }
            let arguments = ["-ro".as_ref(), "-al".as_ref(), "-q".as_ref(), path.as_os_str()];
            let Some(said) = judged("ogrinfo", &arguments) else { return };
            assert!(said.status.success(), "{}", path.display());
            assert_eq!(String::from_utf8_lossy(&said.stderr), "", "{}", path.display());
        }
    }
}

#[test]
fn qgis_opens_every_format_with_all_rows_and_geometries() {
    for folder in folders() {
        let checked = Command::new("/usr/bin/python3")
            .arg(script("qgis/check_formats.py"))
            .arg(folder.path())
            .env("QT_QPA_PLATFORM", "offscreen")
            .output();
        let Ok(checked) = checked else {
            return output::skip(
                "REPORTMAP_REQUIRE_QGIS",
                "there is no /usr/bin/python3: apt-get install python3-qgis",
            );
        };
        if checked.status.code() == Some(MISSING) {
            return output::skip("REPORTMAP_REQUIRE_QGIS", "python3-qgis is not there: apt-get install python3-qgis");
        }
        let said = String::from_utf8_lossy(&checked.stdout);
        assert!(checked.status.success(), "{said}\n{}", String::from_utf8_lossy(&checked.stderr));
        assert!(said.contains("incidents.fgb") && said.contains("reportmap.kmz|layername=Incidents"), "{said}");
    }
}

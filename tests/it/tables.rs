//! The two tables beside the layers, read back as another program would.

use crate::{fixture, output};
use assert_cmd::Command;
use reportmap::analysis::Analysis;
use reportmap::gazetteer::{Gazetteer, Level};
use reportmap::geography::LonLat;
use reportmap::incident::{Count, Incident, Status};
use reportmap::layer;
use reportmap::recognize::Role;
use std::path::Path;

const ACLED: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
                     assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,\
                     admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,\
                     tags,timestamp";

/// A table as it was read: every row is as wide as the first, or reading fails.
struct Read(Vec<csv::StringRecord>);

impl Read {
    fn of(bytes: &[u8]) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        Self(reader.records().map(Result::unwrap).collect())
    }

    /// The cell of a row, the first below the names being 1.
    fn cell(&self, row: usize, column: &str) -> &str {
        let place = self.0[0].iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"));
        &self.0[row][place]
    }

    /// Asserts what stands in a row.
    fn assert_row(&self, row: usize, cells: &[(&str, &str)]) {
        for (column, cell) in cells {
            assert_eq!(self.cell(row, column), *cell, "{column} of row {row}");
        }
    }
}

fn made(analyses: &[Analysis], name: &str) -> Read {
    let files = fixture::files(analyses);
    let (_, bytes) = files.iter().find(|(file, _)| file == name).unwrap();
    Read::of(bytes)
}

/// A report of one incident of which much is known.
fn protest() -> Analysis {
    let county = fixture::place("geonames:1", "Test County", LonLat::new(-77.036_871, 38.9), Level::Admin2);
    let count = |best| Some(Count { low: best - 1, best, high: best + 1, stated: None });
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Analysis {
        source: Some("=HYPERLINK(\"https://example.org\")".to_owned()),
        url: Some("https://example.org/1".to_owned()),
        toponyms: vec![fixture::toponym(0, "Test County", Role::Literal, Some(county), None)],
        incidents: vec![Incident {
            event_type: "Protests".to_owned(),
            sub_event_type: "Excessive force against protesters".to_owned(),
            lat: Some(38.9),
            lon: Some(-77.036_871_4),
            place_id: Some(reportmap::gazetteer::PlaceId("geonames:1".to_owned())),
            place_name: Some("Test County".to_owned()),
            country: Some("US".to_owned()),
            admin1: Some("Test State".to_owned()),
            date_start: Some(jiff::civil::date(2026, 1, 1)),
            date_end: Some(jiff::civil::date(2026, 12, 31)),
            time_precision: Some(3),
            actors: names(&["police", "guards", "army"]),
            targets: names(&["students", "+1 group"]),
            missing: count(3),
            displaced: count(20),
            arrested: count(107),
            status: Status::Disputed,
            claimed_by: names(&["students"]),
            denied_by: names(&["ministry", "mayor"]),
            ..fixture::incident("protest#1", 0, "Police, \"provoked\", fired\ninto the crowd.")
        }],
        ..fixture::empty("protest")
    }
}

#[test]
fn the_incidents_have_a_row_of_hashtags_and_every_incident() {
    let table = made(&[fixture::shelling(), fixture::storm()], "incidents.csv");
    assert_eq!(table.0.len(), 2 + 4);
    table.assert_row(
        1,
        &[
            ("id", "#event+code"),
            ("date_start", "#date+occurred+start"),
            ("event_type", "#event+type"),
            ("sub_event_type", "#event+type+sub"),
            ("actor1", "#group+name+first"),
            ("actor2", "#group+name+second"),
            ("country", "#country+name"),
            ("iso2", "#country+code+v_iso2"),
            ("admin1", "#adm1+name"),
            ("admin2", "#adm2+name"),
            ("place", "#loc+name"),
            ("lat", "#geo+lat"),
            ("lon", "#geo+lon"),
            ("notes", "#description"),
            ("fatalities", "#affected+killed"),
            ("source", "#meta+source"),
            ("url", "#meta+url"),
            ("status", "#status"),
        ],
    );
    table.assert_row(
        2,
        &[
            ("id", "shelling#1"),
            ("date_start", "2026-03-03"),
            ("country", "Azerbaijan"),
            ("iso2", "AZ"),
            ("place", "Khojavend (Martuni)"),
            ("lat", "39.795"),
            ("lon", "47.112"),
            ("fatalities", "12"),
            ("fatalities_stated", "dozens"),
            ("injured", ""),
            ("status", "disputed"),
            ("claimed_by", "northern ministry"),
            ("denied_by", "southern ministry"),
            ("source", "Test desk"),
        ],
    );
    let unlocated = &[("id", "shelling#3"), ("date_start", ""), ("place", ""), ("lat", ""), ("fatalities", "")];
    table.assert_row(4, unlocated);
    table.assert_row(4, &[("notes", "Two patrols met at dawn.")]);
    table.assert_row(5, &[("id", "storm#1"), ("event_type", "Natural hazard")]);
}

#[test]
fn the_acled_events_stand_in_acleds_columns_and_nothing_is_made_up() {
    let analyses = [fixture::shelling(), fixture::storm()];
    let table = made(&analyses, "acled.csv");
    assert_eq!(table.0[0].iter().collect::<Vec<_>>().join(","), ACLED);
    assert_eq!(table.0.len(), 1 + 3, "the storm is none of ACLED's");
    assert_eq!(layer::layers(&analyses, &Gazetteer::embedded()).table("acled").unwrap().left_out, 1);
    table.assert_row(
        1,
        &[
            ("event_id_cnty", "shelling#1"),
            ("event_date", "2026-03-03"),
            ("year", "2026"),
            ("time_precision", "1"),
            ("disorder_type", "Political violence"),
            ("iso", "31"),
            ("country", "Azerbaijan"),
            ("location", "Khojavend (Martuni)"),
            ("latitude", "39.795"),
            ("longitude", "47.112"),
            ("geo_precision", "1"),
            ("notes", "the town was shelled [disputed; claimed by northern ministry; denied by southern ministry]"),
            ("fatalities", "12"),
            ("civilian_targeting", ""),
        ],
    );
    let empty = ["event_date", "year", "iso", "country", "location", "latitude", "fatalities", "actor1", "timestamp"];
    table.assert_row(3, &empty.map(|column| (column, "")));
}

#[test]
fn all_that_is_known_of_an_incident_is_in_both_tables() {
    let incidents = made(&[protest()], "incidents.csv");
    incidents.assert_row(
        2,
        &[
            ("actor1", "police"),
            ("assoc_actor1", "guards; army"),
            ("actor2", "students"),
            ("assoc_actor2", "'+1 group"),
            ("admin1", "Test State"),
            ("admin2", "Test County"),
            ("lon", "-77.036871"),
            ("notes", "Police, \"provoked\", fired into the crowd."),
            ("quote", "Police, \"provoked\", fired\ninto the crowd."),
            ("missing", "3"),
            ("displaced_low", "19"),
            ("arrested_high", "108"),
            ("source", "'=HYPERLINK(\"https://example.org\")"),
            ("url", "https://example.org/1"),
        ],
    );
    let acled = made(&[protest()], "acled.csv");
    acled.assert_row(
        1,
        &[
            ("event_date", ""),
            ("year", "2026"),
            ("time_precision", ""),
            ("disorder_type", "Political violence; Demonstrations"),
            ("assoc_actor_1", "guards; army"),
            ("civilian_targeting", "Civilian targeting"),
            ("iso", "840"),
            ("country", "United States"),
            ("admin2", "Test County"),
            ("longitude", "-77.036871"),
            (
                "notes",
                "Police, \"provoked\", fired into the crowd. [disputed; claimed by students; denied by ministry and mayor]",
            ),
        ],
    );
}

#[test]
fn the_rows_have_the_ids_of_the_layer() {
    let mut twice = fixture::storm();
    twice.incidents.push(twice.incidents[0].clone());
    let analyses = [twice, fixture::shelling()];
    let layers = layer::layers(&analyses, &Gazetteer::embedded());
    let ids: Vec<String> = layers.get("incidents").unwrap().features.iter().map(|f| f.id).collect();
    let table = made(&analyses, "incidents.csv");
    let rows: Vec<&str> = (2..table.0.len()).map(|row| table.cell(row, "id")).collect();
    assert_eq!(rows, ids);
}

#[test]
fn the_program_writes_the_tables_and_says_what_is_in_one_only() {
    let folder = tempfile::tempdir().unwrap();
    let run = Command::cargo_bin("reportmap")
        .unwrap()
        .arg("map")
        .args(output::examples())
        .arg("-o")
        .arg(folder.path())
        .output();
    let said = String::from_utf8(run.unwrap().stdout).unwrap();
    let read = |name: &str| Read::of(&std::fs::read(folder.path().join(name)).unwrap());
    let (incidents, acled) = (read("incidents.csv"), read("acled.csv"));
    let only = incidents.0.len() - 2 - (acled.0.len() - 1);
    assert!(only > 1, "the examples have floods and quakes");
    assert!(said.contains(&format!("{only} incidents are no ACLED events and are only in incidents.csv")), "{said}");
    assert!(said.contains("acled.csv") && said.contains(&format!("{} rows", acled.0.len() - 1)), "{said}");
}

#[test]
fn the_documentation_tells_every_column_and_its_hashtag() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tables.md")).unwrap();
    for table in layer::layers(&[], &Gazetteer::embedded()).tables() {
        let names = table.schema.iter().map(|field| field.name);
        for word in names.chain(table.hashtags.iter().flatten().copied()) {
            assert!(text.contains(&format!("`{word}`")), "docs/tables.md does not tell {word} of {}", table.name);
        }
    }
}

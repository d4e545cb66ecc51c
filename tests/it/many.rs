//! Many incidents: a dense map, and how long the files take and how large they are.

use crate::fixture;
use reportmap::analysis::Analysis;
use reportmap::basemap::Basemap;
use reportmap::gazetteer::Gazetteer;
use reportmap::geography::{LonLat, Metres, Shape};
use reportmap::incident::{Certainty, Claim, Incident, Stance, Status};
use reportmap::layer::{self, Making};
use reportmap::merge::Merging;
use reportmap::text::Span;
use reportmap::write::{self, Publication};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// Incidents of one report.
const EACH: usize = 20;

/// A made-up war of so many incidents over forty towns and sixty days, the same every time: some in the middle of a town,
/// some around it, of all types and statuses.
pub fn war(incidents: usize) -> Vec<Analysis> {
    let mut dice = Dice(7);
    (0..incidents.div_ceil(EACH))
        .map(|number| {
            let id = format!("war-{number:05}");
            let many = EACH.min(incidents - number * EACH);
            Analysis {
                title: Some(format!("Day report {number}")),
                source: Some(format!("Desk {}", number % 9)),
                url: Some(format!("https://example.org/{number}")),
                published: Some(
                    jiff::civil::date(2026, 3, 1).saturating_add(jiff::Span::new().days(dice.of(60) as i64)),
                ),
                incidents: (0..many).map(|count| incident(&id, count, &mut dice)).collect(),
                ..fixture::empty(&id)
            }
        })
        .collect()
}

/// Numbers that look like chance (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn of(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn share(&mut self) -> f64 {
        self.of(1_000_000) as f64 / 1e6
    }
}

fn incident(report: &str, count: usize, dice: &mut Dice) -> Incident {
    let types = [
        ("Battles", "Armed clash"),
        ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
        ("Explosions/Remote violence", "Air/drone strike"),
        ("Violence against civilians", "Attack"),
        ("Protests", "Peaceful protest"),
        ("Riots", "Mob violence"),
        ("Strategic developments", "Looting/property destruction"),
        ("Natural hazard", "Flood"),
        ("Technological hazard", "Power outage"),
        ("Health", "Epidemic"),
    ];
    let statuses =
        [Status::Reported, Status::Reported, Status::Claimed, Status::Disputed, Status::Denied, Status::Confirmed];
    let town = dice.of(40);
    let middle = (36.0 + (town * 37 % 40) as f64 * 0.11, 47.6 + (town * 23 % 40) as f64 * 0.06);
    let off = if dice.of(3) == 0 { (0.0, 0.0) } else { (dice.share() * 0.5 - 0.25, dice.share() * 0.36 - 0.18) };
    let at = LonLat::new(middle.0 + off.0, middle.1 + off.1);
    let (event_type, sub_event_type) = types[dice.of(10) as usize];
    let status = statuses[dice.of(6) as usize];
    let day = jiff::civil::date(2026, 3, 1).saturating_add(jiff::Span::new().days(dice.of(60) as i64));
    let said = |stance, speaker: &str| Claim {
        speaker: speaker.to_owned(),
        speaker_role: "military".to_owned(),
        stance,
        certainty: Certainty::Certain,
        cue: "said".to_owned(),
        quote: format!("what was said of {sub_event_type} in town {town}"),
        span: Span::new(count * 100, count * 100 + 40),
    };
    let claims = match status {
        Status::Reported => vec![],
        Status::Disputed => vec![said(Stance::Asserts, "Northern command"), said(Stance::Denies, "Southern command")],
        Status::Denied => vec![said(Stance::Denies, "Southern command")],
        _ => vec![said(Stance::Asserts, "Northern command")],
    };
    Incident {
        event_type: event_type.to_owned(),
        sub_event_type: sub_event_type.to_owned(),
        lat: Some(at.lat),
        lon: Some(at.lon),
        geometry: Some(Shape::point(at)),
        place_name: Some(format!("Town {town}")),
        country: Some("UA".to_owned()),
        geo_precision: Some(1 + dice.of(2) as u8),
        precision_m: Some(Metres(2_000.0 + dice.of(6) as f64 * 1_000.0)),
        date_start: Some(day),
        date_end: Some(day),
        time_precision: Some(1),
        status,
        claims,
        ..fixture::incident(&format!("{report}#{count}"), count * 100, "It was reported from the town.")
    }
}

/// `cargo test --release --test it many_incidents -- --ignored --nocapture`
#[test]
#[ignore = "takes a minute; prints how long the files of many incidents take and how large they are"]
fn many_incidents_are_written_in_seconds() {
    let gazetteer = Gazetteer::embedded();
    let seconds = |start: Instant| start.elapsed().as_secs_f64();
    for count in [10_000, 100_000] {
        let analyses = war(count);
        let making = Making { merging: Merging::Apart, ..Making::default() };
        let layers = layer::layers_of(&analyses, &making, &gazetteer, |_| {});
        assert_eq!(layers.get("incidents").map(|layer| layer.features.len()), Some(count));
        let basemap = Basemap::around(&gazetteer, layers.bounds());
        let publication =
            Publication { layers: &layers, analyses: &analyses, texts: &BTreeMap::new(), basemap: &basemap };
        let start = Instant::now();
        let package = write::geopackage(&publication).unwrap();
        let (packed, start) = (seconds(start), Instant::now());
        let project = write::qgis_project(&publication).unwrap();
        println!("{count} incidents: GeoPackage {packed:.1} s, project {:.1} s", seconds(start));
        let start = Instant::now();
        let files = write::files(&publication).unwrap();
        println!("  all files {:.1} s", seconds(start));
        assert!(files.iter().any(|(_, bytes)| *bytes == package) && files.iter().any(|(_, bytes)| *bytes == project));
        for (name, bytes) in files.iter().filter(|(name, _)| name.contains("reportmap") || name == "incidents.geojson")
        {
            println!("  {name}: {:.1} MB", bytes.len() as f64 / 1e6);
        }
        write::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("target/many-{count}")), &files).unwrap();
    }
}

//! Two reports made up for the tests, as analyses: every kind of row that a layer can hold.

use geo::{LineString, MultiLineString, Polygon, line_string};
use reportmap::analysis::{Analysis, Provenance, SCHEMA};
use reportmap::basemap::Basemap;
use reportmap::gazetteer::{FeatureClass, Gazetteer, Layer, Level, PlaceId};
use reportmap::geography::{Km, LonLat, Metres, Shape, circle};
use reportmap::incident::{AssetStatus, Certainty, Claim, Count, Evidence, Incident, Infrastructure, Stance, Status};
use reportmap::layer;
use reportmap::recognize::Role;
use reportmap::resolve::{Alternative, Checked, Focus, Outcome, Place, Toponym, Unresolved};
use reportmap::text::Span;
use reportmap::write::{self, Publication};
use std::collections::BTreeMap;

/// A report without a word.
pub fn empty(id: &str) -> Analysis {
    Analysis {
        schema: SCHEMA,
        id: id.to_owned(),
        title: None,
        published: None,
        published_from: None,
        language: None,
        source: None,
        url: None,
        duplicate_of: None,
        focus: vec![],
        toponyms: vec![],
        incidents: vec![],
        unresolved: vec![],
        considered: vec![],
        infrastructure: vec![],
        notes: vec![],
        provenance: Provenance {
            text_sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned(),
            reportmap: "0.0.0".to_owned(),
            gazetteer: vec!["0123456789abcdef".to_owned()],
            obfuscated_m: None,
            redacted: false,
        },
    }
}

/// A place without details.
pub fn place(id: &str, name: &str, at: LonLat, level: Level) -> Place {
    Place {
        id: PlaceId(id.to_owned()),
        name: name.to_owned(),
        at,
        feature_class: if level == Level::Place { FeatureClass::Populated } else { FeatureClass::Administrative },
        feature_code: if level == Level::Place { "PPL" } else { "ADM1" }.to_owned(),
        country: Some("AZ".to_owned()),
        admin1: None,
        admin2: None,
        level,
        layer: Layer::World,
    }
}

/// A mention that is resolved.
pub fn toponym(start: usize, surface: &str, role: Role, place: Option<Place>, geometry: Option<Shape>) -> Toponym {
    Toponym {
        span: Span::new(start, start + surface.chars().count()),
        surface: surface.to_owned(),
        role,
        outcome: if place.is_some() { Outcome::Resolved } else { Outcome::NotAPlace },
        place,
        geometry,
        confidence: 0.912_345,
        precision_m: Metres(5_000.0),
        alternatives: vec![],
        evidence: vec!["only place of this name".to_owned()],
        relation: None,
        anchors: vec![],
        checked: Checked::default(),
        place_ref: None,
    }
}

/// An incident of which little is known.
pub fn incident(id: &str, start: usize, words: &str) -> Incident {
    Incident {
        id: id.to_owned(),
        event_type: "Battles".to_owned(),
        sub_event_type: "Armed clash".to_owned(),
        sub_event_candidates: vec![],
        triggers: vec![],
        lat: None,
        lon: None,
        geometry: None,
        place_id: None,
        place_name: None,
        country: None,
        admin1: None,
        geo_precision: None,
        where_prec: None,
        precision_m: None,
        date_start: None,
        date_end: None,
        time_precision: None,
        date_phrase: None,
        clock: None,
        actors: vec![],
        targets: vec![],
        parties: Vec::new(),
        fatalities: None,
        injured: None,
        missing: None,
        displaced: None,
        arrested: None,
        status: Status::Reported,
        claims: vec![],
        claimed_by: vec![],
        denied_by: vec![],
        hedged: false,
        evidence: vec![evidence(start, words)],
        confidence: 0.8,
        checked: Default::default(),
    }
}

/// Words of a report.
pub fn evidence(start: usize, words: &str) -> Evidence {
    Evidence { span: Span::new(start, start + words.chars().count()), text: words.to_owned() }
}

fn claim(speaker: &str, stance: Stance, start: usize, quote: &str) -> Claim {
    Claim {
        speaker: speaker.to_owned(),
        speaker_role: "government".to_owned(),
        stance,
        certainty: Certainty::Certain,
        cue: "said".to_owned(),
        quote: quote.to_owned(),
        span: Span::new(start, start + quote.chars().count()),
    }
}

/// The town of the first report.
pub const TOWN: LonLat = LonLat::new(47.112, 39.795);

/// The region of both reports, wound the wrong way round.
pub fn region() -> Shape {
    let ring: LineString<f64> = vec![(46.2, 39.4), (46.2, 40.3), (47.3, 40.3), (47.3, 39.4), (46.2, 39.4)].into();
    Shape::new(Polygon::new(ring, vec![]))
}

/// A border of three corners.
pub fn border() -> Shape {
    Shape::new(MultiLineString(vec![line_string![(x: 46.5, y: 38.9), (x: 47.2, y: 39.2), (x: 48.0, y: 39.6)]]))
}

/// A report of shelling, a border and pipelines.
pub fn shelling() -> Analysis {
    let town = place("geonames:146969", "Khojavend (Martuni)", TOWN, Level::Place);
    let line = Place {
        feature_code: "BDRY".to_owned(),
        ..place("border:AZ-IR", "Azerbaijan–Iran border", LonLat::new(47.2, 39.2), Level::Region)
    };
    let area = place("reportmap:test-region", "Test region", LonLat::new(46.7, 39.9), Level::Region);
    let baku = place("geonames:587084", "Baku", LonLat::new(49.892, 40.378), Level::Place);
    let spring = place("geonames:4250542", "Springfield", LonLat::new(-89.6436983, 39.8017201), Level::Place);
    let mut ambiguous = toponym(300, "Springfield", Role::Literal, Some(spring), None);
    ambiguous.outcome = Outcome::Ambiguous;
    ambiguous.confidence = 0.4;
    ambiguous.alternatives = vec![Alternative {
        id: PlaceId("geonames:4951788".to_owned()),
        name: "Springfield".to_owned(),
        at: LonLat::new(-72.589_81, 42.101_48),
        confidence: 0.39,
    }];
    Analysis {
        title: Some("Shells and talks".to_owned()),
        published: Some(jiff::civil::date(2026, 3, 4)),
        published_from: Some("metadata".to_owned()),
        language: Some("en".to_owned()),
        source: Some("Test desk".to_owned()),
        duplicate_of: None,
        focus: vec![Focus {
            place_id: area.id.clone(),
            name: area.name.clone(),
            at: area.at,
            level: "admin1".to_owned(),
            share: 0.5,
        }],
        toponyms: vec![
            toponym(10, "Martouni", Role::Literal, Some(town.clone()), None),
            toponym(30, "test region", Role::Literal, Some(area), Some(region())),
            toponym(60, "Baku", Role::Metonym, Some(baku), None),
            toponym(80, "Minsk", Role::Organization, None, None),
            toponym(120, "the border with Iran", Role::Relative, Some(line), Some(border())),
            ambiguous,
        ],
        incidents: vec![disputed(town), at_border(), incident("shelling#3", 500, "Two patrols met\nat dawn.")],
        unresolved: vec![Unresolved { span: Span::new(200, 208), surface: "Zubrowka".to_owned() }],
        infrastructure: vec![pipelines(), bridge()],
        ..empty("shelling")
    }
}

fn disputed(town: Place) -> Incident {
    Incident {
        event_type: "Explosions/Remote violence".to_owned(),
        sub_event_type: "Shelling/artillery/missile attack".to_owned(),
        lat: Some(TOWN.lat),
        lon: Some(TOWN.lon),
        geometry: Some(Shape::point(TOWN)),
        place_id: Some(town.id),
        place_name: Some(town.name),
        country: town.country,
        geo_precision: Some(1),
        where_prec: Some(1),
        precision_m: Some(Metres(2_000.0)),
        date_start: Some(jiff::civil::date(2026, 3, 3)),
        date_end: Some(jiff::civil::date(2026, 3, 3)),
        time_precision: Some(1),
        date_phrase: Some("yesterday".to_owned()),
        fatalities: Some(Count { low: 12, best: 12, high: 12, stated: Some("dozens".to_owned()) }),
        status: Status::Disputed,
        claims: vec![
            claim("northern ministry", Stance::Asserts, 400, "the town was shelled"),
            claim("southern ministry", Stance::Denies, 440, "no shell was fired"),
        ],
        claimed_by: vec!["northern ministry".to_owned()],
        denied_by: vec!["southern ministry".to_owned()],
        ..incident("shelling#1", 400, "the town was shelled")
    }
}

fn at_border() -> Incident {
    Incident {
        lat: Some(39.2),
        lon: Some(47.2),
        geometry: Some(border()),
        place_id: Some(PlaceId("border:AZ-IR".to_owned())),
        place_name: Some("Azerbaijan–Iran border".to_owned()),
        geo_precision: Some(3),
        where_prec: Some(5),
        status: Status::Claimed,
        ..incident("shelling#2", 120, "control of the border with Iran")
    }
}

fn pipelines() -> Infrastructure {
    let ids = ["pipeline:btc", "pipeline:wrep"];
    Infrastructure {
        place_id: None,
        place_name: None,
        lat: None,
        lon: None,
        precision_m: None,
        kind: "pipeline".to_owned(),
        name: "the export lines".to_owned(),
        commodities: vec!["oil".to_owned()],
        asset_ids: ids.map(|id| PlaceId(id.to_owned())).to_vec(),
        asset_names: vec!["Baku-Tbilisi-Ceyhan Pipeline".to_owned(), "Western Route Export Pipeline".to_owned()],
        status: AssetStatus::Undamaged,
        as_of: None,
        also: Some(AssetStatus::AtRisk),
        status_by: vec!["reporter".to_owned()],
        concern_by: vec!["traders".to_owned()],
        claims: vec![],
        nearest_incident_km: Some(Km(90.0)),
        nearest_incident: Some("shelling#1".to_owned()),
        evidence: vec![evidence(600, "the export lines were not hit")],
    }
}

fn bridge() -> Infrastructure {
    Infrastructure {
        place_id: None,
        place_name: None,
        lat: None,
        lon: None,
        precision_m: None,
        kind: "bridge".to_owned(),
        name: "the old bridge".to_owned(),
        commodities: vec![],
        asset_ids: vec![],
        asset_names: vec![],
        status: AssetStatus::Destroyed,
        as_of: None,
        also: None,
        concern_by: vec![],
        nearest_incident_km: None,
        nearest_incident: None,
        evidence: vec![evidence(700, "the old bridge fell")],
        ..pipelines()
    }
}

/// A report of a storm beside the antimeridian; it names the region of the other report too.
pub fn storm() -> Analysis {
    let island = LonLat::new(179.97, -16.8);
    let near = place("geonames:2196463", "near Taveuni", island, Level::Region);
    let area = place("reportmap:test-region", "Test region", LonLat::new(46.7, 39.9), Level::Region);
    let around = Shape::new(circle(island, Metres(25_000.0)));
    Analysis {
        toponyms: vec![
            toponym(0, "near Taveuni", Role::Relative, Some(near), Some(around.clone())),
            toponym(50, "the test region", Role::Literal, Some(area), Some(region())),
        ],
        incidents: vec![Incident {
            event_type: "Natural hazard".to_owned(),
            sub_event_type: "Tropical Cyclone".to_owned(),
            lat: Some(island.lat),
            lon: Some(island.lon),
            geometry: Some(around),
            place_id: Some(PlaceId("geonames:2196463".to_owned())),
            place_name: Some("near Taveuni".to_owned()),
            ..incident("storm#1", 0, "near Taveuni the storm came ashore")
        }],
        ..empty("storm")
    }
}

/// The files that these analyses give, as `map` writes them, without the texts of their reports.
pub fn files(analyses: &[Analysis]) -> Vec<(String, Vec<u8>)> {
    let gazetteer = Gazetteer::embedded();
    let layers = layer::layers(analyses, &gazetteer);
    let basemap = Basemap::around(&gazetteer, layers.bounds());
    let texts = BTreeMap::new();
    write::files(&Publication { layers: &layers, analyses: &analyses, texts: &texts, basemap: &basemap }).unwrap()
}

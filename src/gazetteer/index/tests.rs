//! Damage: every byte of a small index changed in turn, every truncation.

use super::*;
use crate::gazetteer::compile::{Border, Builder, Duplicates, Entry, Geometry, Spelt, Tables, kind};
use crate::gazetteer::format::{HASHES, block_hash};
use crate::gazetteer::{Gazetteer, Search};
use crate::geography::{LonLat, Metres};
use std::io::Cursor;

fn tables() -> Tables {
    let square =
        |x: f64| Geometry::Area(vec![vec![vec![[x, 1.0], [x + 1.0, 1.0], [x + 1.0, 2.0], [x, 2.0], [x, 1.0]]]]);
    let towns = (0..40).map(|n| Entry {
        id: if n % 2 == 0 { format!("geonames:{}", 1000 + n) } else { format!("mine:{n}") },
        name: format!("Velbrück {}", ["Nord", "Süd", "West"][n % 3]),
        names: vec![(format!("Вельбрюк {n}"), kind::ALTERNATE), ("Old Town".into(), kind::ALTERNATE)],
        other_name: (n % 7 == 0).then(|| format!("Brückvel {n}")),
        lon: 10.0 + n as f64 / 10.0,
        lat: 1.5,
        country: "XV".into(),
        admin1: "XV.1".into(),
        class: 'P',
        code: "PPL".into(),
        level: 5,
        layer: 1,
        population: 900 * n as u64,
        spellings: vec![Spelt { name: format!("Вельбрюк {n}"), language: "ru".into(), flags: 9 }],
        parents: vec!["state:1".into(), "geonames:1".into(), "mine:1".into()],
        ..Entry::default()
    });
    let area = |id: &str, code: &str, level, x| Entry {
        id: id.into(),
        name: format!("Velland {code}"),
        lon: x + 0.5,
        lat: 1.5,
        country: "XV".into(),
        admin1: "XV.1".into(),
        class: 'A',
        code: code.into(),
        level,
        geometry: Some(square(x)),
        ..Entry::default()
    };
    Tables {
        about: r#"{"source":"made up"}"#.into(),
        entries: towns.chain([area("geonames:1", "PCLI", 2, 10.0), area("state:1", "ADM1", 3, 10.0)]).collect(),
        borders: vec![Border {
            between: [String::new(), "XV".into()],
            lines: vec![vec![[10.0, 1.0], [11.0, 1.0]]],
            metres: 111_000.0,
            disputed: true,
        }],
        assets: "{}\n".into(),
        blocks: String::new(),
    }
}

fn small() -> Vec<u8> {
    crate::gazetteer::compile::compile(tables()).unwrap()
}

/// All that can be asked, as text; `Err` when the index says that it cannot be trusted.
fn answers(bytes: Vec<u8>) -> Result<String, IndexError> {
    let gazetteer = Gazetteer::of(Index::open(Source::Memory(bytes))?);
    let mut out = String::new();
    for name in
        ["Velbruck Nord", "Вельбрюк 7", "Velbrukk Nord", "Velbruk Sud", "Old Town", "Velland PCLI", "nowhere at all"]
    {
        out += &format!("{:?}\n", gazetteer.search(name, &Search::default()));
    }
    gazetteer.for_each_name(|name, places| {
        out += &format!("{name} {places:?}\n");
        for (place, _) in places {
            out += &gazetteer.place(*place).map_or("lost".into(), |view| {
                let state = view.admin1().and_then(|state| gazetteer.place(state)).map(|state| state.id());
                let held = (gazetteer.area(*place), gazetteer.by_id(&view.id()), gazetteer.parents(*place));
                format!(
                    "{:?} {:?} {:?} {state:?} {held:?} {:?}\n",
                    view.id(),
                    view.full_name(),
                    view.at(),
                    view.details()
                )
            });
        }
    });
    let at = LonLat::new(10.5, 1.5);
    out += &format!("{:?} {:?}\n", gazetteer.containing(at), gazetteer.nearest(at, Metres(60_000.0), 9));
    let country = gazetteer.country("XV");
    out += &format!("{country:?} {:?}\n", country.and_then(|country| gazetteer.coast(country)));
    out += &format!("{:?} {:?}", gazetteer.circles(), gazetteer.summaries());
    gazetteer.sound().map(|()| out)
}

#[test]
fn no_changed_byte_gives_a_wrong_answer() {
    let bytes = small();
    let right = answers(bytes.clone()).unwrap();
    assert!(right.contains("mine:7") && right.contains("state:1") && right.contains("historic: true"));
    let mut refused = 0;
    for at in 0..bytes.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut damaged = bytes.clone();
            damaged[at] ^= change;
            match answers(damaged.clone()) {
                Err(_) => refused += 1,
                Ok(answer) => assert_eq!(answer, right, "byte {at} ^ {change}"),
            }
            let whole = Index::open(Source::Memory(damaged)).and_then(|index| index.verify());
            assert!(whole.is_err(), "byte {at} ^ {change} is not found by verifying");
        }
    }
    assert_eq!(refused, bytes.len() * 3, "every block is read");
}

/// The same bytes with the sums that they would have had: what who makes a file on purpose does.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let body = body_start(bytes.len().div_ceil(BLOCK));
    for block in 0..(bytes.len() - body).div_ceil(BLOCK) {
        let start = body + block * BLOCK;
        let hash = block_hash(&bytes[start..bytes.len().min(start + BLOCK)]);
        bytes[HASHES + block * 8..][..8].copy_from_slice(&hash.to_le_bytes());
    }
    let digest = header_digest(&bytes, body);
    bytes[DIGEST].copy_from_slice(&digest);
    bytes
}

#[test]
fn a_changed_byte_with_the_right_sums_ends_no_program() {
    let bytes = small();
    assert_eq!(sealed(bytes.clone()), bytes);
    let mut answered = 0;
    for at in TABLE..bytes.len() {
        let mut made = bytes.clone();
        made[at] ^= [0x01, 0x40, 0x80, 0xff][at % 4];
        answered += usize::from(answers(sealed(made)).is_ok());
    }
    assert!(answered > bytes.len() / 2, "{answered} of {}", bytes.len());
}

#[test]
fn a_place_off_the_earth_is_none() {
    let mut bytes = small();
    let row = Index::open(Source::Memory(bytes.clone())).unwrap().sections[Section::Places as usize].start;
    bytes[row + 8..row + 12].copy_from_slice(&180_000_001i32.to_le_bytes());
    let index = Index::open(Source::Memory(sealed(bytes))).unwrap();
    assert!(index.row(0).is_none() && index.row(1).is_some());
}

#[test]
fn an_index_that_is_cut_short_or_too_long_is_refused() {
    let bytes = small();
    for end in 0..bytes.len() {
        assert!(Index::open(Source::Memory(bytes[..end].to_vec())).is_err(), "{end}");
    }
    assert!(Index::open(Source::Memory([bytes, vec![0]].concat())).is_err());
}

#[test]
fn a_large_index_finds_damage_when_it_meets_it() {
    let mut tables = tables();
    tables.entries = (0..3000)
        .map(|n| Entry {
            id: format!("mine:{n:05}"),
            name: format!("Hamlet {n}"),
            class: 'P',
            level: 5,
            ..Entry::default()
        })
        .collect();
    let mut bytes = crate::gazetteer::compile::compile(tables).unwrap();
    assert!(bytes.len() > 8 * BLOCK);
    let last = Index::open(Source::Memory(bytes.clone())).unwrap().sections[Section::Places as usize].end - 20;
    bytes[last] ^= 4;
    let index = Index::open(Source::Memory(bytes)).unwrap();
    assert!(index.row(0).is_some() && index.sound().is_ok());
    assert!(index.row(2999).is_none());
    let error = index.sound().unwrap_err().to_string();
    assert!(error.contains("damaged between the bytes"), "{error}");
}

#[test]
fn foreign_files_are_told_what_they_are() {
    let error = |bytes: &[u8]| Index::open(Source::Memory(bytes.to_vec())).unwrap_err().to_string();
    assert!(
        error(b"PK\x03\x04 a zip file").contains(r#"starts with PK\x03\x04"#),
        "{}",
        error(b"PK\x03\x04 a zip file")
    );
    assert!(error(b"").contains("not a gazetteer index"));
    let mut other = small();
    other[8] = 2;
    assert!(error(&other).contains("version 2, this program reads version 5"));
}

#[test]
fn the_order_of_entries_changes_nothing() {
    let mut turned = tables();
    turned.entries.reverse();
    assert_eq!(crate::gazetteer::compile::compile(turned).unwrap(), small());
}

#[test]
fn places_of_two_sources_become_one() {
    let mut builder = Builder::new(Duplicates::Merge, None);
    let town = |id: &str, name: &str, source| Entry {
        id: id.into(),
        name: name.into(),
        source,
        class: 'P',
        level: 5,
        ..Entry::default()
    };
    builder.add(&Entry { other_ids: vec!["geonames:5".into()], population: 70, ..town("wof:9", "Vel", 1) }).unwrap();
    builder.add(&town("geonames:5", "Velbrück", 0)).unwrap();
    builder.add_name("geonames:5", &Spelt { name: "Вель".into(), language: "ru".into(), flags: 1 }).unwrap();
    builder.add_name("geonames:6", &Spelt::default()).unwrap();
    let mut out = Cursor::new(Vec::new());
    let made = builder.finish(Tables::default(), |_| None, || Ok(&mut out), &mut |_, _| {}).unwrap();
    assert_eq!((made.places, made.joined, made.homeless), (1, 1, 1));
    let gazetteer = Gazetteer::of(Index::open(Source::Memory(out.into_inner())).unwrap());
    for id in ["geonames:5", "wof:9"] {
        let place = gazetteer.by_id(&crate::gazetteer::PlaceId(id.into())).unwrap();
        let view = gazetteer.place(place).unwrap();
        assert_eq!((view.name(), view.population()), ("Velbrück", Some(70)));
        assert_eq!(view.details().other_ids, ["wof:9"]);
        assert!(view.details().spellings[0].preferred);
    }
    assert_eq!(gazetteer.search("vel", &Search::default()).len(), 1);
}

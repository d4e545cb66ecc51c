//! Entries as bytes, for the sorter.

use super::super::format::{read_text, read_varint, write_text, write_varint};
use super::{Entry, Geometry, Spelt};

/// Appends an entry.
pub fn write(out: &mut Vec<u8>, e: &Entry) {
    for text in [&e.id, &e.name, e.other_name.as_ref().unwrap_or(&String::new()), &e.country, &e.admin1, &e.code] {
        write_text(out, text);
    }
    for degrees in [e.lon, e.lat] {
        out.extend(degrees.to_le_bytes());
    }
    for number in
        [e.class as u64, e.level.into(), e.layer.into(), e.population, e.precision.into(), e.source.into(), e.number]
    {
        write_varint(out, number);
    }
    write_varint(out, e.names.len() as u64);
    for (name, kind) in &e.names {
        write_text(out, name);
        out.push(*kind);
    }
    write_varint(out, e.other_ids.len() as u64);
    e.other_ids.iter().for_each(|id| write_text(out, id));
    write_varint(out, e.parents.len() as u64);
    e.parents.iter().for_each(|id| write_text(out, id));
    write_varint(out, e.spellings.len() as u64);
    for spelt in &e.spellings {
        out.push(spelt.flags);
        write_text(out, &spelt.language);
        write_text(out, &spelt.name);
    }
    write_geometry(out, e.geometry.as_ref());
    write_geometry(out, e.outline.as_ref());
}

/// Reads what [`write`] wrote; `None` when the bytes end early.
pub fn read(bytes: &[u8]) -> Option<Entry> {
    let mut here = 0;
    let at = &mut here;
    let mut text = || read_text(bytes, at).map(str::to_owned);
    let (id, name, other_name, country, admin1, code) = (text()?, text()?, text()?, text()?, text()?, text()?);
    let (lon, lat) = (degrees(bytes, at)?, degrees(bytes, at)?);
    let class = char::from_u32(u32::try_from(read_varint(bytes, at)?).ok()?)?;
    let (level, layer) = (read_varint(bytes, at)? as u8, read_varint(bytes, at)? as u8);
    let (population, precision) = (read_varint(bytes, at)?, read_varint(bytes, at)? as u32);
    let (source, number) = (read_varint(bytes, at)? as u32, read_varint(bytes, at)?);
    let names = several(bytes, at, |at| {
        let name = read_text(bytes, at)?.to_owned();
        Some((name, byte(bytes, at)?))
    })?;
    let other_ids = several(bytes, at, |at| Some(read_text(bytes, at)?.to_owned()))?;
    let parents = several(bytes, at, |at| Some(read_text(bytes, at)?.to_owned()))?;
    let spellings = several(bytes, at, |at| {
        let flags = byte(bytes, at)?;
        let language = read_text(bytes, at)?.to_owned();
        Some(Spelt { flags, language, name: read_text(bytes, at)?.to_owned() })
    })?;
    let (geometry, outline) = (read_geometry(bytes, at)?, read_geometry(bytes, at)?);
    let other_name = Some(other_name).filter(|name| !name.is_empty());
    Some(Entry {
        id,
        name,
        other_name,
        names,
        lon,
        lat,
        country,
        admin1,
        class,
        code,
        level,
        layer,
        population,
        precision,
        geometry,
        outline,
        source,
        number,
        other_ids,
        parents,
        spellings,
    })
}

fn several<T>(bytes: &[u8], at: &mut usize, mut one: impl FnMut(&mut usize) -> Option<T>) -> Option<Vec<T>> {
    let count = read_varint(bytes, at)?;
    (0..count).map(|_| one(at)).collect()
}

fn byte(bytes: &[u8], at: &mut usize) -> Option<u8> {
    let byte = *bytes.get(*at)?;
    *at += 1;
    Some(byte)
}

fn degrees(bytes: &[u8], at: &mut usize) -> Option<f64> {
    let number = f64::from_le_bytes(bytes.get(*at..*at + 8)?.try_into().ok()?);
    *at += 8;
    Some(number)
}

fn write_geometry(out: &mut Vec<u8>, geometry: Option<&Geometry>) {
    let line = |out: &mut Vec<u8>, line: &[[f64; 2]]| {
        write_varint(out, line.len() as u64);
        line.iter().flatten().for_each(|degrees| out.extend(degrees.to_le_bytes()));
    };
    match geometry {
        None => out.push(0),
        Some(Geometry::Area(polygons)) => {
            out.push(1);
            write_varint(out, polygons.len() as u64);
            for polygon in polygons {
                write_varint(out, polygon.len() as u64);
                polygon.iter().for_each(|ring| line(out, ring));
            }
        }
        Some(Geometry::Lines(lines)) => {
            out.push(2);
            write_varint(out, lines.len() as u64);
            lines.iter().for_each(|one| line(out, one));
        }
    }
}

fn read_geometry(bytes: &[u8], at: &mut usize) -> Option<Option<Geometry>> {
    let line = |at: &mut usize| several(bytes, at, |at| Some([degrees(bytes, at)?, degrees(bytes, at)?]));
    Some(match byte(bytes, at)? {
        0 => None,
        1 => Some(Geometry::Area(several(bytes, at, |at| several(bytes, at, line))?)),
        _ => Some(Geometry::Lines(several(bytes, at, line)?)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_reads_back() {
        let entry = Entry {
            id: "x:1".into(),
            name: "Ağdərə".into(),
            other_name: Some("Martakert".into()),
            names: vec![("Мардакерт".into(), 4)],
            lon: -46.5,
            lat: 40.25,
            class: 'P',
            population: 70_000,
            geometry: Some(Geometry::Area(vec![vec![vec![[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]]]])),
            outline: Some(Geometry::Lines(vec![vec![[5.0, 6.0]]])),
            other_ids: vec!["wikidata:Q1".into()],
            parents: vec!["x:2".into()],
            number: 300,
            spellings: vec![Spelt { name: "M".into(), language: "hy".into(), flags: 9 }],
            ..Entry::default()
        };
        let mut bytes = Vec::new();
        write(&mut bytes, &entry);
        assert_eq!(format!("{:?}", read(&bytes).unwrap()), format!("{entry:?}"));
        for end in 0..bytes.len() {
            assert!(read(&bytes[..end]).is_none());
        }
    }
}

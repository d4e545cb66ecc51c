//! Dumps of GeoNames: <https://download.geonames.org/export/dump/readme.txt>. Tables without quoting or headings, parted by tabs.

use super::landform::level;
use super::source::Source;
use super::{Format, IMPORTED, ImportError, Into, Place};
use crate::gazetteer::compile::{Entry, Spelt, flag, kind};

/// Reads one of the tables.
pub fn read(source: &mut Source<'_>, format: Format, into: &mut Into) -> Result<(), ImportError> {
    let mut bytes = Vec::new();
    while let Some(line) = source.line(&mut bytes) {
        let Ok(text) = std::str::from_utf8(&bytes) else {
            into.reject(Place::Line(line), "it is no UTF-8; save it as UTF-8".to_owned());
            continue;
        };
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        match format {
            Format::GeoNames => {
                let entry = place(text);
                into.place(Place::Line(line), entry);
            }
            Format::AlternateNames => alternate(text, line, into),
            Format::Hierarchy => parent(text, line, into),
            _ => area(text, line, into),
        }
        if into.has_failed() {
            return Ok(());
        }
    }
    if let Some(error) = source.broken() {
        into.reject(Place::Line(0), format!("it cannot be read to its end: {error}; fetch it again"));
    }
    Ok(())
}

fn cells<const N: usize>(text: &str, least: usize) -> Result<[&str; N], String> {
    let mut out = [""; N];
    let count = text.split('\t').count();
    if !(least..=N).contains(&count) {
        return Err(format!("{count} columns; the format has {N}, parted by tabs"));
    }
    out.iter_mut().zip(text.split('\t')).for_each(|(to, from)| *to = from);
    Ok(out)
}

fn number(column: &str, cell: &str) -> Result<u32, String> {
    cell.parse().map_err(|_| format!("{column} is {cell:?}, which is no number"))
}

/// geonameid, name, asciiname, alternatenames, latitude, longitude, feature class, feature code, country code, cc2, admin1 to
/// admin4, population, elevation, dem, timezone, modification date.
fn place(text: &str) -> Result<Entry, String> {
    let [id, name, ascii, alternates, lat, lon, class, code, country, _, admin1, _, _, _, people, ..] =
        cells::<19>(text, 19)?;
    let id = number("geonameid", id)?;
    let name = name.trim();
    if name.is_empty() {
        return Err("no name".to_owned());
    }
    let degrees = |column: &str, cell: &str, most: f64| {
        let value: Option<f64> = cell.parse().ok();
        value
            .filter(|v| v.abs() <= most)
            .ok_or_else(|| format!("{column} is {cell:?}, not a number from -{most} to {most}"))
    };
    let class = class.chars().next().filter(char::is_ascii_uppercase).unwrap_or('S');
    let others = std::iter::once(ascii).chain(alternates.split(','));
    Ok(Entry {
        id: format!("geonames:{id}"),
        names: others.filter(|n| !n.is_empty() && *n != name).map(|n| (n.to_owned(), kind::ALTERNATE)).collect(),
        name: name.to_owned(),
        lon: degrees("longitude", lon, 180.0)?,
        lat: degrees("latitude", lat, 90.0)?,
        country: if country.len() == 2 { country.to_ascii_uppercase() } else { String::new() },
        // 00 stands for none.
        admin1: if admin1.is_empty() || admin1 == "00" { String::new() } else { format!("{country}.{admin1}") },
        class,
        level: level(class, code),
        code: code.to_owned(),
        layer: IMPORTED,
        population: people.parse().unwrap_or(0),
        ..Entry::default()
    })
}

/// alternateNameId, geonameid, isolanguage, alternate name, isPreferredName, isShortName, isColloquial, isHistoric, from, to.
fn alternate(text: &str, line: u64, into: &mut Into) {
    let row = cells::<10>(text, 4).and_then(|row| Ok((number("geonameid", row[1])?, row)));
    match row {
        Ok((id, [_, _, language, name, preferred, short, colloquial, historic, ..])) => {
            // Links, codes and ids are told by the column of the language, and are no names; codes of airports are.
            if matches!(language, "link" | "wkdt" | "post" | "unlc" | "faac" | "tcid" | "phon" | "piny")
                || name.is_empty()
            {
                return;
            }
            let bit = |cell: &str, bit: u8| if cell == "1" { bit } else { 0 };
            let flags = bit(preferred, flag::PREFERRED)
                | bit(short, flag::SHORT)
                | bit(colloquial, flag::COLLOQUIAL)
                | bit(historic, flag::HISTORIC);
            into.name(
                &format!("geonames:{id}"),
                &Spelt { name: name.to_owned(), language: language.to_owned(), flags },
            );
        }
        Err(problem) => into.reject(Place::Line(line), problem),
    }
}

/// parentId, childId, type (ADM, or what users say).
fn parent(text: &str, line: u64, into: &mut Into) {
    let row = cells::<3>(text, 2).and_then(|row| Ok((number("parentId", row[0])?, number("childId", row[1])?)));
    match row {
        Ok((parent, child)) => {
            into.parent(Place::Line(line), &format!("geonames:{child}"), &format!("geonames:{parent}"))
        }
        Err(problem) => into.reject(Place::Line(line), problem),
    }
}

/// code, name, ASCII name, geonameid.
fn area(text: &str, line: u64, into: &mut Into) {
    match cells::<4>(text, 4).and_then(|row| Ok((number("geonameid", row[3])?, row))) {
        Ok((id, [_, name, ascii, _])) => {
            for name in [name, ascii].into_iter().filter(|name| !name.is_empty()) {
                into.name(&format!("geonames:{id}"), &Spelt { name: name.to_owned(), ..Spelt::default() });
            }
        }
        Err(problem) => into.reject(Place::Line(line), problem),
    }
}

//! The ground under a map: from the lines of GeoJSON in `world/ground` to the packed levels that the program carries.

use crate::ground_format::{LEVELS, Parts, Piece, Row, UNITS, kind, pack};
use crate::stamp;
use crate::table::text;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::Path;

/// What the ground is made from.
const INPUTS: [&str; 5] =
    ["gazetteer/world/ground", "src/basemap/format.rs", "src/gazetteer/format.rs", "build/ground.rs", "build/table.rs"];

/// Writes `ground.bin`, unless what is there was made from the same.
pub fn file(root: &Path, out: &Path) -> Result<()> {
    let (inputs, file) = (stamp::watched(root, &INPUTS)?, out.join("ground.bin"));
    stamp::made(&file, &inputs, || {
        let bytes = packed(&root.join("gazetteer/world/ground"))?;
        std::fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))
    })
}

/// All levels, packed.
fn packed(folder: &Path) -> Result<Vec<u8>> {
    let levels = LEVELS.iter().map(|level| pieces(&folder.join(format!("{level}.geojsonl.zst"))));
    Ok(pack(levels.collect::<Result<_>>()?))
}

fn pieces(path: &Path) -> Result<Vec<Piece>> {
    let read = |(number, line): (usize, &str)| {
        let place = || format!("{}: line {}", path.display(), number + 1);
        piece(&serde_json::from_str(line).with_context(place)?).with_context(place)
    };
    text(path)?.lines().enumerate().map(read).collect()
}

fn piece(row: &Value) -> Result<Piece> {
    let kind = match (row["kind"].as_str(), row["disputed"].as_bool()) {
        (Some("land"), _) => kind::LAND,
        (Some("border"), Some(true)) => kind::DISPUTED,
        (Some("border"), _) => kind::BORDER,
        (Some("lake"), _) => kind::LAKE,
        (Some("river"), _) => kind::RIVER,
        (other, _) => bail!("kind {other:?} is none of land, border, lake, river"),
    };
    let label = match row["label"].as_array() {
        Some(at) => position(&Value::Array(at.clone()))?,
        None => [0, 0],
    };
    let country = row["country"].as_str().unwrap_or_default().as_bytes().try_into().unwrap_or([0, 0]);
    let rank = row["rank"].as_u64().unwrap_or(0).min(9) as u8;
    Ok(Piece {
        row: Row { kind, rank, country, bounds: [0; 4], label, name: 0, shape: 0 },
        name: row["name"].as_str().unwrap_or_default().to_owned(),
        parts: parts(&row["geometry"])?,
    })
}

fn parts(geometry: &Value) -> Result<Parts> {
    let coordinates = geometry["coordinates"].as_array().context("no coordinates")?;
    match geometry["type"].as_str() {
        Some("MultiPolygon") => coordinates.iter().map(|part| each(part, &|ring| each(ring, &position))).collect(),
        Some("MultiLineString") => coordinates.iter().map(|line| Ok(vec![each(line, &position)?])).collect(),
        other => bail!("geometry of type {other:?}"),
    }
}

fn each<T>(list: &Value, read: &dyn Fn(&Value) -> Result<T>) -> Result<Vec<T>> {
    list.as_array().context("no list of positions")?.iter().map(read).collect()
}

fn position(pair: &Value) -> Result<[i32; 2]> {
    let number = |at: usize| pair[at].as_f64().with_context(|| format!("position {pair}"));
    Ok([number(0)?, number(1)?].map(|degrees| (degrees * UNITS).round() as i32))
}

//! Reading the tables: tab-separated world tables, CSV curated tables, and shapes as lines of GeoJSON; compressed or not.

use crate::compile::Geometry;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::Path;

/// The text of a file; `.zst` is unpacked.
pub fn text(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let unpacked = if path.extension().is_some_and(|e| e == "zst") {
        let mut out = Vec::new();
        let mut decoder = ruzstd::decoding::StreamingDecoder::new(bytes.as_slice())
            .with_context(|| format!("{}: not Zstandard", path.display()))?;
        decoder.read_to_end(&mut out).with_context(|| format!("{}: damaged", path.display()))?;
        out
    } else {
        bytes
    };
    String::from_utf8(unpacked).with_context(|| format!("{}: not UTF-8", path.display()))
}

/// A row: its cells by column name.
pub struct Row {
    columns: std::rc::Rc<BTreeMap<String, usize>>,
    cells: Vec<String>,
    place: String,
}

impl Row {
    /// The trimmed text of a column.
    pub fn text(&self, column: &str) -> Result<&str> {
        let index = self.columns.get(column).with_context(|| format!("{}: no column {column:?}", self.place))?;
        Ok(self.cells.get(*index).map(|c| c.trim()).unwrap_or_default())
    }

    /// The same for a column that a table may lack.
    pub fn optional(&self, column: &str) -> &str {
        self.text(column).unwrap_or_default()
    }

    /// A number.
    pub fn number(&self, column: &str) -> Result<f64> {
        let text = self.text(column)?;
        text.parse().with_context(|| format!("{}: column {column:?} is {text:?}, no number", self.place))
    }

    /// The values of a cell that holds several.
    pub fn several(&self, column: &str) -> Vec<String> {
        self.optional(column).split('|').map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect()
    }

    /// Where the row stands, for errors.
    pub fn place(&self) -> &str {
        &self.place
    }
}

/// The rows of a tab-separated table.
pub fn tab(path: &Path) -> Result<Vec<Row>> {
    rows(path, &text(path)?, b'\t', false)
}

/// The rows of a CSV table.
pub fn comma(path: &Path) -> Result<Vec<Row>> {
    rows(path, &text(path)?, b',', true)
}

fn rows(path: &Path, text: &str, delimiter: u8, quoting: bool) -> Result<Vec<Row>> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).quoting(quoting).flexible(false).from_reader(text.as_bytes());
    let headers = reader.headers().with_context(|| path.display().to_string())?;
    let columns = std::rc::Rc::new(headers.iter().zip(0..).map(|(h, i)| (h.to_owned(), i)).collect());
    let mut out = Vec::new();
    for (number, record) in reader.records().enumerate() {
        let place = format!("{}: row {}", path.display(), number + 2);
        let record = record.with_context(|| place.clone())?;
        out.push(Row {
            columns: std::rc::Rc::clone(&columns),
            cells: record.iter().map(str::to_owned).collect(),
            place,
        });
    }
    Ok(out)
}

/// The areas of one kind of place, by the ids of their file.
pub struct Areas {
    /// As the map shows them.
    pub whole: HashMap<String, Geometry>,
    /// Those of many corners again, with few.
    pub outlines: HashMap<String, Geometry>,
}

impl Areas {
    /// Reads `NAME.geojsonl.zst` of a folder, and what `outlines.geojsonl.zst` has of it.
    pub fn read(folder: &Path, name: &str) -> Result<Self> {
        let own = |id: String| Some(id.strip_prefix(name)?.strip_prefix(':')?.to_owned());
        Ok(Self {
            whole: shapes(&folder.join(format!("{name}.geojsonl.zst")))?
                .into_iter()
                .map(|(id, g, _)| (id, g))
                .collect(),
            outlines: shapes(&folder.join("outlines.geojsonl.zst"))?
                .into_iter()
                .filter_map(|(id, geometry, _)| Some((own(id)?, geometry)))
                .collect(),
        })
    }
}

/// The features of a file of shapes: id, geometry, and everything else.
pub fn shapes(path: &Path) -> Result<Vec<(String, Geometry, Value)>> {
    let mut out = Vec::new();
    for (number, line) in text(path)?.lines().enumerate() {
        let place = || format!("{}: line {}", path.display(), number + 1);
        let value: Value = serde_json::from_str(line).with_context(place)?;
        let id = value["id"].as_str().with_context(place)?.to_owned();
        let geometry = geometry(&value["geometry"]).with_context(place)?;
        out.push((id, geometry, value));
    }
    Ok(out)
}

fn geometry(value: &Value) -> Result<Geometry> {
    let coordinates = value["coordinates"].clone();
    Ok(match value["type"].as_str() {
        Some("MultiPolygon") => Geometry::Area(serde_json::from_value(coordinates)?),
        Some("Polygon") => Geometry::Area(vec![serde_json::from_value(coordinates)?]),
        Some("MultiLineString") => Geometry::Lines(serde_json::from_value(coordinates)?),
        Some("LineString") => Geometry::Lines(vec![serde_json::from_value(coordinates)?]),
        other => bail!("a shape is an area or a line, not {other:?}"),
    })
}

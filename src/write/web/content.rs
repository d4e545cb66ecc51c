//! All that the page shows, written as it is read: one JSON object, member by member.

use super::columns;
use super::ground::Beneath;
use super::reports::Library;
use super::told::Sayings;
use crate::layer::Layer;
use crate::layer::style::{ASSET_COLORS, EVENT_COLORS};
use crate::write::Publication;
use serde::Serialize;
use std::io::{self, Write};

/// The number that changes when the page must read the data differently.
const FORMAT: u32 = 1;

/// Writes the data of the page.
pub(super) fn write(publication: &Publication<'_>, title: &str, out: &mut dyn Write) -> io::Result<()> {
    let Publication { layers, analyses, texts, basemap } = *publication;
    let sayings = Sayings::new(analyses, texts);
    let incidents = layers.get("incidents");
    let assets: Vec<&Layer> =
        ["infrastructure", "infrastructure_points"].iter().filter_map(|name| layers.get(name)).collect();
    let footprints = ["areas", "lines"].iter().filter_map(|name| layers.get(name));
    write!(out, "{{\"format\":{FORMAT}")?;
    member(out, "program", &env!("CARGO_PKG_VERSION"))?;
    member(out, "title", &title)?;
    // West, south, east, north of what the map is about.
    member(out, "bounds", &layers.bounds())?;
    member(out, "event_colors", &EVENT_COLORS)?;
    member(out, "asset_colors", &ASSET_COLORS)?;
    Library::new(layers.get("places"), layers.room()).write(analyses, texts, out)?;
    out.write_all(b",\"incidents\":")?;
    match incidents {
        Some(layer) => columns::write(layer, |_| true, layers.room(), out)?,
        None => out.write_all(b"null")?,
    }
    // What the reports say of each incident.
    out.write_all(b",\"incidents_said\":[")?;
    incidents.map_or(Ok(()), |layer| {
        each(out, layer.features.iter(), |out, feature| sayings.of_incident(layer, &feature, out))
    })?;
    out.write_all(b"],\"footprints\":[")?;
    each(out, footprints, |out, layer| columns::write(layer, of_footprint, layers.room(), out))?;
    out.write_all(b"],\"assets\":[")?;
    each(out, assets.iter(), |out, layer| columns::write(layer, of_asset, layers.room(), out))?;
    // What a report says of each asset, for each of the two layers of assets.
    out.write_all(b"],\"assets_said\":[")?;
    each(out, assets.iter(), |out, layer| {
        out.write_all(b"[")?;
        each(out, layer.features.iter(), |out, feature| sayings.of_asset(layer, &feature, out))?;
        out.write_all(b"]")
    })?;
    out.write_all(b"]")?;
    member(out, "basemap", &Beneath::new(basemap))?;
    out.write_all(b"}")
}

/// A member of an object, behind others.
pub(super) fn member(out: &mut dyn Write, name: &str, value: &impl Serialize) -> io::Result<()> {
    write!(out, ",\"{name}\":")?;
    Ok(serde_json::to_writer(out, value)?)
}

/// The items of a list, with commas between them.
pub(super) fn each<T>(
    out: &mut dyn Write,
    items: impl Iterator<Item = T>,
    mut write: impl FnMut(&mut dyn Write, T) -> io::Result<()>,
) -> io::Result<()> {
    for (number, item) in items.enumerate() {
        if number > 0 {
            out.write_all(b",")?;
        }
        write(out, item)?;
    }
    Ok(())
}

/// What the page says of an area or a line; the mentions themselves stand in the reports.
fn of_footprint(column: &str) -> bool {
    ["id", "name", "kind", "place_id", "country", "precision_m", "simplified", "incident_ids"].contains(&column)
}

/// What the page says of an asset; who says so stands in `assets_said`.
fn of_asset(column: &str) -> bool {
    !["claims", "evidence", "text_sha256", "reportmap", "gazetteer", "quote", "claim_count"].contains(&column)
}

/// The title of the page.
pub(super) fn title(publication: &Publication<'_>) -> String {
    match publication.analyses.count() {
        0 => "No reports".to_owned(),
        1 => publication.analyses.head(0).map(|one| one.title.unwrap_or(one.id)).unwrap_or_default(),
        several => format!("{several} reports"),
    }
}

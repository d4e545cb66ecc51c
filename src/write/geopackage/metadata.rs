//! What the file is, from whom, and what whoever passes it on must say: Dublin Core in the extension Metadata.

use super::failed;
use crate::write::title::{self, ATTRIBUTION, DISCLAIMER};
use crate::write::xml::Element;
use crate::write::{Publication, WriteError};
use rusqlite::{Connection, params};

/// Writes the one record, which is about the whole file.
pub(super) fn write(connection: &Connection, publication: &Publication<'_>, changed: &str) -> Result<(), WriteError> {
    let record = record(publication).document("Dublin Core", None)?;
    connection
        .execute(
            "INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'http://purl.org/dc/elements/1.1/', 'text/xml', ?1)",
            params![record],
        )
        .and_then(|_| {
            connection.execute(
                "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?1, 1, NULL)",
                params![changed],
            )
        })
        .map_err(failed("gpkg_metadata"))?;
    Ok(())
}

fn record(publication: &Publication<'_>) -> Element {
    let program = publication.analyses.head(0).map(|a| format!("reportmap {}", a.provenance.reportmap));
    let dated = title::days(publication).map(|(_, last)| last);
    Element::new("metadata")
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .containing(Element::new("dc:title").saying(title::of(publication)))
        .containing(Element::new("dc:description").saying(DISCLAIMER))
        .containing_all(dated.map(|day| Element::new("dc:date").saying(day.to_string())))
        .containing_all(program.map(|program| Element::new("dc:creator").saying(program)))
        .containing_all(title::sources(publication).into_iter().map(|source| Element::new("dc:source").saying(source)))
        .containing(Element::new("dc:rights").saying(ATTRIBUTION))
}

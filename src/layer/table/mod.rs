//! Tables: rows without geometry, for spreadsheets and for programs that read no GeoJSON.
//!
//! All are made of the incidents: [`incidents`] holds them all, with HXL hashtags; [`acled`] holds those that ACLED's
//! codebook knows, in ACLED's columns; [`exposed`] holds the assets near those that are violent; [`claims`] and [`sources`]
//! hold who says what about an incident and which reports tell it, a row each, related by `incident_id`. What is not known
//! stays null.

mod acled;
mod claims;
mod exposed;
mod incidents;
mod record;
mod sources;

pub use exposed::Exposure;

use super::ids::Ids;
use super::{Field, Room, Rows, Value};
use crate::gazetteer::Gazetteer;
use crate::merge::Event;
use record::Record;

/// A table: columns and rows, nothing to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Names the table in files: `acled`.
    pub name: &'static str,
    /// Names the table to people.
    pub title: &'static str,
    /// What is in it.
    pub doc: &'static str,
    /// Its columns.
    pub schema: Vec<Field>,
    /// The HXL hashtag of each column, with its attributes (<https://hxlstandard.org>, version 1.1): `#adm1+name`; `None`
    /// for a table whose columns have none.
    pub hashtags: Option<Vec<&'static str>>,
    /// Its rows, each in the order of the schema, in the order of the layer `incidents`.
    pub rows: Rows<Vec<Value>>,
    /// How many incidents the table has no place for.
    pub left_out: usize,
}

impl Table {
    /// The value of a row in the column with a name; [`Value::Null`] when the table has no such column.
    pub fn value<'a>(&self, row: &'a [Value], field: &str) -> &'a Value {
        let column = self.schema.iter().position(|f| f.name == field);
        column.and_then(|i| row.get(i)).unwrap_or(&Value::Null)
    }
}

/// The tables on their way, event by event.
pub(super) struct Tables {
    /// Of the records.
    ids: Ids,
    incidents: Table,
    acled: Table,
    exposed: exposed::Exposed,
    claims: (Table, Ids),
    sources: (Table, Ids),
}

impl Tables {
    pub fn new(room: &Room) -> Self {
        Self {
            ids: Ids::default(),
            incidents: incidents::table(room),
            acled: acled::table(room),
            exposed: exposed::Exposed::new(room),
            claims: (claims::table(room), Ids::default()),
            sources: (sources::table(room), Ids::default()),
        }
    }

    /// Adds the rows of an event. Of the gazetteer the names of countries are used.
    pub fn add(&mut self, event: &Event<'_>, gazetteer: &Gazetteer) {
        let Some(record) = Record::of(event, &mut self.ids, gazetteer) else { return };
        incidents::add(&mut self.incidents, &record);
        acled::add(&mut self.acled, &record);
        self.exposed.add(&record);
        claims::add(&mut self.claims, &record);
        sources::add(&mut self.sources, &record);
    }

    /// The tables. Of the gazetteer the assets are used.
    pub fn tables(self, exposure: Exposure, gazetteer: &Gazetteer) -> Vec<Table> {
        let exposed = self.exposed.table(exposure, gazetteer);
        vec![self.incidents, self.acled, exposed, self.claims.0, self.sources.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::layers;
    use std::collections::BTreeSet;

    #[test]
    fn no_column_comes_twice_and_each_says_what_it_is() {
        for table in layers(&[], &Gazetteer::embedded()).tables() {
            let names: BTreeSet<_> = table.schema.iter().map(|field| field.name).collect();
            assert_eq!(names.len(), table.schema.len(), "{}", table.name);
            assert!(
                table.schema.iter().all(|field| !field.alias.is_empty() && !field.doc.is_empty()),
                "{}",
                table.name
            );
        }
    }

    #[test]
    fn without_reports_there_are_columns_and_no_rows() {
        let layers = layers(&[], &Gazetteer::embedded());
        let empty = layers.tables().iter().filter(|table| table.rows.is_empty() && table.left_out == 0);
        let names: Vec<_> = empty.map(|table| table.name).collect();
        assert_eq!(names, ["incidents", "acled", "exposed", "claims", "sources"]);
    }
}

//! A column and how its value is found, side by side, so that schema and rows cannot part.

use super::{Field, Type, Value};

/// A column of a layer or a table whose rows are made from `T`.
pub(super) struct Column<T> {
    pub field: Field,
    pub value: fn(&T) -> Value,
}

impl<T> Column<T> {
    const fn new(
        name: &'static str,
        alias: &'static str,
        kind: Type,
        doc: &'static str,
        value: fn(&T) -> Value,
    ) -> Self {
        Self { field: Field { name, alias, kind, doc }, value }
    }
}

/// Text; lists joined by `"; "`.
pub(super) fn text<T>(name: &'static str, alias: &'static str, doc: &'static str, value: fn(&T) -> Value) -> Column<T> {
    Column::new(name, alias, Type::Text, doc, value)
}

/// A whole number.
pub(super) fn integer<T>(
    name: &'static str,
    alias: &'static str,
    doc: &'static str,
    value: fn(&T) -> Value,
) -> Column<T> {
    Column::new(name, alias, Type::Integer, doc, value)
}

/// A share or a belief, 0 to 1, three decimals.
pub(super) fn share<T>(
    name: &'static str,
    alias: &'static str,
    doc: &'static str,
    value: fn(&T) -> Value,
) -> Column<T> {
    Column::new(name, alias, Type::Real { decimals: 3 }, doc, value)
}

/// A length in metres, no decimals.
pub(super) fn metres<T>(
    name: &'static str,
    alias: &'static str,
    doc: &'static str,
    value: fn(&T) -> Value,
) -> Column<T> {
    Column::new(name, alias, Type::Real { decimals: 0 }, doc, value)
}

/// A length in kilometres or an area in square kilometres, one decimal.
pub(super) fn km<T>(name: &'static str, alias: &'static str, doc: &'static str, value: fn(&T) -> Value) -> Column<T> {
    Column::new(name, alias, Type::Real { decimals: 1 }, doc, value)
}

/// A latitude or a longitude, six decimals.
pub(super) fn degrees<T>(
    name: &'static str,
    alias: &'static str,
    doc: &'static str,
    value: fn(&T) -> Value,
) -> Column<T> {
    Column::new(name, alias, Type::Real { decimals: 6 }, doc, value)
}

/// A day.
pub(super) fn date<T>(name: &'static str, alias: &'static str, doc: &'static str, value: fn(&T) -> Value) -> Column<T> {
    Column::new(name, alias, Type::Date, doc, value)
}

/// A moment, in UTC.
pub(super) fn moment<T>(
    name: &'static str,
    alias: &'static str,
    doc: &'static str,
    value: fn(&T) -> Value,
) -> Column<T> {
    Column::new(name, alias, Type::DateTime, doc, value)
}

/// Yes or no.
pub(super) fn yes_no<T>(
    name: &'static str,
    alias: &'static str,
    doc: &'static str,
    value: fn(&T) -> Value,
) -> Column<T> {
    Column::new(name, alias, Type::Bool, doc, value)
}

/// The schema of some columns.
pub(super) fn schema<T>(columns: &[Column<T>]) -> Vec<Field> {
    columns.iter().map(|column| column.field).collect()
}

/// The values of a row.
pub(super) fn values<T>(columns: &[Column<T>], row: &T) -> Vec<Value> {
    columns.iter().map(|column| (column.value)(row)).collect()
}

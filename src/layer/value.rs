//! Columns and what stands in them.

use crate::gazetteer::PlaceId;
use crate::geography::{Km, Metres, decimals};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The one type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// Text; lists are joined by `"; "`.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Real {
        /// Decimals that mean something: writers round to them.
        decimals: u8,
    },
    /// A day.
    Date,
    /// A moment, written in UTC: QGIS drops offsets.
    DateTime,
    /// Yes or no.
    Bool,
}

impl Type {
    /// A number as a writer shows it in a column of this type.
    pub fn rounded(self, number: f64) -> f64 {
        match self {
            Self::Real { decimals: places } => decimals(number, places.into()),
            _ => number,
        }
    }
}

/// A column of a layer or a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Names the column in files: `date_start`.
    pub name: &'static str,
    /// Names the column to people: `First day`.
    pub alias: &'static str,
    /// The one type of its values.
    pub kind: Type,
    /// What a value says, with its unit.
    pub doc: &'static str,
}

/// A value in a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Unknown, or not stated.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any number; never infinite, never NaN.
    Real(f64),
    /// A day.
    Date(Date),
    /// A moment.
    DateTime(Timestamp),
    /// Yes or no.
    Bool(bool),
}

impl Value {
    /// The text, `None` for null and for other types.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, `None` for null and for other types.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether the value may stand in a column of a type: null may stand everywhere.
    pub fn fits(&self, kind: Type) -> bool {
        match self {
            Self::Null => true,
            Self::Text(_) => kind == Type::Text,
            Self::Integer(_) => kind == Type::Integer,
            Self::Real(_) => matches!(kind, Type::Real { .. }),
            Self::Date(_) => kind == Type::Date,
            Self::DateTime(_) => kind == Type::DateTime,
            Self::Bool(_) => kind == Type::Bool,
        }
    }

    /// A list as text, joined by `"; "`, each item once, in its order; null when it is empty.
    pub fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<T> = items.into_iter().collect();
        let mut known = BTreeSet::new();
        let once = items.iter().map(AsRef::as_ref).filter(|item| !item.is_empty() && known.insert(*item));
        once.collect::<Vec<&str>>().join("; ").into()
    }
}

impl From<String> for Value {
    /// An empty text says nothing: null.
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Null } else { Self::Text(text) }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<&PlaceId> for Value {
    fn from(id: &PlaceId) -> Self {
        id.0.clone().into()
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        i64::try_from(number).map_or(Self::Null, Self::Integer)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or(Self::Null, Self::Integer)
    }
}

impl From<u8> for Value {
    fn from(number: u8) -> Self {
        Self::Integer(number.into())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Real(number) } else { Self::Null }
    }
}

impl From<Metres> for Value {
    fn from(length: Metres) -> Self {
        length.0.into()
    }
}

impl From<Km> for Value {
    fn from(length: Km) -> Self {
        length.0.into()
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Date(day)
    }
}

impl From<Timestamp> for Value {
    fn from(moment: Timestamp) -> Self {
        Self::DateTime(moment)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_each_item_once_in_its_order() {
        assert_eq!(Value::list(["b", "a", "", "b"]), Value::Text("b; a".to_owned()));
        assert_eq!(Value::list::<&str>([]), Value::Null);
    }

    #[test]
    fn no_number_is_null_and_not_nan() {
        assert_eq!(Value::from(f64::NAN), Value::Null);
        assert_eq!(Value::from(f64::INFINITY), Value::Null);
        assert_eq!(Value::from(None::<u64>), Value::Null);
    }

    #[test]
    fn whole_and_other_numbers_never_share_a_column() {
        assert!(!Value::Integer(1).fits(Type::Real { decimals: 1 }));
        assert!(!Value::Real(1.0).fits(Type::Integer));
        assert!(Value::Null.fits(Type::Integer));
    }
}

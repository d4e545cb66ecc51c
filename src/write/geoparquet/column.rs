//! The columns of a GeoParquet file: what is known in one row of values, and where it is known.

use super::{Feature, Field, Layer, Shape, Type, Value};
use jiff::civil::Date;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::writer::SerializedColumnWriter;
use wkb::error::WkbError;
use wkb::writer::{WriteOptions, write_geometry};

/// The day from which Parquet counts days.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// A column: for each row whether a value is there (Parquet's definition levels), and the values that are.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    there: Vec<i16>,
    values: Values,
}

#[derive(Debug, Clone)]
enum Values {
    Bytes(Vec<ByteArray>),
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Days(Vec<i32>),
    Yes(Vec<bool>),
}

impl Cells {
    /// Writes the column, of one group of rows.
    pub fn write(&self, column: &mut SerializedColumnWriter<'_>) -> Result<()> {
        match &self.values {
            Values::Bytes(values) => self.batch::<ByteArrayType>(column, values),
            Values::Whole(values) => self.batch::<Int64Type>(column, values),
            Values::Real(values) => self.batch::<DoubleType>(column, values),
            Values::Days(values) => self.batch::<Int32Type>(column, values),
            Values::Yes(values) => self.batch::<BoolType>(column, values),
        }
    }

    fn batch<T: DataType>(&self, column: &mut SerializedColumnWriter<'_>, values: &[T::T]) -> Result<()> {
        column.typed::<T>().write_batch(values, Some(&self.there), None)?;
        Ok(())
    }
}

/// The values of a field in all rows.
pub(super) fn cells(field: &Field, rows: impl Iterator<Item = Value>) -> Cells {
    let mut there = Vec::new();
    let mut values = match field.kind {
        Type::Text => Values::Bytes(Vec::new()),
        Type::Integer | Type::DateTime => Values::Whole(Vec::new()),
        Type::Real { .. } => Values::Real(Vec::new()),
        Type::Date => Values::Days(Vec::new()),
        Type::Bool => Values::Yes(Vec::new()),
    };
    for value in rows {
        let known = match (&mut values, &value) {
            (Values::Bytes(all), Value::Text(text)) => push(all, text.as_str().into()),
            (Values::Whole(all), Value::Integer(number)) => push(all, *number),
            (Values::Whole(all), Value::DateTime(moment)) => push(all, moment.as_millisecond()),
            (Values::Real(all), Value::Real(number)) => push(all, field.kind.rounded(*number)),
            (Values::Days(all), Value::Date(day)) => push(all, days(*day)),
            (Values::Yes(all), Value::Bool(yes)) => push(all, *yes),
            // Null; nothing else is in a column of this type.
            _ => false,
        };
        there.push(known.into());
    }
    Cells { there, values }
}

fn push<T>(all: &mut Vec<T>, value: T) -> bool {
    all.push(value);
    true
}

/// Days since 1 January 1970.
fn days(day: Date) -> i32 {
    EPOCH.until(day).map_or(0, |span| span.get_days())
}

/// The geometries as Well-Known Binary, little-endian.
pub(super) fn shapes(layer: &Layer) -> std::result::Result<Cells, WkbError> {
    let (mut there, mut values) = (Vec::new(), Vec::new());
    for feature in &layer.features {
        there.push(feature.geometry.is_some().into());
        if let Some(shape) = &feature.geometry {
            let mut bytes = Vec::new();
            write_geometry(&mut bytes, shape.geometry(), &WriteOptions::default())?;
            values.push(bytes.into());
        }
    }
    Ok(Cells { there, values: Values::Bytes(values) })
}

/// The boxes of the geometries, a column a side.
pub(super) fn boxes(layer: &Layer) -> [Cells; 4] {
    let bounds = |feature: &Feature| feature.geometry.as_ref().and_then(Shape::bbox);
    [0, 1, 2, 3].map(|side| {
        let all: Vec<Option<f64>> =
            layer.features.iter().map(|feature| bounds(&feature).map(|bounds| bounds[side])).collect();
        Cells {
            there: all.iter().map(|value| value.is_some().into()).collect(),
            values: Values::Real(all.into_iter().flatten().collect()),
        }
    })
}

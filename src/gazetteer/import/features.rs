//! GeoJSON (RFC 7946): a collection is read feature by feature, wherever its members stand; a lone feature as one.

use super::columns::Columns;
use super::feature::{self, Told};
use super::source::Source;
use super::{ImportError, Into, Place, whosonfirst};
use crate::geography::geometry_of;
use geojson::Feature;
use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Reads features.
pub fn read(source: &mut Source<'_>, columns: &Columns, into: &mut Into) -> Result<(), ImportError> {
    if into.inside.as_deref().is_some_and(whosonfirst::is_alternate) {
        into.read.skipped += 1;
        return Ok(());
    }
    let (path, stem) = (into.read.name.clone(), into.stem());
    let before = into.count;
    let mut reader = Reader { into, stem: &stem, columns };
    let mut json = serde_json::Deserializer::from_reader(source.bytes());
    let read = json.deserialize_map(Object(&mut reader));
    let into = reader.into;
    match read {
        Ok(()) if into.count == before && into.inside.is_some() => {
            Err(ImportError::Format { path: path.into(), problem: "no feature is in it".to_owned() })
        }
        Ok(()) => Ok(()),
        // What stands before broken JSON was read; behind it nothing can be told apart.
        Err(error) if into.count > before => {
            let problem = format!("line {}, column {}: {error}; the rest is lost", error.line(), error.column());
            into.reject(Place::Feature(into.count + 1), problem);
            Ok(())
        }
        Err(error) => Err(ImportError::Format {
            path: path.into(),
            problem: format!("line {}, column {}: {error}", error.line(), error.column()),
        }),
    }
}

/// Takes one feature as a value.
pub fn one(value: Value, stem: &str, columns: &Columns, into: &mut Into) {
    into.count += 1;
    let number = into.count;
    let entry = serde_json::from_value::<Feature>(value).map_err(|error| error.to_string()).and_then(|feature| {
        let properties = feature.properties.unwrap_or_default();
        // One that is left out may have no geometry.
        if whosonfirst::is_left_out(&properties) {
            return Ok(None);
        }
        let geometry = feature.geometry.as_ref().ok_or("no geometry")?;
        let geometry = geometry_of(geometry)?;
        let id = match &feature.id {
            Some(geojson::feature::Id::String(id)) => Some(id.clone()),
            Some(geojson::feature::Id::Number(id)) => Some(id.to_string()),
            None => None,
        };
        let told = Told { properties: &properties, id, table: None, geometry, stem, number, columns };
        feature::known(told)
    });
    into.feature(Place::Feature(number), entry);
}

struct Reader<'r> {
    into: &'r mut Into,
    stem: &'r str,
    columns: &'r Columns,
}

impl Reader<'_> {
    fn one(&mut self, value: Value) {
        one(value, self.stem, self.columns, self.into);
    }
}

/// The outermost object: a collection whose features are read one by one, or a feature, which is kept.
struct Object<'o, 'r>(&'o mut Reader<'r>);

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FeatureCollection or a Feature")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let mut lone = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "features" => map.next_value_seed(Features(self.0))?,
                "type" | "id" | "properties" | "geometry" => {
                    lone.insert(key, map.next_value()?);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if lone.get("type").and_then(Value::as_str) == Some("Feature") {
            self.0.one(Value::Object(lone));
        }
        Ok(())
    }
}

struct Features<'o, 'r>(&'o mut Reader<'r>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut features: S) -> Result<(), S::Error> {
        while let Some(feature) = features.next_element::<Value>()? {
            self.0.one(feature);
        }
        Ok(())
    }
}

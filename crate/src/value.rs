//! An untyped value as it comes from outside: a scenario before it is checked.
//!
//! Reading goes through this tree, not straight into the typed scenario, so that
//! every complaint can name its field and quote what was found there. The reader
//! bounds depth and length: a cyclic object or an array of 10⁹ holes ends in an
//! error, not in a full stack.

use crate::error::{Error, Result};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};
use std::fmt;

/// The deepest nesting a scenario can need is 4 (landscape.points.0.1).
const DEEPEST: usize = 8;
/// Longer lists and texts belong to no scenario.
const LONGEST: usize = 20_000;

/// A value of unknown type.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: `null` or `undefined`.
    Nothing,
    /// `true` or `false`.
    Truth(bool),
    /// A number, possibly not finite.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Named values, in the order given.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The value in words, for an error message; long texts are cut.
    pub fn describe(&self) -> String {
        match self {
            Self::Nothing => "missing".into(),
            Self::Truth(b) => b.to_string(),
            Self::Number(x) => x.to_string(),
            Self::Text(s) if s.chars().count() > 40 => {
                format!("the text “{}…”", s.chars().take(40).collect::<String>())
            }
            Self::Text(s) => format!("the text “{s}”"),
            Self::List(_) => "a list".into(),
            Self::Map(_) => "an object".into(),
        }
    }

    /// The finite number that must stand in `field`.
    ///
    /// # Errors
    /// [`Error::Type`] if something else stands there.
    pub fn number(&self, field: &str) -> Result<f64> {
        match self {
            Self::Number(x) if x.is_finite() => Ok(*x),
            _ => Err(self.mismatch(field, "a finite number")),
        }
    }

    /// The text that must stand in `field`.
    ///
    /// # Errors
    /// [`Error::Type`] if something else stands there.
    pub fn text(&self, field: &str) -> Result<&str> {
        match self {
            Self::Text(s) => Ok(s),
            _ => Err(self.mismatch(field, "a text")),
        }
    }

    /// The truth value that must stand in `field`.
    ///
    /// # Errors
    /// [`Error::Type`] if something else stands there.
    pub fn truth(&self, field: &str) -> Result<bool> {
        match self {
            Self::Truth(b) => Ok(*b),
            _ => Err(self.mismatch(field, "true or false")),
        }
    }

    /// The list that must stand in `field`.
    ///
    /// # Errors
    /// [`Error::Type`] if something else stands there.
    pub fn list(&self, field: &str) -> Result<&[Value]> {
        match self {
            Self::List(list) => Ok(list),
            _ => Err(self.mismatch(field, "a list")),
        }
    }

    /// The named values that must stand in `field`.
    ///
    /// # Errors
    /// [`Error::Type`] if something else stands there.
    pub fn map(&self, field: &str) -> Result<&[(String, Value)]> {
        match self {
            Self::Map(map) => Ok(map),
            _ => Err(self.mismatch(field, "an object")),
        }
    }

    fn mismatch(&self, field: &str, expected: &'static str) -> Error {
        Error::Type { field: field.into(), expected, found: self.describe() }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(source: D) -> std::result::Result<Self, D::Error> {
        Level(0).deserialize(source)
    }
}

/// Reads one value at a depth.
#[derive(Clone, Copy)]
struct Level(usize);

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> std::result::Result<Value, D::Error> {
        if self.0 > DEEPEST {
            return Err(D::Error::custom("nested too deeply"));
        }
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, a text, true, false, a list or an object")
    }
    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Nothing)
    }
    fn visit_none<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Nothing)
    }
    fn visit_bool<E>(self, b: bool) -> std::result::Result<Value, E> {
        Ok(Value::Truth(b))
    }
    fn visit_f64<E>(self, x: f64) -> std::result::Result<Value, E> {
        Ok(Value::Number(x))
    }
    fn visit_i64<E>(self, x: i64) -> std::result::Result<Value, E> {
        Ok(Value::Number(x as f64))
    }
    fn visit_u64<E>(self, x: u64) -> std::result::Result<Value, E> {
        Ok(Value::Number(x as f64))
    }
    fn visit_str<E: serde::de::Error>(self, s: &str) -> std::result::Result<Value, E> {
        if s.len() > LONGEST {
            return Err(E::custom("a text too long"));
        }
        Ok(Value::Text(s.into()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(Self(self.0 + 1))? {
            if list.len() == LONGEST {
                return Err(A::Error::custom("a list too long"));
            }
            list.push(value);
        }
        Ok(Value::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if entries.len() == LONGEST {
                return Err(A::Error::custom("too many fields"));
            }
            entries.push((key, map.next_value_seed(Self(self.0 + 1))?));
        }
        Ok(Value::Map(entries))
    }
}

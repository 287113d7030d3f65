//! An untyped value as it comes from outside: a scenario before it is checked.
//!
//! Reading goes through this tree, not straight into the typed scenario, so that
//! every complaint can name its field and quote what was found there.

use crate::error::{Error, Result};
use crate::numeral::Numeral;

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
    /// What belongs in no scenario, as the words after "but is".
    Other(String),
}

impl Value {
    /// The value in words, for an error message; long texts are cut.
    pub fn describe(&self) -> String {
        match self {
            Self::Nothing => "missing".into(),
            Self::Truth(b) => b.to_string(),
            Self::Number(x) => Numeral(*x).to_string(),
            Self::Text(s) if s.chars().count() > 40 => {
                format!("the text “{}…”", s.chars().take(40).collect::<String>())
            }
            Self::Text(s) => format!("the text “{s}”"),
            Self::List(_) => "a list".into(),
            Self::Map(_) => "an object".into(),
            Self::Other(words) => words.clone(),
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

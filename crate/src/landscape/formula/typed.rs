//! The formulas of a landscape as they come from outside, with the constants they name.

use super::{Constants, Fault, NUMERALS, Space};
use crate::error::{Error, Result};
use crate::fields::given;
use crate::value::Value;

/// The greatest constant, either way.
const GREATEST: f64 = 1e6;

/// A fault as one of a field of a landscape.
pub fn fault_in(field: &str) -> impl FnOnce(Fault) -> Error {
    move |Fault { position, reason, mend }| Error::Formula {
        field: format!("landscape.{field}"),
        position,
        reason,
        mend,
    }
}

/// Reads the formulas of one landscape.
#[derive(Debug)]
pub struct Typed {
    space: Space,
    given: Constants,
    named: Constants,
}

impl Typed {
    /// A reader that knows the constants in the field `constants` of a landscape's fields.
    ///
    /// # Errors
    /// One [`Error`] on `landscape.constants` or one of them.
    pub fn new(space: Space, fields: &[(String, Value)]) -> Result<Self> {
        let mut values = Constants::new();
        if let Some(constants) = given(fields, "constants") {
            for (name, value) in constants.map("landscape.constants")? {
                let field = format!("landscape.constants.{name}");
                let x = value.number(&field)?;
                if !sgd_formula::is_name(name) {
                    let reason = "no formula can have a constant of this name".into();
                    return Err(Error::Conflict { field, reason });
                }
                if x.abs() > GREATEST {
                    return Err(Error::Range { field, value: x, min: -GREATEST, max: GREATEST });
                }
                values.push((name.clone(), x));
            }
        }
        Ok(Self { space, given: values, named: Constants::new() })
    }

    /// Reads formulas, each in its field, and returns them as this crate writes them
    /// ([`sgd_formula::read_all`]).
    ///
    /// # Errors
    /// [`Error::Formula`] with the column of the first fault.
    pub fn take(&mut self, typed: &[(String, &str)]) -> Result<Vec<String>> {
        let texts: Vec<&str> = typed.iter().map(|(_, text)| *text).collect();
        let read =
            sgd_formula::read_all(&texts, self.space, &self.given, &mut self.named, NUMERALS);
        read.map_err(|(j, fault)| fault_in(&typed[j].0)(fault))
    }

    /// The constants that the formulas name, in the order in which they first do; the value is 1 where
    /// none was given.
    pub fn constants(self) -> Constants {
        let value = |name: &str| self.given.iter().find(|(known, _)| known == name);
        let named = self.named.iter();
        named.map(|(name, x)| (name.clone(), value(name).map_or(*x, |(_, x)| *x))).collect()
    }
}

/// Constants as the field `constants` of a landscape.
pub fn write(constants: &Constants) -> Value {
    Value::Map(constants.iter().map(|(name, x)| (name.clone(), Value::Number(*x))).collect())
}

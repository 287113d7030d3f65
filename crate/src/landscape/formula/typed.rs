//! The formulas of a landscape as they come from outside, with the constants they name.

use super::{Constants, Fault, Formula, Space};
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

    /// Reads formulas, each in its field, and returns them as this crate writes them; one that was
    /// typed so stays. Names are decided over all of them: what is a constant in one is one in all,
    /// and in one without W the only name of a variable, t or z, is W ([`sgd_formula::is_varied`]).
    ///
    /// # Errors
    /// [`Error::Formula`] with the column of the first fault.
    pub fn take(&mut self, typed: &[(String, &str)]) -> Result<Vec<String>> {
        let before = self.named.len();
        let mut read = Vec::with_capacity(typed.len());
        // The second time every constant is known from the first formula on.
        for _ in 0..2 {
            read.clear();
            for (field, text) in typed {
                let formula = Formula::read(text, self.space, &mut self.named);
                read.push(formula.map_err(fault_in(field))?);
            }
        }
        let varied: Vec<Option<usize>> = read.iter().map(|f| self.varied(f)).collect();
        for (j, place) in varied.iter().enumerate() {
            let same = |(f, other): (&Formula, &Option<usize>)| {
                other == place || place.is_none_or(|place| !f.0.names(place))
            };
            if let Some(place) = place
                && read.iter().zip(&varied).all(same)
            {
                read[j].0.vary(*place);
            }
        }
        let written = read.iter().zip(typed).map(|(formula, (_, text))| {
            let written = formula.written(&self.named);
            // What it makes has to be read again.
            let stays = formula.is_plain() || written.len() > sgd_formula::LONGEST;
            if stays { (*text).into() } else { written }
        });
        let written = written.collect();
        for place in (before..self.named.len()).rev() {
            if !read.iter().any(|f| f.0.names(place)) {
                self.named.remove(place);
            }
        }
        Ok(written)
    }

    /// The one name in a formula without W that is a variable's, by its place among the constants.
    fn varied(&self, formula: &Formula) -> Option<usize> {
        if self.space == Space::Plane || formula.0.varies() {
            return None;
        }
        let mut found = self.named.iter().enumerate().filter(|(place, (name, _))| {
            formula.0.names(*place)
                && sgd_formula::is_varied(name)
                && self.given.iter().all(|(given, _)| given != name)
        });
        found.next().map(|(place, _)| place).filter(|_| found.next().is_none())
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

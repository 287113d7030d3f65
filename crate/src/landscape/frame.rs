//! A scale of their own for points: where it begins, and how large one of its units is.
//!
//! A learning rate of 0.02 suits slopes near one. Points in kilometres or billions get there by
//! being counted in other units: x′ = (x − x₀)/u. The landscape is that of the points (x′, y′).

use crate::error::{Error, Result};
use crate::fields::{given, numbers};
use crate::numeral::Numeral;
use crate::value::Value;

/// Smallest and largest unit: its inverse is finite too.
const UNITS: std::ops::RangeInclusive<f64> = 1e-300..=1e300;

/// How points are counted, in the units that they are given in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// x₀ and y₀.
    pub origin: [f64; 2],
    /// The unit of x and that of y, above 0.
    pub units: [f64; 2],
}

impl Frame {
    /// Reads `origin` and `units`; none if neither is given.
    ///
    /// # Errors
    /// One [`Error`] on the first that is no pair of numbers, or on a unit that is none.
    pub fn read(fields: &[(String, Value)]) -> Result<Option<Self>> {
        if given(fields, "origin").is_none() && given(fields, "units").is_none() {
            return Ok(None);
        }
        let units = pair(fields, "units", 1.0)?;
        for (a, unit) in units.into_iter().enumerate() {
            if !UNITS.contains(&unit) {
                return Err(Error::Range {
                    field: format!("landscape.units.{a}"),
                    value: unit,
                    min: *UNITS.start(),
                    max: *UNITS.end(),
                });
            }
        }
        Ok(Some(Self { origin: pair(fields, "origin", 0.0)?, units }))
    }

    /// The same points, counted so.
    pub fn counted(&self, points: &[[f64; 2]]) -> Vec<[f64; 2]> {
        // Halves are subtracted, since x − x₀ may overflow although (x − x₀)/u does not.
        let one = |a: usize, x: f64| {
            let half = 0.5 * self.units[a];
            (0.5 * x - 0.5 * self.origin[a]) / half
        };
        points.iter().map(|&[x, y]| [one(0, x), one(1, y)]).collect()
    }

    /// Refuses points that it makes too large for a float.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `landscape.units`.
    pub fn check(&self, points: &[[f64; 2]]) -> Result<()> {
        let counted = self.counted(points);
        let found = counted.iter().position(|p| p.iter().any(|x| !x.is_finite()));
        found.map_or(Ok(()), |i| {
            Err(Error::Conflict {
                field: "landscape.units".into(),
                reason: format!(
                    "point {i}, ({}, {}), is too many of these units; use larger ones",
                    Numeral(points[i][0]),
                    Numeral(points[i][1])
                ),
            })
        })
    }

    /// Adds it to a landscape as a value.
    pub fn write(&self, landscape: &mut Value) {
        if let Value::Map(fields) = landscape {
            fields.push(("origin".into(), numbers(&self.origin)));
            fields.push(("units".into(), numbers(&self.units)));
        }
    }
}

fn pair(fields: &[(String, Value)], name: &str, usual: f64) -> Result<[f64; 2]> {
    let Some(value) = given(fields, name) else { return Ok([usual; 2]) };
    let field = format!("landscape.{name}");
    let list = value.list(&field)?;
    let [x, y] = list else {
        return Err(Error::Conflict {
            field,
            reason: format!("it is a pair, for x and for y, but here are {}", list.len()),
        });
    };
    Ok([x.number(&format!("{field}.0"))?, y.number(&format!("{field}.1"))?])
}

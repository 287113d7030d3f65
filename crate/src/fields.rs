//! Reading and writing the fields of an untyped value.

use crate::error::{Error, Result};
use crate::parameters::{Parameter, parameter, plane_parameter};
use crate::value::Value;

/// The number of the parameter `key`, within the range of the table.
///
/// # Errors
/// [`Error::Type`], [`Error::Whole`] or [`Error::Range`] on `key`.
pub fn number(key: &str, value: &Value) -> Result<f64> {
    within(parameter(key), value)
}

/// [`number`] for a parameter of the plane.
///
/// # Errors
/// As [`number`].
pub fn plane_number(key: &str, value: &Value) -> Result<f64> {
    within(plane_parameter(key), value)
}

fn within(row: &Parameter, value: &Value) -> Result<f64> {
    let key = row.key;
    let x = value.number(key)?;
    if row.integer && x.fract() != 0.0 {
        return Err(Error::Whole { field: key.into(), value: x });
    }
    if !(row.min..=row.max).contains(&x) {
        return Err(Error::Range { field: key.into(), value: x, min: row.min, max: row.max });
    }
    Ok(x)
}

/// The value of the field `name`, if it is given.
pub fn given<'a>(fields: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    fields.iter().find(|(key, value)| key == name && *value != Value::Nothing).map(|(_, v)| v)
}

/// The complaint about a field that nothing knows.
pub fn unknown(field: &str, known: &[&str]) -> Error {
    // A field whose name is empty has to be pointed at as well.
    let field = if field.is_empty() { "“”" } else { field };
    Error::UnknownField { field: field.into(), known: known.iter().map(|k| (*k).into()).collect() }
}

/// The complaint about a field that is not among those of `whole`, a value written with every field
/// filled in.
pub fn unknown_in(field: &str, whole: &Value) -> Error {
    let Value::Map(fields) = whole else { return unknown(field, &[]) };
    unknown(field, &fields.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>())
}

/// What the text in `key` names.
///
/// # Errors
/// [`Error::Type`] or [`Error::Choice`] on `key`.
pub fn one_of<T: Copy>(key: &str, value: &Value, names: &[(&'static str, T)]) -> Result<T> {
    let place = place(key, value, &mut names.iter().map(|(name, _)| *name))?;
    Ok(names[place].1)
}

/// Which of some names the text in `key` is. It knows nothing of the type that is named, so that
/// it is compiled once and not for every type.
#[inline(never)]
fn place(key: &str, value: &Value, names: &mut dyn Iterator<Item = &'static str>) -> Result<usize> {
    let found = value.text(key)?;
    let known: Vec<&str> = names.collect();
    let place = known.iter().position(|name| *name == found);
    place.ok_or_else(|| no_choice(key, found, known))
}

/// The complaint about a name that is not among the ones known.
pub fn no_choice(field: &str, found: &str, known: impl IntoIterator<Item = &'static str>) -> Error {
    Error::Choice {
        field: field.into(),
        // Whoever pastes a whole text here need not get all of it back.
        found: found.chars().take(60).collect(),
        known: known.into_iter().map(Into::into).collect(),
    }
}

/// The name of a value.
pub fn name_of<T: Copy + PartialEq>(value: T, names: &[(&'static str, T)]) -> Value {
    let found = names.iter().find(|(_, t)| *t == value);
    Value::Text(found.map_or("", |(name, _)| name).into())
}

/// Named values in this order.
pub fn map<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Map(fields.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

/// A list of numbers.
pub fn numbers(xs: &[f64]) -> Value {
    Value::List(xs.iter().map(|x| Value::Number(*x)).collect())
}

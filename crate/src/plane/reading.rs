//! Scenarios of the plane read from untyped values, checked on the way in, and written
//! back.

use crate::error::{Error, Result};
use crate::fields::{
    given, map, name_of, no_choice, numbers, one_of, plane_number, unknown, unknown_in,
};
use crate::landscape::plane::Spec;
use crate::plane::presets::{self, PRESETS};
use crate::plane::scenario::{Initial, Scenario};
use crate::scenario::{Convention, WalkerRule};
use crate::value::Value;
use crate::walls::Walls;

impl Scenario {
    /// Reads a scenario. Fields left out take the values of the preset that `landscape`
    /// names, or of the first preset of its kind.
    ///
    /// ```
    /// use sgd_current::{plane::scenario::Scenario, value::Value};
    ///
    /// let fields = Value::Map(vec![("learningRate".into(), Value::Number(0.2))]);
    /// let scenario = Scenario::read(&fields)?;
    /// assert_eq!(scenario, Scenario { learning_rate: 0.2, ..Scenario::default() });
    /// assert_eq!(Scenario::read(&scenario.write())?, scenario);
    /// # Ok::<(), sgd_current::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// One [`Error`] that names the first offending field.
    pub fn read(value: &Value) -> Result<Self> {
        if *value == Value::Nothing {
            return Ok(Self::default());
        }
        let fields = value.map("scenario")?;
        let mut s = match given(fields, "landscape") {
            Some(landscape) => base(landscape)?,
            None => Self::default(),
        };
        for (key, value) in fields.iter().filter(|(_, v)| *v != Value::Nothing) {
            match key.as_str() {
                "landscape" => {}
                "learningRate" => s.learning_rate = plane_number(key, value)?,
                "batchSize" => s.batch_size = plane_number(key, value)? as usize,
                "convention" => s.convention = one_of(key, value, &Convention::NAMES)?,
                "secondOrder" => s.second_order = value.truth(key)?,
                "domain" => {
                    let [a, b] = two(key, value, "a pair of pairs of walls")?;
                    let walls = "a pair of walls [from, to]";
                    s.domain = [pair("domain.0", a, walls)?, pair("domain.1", b, walls)?];
                }
                "cells" => {
                    s.cells = pair(key, value, "a pair of counts, along W1 and along W2")?
                        .map(|x| x as usize);
                }
                "initial" => s.initial = initial(value, s.initial)?,
                "walkers" => s.walkers = plane_number(key, value)? as usize,
                "walkerRule" => s.walker_rule = one_of(key, value, &WalkerRule::NAMES)?,
                "seed" => s.seed = plane_number(key, value)? as u64,
                "walls" if one_of(key, value, &Walls::NAMES)? == Walls::Reflect => {}
                "walls" => {
                    return Err(Error::Conflict {
                        field: key.clone(),
                        reason: "with two parameters walls reflect; leave it out".into(),
                    });
                }
                _ => return Err(unknown_in(key, &s.write())),
            }
        }
        // A preset has walls of its own, for its own T.
        let preset = matches!(given(fields, "landscape"), Some(Value::Text(_)))
            && given(fields, "learningRate").is_none();
        if given(fields, "domain").is_none() && !preset && s.landscape.kind() == "momentum" {
            let initial = s.initial;
            s = s.with_velocities()?;
            if given(fields, "initial").is_some() {
                s.initial = initial;
            }
        }
        s.check()
    }

    /// The scenario as a value, every field filled in; [`Scenario::read`] gives it back
    /// unchanged.
    pub fn write(&self) -> Value {
        let count = |n: usize| Value::Number(n as f64);
        map([
            ("landscape", self.landscape.write()),
            ("learningRate", Value::Number(self.learning_rate)),
            ("batchSize", count(self.batch_size)),
            ("convention", name_of(self.convention, &Convention::NAMES)),
            ("secondOrder", Value::Truth(self.second_order)),
            ("domain", Value::List(self.domain.iter().map(|d| numbers(d)).collect())),
            ("cells", Value::List(self.cells.iter().map(|n| count(*n)).collect())),
            (
                "initial",
                map([("mean", numbers(&self.initial.mean)), ("sd", numbers(&self.initial.sd))]),
            ),
            ("walkers", count(self.walkers)),
            ("walkerRule", name_of(self.walker_rule, &WalkerRule::NAMES)),
            ("seed", Value::Number(self.seed as f64)),
        ])
    }
}

/// The scenario whose fields fill the gaps, with its landscape read.
fn base(landscape: &Value) -> Result<Scenario> {
    if let Value::Text(name) = landscape {
        let preset = PRESETS.iter().find(|p| p.id == name);
        return preset
            .map(|p| (p.scenario)())
            .ok_or_else(|| no_choice("landscape", name, PRESETS.iter().map(|p| p.id)));
    }
    Ok(presets::around(Spec::read(landscape.map("landscape")?)?))
}

fn initial(value: &Value, mut start: Initial) -> Result<Initial> {
    for (key, value) in value.map("initial")?.iter().filter(|(_, v)| *v != Value::Nothing) {
        let field = format!("initial.{key}");
        match key.as_str() {
            "mean" => start.mean = pair(&field, value, "a pair [of W1, of W2]")?,
            "sd" => start.sd = pair(&field, value, "a pair [of W1, of W2]")?,
            _ => return Err(unknown(&field, &["mean", "sd"])),
        }
    }
    Ok(start)
}

/// The two values that must stand in a list.
fn two<'a>(field: &str, value: &'a Value, what: &str) -> Result<[&'a Value; 2]> {
    match value.list(field)? {
        [a, b] => Ok([a, b]),
        list => Err(Error::Conflict {
            field: field.into(),
            reason: format!("it is {what}, but {} are given", list.len()),
        }),
    }
}

fn pair(field: &str, value: &Value, what: &str) -> Result<[f64; 2]> {
    let [a, b] = two(field, value, what)?;
    Ok([plane_number(&format!("{field}.0"), a)?, plane_number(&format!("{field}.1"), b)?])
}

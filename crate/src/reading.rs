//! Scenarios read from untyped values, checked on the way in, and written back.

use crate::error::{Error, Result};
use crate::fields::{given, map, name_of, no_choice, number, numbers, one_of, unknown, unknown_in};
use crate::landscape::Spec;
use crate::landscape::closed::{CLOSED_FORMS, ClosedForm};
use crate::landscape::precondition::Preconditioner;
use crate::presets;
use crate::scenario::{Convention, Initial, Rule, Sampling, Scenario, WalkerRule};
use crate::value::Value;
use crate::walls::Walls;

impl Scenario {
    /// Reads a scenario. Fields left out take the values of the preset that
    /// `landscape` names, or the defaults of its kind.
    ///
    /// ```
    /// use sgd_current::{scenario::Scenario, value::Value};
    ///
    /// let fields = Value::Map(vec![("learningRate".into(), Value::Number(0.05))]);
    /// let scenario = Scenario::read(&fields)?;
    /// assert_eq!(scenario, Scenario { learning_rate: 0.05, ..Scenario::default() });
    /// assert_eq!(Scenario::read(&scenario.write())?, scenario);
    ///
    /// let wrong = Value::Map(vec![("learningRate".into(), Value::Number(-1.0))]);
    /// assert!(Scenario::read(&wrong).unwrap_err().to_string().contains("learningRate"));
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
            s.take(key, value)?;
        }
        s.check()
    }

    /// Takes the value of one field. A function of its own, so that what there is of a scenario is
    /// dropped in one place and not behind each fault.
    #[inline(never)]
    fn take(&mut self, key: &str, value: &Value) -> Result<()> {
        match key {
            "landscape" => {}
            "learningRate" => self.learning_rate = number(key, value)?,
            "batchSize" => self.batch_size = number(key, value)? as usize,
            "schedule" => self.schedule = self.schedule.read(value)?,
            "sampling" => self.sampling = one_of(key, value, &Sampling::NAMES)?,
            "preconditioner" => {
                self.preconditioner = one_of(key, value, &Preconditioner::NAMES)?;
            }
            "damping" => self.damping = number(key, value)?,
            "convention" => self.convention = one_of(key, value, &Convention::NAMES)?,
            "secondOrder" => self.second_order = value.truth(key)?,
            "rule" => self.rule = one_of(key, value, &Rule::NAMES)?,
            "substeps" => self.substeps = number(key, value)? as usize,
            "domain" => self.domain = pair(key, value)?,
            "walls" => self.walls = walls(value)?,
            "cells" => self.cells = number(key, value)? as usize,
            "initial" => self.initial = initial(value, self.initial)?,
            "walkers" => self.walkers = number(key, value)? as usize,
            "walkerRule" => self.walker_rule = one_of(key, value, &WalkerRule::NAMES)?,
            "seed" => self.seed = number(key, value)? as u64,
            _ => return Err(unknown_in(key, &self.write())),
        }
        Ok(())
    }

    /// The scenario as a value, every field filled in; [`Scenario::read`] gives
    /// it back unchanged.
    pub fn write(&self) -> Value {
        let count = |n: usize| Value::Number(n as f64);
        map([
            ("landscape", self.landscape.write()),
            ("learningRate", Value::Number(self.learning_rate)),
            ("schedule", self.schedule.write()),
            ("batchSize", count(self.batch_size)),
            ("sampling", name_of(self.sampling, &Sampling::NAMES)),
            ("preconditioner", name_of(self.preconditioner, &Preconditioner::NAMES)),
            ("damping", Value::Number(self.damping)),
            ("convention", name_of(self.convention, &Convention::NAMES)),
            ("secondOrder", Value::Truth(self.second_order)),
            ("rule", name_of(self.rule, &Rule::NAMES)),
            ("substeps", count(self.substeps)),
            ("domain", numbers(&self.domain)),
            ("walls", name_of(self.walls, &Walls::NAMES)),
            ("cells", count(self.cells)),
            (
                "initial",
                map([
                    ("mean", Value::Number(self.initial.mean)),
                    ("sd", Value::Number(self.initial.sd)),
                ]),
            ),
            ("walkers", count(self.walkers)),
            ("walkerRule", name_of(self.walker_rule, &WalkerRule::NAMES)),
            ("seed", Value::Number(self.seed as f64)),
        ])
    }
}

/// The scenario whose fields fill the gaps, with its landscape read: that of the
/// preset named, or the defaults of the kind.
fn base(landscape: &Value) -> Result<Scenario> {
    let Value::Text(name) = landscape else {
        return Ok(Scenario::around(Spec::read(landscape.map("landscape")?)?));
    };
    if let Some(preset) = presets::PRESETS.iter().find(|p| p.id == name) {
        return Ok((preset.scenario)());
    }
    let form = ClosedForm::named(name);
    form.map(|form| Scenario::around(Spec::default_of(form))).ok_or_else(|| {
        let presets = presets::PRESETS.iter().map(|p| p.id);
        let forms = CLOSED_FORMS.iter().map(|f| f.kind).filter(|kind| *kind != "pit");
        no_choice("landscape", name, presets.chain(forms))
    })
}

fn initial(value: &Value, mut start: Initial) -> Result<Initial> {
    for (key, value) in value.map("initial")?.iter().filter(|(_, v)| *v != Value::Nothing) {
        let field = format!("initial.{key}");
        match key.as_str() {
            "mean" => start.mean = number(&field, value)?,
            "sd" => start.sd = number(&field, value)?,
            _ => return Err(unknown(&field, &["mean", "sd"])),
        }
    }
    Ok(start)
}

/// What both walls do, by one name or by one for each.
fn walls(value: &Value) -> Result<Walls> {
    let Value::List(list) = value else { return one_of("walls", value, &Walls::NAMES) };
    let [left, right] = list.as_slice() else {
        return Err(Error::Conflict {
            field: "walls".into(),
            reason: format!(
                "it is one name or a pair, left and right, but {} are given",
                list.len()
            ),
        });
    };
    let each =
        [("reflect", Walls::Reflect), ("absorb", Walls::Absorb), ("periodic", Walls::Periodic)];
    match (one_of("walls.0", left, &each)?, one_of("walls.1", right, &each)?) {
        (left, right) if left == right => Ok(left),
        (Walls::Absorb, Walls::Reflect) => Ok(Walls::AbsorbLeft),
        (Walls::Reflect, Walls::Absorb) => Ok(Walls::AbsorbRight),
        _ => Err(Error::Conflict {
            field: "walls".into(),
            reason: "a ring has no walls: both are “periodic”, or neither is".into(),
        }),
    }
}

fn pair(key: &str, value: &Value) -> Result<[f64; 2]> {
    let list = value.list(key)?;
    let [from, to] = list else {
        return Err(Error::Conflict {
            field: key.into(),
            reason: format!("it is a pair of walls [from, to], but {} are given", list.len()),
        });
    };
    Ok([number(&format!("{key}.0"), from)?, number(&format!("{key}.1"), to)?])
}

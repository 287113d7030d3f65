//! Scenarios: what a run is made of, checked on the way in.

use crate::error::{Error, Result};
use crate::fields::{given, map, name_of, number, numbers, one_of, unknown};
use crate::landscape::{Landscape, Spec};
use crate::numeral::Numeral;
use crate::parameters::parameter;
use crate::presets;
use crate::value::Value;

/// The noise convention a of the current: at which end of a step S² is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// a = 0, at the start: what SGD does.
    Ito,
    /// a = ½, in the middle.
    Stratonovich,
    /// a = 1, at the end.
    Klimontovich,
}

impl Convention {
    const NAMES: [(&'static str, Self); 3] = [
        ("ito", Self::Ito),
        ("stratonovich", Self::Stratonovich),
        ("klimontovich", Self::Klimontovich),
    ];

    /// a ∈ {0, ½, 1}.
    pub fn a(self) -> f64 {
        match self {
            Self::Ito => 0.0,
            Self::Stratonovich => 0.5,
            Self::Klimontovich => 1.0,
        }
    }
}

/// How SGD uses a drawn batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// One step of T.
    Jump,
    /// m steps of T/m on the same batch, the post's remedy.
    Flow,
}

impl Rule {
    const NAMES: [(&'static str, Self); 2] = [("jump", Self::Jump), ("flow", Self::Flow)];
}

/// What the walkers do in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkerRule {
    /// Draw a batch of datapoints.
    Sgd,
    /// Draw from the normal with mean W − TG and variance T²S².
    Gaussian,
}

impl WalkerRule {
    const NAMES: [(&'static str, Self); 2] = [("sgd", Self::Sgd), ("gaussian", Self::Gaussian)];
}

/// A normal distribution cut to the domain, in units of W.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Initial {
    /// Mean before the cut.
    pub mean: f64,
    /// Standard deviation before the cut.
    pub sd: f64,
}

/// A checked scenario. The default is the post's own system.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What is descended.
    pub landscape: Spec,
    /// T, W²/L.
    pub learning_rate: f64,
    /// B, drawn with replacement.
    pub batch_size: usize,
    /// Noise convention of the current.
    pub convention: Convention,
    /// Whether the current carries the second-order drift.
    pub second_order: bool,
    /// How SGD and its walkers use a drawn batch.
    pub rule: Rule,
    /// k of [`Rule::Flow`].
    pub substeps: usize,
    /// The walls.
    pub domain: [f64; 2],
    /// Cells of the grid.
    pub cells: usize,
    /// The start.
    pub initial: Initial,
    /// Number of walkers.
    pub walkers: usize,
    /// What the walkers do.
    pub walker_rule: WalkerRule,
    /// Seed of the walkers.
    pub seed: u64,
}

impl Default for Scenario {
    fn default() -> Self {
        let number = |key: &str| parameter(key).default;
        Self {
            landscape: Spec::Pit,
            learning_rate: number("learningRate"),
            batch_size: number("batchSize") as usize,
            convention: Convention::Ito,
            second_order: false,
            rule: Rule::Jump,
            substeps: number("substeps") as usize,
            domain: [number("domain.0"), number("domain.1")],
            cells: number("cells") as usize,
            initial: Initial { mean: number("initial.mean"), sd: number("initial.sd") },
            walkers: number("walkers") as usize,
            walker_rule: WalkerRule::Sgd,
            seed: number("seed") as u64,
        }
    }
}

impl Scenario {
    /// The substeps in force: m under [`Rule::Flow`], 1 under [`Rule::Jump`].
    pub fn steps_per_draw(&self) -> usize {
        match self.rule {
            Rule::Jump => 1,
            Rule::Flow => self.substeps,
        }
    }

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
        let known = [
            "landscape",
            "learningRate",
            "batchSize",
            "convention",
            "secondOrder",
            "rule",
            "substeps",
            "domain",
            "cells",
            "initial",
            "walkers",
            "walkerRule",
            "seed",
        ];
        let mut s = match given(fields, "landscape") {
            Some(landscape) => base(landscape)?,
            None => Self::default(),
        };
        for (key, value) in fields.iter().filter(|(_, v)| *v != Value::Nothing) {
            match key.as_str() {
                "landscape" => {}
                "learningRate" => s.learning_rate = number(key, value)?,
                "batchSize" => s.batch_size = number(key, value)? as usize,
                "convention" => s.convention = one_of(key, value, &Convention::NAMES)?,
                "secondOrder" => s.second_order = value.truth(key)?,
                "rule" => s.rule = one_of(key, value, &Rule::NAMES)?,
                "substeps" => s.substeps = number(key, value)? as usize,
                "domain" => s.domain = pair(key, value)?,
                "cells" => s.cells = number(key, value)? as usize,
                "initial" => s.initial = initial(value, s.initial)?,
                "walkers" => s.walkers = number(key, value)? as usize,
                "walkerRule" => s.walker_rule = one_of(key, value, &WalkerRule::NAMES)?,
                "seed" => s.seed = number(key, value)? as u64,
                _ => return Err(unknown(key, &known)),
            }
        }
        s.check()
    }

    /// The scenario as a value, every field filled in; [`Scenario::read`] gives
    /// it back unchanged.
    pub fn write(&self) -> Value {
        let count = |n: usize| Value::Number(n as f64);
        map([
            ("landscape", self.landscape.write()),
            ("learningRate", Value::Number(self.learning_rate)),
            ("batchSize", count(self.batch_size)),
            ("convention", name_of(self.convention, &Convention::NAMES)),
            ("secondOrder", Value::Truth(self.second_order)),
            ("rule", name_of(self.rule, &Rule::NAMES)),
            ("substeps", count(self.substeps)),
            ("domain", numbers(&self.domain)),
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

    /// What no single field can tell: whether the fields go together.
    fn check(self) -> Result<Self> {
        let [from, to] = self.domain;
        let conflict =
            |field: &str, reason: String| Err(Error::Conflict { field: field.into(), reason });
        if to - from < 1e-3 {
            return conflict(
                "domain",
                format!(
                    "the right wall ({}) must stand at least 0.001 to the right of the left wall ({})",
                    Numeral(to),
                    Numeral(from)
                ),
            );
        }
        if !(from..=to).contains(&self.initial.mean) {
            return conflict(
                "initial.mean",
                format!(
                    "the start ({}) must lie within the domain [{}, {}]",
                    Numeral(self.initial.mean),
                    Numeral(from),
                    Numeral(to)
                ),
            );
        }
        // Its formulas must be readable.
        Landscape::new(&self.landscape)?;
        Ok(self)
    }
}

/// The scenario whose fields fill the gaps, with its landscape read: that of the
/// preset named, or the defaults of the kind.
fn base(landscape: &Value) -> Result<Scenario> {
    let Value::Text(name) = landscape else {
        return Ok(presets::around(Spec::read(landscape.map("landscape")?)?));
    };
    if name == "wells" {
        return Ok(presets::around(Spec::default_wells()));
    }
    let preset = presets::PRESETS.iter().find(|p| p.id == name);
    preset.map(|p| (p.scenario)()).ok_or_else(|| Error::Choice {
        field: "landscape".into(),
        found: name.chars().take(60).collect(),
        known: presets::PRESETS.iter().map(|p| p.id.into()).chain(["wells".into()]).collect(),
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

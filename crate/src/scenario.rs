//! Scenarios: what a run is made of, checked on the way in.

use crate::error::{Error, Result};
use crate::landscape::Spec;
use crate::landscape::data::Model;
use crate::parameters::{choice, parameter};
use crate::presets;
use crate::value::Value;

/// Most formulas or points a landscape may have.
pub const MOST_DATAPOINTS: usize = 1000;

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
    /// k steps of T/k on the same batch, the post's remedy.
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
            initial: Initial {
                mean: number("initial.mean"),
                sd: number("initial.sd"),
            },
            walkers: number("walkers") as usize,
            walker_rule: WalkerRule::Sgd,
            seed: number("seed") as u64,
        }
    }
}

impl Scenario {
    /// The substeps in force: k under [`Rule::Flow`], 1 under [`Rule::Jump`].
    pub fn steps_per_draw(&self) -> usize {
        match self.rule {
            Rule::Jump => 1,
            Rule::Flow => self.substeps,
        }
    }

    /// Reads a scenario. Fields left out take the values of the preset that
    /// `landscape` names, or the defaults of its kind.
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
            ("landscape", write_landscape(&self.landscape)),
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
        let conflict = |field: &str, reason: String| {
            Err(Error::Conflict {
                field: field.into(),
                reason,
            })
        };
        if to - from < 1e-3 {
            return conflict(
                "domain",
                format!(
                    "the right wall ({to}) must stand at least 0.001 to the right of the left wall ({from})"
                ),
            );
        }
        if !(from..=to).contains(&self.initial.mean) {
            return conflict(
                "initial.mean",
                format!(
                    "the start ({}) must lie within the domain [{from}, {to}]",
                    self.initial.mean
                ),
            );
        }
        Ok(self)
    }
}

/// The scenario whose fields fill the gaps, with its landscape read.
fn base(landscape: &Value) -> Result<Scenario> {
    if let Value::Text(name) = landscape {
        return match name.as_str() {
            "pit" => Ok(Scenario::default()),
            "wells" => Ok(presets::wells(wells_defaults())),
            _ => presets::PRESETS
                .iter()
                .find(|p| p.id == name)
                .map(|p| (p.scenario)())
                .ok_or_else(|| Error::Choice {
                    field: "landscape".into(),
                    found: name.clone(),
                    known: ["pit", "wells"]
                        .into_iter()
                        .chain(
                            presets::PRESETS
                                .iter()
                                .map(|p| p.id)
                                .filter(|id| *id != "pit"),
                        )
                        .map(String::from)
                        .collect(),
                }),
        };
    }
    let fields = landscape.map("landscape")?;
    let kind = given(fields, "kind")
        .unwrap_or(&Value::Nothing)
        .text("landscape.kind")?;
    match kind {
        "pit" => {
            only(fields, &["kind"])?;
            Ok(Scenario::default())
        }
        "wells" => {
            only(fields, &["kind", "ratio", "height", "noise"])?;
            let Spec::Wells {
                mut ratio,
                mut height,
                mut noise,
            } = wells_defaults()
            else {
                unreachable!("wells_defaults makes wells")
            };
            for (name, slot) in [
                ("ratio", &mut ratio),
                ("height", &mut height),
                ("noise", &mut noise),
            ] {
                if let Some(value) = given(fields, name) {
                    *slot = number(&format!("landscape.{name}"), value)?;
                }
            }
            Ok(presets::wells(Spec::Wells {
                ratio,
                height,
                noise,
            }))
        }
        "formula" => {
            only(fields, &["kind", "losses"])?;
            let list = required(fields, "losses")?.list("landscape.losses")?;
            counted("landscape.losses", list.len())?;
            let losses = list
                .iter()
                .enumerate()
                .map(|(j, text)| Ok(text.text(&format!("landscape.losses.{j}"))?.to_string()))
                .collect::<Result<_>>()?;
            Ok(Scenario {
                landscape: Spec::Formula { losses },
                ..Scenario::default()
            })
        }
        "moments" => {
            only(fields, &["kind", "gradient", "variance"])?;
            let text = |name: &str| {
                Ok(required(fields, name)?
                    .text(&format!("landscape.{name}"))?
                    .to_string())
            };
            let landscape = Spec::Moments {
                gradient: text("gradient")?,
                variance: text("variance")?,
            };
            Ok(Scenario {
                landscape,
                ..Scenario::default()
            })
        }
        "data" => {
            only(fields, &["kind", "model", "points"])?;
            let landscape = read_data(fields)?;
            Ok(Scenario {
                landscape,
                ..Scenario::default()
            })
        }
        _ => Err(Error::Choice {
            field: "landscape.kind".into(),
            found: kind.into(),
            known: choice("landscape.kind")
                .options
                .iter()
                .map(|(v, _)| (*v).into())
                .collect(),
        }),
    }
}

fn read_data(fields: &[(String, Value)]) -> Result<Spec> {
    let model = match given(fields, "model") {
        Some(value) => one_of("landscape.model", value, &Model::NAMES)?,
        None => Model::Line,
    };
    let list = required(fields, "points")?.list("landscape.points")?;
    counted("landscape.points", list.len())?;
    let mut points = Vec::with_capacity(list.len());
    for (i, value) in list.iter().enumerate() {
        let field = format!("landscape.points.{i}");
        let pair = value.list(&field)?;
        let [x, y] = pair else {
            return Err(Error::Conflict {
                field,
                reason: format!(
                    "a point is a pair [x, y], but this one has {} numbers",
                    pair.len()
                ),
            });
        };
        let (x, y) = (
            x.number(&format!("{field}.0"))?,
            y.number(&format!("{field}.1"))?,
        );
        if !model.takes(y) {
            return Err(Error::Conflict {
                field: format!("{field}.1"),
                reason: format!(
                    "a logistic label lies between 0 and 1 (or is −1), but this one is {y}"
                ),
            });
        }
        points.push([x, y]);
    }
    Ok(Spec::Data { model, points })
}

fn wells_defaults() -> Spec {
    let default = |name: &str| parameter(name).default;
    Spec::Wells {
        ratio: default("landscape.ratio"),
        height: default("landscape.height"),
        noise: default("landscape.noise"),
    }
}

fn write_landscape(landscape: &Spec) -> Value {
    let text = |s: &str| Value::Text(s.into());
    let kind = ("kind", text(landscape.kind()));
    match landscape {
        Spec::Pit => text("pit"),
        Spec::Wells {
            ratio,
            height,
            noise,
        } => map([
            kind,
            ("ratio", Value::Number(*ratio)),
            ("height", Value::Number(*height)),
            ("noise", Value::Number(*noise)),
        ]),
        Spec::Formula { losses } => map([
            kind,
            (
                "losses",
                Value::List(losses.iter().map(|l| text(l)).collect()),
            ),
        ]),
        Spec::Moments { gradient, variance } => map([
            kind,
            ("gradient", text(gradient)),
            ("variance", text(variance)),
        ]),
        Spec::Data { model, points } => map([
            kind,
            ("model", text(model.name())),
            (
                "points",
                Value::List(points.iter().map(|p| numbers(p)).collect()),
            ),
        ]),
    }
}

/// The number of the parameter `key`, within the range of the table.
pub(crate) fn number(key: &str, value: &Value) -> Result<f64> {
    let row = parameter(key);
    let x = value.number(key)?;
    if row.integer && x.fract() != 0.0 {
        return Err(Error::Whole {
            field: key.into(),
            value: x,
        });
    }
    if !(row.min..=row.max).contains(&x) {
        return Err(Error::Range {
            field: key.into(),
            value: x,
            min: row.min,
            max: row.max,
        });
    }
    Ok(x)
}

/// The value of the field `name`, if it is given.
pub(crate) fn given<'a>(fields: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    fields
        .iter()
        .find(|(key, value)| key == name && *value != Value::Nothing)
        .map(|(_, v)| v)
}

/// The complaint about a field that nothing knows.
pub(crate) fn unknown(field: &str, known: &[&str]) -> Error {
    Error::UnknownField {
        field: field.into(),
        known: known.iter().map(|k| (*k).into()).collect(),
    }
}

fn required<'a>(fields: &'a [(String, Value)], name: &str) -> Result<&'a Value> {
    given(fields, name).ok_or_else(|| Error::Conflict {
        field: format!("landscape.{name}"),
        reason: "it is missing, and this kind of landscape needs it".into(),
    })
}

fn only(fields: &[(String, Value)], known: &[&str]) -> Result<()> {
    match fields
        .iter()
        .find(|(key, _)| !known.contains(&key.as_str()))
    {
        Some((key, _)) => Err(unknown(&format!("landscape.{key}"), known)),
        None => Ok(()),
    }
}

fn counted(field: &str, count: usize) -> Result<()> {
    let (min, max) = (1.0, MOST_DATAPOINTS as f64);
    if (1..=MOST_DATAPOINTS).contains(&count) {
        return Ok(());
    }
    Err(Error::Conflict {
        field: field.into(),
        reason: format!("{count} datapoints are given, but there must be {min} to {max}"),
    })
}

fn initial(value: &Value, mut start: Initial) -> Result<Initial> {
    for (key, value) in value
        .map("initial")?
        .iter()
        .filter(|(_, v)| *v != Value::Nothing)
    {
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
            reason: format!(
                "it is a pair of walls [from, to], but {} are given",
                list.len()
            ),
        });
    };
    Ok([
        number(&format!("{key}.0"), from)?,
        number(&format!("{key}.1"), to)?,
    ])
}

fn one_of<T: Copy>(key: &str, value: &Value, names: &[(&'static str, T)]) -> Result<T> {
    let found = value.text(key)?;
    names
        .iter()
        .find(|(name, _)| *name == found)
        .map(|(_, t)| *t)
        .ok_or_else(|| Error::Choice {
            field: key.into(),
            found: found.chars().take(60).collect(),
            known: names.iter().map(|(name, _)| (*name).into()).collect(),
        })
}

fn name_of<T: PartialEq>(value: T, names: &[(&'static str, T)]) -> Value {
    let found = names.iter().find(|(_, t)| *t == value);
    Value::Text(found.map_or("", |(name, _)| name).into())
}

fn map<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Map(
        fields
            .into_iter()
            .map(|(key, value)| (key.into(), value))
            .collect(),
    )
}

fn numbers(xs: &[f64]) -> Value {
    Value::List(xs.iter().map(|x| Value::Number(*x)).collect())
}

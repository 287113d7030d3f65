//! Schedules: how the learning rate T follows the time t, in SGD steps since the start.
//!
//! | kind | T(t)/T |
//! |---|---|
//! | constant | 1 |
//! | step | f^⌊t/τ⌋ |
//! | inverse | 1/(1 + t/τ) (Robbins & Monro 1951) |
//! | cosine | c + (1 − c)(1 + cos πx)/2 with x = t/τ, and c from τ on |
//! | restarts | the same again and again, each time g times as long (Loshchilov & Hutter 2017, eq. 5) |
//!
//! The step from t to t + 1 is one of T(t), in every model. Where T falls slowly, the densities take
//! several steps with one T, the mean over them ([`Schedule::part_of_steps`]): an operator of its own for
//! each step would cost ten to thirty times as much as the step itself.

use crate::error::{Error, Result};
use crate::fields::{map, number, one_of, unknown};
use crate::parameters::parameter;
use crate::value::Value;
use std::f64::consts::PI;

/// How T falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// T stays the same.
    Constant,
    /// T is multiplied by a factor every τ steps.
    Step,
    /// T falls as one over the time.
    Inverse,
    /// T falls along a cosine, to a floor.
    Cosine,
    /// T falls along cosines, each beginning at T again.
    Restarts,
}

impl Kind {
    /// The names that a scenario knows them by.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("constant", Self::Constant),
        ("step", Self::Step),
        ("inverse", Self::Inverse),
        ("cosine", Self::Cosine),
        ("restarts", Self::Restarts),
    ];
}

/// A schedule. It has the numbers of all kinds; only those of its own kind count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// Which kind of schedule it is.
    pub kind: Kind,
    /// τ, steps.
    pub time: f64,
    /// f, what T is multiplied by at each drop.
    pub factor: f64,
    /// c, the part of T that is left at the end of a cosine.
    pub floor: f64,
    /// g, how many times longer each cosine is than the one before.
    pub growth: f64,
}

/// Less than this part of T counts as 0: such a step would not change a W of sixteen digits.
const NOTHING: f64 = 1e-18;

/// T may change by this part of itself over steps that are taken with one T. An sd that follows T at
/// once is then off by 1.2·10⁻⁴ of itself at most, a quarter of the last of three digits.
const ALIKE: f64 = 1.0 / 2048.0;
/// Most steps that are taken with one T: ahead or behind by less than 0.004 of a step in between.
const LONGEST: u64 = 64;

/// A time nearer to the end of a cosine than this part of it stands at its end.
const ROUNDING: f64 = 1e-9;

impl Schedule {
    /// A schedule of the table's numbers.
    pub fn new(kind: Kind) -> Self {
        let default = |name: &str| parameter(&format!("schedule.{name}")).default;
        let [time, factor] = ["time", "factor"].map(default);
        let [floor, growth] = ["floor", "growth"].map(default);
        Self { kind, time, factor, floor, growth }
    }

    /// T(t)/T.
    pub fn part(&self, time: u64) -> f64 {
        let t = time as f64;
        let cosine = |x: f64| self.floor + (1.0 - self.floor) * 0.5 * (1.0 + (PI * x).cos());
        let part = match self.kind {
            Kind::Constant => return 1.0,
            Kind::Step => self.factor.powf((t / self.time).floor()),
            Kind::Inverse => 1.0 / (1.0 + t / self.time),
            Kind::Cosine => cosine((t / self.time).min(1.0)),
            Kind::Restarts => cosine(self.since_restart(t)),
        };
        if part < NOTHING { 0.0 } else { part }
    }

    /// T/T₀ that a density takes the step at a time with: T(t)/T₀ where it changes quickly, else its mean
    /// over the longest run of 2, 4, … 64 steps, from a multiple of that number on, in which it
    /// changes by less than 1/2048 of itself. At the end of each run ΣT is exact, and ΣT² to 2·10⁻⁸ of
    /// itself; what is left is the order of drift and noise within the run. It depends on nothing but
    /// the time, so that whoever looks late, or often, sees the same.
    pub fn part_of_steps(&self, time: u64) -> f64 {
        let mut length = if self.kind == Kind::Constant { 1 } else { LONGEST };
        while length > 1 {
            let start = time - time % length;
            let (mut least, mut most, mut sum) = (f64::INFINITY, 0.0_f64, 0.0);
            // The last one first: it differs most from the first one, most often.
            for part in std::iter::once(0).chain((1..length).rev()).map(|i| self.part(start + i)) {
                (least, most, sum) = (least.min(part), most.max(part), sum + part);
                if most > (1.0 + ALIKE) * least {
                    break;
                }
            }
            if most <= (1.0 + ALIKE) * least {
                // Of equal numbers the mean may differ by rounding.
                return if least == most { most } else { sum / length as f64 };
            }
            length /= 2;
        }
        self.part(time)
    }

    /// How much of the cosine that is on its way has passed at a time, 0…1. After k of them the time is
    /// τ(gᵏ − 1)/(g − 1), or kτ for g = 1, and k follows from it at once, however many they are.
    fn since_restart(&self, t: f64) -> f64 {
        let (more, times) = (self.growth - 1.0, t / self.time);
        let ended = |k: f64| if more == 0.0 { k } else { (k * more.ln_1p()).exp_m1() / more };
        let over = if more == 0.0 { times } else { (times * more).ln_1p() / more.ln_1p() };
        // What ends at a step but for rounding has ended.
        let k = (over + ROUNDING).floor();
        ((times - ended(k)) / self.growth.powf(k)).max(0.0)
    }

    /// The value that T(t)/T takes for good in the end.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `schedule` if it never stays, or comes to nothing.
    pub fn last(&self) -> Result<f64> {
        let refuse = |reason: &str| {
            Err(Error::Conflict {
                field: "schedule".into(),
                reason: format!(
                    "{reason}; ask with the schedule “constant”, or “cosine” to a floor"
                ),
            })
        };
        match self.kind {
            Kind::Constant => Ok(1.0),
            Kind::Step if self.factor == 1.0 => Ok(1.0),
            Kind::Restarts if self.floor == 1.0 => Ok(1.0),
            Kind::Cosine if self.floor > 0.0 => Ok(self.floor),
            Kind::Restarts => refuse(
                "with warm restarts T never stays, so there is no end state and no mean time",
            ),
            _ => refuse(
                "the schedule takes T to 0, where everything stays as it was frozen, so there is no end state and no mean time",
            ),
        }
    }

    /// The numbers of its kind, each with its name.
    fn numbers(&mut self) -> Vec<(&'static str, &mut f64)> {
        let Self { kind, time, factor, floor, growth } = self;
        let all = [("time", time), ("factor", factor), ("floor", floor), ("growth", growth)];
        let belongs = |name: &str| {
            let row = parameter(&format!("schedule.{name}"));
            Kind::NAMES.iter().any(|(of, k)| k == kind && row.applies_to.contains(of))
        };
        all.into_iter().filter(|(name, _)| belongs(name)).collect()
    }

    /// Reads a schedule by its name, or by its fields; those left out are as here, or those
    /// of the table if the kind changes.
    ///
    /// # Errors
    /// One [`Error`] that names the first offending field.
    pub fn read(self, value: &Value) -> Result<Self> {
        let named = |field: &str, name: &Value| one_of(field, name, &Kind::NAMES);
        if let Value::Text(_) = value {
            return Ok(Self::new(named("schedule", value)?));
        }
        let fields = value.map("schedule")?;
        let given = || fields.iter().filter(|(_, v)| *v != Value::Nothing);
        let mut read = self;
        if let Some((_, name)) = given().find(|(key, _)| key == "kind") {
            let kind = named("schedule.kind", name)?;
            if kind != self.kind {
                read = Self::new(kind);
            }
        }
        for (key, value) in given().filter(|(key, _)| key != "kind") {
            let field = format!("schedule.{key}");
            let mut own = read.numbers();
            let Some((_, own)) = own.iter_mut().find(|(name, _)| name == key) else {
                let known: Vec<&str> =
                    std::iter::once("kind").chain(own.iter().map(|(name, _)| *name)).collect();
                return Err(unknown(&field, &known));
            };
            **own = number(&field, value)?;
        }
        Ok(read)
    }

    /// The schedule as a value.
    pub fn write(mut self) -> Value {
        let kind = map([("kind", crate::fields::name_of(self.kind, &Kind::NAMES))]);
        let Value::Map(mut fields) = kind else { return kind };
        let numbers = self.numbers();
        fields.extend(numbers.into_iter().map(|(name, x)| (name.into(), Value::Number(*x))));
        Value::Map(fields)
    }
}

//! Scenarios of one parameter: what a run is made of.

use crate::error::{Error, Result};
use crate::landscape::closed::Place;
use crate::landscape::precondition::Preconditioner;
use crate::landscape::{Landscape, Spec};
use crate::numeral::Numeral;
use crate::parameters::parameter;
use crate::schedule::{Kind, Schedule};
use crate::walls::Walls;

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
    /// The names that a scenario knows them by.
    pub const NAMES: [(&'static str, Self); 3] = [
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
    /// The names that a scenario knows them by.
    pub const NAMES: [(&'static str, Self); 2] = [("jump", Self::Jump), ("flow", Self::Flow)];
}

/// How SGD draws its datapoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// Each from all of them.
    Replace,
    /// Each from those that the epoch has not used yet.
    Shuffle,
}

impl Sampling {
    /// The names that a scenario knows them by.
    pub const NAMES: [(&'static str, Self); 2] =
        [("replace", Self::Replace), ("shuffle", Self::Shuffle)];
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
    /// The names that a scenario knows them by.
    pub const NAMES: [(&'static str, Self); 2] = [("sgd", Self::Sgd), ("gaussian", Self::Gaussian)];
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
    /// T, W²/L, at the start.
    pub learning_rate: f64,
    /// How T follows the time.
    pub schedule: Schedule,
    /// B, datapoints averaged in one step.
    pub batch_size: usize,
    /// How a batch is drawn.
    pub sampling: Sampling,
    /// What gradients are multiplied by.
    pub preconditioner: Preconditioner,
    /// ε or δ of the preconditioner.
    pub damping: f64,
    /// Noise convention of the current.
    pub convention: Convention,
    /// Whether the current carries the second-order drift.
    pub second_order: bool,
    /// How SGD and its walkers use a drawn batch.
    pub rule: Rule,
    /// m, the small steps for each draw under [`Rule::Flow`].
    pub substeps: usize,
    /// Where the walls stand.
    pub domain: [f64; 2],
    /// What the walls do.
    pub walls: Walls,
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
            landscape: Spec::pit(),
            learning_rate: number("learningRate"),
            schedule: Schedule::new(Kind::Constant),
            batch_size: number("batchSize") as usize,
            sampling: Sampling::Replace,
            preconditioner: Preconditioner::None,
            damping: number("damping"),
            convention: Convention::Ito,
            second_order: false,
            rule: Rule::Jump,
            substeps: number("substeps") as usize,
            domain: [number("domain.0"), number("domain.1")],
            walls: Walls::Reflect,
            cells: number("cells") as usize,
            initial: Initial { mean: number("initial.mean"), sd: number("initial.sd") },
            walkers: number("walkers") as usize,
            walker_rule: WalkerRule::Sgd,
            seed: number("seed") as u64,
        }
    }
}

/// Most datapoints times cells: more would take longer than a second to set up.
const MOST_LOSSES: usize = 1 << 22;

/// Most walkers times datapoints: each walker keeps an order of all datapoints, of 2 bytes each.
const MOST_CARDS: usize = 1 << 25;

impl Scenario {
    /// The substeps in force: m under [`Rule::Flow`], 1 under [`Rule::Jump`].
    pub fn steps_per_draw(&self) -> usize {
        match self.rule {
            Rule::Jump => 1,
            Rule::Flow => self.substeps,
        }
    }

    /// The landscape as the steps see it: preconditioned.
    ///
    /// # Errors
    /// As [`Landscape::new`] and [`Landscape::kinked`].
    pub fn stepped_landscape(&self) -> Result<Landscape> {
        Ok(Landscape::new(&self.landscape)?.kinked(self.domain)?.preconditioned(
            self.preconditioner,
            self.damping,
            self.batch_size,
            self.domain,
            self.cells,
        ))
    }

    /// T(t), for the step from t to t + 1.
    pub fn rate_at(&self, time: u64) -> f64 {
        self.learning_rate * self.schedule.part(time)
    }

    /// The T that a density takes this step with ([`Schedule::part_of_steps`]).
    pub fn rate_of_steps(&self, time: u64) -> f64 {
        self.learning_rate * self.schedule.part_of_steps(time)
    }

    /// The same scenario under a T that stays.
    pub fn with_rate(&self, learning_rate: f64) -> Self {
        Self { learning_rate, schedule: Schedule::new(Kind::Constant), ..self.clone() }
    }

    /// The same scenario under the T that its schedule ends at.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `schedule` if there is none.
    pub fn settled(&self) -> Result<Self> {
        Ok(self.with_rate(self.learning_rate * self.schedule.last()?))
    }

    /// Refuses a question, `what` in words, that can only be answered if draws are independent.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `sampling`.
    pub fn draws_alike(&self, what: &str) -> Result<()> {
        if self.sampling == Sampling::Replace {
            return Ok(());
        }
        Err(Error::Conflict {
            field: "sampling".into(),
            reason: format!("{what} is known for draws with replacement only; set it to “replace”"),
        })
    }

    /// Whether two scenarios have the same gradients on the same grid.
    pub fn is_same_place(&self, other: &Self) -> bool {
        // What the place is made of. Every field stands here, so that the compiler asks about a
        // new one: what changes gradients and is left out would go on with the old ones.
        let place = |s: &Self| {
            let Self {
                landscape: _,
                learning_rate,
                batch_size,
                sampling,
                preconditioner,
                damping,
                domain,
                walls,
                cells,
                schedule: _,
                convention: _,
                second_order: _,
                rule: _,
                substeps: _,
                initial: _,
                walkers: _,
                walker_rule: _,
                seed: _,
            } = *s;
            let scaling = match preconditioner {
                Preconditioner::None => (0.0, 0),
                Preconditioner::Rms => (damping, batch_size),
                Preconditioner::Newton => (damping, 0),
            };
            // Without replacement the cells crowd where T says.
            let rate = (sampling == Sampling::Shuffle).then_some(learning_rate);
            (domain, walls, cells, preconditioner, scaling, rate)
        };
        self.landscape == other.landscape && place(self) == place(other)
    }

    /// The default scenario of a landscape: walls and start that suit it or, where it
    /// has none of its own, those of the pit, and everything else as the pit has it.
    pub fn around(landscape: Spec) -> Self {
        let pit = Self::default();
        let place = match &landscape {
            Spec::Closed { form, numbers } => form.place.map(|place| place(numbers)),
            _ => None,
        };
        let Some(Place { domain, start: [mean, sd] }) = place else {
            return Self { landscape, ..pit };
        };
        Self { landscape, domain, initial: Initial { mean, sd }, ..pit }
    }

    /// Checks what no single field can tell: whether the fields go together.
    ///
    /// # Errors
    /// [`Error::Conflict`] on the field to change, or what is wrong with a formula.
    pub fn check(self) -> Result<Self> {
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
        self.check_epochs()?;
        // Its formulas must be readable, and all losses computed within about a second.
        let datapoints = Landscape::new(&self.landscape)?.datapoints();
        if datapoints * self.cells > MOST_LOSSES {
            return conflict(
                "cells",
                format!(
                    "with {datapoints} datapoints there can be {} cells at most; use fewer of either",
                    MOST_LOSSES / datapoints
                ),
            );
        }
        Ok(self)
    }

    /// Refuses a batch size that does not divide an epoch, and more draws than can be kept.
    fn check_epochs(&self) -> Result<()> {
        if self.sampling == Sampling::Replace {
            return Ok(());
        }
        let n = Landscape::new(&self.landscape)?.datapoints();
        let conflict =
            |field: &str, reason: String| Err(Error::Conflict { field: field.into(), reason });
        if n % self.batch_size != 0 {
            return conflict(
                "batchSize",
                format!(
                    "without replacement it must divide the number of datapoints, {n}; {} does not",
                    self.batch_size
                ),
            );
        }
        if self.walkers * n > MOST_CARDS {
            return conflict(
                "walkers",
                format!(
                    "each keeps what it has drawn of {n} datapoints: without replacement there can be {} at most",
                    MOST_CARDS / n
                ),
            );
        }
        Ok(())
    }
}

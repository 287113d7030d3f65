//! Scenarios of one parameter: what a run is made of.

use crate::error::{Error, Result};
use crate::landscape::closed::Place;
use crate::landscape::precondition::Preconditioner;
use crate::landscape::{Landscape, Spec};
use crate::numeral::Numeral;
use crate::parameters::parameter;

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
    /// T, W²/L.
    pub learning_rate: f64,
    /// B, drawn with replacement.
    pub batch_size: usize,
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
            landscape: Spec::pit(),
            learning_rate: number("learningRate"),
            batch_size: number("batchSize") as usize,
            preconditioner: Preconditioner::None,
            damping: number("damping"),
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

/// Datapoints times cells: more take more than a second to set up.
const MOST_LOSSES: usize = 1 << 22;

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
    /// As [`Landscape::new`].
    pub fn stepped_landscape(&self) -> Result<Landscape> {
        Ok(Landscape::new(&self.landscape)?.preconditioned(
            self.preconditioner,
            self.damping,
            self.batch_size,
            self.domain,
            self.cells,
        ))
    }

    /// Whether two scenarios have the same gradients on the same grid.
    pub fn is_same_place(&self, other: &Self) -> bool {
        let by = |s: &Self| match s.preconditioner {
            Preconditioner::None => (Preconditioner::None, 0.0, 0),
            Preconditioner::Rms => (Preconditioner::Rms, s.damping, s.batch_size),
            Preconditioner::Newton => (Preconditioner::Newton, s.damping, 0),
        };
        self.landscape == other.landscape
            && self.domain == other.domain
            && self.cells == other.cells
            && by(self) == by(other)
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

    /// What no single field can tell: whether the fields go together.
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
        // Its formulas must be readable, and read within a second.
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
}

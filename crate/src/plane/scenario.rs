//! Scenarios of two parameters: what a run in the plane is made of.

use crate::error::{Error, Result};
use crate::landscape::plane::{Landscape, Spec};
use crate::numeral::Numeral;
use crate::parameters::plane_parameter;
use crate::plane::grid::Grid;
use crate::scenario::{Convention, WalkerRule};

/// A normal distribution with independent W₁ and W₂, cut to the domain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Initial {
    /// Means before the cut.
    pub mean: [f64; 2],
    /// Standard deviations before the cut.
    pub sd: [f64; 2],
}

/// A checked scenario of the plane. The default is three points that SGD is drawn to.
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
    /// The walls, `[from, to]` of W₁ and of W₂.
    pub domain: [[f64; 2]; 2],
    /// Cells along W₁ and W₂.
    pub cells: [usize; 2],
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
        crate::plane::presets::points()
    }
}

impl Scenario {
    /// A landscape with every other field as the table has it.
    pub fn of(landscape: Spec) -> Self {
        let number = |key: &str| plane_parameter(key).default;
        let pair = |key: &str| [0, 1].map(|a| number(&format!("{key}.{a}")));
        Self {
            landscape,
            learning_rate: number("learningRate"),
            batch_size: number("batchSize") as usize,
            convention: Convention::Ito,
            second_order: false,
            domain: [pair("domain.0"), pair("domain.1")],
            cells: pair("cells").map(|x| x as usize),
            initial: Initial { mean: pair("initial.mean"), sd: pair("initial.sd") },
            walkers: number("walkers") as usize,
            walker_rule: WalkerRule::Sgd,
            seed: number("seed") as u64,
        }
    }

    /// The landscape as the steps see it: with momentum it depends on T.
    ///
    /// # Errors
    /// As [`Landscape::new`].
    pub fn stepped_landscape(&self) -> Result<Landscape> {
        Ok(Landscape::new(&self.landscape)?.at_rate(self.learning_rate))
    }

    /// Walls and a start for the velocity, from T and the walls of W.
    ///
    /// # Errors
    /// As [`Landscape::new`].
    pub fn with_velocities(mut self) -> Result<Self> {
        let landscape = self.stepped_landscape()?;
        let Some(momentum) = landscape.momentum() else { return Ok(self) };
        let row = plane_parameter("domain.1.1");
        let fastest = momentum.fastest(self.domain[0], self.batch_size).max(0.01).min(row.max);
        // Two digits are enough.
        let digit = 10.0_f64.powf(fastest.log10().floor() - 1.0);
        let wall = (fastest / digit).ceil() * digit;
        self.domain[1] = [-wall, wall];
        self.initial.mean[1] = 0.0;
        self.initial.sd[1] = wall / 50.0;
        Ok(self)
    }

    /// The grid of the scenario.
    pub fn grid(&self) -> Grid {
        Grid { domain: self.domain, cells: self.cells }
    }

    /// Checks what no single field can tell: whether the fields go together.
    ///
    /// # Errors
    /// [`Error::Conflict`] on the field to change, or what is wrong with a formula.
    pub fn check(self) -> Result<Self> {
        for axis in 0..2 {
            let [from, to] = self.domain[axis];
            if to - from < 1e-3 {
                return Err(Error::Conflict {
                    field: format!("domain.{axis}"),
                    reason: format!(
                        "the second wall ({}) must stand at least 0.001 beyond the first ({})",
                        Numeral(to),
                        Numeral(from)
                    ),
                });
            }
            let mean = self.initial.mean[axis];
            if !(from..=to).contains(&mean) {
                return Err(Error::Conflict {
                    field: format!("initial.mean.{axis}"),
                    reason: format!(
                        "the start ({}) must lie within the domain [{}, {}]",
                        Numeral(mean),
                        Numeral(from),
                        Numeral(to)
                    ),
                });
            }
        }
        // Its formulas must be readable.
        let landscape = Landscape::new(&self.landscape)?;
        if landscape.momentum().is_some() && self.second_order {
            return Err(Error::Conflict {
                field: "secondOrder".into(),
                reason: "the current of momentum is known to leading order in T and 1 − β only; switch it off".into(),
            });
        }
        Ok(self)
    }
}

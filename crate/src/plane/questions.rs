//! Whether the cells of the plane carry what is shown of a density.

use crate::course::companion;
use crate::error::Result;
use crate::line::resolution::Resolution;
use crate::line::rounding::excess;
use crate::line::series::Moment;
use crate::line::shown::{PERCENT, Shown};
use crate::model::Model;
use crate::plane::scenario::Scenario;
use crate::plane::simulation::Simulation;

/// No landscape of the plane is cut into fewer cells.
const FEWEST: usize = 8;
/// Digits shown of means and spreads: what grids of this size carry.
const DIGITS: i32 = 2;

impl Simulation {
    /// Whether the grid is fine enough for what is shown of a model now: means and standard deviations,
    /// to two digits, the correlation and, if another model is given, the total variation from that.
    /// Of a total variation whole percents are shown as "at least", since that of a fractal grows on
    /// every finer grid. It is compared with half the cells along each axis, on which the scenario is
    /// run as well; `cells` of the answer belongs to the axis that has more of them.
    ///
    /// # Errors
    /// As [`Simulation::masses`], on half the cells too.
    pub fn resolution(&mut self, model: Model, other: Option<Model>) -> Result<Resolution> {
        let (here, correlation) = self.shown(model)?;
        let distance = other.map(|other| self.distance(model, other)).transpose()?;
        let half = companion(&mut self.half, &self.course, &self.scenario, coarser)?;
        let (there, on_half) = half.shown(model)?;
        let on_half_apart = other.map(|other| half.distance(model, other)).transpose()?;
        let axes = here.iter().zip(&there).map(|(here, half)| here.excess(half, 0.0, 0.0));
        let together = excess(correlation, (correlation - on_half).abs(), PERCENT);
        let apart = distance.zip(on_half_apart).map_or(0.0, |(a, b)| excess_of_least(a, b));
        let [first, second] = self.scenario.cells;
        Ok(Resolution::of_excess(first.max(second), axes.fold(together.max(apart), f64::max)))
    }

    /// What is shown of each parameter, and their correlation.
    fn shown(&mut self, model: Model) -> Result<([Shown; 2], f64)> {
        let moments = self.moments(model)?;
        let cells = self.grid().widths();
        let sd = [0, 1].map(|axis| moments.covariance[axis][axis].max(0.0).sqrt());
        let shown = [0, 1].map(|axis| Shown {
            moment: Moment { mean: moments.mean[axis], sd: sd[axis] },
            distance: None,
            past: None,
            cell: cells[axis],
            digits: DIGITS,
        });
        let both = sd[0] * sd[1];
        Ok((shown, if both > 0.0 { moments.covariance[0][1] / both } else { 0.0 }))
    }
}

/// How far the total variation on half the cells, `half`, lies above this one, over how far this one may
/// come down before it is shown in other whole percents. That it grows on more cells is allowed.
fn excess_of_least(distance: f64, half: f64) -> f64 {
    let percents = distance / PERCENT;
    let room = (percents - percents.floor()).max(1e-9);
    (half - distance).max(0.0) / (PERCENT * room)
}

/// A scenario on half the cells along each axis, without walkers.
fn coarser(scenario: &Scenario) -> Scenario {
    let cells = scenario.cells.map(|n| (n / 2).max(FEWEST));
    Scenario { cells, walkers: 0, ..scenario.clone() }
}

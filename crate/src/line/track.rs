//! One model on its way: its cell masses, how far they have come, and the operator of
//! a step, which is prepared when somebody first looks.

use crate::error::Result;
use crate::line::grid::Grid;
use crate::line::remap::{EdgeDensity, cumulative};

/// One model's cell masses, with how far they have come.
#[derive(Clone, Debug)]
pub struct Track<Operator> {
    masses: Vec<f64>,
    time: u64,
    operator: Option<Operator>,
}

impl<Operator> Track<Operator> {
    /// A start at time 0.
    pub fn new(masses: &[f64]) -> Self {
        Self { masses: masses.to_vec(), time: 0, operator: None }
    }

    /// Advances the masses to the time `now`, with the operator that `prepare`
    /// makes if there is none yet.
    ///
    /// # Errors
    /// Whatever `prepare` refuses.
    pub fn advance(
        &mut self,
        now: u64,
        prepare: impl FnOnce() -> Result<Operator>,
        step: impl Fn(&mut Operator, &mut [f64]),
    ) -> Result<&[f64]> {
        let mut operator = match self.operator.take() {
            Some(operator) => operator,
            None => prepare()?,
        };
        while self.time < now {
            step(&mut operator, &mut self.masses);
            self.time += 1;
        }
        self.operator = Some(operator);
        Ok(&self.masses)
    }

    /// The same distribution at the same time on another grid, to go on under
    /// another operator.
    pub fn carried(&self, from: &Grid, to: &Grid) -> Self {
        Self { masses: carried(from, &self.masses, to), time: self.time, operator: None }
    }

    /// Back to a start at time 0; the operator stays.
    pub fn restart(&mut self, start: &[f64]) {
        self.masses.copy_from_slice(start);
        self.time = 0;
    }

    /// Whether anybody has looked at it since the scenario last changed.
    pub fn is_followed(&self) -> bool {
        self.operator.is_some()
    }

    /// The scenario has changed: the next look prepares another operator.
    pub fn forget_operator(&mut self) {
        self.operator = None;
    }
}

/// Cell masses carried from one grid to another; what lies beyond the new walls
/// is put into the cell at the wall.
fn carried(from: &Grid, masses: &[f64], to: &Grid) -> Vec<f64> {
    let edge = EdgeDensity::new(from).of(masses);
    let n = to.cells();
    let upto: Vec<f64> = (0..=n)
        .map(|i| match i {
            0 => 0.0,
            i if i == n => masses.iter().sum(),
            i => cumulative(from, &edge, masses, to.edges[i]),
        })
        .collect();
    upto.windows(2).map(|f| (f[1] - f[0]).max(0.0)).collect()
}

//! The probability current of two parameters: the Fokker–Planck equation of SGD,
//! ∂P/∂t = −∇·ρ with ρ = βP − ∇·(DP), on cell masses.
//!
//! [`field`] has β and D; where noise goes both ways the current is a Markov chain on
//! the cells ([`chain`], by [`selling`]), advanced in time by [`series`]; where it goes along
//! one line at most, a push-forward of the masses ([`lines`]).

pub mod active;
pub mod chain;
pub mod field;
pub mod lines;
pub mod mixing;
pub mod multilevel;
pub mod selling;
pub mod series;

use crate::error::Result;
use crate::landscape::plane::Landscape;
use crate::plane::grid::Grid;
use crate::plane::scenario::Scenario;
use chain::Chain;
use field::{Coefficients, Field};
use lines::Lines;
use multilevel::Multilevel;

/// The current of one scenario on one grid.
#[derive(Clone, Debug)]
pub struct Current {
    field: Field,
    chain: Chain,
    /// Where noise goes along one line at most everywhere.
    lines: Option<Lines>,
}

impl Current {
    /// The current of a scenario whose landscape is `landscape`.
    ///
    /// # Errors
    /// Where a gradient is no finite number, or the covariance is none.
    pub fn new(scenario: &Scenario, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        let field = Field::new(scenario, landscape, grid)?;
        let chain = Chain::new(&field, grid);
        let lines =
            field.is_rank_one().then(|| Lines::new(Coefficients::from(scenario), landscape, grid));
        Ok(Self { field, chain, lines })
    }

    /// Drift and diffusion on the cells.
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// The Markov chain on the cells.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Advances cell masses by so many SGD steps. Their sum is kept to 10⁻¹², and none
    /// is below 0 afterwards.
    pub fn step(&self, masses: &mut Vec<f64>, steps: usize) {
        match &self.lines {
            Some(lines) => lines.step(masses, steps),
            None => series::advance(&self.chain, masses, steps as f64),
        }
    }

    /// Brings cell masses to the end state: until one more cycle of the solver would move
    /// no more than `tolerance` of the mass. Their sum becomes 1.
    pub fn rest(&self, masses: &mut Vec<f64>, tolerance: f64) {
        if let Some(lines) = &self.lines {
            lines.rest(masses, 1e3 * tolerance);
            return;
        }
        Multilevel::new(&self.chain).solve(masses, tolerance);
        // The end state of the chain at its full pace.
        let slowed = masses.iter().zip(&self.chain.pace);
        let total: f64 = slowed.map(|(m, pace)| m * pace).sum();
        for (m, pace) in masses.iter_mut().zip(&self.chain.pace) {
            *m *= pace / total;
        }
    }

    /// ρ at the cell centres for cell masses, W₁ and W₂ components, in 1/(W·step).
    pub fn flux(&self, masses: &[f64]) -> [Vec<f64>; 2] {
        if self.lines.is_some() {
            let Field { drift, diffusion } = &self.field;
            return lines::flux(self.chain.grid(), drift, diffusion, masses);
        }
        self.chain.flux(masses)
    }
}

//! The probability current of two parameters: the Fokker–Planck equation of SGD,
//! ∂P/∂t = −∇·ρ with ρ = βP − ∇·(DP), on cell masses.
//!
//! [`field`] has β and D; where noise goes both ways the current is a Markov chain on
//! the cells ([`chain`], by [`selling`]), advanced in time by [`series`]; where it goes along
//! one line at most, a push-forward of the masses ([`lines`]).

pub mod active;
pub mod band;
pub mod chain;
pub mod differences;
pub mod field;
pub mod lines;
pub mod mixing;
pub mod multilevel;
pub mod selling;
pub mod series;
pub mod smooth;
pub mod transitions;

use crate::error::Result;
use crate::landscape::plane::Landscape;
use crate::plane::grid::Grid;
use crate::plane::scenario::Scenario;
use chain::Chain;
use differences::Differences;
use field::{Coefficients, Field};
use lines::Lines;
use multilevel::Multilevel;

/// The current of one scenario on one grid.
#[derive(Clone, Debug)]
pub struct Current {
    grid: Grid,
    field: Field,
    scheme: Scheme,
}

/// How masses are advanced.
#[derive(Clone, Debug)]
enum Scheme {
    /// Where noise goes both ways somewhere.
    Chain(Chain),
    /// Where it goes along one line at most everywhere.
    Lines(Lines),
}

impl Current {
    /// The current of a scenario whose landscape is `landscape`.
    ///
    /// # Errors
    /// Where a gradient is no finite number, or the covariance is none.
    pub fn new(scenario: &Scenario, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        let field = Field::new(scenario, landscape, grid)?;
        let scheme = if field.is_rank_one() {
            Scheme::Lines(Lines::new(Coefficients::from(scenario), landscape, grid))
        } else {
            Scheme::Chain(Chain::new(&field, grid))
        };
        Ok(Self { grid: grid.clone(), field, scheme })
    }

    /// Drift and diffusion on the cells.
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// The Markov chain on the cells, where it is one.
    pub fn chain(&self) -> Option<&Chain> {
        match &self.scheme {
            Scheme::Chain(chain) => Some(chain),
            Scheme::Lines(_) => None,
        }
    }

    /// Advances cell masses by so many SGD steps. Their sum is kept to 10⁻¹², and none
    /// is below 0 afterwards.
    ///
    /// # Errors
    /// As [`series::advance`]; the masses are then as they were.
    pub fn step(&self, masses: &mut Vec<f64>, steps: usize) -> Result<()> {
        match &self.scheme {
            Scheme::Lines(lines) => {
                lines.step(masses, steps);
                Ok(())
            }
            Scheme::Chain(chain) => series::advance(chain, masses, steps as f64),
        }
    }

    /// Brings cell masses to the end state: until one more cycle of the solver would move
    /// no more than `tolerance` of the mass. Their sum becomes 1. Only a chain is solved:
    /// for noise along one line see [`smooth`].
    pub fn rest(&self, masses: &mut Vec<f64>, tolerance: f64) {
        let Scheme::Chain(chain) = &self.scheme else { return };
        Multilevel::new(chain).solve(masses, tolerance);
        // The end state of the chain at its full pace.
        let slowed = masses.iter().zip(&chain.pace);
        let total: f64 = slowed.map(|(m, pace)| m * pace).sum();
        for (m, pace) in masses.iter_mut().zip(&chain.pace) {
            *m *= pace / total;
        }
    }

    /// ρ at the cell centres for cell masses, W₁ and W₂ components, in 1/(W·step).
    pub fn flux(&self, masses: &[f64]) -> [Vec<f64>; 2] {
        match &self.scheme {
            Scheme::Lines(_) => Differences::new(&self.field, &self.grid).flux(masses),
            Scheme::Chain(chain) => chain.flux(masses),
        }
    }
}

//! The probability current of two parameters: the Fokker–Planck equation of SGD,
//! ∂P/∂t = −∇·ρ with ρ = βP − ∇·(DP), on cell masses.
//!
//! [`field`] has β and D; where noise goes both ways the current is a Markov chain on
//! the cells ([`chain`], by [`selling`]), advanced in time by [`series`]; where drift outruns the
//! noise of the cells, and where noise goes along one line at most, a push-forward of the masses
//! ([`carried`], [`lines`]).

pub mod active;
pub mod band;
pub mod basins;
pub mod carried;
pub mod chain;
pub mod differences;
pub mod field;
pub mod flow;
pub mod lines;
pub mod mixing;
pub mod multilevel;
pub mod selling;
pub mod series;
pub mod smooth;
pub mod smooth_map;
pub mod transitions;

use crate::error::Result;
use crate::landscape::plane::Landscape;
use crate::plane::grid::Grid;
use crate::plane::scenario::Scenario;
use crate::track::Prepared;
use carried::Carried;
use chain::Chain;
use differences::Differences;
use field::{Coefficients, Field};
use lines::Lines;
use multilevel::Multilevel;

/// Where upwinding adds more than this part to the noise of moving mass, the drift is followed along its
/// flow instead.
const MOST_EXCESS: f64 = 0.05;

/// The current of one scenario on one grid.
#[derive(Clone, Debug)]
pub struct Current {
    grid: Grid,
    landscape: Landscape,
    coefficients: Coefficients,
    field: Field,
    scheme: Scheme,
    /// What follows the drift, where its points are not too many.
    carried: Prepared<Carried>,
}

/// How masses are advanced.
#[derive(Clone, Debug)]
enum Scheme {
    /// Somewhere noise goes in two directions.
    Chain(Box<Chain>),
    /// Noise goes along one line at most everywhere.
    Lines(Box<Lines>),
}

impl Current {
    /// The current of a scenario whose landscape is `landscape`.
    ///
    /// # Errors
    /// Where a gradient is no finite number, or the covariance is none.
    pub fn new(scenario: &Scenario, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        let field = Field::new(scenario, landscape, grid)?;
        let coefficients = Coefficients::from(scenario);
        let scheme = if field.is_rank_one(grid) {
            Scheme::Lines(Box::new(Lines::new(coefficients, landscape, grid)))
        } else {
            Scheme::Chain(Box::new(Chain::new(&field, grid)))
        };
        let (grid, landscape) = (grid.clone(), landscape.clone());
        Ok(Self { grid, landscape, coefficients, field, scheme, carried: Prepared::not_yet() })
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
    pub fn step(&mut self, masses: &mut Vec<f64>, steps: usize) -> Result<()> {
        if let Scheme::Lines(lines) = &mut self.scheme {
            lines.step(masses, steps);
        }
        let Scheme::Chain(chain) = &self.scheme else { return Ok(()) };
        let before = masses.clone();
        let (c, landscape, grid) = (self.coefficients, &self.landscape, &self.grid);
        let prepare = |_, _| Carried::new(c, landscape, grid);
        for left in (1..=steps).rev() {
            if self.outruns_noise(chain, masses)
                && let Ok(carried) = self.carried.get_or_prepare(c.learning_rate, prepare)
            {
                carried.step(masses);
                continue;
            }
            let advanced = series::advance(chain, masses, left as f64);
            if advanced.is_err() {
                *masses = before;
            }
            return advanced;
        }
        Ok(())
    }

    /// Whether the chain would spread these masses much more than the noise does. Where drift and
    /// noise balance, what upwinding adds is just what fits the rates to the balance; so it
    /// counts by the part of the drift's current that nothing balances.
    fn outruns_noise(&self, chain: &Chain, masses: &[f64]) -> bool {
        let excess = chain.excess(masses);
        if excess <= MOST_EXCESS {
            return false;
        }
        let [w1, w2] = chain.flux(masses);
        let moves: f64 = w1.iter().zip(&w2).map(|(a, b)| a.hypot(*b)).sum();
        let drift = self.field.drift.iter().zip(masses).map(|([a, b], m)| m * a.hypot(*b));
        excess * moves * self.grid.area() > MOST_EXCESS * drift.sum::<f64>()
    }

    /// Brings cell masses to the end state: until one more cycle of the solver would move
    /// no more than `tolerance` of the mass. Their sum becomes 1. Returns what part of the mass the
    /// last cycle moved, or infinity where the shares of basins cannot be known. Only a chain is
    /// solved: for noise along one line see [`smooth`].
    pub fn rest(&self, masses: &mut Vec<f64>, tolerance: f64) -> f64 {
        let Scheme::Chain(chain) = &self.scheme else { return 0.0 };
        let moved = Multilevel::new(chain).solve(masses, tolerance);
        // The end state of the chain at its full pace.
        let slowed = masses.iter().zip(&chain.pace);
        let total: f64 = slowed.map(|(m, pace)| m * pace).sum();
        for (m, pace) in masses.iter_mut().zip(&chain.pace) {
            *m *= pace / total;
        }
        moved
    }

    /// ρ at the cell centres for cell masses, W₁ and W₂ components, in 1/(W·step).
    pub fn flux(&self, masses: &[f64]) -> [Vec<f64>; 2] {
        match &self.scheme {
            Scheme::Chain(chain) if self.outruns_noise(chain, masses) => self.differences(masses),
            _ => self.flux_at_rest(masses),
        }
    }

    /// ρ as [`Current::flux`] of an end state, to which the chain's rates are fitted.
    pub fn flux_at_rest(&self, masses: &[f64]) -> [Vec<f64>; 2] {
        match &self.scheme {
            Scheme::Lines(_) => self.differences(masses),
            Scheme::Chain(chain) => chain.flux(masses),
        }
    }

    fn differences(&self, masses: &[f64]) -> [Vec<f64>; 2] {
        Differences::new(&self.field, &self.grid).flux(masses)
    }
}

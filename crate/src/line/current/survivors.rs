//! What is left where walls absorb: its shape in the long run, and how fast it dwindles.
//!
//! The slowest decay of the current, its quasi-stationary state (Darroch & Seneta 1967, *J. Appl.
//! Prob.* 4, 192): after long times all that survives is spread as the eigenvector of the smallest
//! rate ([`Leaving::slowest`]). That vector is the part of each cell that is left, times its mass
//! at rest, since between closed ends the current at rest is the same forwards and backwards.

use crate::line::current::leaving::{Leaving, rates_of_cells};
use crate::line::current::rates::Rates;
use crate::line::current::stationary::log_sum;
use crate::line::grid::Grid;

/// What survives long.
#[derive(Clone, Debug, PartialEq)]
pub struct Survivors {
    /// ln of the mean time, in steps, until it is absorbed: what is left falls as e^{−t/time}.
    pub log_time: f64,
    /// ln of its density in the N cells, 1/W, of mass 1.
    pub log_density: Vec<f64>,
}

impl Survivors {
    /// What survives between two walls of which at least one absorbs. None if nothing is ever
    /// absorbed, or if a gate parts the cells, for then what survives depends on the start.
    pub fn new(rates: &Rates, grid: &Grid) -> Option<Self> {
        let n = grid.cells();
        if grid.walls.absorbing().next().is_none() || !(1..n).all(|f| rates.two_way(f)) {
            return None;
        }
        let [left, right] = rates_of_cells(rates, grid);
        let line = Leaving::new(left, right);
        let (log_time, parts) = line.slowest()?;
        let masses = line.at_rest().into_iter().zip(parts).map(|(m, u)| m + u);
        let whole = log_sum(masses.clone());
        let log_density = masses.zip(&grid.widths).map(|(m, h)| m - whole - h.ln()).collect();
        Some(Self { log_time, log_density })
    }
}

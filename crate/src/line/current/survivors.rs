//! What is left where walls absorb: its shape in the long run, and how fast it dwindles.
//!
//! The slowest decay of the current, its quasi-stationary state (Darroch & Seneta 1967, *J. Appl.
//! Prob.* 4, 192): after long times all that survives is spread as the eigenvector of the
//! smallest rate, which inverse iteration finds to full relative accuracy, however small it is
//! ([`super::leaving`]).

use crate::line::current::leaving::Leaving;
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

/// Rounds of the iteration, at most.
const MOST_ROUNDS: usize = 500;
/// The time has settled when its logarithm changes by less than this from round to round.
const SETTLED: f64 = 1e-13;

impl Survivors {
    /// What survives between two walls of which at least one absorbs. None if nothing is ever
    /// absorbed, or if a gate parts the cells, for then what survives depends on the start.
    pub fn new(rates: &Rates, grid: &Grid) -> Option<Self> {
        let n = grid.cells();
        if grid.walls.absorbing().next().is_none() || !(1..n).all(|f| rates.two_way(f)) {
            return None;
        }
        let right = (0..n).map(|i| rates.logs(i + 1).0 - grid.widths[i].ln()).collect();
        let left = (0..n).map(|i| rates.logs(i).1 - grid.widths[i].ln()).collect();
        let line = Leaving::new(left, right)?;
        let mut masses: Vec<f64> = grid.widths.iter().map(|h| h.ln()).collect();
        let (mut log_time, mut rounds) = (f64::NAN, 0);
        loop {
            let times = line.times(&masses);
            let whole = log_sum(times.iter().copied());
            let time = whole - log_sum(masses.iter().copied());
            masses = times.into_iter().map(|t| t - whole).collect();
            let change = (time - log_time).abs();
            log_time = time;
            rounds += 1;
            if change < SETTLED || rounds == MOST_ROUNDS {
                break;
            }
        }
        let log_density = masses.iter().zip(&grid.widths).map(|(m, h)| m - h.ln()).collect();
        Some(Self { log_time, log_density })
    }
}

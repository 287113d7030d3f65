//! First-passage times of SGD itself, by the transfer operator with an absorbing
//! goal: the mean time is the sum over steps of the mass still under way. Once that
//! mass has settled into its slowest shape it falls by the same factor every step,
//! and the rest of the sum is geometric; the factor is read off the mass absorbed,
//! so that a rate of 10⁻⁵⁰ has its digits too.

use crate::error::Result;
use crate::grid::Grid;
use crate::landscape::Landscape;
use crate::remap::{EdgeDensity, mass_left_of};
use crate::scenario::Scenario;
use crate::sgd::transfer::Transfer;

/// Steps that the shape is given to settle.
const MOST_STEPS: usize = 40_000;
/// The factor has settled where it changes by less than this part in `WATCH` steps.
const SETTLED: f64 = 1e-7;
const WATCH: usize = 100;

/// ln of the mean number of steps of SGD from `from` until it first stands at or
/// beyond `to`; +∞ if nothing ever gets there.
///
/// # Errors
/// As [`Transfer::new`].
pub fn log_passage_time(
    scenario: &Scenario,
    landscape: &Landscape,
    grid: &Grid,
    [from, to]: [f64; 2],
) -> Result<f64> {
    if from == to {
        return Ok(f64::NEG_INFINITY);
    }
    let mut transfer = Transfer::new(scenario, landscape, grid)?;
    let goal = Goal::new(grid, to, to > from);
    let mut masses = vec![0.0; grid.cells()];
    masses[grid.cell_of(from)] = 1.0;
    let (mut sum, mut before) = (0.0, f64::NAN);
    for step in 0..MOST_STEPS {
        let under_way: f64 = masses.iter().sum();
        if under_way < 1e-18 {
            return Ok(f64::ln(sum));
        }
        sum += under_way;
        transfer.step(&mut masses);
        let rate = goal.absorb(&mut masses) / under_way;
        if step % WATCH == 0 {
            if rate > 0.0 && (rate / before - 1.0).abs() < SETTLED {
                let rest: f64 = masses.iter().sum();
                return Ok((sum + rest / rate).ln());
            }
            before = rate;
        }
    }
    // Not settled after all this time: take the rate as it is.
    let rest: f64 = masses.iter().sum();
    Ok(if before > 0.0 { (sum + rest / before).ln() } else { f64::INFINITY })
}

/// All that lies at or beyond a parameter.
struct Goal {
    cell: usize,
    /// Where the goal begins, as a fraction of that cell.
    at: f64,
    rightwards: bool,
    edge_density: EdgeDensity,
    width: f64,
}

impl Goal {
    fn new(grid: &Grid, to: f64, rightwards: bool) -> Self {
        let cell = grid.cell_of(to);
        let at = (to - grid.edges[cell]) / grid.widths[cell];
        Self {
            cell,
            at,
            rightwards,
            edge_density: EdgeDensity::new(grid),
            width: grid.widths[cell],
        }
    }

    /// Takes the mass at the goal away and gives its amount.
    fn absorb(&self, masses: &mut [f64]) -> f64 {
        let k = self.cell;
        let edge = self.edge_density.of(masses);
        let (left, right) = (self.width * edge[k], self.width * edge[k + 1]);
        let below = mass_left_of(self.at, masses[k], left, right);
        let (inside, beyond) =
            if self.rightwards { (masses[k] - below, k + 1..masses.len()) } else { (below, 0..k) };
        masses[k] = (masses[k] - inside).max(0.0);
        let mut taken = inside.max(0.0);
        for m in &mut masses[beyond] {
            taken += std::mem::take(m);
        }
        taken
    }
}

//! A line of cells that can be left at its ends: how long that takes, and how fast it empties.
//!
//! Cells are left out one after the other, each passing on what it costs to the next in proportion
//! to its ways there, with no subtraction (Grassmann, Taksar & Heyman, *Oper. Res.* 33, 1985). All
//! in logarithms: times may be as long as e^{10⁶} steps.

use crate::line::current::rates::Rates;
use crate::line::escape::log_add;
use crate::line::grid::Grid;

/// Rounds of the search for the slowest rate, at most; four or five are usual.
const MOST_ROUNDS: usize = 50;
/// The slowest rate has settled when its bound is as near, relative to its logarithm if that is
/// large, to the mean rate over the cells.
const SETTLED: f64 = 1e-12;

/// ln of the current's rates, 1/step, from each cell over its left and its right edge.
pub fn rates_of_cells(rates: &Rates, grid: &Grid) -> [Vec<f64>; 2] {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (i, width) in grid.widths.iter().enumerate() {
        left.push(rates.logs(i).1 - width.ln());
        right.push(rates.logs(i + 1).0 - width.ln());
    }
    [left, right]
}

/// The rates, 1/step, at which each cell is left, by their ln.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// To the cell on the left.
    left: Vec<f64>,
    /// To the cell on the right.
    right: Vec<f64>,
    /// Out of the line.
    out: Vec<f64>,
}

impl Leaving {
    /// A line that is left to the left from its first cell, and to the right from its last.
    pub fn new(left: Vec<f64>, right: Vec<f64>) -> Self {
        let n = left.len();
        let mut out = vec![f64::NEG_INFINITY; n];
        out[0] = left[0];
        out[n - 1] = log_add(out[n - 1], right[n - 1]);
        Self { left, right, out }
    }

    /// ln of what it costs on average to leave the line from each cell, if a step in a cell costs
    /// e^`costs`: with zeros, the mean times in steps. None if there are cells from which no way
    /// leads out.
    #[inline(never)] // Called from many places: inlining only enlarges the wasm.
    pub fn costs(&self, mut costs: Vec<f64>) -> Option<Vec<f64>> {
        let n = costs.len();
        // With the cells before it left out: the rate at which a cell is left for good, and the
        // same with its way to the right.
        let (mut lost, mut ways) = (self.out[0], Vec::with_capacity(n));
        for i in 0..n {
            if i > 0 {
                let back = self.left[i] - ways[i - 1];
                lost = log_add(self.out[i], back + lost);
                costs[i] = log_add(costs[i], back + costs[i - 1]);
            }
            let all = if i + 1 < n { log_add(lost, self.right[i]) } else { lost };
            if all == f64::NEG_INFINITY {
                return None;
            }
            ways.push(all);
        }
        costs[n - 1] -= ways[n - 1];
        for i in (0..n - 1).rev() {
            costs[i] = log_add(costs[i], self.right[i] + costs[i + 1]) - ways[i];
        }
        Some(costs)
    }

    /// ln of the mass at rest in each cell if the ends were closed, up to a constant; across a way
    /// that goes in one direction only it does not change.
    pub fn at_rest(&self) -> Vec<f64> {
        let mut mass = 0.0;
        let mut masses = vec![mass; self.left.len()];
        for i in 1..masses.len() {
            let rise = self.right[i - 1] - self.left[i];
            mass += if rise.is_finite() { rise } else { 0.0 };
            masses[i] = mass;
        }
        masses
    }

    /// ln of the time, in steps, in which the line empties by e in the long run, and ln of the
    /// part of each cell that is left then, up to a constant. None if there are cells from which no
    /// way leads out.
    ///
    /// The time is 1/λ of the smallest rate λ of A, where the parts u obey du/dt = −A u. They are
    /// found by Noda's iteration (1971, *Numer. Math.* 17, 382): inverse iteration of A − σ, with σ
    /// the least of (A u)ᵢ/uᵢ, which is never above λ and comes up to it quadratically, however
    /// close the next rate is. With cells measured in u, A − σ is again a line that is left, at the
    /// rates (A u)ᵢ/uᵢ − σ ≥ 0, and so λ has all its digits, however small it is.
    pub fn slowest(&self) -> Option<(f64, Vec<f64>)> {
        // From one over the root of the mass at rest: from even parts it would take hundreds of
        // rounds to forget what a drift piles up at one end.
        let start: Vec<f64> = self.at_rest().iter().map(|m| -0.5 * m).collect();
        let mut parts = self.costs(start.clone())?;
        // ln of (A u)ᵢ/uᵢ − σ, and of σ.
        let mut above: Vec<f64> = start.iter().zip(&parts).map(|(s, u)| s - u).collect();
        let (mut shift, mut log_time) = (f64::NEG_INFINITY, f64::NAN);
        for _ in 0..MOST_ROUNDS {
            let least = above.iter().copied().fold(f64::INFINITY, f64::min);
            let most = parts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let bound = log_add(shift, least);
            log_time = -bound;
            let (mut whole, mut leaving) = (0.0, 0.0);
            for (above, part) in above.iter().zip(&parts) {
                whole += (part - most).exp();
                leaving += (part - most + log_add(shift, *above) - bound).exp();
            }
            if leaving / whole - 1.0 < SETTLED * log_time.abs().max(1.0) {
                break;
            }
            shift = bound;
            let mut line = self.clone();
            for i in 0..parts.len() {
                line.out[i] = above[i] + (-(least - above[i]).exp_m1()).ln();
                if i > 0 {
                    line.left[i] += parts[i - 1] - parts[i];
                    line.right[i - 1] += parts[i] - parts[i - 1];
                }
            }
            // None if it is left at no rate any more: σ is λ.
            let Some(times) = line.costs(vec![0.0; parts.len()]) else { break };
            for (i, time) in times.iter().enumerate() {
                parts[i] += time - most;
                above[i] = -time;
            }
        }
        Some((log_time, parts))
    }
}

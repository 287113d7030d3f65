//! A line of cells that can be left at its two ends, and how long that takes.
//!
//! The mean times spent in the cells solve an M-matrix whose sums are the ways out. Cells are
//! left out one after the other, each passing on what comes in proportion to its ways, with no
//! subtraction (Grassmann, Taksar & Heyman, *Oper. Res.* 33, 1985). All in logarithms: times may
//! be as long as e^{10⁶} steps.

use crate::line::escape::log_add;

/// The line, prepared.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// ln of the rate, 1/step, from each cell to the one on its left; from the first cell, out of
    /// the line.
    left: Vec<f64>,
    /// ln of the rate, 1/step, from each cell to the one on its right; from the last cell, out of
    /// the line.
    right: Vec<f64>,
    /// ln of the rate at which a cell is left for good while those before it are left out.
    out: Vec<f64>,
}

impl Leaving {
    /// Prepares a line; none if there are cells from which no way leads out.
    pub fn new(left: Vec<f64>, right: Vec<f64>) -> Option<Self> {
        let mut out = Vec::with_capacity(left.len());
        // ln of the rate at which a cell is left for the left end, through the cells before it.
        let mut lost = f64::NEG_INFINITY;
        for (i, (l, r)) in left.iter().zip(&right).enumerate() {
            lost = if i == 0 { *l } else { lost + l - out[i - 1] };
            let leaves = log_add(lost, *r);
            if leaves == f64::NEG_INFINITY {
                return None;
            }
            out.push(leaves);
        }
        Some(Self { left, right, out })
    }

    /// ln of the mean times, in steps, spent in the cells by masses given by their ln.
    pub fn times(&self, masses: &[f64]) -> Vec<f64> {
        let n = masses.len();
        let mut times = masses.to_vec();
        for i in 1..n {
            times[i] = log_add(times[i], times[i - 1] + self.right[i - 1] - self.out[i - 1]);
        }
        times[n - 1] -= self.out[n - 1];
        for i in (0..n - 1).rev() {
            times[i] = log_add(times[i], times[i + 1] + self.left[i + 1]) - self.out[i];
        }
        times
    }
}

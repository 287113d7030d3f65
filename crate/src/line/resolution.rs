//! Whether a grid is fine enough for an answer, and how many cells would be. "The cells carry" a
//! number, in this crate, if more cells would not change the digits that are shown of it.

use crate::line::rounding::excess_of_log;
use crate::parameters::parameter;

/// Digits shown of a time, and of a long one.
const DIGITS: [i32; 2] = [3, 2];
/// Errors of ln of a time that leave these digits as they are.
const SETTLED: [f64; 2] = [0.003, 0.012];
/// Steps from which on a time is long.
const LONG: f64 = 1000.0;

/// Whether an answer would be the same on a finer grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Whether more cells would leave the three digits shown as they are.
    pub resolved: bool,
    /// How many cells are enough: those of the grid, if `resolved`; else more, perhaps more than a
    /// scenario can have.
    pub cells: usize,
}

impl Resolution {
    /// These cells carry the answer.
    pub const fn good(cells: usize) -> Self {
        Self { resolved: true, cells }
    }

    /// Not these, but about so many cells would.
    pub const fn poor(cells: usize) -> Self {
        Self { resolved: false, cells }
    }

    /// The resolution of what no number of cells that a scenario can have would carry.
    pub fn beyond() -> Self {
        Self::poor(2 * parameter("cells").max as usize)
    }

    /// The resolution of a time, given by its logarithm, in which there is an error of `error`.
    pub fn of_log_time(cells: usize, log_time: f64, error: f64) -> Self {
        let digits = DIGITS[usize::from(log_time > LONG.ln())];
        Self::of_excess(cells, excess_of_log(log_time, error, digits))
    }

    /// The resolution of a time, given by its logarithm, where half the cells have `half`.
    pub fn of_time_and_half(cells: usize, log_time: f64, half: f64) -> Self {
        // The error is of second order, so a third of the difference is left; half, to be safe.
        let error = if log_time == half { 0.0 } else { 0.5 * (log_time - half).abs() };
        Self::of_log_time(cells, log_time, error)
    }

    /// The same of a time that has been solved on ever finer cells of its own: it may be off by
    /// a part of the last digit.
    pub fn of_settled_time(cells: usize, log_time: f64, error: f64) -> Self {
        Self::of_excess(cells, error / SETTLED[usize::from(log_time > LONG.ln())])
    }

    /// The resolution of an answer whose error is `excess` times as large as it may be.
    pub fn of_excess(cells: usize, excess: f64) -> Self {
        if excess <= 1.0 {
            return Self::good(cells);
        }
        // The error is of second order, if the cells follow the answer at all. NaN counts as too far.
        let factor = excess.sqrt().log2().ceil().max(1.0).min(20.0).exp2();
        Self::poor(cells.saturating_mul(factor as usize))
    }

    /// The resolution of an answer made of two.
    pub fn and(self, other: Self) -> Self {
        Self { resolved: self.resolved && other.resolved, cells: self.cells.max(other.cells) }
    }
}

/// A mean first-passage time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passage {
    /// ln of it, in steps: −∞ if there is no way to go, +∞ if it may never end.
    pub log_time: f64,
    /// Whether the grid carries it.
    pub resolution: Resolution,
}

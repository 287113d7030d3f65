//! Whether the cells carry an answer, and how many would.

use crate::line::rounding::excess_of_log;
use crate::parameters::parameter;

/// Digits shown of a number, and of a long time.
const DIGITS: [i32; 2] = [3, 2];
/// Errors of ln of a time that leave so many digits as good as they are.
const SETTLED: [f64; 2] = [0.003, 0.012];
/// Steps from which on a time is long.
const LONG: f64 = 1000.0;

/// What the grid says of an answer that it could falsify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Whether more cells would leave the digits shown, three, as they are.
    pub resolved: bool,
    /// The cells that would do: those there are, if they do; else more, which may be more
    /// than a scenario can have.
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

    /// No cells that a scenario can have would do.
    pub fn beyond() -> Self {
        Self::poor(2 * parameter("cells").max as usize)
    }

    /// That of ln of a time that may be off by `error`.
    pub fn of_log_time(cells: usize, log_time: f64, error: f64) -> Self {
        let digits = DIGITS[usize::from(log_time > LONG.ln())];
        Self::of_excess(cells, excess_of_log(log_time, error, digits))
    }

    /// That of ln of a time, of which half the cells have `half`.
    pub fn of_time_and_half(cells: usize, log_time: f64, half: f64) -> Self {
        // Of second order: of the difference a third is left.
        let error = if log_time == half { 0.0 } else { 0.5 * (log_time - half).abs() };
        Self::of_log_time(cells, log_time, error)
    }

    /// The same of a time that has been solved on ever finer cells of its own: it may be off by
    /// a part of the last digit.
    pub fn of_settled_time(cells: usize, log_time: f64, error: f64) -> Self {
        Self::of_excess(cells, error / SETTLED[usize::from(log_time > LONG.ln())])
    }

    /// That of an error so many times as large as it may be.
    pub fn of_excess(cells: usize, excess: f64) -> Self {
        if excess <= 1.0 {
            return Self::good(cells);
        }
        // Of second order, if the cells follow the answer at all. No number counts as too far.
        let factor = excess.sqrt().log2().ceil().max(1.0).min(20.0).exp2();
        Self::poor(cells.saturating_mul(factor as usize))
    }

    /// That of an answer made of two.
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

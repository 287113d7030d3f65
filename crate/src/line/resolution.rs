//! Whether the cells carry an answer, and how many would.

/// Errors of ln of a time that leave the digits shown as they are: three of a short time,
/// two of a long one.
const DIGITS: [f64; 2] = [0.003, 0.012];
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

    /// That of ln of a time that may be off by `error`.
    pub fn of_log_time(cells: usize, log_time: f64, error: f64) -> Self {
        let allowed = DIGITS[usize::from(log_time > LONG.ln())];
        if error <= allowed {
            return Self::good(cells);
        }
        // Of second order, if the cells follow the answer at all.
        let factor = (error / allowed).sqrt().log2().ceil().max(1.0).min(20.0).exp2();
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

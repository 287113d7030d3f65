//! Landscapes in closed form: a few numbers, and losses written in Rust. Each is a file of
//! its own and a line in [`CLOSED_FORMS`]; its numbers are rows of the parameter table.

use crate::jet::Jet;
use crate::landscape::double::DOUBLE;
use crate::landscape::pit::PIT;
use crate::landscape::wells::WELLS;

/// A landscape in closed form, whatever its numbers are.
#[derive(Debug)]
pub struct ClosedForm {
    /// Its name, as in `landscape.kind`.
    pub kind: &'static str,
    /// The names of its numbers: `ratio` is the row `landscape.ratio` of the table.
    pub numbers: &'static [&'static str],
    /// n, the number of datapoints.
    pub datapoints: usize,
    /// Where the gradients jump: a cell edge must stand on each. The value at such a
    /// place belongs to its right side.
    pub breaks: &'static [f64],
    /// l_j with its three derivatives at W, from its numbers, j and W.
    pub loss: fn(&[f64], usize, f64) -> Jet,
    /// Walls and start that suit its numbers; the table's defaults if there are none.
    pub place: Option<fn(&[f64]) -> Place>,
}

/// Walls, and the mean and standard deviation of a start, in units of W.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The walls.
    pub domain: [f64; 2],
    /// Mean and standard deviation of the start.
    pub start: [f64; 2],
}

/// Every landscape in closed form.
pub const CLOSED_FORMS: &[&ClosedForm] = &[&PIT, &WELLS, &DOUBLE];

impl ClosedForm {
    /// The form called `kind`.
    pub fn named(kind: &str) -> Option<&'static Self> {
        CLOSED_FORMS.iter().copied().find(|form| form.kind == kind)
    }
}

/// Two forms are the same if their names are.
impl PartialEq for ClosedForm {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

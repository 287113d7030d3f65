//! Where formulas change sides in the plane: losses that jump there, and noise that does.

use crate::error::{Error, Result};
use crate::jet::PlaneJet;
use crate::landscape::formula::{Formula, Sides};
use crate::landscape::kinks::NOT_SHOWN;
use crate::landscape::plane::{Kind, Landscape};
use crate::numeral::Numeral;

/// Pieces meet if they do to this part of their size, there and in the cells around, so far beside the
/// place, as a part of the way from one cell to the next.
const MEETS: f64 = 1e-6;
const BESIDE: f64 = 1e-9;
/// After these the place is known far better than that.
const HALVINGS: usize = 40;
/// No more changes than these are looked at on one way: it is one from a row to the next at most.
const MOST_CHANGES: usize = 32;

/// The way from one place to the next.
struct Way {
    from: [f64; 2],
    to: [f64; 2],
}

impl Way {
    /// The place at a part of the way.
    fn at(&self, t: f64) -> [f64; 2] {
        [0, 1].map(|a| self.from[a] + t * (self.to[a] - self.from[a]))
    }

    /// Gives to `each` the parts of the way just before and just behind where formulas change sides.
    fn changes(&self, formulas: &[Formula], each: impl Fn([f64; 2]) -> Result<()>) -> Result<()> {
        let sides = |t: f64| {
            let (w, mut sides) = (PlaneJet::variables(self.at(t)), Sides::default());
            for formula in formulas {
                formula.sided(&w, &mut sides);
            }
            sides
        };
        let (mut here, beyond) = (sides(0.0), sides(1.0));
        let mut first = 0.0;
        for _ in 0..MOST_CHANGES {
            if here == beyond {
                break;
            }
            // Not by crate::search nor a dyn Fn, whose calls by table would take this into the line's part of the wasm.
            let (mut left, mut right) = (first, 1.0);
            for _ in 0..HALVINGS {
                let middle = 0.5 * (left + right);
                if sides(middle) == here { left = middle } else { right = middle }
            }
            each([left - BESIDE, right + BESIDE])?;
            first = right + BESIDE;
            here = sides(first);
        }
        Ok(())
    }
}

/// Refuses a loss that jumps between two places, where it changes sides.
///
/// # Errors
/// [`Error::Conflict`] on its field, with the place.
pub fn check(
    loss: &Formula,
    from: [f64; 2],
    to: [f64; 2],
    field: impl Fn() -> String,
) -> Result<()> {
    let way = Way { from, to };
    way.changes(std::slice::from_ref(loss), |[left, right]: [f64; 2]| {
        let [first, a, b, last] =
            [0.0, left, right, 1.0].map(|t| loss.at(&PlaneJet::variables(way.at(t))));
        let size: f64 = [first, last, a, b].iter().map(|l| l.value.abs()).sum();
        let along = |l: &PlaneJet| {
            let [g1, g2] = l.gradient;
            (g1 * (to[0] - from[0]) + g2 * (to[1] - from[1])).abs()
        };
        let slopes = BESIDE * (along(&a) + along(&b));
        if (a.value - b.value).abs() <= MEETS * size + 4.0 * slopes {
            return Ok(());
        }
        let [w1, w2] = way.at(right).map(Numeral);
        let reason = format!("the loss jumps at W1 = {w1}, W2 = {w2}, {NOT_SHOWN}");
        Err(Error::Conflict { field: field(), reason })
    })
}

impl Landscape {
    /// Refuses typed formulas whose C jumps between two of `places` that follow one another. In Itô's
    /// equation D is only multiplied with P, and a jump does no harm; in the others drift follows ∇·C,
    /// which has a peak without width there, and what that does to P is not settled by C alone.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `convention`, with the place.
    pub fn check_noise(&self, places: impl Iterator<Item = [f64; 2]>) -> Result<()> {
        let formulas = match &self.0 {
            Kind::Losses(losses) => losses.as_slice(),
            Kind::Moments { covariance, .. } => covariance.as_slice(),
            _ => return Ok(()),
        };
        let mut before: Option<[f64; 2]> = None;
        for to in places {
            let way = Way { from: before.unwrap_or(to), to };
            before = Some(to);
            way.changes(formulas, |ends: [f64; 2]| {
                let [a, b] = ends.map(|t| self.moments(way.at(t)).covariance);
                let apart: f64 = (0..3).map(|k| (a[k] - b[k]).abs()).sum();
                if apart <= MEETS * (a[0] + a[2] + b[0] + b[2]) {
                    return Ok(());
                }
                let [w1, w2] = way.at(ends[1]).map(Numeral);
                let reason = format!(
                    "the noise jumps at W1 = {w1}, W2 = {w2}, and only the convention “ito” says what the current does there; choose that, or losses without such a kink"
                );
                Err(Error::Conflict { field: "convention".into(), reason })
            })?;
        }
        Ok(())
    }
}

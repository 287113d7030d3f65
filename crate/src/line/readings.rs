//! What is read off the masses of a running scenario: densities, moments, probabilities of
//! places, distances.

use crate::error::{Error, Result};
use crate::line::edge_density::{EdgeDensity, cumulative};
use crate::line::series::Moment;
use crate::line::simulation::Simulation;
use crate::model::Model;
use crate::numeral::Numeral;

/// A mass below this has no mean: too few digits of it are left.
const NOTHING: f64 = 1e-200;

impl Simulation {
    /// P at the N centres now, 1/W.
    ///
    /// # Errors
    /// As [`Simulation::masses`].
    pub fn density(&mut self, model: Model) -> Result<Vec<f64>> {
        let masses = self.masses(model)?.to_vec();
        Ok(self.grid.density(&masses))
    }

    /// Mean and standard deviation of a model now: of what the walls have left of it.
    ///
    /// # Errors
    /// As [`Simulation::masses`]; [`Error::Conflict`] on `walls` if nothing is left.
    pub fn moments(&mut self, model: Model) -> Result<Moment> {
        let masses = self.masses(model)?.to_vec();
        if masses.iter().sum::<f64>() > NOTHING {
            return Ok(Moment::of_masses(&self.grid, &masses));
        }
        Err(none_left())
    }

    /// Probability of a model between two parameters now.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `from` if it lies to the right of `to`; otherwise as
    /// [`Simulation::masses`].
    pub fn mass(&mut self, model: Model, from: f64, to: f64) -> Result<f64> {
        in_order(from, to)?;
        let masses = self.masses(model)?.to_vec();
        let edge = EdgeDensity::new(&self.grid).of(&masses);
        let upto = |w| cumulative(&self.grid, &edge, &masses, w);
        Ok((upto(to) - upto(from)).max(0.0).min(1.0))
    }

    /// Total variation between two models now, 0…1; what a wall has absorbed stands at it.
    ///
    /// # Errors
    /// As [`Simulation::masses`].
    pub fn distance(&mut self, a: Model, b: Model) -> Result<f64> {
        let gone = [self.absorbed(a)?, self.absorbed(b)?];
        let a = self.masses(a)?.to_vec();
        let b = self.masses(b)?;
        let left = a.iter().zip(b);
        let all = left.chain(gone[0].iter().zip(&gone[1]));
        Ok(0.5 * all.map(|(a, b)| (a - b).abs()).sum::<f64>())
    }
}

/// The complaint about a mean of nothing.
pub fn none_left() -> Error {
    Error::Conflict {
        field: "walls".into(),
        reason: "they have absorbed all there was, so nothing is left that has a mean; go back to the start, or let them reflect".into(),
    }
}

/// Refuses bounds the wrong way round.
///
/// # Errors
/// [`Error::Conflict`] on `from`.
pub fn in_order(from: f64, to: f64) -> Result<()> {
    if from <= to {
        return Ok(());
    }
    let [left, right] = [from, to].map(Numeral);
    Err(Error::Conflict {
        field: "from".into(),
        reason: format!("it is {left}, to the right of `to`, {right}; exchange the two"),
    })
}

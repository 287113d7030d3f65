//! A model fitted to data: each point (x, y) is a datapoint with its own loss.

use crate::error::{Error, Result};
use crate::jet::Number;
use crate::numeral::Numeral;

/// The models. As described here they have one parameter W; with two, W₁x + W₂ takes the place of Wx.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// A line through the origin, y ≈ Wx, with squared loss (Wx − y)².
    Line,
    /// Logistic regression: y ∈ \[0, 1\] (or the labels ±1) has probability
    /// σ(Wx), with log loss.
    Logistic,
    /// One neuron, y ≈ tanh(Wx), with squared loss.
    Neuron,
}

impl Model {
    /// The models by name, as in `landscape.model`.
    pub const NAMES: [(&'static str, Self); 3] =
        [("line", Self::Line), ("logistic", Self::Logistic), ("neuron", Self::Neuron)];

    /// Refuses points with answers that the model cannot give.
    ///
    /// # Errors
    /// [`Error::Conflict`] on the first of them.
    pub fn check(self, points: &[[f64; 2]]) -> Result<()> {
        let takes = |y: f64| self != Self::Logistic || y == -1.0 || (0.0..=1.0).contains(&y);
        let Some(i) = points.iter().position(|[_, y]| !takes(*y)) else { return Ok(()) };
        Err(Error::Conflict {
            field: format!("landscape.points.{i}.1"),
            reason: format!(
                "a logistic label lies between 0 and 1 (or is −1), but this one is {}",
                Numeral(points[i][1])
            ),
        })
    }

    /// The loss of an answer y where the model's input is z, which stands for Wx.
    pub fn loss<N: Number>(self, z: N, y: f64) -> N {
        let squared = |f: N| {
            let miss = f - N::constant(y);
            miss * miss
        };
        match self {
            Self::Line => squared(z),
            Self::Neuron => squared(z.tanh()),
            // −y ln σ − (1 − y) ln(1 − σ) = ln(1 + eᶻ) − yz.
            Self::Logistic => z.softplus() - z * y.max(0.0),
        }
    }
}

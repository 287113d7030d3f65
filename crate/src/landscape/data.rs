//! A one-parameter model fitted to data: each point (x, y) is a datapoint with
//! its own loss.

use crate::jet::Jet;

/// The models with one parameter W.
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
    /// The models by name.
    pub const NAMES: [(&'static str, Self); 3] =
        [("line", Self::Line), ("logistic", Self::Logistic), ("neuron", Self::Neuron)];

    /// The name, as in `landscape.model`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Logistic => "logistic",
            Self::Neuron => "neuron",
        }
    }

    /// Whether `y` can be the answer of a point.
    pub fn takes(self, y: f64) -> bool {
        self != Self::Logistic || y == -1.0 || (0.0..=1.0).contains(&y)
    }

    /// The loss of one point at W.
    pub fn loss(self, [x, y]: [f64; 2], w: f64) -> Jet {
        let wx = Jet::variable(w) * x;
        let squared = |f: Jet| {
            let miss = f - Jet::constant(y);
            miss * miss
        };
        match self {
            Self::Line => squared(wx),
            Self::Neuron => squared(wx.tanh()),
            // −y ln σ − (1 − y) ln(1 − σ) = ln(1 + e^{Wx}) − y Wx.
            Self::Logistic => wx.softplus() - wx * y.max(0.0),
        }
    }
}

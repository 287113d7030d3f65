//! Momentum on a landscape of one parameter: v → βv − T g_j(W), then W → W + v (Polyak 1964),
//! as a step in the plane of W₁ = W and W₂ = v.
//!
//! What a step takes away from (W, v), over T, stands for the gradient of datapoint j: it
//! depends on T, and is that of no loss. The current is, to leading order in T and 1 − β, that
//! of dW = v dt, dv = −((1 − β)v + TG) dt + T S dB (Kramers 1940): noise along v only.

use crate::landscape::Landscape;
use crate::landscape::plane::{Loss, Moments};

/// A landscape of one parameter under momentum.
#[derive(Clone, Debug)]
pub struct Momentum {
    /// The landscape of W.
    pub line: Landscape,
    /// β.
    pub part: f64,
    /// T.
    pub rate: f64,
}

impl Momentum {
    /// l_j, and in place of a gradient what a step takes away from (W, v), over T.
    pub fn loss(&self, j: usize, [w, v]: [f64; 2]) -> Loss {
        let (l, keep, t) = (self.line.loss(j, w), self.part, self.rate);
        Loss {
            value: l.value,
            gradient: [l.slope - keep * v / t, l.slope + (1.0 - keep) * v / t],
            jacobian: [[l.bend, -keep / t], [l.bend, (1.0 - keep) / t]],
        }
    }

    /// G and C of the current.
    pub fn continuum(&self, [w, v]: [f64; 2]) -> Moments {
        let (m, friction, t) = (self.line.moments(w), 1.0 - self.part, self.rate);
        Moments {
            loss: 0.0,
            gradient: [-v / t, m.gradient + friction * v / t],
            jacobian: [[0.0, -1.0 / t], [m.gradient_slope, friction / t]],
            covariance: [0.0, 0.0, m.variance],
            covariance_slope: [[0.0, 0.0, m.variance_slope], [0.0; 3]],
        }
    }

    /// A speed that is seldom reached between two walls: six sd of v where gradients are
    /// largest.
    pub fn fastest(&self, [from, to]: [f64; 2], batch_size: usize) -> f64 {
        const PROBES: usize = 256;
        let size = |i: usize| {
            let m = self.line.moments(from + (i as f64 + 0.5) / PROBES as f64 * (to - from));
            (m.gradient * m.gradient + m.variance / batch_size as f64).sqrt()
        };
        let largest = (0..PROBES).map(size).fold(0.0, f64::max);
        6.0 * self.rate * largest / (1.0 - self.part * self.part).sqrt()
    }
}

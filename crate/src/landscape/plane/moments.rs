//! The two moments of the gradient over datapoints that the current sees: G = mean_j g_j
//! and C = mean_j (g_j − G)(g_j − G)ᵀ, with their exact derivatives.

use crate::jet::PlaneJet;
use crate::landscape::plane::Loss;

/// G and C at one W, for single draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// L, the mean loss; 0 where gradients are given without losses, as for momentum's current.
    pub loss: f64,
    /// G, the mean gradient, L/W.
    pub gradient: [f64; 2],
    /// ∂G_a/∂W_b, L/W².
    pub jacobian: [[f64; 2]; 2],
    /// C₁₁, C₁₂, C₂₂, the population covariance of the gradients, L²/W².
    pub covariance: [f64; 3],
    /// ∂/∂W₁ and ∂/∂W₂ of the three.
    pub covariance_slope: [[f64; 3]; 2],
}

impl Moments {
    /// The moments of these datapoints. Deviations are taken from the first of them, so
    /// that a covariance far below |G|² keeps its digits.
    pub fn of(mut losses: impl Iterator<Item = Loss>) -> Self {
        const PAIRS: [[usize; 2]; 3] = [[0, 0], [0, 1], [1, 1]];
        let nothing = Loss { value: 0.0, gradient: [0.0; 2], jacobian: [[0.0; 2]; 2] };
        let first = losses.next().unwrap_or(nothing);
        let (mut n, mut value) = (1.0, first.value);
        let (mut mean, mut slope) = ([0.0; 2], [[0.0; 2]; 2]);
        let (mut square, mut square_slope) = ([0.0; 3], [[0.0; 3]; 2]);
        for l in losses {
            n += 1.0;
            value += l.value;
            let d = [l.gradient[0] - first.gradient[0], l.gradient[1] - first.gradient[1]];
            let mut dd = [[0.0; 2]; 2];
            for a in 0..2 {
                mean[a] += d[a];
                for b in 0..2 {
                    dd[a][b] = l.jacobian[a][b] - first.jacobian[a][b];
                    slope[a][b] += dd[a][b];
                }
            }
            for (k, [a, b]) in PAIRS.into_iter().enumerate() {
                square[k] += d[a] * d[b];
                for c in 0..2 {
                    square_slope[c][k] += dd[a][c] * d[b] + d[a] * dd[b][c];
                }
            }
        }
        let mean = mean.map(|x| x / n);
        let slope = slope.map(|row| row.map(|x| x / n));
        let mut m = Self {
            loss: value / n,
            gradient: [first.gradient[0] + mean[0], first.gradient[1] + mean[1]],
            jacobian: first.jacobian,
            covariance: [0.0; 3],
            covariance_slope: [[0.0; 3]; 2],
        };
        for a in 0..2 {
            for b in 0..2 {
                m.jacobian[a][b] += slope[a][b];
            }
        }
        for (k, [a, b]) in PAIRS.into_iter().enumerate() {
            m.covariance[k] = square[k] / n - mean[a] * mean[b];
            for c in 0..2 {
                m.covariance_slope[c][k] =
                    square_slope[c][k] / n - slope[a][c] * mean[b] - mean[a] * slope[b][c];
            }
        }
        m.covariance[0] = m.covariance[0].max(0.0);
        m.covariance[2] = m.covariance[2].max(0.0);
        m
    }

    /// The moments of a landscape that is given by them.
    pub fn given([g1, g2]: [PlaneJet; 2], c: [PlaneJet; 3]) -> Self {
        Self {
            loss: 0.0,
            gradient: [g1.value, g2.value],
            jacobian: [g1.gradient, g2.gradient],
            covariance: [c[0].value.max(0.0), c[1].value, c[2].value.max(0.0)],
            covariance_slope: [0, 1].map(|a| c.map(|c| c.gradient[a])),
        }
    }
}

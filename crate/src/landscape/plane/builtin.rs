//! The landscapes of the plane that are given in closed form.

use crate::jet::{Number, PlaneJet};
use crate::landscape::plane::Loss;

/// The signs ± ± of datapoint j of four.
fn signs(j: usize) -> [f64; 2] {
    [if j & 1 == 0 { 1.0 } else { -1.0 }, if j & 2 == 0 { 1.0 } else { -1.0 }]
}

/// g_j = H W − ξ_j with ξ_j = ± s₁ ± s₂, l_j = ½ WᵀHW − ξ_jᵀW if H is symmetric.
pub fn linear(h: &[[f64; 2]; 2], columns: &[[f64; 2]], j: usize, w: [f64; 2]) -> Loss {
    let mut xi = [0.0; 2];
    for (s, sign) in columns.iter().zip(signs(j)) {
        xi = [xi[0] + sign * s[0], xi[1] + sign * s[1]];
    }
    let hw = [0, 1].map(|a| h[a][0] * w[0] + h[a][1] * w[1]);
    let value = if h[0][1] == h[1][0] {
        0.5 * (w[0] * hw[0] + w[1] * hw[1]) - xi[0] * w[0] - xi[1] * w[1]
    } else {
        0.0
    };
    Loss { value, gradient: [hw[0] - xi[0], hw[1] - xi[1]], jacobian: *h }
}

/// A narrow and a wide basin alike but for a stretch of the plane:
/// l = a(1 + cos u₁) + ½ a u₂² + σ(± u₁ ± u₂), with u₁ = ∫dW₁/s, u₂ = W₂/s and s(W₁)
/// going from 1 on the left to k on the right.
///
/// The minima are at u₁ = ∓π, the barrier of height 2a at W₁ = 0. Away from it all of
/// the right side is the left one stretched k times, so G is divided by k and C by k².
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Basins {
    /// k, the width of the right basin in units of the left one's.
    pub ratio: f64,
    /// a, half the height of the barrier, L.
    pub height: f64,
    /// σ, the standard deviation of the left basin's gradients, L/W.
    pub noise: f64,
}

/// The length, in units of W, over which the stretch goes from 1 to k.
const PASSAGE: f64 = 0.5;

impl Basins {
    /// l_j.
    pub fn loss(&self, j: usize, [w1, w2]: [PlaneJet; 2]) -> PlaneJet {
        let one = PlaneJet::constant(1.0);
        let (k, x) = (self.ratio, w1 * (1.0 / PASSAGE));
        // s = 1 + (k − 1) σ(x); ∫dx/s = x/k − (1 − 1/k) ln(k + e⁻ˣ), from 0.
        let stretch = x.sigmoid() * (k - 1.0) + one;
        let log =
            (-x - PlaneJet::constant(k.ln())).softplus() - PlaneJet::constant((1.0 / k).ln_1p());
        let u1 = (x * (1.0 / k) - log * (1.0 - 1.0 / k)) * PASSAGE;
        let u2 = w2 / stretch;
        let bowl = (u1.cos() + one + u2 * u2 * 0.5) * self.height;
        let [a, b] = signs(j);
        bowl + (u1 * a + u2 * b) * self.noise
    }
}

/// A valley along the circle |W| = 1:
/// l = ⅛ κ e^{cW₂} (|W|² − 1)² + σ(± Re f ± Im f), f = z + ½ v z², z = W₁ + iW₂.
///
/// The loss is 0 all along the valley. Its noise is even in all directions and varies
/// along it, C = σ²|1 + vz|²; its walls rise with the curvature κe^{cW₂}.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ring {
    /// κ, the curvature across the valley, L/W².
    pub stiffness: f64,
    /// c: the valley is narrow where W₂ is large, wide where it is small.
    pub narrowing: f64,
    /// σ, L/W.
    pub noise: f64,
    /// v: the noise is strong where W₁ is large, weak where it is small.
    pub variation: f64,
}

impl Ring {
    /// l_j.
    pub fn loss(&self, j: usize, [w1, w2]: [PlaneJet; 2]) -> PlaneJet {
        let off = w1 * w1 + w2 * w2 - PlaneJet::constant(1.0);
        let valley = (w2 * self.narrowing).exp() * off * off * (self.stiffness / 8.0);
        let v = self.variation;
        let re = w1 + (w1 * w1 - w2 * w2) * (0.5 * v);
        let im = w2 + w1 * w2 * v;
        let [a, b] = signs(j);
        valley + (re * a + im * b) * self.noise
    }
}

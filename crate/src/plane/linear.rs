//! The end state of linear gradients in closed form: the measure that the solvers are held
//! against, and what the page shows beside what they find.
//!
//! With g = H W − ξ, Cov ξ = C, the current ends in a normal of covariance Σ,
//! HΣ + ΣHᵀ = T C/B (Lyapunov's equation). Its current is ρ = −T Q Σ⁻¹W P with the
//! antisymmetric Q = HΣ − ½T C/B: it goes round unless H C is symmetric. See
//! Gardiner, Handbook of Stochastic Methods (1985), §4.4.6.
//!
//! ```
//! use sgd_current::plane::linear::LinearEnd;
//!
//! let end = LinearEnd::new([[1.0, 0.0], [0.0, 3.0]], [[1.0, 0.8], [0.8, 1.0]], 0.1).unwrap();
//! let [s11, s12, s22] = end.covariance;
//! assert!((s11 - 0.05).abs() < 1e-15 && (s12 - 0.02).abs() < 1e-15);
//! assert!((s22 - 0.1 / 6.0).abs() < 1e-15);
//! ```

/// The end state of linear gradients, without walls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinearEnd {
    /// Σ₁₁, Σ₁₂, Σ₂₂, W².
    pub covariance: [f64; 3],
    /// ∫∫(W₁ρ₂ − W₂ρ₁) = 2T Q₁₂, W²/step.
    pub circulation: f64,
    /// ∫∫ρᵀD⁻¹ρ/P = T² tr(Σ⁻¹QᵀD⁻¹Q) with D = ½T²C/B, 1/step; infinite where noise along
    /// one line has to feed a current across it.
    pub entropy_production: f64,
}

impl LinearEnd {
    /// The end state at a learning rate T; `None` if −H is not stable, for then W runs away.
    pub fn new(h: [[f64; 2]; 2], c: [[f64; 2]; 2], t: f64) -> Option<Self> {
        let [[h11, h12], [h21, h22]] = h;
        let (trace, determinant) = (h11 + h22, h11 * h22 - h12 * h21);
        if !(trace > 0.0 && determinant > 0.0) {
            return None;
        }
        let [s11, s12, s22] = lyapunov(h, c.map(|row| row.map(|x| t * x)));
        let q = h11 * s12 + h12 * s22 - 0.5 * t * c[0][1];
        let det_sigma = s11 * s22 - s12 * s12;
        let det_noise = c[0][0] * c[1][1] - c[0][1] * c[0][1];
        // QᵀD⁻¹Q = q² D/|D|, for Q turns a vector by a right angle and stretches it by q.
        let paired = s22 * c[0][0] - 2.0 * s12 * c[0][1] + s11 * c[1][1];
        let produced = 2.0 * q * q * paired / (det_sigma * det_noise);
        Some(Self {
            covariance: [s11, s12, s22],
            circulation: 2.0 * t * q,
            entropy_production: if q == 0.0 { 0.0 } else { produced },
        })
    }
}

/// Σ with HΣ + ΣHᵀ = M, by Cramer's rule.
fn lyapunov([[a, b], [c, d]]: [[f64; 2]; 2], m: [[f64; 2]; 2]) -> [f64; 3] {
    // Σ = (|H| M + (H − tr H) M (H − tr H)ᵀ)/(2 tr H |H|) (Barnett & Storey 1967).
    let (trace, determinant) = (a + d, a * d - b * c);
    let k = [[-d, b], [c, -a]];
    let entry = |i: usize, j: usize| {
        let mut sum = determinant * m[i][j];
        for p in 0..2 {
            for q in 0..2 {
                sum += k[i][p] * m[p][q] * k[j][q];
            }
        }
        sum / (2.0 * trace * determinant)
    };
    [entry(0, 0), entry(0, 1), entry(1, 1)]
}

//! A covariance C taken apart: its eigenvectors, scaled by the roots of its eigenvalues,
//! so that C = s₁s₁ᵀ + s₂s₂ᵀ. SGD draws G ± s₁ ± s₂ where only G and C are given.

use crate::error::{Error, Result};
use crate::jet::PlaneJet;
use crate::landscape::plane::Loss;
use crate::numeral::Numeral;

/// Below this part of the larger eigenvalue the smaller one is rounding.
const ROUNDING: f64 = 1e-13;

/// Eigenvalues, the larger first, and the unit eigenvector of the larger one; that of
/// the other is (−y, x). Where both eigenvalues are alike the axes are the eigenvectors.
pub fn eigen([c11, c12, c22]: [f64; 3]) -> ([f64; 2], [f64; 2]) {
    let (half, middle) = (0.5 * (c11 - c22), 0.5 * (c11 + c22));
    let radius = half.hypot(c12);
    let larger = middle + radius;
    let smaller = if radius < 0.5 * middle.abs() {
        middle - radius
    } else {
        // Without the cancellation of middle − radius.
        (c11 * c22 - c12 * c12) / larger
    };
    if radius <= ROUNDING * middle.abs() || radius == 0.0 {
        return ([middle; 2], [1.0, 0.0]);
    }
    let (x, y) = if half >= 0.0 { (half + radius, c12) } else { (c12, radius - half) };
    let length = x.hypot(y);
    let smaller = if smaller.abs() <= ROUNDING * larger.abs() { 0.0 } else { smaller };
    ([larger, smaller], [x / length, y / length])
}

/// s₁ and s₂; one column where C is of rank one, none where it is 0.
pub fn columns(c: [f64; 3]) -> Vec<[f64; 2]> {
    let ([larger, smaller], [x, y]) = eigen(c);
    let mut columns = Vec::with_capacity(2);
    if larger > 0.0 {
        columns.push([x * larger.sqrt(), y * larger.sqrt()]);
    }
    if smaller > 0.0 {
        columns.push([-y * smaller.sqrt(), x * smaller.sqrt()]);
    }
    columns
}

/// Datapoint j of the four, G ± s₁ ± s₂, that have the moments G and C. An eigenvector
/// turns at the rate of perturbation theory, dv₁ = v₂ (v₂ᵀ dC v₁)/(λ₁ − λ₂); where the
/// eigenvalues meet, and where one touches 0, its kink is given slope 0.
pub fn four_point([g1, g2]: [PlaneJet; 2], c: [PlaneJet; 3], j: usize) -> Loss {
    let ([l1, l2], [x, y]) = eigen(c.map(|c| c.value));
    let signs = [if j & 1 == 0 { 1.0 } else { -1.0 }, if j & 2 == 0 { 1.0 } else { -1.0 }];
    let vectors = [[x, y], [-y, x]];
    let mut loss =
        Loss { value: 0.0, gradient: [g1.value, g2.value], jacobian: [g1.gradient, g2.gradient] };
    let gap = l1 - l2;
    for (k, lambda) in [l1, l2].into_iter().enumerate() {
        if lambda <= 0.0 {
            continue;
        }
        let (v, other, root) = (vectors[k], vectors[1 - k], lambda.sqrt());
        for a in 0..2 {
            loss.gradient[a] += signs[k] * root * v[a];
        }
        for b in 0..2 {
            let [d11, d12, d22] = c.map(|c| c.gradient[b]);
            let slope =
                |u: [f64; 2]| u[0] * (d11 * v[0] + d12 * v[1]) + u[1] * (d12 * v[0] + d22 * v[1]);
            let turn = if gap > 0.0 { slope(other) / if k == 0 { gap } else { -gap } } else { 0.0 };
            for a in 0..2 {
                let ds = 0.5 * slope(v) / root * v[a] + root * turn * other[a];
                loss.jacobian[a][b] += signs[k] * ds;
            }
        }
    }
    loss
}

/// Refuses what is no covariance.
///
/// # Errors
/// [`Error::Conflict`] on `field`, at `w` if it depends on W.
pub fn check(field: &str, c: [f64; 3], w: Option<[f64; 2]>) -> Result<()> {
    let ([larger, smaller], _) = eigen(c);
    if larger >= 0.0 && smaller >= -1e-12 * larger {
        return Ok(());
    }
    let place =
        w.map_or(String::new(), |w| format!(" at W1 = {}, W2 = {}", Numeral(w[0]), Numeral(w[1])));
    Err(Error::Conflict {
        field: field.into(),
        reason: format!(
            "no variance may be negative, but one eigenvalue is {}{place}; C11 and C22 must not be below 0, nor C11·C22 below C12²",
            Numeral(smaller.min(larger))
        ),
    })
}

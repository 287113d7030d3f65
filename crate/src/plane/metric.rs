//! C⁻¹ as a metric of the plane: the lengths in which the noise is even and the same in all
//! directions. Coordinates in which C is 1 everywhere exist only where its Gaussian
//! curvature vanishes.

use crate::error::{Error, Result};
use crate::landscape::plane::{Landscape, Moments};
use crate::numeral::Numeral;
use crate::plane::grid::Grid;

/// C is taken for singular, and has no metric, where its determinant is below this part of C₁₁C₂₂: in
/// whatever units W₁ and W₂ are.
const SINGULAR: f64 = 1e-12;

/// Places between which differences are taken, as a part of a cell's shorter side: none lies
/// beyond a wall.
const STEP: f64 = 0.0625;

/// E, F and G of the metric with their slopes along W₁ and along W₂.
struct Form {
    value: [f64; 3],
    slope: [[f64; 3]; 2],
}

impl Form {
    /// C⁻¹, and ∂(C⁻¹) = −C⁻¹ ∂C C⁻¹.
    fn new(m: &Moments) -> Option<Self> {
        let [a, b, d] = m.covariance;
        let determinant = a * d - b * b;
        if !(determinant > SINGULAR * a * d) {
            return None;
        }
        let value = [d / determinant, -b / determinant, a / determinant];
        let [e, f, g] = value;
        let slope = m.covariance_slope.map(|[c11, c12, c22]| {
            [
                -(e * (e * c11 + f * c12) + f * (e * c12 + f * c22)),
                -(e * (f * c11 + g * c12) + f * (f * c12 + g * c22)),
                -(f * (f * c11 + g * c12) + g * (f * c12 + g * c22)),
            ]
        });
        Some(Self { value, slope })
    }
}

/// The Gaussian curvature of C⁻¹ at `w`, L²/W⁴, by Brioschi's formula; `None` where C is
/// singular. First derivatives are exact, second ones are differences of fourth order
/// between places `step` apart.
pub fn curvature(landscape: &Landscape, w: [f64; 2], step: f64) -> Option<f64> {
    let form = |w| Form::new(&landscape.moments(w));
    let second = |axis: usize| {
        let mut sum = [[0.0; 3]; 2];
        for (k, weight) in [(-2.0, 1.0), (-1.0, -8.0), (1.0, 8.0), (2.0, -1.0)] {
            let mut at = w;
            at[axis] += k * step;
            let slope = form(at)?.slope;
            for a in 0..2 {
                for b in 0..3 {
                    sum[a][b] += weight * slope[a][b] / (12.0 * step);
                }
            }
        }
        Some(sum)
    };
    let Form { value: [e, f, g], slope: [[eu, fu, gu], [ev, fv, gv]] } = form(w)?;
    let (along, across) = (second(0)?, second(1)?);
    let (guu, fuv, evv) = (along[0][2], 0.5 * (along[1][1] + across[0][1]), across[1][0]);
    let first = determinant([
        [-0.5 * evv + fuv - 0.5 * guu, 0.5 * eu, fu - 0.5 * ev],
        [fv - 0.5 * gu, e, f],
        [0.5 * gv, f, g],
    ]);
    let other = determinant([[0.0, 0.5 * ev, 0.5 * gu], [0.5 * ev, e, f], [0.5 * gu, f, g]]);
    let area = e * g - f * f;
    Some((first - other) / (area * area))
}

/// The curvature of (C/B)⁻¹ in the middle of every cell, L²/W⁴.
///
/// # Errors
/// [`Error::Conflict`] on `landscape` where C is singular.
pub fn curvature_on(landscape: &Landscape, grid: &Grid, batch_size: usize) -> Result<Vec<f64>> {
    let [h1, h2] = grid.widths();
    let step = STEP * h1.min(h2);
    let of_cell = |w: [f64; 2]| {
        let curved = curvature(landscape, w, step).filter(|k| k.is_finite());
        curved.map(|k| k / batch_size as f64).ok_or_else(|| Error::Conflict {
            field: "landscape".into(),
            reason: format!(
                "C is singular near W1 = {}, W2 = {}, so no metric makes the noise even there",
                Numeral(w[0]),
                Numeral(w[1])
            ),
        })
    };
    grid.all().map(of_cell).collect()
}

fn determinant([a, b, c]: [[f64; 3]; 3]) -> f64 {
    a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0])
        + a[2] * (b[0] * c[1] - b[1] * c[0])
}

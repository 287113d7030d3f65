//! Where the noise vanishes at a wall: what the current does there, after Feller.
//!
//! Beside a wall at distance d where S² ≈ κd, with drift v ≥ 0 away from it (as Itô reads it)
//! and D = kd, k = ½T²κ/B, all follows from v/k (Feller, Ann. Math. 54, 1951; Karlin & Taylor,
//! *A Second Course in Stochastic Processes*, 1981, §15.6):
//!
//! * v ≤ 0, exit: what comes to the wall stays, an atom.
//! * 0 < v/k < 1, regular: the wall is reached and reflects.
//! * v/k ≥ 1, entrance: the wall is never reached.
//!
//! Where the wall absorbs, what is reached is gone.
//!
//! All three follow from one formula: at rest the density is d^p with p = v/k − 1, and beside an
//! exit (p ≤ −1) its mass has no bound. The same holds where S² ≈ qd² and the drift βd does not lead
//! away fast enough: there p = β/D″ − 2 with D″ = ½T²q/B, and if p ≤ −1 the wall is approached for
//! ever ("natural"). In both cases the cell at the wall keeps what comes, which is right to within
//! that cell.
//!
//! Where d^p bends within a cell, the mean density of the cell is not that at its centre.
//! [`super::rates`] uses the ratio of the two in the cells beside the wall.

use crate::landscape::Moments;
use crate::line::current::field::Field;
use crate::line::current::rates::Coefficients;
use crate::line::grid::Grid;
use crate::walls::{Side, Walls};

/// A p nearer to −1 than this is −1, but for rounding.
const ROUNDING: f64 = 1e-12;
/// Powers p for which the density beside the wall is treated as d^p. Above them nothing that matters
/// is left beside the wall; below, the density falls so steeply that the usual fit of b and D on a
/// face is the better one.
const POWERS: std::ops::Range<f64> = -30.0..1.0;
/// d^p counts as straight within a cell if ln(mean/value at the centre) is below this.
const STRAIGHT: f64 = 1e-5;
/// So many cells beside a wall at most, and no more than this part of all.
const MOST_CELLS: usize = 64;
const MOST_PART: usize = 4;

/// The cells beside walls at which S² vanishes.
#[derive(Clone, Debug, PartialEq)]
pub struct Ends {
    /// Whether a cell keeps all that comes to it.
    pub keeps: Vec<bool>,
    /// ln of the mean over a cell of the density at rest, over its value at the centre, in cells
    /// beside such a wall; NaN elsewhere. +∞ where the mass of the density has no bound.
    pub log_mean: Vec<f64>,
    /// What leaves by the left and the right wall, W/step, per density in the cell beside it, if
    /// that wall absorbs and S² vanishes at it.
    pub out: [Option<f64>; 2],
}

impl Ends {
    /// The cells of a field at the walls of the domain and on both sides of every edge that nothing
    /// passes.
    pub fn new(field: &Field, grid: &Grid, c: Coefficients) -> Self {
        let n = grid.cells();
        let mut ends = Self { keeps: vec![false; n], log_mean: vec![f64::NAN; n], out: [None; 2] };
        let ring = grid.walls == Walls::Periodic;
        for f in 0..=n {
            let wall = &field.edges[f];
            if (ring || f > 0 && f < n) && !(wall.variance == 0.0 && wall.gradient == 0.0) {
                continue;
            }
            let inwards = [(f < n).then_some(1.0), (f > 0).then_some(-1.0)];
            for inward in inwards.into_iter().flatten() {
                // The cells from the wall on.
                let cell = |i: usize| if inward > 0.0 { f + i } else { f - 1 - i };
                let first = cell(0);
                let distance = (grid.centres[first] - grid.edges[f]).abs();
                let Some((power, reached)) =
                    power(wall, &field.centres[first], distance, inward, c)
                else {
                    continue;
                };
                let side = if f == 0 { Side::Left } else { Side::Right };
                if (f == 0 || f == n) && grid.walls.absorbs(side) && reached {
                    // ρ = e^Φ P/∫e^Φ/D from the centre to the wall, where e^Φ/D runs as d^(−p−1).
                    let half = 0.5 * c.learning_rate * c.learning_rate / c.batch_size;
                    let diffusion = half * field.centres[first].variance;
                    ends.out[side as usize] = Some((-power).max(0.0) * diffusion / distance);
                    continue;
                }
                ends.keeps[first] |= power <= ROUNDING - 1.0;
                if !POWERS.contains(&power) {
                    continue;
                }
                let deep = if inward > 0.0 { n - f } else { f };
                for k in (0..MOST_CELLS.min(n / MOST_PART).min(deep)).map(cell) {
                    let away = |w: f64| (w - grid.edges[f]).abs();
                    let (a, b) = (away(grid.edges[k]), away(grid.edges[k + 1]));
                    let mean = log_mean(power, [a.min(b), away(grid.centres[k]), a.max(b)]);
                    ends.log_mean[k] = mean;
                    if mean.abs() < STRAIGHT {
                        break;
                    }
                }
            }
        }
        ends
    }

    /// [`Self::log_mean`] of the cells left and right of an edge, if either is beside a wall at which
    /// S² vanishes.
    pub fn beside(&self, edge: usize) -> Option<[f64; 2]> {
        let [left, right] = [self.log_mean[edge - 1], self.log_mean[edge]];
        let or_straight = |x: f64| if x.is_nan() { 0.0 } else { x };
        (!left.is_nan() || !right.is_nan()).then(|| [left, right].map(or_straight))
    }
}

/// p of the density at rest, d^p, beside a wall, and whether what comes towards the wall may reach
/// it. p is −∞ or ∞ where drift outruns every power. None if S² does not vanish at the wall, or
/// vanishes beside it as well.
fn power(
    wall: &Moments,
    centre: &Moments,
    distance: f64,
    inward: f64,
    c: Coefficients,
) -> Option<(f64, bool)> {
    if !(centre.variance > 0.0 && wall.variance <= 1e-10 * centre.variance) {
        return None;
    }
    let t = c.learning_rate;
    let (half, ito) = (0.5 * t * t / c.batch_size, 1.0 - c.convention);
    let drift = |m: &Moments| {
        let correction = if c.second_order { 0.5 * t * m.gradient_slope } else { 0.0 };
        -t * m.gradient * (1.0 + correction) * inward
    };
    let slope = inward * centre.variance_slope;
    let order = distance * slope / centre.variance;
    if order < 1.5 {
        // κ of κd + γd²/2, from value and slope at the centre.
        let kappa = 2.0 * centre.variance / distance - slope;
        return (kappa > 0.0).then(|| (drift(wall) / (half * kappa) - ito, true));
    }
    if wall.gradient.abs() > 1e-6 * centre.gradient.abs() {
        return Some((drift(wall).signum() * f64::INFINITY, false));
    }
    Some((drift(centre) * distance / (half * centre.variance) - ito * order, false))
}

/// ln of the mean of d^p over a cell, over its value at the centre.
fn log_mean(power: f64, [near, centre, far]: [f64; 3]) -> f64 {
    let index = power + 1.0;
    let scale = (centre / (far - near)).ln();
    if near == 0.0 {
        return if index > ROUNDING {
            scale + index * (far / centre).ln() - index.ln()
        } else {
            f64::INFINITY
        };
    }
    let whole = (far / near).ln();
    let relative =
        if (index * whole).abs() < 1e-9 { whole } else { (index * whole).exp_m1() / index };
    scale + index * (near / centre).ln() + relative.ln()
}

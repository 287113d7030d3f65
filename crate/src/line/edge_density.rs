//! Probability within cells, from their masses alone.
//!
//! Within a cell the cumulative probability is a cubic: its slopes at the two
//! edges are the edge densities of the piecewise parabolic method (Colella &
//! Woodward 1984, eq. 1.6, for uneven cells), of fourth order, limited to three
//! times the density of either cell, which keeps the cubic monotone (Fritsch &
//! Carlson 1980; Hyman 1983) and so every density ≥ 0.

use crate::line::grid::Grid;
use crate::walls::{Side, Walls};
use std::ops::Range;

/// Fourth-order edge densities from cell masses.
#[derive(Clone, Debug)]
pub struct EdgeDensity {
    /// Weights of the four cells around inner edge i + 1, on masses; of a ring also those
    /// around the edge where it closes.
    weights: Vec<[f64; 4]>,
    /// Of the N cells, and of the first once more.
    per_width: Vec<f64>,
    walls: Walls,
}

impl EdgeDensity {
    /// Prepares the weights of a grid (at least 4 cells).
    pub fn new(grid: &Grid) -> Self {
        let n = grid.cells();
        let h = &grid.widths;
        let walls = grid.walls;
        let edges = if walls == Walls::Periodic { 1..n + 1 } else { 1..n };
        let weights = edges
            .map(|i| {
                let around = around(i, n, walls).map(|k| h[k]);
                let mut weights = colella_woodward(around);
                for (side, k) in [(Side::Left, 1), (Side::Right, n - 1)] {
                    if i == k && walls.absorbs(side) {
                        straight(&mut weights, around, side);
                    }
                }
                for (weight, width) in weights.iter_mut().zip(around) {
                    *weight /= width;
                }
                weights
            })
            .collect();
        Self { weights, per_width: h.iter().chain(&h[..1]).map(|h| 1.0 / h).collect(), walls }
    }

    /// N + 1 limited edge densities, 1/W, of the cell masses.
    pub fn of(&self, masses: &[f64]) -> Vec<f64> {
        let mut edge = vec![0.0; masses.len() + 1];
        self.fill(0..masses.len(), masses, &mut edge);
        edge
    }

    /// The same at the edges of some of the cells, into the place of each in `edge`.
    pub fn fill(&self, cells: Range<usize>, masses: &[f64], edge: &mut [f64]) {
        let n = masses.len();
        for i in cells.start.max(1)..(cells.end + 1).min(n) {
            edge[i] = self.inner(i, around(i, n, self.walls).map(|k| masses[k]));
        }
        let p = |i: usize| masses[i] * self.per_width[i];
        let at_end = |[cell, next, inner]: [usize; 3], side: Side| {
            if self.walls == Walls::Periodic {
                return self.inner(n, around(n, n, self.walls).map(|k| masses[k]));
            }
            if self.walls.absorbs(side) {
                let widths = [1.0 / self.per_width[cell], 1.0 / self.per_width[next]];
                return Self::at_open_wall([p(cell), p(next)], widths, edge[inner]);
            }
            Self::at_wall(p(cell), edge[inner])
        };
        let left = (cells.start == 0).then(|| at_end([0, 1, 1], Side::Left));
        let right = (cells.end == n).then(|| at_end([n - 1, n - 2, n - 1], Side::Right));
        if let Some(left) = left {
            edge[0] = left;
        }
        if let Some(right) = right {
            edge[n] = right;
        }
    }

    /// The limited density at inner edge i, 1/W, from the masses of the two cells on
    /// either side; beyond a wall stands the cell at the wall once more.
    #[inline]
    pub fn inner(&self, i: usize, around: [f64; 4]) -> f64 {
        let w = &self.weights[i - 1];
        let value = w[0] * around[0] + w[1] * around[1] + w[2] * around[2] + w[3] * around[3];
        let (left, right) = (around[1] * self.per_width[i - 1], around[2] * self.per_width[i]);
        // Not `clamp`, which panics should a mass be below zero by rounding.
        larger(smaller(value, 3.0 * smaller(left, right)), 0.0)
    }

    /// The density at a wall that lets mass out, where it need not be level: the quadratic
    /// through the last two cells, of densities `p`, and the edge between them.
    fn at_open_wall(p: [f64; 2], [last, next]: [f64; 2], inner: f64) -> f64 {
        let bend = 3.0 * (p[1] - inner + last / next * (p[0] - inner)) / (next * (last + next));
        (2.0 * p[0] - inner + bend * last * last / 3.0).min(3.0 * p[0]).max(0.0)
    }

    /// The density at a wall that reflects: the quadratic through the last cell, of density `p`, and
    /// its inner edge.
    pub fn at_wall(p: f64, inner: f64) -> f64 {
        (1.5 * p - 0.5 * inner).min(3.0 * p).max(0.0)
    }
}

/// The four cells around edge i of n cells; beyond a wall stands the last one once more.
#[inline]
fn around(i: usize, n: usize, walls: Walls) -> [usize; 4] {
    if i >= 2 && i + 1 < n {
        return [i - 2, i - 1, i, i + 1];
    }
    if walls == Walls::Periodic {
        return [(i + n - 2) % n, i - 1, i % n, (i + 1) % n];
    }
    [i.saturating_sub(2), i - 1, i, (i + 1).min(n - 1)]
}

/// Takes the cell beyond an absorbing wall, which stands for that at the wall, from the line
/// through the two before it.
fn straight(weights: &mut [f64; 4], h: [f64; 4], side: Side) {
    let (beyond, last, next) = if side == Side::Left { (0, 1, 2) } else { (3, 2, 1) };
    let rise = 2.0 * h[last] / (h[last] + h[next]) * weights[beyond];
    weights[last] += weights[beyond] + rise;
    weights[next] -= rise;
    weights[beyond] = 0.0;
}

/// The larger of two numbers, of which the first may be NaN. In the sweeps, since
/// `f64::max` is a call to a function in wasm.
#[inline]
pub fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The smaller of two numbers, of which the first may be NaN.
#[inline]
pub fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// Weights on the densities of four neighbouring cells of widths h for the
/// density at their middle edge (Colella & Woodward 1984, eq. 1.6, without the
/// limiter of eq. 1.8).
pub fn colella_woodward(h: [f64; 4]) -> [f64; 4] {
    let [a, b, c, d] = h;
    let sum = a + b + c + d;
    // eq. 1.7: the slopes of the two middle cells as weights of three cells.
    let slope = |l: f64, m: f64, r: f64| {
        let k = m / (l + m + r);
        let right = k * (2.0 * l + m) / (m + r);
        let left = k * (m + 2.0 * r) / (l + m);
        [-left, left - right, right]
    };
    let (sb, sc) = (slope(a, b, c), slope(b, c, d));
    let jump = b / (b + c)
        + (1.0 / sum)
            * (2.0 * c * b / (b + c))
            * ((a + b) / (2.0 * b + c) - (d + c) / (2.0 * c + b));
    let on_c = -(1.0 / sum) * b * (a + b) / (2.0 * b + c);
    let on_b = (1.0 / sum) * c * (c + d) / (b + 2.0 * c);
    [
        on_b * sb[0],
        1.0 - jump + on_b * sb[1] + on_c * sc[0],
        jump + on_b * sb[2] + on_c * sc[1],
        on_c * sc[2],
    ]
}

/// The mass of cell `m` left of the fraction `x`, from its mass and the masses
/// h·d that its edge densities stand for.
#[inline]
pub fn mass_left_of(x: f64, mass: f64, left: f64, right: f64) -> f64 {
    // Hermite cubic: F(x) = m(3x² − 2x³) + hd_L(x − 2x² + x³) + hd_R(x³ − x²).
    x * (left + x * (3.0 * mass - 2.0 * left - right + x * (left + right - 2.0 * mass)))
}

/// The probability left of `w`.
pub fn cumulative(grid: &Grid, edge_density: &[f64], masses: &[f64], w: f64) -> f64 {
    let [from, to] = grid.domain();
    if w <= from {
        return 0.0;
    }
    let whole: f64;
    if w >= to {
        whole = masses.iter().sum();
        return whole;
    }
    let k = grid.cell_of(w);
    let h = grid.widths[k];
    let x = (w - grid.edges[k]) / h;
    whole = masses[..k].iter().sum();
    whole + mass_left_of(x, masses[k], h * edge_density[k], h * edge_density[k + 1])
}

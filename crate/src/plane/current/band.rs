//! The matrix of the differences on a small grid, taken apart as LU within its band.

use crate::plane::current::differences::{CELLS, Differences};
use crate::plane::grid::Grid;

/// The multiplications that taking a matrix apart may cost.
const DEAR: f64 = 3e8;
/// Cells so far apart reach none together.
const PERIOD: usize = 2 * CELLS + 1;
/// Steps of inverse iteration for the end state.
const ITERATIONS: usize = 3;

/// A matrix taken apart.
pub struct Band {
    /// Entries on either side of the diagonal.
    width: usize,
    /// Rows with the diagonal in the middle.
    rows: Vec<f64>,
    end_state: Vec<f64>,
}

/// Whether a grid is small enough.
pub fn is_cheap(grid: &Grid) -> bool {
    // More than a whole number of 32 bits, which wasm counts in, can tell.
    let width = half_width(grid) as f64;
    grid.len() as f64 * width * width <= DEAR
}

fn half_width(grid: &Grid) -> usize {
    CELLS * (grid.cells[1] + 1)
}

impl Band {
    /// Takes the matrix of differences apart; `None` where it cannot be.
    pub fn new(differences: &Differences) -> Option<Self> {
        let (n, width) = (differences.grid().len(), half_width(differences.grid()));
        let across = 2 * width + 1;
        let mut rows = matrix(differences, width);
        for k in 0..n {
            let pivot = pivot(rows[k * across + width]);
            let end = (k + width + 1).min(n);
            for i in k + 1..end {
                let at = i * across + k + width - i;
                if rows[at] == 0.0 {
                    continue;
                }
                let factor = rows[at] / pivot;
                rows[at] = factor;
                let (above, below) = rows.split_at_mut(i * across);
                let from = &above[k * across + width + 1..][..end - k - 1];
                subtract(factor, from, &mut below[k + 1 + width - i..]);
            }
        }
        let mut band = Self { width, rows, end_state: Vec::new() };
        let mut x = vec![1.0; n];
        for _ in 0..ITERATIONS {
            x = band.back(&x);
            let most = x.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
            if !(most > 0.0 && most.is_finite()) {
                return None;
            }
            for x in &mut x {
                *x /= most;
            }
        }
        let sum: f64 = x.iter().sum();
        band.end_state = x.iter().map(|x| x / sum).collect();
        Some(band)
    }

    /// The masses of sum 1 that do not change.
    pub fn end_state(&self) -> &[f64] {
        &self.end_state
    }

    /// The masses of sum 0 that change by `b` a step.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.back(b);
        let sum: f64 = x.iter().sum();
        for (x, end) in x.iter_mut().zip(&self.end_state) {
            *x -= sum * end;
        }
        x
    }

    fn back(&self, b: &[f64]) -> Vec<f64> {
        let (n, width) = (b.len(), self.width);
        let across = 2 * width + 1;
        let mut x = b.to_vec();
        for k in 0..n {
            let from = k.saturating_sub(width);
            let row = &self.rows[k * across + from + width - k..];
            x[k] -= dot(row, &x[from..k]);
        }
        for k in (0..n).rev() {
            let end = (k + width + 1).min(n);
            let row = &self.rows[k * across + width..];
            x[k] = (x[k] - dot(&row[1..], &x[k + 1..end])) / pivot(row[0]);
        }
        x
    }
}

/// The rows of the matrix: products with masses so far apart that each tells whose it is.
fn matrix(differences: &Differences, width: usize) -> Vec<f64> {
    let grid = differences.grid();
    let [n1, n2] = grid.cells;
    let across = 2 * width + 1;
    let mut rows = vec![0.0; grid.len() * across];
    for color in 0..PERIOD * PERIOD {
        let (a, b) = (color / PERIOD, color % PERIOD);
        let is_on = |c: usize| c / n2 % PERIOD == a && c % n2 % PERIOD == b;
        let x: Vec<f64> = (0..grid.len()).map(|c| f64::from(u8::from(is_on(c)))).collect();
        let near = |k: usize, on: usize, n: usize| {
            (k.saturating_sub(CELLS)..(k + CELLS + 1).min(n)).find(|l| l % PERIOD == on)
        };
        for (c, value) in differences.change(&x).iter().enumerate() {
            if let (Some(i), Some(j)) = (near(c / n2, a, n1), near(c % n2, b, n2)) {
                rows[c * across + (i * n2 + j + width) - c] = *value;
            }
        }
    }
    rows
}

/// One pivot is 0 but for rounding, as the masses add up to 1 in every state.
fn pivot(value: f64) -> f64 {
    if value.abs() < 1e-300 { 1e-300 } else { value }
}

/// into −= factor · x as far as `x` goes.
fn subtract(factor: f64, x: &[f64], into: &mut [f64]) {
    let (mut y, mut x) = (into[..x.len()].chunks_exact_mut(4), x.chunks_exact(4));
    for (y, x) in y.by_ref().zip(x.by_ref()) {
        for k in 0..4 {
            y[k] -= factor * x[k];
        }
    }
    for (y, x) in y.into_remainder().iter_mut().zip(x.remainder()) {
        *y -= factor * x;
    }
}

/// The product of two rows as far as `x` goes.
fn dot(row: &[f64], x: &[f64]) -> f64 {
    row.iter().zip(x).map(|(r, x)| r * x).sum()
}

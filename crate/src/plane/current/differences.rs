//! The current by central differences of eighth order: ∂P/∂t = −∇·ρ, ρ = βP − ∇·(DP), on cell
//! masses.
//!
//! Nothing here keeps masses above 0, so it is no way to advance them. But it needs no D⁻¹, and
//! where P is smooth it is far closer than any positive scheme, also across noise that goes along
//! one line only: end states are solved with it ([`crate::plane::current::smooth`]). The eighth
//! difference damps waves as short as cells, which noise along one line may miss: it makes
//! upwind differences of seventh order of those of a drift that outruns the noise.
//!
//! At the walls everything is mirrored: what points across a wall changes its sign there.

use crate::plane::current::field::Field;
use crate::plane::grid::Grid;
use wide::f64x4;

/// Cells that the differences reach.
pub const CELLS: usize = 4;
/// Weights of the first derivative at ±1 … ±4 cells.
const FIRST: [f64; CELLS] = [0.8, -0.2, 4.0 / 105.0, -1.0 / 280.0];
/// Weights of the second derivative at 0, ±1 … ±4 cells.
const SECOND: [f64; CELLS + 1] = [-205.0 / 72.0, 1.6, -0.2, 8.0 / 315.0, -1.0 / 560.0];
/// Weights of the eighth difference over −280 likewise.
const EIGHTH: [f64; CELLS + 1] = [-0.25, 0.2, -0.1, 1.0 / 35.0, -1.0 / 280.0];
/// Rates at which the roughest waves change under a drift of one cell a step and under a D of one
/// cell² a step, 1/step.
const LARGEST: [f64; 2] = [1.75, 6.6];
/// The part of D by which the eighth difference also damps the shortest waves.
const DAMPING: f64 = 0.5;
/// Longest step of the classical method of Runge and Kutta, in units of one over the largest rate.
const REACH: f64 = 2.3;

/// The differences of one field on one grid.
#[derive(Clone, Debug)]
pub struct Differences {
    grid: Grid,
    /// β₁ and β₂, cells/step.
    drift: [Vec<f64>; 2],
    /// D₁₁, 2D₁₂ and D₂₂, cells²/step.
    diffusion: [Vec<f64>; 3],
    /// For each axis and distance m, the rates, 1/step, at which a cell's mass changes the cell m before
    /// it and the cell m behind it.
    reach: [[[Vec<f64>; 2]; CELLS]; 2],
    /// The rate, 1/step, at which a cell's mass changes itself.
    own: Vec<f64>,
    /// The time, in steps, that [`Self::relax`] may advance each cell at once.
    pace: Vec<f64>,
}

impl Differences {
    /// The differences of a field.
    pub fn new(field: &Field, grid: &Grid) -> Self {
        let widths = grid.widths();
        let drift = [0, 1].map(|a| field.drift.iter().map(|b| b[a] / widths[a]).collect());
        let [h1, h2] = widths;
        let scales = [1.0 / (h1 * h1), 2.0 / (h1 * h2), 1.0 / (h2 * h2)];
        let diffusion =
            [0, 1, 2].map(|k| field.diffusion.iter().map(|d| d[k] * scales[k]).collect());
        let mut all = Self {
            grid: grid.clone(),
            drift,
            diffusion,
            reach: Default::default(),
            own: vec![0.0; grid.len()],
            pace: Vec::new(),
        };
        let [d11, _, d22] = &all.diffusion;
        let trace: Vec<f64> = d11.iter().zip(d22).map(|(a, b)| a + b).collect();
        let mut rates = vec![f64::MIN_POSITIVE; grid.len()];
        for axis in 0..2 {
            let (d, trace) = (&all.diffusion[2 * axis], &trace);
            for (c, b) in all.drift[axis].iter().enumerate() {
                // Smooth in W, as |β| is not: of what has a kink differences make waves.
                let upwind = b * b / b.hypot(trace[c]).max(f64::MIN_POSITIVE);
                let rough = upwind + DAMPING * trace[c];
                all.own[c] += SECOND[0] * d[c] + EIGHTH[0] * rough;
                rates[c] += LARGEST[0] * b.abs() + LARGEST[1] * d[c] + rough;
                for m in 1..=CELLS {
                    let even = SECOND[m] * d[c] + EIGHTH[m] * rough;
                    let odd = FIRST[m - 1] * b;
                    all.reach[axis][m - 1][0].push(even - odd);
                    all.reach[axis][m - 1][1].push(even + odd);
                }
            }
        }
        all.pace = rates.iter().map(|r| REACH / r).collect();
        all
    }

    /// The grid.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// −∇·ρ of cell masses `x`, per step. It adds up to 0.
    pub fn change(&self, x: &[f64]) -> Vec<f64> {
        let mut change: Vec<f64> = self.own.iter().zip(x).map(|(c, x)| c * x).collect();
        let [n1, n2] = self.grid.cells;
        for (m, [before, behind]) in (1..).zip(&self.reach[0]) {
            for i in 0..n1 {
                let into = &mut change[i * n2..(i + 1) * n2];
                let (up, is_in) = ahead(i, m, n1);
                let from = if is_in { before } else { behind };
                multiply_add(&from[up * n2..][..n2], &x[up * n2..][..n2], into);
                let (down, is_in) = back(i, m, n1);
                let from = if is_in { behind } else { before };
                multiply_add(&from[down * n2..][..n2], &x[down * n2..][..n2], into);
            }
        }
        for (m, [before, behind]) in (1..).zip(&self.reach[1]) {
            for (i, into) in change.chunks_exact_mut(n2).enumerate() {
                let row = i * n2..(i + 1) * n2;
                let (x, before, behind) = (&x[row.clone()], &before[row.clone()], &behind[row]);
                multiply_add(&before[m..], &x[m..], into);
                multiply_add(behind, &x[..n2 - m], &mut into[m..]);
                for k in 0..m {
                    // What lies beyond the walls mirrors the cells before them.
                    into[m - 1 - k] += before[k] * x[k];
                    into[n2 - m + k] += behind[n2 - 1 - k] * x[n2 - 1 - k];
                }
            }
        }
        // ∂₁∂₂(2D₁₂P), which is odd at all walls.
        let mut mixed = vec![0.0; x.len()];
        self.slope(1, &self.times(1, x), -1.0, &mut mixed);
        self.slope(0, &mixed, -1.0, &mut change);
        change
    }

    /// ρ at the cell centres for cell masses, W₁ and W₂ components, 1/(W·step).
    pub fn flux(&self, x: &[f64]) -> [Vec<f64>; 2] {
        [0, 1].map(|a| {
            // ∂_b(D_ab P) changes its sign at the walls of W_b, ∂_a(D_aa P) at none.
            let (mut slopes, mut mixed) = (vec![0.0; x.len()], vec![0.0; x.len()]);
            self.slope(a, &self.times(2 * a, x), 1.0, &mut slopes);
            self.slope(1 - a, &self.times(1, x), -1.0, &mut mixed);
            let scale = self.grid.widths()[a] / self.grid.area();
            let terms = self.drift[a].iter().zip(x).zip(slopes.iter().zip(&mixed));
            terms.map(|((b, x), (s, m))| scale * (b * x - s - 0.5 * m)).collect()
        })
    }

    fn times(&self, k: usize, x: &[f64]) -> Vec<f64> {
        self.diffusion[k].iter().zip(x).map(|(d, x)| d * x).collect()
    }

    /// Adds the first derivative along an axis of what is mirrored with `sign` at its walls.
    fn slope(&self, axis: usize, x: &[f64], sign: f64, into: &mut [f64]) {
        let [n1, n2] = self.grid.cells;
        if axis == 0 {
            for (i, into) in into.chunks_exact_mut(n2).enumerate() {
                for (m, w) in (1..).zip(FIRST) {
                    let ((up, above), (down, below)) = (ahead(i, m, n1), back(i, m, n1));
                    let part = |is_in: bool| if is_in { w } else { sign * w };
                    let (a, b) = (part(above), part(below));
                    let rows = x[up * n2..][..n2].iter().zip(&x[down * n2..][..n2]);
                    for (y, (up, down)) in into.iter_mut().zip(rows) {
                        *y += a * up - b * down;
                    }
                }
            }
            return;
        }
        let mut padded = vec![0.0; n2 + 2 * CELLS];
        for (row, into) in x.chunks_exact(n2).zip(into.chunks_exact_mut(n2)) {
            padded[CELLS..n2 + CELLS].copy_from_slice(row);
            for k in 0..CELLS {
                padded[CELLS - 1 - k] = sign * row[k];
                padded[n2 + CELLS + k] = sign * row[n2 - 1 - k];
            }
            for (y, x) in into.iter_mut().zip(padded.windows(2 * CELLS + 1)) {
                for (m, w) in (1..).zip(FIRST) {
                    *y += w * (x[CELLS + m] - x[CELLS - m]);
                }
            }
        }
    }

    /// One step of Runge and Kutta's method towards a `change` of `b`, in each cell as far
    /// as its rates allow.
    pub fn relax(&self, x: &mut [f64], b: &[f64]) {
        let mut at = x.to_vec();
        let mut sum = vec![0.0; x.len()];
        for (weight, ahead) in [(1.0, 0.5), (2.0, 0.5), (2.0, 1.0), (1.0, 0.0)] {
            let change = self.change(&at);
            for c in 0..x.len() {
                let k = self.pace[c] * (change[c] - b[c]);
                sum[c] += weight / 6.0 * k;
                at[c] = x[c] + ahead * k;
            }
        }
        for (x, sum) in x.iter_mut().zip(&sum) {
            *x += sum;
        }
    }
}

/// The cell `m` on of `n`, mirrored at the wall, and whether it is none that is mirrored.
fn ahead(k: usize, m: usize, n: usize) -> (usize, bool) {
    if k + m < n { (k + m, true) } else { (2 * n - 1 - k - m, false) }
}

/// The cell `m` back likewise.
fn back(k: usize, m: usize, n: usize) -> (usize, bool) {
    let (at, is_in) = ahead(n - 1 - k, m, n);
    (n - 1 - at, is_in)
}

/// into += rates · x as far as `into` goes.
fn multiply_add(rates: &[f64], x: &[f64], into: &mut [f64]) {
    let ((r, r_rest), (x, x_rest)) = (rates.as_chunks(), x.as_chunks());
    let (y, y_rest) = into.as_chunks_mut();
    for ((r, x), y) in r.iter().zip(x).zip(y) {
        *y = (f64x4::new(*y) + f64x4::new(*r) * f64x4::new(*x)).to_array();
    }
    for ((r, x), y) in r_rest.iter().zip(x_rest).zip(y_rest) {
        *y += r * x;
    }
}

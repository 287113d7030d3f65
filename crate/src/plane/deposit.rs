//! Point masses shared among the cells of a grid.
//!
//! A point is shared among the 4 × 4 cells around by the kernel M4′ (Monaghan 1985, "Extrapolating
//! B splines for interpolation"; for remeshing, Cottet & Koumoutsakos 2000, "Vortex methods"),
//! which keeps mass, mean and covariance exactly, but is negative in part: where masses change
//! abruptly from cell to cell, so may be the sum. There a limiter mends it, by flux-corrected
//! transport (Zalesak 1979) with one factor for each point: what M4′ has more than the positive
//! sharing among the nearest 2 × 2 cells is taken only as far as no cell falls below 0. Both
//! sharings have the same mass and mean, and so has everything between them. Only the covariance
//! of limited points grows, by at most h²/4 each.

use crate::plane::grid::Grid;
use crate::walls::reflect;
use wide::f64x4;

/// Cells around the grid, into which points near a wall are shared before it mirrors them.
const MARGIN: usize = 2;
/// If less than this part of the mass is below 0, it is rounding, and is cut off.
const ROUNDING: f64 = 1e-13;
/// Points with a smaller part of the mass are left out, and so are cells.
const NOTHING: f64 = 1e-60;
/// A fraction of a cell in units of 2⁻³².
const PART: f64 = 1.0 / 4_294_967_296.0;
/// Rounds of the limiter. Each guards the cells that were below 0 after one of the rounds before; the
/// last one guards all cells.
const ROUNDS: usize = 4;

/// Where a point lies.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The first of the 4 × 4 cells around, as the deposit counts them.
    corner: u32,
    /// How far beyond the centre of the second of four cells, in 2⁻³² of a cell.
    part: [u32; 2],
}

/// Points that are shared together.
#[derive(Clone, Copy, Debug)]
pub struct Points<'a> {
    /// Where they are.
    pub places: &'a [Place],
    /// The mass of each, not negative.
    pub masses: &'a [f64],
    /// What all these masses are multiplied by.
    pub weight: f64,
}

/// The cells that points are shared among, with room for the limiter.
#[derive(Clone, Debug)]
pub struct Deposit {
    grid: Grid,
    /// Cells in a row, with margins.
    stride: usize,
    /// Shared by M4′.
    sharp: Vec<f64>,
    /// For each corner whether the limiter guards one of its 4 × 4 cells.
    near: Vec<bool>,
}

impl Deposit {
    /// An empty deposit on a grid.
    pub fn new(grid: &Grid) -> Self {
        let [n1, n2] = grid.cells.map(|n| n + 2 * MARGIN);
        Self { grid: grid.clone(), stride: n2, sharp: vec![0.0; n1 * n2], near: Vec::new() }
    }

    /// The grid that points are shared on.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The place of a point, mirrored at the walls.
    pub fn place(&self, w: [f64; 2]) -> Place {
        let mut corner = 0;
        let mut part = [0; 2];
        for axis in 0..2 {
            let [from, to] = self.grid.domain[axis];
            let n = self.grid.cells[axis];
            let along = (reflect(w[axis], [from, to]) - from) * (n as f64 / (to - from)) - 0.5;
            let below = along.floor().max(-1.0).min(n as f64 - 1.0);
            // A fraction that rounds to 1 is cut to the largest below.
            part[axis] = ((along - below) / PART).round() as u32;
            let first = (below + 1.0) as usize;
            corner += first * if axis == 0 { self.stride } else { 1 };
        }
        Place { corner: corner as u32, part }
    }

    /// Shares points of the whole mass `total`. The sums are nowhere negative and add up
    /// to `total`.
    pub fn share(&mut self, all: &[Points], total: f64, masses: &mut [f64]) {
        let nothing = total * NOTHING;
        self.sharp.fill(0.0);
        for points in all {
            add(points, &mut self.sharp, self.stride, nothing);
        }
        masses.fill(0.0);
        self.fold(&self.sharp, masses);
        let mut below = vec![false; masses.len()];
        for round in 1..=ROUNDS {
            if below_zero(masses) <= ROUNDING * total {
                break;
            }
            for (below, m) in below.iter_mut().zip(masses.iter()) {
                *below |= *m < 0.0 || round == ROUNDS;
            }
            self.limit(all, &below, nothing, masses);
        }
        let positive: f64 = masses.iter().map(|m| m.max(0.0)).sum();
        let scale = if positive > 0.0 { total / positive } else { 1.0 };
        for m in masses {
            *m = if *m < nothing { 0.0 } else { *m * scale };
        }
    }

    /// Adds points shared by M4′ alone, which may leave cells below 0.
    pub fn add_signed(&mut self, points: &Points, nothing: f64, masses: &mut [f64]) {
        self.sharp.fill(0.0);
        add(points, &mut self.sharp, self.stride, nothing);
        self.fold(&self.sharp, masses);
    }

    /// Takes M4′ back as far as it takes for no cell of `guarded` to fall below 0. Other cells may then
    /// do so; these are guarded in the next round.
    fn limit(&mut self, all: &[Points], guarded: &[bool], nothing: f64, masses: &mut [f64]) {
        self.mark(guarded);
        let (size, stride) = (self.sharp.len(), self.stride);
        let (mut even, mut taken) = (vec![0.0; size], vec![0.0; size]);
        for (place, m) in all.iter().flat_map(|points| self.limited(points, nothing)) {
            let [sharp, b] = place.kernels();
            let [sharp_columns, columns] = [m * f64x4::new(sharp[1]), m * f64x4::new(b[1])];
            for r in 0..4 {
                let start = place.corner as usize + r * stride;
                let (even, taken) = (four(&mut even, start), four(&mut taken, start));
                let share = b[0][r] * columns;
                let less = (share - sharp[0][r] * sharp_columns).fast_max(f64x4::ZERO);
                *even = (f64x4::new(*even) + share).to_array();
                *taken = (f64x4::new(*taken) + less).to_array();
            }
        }
        // What a cell can give of what is taken from it.
        let (mut has, mut gives) = (vec![0.0; masses.len()], vec![0.0; masses.len()]);
        self.fold(&even, &mut has);
        self.fold(&taken, &mut gives);
        for ((t, e), guarded) in gives.iter_mut().zip(&has).zip(guarded) {
            *t = if *guarded && *t > *e { e / *t } else { 1.0 };
        }
        self.unfold(&gives, &mut taken);
        even.fill(0.0);
        for (place, m) in all.iter().flat_map(|points| self.limited(points, nothing)) {
            let [sharp, b] = place.kernels();
            let start = place.corner as usize;
            let mut factor = 1.0_f64;
            for r in 0..4 {
                let gives = four(&mut taken, start + r * stride);
                for c in 0..4 {
                    if sharp[0][r] * sharp[1][c] < b[0][r] * b[1][c] {
                        factor = factor.min(gives[c]);
                    }
                }
            }
            if factor == 1.0 {
                continue;
            }
            let [sharp_columns, columns] =
                [sharp[1], b[1]].map(|columns| m * (1.0 - factor) * f64x4::new(columns));
            for r in 0..4 {
                let back = four(&mut even, start + r * stride);
                let more = b[0][r] * columns - sharp[0][r] * sharp_columns;
                *back = (f64x4::new(*back) + more).to_array();
            }
        }
        masses.fill(0.0);
        self.fold(&self.sharp, masses);
        self.fold(&even, masses);
    }

    /// The points, with their masses, that share mass with a cell that is guarded.
    fn limited<'a>(
        &'a self,
        points: &'a Points,
        nothing: f64,
    ) -> impl Iterator<Item = (Place, f64)> + 'a {
        points.above(nothing).filter(|(place, _)| self.near[place.corner as usize])
    }

    /// Marks the corners of 4 × 4 cells with one that is guarded.
    fn mark(&mut self, guarded: &[bool]) {
        let [n1, n2] = self.grid.cells.map(|n| n + 2 * MARGIN);
        // How many are guarded in the rectangle up to a cell (Crow 1984).
        let mut sums = vec![0_u32; (n1 + 1) * (n2 + 1)];
        for i in 0..n1 {
            let start = mirrored(i, self.grid.cells[0]) * self.grid.cells[1];
            let mut row = 0;
            for j in 0..n2 {
                row += u32::from(guarded[start + mirrored(j, self.grid.cells[1])]);
                sums[(i + 1) * (n2 + 1) + j + 1] = sums[i * (n2 + 1) + j + 1] + row;
            }
        }
        self.near.resize(n1 * n2, false);
        for i in 0..n1 - 3 {
            for j in 0..n2 - 3 {
                let at = |i: usize, j: usize| sums[i * (n2 + 1) + j];
                let count = (at(i + 4, j + 4) + at(i, j)) - (at(i, j + 4) + at(i + 4, j));
                self.near[i * n2 + j] = count > 0;
            }
        }
    }

    /// Adds to the cells, also what fell into the margins that mirror them.
    fn fold(&self, padded: &[f64], masses: &mut [f64]) {
        let [n1, n2] = self.grid.cells;
        for (p, row) in padded.chunks_exact(self.stride).enumerate() {
            let start = mirrored(p, n1) * n2;
            let cells = &mut masses[start..start + n2];
            for (m, x) in cells.iter_mut().zip(&row[MARGIN..]) {
                *m += x;
            }
            for q in (0..MARGIN).chain(n2 + MARGIN..n2 + 2 * MARGIN) {
                cells[mirrored(q, n2)] += row[q];
            }
        }
    }

    /// Copies the cells, and into the margins those that they mirror.
    fn unfold(&self, masses: &[f64], padded: &mut [f64]) {
        let [n1, n2] = self.grid.cells;
        for (p, row) in padded.chunks_exact_mut(self.stride).enumerate() {
            let start = mirrored(p, n1) * n2;
            for (q, x) in row.iter_mut().enumerate() {
                *x = masses[start + mirrored(q, n2)];
            }
        }
    }
}

impl Points<'_> {
    /// The points with more than a mass of `nothing`, and their masses.
    fn above(&self, nothing: f64) -> impl Iterator<Item = (Place, f64)> + '_ {
        let weighted = self.masses.iter().map(|m| m * self.weight);
        self.places.iter().copied().zip(weighted).filter(move |(_, m)| *m > nothing)
    }
}

impl Place {
    /// The shares of four rows and of four columns, by M4′ and among 2 × 2.
    fn kernels(self) -> [[[f64; 4]; 2]; 2] {
        let [f, g] = self.part.map(|p| f64::from(p) * PART);
        let even = |f: f64| [0.0, 1.0 - f, f, 0.0];
        [[sharp(f), sharp(g)], [even(f), even(g)]]
    }
}

/// M4′ at the distances 1 + f, f, 1 − f and 2 − f, which add up to 1.
#[inline]
fn sharp(f: f64) -> [f64; 4] {
    let g = 1.0 - f;
    [
        -0.5 * f * g * g,
        1.0 + f * f * (1.5 * f - 2.5),
        1.0 + g * g * (1.5 * g - 2.5),
        -0.5 * g * f * f,
    ]
}

/// Shares points by M4′.
fn add(points: &Points, padded: &mut [f64], stride: usize, nothing: f64) {
    for (place, m) in points.above(nothing) {
        let [down, across] = place.part;
        let rows = sharp(f64::from(down) * PART);
        let columns = m * f64x4::new(sharp(f64::from(across) * PART));
        let mut start = place.corner as usize;
        for row in rows {
            let cells = four(padded, start);
            *cells = (f64x4::new(*cells) + row * columns).to_array();
            start += stride;
        }
    }
}

/// Four neighbours in a row.
#[inline]
fn four(padded: &mut [f64], start: usize) -> &mut [f64; 4] {
    padded[start..].first_chunk_mut().expect("a corner has its block within the margins")
}

/// The cell that a row or column with margins mirrors.
fn mirrored(padded: usize, n: usize) -> usize {
    if padded < MARGIN {
        MARGIN - 1 - padded
    } else if padded < n + MARGIN {
        padded - MARGIN
    } else {
        2 * n + MARGIN - 1 - padded
    }
}

/// The mass of the cells below 0.
fn below_zero(masses: &[f64]) -> f64 {
    -masses.iter().map(|m| m.min(0.0)).sum::<f64>()
}

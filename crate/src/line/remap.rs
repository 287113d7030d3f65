//! Moving cell masses along maps of the line, exactly conservative.
//!
//! Within a cell the cumulative probability is a cubic: its slopes at the two
//! edges are the edge densities of the piecewise parabolic method (Colella &
//! Woodward 1984, eq. 1.6, for uneven cells), of fourth order, limited to three
//! times the density of either cell, which keeps the cubic monotone (Fritsch &
//! Carlson 1980; Hyman 1983) and so every density ≥ 0. A map cuts each source
//! cell into fragments that land in one target cell each; the mass of a fragment
//! is the difference of the cubic at its ends, so what leaves a cell arrives.

use crate::line::grid::Grid;
use crate::line::unfolded::Unfolded;
use crate::walls::{Side, Walls};
use std::ops::Range;

/// A map that throws a point farther, in domains, is not followed.
const FARTHEST: f64 = 1e6;

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

/// A map of the line, cut into fragments that each go from one cell to one cell.
#[derive(Clone, Debug, Default)]
pub struct Fragments {
    /// Fragments of source cell k: `start[k]..start[k + 1]`, from left to right.
    start: Vec<u32>,
    /// Right end of each fragment as a fraction of its source cell.
    end: Vec<f64>,
    /// Target cell of each fragment; N and N + 1 stand for the walls, left and right, that
    /// absorb it.
    target: Vec<u32>,
}

impl Fragments {
    /// Cuts a map whose values and slopes at both edges of each cell are given:
    /// `values(k)` = ([φ(left), φ(right)], [φ′(left), φ′(right)]), or `None` for a
    /// cell that never holds mass to be moved. Within a cell φ is its cubic Hermite
    /// interpolant (error h⁴φ⁗/384). What lands beyond a wall goes where the grid's walls
    /// send it.
    ///
    /// Returns `None` if there would be more than `most` fragments, or if φ leaves
    /// the domain by more than a million of its lengths.
    pub fn cut(
        grid: &Grid,
        values: &dyn Fn(usize) -> Option<([f64; 2], [f64; 2])>,
        most: usize,
    ) -> Option<Self> {
        let n = grid.cells();
        let mut fragments = Self::default();
        let unfolded = Unfolded { grid };
        // Each piece begins near where the one before it ended.
        let mut place = 0;
        fragments.start.push(0);
        for k in 0..n {
            if let Some((value, slope)) = values(k) {
                let curve = Curve::new(value, slope, grid.widths[k]);
                let mut x0 = 0.0;
                for x1 in curve.monotone_ends() {
                    place = fragments.cut_monotone(&unfolded, &curve, [x0, x1], place, most)?;
                    x0 = x1;
                }
            }
            fragments.start.push(fragments.end.len() as u32);
        }
        Some(fragments)
    }

    /// Number of fragments.
    pub fn len(&self) -> usize {
        self.end.len()
    }

    /// The pieces of cell k, each by its ends as fractions of the cell, with the cell it
    /// lands in.
    pub fn of_cell(&self, k: usize) -> impl Iterator<Item = ([f64; 2], usize)> + '_ {
        let mut from = 0.0;
        (self.start[k] as usize..self.start[k + 1] as usize).map(move |i| {
            let ends = [from, self.end[i]];
            from = self.end[i];
            (ends, self.target[i] as usize)
        })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.end.is_empty()
    }

    /// Cuts one monotone piece of a cell; returns the unfolded cell where it ends.
    fn cut_monotone(
        &mut self,
        unfolded: &Unfolded,
        curve: &Curve,
        [x0, x1]: [f64; 2],
        near: i64,
        most: usize,
    ) -> Option<i64> {
        let (from, to) = (curve.at(x0), curve.at(x1));
        let [wall, opposite] = unfolded.grid.domain();
        if !(from.abs().max(to.abs()) < FARTHEST * (opposite - wall)) {
            return None;
        }
        let rising = to >= from;
        let mut place = unfolded.place_near(near, from, rising);
        let mut x = x0;
        loop {
            let edge = unfolded.edge(if rising { place + 1 } else { place });
            if if rising { edge >= to } else { edge <= to } {
                break;
            }
            x = curve.solve(edge, x, x1);
            self.push(x, unfolded.cell(place));
            place += if rising { 1 } else { -1 };
            if self.end.len() >= most {
                return None;
            }
        }
        self.push(x1, unfolded.cell(place));
        Some(place)
    }

    fn push(&mut self, end: f64, target: usize) {
        self.end.push(end);
        self.target.push(target as u32);
    }

    /// Adds `weight` times the image of the `masses` of some cells to `image`: N cells and,
    /// behind them, what the left and the right wall absorb.
    pub fn push_forward(
        &self,
        cells: Range<usize>,
        widths: &[f64],
        masses: &[f64],
        edge_density: &[f64],
        weight: f64,
        image: &mut [f64],
    ) {
        for k in cells {
            let (first, end) = (self.start[k] as usize, self.start[k + 1] as usize);
            if masses[k] == 0.0 || first == end {
                continue;
            }
            let mass = weight * masses[k];
            let h = weight * widths[k];
            let (left, right) = (h * edge_density[k], h * edge_density[k + 1]);
            let last = end - 1;
            let mut before = 0.0;
            for (x, target) in self.end[first..last].iter().zip(&self.target[first..last]) {
                let upto = mass_left_of(*x, mass, left, right);
                // The cubic is monotone up to rounding.
                image[*target as usize] += larger(upto - before, 0.0);
                before = larger(upto, before);
            }
            image[self.target[last] as usize] += larger(mass - before, 0.0);
        }
    }
}

/// A cubic Hermite curve over one cell, x ∈ [0, 1].
struct Curve {
    c: [f64; 4],
}

impl Curve {
    fn new([v0, v1]: [f64; 2], slope: [f64; 2], width: f64) -> Self {
        let (s0, s1) = (slope[0] * width, slope[1] * width);
        let d = v1 - v0;
        Self { c: [v0, s0, 3.0 * d - 2.0 * s0 - s1, s0 + s1 - 2.0 * d] }
    }

    fn at(&self, x: f64) -> f64 {
        let [a, b, c, d] = self.c;
        a + x * (b + x * (c + x * d))
    }

    fn slope(&self, x: f64) -> f64 {
        let [_, b, c, d] = self.c;
        b + x * (2.0 * c + 3.0 * x * d)
    }

    /// The right ends of the pieces on which the curve is monotone.
    fn monotone_ends(&self) -> impl Iterator<Item = f64> + use<> {
        let [_, b, c, d] = self.c;
        // Roots of b + 2cx + 3dx², by the form that loses no digits.
        let disc = c * c - 3.0 * b * d;
        let (mut p, mut q) = (f64::NAN, f64::NAN);
        if disc > 0.0 {
            let t = -(c + disc.sqrt().copysign(c));
            (p, q) = (t / (3.0 * d), b / t);
        }
        if q < p {
            (p, q) = (q, p);
        }
        let inside = |x: f64| (x > 0.0 && x < 1.0).then_some(x);
        [inside(p), inside(q), Some(1.0)].into_iter().flatten()
    }

    /// Where the curve, monotone on [x0, x1], takes the value `y`: Newton's
    /// method, kept within a shrinking bracket.
    fn solve(&self, y: f64, x0: f64, x1: f64) -> f64 {
        let (mut low, mut high) = (x0, x1);
        let (ylow, yhigh) = (self.at(x0), self.at(x1));
        let rising = yhigh >= ylow;
        let span = yhigh - ylow;
        let mut x =
            if span == 0.0 { x1 } else { x0 + (x1 - x0) * ((y - ylow) / span).max(0.0).min(1.0) };
        for _ in 0..60 {
            let miss = self.at(x) - y;
            if (miss > 0.0) == rising {
                high = x;
            } else {
                low = x;
            }
            let slope = self.slope(x);
            let newton = x - miss / slope;
            let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
            let step = (next - x).abs();
            // What Newton's method leaves is the square of its step times half of φ″/φ′.
            let [_, _, c, d] = self.c;
            let left = step * step * (c.abs() + 3.0 * d.abs());
            if step < 1e-15 || next == newton && step < 1e-6 && left < 1e-16 * slope.abs() {
                return next;
            }
            x = next;
        }
        x
    }
}

/// Cell masses carried from one grid to another, and what the new walls, left and right, absorb
/// of them: what lies beyond goes where these send it, as walkers do.
pub fn carried(from: &Grid, masses: &[f64], to: &Grid) -> (Vec<f64>, [f64; 2]) {
    let edge = EdgeDensity::new(from).of(masses);
    let unfolded = Unfolded { grid: to };
    let [left, right] = from.domain();
    let (first, last) = (unfolded.place(left, true), unfolded.place(right, false));
    let mut image = vec![0.0; to.cells() + 2];
    let mut before = 0.0;
    for s in first..=last {
        let upto = cumulative(from, &edge, masses, unfolded.edge(s + 1));
        image[unfolded.cell(s)] += (upto - before).max(0.0);
        before = upto;
    }
    let absorbed = absorbed(&mut image);
    (image, absorbed)
}

/// Takes what the walls have absorbed from behind the cells.
pub fn absorbed(image: &mut Vec<f64>) -> [f64; 2] {
    let right = image.pop().unwrap_or(0.0);
    [image.pop().unwrap_or(0.0), right]
}

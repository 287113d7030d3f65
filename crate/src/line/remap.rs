//! Moving cell masses along maps of the line, exactly conservative.
//!
//! A map cuts each source cell into fragments that land in one target cell each;
//! the mass of a fragment is the difference, at its ends, of the cubic that stands for
//! the cumulative probability of its cell, so what leaves a cell arrives.

use crate::line::edge_density::{EdgeDensity, cumulative, larger, mass_left_of};
use crate::line::grid::Grid;
use crate::line::unfolded::Unfolded;
use std::ops::Range;

/// A map that throws a point farther than this many lengths of the domain is not followed.
const FARTHEST: f64 = 1e6;

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

    /// Whether there are no fragments.
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

//! Where drift outruns noise: the current along its characteristics.
//!
//! Upwinding smears: it adds the diffusion |b|h/2. In long stretches where the
//! true D is far smaller, mass is moved instead by the map that it follows, W to
//! the end of its drift after τ, half of it up and half of it down by √(2Dτ), which
//! has the mean and the variance of the diffusion; the map is applied by
//! [`crate::remap`], of fourth order and without any limit on the step. A
//! semi-Lagrangian scheme in conservative form (compare Lin & Rood 1996), used
//! only on mass that stays in such a stretch for all of τ: by linearity nothing is
//! lost when the rest is left to the faces.

use crate::current::field::Field;
use crate::current::rates::{Coefficients, Rates};
use crate::grid::Grid;
use crate::landscape::Moments;
use crate::remap::Fragments;
use std::ops::Range;

/// Drift outruns noise beyond this Péclet number of a face.
pub const UPWIND: f64 = 2.0;
/// Towards an end of a stretch the part of the mass that follows the map falls
/// linearly to zero over this many cells: a sharp cut would leave one edge sharp
/// and the other smeared by the faces, and their sum uneven.
const RAMP: usize = 8;
/// So many upwind cells in a row make a stretch.
const STRETCH: usize = 4 * RAMP;
/// A noise that moves mass by less than this part of a cell is left out.
const NO_NOISE: f64 = 1e-4;

/// The runs of cells whose inner faces are all upwind.
pub fn stretches(rates: &Rates) -> Vec<Range<usize>> {
    let n = rates.up.len() - 1;
    let mut found = Vec::new();
    let mut start = 0;
    for f in 1..=n {
        if f < n && !(rates.log_ratio[f].abs() < UPWIND) {
            continue;
        }
        if f - start > STRETCH {
            found.push(start..f);
        }
        start = f;
    }
    found
}

/// Increasing numbers as runs of neighbours.
pub fn runs(numbers: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for k in numbers {
        match runs.last_mut() {
            Some(run) if run.end == k => run.end += 1,
            _ => runs.push(k..k + 1),
        }
    }
    runs
}

/// The map of one sub-step and the mass that follows it.
#[derive(Clone, Debug)]
pub struct Transport {
    /// The part of the density at each of the N + 1 edges that follows the map.
    pub part: Vec<f64>,
    /// The runs of cells in which anything follows it.
    pub cells: Vec<Range<usize>>,
    /// The maps, each of equal weight: one without noise, two with it.
    pub maps: Vec<Fragments>,
}

impl Transport {
    /// Follows the drift of the stretches for a time τ, in steps.
    pub fn new(
        stretches: &[Range<usize>],
        field: &Field,
        grid: &Grid,
        c: Coefficients,
        tau: f64,
    ) -> Self {
        let drift = Drift { field, grid, c };
        let n = grid.cells();
        let mut part = vec![0.0; n + 1];
        let mut ends: Vec<Landing> = grid.edges.iter().map(|w| Landing::resting(*w)).collect();
        let mut noisy = false;
        for stretch in stretches {
            let (from, to) = (grid.edges[stretch.start], grid.edges[stretch.end]);
            for i in stretch.start..=stretch.end {
                ends[i] = drift.landing(i, tau);
                noisy |= ends[i].noise > NO_NOISE * (to - from) / stretch.len() as f64;
            }
            // At a wall of the domain there is nothing to leave to.
            let stays = |i: &usize| {
                let l = &ends[*i];
                (stretch.start == 0 || l.at - l.noise >= from)
                    && (stretch.end == n || l.at + l.noise <= to)
            };
            let first = (stretch.start..=stretch.end).find(stays);
            let last = (stretch.start..=stretch.end).rev().find(stays);
            let (Some(first), Some(last)) = (first, last) else { continue };
            let ramp = |distance: usize| distance as f64 / RAMP as f64;
            for i in first..=last {
                let left = if stretch.start == 0 { 1.0 } else { ramp(i - first) };
                let right = if stretch.end == n { 1.0 } else { ramp(last - i) };
                part[i] = left.min(right).min(1.0);
            }
        }
        let signs: &[f64] = if noisy { &[-1.0, 1.0] } else { &[0.0] };
        let map = |sign: f64| {
            let value = |i: usize| ends[i].at + sign * ends[i].noise;
            let secant = |k: usize| (value(k + 1) - value(k)) / grid.widths[k];
            // Characteristics do not cross; where a cell cannot show how steeply they
            // part, the cubic must still stay between its ends (Fritsch & Carlson 1980).
            let slope = |i: usize, k: usize| {
                let steepest = 3.0 * secant(k).max(0.0);
                (ends[i].slope + sign * ends[i].noise_slope).max(0.0).min(steepest)
            };
            let cell = |k: usize| {
                let follows = part[k] > 0.0 || part[k + 1] > 0.0;
                follows.then(|| ([value(k), value(k + 1)], [slope(k, k), slope(k + 1, k)]))
            };
            Fragments::cut(grid, cell, usize::MAX)
        };
        // A drift that ends within the walls never reaches beyond the limits of a cut.
        let maps: Vec<Fragments> = signs.iter().filter_map(|sign| map(*sign)).collect();
        debug_assert_eq!(maps.len(), signs.len());
        let follows = |k: &usize| part[*k] > 0.0 || part[*k + 1] > 0.0;
        let cells = runs((0..n).filter(follows));
        Self { part, cells, maps }
    }

    /// The part of the mass of cell `k` that follows the map.
    pub fn part_of(&self, k: usize) -> f64 {
        0.5 * (self.part[k] + self.part[k + 1])
    }
}

/// Where an edge has drifted to, and how far noise spreads it from there.
#[derive(Clone, Copy, Debug)]
struct Landing {
    at: f64,
    slope: f64,
    noise: f64,
    noise_slope: f64,
}

impl Landing {
    fn resting(at: f64) -> Self {
        Self { at, slope: 1.0, noise: 0.0, noise_slope: 0.0 }
    }
}

/// The drift of the stochastic differential equation of the current,
/// −T(G + [T/2 G G′]) + a ½T²(S²)′/B, between the edges by cubic interpolation.
struct Drift<'a> {
    field: &'a Field,
    grid: &'a Grid,
    c: Coefficients,
}

impl Drift<'_> {
    /// Drift and its slope at `w` in cell `k`.
    fn at(&self, k: usize, w: f64) -> (f64, f64) {
        let (left, right) = (&self.field.edges[k], &self.field.edges[k + 1]);
        let h = self.grid.widths[k];
        let x = (w - self.grid.edges[k]) / h;
        let cubic = |v: fn(&Moments) -> f64, d: fn(&Moments) -> f64| {
            hermite(x, h, [v(left), v(right)], [d(left), d(right)])
        };
        let t = self.c.learning_rate;
        let [g, dg, ddg] = cubic(|m| m.gradient, |m| m.gradient_slope);
        let (mut drift, mut slope) = (-t * g, -t * dg);
        if self.c.second_order {
            drift -= 0.5 * t * t * g * dg;
            slope -= 0.5 * t * t * (dg * dg + g * ddg);
        }
        if self.c.convention > 0.0 {
            let [_, ds2, dds2] = cubic(|m| m.variance, |m| m.variance_slope);
            let half = self.c.convention * 0.5 * t * t / self.c.batch_size;
            drift += half * ds2;
            slope += half * dds2;
        }
        (drift, slope)
    }

    /// Where edge `i` is after τ: Runge & Kutta's fourth-order step for the path
    /// and for the logarithm of its slope, stopped at the walls.
    fn landing(&self, i: usize, tau: f64) -> Landing {
        let [from, to] = self.grid.domain();
        let start = self.grid.edges[i];
        let mut k = i.min(self.grid.cells() - 1);
        let mut at = |w: f64| {
            let w = w.max(from).min(to);
            while w < self.grid.edges[k] {
                k -= 1;
            }
            while k + 1 < self.grid.cells() && w > self.grid.edges[k + 1] {
                k += 1;
            }
            self.at(k, w)
        };
        let steps = (4.0 * tau * at(start).1.abs()).ceil().max(1.0).min(64.0);
        let dt = tau / steps;
        let (mut w, mut log_slope) = (start, 0.0);
        for _ in 0..steps as usize {
            let (b1, s1) = at(w);
            let (b2, s2) = at(w + 0.5 * dt * b1);
            let (b3, s3) = at(w + 0.5 * dt * b2);
            let (b4, s4) = at(w + dt * b3);
            w = (w + dt / 6.0 * (b1 + 2.0 * b2 + 2.0 * b3 + b4)).max(from).min(to);
            log_slope += dt / 6.0 * (s1 + 2.0 * s2 + 2.0 * s3 + s4);
        }
        let m = &self.field.edges[i];
        let t2 = self.c.learning_rate * self.c.learning_rate * tau / self.c.batch_size;
        let noise = (t2 * m.variance).sqrt();
        let noise_slope = if noise > 0.0 { 0.5 * t2 * m.variance_slope / noise } else { 0.0 };
        let slope = if w == from || w == to { 0.0 } else { log_slope.exp() };
        Landing { at: w, slope, noise, noise_slope }
    }
}

/// Value and first two derivatives of the cubic Hermite interpolant.
fn hermite(x: f64, h: f64, [v0, v1]: [f64; 2], slopes: [f64; 2]) -> [f64; 3] {
    let (s0, s1) = (h * slopes[0], h * slopes[1]);
    let d = v1 - v0;
    let (c, e) = (3.0 * d - 2.0 * s0 - s1, s0 + s1 - 2.0 * d);
    [
        v0 + x * (s0 + x * (c + x * e)),
        (s0 + x * (2.0 * c + 3.0 * x * e)) / h,
        (2.0 * c + 6.0 * x * e) / (h * h),
    ]
}

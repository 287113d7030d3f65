//! The paths of the drift, and the noise gathered on them.
//!
//! The map of a time τ is that of a short time, one step of Runge & Kutta's for every
//! edge, followed by itself again and again: every edge takes the same steps, so
//! that the map is as smooth as the drift.

use crate::landscape::Moments;
use crate::line::current::field::Field;
use crate::line::current::rates::Coefficients;
use crate::line::grid::Grid;
use std::ops::Range;

/// The map is followed so many times for each e-fold of its steepest slope.
const PER_SLOPE: f64 = 2.0;
/// The map is followed this many times at most.
const MOST_TIMES: f64 = 400.0;
/// How often the time of one Runge–Kutta step is doubled. With a slope of 1/32 in the time of that
/// step, the path is exact to 10⁻⁸ of its length.
const DOUBLINGS: usize = 4;
/// Noise is followed where its sd changes by less than this part of itself over a way of one sd.
const MOST_UNEVEN: f64 = 0.35;

/// Where an edge has drifted to, how far its neighbourhood is stretched there, and
/// the variance of the noise gathered on the way.
#[derive(Clone, Copy, Debug)]
pub struct Landing {
    /// Where the edge has drifted to, W.
    pub at: f64,
    /// ∂at/∂start.
    pub slope: f64,
    /// Variance of the noise gathered on the way, W².
    pub variance: f64,
}

impl Landing {
    /// The sd of the noise, W.
    pub fn noise(&self) -> f64 {
        self.variance.sqrt()
    }
}

/// The drift of the stochastic differential equation of the current,
/// −T(G + [T/2 G G′]) + a ½T²(S²)′/B, between the edges by cubic interpolation.
pub struct Drift<'a> {
    /// G and S² at the edges.
    pub field: &'a Field,
    /// The cells.
    pub grid: &'a Grid,
    /// T, B, a.
    pub c: Coefficients,
}

impl Drift<'_> {
    /// Drift and its slope at `w` in cell `k`.
    pub fn at(&self, k: usize, w: f64) -> (f64, f64) {
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

    /// Drift at the centre of cell `k`, W/step, and the variance of one step's noise there, W².
    pub fn middle(&self, k: usize) -> (f64, f64) {
        let t = self.c.learning_rate;
        let variance = t * t / self.c.batch_size * self.field.centres[k].variance;
        (self.at(k, self.grid.centres[k]).0, variance)
    }

    /// Whether the noise of a time τ at edge `i` is wider than a cell and changes along itself
    /// by more than the linear course of a variance can tell.
    pub fn is_uneven(&self, i: usize, tau: f64) -> bool {
        let (t, here) = (self.c.learning_rate, &self.field.edges[i]);
        let noise = tau * t * t / self.c.batch_size;
        let (variance, slope) = (noise * here.variance, 0.5 * noise * here.variance_slope);
        let cell = self.grid.widths[i.min(self.grid.cells() - 1)];
        variance > cell * cell && slope * slope > MOST_UNEVEN * MOST_UNEVEN * variance
    }

    /// Where the edges of some runs of cells are after τ; all others rest.
    pub fn landings(&self, cells: impl Iterator<Item = Range<usize>>, tau: f64) -> Vec<Landing> {
        let mut edges: Vec<usize> = cells.flat_map(|run| run.start..=run.end).collect();
        edges.dedup();
        let steepest = edges.iter().fold(0.0_f64, |most, i| most.max(self.at_edge(*i).1.abs()));
        let times = (PER_SLOPE * tau * steepest).ceil().max(1.0).min(MOST_TIMES);
        let short = tau / times / f64::from(1_u32 << DOUBLINGS);
        let resting = |w: &f64| Landing { at: *w, slope: 1.0, variance: 0.0 };
        let mut map: Vec<Landing> = self.grid.edges.iter().map(resting).collect();
        for i in &edges {
            map[*i] = self.landing(*i, short);
        }
        let mut whole = map.clone();
        for round in 1..DOUBLINGS + times as usize {
            // In the first rounds the map is followed by itself, which doubles its time; in the
            // later ones by the map of that time.
            let doubling = round <= DOUBLINGS;
            let mut k = 0;
            for i in &edges {
                whole[*i] = self.followed(whole[*i], &map, &mut k);
            }
            if doubling {
                map.clone_from(&whole);
            }
        }
        // Beside a pole the noise may be wider than the domain, or NaN.
        let [from, to] = self.grid.domain();
        for landing in &mut whole {
            landing.variance = landing.variance.min((to - from) * (to - from));
        }
        whole
    }

    /// Drift and its slope at edge `i`.
    fn at_edge(&self, i: usize) -> (f64, f64) {
        self.at(i.min(self.grid.cells() - 1), self.grid.edges[i])
    }

    /// Where edge `i` is after a short time: Runge & Kutta's fourth-order step for
    /// the path and for the logarithm of its slope, stopped at the walls.
    fn landing(&self, i: usize, dt: f64) -> Landing {
        let [from, to] = self.grid.domain();
        let start = self.grid.edges[i];
        let mut k = i.min(self.grid.cells() - 1);
        let mut at = |w: f64| {
            let w = w.max(from).min(to);
            k = self.cell_near(k, w);
            self.at(k, w)
        };
        let (b1, s1) = at(start);
        let (b2, s2) = at(start + 0.5 * dt * b1);
        let (b3, s3) = at(start + 0.5 * dt * b2);
        let (b4, s4) = at(start + dt * b3);
        let w = (start + dt / 6.0 * (b1 + 2.0 * b2 + 2.0 * b3 + b4)).max(from).min(to);
        let slope = (dt / 6.0 * (s1 + 2.0 * s2 + 2.0 * s3 + s4)).exp();
        // The trapezoidal rule: noise added at the start is stretched on the whole way, noise
        // added at the end not at all.
        let noise = |k: usize| self.field.edges[k].variance;
        let x = ((w - self.grid.edges[k]) / self.grid.widths[k]).max(0.0).min(1.0);
        let there = noise(k) + x * (noise(k + 1) - noise(k));
        let t = self.c.learning_rate;
        let t2 = t * t * dt / self.c.batch_size;
        let variance = 0.5 * t2 * (noise(i) * slope * slope + there);
        Landing { at: w, slope: if w == from || w == to { 0.0 } else { slope }, variance }
    }

    /// A landing, followed by a map of all the edges. The cell found is left in `k`.
    fn followed(&self, first: Landing, then: &[Landing], k: &mut usize) -> Landing {
        *k = self.cell_near(*k, first.at);
        let h = self.grid.widths[*k];
        let x = (first.at - self.grid.edges[*k]) / h;
        let (l, r) = (then[*k], then[*k + 1]);
        let [from, to] = self.grid.domain();
        let [at, slope, _] = hermite(x, h, [l.at, r.at], [l.slope, r.slope]);
        let gathered = l.variance + x * (r.variance - l.variance);
        Landing {
            at: at.max(from).min(to),
            slope: first.slope * slope,
            variance: slope * slope * first.variance + gathered,
        }
    }

    /// The cell of `w` between the walls, looked for from cell `k` on.
    fn cell_near(&self, mut k: usize, w: f64) -> usize {
        while w < self.grid.edges[k] {
            k -= 1;
        }
        while k + 1 < self.grid.cells() && w > self.grid.edges[k + 1] {
            k += 1;
        }
        k
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

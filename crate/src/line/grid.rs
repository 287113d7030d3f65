//! The grid: cells that crowd where the gradients change fast.
//!
//! Space, not time, limits the accuracy of the current: on the pit the mass
//! stands in a peak that two even cells cover. A fifth of the cells is spread
//! evenly over the domain, the rest in proportion to the variation of the gradients,
//! mean_j |g_j′|, smoothed so that neighbouring cells stay alike (equidistribution
//! with a smoothed monitor function: Huang & Russell, *Adaptive Moving Mesh
//! Methods*, 2011, §2.4). Where the gradients change evenly, so does the grid:
//! quadratic losses get even cells. An edge stands on each break of the gradients, and
//! on each point that nothing passes.

use crate::error::{Error, Result};
use crate::landscape::{Landscape, Moments};
use crate::scenario::{Sampling, Scenario};
use crate::search::bisect;
use crate::walls::Walls;
use std::f64::consts::{PI, SQRT_2};

/// Where the gradients are probed to place the cells.
const PROBES: usize = 4096;
/// Evaluations of a gradient that the probing may cost.
const MOST_EVALUATIONS: usize = 1 << 19;
/// Share of the cells that follows the variation of the gradients.
const SHARE: f64 = 0.8;
/// Smoothing length of the monitor as a part of the domain.
const SMOOTHING: f64 = 0.004;

/// Probes for places where the mean gradient is 0.
const MOST_RESTS: usize = 256;
/// Around a place of rest more cells reach this many times as far as W goes within an epoch, T S √n/B.
const EPOCHS: f64 = 1.5;
/// They do so only if that is less than this part of the domain.
const WIDE: f64 = 0.2;

/// N cells between two walls.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// N + 1 edges, increasing, in units of W.
    pub edges: Vec<f64>,
    /// N centres.
    pub centres: Vec<f64>,
    /// N widths.
    pub widths: Vec<f64>,
    /// What the walls do.
    pub walls: Walls,
}

impl Grid {
    /// The grid of a scenario whose landscape is `landscape`. SGD without replacement gets
    /// half of the cells where it comes to rest: the noise of an epoch cancels itself, so that the
    /// spread that is left, of order T^{3/2}, is narrower than what W goes within an epoch, T S √n.
    ///
    /// # Errors
    /// As [`Grid::new`].
    pub fn of(scenario: &Scenario, landscape: &Landscape) -> Result<Self> {
        let Scenario { domain, cells, walls, .. } = *scenario;
        if scenario.sampling == Sampling::Replace {
            return Ok(Self { walls, ..Self::new(landscape, domain, cells)? });
        }
        let epoch = scenario.learning_rate * (landscape.datapoints() as f64).sqrt()
            / scenario.batch_size as f64;
        let foci = rests(landscape, domain)
            .into_iter()
            .map(|w| (w, EPOCHS * epoch * landscape.moments(w).variance.sqrt()))
            .filter(|(_, reach)| *reach > 0.0 && *reach < WIDE * (domain[1] - domain[0]))
            .collect::<Vec<_>>();
        Ok(Self { walls, ..Self::focused(landscape, domain, cells, &foci)? })
    }

    /// `cells` cells on `domain`, crowded for `landscape`, with an edge on each
    /// of its breaks, between walls that reflect.
    ///
    /// # Errors
    /// [`Error::NotFinite`] where the landscape has no finite gradient.
    pub fn new(landscape: &Landscape, domain: [f64; 2], cells: usize) -> Result<Self> {
        Self::focused(landscape, domain, cells, &[])
    }

    /// The same, where `foci` are places W, each with a reach in W, around which the cells lie closer:
    /// they get half of all cells.
    fn focused(
        landscape: &Landscape,
        domain: [f64; 2],
        cells: usize,
        foci: &[(f64, f64)],
    ) -> Result<Self> {
        let [from, to] = domain;
        let mut cuts = vec![from];
        cuts.extend(
            landscape.breaks().iter().copied().filter(|b| (from..to).contains(b) && *b > from),
        );
        cuts.push(to);
        let mut monitors = Vec::new();
        for cut in cuts.windows(2) {
            let part = (cut[1] - cut[0]) / (to - from);
            let mut monitor = Monitor::new(landscape, [cut[0], cut[1]], part)?;
            for (w, reach) in foci {
                monitor.crowd(*w, *reach, (to - from) / foci.len() as f64);
            }
            monitors.push(monitor);
        }
        let total: f64 = monitors.iter().map(Monitor::total).sum();
        let mut edges = vec![from];
        let (mut placed, mut weight, mut left) = (0, 0.0, monitors.len());
        for monitor in &monitors {
            weight += monitor.total();
            // Whole cells on each side of a break, at least one on this and on those to come.
            left -= 1;
            let upto = (cells as f64 * weight / total).round() as usize;
            let upto = upto.min(cells.saturating_sub(left)).max(placed + 1);
            monitor.place(upto - placed, &mut edges);
            placed = upto;
        }
        stand_on_walls(landscape, &mut edges);
        Ok(Self::of_edges(edges))
    }

    /// The grid with these edges, between walls that reflect.
    pub fn of_edges(edges: Vec<f64>) -> Self {
        let centres = edges.windows(2).map(|e| 0.5 * (e[0] + e[1])).collect();
        let widths = edges.windows(2).map(|e| e[1] - e[0]).collect();
        Self { edges, centres, widths, walls: Walls::Reflect }
    }

    /// N.
    pub fn cells(&self) -> usize {
        self.centres.len()
    }

    /// The walls.
    pub fn domain(&self) -> [f64; 2] {
        [self.edges[0], self.edges[self.cells()]]
    }

    /// The cell that holds `w`; what lies beyond a wall counts to the last cell.
    pub fn cell_of(&self, w: f64) -> usize {
        self.edges[1..self.cells()].partition_point(|e| *e <= w)
    }

    /// Density, 1/W, of cell masses.
    pub fn density(&self, masses: &[f64]) -> Vec<f64> {
        masses.iter().zip(&self.widths).map(|(m, h)| m / h).collect()
    }
}

/// Puts the nearest inner edge on every point between the edges where G and S² vanish
/// together: nothing passes there, and no cell may lie on both sides of it.
fn stand_on_walls(landscape: &Landscape, edges: &mut [f64]) {
    let n = edges.len() - 1;
    let mut right = landscape.moments(edges[0]);
    for k in 0..n {
        let ends = [edges[k], edges[k + 1]];
        let left = std::mem::replace(&mut right, landscape.moments(ends[1]));
        let Some(lowest) = lowest_noise(landscape, ends, [&left, &right]) else { continue };
        let f = nearer(ends, lowest, k);
        if f > 0 && f < n && landscape.moments(lowest).is_wall(&left, &right) {
            edges[f] = lowest;
            if f == k + 1 {
                right = landscape.moments(lowest);
            }
        }
    }
}

/// The edge of cell `k` that is nearer to `w`.
pub fn nearer(ends: [f64; 2], w: f64, k: usize) -> usize {
    if w - ends[0] < ends[1] - w { k } else { k + 1 }
}

/// The place between two others where S² is lowest, if it may vanish there, judged by the moments at
/// both.
pub fn lowest_noise(
    landscape: &Landscape,
    [low, high]: [f64; 2],
    [left, right]: [&Moments; 2],
) -> Option<f64> {
    if !(left.variance_slope < 0.0 && right.variance_slope > 0.0) {
        return None;
    }
    // What is left of S² at the bottom of a parabola with these slopes. A kink or a flat
    // bottom that touches zero would have less than half of the larger end, too.
    let bend = (right.variance_slope - left.variance_slope) / (high - low);
    let bottom = |m: &Moments| m.variance - 0.5 * m.variance_slope * m.variance_slope / bend;
    if bottom(left).min(bottom(right)) > 0.6 * left.variance.max(right.variance) {
        return None;
    }
    Some(bisect([low, high], &mut |w| landscape.moments(w).variance_slope < 0.0)[1])
}

/// The places where the mean gradient comes to rest between two walls.
fn rests(landscape: &Landscape, [from, to]: [f64; 2]) -> Vec<f64> {
    let pull = |w: f64| landscape.moments(w).gradient;
    let at = |i: usize| from + (to - from) * (i as f64 + 0.5) / MOST_RESTS as f64;
    (1..MOST_RESTS)
        .map(|i| [at(i - 1), at(i)])
        .filter(|[low, high]| pull(*low) < 0.0 && pull(*high) >= 0.0)
        .map(|ends| bisect(ends, &mut |w| pull(w) < 0.0)[1])
        .collect()
}

/// The density of cells wanted between two cuts, at equidistant probes.
struct Monitor {
    from: f64,
    to: f64,
    step: f64,
    wanted: Vec<f64>,
}

impl Monitor {
    fn new(landscape: &Landscape, [from, to]: [f64; 2], part: f64) -> Result<Self> {
        let n = landscape.datapoints();
        let probes = landscape.probes(PROBES, MOST_EVALUATIONS);
        let step = (to - from) / probes as f64;
        // At the middle of each interval: a break at either end is not met.
        let places = (0..probes).map(|i| from + (i as f64 + 0.5) * step);
        landscape.check(places.clone())?;
        let variation: Vec<f64> = places
            .map(|w| (0..n).map(|j| landscape.loss(j, w).bend.abs()).sum::<f64>() / n as f64)
            .collect();
        let mut variation = smoothed(&variation, SMOOTHING * probes as f64 / part);
        let mean = variation.iter().sum::<f64>() / probes as f64;
        if !mean.is_finite() {
            return Err(Error::NotFinite {
                field: "landscape".into(),
                what: "the gradient",
                at: from,
            });
        }
        for v in &mut variation {
            let relative = if mean > 0.0 { *v / mean } else { 1.0 };
            *v = (1.0 - SHARE) + SHARE * relative;
        }
        // Each side of a break is served in proportion to its length: the wells
        // are one another's copies and need the same number of cells per width.
        Ok(Self { from, to, step, wanted: variation })
    }

    /// Adds to the density of cells around `w`, within `reach`, as many as even cells would have on
    /// `length`.
    fn crowd(&mut self, w: f64, reach: f64, length: f64) {
        // ∫dx/(1 + x⁴) = π/√2.
        let height = length / (reach * PI / SQRT_2);
        for (i, wanted) in self.wanted.iter_mut().enumerate() {
            let x = (self.from + (i as f64 + 0.5) * self.step - w) / reach;
            *wanted += height / (1.0 + x.powi(4));
        }
    }

    fn total(&self) -> f64 {
        self.wanted.iter().sum::<f64>() * self.step
    }

    /// Appends the right edges of `cells` cells that hold equal parts of the
    /// monitor. Between the middles of two intervals the monitor is taken
    /// linear, so that the widths change smoothly.
    fn place(&self, cells: usize, edges: &mut Vec<f64>) {
        let n = self.wanted.len();
        let at_node = |i: usize| match i {
            0 => self.wanted[0],
            i if i == n => self.wanted[n - 1],
            i => 0.5 * (self.wanted[i - 1] + self.wanted[i]),
        };
        let part = |i: usize| 0.5 * (at_node(i) + at_node(i + 1)) * self.step;
        let total: f64 = (0..n).map(part).sum();
        let (mut i, mut before) = (0, 0.0);
        for c in 1..cells {
            let target = total * c as f64 / cells as f64;
            while i + 1 < n && before + part(i) < target {
                before += part(i);
                i += 1;
            }
            // The part of an interval, in which the monitor is linear, by the
            // stable root of a quadratic.
            let (left, right) = (at_node(i), at_node(i + 1));
            let rest = (target - before) / self.step;
            let x =
                2.0 * rest / (left + (left * left + 2.0 * (right - left) * rest).max(0.0).sqrt());
            edges.push(self.from + (i as f64 + x.max(0.0).min(1.0)) * self.step);
        }
        edges.push(self.to);
    }
}

/// (1 − λ²∂²)⁻¹ f with reflecting ends, λ in samples: two first-order filters,
/// forth and back.
fn smoothed(f: &[f64], length: f64) -> Vec<f64> {
    let keep = (-1.0 / length).exp();
    let mut out = f.to_vec();
    for _ in 0..2 {
        for pass in 0..2 {
            // A run over the mirrored line settles the filter before it counts.
            let mut state =
                out.iter().rev().fold(out[out.len() - 1], |s, x| s + (1.0 - keep) * (x - s));
            for x in &mut out {
                state += (1.0 - keep) * (*x - state);
                *x = state;
            }
            if pass == 0 {
                out.reverse();
            }
        }
        out.reverse();
    }
    out
}

//! Where drift outruns noise: the current along its characteristics.
//!
//! Upwinding smears: it adds the diffusion |b|h/2. In long stretches where the
//! true D is far smaller, mass is moved instead by the map that it follows, W to
//! the end x(τ) of its drift, and spread by the variance v that the noise of the way adds,
//! v′ = 2D(x) + 2b′(x)v: as heat ([`super::heat`]) in a stretch where that is somewhere wider
//! than a cell, elsewhere by Gauss & Hermite's three points. The map is applied by [`crate::line::remap`], of fourth order and without any limit on the step.
//! A semi-Lagrangian scheme in conservative form (compare Lin & Rood 1996), used
//! only on mass that stays in such a stretch for all of τ: by linearity nothing is
//! lost when the rest is left to the faces.
//!
//! The map itself is that of a short time, one step of Runge & Kutta's for every
//! edge, followed by itself again and again: every edge takes the same steps, so
//! that the map is as smooth as the drift.

use crate::landscape::Moments;
use crate::line::current::field::Field;
use crate::line::current::heat::Heat;
use crate::line::current::rates::{Coefficients, Rates};
use crate::line::grid::Grid;
use crate::line::remap::Fragments;
use std::ops::Range;

/// Drift outruns noise beyond this Péclet number of a face, where the faces add 30 %
/// to the noise,
const UPWIND: f64 = 2.0;
/// and beyond this one, where they add 2 %, if one step's drift, squared, is so many
/// times the variance of its noise, or if that noise moves mass by less than a cell,
/// where the faces cannot be made sharper ([`super::evolve`]).
const MILD: f64 = 0.5;
const FAR: f64 = 4.0;
/// Towards an end of a stretch the part of the mass that follows the map falls
/// smoothly to zero over this part of it: a sharp cut would leave one edge sharp
/// and the other smeared by the faces, and their sum uneven.
const RAMP: f64 = 1.0 / 16.0;
/// But over so many cells at least
const SHORTEST: f64 = 8.0;
/// and at most: the smear of the faces spans fewer.
const LONGEST: f64 = 200.0;
/// So many upwind cells in a row make a stretch.
const STRETCH: usize = 32;
/// The map is followed so many times for each e-fold of its steepest slope.
const PER_SLOPE: f64 = 2.0;
/// And so many times at most.
const MOST_TIMES: f64 = 400.0;
/// So often the time of one Runge–Kutta step is doubled: with a slope of 1/32 in that
/// time the path is exact to 10⁻⁸ of its length.
const DOUBLINGS: usize = 4;
/// What heat spreads counts as staying in a stretch if so many sd of it do.
const TAIL: f64 = 2.5;
/// Beyond this ratio of drift, squared, to noise a stretch is one at any Péclet number.
const ALWAYS: f64 = 16.0;
/// A noise that moves mass by less than this part of a cell is left out.
const NO_NOISE: f64 = 2e-5;

/// The runs of cells across all of whose inner faces drift outruns noise.
pub fn stretches(rates: &Rates, grid: &Grid) -> Vec<Range<usize>> {
    let n = grid.cells();
    let mut found = Vec::new();
    let mut start = 0;
    for f in 1..=n {
        if f < n && outruns(rates, grid, f) {
            continue;
        }
        if f - start > STRETCH {
            found.push(start..f);
        }
        start = f;
    }
    found
}

/// Whether drift outruns noise across face `f`. At a low Péclet number the faces are exact,
/// and the exponential takes what a step's drift exceeds its noise by; far beyond, it would
/// take many sub-steps, and the linear noise of the transport is the smaller error.
fn outruns(rates: &Rates, grid: &Grid, f: usize) -> bool {
    let peclet = rates.log_ratio[f].abs();
    let (up, down) = (rates.up[f], rates.down[f]);
    let spread = (grid.centres[f] - grid.centres[f - 1]) * (up + down);
    let cell = grid.widths[f] * grid.widths[f];
    let mild = (up - down) * (up - down) >= FAR * spread || spread < cell;
    (up - down) * (up - down) >= ALWAYS * spread || peclet >= UPWIND || peclet >= MILD && mild
}

/// Increasing numbers as runs of neighbours.
pub fn runs(numbers: &mut dyn Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for k in numbers {
        match runs.last_mut() {
            Some(run) if run.end == k => run.end += 1,
            _ => runs.push(k..k + 1),
        }
    }
    runs
}

/// How the noise of a cell's way is added to what lands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Noise {
    /// Not at all.
    None,
    /// By three points: no density on the cells is narrower than they are apart.
    Narrow,
    /// As heat.
    Wide,
}

/// The map of one sub-step and the mass that follows it.
#[derive(Clone, Debug)]
pub struct Transport {
    /// The part of the density at each of the N + 1 edges that follows the map.
    pub part: Vec<f64>,
    /// The runs of cells in which anything follows it.
    pub cells: Vec<Range<usize>>,
    /// The maps with their weights: one of the cells without noise, three of those with it.
    pub maps: Vec<(f64, Fragments)>,
    /// The runs of cells whose noise is spread as heat.
    pub wide: Vec<Range<usize>>,
    /// The map of these.
    pub landed: Fragments,
    /// What spreads what lands, one run after another.
    pub heat: Heat,
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
        let ends = drift.landings(stretches, tau);
        let root = 3.0_f64.sqrt();
        let mut noises = vec![Noise::None; n];
        for stretch in stretches {
            let (from, to) = (grid.edges[stretch.start], grid.edges[stretch.end]);
            // One way for all of a stretch: a cut between two would show.
            let wider = |i: usize| ends[i].noise() > grid.widths[grid.cell_of(ends[i].at)];
            let wide = (stretch.start..=stretch.end).any(wider);
            let way = if wide { Noise::Wide } else { Noise::Narrow };
            for k in stretch.clone() {
                if ends[k].noise() + ends[k + 1].noise() > NO_NOISE * grid.widths[k] {
                    noises[k] = way;
                }
            }
            // At a wall of the domain there is nothing to leave to.
            let stays = |i: &usize| {
                let l = &ends[*i];
                let noise = if wide { TAIL } else { root } * l.noise();
                (stretch.start == 0 || l.at - noise >= from)
                    && (stretch.end == n || l.at + noise <= to)
            };
            let first = (stretch.start..=stretch.end).find(stays);
            let last = (stretch.start..=stretch.end).rev().find(stays);
            let (Some(first), Some(last)) = (first, last) else { continue };
            let length = ((last - first) as f64 * RAMP).max(SHORTEST).min(LONGEST);
            let ramp = |distance: usize| {
                let x = (distance as f64 / length).min(1.0);
                x * x * (3.0 - 2.0 * x)
            };
            for i in first..=last {
                let left = if stretch.start == 0 { 1.0 } else { ramp(i - first) };
                let right = if stretch.end == n { 1.0 } else { ramp(last - i) };
                part[i] = left.min(right);
            }
        }
        let follows = |k: usize| part[k] > 0.0 || part[k + 1] > 0.0;
        let map = |sign: f64, with: Noise| {
            let value = |i: usize| ends[i].at + sign * ends[i].noise();
            let secant = |k: usize| (value(k + 1) - value(k)) / grid.widths[k];
            // Characteristics do not cross; where a cell cannot show how steeply they
            // part, the cubic must still stay between its ends (Fritsch & Carlson 1980).
            let slope = |i: usize, k: usize| {
                let steepest = 3.0 * secant(k).max(0.0);
                let (a, b) = (i.saturating_sub(1), (i + 1).min(n));
                let noise = (ends[b].noise() - ends[a].noise()) / (grid.edges[b] - grid.edges[a]);
                (ends[i].slope + sign * noise).max(0.0).min(steepest)
            };
            let cell = |k: usize| {
                (follows(k) && noises[k] == with)
                    .then(|| ([value(k), value(k + 1)], [slope(k, k), slope(k + 1, k)]))
            };
            // A drift that ends within the walls never reaches beyond the limits of a cut.
            Fragments::cut(grid, &cell, usize::MAX).unwrap_or_default()
        };
        let mut maps = vec![(1.0, map(0.0, Noise::None))];
        if noises.contains(&Noise::Narrow) {
            // Gauss & Hermite's rule: the first five moments of the normal.
            maps.extend(
                [(-root, 1.0 / 6.0), (0.0, 2.0 / 3.0), (root, 1.0 / 6.0)]
                    .map(|(sign, weight)| (weight, map(sign, Noise::Narrow))),
            );
        }
        let cells = runs(&mut (0..n).filter(|k| follows(*k)));
        let wide = runs(&mut (0..n).filter(|k| follows(*k) && noises[*k] == Noise::Wide));
        let landings = |run: &Range<usize>| {
            ends[run.start..=run.end].iter().map(|l| (l.at, l.variance)).collect()
        };
        let heat = Heat::new(grid, &wide.iter().map(landings).collect::<Vec<_>>());
        let landed = map(0.0, Noise::Wide);
        Self { part, cells, maps, wide, landed, heat }
    }

    /// The part of the mass of cell `k` that follows the map.
    pub fn part_of(&self, k: usize) -> f64 {
        0.5 * (self.part[k] + self.part[k + 1])
    }
}

/// Where an edge has drifted to, how far its neighbourhood is stretched there, and
/// the variance of the noise gathered on the way.
#[derive(Clone, Copy, Debug)]
struct Landing {
    at: f64,
    slope: f64,
    variance: f64,
}

impl Landing {
    fn noise(&self) -> f64 {
        self.variance.sqrt()
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

    /// Where the edges of the stretches are after τ; all others rest.
    fn landings(&self, stretches: &[Range<usize>], tau: f64) -> Vec<Landing> {
        let mut edges: Vec<usize> = Vec::new();
        for stretch in stretches {
            edges.extend(stretch.start..=stretch.end);
        }
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
            // First the map after itself, then, its time doubled so often, after the whole.
            let doubling = round <= DOUBLINGS;
            let mut k = 0;
            for i in &edges {
                whole[*i] = self.followed(whole[*i], &map, &mut k);
            }
            if doubling {
                map.clone_from(&whole);
            }
        }
        // Beside a pole noise may outgrow the domain, or be no number.
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
        // The noise of the start is stretched on the whole way, that of the end not
        // at all: the trapezoidal rule.
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

//! The post's point rule as an exact map of densities: in one step a point at W
//! spreads to a normal of mean W − TG(W) and variance T²S²(W)/B, mirrored at the
//! walls. Discrete in time like SGD, normal in its noise like the current, it
//! tells the two errors of the continuum apart.
//!
//! Where the normal is wider than the image of a cell, the density of the cell is taken
//! at two Gauss points (exact for a cubic; both weights ≥ 0 by the limiter of
//! [`crate::line::remap`]), and each is spread by its normal ([`super::spread`]). Of cells far
//! smaller than their normals a panel is taken together: as a function of where mass
//! starts its normal is then smooth, so that the mass of all Gauss points can be put on
//! eight Chebyshev nodes by the weights with which values at those nodes would be
//! interpolated (the transpose of interpolation; Dutt & Rokhlin 1993).
//!
//! Where the normal is narrower, the cell is moved as a whole by the maps
//! W − TG + xTS, x the nodes of the rule of Gauss & Hermite that shares the normal's
//! first nine moments (or five, where noise moves mass by less than a quarter of a cell).
//!
//! Cost of a step: proportional to the cells, whatever the noise.

use crate::error::Result;
use crate::landscape::{Landscape, Moments};
use crate::line::current::field::Field;
use crate::line::edge_density::EdgeDensity;
use crate::line::grid::Grid;
use crate::line::remap::Fragments;
use crate::line::sgd::spread::{Normal, Spread};
use crate::line::sgd::transfer::too_far;
use crate::scenario::Scenario;
use std::f64::consts::PI;
use std::ops::Range;

/// Fragments that a map of the narrow cells may have.
const MOST_FRAGMENTS: usize = 2_000_000;
/// A normal is wide from this many images of a cell on: coarser, the Gauss points of
/// neighbouring cells would show as a ripple of e^(−2π²·1.2²).
const WIDE: f64 = 1.2;
/// Noise that moves mass by less than this part of a cell is a rule of three points.
const FAINT: f64 = 0.25;
/// Noise that moves mass by less than this part of a cell is left out: a single point.
const NO_NOISE: f64 = 1e-7;
/// Nodes of a panel.
const NODES: usize = 8;
/// Cells that a panel may have, most first. Smaller ones would not pay.
const PANELS: [usize; 5] = [256, 128, 64, 32, 16];
/// The normals of a panel may differ in width by this factor, their means by one width.
const ALIKE: f64 = 1.2;
/// How exactly the nodes of a panel must interpolate the normals of its Gauss points, in widths of
/// these normals.
const TOLD: f64 = 3e-7;

/// Nodes and weights of Gauss & Hermite for the standard normal.
const THREE: [(f64, f64); 3] =
    [(-1.732_050_807_568_877, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.732_050_807_568_877, 1.0 / 6.0)];
const FIVE: [(f64, f64); 5] = [
    (-2.856_970_013_872_806, 0.011_257_411_327_720_69),
    (-1.355_626_179_974_266, 0.222_075_922_005_612_66),
    (0.0, 8.0 / 15.0),
    (1.355_626_179_974_266, 0.222_075_922_005_612_66),
    (2.856_970_013_872_806, 0.011_257_411_327_720_69),
];

/// The operator of one step of the point rule on the cell masses of a grid.
#[derive(Clone, Debug)]
pub struct PointRule {
    narrow: Vec<(f64, Fragments)>,
    /// Cells by themselves, with the number of the first of two normals.
    pairs: Vec<(usize, usize)>,
    panels: Vec<Panel>,
    spread: Spread,
    edge_density: EdgeDensity,
    grid: Grid,
    image: Vec<f64>,
}

/// Neighbouring cells whose mass is spread by the same normals.
#[derive(Clone, Debug)]
struct Panel {
    cells: Range<usize>,
    /// The number of the first of its normals.
    first: usize,
    weights: Vec<Weights>,
}

/// The parts of the two Gauss points of a cell that each normal of its panel gets.
type Weights = [[f64; NODES]; 2];

/// How a cell is spread.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Still,
    Faint,
    Narrow,
    Wide,
}

impl PointRule {
    /// Prepares the operator of a scenario.
    ///
    /// # Errors
    /// [`crate::error::Error::Conflict`] on `learningRate` if a step throws mass too far
    /// beyond the walls.
    pub fn new(
        scenario: &Scenario,
        landscape: &Landscape,
        field: &Field,
        grid: &Grid,
    ) -> Result<Self> {
        let n = grid.cells();
        let rule = Rule::new(scenario, landscape, field, grid);
        let kinds: Vec<Kind> = (0..n).map(|k| rule.kind(k)).collect();
        let (mut pairs, mut panels, mut normals) = (Vec::new(), Vec::new(), Vec::new());
        let mut k = 0;
        while k < n {
            if kinds[k] != Kind::Wide {
                k += 1;
                continue;
            }
            let panel = PANELS.iter().find_map(|cells| {
                let all = k..k + cells;
                let wide = all.end <= n && kinds[all.clone()].iter().all(|x| *x == Kind::Wide);
                if wide { rule.panel(all) } else { None }
            });
            if let Some((weights, nodes)) = panel {
                let cells = k..k + weights.len();
                k = cells.end;
                panels.push(Panel { cells, first: normals.len(), weights });
                normals.extend(nodes);
            } else {
                pairs.push((k, normals.len()));
                normals.extend(GAUSS.map(|x| rule.normal(k, x)));
                k += 1;
            }
        }
        let mut narrow = Vec::new();
        for (kind, points) in
            [(Kind::Still, &[(0.0, 1.0)][..]), (Kind::Faint, &THREE), (Kind::Narrow, &FIVE)]
        {
            if !kinds.contains(&kind) {
                continue;
            }
            for (x, weight) in points {
                let values = |k: usize| (kinds[k] == kind).then(|| rule.map(k, *x));
                let map = Fragments::cut(grid, &values, MOST_FRAGMENTS)
                    .ok_or_else(|| too_far(scenario.learning_rate))?;
                narrow.push((*weight, map));
            }
        }
        Ok(Self {
            narrow,
            pairs,
            panels,
            spread: Spread::new(&normals, grid).ok_or_else(|| too_far(scenario.learning_rate))?,
            edge_density: EdgeDensity::new(grid),
            grid: grid.clone(),
            image: vec![0.0; n + 2],
        })
    }

    /// Replaces cell masses by those after one step, and tells what the walls, left and right,
    /// have absorbed. Mass is conserved (the rounding of a step is scaled away) and stays ≥ 0.
    pub fn step(&mut self, masses: &mut [f64]) -> [f64; 2] {
        let edge = self.edge_density.of(masses);
        let widths = &self.grid.widths;
        self.image.fill(0.0);
        self.spread.clear();
        // Half the mass at each Gauss point, tilted by the slope of the density.
        let at_points = |k: usize| {
            let tilt = 3.0_f64.sqrt() / 12.0 * widths[k] * (edge[k + 1] - edge[k]);
            [0.5 * masses[k] - tilt, 0.5 * masses[k] + tilt]
        };
        for (k, first) in &self.pairs {
            if masses[*k] > 0.0 {
                let [a, b] = at_points(*k);
                self.spread.add(*first, a);
                self.spread.add(first + 1, b);
            }
        }
        for panel in &self.panels {
            let mut sum = [0.0; NODES];
            for (k, [left, right]) in panel.cells.clone().zip(&panel.weights) {
                let [a, b] = at_points(k);
                for i in 0..NODES {
                    sum[i] += a * left[i] + b * right[i];
                }
            }
            for (i, mass) in sum.into_iter().enumerate().filter(|(_, mass)| *mass != 0.0) {
                self.spread.add(panel.first + i, mass);
            }
        }
        self.spread.collect(&self.grid, &mut self.image);
        for (weight, map) in &self.narrow {
            map.push_forward(0..masses.len(), widths, masses, &edge, *weight, &mut self.image);
        }
        let (before, after): (f64, f64) = (masses.iter().sum(), self.image.iter().sum());
        let scale = if after > 0.0 { before / after } else { 1.0 };
        for (m, image) in masses.iter_mut().zip(&self.image) {
            *m = image * scale;
        }
        [0, 1].map(|side| scale * self.image[masses.len() + side])
    }
}

/// The two Gauss points of a cell, as parts of its width.
const GAUSS: [f64; 2] = [0.211_324_865_405_187_1, 0.788_675_134_594_812_9];

/// Means and widths of the normals, between the edges of a cell by cubics.
struct Rule<'a> {
    grid: &'a Grid,
    /// The moments at the left and the right end of each cell, which differ at a break.
    ends: Vec<[Moments; 2]>,
    t: f64,
    batch: f64,
}

impl<'a> Rule<'a> {
    fn new(scenario: &Scenario, landscape: &Landscape, field: &Field, grid: &'a Grid) -> Self {
        let right = |k: usize| {
            let w = grid.edges[k + 1];
            let jumps = landscape.breaks().contains(&w);
            if jumps { landscape.moments(w.next_down()) } else { field.edges[k + 1] }
        };
        let ends = (0..grid.cells()).map(|k| [field.edges[k], right(k)]).collect();
        Self { grid, ends, t: scenario.learning_rate, batch: scenario.batch_size as f64 }
    }

    /// The normal of the point at the part `x` of cell `k`.
    fn normal(&self, k: usize, x: f64) -> Normal {
        let [l, r] = &self.ends[k];
        let h = self.grid.widths[k];
        let cubic = |v: [f64; 2], s: [f64; 2]| {
            let (d, s0, s1) = (v[1] - v[0], h * s[0], h * s[1]);
            v[0] + x * (s0 + x * (3.0 * d - 2.0 * s0 - s1 + x * (s0 + s1 - 2.0 * d)))
        };
        let g = cubic([l.gradient, r.gradient], [l.gradient_slope, r.gradient_slope]);
        let s2 = cubic([l.variance, r.variance], [l.variance_slope, r.variance_slope]);
        let mean = self.grid.edges[k] + x * h - self.t * g;
        Normal { mean, sd: self.t * (s2.max(0.0) / self.batch).sqrt() }
    }

    fn kind(&self, k: usize) -> Kind {
        let [a, b, c] = [0.0, 0.5, 1.0].map(|x| self.normal(k, x));
        let image = (b.mean - a.mean).abs() + (c.mean - b.mean).abs();
        let [p, q] = GAUSS.map(|x| self.normal(k, x).sd);
        let h = self.grid.widths[k];
        if p.min(q) >= WIDE * image && p.min(q) > 0.02 * h && p.max(q) <= 2.0 * p.min(q) {
            return Kind::Wide;
        }
        match a.sd.max(b.sd).max(c.sd) / image.max(h) {
            x if x < NO_NOISE => Kind::Still,
            x if x < FAINT => Kind::Faint,
            _ => Kind::Narrow,
        }
    }

    /// Value and slope at both ends of a cell of the map W − TG + xTS.
    fn map(&self, k: usize, x: f64) -> ([f64; 2], [f64; 2]) {
        let t = self.t;
        let ends = [0, 1].map(|side| {
            let m = &self.ends[k][side];
            let sd = t * (m.variance / self.batch).sqrt();
            let slope_of_sd =
                if sd > 0.0 { 0.5 * t * t * m.variance_slope / (sd * self.batch) } else { 0.0 };
            let w = self.grid.edges[k + side];
            (w - t * m.gradient + x * sd, 1.0 - t * m.gradient_slope + x * slope_of_sd)
        });
        ([ends[0].0, ends[1].0], [ends[0].1, ends[1].1])
    }

    /// The weights and nodes of a panel, if its nodes tell all of its normals.
    fn panel(&self, cells: Range<usize>) -> Option<(Vec<Weights>, [Normal; NODES])> {
        let (from, to) = (self.grid.edges[cells.start], self.grid.edges[cells.end]);
        let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
        let at: [f64; NODES] =
            std::array::from_fn(|i| -(PI * (i as f64 + 0.5) / NODES as f64).cos());
        let nodes = at.map(|u| {
            let w = middle + half * u;
            let k = self.grid.cell_of(w).max(cells.start).min(cells.end - 1);
            self.normal(k, (w - self.grid.edges[k]) / self.grid.widths[k])
        });
        // All the way from node to node: a map that folds takes both ends to the same place.
        let way = |of: fn(&Normal) -> f64| {
            nodes.windows(2).map(|n| (of(&n[1]) - of(&n[0])).abs()).sum::<f64>()
        };
        let sd = nodes[0].sd;
        if way(|n| n.mean) > sd || way(|n| n.sd) > (ALIKE - 1.0) * sd {
            return None;
        }
        let barycentric: [f64; NODES] = std::array::from_fn(|i| {
            let sign = if i % 2 == 0 { 1.0 } else { -1.0 };
            sign * (PI * (i as f64 + 0.5) / NODES as f64).sin()
        });
        let mut weights = Vec::with_capacity(cells.len());
        for k in cells {
            let mut pair = [[0.0; NODES]; 2];
            for (weight, x) in pair.iter_mut().zip(GAUSS) {
                let u = (self.grid.edges[k] + x * self.grid.widths[k] - middle) / half;
                if let Some(i) = at.iter().position(|node| *node == u) {
                    weight[i] = 1.0;
                } else {
                    let mut sum = 0.0;
                    for i in 0..NODES {
                        weight[i] = barycentric[i] / (u - at[i]);
                        sum += weight[i];
                    }
                    for w in weight.iter_mut() {
                        *w /= sum;
                    }
                }
                let normal = self.normal(k, x);
                let told = |of: fn(&Normal) -> f64| {
                    let sum: f64 = weight.iter().zip(&nodes).map(|(w, n)| w * of(n)).sum();
                    (sum - of(&normal)).abs() <= TOLD * normal.sd
                };
                if !(told(|n| n.mean) && told(|n| n.sd)) {
                    return None;
                }
            }
            weights.push(pair);
        }
        Some((weights, nodes))
    }
}

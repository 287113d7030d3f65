//! The post's point rule as an exact map of densities: in one step a point at W
//! spreads to a normal of mean W − TG(W) and variance T²S²(W)/B, mirrored at the
//! walls. Discrete in time like SGD, normal in its noise like the current, it
//! tells the two errors of the continuum apart.
//!
//! Where the normal is wider than a cell, the density of the cell is taken at two
//! Gauss points (exact for a cubic; both weights ≥ 0 by the limiter of
//! [`crate::line::remap`]) and each is spread over the cells by the normal's
//! distribution function. Where it is narrower, the cell is moved as a whole by the
//! three maps W − TG + {−√3, 0, √3} TS with weights 1/6, 2/3, 1/6, which share the
//! normal's first five moments (Gauss & Hermite).
//!
//! Cost of a step: proportional to the cells that the normals cover, at most 2N².

use crate::error::{Error, Result};
use crate::landscape::{Landscape, Moments};
use crate::line::current::field::Field;
use crate::line::grid::Grid;
use crate::line::remap::{EdgeDensity, Fragments, Unfolded};
use crate::line::sgd::normal::{CUT, Normal};
use crate::line::sgd::rule::reflect;
use crate::line::sgd::transfer::too_far;
use crate::scenario::Scenario;
use std::f64::consts::PI;

/// Numbers that the spreading of the wide cells may hold, 8 bytes each.
const MOST_NUMBERS: usize = 16_000_000;
/// Fragments that a map of the narrow cells may have.
const MOST_FRAGMENTS: usize = 10_000_000;
/// A normal is wide from this many cells on: coarser, the Gauss points of
/// neighbouring cells would show as a ripple of e^(−2π²·1.2²).
const WIDE: f64 = 1.2;

/// The operator of one step of the point rule on the cell masses of a grid.
#[derive(Clone, Debug)]
pub struct PointRule {
    narrow: Vec<(f64, Fragments)>,
    /// For each cell that is wide, how its two Gauss points are spread.
    wide: Vec<Option<[Spread; 2]>>,
    edge_density: EdgeDensity,
    widths: Vec<f64>,
    image: Vec<f64>,
}

/// The probabilities of neighbouring cells from `first` on.
#[derive(Clone, Debug)]
struct Spread {
    first: usize,
    probabilities: Vec<f64>,
}

impl PointRule {
    /// Prepares the operator of a scenario.
    ///
    /// # Errors
    /// [`Error::NotFinite`] at a pole of the landscape that its check has missed,
    /// [`Error::Conflict`] on `cells` if the normals cover too many cells, on
    /// `learningRate` if a step throws mass too far beyond the walls.
    pub fn new(
        scenario: &Scenario,
        landscape: &Landscape,
        field: &Field,
        grid: &Grid,
    ) -> Result<Self> {
        let (t, n) = (scenario.learning_rate, grid.cells());
        let normal = |m: &Moments| {
            // In units of T: mean displacement, standard deviation.
            (t * m.gradient, t * (m.variance / scenario.batch_size as f64).sqrt())
        };
        let standard = Normal::tabulated();
        let mut room = MOST_NUMBERS;
        let mut wide = Vec::with_capacity(n);
        for k in 0..n {
            let (h, centre) = (grid.widths[k], grid.centres[k]);
            if normal(&field.centres[k]).1 < WIDE * h {
                wide.push(None);
                continue;
            }
            let spread = |sign: f64| {
                let w = centre + sign * h / (2.0 * 3.0_f64.sqrt());
                let (shift, sd) = normal(&landscape.moments(w));
                if !(shift + sd).is_finite() {
                    let (field, what) = (landscape.field(0), "the gradient or its variance");
                    return Err(Error::NotFinite { field, what, at: w });
                }
                // Mirrored at the walls, both normals are the same.
                Ok(Spread::of_normal(&standard, grid, reflect(w - shift, grid.domain()), sd))
            };
            let pair = [spread(-1.0)?, spread(1.0)?];
            let used = pair[0].probabilities.len() + pair[1].probabilities.len();
            room = room.checked_sub(used).ok_or_else(|| Error::Conflict {
                field: "cells".into(),
                reason: format!(
                    "with {n} cells the point rule's normals cover more than {MOST_NUMBERS} pairs of cells; use fewer cells or a lower learning rate"
                ),
            })?;
            wide.push(Some(pair));
        }
        let mut narrow = Vec::new();
        for (sign, weight) in [(-1.0, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.0, 1.0 / 6.0)] {
            let map = |m: &Moments, w: f64| {
                let (shift, sd) = normal(m);
                let slope_of_sd = if sd > 0.0 {
                    0.5 * t * t * m.variance_slope / (sd * scenario.batch_size as f64)
                } else {
                    0.0
                };
                let offset = sign * 3.0_f64.sqrt();
                (w - shift + offset * sd, 1.0 - t * m.gradient_slope + offset * slope_of_sd)
            };
            let values = |k: usize| {
                wide[k].is_none().then(|| {
                    let [a, b] = [k, k + 1].map(|i| map(&field.edges[i], grid.edges[i]));
                    ([a.0, b.0], [a.1, b.1])
                })
            };
            let map = Fragments::cut(grid, &values, MOST_FRAGMENTS).ok_or_else(|| too_far(t))?;
            narrow.push((weight, map));
        }
        Ok(Self {
            narrow,
            wide,
            edge_density: EdgeDensity::new(grid),
            widths: grid.widths.clone(),
            image: vec![0.0; n],
        })
    }

    /// Replaces cell masses by those after one step. Mass is conserved (the
    /// rounding of a step is scaled away) and stays ≥ 0.
    pub fn step(&mut self, masses: &mut [f64]) {
        let edge_density = self.edge_density.of(masses);
        self.image.fill(0.0);
        let mut moving = masses.to_vec();
        for (k, pair) in self.wide.iter().enumerate() {
            let Some(pair) = pair else { continue };
            let m = std::mem::take(&mut moving[k]);
            if m == 0.0 {
                continue;
            }
            // Half the mass at each Gauss point, tilted by the slope of the density.
            let tilt =
                3.0_f64.sqrt() / 12.0 * self.widths[k] * (edge_density[k + 1] - edge_density[k]);
            for (spread, mass) in pair.iter().zip([0.5 * m - tilt, 0.5 * m + tilt]) {
                let cells = &mut self.image[spread.first..];
                for (cell, p) in cells.iter_mut().zip(&spread.probabilities) {
                    *cell += mass * p;
                }
            }
        }
        for (weight, map) in &self.narrow {
            map.push_forward(
                0..moving.len(),
                &self.widths,
                &moving,
                &edge_density,
                *weight,
                &mut self.image,
            );
        }
        let (before, after): (f64, f64) = (masses.iter().sum(), self.image.iter().sum());
        let scale = if after > 0.0 { before / after } else { 1.0 };
        for (m, image) in masses.iter_mut().zip(&self.image) {
            *m = image * scale;
        }
    }
}

impl Spread {
    /// The normal of this mean and standard deviation, mirrored at the walls. Its
    /// cut tails count to the last cells.
    fn of_normal(standard: &Normal, grid: &Grid, mean: f64, sd: f64) -> Self {
        let [from, to] = grid.domain();
        if sd > 0.5 * (to - from) {
            return Self::of_wide_normal(grid, mean, sd);
        }
        let unfolded = Unfolded { grid };
        let (first, last) =
            (unfolded.place(mean - CUT * sd, true), unfolded.place(mean + CUT * sd, true));
        let cells: Vec<usize> = (first..=last).map(|s| unfolded.cell(s)).collect();
        let low = cells.iter().copied().min().unwrap_or(0);
        let high = cells.iter().copied().max().unwrap_or(0);
        let mut probabilities = vec![0.0; high - low + 1];
        let per_sd = 1.0 / sd;
        let upto = |s: i64| standard.below((unfolded.edge(s) - mean) * per_sd);
        let mut before = 0.0;
        for (s, cell) in (first..=last).zip(cells) {
            let after = if s == last { 1.0 } else { upto(s + 1) };
            probabilities[cell - low] += (after - before).max(0.0);
            before = after;
        }
        Self { first: low, probabilities }
    }

    /// The same for a normal about as wide as the domain, whose mirror images are
    /// many: the cosine series of the mirrored normal, integrated over each cell.
    fn of_wide_normal(grid: &Grid, mean: f64, sd: f64) -> Self {
        let [from, to] = grid.domain();
        let length = to - from;
        let upto = |w: f64| {
            let x = (w - from) / length;
            (1..8).fold(x, |sum, n| {
                let k = f64::from(n) * PI;
                let fade = (-0.5 * (k * sd / length).powi(2)).exp();
                sum + 2.0 / k * fade * (k * (mean - from) / length).cos() * (k * x).sin()
            })
        };
        let at: Vec<f64> = grid.edges.iter().map(|w| upto(*w)).collect();
        Self { first: 0, probabilities: at.windows(2).map(|f| (f[1] - f[0]).max(0.0)).collect() }
    }
}

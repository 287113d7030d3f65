//! SGD as an exact map of distributions: the transfer (Perron–Frobenius) operator.
//!
//! One step sends the distribution μ to Σ_b w_b φ_b μ, the average over the
//! batches b of its images under φ_b(W) = W − T g_b(W), mirrored at the walls.
//! There is no sampling noise and no time step to choose; the only error is that
//! of the cubic within a cell, O(h⁴) ([`crate::line::remap`]). φ_b folds where
//! T g_b′ > 1: every monotone branch is cut on its own.
//!
//! Cost of a step: two fragments per cell and batch, and one more for each cell
//! that φ_b stretches over; it grows in proportion to the number of batches,
//! n for single draws.

use crate::error::{Error, Result};
use crate::landscape::Landscape;
use crate::line::edge_density::EdgeDensity;
use crate::line::grid::Grid;
use crate::line::remap::Fragments;
use crate::line::sgd::rule::{Batch, Step, batches};
use crate::numeral::Numeral;
use crate::scenario::Scenario;
use crate::track::FLOOR;

/// Fragments that the tables may hold, 12 bytes each.
const MOST_FRAGMENTS: usize = 10_000_000;

/// Gradients that are kept for another T.
const MOST_KEPT: usize = 1 << 20;

/// Gradients, as cheap as those of the pit, that may be asked for to make them: about a second.
const MOST_GRADIENTS: f64 = 3e7;

/// The operator of one SGD step on the cell masses of a grid.
#[derive(Clone, Debug)]
pub struct Transfer {
    maps: Maps<f64>,
    edge_density: EdgeDensity,
    widths: Vec<f64>,
    image: Vec<f64>,
}

impl Transfer {
    /// Prepares the operator of a scenario.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `batchSize` if there are too many batches, on
    /// `cells` if there are too many cells for so many batches, on `substeps` or
    /// `batchSize` if it would take more than a second to ask for all gradients, on
    /// `learningRate` if a step throws mass over too many cells to follow.
    pub fn new(scenario: &Scenario, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        let step = Step::new(scenario);
        let batches = batches(landscape.datapoints(), scenario.batch_size)?;
        let most_cells = MOST_FRAGMENTS / (2 * batches.len());
        if grid.cells() > most_cells {
            return Err(Error::Conflict {
                field: "cells".into(),
                reason: format!(
                    "with {} different batches the exact SGD operator carries {most_cells} cells at most",
                    batches.len()
                ),
            });
        }
        let places: usize = batches.iter().map(|b| b.parts.len()).sum();
        let mut asked = places as f64 * step.gradients() as f64 * grid.edges.len() as f64;
        if landscape.is_preconditioned() && step.gradients() > 1 {
            // Small steps of each batch go their own way, on which A asks for all datapoints.
            asked *= landscape.datapoints() as f64;
        }
        let excess = asked * landscape.cost() / MOST_GRADIENTS;
        if excess > 1.0 {
            return Err(too_slow(&step, asked, excess));
        }
        let n = grid.cells();
        Ok(Self {
            maps: Maps::new(
                scenario,
                landscape,
                grid,
                batches.into_iter().map(|b| (b.weight, b)).collect(),
            )?,
            edge_density: EdgeDensity::new(grid),
            widths: grid.widths.clone(),
            image: vec![0.0; n + 2],
        })
    }

    /// The same for another T, if the gradients are still known.
    pub fn at_rate(mut self, rate: f64, grid: &Grid) -> Option<Result<Self>> {
        Some(self.maps.at_rate(rate, grid)?.map(|()| self))
    }

    /// Replaces cell masses by those after one step, and tells what the walls, left and right,
    /// have absorbed. Mass is conserved (the rounding of a step is scaled away) and stays ≥ 0.
    pub fn step(&mut self, masses: &mut [f64]) -> [f64; 2] {
        let edge_density = self.edge_density.of(masses);
        self.image.fill(0.0);
        for (weight, fragments) in &self.maps.all {
            fragments.push_forward(
                0..masses.len(),
                &self.widths,
                masses,
                &edge_density,
                *weight,
                &mut self.image,
            );
        }
        let (before, after): (f64, f64) = (masses.iter().sum(), self.image.iter().sum());
        let scale = if after > 0.0 { before / after } else { 1.0 };
        for (m, image) in masses.iter_mut().zip(&self.image) {
            *m = if *image < FLOOR { 0.0 } else { image * scale };
        }
        [0, 1].map(|side| scale * self.image[masses.len() + side])
    }
}

/// The maps of all batches, each with a key.
#[derive(Clone, Debug)]
pub struct Maps<Key> {
    /// Cut at the edges of the cells.
    pub all: Vec<(Key, Fragments)>,
    /// The gradients that they were made of, if these hold for every T.
    gradients: Vec<Images>,
}

/// Two numbers of one batch at the edges of the cells: either where it sends an edge, and the slope
/// of that map; or its gradient there and how that changes, from which the map follows for every T.
#[derive(Clone, Debug)]
struct Images {
    /// At the N + 1 edges.
    edges: Vec<(f64, f64)>,
    /// Just left of each break: what holds at a break belongs to its right side.
    before: Vec<(f64, (f64, f64))>,
}

impl<Key: Copy> Maps<Key> {
    /// Cuts the maps of these batches.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `learningRate` if a step throws mass over too many cells to
    /// follow.
    pub fn new(
        scenario: &Scenario,
        landscape: &Landscape,
        grid: &Grid,
        batches: Vec<(Key, Batch)>,
    ) -> Result<Self> {
        let step = Step::new(scenario);
        let keeps = step.gradients() == 1 && batches.len() * grid.edges.len() <= MOST_KEPT;
        let mut maps = Self { all: Vec::with_capacity(batches.len()), gradients: Vec::new() };
        let mut room = MOST_FRAGMENTS;
        for (key, batch) in batches {
            let at = |w: f64| {
                if keeps { batch.gradient(landscape, w) } else { step.image(landscape, &batch, w) }
            };
            let images = Images {
                edges: grid.edges.iter().map(|w| at(*w)).collect(),
                before: landscape.breaks().iter().map(|b| (*b, at(b.next_down()))).collect(),
            };
            let map = images.cut(grid, keeps.then_some(scenario.learning_rate), room);
            let map = map.ok_or_else(|| too_far(scenario.learning_rate))?;
            room -= map.len();
            maps.all.push((key, map));
            if keeps {
                maps.gradients.push(images);
            }
        }
        Ok(maps)
    }

    /// Cuts them anew for another T, which takes no gradient; `None` if these are not known.
    pub fn at_rate(&mut self, rate: f64, grid: &Grid) -> Option<Result<()>> {
        if self.gradients.is_empty() {
            return None;
        }
        let mut room = MOST_FRAGMENTS;
        for ((_, map), gradients) in self.all.iter_mut().zip(&self.gradients) {
            let Some(cut) = gradients.cut(grid, Some(rate), room) else {
                return Some(Err(too_far(rate)));
            };
            room -= cut.len();
            *map = cut;
        }
        Some(Ok(()))
    }
}

impl Images {
    /// The map cut at the edges of the cells, from gradients if a T is given; `None` if there
    /// are more fragments than there is room for, or it throws mass too far.
    fn cut(&self, grid: &Grid, rate: Option<f64>, room: usize) -> Option<Fragments> {
        let image =
            |w: f64, (g, dg): (f64, f64)| rate.map_or((g, dg), |t| (w - t * g, 1.0 - t * dg));
        let values = |k: usize| {
            let [from, to] = [grid.edges[k], grid.edges[k + 1]];
            let left = image(from, self.edges[k]);
            let before = self.before.iter().find(|(b, _)| *b == to);
            let right = image(to, before.map_or(self.edges[k + 1], |(_, there)| *there));
            Some(([left.0, right.0], [left.1, right.1]))
        };
        Fragments::cut(grid, &values, room)
    }
}

/// The complaint about gradients without number.
fn too_slow(step: &Step, asked: f64, excess: f64) -> Error {
    let most = (step.gradients() as f64 / excess).floor();
    let (field, fix) = if step.gradients() > 1 && most >= 1.0 {
        ("substeps", format!("take {} small steps at most, or fewer cells", Numeral(most)))
    } else {
        ("batchSize", "use a smaller batch, fewer datapoints or fewer cells".into())
    };
    Error::Conflict {
        field: field.into(),
        reason: format!(
            "the exact SGD operator would ask for {} gradients, more than it can be given; {fix}",
            Numeral(asked)
        ),
    }
}

/// The complaint about a step that no map of cells can follow.
pub fn too_far(learning_rate: f64) -> Error {
    Error::Conflict {
        field: "learningRate".into(),
        reason: format!(
            "at T = {} one step throws W too far beyond the walls to be followed; lower the learning rate or narrow the domain",
            Numeral(learning_rate)
        ),
    }
}

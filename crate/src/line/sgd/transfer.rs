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
use crate::line::grid::Grid;
use crate::line::remap::{EdgeDensity, Fragments};
use crate::line::sgd::rule::{Batch, Step, batches};
use crate::numeral::Numeral;
use crate::scenario::Scenario;

/// Fragments that the tables may hold, 12 bytes each.
pub const MOST_FRAGMENTS: usize = 10_000_000;

/// Gradients that may be asked for to make them: about a second.
const MOST_GRADIENTS: f64 = 3e7;

/// Less mass is none: denormal numbers would slow every step.
pub const FLOOR: f64 = 1e-250;

/// The operator of one SGD step on the cell masses of a grid.
#[derive(Clone, Debug)]
pub struct Transfer {
    maps: Vec<(f64, Fragments)>,
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
        let mut maps = Vec::new();
        let mut room = MOST_FRAGMENTS;
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
        if asked > MOST_GRADIENTS {
            return Err(too_slow(&step, asked));
        }
        for batch in batches {
            let fragments = cut(landscape, grid, &step, &batch, room)
                .ok_or_else(|| too_far(scenario.learning_rate))?;
            room -= fragments.len();
            maps.push((batch.weight, fragments));
        }
        let n = grid.cells();
        let edge_density = EdgeDensity::new(grid);
        Ok(Self { maps, edge_density, widths: grid.widths.clone(), image: vec![0.0; n] })
    }

    /// Replaces cell masses by those after one step. Mass is conserved (the
    /// rounding of a step is scaled away) and stays ≥ 0.
    pub fn step(&mut self, masses: &mut [f64]) {
        let edge_density = self.edge_density.of(masses);
        self.image.fill(0.0);
        for (weight, fragments) in &self.maps {
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
    }

    /// The image of one cell's mass, of a given shape.
    pub fn image_of_cell(&self, k: usize, masses: &[f64], edge: &[f64]) -> Vec<f64> {
        let mut image = vec![0.0; masses.len()];
        for (weight, fragments) in &self.maps {
            fragments.push_forward(k..k + 1, &self.widths, masses, edge, *weight, &mut image);
        }
        image
    }
}

/// The map of one batch, cut at the edges of the cells; `None` if there are more fragments
/// than there is room for, or it throws mass too far.
pub fn cut(
    landscape: &Landscape,
    grid: &Grid,
    step: &Step,
    batch: &Batch,
    room: usize,
) -> Option<Fragments> {
    let at = |w: f64| step.image(landscape, batch, w);
    let edges: Vec<(f64, f64)> = grid.edges.iter().map(|w| at(*w)).collect();
    // The value at a break is that of its right side; the cell before it needs the other.
    let before: Vec<(f64, (f64, f64))> =
        landscape.breaks().iter().map(|b| (*b, at(b.next_down()))).collect();
    let values = |k: usize| {
        let left = edges[k];
        let right = before
            .iter()
            .find(|(b, _)| *b == grid.edges[k + 1])
            .map_or(edges[k + 1], |(_, image)| *image);
        Some(([left.0, right.0], [left.1, right.1]))
    };
    Fragments::cut(grid, &values, room)
}

/// The complaint about gradients without number.
fn too_slow(step: &Step, asked: f64) -> Error {
    let most = (step.gradients() as f64 * MOST_GRADIENTS / asked).floor();
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

//! SGD in the plane as an exact map of distributions: the transfer (Perron–Frobenius)
//! operator.
//!
//! A cell's mass stands for a point at its centre. One step sends it to Σ_b w_b δ(φ_b(W)),
//! with φ_b(W) = W − T g_b(W) for every batch b that can be drawn, mirrored at the walls, and
//! shared among the cells around ([`crate::plane::deposit`]). Mass, mean and covariance of the
//! points are those of SGD; no random number is drawn.
//!
//! Expected values converge with h³. The density itself has a pattern of waves: where φ_b draws cells
//! together to s times their distance, the shares of M4′ add up to it but for a part of 4(1/s − 1)³
//! (by the conditions of Strang & Fix), in waves of length sh/(1 − s), which later steps mix.
//!
//! Where φ_b stretches a cell over more than one, several points stand for it
//! ([`crate::plane::split`]).

use crate::error::{Error, Result};
use crate::landscape::plane::Landscape;
use crate::line::sgd::rule::{Batch, batches};
use crate::plane::deposit::{Deposit, Place, Points};
use crate::plane::grid::Grid;
use crate::plane::scenario::Scenario;
use crate::plane::split::Splits;

/// Points that the tables may hold, 12 bytes each.
const MOST_POINTS: usize = 12_000_000;
/// A cell stretched over at most this many cells more than one is still one point.
const STRETCH: f64 = 0.25;
/// Most points along either side of a cell. One that is stretched farther is left whole: where
/// gradients are so steep, no grid of this size tells where the mass lands.
const MOST_SPLITS: f64 = 4.0;
/// Most points along either side of a cell where masses move to a finer grid.
const MOST_REFINED: f64 = 64.0;

/// The operator of one SGD step on the cell masses of a grid.
#[derive(Clone, Debug)]
pub struct Push {
    maps: Vec<(f64, Map)>,
    deposit: Deposit,
    image: Vec<f64>,
}

/// Where a map of the plane sends the masses of cells.
#[derive(Clone, Debug)]
struct Map {
    /// The images of all points, cell by cell.
    places: Vec<Place>,
    /// The points of each cell.
    splits: Splits,
}

impl Push {
    /// Prepares the operator of a scenario.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `batchSize` if there are too many batches, on `cells` if there
    /// are too many cells for so many batches.
    pub fn new(scenario: &Scenario, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        let batches = batches(landscape.datapoints(), scenario.batch_size)?;
        let deposit = Deposit::new(grid);
        let mut room = MOST_POINTS;
        let mut maps = Vec::with_capacity(batches.len());
        let count = batches.len();
        for batch in batches {
            let image = |w| image(landscape, &batch, scenario.learning_rate, w);
            let map = Map::new(grid, &deposit, &image, MOST_SPLITS, room)
                .ok_or_else(|| too_many(count))?;
            room -= map.places.len();
            maps.push((batch.weight, map));
        }
        Ok(Self { maps, deposit, image: vec![0.0; grid.len()] })
    }

    /// Replaces cell masses by those after one step.
    pub fn step(&mut self, masses: &mut [f64]) {
        let total = masses.iter().sum();
        let split: Vec<Option<Vec<f64>>> =
            self.maps.iter().map(|(_, map)| map.splits.masses(masses)).collect();
        let points: Vec<Points> = self
            .maps
            .iter()
            .zip(&split)
            .map(|((weight, map), split)| Points {
                places: &map.places,
                masses: split.as_deref().unwrap_or(masses),
                weight: *weight,
            })
            .collect();
        self.deposit.share(&points, total, &mut self.image);
        masses.copy_from_slice(&self.image);
    }
}

/// The same masses on another grid; what lies beyond its walls is mirrored at them, as
/// walkers are.
pub fn carried(from: &Grid, masses: &[f64], to: &Grid) -> Vec<f64> {
    let mut deposit = Deposit::new(to);
    let still = |w| (w, [[1.0, 0.0], [0.0, 1.0]]);
    let mut carried = vec![0.0; to.len()];
    // There is room for every grid that the table of parameters allows.
    if let Some(map) = Map::new(from, &deposit, &still, MOST_REFINED, usize::MAX) {
        let split = map.splits.masses(masses);
        let masses = split.as_deref().unwrap_or(masses);
        let points = Points { places: &map.places, masses, weight: 1.0 };
        deposit.share(&[points], masses.iter().sum(), &mut carried);
    }
    carried
}

/// φ_b and its Jacobian.
fn image(landscape: &Landscape, batch: &Batch, rate: f64, w: [f64; 2]) -> ([f64; 2], Jacobian) {
    let (mut to, mut slope) = (w, [[1.0, 0.0], [0.0, 1.0]]);
    for &(j, part) in &batch.parts {
        let l = landscape.loss(j, w);
        for a in 0..2 {
            to[a] -= rate * part * l.gradient[a];
            for b in 0..2 {
                slope[a][b] -= rate * part * l.jacobian[a][b];
            }
        }
    }
    (to, slope)
}

/// ∂φ_a/∂W_b.
type Jacobian = [[f64; 2]; 2];

impl Map {
    /// The images of the cells of `from`, under a map given with its Jacobian; `None` if
    /// they are more points than there is room for.
    fn new(
        from: &Grid,
        to: &Deposit,
        map: &impl Fn([f64; 2]) -> ([f64; 2], Jacobian),
        most: f64,
        room: usize,
    ) -> Option<Self> {
        let (h, target) = (from.widths(), to.grid().widths());
        let mut places = Vec::with_capacity(from.len());
        let mut splits = Vec::with_capacity(from.len());
        for w in from.all() {
            let (image, slope) = map(w);
            let points = [0, 1].map(|a| {
                let stretch = (slope[0][a] / target[0]).hypot(slope[1][a] / target[1]) * h[a];
                (stretch - STRETCH).ceil().max(1.0)
            });
            let points =
                if points.iter().all(|p| *p <= most) { points.map(|p| p as u8) } else { [1, 1] };
            if places.len() + usize::from(points[0]) * usize::from(points[1]) > room {
                return None;
            }
            splits.push(points);
            if points == [1, 1] {
                places.push(to.place(image));
                continue;
            }
            for x in Splits::offsets(points[0]) {
                for y in Splits::offsets(points[1]) {
                    places.push(to.place(map([w[0] + x * h[0], w[1] + y * h[1]]).0));
                }
            }
        }
        places.shrink_to_fit();
        Some(Self { places, splits: Splits::new(from.cells, splits) })
    }
}

fn too_many(batches: usize) -> Error {
    Error::Conflict {
        field: "cells".into(),
        reason: format!(
            "with {batches} different batches the exact SGD operator carries about {} cells, and fewer where a step throws neighbouring cells far apart; take fewer cells, a smaller batch or a lower learning rate",
            MOST_POINTS / batches
        ),
    }
}

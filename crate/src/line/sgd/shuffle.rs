//! SGD that goes through all datapoints before it draws one again, exactly.
//!
//! What an epoch has used so far is part of the state: there is a density for every set of
//! datapoints. A step takes each density to the sets with one batch more, all batches of what is
//! left being as likely as one another. After each step only the sets of one size hold mass, after
//! a whole epoch only the empty one; the density of W is the sum over all sets.
//!
//! Cost of a step: a push-forward for every pair of a set and a batch of what is left, 1 260 at
//! most for ten datapoints.

use crate::error::{Error, Result};
use crate::landscape::Landscape;
use crate::line::edge_density::EdgeDensity;
use crate::line::grid::Grid;
use crate::line::remap::absorbed;
use crate::line::sgd::rule::Batch;
use crate::line::sgd::transfer::Maps;
use crate::scenario::Scenario;
use crate::track::FLOOR;
use crate::track::{Epoch, Track};

/// Sets times cells that are carried: those of ten datapoints on 2 048 cells.
const MOST: usize = 1 << 21;

/// The operator of one step on the cell masses of every set.
#[derive(Clone, Debug)]
pub struct Shuffle {
    /// Each batch by its datapoints, as bits.
    maps: Maps<u32>,
    /// Datapoints, and how many a step draws.
    of: [usize; 2],
    edge_density: EdgeDensity,
    widths: Vec<f64>,
}

impl Shuffle {
    /// Prepares the operator of a scenario.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `sampling` if there are too many sets, on `learningRate` if a
    /// step throws mass over too many cells to follow.
    pub fn new(scenario: &Scenario, landscape: &Landscape, grid: &Grid) -> Result<Self> {
        let (n, size) = (landscape.datapoints(), scenario.batch_size);
        if n > 16 || grid.cells() << n > MOST {
            return Err(Error::Conflict {
                field: "sampling".into(),
                reason: format!(
                    "without replacement SGD's density is one for each set of datapoints used, 2^{n} of them: at most 10 datapoints are carried on 2048 cells; take fewer datapoints or cells, or look at the walkers alone"
                ),
            });
        }
        let batch = |set: u32| {
            let drawn = (0..n).filter(|j| set >> j & 1 == 1);
            Batch { weight: 1.0, parts: drawn.map(|j| (j, 1.0 / size as f64)).collect() }
        };
        let sets = (0..1_u32 << n).filter(|set| set.count_ones() as usize == size);
        let batches = sets.map(|set| (set, batch(set))).collect();
        let maps = Maps::new(scenario, landscape, grid, batches)?;
        let edge_density = EdgeDensity::new(grid);
        Ok(Self { maps, of: [n, size], edge_density, widths: grid.widths.clone() })
    }

    /// The same for another T, if the gradients are still known.
    pub fn at_rate(mut self, rate: f64, grid: &Grid) -> Option<Result<Self>> {
        Some(self.maps.at_rate(rate, grid)?.map(|()| self))
    }

    /// One step of a track. An epoch begins where the one before ended, and where other
    /// datapoints or batches came into force.
    pub fn step(&self, track: &mut Track) {
        let [n, size] = self.of;
        if track.epoch.of != self.of {
            track.epoch = Epoch { of: self.of, sets: vec![(0, track.masses.clone())] };
        }
        let whole = (1 << n) - 1;
        let used = track.epoch.sets.first().map_or(0, |(set, _)| set.count_ones() as usize);
        // C(left, B) batches are as likely as one another.
        let left = n - used;
        let ways: f64 = (0..size).map(|i| (left - i) as f64 / (i + 1) as f64).product();
        let mut places = vec![usize::MAX; 1 << n];
        let mut next: Vec<(u32, Vec<f64>)> = Vec::new();
        let cells = self.widths.len();
        for (set, masses) in &track.epoch.sets {
            let edge = self.edge_density.of(masses);
            for (batch, map) in self.maps.all.iter().filter(|(batch, _)| set & batch == 0) {
                let to = if set | batch == whole { 0 } else { set | batch };
                let place = &mut places[to as usize];
                if *place == usize::MAX {
                    *place = next.len();
                    next.push((to, vec![0.0; cells + 2]));
                }
                let image = &mut next[*place].1;
                map.push_forward(0..cells, &self.widths, masses, &edge, 1.0 / ways, image);
            }
        }
        let (before, after): (f64, f64) =
            (track.masses.iter().sum(), next.iter().flat_map(|(_, m)| m).sum());
        let scale = if after > 0.0 { before / after } else { 1.0 };
        track.masses.fill(0.0);
        for (_, masses) in &mut next {
            track.lose(absorbed(masses).map(|m| m * scale));
            for (sum, m) in track.masses.iter_mut().zip(masses) {
                *m = if *m < FLOOR { 0.0 } else { *m * scale };
                *sum += *m;
            }
        }
        track.epoch.sets = next;
    }
}

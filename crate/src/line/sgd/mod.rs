//! SGD itself, not its continuum: the step rule, the exact map of distributions,
//! and Monte Carlo walkers.

pub mod atoms;
pub mod elimination;
pub mod fine_grid;
pub mod passage;
pub mod point_rule;
pub mod rule;
pub mod shuffle;
pub mod spread;
pub mod table;
pub mod transfer;
pub mod walkers;
pub mod way;

use crate::error::Result;
use crate::landscape::Landscape;
use crate::line::grid::Grid;
use crate::scenario::{Sampling, Scenario};
use crate::track::{Epoch, Track};
use shuffle::Shuffle;
use transfer::Transfer;

/// The operator of one SGD step.
#[derive(Clone, Debug)]
pub enum Sgd {
    /// Datapoints are drawn with replacement.
    Independent(Transfer),
    /// Datapoints are drawn without replacement.
    Shuffled(Shuffle),
}

impl Sgd {
    /// Prepares the operator of a scenario; `other`, prepared for another T, saves the gradients.
    ///
    /// # Errors
    /// As [`Transfer::new`] and [`Shuffle::new`].
    pub fn new(
        scenario: &Scenario,
        landscape: &Landscape,
        grid: &Grid,
        other: Option<Self>,
    ) -> Result<Self> {
        let rate = scenario.learning_rate;
        let retuned = match other {
            Some(Self::Independent(it)) => it.at_rate(rate, grid).map(|r| r.map(Self::Independent)),
            Some(Self::Shuffled(it)) => it.at_rate(rate, grid).map(|r| r.map(Self::Shuffled)),
            None => None,
        };
        if let Some(retuned) = retuned {
            return retuned;
        }
        Ok(match scenario.sampling {
            Sampling::Replace => Self::Independent(Transfer::new(scenario, landscape, grid)?),
            Sampling::Shuffle => Self::Shuffled(Shuffle::new(scenario, landscape, grid)?),
        })
    }

    /// One step of a track.
    pub fn step(&mut self, track: &mut Track) {
        match self {
            Self::Independent(transfer) => {
                track.epoch = Epoch::default();
                let absorbed = transfer.step(&mut track.masses);
                track.lose(absorbed);
            }
            Self::Shuffled(shuffle) => shuffle.step(track),
        }
    }
}

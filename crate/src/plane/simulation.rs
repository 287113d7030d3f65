//! A running scenario of two parameters: every model of it at the same time.
//!
//! Models are lazy, and a change of the scenario acts from when it is made on all of
//! them, as with one parameter ([`crate::line::simulation`]).

use crate::error::{Error, Result};
use crate::landscape::plane::Landscape;
use crate::line::simulation::Model;
use crate::line::track::{Prepared, Track};
use crate::plane::current::Current;
use crate::plane::grid::Grid;
use crate::plane::initial;
use crate::plane::point_rule::PointRule;
use crate::plane::push::{Push, carried};
use crate::plane::scenario::Scenario;
use crate::plane::series::{Moments, marginal, mass_in};
use crate::plane::walkers::Walkers;

/// A running scenario of two parameters.
#[derive(Clone, Debug)]
pub struct Simulation {
    scenario: Scenario,
    landscape: Landscape,
    grid: Grid,
    start: Vec<f64>,
    time: u64,
    /// The scenarios that were in force before this one, each with the time until when.
    past: Vec<(u64, Scenario)>,
    /// In the order of [`Model`].
    tracks: [Track; 3],
    /// Why a model cannot be brought to the present: until the next start.
    lost: [Option<Error>; 3],
    current: Prepared<Current>,
    gaussian: Prepared<PointRule>,
    sgd: Prepared<Push>,
    walkers: (Walkers, u64),
}

/// The landscape at the cells' centres.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// L, 0 where only gradients are known.
    pub loss: Vec<f64>,
    /// G₁ and G₂, L/W.
    pub gradient: [Vec<f64>; 2],
    /// C₁₁, C₁₂ and C₂₂ of a step's gradient, C/B, L²/W².
    pub covariance: [Vec<f64>; 3],
}

impl Simulation {
    /// Sets a scenario up at time 0.
    ///
    /// # Errors
    /// As [`Landscape::new`] and [`Landscape::check`] at the cells' centres.
    pub fn new(scenario: Scenario) -> Result<Self> {
        let landscape = Landscape::new(&scenario.landscape)?;
        let grid = scenario.grid();
        landscape.check(grid.all())?;
        let start = initial::masses(scenario.initial, &grid);
        let walkers = (Walkers::new(&scenario), 0);
        Ok(Self {
            scenario,
            landscape,
            grid,
            time: 0,
            past: Vec::new(),
            tracks: [Track::new(&start), Track::new(&start), Track::new(&start)],
            start,
            lost: [None, None, None],
            current: Prepared::not_yet(),
            gaussian: Prepared::not_yet(),
            sgd: Prepared::not_yet(),
            walkers,
        })
    }

    /// Adopts a changed scenario where it stands: time, densities and walkers are kept, and
    /// go on under the new one. A changed number of walkers or seed starts the walkers
    /// anew, through all that was in force.
    ///
    /// # Errors
    /// As [`Simulation::new`]; the simulation is then left as it was.
    pub fn update(&mut self, scenario: Scenario) -> Result<()> {
        self.catch_up()?;
        let next = Self::new(Scenario { walkers: 0, ..scenario.clone() })?;
        for track in self.tracks.iter_mut().filter(|track| track.time == self.time) {
            carry(track, &self.grid, &next.grid);
        }
        if self.walkers.1 == self.time {
            self.walkers.0.move_to(scenario.domain);
        }
        let before = std::mem::replace(&mut self.scenario, scenario);
        (self.landscape, self.grid, self.start) = (next.landscape, next.grid, next.start);
        self.current = Prepared::not_yet();
        self.gaussian = Prepared::not_yet();
        self.sgd = Prepared::not_yet();
        let same_walkers =
            self.scenario.walkers == before.walkers && self.scenario.seed == before.seed;
        if self.time > self.past.last().map_or(0, |(until, _)| *until) {
            self.past.push((self.time, before));
        }
        if !same_walkers {
            let first = self.past.first().map_or(&self.scenario, |(_, scenario)| scenario);
            let Scenario { walkers, seed, .. } = self.scenario;
            self.walkers = (Walkers::new(&Scenario { walkers, seed, ..first.clone() }), 0);
        }
        Ok(())
    }

    /// The scenario in force.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The grid.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// SGD steps since the start.
    pub fn time(&self) -> u64 {
        self.time
    }

    /// Advances every model by `steps` SGD steps.
    pub fn step(&mut self, steps: u64) {
        self.time += steps;
    }

    /// Back to the start. What the operators cost is not paid again.
    pub fn reset(&mut self) {
        self.time = 0;
        self.past.clear();
        self.lost = [None, None, None];
        self.walkers = (Walkers::new(&self.scenario), 0);
        for track in &mut self.tracks {
            *track = Track::new(&self.start);
        }
    }

    /// Masses of all cells now, in rows of one W₁ each.
    ///
    /// # Errors
    /// As [`Current::new`], [`PointRule::new`] and [`Push::new`], also of a scenario that was in
    /// force since the start.
    pub fn masses(&mut self, model: Model) -> Result<&[f64]> {
        self.live_through_past(model)?;
        let (now, scenario, landscape, grid) =
            (self.time, &self.scenario, &self.landscape, &self.grid);
        let track = &mut self.tracks[model as usize];
        match model {
            Model::Current => self.current.advance(
                track,
                now,
                || Current::new(scenario, landscape, grid),
                |current, masses| current.step(masses, 1),
            ),
            Model::Gaussian => self.gaussian.advance(
                track,
                now,
                || PointRule::new(scenario, landscape, grid),
                |rule, masses| rule.step(masses),
            ),
            Model::Sgd => self.sgd.advance(
                track,
                now,
                || Push::new(scenario, landscape, grid),
                |push, masses| push.step(masses),
            ),
        }?;
        Ok(&self.tracks[model as usize].masses)
    }

    /// P in all cells now, 1/W².
    ///
    /// # Errors
    /// As [`Simulation::masses`].
    pub fn density(&mut self, model: Model) -> Result<Vec<f64>> {
        let area = self.grid.area();
        Ok(self.masses(model)?.iter().map(|m| m / area).collect())
    }

    /// The density of one parameter alone, 1/W.
    ///
    /// # Errors
    /// As [`Simulation::masses`].
    pub fn marginal(&mut self, model: Model, axis: usize) -> Result<Vec<f64>> {
        let masses = self.masses(model)?.to_vec();
        Ok(marginal(&self.grid, &masses, axis))
    }

    /// ρ of the current at the cells' centres now, 1/(W step), along W₁ and along W₂.
    ///
    /// # Errors
    /// As [`Simulation::masses`].
    pub fn flux(&mut self) -> Result<[Vec<f64>; 2]> {
        let masses = self.masses(Model::Current)?.to_vec();
        let (scenario, landscape, grid) = (&self.scenario, &self.landscape, &self.grid);
        let current = self.current.get_or_prepare(|| Current::new(scenario, landscape, grid))?;
        Ok(current.flux(&masses))
    }

    /// Mean and covariance of a model now.
    ///
    /// # Errors
    /// As [`Simulation::masses`].
    pub fn moments(&mut self, model: Model) -> Result<Moments> {
        let masses = self.masses(model)?.to_vec();
        // A density has mass.
        Ok(Moments::of_masses(&self.grid, &masses)
            .unwrap_or(Moments { mean: [0.0; 2], covariance: [[0.0; 2]; 2] }))
    }

    /// Probability of a model in a rectangle now.
    ///
    /// # Errors
    /// As [`Simulation::masses`].
    pub fn mass(&mut self, model: Model, rectangle: [[f64; 2]; 2]) -> Result<f64> {
        let masses = self.masses(model)?.to_vec();
        Ok(mass_in(&self.grid, &masses, rectangle))
    }

    /// Total variation between two models now, 0…1.
    ///
    /// # Errors
    /// As [`Simulation::masses`].
    pub fn distance(&mut self, a: Model, b: Model) -> Result<f64> {
        let a = self.masses(a)?.to_vec();
        let b = self.masses(b)?;
        Ok(0.5 * a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>())
    }

    /// The walkers now.
    pub fn walkers(&mut self) -> &[[f64; 2]] {
        let (walkers, time) = &mut self.walkers;
        let first = self.past.partition_point(|(until, _)| *until <= *time);
        for (i, (until, then)) in self.past.iter().enumerate().skip(first) {
            // What has been in force was readable.
            if let Ok(landscape) = Landscape::new(&then.landscape) {
                walkers.advance(*until - *time, then, &landscape);
            }
            *time = *until;
            let next = self.past.get(i + 1).map_or(&self.scenario, |(_, scenario)| scenario);
            walkers.move_to(next.domain);
        }
        walkers.advance(self.time - *time, &self.scenario, &self.landscape);
        *time = self.time;
        walkers.positions()
    }

    /// L, G and C/B at the cells' centres.
    pub fn profile(&self) -> Profile {
        let n = self.landscape.datapoints();
        let batch = self.scenario.batch_size as f64;
        let mean = |w| (0..n).map(|j| self.landscape.loss(j, w).value).sum::<f64>() / n as f64;
        let loss = self.grid.all().map(mean).collect();
        let moments: Vec<_> = self.grid.all().map(|w| self.landscape.moments(w)).collect();
        let gradient = [0, 1].map(|a| moments.iter().map(|m| m.gradient[a]).collect());
        let covariance =
            [0, 1, 2].map(|k| moments.iter().map(|m| m.covariance[k] / batch).collect());
        Profile { loss, gradient, covariance }
    }

    /// Brings a model through the scenarios that were in force before this one.
    fn live_through_past(&mut self, model: Model) -> Result<()> {
        if let Some(error) = &self.lost[model as usize] {
            return Err(error.clone());
        }
        let track = &mut self.tracks[model as usize];
        let first = self.past.partition_point(|(until, _)| *until <= track.time);
        for (until, scenario) in &self.past[first..] {
            let lived =
                Self::new(Scenario { walkers: 0, ..scenario.clone() }).and_then(|mut then| {
                    then.tracks[model as usize] = track.clone();
                    then.time = *until;
                    then.masses(model)?;
                    Ok(then)
                });
            match lived {
                Ok(then) => {
                    *track = then.tracks[model as usize].clone();
                    let next = self.past.iter().find(|(later, _)| later > until);
                    let grid = next.map_or(self.grid.clone(), |(_, scenario)| scenario.grid());
                    carry(track, &then.grid, &grid);
                }
                Err(error) => {
                    self.lost[model as usize] = Some(error.clone());
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Brings the models that are being looked at to the present.
    fn catch_up(&mut self) -> Result<()> {
        if self.current.is_followed() {
            self.masses(Model::Current)?;
        }
        if self.gaussian.is_followed() {
            self.masses(Model::Gaussian)?;
        }
        if self.sgd.is_followed() {
            self.masses(Model::Sgd)?;
        }
        if self.walkers.1 > 0 {
            self.walkers();
        }
        Ok(())
    }
}

/// The same distribution on another grid.
fn carry(track: &mut Track, from: &Grid, to: &Grid) {
    if from != to {
        track.masses = carried(from, &track.masses, to);
    }
}

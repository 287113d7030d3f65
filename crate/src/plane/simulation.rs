//! A running scenario of two parameters: every model of it at the same time.
//!
//! Models are lazy, and a change of the scenario acts on all of them from the step at which it is
//! made, as with one parameter ([`crate::line::simulation`]).

use crate::course::{Course, Running};
use crate::error::Result;
use crate::landscape::plane::Landscape;
use crate::model::Model;
use crate::plane::current::Current;
use crate::plane::grid::Grid;
use crate::plane::initial;
use crate::plane::metric::curvature_on;
use crate::plane::point_rule::PointRule;
use crate::plane::push::{Push, carried};
use crate::plane::scenario::Scenario;
use crate::plane::series::{Moments, marginal, mass_in};
use crate::plane::walkers::Walkers;
use crate::track::Prepared;

/// A running scenario of two parameters.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(super) scenario: Scenario,
    landscape: Landscape,
    grid: Grid,
    start: Vec<f64>,
    pub(super) course: Course<Scenario>,
    current: Prepared<Current>,
    gaussian: Prepared<PointRule>,
    sgd: Prepared<Push>,
    walkers: (Walkers, u64),
    /// The landscape at the cells' centres, once somebody has asked for it.
    profile: Option<Profile>,
    /// The same on half the cells, once somebody has asked what the cells carry.
    pub(super) half: Option<Box<Simulation>>,
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

impl Profile {
    fn new(landscape: &Landscape, grid: &Grid, batch_size: usize) -> Self {
        let batch = batch_size as f64;
        let room = || Vec::with_capacity(grid.len());
        let mut profile =
            Self { loss: room(), gradient: [room(), room()], covariance: [room(), room(), room()] };
        for m in grid.all().map(|w| landscape.moments(w)) {
            profile.loss.push(m.loss);
            for (kept, g) in profile.gradient.iter_mut().zip(m.gradient) {
                kept.push(g);
            }
            for (kept, c) in profile.covariance.iter_mut().zip(m.covariance) {
                kept.push(c / batch);
            }
        }
        profile
    }
}

impl Simulation {
    /// Sets a scenario up at time 0.
    ///
    /// # Errors
    /// As [`Landscape::new`] and [`Landscape::check`] at the cells' centres.
    pub fn new(scenario: Scenario) -> Result<Self> {
        let landscape = scenario.stepped_landscape()?;
        let grid = scenario.grid();
        landscape.check(grid.all())?;
        let start = initial::masses(scenario.initial, &grid);
        let walkers = (Walkers::new(&scenario), 0);
        Ok(Self {
            scenario,
            landscape,
            grid,
            course: Course::new(&start),
            start,
            current: Prepared::not_yet(),
            gaussian: Prepared::not_yet(),
            sgd: Prepared::not_yet(),
            walkers,
            profile: None,
            half: None,
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
        // The operators go first: two at once would take twice the memory.
        self.current = Prepared::not_yet();
        self.gaussian = Prepared::not_yet();
        self.sgd = Prepared::not_yet();
        if !is_same_place(&scenario, &self.scenario) {
            let next = Self::without_walkers(&scenario)?;
            self.course.carry::<Self>(&self.grid, &next.grid);
            if self.walkers.1 == self.course.time {
                self.walkers.0.move_to(scenario.domain);
            }
            (self.landscape, self.grid, self.start) = (next.landscape, next.grid, next.start);
            self.profile = None;
        } else if scenario.initial != self.scenario.initial {
            self.start = initial::masses(scenario.initial, &self.grid);
        }
        let before = std::mem::replace(&mut self.scenario, scenario);
        let Scenario { walkers, seed, .. } = self.scenario;
        let same_walkers = (walkers, seed) == (before.walkers, before.seed);
        self.course.remember(before);
        self.half = None;
        if !same_walkers {
            let first = self.course.first(&self.scenario).clone();
            self.walkers = (Walkers::new(&Scenario { walkers, seed, ..first }), 0);
        }
        Ok(())
    }

    /// The curvature of the metric in which the noise is even ([`curvature_on`]).
    ///
    /// # Errors
    /// As there.
    pub fn curvature(&self) -> Result<Vec<f64>> {
        curvature_on(&self.landscape, &self.grid, self.scenario.batch_size)
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
        self.course.time
    }

    /// Advances every model by `steps` SGD steps.
    pub fn step(&mut self, steps: u64) {
        self.course.time += steps;
    }

    /// Goes back to the start; the prepared operators are kept.
    pub fn reset(&mut self) {
        self.course = Course::new(&self.start);
        self.half = None;
        self.walkers = (Walkers::new(&self.scenario), 0);
    }

    /// Masses of all cells now, in rows of one W₁ each.
    ///
    /// # Errors
    /// As [`Current::new`], [`PointRule::new`] and [`Push::new`], also of a scenario that was in
    /// force since the start.
    pub fn masses(&mut self, model: Model) -> Result<&[f64]> {
        self.course.live_through_past::<Self>(model, &self.grid)?;
        let (now, scenario, landscape, grid) =
            (self.course.time, &self.scenario, &self.landscape, &self.grid);
        let track = &mut self.course.tracks[model as usize];
        let rate = |_| scenario.learning_rate;
        match model {
            Model::Current => self.current.advance(
                track,
                now,
                rate,
                |_, _| Current::new(scenario, landscape, grid),
                |current, track| current.step(&mut track.masses, 1),
            ),
            Model::Gaussian => self.gaussian.advance(
                track,
                now,
                rate,
                |_, _| PointRule::new(scenario, landscape, grid),
                |rule, track| {
                    rule.step(&mut track.masses);
                    Ok(())
                },
            ),
            Model::Sgd => self.sgd.advance(
                track,
                now,
                rate,
                |_, _| Push::new(scenario, landscape, grid),
                |push, track| {
                    push.step(&mut track.masses);
                    Ok(())
                },
            ),
        }?;
        Ok(&self.course.tracks[model as usize].masses)
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
        let current = self.current.get_or_prepare(scenario.learning_rate, |_, _| {
            Current::new(scenario, landscape, grid)
        })?;
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
        for (until, then, next) in self.course.since(*time, &self.scenario) {
            // This cannot fail: the scenario was checked when it came into force.
            if let Ok(landscape) = then.stepped_landscape() {
                walkers.advance(until - *time, then, &landscape);
            }
            *time = until;
            walkers.move_to(next.domain);
        }
        walkers.advance(self.course.time - *time, &self.scenario, &self.landscape);
        *time = self.course.time;
        walkers.positions()
    }

    /// L, G and C/B at the cells' centres.
    pub fn profile(&mut self) -> &Profile {
        let (landscape, grid, scenario) = (&self.landscape, &self.grid, &self.scenario);
        self.profile.get_or_insert_with(|| Profile::new(landscape, grid, scenario.batch_size))
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

impl Running for Simulation {
    type Scenario = Scenario;
    type Grid = Grid;

    fn without_walkers(scenario: &Scenario) -> Result<Self> {
        Self::new(Scenario { walkers: 0, ..scenario.clone() })
    }

    fn grid(&self) -> &Grid {
        &self.grid
    }

    fn course(&mut self) -> &mut Course<Scenario> {
        &mut self.course
    }

    fn masses(&mut self, model: Model) -> Result<&[f64]> {
        self.masses(model)
    }

    fn adopt(&mut self, scenario: Scenario) -> Result<()> {
        self.update(scenario)
    }

    fn carried(from: &Grid, masses: &[f64], to: &Grid) -> (Vec<f64>, [f64; 2]) {
        (carried(from, masses, to), [0.0; 2])
    }
}

/// Whether two scenarios have the same landscape, of the same batches, on the same grid.
fn is_same_place(a: &Scenario, b: &Scenario) -> bool {
    // With momentum the steps in the plane depend on T.
    let same_rate = a.learning_rate == b.learning_rate || a.landscape.kind() != "momentum";
    a.landscape == b.landscape
        && same_rate
        && a.batch_size == b.batch_size
        && a.domain == b.domain
        && a.cells == b.cells
}

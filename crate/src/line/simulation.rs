//! A running scenario: every model of it at the same time.
//!
//! Models are lazy: each is set up and advanced only when something of it is
//! asked for, so that a figure pays for what it draws. A change of the scenario acts on all of them
//! from the step at which it is made: what was in force before is kept ([`crate::course`]), and a model
//! that is looked at later goes through it first.

use crate::course::{Course, Running};
use crate::error::Result;
use crate::landscape::Landscape;
use crate::line::current::evolve::Evolution;
use crate::line::current::field::Field;
use crate::line::current::flux::flux;
use crate::line::current::rates::{Coefficients, Rates};
use crate::line::grid::Grid;
use crate::line::initial;
use crate::line::remap::carried;
use crate::line::sgd::Sgd;
use crate::line::sgd::point_rule::PointRule;
use crate::line::sgd::walkers::Walkers;
use crate::line::shown::coarser;
use crate::model::Model;
use crate::scenario::Scenario;
use crate::track::Prepared;
use std::borrow::Cow;

/// A running scenario.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(super) scenario: Scenario,
    pub(super) landscape: Landscape,
    pub(super) grid: Grid,
    pub(super) field: Field,
    pub(super) rates: Rates,
    pub(super) start: Vec<f64>,
    pub(super) course: Course<Scenario>,
    pub(super) current: Prepared<Evolution>,
    pub(super) gaussian: Prepared<PointRule>,
    pub(super) sgd: Prepared<Sgd>,
    pub(super) walkers: (Walkers, u64),
    /// The same on half the cells, once somebody has asked what the cells carry.
    pub(super) half: Option<Box<Simulation>>,
}

impl Simulation {
    /// Sets a scenario up at time 0.
    ///
    /// # Errors
    /// As [`Landscape::new`], [`Grid::new`] and [`Field::new`].
    pub fn new(scenario: Scenario) -> Result<Self> {
        let landscape = scenario.stepped_landscape()?;
        let grid = Grid::of(&scenario, &landscape)?;
        let field = Field::new(&landscape, &grid)?;
        let rates = Rates::new(&field, &grid, Coefficients::from(&scenario));
        let start = initial::masses(scenario.initial, &grid);
        let walkers = (Walkers::new(&scenario), 0);
        Ok(Self {
            scenario,
            landscape,
            grid,
            field,
            rates,
            course: Course::new(&start),
            start,
            current: Prepared::not_yet(),
            gaussian: Prepared::not_yet(),
            sgd: Prepared::not_yet(),
            walkers,
            half: None,
        })
    }

    /// Adopts a changed scenario where it stands: the time, the densities and the
    /// walkers are kept, and go on under the new one from now on, whether anybody has
    /// looked at them before or not. A changed number of walkers or seed starts the
    /// walkers anew, through all that was in force.
    ///
    /// # Errors
    /// As [`Simulation::new`]; the simulation is then left as it was.
    pub fn update(&mut self, scenario: Scenario) -> Result<()> {
        self.catch_up()?;
        // The operators go first: two at once would take twice the memory.
        self.current = Prepared::not_yet();
        self.gaussian = Prepared::not_yet();
        self.sgd = Prepared::not_yet();
        let same_place = scenario.is_same_place(&self.scenario);
        let same_walkers =
            scenario.walkers == self.scenario.walkers && scenario.seed == self.scenario.seed;
        let before = std::mem::replace(&mut self.scenario, scenario);
        if same_place {
            let c = Coefficients::from(&self.scenario);
            self.rates = Rates::new(&self.field, &self.grid, c);
            if self.scenario.initial != before.initial {
                self.start = initial::masses(self.scenario.initial, &self.grid);
            }
        } else {
            let next = match Self::without_walkers(&self.scenario) {
                Ok(next) => next,
                Err(error) => {
                    self.scenario = before;
                    return Err(error);
                }
            };
            self.course.carry::<Self>(&self.grid, &next.grid);
            if self.walkers.1 == self.course.time {
                let Scenario { domain, walls, .. } = self.scenario;
                self.walkers.0 = self.walkers.0.moved_to(domain, walls);
            }
            (self.landscape, self.grid, self.field) = (next.landscape, next.grid, next.field);
            (self.rates, self.start) = (next.rates, next.start);
        }
        self.course.remember(before);
        if !same_walkers {
            let first = self.course.first(&self.scenario);
            let Scenario { walkers, seed, .. } = self.scenario;
            self.walkers = (Walkers::new(&Scenario { walkers, seed, ..first.clone() }), 0);
        }
        if let Some(mut half) = self.half.take() {
            half.course.time = self.course.time;
            self.half = half.update(coarser(&self.scenario)).is_ok().then_some(half);
        }
        Ok(())
    }

    /// The scenario in force.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
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
        let same_place =
            self.course.past.iter().all(|(_, then)| then.is_same_place(&self.scenario));
        self.walkers = if same_place {
            (self.walkers.0.restarted(&self.scenario), 0)
        } else {
            (Walkers::new(&self.scenario), 0)
        };
        self.course = Course::new(&self.start);
        if let Some(half) = &mut self.half {
            half.reset();
        }
    }

    /// The grid.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The rates of the current under the T of the scenario, without its schedule.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// T now, never quite 0: what a step of it does is told, however little.
    fn rate_now(&self) -> f64 {
        self.scenario.rate_at(self.course.time).max(1e-12 * self.scenario.learning_rate)
    }

    /// The rates of the current under the T of now.
    pub(super) fn rates_now(&self) -> Cow<'_, Rates> {
        rates_at(&self.rates, &self.scenario, &self.field, &self.grid, self.rate_now())
    }

    /// One SGD step of the current, prepared.
    ///
    /// # Errors
    /// As [`Evolution::new`].
    pub fn evolution(&self) -> Result<Evolution> {
        let (scenario, rate) = (&self.scenario, self.scenario.learning_rate);
        evolution_at(&self.rates, scenario, &self.field, &self.grid, rate, None)
    }

    /// Masses of the N cells now.
    ///
    /// # Errors
    /// As [`Evolution::new`], [`PointRule::new`] and [`Sgd::new`], also of a scenario
    /// that was in force since the start.
    pub fn masses(&mut self, model: Model) -> Result<&[f64]> {
        self.course.live_through_past::<Self>(model, &self.grid)?;
        let (now, scenario, grid) = (self.course.time, &self.scenario, &self.grid);
        let (landscape, field, rates) = (&self.landscape, &self.field, &self.rates);
        let track = &mut self.course.tracks[model as usize];
        let rate = |time| scenario.rate_of_steps(time);
        match model {
            Model::Current => self.current.advance(
                track,
                now,
                rate,
                |rate, other| evolution_at(rates, scenario, field, grid, rate, other.as_ref()),
                |operator, track| {
                    let absorbed = operator.step(&mut track.masses);
                    track.lose(absorbed);
                    Ok(())
                },
            ),
            Model::Gaussian => self.gaussian.advance(
                track,
                now,
                rate,
                |rate, _| PointRule::new(&scenario.with_rate(rate), landscape, field, grid),
                |operator, track| {
                    let absorbed = operator.step(&mut track.masses);
                    track.lose(absorbed);
                    Ok(())
                },
            ),
            Model::Sgd => self.sgd.advance(
                track,
                now,
                rate,
                |rate, other| Sgd::new(&scenario.with_rate(rate), landscape, grid, other),
                |sgd, track| {
                    sgd.step(track);
                    Ok(())
                },
            ),
        }?;
        Ok(&self.course.tracks[model as usize].masses)
    }

    /// ρ of the current at the N + 1 edges now, 1/step.
    ///
    /// # Errors
    /// As [`Simulation::masses`].
    pub fn flux(&mut self) -> Result<Vec<f64>> {
        let masses = self.masses(Model::Current)?.to_vec();
        let rate = self.rate_now();
        let rates = rates_at(&self.rates, &self.scenario, &self.field, &self.grid, rate);
        let c = Coefficients { learning_rate: rate, ..Coefficients::from(&self.scenario) };
        let (field, grid) = (&self.field, &self.grid);
        // Its T may differ a little from that of now: only where mass comes from is asked of it.
        let prepared = match self.scenario.rate_of_steps(self.course.time) {
            0.0 => rate,
            steps => steps,
        };
        let scenario = &self.scenario;
        let own = &self.rates;
        let evolution = self.current.get_or_prepare(prepared, |t, other| {
            evolution_at(own, scenario, field, grid, t, other.as_ref())
        })?;
        Ok(flux(evolution, field, &rates, grid, c, &masses))
    }

    /// Where the walkers are now that no wall has absorbed.
    pub fn walkers(&mut self) -> &[f64] {
        self.flock().positions()
    }

    /// The walkers now.
    pub fn flock(&mut self) -> &Walkers {
        let (walkers, time) = &mut self.walkers;
        for (until, then, next) in self.course.since(*time, &self.scenario) {
            // This cannot fail: the scenario was checked when it came into force.
            if let Ok(landscape) = then.stepped_landscape() {
                walkers.advance(*time..until, then, &landscape);
            }
            *time = until;
            if !then.is_same_place(next) {
                *walkers = walkers.moved_to(next.domain, next.walls);
            }
        }
        walkers.advance(*time..self.course.time, &self.scenario, &self.landscape);
        *time = self.course.time;
        walkers
    }

    /// What the walls, left and right, have absorbed of a model until now, 0…1. With the masses
    /// of the cells it adds up to 1.
    ///
    /// # Errors
    /// As [`Simulation::masses`].
    pub fn absorbed(&mut self, model: Model) -> Result<[f64; 2]> {
        self.masses(model)?;
        Ok(self.course.tracks[model as usize].absorbed)
    }

    /// Brings the models that are being looked at to the present.
    fn catch_up(&mut self) -> Result<()> {
        let followed = [
            (Model::Current, self.current.is_followed()),
            (Model::Gaussian, self.gaussian.is_followed()),
            (Model::Sgd, self.sgd.is_followed()),
        ];
        for (model, _) in followed.iter().filter(|(_, followed)| *followed) {
            self.masses(*model)?;
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
        carried(from, masses, to)
    }
}

/// The rates under a T, `rates` being those under the scenario's own.
fn rates_at<'a>(
    rates: &'a Rates,
    scenario: &Scenario,
    field: &Field,
    grid: &Grid,
    rate: f64,
) -> Cow<'a, Rates> {
    if rate == scenario.learning_rate {
        return Cow::Borrowed(rates);
    }
    let c = Coefficients { learning_rate: rate, ..Coefficients::from(scenario) };
    Cow::Owned(Rates::new(field, grid, c))
}

/// One SGD step of the current under a T, prepared; `rates` are those under the scenario's own, and
/// `other` is as in [`Evolution::new`].
fn evolution_at(
    rates: &Rates,
    scenario: &Scenario,
    field: &Field,
    grid: &Grid,
    rate: f64,
    other: Option<&Evolution>,
) -> Result<Evolution> {
    let c = Coefficients { learning_rate: rate, ..Coefficients::from(scenario) };
    Evolution::new(field, &rates_at(rates, scenario, field, grid, rate), grid, c, other)
}

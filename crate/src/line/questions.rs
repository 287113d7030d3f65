//! What is asked of a scenario besides its densities: whether the cells carry them, where it
//! ends, how long a way takes, its energies, its metric.

use crate::error::{Error, Result};
use crate::line::current::field::Field;
use crate::line::current::rates::{Coefficients, Rates};
use crate::line::current::stationary::Stationary;
use crate::line::energy::Energies;
use crate::line::escape;
use crate::line::grid::Grid;
use crate::line::metric::Metric;
use crate::line::resolution::{Passage, Resolution};
use crate::line::series::Profile;
use crate::line::sgd::passage;
use crate::line::shown::{Shown, change_of_end, coarser};
use crate::line::simulation::Simulation;
use crate::model::Model;

impl Simulation {
    /// Whether the cells carry what is shown of a model now: its mean and standard deviation,
    /// to three digits, and, if another model is given, the total variation from that, in whole
    /// percents. Held against half the cells, on which the scenario is run beside this one: the
    /// first call takes the steps there since the start, each later one those since the last.
    ///
    /// # Errors
    /// As [`Simulation::masses`], on half the cells too.
    pub fn resolution(&mut self, model: Model, other: Option<Model>) -> Result<Resolution> {
        let here = self.shown(model, other)?;
        let mut half = match self.half.take() {
            Some(half) => half,
            None => Box::new(self.on_half()?),
        };
        half.course.time = self.course.time;
        let there = half.shown(model, other);
        self.half = Some(half);
        Ok(Resolution::of_digits(self.scenario.cells, here.change(&there?)))
    }

    fn shown(&mut self, model: Model, other: Option<Model>) -> Result<Shown> {
        let moment = self.moments(model)?;
        let distance = other.map(|other| self.distance(model, other)).transpose()?;
        let cell = self.grid.widths[self.grid.cell_of(moment.mean)];
        Ok(Shown { moment, distance, cell })
    }

    /// The same scenario, with all that was in force, on half the cells.
    fn on_half(&self) -> Result<Self> {
        let mut scenarios =
            self.course.past.iter().map(|(_, s)| s).chain([&self.scenario]).map(coarser);
        let mut half = Self::new(scenarios.next().unwrap_or_default())?;
        for ((until, _), scenario) in self.course.past.iter().zip(scenarios) {
            half.course.time = *until;
            half.update(scenario)?;
        }
        Ok(half)
    }

    /// Whether the cells carry what is shown of the end state: held against half of them.
    ///
    /// # Errors
    /// As [`Simulation::new`], on half the cells.
    pub fn resolution_of_end(&self) -> Result<Resolution> {
        let half = Self::new(coarser(&self.scenario))?;
        let (end, half_end) = (self.stationary(), half.stationary());
        let change = change_of_end((&end, &self.grid), (&half_end, &half.grid));
        // What has come to rest is of second order: of the change a third is left at most.
        Ok(Resolution::of_digits(self.scenario.cells, 0.5 * change))
    }

    /// Losses, G, S²/B and Φ on the grid.
    pub fn profile(&self) -> Profile {
        let batch = self.scenario.batch_size as f64;
        let energy = self.stationary().energy;
        Profile::new(&self.landscape, &self.grid, &self.field, batch, energy)
    }

    /// Where the start of the scenario ends under the current, with the T of now.
    pub fn stationary(&self) -> Stationary {
        Stationary::new(&self.rates_now(), &self.grid, &self.start)
    }

    /// The mean first-passage time of the current between two parameters, under the T of the
    /// scenario without its schedule.
    ///
    /// # Errors
    /// [`Error::Range`] if one of them lies beyond the walls.
    pub fn passage(&self, from: f64, to: f64) -> Result<Passage> {
        self.within("from", from)?;
        self.within("to", to)?;
        let c = Coefficients::from(&self.scenario);
        let (landscape, field) = (&self.landscape, &self.field);
        let time = |field, rates, grid| {
            escape::log_passage_time(landscape, field, rates, grid, c, [from, to])
        };
        let (log_time, cells) = (time(field, &self.rates, &self.grid), self.scenario.cells);
        if log_time == f64::INFINITY && escape::is_noisy(field, &self.rates, &self.grid, [from, to])
        {
            // Noise gets everywhere: it is the cells that bar the way.
            let resolution = Resolution::of_log_time(cells, log_time, f64::INFINITY);
            return Ok(Passage { log_time, resolution });
        }
        if escape::is_integral(field, &self.rates, &self.grid, [from, to]) {
            return Ok(Passage { log_time, resolution: Resolution::good(cells) });
        }
        let grid = Grid::of(&coarser(&self.scenario), landscape)?;
        let field = Field::new(landscape, &grid)?;
        let half = time(&field, &Rates::new(&field, &grid, c), &grid);
        // Of second order: of the difference a third is left.
        let error = if log_time == half { 0.0 } else { 0.5 * (log_time - half).abs() };
        Ok(Passage { log_time, resolution: Resolution::of_log_time(cells, log_time, error) })
    }

    /// The same for SGD itself.
    ///
    /// # Errors
    /// [`Error::Range`] as above; [`Error::Conflict`] on `sampling` if SGD draws without
    /// replacement; otherwise as [`sgd::passage::passage`](passage::passage).
    pub fn passage_of_sgd(&self, from: f64, to: f64) -> Result<Passage> {
        self.scenario.draws_alike("SGD's passage time")?;
        self.within("from", from)?;
        self.within("to", to)?;
        passage::passage(&self.scenario, &self.landscape, &self.grid, [from, to])
    }

    /// ln of the relaxation time of the current, in steps.
    pub fn log_relaxation_time(&self) -> f64 {
        escape::log_relaxation_time(&self.rates, &self.grid)
    }

    /// The energies of rare events, of the current and of SGD, above those of the
    /// cell around `foot`, or else above their lowest points.
    ///
    /// # Errors
    /// [`Error::Range`] for a foot outside the domain; [`Error::Conflict`] on `sampling` if SGD
    /// draws without replacement.
    pub fn energies(&self, foot: Option<f64>) -> Result<Energies> {
        self.scenario.draws_alike("SGD's energy of rare events")?;
        if let Some(w) = foot {
            self.within("foot", w)?;
        }
        let foot = foot.map(|w| self.grid.cell_of(w));
        Ok(Energies::new(&self.landscape, &self.grid, self.scenario.batch_size as f64, foot))
    }

    /// The metric in which the noise is even.
    ///
    /// # Errors
    /// As [`Metric::new`].
    pub fn metric(&self) -> Result<Metric> {
        Metric::new(&self.field, &self.grid, Coefficients::from(&self.scenario))
    }

    fn within(&self, field: &str, w: f64) -> Result<()> {
        let [min, max] = self.grid.domain();
        if (min..=max).contains(&w) {
            return Ok(());
        }
        Err(Error::Range { field: field.into(), value: w, min, max })
    }
}

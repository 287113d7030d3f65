//! What is asked of a scenario besides its densities: whether the cells carry them, where it
//! ends, how long a way takes, its energies, its metric.

use crate::course::companion;
use crate::error::{Error, Result};
use crate::line::current::field::Field;
use crate::line::current::rates::{Coefficients, Rates};
use crate::line::current::stationary::Stationary;
use crate::line::current::survivors::Survivors;
use crate::line::energy::Energies;
use crate::line::escape;
use crate::line::grid::Grid;
use crate::line::metric::Metric;
use crate::line::remap::carried;
use crate::line::resolution::{Passage, Resolution};
use crate::line::round;
use crate::line::series::Profile;
use crate::line::sgd::passage;
use crate::line::shown::{DIGITS, Shown, coarser, excess_of_end};
use crate::line::simulation::Simulation;
use crate::model::Model;
use crate::numeral::Numeral;
use crate::walls::{Side, Walls};

impl Simulation {
    /// Whether the grid is fine enough for what is shown of a model now: its mean and standard
    /// deviation, to three digits, the probability beyond the only hilltop and, if another model is
    /// given, the total variation from that, in whole percents. It is compared with half the cells, on
    /// which the scenario is run as well: the first call takes all steps there since the start, each
    /// later one those since the last.
    ///
    /// # Errors
    /// As [`Simulation::masses`], on half the cells too.
    pub fn resolution(&mut self, model: Model, other: Option<Model>) -> Result<Resolution> {
        let here = self.shown(model, other)?;
        let masses = self.masses(model)?.to_vec();
        let others = other.map(|other| self.masses(other).map(<[f64]>::to_vec)).transpose()?;
        let half = companion(&mut self.half, &self.course, &self.scenario, coarser)?;
        let there = half.shown(model, other)?;
        let changed = half.apart(model, &self.grid, &masses)?;
        let other_changed = match other.zip(others) {
            Some((other, masses)) => half.apart(other, &self.grid, &masses)?,
            None => 0.0,
        };
        let excess = here.excess(&there, changed, other_changed);
        Ok(Resolution::of_excess(self.scenario.cells, excess))
    }

    fn shown(&mut self, model: Model, other: Option<Model>) -> Result<Shown> {
        let moment = self.moments(model)?;
        let distance = other.map(|other| self.distance(model, other)).transpose()?;
        let past = self.hilltop().map(|w| self.mass(model, w, f64::INFINITY)).transpose()?;
        let cell = self.grid.widths[self.grid.cell_of(moment.mean)];
        Ok(Shown { moment, distance, past, cell, digits: DIGITS })
    }

    /// Total variation, 0…1, between a model and `masses` on another grid, on the cells of this one.
    fn apart(&mut self, model: Model, grid: &Grid, masses: &[f64]) -> Result<f64> {
        let (there, _) = carried(grid, masses, &self.grid);
        let here = self.masses(model)?;
        Ok(0.5 * here.iter().zip(&there).map(|(a, b)| (a - b).abs()).sum::<f64>())
    }

    /// The place that descent leaves to both sides, if there is just one.
    fn hilltop(&self) -> Option<f64> {
        let pull = |k: usize| self.field.centres[k].gradient;
        let mut tops = (1..self.grid.cells()).filter(|k| pull(k - 1) > 0.0 && pull(*k) <= 0.0);
        let k = tops.next().filter(|_| tops.next().is_none())?;
        let [from, to] = [self.grid.centres[k - 1], self.grid.centres[k]];
        Some(from + (to - from) * pull(k - 1) / (pull(k - 1) - pull(k)))
    }

    /// Whether the grid is fine enough for what is shown of the end state, and for how long what survives
    /// does: compared with the same on half the cells.
    ///
    /// # Errors
    /// As [`Simulation::new`], on half the cells.
    pub fn resolution_of_end(&self) -> Result<Resolution> {
        let half = Self::new(coarser(&self.scenario))?;
        let (end, half_end) = (self.stationary(), half.stationary());
        let excess = excess_of_end((&end, &self.grid), (&half_end, &half.grid));
        let resolution = Resolution::of_excess(self.scenario.cells, excess);
        let time_of = |of: &Self| of.survivors().map_or(0.0, |s| s.log_time);
        let (cells, time) = (self.scenario.cells, time_of(self));
        Ok(resolution.and(Resolution::of_time_and_half(cells, time, time_of(&half))))
    }

    /// Losses, G, S²/B and Φ on the grid.
    pub fn profile(&self) -> Profile {
        let batch = self.scenario.batch_size as f64;
        // The energy does not depend on what becomes of mass at the walls.
        let energy = if self.scenario.walls.absorbing().next().is_some() {
            let closed = self.rates_now().into_owned().closed();
            let grid = Grid { walls: Walls::Reflect, ..self.grid.clone() };
            Stationary::new(&closed, &grid, &self.start).energy
        } else {
            self.stationary().energy
        };
        Profile::new(&self.landscape, &self.grid, &self.field, batch, energy)
    }

    /// The end state of the current from the start of the scenario, under the present T.
    pub fn stationary(&self) -> Stationary {
        Stationary::new(&self.rates_now(), &self.grid, &self.start)
    }

    /// What is left in the long run where walls absorb, under the T of the scenario without its
    /// schedule.
    pub fn survivors(&self) -> Option<Survivors> {
        Survivors::new(&self.rates, &self.grid)
    }

    /// The mean first-passage time of the current between two parameters, under the T of the
    /// scenario without its schedule. On a ring it may go either way round.
    ///
    /// # Errors
    /// [`Error::Range`] if one of them lies beyond the walls; [`Error::Conflict`] on `walls` if
    /// the wall behind the start absorbs.
    pub fn passage(&self, from: f64, to: f64) -> Result<Passage> {
        self.arrives(from, to)?;
        if self.scenario.walls == Walls::Periodic {
            return self.passage_round(from, to);
        }
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
        Ok(Passage { log_time, resolution: Resolution::of_time_and_half(cells, log_time, half) })
    }

    /// The same on a ring.
    fn passage_round(&self, from: f64, to: f64) -> Result<Passage> {
        let c = Coefficients::from(&self.scenario);
        let time = |grid: &Grid| round::log_time(&self.landscape, grid, c, [from, to]);
        let log_time = time(&self.grid)?;
        let half = time(&Grid::of(&coarser(&self.scenario), &self.landscape)?)?;
        let resolution = Resolution::of_time_and_half(self.scenario.cells, log_time, half);
        Ok(Passage { log_time, resolution })
    }

    /// The same for SGD itself.
    ///
    /// # Errors
    /// [`Error::Range`] as above; [`Error::Conflict`] on `sampling` if SGD draws without
    /// replacement; otherwise as [`sgd::passage::passage`](passage::passage).
    pub fn passage_of_sgd(&self, from: f64, to: f64) -> Result<Passage> {
        self.scenario.draws_alike("SGD's passage time")?;
        self.arrives(from, to)?;
        if self.scenario.walls == Walls::Periodic {
            return Err(Error::Conflict {
                field: "walls".into(),
                reason: "SGD's passage time is known between walls, not on a ring; ask the current for it, or let the walls reflect".into(),
            });
        }
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

    /// Refuses places beyond the walls, and a passage that some may never make.
    fn arrives(&self, from: f64, to: f64) -> Result<()> {
        self.within("from", from)?;
        self.within("to", to)?;
        let behind = if to > from { Side::Left } else { Side::Right };
        if from == to || !self.scenario.walls.absorbs(behind) {
            return Ok(());
        }
        let wall = if behind == Side::Left { "left" } else { "right" };
        Err(Error::Conflict {
            field: "walls".into(),
            reason: format!(
                "the {wall} wall absorbs some on the way from {} to {}, who never arrive: their mean time has no bound; let the {wall} wall reflect",
                Numeral(from),
                Numeral(to)
            ),
        })
    }

    fn within(&self, field: &str, w: f64) -> Result<()> {
        let [min, max] = self.grid.domain();
        if (min..=max).contains(&w) {
            return Ok(());
        }
        Err(Error::Range { field: field.into(), value: w, min, max })
    }
}

//! How far a simulation has come: its time, the scenarios that were in force since the start, and the
//! cell masses of each model. Models are advanced only when they are looked at, so a model that is
//! looked at late has to go through the past first.

use crate::error::{Error, Result};
use crate::model::Model;
use crate::track::Track;

/// What a simulation, of one parameter or of two, has to offer so that a model can be taken through
/// the scenarios of its past.
pub trait Running: Sized {
    /// A scenario that it can run under.
    type Scenario;
    /// The cells that its masses stand on.
    type Grid: PartialEq;

    /// The simulation of a scenario at time 0, without walkers.
    ///
    /// # Errors
    /// What is wrong with the scenario.
    fn without_walkers(scenario: &Self::Scenario) -> Result<Self>;

    /// Its grid.
    fn grid(&self) -> &Self::Grid;

    /// How far it has come.
    fn course(&mut self) -> &mut Course<Self::Scenario>;

    /// The masses of a model now.
    ///
    /// # Errors
    /// What the scenario asks too much of.
    fn masses(&mut self, model: Model) -> Result<&[f64]>;

    /// Goes on under another scenario.
    ///
    /// # Errors
    /// What is wrong with it; it then goes on as before.
    fn adopt(&mut self, scenario: Self::Scenario) -> Result<()>;

    /// Masses taken from one grid to another, and what its walls absorb of them.
    fn carried(from: &Self::Grid, masses: &[f64], to: &Self::Grid) -> (Vec<f64>, [f64; 2]);
}

/// Takes a model from one grid to another.
pub fn carry<L: Running>(track: &mut Track, from: &L::Grid, to: &L::Grid) {
    if from != to {
        let (masses, absorbed) = L::carried(from, &track.masses, to);
        track.masses = masses;
        track.lose(absorbed);
        for (_, masses) in &mut track.epoch.sets {
            *masses = L::carried(from, masses, to).0;
        }
    }
}

/// The companion of a simulation: the same scenarios on other cells, at the time of `course`. `other`
/// holds it once it exists; until then it is made, and taken through all that was in force.
/// `on_others` gives a scenario those cells.
///
/// # Errors
/// What is wrong with one of the scenarios on those cells.
pub fn companion<'a, L: Running>(
    other: &'a mut Option<Box<L>>,
    course: &Course<L::Scenario>,
    now: &L::Scenario,
    on_others: fn(&L::Scenario) -> L::Scenario,
) -> Result<&'a mut L> {
    let mut companion = if let Some(companion) = other.take() {
        companion
    } else {
        let mut companion = Box::new(L::without_walkers(&on_others(course.first(now)))?);
        for (until, _, next) in course.since(0, now) {
            companion.course().time = until;
            companion.adopt(on_others(next))?;
        }
        companion
    };
    companion.course().time = course.time;
    Ok(other.insert(companion))
}

/// How far the three models of a simulation have come under scenarios `S`.
#[derive(Clone, Debug)]
pub struct Course<S> {
    /// SGD steps since the start.
    pub time: u64,
    /// The scenarios that were in force before the present one, each with the time until when.
    pub past: Vec<(u64, S)>,
    /// One track for each model, in the order of [`Model`].
    pub tracks: [Track; 3],
    /// For each model, why it cannot be brought to the present; forgotten at the next start.
    lost: [Option<Error>; 3],
}

impl<S> Course<S> {
    /// All models at a start.
    pub fn new(start: &[f64]) -> Self {
        Self {
            time: 0,
            past: Vec::new(),
            tracks: [Track::new(start), Track::new(start), Track::new(start)],
            lost: [None, None, None],
        }
    }

    /// Takes the models that have come to the present from one grid to another. A model that has not
    /// stays on the grid of its own time, until it is taken through its past.
    pub fn carry<L: Running>(&mut self, from: &L::Grid, to: &L::Grid) {
        for track in self.tracks.iter_mut().filter(|track| track.time == self.time) {
            carry::<L>(track, from, to);
        }
    }

    /// Notes that a scenario was in force until now. If two changes come at the same step, only the last
    /// one counts.
    pub fn remember(&mut self, before: S) {
        if self.time > self.past.last().map_or(0, |(until, _)| *until) {
            self.past.push((self.time, before));
        }
    }

    /// The scenario at the start, if `now` is the present one.
    pub fn first<'a>(&'a self, now: &'a S) -> &'a S {
        self.past.first().map_or(now, |(_, scenario)| scenario)
    }

    /// The scenarios that were in force after `time` and before the present one, `now`: each with the
    /// time until when, and with the one that followed.
    pub fn since<'a>(&'a self, time: u64, now: &'a S) -> impl Iterator<Item = (u64, &'a S, &'a S)> {
        let first = self.past.partition_point(|(until, _)| *until <= time);
        (first..self.past.len()).map(move |i| {
            let (until, scenario) = &self.past[i];
            (*until, scenario, self.past.get(i + 1).map_or(now, |(_, next)| next))
        })
    }

    /// Brings a model through what was in force before the present scenario, whose grid is
    /// `grid`.
    ///
    /// # Errors
    /// What one of those scenarios asks too much of; the same again until the next start.
    pub fn live_through_past<L>(&mut self, model: Model, grid: &L::Grid) -> Result<()>
    where
        L: Running<Scenario = S>,
    {
        let model_index = model as usize;
        if let Some(error) = &self.lost[model_index] {
            return Err(error.clone());
        }
        let track = &mut self.tracks[model_index];
        let first = self.past.partition_point(|(until, _)| *until <= track.time);
        let mut last: Option<L> = None;
        for (until, scenario) in &self.past[first..] {
            let lived = L::without_walkers(scenario).and_then(|mut then| {
                if let Some(last) = &last {
                    carry::<L>(track, last.grid(), then.grid());
                }
                let course = then.course();
                (course.tracks[model_index], course.time) = (track.clone(), *until);
                then.masses(model)?;
                Ok(then)
            });
            match lived {
                Ok(mut then) => {
                    *track = then.course().tracks[model_index].clone();
                    last = Some(then);
                }
                Err(error) => {
                    self.lost[model_index] = Some(error.clone());
                    return Err(error);
                }
            }
        }
        if let Some(last) = &last {
            carry::<L>(track, last.grid(), grid);
        }
        Ok(())
    }
}

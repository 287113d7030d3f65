//! First-passage times of SGD itself: the mean time is the sum over the cells of how
//! often SGD is expected to stand in each before it is absorbed at the goal.
//!
//! The start is followed as a point first ([`crate::line::sgd::atoms`]). From there on the
//! visits of cells ([`crate::line::sgd::fine_grid`]) are those of a Markov chain
//! ([`crate::line::sgd::way`]), whose probabilities depend on the shape of the visits within
//! each cell; the shape follows from the visits, the visits from the shape, until the time
//! is settled. Whether the cells carry it is told by half as many.

use crate::error::{Error, Result};
use crate::landscape::Landscape;
use crate::line::escape::log_add;
use crate::line::grid::Grid;
use crate::line::resolution::{Passage, Resolution};
use crate::line::sgd::atoms::{Atoms, follow};
use crate::line::sgd::elimination::{Room, Scaled, Visits, visits};
use crate::line::sgd::fine_grid::{FineGrid, spread};
use crate::line::sgd::rule::{Batch, Step, batches};
use crate::line::sgd::way::Way;
use crate::numeral::Numeral;
use crate::scenario::Scenario;
use crate::walls::Side;

/// Most rounds in which the shape of the visits may settle: on the coarsest cells, and on each grid
/// of twice as many.
const MOST_ROUNDS: [usize; 2] = [16, 7];
/// The shape has settled where ln of the time changes by less than this in a round.
const SETTLED: f64 = 1e-5;
/// Most cells of the fine grid for each cell of the scenario's grid.
const PARTS: f64 = 16.0;
/// Most cells of the fine grid in all.
const MOST_CELLS: f64 = 65_536.0;
/// Fewest cells of the fine grid.
const FEWEST_CELLS: f64 = 128.0;
/// Gradients that the chain may cost.
const MOST_GRADIENTS: f64 = 1.6e6;
/// Pairs of a cell and a draw whose image may be cut.
const MOST_CUTS: f64 = 8e5;
/// Multiplications of all eliminations.
const MOST_WORK: f64 = 3e8;
/// Twice as many cells take up to eight times as many multiplications, in about four rounds.
const TWICE: f64 = 8.0 * 4.0;
/// A cell that the start comes to with this probability counts by itself.
const HEAVY: f64 = 0.01;
/// Numbers that one elimination may keep.
const MOST_NUMBERS: usize = 6_000_000;
/// Errors with an order of convergence fall by this factor at least when cells are halved,
/// and are not trusted to fall by more than the second.
const FALL: [f64; 2] = [2.0, 12.0];

/// The mean number of steps of SGD from `from` until it first stands at or beyond `to`; +∞ if
/// it may never get there.
///
/// # Errors
/// As [`batches`]; [`Error::Conflict`] on `learningRate` if a step throws mass over too many
/// cells, on `batchSize` or `substeps` if a step asks for too many gradients.
pub fn passage(
    scenario: &Scenario,
    landscape: &Landscape,
    grid: &Grid,
    [from, to]: [f64; 2],
) -> Result<Passage> {
    let good = |log_time| Passage { log_time, resolution: Resolution::good(scenario.cells) };
    if from == to {
        return Ok(good(f64::NEG_INFINITY));
    }
    let step = Step::new(scenario);
    let draws = batches(landscape.datapoints(), scenario.batch_size)?;
    let affordable = affordable(&step, &draws)?;
    let start = follow(landscape, &step, &draws, scenario.domain, scenario.walls, [from, to]);
    if start.places.is_empty() {
        return Ok(good(start.steps.ln()));
    }
    // What would land beyond a wall that reflects is mirrored: only a point ever stands at it.
    let beyond = if to > from { Side::Right } else { Side::Left };
    if scenario.domain.contains(&to) && scenario.walls.reflects(beyond) {
        return Ok(good(f64::INFINITY));
    }
    let singles = batches(landscape.datapoints(), 1)?;
    let fine = FineGrid::new(scenario, landscape, grid, &step, &singles, [from, to]);
    let problem = Problem { scenario, landscape, step, draws, start, fine, rightwards: to > from };
    // A few cells more cost nothing, where the goal is near.
    let mut cells =
        problem.fine.cells().max(FEWEST_CELLS).min(affordable).min(problem.most_cells());
    loop {
        match problem.from(0.25 * cells, affordable) {
            Ladder::Climbed(passage) => return Ok(passage),
            Ladder::TooLong(_) if cells < FEWEST_CELLS => {
                return Err(too_long(scenario.learning_rate));
            }
            Ladder::TooLong(part) => cells *= part,
        }
    }
}

/// Refuses, before anything is set up, a scenario whose steps ask for too much.
///
/// # Errors
/// As [`passage`], on `batchSize` or `substeps`.
pub fn check(scenario: &Scenario) -> Result<()> {
    let datapoints = Landscape::new(&scenario.landscape)?.datapoints();
    affordable(&Step::new(scenario), &batches(datapoints, scenario.batch_size)?).map(|_| ())
}

/// Cells that there is time for.
fn affordable(step: &Step, draws: &[Batch]) -> Result<f64> {
    let parts: usize = draws.iter().map(|draw| draw.parts.len()).sum();
    let gradients = (parts * step.gradients()) as f64;
    let cells = (MOST_GRADIENTS / gradients).min(MOST_CUTS / draws.len() as f64).min(MOST_CELLS);
    if cells >= FEWEST_CELLS {
        return Ok(cells);
    }
    let (field, fix) = if step.gradients() > 1 {
        ("substeps", "take fewer small steps, or the rule “jump”")
    } else {
        ("batchSize", "use a smaller batch, or fewer datapoints")
    };
    Err(Error::Conflict {
        field: field.into(),
        reason: format!(
            "SGD's passage time would need {} gradients at every place of its {} batches, too many; {fix}, or the current",
            Numeral(gradients),
            draws.len()
        ),
    })
}

/// The complaint about steps that no chain follows in time.
fn too_long(learning_rate: f64) -> Error {
    Error::Conflict {
        field: "learningRate".into(),
        reason: format!(
            "at T = {} the steps of SGD reach over too many cells for its passage time; lower the learning rate, narrow the domain, or ask the current",
            Numeral(learning_rate)
        ),
    }
}

/// A passage, and what is known of it.
struct Problem<'a> {
    scenario: &'a Scenario,
    landscape: &'a Landscape,
    step: Step,
    draws: Vec<Batch>,
    start: Atoms,
    fine: FineGrid,
    rightwards: bool,
}

/// What comes of an attempt.
enum Ladder {
    Climbed(Passage),
    /// It would have taken too long; the number of cells that might not.
    TooLong(f64),
}

/// The time on one grid.
struct Found {
    log_time: f64,
    /// What further rounds would still change.
    unsettled: f64,
    /// ln of the visits per length.
    log_density: Vec<f64>,
    /// Whether a step folds the line ([`Way::folds`]).
    folds: bool,
    /// Multiplications of all rounds.
    work: usize,
    rounds: usize,
}

impl Problem<'_> {
    /// Cells of the fine grid, at most.
    fn most_cells(&self) -> f64 {
        PARTS * self.scenario.cells as f64
    }

    /// The time on so many cells, on twice as many and so on: at least three times, until
    /// the digits stand or it would take too long or more cells than it may have.
    fn from(&self, mut cells: f64, affordable: f64) -> Ladder {
        let mut grid = self.fine.with_cells(cells);
        let mut masses = self.fine.expected(&grid);
        let mut rounds = MOST_ROUNDS[0];
        let mut times = Vec::new();
        let mut room = MOST_WORK;
        // What is known without the next grid.
        let mut coarser = None;
        loop {
            let Some(found) = self.solved(&grid, masses, rounds) else {
                return coarser.map_or(Ladder::TooLong(0.25), Ladder::Climbed);
            };
            times.push(found.log_time);
            room -= found.work as f64;
            let next = TWICE * found.work as f64 / found.rounds as f64;
            let early = times.len() < 3;
            if early && (if times.len() == 1 { TWICE } else { 1.0 }) * next > room {
                return Ladder::TooLong((room / (TWICE * next)).cbrt().min(0.8));
            }
            // Cells that nothing leaves stay, however often they are halved.
            if times == [f64::INFINITY; 2] {
                let resolution = Resolution::good(self.scenario.cells);
                return Ladder::Climbed(Passage { log_time: f64::INFINITY, resolution });
            }
            if !early {
                let mut passage = self.judged(&times, &found);
                let spent = next > room || 2.0 * cells > affordable;
                let last = 2.0 * cells > self.most_cells();
                if passage.resolution.resolved || last && !spent {
                    return Ladder::Climbed(passage);
                }
                // A scenario of more cells would be given no more time.
                passage.resolution = passage.resolution.and(Resolution::beyond());
                if spent {
                    return Ladder::Climbed(passage);
                }
                coarser = Some(passage);
            }
            cells *= 2.0;
            rounds = MOST_ROUNDS[1];
            let finer = self.fine.with_cells(cells);
            masses = spread(&grid, &found.log_density, &finer);
            grid = finer;
        }
    }

    /// The time on one grid, from visits to begin with; `None` if that takes too long.
    fn solved(&self, grid: &Grid, mut masses: Vec<Scaled>, rounds: usize) -> Option<Found> {
        let domain = self.scenario.domain;
        let beyond = domain[usize::from(self.rightwards)];
        let walls = self.scenario.walls;
        let mut way =
            Way::new(self.landscape, &self.step, &self.draws, grid.clone(), beyond, walls)?;
        let start = self.start_on(&way);
        let (mut log_time, mut last, mut unsettled) = (f64::NAN, f64::NAN, 0.0);
        let (mut work, mut done) = (0, 0);
        while done < rounds {
            done += 1;
            way.reshape(&masses);
            let room = Room { work: (MOST_WORK / 4.0) as usize, numbers: MOST_NUMBERS };
            let time = match visits(&way, &start, room) {
                Visits::TooLong => return None,
                Visits::Infinite => {
                    masses.fill(Scaled { mantissa: 1.0, exponent: 0 });
                    f64::INFINITY
                }
                Visits::Finite(found, took) => {
                    work += took;
                    for (state, visits) in found.into_iter().enumerate() {
                        masses[way.turned(state)] = visits;
                    }
                    masses.iter().fold(self.start.steps.ln(), |sum, v| log_add(sum, v.ln()))
                }
            };
            let change = if time == log_time { 0.0 } else { (time - log_time).abs() };
            log_time = time;
            // What is to come if every round brings as much less as this one.
            let ratio = (change / last).min(0.95);
            unsettled = if ratio.is_nan() { change } else { change * ratio / (1.0 - ratio) };
            last = change;
            if change < SETTLED || time == f64::INFINITY {
                unsettled = change;
                break;
            }
        }
        if unsettled.is_nan() {
            unsettled = if log_time == f64::INFINITY { 0.0 } else { f64::INFINITY };
        }
        let log_density = masses.iter().zip(&grid.widths).map(|(v, h)| v.ln() - h.ln()).collect();
        Some(Found { log_time, unsettled, log_density, folds: way.folds, work, rounds: done })
    }

    /// The probabilities of the cells after the first steps.
    fn start_on(&self, way: &Way) -> Vec<f64> {
        let centres = &way.grid.centres;
        let pull = |k: usize| self.landscape.moments(centres[k]).gradient;
        let mut start = vec![0.0; centres.len()];
        let mut sums = vec![0.0; centres.len()];
        for &(w, mass) in &self.start.places {
            let k = way.grid.cell_of(w);
            start[k] += mass;
            sums[k] += mass * (w - centres[k]);
        }
        // Few places do not even out within cells. They are shared with the next cell so that
        // their mean is kept, if no watershed lies between.
        for k in 0..centres.len() {
            let next = if sums[k] > 0.0 { k + 1 } else { k.wrapping_sub(1) };
            if start[k] > HEAVY && next < centres.len() && pull(k) * pull(next) > 0.0 {
                let moved = sums[k] / (centres[next] - centres[k]);
                start[k] -= moved;
                start[next] += moved;
            }
        }
        if !self.rightwards {
            start.reverse();
        }
        start
    }

    /// The last of the times, with what those before say of it.
    fn judged(&self, times: &[f64], found: &Found) -> Passage {
        let gap = |i: usize| {
            let (a, b) = (times[times.len() - i], times[times.len() - i - 1]);
            if a == b { 0.0 } else { (a - b).abs() }
        };
        let fall = (gap(2) / gap(1)).max(FALL[0]).min(FALL[1]);
        // Where a step folds the line, densities are not smooth: a last gap may be small by chance.
        let left = if found.folds { gap(1) + gap(2) } else { gap(1) / (fall - 1.0) };
        let error = left + found.unsettled;
        let log_time = times[times.len() - 1];
        let resolution = Resolution::of_settled_time(self.scenario.cells, log_time, error);
        Passage { log_time, resolution }
    }
}

//! Wide against narrow: two wells alike but for a stretch k.
//!
//! A stretch divides G by k and S² by k², so the exponent ∫2G/(TS²) dW from the
//! bottom to the barrier is k² times larger. With I = 4a/(Tσ²) (B = 1, Itô):
//!
//! peak ratio wide/narrow = k² e^{(k²−1)I},
//! mass ratio = k³ e^{(k²−1)I/2} I₀(k²I/2)/I₀(I/2).
//!
//! Under preconditioned steps it is k times larger (rms), or the same (newton): [`super::well`].

use crate::error::{Error, Result};
use crate::fields::given;
use crate::line::energy::Energies;
use crate::line::resolution::{Passage, Resolution};
use crate::line::sgd::rule::{Step, batches};
use crate::line::shown::excess_of_log_ratio;
use crate::line::simulation::Simulation;
use crate::line::well::Well;
use crate::numeral::Numeral;
use crate::scenario::{Convention, Scenario};
use crate::value::Value;
use crate::walls::Walls;
use std::f64::consts::PI;

/// Logarithms of the ratios wide/narrow of the end state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratios {
    /// ln of the ratio of the densities at the two minima.
    pub log_peak: f64,
    /// ln of the ratio of the masses of the two wells.
    pub log_mass: f64,
}

/// The comparison of a wide and a narrow minimum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Closed form.
    pub predicted: Ratios,
    /// ∫2G/(TAS²) from the bottom of the narrow well to the barrier.
    pub exponent_narrow: f64,
    /// The same of the wide well: k² times as much without a preconditioner.
    pub exponent_wide: f64,
    /// From the discrete end state.
    pub solved: Ratios,
    /// ln of the relaxation time of the current, in steps.
    pub log_relaxation_time: f64,
    /// Mean first-passage times of the current between the bottoms of the wells.
    pub times: Times,
    /// Whether the grid is fine enough for [`Self::solved`].
    pub resolution_of_ratios: Resolution,
    /// Whether it is fine enough for [`Self::log_relaxation_time`].
    pub resolution_of_relaxation: Resolution,
}

/// Logarithms of mean first-passage times between the bottoms, in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// From the narrow well to the wide one.
    pub log_narrow_to_wide: f64,
    /// From the wide well to the narrow one.
    pub log_wide_to_narrow: f64,
    /// Whether the grid is fine enough for both.
    pub resolution: Resolution,
}

/// Up to this T L″ SGD creeps over the barrier, and its time is the current's with SGD's
/// exponent to 1 %; beyond, its steps jump it.
const CREEPING: f64 = 0.03;

impl Comparison {
    /// Takes `withSgd` out of a question: whether SGD's own passage times, which take
    /// up to a second, are wanted too. They are unless it is false.
    ///
    /// # Errors
    /// [`Error::Type`] if it is no truth value.
    pub fn take_with_sgd(question: &mut Value) -> Result<bool> {
        let Value::Map(fields) = question else { return Ok(true) };
        match fields.iter().position(|(key, _)| key == "withSgd") {
            Some(i) => fields.remove(i).1.truth("withSgd"),
            None => Ok(true),
        }
    }

    /// Reads the fields of a scenario that have `ratio`, `height` and `noise` of
    /// the wells beside them.
    ///
    /// # Errors
    /// As [`Scenario::read`].
    pub fn question(value: &Value) -> Result<Scenario> {
        const OF_WELLS: [&str; 3] = ["ratio", "height", "noise"];
        let fields = if *value == Value::Nothing { &[] } else { value.map("scenario")? };
        let (wells, mut rest): (Vec<_>, Vec<_>) =
            fields.iter().cloned().partition(|(key, _)| OF_WELLS.contains(&key.as_str()));
        if given(&rest, "landscape").is_none() {
            let kind = ("kind".into(), Value::Text("wells".into()));
            let landscape = std::iter::once(kind).chain(wells).collect();
            rest.push(("landscape".into(), Value::Map(landscape)));
        } else if let Some((key, _)) = wells.first() {
            return Err(Error::Conflict {
                field: key.clone(),
                reason: "give it beside the other fields or within landscape, not both".into(),
            });
        }
        Scenario::read(&Value::Map(rest))
    }

    /// Compares the two wells of a scenario.
    ///
    /// ```
    /// use sgd_current::{line::widths::Comparison, presets::PRESETS};
    ///
    /// let preset = PRESETS.iter().find(|preset| preset.id == "widths").unwrap();
    /// let widths = Comparison::new(&(preset.scenario)())?;
    /// // k² e^{(k²−1)I} at k = 2 and I = 4/3.
    /// assert!((widths.predicted.log_peak - (4.0 + 4f64.ln())).abs() < 1e-12);
    /// assert!((widths.solved.log_peak - widths.predicted.log_peak).abs() < 0.01);
    /// # Ok::<(), sgd_current::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Conflict`] if the landscape is not of the kind "wells" or its
    /// walls do not stand where the closed form has them; otherwise as
    /// [`Simulation::new`].
    pub fn new(scenario: &Scenario) -> Result<Self> {
        let Some([k, height, noise]) = scenario.landscape.as_wells() else {
            return Err(not_wells(scenario));
        };
        if scenario.walls != Walls::Reflect {
            return Err(Error::Conflict {
                field: "walls".into(),
                reason: "wells are compared between walls that reflect, where they have an end state; set it to “reflect”".into(),
            });
        }
        for (wall, expected) in scenario.domain.into_iter().zip([-2.0 * PI, 2.0 * PI * k]) {
            if (wall - expected).abs() > 0.01 {
                return Err(Error::Conflict {
                    field: "domain".into(),
                    reason: format!(
                        "the closed form has walls at −2π and 2π times the ratio, the outer hilltops, not at {}",
                        Numeral(wall)
                    ),
                });
            }
        }
        let [narrow, wide] = [1.0, k].map(|stretch| Well::new(scenario, stretch, height, noise));
        let predicted = Ratios {
            log_peak: wide.log_peak() - narrow.log_peak(),
            log_mass: wide.log_mass() - narrow.log_mass(),
        };
        // The closed form is that of the first-order current.
        let first_order = Scenario { second_order: false, ..scenario.clone() };
        let simulation = Simulation::new(first_order.clone())?;
        let cells = scenario.cells;
        let half = Simulation::new(Scenario { cells: cells / 2, ..first_order })?;
        let (solved, solved_on_half) = (Ratios::solved(&simulation, k), Ratios::solved(&half, k));
        let of_ratio =
            |here: f64, half: f64| Resolution::of_excess(cells, excess_of_log_ratio(here, half));
        let resolution_of_ratios = of_ratio(solved.log_peak, solved_on_half.log_peak)
            .and(of_ratio(solved.log_mass, solved_on_half.log_mass));
        let (relaxation, on_half) = (simulation.log_relaxation_time(), half.log_relaxation_time());
        let times = Times::of([simulation.passage(-PI, k * PI)?, simulation.passage(k * PI, -PI)?]);
        Ok(Self {
            predicted,
            exponent_narrow: narrow.exponent(),
            exponent_wide: wide.exponent(),
            solved,
            log_relaxation_time: relaxation,
            times,
            resolution_of_ratios,
            resolution_of_relaxation: of_ratio(relaxation, on_half),
        })
    }

    /// The passage times of SGD itself between the bottoms of the two wells.
    ///
    /// They come from SGD's operator. Over a barrier so high that no grid holds the mass on top of it,
    /// they are those of the current, with the exponent ∫2G/(TS²) to the barrier replaced by SGD's own
    /// ∫θ/T ([`crate::line::energy`]), provided that SGD creeps over the barrier. On top of the barrier
    /// and at the bottom the two agree, so the factor before the exponential is the same, to about
    /// T L″, or T (A G)′.
    ///
    /// # Errors
    /// As [`Comparison::new`] and [`Simulation::passage_of_sgd`].
    pub fn times_of_sgd(scenario: &Scenario) -> Result<Times> {
        let Some([ratio, ..]) = scenario.landscape.as_wells() else {
            return Err(not_wells(scenario));
        };
        // SGD evaluates its noise where it stands (Itô), and its exponent replaces that of first order.
        let scenario =
            Scenario { convention: Convention::Ito, second_order: false, ..scenario.clone() };
        let (narrow, wide) = (-PI, ratio * PI);
        let simulation = Simulation::new(scenario.clone())?;
        let mut ways =
            [simulation.passage_of_sgd(narrow, wide)?, simulation.passage_of_sgd(wide, narrow)?];
        let times = Times::of(ways);
        let (t, grid) = (scenario.learning_rate, simulation.grid());
        let landscape = scenario.stepped_landscape()?;
        // Where a step folds the line, as beside a kink of Newton's A, SGD jumps after all.
        let folds = grid.edges.iter().any(|w| t * landscape.loss(0, *w).bend.abs() > 1.0);
        let jumps = folds || t * landscape.moments(narrow).gradient_slope > CREEPING;
        if times.resolution.resolved || jumps {
            return Ok(times);
        }
        let (step, draws) = (Step::new(&scenario), batches(landscape.datapoints(), 1)?);
        // The way that a draw makes W go in one step, over T: under the rule "jump" the gradient. Under
        // "flow" a way that crosses the break counts as its gradient too: within a step of the break the
        // two strengths of the noise make a drift, which would count as that of a whole cell.
        let along = |j: usize, w: f64| {
            let there = step.image(&landscape, &draws[j], w).0;
            if w * there > 0.0 { (w - there) / t } else { draws[j].gradient(&landscape, w).0 }
        };
        let v = Energies::along(&landscape, grid, scenario.batch_size as f64, &along, None);
        let between = grid.cell_of(narrow)..grid.cell_of(wide);
        let to_barrier = |v: &[f64], bottom: f64| {
            let barred = v[between.clone()].contains(&f64::INFINITY);
            let way = v[grid.cell_of(0.0)] - v[grid.cell_of(bottom)];
            if barred { f64::INFINITY } else { way / t }
        };
        // Small steps across the break change what stands before the exponential.
        let broken = ratio != 1.0 && step.gradients() > 1;
        for (way, [bottom, goal]) in ways.iter_mut().zip([[narrow, wide], [wide, narrow]]) {
            if way.resolution.resolved {
                continue;
            }
            *way = simulation.passage(bottom, goal)?;
            way.log_time += to_barrier(&v.sgd, bottom) - to_barrier(&v.current, bottom);
            if broken {
                way.resolution = Resolution::beyond();
            }
        }
        Ok(Times::of(ways))
    }
}

impl Ratios {
    /// The ratios of the end state of two wells that meet at 0, the right one stretched k times.
    fn solved(simulation: &Simulation, k: f64) -> Self {
        let (grid, end) = (simulation.grid(), simulation.stationary());
        let barrier = grid.cell_of(0.0);
        let (narrow, wide) = (0..barrier, barrier..grid.cells());
        // ln P at the bottom by the parabola through three cells: ε and δ may move the peaks.
        let peak = |w: f64| {
            let at = grid.cell_of(w).max(1).min(grid.cells() - 2);
            let near = [at - 1, at, at + 1];
            let part = |i: usize| {
                let others = near.into_iter().filter(|o| *o != i);
                others
                    .map(|o| (w - grid.centres[o]) / (grid.centres[i] - grid.centres[o]))
                    .product::<f64>()
            };
            near.into_iter().map(|i| part(i) * end.log_density[i]).sum::<f64>()
        };
        Self {
            log_peak: peak(k * PI) - peak(-PI),
            log_mass: end.log_mass(grid, wide) - end.log_mass(grid, narrow),
        }
    }
}

impl Times {
    /// The times of the passage from the narrow well into the wide one, and of that back.
    fn of([there, back]: [Passage; 2]) -> Self {
        Self {
            log_narrow_to_wide: there.log_time,
            log_wide_to_narrow: back.log_time,
            resolution: there.resolution.and(back.resolution),
        }
    }
}

fn not_wells(scenario: &Scenario) -> Error {
    Error::Conflict {
        field: "landscape".into(),
        reason: format!(
            "wide and narrow are compared on the landscape “wells”, not on “{}”",
            scenario.landscape.kind()
        ),
    }
}

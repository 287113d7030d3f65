//! Wide against narrow: two wells alike but for a stretch k.
//!
//! A stretch divides G by k and S² by k², so the exponent ∫2G/(TS²) dW from the
//! bottom to the barrier is k² times larger. With I = 4a/(Tσ²) (B = 1, Itô):
//!
//! peak ratio wide/narrow = k² e^{(k²−1)I},
//! mass ratio = k³ e^{(k²−1)I/2} I₀(k²I/2)/I₀(I/2).

use crate::error::{Error, Result};
use crate::fields::given;
use crate::landscape::Landscape;
use crate::line::bessel::ln_i0;
use crate::line::current::rates::Coefficients;
use crate::line::energy::Energies;
use crate::line::resolution::{Passage, Resolution};
use crate::line::sgd::rule::{Step, batches};
use crate::line::simulation::Simulation;
use crate::numeral::Numeral;
use crate::scenario::{Convention, Scenario};
use crate::value::Value;
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
    /// ∫2G/(TS²) from the bottom of the narrow well to the barrier.
    pub exponent_narrow: f64,
    /// The same of the wide well: k² times as much.
    pub exponent_wide: f64,
    /// From the discrete end state.
    pub solved: Ratios,
    /// ln of the relaxation time of the current, in steps.
    pub log_relaxation_time: f64,
    /// Mean first-passage times of the current between the bottoms of the wells.
    pub times: Times,
    /// Whether the cells carry the solved ratios,
    pub resolution_of_ratios: Resolution,
    /// and the relaxation time.
    pub resolution_of_relaxation: Resolution,
}

/// Logarithms of mean first-passage times between the bottoms, in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// From the narrow well to the wide one.
    pub log_narrow_to_wide: f64,
    /// And back.
    pub log_wide_to_narrow: f64,
    /// Whether the cells carry both.
    pub resolution: Resolution,
}

/// Up to this T a SGD creeps over the barrier, and its time is the current's with SGD's
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
        // The closed form is that of the first-order current.
        let coefficients = Coefficients { second_order: false, ..Coefficients::from(scenario) };
        // A batch of B has S²/B; the convention a leaves S^{2(1−a)} before the
        // exponential.
        let i = 4.0 * height * coefficients.batch_size / (scenario.learning_rate * noise * noise);
        let spread = 2.0 * (1.0 - coefficients.convention) * k.ln();
        let grown = k * k - 1.0;
        let predicted = Ratios {
            log_peak: spread + grown * i,
            log_mass: spread + k.ln() + 0.5 * grown * i + ln_i0(0.5 * k * k * i) - ln_i0(0.5 * i),
        };
        let first_order = Scenario { second_order: false, ..scenario.clone() };
        let simulation = Simulation::new(first_order.clone())?;
        let cells = scenario.cells;
        let half = Simulation::new(Scenario { cells: cells / 2, ..first_order })?;
        let (solved, solved_on_half) = (Ratios::solved(&simulation), Ratios::solved(&half));
        let of_ratio = |here, half| Resolution::of_log_ratio(cells, here, half);
        let resolution_of_ratios = of_ratio(solved.log_peak, solved_on_half.log_peak)
            .and(of_ratio(solved.log_mass, solved_on_half.log_mass));
        let (relaxation, on_half) = (simulation.log_relaxation_time(), half.log_relaxation_time());
        let times = Times::of([simulation.passage(-PI, k * PI)?, simulation.passage(k * PI, -PI)?]);
        Ok(Self {
            predicted,
            exponent_narrow: i,
            exponent_wide: k * k * i,
            solved,
            log_relaxation_time: relaxation,
            times,
            resolution_of_ratios,
            resolution_of_relaxation: of_ratio(relaxation, on_half),
        })
    }

    /// The passage times of SGD itself between the bottoms of the two wells.
    ///
    /// They come from SGD's operator. Over a barrier so high that no cells carry what is left
    /// of the mass, they are the current's, with the exponent ∫2G/(TS²) to the barrier replaced
    /// by SGD's own ∫θ/T ([`crate::line::energy`]), if SGD creeps over it. On top of the barrier
    /// and at the bottom the two agree, so what stands before the exponential is the same, to
    /// about T a.
    ///
    /// # Errors
    /// As [`Comparison::new`] and [`Simulation::passage_of_sgd`].
    pub fn times_of_sgd(scenario: &Scenario) -> Result<Times> {
        let Some([ratio, height, _]) = scenario.landscape.as_wells() else {
            return Err(not_wells(scenario));
        };
        // SGD evaluates its noise where it stands, and steps as the current to first order.
        let scenario =
            Scenario { convention: Convention::Ito, second_order: false, ..scenario.clone() };
        let (narrow, wide) = (-PI, ratio * PI);
        let simulation = Simulation::new(scenario.clone())?;
        let times = Times::of([
            simulation.passage_of_sgd(narrow, wide)?,
            simulation.passage_of_sgd(wide, narrow)?,
        ]);
        if times.resolution.resolved || scenario.learning_rate * height > CREEPING {
            return Ok(times);
        }
        let (t, grid) = (scenario.learning_rate, simulation.grid());
        let landscape = Landscape::new(&scenario.landscape)?;
        let (step, draws) = (Step::new(&scenario), batches(landscape.datapoints(), 1)?);
        // What a draw does in one step: its gradient, under the rule "flow" that of the way.
        let along = |j: usize, w: f64| (w - step.image(&landscape, &draws[j], w).0) / t;
        let v = Energies::along(&landscape, grid, scenario.batch_size as f64, &along, None);
        let between = grid.cell_of(narrow)..grid.cell_of(wide);
        let to_barrier = |v: &[f64], bottom: f64| {
            let barred = v[between.clone()].contains(&f64::INFINITY);
            let way = v[grid.cell_of(0.0)] - v[grid.cell_of(bottom)];
            if barred { f64::INFINITY } else { way / t }
        };
        let [there, back] = [narrow, wide].map(|bottom| to_barrier(&v.sgd, bottom));
        let [from_narrow, from_wide] =
            [simulation.passage(narrow, wide)?, simulation.passage(wide, narrow)?];
        let over = |passage: Passage, exponent: f64, of_current: f64| Passage {
            log_time: passage.log_time + exponent - of_current,
            ..passage
        };
        Ok(Times::of([
            over(from_narrow, there, to_barrier(&v.current, narrow)),
            over(from_wide, back, to_barrier(&v.current, wide)),
        ]))
    }
}

impl Ratios {
    /// Those of the end state of two wells that meet at 0.
    fn solved(simulation: &Simulation) -> Self {
        let (grid, end) = (simulation.grid(), simulation.stationary());
        let barrier = grid.cell_of(0.0);
        let (narrow, wide) = (0..barrier, barrier..grid.cells());
        let peak = |below: bool| {
            end.minima
                .iter()
                .filter(|m| (m.at < 0.0) == below)
                .map(|m| m.log_peak)
                .fold(f64::NEG_INFINITY, f64::max)
        };
        Self {
            log_peak: peak(false) - peak(true),
            log_mass: end.log_mass(grid, wide) - end.log_mass(grid, narrow),
        }
    }
}

impl Times {
    /// Of the ways from the narrow well into the wide one, and back.
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

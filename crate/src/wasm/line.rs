//! One parameter: a running scenario, its end state, its widths and passage times.

use crate::line::readings;
use crate::line::series::{Moment, histogram};
use crate::line::simulation;
use crate::line::widths::Comparison;
use crate::scenario::Scenario;
use crate::wasm::write::{array, object, record, thrown, told, with_log};
use crate::wasm::{Thrown, read};
use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;

/// Where a scenario ends under the current.
#[wasm_bindgen(unchecked_return_type = "Stationary")]
pub fn stationary(
    #[wasm_bindgen(unchecked_optional_param_type = "PartialScenario")] scenario: JsValue,
) -> Thrown<JsValue> {
    let simulation = settled(&read::scenario(&scenario)?)?;
    let (grid, end) = (simulation.grid(), simulation.stationary());
    let class = |c: &crate::line::current::stationary::Class| {
        object(&[
            ("from", grid.edges[c.cells.start].into()),
            ("to", end_of(grid, c.cells.end).into()),
            ("share", c.share.into()),
        ])
    };
    let minimum = |m: &crate::line::current::stationary::Minimum| {
        object(&[
            ("at", m.at.into()),
            ("peak", m.log_peak.exp().into()),
            ("logPeak", m.log_peak.into()),
            ("mass", m.log_mass.exp().into()),
            ("logMass", m.log_mass.into()),
            ("from", m.from.into()),
            ("to", m.to.into()),
        ])
    };
    let resolution = simulation.resolution_of_end().map_err(thrown)?;
    let survivors = simulation.survivors().map_or(JsValue::UNDEFINED, |s| {
        let density: Vec<f64> = s.log_density.iter().map(|p| p.exp()).collect();
        let mut fields = vec![("density".into(), array(&density))];
        fields.extend(with_log("time", s.log_time));
        record(fields)
    });
    Ok(object(&[
        ("resolution", told(resolution)),
        ("grid", array(&grid.centres)),
        ("edges", array(&grid.edges)),
        ("density", array(&end.density())),
        ("logDensity", array(&end.log_density)),
        ("energy", array(&end.energy)),
        ("classes", end.classes.iter().map(class).collect::<Array>().into()),
        ("minima", end.minima.iter().map(minimum).collect::<Array>().into()),
        ("flux", end.flux.into()),
        ("absorbed", sides(end.absorbed)),
        ("survivors", survivors),
    ]))
}

/// A wide and a narrow minimum compared. Takes the fields of a scenario, with
/// `ratio`, `height` and `noise` of the wells beside them.
#[wasm_bindgen(js_name = compareWidths, unchecked_return_type = "WidthComparison")]
pub fn compare_widths(
    #[wasm_bindgen(unchecked_optional_param_type = "WidthQuestion")] question: JsValue,
) -> Thrown<JsValue> {
    let mut question = read::value(&question);
    let with_sgd = Comparison::take_with_sgd(&mut question).map_err(thrown)?;
    let scenario = Comparison::question(&question).and_then(|s| s.settled()).map_err(thrown)?;
    let c = Comparison::new(&scenario).map_err(thrown)?;
    let ratios = |r: crate::line::widths::Ratios| {
        let mut fields = with_log("peakRatio", r.log_peak).to_vec();
        fields.extend(with_log("massRatio", r.log_mass));
        fields
    };
    let times = |t: crate::line::widths::Times| {
        let mut fields = with_log("narrowToWide", t.log_narrow_to_wide).to_vec();
        fields.extend(with_log("wideToNarrow", t.log_wide_to_narrow));
        fields.push(("resolution".into(), told(t.resolution)));
        fields
    };
    let mut predicted = ratios(c.predicted);
    predicted.push(("exponentNarrow".into(), c.exponent_narrow.into()));
    predicted.push(("exponentWide".into(), c.exponent_wide.into()));
    let mut solved = ratios(c.solved);
    solved.push(("resolution".into(), told(c.resolution_of_ratios)));
    let mut fields = vec![
        ("predicted".into(), record(predicted)),
        ("solved".into(), record(solved)),
        ("passage".into(), record(times(c.times))),
    ];
    fields.extend(with_log("relaxationTime", c.log_relaxation_time));
    fields.push(("resolution".into(), told(c.resolution_of_relaxation)));
    if with_sgd {
        let sgd = Comparison::times_of_sgd(&scenario).map_err(thrown)?;
        fields.push(("sgd".into(), record(times(sgd))));
    }
    Ok(record(fields))
}

/// Mean first-passage time in steps from one parameter to another: of the current,
/// and of SGD itself.
#[wasm_bindgen(js_name = passageTime, unchecked_return_type = "PassageTime")]
pub fn passage_time(
    #[wasm_bindgen(unchecked_param_type = "PartialScenario")] scenario: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] from: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] to: JsValue,
) -> Thrown<JsValue> {
    let scenario = read::scenario(&scenario)?;
    crate::line::sgd::passage::check(&scenario).map_err(thrown)?;
    let simulation = settled(&scenario)?;
    let (from, to) = (read::real("from", &from)?, read::real("to", &to)?);
    let current = simulation.passage(from, to).map_err(thrown)?;
    let sgd = simulation.passage_of_sgd(from, to).map_err(thrown)?;
    let mut fields = with_log("current", current.log_time).to_vec();
    fields.extend(with_log("sgd", sgd.log_time));
    let resolution = [("current", told(current.resolution)), ("sgd", told(sgd.resolution))];
    fields.push(("resolution".into(), object(&resolution)));
    Ok(record(fields))
}

/// T of each of the first steps under the schedule, W²/L.
#[wasm_bindgen(js_name = learningRates, unchecked_return_type = "Float64Array")]
pub fn learning_rates(
    #[wasm_bindgen(unchecked_param_type = "PartialScenario")] scenario: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] steps: JsValue,
) -> Thrown<JsValue> {
    let scenario = read::scenario(&scenario)?;
    let steps = read::count("steps", &steps, 1.0, 1e6)? as u64;
    let rates: Vec<f64> = (0..steps).map(|time| scenario.rate_at(time)).collect();
    Ok(array(&rates))
}

/// The simulation of a scenario under the T that its schedule ends at.
fn settled(scenario: &Scenario) -> Thrown<simulation::Simulation> {
    scenario.settled().and_then(simulation::Simulation::new).map_err(thrown)
}

/// The right edge of the cell before number `end`; on a ring numbers may go on beyond the last cell.
fn end_of(grid: &crate::line::grid::Grid, end: usize) -> f64 {
    grid.edges[if end > grid.cells() { end - grid.cells() } else { end }]
}

/// A number for each wall.
fn sides([left, right]: [f64; 2]) -> JsValue {
    object(&[("left", left.into()), ("right", right.into())])
}

/// A running scenario.
#[wasm_bindgen]
pub struct Simulation(simulation::Simulation);

#[wasm_bindgen]
impl Simulation {
    /// Sets a scenario up at time 0.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "PartialScenario")] scenario: JsValue,
    ) -> Thrown<Simulation> {
        simulation::Simulation::new(read::scenario(&scenario)?).map(Self).map_err(thrown)
    }

    /// Adopts a changed scenario, keeping the time and the densities.
    pub fn update(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "PartialScenario")] scenario: JsValue,
    ) -> Thrown<()> {
        self.0.update(read::scenario(&scenario)?).map_err(thrown)
    }

    /// SGD steps since the start.
    #[wasm_bindgen(getter)]
    pub fn time(&self) -> f64 {
        self.0.time() as f64
    }

    /// Advances every model by this many SGD steps, at most a million at a time.
    pub fn step(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] steps: JsValue,
    ) -> Thrown<()> {
        self.0.step(read::count("steps", &steps, 0.0, 1e6)? as u64);
        Ok(())
    }

    /// Goes back to the start.
    pub fn reset(&mut self) {
        self.0.reset();
    }

    /// The N cell centres.
    pub fn grid(&self) -> Float64Array {
        array(&self.0.grid().centres).into()
    }

    /// The N + 1 cell edges, increasing, not evenly spaced.
    pub fn edges(&self) -> Float64Array {
        array(&self.0.grid().edges).into()
    }

    /// The density of a model in the N cells, 1/W.
    pub fn density(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName")] model: JsValue,
    ) -> Thrown<Float64Array> {
        let density = self.0.density(read::named(&model)?).map_err(thrown)?;
        Ok(array(&density).into())
    }

    /// The probability current at the N + 1 edges, 1/step.
    pub fn flux(&mut self) -> Thrown<Float64Array> {
        Ok(array(&self.0.flux().map_err(thrown)?).into())
    }

    /// Where the walkers are; those that a wall has absorbed stand at it.
    pub fn walkers(&mut self) -> Float64Array {
        let domain = self.0.grid().domain();
        array(&self.0.flock().all(domain)).into()
    }

    /// What the left and the right wall have absorbed of a model or of the walkers, 0…1.
    #[wasm_bindgen(unchecked_return_type = "Absorbed")]
    pub fn absorbed(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName | \"walkers\"")] model: JsValue,
    ) -> Thrown<JsValue> {
        if let Some(model) = read::model_or_walkers(&model)? {
            return self.0.absorbed(model).map(sides).map_err(thrown);
        }
        let flock = self.0.flock();
        if flock.flock() == 0 {
            return Err(thrown(read::no_walkers()));
        }
        let all = flock.flock() as f64;
        Ok(sides(flock.absorbed().map(|n| n as f64 / all)))
    }

    /// The density of the walkers on equal bins of the domain, 1/W.
    pub fn histogram(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] bins: JsValue,
    ) -> Thrown<Float64Array> {
        let bins = read::count("bins", &bins, 1.0, 1e5)? as usize;
        let domain = self.0.grid().domain();
        let walkers = self.0.flock();
        let bars = histogram(walkers.positions(), walkers.flock(), domain, bins);
        Ok(array(&bars).into())
    }

    /// Mean and standard deviation of a model or of the walkers.
    #[wasm_bindgen(unchecked_return_type = "Moments")]
    pub fn moments(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName | \"walkers\"")] model: JsValue,
    ) -> Thrown<JsValue> {
        let moment = match read::model_or_walkers(&model)? {
            Some(model) => self.0.moments(model),
            None if self.0.flock().flock() == 0 => Err(read::no_walkers()),
            None => Moment::of_points(self.0.walkers()).ok_or_else(readings::none_left),
        }
        .map_err(thrown)?;
        Ok(object(&[("mean", moment.mean.into()), ("sd", moment.sd.into())]))
    }

    /// Probability of a model or of the walkers between two parameters, which may be ±∞.
    pub fn mass(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName | \"walkers\"")] model: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] from: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] to: JsValue,
    ) -> Thrown<f64> {
        let (from, to) = (read::bound("from", &from)?, read::bound("to", &to)?);
        if let Some(model) = read::model_or_walkers(&model)? {
            return self.0.mass(model, from, to).map_err(thrown);
        }
        readings::in_order(from, to).map_err(thrown)?;
        let walkers = self.0.flock();
        if walkers.flock() == 0 {
            return Err(thrown(read::no_walkers()));
        }
        let inside = walkers.positions().iter().filter(|w| (from..to).contains(*w)).count();
        Ok(inside as f64 / walkers.flock() as f64)
    }

    /// Total variation between two models, 0…1.
    pub fn distance(
        &mut self,
        #[wasm_bindgen(js_name = modelA, unchecked_param_type = "ModelName")] a: JsValue,
        #[wasm_bindgen(js_name = modelB, unchecked_param_type = "ModelName")] b: JsValue,
    ) -> Thrown<f64> {
        self.0.distance(read::named(&a)?, read::named(&b)?).map_err(thrown)
    }

    /// Whether the grid is fine enough for what is shown of a model now: mean and standard deviation to
    /// three digits, and the total variation from another model in whole percents, if one is given. Of
    /// an sd below the width of a cell only that is carried, no digits. The scenario is also run on
    /// half the cells, to compare.
    #[wasm_bindgen(unchecked_return_type = "Resolution")]
    pub fn resolution(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName")] model: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ModelName")] other: JsValue,
    ) -> Thrown<JsValue> {
        let other = read::given(&other, read::named)?;
        self.0.resolution(read::named(&model)?, other).map(told).map_err(thrown)
    }

    /// Losses, G, S²/B and Φ at the cell centres.
    #[wasm_bindgen(unchecked_return_type = "Landscape")]
    pub fn landscape(&self) -> JsValue {
        let profile = self.0.profile();
        let losses: Array = profile.losses.iter().map(|l| array(l)).collect();
        object(&[
            ("loss", array(&profile.loss)),
            ("losses", losses.into()),
            ("gradient", array(&profile.gradient)),
            ("variance", array(&profile.variance)),
            ("energy", array(&profile.energy)),
        ])
    }

    /// The energies of rare events at the cell centres, of the current and of SGD
    /// itself: P ~ e^(−V/T) as T → 0. V is 0 at `foot`, or else where it is lowest.
    #[wasm_bindgen(unchecked_return_type = "Energies")]
    pub fn energies(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] foot: JsValue,
    ) -> Thrown<JsValue> {
        let foot = read::given(&foot, |foot| read::real("foot", foot))?;
        let e = self.0.energies(foot).map_err(thrown)?;
        Ok(object(&[
            ("current", array(&e.current)),
            ("sgd", array(&e.sgd)),
            ("thetaCurrent", array(&e.theta_current)),
            ("thetaSgd", array(&e.theta_sgd)),
        ]))
    }

    /// The metric x = ∫dW/S in which the noise is even, with the density of a model
    /// in it. Throws where S² vanishes.
    #[wasm_bindgen(unchecked_return_type = "Metric")]
    pub fn metric(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName")] model: JsValue,
    ) -> Thrown<JsValue> {
        let density = self.0.density(read::named(&model)?).map_err(thrown)?;
        let m = self.0.metric().map_err(thrown)?;
        let in_x: Vec<f64> = density.iter().zip(&m.stretch).map(|(p, s)| p / s).collect();
        Ok(object(&[
            ("x", array(&m.x)),
            ("edges", array(&m.edges)),
            ("density", array(&in_x)),
            ("drift", array(&m.drift)),
        ]))
    }
}

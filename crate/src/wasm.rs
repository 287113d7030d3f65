//! The package for JavaScript: the only room that names `wasm_bindgen`. Each
//! export hands its arguments to plain Rust and its numbers back as fresh arrays;
//! whatever is wrong is thrown as an `Error` named `ScenarioError`.

mod read;

use crate::error::Error;
use crate::parameters::{CHOICES, PARAMETERS};
use crate::presets::PRESETS;
use crate::scenario::Scenario;
use crate::series::{Moment, histogram};
use crate::simulation::{self, Model};
use crate::value::Value;
use crate::widths::Comparison;
use js_sys::{Array, Float64Array, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("wasm.d.ts");

type Thrown<T> = Result<T, JsValue>;

/// The numeric parameters: one table for sliders, links, validation and docs.
#[wasm_bindgen(unchecked_return_type = "Parameter[]")]
pub fn parameters() -> Array {
    PARAMETERS
        .iter()
        .map(|p| {
            object(&[
                ("key", p.key.into()),
                ("link", p.link.into()),
                ("label", p.label.into()),
                ("unit", p.unit.into()),
                ("default", p.default.into()),
                ("min", p.min.into()),
                ("max", p.max.into()),
                ("scale", if p.log { "log" } else { "linear" }.into()),
                ("integer", p.integer.into()),
                ("help", p.help.into()),
                ("appliesTo", texts(p.applies_to)),
            ])
        })
        .collect()
}

/// The parameters that are choices among names.
#[wasm_bindgen(unchecked_return_type = "Choice[]")]
pub fn choices() -> Array {
    let option = |(value, label): &(&str, &str)| {
        object(&[("value", (*value).into()), ("label", (*label).into())])
    };
    CHOICES
        .iter()
        .map(|c| {
            object(&[
                ("key", c.key.into()),
                ("link", c.link.into()),
                ("label", c.label.into()),
                ("default", c.default.into()),
                ("options", c.options.iter().map(option).collect::<Array>().into()),
                ("help", c.help.into()),
                ("appliesTo", texts(c.applies_to)),
            ])
        })
        .collect()
}

/// The post's experiments, with their scenarios complete.
#[wasm_bindgen(unchecked_return_type = "Preset[]")]
pub fn presets() -> Array {
    PRESETS
        .iter()
        .map(|p| {
            object(&[
                ("id", p.id.into()),
                ("title", p.title.into()),
                ("scenario", to_js(&(p.scenario)().write())),
            ])
        })
        .collect()
}

/// The scenario with every default filled in.
#[wasm_bindgen(unchecked_return_type = "Scenario")]
pub fn normalize(
    #[wasm_bindgen(unchecked_optional_param_type = "PartialScenario")] scenario: JsValue,
) -> Thrown<JsValue> {
    Ok(to_js(&checked(&scenario)?.write()))
}

/// Where a scenario ends under the current.
#[wasm_bindgen(unchecked_return_type = "Stationary")]
pub fn stationary(
    #[wasm_bindgen(unchecked_optional_param_type = "PartialScenario")] scenario: JsValue,
) -> Thrown<JsValue> {
    let simulation = simulation::Simulation::new(checked(&scenario)?).map_err(thrown)?;
    let (grid, end) = (simulation.grid(), simulation.stationary());
    let class = |c: &crate::current::stationary::Class| {
        object(&[
            ("from", grid.edges[c.cells.start].into()),
            ("to", grid.edges[c.cells.end].into()),
            ("share", c.share.into()),
        ])
    };
    let minimum = |m: &crate::current::stationary::Minimum| {
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
    Ok(object(&[
        ("grid", array(&grid.centres)),
        ("edges", array(&grid.edges)),
        ("density", array(&end.density())),
        ("logDensity", array(&end.log_density)),
        ("energy", array(&end.energy)),
        ("classes", end.classes.iter().map(class).collect::<Array>().into()),
        ("minima", end.minima.iter().map(minimum).collect::<Array>().into()),
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
    let scenario = Comparison::question(&question).map_err(thrown)?;
    let c = Comparison::new(&scenario).map_err(thrown)?;
    let ratios = |r: crate::widths::Ratios| {
        let mut fields = with_log("peakRatio", r.log_peak).to_vec();
        fields.extend(with_log("massRatio", r.log_mass));
        fields
    };
    let times = |t: crate::widths::Times| {
        let mut fields = with_log("narrowToWide", t.log_narrow_to_wide).to_vec();
        fields.extend(with_log("wideToNarrow", t.log_wide_to_narrow));
        fields
    };
    let mut predicted = ratios(c.predicted);
    predicted.push(("exponentNarrow".into(), c.exponent_narrow.into()));
    predicted.push(("exponentWide".into(), c.exponent_wide.into()));
    let mut fields = vec![
        ("predicted".into(), record(predicted)),
        ("solved".into(), record(ratios(c.solved))),
        ("passage".into(), record(times(c.times))),
    ];
    fields.extend(with_log("relaxationTime", c.log_relaxation_time));
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
    let simulation = simulation::Simulation::new(checked(&scenario)?).map_err(thrown)?;
    let (from, to) = (real("from", &from)?, real("to", &to)?);
    let mut fields =
        with_log("current", simulation.log_passage_time(from, to).map_err(thrown)?).to_vec();
    fields.extend(with_log("sgd", simulation.log_passage_time_of_sgd(from, to).map_err(thrown)?));
    Ok(record(fields))
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
        simulation::Simulation::new(checked(&scenario)?).map(Self).map_err(thrown)
    }

    /// Adopts a changed scenario, keeping the time and the densities.
    pub fn update(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "PartialScenario")] scenario: JsValue,
    ) -> Thrown<()> {
        self.0.update(checked(&scenario)?).map_err(thrown)
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
        self.0.step(count("steps", &steps, 0.0, 1e6)? as u64);
        Ok(())
    }

    /// Back to the start.
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
        let density = self.0.density(named(&model)?).map_err(thrown)?;
        Ok(array(&density).into())
    }

    /// The probability current at the N + 1 edges, 1/step.
    pub fn flux(&mut self) -> Thrown<Float64Array> {
        Ok(array(&self.0.flux().map_err(thrown)?).into())
    }

    /// Where the walkers are.
    pub fn walkers(&mut self) -> Float64Array {
        array(self.0.walkers()).into()
    }

    /// The density of the walkers on equal bins of the domain, 1/W.
    pub fn histogram(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] bins: JsValue,
    ) -> Thrown<Float64Array> {
        let bins = count("bins", &bins, 1.0, 1e5)? as usize;
        let domain = self.0.grid().domain();
        Ok(array(&histogram(self.0.walkers(), domain, bins)).into())
    }

    /// Mean and standard deviation of a model or of the walkers.
    #[wasm_bindgen(unchecked_return_type = "Moments")]
    pub fn moments(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName | \"walkers\"")] model: JsValue,
    ) -> Thrown<JsValue> {
        let moment = match model_or_walkers(&model)? {
            Some(model) => self.0.moments(model),
            None => Moment::of_points(self.0.walkers()).ok_or_else(no_walkers),
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
        let (from, to) = (bound("from", &from)?, bound("to", &to)?);
        if let Some(model) = model_or_walkers(&model)? {
            return self.0.mass(model, from, to).map_err(thrown);
        }
        let walkers = self.0.walkers();
        if walkers.is_empty() {
            return Err(thrown(no_walkers()));
        }
        let inside = walkers.iter().filter(|w| (from..to).contains(*w)).count();
        Ok(inside as f64 / walkers.len() as f64)
    }

    /// Total variation between two models, 0…1.
    pub fn distance(
        &mut self,
        #[wasm_bindgen(js_name = modelA, unchecked_param_type = "ModelName")] a: JsValue,
        #[wasm_bindgen(js_name = modelB, unchecked_param_type = "ModelName")] b: JsValue,
    ) -> Thrown<f64> {
        self.0.distance(named(&a)?, named(&b)?).map_err(thrown)
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
        let foot = if foot.is_undefined() { None } else { Some(real("foot", &foot)?) };
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
        let density = self.0.density(named(&model)?).map_err(thrown)?;
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

/// The error as JavaScript sees it.
fn thrown(error: Error) -> JsValue {
    let js = js_sys::Error::new(&error.to_string());
    js.set_name("ScenarioError");
    set(&js, "field", &error.field().into());
    if let Some(position) = error.position() {
        set(&js, "position", &(position as f64).into());
    }
    js.into()
}

#[inline(never)]
fn checked(js: &JsValue) -> Thrown<Scenario> {
    Scenario::read(&read::value(js)).map_err(thrown)
}

fn named(model: &JsValue) -> Thrown<Model> {
    read::value(model).text("model").and_then(Model::named).map_err(thrown)
}

/// The model named, or `None` for the walkers.
fn model_or_walkers(name: &JsValue) -> Thrown<Option<Model>> {
    match read::value(name) {
        Value::Text(walkers) if walkers == "walkers" => Ok(None),
        _ => named(name).map(Some),
    }
}

#[inline(never)]
fn no_walkers() -> Error {
    Error::Conflict {
        field: "walkers".into(),
        reason: "this scenario has none; set it to 1 or more".into(),
    }
}

#[inline(never)]
fn real(field: &str, js: &JsValue) -> Thrown<f64> {
    read::value(js).number(field).map_err(thrown)
}

/// A number, or ±∞: as far as there is anything.
fn bound(field: &str, js: &JsValue) -> Thrown<f64> {
    js.as_f64().filter(|x| x.is_infinite()).map_or_else(|| real(field, js), Ok)
}

fn count(field: &str, js: &JsValue, min: f64, max: f64) -> Thrown<f64> {
    let x = real(field, js)?;
    if x.fract() != 0.0 {
        return Err(thrown(Error::Whole { field: field.into(), value: x }));
    }
    if !(min..=max).contains(&x) {
        return Err(thrown(Error::Range { field: field.into(), value: x, min, max }));
    }
    Ok(x)
}

fn array(numbers: &[f64]) -> JsValue {
    Float64Array::from(numbers).into()
}

/// A quantity known by its logarithm: the plain value, which may be infinite, and
/// the logarithm beside it.
fn with_log(name: &str, log: f64) -> [(String, JsValue); 2] {
    let capital: String = name
        .chars()
        .enumerate()
        .map(|(i, c)| if i == 0 { c.to_ascii_uppercase() } else { c })
        .collect();
    [(name.into(), log.exp().into()), (format!("log{capital}"), log.into())]
}

fn record(fields: Vec<(String, JsValue)>) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        set(&object, &key, &value);
    }
    object.into()
}

#[inline(never)]
fn texts(texts: &[&str]) -> JsValue {
    texts.iter().map(|t| JsValue::from(*t)).collect::<Array>().into()
}

#[inline(never)]
fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        set(&object, key, value);
    }
    object.into()
}

#[inline(never)]
fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a field of a fresh plain object cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}

fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Nothing | Value::Other(_) => JsValue::UNDEFINED,
        Value::Truth(b) => (*b).into(),
        Value::Number(x) => (*x).into(),
        Value::Text(s) => s.as_str().into(),
        Value::List(list) => list.iter().map(to_js).collect::<Array>().into(),
        Value::Map(map) => {
            let fields: Vec<(&str, JsValue)> =
                map.iter().map(|(key, v)| (key.as_str(), to_js(v))).collect();
            object(&fields)
        }
    }
}

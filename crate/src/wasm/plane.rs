//! Two parameters: a running scenario, and its end state.

use crate::landscape::plane::Spec;
use crate::plane::linear::LinearEnd;
use crate::plane::peaks::Minimum;
use crate::plane::scenario::Scenario;
use crate::plane::series::{Moments, histogram};
use crate::plane::simulation;
use crate::plane::stationary::Stationary;
use crate::wasm::write::{array, object, thrown, told};
use crate::wasm::{Thrown, read};
use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;

/// The scenario of two parameters that is asked for.
pub fn scenario(js: &JsValue) -> Thrown<Scenario> {
    Scenario::read(&read::value(js)).map_err(thrown)
}

/// A pair of arrays, along W₁ and along W₂.
fn pair([w1, w2]: [&[f64]; 2]) -> JsValue {
    object(&[("w1", array(w1)), ("w2", array(w2))])
}

fn list(numbers: [f64; 2]) -> Array {
    numbers.map(JsValue::from).into_iter().collect()
}

fn matrix(rows: [[f64; 2]; 2]) -> JsValue {
    rows.map(list).into_iter().collect::<Array>().into()
}

/// Mean and covariance.
fn moments(m: Moments) -> JsValue {
    object(&[("mean", list(m.mean).into()), ("covariance", matrix(m.covariance))])
}

/// Where a scenario of two parameters ends under the current. Single numbers are
/// extrapolated from two grids.
#[wasm_bindgen(js_name = planeStationary, unchecked_return_type = "PlaneStationary")]
pub fn stationary(
    #[wasm_bindgen(js_name = scenario, unchecked_optional_param_type = "PartialPlaneScenario")]
    given: JsValue,
) -> Thrown<JsValue> {
    let scenario = scenario(&given)?;
    let landscape = scenario.stepped_landscape().map_err(thrown)?;
    let grid = scenario.grid();
    let end = Stationary::new(&scenario, &landscape, &grid).map_err(thrown)?;
    let area = grid.area();
    let density: Vec<f64> = end.masses.iter().map(|m| m / area).collect();
    let t = &end.totals;
    let [c11, c12, c22] = t.covariance;
    let minimum = |m: &Minimum| {
        object(&[("at", list(m.at).into()), ("peak", m.peak.into()), ("mass", m.mass.into())])
    };
    Ok(object(&[
        ("grid", pair([&grid.centres(0), &grid.centres(1)])),
        ("edges", pair([&grid.edges(0), &grid.edges(1)])),
        ("density", array(&density)),
        ("flux", pair([&end.flux[0], &end.flux[1]])),
        ("energy", array(&end.energy)),
        ("circulation", t.circulation.into()),
        ("entropyProduction", t.entropy_production.into()),
        ("resolution", told(end.resolutions.rates)),
        ("momentsResolution", told(end.resolutions.moments)),
        ("minimaResolution", told(end.resolutions.minima)),
        ("moments", moments(Moments { mean: t.mean, covariance: [[c11, c12], [c12, c22]] })),
        ("minima", end.minima.iter().map(minimum).collect::<Array>().into()),
    ]))
}

/// The end state of linear gradients in closed form; nothing for other landscapes, or where
/// W runs away.
#[wasm_bindgen(js_name = planeLinearEnd, unchecked_return_type = "PlaneLinearEnd | undefined")]
pub fn linear_end(
    #[wasm_bindgen(js_name = scenario, unchecked_optional_param_type = "PartialPlaneScenario")]
    given: JsValue,
) -> Thrown<JsValue> {
    let scenario = scenario(&given)?;
    let Spec::Linear { hessian, noise } = scenario.landscape else {
        return Ok(JsValue::UNDEFINED);
    };
    let noise = noise.map(|row| row.map(|c| c / scenario.batch_size as f64));
    let end = LinearEnd::new(hessian, noise, scenario.learning_rate);
    Ok(end.map_or(JsValue::UNDEFINED, |end| {
        let [c11, c12, c22] = end.covariance;
        object(&[
            ("covariance", matrix([[c11, c12], [c12, c22]])),
            ("circulation", end.circulation.into()),
            ("entropyProduction", end.entropy_production.into()),
        ])
    }))
}

/// A running scenario of two parameters. Values on its grid stand in rows of one W₁ each.
#[wasm_bindgen]
pub struct PlaneSimulation(simulation::Simulation);

#[wasm_bindgen]
impl PlaneSimulation {
    /// Sets a scenario up at time 0.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(js_name = scenario, unchecked_optional_param_type = "PartialPlaneScenario")]
        given: JsValue,
    ) -> Thrown<PlaneSimulation> {
        simulation::Simulation::new(scenario(&given)?).map(Self).map_err(thrown)
    }

    /// Adopts a changed scenario, keeping the time and the densities.
    pub fn update(
        &mut self,
        #[wasm_bindgen(js_name = scenario, unchecked_param_type = "PartialPlaneScenario")]
        given: JsValue,
    ) -> Thrown<()> {
        self.0.update(scenario(&given)?).map_err(thrown)
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

    /// The centres of the cells, N₁ along W₁ and N₂ along W₂.
    #[wasm_bindgen(unchecked_return_type = "PlaneGrid")]
    pub fn grid(&self) -> JsValue {
        let grid = self.0.grid();
        pair([&grid.centres(0), &grid.centres(1)])
    }

    /// The edges of the cells, one more along each axis.
    #[wasm_bindgen(unchecked_return_type = "PlaneGrid")]
    pub fn edges(&self) -> JsValue {
        let grid = self.0.grid();
        pair([&grid.edges(0), &grid.edges(1)])
    }

    /// The density of a model in the N₁N₂ cells, 1/W².
    pub fn density(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName")] model: JsValue,
    ) -> Thrown<Float64Array> {
        Ok(array(&self.0.density(read::named(&model)?).map_err(thrown)?).into())
    }

    /// The density of one parameter alone, 1/W; the axis is 0 or 1.
    pub fn marginal(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName")] model: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] axis: JsValue,
    ) -> Thrown<Float64Array> {
        let axis = read::count("axis", &axis, 0.0, 1.0)? as usize;
        Ok(array(&self.0.marginal(read::named(&model)?, axis).map_err(thrown)?).into())
    }

    /// The probability current at the cells' centres, 1/(W step).
    #[wasm_bindgen(unchecked_return_type = "PlaneGrid")]
    pub fn flux(&mut self) -> Thrown<JsValue> {
        let [w1, w2] = self.0.flux().map_err(thrown)?;
        Ok(pair([&w1, &w2]))
    }

    /// Mean and covariance of a model or of the walkers.
    #[wasm_bindgen(unchecked_return_type = "PlaneMoments")]
    pub fn moments(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName | \"walkers\"")] model: JsValue,
    ) -> Thrown<JsValue> {
        let known = match read::model_or_walkers(&model)? {
            Some(model) => self.0.moments(model),
            None => Moments::of_points(self.0.walkers()).ok_or_else(read::no_walkers),
        };
        Ok(moments(known.map_err(thrown)?))
    }

    /// Probability of a model or of the walkers in a rectangle `[[a₁, b₁], [a₂, b₂]]`, whose
    /// sides may be ±∞.
    pub fn mass(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName | \"walkers\"")] model: JsValue,
        #[wasm_bindgen(unchecked_param_type = "[[number, number], [number, number]]")]
        rectangle: JsValue,
    ) -> Thrown<f64> {
        let sides = read::rectangle(&rectangle)?;
        if let Some(model) = read::model_or_walkers(&model)? {
            return self.0.mass(model, sides).map_err(thrown);
        }
        let walkers = self.0.walkers();
        if walkers.is_empty() {
            return Err(thrown(read::no_walkers()));
        }
        let within = |w: &&[f64; 2]| (0..2).all(|a| (sides[a][0]..sides[a][1]).contains(&w[a]));
        Ok(walkers.iter().filter(within).count() as f64 / walkers.len() as f64)
    }

    /// Total variation between two models, 0…1.
    pub fn distance(
        &mut self,
        #[wasm_bindgen(js_name = modelA, unchecked_param_type = "ModelName")] a: JsValue,
        #[wasm_bindgen(js_name = modelB, unchecked_param_type = "ModelName")] b: JsValue,
    ) -> Thrown<f64> {
        self.0.distance(read::named(&a)?, read::named(&b)?).map_err(thrown)
    }

    /// Whether the grid is fine enough for what is shown of a model now: means and standard deviations to
    /// two digits, the correlation, and the total variation from another model, if one is given, in
    /// hundredths. The scenario is also run on half the cells, to compare.
    #[wasm_bindgen(unchecked_return_type = "Resolution")]
    pub fn resolution(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ModelName")] model: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ModelName")] other: JsValue,
    ) -> Thrown<JsValue> {
        let other = read::given(&other, read::named)?;
        self.0.resolution(read::named(&model)?, other).map(told).map_err(thrown)
    }

    /// Where the walkers are, W₁ and W₂ in turn.
    pub fn walkers(&mut self) -> Float64Array {
        array(self.0.walkers().as_flattened()).into()
    }

    /// The density of the walkers on `bins` × `bins` equal bins of the domain, 1/W².
    pub fn histogram(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] bins: JsValue,
    ) -> Thrown<Float64Array> {
        let bins = read::count("bins", &bins, 1.0, 1024.0)? as usize;
        let domain = self.0.grid().domain;
        Ok(array(&histogram(self.0.walkers(), domain, bins)).into())
    }

    /// The Gaussian curvature of the metric (C/B)⁻¹ at the cells' centres, L²/W⁴: only where it
    /// is 0 can coordinates make the noise even in all directions. Throws where C is singular.
    pub fn curvature(&self) -> Thrown<Float64Array> {
        Ok(array(&self.0.curvature().map_err(thrown)?).into())
    }

    /// L, G and C/B at the cells' centres.
    #[wasm_bindgen(unchecked_return_type = "PlaneLandscape")]
    pub fn landscape(&mut self) -> JsValue {
        let profile = self.0.profile();
        let [w11, w12, w22] = profile.covariance.each_ref().map(|c| array(c));
        object(&[
            ("loss", array(&profile.loss)),
            ("gradient", pair([&profile.gradient[0], &profile.gradient[1]])),
            ("covariance", object(&[("w11", w11), ("w12", w12), ("w22", w22)])),
        ])
    }
}

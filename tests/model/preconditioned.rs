//! Preconditioned steps: in derivatives, end states, walkers, passage times.

use crate::{assert_close, ks_to_walkers};
use sgd_current::landscape::precondition::Preconditioner::{self, Newton, None, Rms};
use sgd_current::landscape::{Landscape, Spec};
use sgd_current::line::simulation::Simulation;
use sgd_current::line::widths::Comparison;
use sgd_current::scenario::{Initial, Scenario};
use sgd_current::value::Value;
use std::f64::consts::PI;

/// Wells of stretch k; a = 0.1 and σ = 1.
fn wells(k: f64, t: f64, preconditioner: Preconditioner, damping: f64) -> Scenario {
    let fields = [("ratio", k), ("height", 0.1), ("noise", 1.0), ("learningRate", t)];
    let map = fields.iter().map(|(k, v)| ((*k).into(), Value::Number(*v))).collect();
    let wells = Comparison::question(&Value::Map(map)).unwrap();
    Scenario { preconditioner, damping, ..wells }
}

/// ln of the ratios of densities at the bottoms and of masses, by the midpoint rule on the
/// definition of Φ, with the wells' gradients as typed here.
fn by_quadrature(k: f64, t: f64, by: Preconditioner, damping: f64) -> [f64; 2] {
    let well = |s: f64| {
        let n = 100_000;
        let h = PI / f64::from(n);
        let scale = |y: f64| {
            let (g, noise, bend) = (0.1 / s * y.sin(), 1.0 / s, 0.1 / (s * s) * y.cos());
            match by {
                None => 1.0,
                Rms => 1.0 / ((g * g + noise * noise).sqrt() + damping),
                Newton => 1.0 / (bend.abs() + damping),
            }
        };
        let (mut phi, mut mass) = (0.0, 0.0);
        let noise = |y: f64| (scale(y) / s).powi(2);
        // From the barrier, where Φ is 0, to the bottom.
        for i in (0..n).rev() {
            let y = (f64::from(i) + 0.5) * h;
            let slope = 2.0 * 0.1 / s * y.sin() * s / (t * scale(y) / (s * s));
            phi -= 0.5 * h * slope;
            mass += 2.0 * s * h * (-phi - noise(y).ln()).exp();
            phi -= 0.5 * h * slope;
        }
        [-phi - noise(0.0).ln(), mass.ln()]
    };
    let (narrow, wide) = (well(1.0), well(k));
    [wide[0] - narrow[0], wide[1] - narrow[1]]
}

#[test]
fn the_derivatives_of_preconditioned_gradients_are_exact() {
    let texts = [
        "sin(2*W)*exp(W/3)",
        "tanh(W)^2 + sqrt(1+W^2)",
        "log(2+cos(W)) - sigmoid(3*W) + tan(W/2)/(2+W)",
    ];
    let losses = Spec::Formula { losses: texts.map(Into::into).to_vec() };
    let typed = Spec::Moments { gradient: "sin(W) + W^3/9".into(), variance: "1 + W^2".into() };
    let data = Spec::Data {
        model: sgd_current::landscape::data::Model::Logistic,
        points: vec![[1.0, 1.0], [2.0, 0.0], [-0.5, 1.0]],
    };
    for spec in [losses, typed, data, Spec::pit(), Spec::wells(2.0, 0.1, 1.0)] {
        for by in [Rms, Newton] {
            let of = |w: f64| {
                Landscape::new(&spec).unwrap().preconditioned(
                    by,
                    0.05,
                    2,
                    [-1.0, 2.5],
                    w as usize + 32,
                )
            };
            let landscape = of(0.0);
            for i in 0..40 {
                let w = -0.93 + 0.083 * f64::from(i);
                // Not across a break.
                if landscape.breaks().iter().any(|b| (w - b).abs() < 1e-3) {
                    continue;
                }
                let d = 1e-5;
                let (a, m, b) =
                    (landscape.moments(w - d), landscape.moments(w), landscape.moments(w + d));
                let what = format!("{by:?}, {}, W = {w}", spec.kind());
                let slope = (b.gradient - a.gradient) / (2.0 * d);
                assert_close(m.gradient_slope, slope, 2e-5 * (1.0 + slope.abs()), &what);
                let slope = (b.variance - a.variance) / (2.0 * d);
                assert_close(m.variance_slope, slope, 2e-5 * (1.0 + slope.abs()), &what);
                for j in 0..landscape.datapoints() {
                    let g = |w: f64| landscape.loss(j, w).slope;
                    let slope = (g(w + d) - g(w - d)) / (2.0 * d);
                    let bend = landscape.loss(j, w).bend;
                    assert_close(bend, slope, 2e-5 * (1.0 + slope.abs()), &what);
                }
            }
        }
    }
}

#[test]
fn newtons_kinks_have_an_edge_and_a_slope_on_either_side() {
    let sim = Simulation::new(wells(2.0, 0.03, Newton, 0.01)).unwrap();
    for kink in [-1.5 * PI, -0.5 * PI, PI, 3.0 * PI] {
        let nearest = sim.grid().edges.iter().fold(9.0, |m: f64, e| m.min((e - kink).abs()));
        assert!(nearest < 1e-9, "{kink}: {nearest}");
    }
}

#[test]
fn numbers_of_the_wells_at_k_two() {
    for (by, damping, t, peak, mass) in [
        (None, 0.01, 0.3, 5.386_29, 5.291_06),
        // The slopes are a tenth of the noise: nearly the k e^{(k − 1)4a/(Tσ)} of whitened noise.
        (Rms, 1e-6, 0.3, 1.337_77, 1.658_23),
        (Newton, 0.01, 0.03, -0.503_97, 0.170_09),
    ] {
        let c = Comparison::new(&wells(2.0, t, by, damping)).unwrap();
        assert_close(c.predicted.log_peak, peak, 2e-5, "peak");
        assert_close(c.predicted.log_mass, mass, 2e-5, "mass");
    }
}

#[test]
fn wells_under_each_step_are_predicted_and_solved() {
    for (by, damping, rates) in [
        (None, 0.01, [0.1, 0.3, 1.0]),
        (Rms, 1e-6, [0.1, 0.3, 1.0]),
        (Rms, 0.2, [0.1, 0.3, 1.0]),
        (Newton, 0.01, [0.01, 0.03, 0.1]),
        (Newton, 0.1, [0.03, 0.1, 0.3]),
    ] {
        for t in rates {
            for k in [1.0, 2.0, 3.0, 4.0, 5.0] {
                let c = Comparison::new(&wells(k, t, by, damping)).unwrap();
                let [peak, mass] = by_quadrature(k, t, by, damping);
                let what = format!("{by:?}, ε or δ = {damping}, k = {k}, T = {t}");
                assert_close(c.predicted.log_peak, peak, 1e-5, &format!("predicted peak, {what}"));
                assert_close(c.predicted.log_mass, mass, 1e-5, &format!("predicted mass, {what}"));
                assert_close(c.solved.log_peak, peak, 1e-3, &format!("solved peak, {what}"));
                assert_close(c.solved.log_mass, mass, 1e-3, &format!("solved mass, {what}"));
            }
        }
    }
}

#[test]
fn the_exponents_grow_as_k_squared_as_k_and_not_at_all() {
    for k in [2.0, 3.0, 5.0] {
        let ratio = |by, damping| {
            let c = Comparison::new(&wells(k, 0.1, by, damping)).unwrap();
            c.exponent_wide / c.exponent_narrow
        };
        assert_close(ratio(None, 0.01), k * k, 1e-9, "SGD");
        assert_close(ratio(Rms, 1e-6), k, 1e-4, "rms");
        assert_close(ratio(Newton, 1e-6), 1.0, 1e-3, "newton");
        // 2a(a + 2δs²)/(Tσ²), and k⁻² before it.
        let c = Comparison::new(&wells(k, 0.1, Newton, 0.02)).unwrap();
        assert_close(c.exponent_wide, 2.0 * (0.1 + 0.04 * k * k), 1e-12, "damped");
        let c = Comparison::new(&wells(k, 0.1, Newton, 1e-6)).unwrap();
        assert_close(c.predicted.log_peak, -2.0 * k.ln(), 1e-3, "newton's peak");
    }
}

#[test]
fn the_operator_is_the_limit_of_a_million_walkers() {
    for (by, damping, t) in [(None, 0.01, 0.3), (Rms, 1e-6, 0.3), (Newton, 0.01, 0.03)] {
        // Where Newton's steps have their kinks the density has edges: on 2 048 cells it is off
        // by 10⁻³, as much as so many walkers are.
        let cells = if by == Newton { 8192 } else { 2048 };
        let scenario = Scenario { cells, walkers: 1_000_000, ..wells(2.0, t, by, damping) };
        let mut sim = Simulation::new(scenario).unwrap();
        sim.step(5);
        // Kolmogorov: 1.95/√n is exceeded by chance once in a thousand.
        let worst = ks_to_walkers(&mut sim);
        assert!(worst < 1.95e-3, "{by:?}, {damping}: {worst}");
    }
    let losses = ["W^4/4 - W^2/2 + W/4", "W^4/4 - W^2/2 - W/4", "(W - 1)^2/2"];
    let scenario = Scenario {
        landscape: Spec::Formula { losses: losses.map(Into::into).to_vec() },
        domain: [-2.5, 2.5],
        initial: Initial { mean: -1.0, sd: 0.2 },
        walkers: 10_000,
        batch_size: 2,
        learning_rate: 0.3,
        ..Scenario::default()
    };
    for (preconditioner, damping) in [(Rms, 0.1), (Newton, 0.3)] {
        let mut sim =
            Simulation::new(Scenario { preconditioner, damping, ..scenario.clone() }).unwrap();
        sim.step(10);
        let worst = ks_to_walkers(&mut sim);
        assert!(worst < 1.95e-2, "{preconditioner:?}: {worst}");
    }
}

#[test]
fn models_agree_where_steps_are_short() {
    use sgd_current::model::Model::{Current, Gaussian, Sgd};
    for (by, damping, t) in [(Rms, 0.1, 0.02), (Newton, 0.3, 0.01)] {
        let mut sim = Simulation::new(wells(2.0, t, by, damping)).unwrap();
        sim.step(100);
        assert!(sim.distance(Current, Gaussian).unwrap() < 4e-3, "{by:?}");
        assert!(sim.distance(Gaussian, Sgd).unwrap() < 4e-3, "{by:?}");
    }
}

#[test]
fn passage_times_of_sgd_and_the_current_agree_under_each_step() {
    for (by, damping, t) in [(Rms, 0.01, 0.05), (Newton, 0.3, 0.05)] {
        let sim = Simulation::new(wells(2.0, t, by, damping)).unwrap();
        let (from, to) = (-PI, 2.0 * PI);
        let (current, sgd) =
            (sim.passage(from, to).unwrap(), sim.passage_of_sgd(from, to).unwrap());
        assert_close(current.log_time, sgd.log_time, 0.05, &format!("{by:?}"));
    }
}

#[test]
fn a_change_of_the_preconditioner_acts_from_then_on() {
    let plain = wells(2.0, 0.1, None, 0.01);
    let rms = Scenario { preconditioner: Rms, ..plain.clone() };
    let model = sgd_current::model::Model::Sgd;
    let mut one = Simulation::new(plain.clone()).unwrap();
    one.step(10);
    one.update(rms.clone()).unwrap();
    one.step(5);
    let mut other = Simulation::new(plain).unwrap();
    other.step(10);
    other.masses(model).unwrap();
    other.update(rms.clone()).unwrap();
    other.step(5);
    let first = other.masses(model).unwrap().to_vec();
    assert_eq!(one.masses(model).unwrap(), first);
    let mut never = Simulation::new(rms).unwrap();
    never.step(15);
    assert!(never.masses(model).unwrap() != first);
}

#[test]
fn gradients_that_vanish_are_no_trouble() {
    let scenario = Scenario { preconditioner: Rms, damping: 1e-6, ..Scenario::default() };
    let mut pit = Simulation::new(scenario).unwrap();
    pit.step(10);
    for model in sgd_current::model::Model::NAMES.map(|(_, m)| m) {
        assert!(pit.density(model).unwrap().iter().all(|p| p.is_finite() && *p >= 0.0));
    }
    assert!(pit.stationary().log_density.iter().all(|l| !l.is_nan()));
}

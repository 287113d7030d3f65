//! Landscapes: exact derivatives, formulas and their complaints.

use crate::{assert_close, moments, refusal, simulate};
use sgd_current::error::Error;
use sgd_current::landscape::closed::CLOSED_FORMS;
use sgd_current::landscape::data::Model;
use sgd_current::landscape::{Landscape, Spec};
use sgd_current::scenario::{Initial, Scenario};

/// Central differences of 4th order, good to about 10⁻⁹ here.
fn derivative(f: impl Fn(f64) -> f64, w: f64) -> f64 {
    let h = 1e-3;
    (8.0 * (f(w + h) - f(w - h)) - (f(w + 2.0 * h) - f(w - 2.0 * h))) / (12.0 * h)
}

#[test]
fn slopes_and_bends_are_the_derivatives_of_the_losses() {
    let points = vec![[0.5, 1.0], [-1.0, 0.0], [2.0, 1.0]];
    let closed = CLOSED_FORMS.iter().map(|form| Spec::default_of(form));
    let others = [
        Spec::Formula {
            losses: vec![
                "exp(-W^2)*sin(3*W) + tanh(W)/(2 + cos(W))".into(),
                "sigmoid(W)^3 - log(W^2 + 1) + sqrt(2 + W) + 2^W + abs(W)*tan(W/4)".into(),
            ],
        },
        Spec::Data { model: Model::Line, points: points.clone() },
        Spec::Data { model: Model::Logistic, points: points.clone() },
        Spec::Data { model: Model::Neuron, points },
    ];
    for spec in closed.chain(others) {
        let landscape = Landscape::new(&spec).unwrap();
        for j in 0..landscape.datapoints() {
            for w in [-0.83, -0.31, 0.57, 1.04, 1.9] {
                let at = landscape.loss(j, w);
                let slope = derivative(|w| landscape.loss(j, w).value, w);
                let bend = derivative(|w| landscape.loss(j, w).slope, w);
                assert_close(at.slope, slope, 1e-6 * (1.0 + slope.abs()), "l′");
                assert_close(at.bend, bend, 1e-5 * (1.0 + bend.abs()), "l″");
            }
        }
    }
}

#[test]
fn moments_are_mean_and_variance_with_exact_slopes() {
    let landscape = Landscape::new(&Spec::pit()).unwrap();
    for w in [0.2, 0.93, 1.0, 1.1, 2.4] {
        let m = landscape.moments(w);
        let u = w - 1.0;
        let s2 = (100.0 * u * (-100.0 * u * u).exp()).powi(2);
        assert_close(m.variance, s2, 1e-12, "S²");
        assert_close(
            m.gradient_slope,
            derivative(|w| landscape.moments(w).gradient, w),
            1e-3,
            "G′",
        );
        assert_close(
            m.variance_slope,
            derivative(|w| landscape.moments(w).variance, w),
            2e-2,
            "(S²)′",
        );
    }
    let gate = landscape.moments(1.0);
    assert_close(gate.gradient, -2.0 / std::f64::consts::E, 1e-15, "G at the gate");
    assert_eq!(gate.variance, 0.0);
}

#[test]
fn the_pit_rests_where_the_post_says() {
    let landscape = Landscape::new(&Spec::pit()).unwrap();
    for zero in [1.007_453, 1.174_310, 2.0] {
        let around = [zero - 1e-6, zero + 1e-6].map(|w| landscape.moments(w).gradient);
        assert!(around[0] * around[1] < 0.0, "G changes sign at {zero}");
    }
}

#[test]
fn a_landscape_without_a_finite_value_is_refused_by_name() {
    let formula = |losses: &[&str]| Scenario {
        landscape: Spec::Formula { losses: losses.iter().map(|l| (*l).into()).collect() },
        ..Scenario::default()
    };
    assert_eq!(refusal(formula(&["W^2", "1/0"])).field(), "landscape.losses.1");
    assert_eq!(refusal(formula(&["W^W"])).field(), "landscape.losses.0");
    assert_eq!(refusal(formula(&["log(W)"])).field(), "landscape.losses.0");
    assert_eq!(refusal(formula(&["exp(1000*W)"])).field(), "landscape.losses.0");
    let negative = Scenario { landscape: moments("W", "W"), ..Scenario::default() };
    assert_eq!(refusal(negative).field(), "landscape.variance");
    let Error::Formula { field, position, .. } = refusal(formula(&["W", "2*(W"])) else {
        panic!("a formula's fault is expected");
    };
    assert_eq!((field.as_str(), position), ("landscape.losses.1", 4));
}

#[test]
fn a_bend_without_bound_is_no_reason_to_refuse() {
    let on = |loss: &str, domain| Scenario {
        landscape: Spec::Formula { losses: vec![loss.into(), format!("{loss} + W")] },
        domain,
        initial: Initial { mean: 1.0, sd: 0.2 },
        cells: 256,
        ..Scenario::default()
    };
    // |W|^1.5 has the gradient 1.5 √W at its bottom: finite, and infinitely bent.
    for (loss, domain) in [("W^1.5", [0.0, 4.0]), ("abs(W)^1.5", [-4.0, 4.0])] {
        let mut simulation = simulate(on(loss, domain));
        simulation.step(50);
        for model in [sgd_current::model::Model::Current, sgd_current::model::Model::Sgd] {
            let mean = simulation.moments(model).unwrap().mean;
            assert!(mean.is_finite() && mean < 1.0, "{loss}: {mean}");
        }
    }
    assert_eq!(refusal(on("W^0.5", [0.0, 4.0])).field(), "landscape.losses.0");
}

#[test]
fn a_pole_between_the_cells_is_refused_and_no_peak_is() {
    let on = |landscape: Spec, domain: [f64; 2], cells: usize| Scenario {
        landscape,
        domain,
        cells,
        initial: Initial { mean: domain[0] + 0.4 * (domain[1] - domain[0]), sd: 0.1 },
        ..Scenario::default()
    };
    for (gradient, variance, at) in [
        ("1/W", "1", 0.0),
        ("1/(W - 0.3)^2", "1", 0.3),
        ("W + 1/(W - 0.123)", "1", 0.123),
        ("tan(3*W)", "1", -std::f64::consts::PI / 6.0),
        ("W", "1/abs(W - 0.7)", 0.7),
    ] {
        for domain in [[-1.0, 1.0], [-1.0, 1.1]] {
            for cells in [256, 2048] {
                let error = refusal(on(moments(gradient, variance), domain, cells));
                let Error::NotFinite { at: found, .. } = error else { panic!("{error}") };
                assert_close(found, at, 1e-6, gradient);
            }
        }
    }
    let loss = |l: &str| Spec::Formula { losses: vec!["W^2".into(), l.into()] };
    let error = refusal(on(loss("1/(W - 0.2)"), [-1.0, 1.1], 1024));
    assert_eq!(error.field(), "landscape.losses.1");
    for landscape in [
        moments("1/(W^2 + 1e-6)", "1"),
        moments("exp(-1e6*(W - 0.31)^2)", "1"),
        moments("tanh(1e5*(W - 0.31))", "abs(sin(300*W))"),
        moments("1 - sqrt(abs(W - 0.31))", "1"),
        loss("exp(-1e7*(W - 0.31)^2)"),
        loss("abs(W - 0.31)"),
    ] {
        simulate(on(landscape, [-1.0, 1.1], 512));
    }
}

/// Points in kilometres are those in metres, counted in thousands.
#[test]
fn points_are_counted_in_units_of_their_own() {
    use sgd_current::landscape::frame::Frame;
    let plain = vec![[1.0, 2.5], [-0.5, 1.0], [2.0, 3.0]];
    let frame = Frame { origin: [100.0, -7.0], units: [1e3, 1e-6] };
    let given = plain.iter().map(|[x, y]| [100.0 + 1e3 * x, -7.0 + 1e-6 * y]).collect();
    let spec = |points| Spec::Data { model: Model::Line, points };
    let framed = Spec::Framed { frame, landscape: Box::new(spec(given)) };
    let (framed, plain) = (Landscape::new(&framed).unwrap(), Landscape::new(&spec(plain)).unwrap());
    for j in 0..3 {
        let (a, b) = (framed.loss(j, 0.7), plain.loss(j, 0.7));
        assert_close(a.value, b.value, 1e-8, "loss");
        assert_close(a.slope, b.slope, 1e-8, "gradient");
    }
}

//! Momentum in the plane of W and v.

use crate::{assert_close, simulate};
use sgd_current::landscape::Spec as Line;
use sgd_current::landscape::plane::Spec;
use sgd_current::model::Model;
use sgd_current::plane::scenario::{Initial, Scenario};
use sgd_current::plane::series::Moments;
use sgd_current::plane::simulation::Simulation;
use sgd_current::plane::stationary::Stationary;
use sgd_current::scenario::{self, WalkerRule};
use sgd_current::value::Value;

/// Bowls of curvature 1 about ±1: h = s = 1.
fn bowls(t: f64, momentum: f64, cells: usize) -> Scenario {
    let landscape = Line::Formula { losses: vec!["(W-1)^2/2".into(), "(W+1)^2/2".into()] };
    let [w, v, _] = sgd(t, momentum);
    let [w, v] = [w.sqrt(), v.sqrt()];
    Scenario {
        learning_rate: t,
        domain: [[-6.0 * w, 6.0 * w], [-6.0 * v, 6.0 * v]],
        cells: [cells, cells],
        initial: Initial { mean: [0.0, 0.0], sd: [w, v] },
        walkers: 0,
        ..Scenario::of(Spec::Momentum { landscape, momentum })
    }
}

/// Var W, Var v and Cov of SGD at rest, from Σ = MΣMᵀ + T²s²(1, 1)(1, 1)ᵀ.
fn sgd(t: f64, b: f64) -> [f64; 3] {
    let below = (1.0 - b) * (2.0 * (1.0 + b) - t);
    [t * (1.0 + b) / below, 2.0 * t * t / below, t * t / below]
}

fn in_full(m: &Moments) -> [f64; 3] {
    [m.covariance[0][0], m.covariance[1][1], m.covariance[0][1]]
}

#[test]
fn sgd_has_the_covariance_of_the_closed_form() {
    assert_close(sgd(0.1, 0.9)[0], 0.513_514, 1e-6, "Var W");
    assert_close(sgd(0.1, 0.5)[0], 0.103_448, 1e-6, "Var W");
    assert_close(sgd(0.1, 0.9)[1], 0.054_054, 1e-6, "Var v");
    assert_close(sgd(0.1, 0.9)[2], 0.027_027, 1e-6, "Cov");
    for momentum in [0.5, 0.9] {
        let scenario = bowls(0.1, momentum, 96);
        let mut sim = Simulation::new(scenario).unwrap();
        sim.step(if momentum > 0.6 { 90 } else { 60 });
        let found = in_full(&sim.moments(Model::Sgd).unwrap());
        for (found, exact) in found.into_iter().zip(sgd(0.1, momentum)) {
            assert_close(found / exact, 1.0, 2e-3, &format!("β = {momentum}"));
        }
    }
}

#[test]
fn the_currents_end_is_off_by_its_order_in_t_and_in_one_minus_beta() {
    let gap = |t: f64, b: f64| {
        let scenario = bowls(t, b, 64);
        let landscape = scenario.stepped_landscape().unwrap();
        let end = Stationary::new(&scenario, &landscape, &scenario.grid()).unwrap();
        let [w, _, v] = end.totals.covariance;
        // Its own closed form.
        assert_close(w / (t / (2.0 * (1.0 - b))), 1.0, 0.02, &format!("Var W, T = {t}, β = {b}"));
        assert_close(
            v / (t * t / (2.0 * (1.0 - b))),
            1.0,
            0.02,
            &format!("Var v, T = {t}, β = {b}"),
        );
        let exact = sgd(t, b);
        // Where SGD has a covariance, the current has none.
        assert!(end.totals.covariance[1].abs() < 0.1 * exact[2]);
        exact[1] / v - 1.0
    };
    let (coarse, fine) = (gap(0.2, 0.8), gap(0.1, 0.9));
    assert!(coarse > 0.1 && fine < 0.6 * coarse, "{coarse}, {fine}");
}

#[test]
fn without_momentum_the_marginal_of_w_is_plain_sgd() {
    let bowls = Scenario { domain: [[-2.0, 2.0], [-1.0, 1.0]], ..bowls(0.2, 0.0, 128) };
    let Spec::Momentum { landscape, .. } = bowls.landscape.clone() else { unreachable!() };
    let start = bowls.initial;
    let mut line = simulate(scenario::Scenario {
        landscape,
        learning_rate: 0.2,
        domain: [-2.0, 2.0],
        cells: 128,
        initial: scenario::Initial { mean: start.mean[0], sd: start.sd[0] },
        ..scenario::Scenario::default()
    });
    let mut plane = Simulation::new(bowls).unwrap();
    line.step(8);
    plane.step(8);
    // The density of the plane keeps a pattern; its distribution function does not.
    let (mut upto, mut worst) = (0.0, 0.0_f64);
    let line = line.density(Model::Sgd).unwrap();
    for (a, b) in plane.marginal(Model::Sgd, 0).unwrap().iter().zip(&line) {
        upto += (a - b) * 4.0 / 128.0;
        worst = worst.max(upto.abs());
    }
    assert!(worst < 4e-3, "{worst}");
}

#[test]
fn walkers_and_the_point_rule_have_the_moments_of_the_operator() {
    let scenario = Scenario { walkers: 200_000, ..bowls(0.1, 0.8, 96) };
    let gaussian = Scenario { walker_rule: WalkerRule::Gaussian, ..scenario.clone() };
    for (scenario, model) in [(scenario, Model::Sgd), (gaussian, Model::Gaussian)] {
        let mut sim = Simulation::new(scenario).unwrap();
        sim.step(12);
        let exact = in_full(&sim.moments(model).unwrap());
        let walkers = Moments::of_points(sim.walkers()).unwrap();
        // Five standard errors, those of normals at most.
        let spread = [2.0 * exact[0] * exact[0], 2.0 * exact[1] * exact[1], exact[0] * exact[1]];
        for (k, found) in in_full(&walkers).into_iter().enumerate() {
            let error = (spread[k] / 200_000.0).sqrt();
            assert_close(found, exact[k], 5.0 * error + 1e-3 * exact[k], &format!("{model:?}"));
        }
    }
}

#[test]
fn momentum_is_read_and_refused_in_words() {
    let text = |s: &str| Value::Text(s.into());
    let map = |fields: &[(&str, Value)]| {
        Value::Map(fields.iter().map(|(k, v)| ((*k).into(), v.clone())).collect())
    };
    let of = |line: Value, rest: &[(&str, Value)]| {
        let kind = ("kind", text("momentum"));
        let landscape = map(&[kind, ("landscape", line), ("momentum", Value::Number(0.8))]);
        let mut fields = vec![("landscape", landscape)];
        fields.extend(rest.iter().cloned());
        Scenario::read(&map(&fields))
    };
    let pit = of(text("pit"), &[("learningRate", Value::Number(0.02))]).unwrap();
    assert_eq!(pit.domain[0], [-1.0, 4.0]);
    assert_eq!(Scenario::read(&pit.write()).unwrap(), pit);
    // Twice the step, twice the speed.
    let fast = of(text("pit"), &[("learningRate", Value::Number(0.04))]).unwrap();
    assert_close(fast.domain[1][1] / pit.domain[1][1], 2.0, 0.1, "walls of v");
    let mut sim = Simulation::new(Scenario { cells: [64, 64], ..pit }).unwrap();
    sim.step(3);
    for (_, model) in Model::NAMES {
        assert!(sim.density(model).unwrap().iter().all(|p| p.is_finite() && *p >= 0.0));
    }
    for (line, rest, field) in [
        (text("hill"), vec![], "landscape.landscape"),
        (
            map(&[("kind", text("formula")), ("losses", Value::List(vec![text("W+")]))]),
            vec![],
            "landscape.landscape.losses.0",
        ),
        (text("pit"), vec![("secondOrder", Value::Truth(true))], "secondOrder"),
        (text("pit"), vec![("schedule", text("step"))], "schedule"),
    ] {
        assert_eq!(of(line, &rest).unwrap_err().field(), field);
    }
    let none = map(&[("landscape", map(&[("kind", text("momentum"))]))]);
    assert_eq!(Scenario::read(&none).unwrap_err().field(), "landscape.landscape");
}

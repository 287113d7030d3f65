//! Where the noise vanishes: walls and roots of S², against closed forms.

use crate::{assert_close, l1, moments, simulate};
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
use sgd_current::scenario::{Convention, Initial, Scenario};

fn scenario(gradient: &str, variance: &str, t: f64, domain: [f64; 2], start: [f64; 2]) -> Scenario {
    Scenario {
        landscape: moments(gradient, variance),
        learning_rate: t,
        domain,
        initial: Initial { mean: start[0], sd: start[1] },
        walkers: 0,
        ..Scenario::default()
    }
}

/// The expectation of a function of W, with the mass of the cells at the walls standing there.
fn expected(sim: &mut Simulation, f: impl Fn(f64) -> f64) -> f64 {
    let n = sim.grid().cells();
    let masses = sim.masses(Model::Current).unwrap().to_vec();
    let at = |k: usize| match k {
        0 => sim.grid().edges[0],
        k if k == n - 1 => sim.grid().edges[n],
        k => sim.grid().centres[k],
    };
    (0..n).map(|k| masses[k] * f(at(k))).sum()
}

#[test]
fn what_reaches_a_wall_without_noise_and_drift_stays_there() {
    // Wright & Fisher, no selection: E W stays, E W(1 − W) falls by e^(−T²t), and E W³ follows.
    let (t, m, sd) = (0.5_f64, 0.3, 0.05);
    let (x0, w3) = (m - m * m - sd * sd, m * m * m + 3.0 * m * sd * sd);
    for (cells, most) in [(512, 1e-4), (2048, 3e-5), (8192, 1e-5)] {
        let mut sim =
            simulate(Scenario { cells, ..scenario("0", "W*(1 - W)", t, [0.0, 1.0], [m, sd]) });
        for steps in [1, 3, 6, 30] {
            sim.step(steps);
            let now = sim.time() as f64;
            let x = x0 * (-t * t * now).exp();
            let third = m - 1.5 * x + (w3 - m + 1.5 * x0) * (-3.0 * t * t * now).exp();
            let what = |name| format!("{name}, {cells} cells, t = {now}");
            assert_close(expected(&mut sim, |w| w), m, most, &what("E W"));
            assert_close(expected(&mut sim, |w| w * (1.0 - w)), x, most, &what("E W(1 − W)"));
            assert_close(expected(&mut sim, |w| w * w * w), third, most, &what("E W³"));
        }
        let end = sim.stationary();
        assert_eq!(end.classes.len(), 2);
        assert_eq!((end.classes[0].cells.clone(), end.classes[1].cells.start), (0..1, cells - 1));
        assert_close(end.classes[1].share, m, most, "what ends at the right wall");
        assert_eq!(sim.log_relaxation_time(), f64::INFINITY);
        // Some never come: they end at the other wall. No finer grid would let them.
        let passage = sim.passage(0.3, 0.8).unwrap();
        assert!(passage.log_time == f64::INFINITY && passage.resolution.resolved);
    }
}

#[test]
fn a_wall_that_is_reached_and_left_again() {
    // Linear noise, drift away from it of an eighth of the noise's slope: E W is exact. Of
    // what comes as far as the other wall there is none yet at t = 1, nor on twice the domain.
    let t = 0.2_f64;
    for (right, steps) in [(20.0, 1), (50.0, 5)] {
        let mut last = 2e-3;
        for cells in [512, 2048, 8192] {
            let case = scenario("W - 0.5", "40*W", t, [0.0, right], [1.0, 0.1]);
            let mut sim = simulate(Scenario { cells, ..case });
            sim.step(steps);
            let exact = 0.5 + 0.5 * (-t * steps as f64).exp();
            let error = (sim.moments(Model::Current).unwrap().mean - exact).abs();
            assert!(error < 0.5 * last, "{cells} cells on [0, {right}]: {error}");
            last = error;
        }
        assert!(last < 1e-4, "{last}");
    }
}

#[test]
fn feller_classes_of_a_wall() {
    use Convention::{Ito, Klimontovich, Stratonovich};
    // T = 0.3, so that half of T² is 0.045. Whether the wall at 0 keeps what comes.
    for (gradient, variance, convention, keeps) in [
        ("0", "W", Ito, true),
        ("0.1", "W", Ito, true),
        ("30", "W", Ito, true),
        ("-0.01", "W", Ito, false),
        ("-1", "W", Ito, false),
        ("0", "W", Stratonovich, false),
        ("0.1", "W", Stratonovich, true),
        ("0.1", "W", Klimontovich, false),
        ("0.2", "W", Klimontovich, true),
        ("W", "W - 0.3*W^2", Ito, true),
        ("0", "W^2", Ito, true),
        ("-0.1*W", "W^2", Ito, true),
        ("-0.2*W", "W^2", Ito, false),
        ("-W", "W^2", Ito, false),
        ("0.1", "W^2", Ito, true),
        ("-0.1", "W^2", Ito, false),
        ("-0.01", "1 + W", Ito, false),
    ] {
        for cells in [64, 1024] {
            let sim = simulate(Scenario {
                convention,
                cells,
                ..scenario(gradient, variance, 0.3, [0.0, 1.0], [0.5, 0.1])
            });
            let what = format!("{gradient}, {variance}, {convention:?}, {cells} cells");
            assert_eq!(sim.rates().up[1] == 0.0, keeps, "{what}");
            let classes = sim.stationary().classes;
            assert_eq!(classes.len(), 1, "{what}");
            assert_eq!(classes[0].cells == (0..1), keeps, "{what}");
            assert_close(classes[0].share, 1.0, 1e-12, &what);
        }
    }
}

#[test]
fn the_arcsine_law_is_an_end_state_and_is_come_to() {
    // No drift, S² = 4W(1 − W), Stratonovich: P ∝ 1/√(W(1 − W)), of infinite height at both walls.
    let mut sim = simulate(Scenario {
        convention: Convention::Stratonovich,
        ..scenario("0", "4*W*(1 - W)", 0.3, [0.0, 1.0], [0.3, 0.05])
    });
    let upto = |w: f64| std::f64::consts::FRAC_2_PI * w.sqrt().asin();
    let exact: Vec<f64> = sim.grid().edges.windows(2).map(|e| upto(e[1]) - upto(e[0])).collect();
    let end: Vec<f64> =
        sim.stationary().density().iter().zip(&sim.grid().widths).map(|(p, h)| p * h).collect();
    sim.step(200);
    let masses = sim.masses(Model::Current).unwrap();
    assert!(l1(&end, &exact) < 1e-4, "end state {}", l1(&end, &exact));
    assert!(l1(masses, &exact) < 1e-4, "after 200 steps {}", l1(masses, &exact));
}

#[test]
fn a_passage_past_a_wall_that_reflects() {
    // Constant drift away from the wall: the mean path is straight, at any noise.
    for cells in [512, 2048] {
        let sim =
            simulate(Scenario { cells, ..scenario("-0.1", "4*W", 0.2, [0.0, 1.0], [0.1, 0.01]) });
        let time = sim.passage(0.1, 0.8).unwrap().log_time.exp();
        assert_close(time, 0.7 / 0.02, 100.0 / cells as f64, "steps");
    }
}

#[test]
fn a_kink_inside_keeps_what_comes_from_either_side() {
    let mut sim = simulate(scenario("0", "abs(W - 0.1)", 0.5, [-1.0, 1.0], [0.4, 0.1]));
    let classes = sim.stationary().classes;
    assert_eq!(classes.len(), 2, "{classes:?}");
    let left = 0.5 * libm::erfc(3.0 / 2.0_f64.sqrt());
    assert_close(classes[0].share, left, 1e-9, "share on the left");
    assert_close(sim.grid().edges[classes[1].cells.start], 0.1, 1e-12, "the wall");
    sim.step(300);
    let k = classes[1].cells.start;
    assert!(sim.masses(Model::Current).unwrap()[k] > 0.99);
}

#[test]
fn noise_that_touches_zero_in_a_drift_is_a_gate_on_every_grid() {
    for cells in [256, 512, 1024, 2048, 4096, 8192] {
        let case = scenario("-0.02", "(W - 0.7)^2", 0.3, [-1.0, 3.0], [1.2, 0.1]);
        let mut sim = simulate(Scenario { cells, ..case });
        let class = sim.stationary().classes[0].clone();
        let gate = class.cells.start;
        let width = sim.grid().widths[gate];
        assert_eq!(class.cells.end, cells);
        assert_close(sim.grid().edges[gate], 0.7, 0.51 * width, "the gate");
        assert!(sim.rates().down[gate] == 0.0 && sim.rates().up[gate] > 0.0);
        let back = sim.passage(1.0, 0.3).unwrap();
        assert!(back.log_time == f64::INFINITY && back.resolution.resolved, "{cells}: {back:?}");
        assert_close(
            sim.passage(0.3, 1.0).unwrap().log_time,
            4.442,
            7.0 / cells as f64,
            "ln steps",
        );
        sim.step(20);
        let behind: f64 = sim.masses(Model::Current).unwrap()[..gate].iter().sum();
        assert!(behind < 1e-6, "{cells} cells: {behind} came through");
    }
}

#[test]
fn mass_stays_whole_and_positive_beside_every_wall() {
    for (gradient, variance) in [
        ("0", "W*(1 - W)"),
        ("0.3", "0.001*W"),
        ("20", "W"),
        ("-20", "W*(1 - W)"),
        ("W - 0.5", "40*W"),
        ("W - 0.3", "W^2*(1 - W)"),
        ("-0.3*W", "W^2"),
        ("0.01", "(W - 0.5)^2"),
        ("W - 0.5", "(W - 0.5)^2"),
    ] {
        for t in [0.002, 0.05, 0.5] {
            for batch_size in [1, 50] {
                let mut sim = simulate(Scenario {
                    batch_size,
                    cells: 512,
                    ..scenario(gradient, variance, t, [0.0, 1.0], [0.4, 0.1])
                });
                sim.step(7);
                let masses = sim.masses(Model::Current).unwrap();
                let what = format!("{gradient}, {variance}, T = {t}, B = {batch_size}");
                assert!(masses.iter().all(|m| *m >= 0.0 && m.is_finite()), "{what}");
                assert_close(masses.iter().sum(), 1.0, 1e-11, &what);
            }
        }
    }
}

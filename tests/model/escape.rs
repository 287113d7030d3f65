//! Escape: passage and relaxation times, and the energies behind them.

use crate::{assert_close, moments, simulate};
use sgd_current::landscape::Spec;
use sgd_current::line::energy::theta;
use sgd_current::line::simulation::Simulation;
use sgd_current::scenario::{Convention, Initial, Scenario};

fn double_well(t: f64, a: Convention) -> Simulation {
    simulate(Scenario {
        landscape: moments("W^3 - W", "1 + W^2"),
        learning_rate: t,
        convention: a,
        domain: [-2.5, 2.5],
        initial: Initial { mean: -1.0, sd: 0.1 },
        walkers: 0,
        ..Scenario::default()
    })
}

/// ln of the double integral by the composite trapezoidal rule on an even mesh with
/// Richardson's extrapolation, in logarithms: nothing in common with the core.
pub fn by_quadrature(
    phi: impl Fn(f64) -> f64,
    d: impl Fn(f64) -> f64,
    wall: f64,
    from: f64,
    to: f64,
) -> f64 {
    let rule = |n: usize| {
        let h = (to - wall) / n as f64;
        let shift = phi(from);
        let p = |w: f64| (-(phi(w) - shift)).exp();
        let (mut inner, mut sum) = (0.0, 0.0);
        let start = ((from - wall) / h).round() as usize;
        let mut last = 0.0;
        for i in 0..=n {
            let w = wall + i as f64 * h;
            if i > 0 {
                inner += 0.5 * h * (p(w - h) + p(w));
            }
            let f = inner / (d(w) * p(w));
            if i > start {
                sum += 0.5 * h * (last + f);
            }
            last = f;
        }
        sum
    };
    let (coarse, fine) = (rule(105_000), rule(210_000));
    ((4.0 * fine - coarse) / 3.0).ln()
}

#[test]
fn passage_times_are_the_double_integral_up_to_10_to_the_15_steps() {
    let mut longest = 0.0_f64;
    for (convention, a) in
        [(Convention::Ito, 0.0), (Convention::Stratonovich, 0.5), (Convention::Klimontovich, 1.0)]
    {
        for t in [0.2, 0.05, 0.0125] {
            let sim = double_well(t, convention);
            let phi = |w: f64| {
                let s2 = 1.0 + w * w;
                (1.0 - a) * s2.ln() + (w * w - 2.0 * s2.ln()) / t
            };
            let d = |w: f64| 0.5 * t * t * (1.0 + w * w);
            for (from, to) in [(-1.0, 1.0), (-1.0, 0.0), (0.5, 1.0)] {
                let exact = by_quadrature(phi, d, -2.5, from, to);
                let found = sim.passage(from, to).unwrap().log_time;
                assert_close(
                    found,
                    exact,
                    1e-6,
                    &format!("ln τ({from} → {to}) at T = {t}, a = {a}"),
                );
                // The landscape is even: the way back from the mirror image is alike.
                let back = sim.passage(-from, -to).unwrap().log_time;
                assert_close(back, exact, 1e-6, &format!("ln τ({} → {}) at T = {t}", -from, -to));
                longest = longest.max(found);
            }
        }
    }
    assert!(longest > 1e15_f64.ln(), "the longest time is only e^{longest}");
}

#[test]
fn without_noise_the_passage_time_is_the_travel_time() {
    // dW/dt = −T W from 1 to ½: ln 2/T steps; the other way is barred.
    let sim = simulate(Scenario {
        landscape: moments("W", "0"),
        learning_rate: 0.01,
        domain: [-1.0, 2.0],
        walkers: 0,
        ..Scenario::default()
    });
    assert_close(sim.passage(1.0, 0.5).unwrap().log_time.exp(), 2.0_f64.ln() / 0.01, 1e-6, "steps");
    assert_eq!(sim.passage(0.5, 1.0).unwrap().log_time, f64::INFINITY);
    assert_eq!(sim.passage(0.5, 9.0).unwrap_err().field(), "to");
}

#[test]
fn drift_alone_takes_the_integral_of_its_slowness_whatever_lies_behind() {
    let flow = sgd_current::presets::PRESETS.iter().find(|p| p.id == "flow").unwrap();
    let flow = simulate((flow.scenario)());
    // ∫ dW/(T|G|) by Simpson's rule on 10⁵ pieces.
    let travel = |from: f64, to: f64, t: f64, g: &dyn Fn(f64) -> f64| {
        let h = (to - from) / 1e5;
        let slow = |w: f64| 1.0 / (t * g(w).abs());
        (0..100_000)
            .map(|i| {
                let a = from + f64::from(i) * h;
                h / 6.0 * (slow(a) + 4.0 * slow(a + 0.5 * h) + slow(a + h))
            })
            .sum::<f64>()
            .abs()
    };
    let pit = |w: f64| {
        2.0 * (w - 2.0) * (-(w - 2.0) * (w - 2.0)).exp()
            + 100.0 * (w - 1.0) * (-100.0 * (w - 1.0) * (w - 1.0)).exp()
    };
    for (from, to) in [(1.3, 1.9), (-1.0, 0.9), (0.501, 0.502), (3.9, 2.1), (1.16, 1.02)] {
        let found = flow.passage(from, to).unwrap().log_time.exp();
        assert_close(found / travel(from, to, 0.02, &pit), 1.0, 1e-6, &format!("{from} → {to}"));
    }
    // With the pit's noise, which is nearly none on most of this way.
    let found = simulate(Scenario::default()).passage(-1.0, 0.9).unwrap().log_time.exp();
    assert_close(found / travel(-1.0, 0.9, 0.02, &pit), 1.0, 1e-4, "−1 → 0.9 in the pit");
    let cubic = simulate(Scenario {
        landscape: moments("W^3 - W", "0"),
        learning_rate: 0.1,
        domain: [-2.0, 2.0],
        initial: Initial { mean: 0.2, sd: 0.1 },
        ..Scenario::default()
    });
    let found = cubic.passage(0.2, 0.9).unwrap().log_time.exp();
    assert_close(found / travel(0.2, 0.9, 0.1, &|w| w * w * w - w), 1.0, 1e-6, "0.2 → 0.9");
    // Into the trap's other side nothing gets, nor out of it.
    for (from, to) in [(1.3, 0.9), (0.5, 1.1)] {
        assert_eq!(flow.passage(from, to).unwrap().log_time, f64::INFINITY);
    }
}

#[test]
fn the_relaxation_time_of_a_quadratic_is_one_over_th() {
    let sim = simulate(Scenario {
        landscape: moments("2*W", "1"),
        learning_rate: 0.05,
        domain: [-3.0, 3.0],
        walkers: 0,
        ..Scenario::default()
    });
    assert_close(sim.log_relaxation_time().exp(), 10.0, 3e-3, "relaxation time");
}

#[test]
fn the_relaxation_time_of_two_wells_is_half_the_time_between_them() {
    for t in [0.1, 0.02, 0.002] {
        let sim = simulate(Scenario {
            landscape: moments("W^3 - W", "1"),
            learning_rate: t,
            domain: [-2.0, 2.0],
            initial: Initial { mean: -1.0, sd: 0.1 },
            walkers: 0,
            cells: 4096,
            ..Scenario::default()
        });
        let between = sim.passage(-1.0, 1.0).unwrap().log_time;
        let relaxation = sim.log_relaxation_time();
        // Kramers: two wells alike exchange at twice the rate of one leaving.
        assert_close(between - relaxation, 2.0_f64.ln(), 3.0 * t, &format!("ln ratio at T = {t}"));
    }
}

#[test]
fn sgds_passage_times_are_those_of_its_walkers() {
    for (scenario, from, to) in [
        (Scenario::default(), 1.0, 1.3),
        (Scenario { learning_rate: 0.05, ..Scenario::default() }, 1.0, 1.3),
        (
            Scenario {
                landscape: Spec::wells(2.0, 0.1, 1.0),
                learning_rate: 0.3,
                domain: [-std::f64::consts::TAU, 2.0 * std::f64::consts::TAU],
                initial: Initial { mean: -3.0, sd: 0.5 },
                ..Scenario::default()
            },
            -std::f64::consts::PI,
            1.0,
        ),
    ] {
        let exact = simulate(scenario.clone()).passage_of_sgd(from, to).unwrap().log_time.exp();
        // A tiny spread around the start stands for the point.
        let mut sim = simulate(Scenario {
            initial: Initial { mean: from, sd: 1e-3 },
            walkers: 1,
            ..scenario.clone()
        });
        let runs = 3_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for seed in 0..runs {
            sim.update(Scenario {
                initial: Initial { mean: from, sd: 1e-3 },
                walkers: 1,
                seed,
                ..scenario.clone()
            })
            .unwrap();
            sim.reset();
            let mut steps = 0.0;
            while sim.walkers()[0] < to {
                sim.step(1);
                steps += 1.0;
            }
            sum += steps;
            squares += steps * steps;
        }
        let n = runs as f64;
        let mean = sum / n;
        let error = ((squares / n - mean * mean) / n).sqrt();
        assert_close(exact, mean, 3.0 * error, "mean first-passage time of SGD");
    }
}

/// Steps of plain descent on the mean loss of the pit.
fn descent(learning_rate: f64, from: f64, to: f64) -> f64 {
    let (mut w, mut steps) = (from, 0.0);
    while w < to {
        let g = 2.0 * (w - 2.0) * (-(w - 2.0) * (w - 2.0)).exp()
            + 100.0 * (w - 1.0) * (-100.0 * (w - 1.0) * (w - 1.0)).exp();
        w -= learning_rate * g;
        steps += 1.0;
    }
    steps
}

#[test]
fn where_all_datapoints_pull_alike_sgd_takes_as_long_as_plain_descent() {
    for (learning_rate, from, to, part) in [
        (0.02, -1.0, 0.9, 1e-3),
        (0.02, -1.0, 0.6, 1e-3),
        (1e-4, 0.0, 0.9, 1e-3),
        (1e-4, -1.0, 0.5, 3e-3),
    ] {
        let sim = simulate(Scenario { learning_rate, walkers: 0, ..Scenario::default() });
        let found = sim.passage_of_sgd(from, to).unwrap().log_time.exp();
        let what = format!("{from} → {to} at T = {learning_rate}");
        assert_close(found / descent(learning_rate, from, to), 1.0, part, &what);
    }
}

#[test]
fn a_start_is_a_point_and_no_cell() {
    // Means of 1.2·10⁶ walkers, all from the point itself; 9.125 of 10⁷, ± 0.001.
    for (learning_rate, from, to, mean, part) in [
        (0.1, 0.5, 0.9, 9.125, 2e-4),
        (0.2, 0.5, 1.3, 22.84, 8e-3),
        (2.0, 0.5, 3.0, 16.315, 2e-2),
        (0.05, 1.0, 1.3, 13.439, 2e-3),
        (0.02, 1.0, 1.3, 148.9, 4e-3),
    ] {
        let sim = simulate(Scenario { learning_rate, walkers: 0, ..Scenario::default() });
        let found = sim.passage_of_sgd(from, to).unwrap().log_time.exp();
        assert_close(found / mean, 1.0, part, &format!("{from} → {to} at T = {learning_rate}"));
    }
    let sim = simulate(Scenario { walkers: 0, ..Scenario::default() });
    // Nothing climbs out of the bowl, nor beyond a wall.
    for (from, to) in [(2.0, 0.5), (0.5, 4.0), (2.0, -1.0)] {
        assert_eq!(sim.passage_of_sgd(from, to).unwrap().log_time, f64::INFINITY);
    }
}

#[test]
fn a_second_trap_on_the_way_counts_with_all_of_its_time() {
    // A shallow trap near the goal, a deep one behind it: the rate of leaving looks
    // settled long before the deep one is filled. The time is that of a sparse LU of
    // the backward equation, by four-point interpolation on 8 000 nodes.
    let sim = simulate(Scenario {
        landscape: moments(
            "0.15*sin(W) + 0.06*(1 + tanh(-4*(W + 1)))/2*(1 - tanh(-4*(W + 6)))/2 \
             + 0.06*(1 + tanh(4*(W - 1)))/2",
            "1",
        ),
        learning_rate: 0.1,
        domain: [-7.0, 7.0],
        initial: Initial { mean: 0.0, sd: 0.1 },
        walkers: 0,
        ..Scenario::default()
    });
    let found = sim.passage_of_sgd(0.0, 6.2).unwrap().log_time.exp();
    assert_close(found / 1.464e9, 1.0, 2e-3, "0 → 6.2");
}

#[test]
fn theta_is_the_root_and_tends_to_2g_over_s_squared() {
    for g in [vec![1.0, -2.0], vec![0.3, 0.1, -0.5], vec![-3.0, 2.9], vec![5.0, -0.01, 0.2]] {
        let n = g.len() as f64;
        let root = theta(&g);
        let mean = g.iter().map(|x| (-root * x).exp()).sum::<f64>() / n;
        assert!(root != 0.0);
        assert_close(mean, 1.0, 1e-12, "mean of e^{−θg}");
    }
    // Two points G ± S: e^{−θG} cosh θS = 1.
    let (g, s) = (1e-3, 1.0);
    assert_close(theta(&[g + s, g - s]) / (2.0 * g / (s * s)), 1.0, 1e-5, "θ S²/2G");
    assert_eq!(theta(&[1.0, 2.0]), f64::INFINITY);
    assert_eq!(theta(&[-1.0, -2.0]), f64::NEG_INFINITY);
    assert_eq!(theta(&[1.0, -1.0]), 0.0);
}

#[test]
fn energies_keep_their_digits_above_a_foot() {
    // G = W, S² = 1/2 + W²: V = ln((1/2 + W²) / (1/2 + foot²)).
    let exact = |w: f64, foot: f64| ((0.5 + w * w) / (0.5 + foot * foot)).ln();
    let quiet = simulate(Scenario { landscape: moments("W", "0.5 + W^2"), ..Scenario::default() });
    let grid = quiet.grid();
    let foot = grid.centres[grid.cell_of(0.7)];
    let v = quiet.energies(Some(0.7)).unwrap().current;
    for (w, v) in grid.centres.iter().zip(v) {
        assert_close(v, exact(*w, foot), 1e-9, "V above the foot");
    }
    // In the whole of the pit's domain there are cliffs of 1e15; on its own walls there are none.
    let climb = |domain| {
        let pit = simulate(Scenario { domain, walkers: 0, cells: 4096, ..Scenario::default() });
        let v = pit.energies(Some(1.01)).unwrap();
        let at = |v: &[f64], w| v[pit.grid().cell_of(w)];
        [at(&v.current, 1.01), at(&v.current, 1.15), at(&v.sgd, 1.01), at(&v.sgd, 1.15)]
    };
    let (wide, near) = (climb([-1.0, 4.0]), climb([0.9, 1.2]));
    assert_eq!([wide[0], wide[2]], [0.0, 0.0]);
    assert_close(wide[1], near[1], 1e-3, "the current's climb");
    assert_close(wide[3], near[3], 1e-3, "SGD's climb");
    assert!(wide[1] > 0.05 && wide[3] > 1.5 * wide[1], "{wide:?}");
    let error = quiet.energies(Some(9.0)).unwrap_err();
    assert!(error.to_string().contains("foot"), "{error}");
}

#[test]
fn every_place_can_be_the_foot() {
    // Also where SGD has no energy because all its gradients point one way: nothing is above such a foot.
    let domain = [0.75, 1.3];
    let pit = simulate(Scenario { domain, walkers: 0, cells: 512, ..Scenario::default() });
    let apart = pit.energies(None).unwrap();
    for (k, w) in pit.grid().centres.iter().enumerate() {
        let above = pit.energies(Some(*w)).unwrap();
        assert_eq!(above.theta_sgd, apart.theta_sgd);
        for (v, free) in [(&above.sgd, &apart.sgd), (&above.current, &apart.current)] {
            assert!(v.iter().zip(free).all(|(v, free)| v.is_finite() == free.is_finite()), "{w}");
            assert!(v[k] == 0.0 || v[k] == f64::INFINITY, "at {w}: {}", v[k]);
        }
    }
    let nowhere = apart.sgd.iter().filter(|v| v.is_infinite()).count();
    assert!(nowhere > 100, "{nowhere} cells without an energy");
}

#[test]
fn the_end_state_of_sgd_falls_with_its_own_energy() {
    // g = W ± 1: both energies are known, and SGD's end state must follow its own.
    let t = 0.02;
    let mut sim = simulate(Scenario {
        landscape: moments("W", "1"),
        learning_rate: t,
        domain: [-1.0, 1.0],
        initial: Initial { mean: 0.0, sd: 0.1 },
        walkers: 0,
        ..Scenario::default()
    });
    let energies = sim.energies(None).unwrap();
    sim.step(4000);
    let p = sim.density(sgd_current::model::Model::Sgd).unwrap();
    let grid = sim.grid();
    let (a, b) = (grid.cell_of(0.2), grid.cell_of(0.8));
    let fall = -t * (p[b] / p[a]).ln();
    let own = energies.sgd[b] - energies.sgd[a];
    let of_current = energies.current[b] - energies.current[a];
    assert!(
        (fall - own).abs() < 0.3 * (fall - of_current).abs(),
        "{fall}: own {own}, current's {of_current}"
    );
}

#[test]
fn the_metric_makes_the_noise_even() {
    let sim = simulate(Scenario {
        landscape: moments("W", "0.5 + W^2"),
        learning_rate: 0.3,
        domain: [-4.0, 4.0],
        walkers: 0,
        ..Scenario::default()
    });
    let (grid, metric) = (sim.grid(), sim.metric().unwrap());
    let exact = |w: f64| (w * 2.0_f64.sqrt()).asinh();
    let shift = metric.x[100] - exact(grid.centres[100]);
    for k in 0..grid.cells() {
        let w = grid.centres[k];
        assert_close(metric.x[k] - shift, exact(w), 1e-9, "x");
        let s = (0.5 + w * w).sqrt();
        assert_close(metric.drift[k], -0.3 * w / s - 0.045 * w / s, 1e-12, "drift in x");
    }
    assert_eq!(simulate(Scenario::default()).metric().unwrap_err().field(), "landscape");
}

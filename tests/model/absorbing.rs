//! Walls that absorb, in every model: against series, brute force and walkers.

use crate::{assert_close, moments, simulate};
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
use sgd_current::scenario::{Initial, Sampling, Scenario, WalkerRule};
use sgd_current::walls::Walls;
use std::f64::consts::PI;

const MODELS: [Model; 3] = [Model::Current, Model::Gaussian, Model::Sgd];

fn flat(gradient: &str, variance: &str, walls: Walls) -> Scenario {
    Scenario {
        landscape: moments(gradient, variance),
        learning_rate: 0.1,
        domain: [0.0, 1.0],
        walls,
        initial: Initial { mean: 0.4, sd: 0.05 },
        walkers: 0,
        ..Scenario::default()
    }
}

/// What is left, and what the right wall has absorbed, of an even drift v and diffusion D
/// between absorbing walls at 0 and 1 after a time: P = Σ 2 a_k e^{vx/2D} sin kπx e^{−λ_k t}.
fn series(v: f64, d: f64, start: Initial, time: f64) -> [f64; 2] {
    let c = v / (2.0 * d);
    let normal = |x: f64| (-0.5 * ((x - start.mean) / start.sd).powi(2)).exp();
    let integral = |f: &dyn Fn(f64) -> f64| {
        let h = 1.0 / 4000.0;
        (1..4000).map(|i| f(f64::from(i) * h) * h).sum::<f64>()
    };
    let whole = integral(&normal);
    let (mut left, mut right) = (0.0, 0.0);
    for k in 1..200 {
        let q = f64::from(k) * PI;
        let sign = if k % 2 == 0 { -1.0 } else { 1.0 };
        let a = integral(&|x| normal(x) * (-c * x).exp() * (q * x).sin()) / whole;
        let rate = 0.25 * v * v / d + d * q * q;
        left += 2.0 * a * q * (1.0 + sign * c.exp()) / (c * c + q * q) * (-rate * time).exp();
        right += 2.0 * a * d * q * sign * c.exp() * -(-rate * time).exp_m1() / rate;
    }
    [left, right]
}

#[test]
fn what_survives_an_even_drift_is_its_series() {
    // S² = 1 at T = 0.1: D = 0.005. Of second order in the cell width, without drift of fourth.
    for (gradient, v, most, fall) in [("-0.2", 0.02, 1e-7, 3.8), ("0", 0.0, 1e-9, 14.0)] {
        let mut worst = Vec::new();
        for cells in [64, 128, 256, 2048] {
            let scenario = Scenario { cells, ..flat(gradient, "1", Walls::Absorb) };
            let mut sim = simulate(scenario.clone());
            let mut error = 0.0_f64;
            for steps in [1, 4, 20, 75] {
                sim.step(steps);
                let mass: f64 = sim.masses(Model::Current).unwrap().iter().sum();
                let absorbed = sim.absorbed(Model::Current).unwrap();
                assert_close(mass + absorbed[0] + absorbed[1], 1.0, 1e-12, "all of it");
                let [left, right] = series(v, 0.005, scenario.initial, sim.time() as f64);
                error = error.max((mass - left).abs()).max((absorbed[1] - right).abs());
            }
            worst.push(error);
        }
        println!("drift {v}: errors of the survival at 64, 128, 256, 2048 cells: {worst:?}");
        assert!(worst[3] < most, "2048 cells: {}", worst[3]);
        for pair in worst[..3].windows(2) {
            assert!(pair[0] / pair[1] > fall, "the order: {worst:?}");
        }
    }
}

#[test]
fn the_flux_through_a_wall_is_the_rate_of_loss() {
    let mut sim = simulate(flat("-0.2", "1 + W", Walls::Absorb));
    sim.step(30);
    let before = sim.absorbed(Model::Current).unwrap();
    let flux = sim.flux().unwrap();
    sim.step(1);
    let after = sim.absorbed(Model::Current).unwrap();
    let next = sim.flux().unwrap();
    let n = flux.len() - 1;
    for (side, rho) in [[-flux[0], -next[0]], [flux[n], next[n]]].iter().enumerate() {
        let lost = after[side] - before[side];
        assert_close(lost, 0.5 * (rho[0] + rho[1]), 1e-3 * lost, "what one step loses");
    }
}

#[test]
fn in_the_long_run_the_slowest_rate_is_left() {
    let scenario = flat("-0.2", "1", Walls::Absorb);
    let mut sim = simulate(scenario);
    let survivors = sim.survivors().unwrap();
    let rate = 0.25 * 0.02 * 0.02 / 0.005 + 0.005 * PI * PI;
    assert_close(survivors.log_time.exp() * rate, 1.0, 1e-6, "the time of the slowest rate");
    sim.step(300);
    let mass = |sim: &mut Simulation| sim.masses(Model::Current).unwrap().iter().sum::<f64>();
    let before = mass(&mut sim);
    sim.step(10);
    let after = mass(&mut sim);
    assert_close((before / after).ln() / 10.0, rate, 1e-8, "the rate of loss");
    let density = sim.density(Model::Current).unwrap();
    for (p, q) in density.iter().zip(&survivors.log_density) {
        assert_close(p / after, q.exp(), 1e-4, "the shape of what is left");
    }
    // Where each wall takes its part: (1 − e^{−2c x})/(1 − e^{−2c}) of what starts at x.
    let end = sim.stationary();
    let c2 = 0.02 / 0.005;
    let Initial { mean, sd } = sim.scenario().initial;
    let right = (1.0 - (-c2 * mean + 0.5 * (c2 * sd).powi(2)).exp()) / (1.0 - (-c2).exp());
    assert_close(end.absorbed[1], right, 1e-6, "the part of the right wall");
    assert_close(end.absorbed[0] + end.absorbed[1], 1.0, 1e-12, "nothing stays");
    assert!(end.classes.is_empty() && end.minima.is_empty());
}

#[test]
fn a_strong_drift_leaves_the_slowest_rate_alone_too() {
    // λ = v²/4D + D(π/L)²: the next rates are so close that they die away together for long.
    for (gradient, learning_rate, half) in [("1", 0.1, 5.0), ("-0.3", 0.1, 5.0), ("3", 0.3, 1.0)] {
        let mut errors = Vec::new();
        for cells in [512, 2048, 8192] {
            let scenario = Scenario {
                learning_rate,
                domain: [-half, half],
                cells,
                ..flat(gradient, "1", Walls::Absorb)
            };
            let drift: f64 = learning_rate * gradient.parse::<f64>().unwrap();
            let noise = 0.5 * learning_rate * learning_rate;
            let rate = 0.25 * drift * drift / noise + noise * (0.5 * PI / half).powi(2);
            errors.push(simulate(scenario).survivors().unwrap().log_time + rate.ln());
        }
        println!("G = {gradient}: errors of ln of the time at 512, 2048, 8192 cells: {errors:?}");
        assert_close(errors[2], 0.0, 2e-5, "the time of the slowest rate");
        for pair in errors.windows(2) {
            assert!(pair[0] / pair[1] > 14.0, "the order: {errors:?}");
        }
    }
}

#[test]
fn two_ways_out_that_are_nearly_alike_are_told_apart() {
    // Two wells, left more readily for the walls than for each other. An
    // independent solution: the same line as a matrix, its rate by bisection on Sturm's sequence.
    let scenario = Scenario {
        landscape: moments("-sin(W) - 0.25 sin(W/2) + 0.005", "1"),
        learning_rate: 0.4,
        domain: [-2.0 * PI, 2.0 * PI],
        cells: 256,
        walls: Walls::Absorb,
        ..Scenario::default()
    };
    let sim = simulate(scenario);
    let survivors = sim.survivors().unwrap();
    let rates = sim.rates();
    let widths = &sim.grid().widths;
    // The number of rates below x: of negative pivots of A − x.
    let below = |x: f64| {
        let mut pivot = f64::INFINITY;
        (0..widths.len())
            .filter(|&i| {
                let product = if i == 0 { 0.0 } else { rates.up[i] * rates.down[i] };
                let own = rates.up[i + 1] + rates.down[i] - widths[i] * x;
                pivot = own - product / pivot;
                pivot < 0.0
            })
            .count()
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if below(middle) == 0 { low = middle } else { high = middle }
    }
    assert_close(survivors.log_time + high.ln(), 0.0, 1e-8, "the slowest rate");
    assert!(below(1.3 * high) > 1, "the next rate is close");
}

#[test]
fn passages_to_an_absorbing_wall_take_the_time_of_its_survivors() {
    // A deep well whose right wall, on the hilltop, absorbs: survival falls as e^{−t/τ}.
    let scenario = Scenario {
        landscape: moments("sin(W)", "1"),
        learning_rate: 0.3,
        domain: [-PI, PI],
        walls: Walls::AbsorbRight,
        initial: Initial { mean: 0.0, sd: 0.1 },
        walkers: 0,
        ..Scenario::default()
    };
    let sim = simulate(scenario.clone());
    let survivors = sim.survivors().unwrap();
    let passage = sim.passage(0.0, PI).unwrap();
    assert_close(passage.log_time, survivors.log_time, 2e-4, "of the current");
    // SGD's own, and its survival.
    // SGD's steps must get over the steepest place.
    let landscape = moments("sin(W)", "4");
    let mut sim = simulate(Scenario { landscape, learning_rate: 0.25, cells: 512, ..scenario });
    let time = sim.passage_of_sgd(0.0, PI).unwrap().log_time.exp();
    let steps = 2000;
    sim.step(steps);
    let before: f64 = sim.masses(Model::Sgd).unwrap().iter().sum();
    sim.step(steps);
    let after: f64 = sim.masses(Model::Sgd).unwrap().iter().sum();
    let rate = (before / after).ln() / steps as f64;
    assert_close(rate * time, 1.0, 0.02, "SGD's survival falls with its passage time");
    // The way back has no mean time.
    assert_eq!(sim.passage(2.0, 0.0).unwrap_err().field(), "walls");
    assert_eq!(sim.passage_of_sgd(2.0, 0.0).unwrap_err().field(), "walls");
}

/// Steps of −3 and +2 cells, drawn by a coin, on a lattice of 100 cells.
fn lattice(walls: Walls, masses: &mut [f64], absorbed: &mut [f64; 2]) {
    let n = masses.len().cast_signed() as i64;
    let mut next = vec![0.0; masses.len()];
    for k in 0..n {
        for step in [-3, 2] {
            let part = 0.5 * masses[k as usize];
            let to = k + step;
            let mirrored = if to < 0 { -1 - to } else { 2 * n - 1 - to };
            let at = match walls {
                _ if (0..n).contains(&to) => Some(to),
                Walls::Periodic => Some(to.rem_euclid(n)),
                Walls::Absorb => None,
                Walls::Reflect => Some(mirrored),
                Walls::AbsorbLeft => (to >= n).then_some(mirrored),
                Walls::AbsorbRight => (to < 0).then_some(mirrored),
            };
            match at {
                Some(at) => next[at as usize] += part,
                None => absorbed[usize::from(to > 0)] += part,
            }
        }
    }
    masses.copy_from_slice(&next);
}

#[test]
fn sgd_is_a_walk_on_a_lattice_between_all_walls() {
    for (name, walls) in Walls::NAMES {
        let mut sim = simulate(Scenario { cells: 100, ..flat("0.05", "0.0625", walls) });
        let mut masses = sim.masses(Model::Sgd).unwrap().to_vec();
        let mut absorbed = [0.0; 2];
        for _ in 0..60 {
            sim.step(1);
            lattice(walls, &mut masses, &mut absorbed);
        }
        for (k, (found, exact)) in sim.masses(Model::Sgd).unwrap().iter().zip(&masses).enumerate() {
            assert_close(*found, *exact, 1e-12, &format!("{name}, cell {k}"));
        }
        let found = sim.absorbed(Model::Sgd).unwrap();
        for side in 0..2 {
            assert_close(found[side], absorbed[side], 1e-12, &format!("{name}, absorbed"));
        }
    }
}

#[test]
fn walkers_are_absorbed_as_often_as_densities() {
    let pit = Scenario { walkers: 40_000, cells: 1024, learning_rate: 0.3, ..Scenario::default() };
    let cases = [(Model::Sgd, WalkerRule::Sgd), (Model::Gaussian, WalkerRule::Gaussian)];
    for walls in [Walls::Absorb, Walls::AbsorbLeft, Walls::AbsorbRight, Walls::Periodic] {
        for (model, walker_rule) in cases {
            let domain = [0.3, 2.2];
            let mut sim = simulate(Scenario { walls, walker_rule, domain, ..pit.clone() });
            sim.step(15);
            let [left, right] = sim.absorbed(model).unwrap();
            let mean = sim.moments(model).unwrap();
            let flock = sim.flock();
            assert_eq!(flock.all(domain).len(), 40_000);
            let found = flock.absorbed().map(|n| n as f64 / flock.flock() as f64);
            let sd = |p: f64| 4.5 * (p * (1.0 - p) / 40_000.0).sqrt() + 1e-12;
            assert_close(found[0], left, sd(left), &format!("{walls:?}, {model:?}, left"));
            assert_close(found[1], right, sd(right), &format!("{walls:?}, {model:?}, right"));
            let here = flock.positions();
            let average = here.iter().sum::<f64>() / here.len() as f64;
            let most = 4.5 * mean.sd / (here.len() as f64).sqrt();
            assert_close(average, mean.mean, most, &format!("{walls:?}, {model:?}, mean"));
        }
    }
}

#[test]
fn one_step_of_the_point_rule_loses_the_tails_of_its_normals() {
    for (gradient, s2) in [("0.5", 4.0), ("0.5", 0.01), ("-2", 100.0)] {
        let mut sim = simulate(flat(gradient, &s2.to_string(), Walls::Absorb));
        let Initial { mean, sd } = sim.scenario().initial;
        sim.step(1);
        let [left, right] = sim.absorbed(Model::Gaussian).unwrap();
        // The start is whole within the domain but for 10⁻¹⁵.
        let drift = -0.1 * gradient.parse::<f64>().unwrap();
        let spread = (sd * sd + 0.01 * s2).sqrt();
        let beyond = |z: f64| 0.5 * libm::erfc(z / spread / 2.0_f64.sqrt());
        assert_close(left, beyond(mean + drift), 2e-7, &format!("S² = {s2}, left"));
        assert_close(right, beyond(1.0 - mean - drift), 2e-7, &format!("S² = {s2}, right"));
    }
}

#[test]
fn nothing_is_lost_but_what_is_told() {
    let epochs = Scenario { sampling: Sampling::Shuffle, ..Scenario::default() };
    for base in [Scenario::default(), epochs] {
        for (_, walls) in Walls::NAMES {
            let domain = [0.6, 1.9];
            let mut sim = simulate(Scenario {
                walls,
                domain,
                cells: 512,
                initial: Initial { mean: 0.8, sd: 0.1 },
                walkers: 0,
                ..base.clone()
            });
            sim.step(40);
            for model in MODELS {
                let masses = sim.masses(model).unwrap();
                assert!(masses.iter().all(|m| *m >= 0.0));
                let left: f64 = masses.iter().sum();
                let [a, b] = sim.absorbed(model).unwrap();
                assert_close(left + a + b, 1.0, 1e-12, &format!("{walls:?}, {model:?}"));
                assert!(walls.absorbing().next().is_some() || a + b == 0.0);
            }
        }
    }
}

#[test]
fn what_was_absorbed_stays_absorbed_when_walls_change() {
    let scenario = Scenario { walkers: 1000, ..flat("0.05", "0.0625", Walls::Absorb) };
    let mut sim = simulate(scenario.clone());
    sim.step(20);
    let before = MODELS.map(|model| sim.absorbed(model).unwrap());
    let gone = sim.flock().absorbed();
    sim.update(Scenario { walls: Walls::Reflect, ..scenario.clone() }).unwrap();
    sim.step(20);
    for (model, before) in MODELS.into_iter().zip(before) {
        assert_eq!(sim.absorbed(model).unwrap(), before);
        let left: f64 = sim.masses(model).unwrap().iter().sum();
        assert_close(left, 1.0 - before[0] - before[1], 1e-12, "what is left");
    }
    assert_eq!(sim.flock().absorbed(), gone);
    // A wall that is moved in absorbs what is then beyond it.
    sim.update(Scenario { domain: [0.3, 1.0], ..scenario }).unwrap();
    for (model, before) in MODELS.into_iter().zip(before) {
        let now = sim.absorbed(model).unwrap();
        assert!(now[0] > before[0] + 0.1 && now[1] < before[1] + 1e-3);
        let left: f64 = sim.masses(model).unwrap().iter().sum();
        assert_close(left + now[0] + now[1], 1.0, 1e-12, "all of it");
    }
    assert!(sim.flock().absorbed()[0] > gone[0]);
    sim.reset();
    assert_eq!(sim.flock().absorbed(), [0, 0]);
}

#[test]
fn a_descent_without_noise_leaves_when_its_path_does() {
    // W falls by 0.01 a step from 0.4 ± 0.05: half is gone after 40 steps.
    let mut sim = simulate(flat("0.1", "0", Walls::Absorb));
    for model in MODELS {
        assert_eq!(sim.absorbed(model).unwrap(), [0.0; 2]);
    }
    sim.step(40);
    for model in MODELS {
        assert_close(sim.absorbed(model).unwrap()[0], 0.5, 2e-3, &format!("{model:?}"));
    }
    sim.step(1000);
    let error = sim.moments(Model::Sgd).unwrap_err();
    assert_eq!(error.field(), "walls");
    assert_close(sim.absorbed(Model::Sgd).unwrap()[0], 1.0, 1e-12, "all of it");
}

#[test]
fn where_noise_vanishes_at_an_absorbing_wall_only_what_reaches_it_is_gone() {
    // Wright & Fisher: both ends are exits; E W stays, so the right one gets it all in the end.
    let share = |gradient: &str, variance: &str| {
        let walls = Walls::Absorb;
        let sim = simulate(Scenario { learning_rate: 0.5, ..flat(gradient, variance, walls) });
        sim.stationary()
    };
    let end = share("0", "W*(1 - W)");
    assert_close(end.absorbed[1], 0.4, 1e-5, "to the right");
    assert_close(end.absorbed[0], 0.6, 1e-5, "to the left");
    // With drift inwards at twice what it takes the walls are never reached.
    let end = share("W - 0.5", "0.25*W*(1 - W)");
    assert_eq!(end.absorbed, [0.0; 2]);
    assert_close(end.classes[0].share, 1.0, 1e-12, "all stays");
}

#[test]
fn walls_are_read_by_name_or_by_side() {
    use sgd_current::value::Value;
    let read = |walls: Value| {
        Scenario::read(&Value::Map(vec![("walls".into(), walls)])).map(|scenario| scenario.walls)
    };
    let text = |name: &str| Value::Text(name.into());
    for (name, walls) in Walls::NAMES {
        assert_eq!(read(text(name)).unwrap(), walls);
    }
    let pair = |a: &str, b: &str| read(Value::List(vec![text(a), text(b)]));
    assert_eq!(pair("absorb", "reflect").unwrap(), Walls::AbsorbLeft);
    assert_eq!(pair("reflect", "absorb").unwrap(), Walls::AbsorbRight);
    assert_eq!(pair("periodic", "periodic").unwrap(), Walls::Periodic);
    for wrong in [pair("periodic", "absorb"), pair("absorb", "open"), read(text("open"))] {
        let error = wrong.unwrap_err();
        assert!(error.field().starts_with("walls"), "{error}");
    }
    let wide = Scenario { learning_rate: 2.0, ..flat("0", "1e8", Walls::Absorb) };
    let mut sim = simulate(wide);
    assert_eq!(sim.masses(Model::Gaussian).unwrap_err().field(), "learningRate");
}

/// What the right wall absorbs in the end of a start in the middle, and ln of the time of what
/// survives long, for G = W − 1 and S² = W between walls far up the slopes: from the scale
/// function s′ = e^{2(W − ln W)/T}, by sums over ln W from the bottom at 1 to either wall.
fn of_scale(t: f64, [from, to]: [f64; 2]) -> [f64; 2] {
    let psi = |w: f64| 2.0 / t * (w - w.ln() - 1.0);
    let sum = |a: f64, b: f64, f: &dyn Fn(f64) -> f64| {
        let (n, a, b) = (400_000, a.ln(), b.ln());
        let h = (b - a) / f64::from(n);
        let of = |i: i32| f((a + (f64::from(i) + 0.5) * h).exp());
        let most = of(0).max(of(n - 1)).max(f(1.0));
        (0..n).map(|i| (of(i) - most).exp()).sum::<f64>().ln() + most + h.ln()
    };
    // ln of ∫ s′, of ∫ e^−ψ/S² and of the resistance ∫ s′ over D/P = T²/2.
    let scale = |w: f64| psi(w) + w.ln();
    let [left, right] = [sum(from, 1.0, &scale), sum(1.0, to, &scale)];
    let whole = sum(from, to, &|w| -psi(w));
    let rate = (-left).exp() + (-right).exp();
    [1.0 / (1.0 + (right - left).exp()), whole - rate.ln() - (0.5 * t * t).ln()]
}

#[test]
fn the_end_is_told_to_be_off_where_cells_are_too_wide_for_the_way_out() {
    // 100 cells have the right wall absorb 10⁻¹⁹ at T = 0.0455, in place of 8.7 %, within e^206
    // steps in place of e^254.8; 200 have the same again but for digits that are not shown.
    let mut resolved = 0;
    for (t, domain) in [(0.0455, [0.001, 9.0]), (0.15, [0.2, 3.0])] {
        let [right, log_time] = of_scale(t, domain);
        for cells in [100, 250, 500, 2048, 8192] {
            let sim = simulate(Scenario {
                landscape: moments("W - 1", "W"),
                learning_rate: t,
                domain,
                walls: Walls::Absorb,
                cells,
                initial: Initial { mean: 1.0, sd: 0.02 },
                walkers: 0,
                ..Scenario::default()
            });
            if sim.resolution_of_end().unwrap().resolved {
                resolved += 1;
                let what = format!("of {cells} cells at T = {t}");
                assert_close(sim.stationary().absorbed[1], right, 1e-3, &format!("share {what}"));
                assert_close(sim.survivors().unwrap().log_time, log_time, 0.01, &what);
            }
        }
    }
    assert!(resolved > 1, "none of the ends is resolved");
}

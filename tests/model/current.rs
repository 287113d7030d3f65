//! The current against closed forms of its evolution.

use crate::{assert_close, l1, moments, simulate};
use sgd_current::line::current::evolve::generator;
use sgd_current::line::current::rates::Rates;
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
use sgd_current::scenario::{Initial, Scenario};

/// G = hW with S² = s, far from walls.
fn ornstein_uhlenbeck(cells: usize) -> Scenario {
    Scenario {
        landscape: moments("W", "0.25"),
        learning_rate: 0.1,
        domain: [-2.0, 2.0],
        cells,
        initial: Initial { mean: -0.8, sd: 0.15 },
        walkers: 0,
        ..Scenario::default()
    }
}

/// L1 error of the cell masses against the exact normal at t = 10.
fn error_at_ten(cells: usize) -> f64 {
    let mut sim = simulate(ornstein_uhlenbeck(cells));
    sim.step(10);
    // Mean decays by e^{−Tt}; variance relaxes to T S²/2.
    let decay = (-1.0_f64).exp();
    let end = 0.1 * 0.25 / 2.0;
    let variance = end + (0.15 * 0.15 - end) * decay * decay;
    let exact = sgd_current::line::initial::masses(
        Initial { mean: -0.8 * decay, sd: variance.sqrt() },
        sim.grid(),
    );
    l1(sim.masses(Model::Current).unwrap(), &exact)
}

#[test]
fn a_normal_under_a_quadratic_loss_stays_the_exact_normal_to_second_order() {
    let errors: Vec<f64> = [128, 256, 512, 1024].into_iter().map(error_at_ten).collect();
    for pair in errors.windows(2) {
        let order = (pair[0] / pair[1]).log2();
        assert!((1.85..2.15).contains(&order), "order {order} in space; errors {errors:?}");
    }
    assert!(errors[3] < 1e-3, "error {} at 1024 cells", errors[3]);
}

#[test]
fn the_end_state_of_a_quadratic_with_even_noise_has_variance_ts2_over_2h() {
    for cells in [512, 1024] {
        let sim = simulate(ornstein_uhlenbeck(cells));
        let grid = sim.grid();
        let density = sim.stationary().density();
        let variance: f64 = (0..grid.cells())
            .map(|i| grid.centres[i] * grid.centres[i] * density[i] * grid.widths[i])
            .sum();
        assert_close(variance / 0.0125, 1.0, 1e-4, "variance of the end state / (T S²/2h)");
    }
}

#[test]
fn noise_alone_adds_t_squared_s_squared_per_step() {
    let preset = sgd_current::presets::PRESETS.iter().find(|p| p.id == "spread").unwrap();
    let mut sim = simulate(Scenario { walkers: 0, ..(preset.scenario)() });
    let t = sim.scenario().learning_rate;
    for model in [Model::Current, Model::Sgd] {
        sim.reset();
        let before = sim.moments(model).unwrap().sd.powi(2);
        sim.step(60);
        let gained = sim.moments(model).unwrap().sd.powi(2) - before;
        assert_close(gained / (60.0 * t * t), 1.0, 1e-4, &format!("growth of sd² of {model:?}"));
    }
}

#[test]
fn the_evolution_rests_on_the_end_state() {
    for (gradient, variance, a) in
        [("W^3 - W", "1 + W^2", 0.0), ("W", "0.5 + W^2", 0.5), ("W^3 - W", "0.3", 1.0)]
    {
        let convention = match a {
            0.0 => sgd_current::scenario::Convention::Ito,
            0.5 => sgd_current::scenario::Convention::Stratonovich,
            _ => sgd_current::scenario::Convention::Klimontovich,
        };
        let sim = simulate(Scenario {
            landscape: moments(gradient, variance),
            learning_rate: 0.2,
            convention,
            domain: [-3.0, 3.0],
            initial: Initial { mean: 0.0, sd: 0.5 },
            ..Scenario::default()
        });
        let end: Vec<f64> =
            sim.stationary().density().iter().zip(&sim.grid().widths).map(|(p, h)| p * h).collect();
        let mut after = end.clone();
        sim.evolution().unwrap().step(&mut after);
        let moved = end.iter().zip(&after).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(moved < 1e-12, "G = {gradient}, S² = {variance}: a cell moved by {moved}");
    }
}

/// The flux and −∂(mass left of an edge)/∂t at the edges, at a time: the derivative by central
/// differences of fourth order over two SGD steps to either side.
fn flux_and_change(sim: &mut Simulation, time: u64) -> [Vec<f64>; 2] {
    sim.step(time - 2);
    let (mut left, mut flux) = (Vec::new(), Vec::new());
    for i in 0..5 {
        let mut upto = vec![0.0];
        for m in sim.masses(Model::Current).unwrap() {
            upto.push(upto[upto.len() - 1] + m);
        }
        left.push(upto);
        if i == 2 {
            flux = sim.flux().unwrap();
        }
        sim.step(1);
    }
    let change = |e: usize| (8.0 * (left[1][e] - left[3][e]) - (left[0][e] - left[4][e])) / 12.0;
    let change = (0..flux.len()).map(change).collect();
    [flux, change]
}

fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |most, x| most.max(x.abs()))
}

/// The largest difference of the flux from that change, over the largest flux.
fn error_of_flux(scenario: Scenario, time: u64) -> f64 {
    let [flux, change] = flux_and_change(&mut simulate(Scenario { walkers: 0, ..scenario }), time);
    assert_eq!((flux[0], flux[flux.len() - 1]), (0.0, 0.0), "current through a wall");
    largest(flux.iter().zip(&change).map(|(a, b)| a - b)) / largest(flux.iter().copied())
}

#[test]
fn the_flux_is_the_rate_of_change_of_the_mass_left_of_an_edge() {
    let preset = |id| {
        let preset = sgd_current::presets::PRESETS.iter().find(|p| p.id == id).unwrap();
        (preset.scenario)()
    };
    let slow = Scenario { learning_rate: 0.002, ..preset("pit") };
    for (what, scenario, times, most) in [
        ("flow", preset("flow"), [10, 30, 60], 2e-3),
        ("balance", preset("balance"), [5, 15, 60], 5e-3),
        ("pit", preset("pit"), [10, 40, 100], 1e-2),
        ("pit at T = 0.002", slow, [50, 200, 500], 5e-3),
    ] {
        for time in times {
            let error = error_of_flux(scenario.clone(), time);
            assert!(error < most, "{what}, t = {time}: off by {error} of the largest");
        }
    }
}

#[test]
fn the_flux_in_the_pit_is_that_of_cells_without_number() {
    for (learning_rate, times, allowed) in
        [(0.005, [20, 100], 1e-2), (0.02, [5, 40], 1e-2), (0.05, [3, 10], 1.6e-2)]
    {
        for time in times {
            let on = |cells| {
                let scenario = Scenario { learning_rate, cells, walkers: 0, ..Scenario::default() };
                let mut sim = simulate(scenario);
                let found = flux_and_change(&mut sim, time);
                (sim.grid().edges.clone(), found)
            };
            let (edges, [_, fine]) = on(8192);
            let most = largest(fine.iter().copied());
            // Both flux and edges are smooth over four fine cells.
            let at = |w: f64| {
                let first = edges.partition_point(|e| *e <= w).clamp(2, edges.len() - 2) - 2;
                let term = |i: usize| {
                    let others = (first..first + 4).filter(|j| *j != i);
                    others.fold(fine[i], |v, j| v * (w - edges[j]) / (edges[i] - edges[j]))
                };
                (first..first + 4).map(term).sum::<f64>()
            };
            for cells in [2048, 4096] {
                let (edges, [flux, _]) = on(cells);
                let off = largest(edges.iter().zip(&flux).map(|(w, rho)| rho - at(*w))) / most;
                assert!(off < allowed, "T = {learning_rate}, t = {time}, {cells} cells: {off}");
            }
        }
    }
}

#[test]
fn the_generator_conserves_mass_and_keeps_it_positive() {
    let sim = simulate(Scenario { cells: 300, walkers: 0, ..Scenario::default() });
    let a = generator(sim.rates(), sim.grid());
    for i in 0..300 {
        let out =
            if i > 0 { a.upper[i - 1] } else { 0.0 } + if i < 299 { a.lower[i + 1] } else { 0.0 };
        assert!(a.lower[i] >= 0.0 && a.upper[i] >= 0.0, "a rate is negative");
        assert_close(out, -a.diagonal[i], 1e-9 * out.max(1e-300), "what leaves arrives");
    }
}

#[test]
fn a_batch_of_b_is_an_s_squared_divided_by_b() {
    let single = Scenario { landscape: moments("W", "1/4"), ..ornstein_uhlenbeck(256) };
    let batched = Scenario { landscape: moments("W", "1"), batch_size: 4, ..single.clone() };
    let (a, b) = (simulate(single), simulate(batched));
    let rates = |r: &Rates| [r.up.clone(), r.down.clone()].concat();
    for (x, y) in rates(a.rates()).iter().zip(rates(b.rates())) {
        assert_close(*x, y, 1e-12 * (1.0 + y), "rates");
    }
}

#[test]
fn a_drift_far_above_the_noise_that_the_cells_resolve_is_followed_exactly() {
    // Under G = hW and S² = s + rW² mean and mean square obey linear equations.
    for (h, s, r, t, batch, domain, start, cells, steps) in [
        (1.0, 0.5, 1.0, 0.3, 64, 4.0, (-2.0, 0.3), 2048, 1),
        (1.0, 0.5, 1.0, 0.3, 256, 4.0, (-2.0, 0.3), 8192, 1),
        (1.0, 0.5, 1.0, 1.0, 256, 4.0, (-2.0, 0.3), 4096, 1),
        (5.0, 1.4, 0.0, 0.08, 1, 4.0, (3.5, 0.1), 8192, 2),
    ] {
        let mut sim = simulate(Scenario {
            landscape: moments(&format!("{h}*W"), &format!("{s} + {r}*W^2")),
            learning_rate: t,
            batch_size: batch,
            domain: [-domain, domain],
            initial: Initial { mean: start.0, sd: start.1 },
            cells,
            walkers: 0,
            ..Scenario::default()
        });
        sim.step(steps);
        let (time, noise) = (steps as f64, t * t / batch as f64);
        let rate = 2.0 * t * h - noise * r;
        let rest = noise * s / rate;
        let mean = start.0 * (-t * h * time).exp();
        let square = (start.0 * start.0 + start.1 * start.1 - rest) * (-rate * time).exp() + rest;
        let found = sim.moments(Model::Current).unwrap();
        let what = format!("at h = {h}, T = {t}, B = {batch}, {cells} cells");
        assert_close(found.mean / mean, 1.0, 3e-4, &format!("mean {what}"));
        let sd = (square - mean * mean).sqrt();
        assert_close(found.sd / sd, 1.0, 4e-3, &format!("sd {what}"));
    }
}

/// Relative errors of mean and sd of G = W, S² = 1 about t T = 1, from normal(1.5, 0.3).
fn errors_in_transit(t: f64, cells: usize) -> [f64; 2] {
    let mut sim = simulate(Scenario {
        landscape: moments("W", "1"),
        learning_rate: t,
        domain: [-6.0, 6.0],
        initial: Initial { mean: 1.5, sd: 0.3 },
        cells,
        walkers: 0,
        ..Scenario::default()
    });
    let steps = (1.0 / t).round();
    sim.step(steps as u64);
    assert!(sim.masses(Model::Current).unwrap().iter().all(|m| *m >= 0.0));
    let decay = (-steps * t).exp();
    let sd = (0.5 * t + (0.09 - 0.5 * t) * decay * decay).sqrt();
    let found = sim.moments(Model::Current).unwrap();
    [found.mean / (1.5 * decay) - 1.0, found.sd / sd - 1.0].map(f64::abs)
}

#[test]
fn what_is_on_its_way_is_not_smeared_at_any_peclet_number() {
    // The goal is 10⁻³ on 2048 cells; Pe at the start is 0.18 to 18.
    for t in [0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.002, 0.001] {
        for (cells, most) in [(512, 3e-3), (2048, 6e-4), (8192, 2e-4)] {
            let errors = errors_in_transit(t, cells);
            assert!(errors.iter().all(|e| *e < most), "T = {t}, {cells} cells: {errors:?}");
        }
    }
    for t in [0.1, 0.05] {
        let [coarse, fine] = [512, 2048].map(|cells| errors_in_transit(t, cells)[1]);
        let order = (coarse / fine).log2() / 2.0;
        assert!(order > 1.9, "order {order} in space at T = {t}");
    }
}

//! How good the current is in space and in T, against references of its own and
//! against characteristics.

use crate::{assert_close, simulate};
use sgd_current::landscape::Spec;
use sgd_current::line::edge_density::{EdgeDensity, cumulative};
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
use sgd_current::presets::PRESETS;
use sgd_current::scenario::{Initial, Scenario};

#[test]
fn without_noise_the_current_follows_the_characteristics() {
    // Mean and sd by characteristics of the mean loss, from the flow of 10⁵ starts.
    let exact = [
        (20, 0.666_232, 0.243_493),
        (60, 0.909_129, 0.195_455),
        (100, 0.982_919, 0.108_454),
        (200, 1.006_262, 0.027_580),
    ];
    let flow = PRESETS.iter().find(|p| p.id == "flow").unwrap();
    let mut sim = simulate(Scenario { walkers: 0, ..(flow.scenario)() });
    for (t, mean, sd) in exact {
        sim.step(t - sim.time());
        let found = sim.moments(Model::Current).unwrap();
        assert_close(found.mean / mean, 1.0, 1e-3, &format!("mean at t = {t}"));
        assert_close(found.sd / sd, 1.0, 1e-3, &format!("sd at t = {t}"));
    }
}

fn pit_at_forty(cells: usize) -> (Simulation, Vec<f64>) {
    let mut sim = simulate(Scenario { cells, walkers: 0, ..Scenario::default() });
    sim.step(40);
    let masses = sim.masses(Model::Current).unwrap().to_vec();
    (sim, masses)
}

#[test]
fn the_pits_error_falls_smoothly_with_the_cells() {
    let (fine, reference) = pit_at_forty(16_384);
    let edge = EdgeDensity::new(fine.grid()).of(&reference);
    let errors: Vec<f64> = [512, 1024, 2048, 4096]
        .into_iter()
        .map(|cells| {
            let (sim, masses) = pit_at_forty(cells);
            let upto: Vec<f64> = sim
                .grid()
                .edges
                .iter()
                .map(|w| cumulative(fine.grid(), &edge, &reference, *w))
                .collect();
            masses.iter().zip(upto.windows(2)).map(|(m, f)| (m - (f[1] - f[0])).abs()).sum()
        })
        .collect();
    assert!(errors[2] < 1.5e-3, "L1 error {} at 2 048 cells", errors[2]);
    for pair in errors.windows(2) {
        assert!(pair[1] < 0.6 * pair[0], "the error does not fall smoothly: {errors:?}");
    }
}

/// E\[W\], E\[W²\] and E\[cos 2W\] by Simpson over the cells.
fn expectations(sim: &mut Simulation, model: Model) -> [f64; 3] {
    let masses = sim.masses(model).unwrap().to_vec();
    let grid = sim.grid();
    let edge = EdgeDensity::new(grid).of(&masses);
    let of = |f: fn(f64) -> f64| -> f64 {
        (0..grid.cells())
            .map(|i| {
                let (c, h) = (grid.centres[i], grid.widths[i]);
                // The parabola of the density through its mean and both edges.
                let middle = 1.5 * masses[i] / h - 0.25 * (edge[i] + edge[i + 1]);
                let ends = f(c - 0.5 * h) * edge[i] + f(c + 0.5 * h) * edge[i + 1];
                h / 6.0 * (ends + 4.0 * f(c) * middle)
            })
            .sum()
    };
    [of(|w| w), of(|w| w * w), of(|w| (2.0 * w).cos())]
}

/// Errors of the current's expectations against SGD's at T·t = `horizon`.
fn weak_errors(t: f64, horizon: f64, second_order: bool) -> [f64; 3] {
    let mut sim = simulate(Scenario {
        landscape: crate::moments("sin(W) + W/2", "0.5 + 0.2*cos(W)"),
        learning_rate: t,
        second_order,
        domain: [-5.0, 5.0],
        cells: 4096,
        initial: Initial { mean: 1.2, sd: 0.4 },
        walkers: 0,
        ..Scenario::default()
    });
    sim.step((horizon / t).round() as u64);
    let (current, sgd) =
        (expectations(&mut sim, Model::Current), expectations(&mut sim, Model::Sgd));
    [0, 1, 2].map(|i| (current[i] - sgd[i]).abs())
}

#[test]
fn the_weak_error_is_of_first_order_in_t_and_of_second_with_the_correction() {
    // Pairs of T in the range where the leading order rules: below it, for the
    // correction, the cells are felt; above, the next order.
    for (second, horizon, rates, expected, tolerance) in
        [(false, 1.0, [0.05, 0.025], 2.0, 0.15), (true, 2.0, [0.1, 0.05], 3.9, 0.4)]
    {
        let [coarse, fine] = rates.map(|t| weak_errors(t, horizon, second));
        for (i, what) in ["E[W]", "E[W²]", "E[cos 2W]"].iter().enumerate() {
            let what = format!("error of {what} per halving of T, second order: {second}");
            assert_close(coarse[i] / fine[i], expected, tolerance, &what);
        }
    }
}

#[test]
fn the_second_order_shows_on_the_default_cells() {
    let error = |learning_rate: f64, second_order: bool| {
        let loss = |sign: char| format!("W^2/2 + 0.3*sin(2*W) {sign} W");
        let mut sim = simulate(Scenario {
            landscape: Spec::Formula { losses: vec![loss('+'), loss('-')] },
            learning_rate,
            second_order,
            domain: [-6.0, 6.0],
            initial: Initial { mean: 1.5, sd: 0.3 },
            walkers: 0,
            ..Scenario::default()
        });
        sim.step((1.0 / learning_rate).round() as u64);
        let mean = |model| sim.moments(model).unwrap().mean;
        let [current, sgd] = [Model::Current, Model::Sgd].map(mean);
        (current - sgd).abs()
    };
    for t in [0.2, 0.1, 0.05] {
        let first = error(t, false) / error(0.5 * t, false);
        assert!((1.9..2.6).contains(&first), "without, T = {t}: {first}");
    }
    // Fourfold or more: at T = 0.1 the error happens to change its sign, and from
    // T = 0.05 on little is left of it but that of the cells.
    let errors = [0.2, 0.1, 0.05, 0.025].map(|t| error(t, true));
    assert!(errors[1] < errors[0] / 4.0 && errors[2] < errors[1] / 4.0, "{errors:?}");
    assert!(errors[3] < 5e-5, "{errors:?}");
}

/// Where a point that drifts to `w` in `time` = T t started, by Runge & Kutta's steps.
fn flow_back(w: f64, time: f64) -> f64 {
    let g = |w: f64| {
        2.0 * (w - 2.0) * (-(w - 2.0) * (w - 2.0)).exp()
            + 100.0 * (w - 1.0) * (-100.0 * (w - 1.0) * (w - 1.0)).exp()
    };
    let steps = (time * 4000.0).ceil();
    let h = time / steps;
    (0..steps as usize).fold(w, |w, _| {
        let a = g(w);
        let b = g(w + 0.5 * h * a);
        let c = g(w + 0.5 * h * b);
        w + h / 6.0 * (a + 2.0 * b + 2.0 * c + g(w + h * c))
    })
}

/// Errors of the preset “flow” against its characteristics: L1 of the cell masses, and
/// the largest relative one of a density above 10⁻³. What has come to the bottom of
/// the pit, a peak far below the width of a cell, is left out.
fn errors_of_flow(cells: usize, t: u64, learning_rate: f64) -> [f64; 2] {
    let flow = PRESETS.iter().find(|p| p.id == "flow").unwrap();
    let mut sim = simulate(Scenario { walkers: 0, cells, learning_rate, ..(flow.scenario)() });
    sim.step(t);
    let masses = sim.masses(Model::Current).unwrap().to_vec();
    let grid = sim.grid();
    let normal = |w: f64| 0.5 * libm::erfc((0.5 - w) / (0.175 * 2.0_f64.sqrt()));
    let [from, to] = grid.domain();
    let cut = |w: f64| (normal(w.clamp(from, to)) - normal(from)) / (normal(to) - normal(from));
    let start = |w: f64| cut(flow_back(w, learning_rate * t as f64));
    let (mut sum, mut worst) = (0.0, 0.0_f64);
    for k in (0..grid.cells()).filter(|k| (grid.centres[*k] - 1.007_453).abs() > 1e-3) {
        let exact = start(grid.edges[k + 1]) - start(grid.edges[k]);
        let error = (masses[k] - exact).abs();
        sum += error;
        if exact > 1e-3 * grid.widths[k] {
            worst = worst.max(error / exact);
        }
    }
    [sum, worst]
}

#[test]
fn without_noise_the_density_is_that_of_the_characteristics_everywhere() {
    // The slope of the drift changes by T·200 over the pit, 4 e-folds a step and 40.
    for (t, rate, most) in [(20, 0.02, [2e-6, 1e-3]), (2, 0.2, [1e-4, 1e-2])] {
        let errors = errors_of_flow(2048, t, rate);
        assert!(errors[0] < most[0] && errors[1] < most[1], "T = {rate}: {errors:?}");
    }
    let errors: Vec<f64> =
        [512, 1024, 2048, 4096].into_iter().map(|n| errors_of_flow(n, 2, 0.2)[0]).collect();
    for pair in errors.windows(2) {
        let order = (pair[0] / pair[1]).log2();
        assert!(order > 2.3, "order {order} in space; errors {errors:?}");
    }
}

#[test]
fn noise_in_a_drift_is_carried_along_the_characteristics() {
    // G = W: the variance relaxes to T S²/2 as e^{−2Tt}; finer cells must not be worse.
    for (cells, most) in [(2048, 1e-3), (8192, 1e-3)] {
        let mut sim = simulate(Scenario {
            landscape: crate::moments("W", "0.1"),
            domain: [-4.0, 4.0],
            initial: Initial { mean: 2.0, sd: 0.1 },
            cells,
            walkers: 0,
            ..Scenario::default()
        });
        sim.step(50);
        let (decay, end) = ((-2.0_f64).exp(), 0.001);
        let sd = (end + (0.01 - end) * decay).sqrt();
        let found = sim.moments(Model::Current).unwrap();
        assert_close(found.sd / sd, 1.0, most, &format!("sd on {cells} cells"));
        assert_close(found.mean, 2.0 * (-1.0_f64).exp(), 1e-5, "mean");
    }
}

#[test]
fn the_pits_density_shows_no_seam_between_drift_and_noise() {
    // Masses at t = 20 by 100 000 exponentially fitted cells, crowded around W = 1, and
    // an L-stable Runge–Kutta method of fourth order, extrapolated from 50 000.
    let exact = [
        (0.755, 0.760, 0.006_537_3),
        (0.760, 0.765, 0.006_324_96),
        (0.765, 0.770, 0.006_097_99),
        (0.770, 0.775, 0.005_858_35),
        (1.235, 1.240, 6.030_4e-5),
        (1.240, 1.245, 5.727_4e-5),
        (1.250, 1.260, 1.020_03e-4),
    ];
    for (cells, most) in [(2048, 0.035), (4096, 0.022)] {
        let mut sim = simulate(Scenario { walkers: 0, cells, ..Scenario::default() });
        sim.step(20);
        for (from, to, mass) in exact {
            let found = sim.mass(Model::Current, from, to).unwrap();
            assert_close(found / mass, 1.0, most, &format!("{cells} cells, {from}…{to}"));
        }
    }
}

#[test]
fn moments_count_where_in_its_cell_the_mass_is() {
    for (cells, mean, sd, most) in [
        (64, 0.5, 0.175, 1e-3),
        (64, 0.53, 0.175, 5e-3),
        (2048, 0.5, 0.02, 1e-6),
        (2048, 0.5, 0.005, 0.02),
    ] {
        let start = Initial { mean, sd };
        let mut sim =
            simulate(Scenario { initial: start, cells, walkers: 0, ..Scenario::default() });
        for model in [Model::Current, Model::Sgd] {
            let found = sim.moments(model).unwrap();
            assert_close(found.mean, mean, 3.0 * most * sd, "mean of the start");
            assert_close(found.sd / sd, 1.0, most, "sd of the start");
        }
    }
}

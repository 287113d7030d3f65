//! How good the current is in space and in T, against references of its own and
//! against characteristics.

use crate::{assert_close, simulate};
use sgd_current::presets::PRESETS;
use sgd_current::remap::{EdgeDensity, cumulative};
use sgd_current::scenario::{Initial, Scenario};
use sgd_current::simulation::{Model, Simulation};

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

//! SGD in the plane: the limiter, and the transfer operator against closed forms, walkers
//! and one dimension.

use crate::{assert_close, l1, simulate};
use proptest::prelude::*;
use sgd_current::landscape;
use sgd_current::landscape::plane::{Landscape, Spec};
use sgd_current::model::Model;
use sgd_current::plane::deposit::{Deposit, Points};
use sgd_current::plane::grid::Grid;
use sgd_current::plane::initial;
use sgd_current::plane::presets;
use sgd_current::plane::push::{Push, carried};
use sgd_current::plane::scenario::{Initial, Scenario};
use sgd_current::scenario;

/// The masses of a scenario after so many steps of SGD.
fn after(steps: usize, scenario: &Scenario) -> Vec<f64> {
    let landscape = Landscape::new(&scenario.landscape).unwrap();
    let grid = scenario.grid();
    let mut push = Push::new(scenario, &landscape, &grid).unwrap();
    let mut masses = initial::masses(scenario.initial, &grid);
    for _ in 0..steps {
        push.step(&mut masses);
    }
    masses
}

/// E f(W).
fn expected(grid: &Grid, masses: &[f64], f: impl Fn([f64; 2]) -> f64) -> f64 {
    grid.all().zip(masses).map(|(w, m)| m * f(w)).sum()
}

/// Mean and C₁₁, C₁₂, C₂₂.
fn moments(grid: &Grid, masses: &[f64]) -> ([f64; 2], [f64; 3]) {
    let mean = [0, 1].map(|a| expected(grid, masses, |w| w[a]));
    let off = |a: usize, b: usize| expected(grid, masses, |w| (w[a] - mean[a]) * (w[b] - mean[b]));
    (mean, [off(0, 0), off(0, 1), off(1, 1)])
}

pub fn preset(id: &str) -> Scenario {
    (presets::PRESETS.iter().find(|p| p.id == id).unwrap().scenario)()
}

#[test]
fn points_are_shared_by_the_kernel_of_monaghan() {
    let grid = Grid { domain: [[-1.0, 2.0], [0.0, 1.0]], cells: [30, 20] };
    let mut deposit = Deposit::new(&grid);
    // A smooth density of points, and what the kernel makes of it away from the walls.
    let kernel = |x: f64| match x.abs() {
        x if x < 1.0 => 1.0 - 2.5 * x * x + 1.5 * x * x * x,
        x if x < 2.0 => 0.5 * (2.0 - x) * (2.0 - x) * (1.0 - x),
        _ => 0.0,
    };
    let (mut at, mut weights) = (Vec::new(), Vec::new());
    for i in 0..150 {
        for j in 0..150 {
            let [x, y] = [i, j].map(|k| (f64::from(k) + 0.5) / 150.0);
            at.push([3.0 * x - 1.0, y]);
            weights.push(1.1 + (5.0 * x).sin() * (4.0 * y).cos());
        }
    }
    let total: f64 = weights.iter().sum();
    let naive = |i: usize, j: usize| -> f64 {
        let ([a, b], [h, k]) = (grid.centre(i, j), grid.widths());
        let share = |w: &[f64; 2]| kernel((w[0] - a) / h) * kernel((w[1] - b) / k);
        at.iter().zip(&weights).map(|(w, m)| m * share(w)).sum()
    };
    let places: Vec<_> = at.iter().map(|w| deposit.place(*w)).collect();
    let mut shared = vec![0.0; grid.len()];
    let points = Points { places: &places, masses: &weights, weight: 2.0 };
    deposit.share(&[points], 2.0 * total, &mut shared);
    for (i, j) in [(15, 10), (2, 6), (8, 2), (20, 17), (27, 13)] {
        let found = shared[grid.index(i, j)] / 2.0;
        assert_close(found / naive(i, j), 1.0, 1e-8, "a cell");
    }
}

#[test]
fn the_limiter_keeps_masses_positive_and_the_mean_exact() {
    let grid = Grid { domain: [[0.0, 1.0], [0.0, 2.0]], cells: [40, 50] };
    let mut deposit = Deposit::new(&grid);
    let mut masses = vec![0.0; grid.len()];
    for points in [1, 2, 5, 40] {
        // Scattered at the golden and another irrational section, away from the walls.
        let part = |i: i32, by: f64| 0.1 + 0.8 * (f64::from(i) * by).fract();
        let at: Vec<[f64; 2]> = (1..=points)
            .map(|i| [part(i, 0.618_033_988_7), 2.0 * part(i, 0.754_877_666_2)])
            .collect();
        let weights: Vec<f64> = (1..=points).map(|i| 1.0 / f64::from(i)).collect();
        let total: f64 = weights.iter().sum();
        let places: Vec<_> = at.iter().map(|w| deposit.place(*w)).collect();
        let all = Points { places: &places, masses: &weights, weight: 1.0 };
        deposit.share(&[all], total, &mut masses);
        assert!(masses.iter().all(|m| *m >= 0.0));
        assert_close(masses.iter().sum(), total, 1e-13, "mass");
        for a in 0..2 {
            let first: f64 = at.iter().zip(&weights).map(|(w, m)| m * w[a]).sum();
            assert_close(expected(&grid, &masses, |w| w[a]), first, 1e-9, "mean");
            // A point alone is limited all the way, to 2 × 2 cells.
            let second: f64 = at.iter().zip(&weights).map(|(w, m)| m * w[a] * w[a]).sum();
            let more = expected(&grid, &masses, |w| w[a] * w[a]) - second;
            let h = grid.widths()[a];
            assert!(more > -1e-9 && more <= 0.25 * h * h * total + 1e-9, "{more}");
        }
    }
}

#[test]
fn a_point_at_the_wall_is_mirrored() {
    let grid = Grid { domain: [[0.0, 1.0]; 2], cells: [16, 16] };
    let mut deposit = Deposit::new(&grid);
    let mut share = |w: [f64; 2]| {
        let places = [deposit.place(w)];
        let mut masses = vec![0.0; grid.len()];
        deposit.share(&[Points { places: &places, masses: &[1.0], weight: 1.0 }], 1.0, &mut masses);
        masses
    };
    assert_eq!(share([0.0, 0.0])[0], 1.0);
    assert_eq!(share([1.0, 1.0])[255], 1.0);
    for (beyond, within) in [([-0.25, 0.5], [0.25, 0.5]), ([0.75, 1.125], [0.75, 0.875])] {
        assert_eq!(share(beyond), share(within));
    }
    assert_eq!(share([f64::NAN, f64::INFINITY]).iter().sum::<f64>(), 1.0);
}

#[test]
fn linear_gradients_reach_the_covariance_of_the_discrete_law() {
    let (start, t) = (preset("linear"), 0.1);
    let scenario = Scenario { cells: [128, 128], ..start };
    let (grid, masses) = (scenario.grid(), after(400, &scenario));
    let (mean, c) = moments(&grid, &masses);
    for a in 0..2 {
        assert_close(mean[a], 0.0, 1e-12, "mean");
    }
    // Σ = (1 − TH) Σ (1 − TH) + T²C, H = diag(1, 3).
    let law = |noise: f64, a: f64, b: f64| t * t * noise / (1.0 - (1.0 - t * a) * (1.0 - t * b));
    let exact = [law(1.0, 1.0, 1.0), law(0.8, 1.0, 3.0), law(1.0, 3.0, 3.0)];
    for (found, exact) in c.into_iter().zip(exact) {
        assert_close(found / exact, 1.0, 1e-6, "covariance");
    }
    // W₁ = T Σ 0.9^k ξ_k, and ξ = ± √0.9 ± √0.1 has the fourth cumulant −2(0.9² + 0.1²).
    let fourth = -2.0 * (0.81 + 0.01) * t.powi(4) / (1.0 - 0.9_f64.powi(4));
    let kurtosis = expected(&grid, &masses, |w| w[0].powi(4)) / (c[0] * c[0]) - 3.0;
    assert_close(kurtosis, fourth / (exact[0] * exact[0]), 1e-4, "kurtosis");
    // E e^{ik·W} = Π_steps Π_columns cos(T k·(1 − TH)^step s).
    for [k1, k2] in [[10.0, 0.0], [0.0, 10.0], [6.0, -8.0], [3.0, 2.0], [7.0, 7.0]] {
        let mut exact = 1.0;
        for step in 0..400 {
            let (a, b) = (k1 * 0.9_f64.powi(step), k2 * 0.7_f64.powi(step));
            exact *= (t * 0.9_f64.sqrt() * (a + b)).cos() * (t * 0.1_f64.sqrt() * (a - b)).cos();
        }
        let found = expected(&grid, &masses, |w| (k1 * w[0] + k2 * w[1]).cos());
        assert_close(found, exact, 1e-4, "characteristic function");
    }
}

/// Whether W lies in a triangle, farther than `margin` from its sides.
fn is_within(corners: [[f64; 2]; 3], w: [f64; 2], margin: f64) -> bool {
    (0..3).all(|k| {
        let (a, b, c) = (corners[k], corners[(k + 1) % 3], corners[(k + 2) % 3]);
        let (along, across) = ([b[0] - a[0], b[1] - a[1]], |p: [f64; 2]| {
            (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
        });
        across(w) * across(c).signum() > margin * along[0].hypot(along[1])
    })
}

#[test]
fn half_the_way_to_three_points_is_the_triangle_of_sierpinski() {
    let scenario = Scenario { cells: [256, 256], ..presets::points() };
    let (grid, masses) = (scenario.grid(), after(40, &scenario));
    let Spec::Points { points, .. } = &scenario.landscape else { unreachable!() };
    let middle = |a: usize, b: usize| [0, 1].map(|k| 0.5 * (points[a][k] + points[b][k]));
    let removed = [middle(0, 1), middle(1, 2), middle(2, 0)];
    let shrunk = 2.0 * grid.widths()[0];
    let inside = expected(&grid, &masses, |w| f64::from(is_within(removed, w, shrunk)));
    assert!(inside <= 1e-3, "{inside} lies in the middle");
    let (mean, c) = moments(&grid, &masses);
    // T C/(2 − T), C = ½ for corners at the distance 1.
    for (found, exact) in c.into_iter().zip([1.0 / 6.0, 0.0, 1.0 / 6.0]) {
        assert_close(found, exact, 1e-4, "covariance");
    }
    assert_close(mean[0].hypot(mean[1]), 0.0, 1e-12, "mean");
}

#[test]
fn the_fractal_melts_into_the_covariance_of_its_points() {
    for t in [0.35, 0.2, 0.08] {
        let scenario = Scenario { learning_rate: t, cells: [128, 128], ..presets::points() };
        // Until 10⁻⁶ of the start is left.
        let steps = (-14.0 / (2.0 * (1.0 - t).ln())).ceil() as usize;
        let (_, c) = moments(&scenario.grid(), &after(steps, &scenario));
        let exact = 0.5 * t / (2.0 - t);
        for (found, exact) in c.into_iter().zip([exact, 0.0, exact]) {
            assert_close(found, exact, 2e-5, "covariance");
        }
    }
}

#[test]
fn noise_carries_the_network_along_its_valley() {
    let scenario = Scenario { cells: [128, 128], ..preset("network") };
    let landscape = Landscape::new(&scenario.landscape).unwrap();
    let grid = scenario.grid();
    let mut push = Push::new(&scenario, &landscape, &grid).unwrap();
    let mut masses = initial::masses(scenario.initial, &grid);
    // By 4·10⁵ walkers, ± 2·10⁻⁴.
    for balance in [2.0900, 2.0198, 1.9560, 1.8944, 1.8349] {
        let found = expected(&grid, &masses, |w| w[0] * w[0] - w[1] * w[1]);
        assert_close(found, balance, 2e-4, "E[u² − w²]");
        for _ in 0..100 {
            push.step(&mut masses);
        }
    }
}

#[test]
fn two_independent_lines_are_a_product() {
    // Two losses of each parameter; all four pairs are drawn alike.
    let along = ["W^4/8 - W^2/4 + W/2", "W^4/8 - W^2/4 - W/2"];
    let across = ["(W - 1)^2/2", "W^2/2 + sin(W)"];
    let named = |text: &str, name: &str| text.replace('W', name);
    let losses = along
        .iter()
        .flat_map(|a| across.map(|b| format!("{} + {}", named(a, "W1"), named(b, "W2"))))
        .collect();
    let plane = |cells| Scenario {
        learning_rate: 0.1,
        domain: [[-2.0, 2.0], [-1.5, 2.5]],
        cells: [cells, cells],
        initial: Initial { mean: [0.5, 0.0], sd: [0.25, 0.25] },
        ..Scenario::of(Spec::Formula { losses })
    };
    let line = |losses: [&str; 2], domain: [f64; 2], mean: f64| {
        let mut line = simulate(scenario::Scenario {
            landscape: landscape::Spec::Formula { losses: losses.map(String::from).into() },
            learning_rate: 0.1,
            domain,
            initial: scenario::Initial { mean, sd: 0.25 },
            ..scenario::Scenario::default()
        });
        line.step(12);
        line
    };
    let fine = plane(128);
    let mut lines = [line(along, fine.domain[0], 0.5), line(across, fine.domain[1], 0.0)];
    // E e^{ik·W} at k = (2, −3), from the lines.
    let waves: Vec<[f64; 2]> = [2.0, -3.0]
        .into_iter()
        .zip(&mut lines)
        .map(|(k, line)| {
            let density = line.density(Model::Sgd).unwrap();
            let grid = line.grid();
            let of = |f: fn(f64) -> f64| {
                let mass = density.iter().zip(&grid.widths).map(|(p, h)| p * h);
                grid.centres.iter().zip(mass).map(|(w, m)| m * f(k * w)).sum::<f64>()
            };
            [of(f64::cos), of(f64::sin)]
        })
        .collect();
    let exact = waves[0][0] * waves[1][0] - waves[0][1] * waves[1][1];
    let (mut distances, mut errors) = (Vec::new(), Vec::new());
    for cells in [32, 64, 128] {
        let scenario = Scenario { cells: [cells, cells], ..fine.clone() };
        let (grid, masses) = (scenario.grid(), after(12, &scenario));
        let [a, b] = [0, 1].map(|axis| -> Vec<f64> {
            let edges = grid.edges(axis);
            let mass = |e: &[f64]| lines[axis].mass(Model::Sgd, e[0], e[1]).unwrap();
            edges.windows(2).map(mass).collect()
        });
        let product: Vec<f64> = a.iter().flat_map(|a| b.iter().map(move |b| a * b)).collect();
        distances.push(0.5 * l1(&masses, &product));
        let found = expected(&grid, &masses, |w| (2.0 * w[0] - 3.0 * w[1]).cos());
        errors.push((found - exact).abs());
    }
    // What is expected converges with the square of h and better; the density keeps the
    // pattern of the kernel.
    assert!(errors[2] < 2e-5 && errors[2] < errors[0] / 16.0, "expectation {errors:?}");
    assert!(distances[2] < 1.5e-3 && distances[2] < distances[0] / 2.0, "{distances:?}");
}

#[test]
fn several_points_stand_for_a_stretched_cell() {
    // W → 3W: a normal stays one.
    let off = [48, 96].map(|cells| {
        let losses = vec!["-20*(W1^2 + W2^2)".into()];
        let scenario = Scenario {
            learning_rate: 0.05,
            domain: [[-1.5, 1.5]; 2],
            cells: [cells, cells],
            initial: Initial { mean: [0.0, 0.05], sd: [0.08, 0.08] },
            ..Scenario::of(Spec::Formula { losses })
        };
        let (grid, masses) = (scenario.grid(), after(1, &scenario));
        let (mean, c) = moments(&grid, &masses);
        assert_close(mean[0], 0.0, 1e-9, "mean");
        assert_close(mean[1], 0.15, 1e-6, "mean");
        let sd = 3.0 * 0.08;
        for (found, exact) in c.into_iter().zip([sd * sd, 0.0, sd * sd]) {
            assert_close(found, exact, 1e-4, "covariance");
        }
        let smooth = Initial { mean: [0.0, 0.15], sd: [sd, sd] };
        0.5 * l1(&masses, &initial::masses(smooth, &grid))
    });
    assert!(off[1] < off[0] / 1.9 && off[1] < 0.06, "total variation {off:?}");
}

#[test]
fn masses_move_to_another_grid() {
    let grid = Grid { domain: [[-1.0, 1.0], [-1.0, 1.0]], cells: [64, 48] };
    let start = Initial { mean: [0.2, -0.1], sd: [0.2, 0.15] };
    let masses = initial::masses(start, &grid);
    let (mean, c) = moments(&grid, &masses);
    for cells in [[100, 200], [32, 40], [64, 48]] {
        let to = Grid { domain: [[-1.5, 1.25], [-1.0, 1.0]], cells };
        let there = carried(&grid, &masses, &to);
        assert_close(there.iter().sum(), 1.0, 1e-13, "mass");
        let (mean_there, c_there) = moments(&to, &there);
        for a in 0..2 {
            assert_close(mean_there[a], mean[a], 1e-6, "mean");
        }
        for k in 0..3 {
            assert_close(c_there[k], c[k], 1e-5, "covariance");
        }
        let distance = 0.5 * l1(&there, &initial::masses(start, &to));
        assert!(distance < 0.03, "{cells:?}: total variation {distance}");
    }
}

#[test]
fn too_many_batches_or_cells_are_refused_in_words() {
    let refused = |scenario: Scenario| {
        let landscape = Landscape::new(&scenario.landscape).unwrap();
        Push::new(&scenario, &landscape, &scenario.grid()).unwrap_err()
    };
    let points = presets::points();
    let error = refused(Scenario { batch_size: 1000, ..points.clone() });
    assert_eq!(error.field(), "batchSize");
    let error = refused(Scenario { batch_size: 50, cells: [512, 512], ..points });
    assert_eq!(error.field(), "cells");
    assert!(error.to_string().contains("fewer cells"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn masses_stay_masses(
        which in 0..presets::PRESETS.len(),
        rate in 1e-3..2.0_f64,
        batch_size in 1..4_usize,
        cells in [16..48_usize, 16..48_usize],
        shift in [-0.5..0.5_f64, -0.5..0.5_f64],
        sd in [1e-3..2.0_f64, 1e-3..2.0_f64],
    ) {
        let mut scenario = (presets::PRESETS[which].scenario)();
        for axis in 0..2 {
            scenario.domain[axis] = scenario.domain[axis].map(|wall| wall + shift[axis]);
            let [from, to] = scenario.domain[axis];
            scenario.initial.mean[axis] = scenario.initial.mean[axis].max(from).min(to);
        }
        scenario.initial.sd = sd;
        let scenario = Scenario { learning_rate: rate, batch_size, cells, ..scenario };
        let masses = after(4, &scenario);
        prop_assert!(masses.iter().all(|m| *m >= 0.0 && m.is_finite()));
        prop_assert!((masses.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

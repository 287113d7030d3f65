//! The current of the plane against closed forms.

use crate::{assert_close, l1};
use proptest::prelude::*;
use sgd_current::error::Error;
use sgd_current::landscape::plane::{Landscape, Spec};
use sgd_current::plane::current::smooth_map::SmoothMap;
use sgd_current::plane::current::{Current, series};
use sgd_current::plane::grid::Grid;
use sgd_current::plane::initial;
use sgd_current::plane::presets::PRESETS;
use sgd_current::plane::scenario::{Initial, Scenario};
use std::cell::Cell;

/// Σ of HΣ + ΣHᵀ = C, times T.
pub fn lyapunov(h: [[f64; 2]; 2], c: [[f64; 2]; 2], t: f64) -> [f64; 3] {
    // Unknowns s11, s12, s22.
    let rows = [
        [2.0 * h[0][0], 2.0 * h[0][1], 0.0, t * c[0][0]],
        [h[1][0], h[0][0] + h[1][1], h[0][1], t * c[0][1]],
        [0.0, 2.0 * h[1][0], 2.0 * h[1][1], t * c[1][1]],
    ];
    let det = |k: usize| {
        let m = rows.map(|r| {
            let mut r3 = [r[0], r[1], r[2]];
            if k < 3 {
                r3[k] = r[3];
            }
            r3
        });
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
            - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    [0, 1, 2].map(|k| det(k) / det(3))
}

/// The covariance about 0 of cell masses.
fn covariance(grid: &Grid, masses: &[f64]) -> [f64; 3] {
    let mut v = [0.0; 3];
    for (w, p) in grid.all().zip(masses) {
        v[0] += p * w[0] * w[0];
        v[1] += p * w[0] * w[1];
        v[2] += p * w[1] * w[1];
    }
    v
}

#[test]
fn a_linear_landscape_comes_to_the_covariance_of_lyapunov_at_second_order() {
    let cases = [
        ([[1.0, 0.0], [0.0, 3.0]], [[1.0, 0.0], [0.0, 0.5]]),
        ([[1.0, 0.0], [0.0, 3.0]], [[1.0, 0.8], [0.8, 1.0]]),
        ([[1.0, 0.0], [0.0, 3.0]], [[1.0, 1.5], [1.5, 4.0]]),
        ([[1.0, 2.0], [-2.0, 1.0]], [[1.0, 0.0], [0.0, 0.3]]),
    ];
    for (h, c) in cases {
        let exact = lyapunov(h, c, 0.1);
        let scales = [exact[0], (exact[0] * exact[2]).sqrt(), exact[2]];
        let [coarse, fine] = [32, 64].map(|n| {
            let walls = [exact[0], exact[2]].map(|v| [-6.0 * v.sqrt(), 6.0 * v.sqrt()]);
            let scenario = Scenario {
                learning_rate: 0.1,
                domain: walls,
                cells: [n, n],
                initial: Initial { mean: [0.0; 2], sd: [exact[0].sqrt(), exact[2].sqrt()] },
                ..Scenario::of(Spec::Linear { hessian: h, noise: c })
            };
            let (grid, landscape) = (scenario.grid(), Landscape::new(&scenario.landscape).unwrap());
            let current = Current::new(&scenario, &landscape, &grid).unwrap();
            let mut masses = initial::masses(scenario.initial, &grid);
            series::advance(current.chain().unwrap(), &mut masses, 150.0).unwrap();
            assert!((masses.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(masses.iter().all(|m| *m >= 0.0));
            let found = covariance(&grid, &masses);
            [0, 1, 2].map(|k| (found[k] - exact[k]) / scales[k])
        });
        for k in 0..3 {
            assert!(fine[k].abs() < 0.025, "{h:?} {c:?}: {fine:?}");
            let order = (coarse[k] / fine[k]).log2();
            assert!(
                fine[k].abs() < 1e-4 || (order - 2.0).abs() < 0.25,
                "{k} of {coarse:?} {fine:?}"
            );
        }
    }
}

#[test]
fn along_a_wall_as_much_is_mirrored_into_a_cell_as_out_of_it() {
    // Even noise, mirrored, moves what is even only along the walls: away from the corners, to
    // which that leads, all stays.
    for noise in [[[1.0, 0.8], [0.8, 1.0]], [[1.0, 1.5], [1.5, 4.0]]] {
        let cells = [18, 60];
        let scenario = Scenario {
            learning_rate: 0.02,
            domain: [[-1.0, 1.0]; 2],
            cells,
            ..Scenario::of(Spec::Linear { hessian: [[0.0; 2]; 2], noise })
        };
        let (grid, landscape) = (scenario.grid(), Landscape::new(&scenario.landscape).unwrap());
        let mut current = Current::new(&scenario, &landscape, &grid).unwrap();
        let mut masses = vec![1.0; grid.len()];
        current.step(&mut masses, 3).unwrap();
        for i in 0..cells[0] {
            for j in 27..33 {
                assert_close(masses[grid.index(i, j)], 1.0, 1e-7, &format!("{i}, {j}"));
            }
        }
    }
}

/// exp(A) of the chain by uniformization over all cells, in many parts.
fn naive(current: &Current, masses: &[f64]) -> Vec<f64> {
    let hops: Vec<(usize, usize, f64)> = current.chain().unwrap().hops().collect();
    let mut exits = vec![0.0; masses.len()];
    for (from, _, rate) in &hops {
        exits[*from] += rate;
    }
    let q = exits.iter().fold(0.0_f64, |a, b| a.max(*b));
    let parts = (q / 20.0).ceil();
    let mut p = masses.to_vec();
    for _ in 0..parts as usize {
        let (mut term, mut sum) = (p.clone(), p.clone());
        for k in 1..90 {
            // termₖ = (A/parts) termₖ₋₁/k + …: Poisson's sum, R = q/parts.
            let mut next: Vec<f64> = (0..term.len()).map(|c| (q - exits[c]) * term[c]).collect();
            for (from, to, rate) in &hops {
                next[*to] += rate * term[*from];
            }
            for (next, sum) in next.iter_mut().zip(&mut sum) {
                *next /= parts * f64::from(k);
                *sum += *next;
            }
            term = next;
        }
        p = sum.iter().map(|x| x * (-q / parts).exp()).collect();
    }
    p
}

#[test]
fn a_step_is_the_exponential_of_the_chain_wherever_mass_is() {
    for id in ["linear", "ring", "circulation", "basins", "uneven"] {
        let preset = PRESETS.iter().find(|p| p.id == id).unwrap();
        let scenario = Scenario { cells: [48, 40], ..(preset.scenario)() };
        let (grid, landscape) = (scenario.grid(), Landscape::new(&scenario.landscape).unwrap());
        let current = Current::new(&scenario, &landscape, &grid).unwrap();
        let mut masses = initial::masses(scenario.initial, &grid);
        for step in 0..2 {
            let exact = naive(&current, &masses);
            series::advance(current.chain().unwrap(), &mut masses, 1.0).unwrap();
            let miss = l1(&masses, &exact);
            assert!(miss < 1e-6, "{id} {step}: {miss}");
            assert_close(masses.iter().sum(), 1.0, 1e-12, id);
            assert!(masses.iter().all(|m| *m >= 0.0), "{id}");
        }
    }
}

#[test]
fn noise_along_one_line_moves_means_and_covariances_as_their_equations_say() {
    let (h, c, t) = ([[1.0, 0.0], [0.0, 3.0]], [[1.0, 1.0], [1.0, 1.0]], 0.1);
    let scenario = Scenario {
        learning_rate: t,
        domain: [[-1.6, 1.6], [-1.0, 1.0]],
        cells: [96, 96],
        initial: Initial { mean: [0.4, -0.2], sd: [0.1, 0.12] },
        ..Scenario::of(Spec::Linear { hessian: h, noise: c })
    };
    let (grid, landscape) = (scenario.grid(), Landscape::new(&scenario.landscape).unwrap());
    let mut current = Current::new(&scenario, &landscape, &grid).unwrap();
    assert!(current.field().is_rank_one(&grid));
    let mut masses = initial::masses(scenario.initial, &grid);
    current.step(&mut masses, 10).unwrap();
    // Σ_ij(t) = e^{−(h_i+h_j)Tt} Σ_ij(0) + TC_ij/(h_i+h_j) (1 − e^{−(h_i+h_j)Tt}).
    let variance = |rate: f64, start: f64| {
        let left = (-rate).exp();
        left * start + t / rate * (1.0 - left)
    };
    let mean = [0.4 * (-1.0_f64).exp(), -0.2 * (-3.0_f64).exp()];
    let exact = [variance(2.0, 0.01), variance(4.0, 0.0), variance(6.0, 0.0144)];
    let found = covariance(&grid, &masses);
    let mut means = [0.0; 2];
    for (w, m) in grid.all().zip(&masses) {
        means = [means[0] + m * w[0], means[1] + m * w[1]];
    }
    let central = [
        found[0] - means[0] * means[0],
        found[1] - means[0] * means[1],
        found[2] - means[1] * means[1],
    ];
    for k in 0..2 {
        assert_close(means[k], mean[k], 1e-6, "mean");
    }
    for k in 0..3 {
        assert_close(central[k], exact[k], 2e-3 * exact[1].max(exact[k]), "covariance");
    }
    assert_close(masses.iter().sum(), 1.0, 1e-12, "mass");
}

/// The mean and the covariance of dW = −THW dt + T√C dB, from a round normal, by small steps.
fn linear_law(
    h: [[f64; 2]; 2],
    c: [[f64; 2]; 2],
    t: f64,
    start: ([f64; 2], f64),
    steps: f64,
) -> ([f64; 2], [f64; 3]) {
    let parts = 20_000;
    let tau = steps / f64::from(parts);
    let (mut m, mut s) = (start.0, [start.1 * start.1, 0.0, start.1 * start.1]);
    let slope = |m: [f64; 2], s: [f64; 3]| {
        let dm = [0, 1].map(|a| -t * (h[a][0] * m[0] + h[a][1] * m[1]));
        let hs = |a: usize| [h[a][0] * s[0] + h[a][1] * s[1], h[a][0] * s[1] + h[a][1] * s[2]];
        let (one, two) = (hs(0), hs(1));
        let ds = [
            -2.0 * t * one[0] + t * t * c[0][0],
            -t * (one[1] + two[0]) + t * t * c[0][1],
            -2.0 * t * two[1] + t * t * c[1][1],
        ];
        (dm, ds)
    };
    for _ in 0..parts {
        let (dm, ds) = slope(m, s);
        let middle = slope(
            [0, 1].map(|a| m[a] + 0.5 * tau * dm[a]),
            [0, 1, 2].map(|k| s[k] + 0.5 * tau * ds[k]),
        );
        m = [0, 1].map(|a| m[a] + tau * middle.0[a]);
        s = [0, 1, 2].map(|k| s[k] + tau * middle.1[k]);
    }
    (m, s)
}

/// Mean and covariance of the current on n² cells, less those of the linear law.
fn miss_of_the_law(rate: f64, steps: usize, n: usize) -> ([f64; 2], [f64; 3]) {
    let (h, c) = ([[1.0, 0.3], [0.3, 2.0]], [[1.0, 0.5], [0.5, 0.6]]);
    let (mean, sd) = ([1.2, -0.9], 0.2);
    let scenario = Scenario {
        learning_rate: rate,
        domain: [[-3.0, 3.0]; 2],
        cells: [n, n],
        initial: Initial { mean, sd: [sd, sd] },
        ..Scenario::of(Spec::Linear { hessian: h, noise: c })
    };
    let (grid, landscape) = (scenario.grid(), Landscape::new(&scenario.landscape).unwrap());
    let mut current = Current::new(&scenario, &landscape, &grid).unwrap();
    let mut masses = initial::masses(scenario.initial, &grid);
    current.step(&mut masses, steps).unwrap();
    let (m, s) = linear_law(h, c, rate, (mean, sd), steps as f64);
    let found: [f64; 2] =
        [0, 1].map(|a| grid.all().zip(&masses).map(|(w, p)| w[a] * p).sum::<f64>());
    let about = covariance(&grid, &masses);
    let squares = [found[0] * found[0], found[0] * found[1], found[1] * found[1]];
    ([0, 1].map(|a| found[a] - m[a]), [0, 1, 2].map(|k| about[k] - squares[k] - s[k]))
}

#[test]
fn where_drift_outruns_noise_mean_and_covariance_are_those_of_the_linear_law() {
    for (rate, steps) in [(0.01, 60), (0.02, 20), (0.05, 15), (0.1, 4)] {
        let (mean, covariance) = miss_of_the_law(rate, steps, 128);
        for miss in mean {
            assert_close(miss, 0.0, 2e-4, &format!("mean at T = {rate}"));
        }
        for miss in covariance {
            assert_close(miss, 0.0, 2e-4, &format!("covariance at T = {rate}"));
        }
    }
}

#[test]
fn where_drift_outruns_noise_cells_count_at_second_order_or_better() {
    let [coarse, fine] = [64, 128].map(|n| miss_of_the_law(0.02, 20, n).1[0].abs());
    assert!(coarse < 1e-3 && fine < 0.25 * coarse, "{coarse} {fine}");
}

#[test]
fn a_step_that_would_take_minutes_is_refused_and_the_masses_stay() {
    let losses =
        ["(W1+5*W2)^4/4 + W1", "(W1+5*W2)^4/8 + W1^2", "W2^2 - W1"].map(String::from).to_vec();
    let scenario = Scenario {
        learning_rate: 0.2,
        domain: [[-6.0, 6.0]; 2],
        cells: [64, 64],
        initial: Initial { mean: [0.0, 0.0], sd: [2.0, 2.0] },
        ..Scenario::of(Spec::Formula { losses })
    };
    let landscape = Landscape::new(&scenario.landscape).unwrap();
    let grid = scenario.grid();
    let start = initial::masses(scenario.initial, &grid);
    let stepped = |rate: f64| {
        let scenario = Scenario { learning_rate: rate, ..scenario.clone() };
        let mut current = Current::new(&scenario, &landscape, &grid).unwrap();
        let mut masses = start.clone();
        (current.step(&mut masses, 1), masses)
    };
    let (refused, masses) = stepped(0.2);
    let Err(Error::Conflict { field, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(field, "learningRate");
    assert_eq!(masses, start);
    let (allowed, masses) = stepped(1e-5);
    allowed.unwrap();
    assert!(l1(&masses, &start) > 1e-3, "a lower rate is followed");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn masses_stay_masses_and_their_current_finite(
        which in 0..PRESETS.len(),
        rate in 1e-3..2.0_f64,
        batch_size in 1..100_usize,
        second_order in any::<bool>(),
        cells in [16..40_usize, 16..40_usize],
        sd in [1e-3..2.0_f64, 1e-3..2.0_f64],
    ) {
        let mut scenario = (PRESETS[which].scenario)();
        scenario.initial.sd = sd;
        let scenario =
            Scenario { learning_rate: rate, batch_size, second_order, cells, ..scenario };
        let (grid, landscape) = (scenario.grid(), Landscape::new(&scenario.landscape).unwrap());
        let mut current = Current::new(&scenario, &landscape, &grid).unwrap();
        let mut masses = initial::masses(scenario.initial, &grid);
        for _ in 0..3 {
            current.step(&mut masses, 1).unwrap();
        }
        prop_assert!(masses.iter().all(|m| *m >= 0.0 && m.is_finite()));
        prop_assert!((masses.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        prop_assert!(current.flux(&masses).iter().flatten().all(|rho| rho.is_finite()));
    }
}

#[test]
fn a_map_known_at_few_cells_is_that_map_at_all_cells_that_hold_mass() {
    let grid = Grid { domain: [[-2.0, 1.0], [0.0, 2.0]], cells: [183, 126] };
    // Smooth on the left, with a bend along W₁ = W₂ − 1 that no polynomial follows.
    let map = |w: [f64; 2]| [(w[0] * w[1]).sin() + w[0], (w[0] - w[1] + 1.0).abs()];
    let calls = Cell::new(0);
    let counted = |w: [f64; 2]| {
        calls.set(calls.get() + 1);
        map(w)
    };
    let mut smooth = SmoothMap::new(&grid, [1e-5; 2]);
    let mut found = vec![None; grid.len()];
    // A quarter of the cells first, then all.
    let mut masses: Vec<f64> =
        grid.all().map(|w| if w[0] < -0.5 && w[1] < 1.0 { 1.0 } else { 0.0 }).collect();
    smooth.reach(&masses, counted, |cell, value| found[cell] = Some(value));
    assert!(masses.iter().zip(&found).all(|(m, f)| *m < 0.5 || f.is_some()));
    let early = found.iter().flatten().count();
    assert!(early < grid.len() * 3 / 10, "{early} cells for a quarter");
    masses.fill(1.0);
    smooth.reach(&masses, counted, |cell, value| {
        assert!(found[cell].is_none(), "cell {cell} is handed out twice");
        found[cell] = Some(value);
    });
    for (w, found) in grid.all().zip(found) {
        let (found, exact) = (found.unwrap(), map(w));
        assert!((0..2).all(|a| (found[a] - exact[a]).abs() < 2e-5), "{found:?} at {w:?}");
    }
    assert!(calls.get() < grid.len() / 2, "{} calls for {} cells", calls.get(), grid.len());
}

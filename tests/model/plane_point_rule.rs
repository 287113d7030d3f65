//! The point rule in the plane against the sum of its normals, and the closed linear case.

use crate::{assert_close, l1};
use proptest::prelude::*;
use sgd_current::landscape::plane::{Landscape, factor};
use sgd_current::plane::blur::Blur;
use sgd_current::plane::grid::Grid;
use sgd_current::plane::initial;
use sgd_current::plane::point_rule::PointRule;
use sgd_current::plane::presets::PRESETS;
use sgd_current::plane::scenario::{Initial, Scenario};
use sgd_current::walls::reflect;
use std::f64::consts::TAU;

fn preset(id: &str) -> Scenario {
    (PRESETS.iter().find(|p| p.id == id).unwrap().scenario)()
}

fn after(steps: usize, scenario: &Scenario) -> Vec<f64> {
    let landscape = Landscape::new(&scenario.landscape).unwrap();
    let grid = scenario.grid();
    let mut rule = PointRule::new(scenario, &landscape, &grid).unwrap();
    let mut masses = initial::masses(scenario.initial, &grid);
    for _ in 0..steps {
        rule.step(&mut masses);
    }
    masses
}

#[test]
fn a_step_is_the_sum_of_its_normals() {
    // At 64² noise of one rank stands out against the start, which is 1.6 cells wide.
    for (id, most) in
        [("points", 1e-5), ("linear", 1e-3), ("uneven", 1e-3), ("ring", 2e-3), ("network", 4e-3)]
    {
        let scenario = Scenario { cells: [64, 64], ..preset(id) };
        let distance = 0.5 * l1(&after(1, &scenario), &naive(&scenario));
        assert!(distance < most, "{id}: total variation {distance}");
    }
}

/// One step: every cell's normal added up from 61 points along each of its axes, a sixth of
/// a standard deviation apart.
fn naive(scenario: &Scenario) -> Vec<f64> {
    let landscape = Landscape::new(&scenario.landscape).unwrap();
    let grid = scenario.grid();
    let masses = initial::masses(scenario.initial, &grid);
    let mut next = vec![0.0; masses.len()];
    let normal: Vec<(f64, f64)> = (-30..=30)
        .map(|i| f64::from(i) / 6.0)
        .map(|z| (z, (-0.5 * z * z).exp() / 6.0 / TAU.sqrt()))
        .collect();
    for (w, m) in grid.all().zip(&masses).filter(|(_, m)| **m > 1e-9) {
        let at = landscape.moments(w);
        let t = scenario.learning_rate;
        let mut columns = factor::columns(at.covariance).into_iter();
        let mut axis = || match columns.next() {
            Some(s) => (s.map(|s| t * s / (scenario.batch_size as f64).sqrt()), normal.clone()),
            None => ([0.0; 2], vec![(0.0, 1.0)]),
        };
        let ((s1, z1), (s2, z2)) = (axis(), axis());
        for (x, a) in &z1 {
            for (y, b) in &z2 {
                let place = [0, 1].map(|k| w[k] - t * at.gradient[k] + x * s1[k] + y * s2[k]);
                spread(&grid, place, m * a * b, &mut next);
            }
        }
    }
    next
}

/// A point among 4 × 4 cells by M4′.
fn spread(grid: &Grid, place: [f64; 2], m: f64, into: &mut [f64]) {
    let kernel = |x: f64| match x.abs() {
        x if x < 1.0 => 1.0 - 2.5 * x * x + 1.5 * x * x * x,
        x if x < 2.0 => 0.5 * (2.0 - x) * (2.0 - x) * (1.0 - x),
        _ => 0.0,
    };
    let along = [0, 1].map(|a| {
        let [from, to] = grid.domain[a];
        (reflect(place[a], [from, to]) - from) / grid.widths()[a] - 0.5
    });
    let cells = |a: usize| {
        let n = grid.cells[a].cast_signed();
        let below = along[a].floor() as isize;
        [-1, 0, 1, 2].map(|k| {
            let i = below + k;
            let mirrored = if i < 0 {
                -1 - i
            } else if i >= n {
                2 * n - 1 - i
            } else {
                i
            };
            (mirrored as usize, kernel(along[a] - i as f64))
        })
    };
    let across = cells(1);
    for (i, a) in cells(0) {
        for (j, b) in across {
            into[grid.index(i, j)] += m * a * b;
        }
    }
}

#[test]
fn linear_noise_reaches_the_normal_of_the_discrete_law() {
    let scenario = Scenario {
        cells: [96, 96],
        initial: Initial { mean: [0.1, 0.0], sd: [0.1, 0.1] },
        ..preset("linear")
    };
    let (grid, masses) = (scenario.grid(), after(150, &scenario));
    let t = 0.1;
    let law = |noise: f64, a: f64, b: f64| t * t * noise / (1.0 - (1.0 - t * a) * (1.0 - t * b));
    let exact = [law(1.0, 1.0, 1.0), law(0.8, 1.0, 3.0), law(1.0, 3.0, 3.0)];
    let expected = |f: &dyn Fn([f64; 2]) -> f64| -> f64 {
        grid.all().zip(&masses).map(|(w, m)| m * f(w)).sum()
    };
    for (k, [a, b]) in [[0, 0], [0, 1], [1, 1]].into_iter().enumerate() {
        let found = expected(&|w| w[a] * w[b]);
        assert_close(found / exact[k], 1.0, 1e-6, "covariance");
    }
    let normal: Vec<f64> = {
        let det = exact[0] * exact[2] - exact[1] * exact[1];
        let values = grid.all().map(|[x, y]| {
            let square = exact[2] * x * x - 2.0 * exact[1] * x * y + exact[0] * y * y;
            (-0.5 * square / det).exp()
        });
        let values: Vec<f64> = values.collect();
        let sum: f64 = values.iter().sum();
        values.iter().map(|v| v / sum).collect()
    };
    let distance = 0.5 * l1(&masses, &normal);
    assert!(distance < 2e-4, "total variation {distance}");
}

#[test]
fn blurs_are_normals_mirrored_at_the_walls() {
    let grid = Grid { domain: [[0.0, 1.0]; 2], cells: [40, 60] };
    for variances in [vec![1.0, 3.0, 12.0], vec![1.0, 1.5, 2.25], vec![9.0]] {
        let mut masses = vec![0.0; grid.len()];
        masses[grid.index(6, 50)] = 1.0;
        // The widest first, as the point rule has them.
        let mut room = Vec::new();
        for k in (0..variances.len()).rev() {
            let later = if k == 0 { 0.0 } else { variances[k - 1] };
            Blur::new(variances[k] - later, later).apply(&grid, &mut masses, &mut room);
        }
        let variance = variances[variances.len() - 1];
        let along = |i: usize, from: f64, n: f64| -> f64 {
            let normal = |x: f64| (-0.5 * x * x / variance).exp() / (TAU * variance).sqrt();
            let i = i as f64;
            normal(i - from) + normal(i + 1.0 + from) + normal(2.0 * n - 1.0 - i - from)
        };
        for i in 0..40 {
            for j in 0..60 {
                let exact = along(i, 6.0, 40.0) * along(j, 50.0, 60.0);
                assert_close(masses[grid.index(i, j)], exact, 5e-4 / variance, "a cell");
            }
        }
        assert_close(masses.iter().sum(), 1.0, 1e-13, "mass");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn masses_stay_masses(
        which in 0..PRESETS.len(),
        rate in 1e-3..2.0_f64,
        batch_size in 1..100_usize,
        cells in [16..40_usize, 16..40_usize],
        sd in [1e-3..2.0_f64, 1e-3..2.0_f64],
    ) {
        let mut scenario = (PRESETS[which].scenario)();
        scenario.initial.sd = sd;
        let scenario = Scenario { learning_rate: rate, batch_size, cells, ..scenario };
        let masses = after(3, &scenario);
        prop_assert!(masses.iter().all(|m| *m >= 0.0 && m.is_finite()));
        prop_assert!((masses.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

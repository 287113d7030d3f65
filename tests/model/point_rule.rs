//! The point rule against closed forms and its own walkers.

use crate::{assert_close, l1, moments, simulate};
use sgd_current::landscape::Landscape;
use sgd_current::line::edge_density::{EdgeDensity, cumulative};
use sgd_current::line::grid::Grid;
use sgd_current::line::initial::masses;
use sgd_current::model::Model;
use sgd_current::scenario::{Initial, Scenario, WalkerRule};

fn linear(variance: &str, t: f64, cells: usize) -> Scenario {
    Scenario {
        landscape: moments("W", variance),
        learning_rate: t,
        domain: [-2.0, 2.0],
        cells,
        initial: Initial { mean: -0.6, sd: 0.15 },
        walkers: 0,
        ..Scenario::default()
    }
}

#[test]
fn normals_stay_normal_under_a_quadratic_loss() {
    // Narrow (T S below a cell), about a cell, and wide noise.
    for (variance, t) in [("0.0004", 0.1), ("0.01", 0.1), ("0.25", 0.1)] {
        let mut sim = simulate(linear(variance, t, 1024));
        sim.step(10);
        let s2: f64 = variance.parse().unwrap();
        let (mut mean, mut v) = (-0.6, 0.15 * 0.15);
        for _ in 0..10 {
            mean *= 1.0 - t;
            v = v * (1.0 - t) * (1.0 - t) + t * t * s2;
        }
        let exact = masses(Initial { mean, sd: v.sqrt() }, sim.grid());
        let error = l1(sim.masses(Model::Gaussian).unwrap(), &exact);
        assert!(error < 1e-6, "L1 error {error} at S² = {variance}");
    }
}

#[test]
fn noise_wider_than_the_domain_makes_an_even_density() {
    let mut sim = simulate(Scenario { learning_rate: 2.0, ..linear("9", 2.0, 256) });
    sim.step(1);
    for p in sim.density(Model::Gaussian).unwrap() {
        assert_close(p, 0.25, 1e-4, "density on [−2, 2]");
    }
}

#[test]
fn the_mirror_images_and_the_cosine_series_agree() {
    // σ = 1.9 and 2.1 stand on either side of the switch at half the domain.
    let [images, series] = [1.9, 2.1].map(|sd| {
        let mut sim = simulate(Scenario {
            landscape: moments("0", &format!("{}", sd * sd)),
            ..linear("1", 1.0, 256)
        });
        sim.step(1);
        let grid = sim.grid().clone();
        let start = masses(sim.scenario().initial, &grid);
        let found = sim.masses(Model::Gaussian).unwrap().to_vec();
        // A direct sum over mirror images, from the start's cells as points.
        let oracle: Vec<f64> = grid
            .centres
            .iter()
            .zip(&grid.widths)
            .map(|(w, h)| {
                let at = |x: f64| {
                    (-0.5 * (x / sd) * (x / sd)).exp() / (sd * std::f64::consts::TAU.sqrt())
                };
                let images = |w0: f64| -> f64 {
                    (-8..=8)
                        .map(|m| {
                            at(w - w0 - 8.0 * f64::from(m)) + at(w + 4.0 + w0 - 8.0 * f64::from(m))
                        })
                        .sum()
                };
                h * grid.centres.iter().zip(&start).map(|(w0, m)| m * images(*w0)).sum::<f64>()
            })
            .collect();
        l1(&found, &oracle)
    });
    assert!(images < 1e-5 && series < 1e-5, "L1 errors {images} and {series}");
}

#[test]
fn walkers_of_the_point_rule_follow_it_on_the_pit() {
    let scenario = Scenario {
        walkers: 400_000,
        walker_rule: WalkerRule::Gaussian,
        seed: 11,
        ..Scenario::default()
    };
    let mut sim = simulate(scenario);
    sim.step(60);
    let masses = sim.masses(Model::Gaussian).unwrap().to_vec();
    let edges = sim.grid().edges.clone();
    let mut walkers = sim.walkers().to_vec();
    walkers.sort_by(f64::total_cmp);
    let n = walkers.len() as f64;
    let (mut exact, mut worst) = (0.0, 0.0_f64);
    for (i, m) in masses.iter().enumerate() {
        exact += m;
        let below = walkers.partition_point(|w| *w <= edges[i + 1]) as f64 / n;
        worst = worst.max((below - exact).abs());
    }
    assert!(worst < 1.95 / n.sqrt(), "Kolmogorov–Smirnov distance {worst}");
}

/// One step by brute force: sixteen points in each cell, each spread by the exact normal
/// over all cells and their mirror images.
fn dense(scenario: &Scenario, grid: &Grid, start: &[f64]) -> Vec<f64> {
    const POINTS: usize = 16;
    let landscape = Landscape::new(&scenario.landscape).unwrap();
    let edge = EdgeDensity::new(grid).of(start);
    let [from, to] = grid.domain();
    let mut image = vec![0.0; grid.cells()];
    for k in 0..grid.cells() {
        for i in 0..POINTS {
            let upto = |i: usize| {
                let w = grid.edges[k] + grid.widths[k] * i as f64 / POINTS as f64;
                cumulative(grid, &edge, start, w)
            };
            let mass = upto(i + 1) - upto(i);
            if mass < 1e-14 {
                continue;
            }
            let w = grid.edges[k] + grid.widths[k] * (i as f64 + 0.5) / POINTS as f64;
            let m = landscape.moments(w);
            let mean = w - scenario.learning_rate * m.gradient;
            let sd = scenario.learning_rate * m.variance.sqrt();
            let below = |w: f64| 0.5 * libm::erfc((mean - w) / (sd * 2.0_f64.sqrt()));
            let turns = 2 + (8.0 * sd / (to - from)) as i32;
            for turn in -turns..=turns {
                let shift = 2.0 * (to - from) * f64::from(turn);
                if (mean - shift - from).abs() > 2.0 * (to - from) + 8.0 * sd {
                    continue;
                }
                let mut last = [below(from + shift), below(2.0 * from - from + shift)];
                for c in 0..grid.cells() {
                    let w = grid.edges[c + 1];
                    let next = [below(w + shift), below(2.0 * from - w + shift)];
                    image[c] += mass * (next[0] - last[0] + last[1] - next[1]);
                    last = next;
                }
            }
        }
    }
    image
}

#[test]
fn one_step_is_that_of_the_dense_operator() {
    let balance = |t: f64| Scenario {
        landscape: moments("W", "0.5 + W^2"),
        learning_rate: t,
        domain: [-4.0, 4.0],
        initial: Initial { mean: -2.0, sd: 0.3 },
        walkers: 0,
        ..Scenario::default()
    };
    let even =
        |s2: &str, sd: f64| Scenario { initial: Initial { mean: -0.6, sd }, ..linear(s2, 0.1, 0) };
    let parabolas = Scenario {
        landscape: sgd_current::landscape::Spec::Formula {
            losses: vec!["(W - 1)^2/2".into(), "(W + 1)^2/2".into()],
        },
        learning_rate: 0.5,
        ..linear("1", 1.0, 0)
    };
    // W − TG has a fold at −0.75, which takes both ends of a panel to one place.
    let fold = Scenario {
        landscape: moments("W^3 - W", "0.045"),
        learning_rate: 1.43,
        domain: [-2.2, 2.6],
        initial: Initial { mean: -0.98, sd: 0.062 },
        walkers: 0,
        ..Scenario::default()
    };
    for (scenario, cells, tolerance) in [
        (fold.clone(), 500, 1e-5),
        (fold, 2048, 1e-6),
        (balance(0.3), 512, 1e-6),
        (balance(0.05), 512, 1e-6),
        (balance(2.0), 256, 1e-6),
        (even("0.02", 0.15), 512, 1e-6),
        (even("0.02", 0.1), 512, 1e-6),
        (even("0.3", 0.1), 512, 1e-6),
        (even("3", 0.15), 512, 1e-6),
        (even("0.01", 0.15), 512, 1e-6),
        (even("0.003", 0.15), 512, 1e-6),
        (parabolas, 512, 1e-6),
    ] {
        let what = format!("{:?}, T = {}", scenario.landscape, scenario.learning_rate);
        let scenario = Scenario { cells, ..scenario };
        let mut sim = simulate(scenario.clone());
        let start = sim.masses(Model::Gaussian).unwrap().to_vec();
        sim.step(1);
        let exact = dense(&scenario, sim.grid(), &start);
        let error = l1(sim.masses(Model::Gaussian).unwrap(), &exact);
        assert!(error < tolerance, "L1 error {error:e} of {what}");
    }
}

#[test]
fn every_grid_is_taken() {
    for cells in [4096, 32_768] {
        let mut sim = simulate(linear("1", 0.5, cells));
        sim.step(1);
        assert_close(sim.moments(Model::Gaussian).unwrap().mean, -0.2999, 1e-4, "mean");
    }
}

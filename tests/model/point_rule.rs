//! The point rule against closed forms and its own walkers.

use crate::{assert_close, l1, moments, simulate};
use sgd_current::line::initial::masses;
use sgd_current::line::simulation::Model;
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

#[test]
fn too_many_pairs_of_cells_are_refused() {
    let mut sim = simulate(linear("1", 1.0, 16_384));
    assert_eq!(sim.masses(Model::Gaussian).unwrap_err().field(), "cells");
}

//! The post's own system, which the post could not run.

use crate::{assert_close, simulate};
use sgd_current::line::current::stationary::Stationary;
use sgd_current::model::Model;
use sgd_current::scenario::Scenario;

#[test]
fn sgd_leaves_the_pit_sooner_than_the_current_predicts() {
    let mut sim = simulate(Scenario { cells: 4096, walkers: 1_000_000, ..Scenario::default() });
    sim.step(100);
    let sgd = sim.mass(Model::Sgd, 1.3, 4.0).unwrap();
    let current = sim.mass(Model::Current, 1.3, 4.0).unwrap();
    assert_close(sgd, 0.2692, 0.002, "mass of SGD beyond 1.3 at t = 100");
    assert_close(current, 0.0766, 0.001, "mass of the current beyond 1.3 at t = 100");
    let moment = sim.moments(Model::Current).unwrap();
    assert_close(moment.mean, 1.0387, 1e-3, "mean of the current");
    assert_close(moment.sd, 0.2226, 1e-3, "sd of the current");
    let walkers = sim.walkers();
    let n = walkers.len() as f64;
    let beyond = walkers.iter().filter(|w| **w > 1.3).count() as f64 / n;
    let error = (sgd * (1.0 - sgd) / n).sqrt();
    assert_close(beyond, sgd, 4.0 * error, "walkers beyond 1.3");
}

#[test]
fn the_distribution_function_of_a_million_walkers_is_that_of_the_transfer_operator() {
    let mut sim = simulate(Scenario { walkers: 1_000_000, seed: 7, ..Scenario::default() });
    sim.step(60);
    let edges = sim.grid().edges.clone();
    let masses = sim.masses(Model::Sgd).unwrap().to_vec();
    let mut walkers = sim.walkers().to_vec();
    walkers.sort_by(f64::total_cmp);
    let (mut exact, mut worst) = (0.0, 0.0_f64);
    for (i, m) in masses.iter().enumerate() {
        exact += m;
        let below = walkers.partition_point(|w| *w <= edges[i + 1]) as f64 / 1e6;
        worst = worst.max((below - exact).abs());
    }
    // Kolmogorov: 1.95/√n is exceeded by chance once in a thousand.
    assert!(worst < 1.95e-3, "Kolmogorov–Smirnov distance {worst}");
}

#[test]
fn mass_is_one_and_nothing_negative_after_ten_thousand_steps() {
    for (t, cells) in [(0.02, 2048), (0.1, 1024), (1.0, 512)] {
        let scenario = Scenario { learning_rate: t, cells, walkers: 0, ..Scenario::default() };
        let mut sim = simulate(scenario);
        for model in [Model::Current, Model::Sgd] {
            sim.reset();
            sim.step(10_000);
            let masses = sim.masses(model).unwrap();
            let total: f64 = masses.iter().sum();
            assert_close(total, 1.0, 1e-12, &format!("mass of {model:?} at T = {t}"));
            assert!(masses.iter().all(|m| *m >= 0.0), "{model:?} at T = {t} goes below zero");
        }
    }
}

#[test]
fn all_mass_of_the_current_ends_at_two() {
    let sim = simulate(Scenario::default());
    let end = sim.stationary();
    let grid = sim.grid();
    assert_eq!(end.classes.len(), 1);
    assert_close(end.classes[0].share, 1.0, 1e-12, "share of the one closed class");
    for (w, p) in grid.centres.iter().zip(end.density()) {
        assert!(p == 0.0 || (w - 2.0).abs() < 0.01, "mass at W = {w}");
    }
}

#[test]
fn the_evolution_arrives_where_the_end_state_says() {
    let mut sim = simulate(Scenario { cells: 512, walkers: 0, ..Scenario::default() });
    sim.step(100_000);
    let near = sim.mass(Model::Current, 1.98, 2.02).unwrap();
    assert!(near > 0.9999, "mass {near} around W = 2 after 100 000 steps");
}

#[test]
fn a_start_between_two_closed_classes_is_shared_by_the_hilltop() {
    // Without noise every start below the hilltop at 1.174310 stays in the pit.
    let flow = sgd_current::presets::PRESETS.iter().find(|p| p.id == "flow").unwrap();
    let scenario = Scenario {
        initial: sgd_current::scenario::Initial { mean: 1.1, sd: 0.3 },
        ..(flow.scenario)()
    };
    let sim = simulate(scenario);
    let Stationary { classes, .. } = sim.stationary();
    assert_eq!(classes.len(), 2);
    let centre =
        |c: &sgd_current::line::current::stationary::Class| sim.grid().centres[c.cells.start];
    assert_close(centre(&classes[0]), 1.007_453, 0.002, "bottom of the pit");
    assert_close(centre(&classes[1]), 2.0, 0.01, "bottom of the bowl");
    // Φ((1.174310 − 1.1)/0.3) = Φ(0.247700), hardly cut by the walls.
    assert_close(classes[0].share, 0.597_816, 2e-3, "share of the pit");
}

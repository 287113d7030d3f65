//! SGD itself against exact answers and brute force.

use crate::{assert_close, moments, simulate};
use sgd_current::landscape::{Landscape, Spec};
use sgd_current::line::sgd::rule::batches;
use sgd_current::model::Model;
use sgd_current::scenario::{Initial, Rule, Scenario};
use sgd_current::walls::reflect;

fn formulas(losses: &[&str]) -> Spec {
    Spec::Formula { losses: losses.iter().map(|l| (*l).into()).collect() }
}

#[test]
fn two_quadratics_at_half_rate_end_uniform() {
    // W → (W ± 1)/2: each step shifts in a binary digit.
    let mut sim = simulate(Scenario {
        landscape: formulas(&["(W - 1)^2/2", "(W + 1)^2/2"]),
        learning_rate: 0.5,
        domain: [-1.0, 1.0],
        initial: Initial { mean: 0.3, sd: 0.2 },
        walkers: 0,
        ..Scenario::default()
    });
    sim.step(60);
    for p in sim.density(Model::Sgd).unwrap() {
        assert_close(p, 0.5, 1e-9, "density on [−1, 1]");
    }
}

#[test]
fn additive_two_point_noise_has_variance_ts2_over_h_2_minus_th() {
    for (t, h) in [(0.05, 1.0), (0.3, 1.0), (0.2, 3.0), (1.4, 1.0)] {
        let mut sim = simulate(Scenario {
            landscape: moments(&format!("{h}*W"), "0.04"),
            learning_rate: t,
            domain: [-2.0, 2.0],
            initial: Initial { mean: 0.2, sd: 0.2 },
            walkers: 0,
            ..Scenario::default()
        });
        sim.step(400);
        let exact = t * 0.04 / (h * (2.0 - t * h));
        let found = sim.moments(Model::Sgd).unwrap().sd.powi(2);
        assert_close(found / exact, 1.0, 1e-3, &format!("variance at T = {t}, h = {h}"));
    }
}

/// P(W_10 ≤ w) by all 2^10 paths of two-point draws, followed back to where they
/// started. At this T neither map folds, so that each has one inverse.
fn brute_force_share_below(w: f64, steps: u32, scenario: &Scenario) -> f64 {
    let landscape = Landscape::new(&scenario.landscape).unwrap();
    let [from, to] = scenario.domain;
    let Initial { mean, sd } = scenario.initial;
    let normal = |w: f64| 0.5 * libm::erfc((mean - w) / (sd * 2.0_f64.sqrt()));
    let mut ends = vec![w];
    for _ in 0..steps {
        ends = ends
            .iter()
            .flat_map(|end| [0, 1].map(|j| came_from(*end, j, &landscape, scenario)))
            .collect();
    }
    let share = |w: f64| (normal(w.clamp(from, to)) - normal(from)) / (normal(to) - normal(from));
    ends.iter().map(|w| share(*w)).sum::<f64>() / ends.len() as f64
}

/// Where a step with datapoint j leads to `end`, by bisection.
fn came_from(end: f64, j: usize, landscape: &Landscape, scenario: &Scenario) -> f64 {
    let [mut low, mut high] = scenario.domain;
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        let thrown = middle - scenario.learning_rate * landscape.loss(j, middle).slope;
        if thrown < end { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[test]
fn ten_steps_are_the_average_over_all_paths() {
    let scenario = Scenario {
        learning_rate: 0.004,
        initial: Initial { mean: 1.15, sd: 0.2 },
        cells: 16_384,
        walkers: 0,
        ..Scenario::default()
    };
    let mut sim = simulate(scenario.clone());
    sim.step(10);
    let masses = sim.masses(Model::Sgd).unwrap().to_vec();
    let edges = sim.grid().edges.clone();
    for wanted in [0.7, 0.9, 0.97, 1.0, 1.03, 1.1, 1.3, 1.6] {
        let i = edges.partition_point(|e| *e < wanted);
        let found: f64 = masses[..i].iter().sum();
        let exact = brute_force_share_below(edges[i], 10, &scenario);
        assert_close(found, exact, 1e-10, "share below after ten steps");
    }
}

#[test]
fn the_map_of_distributions_converges_with_the_cells() {
    let mean_at = |cells| {
        let mut sim = simulate(Scenario { cells, walkers: 0, ..Scenario::default() });
        sim.step(40);
        sim.mass(Model::Sgd, 1.3, 4.0).unwrap()
    };
    let fine = mean_at(8192);
    let errors: Vec<f64> = [512, 1024, 2048].map(|n| (mean_at(n) - fine).abs()).to_vec();
    assert!(errors[0] < 2e-3 && errors[2] < 1e-4 && errors[2] < errors[0] / 4.0, "{errors:?}");
}

#[test]
fn mass_that_would_leave_is_mirrored_at_the_wall() {
    assert_close(reflect(1.25, [0.0, 1.0]), 0.75, 1e-15, "beyond the right wall");
    assert_close(reflect(-0.25, [0.0, 1.0]), 0.25, 1e-15, "beyond the left wall");
    assert_close(reflect(2.75, [0.0, 1.0]), 0.75, 1e-15, "beyond both");
    // G = −3 moves everything by 0.3 per step; from near 0.9 that is mirrored.
    let mut sim = simulate(Scenario {
        landscape: moments("-3", "0"),
        learning_rate: 0.1,
        domain: [0.0, 1.0],
        initial: Initial { mean: 0.9, sd: 0.02 },
        walkers: 100,
        ..Scenario::default()
    });
    sim.step(1);
    assert_close(sim.moments(Model::Sgd).unwrap().mean, 0.8, 1e-6, "mirrored mean");
    assert!(sim.walkers().iter().all(|w| (0.0..=1.0).contains(w)));
}

#[test]
fn the_flow_rule_with_many_small_steps_follows_the_exact_flow() {
    // g = W: m small steps multiply by (1 − T/m)^m → e^{−T}.
    let mut sim = simulate(Scenario {
        landscape: moments("W", "0"),
        learning_rate: 1.0,
        rule: Rule::Flow,
        substeps: 1000,
        domain: [-2.0, 2.0],
        initial: Initial { mean: 1.0, sd: 0.1 },
        walkers: 0,
        ..Scenario::default()
    });
    sim.step(1);
    assert_close(sim.moments(Model::Sgd).unwrap().mean, (-1.0_f64).exp(), 3e-4, "mean");
}

#[test]
fn batches_are_multinomial() {
    let all = batches(3, 4).unwrap();
    assert_eq!(all.len(), 15);
    assert_close(all.iter().map(|b| b.weight).sum(), 1.0, 1e-14, "all weights");
    let mixed = all.iter().find(|b| b.parts == [(0, 0.5), (1, 0.25), (2, 0.25)]).unwrap();
    assert_close(mixed.weight, 12.0 / 81.0, 1e-15, "4!/(2! 1! 1!)/3⁴");
    assert_eq!(batches(100, 50).unwrap_err().field(), "batchSize");
}

#[test]
fn the_same_seed_walks_the_same_way() {
    let walk = |seed| {
        let mut sim = simulate(Scenario { seed, walkers: 50, ..Scenario::default() });
        sim.step(25);
        sim.walkers().to_vec()
    };
    assert_eq!(walk(3), walk(3));
    assert_ne!(walk(3), walk(4));
}

#[test]
fn gradients_by_table_are_the_gradients() {
    // So many that a table of any size in question pays.
    let flock = vec![0.5; 10_000];
    let landscape = Landscape::new(&Spec::pit()).unwrap();
    let table = sgd_current::line::sgd::table::Table::new(&landscape, [-1.0, 4.0], &flock).unwrap();
    for i in 0..20_000 {
        let w = -1.0 + 5.0 * (f64::from(i) + 0.37) / 20_000.0;
        for j in 0..2 {
            assert_close(table.gradient(j, w), landscape.loss(j, w).slope, 1e-9, "g");
        }
    }
    // For few walkers none is made that takes longer than their own gradients.
    assert!(
        sgd_current::line::sgd::table::Table::new(&landscape, [-1.0, 4.0], &flock[..8]).is_none()
    );
    // Gradients that jump have no table.
    let wells = Spec::wells(2.0, 0.1, 1.0);
    let landscape = Landscape::new(&wells).unwrap();
    assert!(sgd_current::line::sgd::table::Table::new(&landscape, [-6.0, 12.0], &flock).is_none());
}

#[test]
fn many_datapoints_are_drawn_evenly() {
    // g_j = W − y_j: after one step at T = 1 a walker stands on the y_j it drew.
    let points: Vec<[f64; 2]> = (0..7).map(|j| [1.0, f64::from(j)]).collect();
    let mut sim = simulate(Scenario {
        landscape: Spec::Data { model: sgd_current::landscape::data::Model::Line, points },
        learning_rate: 0.5,
        domain: [-1.0, 7.0],
        walkers: 70_000,
        ..Scenario::default()
    });
    sim.step(1);
    let mut counts = [0.0; 7];
    for w in sim.walkers() {
        assert_close(*w, w.round(), 1e-6, "a walker stands on a datapoint");
        counts[w.round() as usize] += 1.0;
    }
    for count in counts {
        assert_close(count, 10_000.0, 4.0 * 10_000.0_f64.sqrt(), "walkers on a datapoint");
    }
}

#[test]
fn many_walkers_see_a_well_narrower_than_their_table() {
    let mut sim = simulate(Scenario {
        landscape: formulas(&["W^2/2", "W^2/2 - 0.02*exp(-40000*(W-0.9765625)^2)"]),
        learning_rate: 0.05,
        domain: [-20.0, 20.0],
        initial: Initial { mean: 0.9766, sd: 0.004 },
        walkers: 20_000,
        cells: 8192,
        ..Scenario::default()
    });
    sim.step(3);
    let exact = sim.moments(Model::Sgd).unwrap().sd;
    let found = sgd_current::line::series::Moment::of_points(sim.walkers()).unwrap().sd;
    assert_close(found / exact, 1.0, 0.03, "sd of the walkers by SGD's");
}

#[test]
fn many_walkers_take_their_small_steps_by_table() {
    let mut sim = simulate(Scenario {
        landscape: formulas(&["W^4/4 - W^2/2 + 0.3*W", "W^4/4 - W^2/2 - 0.5*W"]),
        learning_rate: 1.1,
        batch_size: 2,
        rule: Rule::Flow,
        substeps: 12,
        domain: [-2.2, 2.5],
        initial: Initial { mean: -0.7, sd: 0.2 },
        walkers: 20_000,
        ..Scenario::default()
    });
    sim.step(4);
    let exact = sim.moments(Model::Sgd).unwrap();
    let found = sgd_current::line::series::Moment::of_points(sim.walkers()).unwrap();
    let error = exact.sd / 20_000_f64.sqrt();
    assert_close(found.mean, exact.mean, 4.0 * error, "mean of the walkers");
    assert_close(found.sd / exact.sd, 1.0, 0.03, "sd of the walkers by SGD's");
}

//! SGD without replacement: variances at whole epochs, brute force over all orders, walkers.

use crate::{assert_close, ks_to_walkers, simulate};
use sgd_current::landscape::Spec;
use sgd_current::line::initial::between;
use sgd_current::model::Model;
use sgd_current::scenario::{Initial, Sampling, Scenario};

/// ½h_j(W − c_j)² for every (h, c).
fn bowls(bowls: &[(f64, f64)]) -> Spec {
    let loss = |(h, c): &(f64, f64)| format!("{h}/2*(W - ({c}))^2");
    Spec::Formula { losses: bowls.iter().map(loss).collect() }
}

fn shuffled(losses: Spec, t: f64, domain: [f64; 2]) -> Scenario {
    Scenario {
        landscape: losses,
        learning_rate: t,
        sampling: Sampling::Shuffle,
        domain,
        initial: Initial { mean: 0.5 * (domain[0] + domain[1]), sd: 0.1 },
        walkers: 0,
        ..Scenario::default()
    }
}

/// Mean and variance after so many epochs of n steps.
fn after(scenario: Scenario, epochs: u64, n: u64) -> (f64, f64) {
    let mut sim = simulate(scenario);
    sim.step(epochs * n);
    let m = sim.moments(Model::Sgd).unwrap();
    (m.mean, m.sd * m.sd)
}

/// (T(1 − r))²/(1 − r⁴), r = 1 − T: centres ±1.
fn closed_form(t: f64) -> f64 {
    (t * t).powi(2) / (1.0 - (1.0 - t).powi(4))
}

#[test]
fn two_quadratics_have_the_variance_of_the_closed_form_at_whole_epochs() {
    let two = || bowls(&[(1.0, 1.0), (1.0, -1.0)]);
    let mut variances = Vec::new();
    for t in [0.2, 0.1, 0.05, 0.04, 0.02] {
        let epochs = (6.5 / t) as u64;
        let (mean, variance) = after(shuffled(two(), t, [-2.0, 2.0]), epochs, 2);
        assert_close(mean, 0.0, 1e-9, "mean");
        assert_close(variance / closed_form(t), 1.0, 1e-4, &format!("variance at T = {t}"));
        variances.push(variance);
    }
    assert_close(variances[1], 2.907_822e-4, 3e-8, "T = 0.1");
    assert_close(variances[4], 2.061_01e-6, 3e-10, "T = 0.02");
    // It falls as T³(1 + 3T/2): the slope of a small T is 3.
    let slope = (variances[3] / variances[4]).ln() / 2.0_f64.ln();
    assert_close(slope, 3.0, 0.05, "slope from T = 0.04 to 0.02");
    // With replacement it falls as T.
    let scenario = Scenario { sampling: Sampling::Replace, ..shuffled(two(), 0.1, [-2.0, 2.0]) };
    assert_close(after(scenario, 65, 2).1, 5.263_158e-2, 1e-5, "with replacement");
}

#[test]
fn three_quadratics_breathe_within_the_epoch() {
    let scenario = shuffled(bowls(&[(1.0, 0.0), (1.0, 1.0), (1.0, 3.0)]), 0.1, [-1.0, 4.0]);
    let mut sim = simulate(scenario);
    sim.step(150);
    let mut variance = || {
        let sd = sim.moments(Model::Sgd).unwrap().sd;
        sim.step(1);
        sd * sd
    };
    let [whole, first, second, again] = [variance(), variance(), variance(), variance()];
    assert_close(whole, 8.996_851e-4, 9e-8, "at whole epochs");
    assert_close(again, whole, 1e-8, "an epoch later");
    // W after a draw of centre c is rW + Tc, and the centres have the variance 14/9; after two
    // the missing one tells the sum.
    assert!(first > 10.0 * whole && second > 10.0 * whole, "{first}, {second}");
}

#[test]
fn unequal_curvatures_shift_the_mean() {
    let scenario = shuffled(bowls(&[(1.0, -1.0), (3.0, 1.0)]), 0.1, [-2.0, 2.0]);
    let (mean, _) = after(scenario, 60, 2);
    assert_close(mean, 0.540_541, 1e-5, "mean at whole epochs");
}

/// Every order of 0..n.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for order in orders(n - 1) {
        for at in 0..n {
            let mut order = order.clone();
            order.insert(at, n - 1);
            all.push(order);
        }
    }
    all
}

#[test]
fn five_points_of_the_line_are_brute_force_over_all_orders() {
    let points = vec![[1.0, 0.9], [0.5, 1.2], [-1.2, -1.0], [0.8, 0.2], [1.5, 2.0]];
    let (t, initial) = (0.08, Initial { mean: 0.3, sd: 0.3 });
    let model = sgd_current::landscape::data::Model::Line;
    let spec = Spec::Data { model, points: points.clone() };
    for size in [1, 5] {
        let scenario =
            Scenario { initial, batch_size: size, ..shuffled(spec.clone(), t, [-2.0, 3.0]) };
        for epochs in [1, 2] {
            let mut sim = simulate(scenario.clone());
            let per_epoch = 5 / size as u64;
            sim.step(epochs * per_epoch);
            let masses = sim.masses(Model::Sgd).unwrap().to_vec();
            let edges = sim.grid().edges.clone();
            // An epoch in one order is W → αW + β: the start's normal is taken backwards.
            let one: Vec<[f64; 2]> = if size == 5 {
                let mean = |f: fn(&[f64; 2]) -> f64| points.iter().map(f).sum::<f64>() / 5.0;
                vec![[1.0 - 2.0 * t * mean(|p| p[0] * p[0]), 2.0 * t * mean(|p| p[0] * p[1])]]
            } else {
                let follow = |order: Vec<usize>| {
                    order.into_iter().fold([1.0, 0.0], |[a, b], j| {
                        let [x, y] = points[j];
                        let r = 1.0 - 2.0 * t * x * x;
                        [r * a, r * b + 2.0 * t * x * y]
                    })
                };
                orders(5).into_iter().map(follow).collect()
            };
            let mut maps = one.clone();
            for _ in 1..epochs {
                let next = |[a, b]: &[f64; 2]| {
                    one.iter().map(|[c, d]| [c * a, c * b + d]).collect::<Vec<_>>()
                };
                maps = maps.iter().flat_map(next).collect();
            }
            let mut exact = vec![0.0; masses.len()];
            for [a, b] in &maps {
                let back: Vec<f64> = edges.iter().map(|w| (w - b) / a).collect();
                // The walls are far away.
                for (sum, m) in exact.iter_mut().zip(between(initial, &back)) {
                    *sum += m / maps.len() as f64;
                }
            }
            let apart = 0.5 * crate::l1(&exact, &masses);
            assert!(apart < 2e-5, "B = {size}, {epochs} epochs: {apart}");
        }
    }
}

#[test]
fn walkers_draw_as_the_operator_does_also_within_the_epoch() {
    for (scenario, steps) in [
        (shuffled(bowls(&[(1.0, 0.0), (2.0, 1.0), (1.0, 3.0)]), 0.2, [-1.0, 4.0]), 7),
        (
            Scenario {
                batch_size: 2,
                ..shuffled(
                    bowls(&[(1.0, -1.0), (2.0, 1.0), (0.5, 0.0), (1.0, 0.5)]),
                    0.2,
                    [-2.0, 2.0],
                )
            },
            5,
        ),
    ] {
        let mut sim = simulate(Scenario { walkers: 200_000, ..scenario });
        sim.step(steps);
        let worst = ks_to_walkers(&mut sim);
        assert!(worst < 1.95 / 200_000_f64.sqrt(), "{worst}");
    }
}

#[test]
fn an_epoch_goes_on_when_t_changes_and_begins_anew_with_other_batches() {
    let four = || bowls(&[(1.0, -1.0), (2.0, 1.0), (0.5, 0.0), (1.0, 0.5)]);
    let start = shuffled(four(), 0.2, [-2.0, 2.0]);
    for next in [
        Scenario { learning_rate: 0.1, ..start.clone() },
        Scenario { batch_size: 2, ..start.clone() },
        Scenario { sampling: Sampling::Replace, ..start.clone() },
        Scenario {
            landscape: bowls(&[(1.0, -1.0), (2.0, 1.2), (0.5, 0.0), (1.0, 0.5)]),
            ..start.clone()
        },
    ] {
        let mut sim = simulate(Scenario { walkers: 200_000, ..start.clone() });
        sim.step(3);
        sim.update(Scenario { walkers: 200_000, ..next.clone() }).unwrap();
        sim.step(2);
        sim.update(Scenario { walkers: 200_000, ..start.clone() }).unwrap();
        sim.step(2);
        let worst = ks_to_walkers(&mut sim);
        assert!(worst < 1.95 / 200_000_f64.sqrt(), "{worst}, {next:?}");
    }
}

#[test]
fn what_epochs_cannot_do_is_refused_in_words() {
    let many: Vec<(f64, f64)> = (0..11).map(|i| (1.0, f64::from(i))).collect();
    let mut sim = simulate(shuffled(bowls(&many), 0.1, [-1.0, 11.0]));
    sim.step(3);
    assert_eq!(sim.masses(Model::Sgd).unwrap_err().field(), "sampling");
    sim.masses(Model::Current).unwrap();
    // Ten are carried.
    let mut ten = simulate(shuffled(bowls(&many[..10]), 0.1, [-1.0, 11.0]));
    ten.step(1);
    ten.masses(Model::Sgd).unwrap();
    assert_eq!(ten.passage_of_sgd(0.0, 5.0).unwrap_err().field(), "sampling");
    assert_eq!(ten.energies(None).unwrap_err().field(), "sampling");
    let three = Scenario { batch_size: 2, ..shuffled(bowls(&many[..3]), 0.1, [-1.0, 3.0]) };
    assert_eq!(three.check().unwrap_err().field(), "batchSize");
    let crowd = Scenario { walkers: 4_000_000, ..shuffled(bowls(&many), 0.1, [-1.0, 11.0]) };
    assert_eq!(crowd.check().unwrap_err().field(), "walkers");
}

//! Losses whose gradients agree beyond a kink, so that S² jumps to 0 there: the boundary is sticky,
//! absorbing or frozen, as Itô's equation has it. On the other side g = ±1, so that W is Brownian with
//! variance T² a step.

use crate::{assert_close, simulate};
use sgd_current::landscape::Spec;
use sgd_current::model::Model;
use sgd_current::scenario::{Convention, Initial, Scenario};

/// A scenario and its mirror image, between walls at 3 on the side with noise and at 1 on the other.
fn both(losses: [&str; 2], rate: f64, cells: usize) -> [(f64, Scenario); 2] {
    [1.0, -1.0].map(|sign| {
        let losses = losses.map(|l| if sign > 0.0 { l.into() } else { l.replace('W', "(-W)") });
        let scenario = Scenario {
            landscape: Spec::Formula { losses: losses.to_vec() },
            learning_rate: rate,
            domain: if sign > 0.0 { [-3.0, 1.0] } else { [-1.0, 3.0] },
            cells,
            initial: Initial { mean: -sign, sd: 0.3 },
            walkers: 0,
            ..Scenario::default()
        };
        (sign, scenario)
    })
}

/// The mass of a model beyond the kink, and a cell before it.
fn beyond(scenario: &Scenario, steps: u64, model: Model, sign: f64) -> f64 {
    let mut simulation = simulate(scenario.clone());
    simulation.step(steps);
    let centres = simulation.grid().centres.clone();
    let near = 4.1 / scenario.cells as f64;
    let masses = simulation.masses(model).unwrap();
    masses.iter().zip(&centres).filter(|(_, w)| sign * **w > -near).map(|(m, _)| m).sum()
}

#[test]
fn drift_that_leads_back_makes_the_edge_of_noise_sticky() {
    // g = 1 and ±1: mass at the edge is T/2 times the density beside it.
    for rate in [0.1, 0.02] {
        for (sign, scenario) in both(["W", "abs(W)"], rate, 512) {
            let share = 0.5 * rate / (3.0 + 0.5 * rate);
            let simulation = simulate(scenario.clone());
            let end = simulation.stationary();
            let grid = simulation.grid();
            let mass: f64 = (0..grid.cells())
                .filter(|k| sign * grid.centres[*k] > 0.0)
                .map(|k| end.density()[k] * grid.widths[k])
                .sum();
            assert_close(mass, share, 1e-9, "at rest");
            // u = (W + b)/T + (b² − W²)/T² to the way out at −b.
            let time = simulation.passage(-sign, -2.9 * sign).unwrap().log_time.exp();
            let expected = 1.9 / rate + (2.9_f64.powi(2) - 1.0) / (rate * rate);
            assert_close(time, expected, 1e-4 * expected, "on the way back");
            // What has come beyond the edge is near what SGD has there: before, it was 1/200 of it.
            let steps = (4.0 / (rate * rate)) as u64;
            let ours = beyond(&scenario, steps, Model::Current, sign);
            let sgd = beyond(&scenario, steps, Model::Sgd, sign);
            assert_close(ours, sgd, 0.12 * sgd, "after a while");
        }
    }
}

#[test]
fn drift_that_leads_away_makes_it_absorb() {
    for rate in [0.1, 0.02] {
        for (sign, scenario) in both(["where(W<0, W, -W)", "-W"], rate, 512) {
            let time = simulate(scenario).passage(-sign, 0.5 * sign).unwrap().log_time.exp();
            let expected = 5.0 / (rate * rate) + 0.5 / rate;
            assert_close(time, expected, 1e-4 * expected, &format!("T = {rate}, {sign}"));
        }
    }
}

#[test]
fn without_drift_all_that_comes_stays() {
    // On [0, 3] with absorption at 0: Σ over the modes sin((k + ½)πx/3), from a normal at 1.
    let expected = {
        let modes = (0..60).map(|k| {
            let l = (f64::from(k) + 0.5) * std::f64::consts::PI / 3.0;
            let start = l.sin() * (-0.5 * (0.3 * l).powi(2)).exp();
            2.0 / 3.0 * start / l * (-2.0 * l * l).exp()
        });
        1.0 - modes.sum::<f64>()
    };
    for (sign, scenario) in both(["relu(-W)", "-relu(-W)"], 0.1, 512) {
        let ours = beyond(&scenario, 400, Model::Current, sign);
        assert_close(ours, expected, 4e-3, &format!("{sign}"));
    }
}

#[test]
fn in_the_other_conventions_noise_does_not_pass() {
    // D^a ∂(D^{1−a}P)/∂W is 0 where D is: drift that leads back keeps the other side empty.
    for convention in [Convention::Stratonovich, Convention::Klimontovich] {
        for (sign, scenario) in both(["W", "abs(W)"], 0.1, 512) {
            let scenario = Scenario { convention, ..scenario };
            let cells = scenario.cells;
            let mut simulation = simulate(scenario);
            simulation.step(400);
            let centres = simulation.grid().centres.clone();
            let masses = simulation.masses(Model::Current).unwrap();
            let pairs = masses.iter().zip(&centres).filter(|(_, w)| sign * **w > 0.0);
            let mass: f64 = pairs.map(|(m, _)| m).sum();
            assert!(mass < 1e-3, "{convention:?} on {cells} cells: {mass}");
        }
    }
}

#[test]
fn layers_thinner_than_a_cell_hold_what_waits_in_them() {
    // A little noise beyond the edge: a layer of D/|b| holds as much as the edge without any. Where cells
    // did not follow it, nothing was there, and the way back took 741 steps, told as carried.
    for quiet in [1e-6, 1e-3, 1e-2, 0.05] {
        for cells in [256, 1000, 4096] {
            let scenario = Scenario {
                landscape: Spec::Moments {
                    gradient: "where(W<0, 0, 1)".into(),
                    variance: format!("where(W<0, 1, {quiet})"),
                },
                learning_rate: 0.1,
                domain: [-3.0, 1.0],
                cells,
                ..Scenario::default()
            };
            let simulation = simulate(scenario);
            let time = simulation.passage(-1.0, -2.9).unwrap().log_time.exp();
            assert_close(time, 760.0, 0.2, &format!("S² = {quiet} on {cells} cells"));
        }
    }
}

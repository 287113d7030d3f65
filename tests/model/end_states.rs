//! End states against their closed forms.

use crate::{assert_close, moments, simulate};
use sgd_current::scenario::{Initial, Scenario};

/// Largest relative error of the end state against exp(log_p) up to its norm,
/// where P exceeds 10⁻⁶ of its peak.
fn worst(scenario: Scenario, log_p: impl Fn(f64) -> f64) -> f64 {
    let sim = simulate(Scenario { walkers: 0, ..scenario });
    let (grid, end) = (sim.grid(), sim.stationary());
    let exact: Vec<f64> = grid.centres.iter().map(|w| log_p(*w)).collect();
    let peak = exact.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let norm: f64 = exact.iter().zip(&grid.widths).map(|(l, h)| (l - peak).exp() * h).sum();
    let floor = 1e-6_f64.ln();
    (0..grid.cells())
        .filter(|i| exact[*i] - peak > floor)
        .map(|i| ((end.log_density[i] - (exact[i] - peak - norm.ln())).exp() - 1.0).abs())
        .fold(0.0, f64::max)
}

fn scenario(gradient: &str, variance: &str, t: f64, domain: [f64; 2], start: f64) -> Scenario {
    Scenario {
        landscape: moments(gradient, variance),
        learning_rate: t,
        domain,
        initial: Initial { mean: start, sd: 0.1 },
        ..Scenario::default()
    }
}

#[test]
fn student_where_the_noise_grows_with_the_square() {
    // G = W, S² = ½ + W²: P ∝ (½ + W²)^(−1−1/T).
    let t = 0.3;
    let error = worst(scenario("W", "0.5 + W^2", t, [-8.0, 8.0], 0.0), |w| {
        (-1.0 - 1.0 / t) * (0.5 + w * w).ln()
    });
    assert!(error < 1e-6, "relative error {error}");
}

#[test]
fn gamma_where_the_noise_grows_linearly() {
    // G = W − 1, S² = W: P ∝ W^(2/T − 1) e^(−2W/T).
    let t = 0.5;
    let error = worst(scenario("W - 1", "W", t, [0.0, 8.0], 1.0), |w| {
        (2.0 / t - 1.0) * w.ln() - 2.0 * w / t
    });
    assert!(error < 1e-6, "relative error {error}");
}

#[test]
fn beta_where_the_noise_vanishes_at_both_walls() {
    // G = W − ½, S² = W(1 − W): P ∝ (W(1 − W))^(1/T − 1).
    let t = 0.2;
    let error = worst(scenario("W - 0.5", "W*(1 - W)", t, [0.0, 1.0], 0.5), |w| {
        (1.0 / t - 1.0) * (w * (1.0 - w)).ln()
    });
    assert!(error < 1e-6, "relative error {error}");
}

#[test]
fn a_double_well_under_uneven_noise() {
    // 2∫(W³ − W)/(1 + W²) = W² − 2 ln(1 + W²).
    let t = 0.2;
    let error = worst(scenario("W^3 - W", "1 + W^2", t, [-3.0, 3.0], 0.0), |w| {
        let s2 = 1.0 + w * w;
        -s2.ln() - (w * w - 2.0 * s2.ln()) / t
    });
    assert!(error < 1e-6, "relative error {error}");
}

#[test]
fn the_basins_of_a_double_well_are_its_halves() {
    let sim = simulate(scenario("W^3 - W", "1", 0.2, [-2.5, 2.5], -1.0));
    let minima = sim.stationary().minima;
    assert_eq!(minima.len(), 2);
    for (m, at) in minima.iter().zip([-1.0, 1.0]) {
        assert_close(m.at, at, 1e-4, "bottom of a well");
        assert_close(m.log_mass.exp(), 0.5, 5e-4, "mass of a well");
    }
    assert_close(minima[0].to, 0.0, 0.005, "the ridge");
}

#[test]
fn basins_part_within_a_cell() {
    // P ∝ (1 + W²)^(2/T − 1) e^((2εW − W²)/T): with the tilt ε the ridge is at the edge of no cell.
    let (t, tilt) = (0.5, 0.03);
    let share = |cells| {
        let tilted =
            scenario(&format!("W^3 - W - {tilt}*(1 + W^2)"), "1 + W^2", t, [-3.0, 3.0], 0.0);
        let end = simulate(Scenario { cells, walkers: 0, ..tilted }).stationary();
        assert_eq!(end.minima.len(), 2);
        assert_eq!(end.minima[0].to, end.minima[1].from);
        end.minima[0].log_mass.exp()
    };
    // Simpson's rule on either side of the ridge, where Φ′ = 0.
    let density = |w: f64| {
        let s2 = 1.0 + w * w;
        (-s2.ln() - (w * w - 2.0 * s2.ln() - 2.0 * tilt * w) / t).exp()
    };
    let slope = |w: f64| 2.0 * w - 2.0 * w / (1.0 + w * w) * (2.0 - t) - 2.0 * tilt;
    let (mut left, mut right) = (-0.5, 0.3);
    for _ in 0..60 {
        let middle = 0.5 * (left + right);
        *(if slope(middle) > 0.0 { &mut left } else { &mut right }) = middle;
    }
    let sum = |from: f64, to: f64| {
        let h = (to - from) / 4000.0;
        let at = |k: usize| density(from + k as f64 * h);
        let weight = |k: usize| {
            if k % 2 == 1 {
                4.0
            } else if k == 0 || k == 4000 {
                1.0
            } else {
                2.0
            }
        };
        (0..=4000).map(|k| weight(k) * at(k)).sum::<f64>() * h / 3.0
    };
    let exact = sum(-3.0, left) / sum(-3.0, 3.0);
    // Of second order: with four times the cells about a sixteenth.
    let [coarse, fine] = [256, 1024].map(|cells| (share(cells) - exact).abs());
    assert!(coarse < 4e-4 && fine < 0.1 * coarse, "{coarse} {fine}");
}

#[test]
fn where_nothing_moves_every_cell_keeps_its_mass() {
    let sim = simulate(scenario("0", "0", 0.1, [-1.0, 1.0], 0.0));
    let end = sim.stationary();
    assert_eq!(end.classes.len(), sim.grid().cells());
    let start = sgd_current::line::initial::masses(sim.scenario().initial, sim.grid());
    for (class, mass) in end.classes.iter().zip(start) {
        assert_close(class.share, mass, 1e-15, "share");
    }
}

#[test]
fn a_gate_lets_mass_through_one_way_only() {
    // S² vanishes left of 0 and the drift leads right: what starts left ends right.
    let sim = simulate(scenario("-1", "(W + abs(W))^2", 0.1, [-1.0, 1.0], -0.5));
    let end = sim.stationary();
    let right: f64 = end
        .classes
        .iter()
        .filter(|c| sim.grid().centres[c.cells.start] > -0.01)
        .map(|c| c.share)
        .sum();
    assert_close(right, 1.0, 1e-12, "mass right of the gate");
}

#[test]
fn where_drift_and_noise_vanish_together_nothing_passes() {
    let left_of = |z: f64| 0.5 * libm::erfc(z / 2.0_f64.sqrt());
    for (g, s2, domain, (mean, sd), wall) in [
        ("W^3 - W", "W^2", [-2.0, 2.0], (1.0, 0.1), 0.0),
        ("W^3 - W", "W^2", [-2.0, 2.3], (0.2, 0.2), 0.0),
        ("-W", "W^2", [-2.0, 3.1], (0.2, 0.2), 0.0),
        ("-(W - 0.13)", "W^2 - 0.26*W + 0.0169", [-2.0, 3.1], (0.4, 0.2), 0.13),
    ] {
        let sim = simulate(Scenario {
            initial: Initial { mean, sd },
            ..scenario(g, s2, 0.3, domain, mean)
        });
        let end = sim.stationary();
        assert_eq!(end.classes.len(), 2, "{g}, {s2} on {domain:?}");
        assert_close(end.classes[0].share, left_of((mean - wall) / sd), 1e-9, "share on the left");
        assert_close(sim.grid().edges[end.classes[1].cells.start], wall, 1e-12, "the wall");
    }
    // In the pit S² vanishes at 1, but G does not: a gate, not a wall.
    assert_eq!(simulate(Scenario::default()).stationary().classes.len(), 1);
}

#[test]
fn all_of_the_start_ends_somewhere_behind_ratios_that_no_number_holds() {
    // Left of 0.6 the drift leads left, over a noise of e^−700 and less per cell; but
    // only on the right is there a gate, so that all mass climbs to it in the end.
    let sim = simulate(Scenario {
        cells: 64,
        ..scenario("tanh(40*(0.6 - W))", "1e-6*(0.9 - W + abs(0.9 - W))^2", 0.02, [-1.0, 1.5], 0.2)
    });
    let rates = sim.rates();
    assert!((1..64).any(|f| rates.two_way(f) && (rates.up[f] == 0.0 || rates.down[f] == 0.0)));
    let classes = sim.stationary().classes;
    assert_eq!((classes.len(), classes[0].cells.end), (1, 64));
    assert_close(classes[0].share, 1.0, 1e-12, "share of the class on the right");
}

//! Energies of rare events and times where θ has peaks, jumps, or no bound, against integrals in closed
//! form.

use crate::escape::by_quadrature;
use crate::{assert_close, moments, simulate};
use sgd_current::landscape::Spec;
use sgd_current::scenario::{Convention, Scenario};

fn scenario(landscape: Spec, domain: [f64; 2], cells: usize) -> Scenario {
    Scenario { landscape, domain, cells, walkers: 0, ..Scenario::default() }
}

#[test]
fn where_all_gradients_but_one_vanish_together_no_step_leads_on() {
    // g = 1, W, −W: e^{−θ} + 2 cosh θW = 3, so that θ is about ln((3 + √5)/2)/|W| near 0, and ∫θ dW
    // has no bound on either side.
    let losses = ["W", "W^2/2", "-W^2/2"].map(String::from).to_vec();
    // Neither an edge nor a centre stands on 0.
    for cells in [64, 777, 2048] {
        let place = scenario(Spec::Formula { losses: losses.clone() }, [-1.0, 1.37], cells);
        let sim = simulate(Scenario { initial: sim_start(0.5), ..place });
        let (grid, v) = (sim.grid(), sim.energies(Some(0.5)).unwrap());
        let zero = grid.cell_of(0.0);
        assert_eq!(v.sgd[zero], f64::INFINITY, "{cells} cells");
        assert!(v.sgd.iter().filter(|v| v.is_infinite()).count() <= 2, "{cells} cells");
        // Beside it the sum is that of even steps in ln W, each by the trapezoidal rule.
        let near = grid.cell_of(0.02).max(zero + 1);
        let theta = |w: f64| sgd_current::line::energy::theta(&[1.0, w, -w]);
        let exact = by_logarithms(&theta, grid.centres[near], grid.centres[grid.cell_of(0.5)]);
        assert_close(-v.sgd[near] / exact, 1.0, 1e-3, &format!("the way down on {cells} cells"));
    }
}

fn sim_start(mean: f64) -> sgd_current::scenario::Initial {
    sgd_current::scenario::Initial { mean, sd: 0.1 }
}

/// ∫θ dW from a to b, both right of 0, on even steps of ln W (extrapolated, Richardson 1911).
fn by_logarithms(theta: &dyn Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    let rule = |n: usize| {
        let h = (b / a).ln() / n as f64;
        let f = |i: usize| {
            let w = a * (i as f64 * h).exp();
            w * theta(w) * if i == 0 || i == n { 0.5 } else { 1.0 }
        };
        h * (0..=n).map(f).sum::<f64>()
    };
    (4.0 * rule(4000) - rule(2000)) / 3.0
}

#[test]
fn a_peak_narrower_than_a_cell_counts_as_a_whole() {
    // G = 1, S² = W² + ε²: V = (2/ε) arctan(W/ε).
    for (cells, e) in [(64, 1e-2), (777, 1e-4), (2048, 1e-5)] {
        let landscape = moments("1", &format!("W^2 + {}", e * e));
        let sim = simulate(scenario(landscape, [-1.0, 1.37], cells));
        let v = sim.energies(None).unwrap().current;
        let exact = |w: f64| 2.0 / e * (w / e).atan();
        let (first, last) = (sim.grid().centres[0], sim.grid().centres[cells - 1]);
        let climbed = (v[cells - 1] - v[0]) / (exact(last) - exact(first));
        assert_close(climbed, 1.0, 2e-4, &format!("the climb of ε = {e}"));
    }
}

#[test]
fn a_jump_of_the_gradients_counts_where_it_stands() {
    // G = W ± 3/2 with a sign that jumps at 0.1, S² = 1: V = W² − 3|W − 0.1| and what is constant.
    let sim = simulate(scenario(moments("W - 1.5*sign(W-0.1)", "1"), [-1.0, 1.37], 128));
    let (grid, v) = (sim.grid(), sim.energies(None).unwrap().current);
    let exact = |w: f64| w * w - 3.0 * (w - 0.1).abs();
    let (a, b) = (grid.cell_of(-0.8), grid.cell_of(1.2));
    let expected = exact(grid.centres[b]) - exact(grid.centres[a]);
    assert_close(v[b] - v[a], expected, 1e-4, "the way over the jump");
}

#[test]
fn a_time_over_a_kink_of_the_loss_is_the_double_integral_on_any_cells() {
    // The same with T = 1/2 and S² = 1, and no edge on the jump: on 100 cells the time was 5 % off, and
    // told as carried.
    let (t, slope) = (0.5, 1.2);
    let phi = |w: f64| (w * w + 2.0 * slope * (w - 0.1).abs()) / t;
    let exact = by_quadrature(phi, |_| 0.5 * t * t, -1.0, -0.45, 1.2);
    for cells in [50, 100, 333] {
        let landscape = moments(&format!("W + {slope}*sign(W-0.1)"), "1");
        let place = scenario(landscape, [-1.0, 2.3], cells);
        let way = simulate(Scenario { learning_rate: t, ..place }).passage(-0.45, 1.2).unwrap();
        assert_close(way.log_time, exact, 1e-3, &format!("ln of the time on {cells} cells"));
        assert!(way.resolution.resolved);
    }
    // G = W, and S² jumps from 1 to 4: with a convention a, Φ has a term (1 − a) ln S². It was lost.
    for (convention, a) in [(Convention::Stratonovich, 0.5), (Convention::Klimontovich, 1.0)] {
        // The noise on the left of the place between two points of the mesh.
        let noise = |w: f64| if w < 0.1 - 1e-6 { 1.0 } else { 4.0 };
        let drift = |w: f64| if w < 0.1 { w * w / t } else { (0.01 + (w * w - 0.01) / 4.0) / t };
        let phi = |w: f64| drift(w) + (1.0 - a) * f64::ln(noise(w));
        let exact = by_quadrature(phi, |w| 0.5 * t * t * noise(w), -1.0, -0.45, 1.2);
        for cells in [50, 100, 333] {
            let place = scenario(moments("W", "2.5 + 1.5*sign(W-0.1)"), [-1.0, 2.3], cells);
            let sim = simulate(Scenario { learning_rate: t, convention, ..place });
            let way = sim.passage(-0.45, 1.2).unwrap();
            let what = format!("ln of the time on {cells} cells, {convention:?}");
            assert_close(way.log_time, exact, 1e-3, &what);
        }
    }
}

#[test]
fn where_the_noise_jumps_mass_stands_as_the_convention_says() {
    // G = W, and S² jumps at 0.1 from 1 to 10 or 100, on no edge: P = e^{−∫2G/(T S²)}/S^{2(1−a)}. With
    // Itô's convention 14.5 % stood left of the jump in place of 94.4 %, and were told as carried.
    let t = 0.5;
    for (convention, a) in
        [(Convention::Ito, 0.0), (Convention::Stratonovich, 0.5), (Convention::Klimontovich, 1.0)]
    {
        for high in [10.0, 100.0] {
            let part = |from: f64, to: f64, s: f64| {
                let n = 20_000;
                let h = (to - from) / f64::from(n);
                let density = |i: i32| {
                    let w = from + h * (f64::from(i) + 0.5);
                    (-(0.01 + (w * w - 0.01) / s) / t).exp() / f64::powf(s, 1.0 - a)
                };
                h * (0..n).map(density).sum::<f64>()
            };
            let (left, right) = (part(-3.0, 0.1, 1.0), part(0.1, 5.3, high));
            let noise = format!("{} + {}*sign(W-0.1)", 0.5 * (1.0 + high), 0.5 * (high - 1.0));
            let place = scenario(moments("W", &noise), [-3.0, 5.3], 2048);
            let sim = simulate(Scenario { learning_rate: t, convention, ..place });
            let (grid, end) = (sim.grid(), sim.stationary());
            let before: f64 = end
                .density()
                .iter()
                .zip(&grid.widths)
                .zip(&grid.edges)
                .map(|((p, h), edge)| p * (0.1 - edge).max(0.0).min(*h))
                .sum();
            let what = format!("left of a jump to {high}, {convention:?}");
            assert_close(before, left / (left + right), 4e-3, &what);
        }
    }
}

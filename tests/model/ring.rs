//! Periodic walls: the domain is a ring.

use crate::{assert_close, l1, moments, simulate};
use sgd_current::model::Model;
use sgd_current::scenario::{Convention, Initial, Scenario};
use sgd_current::walls::Walls;
use std::f64::consts::{PI, TAU};

fn ring(gradient: &str, variance: &str, rate: f64, cells: usize) -> Scenario {
    Scenario {
        landscape: moments(gradient, variance),
        learning_rate: rate,
        domain: [-PI, PI],
        walls: Walls::Periodic,
        cells,
        initial: Initial { mean: 0.5, sd: 0.3 },
        walkers: 0,
        ..Scenario::default()
    }
}

/// G/S² = −tilt + sin W, S² = 1/(1 + v cos W): ∫G/S² dW = −tilt W − cos W.
#[derive(Clone, Copy)]
struct Tilted {
    tilt: f64,
    v: f64,
    rate: f64,
    a: f64,
}

impl Tilted {
    fn scenario(&self, cells: usize) -> Scenario {
        let noise = format!("1/(1 + {}*cos(W))", self.v);
        let gradient = format!("(sin(W) - {})*{noise}", self.tilt);
        let convention = if self.a == 0.0 { Convention::Ito } else { Convention::Klimontovich };
        Scenario { convention, ..ring(&gradient, &noise, self.rate, cells) }
    }

    fn variance(&self, w: f64) -> f64 {
        1.0 / (1.0 + self.v * w.cos())
    }

    fn energy(&self, w: f64) -> f64 {
        (1.0 - self.a) * self.variance(w).ln() + 2.0 / self.rate * (-self.tilt * w - w.cos())
    }

    /// ρ and P in closed form (Stratonovich 1967; Risken 1989, §11.3): 1/ρ is
    /// ∫e^{−Φ(x)}∫_x^{x+L} e^Φ/D dy dx/(1 − e^{ΔΦ}).
    fn exact(&self) -> (f64, impl Fn(f64) -> f64 + '_) {
        let inner = move |x: f64| {
            // Boole's rule is exact to 10⁻¹⁰ here.
            let panels = 160;
            let h = TAU / f64::from(4 * panels);
            let f = |i: i32| {
                let y = x + f64::from(i) * h;
                let d = 0.5 * self.rate * self.rate * self.variance(y);
                (self.energy(y) - self.energy(x)).exp() / d
            };
            let boole =
                |i: i32| 7.0 * (f(i) + f(i + 4)) + 32.0 * (f(i + 1) + f(i + 3)) + 12.0 * f(i + 2);
            (0..panels).map(|i| boole(4 * i)).sum::<f64>() * 2.0 * h / 45.0
        };
        let nodes = 200;
        let sum: f64 = (0..nodes).map(|i| inner(TAU * f64::from(i) / f64::from(nodes))).sum();
        let fall = -(self.energy(TAU) - self.energy(0.0)).exp_m1();
        let flux = fall / (sum * TAU / f64::from(nodes));
        (flux, move |x: f64| flux * inner(x) / fall)
    }
}

#[test]
fn the_end_state_of_a_tilted_ring_is_its_closed_form() {
    for (tilt, v, rate, a) in
        [(0.3, 0.0, 0.8, 0.0), (0.3, 0.5, 0.8, 0.0), (-0.6, 0.5, 0.5, 1.0), (0.05, 0.3, 0.3, 0.0)]
    {
        let tilted = Tilted { tilt, v, rate, a };
        let (flux, density) = tilted.exact();
        let mut errors = Vec::new();
        for cells in [128, 256, 2048, 8192] {
            let sim = simulate(tilted.scenario(cells));
            let end = sim.stationary();
            errors.push((end.flux / flux - 1.0).abs());
            if cells == 2048 {
                for k in (0..cells).step_by(101) {
                    let exact = density(sim.grid().centres[k]);
                    assert_close(end.log_density[k].exp(), exact, 1e-5 * exact, "P at rest");
                }
                assert_eq!((end.classes.len(), end.classes[0].cells.clone()), (1, 0..cells));
                assert_eq!(end.minima.len(), 1);
            }
        }
        println!("tilt {tilt}, v {v}, T {rate}: ρ = {flux:.6e}, errors {errors:?}");
        assert!(errors[2] < 5e-6 && errors[3] < 1e-6, "ρ at 2048 and 8192 cells: {errors:?}");
        assert!(errors[0] / errors[1] > 3.5, "of second order: {errors:?}");
    }
}

#[test]
fn a_ring_without_tilt_rests() {
    let tilted = Tilted { tilt: 0.0, v: 0.5, rate: 0.4, a: 0.0 };
    let sim = simulate(tilted.scenario(512));
    let end = sim.stationary();
    assert_close(end.flux, 0.0, 1e-14, "ρ");
    let at = |k: usize| end.energy[k] - tilted.energy(sim.grid().centres[k]);
    for k in 0..512 {
        assert_close(at(k), at(0), 1e-5, "Φ");
    }
}

#[test]
fn a_long_evolution_comes_to_the_end_state_and_its_current() {
    let tilted = Tilted { tilt: 0.4, v: 0.5, rate: 0.6, a: 0.0 };
    let mut sim = simulate(tilted.scenario(512));
    let end = sim.stationary();
    sim.step(400);
    let masses = sim.masses(Model::Current).unwrap().to_vec();
    let widths = sim.grid().widths.clone();
    let resting: Vec<f64> = end.density().iter().zip(&widths).map(|(p, h)| p * h).collect();
    assert!(l1(&masses, &resting) < 1e-7, "off by {}", l1(&masses, &resting));
    for rho in sim.flux().unwrap() {
        assert_close(rho, end.flux, 1e-6 * end.flux.abs(), "ρ at every edge");
    }
    assert_close(masses.iter().sum(), 1.0, 1e-12, "mass");
}

#[test]
fn spreading_round_a_ring_is_a_wrapped_normal() {
    // Even drift and noise: P stays a normal, wrapped.
    let mut worst = Vec::new();
    for cells in [64, 128, 512] {
        let mut sim = simulate(ring("-1", "1", 0.3, cells));
        let mut error = 0.0_f64;
        for steps in [1, 9, 60] {
            sim.step(steps);
            let time = sim.time() as f64;
            for model in [Model::Current, Model::Gaussian] {
                let (mean, variance) = (0.5 + 0.3 * time, 0.09 + 0.09 * time);
                let exact = |w: f64| {
                    let image = |k: i32| {
                        let z = (w - mean) / TAU;
                        let z = TAU * (z - z.round() + f64::from(k));
                        (-0.5 * z * z / variance).exp() / (TAU * variance).sqrt()
                    };
                    (-9..=9).map(image).sum::<f64>()
                };
                let centres = sim.grid().centres.clone();
                let h = sim.grid().widths[0];
                for (p, w) in sim.density(model).unwrap().iter().zip(centres) {
                    // The mean over a cell, by Simpson's rule.
                    let mean = (exact(w - 0.5 * h) + 4.0 * exact(w) + exact(w + 0.5 * h)) / 6.0;
                    error = error.max((p - mean).abs());
                }
            }
        }
        worst.push(error);
    }
    println!("errors at 64, 128, 512 cells: {worst:?}");
    assert!(worst[2] < 2e-6 && worst[0] / worst[1] > 8.0, "{worst:?}");
}

#[test]
fn drift_alone_goes_round_and_round() {
    // Faster than noise everywhere: along its characteristics, but for where the ring closes.
    let mut sim = simulate(ring("-1", "0.0001", 0.05, 1024));
    let start = sim.moments(Model::Current).unwrap();
    // 0.05 a step: once round and a fifth.
    sim.step(150);
    let now = sim.moments(Model::Current).unwrap();
    assert_close(now.mean, start.mean + 0.05 * 150.0 - TAU, 2e-3, "the mean");
    assert_close(now.sd, start.sd, 4e-3, "the spread, smeared where the ring closes");
    let sgd = sim.moments(Model::Sgd).unwrap();
    assert_close(sgd.mean, now.mean, 2e-3, "SGD's mean");
}

#[test]
fn sgd_on_a_ring_is_the_same_from_everywhere() {
    // Five kinds of step of even cells; a start shifted by cells is shifted for ever.
    let cells = 256;
    let h = TAU / cells as f64;
    let scenario = ring("0.3", "0.7", 0.4, cells);
    let mut sims = [0.0, 77.0].map(|shift| {
        let initial = Initial { mean: -1.0 + shift * h, sd: 0.2 };
        simulate(Scenario { initial, ..scenario.clone() })
    });
    for model in [Model::Sgd, Model::Gaussian, Model::Current] {
        for sim in &mut sims {
            sim.step(20);
        }
        let [here, there] = sims.each_mut().map(|sim| sim.masses(model).unwrap().to_vec());
        for k in 0..cells {
            // The cut of the start differs by what is beyond 10 of its sd.
            assert_close(there[(k + 77) % cells], here[k], 1e-13, &format!("{model:?}, cell {k}"));
        }
        assert_close(here.iter().sum(), 1.0, 1e-12, "mass");
    }
}

#[test]
fn a_passage_may_go_either_way_round() {
    // Without drift, from distance x the mean time is x(L − x)/2D.
    let d = 0.5 * 0.3 * 0.3;
    let sim = simulate(ring("0", "1", 0.3, 512));
    for (from, to) in [(0.3, -2.0), (-3.0, 3.0), (2.9, 1.001), (-PI, 0.0), (0.1, PI)] {
        let x = f64::abs(from - to);
        let exact = x * (TAU - x) / (2.0 * d);
        let found = sim.passage(from, to).unwrap();
        assert_close(found.log_time, exact.ln(), 1e-4, &format!("{from} to {to}"));
        assert!(found.resolution.resolved);
    }
    // With drift v to the right, from x right of the goal: (L P − x)/v, P the chance to get
    // round, (1 − e^{−vx/D})/(1 − e^{−vL/D}).
    let sim = simulate(ring("-0.2", "1", 0.3, 512));
    let v = 0.06_f64;
    for x in [0.4, 3.0, 6.0] {
        let round = (-v * x / d).exp_m1() / (-v * TAU / d).exp_m1();
        let exact = (TAU * round - x) / v;
        let from = if x - 2.0 > PI { x - 2.0 - TAU } else { x - 2.0 };
        let found = sim.passage(from, -2.0).unwrap();
        assert_close(found.log_time, exact.ln(), 2e-4, &format!("from {x} right of the goal"));
    }
    assert_eq!(sim.passage(1.0, 1.0).unwrap().log_time, f64::NEG_INFINITY);
    assert_eq!(sim.passage_of_sgd(1.0, 2.0).unwrap_err().field(), "walls");
}

#[test]
fn gates_on_a_ring_part_it_into_classes() {
    // The pit: everything comes to W = 2 from both sides of the ring.
    let pit = Scenario { walls: Walls::Periodic, walkers: 0, ..Scenario::default() };
    let end = simulate(pit.clone()).stationary();
    assert_eq!(end.classes.len(), 1);
    assert_close(end.classes[0].share, 1.0, 1e-12, "all of it");
    assert_close(end.minima[0].at, 2.0, 5e-3, "where it ends");
    assert_eq!(end.flux, 0.0);
    // Two sinks of drift without noise: each gets what starts in its basin, one of which reaches
    // round the end.
    let sinks =
        Scenario { initial: Initial { mean: 3.0, sd: 0.5 }, ..ring("-sin(2*W)", "0", 0.1, 512) };
    let mut sim = simulate(sinks);
    let end = sim.stationary();
    let shares: f64 = end.classes.iter().map(|class| class.share).sum();
    assert_close(shares, 1.0, 1e-12, "all of it");
    let to = |w: f64| {
        let near = |class: &&sgd_current::line::current::stationary::Class| {
            (sim.grid().centres[class.cells.start % 512] - w).abs() < 0.1
        };
        end.classes.iter().filter(near).map(|class| class.share).sum::<f64>()
    };
    let (left, right) = (to(-PI / 2.0), to(PI / 2.0));
    assert_close(left + right, 1.0, 1e-9, "both sinks");
    sim.step(600);
    let half: f64 = sim.mass(Model::Current, 0.0, PI).unwrap();
    assert_close(half, right, 2e-3, "what is at the right one after long");
    // A start cut at the end of the domain lies on one side of it.
    assert!(right > 0.99);
}

#[test]
fn what_goes_round_is_told_as_carried_in_its_own_digits() {
    // Peak and place stood on 48 cells, while the flux was told as 0.00654 for 0.00653. The integral of
    // the closed form, on 40 000 points, is 0.0065325.
    let q = TAU / 2.727;
    let end = |cells| {
        let gradient = format!("0.043 + 1.334*sin({q}*W + 2.234)");
        let variance = format!("1.269 + 0.32994*cos({q}*W)");
        let sim = simulate(Scenario {
            domain: [0.0, 2.727],
            initial: Initial { mean: 1.3, sd: 0.1 },
            convention: Convention::Stratonovich,
            ..ring(&gradient, &variance, 0.577, cells)
        });
        (sim.stationary().flux, sim.resolution_of_end().unwrap().resolved)
    };
    let ((coarse, carried), (fine, settled)) = (end(48), end(512));
    assert!(!carried && (coarse - 0.006_532_5).abs() > 5e-6, "{coarse}");
    assert!(settled);
    assert_close(fine, 0.006_532_5, 5e-6, "flux on 512 cells");
}

//! The current at every ratio of drift to noise, against closed forms: constant drift and
//! noise (normal), Ornstein & Uhlenbeck (normal), geometric (lognormal).

use crate::{assert_close, moments, simulate};
use libm::erfc;
use sgd_current::model::Model;
use sgd_current::scenario::{Initial, Scenario};

/// Mean and sd of what should be there, its distribution function, and where it is asked.
struct Case {
    gradient: String,
    variance: String,
    learning_rate: f64,
    domain: [f64; 2],
    start: Initial,
    steps: u64,
    exact: Exact,
}

/// The answer.
#[derive(Clone, Copy)]
enum Exact {
    Normal {
        mean: f64,
        sd: f64,
    },
    /// The start times e to a normal of this mean and sd.
    Lognormal {
        mean: f64,
        sd: f64,
    },
}

fn normal(z: f64) -> f64 {
    0.5 * erfc(-z / 2.0_f64.sqrt())
}

impl Case {
    /// G = g, S² = 1.
    fn even(g: f64, t: f64, domain: [f64; 2], start: [f64; 2], steps: u64) -> Self {
        let n = steps as f64;
        let exact = Exact::Normal {
            mean: start[0] - t * g * n,
            sd: (start[1] * start[1] + t * t * n).sqrt(),
        };
        Self::new(g.to_string(), "1".into(), t, domain, start, steps, exact)
    }

    /// G = gW, S² = 1.
    fn ornstein_uhlenbeck(g: f64, t: f64, domain: [f64; 2], start: [f64; 2], steps: u64) -> Self {
        let (decay, rest) = ((-t * g * steps as f64).exp(), 0.5 * t / g);
        let exact = Exact::Normal {
            mean: start[0] * decay,
            sd: (rest + (start[1] * start[1] - rest) * decay * decay).sqrt(),
        };
        Self::new(format!("{g}*W"), "1".into(), t, domain, start, steps, exact)
    }

    /// G = aW, S² = b²W².
    fn geometric([a, b]: [f64; 2], t: f64, domain: [f64; 2], start: [f64; 2], steps: u64) -> Self {
        let n = steps as f64;
        let exact =
            Exact::Lognormal { mean: -(t * a + 0.5 * t * t * b * b) * n, sd: t * b * n.sqrt() };
        Self::new(format!("{a}*W"), format!("{}*W^2", b * b), t, domain, start, steps, exact)
    }

    fn new(
        gradient: String,
        variance: String,
        learning_rate: f64,
        domain: [f64; 2],
        [mean, sd]: [f64; 2],
        steps: u64,
        exact: Exact,
    ) -> Self {
        let start = Initial { mean, sd };
        Self { gradient, variance, learning_rate, domain, start, steps, exact }
    }

    /// The exact mean and sd.
    fn moments(&self) -> [f64; 2] {
        match self.exact {
            Exact::Normal { mean, sd } => [mean, sd],
            Exact::Lognormal { mean, sd } => {
                let Initial { mean: m, sd: s } = self.start;
                let first = m * (mean + 0.5 * sd * sd).exp();
                let second = (m * m + s * s) * (2.0 * (mean + sd * sd)).exp();
                [first, (second - first * first).sqrt()]
            }
        }
    }

    /// The exact probability left of `w`.
    fn left_of(&self, w: f64) -> f64 {
        match self.exact {
            Exact::Normal { mean, sd } => normal((w - mean) / sd),
            Exact::Lognormal { .. } if w <= 0.0 => 0.0,
            Exact::Lognormal { mean, sd } => {
                // By the midpoint rule over the narrower of start and noise.
                let Initial { mean: m, sd: s } = self.start;
                let (mut sum, mut whole) = (0.0, 0.0);
                for i in -150..150 {
                    let z = (f64::from(i) + 0.5) / 25.0;
                    let weight = (-0.5 * z * z).exp();
                    let part = if s < sd * m {
                        normal(((w / (m + s * z)).ln() - mean) / sd)
                    } else {
                        normal((w * (-mean - sd * z).exp() - m) / s)
                    };
                    sum += weight * part;
                    whole += weight;
                }
                sum / whole
            }
        }
    }

    /// L1 error of the masses, error of the mean in sd, relative error of the sd.
    fn errors(&self, cells: usize) -> [f64; 3] {
        let mut sim = simulate(Scenario {
            landscape: moments(&self.gradient, &self.variance),
            learning_rate: self.learning_rate,
            domain: self.domain,
            initial: self.start,
            cells,
            walkers: 0,
            ..Scenario::default()
        });
        sim.step(self.steps);
        let masses = sim.masses(Model::Current).unwrap().to_vec();
        let upto: Vec<f64> = sim.grid().edges.iter().map(|w| self.left_of(*w)).collect();
        let l1 = masses.iter().zip(upto.windows(2)).map(|(m, f)| (m - (f[1] - f[0])).abs()).sum();
        let found = sim.moments(Model::Current).unwrap();
        let [mean, sd] = self.moments();
        [l1, ((found.mean - mean) / sd).abs(), (found.sd / sd - 1.0).abs()]
    }
}

#[test]
fn no_drift_is_too_far_for_a_step_and_nothing_is_garbage() {
    // One step away from a wall, at a ratio of 19.9 that fills the parabola of a pole.
    let mut sim = simulate(Scenario {
        landscape: moments("4.46", "1"),
        learning_rate: 0.02,
        domain: [-2.0, 0.25],
        initial: Initial { mean: 0.1, sd: 0.1 },
        walkers: 0,
        ..Scenario::default()
    });
    sim.step(1);
    assert_close(sim.moments(Model::Current).unwrap().mean, -0.003, 5e-4, "mean");
    for cells in [2048, 8192] {
        let case = Case::even(10.0, 0.02, [-3.0, 1.0], [0.5, 0.05], 5);
        let errors = case.errors(cells);
        assert!(errors[0] < 1e-3 && errors[1] < 1e-5 && errors[2] < 1e-5, "{cells}: {errors:?}");
    }
    for ratio in [12.0, 16.0, 17.0, 18.0, 20.0, 30.0, 60.0] {
        let g = f64::sqrt(ratio);
        let errors = Case::even(g, 0.02, [-1.0, 1.0], [0.5, 0.1], 3).errors(2048);
        assert!(errors.iter().all(|e| *e < 1e-3), "G²/S² = {ratio}: {errors:?}");
    }
}

#[test]
fn a_mean_is_not_dragged_by_the_cells() {
    // The faces' drift was off by b′h²/12D, 0.5 % of the sd here.
    for (g, t) in [(0.3_f64, 0.02_f64), (1.0, 0.02), (2.0, 0.0078), (4.1, 0.0161)] {
        let steps = (1.0 / (t * g)).ceil() as u64;
        let errors: Vec<_> = [512, 1024, 2048]
            .into_iter()
            .map(|cells| {
                Case::ornstein_uhlenbeck(g, t, [-2.0, 2.0], [1.0, 0.06], steps).errors(cells)
            })
            .collect();
        assert!(errors[1][0] < 2e-3 && errors[2][0] < 1e-3, "G = {g} W: {errors:?}");
        assert!(errors[1][1] < 1e-3 && errors[2][1] < 1e-4, "G = {g} W: {errors:?}");
        assert!(errors[1][2] < 1e-3 && errors[2][2] < 3e-4, "G = {g} W: {errors:?}");
    }
}

#[test]
fn a_start_narrower_than_one_steps_noise_grows_no_spikes() {
    // G²/S² = 100, a start a quarter as wide as the noise of one step.
    for cells in [1024, 2048, 8192] {
        for steps in [1, 3] {
            let case = Case::even(10.0, 0.02, [-3.0, 1.0], [0.5, 0.005], steps);
            let [l1, mean, sd] = case.errors(cells);
            let most = if cells == 1024 { 1e-2 } else { 1e-3 };
            assert!(l1 < most && mean < 1e-3 && sd < 1e-3, "{cells} cells, {steps}: {l1}");
        }
    }
}

#[test]
fn finer_cells_are_better_cells() {
    // The second is where a step's noise is as wide as a cell somewhere on the way.
    for a in [[6.0, 2.0], [2.0, 1.0]] {
        let case = Case::geometric(a, 0.02, [0.0, 6.0], [3.0, 0.3], 15);
        let errors = [256, 512, 1024, 2048, 4096].map(|cells| case.errors(cells)[0]);
        assert!(errors[1] < 1e-2, "{a:?}: {errors:?}");
        for pair in errors.windows(2) {
            assert!(pair[1] < pair[0].max(1e-3), "{a:?}: {errors:?}");
        }
    }
}

#[test]
fn every_ratio_every_peclet_number_and_every_width_is_carried() {
    // The ratio and the Péclet number of a cell are those at W = 1.
    const CELLS: usize = 1024;
    let mut asked = 0;
    for ratio in [0.1, 1.0, 4.0, 10.0, 17.0, 30.0, 100.0, 1000.0] {
        for peclet in [0.05, 0.2, 0.5, 1.0, 2.0, 4.0, 16.0, 100.0] {
            for wide in [2.0, 4.0, 16.0] {
                let (g, h) = (f64::sqrt(ratio), 4.0 / CELLS as f64);
                let t = 2.0 * h * g / peclet;
                let steps = |way: f64| ((way / (t * g)).ceil() as u64).clamp(1, 100);
                let mut cases = Vec::new();
                let n = steps(1.0);
                let (mean, spread) = (0.5 * t * g * n as f64, t * (n as f64).sqrt());
                // A density of two cells keeps its shape where noise as wide smooths it.
                let carried = |spread: f64| wide > 2.0 || spread > 2.0 * h;
                if carried(spread) && mean + 7.0 * spread.max(wide * h) < 2.0 {
                    cases.push(Case::even(g, t, [-2.0, 2.0], [mean, wide * h], n));
                }
                let rest = (0.5 * t / g).sqrt();
                if carried(spread) && t * g < 3.0 && rest < 0.3 && rest > 3.0 * h {
                    cases.push(Case::ornstein_uhlenbeck(g, t, [-2.0, 2.0], [1.0, wide * h], n));
                }
                let n = steps(0.5);
                let spread = t * (n as f64).sqrt();
                if carried(spread) && t * g < 1.0 && spread < 0.2 {
                    cases.push(Case::geometric([g, 1.0], t, [0.0, 4.0], [1.5, wide * h], n));
                }
                for case in cases {
                    let [l1, mean, sd] = case.errors(CELLS);
                    let what = format!(
                        "{}, {}, T = {t}, {wide} cells: {l1} {mean} {sd}",
                        case.gradient, case.variance
                    );
                    assert!(l1 < 1e-2 && mean < 1e-3 && sd < 1e-3, "{what}");
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 200, "only {asked} cases");
}

#[test]
fn finer_cells_ask_the_pit_for_no_more_sub_steps() {
    for (cells, most) in [(2048, 1), (8192, 3), (16_384, 3), (32_768, 3)] {
        let sim = simulate(Scenario { cells, walkers: 0, ..Scenario::default() });
        let found = sim.evolution().unwrap().substeps();
        assert!(found <= most, "{found} sub-steps at {cells} cells");
    }
}

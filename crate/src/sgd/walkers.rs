//! Walkers: Monte Carlo of SGD or of the point rule, to check the densities and
//! to be watched. Seeded: the same seed gives the same walk.

use crate::initial;
use crate::landscape::Landscape;
use crate::scenario::{Scenario, WalkerRule};
use crate::sgd::rule::{Batch, Step, reflect};
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;
use rand_xoshiro::Xoshiro256PlusPlus;

/// A flock of walkers.
#[derive(Clone, Debug)]
pub struct Walkers {
    positions: Vec<f64>,
    rng: Xoshiro256PlusPlus,
}

impl Walkers {
    /// The walkers of a scenario, at the start.
    pub fn new(scenario: &Scenario) -> Self {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(scenario.seed);
        let positions = (0..scenario.walkers)
            .map(|_| initial::draw(scenario.initial, scenario.domain, &mut rng))
            .collect();
        Self { positions, rng }
    }

    /// Where they are, in units of W.
    pub fn positions(&self) -> &[f64] {
        &self.positions
    }

    /// Mirrors the walkers into a domain.
    pub fn confine(&mut self, domain: [f64; 2]) {
        for w in &mut self.positions {
            *w = reflect(*w, domain);
        }
    }

    /// One SGD step of every walker.
    pub fn step(&mut self, scenario: &Scenario, landscape: &Landscape) {
        match scenario.walker_rule {
            WalkerRule::Sgd => self.draw_datapoints(scenario, landscape),
            WalkerRule::Gaussian => self.draw_normals(scenario, landscape),
        }
    }

    fn draw_datapoints(&mut self, scenario: &Scenario, landscape: &Landscape) {
        let (n, size) = (landscape.datapoints(), scenario.batch_size);
        let step = Step::new(scenario);
        let mut batch = Batch { weight: 1.0, parts: vec![(0, 1.0 / size as f64); size] };
        for w in &mut self.positions {
            for part in &mut batch.parts {
                part.0 = self.rng.random_range(0..n);
            }
            land(w, step.image(landscape, &batch, *w).0, scenario.domain);
        }
    }

    fn draw_normals(&mut self, scenario: &Scenario, landscape: &Landscape) {
        let t = scenario.learning_rate;
        for w in &mut self.positions {
            let m = landscape.moments(*w);
            let noise = t * (m.variance / scenario.batch_size as f64).sqrt();
            let z: f64 = self.rng.sample(StandardNormal);
            land(w, *w - t * m.gradient + noise * z, scenario.domain);
        }
    }
}

/// Moves a walker to where it is thrown, mirrored at the walls. On a pole of the
/// gradient, which the check of a landscape may miss, no step leads anywhere.
fn land(w: &mut f64, thrown: f64, domain: [f64; 2]) {
    if thrown.is_finite() {
        *w = reflect(thrown, domain);
    }
}

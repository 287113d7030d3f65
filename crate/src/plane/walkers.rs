//! Walkers in the plane: Monte Carlo of SGD or of the point rule, to check the densities
//! and to be watched. Seeded: the same seed gives the same walk.

use crate::landscape::plane::{Landscape, factor};
use crate::line::sgd::walkers::below;
use crate::plane::initial;
use crate::plane::scenario::Scenario;
use crate::scenario::WalkerRule;
use crate::walls::reflect;
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;
use rand_xoshiro::Xoshiro256PlusPlus;

/// A flock of walkers.
#[derive(Clone, Debug)]
pub struct Walkers {
    positions: Vec<[f64; 2]>,
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

    /// Where they are, W₁ and W₂ of each.
    pub fn positions(&self) -> &[[f64; 2]] {
        &self.positions
    }

    /// Mirrors the walkers into another domain.
    pub fn move_to(&mut self, domain: [[f64; 2]; 2]) {
        for w in &mut self.positions {
            land(w, *w, domain);
        }
    }

    /// `steps` SGD steps of every walker.
    pub fn advance(&mut self, steps: u64, scenario: &Scenario, landscape: &Landscape) {
        // Flocks are largest over such gradients, and told to be so they take half the time.
        let (affine, n) = (landscape.affine(), landscape.datapoints());
        for _ in 0..steps {
            match (scenario.walker_rule, &affine) {
                (WalkerRule::Sgd, Some(affine)) => {
                    self.draw_datapoints(scenario, n, |j, w| affine.gradient(j, w));
                }
                (WalkerRule::Sgd, None) => {
                    self.draw_datapoints(scenario, n, |j, w| landscape.loss(j, w).gradient);
                }
                (WalkerRule::Gaussian, _) => self.draw_normals(scenario, landscape),
            }
        }
    }

    /// One step by `gradient` of the datapoints drawn of `n`.
    fn draw_datapoints(
        &mut self,
        scenario: &Scenario,
        n: usize,
        gradient: impl Fn(usize, [f64; 2]) -> [f64; 2],
    ) {
        let size = scenario.batch_size;
        let rate = scenario.learning_rate / size as f64;
        for w in &mut self.positions {
            let mut to = *w;
            for _ in 0..size {
                let g = gradient(below(n, &mut self.rng), *w);
                to = [to[0] - rate * g[0], to[1] - rate * g[1]];
            }
            land(w, to, scenario.domain);
        }
    }

    fn draw_normals(&mut self, scenario: &Scenario, landscape: &Landscape) {
        let t = scenario.learning_rate;
        let noise = t / (scenario.batch_size as f64).sqrt();
        for w in &mut self.positions {
            let m = landscape.moments(*w);
            let mut to = [w[0] - t * m.gradient[0], w[1] - t * m.gradient[1]];
            for s in factor::columns(m.covariance) {
                let z: f64 = self.rng.sample(StandardNormal);
                to = [to[0] + noise * z * s[0], to[1] + noise * z * s[1]];
            }
            land(w, to, scenario.domain);
        }
    }
}

/// Moves a walker to where it is thrown, mirrored at the walls. On a pole of the
/// gradient, which the check of a landscape may miss, no step leads anywhere.
fn land(w: &mut [f64; 2], thrown: [f64; 2], domain: [[f64; 2]; 2]) {
    if thrown.iter().all(|x| x.is_finite()) {
        *w = [0, 1].map(|axis| reflect(thrown[axis], domain[axis]));
    }
}

//! The start: a normal distribution cut to the domain.

use crate::line::grid::Grid;
use crate::scenario::Initial;
use libm::erfc;
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use std::f64::consts::SQRT_2;

/// Cell masses of the start on a grid, exact, of sum 1.
pub fn masses(start: Initial, grid: &Grid) -> Vec<f64> {
    between(start, &grid.edges)
}

/// The same between each two edges.
pub fn between(start: Initial, edges: &[f64]) -> Vec<f64> {
    let z = |w: f64| (w - start.mean) / (start.sd * SQRT_2);
    let mut masses: Vec<f64> = edges
        .windows(2)
        .map(|e| {
            let (a, b) = (z(e[0]), z(e[1]));
            // On the side where erfc is small, so that the tails keep their digits.
            let mass = if a > 0.0 { erfc(a) - erfc(b) } else { erfc(-b) - erfc(-a) };
            0.5 * mass.max(0.0)
        })
        .collect();
    let total: f64 = masses.iter().sum();
    for m in &mut masses {
        *m /= total;
    }
    masses
}

/// One draw from the start.
pub fn draw(start: Initial, [from, to]: [f64; 2], rng: &mut impl Rng) -> f64 {
    // The mean lies within the domain, so a spread below its length is hit often;
    // a wider one is nearly even over the domain, and is drawn from there.
    if start.sd < to - from {
        loop {
            let w = start.mean + start.sd * rng.sample::<f64, _>(StandardNormal);
            if (from..=to).contains(&w) {
                return w;
            }
        }
    }
    loop {
        let w = from + (to - from) * rng.random::<f64>();
        let z = (w - start.mean) / start.sd;
        if rng.random::<f64>() < (-0.5 * z * z).exp() {
            return w;
        }
    }
}

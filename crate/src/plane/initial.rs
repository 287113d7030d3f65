//! The start: two independent normal distributions, each cut to its side of the domain.

use crate::line;
use crate::plane::grid::Grid;
use crate::plane::scenario::Initial;
use crate::scenario;
use rand::Rng;

/// Cell masses of the start on a grid, of sum 1.
pub fn masses(start: Initial, grid: &Grid) -> Vec<f64> {
    let [a, b] = [0, 1].map(|axis| along(start, grid, axis));
    a.iter().flat_map(|a| b.iter().map(move |b| a * b)).collect()
}

/// The start along one axis. The plane's masses stand for points at the centres of their
/// cells, so they are samples of the density: those have its variance, where integrals
/// over the cells add h²/12. A start narrower than a cell is integrated all the same.
fn along(start: Initial, grid: &Grid, axis: usize) -> Vec<f64> {
    let (mean, sd) = (start.mean[axis], start.sd[axis]);
    if sd < grid.widths()[axis] {
        return line::initial::between(scenario::Initial { mean, sd }, &grid.edges(axis));
    }
    let sample = |w: &f64| {
        let z = (w - mean) / sd;
        (-0.5 * z * z).exp()
    };
    let mut masses: Vec<f64> = grid.centres(axis).iter().map(sample).collect();
    let total: f64 = masses.iter().sum();
    for m in &mut masses {
        *m /= total;
    }
    masses
}

/// One draw from the start.
pub fn draw(start: Initial, domain: [[f64; 2]; 2], rng: &mut impl Rng) -> [f64; 2] {
    [0, 1].map(|axis| {
        let along = scenario::Initial { mean: start.mean[axis], sd: start.sd[axis] };
        line::initial::draw(along, domain[axis], rng)
    })
}

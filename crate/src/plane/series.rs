//! What is read off a density in the plane: moments, marginals, the probability of a rectangle, and
//! histograms of walkers.

use crate::plane::grid::Grid;

/// Mean and covariance, in units of W and W².
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Mean of W₁ and of W₂.
    pub mean: [f64; 2],
    /// Covariance.
    pub covariance: [[f64; 2]; 2],
}

impl Moments {
    /// Moments of weighted places; `None` if there are no places.
    fn of(places: &(impl Iterator<Item = ([f64; 2], f64)> + Clone)) -> Option<Self> {
        let total: f64 = places.clone().map(|(_, m)| m).sum();
        if total <= 0.0 {
            return None;
        }
        let average = |value: &dyn Fn([f64; 2]) -> f64| {
            places.clone().map(|(w, m)| m * value(w)).sum::<f64>() / total
        };
        let mean = [0, 1].map(|a| average(&|w| w[a]));
        let second = |a: usize, b: usize| average(&|w| (w[a] - mean[a]) * (w[b] - mean[b]));
        let cross = second(0, 1);
        Some(Self { mean, covariance: [[second(0, 0), cross], [cross, second(1, 1)]] })
    }

    /// Moments of cell masses, which stand for points at the cells' centres.
    pub fn of_masses(grid: &Grid, masses: &[f64]) -> Option<Self> {
        let [first, second] = [0, 1].map(|a| grid.centres(a));
        let columns = second.len();
        let place = |k: usize| [first[k / columns], second[k % columns]];
        Self::of(&masses.iter().enumerate().map(|(k, m)| (place(k), *m)))
    }

    /// Moments of points of equal weight.
    pub fn of_points(points: &[[f64; 2]]) -> Option<Self> {
        Self::of(&points.iter().map(|w| (*w, 1.0)))
    }
}

/// The density of one parameter alone, 1/W.
pub fn marginal(grid: &Grid, masses: &[f64], axis: usize) -> Vec<f64> {
    let mut sums = vec![0.0; grid.cells[axis]];
    for (k, m) in masses.iter().enumerate() {
        let cell = [k / grid.cells[1], k % grid.cells[1]];
        sums[cell[axis]] += m;
    }
    let width = grid.widths()[axis];
    sums.iter().map(|m| m / width).collect()
}

/// The probability in a rectangle, whose sides may cut cells.
pub fn mass_in(grid: &Grid, masses: &[f64], rectangle: [[f64; 2]; 2]) -> f64 {
    let part = |axis: usize| -> Vec<f64> {
        let ([from, to], edges) = (rectangle[axis], grid.edges(axis));
        let width = grid.widths()[axis];
        edges
            .windows(2)
            .map(|e| ((to.min(e[1]) - from.max(e[0])) / width).clamp(0.0, 1.0))
            .collect()
    };
    let (first, second) = (part(0), part(1));
    let columns = second.len();
    let inside =
        masses.iter().enumerate().map(|(k, m)| m * first[k / columns] * second[k % columns]);
    inside.sum::<f64>().clamp(0.0, 1.0)
}

/// The density of points on `bins` × `bins` equal bins of the domain, 1/W².
pub fn histogram(points: &[[f64; 2]], domain: [[f64; 2]; 2], bins: usize) -> Vec<f64> {
    let mut counts = vec![0.0; bins * bins];
    let per_width = domain.map(|[from, to]| bins as f64 / (to - from));
    for w in points {
        // What stands on the far wall belongs to the last bin.
        let [i, j] =
            [0, 1].map(|a| (((w[a] - domain[a][0]) * per_width[a]) as usize).min(bins - 1));
        counts[i * bins + j] += 1.0;
    }
    let scale = per_width[0] * per_width[1] / (points.len() as f64).max(1.0);
    for c in &mut counts {
        *c *= scale;
    }
    counts
}

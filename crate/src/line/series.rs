//! What is drawn besides densities: moments, histograms, and the landscape on the grid.

use crate::landscape::Landscape;
use crate::line::current::field::Field;
use crate::line::edge_density::EdgeDensity;
use crate::line::grid::Grid;

/// Mean and standard deviation, in units of W.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

impl Moment {
    /// Mean and standard deviation of cell masses, the density in each cell being the parabola of
    /// [`crate::line::remap`].
    pub fn of_masses(grid: &Grid, masses: &[f64]) -> Self {
        let edge = EdgeDensity::new(grid).of(masses);
        let total: f64 = masses.iter().sum();
        // About a first guess, so that a narrow peak keeps its digits.
        let guess = grid.centres.iter().zip(masses).map(|(w, m)| w * m).sum::<f64>() / total;
        let (mut first, mut second) = (0.0, 0.0);
        for k in 0..masses.len() {
            let (w, h, m) = (grid.centres[k] - guess, grid.widths[k], masses[k]);
            // ∫ and ∫² about the centre of the cell.
            let tilt = h * h * (edge[k + 1] - edge[k]) / 12.0;
            let spread = h * h * (3.0 * m + h * (edge[k] + edge[k + 1])) / 60.0;
            first += w * m + tilt;
            second += w * (w * m + 2.0 * tilt) + spread;
        }
        let off = first / total;
        Self { mean: guess + off, sd: (second / total - off * off).max(0.0).sqrt() }
    }

    /// Mean and standard deviation of points of equal weight; `None` if there are no points.
    pub fn of_points(points: &[f64]) -> Option<Self> {
        let n = points.len() as f64;
        let mean = points.iter().sum::<f64>() / n;
        let variance = points.iter().map(|w| (w - mean) * (w - mean)).sum::<f64>() / n;
        (!points.is_empty()).then(|| Self { mean, sd: variance.sqrt() })
    }
}

/// Density, 1/W, of points on equal bins of the domain, each of which counts one part in `of`;
/// zero if there are none.
pub fn histogram(points: &[f64], of: usize, [from, to]: [f64; 2], bins: usize) -> Vec<f64> {
    let mut counts = vec![0.0; bins];
    let per_width = bins as f64 / (to - from);
    for w in points {
        // What stands on the right wall belongs to the last bin.
        counts[(((w - from) * per_width) as usize).min(bins - 1)] += 1.0;
    }
    let scale = per_width / (of as f64).max(1.0);
    for c in &mut counts {
        *c *= scale;
    }
    counts
}

/// The landscape at the N centres.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// L.
    pub loss: Vec<f64>,
    /// l_j for every datapoint.
    pub losses: Vec<Vec<f64>>,
    /// G, L/W; A G where there is a preconditioner.
    pub gradient: Vec<f64>,
    /// S²/B, L²/W²; A²S²/B where there is a preconditioner.
    pub variance: Vec<f64>,
    /// Φ, as in [`crate::line::current::stationary::Stationary::energy`].
    pub energy: Vec<f64>,
}

impl Profile {
    /// The landscape on a grid, for batches of `batch_size`.
    pub fn new(
        landscape: &Landscape,
        grid: &Grid,
        field: &Field,
        batch_size: f64,
        energy: Vec<f64>,
    ) -> Self {
        let n = landscape.datapoints();
        let losses: Vec<Vec<f64>> = (0..n).map(|j| losses(landscape, grid, j)).collect();
        let loss = (0..grid.cells())
            .map(|i| losses.iter().map(|l| l[i]).sum::<f64>() / n as f64)
            .collect();
        let gradient = field.centres.iter().map(|m| m.gradient).collect();
        let variance = field.centres.iter().map(|m| m.variance / batch_size).collect();
        Self { loss, losses, gradient, variance, energy }
    }
}

/// l_j at the centres. Where only gradients are known, their integral from the
/// left wall, the gradient taken quadratic over each cell.
fn losses(landscape: &Landscape, grid: &Grid, j: usize) -> Vec<f64> {
    if landscape.has_losses() {
        return grid.centres.iter().map(|w| landscape.loss(j, *w).value).collect();
    }
    let slope = |w: f64| landscape.bare_loss(j, w).slope;
    let mut at_edge = 0.0;
    grid.edges
        .windows(2)
        .map(|e| {
            let h = e[1] - e[0];
            let (left, middle, right) = (slope(e[0]), slope(0.5 * (e[0] + e[1])), slope(e[1]));
            let at_centre = at_edge + h / 24.0 * (5.0 * left + 8.0 * middle - right);
            at_edge += h / 6.0 * (left + 4.0 * middle + right);
            at_centre
        })
        .collect()
}

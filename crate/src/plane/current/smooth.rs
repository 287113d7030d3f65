//! End states by differences of eighth order ([`crate::plane::current::differences`]), where
//! these hold: where P is smooth on the grid.
//!
//! On the coarsest grid the matrix of the differences is taken apart directly
//! ([`crate::plane::current::band`]); finer grids start from it and come to rest by cycles of
//! multigrid (Brandt 1977): a few steps of time even out what is rough, the coarser grids
//! correct the rest. The differences of the coarser grids are of the same order, and so
//! correct also what drift alone carries.

use crate::plane::current::band::{self, Band};
use crate::plane::current::differences::Differences;
use crate::plane::current::field::Field;
use crate::plane::current::mixing::Mixing;
use crate::plane::grid::Grid;

/// Steps of time before and after the coarser grids have corrected.
const STEPS: usize = 2;
/// Cycles on one grid at most.
const CYCLES: usize = 20;
/// A grid is at rest when a cycle moves less than this part of the mass.
const REST: f64 = 1e-5;
/// The differences hold as long as less than this part of the mass is left to move, or is below 0.
const HOLDS: f64 = 0.1;

/// An end state.
#[derive(Clone, Debug)]
pub struct State {
    /// Cell masses of sum 1.
    pub masses: Vec<f64>,
    /// Their ρ.
    pub flux: [Vec<f64>; 2],
    /// Masses below this may be errors of the solver.
    pub noise: f64,
}

/// The end states on nested grids, the coarsest first, masses of sum 1; `None` where the
/// differences come to no rest or to masses below 0. All grids that are small enough are solved
/// directly.
pub fn end_states(fields: &[(Grid, Field)]) -> Option<Vec<State>> {
    let mut levels: Vec<Level> = Vec::new();
    let mut solved: Vec<State> = Vec::new();
    let mut band: Option<Band> = None;
    for (grid, field) in fields {
        let differences = Differences::new(field, grid);
        if band::is_cheap(grid) {
            levels.clear();
        }
        let mut x = if let (Some(last), Some(coarse)) = (levels.last(), solved.last()) {
            let interpolation = Interpolation::between(last.differences.grid(), grid);
            let x = interpolation.to_fine(&coarse.masses);
            levels.push(Level { differences, interpolation: Some(interpolation) });
            x
        } else {
            let direct = Band::new(&differences)?;
            let x = direct.end_state().to_vec();
            band = Some(direct);
            levels.push(Level { differences, interpolation: None });
            x
        };
        let mut left = 0.0;
        if let (Some(band), true) = (&band, levels.len() > 1) {
            left = rest(&levels, band, &mut x);
        }
        let flux = levels.last()?.differences.flux(&x);
        // As far below 0 as some cells are others may be above it.
        let noise = -10.0 * x.iter().fold(0.0_f64, |a, b| a.min(*b));
        let below: f64 = x.iter().map(|x| x.min(0.0)).sum();
        for x in &mut x {
            *x = x.max(0.0);
        }
        normalize(&mut x);
        solved.push(State { masses: x, flux, noise });
        if !(left - below < HOLDS) && solved.len() == fields.len() {
            return None;
        }
    }
    Some(solved)
}

/// One grid, and how it is reached from the coarser one.
struct Level {
    differences: Differences,
    interpolation: Option<Interpolation>,
}

/// Brings masses of the last level to rest. Returns the mass that the last cycle moved.
fn rest(levels: &[Level], band: &Band, x: &mut [f64]) -> f64 {
    let mut mixing = Mixing::default();
    let nothing = vec![0.0; x.len()];
    normalize(x);
    let most = x.iter().fold(0.0_f64, |a, b| a.max(*b));
    let weights: Vec<f64> = x.iter().map(|x| 1.0 / (x.abs() + 1e-6 * most)).collect();
    let mut moved = f64::INFINITY;
    for _ in 0..CYCLES {
        let before = x.to_vec();
        cycle(levels, band, x, &nothing);
        normalize(x);
        let change: Vec<f64> = x.iter().zip(&before).map(|(a, b)| a - b).collect();
        moved = change.iter().map(|c| c.abs()).sum();
        if !(moved > REST && moved.is_finite()) {
            break;
        }
        mixing.mix(x, change, &weights);
        normalize(x);
    }
    moved
}

/// One cycle towards a change of `b` a step.
fn cycle(levels: &[Level], band: &Band, x: &mut [f64], b: &[f64]) {
    let Some((Level { differences, interpolation: Some(interpolation) }, coarser)) =
        levels.split_last()
    else {
        x.copy_from_slice(&band.solve(b));
        return;
    };
    for _ in 0..STEPS {
        differences.relax(x, b);
    }
    let change = differences.change(x);
    let left: Vec<f64> = b.iter().zip(&change).map(|(b, c)| b - c).collect();
    let left = interpolation.to_coarse(&left);
    let mut correction = vec![0.0; left.len()];
    cycle(coarser, band, &mut correction, &left);
    for (x, c) in x.iter_mut().zip(interpolation.to_fine(&correction)) {
        *x += c;
    }
    for _ in 0..STEPS {
        differences.relax(x, b);
    }
}

fn normalize(x: &mut [f64]) {
    let sum: f64 = x.iter().sum();
    for x in x {
        *x /= sum;
    }
}

/// Moves masses between two grids of one domain: densities are cubics through four coarse cells along
/// each axis, mirrored at the walls.
struct Interpolation {
    /// For each fine cell of an axis the coarse ones and their weights.
    axes: [Vec<[(usize, f64); 4]>; 2],
    coarse: [usize; 2],
}

impl Interpolation {
    fn between(coarse: &Grid, fine: &Grid) -> Self {
        let axes = [0, 1].map(|a| {
            let (n, m) = (coarse.cells[a], fine.cells[a]);
            (0..m).map(|k| cubic((k as f64 + 0.5) * n as f64 / m as f64 - 0.5, n)).collect()
        });
        Self { axes, coarse: coarse.cells }
    }

    /// Coarse masses as fine ones.
    fn to_fine(&self, x: &[f64]) -> Vec<f64> {
        let ([n1, n2], [first, second]) = (self.coarse, &self.axes);
        let (m1, m2) = (first.len(), second.len());
        let scale = (n1 * n2) as f64 / (m1 * m2) as f64;
        let mut rows = Vec::with_capacity(n1 * m2);
        for x in x.chunks_exact(n2) {
            rows.extend(second.iter().map(|c| c.iter().map(|(k, w)| w * x[*k]).sum::<f64>()));
        }
        let mut all = vec![0.0; m1 * m2];
        for (cells, row) in first.iter().zip(all.chunks_exact_mut(m2)) {
            for (k, w) in cells {
                for (y, x) in row.iter_mut().zip(&rows[k * m2..]) {
                    *y += scale * w * x;
                }
            }
        }
        all
    }

    /// Fine masses shared among coarse cells; their sum is kept.
    fn to_coarse(&self, x: &[f64]) -> Vec<f64> {
        let ([n1, n2], [first, second]) = (self.coarse, &self.axes);
        let m2 = second.len();
        let mut rows = vec![0.0; n1 * m2];
        for (cells, x) in first.iter().zip(x.chunks_exact(m2)) {
            for (k, w) in cells {
                for (y, x) in rows[k * m2..].iter_mut().zip(x) {
                    *y += w * x;
                }
            }
        }
        let mut all = vec![0.0; n1 * n2];
        for (y, x) in all.chunks_exact_mut(n2).zip(rows.chunks_exact(m2)) {
            for (cells, x) in second.iter().zip(x) {
                for (k, w) in cells {
                    y[*k] += w * x;
                }
            }
        }
        all
    }
}

/// The four of `n` cells around a place, in cells from the centre of the first, and their
/// weights in the cubic through them (Lagrange).
fn cubic(place: f64, n: usize) -> [(usize, f64); 4] {
    let (below, t) = (place.floor(), place - place.floor());
    let weights = [
        -t * (t - 1.0) * (t - 2.0) / 6.0,
        (t + 1.0) * (t - 1.0) * (t - 2.0) / 2.0,
        -(t + 1.0) * t * (t - 2.0) / 2.0,
        (t + 1.0) * t * (t - 1.0) / 6.0,
    ];
    [0, 1, 2, 3].map(|k| {
        let at = below + k as f64 - 1.0;
        let at = if at < 0.0 { -1.0 - at } else { at } as usize;
        (if at < n { at } else { 2 * n - 1 - at }, weights[k])
    })
}

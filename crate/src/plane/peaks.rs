//! The peaks of a density in the plane and the basins around them.

use crate::order::{falling, ranked};
use crate::plane::grid::Grid;

/// A peak of P, that is a minimum of the energy, and its basin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimum {
    /// Where it is.
    pub at: [f64; 2],
    /// P there, 1/W².
    pub peak: f64,
    /// The mass of its basin.
    pub mass: f64,
}

/// Basins with a smaller part of the mass may be errors of a solver, and are left out.
const SMALLEST: f64 = 1e-8;
/// Least depth of a saddle between two peaks, in units of ln P.
const DEPTH: f64 = 1e-6;
/// What sampling adds to it, in second differences of ln P at the saddle: a ridge between
/// the centres of cells seems to rise and fall from cell to cell.
const SAMPLING: f64 = 0.3;

/// The peaks of cell masses, the highest first. Cells are flooded from the highest down;
/// each joins the basin of its highest neighbour, and where two basins meet too close below
/// the lower peak they are one (persistence: Edelsbrunner, Letscher & Zomorodian 2002).
pub fn minima(grid: &Grid, masses: &[f64]) -> Vec<Minimum> {
    let log = |c: usize| masses[c].max(f64::MIN_POSITIVE).ln();
    let mut order = ranked(masses.iter().map(|m| falling(*m)));
    order.retain(|c| masses[*c] > 0.0);
    let total: f64 = masses.iter().sum();
    // The basin of each cell; of each basin its peak, mass and the basin it is part of.
    let mut basin_of = vec![usize::MAX; masses.len()];
    let mut basins: Vec<(usize, f64, usize)> = Vec::new();
    // Basins that have met at a saddle. Where they meet again, farther down, is of no matter.
    let mut apart: Vec<[usize; 2]> = Vec::new();
    let root = |basins: &[(usize, f64, usize)], mut b: usize| {
        while basins[b].2 != b {
            b = basins[b].2;
        }
        b
    };
    for cell in order {
        let mut joins = usize::MAX;
        let mut above: Option<usize> = None;
        for next in neighbours(grid, cell) {
            if basin_of[next] == usize::MAX {
                continue;
            }
            let other = root(&basins, basin_of[next]);
            if joins == usize::MAX {
                (joins, above) = (other, Some(next));
                continue;
            }
            let have_met = |pair: &[usize; 2]| {
                let roots = pair.map(|b| root(&basins, b));
                roots == [other, joins] || roots == [joins, other]
            };
            if other != joins && !apart.iter().any(have_met) {
                let lower = masses[basins[other].0].min(masses[basins[joins].0]).ln();
                if lower - log(cell) < DEPTH + SAMPLING * roughness(grid, cell, log) {
                    let (high, low) = if masses[basins[other].0] > masses[basins[joins].0] {
                        (other, joins)
                    } else {
                        (joins, other)
                    };
                    basins[high].1 += basins[low].1;
                    basins[low].2 = high;
                    joins = high;
                    continue;
                }
                if basins[other].1.min(basins[joins].1) > SMALLEST * total {
                    apart.push([other, joins]);
                }
            }
            if above.is_none_or(|a| masses[next] > masses[a]) {
                (joins, above) = (other, Some(next));
            }
        }
        if joins == usize::MAX {
            joins = basins.len();
            basins.push((cell, 0.0, joins));
        }
        basin_of[cell] = joins;
        basins[joins].1 += masses[cell];
    }
    let minima: Vec<Minimum> = (0..basins.len())
        .filter(|b| basins[*b].2 == *b && basins[*b].1 > SMALLEST * total)
        .map(|b| {
            let (at, log_peak) = summit(grid, basins[b].0, log);
            Minimum { at, peak: log_peak.exp() / grid.area(), mass: basins[b].1 }
        })
        .collect();
    ranked(minima.iter().map(|m| falling(m.peak))).into_iter().map(|i| minima[i]).collect()
}

/// The cells around a cell, eight within the grid.
fn neighbours(grid: &Grid, cell: usize) -> impl Iterator<Item = usize> {
    let [n1, n2] = grid.cells;
    let (i, j) = (cell / n2, cell % n2);
    let rows = i.saturating_sub(1)..(i + 2).min(n1);
    rows.flat_map(move |k| (j.saturating_sub(1)..(j + 2).min(n2)).map(move |l| k * n2 + l))
        .filter(move |c| *c != cell)
}

/// The largest fall of ln P on both sides of a cell along an axis, in second differences.
fn roughness(grid: &Grid, cell: usize, log: impl Fn(usize) -> f64) -> f64 {
    let n2 = grid.cells[1];
    [(cell / n2, n2, 0), (cell % n2, 1, 1)]
        .into_iter()
        .filter(|(k, _, axis)| *k > 0 && k + 1 < grid.cells[*axis])
        .map(|(_, step, _)| 2.0 * log(cell) - log(cell - step) - log(cell + step))
        .fold(0.0, f64::max)
}

/// Place and height of ln P at the turning point of the parabolas through a cell and its
/// neighbours along both axes.
fn summit(grid: &Grid, cell: usize, log: impl Fn(usize) -> f64) -> ([f64; 2], f64) {
    let n2 = grid.cells[1];
    let mut at = grid.centre(cell / n2, cell % n2);
    let mut height = log(cell);
    for (k, step, axis) in [(cell / n2, n2, 0), (cell % n2, 1, 1)] {
        if k == 0 || k + 1 == grid.cells[axis] {
            continue;
        }
        let (below, above) = (log(cell - step), log(cell + step));
        let (slope, bend) = (0.5 * (above - below), 2.0 * log(cell) - below - above);
        if bend > 0.0 {
            let part = (slope / bend).clamp(-0.5, 0.5);
            at[axis] += part * grid.widths()[axis];
            height += slope * part - 0.5 * bend * part * part;
        }
    }
    (at, height)
}

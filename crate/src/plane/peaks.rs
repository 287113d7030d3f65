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
/// the lower peak they are one (persistence: Edelsbrunner, Letscher & Zomorodian 2002). What
/// stands in a basin is then told by where ln P leads up to.
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
    for &cell in &order {
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
    let kept: Vec<usize> = (0..basins.len())
        .filter(|b| basins[*b].2 == *b && basins[*b].1 > SMALLEST * total)
        .collect();
    // One basin needs no parting.
    let ways = (kept.len() > 1).then(|| Ways::new(grid, masses, &order));
    let minima: Vec<Minimum> = kept
        .into_iter()
        .map(|b| {
            let (at, log_peak) = summit(grid, basins[b].0, log);
            let is_own = |cell: usize| root(&basins, basin_of[cell]) == b;
            let mass = ways.as_ref().map_or(basins[b].1, |ways| ways.mass(masses, is_own));
            Minimum { at, peak: log_peak.exp() / grid.area(), mass }
        })
        .collect();
    ranked(minima.iter().map(|m| falling(m.peak))).into_iter().map(|i| minima[i]).collect()
}

/// Where ln P leads up to from each cell, the highest cells first: from what part of it to which
/// neighbours. The part u of a basin is carried down the slope, ∇ln P · ∇u = 0, by upwind
/// differences. They smear u evenly about the line where two basins part, along which P is lowest,
/// so that this costs no mass; following the highest neighbour would draw that line in eight
/// directions only. Where both neighbours along an axis are higher the line goes through the cell,
/// and parts it where the parabola through the three is lowest.
struct Ways<'a> {
    order: &'a [usize],
    ways: Vec<[(usize, f64); 4]>,
}

impl<'a> Ways<'a> {
    fn new(grid: &Grid, masses: &[f64], order: &'a [usize]) -> Self {
        let mut rank = vec![usize::MAX; masses.len()];
        for (k, cell) in order.iter().enumerate() {
            rank[*cell] = k;
        }
        let n2 = grid.cells[1];
        let ways = order.iter().map(|&cell| {
            let mut ways = [(cell, 0.0); 4];
            let mut sum = 0.0;
            let axes = [(cell / n2, n2, 0), (cell % n2, 1, 1)];
            for ((k, step, axis), ways) in axes.into_iter().zip(ways.chunks_exact_mut(2)) {
                let (back, ahead) = (cell.wrapping_sub(step), cell + step);
                let slope = |is_in: bool, to: usize| {
                    let is_up = is_in && rank[to] < rank[cell];
                    let climb = || (masses[to] / masses[cell]).ln() / grid.widths()[axis].powi(2);
                    if is_up { climb() } else { 0.0 }
                };
                let (down, up) = (slope(k > 0, back), slope(k + 1 < grid.cells[axis], ahead));
                let part = up / (down + up).max(f64::MIN_POSITIVE);
                let weight = part * up + (1.0 - part) * down;
                ways[0] = (back, weight * (1.0 - part));
                ways[1] = (ahead, weight * part);
                sum += weight;
            }
            if sum > 0.0 { ways.map(|(to, part)| (to, part / sum)) } else { [(cell, 0.0); 4] }
        });
        Self { order, ways: ways.collect() }
    }

    /// The mass of a basin, of which a cell that leads nowhere is part or not.
    fn mass(&self, masses: &[f64], is_own: impl Fn(usize) -> bool) -> f64 {
        let mut parts = vec![0.0; masses.len()];
        let mut mass = 0.0;
        for (&cell, ways) in self.order.iter().zip(&self.ways) {
            let leads = ways.iter().any(|(_, part)| *part > 0.0);
            parts[cell] = if leads {
                // A cell beyond a wall has no part.
                ways.iter().filter(|(_, p)| *p > 0.0).map(|(to, p)| p * parts[*to]).sum()
            } else {
                f64::from(u8::from(is_own(cell)))
            };
            mass += masses[cell] * parts[cell];
        }
        mass
    }
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

/// Place and height of ln P at the turning point of the parabola through a cell and its eight
/// neighbours, as far as these are within the grid and it turns within the cell.
fn summit(grid: &Grid, cell: usize, log: impl Fn(usize) -> f64) -> ([f64; 2], f64) {
    let n2 = grid.cells[1];
    let (mut slopes, mut bends) = ([0.0; 2], [0.0; 2]);
    let mut is_inside = true;
    for (k, step, axis) in [(cell / n2, n2, 0), (cell % n2, 1, 1)] {
        if k == 0 || k + 1 == grid.cells[axis] {
            is_inside = false;
            continue;
        }
        let (below, above) = (log(cell - step), log(cell + step));
        slopes[axis] = 0.5 * (above - below);
        bends[axis] = (2.0 * log(cell) - below - above).max(0.0);
    }
    let mixed =
        |c: usize| 0.25 * (log(c + n2 + 1) + log(c - n2 - 1) - log(c + n2 - 1) - log(c - n2 + 1));
    let mut twist = if is_inside { mixed(cell) } else { 0.0 };
    if twist * twist >= 0.99 * bends[0] * bends[1] {
        twist = 0.0;
    }
    let determinant = bends[0] * bends[1] - twist * twist;
    let part = [0, 1].map(|a| {
        let turned = bends[1 - a] * slopes[a] + twist * slopes[1 - a];
        let alone = if bends[a] > 0.0 { slopes[a] / bends[a] } else { 0.0 };
        let part = if determinant > 0.0 { turned / determinant } else { alone };
        part.clamp(-0.5, 0.5)
    });
    let centre = grid.centre(cell / n2, cell % n2);
    let at = [0, 1].map(|a| centre[a] + part[a] * grid.widths()[a]);
    let [x, y] = part;
    let rise = slopes[0] * x + slopes[1] * y + twist * x * y;
    (at, log(cell) + rise - 0.5 * (bends[0] * x * x + bends[1] * y * y))
}

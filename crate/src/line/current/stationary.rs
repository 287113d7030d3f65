//! End states: where the discrete current comes to rest.
//!
//! The cells are a birth–death chain. Its closed classes, runs of cells that lead
//! to one another and out of which no face leads, hold all the mass in the end;
//! within one, ρ = 0 across every face, so ln P changes by ln(u/d) (logarithms
//! throughout: the ratio across one face can be e^{±10⁶}). Each class gets the
//! part of the start that flows into it, and so does each wall that absorbs, a class by itself.
//! On a ring the current may go round for ever ([`super::ring`]).

use crate::line::current::rates::Rates;
use crate::line::current::ring;
use crate::line::escape::log_add;
use crate::line::grid::Grid;
use crate::walls::{Side, Walls};
use std::ops::Range;

/// A closed class with its share of the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Its cells. On a ring their numbers may go on beyond the last cell: N is cell 0 again.
    pub cells: Range<usize>,
    /// The part of the start that ends here, 0…1.
    pub share: f64,
}

/// A basin of the end state: the stretch around one of its peaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimum {
    /// Where the energy is lowest, W.
    pub at: f64,
    /// ln of the density there.
    pub log_peak: f64,
    /// ln of the mass of the basin.
    pub log_mass: f64,
    /// Left end of the basin, W.
    pub from: f64,
    /// Right end of the basin, W.
    pub to: f64,
}

/// The end state of a start.
#[derive(Clone, Debug, PartialEq)]
pub struct Stationary {
    /// Φ at the N centres, its lowest value in each closed class 0; +∞ where no
    /// mass can stay.
    pub energy: Vec<f64>,
    /// ln P_end of the N cells, 1/W; −∞ where nothing stays.
    pub log_density: Vec<f64>,
    /// The closed classes, from left to right.
    pub classes: Vec<Class>,
    /// The basins, from left to right.
    pub minima: Vec<Minimum>,
    /// ρ, 1/step. It is the same everywhere, and 0 unless the domain is a ring.
    pub flux: f64,
    /// The part of the start that the walls, left and right, absorb in the end.
    pub absorbed: [f64; 2],
}

impl Stationary {
    /// Where `masses` end under `rates`.
    pub fn new(rates: &Rates, grid: &Grid, masses: &[f64]) -> Self {
        if grid.walls == Walls::Periodic {
            return ring::end(rates, grid, masses);
        }
        let (classes, absorbed) = ends(rates, grid.walls, masses);
        let mut energy = vec![f64::INFINITY; grid.cells()];
        let mut log_density = vec![f64::NEG_INFINITY; grid.cells()];
        for class in &classes {
            let cells = class.cells.clone();
            energy[cells.clone()].copy_from_slice(&energies(cells.clone(), rates));
            let log_total = log_sum(cells.clone().map(|i| grid.widths[i].ln() - energy[i]));
            for i in cells {
                log_density[i] = class.share.ln() - log_total - energy[i];
            }
        }
        let minima =
            classes.iter().flat_map(|c| basins(c.cells.clone(), &log_density, grid)).collect();
        Self { energy, log_density, classes, minima, flux: 0.0, absorbed }
    }

    /// P_end of the N cells, 1/W.
    pub fn density(&self) -> Vec<f64> {
        self.log_density.iter().map(|l| l.exp()).collect()
    }

    /// ln of the mass of the cells in `range`.
    pub fn log_mass(&self, grid: &Grid, range: Range<usize>) -> f64 {
        log_sum(range.map(|i| self.log_density[i] + grid.widths[i].ln()))
    }
}

/// ln Σ e^x.
pub fn log_sum(x: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = x.clone().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        most
    } else {
        most + x.map(|x| (x - most).exp()).sum::<f64>().ln()
    }
}

/// ln of the density and Φ of cells that hold a share, from ln of their masses up to a constant.
pub fn settled(log_masses: &[f64], grid: &Grid, share: f64) -> (Vec<f64>, Vec<f64>) {
    let total = log_sum(log_masses.iter().copied()) - share.ln();
    let bare: Vec<f64> = log_masses.iter().zip(&grid.widths).map(|(m, h)| m - h.ln()).collect();
    let most = bare.iter().fold(f64::NEG_INFINITY, |most, p| p.max(most));
    (bare.iter().map(|p| p - total).collect(), bare.iter().map(|p| most - p).collect())
}

/// The closed classes between walls, and what these absorb.
fn ends(rates: &Rates, walls: Walls, masses: &[f64]) -> (Vec<Class>, [f64; 2]) {
    if walls == Walls::Reflect {
        return (closed_classes(rates, masses), [0.0; 2]);
    }
    // One more cell beyond each absorbing wall takes what comes and gives nothing back.
    let (mut rates, mut masses) = (rates.clone(), masses.to_vec());
    let n = masses.len();
    let before = usize::from(walls.absorbs(Side::Left));
    for side in walls.absorbing() {
        let (wall, cell) =
            if side == Side::Left { (0, 0) } else { (rates.up.len() - 1, masses.len()) };
        let end = if side == Side::Left { 0 } else { wall + 1 };
        rates.log_ratio[wall] = (rates.up[wall] / rates.down[wall]).ln();
        rates.up.insert(end, 0.0);
        rates.down.insert(end, 0.0);
        rates.log_ratio.insert(end, f64::NAN);
        masses.insert(cell, 0.0);
    }
    let mut absorbed = [0.0; 2];
    let mut classes = Vec::new();
    for Class { cells, share } in closed_classes(&rates, &masses) {
        if cells.start < before {
            absorbed[0] = share;
        } else if cells.start >= before + n {
            absorbed[1] = share;
        } else {
            classes.push(Class { cells: cells.start - before..cells.end - before, share });
        }
    }
    (classes, absorbed)
}

/// The closed classes of a line of cells, with their shares of some masses.
#[inline(never)]
pub fn closed_classes(rates: &Rates, masses: &[f64]) -> Vec<Class> {
    let n = masses.len();
    let mut classes: Vec<Class> = Vec::new();
    // The cells are eliminated from left to right without a subtraction (Grassmann, Taksar &
    // Heyman 1985), each passing its mass on in proportion to the ways out. `passing` is the mass on
    // its way to the present cell, `leftwards` ln of the rate from there to the class on the left.
    let mut passing = 0.0;
    let mut start = 0;
    while start < n {
        // A communicating run ends at the first face that is no two-way street.
        let mut end = start + 1;
        while end < n && rates.two_way(end) {
            end += 1;
        }
        let leads_left = rates.down[start] > 0.0;
        let leads_right = end < n && rates.up[end] > 0.0;
        if !leads_left && !leads_right {
            let share = passing + masses[start..end].iter().sum::<f64>();
            classes.push(Class { cells: start..end, share });
            passing = 0.0;
        } else {
            // What leaves to the left is never seen again: it ends in the class there.
            let mut leftwards = rates.logs(start).1;
            for i in start..end {
                let mass = passing + masses[i];
                let rightwards = rates.logs(i + 1).0;
                // ln of the parts that go right and left.
                let either = log_add(rightwards, leftwards);
                if let Some(class) = classes.last_mut() {
                    class.share += mass * (leftwards - either).exp();
                }
                passing = mass * (rightwards - either).exp();
                leftwards = rates.logs(i + 1).1 + leftwards - either;
            }
        }
        start = end;
    }
    classes
}

/// Φ over one class: it falls by ln(u/d) across each face.
fn energies(cells: Range<usize>, rates: &Rates) -> Vec<f64> {
    let mut energy = Vec::with_capacity(cells.len());
    let (mut at, mut lowest) = (0.0, f64::INFINITY);
    for i in cells.clone() {
        if i > cells.start {
            at -= rates.log_ratio[i];
        }
        energy.push(at);
        lowest = at.min(lowest);
    }
    for e in &mut energy {
        *e -= lowest;
    }
    energy
}

/// The basins of a class: its cells cut at every low of ln P that lies a rounding
/// error or more below the peaks on both sides.
#[inline(never)]
pub fn basins(cells: Range<usize>, log_density: &[f64], grid: &Grid) -> Vec<Minimum> {
    /// Depth of a low that counts, in units of ln P.
    const DEPTH: f64 = 1e-6;
    if log_density[cells.start] == f64::NEG_INFINITY {
        return Vec::new();
    }
    let mut cuts = vec![grid.edges[cells.start]];
    let mut peaks = Vec::new();
    let (mut peak, mut low) = (cells.start, None::<usize>);
    for i in cells.clone() {
        let p = log_density[i];
        match low {
            // Beyond a peak: deeper, or up again far enough for another basin.
            Some(l) if p < log_density[l] => low = Some(i),
            Some(l) if p > log_density[l] + DEPTH => {
                peaks.push(peak);
                cuts.push(ridge(l, cells.clone(), log_density, grid));
                (peak, low) = (i, None);
            }
            None if p > log_density[peak] => peak = i,
            None if p < log_density[peak] - DEPTH => low = Some(i),
            _ => {}
        }
    }
    peaks.push(peak);
    cuts.push(grid.edges[cells.end]);
    cuts.windows(2)
        .zip(peaks)
        .map(|(cut, peak)| {
            let (at, log_peak) = summit(peak, cells.clone(), log_density, grid);
            let [from, to] = [cut[0], cut[1]];
            // Of a cell that is cut each side has its part.
            let first = grid.edges.partition_point(|edge| *edge <= from) - 1;
            let end = grid.edges.partition_point(|edge| *edge < to);
            let mass = (first..end).map(|i| {
                log_density[i] + (grid.edges[i + 1].min(to) - grid.edges[i].max(from)).ln()
            });
            Minimum { at, log_peak, log_mass: log_sum(mass), from, to }
        })
        .collect()
}

/// Where two basins part, near the lowest cell between them: at the turning point, or, where the
/// noise jumps and ln P with it, at the edge where it does.
fn ridge(low: usize, cells: Range<usize>, log_density: &[f64], grid: &Grid) -> f64 {
    /// A rise from one cell to the next this many times those beside it is a jump.
    const JUMP: f64 = 10.0;
    // How much ln P rises or falls over an edge.
    let rise = |edge: usize| {
        let inside = edge > cells.start && edge < cells.end;
        if inside { (log_density[edge] - log_density[edge - 1]).abs() } else { 0.0 }
    };
    // There is a cell before the lowest.
    for edge in [low, low + 1] {
        if rise(edge) > JUMP * rise(edge - 1).max(rise(edge + 1)) {
            return grid.edges[edge];
        }
    }
    summit(low, cells.clone(), log_density, grid).0
}

/// Place and height of the turning point of the parabola through the highest (or
/// lowest) cell of a stretch and its neighbours.
fn summit(peak: usize, cells: Range<usize>, log_density: &[f64], grid: &Grid) -> (f64, f64) {
    let here = (grid.centres[peak], log_density[peak]);
    if peak == cells.start || peak + 1 == cells.end {
        return here;
    }
    let (x, y) = (&grid.centres, log_density);
    let (a, b) = (x[peak] - x[peak - 1], x[peak + 1] - x[peak]);
    let (left, right) = ((y[peak] - y[peak - 1]) / a, (y[peak + 1] - y[peak]) / b);
    let bend = (right - left) / (a + b);
    let slope = (left * b + right * a) / (a + b);
    if bend == 0.0 {
        return here;
    }
    let step = (-slope / (2.0 * bend)).max(-a).min(b);
    (here.0 + step, here.1 + step * (slope + bend * step))
}

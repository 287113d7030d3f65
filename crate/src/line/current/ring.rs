//! End states on a ring, where the current need not vanish: it may go round for ever.
//!
//! Where every cell leads to every other, what rests is that of a chain of cells closed to a
//! ring. It is found by elimination without a subtraction (Grassmann, Taksar & Heyman, *Oper.
//! Res.* 33, 1985): each cell in turn is left out, and its two neighbours lead to one another
//! through it. The current is the same across every face; in the continuum (Stratonovich 1967;
//! Risken, *The Fokker–Planck Equation*, 2nd ed. 1989, §11.3)
//!
//! P ∝ e^{−Φ(W)} ∫_W^{W+L} e^Φ/D dy,  ρ ∝ 1 − e^{Φ(W+L)−Φ(W)}.
//!
//! Where gates bar the way round, some face lets nothing to the right and some face nothing to
//! the left: mass that starts on the ring then stays on a line of less than two rounds.

use crate::line::current::rates::Rates;
use crate::line::current::stationary::{
    Class, Minimum, Stationary, basins, closed_classes, settled,
};
use crate::line::escape::log_add;
use crate::line::grid::Grid;

/// Where `masses` end on a ring.
pub fn end(rates: &Rates, grid: &Grid, masses: &[f64]) -> Stationary {
    let n = grid.cells();
    let opens = |of: fn((f64, f64)) -> f64| (1..=n).all(|f| of(rates.logs(f)) > f64::NEG_INFINITY);
    if opens(|logs| logs.0) || opens(|logs| logs.1) {
        circulating(rates, grid, masses.iter().sum())
    } else {
        barred(rates, grid, masses)
    }
}

fn circulating(rates: &Rates, grid: &Grid, share: f64) -> Stationary {
    let n = grid.cells();
    let resting = resting(rates, grid);
    let (log_density, energy) = settled(&resting, grid, share);
    // Its basins are those of the ring cut at its lowest cell.
    let lowest = (0..n).min_by(|a, b| log_density[*a].total_cmp(&log_density[*b])).unwrap_or(0);
    let minima = minima(grid, &log_density, lowest, &mut std::iter::once(0..n));
    // The current is the difference of two flows, and most exact at the face where these are least.
    let ways = |f: usize| {
        let (up, down) = rates.logs(f);
        [up + log_density[f - 1], down + log_density[f % n]]
    };
    let traffic = |f: &usize| ways(*f)[0].max(ways(*f)[1]);
    let face = (1..=n).min_by(|a, b| traffic(a).total_cmp(&traffic(b))).unwrap_or(n);
    let [up, down] = ways(face);
    let flux = if up > down {
        -up.exp() * (down - up).exp_m1()
    } else {
        down.exp() * (up - down).exp_m1()
    };
    let classes = vec![Class { cells: 0..n, share }];
    Stationary { energy, log_density, classes, minima, flux, absorbed: [0.0; 2] }
}

/// ln of the masses at rest, up to a constant.
#[inline(never)]
fn resting(rates: &Rates, grid: &Grid) -> Vec<f64> {
    let n = grid.cells();
    let right = |i: usize| rates.logs(i + 1).0 - grid.widths[i].ln();
    let left = |i: usize| rates.logs(i).1 - grid.widths[i].ln();
    // ln of the rates between cell 0 and the last cell that is left, round the end of the ring.
    let (mut on, mut back) = (right(n - 1), left(0));
    let (mut out, mut from_first) = (vec![0.0; n], vec![0.0; n]);
    for k in (1..n).rev() {
        out[k] = log_add(left(k), on);
        from_first[k] = back;
        back += left(k) - out[k];
        on += right(k - 1) - out[k];
    }
    let mut masses = vec![0.0; n];
    for k in 1..n {
        let from_left = masses[k - 1] + right(k - 1);
        masses[k] = log_add(from_left, masses[0] + from_first[k]) - out[k];
    }
    masses
}

/// The end on a ring with gates. The ring is unrolled to a line of two rounds, beginning at a face
/// that lets nothing to the right; mass starts on the second round.
fn barred(rates: &Rates, grid: &Grid, masses: &[f64]) -> Stationary {
    let n = grid.cells();
    let cut = (1..=n).find(|f| rates.logs(*f).0 == f64::NEG_INFINITY).unwrap_or(n) % n;
    let around = |v: &[f64]| (0..=2 * n).map(|j| v[(cut + j) % n]).collect::<Vec<f64>>();
    let line = Rates {
        up: around(&rates.up),
        down: around(&rates.down),
        log_ratio: around(&rates.log_ratio),
    }
    .closed();
    let start: Vec<f64> =
        (0..2 * n).map(|i| if i < n { 0.0 } else { masses[(cut + i) % n] }).collect();
    let mut energy = vec![f64::INFINITY; n];
    let mut log_density = vec![f64::NEG_INFINITY; n];
    let all = closed_classes(&line, &start);
    let mut classes: Vec<Class> = Vec::new();
    for class in all.iter().filter(|class| class.cells.start >= n) {
        let before = all.iter().find(|other| other.cells.start + n == class.cells.start);
        let share = class.share + before.map_or(0.0, |other| other.share);
        let mut at = 0.0;
        let steps = class.cells.clone().map(|i| {
            if i > class.cells.start {
                at -= line.log_ratio[i];
            }
            -at
        });
        let cells: Vec<usize> = class.cells.clone().map(|i| (cut + i) % n).collect();
        let widths = cells.iter().map(|k| grid.widths[*k].ln());
        let resting: Vec<f64> = steps.zip(widths).map(|(p, h)| p + h).collect();
        let part = Grid::of_edges(unrolled(grid, cells[0], cells.len()));
        let (density, phi) = settled(&resting, &part, share);
        for ((k, density), phi) in cells.iter().zip(density).zip(phi) {
            (log_density[*k], energy[*k]) = (density, phi);
        }
        classes.push(Class { cells: cells[0]..cells[0] + cells.len(), share });
    }
    let mut runs = classes.iter().map(|class| {
        let start = (class.cells.start + n - cut) % n;
        start..start + class.cells.len()
    });
    let minima = minima(grid, &log_density, cut, &mut runs);
    from_the_left(&mut classes, |class| class.cells.start as f64);
    Stationary { energy, log_density, classes, minima, flux: 0.0, absorbed: [0.0; 2] }
}

/// So many cells from a first one on, counted on beyond the end.
#[inline(never)]
fn unrolled(grid: &Grid, first: usize, cells: usize) -> Vec<f64> {
    let n = grid.cells();
    let [from, to] = grid.domain();
    (first..=first + cells)
        .map(|i| if i <= n { grid.edges[i] } else { grid.edges[i - n] + (to - from) })
        .collect()
}

/// The basins of runs of cells, which are numbered from cell `first` on, with their places on
/// the ring.
fn minima(
    grid: &Grid,
    log_density: &[f64],
    first: usize,
    runs: &mut dyn Iterator<Item = std::ops::Range<usize>>,
) -> Vec<Minimum> {
    let n = grid.cells();
    let [from, to] = grid.domain();
    let line = Grid::of_edges(unrolled(grid, first, n));
    let density: Vec<f64> = (0..n).map(|i| log_density[(first + i) % n]).collect();
    let back = |w: f64| if w > to { w - (to - from) } else { w };
    let mut all: Vec<Minimum> = runs
        .flat_map(|cells| basins(cells, &density, &line))
        .map(|m| Minimum { at: back(m.at), from: back(m.from), to: back(m.to), ..m })
        .collect();
    from_the_left(&mut all, |m| m.at);
    all
}

/// Rotates what stands in order round the ring until the leftmost one comes first.
fn from_the_left<T>(all: &mut [T], place: impl Fn(&T) -> f64) {
    let leftmost = (0..all.len()).min_by(|a, b| place(&all[*a]).total_cmp(&place(&all[*b])));
    all.rotate_left(leftmost.unwrap_or(0));
}

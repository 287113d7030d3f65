//! Mean first-passage times of the current on a ring, where two ways lead to the goal.
//!
//! Cut at the goal the ring is a line whose ends both lead there. The time is the mean one until the
//! line is left ([`crate::line::current::leaving`]), of second order in the cell width.

use crate::error::Result;
use crate::landscape::Landscape;
use crate::line::current::field::Field;
use crate::line::current::leaving::{Leaving, rates_of_cells};
use crate::line::current::rates::{Coefficients, Rates};
use crate::line::current::stationary::log_sum;
use crate::line::grid::Grid;
use crate::walls::Side;

const NONE: f64 = f64::NEG_INFINITY;

/// ln of the mean time, in steps, from `from` to `to` by either way round the ring of `grid`; +∞
/// if both are barred.
///
/// # Errors
/// As [`Field::new`].
pub fn log_time(
    landscape: &Landscape,
    grid: &Grid,
    c: Coefficients,
    [from, to]: [f64; 2],
) -> Result<f64> {
    let [first, last] = grid.domain();
    let ends = [first, last];
    if from == to || (ends.contains(&from) && ends.contains(&to)) {
        return Ok(NONE);
    }
    let grid = with_edge(grid, to);
    let field = Field::new(landscape, &grid)?;
    let rates = Rates::new(&field, &grid, c);
    let n = grid.cells();
    let cut = grid.edges.partition_point(|e| *e < to) % n;
    let [left, right] = rates_of_cells(&rates, &grid);
    let from_cut = |rates: Vec<f64>| [&rates[cut..], &rates[..cut]].concat();
    let (mut left, mut right) = (from_cut(left), from_cut(right));
    let rate = |side: Side| Rates::to_point(&field, &grid, c, cut, side).ln();
    left[0] = rate(Side::Left) - grid.widths[cut].ln();
    right[n - 1] = rate(Side::Right) - grid.widths[(cut + n - 1) % n].ln();
    let start = start(&grid, cut, from);
    // Only what can be come to counts.
    let mut a = start.iter().position(|m| *m > NONE).unwrap_or(0);
    let mut b = start.iter().rposition(|m| *m > NONE).unwrap_or(a);
    while a > 0 && left[a] > NONE {
        a -= 1;
    }
    while b + 1 < n && right[b] > NONE {
        b += 1;
    }
    let line = Leaving::new(left[a..=b].to_vec(), right[a..=b].to_vec());
    let time = |times: Vec<f64>| log_sum(start[a..=b].iter().zip(&times).map(|(m, t)| m + t));
    Ok(line.costs(vec![0.0; b - a + 1]).map_or(f64::INFINITY, time))
}

/// The ring with an edge more, if it has none there.
fn with_edge(grid: &Grid, w: f64) -> Grid {
    let mut edges = grid.edges.clone();
    let at = edges.partition_point(|e| *e < w);
    if edges.get(at) != Some(&w) {
        edges.insert(at, w);
    }
    Grid { walls: grid.walls, ..Grid::of_edges(edges) }
}

/// ln of the masses that stand for the point `from`, in the cells from `cut` on: shared with the
/// next cell, or with the goal, so that its mean is kept.
fn start(grid: &Grid, cut: usize, from: f64) -> Vec<f64> {
    let n = grid.cells();
    let k = grid.cell_of(from);
    let i = (k + n - cut) % n;
    let mut masses = vec![NONE; n];
    let off = from - grid.centres[k];
    let (next, gap) = if off > 0.0 {
        let there = (k + 1) % n;
        ((i + 1 < n).then_some(i + 1), 0.5 * (grid.widths[k] + grid.widths[there]))
    } else {
        let there = (k + n - 1) % n;
        (i.checked_sub(1), 0.5 * (grid.widths[k] + grid.widths[there]))
    };
    let part = match next {
        Some(next) => {
            let part = off.abs() / gap;
            masses[next] = part.ln();
            part
        }
        // What is shared with the goal has arrived.
        None => off.abs() / (0.5 * grid.widths[k]),
    };
    masses[i] = (1.0 - part).ln();
    masses
}
